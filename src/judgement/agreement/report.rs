//! All figures on one table, in the order in which a chair reads them.
//!
//! Owns the report. Uses the rest of the module. Invariant: what was counted comes before what was computed, and each
//! figure names its metric or weights; the category set and the seed of the draws stand beside them.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::judgement::agreement::bootstrap::Draws;
use crate::judgement::agreement::coefficient::Coefficient;
use crate::judgement::agreement::estimate::Basis;
use crate::judgement::agreement::estimate::Estimate;
use crate::judgement::agreement::estimate::Undefined;
use crate::judgement::agreement::pair::Pair;
use crate::judgement::agreement::pair::pairs;
use crate::judgement::agreement::sums::Sums;
use crate::judgement::agreement::table::Table;
use crate::model::rating::Grade;

/// What was counted.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Raw {
    /// Mean share of pairs of raters that rated alike, 0 to 1; absent where no unit has two ratings.
    pub agreement: Option<f64>,
    /// Mean share of pairs that rated alike or one grade apart.
    pub within_one: Option<f64>,
    /// Units by the number of grades between their best and worst rating, from 0.
    pub ranges: Vec<usize>,
}

impl Raw {
    /// Counts on a table.
    pub fn of(table: &Table) -> Self {
        let sums = Sums::of(table);
        let within = |most: usize| sums.agreeing(|a, b| f64::from(u8::from(a.abs_diff(b) <= most)));
        let mut ranges = vec![0; table.categories()];
        for row in table.rows().iter().filter(|row| Table::values(row) > 1) {
            let (low, high) = (row.iter().flatten().min(), row.iter().flatten().max());
            if let Some((low, high)) = low.zip(high) {
                ranges[high - low] += 1;
            }
        }
        Self { agreement: within(0), within_one: within(1), ranges }
    }
}

/// A coefficient and what it comes to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Figure {
    /// Which.
    #[serde(flatten)]
    pub coefficient: Coefficient,
    /// What it comes to.
    #[serde(flatten)]
    pub estimate: Estimate,
}

/// How far raters agree on the questions of a review.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// What the figures rest on.
    #[serde(flatten)]
    pub basis: Basis,
    /// The categories all figures were computed on: always the whole scale.
    pub categories: Vec<Grade>,
    /// What was counted.
    pub raw: Raw,
    /// What was computed, the main figure first.
    pub figures: Vec<Figure>,
    /// Every pair of raters.
    pub pairs: Vec<Pair>,
    /// What the intervals were drawn over; always `units`.
    pub resampled: &'static str,
    /// Seed of the draws.
    pub seed: u64,
}

/// Works out all figures on what raters gave to questions.
pub fn agreement(table: &Table, draws: Draws) -> Agreement {
    Agreement {
        basis: basis(table),
        categories: Grade::ALL.to_vec(),
        raw: Raw::of(table),
        figures: figures(table, Coefficient::FOR_RATINGS, draws),
        pairs: pairs(table, draws),
        resampled: "units",
        seed: draws.seed,
    }
}

/// Units and raters that figures on a table rest on.
pub fn basis(table: &Table) -> Basis {
    Basis { units: table.pairable(), raters: table.raters_heard() }
}

/// Coefficients with their intervals, all from the same draws.
pub fn figures<const N: usize>(table: &Table, which: [Coefficient; N], draws: Draws) -> Vec<Figure> {
    let (kinds, units) = kinds_of_units(table);
    let sums = Sums::of(table);
    // One grade and no other, wherever it was given: no coefficient has anything to say, also one that is defined.
    let alike = sums.pairable > 0.0 && Coefficient::Fleiss.of(&sums) == Err(Undefined::AllAlike);
    let points = which.map(|one| if alike { Err(Undefined::AllAlike) } else { one.of(&sums) });
    let intervals = if points.iter().all(Result::is_err) {
        [None; N]
    } else {
        let (mut resample, mut times) = (Sums::none(table.categories()), vec![0_u32; kinds.len()]);
        draws.intervals(units.len(), |drawn| {
            resample.clear();
            times.fill(0);
            drawn.iter().for_each(|&unit| times[units[unit]] += 1);
            kinds.iter().zip(&times).for_each(|(kind, &times)| resample.add_times(kind, times.into()));
            which.map(|one| one.of(&resample))
        })
    };
    let figure = |((coefficient, point), interval)| Figure {
        coefficient,
        estimate: Estimate::new(basis(table), point, interval),
    };
    which.into_iter().zip(points).zip(intervals).map(figure).collect()
}

/// The different sums of units with a value, and for each such unit which of them it has: many passages are tagged
/// alike, and what is alike is added once for all.
fn kinds_of_units(table: &Table) -> (Vec<Sums>, Vec<usize>) {
    let (mut kinds, mut units, mut known) = (Vec::new(), Vec::new(), BTreeMap::new());
    for row in table.rows() {
        let mut values: Vec<usize> = row.iter().flatten().copied().collect();
        values.sort_unstable();
        if !values.is_empty() {
            units.push(*known.entry(values).or_insert_with(|| {
                kinds.push(Sums::of_unit(table.categories(), row));
                kinds.len() - 1
            }));
        }
    }
    (kinds, units)
}
