//! What a passage is: word for word, the same changed, joined from several places, or not there.
//!
//! Uses what was found of it. Invariant: exact is only what stands word for word; what differs in so much that a careful
//! reader would not know it again is not there.

use std::cmp::Reverse;
use std::ops::Range;

use serde::Serialize;

use crate::review::trace::align::Beside;
use crate::review::trace::align::Step;
use crate::review::trace::align::align;
use crate::review::trace::difference::Difference;
use crate::review::trace::difference::difference;
use crate::review::trace::ground::Origin;
use crate::review::trace::search::Matches;
use crate::review::trace::search::Piece;
use crate::review::trace::search::RUN;
use crate::review::trace::search::Wanted;
use crate::review::trace::word::words;

/// Pieces laid beside a passage, word by word.
const MOST_LAID: usize = 12;
/// Words in a row that a piece of a joined passage has at least.
const IN_A_ROW: usize = 4;
/// Words in a row of a long piece.
const STRETCH: usize = 6;
/// Words in a row that are a piece also where they are a turn of phrase.
const SURE: usize = 8;
/// Words after which another one stands far off.
const FAR: usize = 6;
/// Places named of a passage that is changed.
const MOST_NEAR: usize = 6;

/// The four answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Word for word.
    Exact,
    /// The same passage, changed.
    Altered,
    /// Pieces from several places.
    Spliced,
    /// Not in the review.
    NotFound,
}

/// One place found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Which text.
    pub origin: Origin,
    /// Where in it, in bytes.
    pub range: Range<usize>,
    /// Which part of the passage comes from there, in bytes, where only a part does.
    pub part: Option<Range<usize>>,
}

/// A passage judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Judged {
    /// What it is.
    pub verdict: Verdict,
    /// Where it comes from; of a joined one, each piece once, in its order.
    pub hits: Vec<Hit>,
    /// How many more places it stands at.
    pub more: usize,
    /// In what it differs.
    pub difference: Option<Difference>,
}

/// A piece laid beside a passage.
struct Laid {
    origin: Origin,
    /// For each word of the passage, where its word stands in the text, in bytes.
    pairs: Vec<Option<Range<usize>>>,
    /// How much of the passage it tells.
    told: Told,
    /// Where its words stand in the text, in bytes.
    range: Range<usize>,
    difference: Difference,
}

/// How much of a passage something tells: half the weight of a word that is near, and all of one that is the same, twice.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Told {
    full: u32,
    /// Without names.
    telling: u32,
}

impl Told {
    fn add(&mut self, wanted: &Wanted, word: usize, share: u32) {
        self.full += share * wanted.full[word];
        self.telling += share * wanted.telling[word];
    }
}

/// Judges a passage by what was found of it. Of one too short for anything else, only word for word counts.
pub fn judge(wanted: &Wanted, matches: Matches, only_exact: bool) -> Judged {
    if !matches.exact.is_empty() {
        let hits = matches.exact.into_iter().map(|(origin, range)| Hit { origin, range, part: None }).collect();
        return Judged { verdict: Verdict::Exact, hits, more: matches.more, difference: None };
    }
    let mut laid = if only_exact { Vec::new() } else { lay(wanted, matches.pieces) };
    laid.sort_by(|one, other| other.told.full.cmp(&one.told.full).then_with(|| one.origin.cmp(&other.origin)));
    let near = laid.first().is_some_and(|best| is_enough(wanted, &best.pairs, best.told));
    if let Some(hits) = joined(wanted, &laid, near) {
        return Judged { verdict: Verdict::Spliced, hits, more: 0, difference: None };
    }
    if !near {
        return Judged { verdict: Verdict::NotFound, hits: Vec::new(), more: 0, difference: None };
    }
    let best = laid[0].told;
    let mut hits: Vec<Hit> = Vec::new();
    for one in laid.iter().filter(|one| one.told == best).take(MOST_NEAR) {
        let hit = Hit { origin: one.origin.clone(), range: one.range.clone(), part: None };
        if !hits.contains(&hit) {
            hits.push(hit);
        }
    }
    Judged { verdict: Verdict::Altered, hits, more: 0, difference: Some(laid.swap_remove(0).difference) }
}

/// Lays the likeliest pieces beside the passage.
fn lay(wanted: &Wanted, mut pieces: Vec<Piece>) -> Vec<Laid> {
    pieces.sort_by_key(|piece| Reverse(piece.covered));
    let mut laid: Vec<Laid> = Vec::new();
    let mut known = vec![false; wanted.words.len()];
    let mut taken = 0;
    for piece in pieces {
        // Beyond the longest, only those that may tell of words that no other tells of.
        let new = piece.anchors.iter().filter(|seed| !known[seed.passage as usize]).count();
        taken += 1;
        if taken > MOST_LAID && new == 0 || laid.len() >= MOST_LAID * 2 {
            continue;
        }
        piece.anchors.iter().for_each(|seed| known[seed.passage as usize] = true);
        laid.extend(lay_one(wanted, &piece));
    }
    laid
}

fn lay_one(wanted: &Wanted, piece: &Piece) -> Option<Laid> {
    let there = words(&piece.text);
    let beside = Beside { text: &piece.text, words: &there };
    let steps = align(wanted, beside, &piece.anchors);
    let mut pairs = vec![None; wanted.words.len()];
    let mut told = Told::default();
    for (q, t, share) in in_company(&steps) {
        pairs[q] = Some(piece.start + there[t].start()..piece.start + there[t].end());
        told.add(wanted, q, share);
    }
    let mut paired = pairs.iter().flatten();
    let first = paired.next()?;
    let range = first.start..paired.next_back().unwrap_or(first).end;
    Some(Laid { origin: piece.origin.clone(), told, range, difference: difference(wanted, beside, &steps), pairs })
}

/// The words that passage and text share, each with how much of it. A word or two far from all others is chance, unless
/// there is nothing else.
fn in_company(steps: &[Step]) -> Vec<(usize, usize, u32)> {
    let mut groups: Vec<Vec<(usize, usize, u32)>> = Vec::new();
    for step in steps {
        let word = match *step {
            Step::Same(q, t) => (q, t, 2),
            Step::Near(q, t) => (q, t, 1),
            _ => continue,
        };
        match groups.last_mut() {
            Some(group) if group.last().is_some_and(|last| word.0 - last.0 <= FAR && word.1 - last.1 <= FAR) => {
                group.push(word);
            }
            _ => groups.push(vec![word]),
        }
    }
    let company = groups.iter().any(|group| group.len() >= RUN);
    groups.into_iter().filter(|group| !company || group.len() >= RUN).flatten().collect()
}

/// Whether so much of a passage is told that a reader knows it again: of a short one nearly all.
fn is_enough(wanted: &Wanted, pairs: &[Option<Range<usize>>], told: Told) -> bool {
    let count = wanted.words.iter().filter(|word| !word.bracketed).count();
    let mut all = Told::default();
    (0..wanted.words.len()).for_each(|word| all.add(wanted, word, 2));
    let paired = pairs.iter().flatten().count();
    let share = match count {
        0..8 => 75,
        8..15 => 68,
        _ => 60,
    };
    paired >= IN_A_ROW && told.full * 100 >= all.full * share && told.telling * 100 >= all.telling * share
}

/// The pieces a passage is joined from, in its order, if it is: each has words in a row that no other has. Long stretches
/// count first, so that a word or two that two places share by chance part none of them.
fn joined(wanted: &Wanted, laid: &[Laid], near: bool) -> Option<Vec<Hit>> {
    let mut covered: Vec<bool> = vec![false; wanted.words.len()];
    let mut taken: Vec<(Range<usize>, &Laid)> = Vec::new();
    // A passage that is known by one place is joined only where a whole stretch comes from another.
    let lengths: &[usize] = if near { &[STRETCH] } else { &[STRETCH, IN_A_ROW] };
    for &least in lengths {
        for piece in laid {
            for run in runs(piece).into_iter().filter(|run| is_telling(wanted, run, least)) {
                // What another tells already counts for knowing the piece, not for taking it.
                let mut new = run.clone().filter(|&word| !covered[word]);
                let Some(first) = new.next().filter(|_| new.clone().count() + 1 >= least) else { continue };
                let own = first..new.next_back().unwrap_or(first) + 1;
                covered[own.clone()].fill(true);
                taken.push((own, piece));
            }
        }
    }
    taken.sort_by_key(|(run, _)| run.start);
    let hits = hits_of(wanted, &taken);
    let mut told = vec![None; wanted.words.len()];
    for (_, piece) in &taken {
        told.iter_mut().zip(&piece.pairs).for_each(|(told, pair)| *told = told.take().or_else(|| pair.clone()));
    }
    let mut weight = Told::default();
    told.iter().enumerate().filter(|(_, told)| told.is_some()).for_each(|(word, _)| weight.add(wanted, word, 2));
    (hits.len() > 1 && is_enough(wanted, &told, weight)).then_some(hits)
}

/// The stretches of a passage that a piece tells; a word or two between that it does not tell do not part them.
fn runs(piece: &Laid) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (word, _) in piece.pairs.iter().enumerate().filter(|(_, pair)| pair.is_some()) {
        match found.last_mut() {
            Some(last) if word <= last.end + 2 => last.end = word + 1,
            _ => found.push(word..word + 1),
        }
    }
    found
}

/// Whether a stretch says enough to know where it comes from.
fn is_telling(wanted: &Wanted, run: &Range<usize>, least: usize) -> bool {
    let weight: u32 = wanted.telling[run.clone()].iter().sum();
    run.len() >= SURE || (run.len() >= least && weight as usize >= least + 2)
}

/// The places of stretches; neighbours that one piece tells are one place.
fn hits_of(wanted: &Wanted, taken: &[(Range<usize>, &Laid)]) -> Vec<Hit> {
    let mut hits: Vec<Hit> = Vec::new();
    let mut last: Option<&Laid> = None;
    for (run, piece) in taken {
        let part = wanted.words[run.start].start()..wanted.words[run.end - 1].end();
        let mut pairs = piece.pairs[run.clone()].iter().flatten();
        let Some(first) = pairs.next() else { continue };
        let range = first.start..pairs.next_back().unwrap_or(first).end;
        if last.is_some_and(|last| std::ptr::eq(last, *piece))
            && let Some(hit) = hits.last_mut()
        {
            hit.part = hit.part.as_ref().map(|before| before.start..part.end);
            hit.range.end = range.end.max(hit.range.end);
        } else {
            hits.push(Hit { origin: piece.origin.clone(), range, part: Some(part) });
        }
        last = Some(piece);
    }
    hits
}
