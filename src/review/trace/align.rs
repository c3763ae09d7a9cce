//! Lays a passage beside the stretch of a text it comes near to, word by word, from the words they are known to share.
//!
//! The least costly way between shared words is worked out in full (Needleman and Wunsch 1970) where it is short, and
//! taken for replaced where it is long, so that time is linear. Invariant: every word of the passage is in exactly one
//! step, in order.

use std::ops::Range;

use crate::review::trace::chain::Seed;
use crate::review::trace::search::Wanted;
use crate::review::trace::word::Word;

/// Words compared with words at most between two that are shared.
const MOST_CELLS: usize = 100_000;
/// Words of a passage before the first shared word, or behind the last, that are laid beside the text.
pub const MOST_AT_END: usize = 200;
/// Words of a text looked at beyond as many as the passage has there.
pub const SLACK: usize = 4;
/// The same where the passage says that something was left out.
pub const SLACK_AT_CUT: usize = 120;

/// One step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The same word in both.
    Same(usize, usize),
    /// The same word in another spelling or form.
    Near(usize, usize),
    /// One word for another.
    Changed(usize, usize),
    /// A word of the passage that the text has not.
    Put(usize),
    /// A word of the text that the passage has not.
    Left(usize),
}

/// What steps cost. One word for another is less than one put in and one left out; what the passage owns up to is least.
const NEAR: u32 = 4;
const CHANGED: u32 = 9;
const PUT: u32 = 6;
const LEFT: u32 = 4;
const FREE: u32 = 1;

/// A text with its words.
#[derive(Debug, Clone, Copy)]
pub struct Beside<'a> {
    /// The text.
    pub text: &'a str,
    /// Its words.
    pub words: &'a [Word],
}

/// Lays a passage beside a text, along shared words.
pub fn align(wanted: &Wanted, beside: Beside<'_>, anchors: &[Seed]) -> Vec<Step> {
    let shared = anchors.iter().map(|seed| (seed.passage as usize, seed.text as usize));
    let shared: Vec<(usize, usize)> =
        shared.filter(|&(q, t)| q < wanted.words.len() && t < beside.words.len()).collect();
    let (Some(&first), Some(&last)) = (shared.first(), shared.last()) else {
        return (0..wanted.words.len()).map(Step::Put).collect();
    };
    let mut way = Way { wanted, beside, steps: Vec::with_capacity(wanted.words.len()) };
    way.head(first);
    let mut before = first;
    way.steps.push(Step::Same(first.0, first.1));
    for &(q, t) in &shared[1..] {
        if q <= before.0 || t <= before.1 {
            continue;
        }
        way.between(before.0 + 1..q, before.1 + 1..t, Loose::No);
        way.steps.push(Step::Same(q, t));
        before = (q, t);
    }
    debug_assert!(before.0 <= last.0);
    way.tail(before);
    way.steps
}

/// Which end of the text need not be used up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Loose {
    No,
    Head,
    Tail,
}

struct Way<'a> {
    wanted: &'a Wanted,
    beside: Beside<'a>,
    steps: Vec<Step>,
}

impl Way<'_> {
    fn slack(&self, passage: &Range<usize>) -> usize {
        let cut =
            self.wanted.is_cut_between(passage.start.saturating_sub(1), passage.end.min(self.wanted.words.len() - 1));
        if cut { SLACK_AT_CUT } else { SLACK }
    }

    fn head(&mut self, first: (usize, usize)) {
        let far = first.0.saturating_sub(MOST_AT_END);
        self.steps.extend((0..far).map(Step::Put));
        let words = far..first.0;
        let from = first.1.saturating_sub(words.len() + self.slack(&words));
        self.between(words, from..first.1, Loose::Head);
    }

    fn tail(&mut self, last: (usize, usize)) {
        let all = self.wanted.words.len();
        let words = last.0 + 1..all.min(last.0 + 1 + MOST_AT_END);
        let to = self.beside.words.len().min(last.1 + 1 + words.len() + self.slack(&words));
        let far = words.end..all;
        self.between(words, last.1 + 1..to, Loose::Tail);
        self.steps.extend(far.map(Step::Put));
    }

    /// Goes on over words of both between shared ones.
    fn between(&mut self, mut passage: Range<usize>, mut text: Range<usize>, loose: Loose) {
        let same = |way: &Self, q: usize, t: usize| way.wanted.words[q].hash == way.beside.words[t].hash;
        if loose != Loose::Head {
            while !passage.is_empty() && !text.is_empty() && same(self, passage.start, text.start) {
                self.steps.push(Step::Same(passage.start, text.start));
                passage.start += 1;
                text.start += 1;
            }
        }
        let mut behind = Vec::new();
        if loose != Loose::Tail {
            while !passage.is_empty() && !text.is_empty() && same(self, passage.end - 1, text.end - 1) {
                passage.end -= 1;
                text.end -= 1;
                behind.push(Step::Same(passage.end, text.end));
            }
        }
        match (passage.is_empty(), text.is_empty()) {
            (true, _) if loose != Loose::No => {}
            (true, _) => self.steps.extend(text.map(Step::Left)),
            (_, true) => self.steps.extend(passage.map(Step::Put)),
            _ if passage.len().saturating_mul(text.len()) > MOST_CELLS => {
                self.steps.extend(passage.map(Step::Put));
                if loose == Loose::No {
                    self.steps.extend(text.map(Step::Left));
                }
            }
            _ => self.least(passage, text, loose),
        }
        self.steps.extend(behind.into_iter().rev());
    }

    /// The least costly way.
    fn least(&mut self, passage: Range<usize>, text: Range<usize>, loose: Loose) {
        let (rows, columns) = (passage.len() + 1, text.len() + 1);
        let mut costs = vec![0_u32; rows * columns];
        for column in 1..columns {
            costs[column] = if loose == Loose::Head { 0 } else { costs[column - 1] + self.left(passage.start) };
        }
        for row in 1..rows {
            let q = passage.start + row - 1;
            let put = self.put(q);
            costs[row * columns] = costs[(row - 1) * columns] + put;
            for column in 1..columns {
                let t = text.start + column - 1;
                let change = costs[(row - 1) * columns + column - 1] + self.change(q, t);
                let put = costs[(row - 1) * columns + column] + put;
                let left = costs[row * columns + column - 1] + self.left(q + 1);
                costs[row * columns + column] = change.min(put).min(left);
            }
        }
        let last = (rows - 1) * columns;
        let mut column = match loose {
            // Of ways that cost the same, the one that tells more of the text.
            Loose::Tail => (0..columns).rev().min_by_key(|column| costs[last + column]).unwrap_or_default(),
            _ => columns - 1,
        };
        let mut row = rows - 1;
        let mut back = Vec::new();
        while row > 0 || (column > 0 && loose != Loose::Head) {
            let here = costs[row * columns + column];
            let (q, t) = ((passage.start + row).wrapping_sub(1), (text.start + column).wrapping_sub(1));
            if row > 0 && column > 0 && here == costs[(row - 1) * columns + column - 1] + self.change(q, t) {
                back.push(self.step(q, t));
                row -= 1;
                column -= 1;
            } else if row > 0 && here == costs[(row - 1) * columns + column] + self.put(q) {
                back.push(Step::Put(q));
                row -= 1;
            } else {
                back.push(Step::Left(t));
                column -= 1;
            }
        }
        self.steps.extend(back.into_iter().rev());
    }

    fn put(&self, q: usize) -> u32 {
        if self.wanted.words[q].bracketed { FREE } else { PUT }
    }

    /// What leaving out a word of the text before a word of the passage costs.
    fn left(&self, q: usize) -> u32 {
        if q > 0 && self.wanted.is_cut_between(q - 1, q) { FREE } else { LEFT }
    }

    fn change(&self, q: usize, t: usize) -> u32 {
        match self.step(q, t) {
            Step::Same(..) => 0,
            Step::Near(..) => NEAR,
            _ => CHANGED,
        }
    }

    fn step(&self, q: usize, t: usize) -> Step {
        let (one, other) = (&self.wanted.words[q], &self.beside.words[t]);
        if one.hash == other.hash {
            return Step::Same(q, t);
        }
        match are_near(&self.wanted.text[one.range()], &self.beside.text[other.range()]) {
            true => Step::Near(q, t),
            false => Step::Changed(q, t),
        }
    }
}

/// Whether two words are one in another spelling or form: they begin alike, and all but two letters are the same.
fn are_near(one: &str, other: &str) -> bool {
    let longest = one.len().max(other.len());
    if longest < 4 || one.len().abs_diff(other.len()) > 2 {
        return false;
    }
    let (a, b) = (one.as_bytes(), other.as_bytes());
    let alike = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let start = a.iter().zip(b).take_while(alike).count();
    let end = a[start..].iter().rev().zip(b[start..].iter().rev()).take_while(alike).count();
    start >= 3 && start + end + 2 >= longest
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::trace::word::words;

    fn aligned(passage: &str, text: &str, anchor: (u32, u32)) -> Vec<Step> {
        let wanted = Wanted::new(passage.to_owned());
        let there = words(text);
        align(&wanted, Beside { text, words: &there }, &[Seed { passage: anchor.0, text: anchor.1 }])
    }

    #[test]
    fn words_put_in_left_out_and_changed_are_told() {
        let text = "So the old wheel turns by night and by day, they say.";
        let steps = aligned("the great wheel turned by night by day", text, (2, 3));
        assert_eq!(
            steps,
            [
                Step::Same(0, 1),
                Step::Changed(1, 2),
                Step::Same(2, 3),
                Step::Near(3, 4),
                Step::Same(4, 5),
                Step::Same(5, 6),
                Step::Left(7),
                Step::Same(6, 8),
                Step::Same(7, 9)
            ]
        );
    }

    #[test]
    fn spellings_are_near_and_other_words_are_not() {
        for (one, other) in [("digitisation", "digitization"), ("trust", "trusts"), ("colour", "color")] {
            assert!(are_near(one, other), "{one} {other}");
        }
        for (one, other) in [("health", "wealth"), ("now", "not"), ("possible", "impossible"), ("met", "meet")] {
            assert!(!are_near(one, other), "{one} {other}");
        }
    }

    #[test]
    fn every_word_of_the_passage_is_in_one_step_however_long_it_is() {
        let passage = "a b c ".repeat(5_000) + "the wheel turns by night" + &" x y z".repeat(5_000);
        let steps = aligned(&passage, &"The wheel turns by night. ".repeat(2_000), (15_001, 1));
        let places = steps.iter().filter_map(|step| match *step {
            Step::Same(q, _) | Step::Near(q, _) | Step::Changed(q, _) | Step::Put(q) => Some(q),
            Step::Left(_) => None,
        });
        assert!(places.eq(0..30_005));
    }
}
