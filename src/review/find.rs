//! Find anything: labels by what is typed, exact shorthands first, then by how well they match.
//!
//! The workbench and `plumbline find` both ask here. Invariant: each label comes once.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::PoisonError;

use crate::model::catalog::Catalog;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::review::labels::Label;
use crate::review::labels::labels;
use crate::review::state::State;

/// Labels ready to be searched on every key press.
pub struct Index {
    prepared: Vec<Prepared>,
    /// Which labels are reached by typing exactly this.
    exact: HashMap<String, Vec<usize>>,
    fuzzy: Fuzzy,
    /// What was typed last, and which labels matched: what begins so looks only there.
    earlier: Mutex<Option<(String, Vec<usize>)>>,
}

impl Index {
    /// Of labels, each with what reaches it at once, in small letters.
    pub fn of<'l>(labels: impl Iterator<Item = (&'l str, &'l [String])>) -> Self {
        let mut index =
            Self { prepared: Vec::new(), exact: HashMap::new(), fuzzy: Fuzzy::default(), earlier: Mutex::new(None) };
        for (at, (label, exact)) in labels.enumerate() {
            index.prepared.push(Prepared::new(label));
            for form in exact {
                index.exact.entry(form.clone()).or_default().push(at);
            }
        }
        index
    }

    /// What a query finds, best first; everything, in order, for an empty one. A label whose shorthand is typed
    /// exactly (`8b`, `n427`, `dhs42`) comes before all others. `wanted` is asked now and then; where it says no,
    /// nothing is found.
    pub fn find(&self, query: &str, wanted: &dyn Fn() -> bool) -> Vec<Match> {
        let typed = query.trim().to_lowercase();
        let exact = self.exact.get(&typed).filter(|_| !typed.is_empty()).map_or(&[][..], Vec::as_slice);
        let mut ranked = self.ranked(&typed, wanted);
        if exact.is_empty() {
            return ranked;
        }
        let mut found: Vec<Match> = Vec::with_capacity(ranked.len() + exact.len());
        for index in exact {
            let known = ranked.iter().find(|hit| hit.index == *index).cloned();
            found.push(known.unwrap_or(Match { index: *index, score: i64::MAX, positions: Vec::new() }));
        }
        ranked.retain(|hit| !exact.contains(&hit.index));
        found.append(&mut ranked);
        found
    }

    fn ranked(&self, typed: &str, wanted: &dyn Fn() -> bool) -> Vec<Match> {
        let mut earlier = self.earlier.lock().unwrap_or_else(PoisonError::into_inner);
        let narrower = |before: &str| !before.is_empty() && typed.starts_with(before);
        let among = earlier.as_ref().filter(|(before, _)| narrower(before)).map(|(_, found)| found.as_slice());
        let ranked = self.fuzzy.rank_among(typed, &self.prepared, among, wanted);
        if wanted() {
            let mut found: Vec<usize> = ranked.iter().map(|hit| hit.index).collect();
            found.sort_unstable();
            *earlier = Some((typed.to_owned(), found));
        }
        ranked
    }

    /// Where a query matches a label, as scalar values.
    pub fn positions(&self, query: &str, label: usize) -> Vec<usize> {
        self.prepared.get(label).map_or_else(Vec::new, |label| self.fuzzy.positions(query, label))
    }
}

/// Everything that can be found.
pub struct Finder {
    labels: Vec<Label>,
    index: Index,
}

impl Finder {
    /// Prepares the labels of a review and of what the member has made.
    pub fn new(catalog: &Catalog, state: &State) -> Self {
        Self::over(labels(catalog, state))
    }

    /// Prepares labels of the caller's.
    pub fn over(labels: Vec<Label>) -> Self {
        let index = Index::of(labels.iter().map(|label| (label.text.as_str(), label.shorthand.as_slice())));
        Self { labels, index }
    }

    /// The labels, in the order of the review.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What a query finds, as [`Index::find`].
    pub fn find(&self, query: &str) -> Vec<Match> {
        self.index.find(query, &|| true)
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
