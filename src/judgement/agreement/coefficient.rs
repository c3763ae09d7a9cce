//! The coefficients for any number of raters with missing values.
//!
//! Owns Krippendorff's alpha (Content Analysis, 2011), Gwet's AC1 and AC2 (2008, 2014) and Fleiss' kappa in the form
//! that allows missing values, as the R and Python packages `irrCAC` have it. Tested on the published data sets in
//! `judgement/tests/agreement.json`. Uses `sums` and `weights`. Invariant: no figure where the method defines none.

use serde::Serialize;

use crate::judgement::agreement::estimate::Undefined;
use crate::judgement::agreement::sums::Sums;
use crate::judgement::agreement::weights::Metric;
use crate::judgement::agreement::weights::Weights;

/// What is held to be no variation at all: sums of fractions do not come out at nought exactly.
const NOUGHT: f64 = 1e-12;

/// Which coefficient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "name", rename_all = "snake_case")]
pub enum Coefficient {
    /// Krippendorff's alpha. Units with a single value do not count.
    Alpha {
        /// By what distance.
        metric: Metric,
    },
    /// Gwet's AC1: chance agreement is the less the more one category prevails. Units with a single value count for
    /// what prevails.
    Ac1,
    /// The same with weights.
    Ac2 {
        /// Which.
        weights: Weights,
    },
    /// Fleiss' kappa, without weights.
    Fleiss,
}

impl Coefficient {
    /// Those shown for ratings, the main one first.
    pub const FOR_RATINGS: [Self; 8] = [
        Self::Alpha { metric: Metric::Ordinal },
        Self::Ac1,
        Self::Ac2 { weights: Weights::Linear },
        Self::Ac2 { weights: Weights::Quadratic },
        Self::Ac2 { weights: Weights::Ordinal },
        Self::Alpha { metric: Metric::Nominal },
        Self::Alpha { metric: Metric::Interval },
        Self::Fleiss,
    ];

    /// Those shown for values without an order.
    pub const FOR_TAGS: [Self; 2] = [Self::Alpha { metric: Metric::Nominal }, Self::Ac1];

    /// What it is called, its metric or weights with it.
    pub fn title(self) -> String {
        match self {
            Self::Alpha { metric } => format!("Krippendorff's alpha, {}", metric.title()),
            Self::Ac1 => "Gwet's AC1".to_owned(),
            Self::Ac2 { weights } => format!("Gwet's AC2, {}", weights.title()),
            Self::Fleiss => "Fleiss' kappa".to_owned(),
        }
    }

    /// Its value, at most 1.
    ///
    /// # Errors
    ///
    /// Why it has none.
    pub fn of(self, sums: &Sums) -> Result<f64, Undefined> {
        match self {
            Self::Alpha { metric } => {
                let given = sums.given();
                alpha(sums, &given, |a, b| metric.distance(&given, a, b))
            }
            Self::Ac1 => gwet(sums, Weights::Identity),
            Self::Ac2 { weights } => gwet(sums, weights),
            Self::Fleiss => fleiss(sums),
        }
    }
}

/// Alpha under any squared distance.
pub(in crate::judgement) fn alpha(
    sums: &Sums,
    given: &[f64],
    distance: impl Fn(usize, usize) -> f64,
) -> Result<f64, Undefined> {
    if sums.pairable == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let n: f64 = given.iter().sum();
    let (mut observed, mut expected) = (0.0, 0.0);
    for a in 0..sums.categories() {
        for b in 0..sums.categories() {
            let distance = distance(a, b);
            observed += sums.coincidence(a, b) * distance;
            expected += given[a] * given[b] * distance;
        }
    }
    if expected < NOUGHT { Err(Undefined::AllAlike) } else { Ok(1.0 - (n - 1.0) * observed / expected) }
}

/// Where all ratings are alike it is 1 by its definition; whoever shows it says that they are instead.
fn gwet(sums: &Sums, weights: Weights) -> Result<f64, Undefined> {
    let q = sums.categories();
    let weight = |a, b| weights.weight(q, a, b);
    let agreeing = sums.agreeing(weight).ok_or(Undefined::NoPairs)?;
    if q < 2 {
        return Err(Undefined::AllAlike);
    }
    let all: f64 = (0..q * q).map(|at| weight(at / q, at % q)).sum();
    let spread: f64 = sums.prevalence().iter().map(|share| share * (1.0 - share)).sum();
    corrected(agreeing, all * spread / (q * (q - 1)) as f64)
}

fn fleiss(sums: &Sums) -> Result<f64, Undefined> {
    let agreeing = sums.agreeing(|a, b| f64::from(u8::from(a == b))).ok_or(Undefined::NoPairs)?;
    corrected(agreeing, sums.prevalence().iter().map(|share| share * share).sum())
}

/// Agreement beyond chance, of what there could be beyond it.
pub(super) fn corrected(agreeing: f64, by_chance: f64) -> Result<f64, Undefined> {
    if 1.0 - by_chance < NOUGHT { Err(Undefined::AllAlike) } else { Ok((agreeing - by_chance) / (1.0 - by_chance)) }
}
