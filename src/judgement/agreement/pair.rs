//! Who differs from whom: every pair of raters, and Cohen's kappa of each.
//!
//! Owns the comparison of two raters. Uses `table`, `weights` and `bootstrap`. Invariant: a pair is compared on the
//! units both rated and on nothing else; its order makes no difference.

use serde::Serialize;

use crate::judgement::agreement::bootstrap::Draws;
use crate::judgement::agreement::coefficient::corrected;
use crate::judgement::agreement::estimate::Basis;
use crate::judgement::agreement::estimate::Estimate;
use crate::judgement::agreement::estimate::Undefined;
use crate::judgement::agreement::table::Table;
use crate::judgement::agreement::weights::Weights;

/// Two raters, by their places in the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Pair {
    /// The one.
    pub a: usize,
    /// The other; always the later.
    pub b: usize,
    /// Units both rated.
    pub units: usize,
    /// Share of them rated alike; absent where there is none.
    pub agreement: Option<f64>,
    /// Share of them rated alike or one grade apart.
    pub within_one: Option<f64>,
    /// Units they rated differently, in order.
    pub differ: Vec<Differ>,
    /// Mean number of grades by which the one is better than the other; below nought where it is worse.
    pub leniency: Option<f64>,
    /// Cohen's kappa with linear weights.
    pub kappa_linear: Estimate,
    /// With quadratic weights.
    pub kappa_quadratic: Estimate,
}

/// A unit two raters rated differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Differ {
    /// Its place in the table.
    pub unit: usize,
    /// How many grades they are apart.
    pub steps: usize,
}

/// Every pair of raters, in order.
pub fn pairs(table: &Table, draws: Draws) -> Vec<Pair> {
    let of = |a: usize| (a + 1..table.raters()).map(move |b| (a, b));
    (0..table.raters()).flat_map(of).map(|(a, b)| pair(table, a, b, draws)).collect()
}

fn pair(table: &Table, a: usize, b: usize, draws: Draws) -> Pair {
    let both: Vec<(usize, (usize, usize))> =
        table.rows().iter().enumerate().filter_map(|(at, row)| Some((at, (row[a]?, row[b]?)))).collect();
    let values: Vec<(usize, usize)> = both.iter().map(|(_, two)| *two).collect();
    let units = values.len();
    let share = |most: usize| {
        let near = values.iter().filter(|(x, y)| x.abs_diff(*y) <= most).count();
        (units > 0).then(|| near as f64 / units as f64)
    };
    let differ = both.iter().map(|(unit, (x, y))| Differ { unit: *unit, steps: x.abs_diff(*y) });
    let steps: f64 = values.iter().map(|(x, y)| *y as f64 - *x as f64).sum();
    let figures =
        |joint: &[f64]| [Weights::Linear, Weights::Quadratic].map(|weights| kappa(table.categories(), joint, weights));
    let intervals =
        draws.intervals(units, |drawn| figures(&joint(table.categories(), drawn.iter().map(|&unit| values[unit]))));
    let points = figures(&joint(table.categories(), values.iter().copied()));
    let basis = Basis { units, raters: 2 };
    let [linear, quadratic] = [0, 1].map(|at| Estimate::new(basis, points[at], intervals[at]));
    Pair {
        a,
        b,
        units,
        agreement: share(0),
        within_one: share(1),
        differ: differ.filter(|one| one.steps > 0).collect(),
        leniency: (units > 0).then(|| steps / units as f64),
        kappa_linear: linear,
        kappa_quadratic: quadratic,
    }
}

/// How often the one gave this and the other that, row by row.
pub(in crate::judgement) fn joint(categories: usize, values: impl Iterator<Item = (usize, usize)>) -> Vec<f64> {
    let mut joint = vec![0.0; categories * categories];
    values.for_each(|(x, y)| joint[x * categories + y] += 1.0);
    joint
}

/// Cohen's kappa (1960; weighted, 1968).
pub(in crate::judgement) fn kappa(categories: usize, joint: &[f64], weights: Weights) -> Result<f64, Undefined> {
    let n: f64 = joint.iter().sum();
    if n == 0.0 {
        return Err(Undefined::NoPairs);
    }
    let row = |a: usize| joint[a * categories..(a + 1) * categories].iter().sum::<f64>();
    let column = |b: usize| joint.iter().skip(b).step_by(categories).sum::<f64>();
    let (rows, columns): (Vec<f64>, Vec<f64>) = (0..categories).map(|at| (row(at), column(at))).unzip();
    let (mut agreeing, mut by_chance) = (0.0, 0.0);
    for a in 0..categories {
        for b in 0..categories {
            let weight = weights.weight(categories, a, b);
            agreeing += weight * joint[a * categories + b] / n;
            by_chance += weight * rows[a] * columns[b] / (n * n);
        }
    }
    corrected(agreeing, by_chance)
}
