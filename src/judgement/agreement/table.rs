//! What raters gave to units.
//!
//! Owns the table that all statistics start from. Uses `rule` and the model. Invariant: every row has as many places
//! as there are raters, and every value is a category of the declared set.

use crate::judgement::rule::Standing;
use crate::model::rating::Grade;

/// One row per unit, one place per rater; absent where that rater gave no value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    categories: usize,
    raters: usize,
    rows: Vec<Vec<Option<usize>>>,
}

impl Table {
    /// An empty table for values from 0 to one less than `categories`, in the order of the scale.
    pub fn new(categories: usize, raters: usize) -> Self {
        Self { categories, raters, rows: Vec::new() }
    }

    /// Questions as units: the four grades are the categories, all of them whatever was given. No information,
    /// abstained and unrated are missing.
    pub fn of_standings(raters: usize, rows: impl IntoIterator<Item = Vec<Standing>>) -> Self {
        let value = |standing| match standing {
            Standing::Graded(grade) => Some(grade.rank()),
            Standing::NoInformation | Standing::Abstained | Standing::Unrated => None,
        };
        let mut table = Self::new(Grade::ALL.len(), raters);
        for row in rows {
            table.push(row.into_iter().map(value).collect());
        }
        table
    }

    /// Adds a unit. A value outside the declared set is taken as missing, and so is what a short row leaves out.
    pub fn push(&mut self, mut row: Vec<Option<usize>>) {
        row.resize(self.raters, None);
        row.iter_mut().for_each(|value| *value = value.filter(|value| *value < self.categories));
        self.rows.push(row);
    }

    /// How many categories the scale has.
    pub fn categories(&self) -> usize {
        self.categories
    }

    /// How many raters there are.
    pub fn raters(&self) -> usize {
        self.raters
    }

    /// The units, in order.
    pub fn rows(&self) -> &[Vec<Option<usize>>] {
        &self.rows
    }

    /// How many values a unit has.
    pub fn values(row: &[Option<usize>]) -> usize {
        row.iter().flatten().count()
    }

    /// Units with at least two values: those that say anything of agreement.
    pub fn pairable(&self) -> usize {
        self.rows.iter().filter(|row| Self::values(row) > 1).count()
    }

    /// Raters who gave a value to such a unit.
    pub fn raters_heard(&self) -> usize {
        let heard = |rater: &usize| self.rows.iter().any(|row| Self::values(row) > 1 && row[*rater].is_some());
        (0..self.raters).filter(heard).count()
    }
}
