//! Finds where passages may come from: one walk over the texts of a review, in which runs of three words that a passage
//! has too are noted and put together to pieces.
//!
//! The passages are indexed, not the review, so that memory follows the article. Invariant: time is all but linear in
//! article and review, also where both repeat one word without end; every place that is word for word is found, but for
//! more than `MOST_EXACT` of one passage.

use std::cmp::Reverse;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

use crate::review::trace::align::MOST_AT_END;
use crate::review::trace::align::SLACK;
use crate::review::trace::align::SLACK_AT_CUT;
use crate::review::trace::chain::Seed;
use crate::review::trace::chain::chains;
use crate::review::trace::exact;
use crate::review::trace::ground::Ground;
use crate::review::trace::ground::Origin;
use crate::review::trace::ground::Unit;
use crate::review::trace::word::Word;
use crate::review::trace::word::is_cut;
use crate::review::trace::word::run_of;
use crate::review::trace::word::words;

/// Words in a run.
pub const RUN: usize = 3;
/// Passages and places in them that one run leads to at most; a run so common says nothing.
const MOST_LEADS: usize = 96;
/// Places in one passage that a run leads to at most.
const MOST_IN_ONE: usize = 8;
/// Places of one text held against a passage, letter by letter, at most.
const MOST_TRIED: usize = 64;
/// Places word for word that are kept of one passage.
pub const MOST_EXACT: usize = 24;
/// How often a run of a name or a turn of phrase stands in a review at least, and how much oftener than others.
const OFTEN: u32 = 16;
const OFTENER: u32 = 8;
/// What a passage has to weigh without its names.
const LEAST_WEIGHT: u32 = 4;
/// Pieces kept of one passage before the less telling go.
const MOST_PIECES: usize = 64;

/// A passage looked for.
#[derive(Debug)]
pub struct Wanted {
    /// Its text.
    pub text: String,
    /// Its words.
    pub words: Vec<Word>,
    /// How much each word weighs; nothing, where whoever quotes put it in.
    pub full: Vec<u32>,
    /// How much of that tells where the passage comes from: nothing in names.
    pub telling: Vec<u32>,
    /// How many times up to each word something was left out.
    cuts: Vec<u32>,
}

impl Wanted {
    /// Looks at a text.
    pub fn new(text: String) -> Self {
        let words = words(&text);
        let mut cuts = Vec::with_capacity(words.len());
        let (mut count, mut before) = (0, None);
        for word in &words {
            let between = before.map_or("", |end: usize| &text[end..word.start()]);
            count += u32::from(is_cut(between));
            cuts.push(count);
            before = Some(word.end());
        }
        let full: Vec<u32> = words.iter().map(|word| if word.bracketed { 0 } else { word.weight }).collect();
        Self { text, words, telling: full.clone(), full, cuts }
    }

    /// Takes the weight from words of a name or a turn of phrase: of runs that stand far oftener in the review than the
    /// others of the passage do. A passage that stands often as a whole keeps its own.
    pub fn weigh(&mut self, often: &[u32]) {
        let mut there: Vec<u32> = often.iter().copied().filter(|&often| often > 0).collect();
        there.sort_unstable();
        let usual = there.get(there.len().saturating_sub(1) / 8).copied().unwrap_or_default();
        let mut weights = self.full.clone();
        for (at, _) in often.iter().enumerate().filter(|(_, often)| **often > OFTEN.max(usual * OFTENER)) {
            let end = weights.len().min(at + RUN);
            weights[at..end].fill(0);
        }
        if weights.iter().sum::<u32>() >= LEAST_WEIGHT {
            self.telling = weights;
        }
    }

    /// Whether its text says that words were left out between two words of it.
    pub fn is_cut_between(&self, before: usize, behind: usize) -> bool {
        let at = |word: usize| self.cuts.get(word).copied().unwrap_or_default();
        at(behind) > at(before)
    }
}

/// A stretch of a text that has runs in common with a passage.
#[derive(Debug, Clone)]
pub struct Piece {
    /// Which text.
    pub origin: Origin,
    /// The stretch, and as much around it as the passage may be laid beside.
    pub text: String,
    /// Where that begins in the text, in bytes.
    pub start: usize,
    /// The words they have in common, each as its place in the passage and in the stretch, rising.
    pub anchors: Vec<Seed>,
    /// How many words of the passage the runs cover.
    pub covered: usize,
}

/// What was found of a passage.
#[derive(Debug, Default)]
pub struct Matches {
    /// Where it stands word for word, in bytes of the text.
    pub exact: Vec<(Origin, Range<usize>)>,
    /// How many more such places there are.
    pub more: usize,
    /// What comes near.
    pub pieces: Vec<Piece>,
    /// How often the run that begins at each word stands in the review.
    pub often: Vec<u32>,
}

/// Looks for passages in the texts of a review.
pub fn search(ground: &Ground<'_>, wanted: &[Wanted]) -> Vec<Matches> {
    let leads = leads(wanted);
    let mut found: Vec<Matches> = Vec::new();
    found.resize_with(wanted.len(), Matches::default);
    if leads.is_empty() {
        return found;
    }
    let mut seeds: Vec<(u32, Seed)> = Vec::new();
    ground.each(|unit| {
        let there = words(&unit.text);
        seeds.clear();
        for (at, run) in (0_u32..).zip(there.windows(RUN)) {
            for &(passage, word) in leads.get(&run_of(run)).into_iter().flatten() {
                seeds.push((passage, Seed { passage: word, text: at }));
            }
        }
        // Stable: the places within the text stay in order.
        seeds.sort_by_key(|(passage, _)| *passage);
        for group in seeds.chunk_by(|one, other| one.0 == other.0) {
            let passage = group[0].0 as usize;
            let group: Vec<Seed> = group.iter().map(|(_, seed)| *seed).collect();
            count(&mut found[passage].often, &group, wanted[passage].words.len());
            look(&wanted[passage], unit, &there, &group, &mut found[passage]);
        }
    });
    found
}

/// Counts the runs of a passage that stand in a text.
fn count(often: &mut Vec<u32>, seeds: &[Seed], words: usize) {
    often.resize(words, 0);
    for seed in seeds {
        often[seed.passage as usize] = often[seed.passage as usize].saturating_add(1);
    }
}

/// Where each run of words stands in the passages.
fn leads(wanted: &[Wanted]) -> HashMap<u64, Vec<(u32, u32)>> {
    let mut leads: HashMap<u64, Vec<(u32, u32)>> = HashMap::new();
    for (passage, wanted) in (0_u32..).zip(wanted) {
        for (word, run) in (0_u32..).zip(wanted.words.windows(RUN)) {
            add(&mut leads, run_of(run), passage, word);
        }
        // What was put in may stand between words that follow each other in the text.
        let own: Vec<(u32, Word)> =
            (0_u32..).zip(&wanted.words).filter(|(_, word)| !word.bracketed).map(|(at, word)| (at, *word)).collect();
        for run in own.windows(RUN).filter(|run| run[RUN - 1].0 - run[0].0 >= 3) {
            let alone: Vec<Word> = run.iter().map(|(_, word)| *word).collect();
            add(&mut leads, run_of(&alone), passage, run[0].0);
        }
    }
    leads.retain(|_, places| places.len() <= MOST_LEADS);
    leads
}

fn add(leads: &mut HashMap<u64, Vec<(u32, u32)>>, run: u64, passage: u32, word: u32) {
    let places = leads.entry(run).or_default();
    let in_one = places.iter().rev().take_while(|(other, _)| *other == passage).take(MOST_IN_ONE).count();
    if in_one < MOST_IN_ONE && places.len() <= MOST_LEADS {
        places.push((passage, word));
    }
}

/// Looks at one text for one passage.
fn look(wanted: &Wanted, unit: &Unit<'_>, there: &[Word], seeds: &[Seed], found: &mut Matches) {
    let mut exact: Vec<Range<usize>> = Vec::new();
    for seed in likeliest(seeds) {
        let (word, other) = (&wanted.words[seed.passage as usize], &there[seed.text as usize]);
        exact.extend(exact::around(&wanted.text, word.start(), &unit.text, other.start()));
    }
    exact.sort_by_key(|range| range.start);
    exact.dedup();
    for range in exact {
        match found.exact.len() < MOST_EXACT {
            true => found.exact.push((unit.origin.clone(), range)),
            false => found.more += 1,
        }
    }
    // Once it was found word for word, what comes near does not matter.
    if !found.exact.is_empty() {
        return;
    }
    for anchors in chains(seeds, |before, behind| wanted.is_cut_between(before, behind)) {
        found.pieces.push(cut_out(wanted, unit, there, anchors));
    }
    if found.pieces.len() > MOST_PIECES {
        keep_the_telling(&mut found.pieces);
    }
}

/// Cuts the stretch out of its text, so that the text need not be looked at again.
fn cut_out(wanted: &Wanted, unit: &Unit<'_>, there: &[Word], mut anchors: Vec<Seed>) -> Piece {
    let covered = covered(&anchors).len();
    let slack = if wanted.is_cut_between(0, wanted.words.len().saturating_sub(1)) { SLACK_AT_CUT } else { SLACK };
    let (first, last) = (anchors[0], anchors[anchors.len() - 1]);
    let before = (first.passage as usize).min(MOST_AT_END) + slack;
    let behind = (wanted.words.len() - last.passage as usize).min(MOST_AT_END) + slack;
    let from = (first.text as usize).saturating_sub(before);
    let to = (last.text as usize + 1 + behind).min(there.len());
    let start = from.checked_sub(1).map_or(0, |word| there[word].end());
    let end = there.get(to).map_or(unit.text.len(), |word| word.start());
    anchors.iter_mut().for_each(|seed| seed.text -= u32::try_from(from).unwrap_or_default());
    Piece { origin: unit.origin.clone(), text: unit.text[start..end].to_owned(), start, anchors, covered }
}

/// One run for each way to lay the passage over the text, those first in which the most runs agree: where the passage
/// stands word for word, all of them do.
fn likeliest(seeds: &[Seed]) -> Vec<Seed> {
    let mut ways: HashMap<i64, (usize, Seed)> = HashMap::new();
    for seed in seeds {
        ways.entry(i64::from(seed.text) - i64::from(seed.passage)).or_insert((0, *seed)).0 += 1;
    }
    let mut ways: Vec<(usize, Seed)> = ways.into_values().collect();
    ways.sort_by_key(|(agree, seed)| (Reverse(*agree), seed.text));
    ways.into_iter().take(MOST_TRIED).map(|(_, seed)| seed).collect()
}

/// The words of the passage that runs cover.
fn covered(anchors: &[Seed]) -> Vec<u32> {
    let mut words: Vec<u32> = anchors.iter().flat_map(|seed| seed.passage..seed.passage + 3).collect();
    words.dedup();
    words.sort_unstable();
    words.dedup();
    words
}

/// Keeps the longest pieces, and of the others those that cover what no longer one does.
fn keep_the_telling(pieces: &mut Vec<Piece>) {
    pieces.sort_by(|one, other| other.covered.cmp(&one.covered).then_with(|| one.origin.cmp(&other.origin)));
    let mut seen = HashSet::new();
    let mut kept = 0;
    pieces.retain(|piece| {
        let new = covered(&piece.anchors).into_iter().filter(|word| seen.insert(*word)).count();
        kept += 1;
        kept <= MOST_PIECES / 4 || new >= RUN
    });
    pieces.truncate(MOST_PIECES / 2);
}
