//! Texts that are the same or nearly the same: campaign letters, or Word and PDF of one submission.
//!
//! Texts are compared by the runs of three words they share (the share of runs that two texts have in common, Jaccard's
//! coefficient). A sketch of each text, its 16 lowest hashes, finds who is worth comparing (Broder, "On the resemblance
//! and containment of documents", 1997); the comparison itself is exact. Invariant: the same sources give the same
//! groups; a group's first source stands for it and everyone in it was compared with that one.

use std::collections::HashMap;

use crate::model::ids::SourceId;
use crate::model::source::Source;

/// Words in a run.
const RUN: usize = 3;
/// Hashes in a sketch.
const SKETCH: usize = 16;
/// Hashes of a sketch that two texts must share to be compared; fewer where a text has not so many.
const SHARED: usize = 3;
/// The share of runs from which texts are nearly the same, in hundredths.
const NEARLY: usize = 70;
/// Words below which only equal texts are alike: a sentence or two may be anyone's.
const FEW_WORDS: usize = 20;

/// Finds the sources whose texts are alike and notes on each but the first which source it is like.
///
/// Returns the groups, each as its sources in order.
pub fn group(sources: &mut [Source]) -> Vec<Vec<SourceId>> {
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut index = Index::default();
    for at in 0..sources.len() {
        sources[at].like = None;
        let Some(text) = sources[at].text.as_deref() else { continue };
        let runs = runs(text);
        match index.first_like(&runs, |group: usize| sources[groups[group][0]].text.as_deref().unwrap_or_default()) {
            Some(group) => groups[group].push(at),
            None => {
                index.add(groups.len(), &runs);
                groups.push(vec![at]);
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    for group in &groups {
        let first = sources[group[0]].id.clone();
        group[1..].iter().for_each(|&at| sources[at].like = Some(first.clone()));
    }
    groups.iter().map(|group| group.iter().map(|&at| sources[at].id.clone()).collect()).collect()
}

/// The distinct runs of a text as hashes, rising.
fn runs(text: &str) -> Vec<u64> {
    let mut last = [0_u64; RUN];
    let mut words = 0;
    let mut runs = Vec::new();
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        last.rotate_left(1);
        last[RUN - 1] = hash_of(word);
        words += 1;
        if words >= RUN {
            runs.push(mixed(last));
        }
    }
    if words == 0 {
        return Vec::new();
    }
    if words < FEW_WORDS {
        // One hash for the whole, so that only the same words in the same order are alike.
        runs = vec![mixed([
            runs.iter().fold(words as u64, |sum, run| mixed([sum, *run, 1])),
            last[RUN - 1],
            last[RUN - 2],
        ])];
    }
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// FNV-1a over a word in small letters.
fn hash_of(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.bytes().for_each(|byte| add(byte.to_ascii_lowercase()));
    } else {
        let mut utf8 = [0; 4];
        for c in word.chars().flat_map(char::to_lowercase) {
            c.encode_utf8(&mut utf8).bytes().for_each(&mut add);
        }
    }
    hash
}

/// Three hashes as one, each bit of which depends on all of theirs (the finaliser of MurmurHash3).
fn mixed(hashes: [u64; RUN]) -> u64 {
    let mut hash = hashes[0].wrapping_mul(3).wrapping_add(hashes[1]).wrapping_mul(5).wrapping_add(hashes[2]);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// The sketches of the groups' first texts.
#[derive(Default)]
struct Index {
    by_hash: HashMap<u64, Vec<usize>>,
    /// How many runs the first text of each group has.
    sizes: Vec<usize>,
    /// The runs of the group compared last: campaign letters come one after the other.
    last: Option<(usize, Vec<u64>)>,
}

impl Index {
    fn add(&mut self, group: usize, runs: &[u64]) {
        self.sizes.push(runs.len());
        for hash in sketch(runs) {
            self.by_hash.entry(*hash).or_default().push(group);
        }
    }

    /// The first group whose first text is like a text.
    fn first_like<'a>(&mut self, runs: &[u64], text_of: impl Fn(usize) -> &'a str) -> Option<usize> {
        let mut shared: HashMap<usize, usize> = HashMap::new();
        for hash in sketch(runs) {
            for group in self.by_hash.get(hash).into_iter().flatten() {
                *shared.entry(*group).or_default() += 1;
            }
        }
        let wanted = |group: usize| SHARED.min(self.sizes[group]).min(runs.len());
        let within = |group: usize| {
            let (few, many) = (self.sizes[group].min(runs.len()), self.sizes[group].max(runs.len()));
            few * 100 >= many * NEARLY
        };
        let mut worth: Vec<usize> = shared
            .into_iter()
            .filter(|&(group, count)| count >= wanted(group) && within(group))
            .map(|(group, _)| group)
            .collect();
        worth.sort_unstable();
        worth.into_iter().find(|&group| {
            if self.last.as_ref().is_none_or(|(last, _)| *last != group) {
                self.last = Some((group, self::runs(text_of(group))));
            }
            self.last.as_ref().is_some_and(|(_, theirs)| are_alike(runs, theirs))
        })
    }
}

fn sketch(runs: &[u64]) -> &[u64] {
    &runs[..runs.len().min(SKETCH)]
}

fn are_alike(ours: &[u64], theirs: &[u64]) -> bool {
    let (mut a, mut b, mut common) = (0, 0, 0);
    while let (Some(x), Some(y)) = (ours.get(a), theirs.get(b)) {
        common += usize::from(x == y);
        a += usize::from(x <= y);
        b += usize::from(y <= x);
    }
    let all = ours.len() + theirs.len() - common;
    all > 0 && common * 100 >= all * NEARLY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::source::SourceKind;

    fn sources(texts: &[String]) -> Vec<Source> {
        let source = |(at, text): (usize, &String)| {
            let id = SourceId(format!("S{at}"));
            Source { text: Some(text.clone()), ..Source::new(id, SourceKind::Submission, "x".to_owned()) }
        };
        texts.iter().enumerate().map(source).collect()
    }

    fn likes(texts: &[String]) -> Vec<Option<String>> {
        let mut sources = sources(texts);
        group(&mut sources);
        sources.into_iter().map(|source| source.like.map(|id| id.0)).collect()
    }

    fn letter(from: &str) -> String {
        let body: Vec<String> = (0..120).map(|n| format!("word{n}")).collect();
        format!("Dear panel, I am {from} and I write to you. {} Yours, {from}", body.join(" "))
    }

    fn other(seed: usize) -> String {
        (0..150).map(|n| format!("w{}", (n * 7919 + seed * 104_729) % 5000)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn letters_that_differ_in_names_only_are_alike_and_others_are_not() {
        let texts = [other(1), letter("Ann Lee"), other(2), letter("Bo Kirk of Hull"), letter("Cy")];
        let like = Some("S1".to_owned());
        assert_eq!(likes(&texts), [None, None, None, like.clone(), like]);
    }

    #[test]
    fn line_ends_capitals_and_signs_make_no_difference() {
        let texts = [
            letter("A"),
            letter("A").to_uppercase().replace(' ', "\n"),
            letter("A").replace("word7 ", "word7, \u{2013} "),
        ];
        assert_eq!(likes(&texts)[1..], [Some("S0".to_owned()), Some("S0".to_owned())]);
    }

    #[test]
    fn a_few_words_are_alike_only_where_they_are_the_same() {
        let texts = ["We agree with this.", "We agree with this!", "We agree with that.", "", ""].map(str::to_owned);
        let found = likes(&texts);
        assert_eq!(found[..3], [None, Some("S0".to_owned()), None]);
    }

    #[test]
    fn every_group_is_what_comparing_everything_with_everything_finds() {
        let mut texts: Vec<String> = (0..60).map(other).collect();
        for n in 0..60 {
            // Letters with ever more of their own in them.
            let own: Vec<String> = (0..n).map(|m| format!("own{n}x{m}")).collect();
            texts.push(format!("{} {}", letter("X"), own.join(" ")));
        }
        let all: Vec<Vec<u64>> = texts.iter().map(|text| runs(text)).collect();
        let mut firsts: Vec<usize> = Vec::new();
        let expected: Vec<Option<String>> = (0..texts.len())
            .map(|at| match firsts.iter().find(|&&first| are_alike(&all[at], &all[first])) {
                Some(first) => Some(format!("S{first}")),
                None => {
                    firsts.push(at);
                    None
                }
            })
            .collect();
        assert_eq!(likes(&texts), expected);
        assert!(expected.iter().filter(|like| like.is_some()).count() > 20);
    }
}
