//! A figure with its interval, in the order in which it may be shown.
//!
//! Owns the form of every coefficient that leaves the module. Invariant: a figure on fewer than 20 units or 3 raters
//! cannot be had without its interval before it, and what cannot be computed is never a number.

use serde::Serialize;

/// Below so many units the interval comes first.
pub const FEW_UNITS: usize = 20;
/// Below so many raters the interval comes first.
pub const FEW_RATERS: usize = 3;

/// Why there is no figure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum Undefined {
    /// Nothing to tell agreement from chance by.
    #[error("all ratings alike")]
    AllAlike,
    /// Nobody can be compared with anybody.
    #[error("no unit with two ratings")]
    NoPairs,
}

/// Percentile interval of a bootstrap over units, 95 percent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// 2.5th percentile.
    pub low: f64,
    /// 97.5th percentile.
    pub high: f64,
    /// Resamples that had a figure.
    pub resamples: usize,
    /// Resamples that had none, and were left out.
    pub undefined: usize,
}

/// A coefficient with its interval. The variant says in which order it is to be shown.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
#[serde(tag = "show", rename_all = "snake_case")]
pub enum Estimate {
    /// Few units or raters: the interval, and then the figure.
    IntervalFirst {
        /// Where it may lie; absent where no resample had a figure.
        interval: Option<Interval>,
        /// The figure.
        point: f64,
    },
    /// The figure, and then its interval.
    PointFirst {
        /// The figure.
        point: f64,
        /// Where it may lie; absent where no resample had a figure.
        interval: Option<Interval>,
    },
    /// No figure.
    CannotBeComputed {
        /// Why not.
        reason: Undefined,
    },
}

/// How much a figure rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Basis {
    /// Units with at least two ratings.
    pub units: usize,
    /// Raters of such units.
    pub raters: usize,
}

impl Basis {
    /// Whether the interval has to come first.
    pub fn is_small(self) -> bool {
        self.units < FEW_UNITS || self.raters < FEW_RATERS
    }
}

impl Estimate {
    /// Puts figure and interval in the order their basis asks for.
    pub fn new(basis: Basis, point: Result<f64, Undefined>, interval: Option<Interval>) -> Self {
        match point {
            Err(reason) => Self::CannotBeComputed { reason },
            Ok(point) if basis.is_small() => Self::IntervalFirst { interval, point },
            Ok(point) => Self::PointFirst { point, interval },
        }
    }

    /// The figure by itself, for comparing; not for showing.
    pub fn point(&self) -> Option<f64> {
        match self {
            Self::IntervalFirst { point, .. } | Self::PointFirst { point, .. } => Some(*point),
            Self::CannotBeComputed { .. } => None,
        }
    }

    /// Its interval, if it has one.
    pub fn interval(&self) -> Option<Interval> {
        match self {
            Self::IntervalFirst { interval, .. } | Self::PointFirst { interval, .. } => *interval,
            Self::CannotBeComputed { .. } => None,
        }
    }

    /// As it is shown: "0.24 to 0.86, computed 0.73", "0.73 (0.61 to 0.84)", "cannot be computed: all ratings alike".
    /// Draws that had no figure are told with the interval they are missing from.
    pub fn words(&self) -> String {
        let range = |interval: &Interval| {
            let range = format!("{} to {}", two(interval.low), two(interval.high));
            match interval.undefined {
                0 => range,
                missing => format!("{range} without {missing} of {} draws", interval.resamples + missing),
            }
        };
        match self {
            Self::IntervalFirst { interval: Some(interval), point } => {
                format!("{}, computed {}", range(interval), two(*point))
            }
            Self::IntervalFirst { interval: None, point } => {
                format!("an interval cannot be computed, computed {}", two(*point))
            }
            Self::PointFirst { point, interval: Some(interval) } => format!("{} ({})", two(*point), range(interval)),
            Self::PointFirst { point, interval: None } => {
                format!("{} (an interval cannot be computed)", two(*point))
            }
            Self::CannotBeComputed { reason } => format!("cannot be computed: {reason}"),
        }
    }
}

/// Two places: more would promise what so few units cannot keep. No minus before nought.
fn two(figure: f64) -> String {
    let text = format!("{figure:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}
