//! A passage in the making: two ends in a text, moved by sentence, word and character.
//!
//! Offsets are stored scalar values. Invariant: the passage is never empty and lies in its text.

use std::ops::Range;

/// How much `v` takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// The sentence under the cursor.
    Sentence,
    /// The word under the cursor.
    Word,
    /// The whole item.
    Whole,
    /// What the member has made of it since.
    Free,
}

/// The units a text can be walked by.
#[derive(Debug, Clone, Copy)]
pub struct Units<'a> {
    /// Sentences, rising.
    pub sentences: &'a [Range<usize>],
    /// Words, rising.
    pub words: &'a [Range<usize>],
    /// Grapheme boundaries, rising, first 0 and last the length.
    pub graphemes: &'a [usize],
    /// Length in scalar values.
    pub len: usize,
}

/// Two ends, one of which moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Selection {
    start: usize,
    end: usize,
    moving_start: bool,
    reach: Reach,
    origin: usize,
}

impl Selection {
    /// Takes what `reach` says at a place; `None` in a text with nothing to take.
    pub fn at(units: Units<'_>, cursor: usize, reach: Reach) -> Option<Self> {
        let range = match reach {
            Reach::Whole | Reach::Free => 0..units.len,
            Reach::Sentence => unit_at(units.sentences, cursor)?,
            Reach::Word => unit_at(units.words, cursor)?,
        };
        if range.is_empty() {
            return None;
        }
        Some(Self { start: range.start, end: range.end, moving_start: false, reach, origin: cursor })
    }

    /// A passage that stands already.
    pub fn of(range: Range<usize>) -> Self {
        Self { start: range.start, end: range.end, moving_start: false, reach: Reach::Free, origin: range.start }
    }

    /// The passage.
    pub fn range(&self) -> Range<usize> {
        self.start..self.end
    }

    /// Where the moving end stands: on its first or last scalar value.
    pub fn caret(&self) -> usize {
        if self.moving_start { self.start } else { self.end.saturating_sub(1) }
    }

    /// Sentence, then word, then sentence again.
    pub fn again(&mut self, units: Units<'_>) {
        let next = if self.reach == Reach::Sentence { Reach::Word } else { Reach::Sentence };
        if let Some(taken) = Self::at(units, self.origin, next) {
            *self = taken;
        }
    }

    /// Takes the whole item.
    pub fn whole(&mut self, units: Units<'_>) {
        if let Some(taken) = Self::at(units, self.origin, Reach::Whole) {
            *self = taken;
        }
    }

    /// The other end moves from now on.
    pub fn swap_ends(&mut self) {
        self.moving_start = !self.moving_start;
    }

    /// Moves the moving end by a word.
    pub fn by_word(&mut self, units: Units<'_>, forward: bool) {
        self.by_unit(units.words, units, forward);
    }

    /// Moves the moving end by a sentence.
    pub fn by_sentence(&mut self, units: Units<'_>, forward: bool) {
        self.by_unit(units.sentences, units, forward);
    }

    /// Moves the moving end by a grapheme.
    pub fn by_grapheme(&mut self, units: Units<'_>, forward: bool) {
        let from = self.moving();
        let to = if forward {
            units.graphemes.iter().copied().find(|at| *at > from)
        } else {
            units.graphemes.iter().rev().copied().find(|at| *at < from)
        };
        self.move_to(to.unwrap_or(from), units.len);
    }

    fn by_unit(&mut self, list: &[Range<usize>], units: Units<'_>, forward: bool) {
        let from = self.moving();
        let edge = |unit: &Range<usize>| if self.moving_start { unit.start } else { unit.end };
        let to = if forward {
            list.iter().map(edge).find(|at| *at > from).unwrap_or(if self.moving_start { from } else { units.len })
        } else {
            list.iter().rev().map(edge).find(|at| *at < from).unwrap_or(if self.moving_start { 0 } else { from })
        };
        self.move_to(to, units.len);
    }

    fn moving(&self) -> usize {
        if self.moving_start { self.start } else { self.end }
    }

    fn move_to(&mut self, to: usize, len: usize) {
        let to = to.min(len);
        self.reach = Reach::Free;
        if self.moving_start && to < self.end {
            self.start = to;
        } else if !self.moving_start && to > self.start {
            self.end = to;
        }
    }
}

/// The unit an offset stands in, else the next one, else the last.
fn unit_at(list: &[Range<usize>], at: usize) -> Option<Range<usize>> {
    list.iter().find(|unit| at < unit.end).or_else(|| list.last()).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: [Range<usize>; 2] = [0..10, 11..20];
    const WORDS: [Range<usize>; 4] = [0..4, 5..9, 11..15, 16..19];

    fn units(graphemes: &[usize]) -> Units<'_> {
        Units { sentences: &SENTENCES, words: &WORDS, graphemes, len: 20 }
    }

    #[test]
    fn v_takes_the_sentence_and_again_the_word() {
        let graphemes: Vec<usize> = (0..=20).collect();
        let mut selection = Selection::at(units(&graphemes), 12, Reach::Sentence).expect("a sentence");
        assert_eq!(selection.range(), 11..20);
        selection.again(units(&graphemes));
        assert_eq!(selection.range(), 11..15);
        selection.again(units(&graphemes));
        assert_eq!(selection.range(), 11..20);
    }

    #[test]
    fn an_end_moves_by_word_sentence_and_grapheme_and_never_past_the_other() {
        let graphemes = [0, 1, 2, 3, 4, 5, 7, 9, 10, 20];
        let mut selection = Selection::at(units(&graphemes), 0, Reach::Word).expect("a word");
        selection.by_word(units(&graphemes), true);
        assert_eq!(selection.range(), 0..9);
        selection.by_sentence(units(&graphemes), true);
        assert_eq!(selection.range(), 0..10);
        selection.by_grapheme(units(&graphemes), false);
        selection.by_grapheme(units(&graphemes), false);
        assert_eq!(selection.range(), 0..7);
        for _ in 0..30 {
            selection.by_grapheme(units(&graphemes), false);
        }
        assert_eq!(selection.range(), 0..1);
        selection.swap_ends();
        selection.by_word(units(&graphemes), true);
        assert_eq!(selection.range(), 0..1);
    }
}
