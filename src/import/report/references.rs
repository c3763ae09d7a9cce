//! References to notes in running text whose figures are glued to words.
//!
//! Every run of figures gives candidates: the whole run, and each end of it behind what could be a number of its own
//! (`2019` and `12` in `201912`). A candidate has a strength, from what it is glued to: a word or closing quotation
//! mark is strong, a decimal or a name such as `Covid-19` is weak or none ([`crate::import::report::glue`]). Since references rise
//! through the text, the ones meant are the chain of candidates that rises and has the greatest strength, less a cost
//! for every number left out: found by dynamic programming over the numbers, in `n log n`, so that it is the whole text
//! that decides, not the first figure that fits. Weak candidates come in only where they fill a gap exactly.
//!
//! Invariant: references found stand in order of place, apart, and each names a number from 1.

use std::collections::HashSet;
use std::ops::Range;

use crate::import::report::glue::Glue;
use crate::import::report::glue::Names;
use crate::import::report::lines::Line;

/// A reference to a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    /// Which of the lines it stands in.
    pub line: usize,
    /// Bytes of that line's text that are the marker.
    pub range: Range<usize>,
    pub number: u32,
    /// Whether it stands out of the rising order.
    pub out_of_order: bool,
}

/// A candidate for a reference.
#[derive(Debug, Clone)]
struct Candidate {
    line: usize,
    range: Range<usize>,
    number: u32,
    strength: f32,
    /// Which run of figures it is of: of one run only one can be meant.
    run: usize,
}

/// The largest number a note is thought to have where there is no list.
const LARGEST: u32 = 4_999;
/// What it costs to leave out numbers, and for each.
const GAP: f32 = 0.25;
const GAP_EACH: f32 = 0.08;
/// What it costs to name the same note again.
const AGAIN: f32 = 0.9;
/// From here a candidate out of order is told.
const STRONG: f32 = 1.8;

/// Finds the references in some of the lines. `listed` are the numbers of the notes, rising.
pub(super) fn references(
    lines: &[Line<'_>],
    body: &[usize],
    listed: &[u32],
    names: &Names,
) -> (Vec<Reference>, Vec<Reference>) {
    let largest = listed.last().map_or(LARGEST, |last| (last + 50.max(last / 5)).min(LARGEST));
    let candidates = candidates(lines, body, largest, listed.last().copied(), names);
    let chain = chain(&candidates, largest as usize);
    let mut found: Vec<Reference> = chain.iter().map(|at| reference(&candidates[*at], false)).collect();
    let runs: HashSet<usize> = chain.iter().map(|at| candidates[*at].run).collect();
    let mut named: HashSet<u32> = found.iter().map(|reference| reference.number).collect();
    let mut doubtful = Vec::new();
    for candidate in &candidates {
        if candidate.strength < STRONG
            || runs.contains(&candidate.run)
            || listed.binary_search(&candidate.number).is_err()
        {
            continue;
        }
        if named.insert(candidate.number) {
            found.push(reference(candidate, true));
        } else {
            doubtful.push(reference(candidate, true));
        }
    }
    found.sort_by_key(|reference| (reference.line, reference.range.start));
    (found, doubtful)
}

fn reference(candidate: &Candidate, out_of_order: bool) -> Reference {
    Reference { line: candidate.line, range: candidate.range.clone(), number: candidate.number, out_of_order }
}

fn candidates(lines: &[Line<'_>], body: &[usize], largest: u32, last: Option<u32>, names: &Names) -> Vec<Candidate> {
    const LONGEST_RUN: usize = 10;
    let mut found = Vec::new();
    let mut run = 0;
    for &line in body {
        let text = lines[line].text;
        let bytes = text.as_bytes();
        let mut at = 0;
        let mut before: Option<(usize, f32)> = None;
        while at < bytes.len() {
            if let Some((raised, end)) = raised(text, at) {
                run += 1;
                at = end;
                if let Some(number) =
                    number(&raised, largest).filter(|_| raised.len() > 1 || !behind_unit(&text[..end]))
                {
                    let start =
                        end - raised.chars().map(|c| RAISED[c as usize - '0' as usize].len_utf8()).sum::<usize>();
                    found.push(Candidate { line, range: start..end, number, strength: 2.0, run });
                }
                continue;
            }
            if !bytes[at].is_ascii_digit() {
                at += 1;
                continue;
            }
            let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_digit()).count();
            run += 1;
            let glue = Glue { text, start: at, end, before, names };
            let mut strongest = f32::MIN;
            for cut in (at..end).take_while(|_| end - at <= LONGEST_RUN) {
                let figures = &text[cut..end];
                let Some(number) = number(figures, largest) else { continue };
                let Some((mut strength, range)) = glue.strength(cut) else { continue };
                if last.is_some_and(|last| number > last) {
                    strength -= 0.2;
                }
                strongest = strongest.max(strength);
                found.push(Candidate { line, range, number, strength, run });
            }
            before = Some((end, strongest));
            at = end;
        }
    }
    found
}

/// The raised figures, in order.
const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];

/// A run of raised figures that begins at a byte, as plain ones, and where it ends.
pub(super) fn raised(text: &str, at: usize) -> Option<(String, usize)> {
    if text.as_bytes().get(at).is_none_or(|byte| *byte < 0x80) {
        return None;
    }
    let rest = text.get(at..)?;
    let mut end = at;
    let mut figures = String::new();
    for c in rest.chars() {
        let Some(value) = RAISED.iter().position(|raised| *raised == c) else { break };
        figures.push((b'0' + value as u8) as char);
        end += c.len_utf8();
    }
    (!figures.is_empty()).then_some((figures, end))
}

/// Whether a raised figure makes a unit: `m²`, `km³`.
fn behind_unit(upto: &str) -> bool {
    let word: String = upto.chars().rev().skip(1).take_while(|c| c.is_alphabetic()).collect();
    ["m", "mk", "mc", "mm", "tf"].contains(&word.as_str())
}

fn number(figures: &str, largest: u32) -> Option<u32> {
    if figures.starts_with('0') || figures.len() > 4 {
        return None;
    }
    figures.parse().ok().filter(|number| *number <= largest)
}

/// The chain that rises and has the greatest strength, as places in `candidates`.
fn chain(candidates: &[Candidate], largest: usize) -> Vec<usize> {
    let mut best_to: Vec<Option<(f32, usize)>> = vec![None; largest + 1];
    let mut below = Below::new(largest);
    let mut score: Vec<(f32, Option<usize>)> = Vec::with_capacity(candidates.len());
    let mut at = 0;
    while at < candidates.len() {
        let end = candidates[at..]
            .iter()
            .position(|other| other.run != candidates[at].run)
            .map_or(candidates.len(), |n| at + n);
        for candidate in &candidates[at..end] {
            let number = candidate.number as usize;
            let mut own = (-gap(number), None);
            let mut offer = |(value, from): (f32, usize), cost: f32| {
                if value - cost > own.0 {
                    own = (value - cost, Some(from));
                }
            };
            if let Some(same) = best_to[number] {
                offer(same, AGAIN);
            }
            if let Some(one_less) = number.checked_sub(1).and_then(|before| best_to[before]) {
                offer(one_less, 0.0);
            }
            if let Some((value, from)) = number.checked_sub(2).and_then(|upto| below.best(upto)) {
                offer((value, from), GAP + GAP_EACH * (number as f32 - 1.0));
            }
            score.push((own.0 + candidate.strength, own.1));
        }
        for place in at..end {
            let (value, number) = (score[place].0, candidates[place].number as usize);
            if best_to[number].is_none_or(|(other, _)| value > other) {
                best_to[number] = Some((value, place));
                below.put(number, value + GAP_EACH * number as f32, place);
            }
        }
        at = end;
    }
    trace(&score)
}

/// What it costs to come to a number from the beginning.
fn gap(number: usize) -> f32 {
    if number <= 1 { 0.0 } else { GAP + GAP_EACH * (number as f32 - 1.0) }
}

fn trace(score: &[(f32, Option<usize>)]) -> Vec<usize> {
    let mut at = (0..score.len()).filter(|at| score[*at].0 > 0.0).max_by(|a, b| score[*a].0.total_cmp(&score[*b].0));
    let mut chain = Vec::new();
    while let Some(place) = at {
        chain.push(place);
        at = score[place].1;
    }
    chain.reverse();
    chain
}

/// The best value among all numbers up to one, kept as values come in (a Fenwick tree of maxima).
struct Below {
    tree: Vec<Option<(f32, usize)>>,
}

impl Below {
    fn new(largest: usize) -> Self {
        Self { tree: vec![None; largest + 2] }
    }

    fn put(&mut self, number: usize, value: f32, place: usize) {
        let mut at = number + 1;
        while at < self.tree.len() {
            if self.tree[at].is_none_or(|(other, _)| value > other) {
                self.tree[at] = Some((value, place));
            }
            at += at & at.wrapping_neg();
        }
    }

    fn best(&self, upto: usize) -> Option<(f32, usize)> {
        let mut at = (upto + 1).min(self.tree.len() - 1);
        let mut best: Option<(f32, usize)> = None;
        while at > 0 {
            if let Some((value, place)) = self.tree[at]
                && best.is_none_or(|(other, _)| value > other)
            {
                best = Some((value, place));
            }
            at -= at & at.wrapping_neg();
        }
        best
    }
}
