//! What the coefficients need to know of units, in a form that adds up.
//!
//! Owns the coincidences, the shares of agreeing pairs and the shares of categories. Uses `table`. Invariant: the sums
//! over units are the sum of each unit's own; their order does not matter.

use crate::judgement::agreement::table::Table;

/// Sums over units; matrices are row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    categories: usize,
    /// Units with at least one value.
    pub(super) rated: f64,
    /// Units with at least two.
    pub(super) pairable: f64,
    /// Krippendorff's coincidences: ordered pairs of values of one unit, over one less than its number of values.
    coincidences: Vec<f64>,
    /// The same pairs as shares: over all ordered pairs of the unit, so that each unit adds 1.
    pairs: Vec<f64>,
    /// Shares of the categories: each unit with a value adds 1, also one with a single value.
    shares: Vec<f64>,
}

impl Sums {
    /// Nothing yet.
    pub fn none(categories: usize) -> Self {
        let matrix = vec![0.0; categories * categories];
        Self {
            categories,
            rated: 0.0,
            pairable: 0.0,
            coincidences: matrix.clone(),
            pairs: matrix,
            shares: vec![0.0; categories],
        }
    }

    /// Of one unit.
    pub fn of_unit(categories: usize, row: &[Option<usize>]) -> Self {
        let mut sums = Self::none(categories);
        let values = Table::values(row);
        if values == 0 {
            return sums;
        }
        let mut counts = vec![0.0; categories];
        row.iter().flatten().for_each(|&value| counts[value] += 1.0);
        let m = values as f64;
        sums.rated = 1.0;
        sums.shares.iter_mut().zip(&counts).for_each(|(share, count)| *share = count / m);
        if values > 1 {
            sums.pairable = 1.0;
            for a in 0..categories {
                for b in 0..categories {
                    let pairs = counts[a] * (counts[b] - f64::from(u8::from(a == b)));
                    sums.coincidences[a * categories + b] = pairs / (m - 1.0);
                    sums.pairs[a * categories + b] = pairs / (m * (m - 1.0));
                }
            }
        }
        sums
    }

    /// Of a whole table.
    pub fn of(table: &Table) -> Self {
        let mut sums = Self::none(table.categories());
        table.rows().iter().for_each(|row| sums.add_times(&Self::of_unit(table.categories(), row), 1.0));
        sums
    }

    /// How many categories the scale has.
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// How often two categories stand together in a unit, by Krippendorff's count.
    pub fn coincidence(&self, a: usize, b: usize) -> f64 {
        self.coincidences[a * self.categories + b]
    }

    /// How often each category was given, in units with at least two values.
    pub fn given(&self) -> Vec<f64> {
        self.coincidences.chunks(self.categories.max(1)).map(|row| row.iter().sum()).collect()
    }

    /// Mean share of each category over the units, also those with a single value.
    pub(super) fn prevalence(&self) -> Vec<f64> {
        self.shares.iter().map(|share| share / self.rated).collect()
    }

    /// Mean share of pairs of raters that agree, by how far two categories count as agreeing; `None` where no unit
    /// has two values.
    pub fn agreeing(&self, agree: impl Fn(usize, usize) -> f64) -> Option<f64> {
        let q = self.categories;
        let sum: f64 = (0..q * q).map(|at| self.pairs[at] * agree(at / q, at % q)).sum();
        (self.pairable > 0.0).then(|| sum / self.pairable)
    }
}

impl Sums {
    /// Takes everything away.
    pub(super) fn clear(&mut self) {
        (self.rated, self.pairable) = (0.0, 0.0);
        [&mut self.coincidences, &mut self.pairs, &mut self.shares].into_iter().for_each(|list| list.fill(0.0));
    }

    /// Adds a unit's sums so many times.
    pub(super) fn add_times(&mut self, unit: &Self, times: f64) {
        fn add(to: &mut [f64], from: &[f64], times: f64) {
            to.iter_mut().zip(from).for_each(|(to, from)| *to += times * from);
        }
        if times > 0.0 {
            self.rated += times * unit.rated;
            self.pairable += times * unit.pairable;
            add(&mut self.coincidences, &unit.coincidences, times);
            add(&mut self.pairs, &unit.pairs, times);
            add(&mut self.shares, &unit.shares, times);
        }
    }
}
