//! How much two categories count as agreeing, and how far apart they lie.
//!
//! Owns the weights of Gwet's and Cohen's coefficients (fixed by the categories) and the metrics of Krippendorff's
//! alpha (the ordinal one also by the data). The two are never mixed: weights called ordinal, put into alpha, give
//! another number than ordinal alpha. Invariant: a category agrees with itself fully, and is at no distance from itself.

use serde::Serialize;

/// Weights by which two categories agree: 1 fully, 0 not at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Weights {
    /// Alike or not.
    Identity,
    /// By the number of steps.
    Linear,
    /// By the square of the number of steps.
    Quadratic,
    /// By the number of pairs of categories between them (Gwet, Handbook of Inter-Rater Reliability, 2014).
    Ordinal,
}

impl Weights {
    /// How far two categories of `of` agree, 0 to 1.
    pub fn weight(self, of: usize, a: usize, b: usize) -> f64 {
        let steps = a.abs_diff(b);
        let most = of.saturating_sub(1);
        let pairs = |n: usize| (n * (n + 1) / 2) as f64;
        match self {
            _ if steps == 0 => 1.0,
            Self::Identity => 0.0,
            Self::Linear => 1.0 - steps as f64 / most as f64,
            Self::Quadratic => 1.0 - (steps as f64 / most as f64).powi(2),
            Self::Ordinal => 1.0 - pairs(steps) / pairs(most),
        }
    }

    /// What they are called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Identity => "no weights",
            Self::Linear => "linear weights",
            Self::Quadratic => "quadratic weights",
            Self::Ordinal => "ordinal weights",
        }
    }
}

/// The metric of alpha: by what the distance of two values is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Metric {
    /// Alike or not.
    Nominal,
    /// By how many values given lie between two.
    Ordinal,
    /// By the square of the number of steps.
    Interval,
}

impl Metric {
    /// Squared distance of two categories, where `given` holds how often each category was given.
    pub fn distance(self, given: &[f64], a: usize, b: usize) -> f64 {
        if a == b {
            return 0.0;
        }
        let (low, high) = (a.min(b), a.max(b));
        match self {
            Self::Nominal => 1.0,
            Self::Interval => ((high - low) as f64).powi(2),
            Self::Ordinal => {
                let between: f64 = given[low..=high].iter().sum();
                (between - f64::midpoint(given[low], given[high])).powi(2)
            }
        }
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Nominal => "nominal",
            Self::Ordinal => "ordinal",
            Self::Interval => "interval",
        }
    }
}
