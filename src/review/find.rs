//! Find anything: labels by what is typed, exact shorthands first, then by how well they match.
//!
//! The workbench and `plumbline find` both ask here. Invariant: each label comes once.

use crate::model::catalog::Catalog;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::review::labels::Label;
use crate::review::labels::labels;
use crate::review::state::State;

/// Everything that can be found, ready to be searched on every key press.
pub struct Finder {
    labels: Vec<Label>,
    prepared: Vec<Prepared>,
    fuzzy: Fuzzy,
}

impl Finder {
    /// Prepares the labels of a review and of what the member has made.
    pub fn new(catalog: &Catalog, state: &State) -> Self {
        Self::over(labels(catalog, state))
    }

    /// Prepares labels of the caller's.
    pub fn over(labels: Vec<Label>) -> Self {
        let prepared = labels.iter().map(|label| Prepared::new(&label.text)).collect();
        Self { labels, prepared, fuzzy: Fuzzy::default() }
    }

    /// The labels, in the order of the review.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What a query finds, best first; everything, in order, for an empty one. A label whose shorthand is typed
    /// exactly (`8b`, `n427`, `dhs42`) comes before all others.
    pub fn find(&self, query: &str) -> Vec<Match> {
        let typed = query.trim().to_lowercase();
        let is_exact = |index: &usize| !typed.is_empty() && self.labels[*index].shorthand.contains(&typed);
        let exact: Vec<usize> = (0..self.labels.len()).filter(is_exact).collect();
        let mut ranked = self.fuzzy.rank(query, &self.prepared);
        let mut found: Vec<Match> = Vec::with_capacity(ranked.len() + exact.len());
        for index in &exact {
            let known = ranked.iter().position(|hit| hit.index == *index).map(|at| ranked.remove(at));
            found.push(known.unwrap_or(Match { index: *index, score: i64::MAX, positions: Vec::new() }));
        }
        found.append(&mut ranked);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::sample::sample;

    fn finder() -> Finder {
        let (review, digest) = sample();
        let catalog = Catalog::new(review, digest);
        let state = State::new(catalog.review());
        Finder::new(&catalog, &state)
    }

    #[test]
    fn a_shorthand_typed_exactly_comes_first_whatever_matches_better() {
        let finder = finder();
        let first = |query: &str| {
            let found = finder.find(query);
            finder.labels()[found.first().expect("something is found").index].text.clone()
        };
        assert!(first("8b").starts_with("8B "), "{}", first("8b"));
        assert!(first("8").starts_with("8 "), "{}", first("8"));
        assert!(first("N1").starts_with("note 1 "), "{}", first("N1"));
    }

    #[test]
    fn each_label_is_found_once_and_all_by_nothing_typed() {
        let finder = finder();
        for query in ["", "8b", "funding"] {
            let mut found: Vec<usize> = finder.find(query).iter().map(|hit| hit.index).collect();
            let count = found.len();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), count, "{query:?}");
        }
        assert_eq!(finder.find("").len(), finder.labels().len());
    }
}
