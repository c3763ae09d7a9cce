//! Fuzzy match over labels. The one place that knows `fuzzy-matcher`.
//!
//! Both sides are folded (accents, case) before matching, words may stand in any order, ties fall
//! to the shorter label and then to the earlier one. A cheap look turns away what cannot match, and where very many
//! match, chooses those that the matcher ranks; the others follow in the order of that look. Never used over document
//! text: its memory grows with both lengths. Positions returned are scalar values of the label as given.

use std::cmp::Reverse;

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem;

use crate::text::fold::Folded;
use crate::text::fold::fold;

/// Longest part of a label that takes part in matching, in scalar values.
const LABEL_LIMIT: usize = 512;
/// Longest query that takes part, in scalar values.
const QUERY_LIMIT: usize = 64;
/// Labels the matcher ranks at most, of usual length; of longer ones it ranks fewer.
const RANKED: usize = 1_000;
/// Bytes of labels it ranks at most, and labels at least.
const RANKED_BYTES: usize = 100_000;
const RANKED_LEAST: usize = 100;
/// Labels between two questions whether anybody still waits.
const BETWEEN: usize = 4_096;
/// The score of a label that the matcher has not ranked.
const UNRANKED: i64 = i64::MIN;

/// A label prepared for matching.
#[derive(Debug)]
pub struct Prepared {
    folded: Folded,
    letters: u64,
}

impl Prepared {
    /// Folds a label once, so that every key press does not.
    pub fn new(label: &str) -> Self {
        let end = label.char_indices().nth(LABEL_LIMIT).map_or(label.len(), |(at, _)| at);
        let folded = fold(&label[..end]);
        let letters = letters_of(folded.text());
        Self { folded, letters }
    }

    fn text(&self) -> &str {
        self.folded.text()
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

impl Match {
    /// Whether the matcher has ranked it: only then the positions are known.
    pub fn is_ranked(&self) -> bool {
        self.score != UNRANKED
    }
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
        self.rank_among(query, labels, None, &|| true)
    }

    /// The same among some of the labels, given by their places, rising; all where none are given. `wanted` is asked
    /// now and then: where it says no, whatever was found is returned.
    pub fn rank_among(
        &self,
        query: &str,
        labels: &[Prepared],
        among: Option<&[usize]>,
        wanted: &dyn Fn() -> bool,
    ) -> Vec<Match> {
        let query = Sought::of(query);
        if query.words.is_empty() {
            let all = 0..labels.len();
            return all.map(|index| Match { index, score: 0, positions: Vec::new() }).collect();
        }
        let mut found: Vec<Glance> = Vec::new();
        let count = among.map_or(labels.len(), <[usize]>::len);
        for at in 0..count {
            if at % BETWEEN == 0 && !wanted() {
                return Vec::new();
            }
            let index = among.map_or(at, |among| among[at]);
            found.extend(labels.get(index).and_then(|label| query.glance(label, index)));
        }
        let ranked = most_ranked(&mut found, labels);
        let mut best: Vec<Match> = Vec::with_capacity(found.len());
        for (at, glance) in found[..ranked].iter().enumerate() {
            if at % (BETWEEN / 64) == 0 && !wanted() {
                return Vec::new();
            }
            let index = glance.index();
            best.extend(self.score(&query.words, &labels[index]).map(|(score, positions)| Match {
                index,
                score,
                positions,
            }));
        }
        best.sort_by_cached_key(|hit| (Reverse(hit.score), labels[hit.index].text().len(), hit.index));
        let rest = &mut found[ranked..];
        rest.sort_unstable();
        best.extend(rest.iter().map(|glance| Match { index: glance.index(), score: UNRANKED, positions: Vec::new() }));
        best
    }

    /// Where a query matches a label: scalar values, rising; nothing where it does not.
    pub fn positions(&self, query: &str, label: &Prepared) -> Vec<usize> {
        self.score(&Sought::of(query).words, label).map_or_else(Vec::new, |(_, positions)| positions)
    }

    fn score(&self, words: &[String], label: &Prepared) -> Option<(i64, Vec<usize>)> {
        let mut total = 0;
        let mut positions = Vec::new();
        for word in words {
            // Letters that stand together are what a person typed on purpose; the matcher alone
            // gives "risk" and "r i s k" the same score.
            let together = label.text().contains(word.as_str());
            if !together && !is_dense(word, label.text()) {
                return None;
            }
            let (score, at) = self.matcher.fuzzy_indices(label.text(), word)?;
            total += score + if together { 16 } else { 0 };
            positions.extend(at.into_iter().map(|folded_at| label.folded.map().stored_of(folded_at)));
        }
        positions.sort_unstable();
        positions.dedup();
        Some((total, positions))
    }
}

/// A label that matches, in one number that rises from the likeliest: how its letters stand, its length, its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Glance(u64);

impl Glance {
    fn new(worse: u64, length: usize, index: usize) -> Self {
        Self(worse << 48 | (length as u64).min(0xffff) << 32 | index as u64 & 0xffff_ffff)
    }

    fn index(self) -> usize {
        usize::try_from(self.0 & 0xffff_ffff).unwrap_or(usize::MAX)
    }
}

/// What is looked for.
struct Sought {
    words: Vec<String>,
    finders: Vec<memmem::Finder<'static>>,
    letters: u64,
}

impl Sought {
    fn of(query: &str) -> Self {
        let end = query.char_indices().nth(QUERY_LIMIT).map_or(query.len(), |(at, _)| at);
        let folded = fold(&query[..end]);
        let words: Vec<String> = folded.text().split_whitespace().map(str::to_owned).collect();
        let finders = words.iter().map(|word| memmem::Finder::new(word).into_owned()).collect();
        Self { finders, letters: words.iter().fold(0, |letters, word| letters | letters_of(word)), words }
    }

    /// How likely a label is meant, without the cost of ranking it; none where it cannot match.
    fn glance(&self, label: &Prepared, index: usize) -> Option<Glance> {
        if self.letters & !label.letters != 0 {
            return None;
        }
        let text = label.text();
        let mut worse = 0;
        for (word, finder) in self.words.iter().zip(&self.finders) {
            worse += match finder.find(text.as_bytes()) {
                Some(0) => 0,
                Some(at) if begins_word(text, at) => 1,
                Some(_) => 2,
                None if is_subsequence(word, text) && is_dense(word, text) => 3,
                None => return None,
            };
        }
        Some(Glance::new(worse, text.len(), index))
    }
}

fn begins_word(text: &str, at: usize) -> bool {
    !text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// How many of those found the matcher ranks; they are put first.
fn most_ranked(found: &mut [Glance], labels: &[Prepared]) -> usize {
    if found.len() <= RANKED_LEAST {
        return found.len();
    }
    if found.len() > RANKED {
        found.select_nth_unstable(RANKED);
        found[..RANKED].sort_unstable();
    } else {
        found.sort_unstable();
    }
    let mut bytes = 0;
    let fits = found.iter().take(RANKED).take_while(|glance| {
        bytes += labels[glance.index()].text().len();
        bytes <= RANKED_BYTES
    });
    fits.count().max(RANKED_LEAST)
}

/// One bit for each letter and figure, and some for all else.
fn letters_of(text: &str) -> u64 {
    text.chars().fold(0, |letters, c| {
        letters
            | 1 << match c {
                'a'..='z' => c as u32 - 'a' as u32,
                '0'..='9' => 26 + c as u32 - '0' as u32,
                ' ' => 63,
                _ => 36 + c as u32 % 27,
            }
    })
}

/// Whether letters stand in a text close enough to be meant: the first begins a word, and each other one stands a letter
/// or two on in the same word, or begins one of the next two words. In a long label almost any letters stand somewhere.
fn is_dense(letters: &str, text: &str) -> bool {
    let mut letters = letters.chars();
    let Some(first) = letters.next() else { return true };
    let (mut there, mut number, mut before) = (Vec::new(), 0_u32, None);
    for c in text.chars() {
        let begins = !before.is_some_and(char::is_alphanumeric);
        number += u32::from(begins && c.is_alphanumeric());
        there.push((c, begins, number));
        before = Some(c);
    }
    let mut ends: Vec<usize> = (0..there.len()).filter(|&at| there[at].0 == first && there[at].1).collect();
    for letter in letters {
        let mut next: Vec<usize> = Vec::new();
        for at in ends {
            let word = there[at].2;
            let reach = there.iter().enumerate().skip(at + 1).take_while(|(_, (_, _, of))| *of <= word + 2);
            let fits = reach.filter(|(to, (c, begins, of))| {
                *c == letter && (*of == word && *to <= at + 3 || *of > word && *begins)
            });
            next.extend(fits.map(|(to, _)| to));
        }
        next.sort_unstable();
        next.dedup();
        ends = next;
    }
    !ends.is_empty()
}

fn is_subsequence(needle: &str, hay: &str) -> bool {
    if needle.is_ascii() {
        let mut rest = hay.as_bytes();
        return needle.bytes().all(|wanted| match memchr::memchr(wanted, rest) {
            Some(at) => {
                rest = &rest[at + 1..];
                true
            }
            None => false,
        });
    }
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
    fn letters_that_stand_somewhere_in_a_long_label_are_not_meant() {
        let label = "In the end there were records of persons, and nothing in it was kept for the owner of a pilot";
        assert!(best("interop", &[label]).is_empty(), "a word that is not there");
        assert!(best("wrkforce", &["We were asked for a record of the centre"]).is_empty());
        assert_eq!(best("intrp", &["Interoperability of records", label]), ["Interoperability of records"]);
        assert_eq!(best("dgtl wrkfrc", &["National digital workforce"]), ["National digital workforce"]);
        assert_eq!(best("dclr", &["Digital care, learning and records"]), ["Digital care, learning and records"]);
        assert_eq!(best("commitments", &["comitments"]), Vec::<&str>::new());
        assert_eq!(best("comitment", &["The commitment"]), ["The commitment"]);
    }

    #[test]
    fn an_empty_query_keeps_the_order() {
        assert_eq!(best("", &["longer", "b", "a"]), ["longer", "b", "a"]);
    }

    /// The matcher over everything, as if that cost nothing.
    fn ranked_in_full(query: &str, labels: &[Prepared]) -> Vec<usize> {
        let (fuzzy, sought) = (Fuzzy::default(), Sought::of(query));
        let scored =
            labels.iter().enumerate().filter_map(|(at, label)| Some((fuzzy.score(&sought.words, label)?.0, at)));
        let mut scored: Vec<(i64, usize)> = scored.collect();
        scored.sort_by_key(|(score, at)| (Reverse(*score), labels[*at].text().len(), *at));
        scored.into_iter().map(|(_, at)| at).collect()
    }

    #[test]
    fn among_very_many_the_same_are_found_and_the_first_of_them_are_those_of_the_matcher() {
        let words = ["digital", "health", "records", "Staff", "funding of", "the plan", "école", "NHS", "app", "risk"];
        let labels: Vec<Prepared> = (0..4_000)
            .map(|at| {
                let word = |by: usize| words[(at / by + at * by) % words.len()];
                Prepared::new(&format!("{} {} {} {at}", word(1), word(7), word(31)))
            })
            .collect();
        for query in ["h", "hea", "digital", "risk app", "nhs 39", "ecole plan", "dgtl", "39"] {
            let (found, full) = (Fuzzy::default().rank(query, &labels), ranked_in_full(query, &labels));
            let mut all: Vec<usize> = found.iter().map(|hit| hit.index).collect();
            assert_eq!(all[..20], full[..20], "{query}");
            all.sort_unstable();
            let mut expected = full.clone();
            expected.sort_unstable();
            assert_eq!(all, expected, "{query}");
        }
    }

    #[test]
    fn a_longer_query_is_ranked_the_same_among_what_a_shorter_one_found() {
        let labels: Vec<Prepared> =
            (0..3_000).map(|at| Prepared::new(&format!("label {at} of many {}", at * 7))).collect();
        let fuzzy = Fuzzy::default();
        let mut earlier: Vec<usize> = fuzzy.rank("m1", &labels).iter().map(|hit| hit.index).collect();
        earlier.sort_unstable();
        for query in ["m12", "m1 l", "m123"] {
            let narrowed = fuzzy.rank_among(query, &labels, Some(&earlier), &|| true);
            assert_eq!(narrowed, fuzzy.rank(query, &labels), "{query}");
        }
        assert!(fuzzy.rank_among("m1", &labels, None, &|| false).is_empty());
    }

    proptest! {
        #[test]
        fn positions_rise_and_lie_inside_the_label(query in "\\PC{0,8}", label in "\\PC{0,40}") {
            let prepared = [Prepared::new(&label)];
            for hit in Fuzzy::default().rank(&query, &prepared) {
                prop_assert!(hit.positions.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(hit.positions.iter().all(|at| *at < label.chars().count()));
                prop_assert_eq!(&hit.positions, &Fuzzy::default().positions(&query, &prepared[0]));
                // Every letter of the query is at one of them, after folding.
                let marked: String = hit.positions.iter().filter_map(|at| label.chars().nth(*at)).collect();
                let there = fold(&marked).text().to_owned();
                let cut: String = query.chars().take(QUERY_LIMIT).collect();
                prop_assert!(fold(&cut).text().split_whitespace().flat_map(str::chars).all(|c| there.contains(c)), "{} in {}", query, there);
            }
        }
    }
}
