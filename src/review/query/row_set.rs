//! A set of rows of the index: of the items and paragraphs that search goes over.
//!
//! Invariant: every list in it rises.

use crate::store::text_index::FIRST_PART;

/// Some rows; perhaps all items but some; perhaps everything but some.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowSet {
    rows: Vec<i64>,
    items_but: Option<Vec<i64>>,
    all_but: Option<Vec<i64>>,
}

impl RowSet {
    /// Exactly these.
    pub fn of(rows: Vec<i64>) -> Self {
        Self { rows: rising(rows), ..Self::default() }
    }

    /// All but these.
    pub fn all_but(rows: Vec<i64>) -> Self {
        Self { all_but: Some(rising(rows)), ..Self::default() }
    }

    /// All items but these, and no paragraph.
    pub fn items_but(rows: Vec<i64>) -> Self {
        Self { items_but: Some(rising(rows)), ..Self::default() }
    }

    /// Whether a row is among them.
    pub fn has(&self, row: i64) -> bool {
        let listed = |rows: &Vec<i64>| rows.binary_search(&row).is_ok();
        listed(&self.rows)
            || self.all_but.as_ref().is_some_and(|but| !listed(but))
            || (row < FIRST_PART && self.items_but.as_ref().is_some_and(|but| !listed(but)))
    }

    /// The rows, where all of them are listed.
    pub fn listed(&self) -> Option<&[i64]> {
        (self.items_but.is_none() && self.all_but.is_none()).then_some(&self.rows)
    }

    /// What is in one or the other.
    pub fn or(self, other: Self) -> Self {
        let both = |one: Option<Vec<i64>>, two: Option<Vec<i64>>| match (one, two) {
            (Some(one), Some(two)) => Some(one.into_iter().filter(|row| two.binary_search(row).is_ok()).collect()),
            (one, two) => one.or(two),
        };
        Self {
            rows: if other.rows.is_empty() { self.rows } else { rising([self.rows, other.rows].concat()) },
            items_but: both(self.items_but, other.items_but),
            all_but: both(self.all_but, other.all_but),
        }
    }
}

fn rising(mut rows: Vec<i64>) -> Vec<i64> {
    rows.sort_unstable();
    rows.dedup();
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_has_what_either_part_has() {
        let part = FIRST_PART + 1;
        let sets = [
            (RowSet::of(vec![3, 1, 3]), [true, false, false]),
            (RowSet::items_but(vec![1]), [false, true, false]),
            (RowSet::all_but(vec![2]), [true, false, true]),
        ];
        for (one, in_one) in &sets {
            for (two, in_two) in &sets {
                let either = one.clone().or(two.clone());
                for (at, row) in [1, 2, part].into_iter().enumerate() {
                    assert_eq!(either.has(row), in_one[at] || in_two[at], "{one:?} or {two:?}: {row}");
                }
            }
        }
        assert_eq!(sets[0].0.listed(), Some(&[1, 3][..]));
        assert_eq!(sets[1].0.listed(), None);
    }
}
