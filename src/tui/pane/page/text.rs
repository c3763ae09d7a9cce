//! The stored text of a page with its markers, cut into parts that are made ready when they are first looked at.

use std::cell::OnceCell;
use std::ops::Range;

use crate::model::evidence::FootnoteRef;
use crate::text::cuts::Cuts;
use crate::tui::pane::page::part::Part;

/// A text and its parts.
#[derive(Debug)]
pub struct PageText {
    stored: String,
    refs: Vec<FootnoteRef>,
    cuts: Cuts,
    parts: Vec<OnceCell<Part>>,
}

/// Something a text is walked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    Sentence,
    Word,
}

impl PageText {
    /// Takes a text and its markers, which rise.
    pub fn new(text: &str, refs: &[FootnoteRef]) -> Self {
        Self::cut(text, refs, Cuts::new(text))
    }

    /// The same, cut as given.
    pub fn cut(text: &str, refs: &[FootnoteRef], cuts: Cuts) -> Self {
        let parts = (0..cuts.len()).map(|_| OnceCell::new()).collect();
        Self { stored: text.to_owned(), refs: refs.to_vec(), cuts, parts }
    }

    /// The stored text.
    pub fn stored(&self) -> &str {
        &self.stored
    }

    /// Its scalar values.
    pub fn chars(&self) -> usize {
        self.cuts.chars()
    }

    /// The part of the stored text between two places.
    pub fn slice(&self, range: &Range<usize>) -> &str {
        self.cuts.slice(&self.stored, range)
    }

    /// Its markers, in order.
    pub fn markers(&self) -> &[FootnoteRef] {
        &self.refs
    }

    pub(super) fn parts(&self) -> usize {
        self.parts.len()
    }

    /// Where a part starts.
    pub(super) fn start_of(&self, part: usize) -> usize {
        self.cuts.chars_of(part).start
    }

    /// Stored scalar values of a part.
    pub(super) fn part_len(&self, part: usize) -> usize {
        self.cuts.chars_of(part).len()
    }

    pub(super) fn part_of(&self, stored: usize) -> usize {
        self.cuts.piece_of(stored)
    }

    pub(super) fn stored_of_part(&self, part: usize) -> &str {
        &self.stored[self.cuts.bytes(part)]
    }

    pub(super) fn part(&self, part: usize) -> &Part {
        self.parts[part].get_or_init(|| {
            let chars = self.cuts.chars_of(part);
            let from = self.refs.partition_point(|reference| reference.at < chars.start);
            let last = part + 1 == self.parts.len();
            let to = self.refs.partition_point(|reference| reference.at < chars.end || last);
            let sentences = self.cuts.sentences(&self.stored, part);
            Part::new(self.stored_of_part(part), &self.refs[from..to], chars.start, sentences)
        })
    }

    fn steps_in(&self, step: Step, part: usize) -> &[Range<usize>] {
        match step {
            Step::Sentence => self.part(part).sentences(),
            Step::Word => self.part(part).words(self.stored_of_part(part)),
        }
    }

    /// The first unit for which something holds that holds for all after it, none of those before `from`'s part.
    pub(super) fn first(&self, step: Step, from: usize, holds: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        (self.part_of(from)..self.parts()).find_map(|part| {
            let start = self.start_of(part);
            let whole = |unit: &Range<usize>| unit.start + start..unit.end + start;
            self.steps_in(step, part).iter().map(whole).find(|unit| holds(unit))
        })
    }

    /// The last unit for which something holds that holds for all before it, none of those behind `from`'s part.
    pub(super) fn last(&self, step: Step, from: usize, holds: impl Fn(&Range<usize>) -> bool) -> Option<Range<usize>> {
        (0..=self.part_of(from)).rev().find_map(|part| {
            let start = self.start_of(part);
            let whole = |unit: &Range<usize>| unit.start + start..unit.end + start;
            self.steps_in(step, part).iter().rev().map(whole).find(|unit| holds(unit))
        })
    }

    /// The sentence an offset stands in, else the next one, else the last.
    pub fn sentence_at(&self, stored: usize) -> Option<Range<usize>> {
        self.unit_at(Step::Sentence, stored)
    }

    pub(super) fn unit_at(&self, step: Step, stored: usize) -> Option<Range<usize>> {
        self.first(step, stored, |unit| unit.end > stored).or_else(|| self.last(step, self.chars(), |_| true))
    }

    /// The sentence after the one an offset stands in.
    pub fn sentence_after(&self, stored: usize) -> Option<Range<usize>> {
        let here = self.sentence_at(stored)?;
        self.first(Step::Sentence, here.start, |unit| unit.start > here.start)
    }

    /// The sentence before the one an offset stands in.
    pub fn sentence_before(&self, stored: usize) -> Option<Range<usize>> {
        let here = self.sentence_at(stored)?;
        self.last(Step::Sentence, here.start, |unit| unit.start < here.start)
    }

    /// The last sentence.
    pub fn last_sentence(&self) -> Option<Range<usize>> {
        self.last(Step::Sentence, self.chars(), |_| true)
    }

    /// Where the next word starts.
    pub fn word_after(&self, stored: usize) -> Option<usize> {
        self.first(Step::Word, stored, |word| word.start > stored).map(|word| word.start)
    }

    /// Where the word before starts.
    pub fn word_before(&self, stored: usize) -> Option<usize> {
        self.last(Step::Word, stored, |word| word.start < stored).map(|word| word.start)
    }
}
