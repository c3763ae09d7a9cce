//! Which verdict is the concluding sentence of which section: the joints of a chapter whose headings are lost.
//!
//! A chapter judges its commitments one after another, each as a whole and by question. Most reports have the whole first;
//! others close a commitment with it. So the verdicts of a chapter, in order, are laid against the places expected, in
//! order, with one for the whole before the questions and one behind them: a verdict may be left out, a place may be
//! skipped at a cost, and a place may take several verdicts. Which of the two is the usual one is what lays all chapters
//! of a report best; a whole in the other place has to show more. What fits a place: words that speak of its question, the grade its
//! table prints, `overall` for the whole; what does not fit: words of another question, another grade, another
//! commitment named. The best laying is found by dynamic programming, so that one odd sentence, or a rating that differs
//! from its table, does not move the others. Invariant: places of verdicts laid never fall.

use crate::import::report::verdict::Verdict;
use crate::model::rating::Grade;

/// A place a verdict can take: a commitment, as a whole or under a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Slot {
    /// Which commitment of the review, from 0.
    pub promise: usize,
    /// Which question, from 0; none for the whole.
    pub question: Option<usize>,
}

/// A verdict laid on its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Joint {
    /// Which of the verdicts.
    pub verdict: usize,
    pub slot: Slot,
}

/// What a verdict is held against.
pub(super) struct Expected<'a> {
    /// Commitments of the chapter in order.
    pub promises: &'a [usize],
    pub questions: usize,
    /// The grade the tables print for a place.
    pub printed: &'a dyn Fn(Slot) -> Option<Grade>,
    /// The commitment a verdict names by words or number, if it is one alone.
    pub named: &'a dyn Fn(&Verdict) -> Option<usize>,
}

/// Where a report has the sentence that rates a commitment as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    First,
    Last,
}

/// A place in the order in which they are expected.
#[derive(Debug, Clone, Copy)]
struct Stand {
    slot: Slot,
    /// Whether it is the place for the whole that this report does not use as a rule.
    unusual: bool,
    /// What it costs to skip it.
    skip: f32,
}

/// More verdicts than this in one chapter are not laid.
const MOST: usize = 3_000;
const SKIP_WHOLE: f32 = 0.25;
const SKIP_QUESTION: f32 = 0.6;
/// How much better a whole in the unusual place has to fit.
const UNUSUAL: f32 = 0.5;
/// How far behind the last verdict a whole in the unusual place may stand: paragraphs.
const NEAR: usize = 2;

/// Lays the verdicts of a chapter on its places; with how well they lie.
pub(super) fn joints(verdicts: &[Verdict], expected: &Expected<'_>, whole: Whole) -> (Vec<Joint>, f32) {
    let slots: Vec<Stand> =
        expected.promises.iter().flat_map(|promise| stands(*promise, expected.questions, whole)).collect();
    if slots.is_empty() {
        return (Vec::new(), 0.0);
    }
    let mut cost_upto = vec![0.0_f32; slots.len() + 1];
    for (n, stand) in slots.iter().enumerate() {
        cost_upto[n + 1] = cost_upto[n] + stand.skip;
    }
    let (laying, value) = lay(&verdicts[..verdicts.len().min(MOST)], &slots, &cost_upto, expected);
    (laying.into_iter().map(|(verdict, at)| Joint { verdict, slot: slots[at].slot }).collect(), value)
}

/// The places of one commitment.
fn stands(promise: usize, questions: usize, usual: Whole) -> impl Iterator<Item = Stand> {
    let whole = move |place: Whole| Stand {
        slot: Slot { promise, question: None },
        unusual: place != usual,
        skip: if place == usual { SKIP_WHOLE } else { 0.0 },
    };
    let question = move |n| Stand { slot: Slot { promise, question: Some(n) }, unusual: false, skip: SKIP_QUESTION };
    std::iter::once(whole(Whole::First)).chain((0..questions).map(question)).chain([whole(Whole::Last)])
}

type From = Option<(u32, u16)>;
type Laying = (Vec<(usize, usize)>, f32);

fn lay(verdicts: &[Verdict], slots: &[Stand], cost_upto: &[f32], expected: &Expected<'_>) -> Laying {
    let mut best: Vec<Option<(f32, u32)>> = vec![None; slots.len()];
    let mut from: Vec<Vec<(u16, From)>> = Vec::with_capacity(verdicts.len());
    for (v, verdict) in verdicts.iter().enumerate() {
        let named = (expected.named)(verdict);
        let mut before: (f32, From) = (0.0, None);
        let mut links = Vec::new();
        let mut gained: Vec<(usize, f32)> = Vec::new();
        for (s, Stand { slot, unusual, .. }) in slots.iter().enumerate() {
            if s > 0
                && let Some((value, last)) = best[s - 1]
                && value + cost_upto[s] > before.0
            {
                before = (value + cost_upto[s], Some((last, (s - 1) as u16)));
            }
            let mut fit = fit(verdict, *slot, named, expected);
            if *unusual {
                let last = before.1.map(|(last, at)| (&verdicts[last as usize], slots[usize::from(at)].slot));
                fit -= if stands_out(verdict, *slot, last, expected) { UNUSUAL } else { fit };
            }
            if fit <= 0.0 {
                continue;
            }
            let mut own = (before.0 - cost_upto[s] + fit, before.1);
            let again = fit * 0.5 - 0.1;
            if let Some((value, last)) = best[s]
                && again > 0.0
                && may_follow(&verdicts[last as usize], verdict, *slot)
                && (expected.printed)(*slot).is_none_or(|grade| grade == verdict.grade)
                && value + again > own.0
            {
                own = (value + again, Some((last, s as u16)));
            }
            links.push((s as u16, own.1));
            gained.push((s, own.0));
        }
        for (s, value) in gained {
            if best[s].is_none_or(|(other, _)| value > other) {
                best[s] = Some((value, v as u32));
            }
        }
        from.push(links);
    }
    trace(&best, &from, cost_upto)
}

/// Whether a verdict shows that it rates a commitment as a whole although others are rated so elsewhere: it says overall,
/// the table has its grade, and it stands close behind what was said of that commitment last.
fn stands_out(verdict: &Verdict, slot: Slot, last: Option<(&Verdict, Slot)>, expected: &Expected<'_>) -> bool {
    let close =
        last.is_none_or(|(before, at)| at.promise != slot.promise || verdict.paragraph - before.paragraph <= NEAR);
    verdict.overall && !verdict.looks_back && close && (expected.printed)(slot) == Some(verdict.grade)
}

/// Whether a place that has a verdict can take another: the rationale of a whole is told in one stretch, and a verdict
/// that only looks back is no conclusion.
fn may_follow(before: &Verdict, verdict: &Verdict, slot: Slot) -> bool {
    const STRETCH: usize = 3;
    !verdict.looks_back && (slot.question.is_some() || verdict.paragraph - before.paragraph <= STRETCH)
}

fn trace(best: &[Option<(f32, u32)>], from: &[Vec<(u16, From)>], cost_upto: &[f32]) -> Laying {
    let rest = |s: usize| cost_upto[cost_upto.len() - 1] - cost_upto[s + 1];
    let end = (0..best.len())
        .filter_map(|s| best[s].map(|(value, last)| (value - rest(s), last, s)))
        .max_by(|a, b| a.0.total_cmp(&b.0));
    let value = end.map_or(0.0, |(value, ..)| value);
    let mut at = end.map(|(_, verdict, slot)| (verdict, slot as u16));
    let mut laid = Vec::new();
    while let Some((verdict, slot)) = at {
        laid.push((verdict as usize, slot as usize));
        at = from[verdict as usize].iter().find(|(own, _)| *own == slot).and_then(|(_, before)| *before);
    }
    laid.reverse();
    (laid, value)
}

/// How well a verdict fits a place.
fn fit(verdict: &Verdict, slot: Slot, named: Option<usize>, expected: &Expected<'_>) -> f32 {
    let most = verdict.asks.iter().copied().fold(0.0_f32, f32::max);
    let mut fit = verdict.voice;
    match slot.question {
        None => {
            fit += if verdict.overall { 0.9 } else { 0.0 };
            fit -= if most > 0.5 { 0.9 } else { 0.0 };
            fit -= if verdict.several || verdict.among_several { 0.8 } else { 0.0 };
        }
        Some(question) => {
            let own = verdict.asks.get(question).copied().unwrap_or_default();
            fit += if own > 0.0 && own >= most { own.min(1.0) } else { 0.3 * own - 1.2 * most };
            fit -= if verdict.overall { 0.3 } else { 0.0 };
            fit -= if verdict.several { 0.2 } else { 0.0 };
        }
    }
    fit += match (expected.printed)(slot) {
        Some(grade) if grade == verdict.grade => 0.8,
        Some(_) => -1.0,
        None => 0.0,
    };
    fit += match named {
        Some(promise) if promise == slot.promise => 0.6,
        Some(_) => -2.0,
        None => 0.0,
    };
    fit - if verdict.earlier { 1.5 } else { 0.0 } - if verdict.looks_back { 0.7 } else { 0.0 }
}
