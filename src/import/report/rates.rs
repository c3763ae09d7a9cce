//! What each verdict rates: a question, a commitment, an area, the whole.
//!
//! A verdict laid on its place rates that; one that speaks of several commitments rates each of them; one that names
//! another commitment rates that one. Before the chapters, what is said overall rates the whole, and `four of the nine
//! commitments were rated …` those that the tables rate so, where the count agrees. Invariant: nothing is rated by a guess
//! among equals; such a verdict rates nothing and stays a conclusion.

use std::ops::Range;

use crate::import::report::chapter::Chapter;
use crate::import::report::joints::Joint;
use crate::import::report::joints::Slot;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::place::Place;
use crate::import::report::promises::Promises;
use crate::import::report::verdict::Verdict;
use crate::import::report::words;
use crate::model::rating::Grade;

/// What a verdict rates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rated {
    Slot(Slot),
    Area(usize),
    Overall,
}

/// What verdicts are held against.
pub(super) struct Ground<'a> {
    pub promises: &'a Promises,
    pub paragraphs: &'a [Paragraph],
    /// The grade the tables print for a place.
    pub printed: &'a dyn Fn(Slot) -> Option<Grade>,
    /// The telling words of each commitment.
    pub telling: &'a [Vec<String>],
}

/// The telling words of each commitment.
pub(super) fn telling_of(promises: &Promises) -> Vec<Vec<String>> {
    promises.promises.iter().map(|promise| telling(&promise.text)).collect()
}

impl Ground<'_> {
    /// The commitment that a verdict names, by number or by words no other of `among` has.
    pub fn named(&self, verdict: &Verdict, among: &[usize], anew: bool) -> Option<usize> {
        if let [number] = verdict.numbers.as_slice() {
            return numbered(*number, among, anew);
        }
        let clause = telling(&verdict.clause);
        let all: Vec<&Vec<String>> = among.iter().map(|promise| &self.telling[*promise]).collect();
        let own = |n: usize, word: &String| {
            all[n].contains(word) && all.iter().enumerate().all(|(other, words)| other == n || !words.contains(word))
        };
        let near = before_commitment(&verdict.clause);
        let hits: Vec<usize> = (0..all.len())
            .map(|n| {
                let wide = clause.iter().filter(|word| own(n, word)).count();
                let close = near.iter().any(|word| own(n, word));
                if close { wide.max(1) + 1 } else { wide }
            })
            .collect();
        let most = hits.iter().copied().max().filter(|most| *most >= 2)?;
        let best: Vec<usize> = (0..hits.len()).filter(|n| hits[*n] == most).collect();
        (best.len() == 1 && among.len() > 1).then(|| among[best[0]])
    }

    /// What a verdict before the chapters rates.
    pub fn in_front(&self, verdict: &Verdict) -> Vec<Rated> {
        let all: Vec<usize> = (0..self.promises.promises.len()).collect();
        let sentence = words::words(self.paragraphs[verdict.paragraph].sentence(verdict.sentence));
        if verdict.earlier || verdict.unpaired {
            return Vec::new();
        }
        let whole = |promise: &usize| Slot { promise: *promise, question: None };
        let named = self.named(verdict, &all, false).or_else(|| (all.len() == 1).then_some(0));
        if let Some(question) = named.and_then(|promise| self.question_in_front(verdict, promise)) {
            return vec![Rated::Slot(question)];
        }
        if verdict.numbers.len() > 1 {
            let named = verdict.numbers.iter().filter_map(|number| numbered(*number, &all, false));
            let slot = |promise| self.question_in_front(verdict, promise).unwrap_or(whole(&promise));
            return named.map(|promise| Rated::Slot(slot(promise))).collect();
        }
        let so_rated: Vec<usize> =
            all.iter().copied().filter(|promise| (self.printed)(whole(promise)) == Some(verdict.grade)).collect();
        let counted = sentence.windows(3).any(|three| {
            three[1..].iter().any(|word| word == "commitments" || word == "of")
                && words::small_number(&three[0]) == Some(so_rated.len())
        });
        let plural = sentence.iter().any(|word| word == "commitments");
        let to_all = sentence.windows(2).any(|pair| {
            pair[0] == "all" && ["the", "commitments"].contains(&pair[1].as_str())
                || pair[0] == "across" && pair[1] == "all"
        });
        if plural && counted && so_rated.len() > 1 && !(to_all && verdict.overall) {
            return so_rated.iter().map(|promise| Rated::Slot(whole(promise))).collect();
        }
        if verdict.overall && verdict.numbers.is_empty() {
            return vec![Rated::Overall];
        }
        named.map(|promise| vec![Rated::Slot(whole(&promise))]).unwrap_or_default()
    }

    /// The question of a commitment that a verdict before the chapters is about. A summary names what a commitment is
    /// to do in the words of questions too, so that the tables decide where they tell the two apart.
    fn question_in_front(&self, verdict: &Verdict, promise: usize) -> Option<Slot> {
        let strong: Vec<usize> = (0..verdict.asks.len()).filter(|question| verdict.asks[*question] > 0.5).collect();
        let [question] = strong.as_slice() else { return None };
        let slot = |question| Slot { promise, question };
        let fits = |question| (self.printed)(slot(question)) == Some(verdict.grade);
        let plainly = verdict.asks[*question] >= 1.0 && !verdict.overall;
        let meant = match (fits(Some(*question)), fits(None)) {
            (true, false) => true,
            // Who numbers a commitment need not repeat its words.
            (false, true) => plainly && !verdict.numbers.is_empty(),
            _ => plainly,
        };
        meant.then_some(slot(Some(*question)))
    }

    /// What a verdict within a chapter rates.
    pub fn in_chapter(
        &self,
        verdict: &Verdict,
        joint: Option<&Joint>,
        chapter: &Chapter,
        place: &Place,
        span: &Range<usize>,
    ) -> Vec<Rated> {
        if verdict.unpaired || (verdict.earlier && joint.is_none()) {
            return Vec::new();
        }
        let asked: Vec<usize> = (0..verdict.asks.len()).filter(|question| verdict.asks[*question] > 0.5).collect();
        let each = |promises: &[usize], question: Option<usize>| -> Vec<Rated> {
            promises.iter().map(|promise| Rated::Slot(Slot { promise: *promise, question })).collect()
        };
        if verdict.several {
            let numbered: Vec<usize> = verdict
                .numbers
                .iter()
                .filter_map(|number| numbered(*number, &chapter.promises, chapter.anew))
                .collect();
            let which = if numbered.len() > 1 { numbered } else { chapter.promises.clone() };
            let question = joint.map_or_else(|| (asked.len() == 1).then(|| asked[0]), |joint| joint.slot.question);
            return each(&which, question);
        }
        if let Some(joint) = joint {
            return vec![Rated::Slot(joint.slot)];
        }
        if let Some(promise) = self.named(verdict, &chapter.promises, chapter.anew) {
            return match asked.as_slice() {
                [] => each(&[promise], None),
                questions => {
                    questions.iter().map(|question| Rated::Slot(Slot { promise, question: Some(*question) })).collect()
                }
            };
        }
        match (place.cells.first(), asked.as_slice()) {
            (Some((promise, _)), [_, ..]) => asked
                .iter()
                .map(|question| Rated::Slot(Slot { promise: *promise, question: Some(*question) }))
                .collect(),
            (Some((promise, _)), []) if verdict.overall => each(&[*promise], None),
            (Some((promise, None)), []) => each(&[*promise], None),
            (Some((promise, question)), []) => vec![Rated::Slot(Slot { promise: *promise, question: *question })],
            (None, _) => self.in_introduction(verdict, chapter, span),
        }
    }

    /// Where a chapter is introduced: the area if it is named so, else the commitments the paragraph speaks of together.
    fn in_introduction(&self, verdict: &Verdict, chapter: &Chapter, _span: &Range<usize>) -> Vec<Rated> {
        let paragraph = &self.paragraphs[verdict.paragraph];
        let sentence = words::words(paragraph.sentence(verdict.sentence));
        let pair = |words: &[String], one: &str, other: &str| {
            words.windows(2).any(|pair| pair[0] == one && pair[1].starts_with(other))
        };
        if let Some(area) = chapter.area.filter(|_| {
            pair(&sentence, "policy", "area") && !sentence.iter().any(|word| word.starts_with("commitment"))
        }) {
            return vec![Rated::Area(area)];
        }
        let all = words::words(&paragraph.text);
        let together = pair(&all, "these", "commitments") || pair(&all, "both", "commitments");
        if together || chapter.promises.len() == 1 {
            return chapter
                .promises
                .iter()
                .map(|promise| Rated::Slot(Slot { promise: *promise, question: None }))
                .collect();
        }
        Vec::new()
    }
}

/// The commitment of a number, among some that may be numbered anew.
fn numbered(number: usize, among: &[usize], anew: bool) -> Option<usize> {
    let at = number.checked_sub(1)?;
    let own = among.get(at).copied();
    if among.contains(&at) && !anew { Some(at) } else { own }
}

/// Words that tell commitments apart, with short forms in capitals.
fn telling(text: &str) -> Vec<String> {
    let mut found = words::telling_words(text);
    found.extend(capitals(text));
    found
}

fn capitals(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.chars().count() >= 2 && word.chars().count() <= 3 && word.chars().all(char::is_uppercase))
        .map(str::to_owned)
}

/// The two words before the last `commitment` of a clause: `the ferry timetable commitment`.
fn before_commitment(clause: &str) -> Vec<String> {
    let lower = clause.to_lowercase();
    let Some(at) = lower.rfind(" commitment").filter(|at| clause.is_char_boundary(*at)) else { return Vec::new() };
    let before: Vec<&str> = clause[..at].split_whitespace().rev().take(2).collect();
    telling(&before.join(" "))
}
