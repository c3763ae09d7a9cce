//! Several grades of one sentence, each with what it is given to: `commitments 1 and 2 are ‘good’ and ‘inadequate’`.
//!
//! As many commitments or questions as grades go together in their order. Where there are more of the one than of the
//! other, nobody can tell from the sentence which grade is whose. Invariant: such verdicts are marked as unpaired.

use crate::import::report::question::Asked;
use crate::import::report::verdict::Verdict;
use crate::import::report::words;

/// Whether words only join a grade to the one before it.
pub(super) fn only_joins(words: &[String]) -> bool {
    words.iter().all(|word| ["and", "or", "as", "then", "to", "be", "also", "both"].contains(&word.as_str()))
}

/// Pairs the verdicts of one sentence; `respectively` says that it pairs them itself.
pub(super) fn pair(verdicts: &mut [Verdict], asked: &[Asked], respectively: bool) {
    let mut at = 0;
    while at < verdicts.len() {
        let follows = |next: &&Verdict| next.joined || (respectively && next.numbers.is_empty());
        let end = at + 1 + verdicts[at + 1..].iter().take_while(follows).count();
        group(&mut verdicts[at..end], asked, respectively);
        at = end;
    }
}

/// One verdict with words of its own, and those joined to it.
fn group(own: &mut [Verdict], asked: &[Asked], respectively: bool) {
    let Some(first) = own.first() else { return };
    let (named, questions) = (first.numbers.clone(), in_order(first, asked));
    let plural = words::words(&first.clause).iter().any(|word| word == "commitments");
    if own.len() < 2 && !(respectively && named.len() > 1) {
        return;
    }
    if named.len() == own.len() {
        let asks = first.asks.clone();
        for (verdict, number) in own.iter_mut().zip(named) {
            (verdict.numbers, verdict.several) = (vec![number], false);
            verdict.asks.clone_from(&asks);
        }
    } else if named.len() < 2 && !plural && questions.len() == own.len() {
        let (asks, numbers, clause) = (first.asks.clone(), named, first.clause.clone());
        for (verdict, question) in own.iter_mut().zip(questions) {
            verdict.asks = vec![0.0; asks.len()];
            verdict.asks[question] = asks[question];
            (verdict.numbers, verdict.clause) = (numbers.clone(), clause.clone());
        }
    } else if named.len() > 1 || plural || questions.len() > 1 {
        own.iter_mut().for_each(|verdict| verdict.unpaired = true);
    }
}

/// The questions that a verdict asks, in the order in which its clause names them.
fn in_order(verdict: &Verdict, asked: &[Asked]) -> Vec<usize> {
    let said = words::words(&verdict.clause);
    let place =
        |question: usize| said.iter().position(|word| asked[question].spoken_of(std::slice::from_ref(word)) > 0.5);
    let strong = (0..verdict.asks.len()).filter(|question| verdict.asks[*question] > 0.5);
    let mut found: Vec<(usize, usize)> = strong.filter_map(|question| Some((place(question)?, question))).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, question)| question).collect()
}
