//! Fuzzy match over labels. The one place that knows `fuzzy-matcher`.
//!
//! Both sides are folded (accents, case) before matching, words may stand in any order, ties fall
//! to the shorter label and then to the earlier one, and a cheap test turns away what cannot
//! match before the costly one runs. Never used over document text: its memory grows with both
//! lengths. Positions returned are scalar values of the label as given.

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

use crate::text::fold::Folded;
use crate::text::fold::fold;

/// Longest part of a label that takes part in matching, in scalar values.
const LABEL_LIMIT: usize = 512;
/// Longest query that takes part, in scalar values.
const QUERY_LIMIT: usize = 64;

/// A label prepared for matching.
#[derive(Debug)]
pub struct Prepared {
    folded: Folded,
    text: String,
}

impl Prepared {
    /// Folds a label once, so that every key press does not.
    pub fn new(label: &str) -> Self {
        let cut: String = label.chars().take(LABEL_LIMIT).collect();
        let folded = fold(&cut);
        let text = folded.text().to_owned();
        Self { folded, text }
    }
}

/// How well a label matched, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// Place of the label in the list given.
    pub index: usize,
    /// Higher is better.
    pub score: i64,
    /// Matched scalar values of the label, rising.
    pub positions: Vec<usize>,
}

/// A matcher that is made once and kept.
pub struct Fuzzy {
    matcher: SkimMatcherV2,
}

impl Default for Fuzzy {
    fn default() -> Self {
        Self { matcher: SkimMatcherV2::default().ignore_case() }
    }
}

impl Fuzzy {
    /// Ranks labels against a query, best first. An empty query keeps the order and marks nothing.
    pub fn rank(&self, query: &str, labels: &[Prepared]) -> Vec<Match> {
        let cut: String = query.chars().take(QUERY_LIMIT).collect();
        let folded = fold(&cut);
        let words: Vec<&str> = folded.text().split_whitespace().collect();
        if words.is_empty() {
            let all = 0..labels.len();
            return all.map(|index| Match { index, score: 0, positions: Vec::new() }).collect();
        }
        let mut found: Vec<Match> = labels
            .iter()
            .enumerate()
            .filter_map(|(index, label)| {
                self.score(&words, label).map(|(score, positions)| Match { index, score, positions })
            })
            .collect();
        found.sort_by_cached_key(|hit| (std::cmp::Reverse(hit.score), labels[hit.index].text.len(), hit.index));
        found
    }

    fn score(&self, words: &[&str], label: &Prepared) -> Option<(i64, Vec<usize>)> {
        let mut total = 0;
        let mut positions = Vec::new();
        for word in words {
            if !is_subsequence(word, &label.text) {
                return None;
            }
            let (score, at) = self.matcher.fuzzy_indices(&label.text, word)?;
            // Letters that stand together are what a person typed on purpose; the matcher alone
            // gives "risk" and "r i s k" the same score.
            let together = label.text.contains(word);
            total += score + if together { 16 } else { 0 };
            positions.extend(at.into_iter().map(|folded_at| label.folded.map().stored_of(folded_at)));
        }
        positions.sort_unstable();
        positions.dedup();
        Some((total, positions))
    }
}

fn is_subsequence(needle: &str, hay: &str) -> bool {
    let mut rest = hay.chars();
    needle.chars().all(|wanted| rest.any(|c| c == wanted))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn best<'a>(query: &str, labels: &[&'a str]) -> Vec<&'a str> {
        let prepared: Vec<Prepared> = labels.iter().map(|label| Prepared::new(label)).collect();
        Fuzzy::default().rank(query, &prepared).iter().map(|hit| labels[hit.index]).collect()
    }

    #[test]
    fn words_match_in_any_order_and_accents_do_not_matter() {
        assert_eq!(best("bias risk", &["Risk of bias", "Nothing"]), ["Risk of bias"]);
        assert_eq!(best("ecole", &["École normale"]), ["École normale"]);
        assert_eq!(best("ÉCOLE", &["e\u{301}cole"]), ["e\u{301}cole"]);
    }

    #[test]
    fn letters_together_win_over_letters_apart() {
        assert_eq!(best("risk", &["r i s k", "risk"]), ["risk", "r i s k"]);
    }

    #[test]
    fn an_empty_query_keeps_the_order() {
        assert_eq!(best("", &["longer", "b", "a"]), ["longer", "b", "a"]);
    }

    proptest! {
        #[test]
        fn positions_rise_and_lie_inside_the_label(query in "\\PC{0,8}", label in "\\PC{0,40}") {
            let prepared = [Prepared::new(&label)];
            for hit in Fuzzy::default().rank(&query, &prepared) {
                prop_assert!(hit.positions.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(hit.positions.iter().all(|at| *at < label.chars().count()));
            }
        }
    }
}
