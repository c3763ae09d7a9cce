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

/// What a text is walked by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// A sentence.
    Sentence,
    /// A word.
    Word,
}

/// An end of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edge {
    /// Its first scalar value.
    Start,
    /// One past its last.
    End,
}

impl Edge {
    /// Where it is.
    pub fn of(self, unit: &Range<usize>) -> usize {
        match self {
            Self::Start => unit.start,
            Self::End => unit.end,
        }
    }
}

/// A text that can be walked by its units, however it finds them.
pub trait Units {
    /// Length in scalar values.
    fn len(&self) -> usize;

    /// Whether there is nothing to walk.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The unit an offset stands in, else the next one, else the last.
    fn unit_at(&self, unit: Unit, at: usize) -> Option<Range<usize>>;

    /// The first edge after a place.
    fn edge_after(&self, unit: Unit, edge: Edge, from: usize) -> Option<usize>;

    /// The last edge before a place.
    fn edge_before(&self, unit: Unit, edge: Edge, from: usize) -> Option<usize>;

    /// The grapheme boundary after a place.
    fn grapheme_after(&self, from: usize) -> Option<usize>;

    /// The grapheme boundary before a place.
    fn grapheme_before(&self, from: usize) -> Option<usize>;
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
    pub fn at(units: &dyn Units, cursor: usize, reach: Reach) -> Option<Self> {
        let range = match reach {
            Reach::Whole | Reach::Free => 0..units.len(),
            Reach::Sentence => units.unit_at(Unit::Sentence, cursor)?,
            Reach::Word => units.unit_at(Unit::Word, cursor)?,
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
    pub fn again(&mut self, units: &dyn Units) {
        let next = if self.reach == Reach::Sentence { Reach::Word } else { Reach::Sentence };
        if let Some(taken) = Self::at(units, self.origin, next) {
            *self = taken;
        }
    }

    /// Takes the whole item.
    pub fn whole(&mut self, units: &dyn Units) {
        if let Some(taken) = Self::at(units, self.origin, Reach::Whole) {
            *self = taken;
        }
    }

    /// The other end moves from now on.
    pub fn swap_ends(&mut self) {
        self.moving_start = !self.moving_start;
    }

    /// Moves the moving end by a word.
    pub fn by_word(&mut self, units: &dyn Units, forward: bool) {
        self.by_unit(Unit::Word, units, forward);
    }

    /// Moves the moving end by a sentence.
    pub fn by_sentence(&mut self, units: &dyn Units, forward: bool) {
        self.by_unit(Unit::Sentence, units, forward);
    }

    /// Moves the moving end by a grapheme.
    pub fn by_grapheme(&mut self, units: &dyn Units, forward: bool) {
        let from = self.moving();
        let to = if forward { units.grapheme_after(from) } else { units.grapheme_before(from) };
        self.move_to(to.unwrap_or(from), units.len());
    }

    fn by_unit(&mut self, unit: Unit, units: &dyn Units, forward: bool) {
        let from = self.moving();
        let edge = if self.moving_start { Edge::Start } else { Edge::End };
        let to = match (forward, edge) {
            (true, Edge::Start) => units.edge_after(unit, edge, from).unwrap_or(from),
            (true, Edge::End) => units.edge_after(unit, edge, from).unwrap_or(units.len()),
            (false, Edge::Start) => units.edge_before(unit, edge, from).unwrap_or(0),
            (false, Edge::End) => units.edge_before(unit, edge, from).unwrap_or(from),
        };
        self.move_to(to, units.len());
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

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: [Range<usize>; 2] = [0..10, 11..20];
    const WORDS: [Range<usize>; 4] = [0..4, 5..9, 11..15, 16..19];

    /// Units in lists.
    struct Listed<'a>(&'a [usize]);

    impl Listed<'_> {
        fn list(unit: Unit) -> &'static [Range<usize>] {
            match unit {
                Unit::Sentence => &SENTENCES,
                Unit::Word => &WORDS,
            }
        }
    }

    impl Units for Listed<'_> {
        fn len(&self) -> usize {
            20
        }

        fn unit_at(&self, unit: Unit, at: usize) -> Option<Range<usize>> {
            let list = Self::list(unit);
            list.iter().find(|unit| at < unit.end).or_else(|| list.last()).cloned()
        }

        fn edge_after(&self, unit: Unit, edge: Edge, from: usize) -> Option<usize> {
            Self::list(unit).iter().map(|unit| edge.of(unit)).find(|at| *at > from)
        }

        fn edge_before(&self, unit: Unit, edge: Edge, from: usize) -> Option<usize> {
            Self::list(unit).iter().rev().map(|unit| edge.of(unit)).find(|at| *at < from)
        }

        fn grapheme_after(&self, from: usize) -> Option<usize> {
            self.0.iter().copied().find(|at| *at > from)
        }

        fn grapheme_before(&self, from: usize) -> Option<usize> {
            self.0.iter().rev().copied().find(|at| *at < from)
        }
    }

    #[test]
    fn v_takes_the_sentence_and_again_the_word() {
        let graphemes: Vec<usize> = (0..=20).collect();
        let mut selection = Selection::at(&Listed(&graphemes), 12, Reach::Sentence).expect("a sentence");
        assert_eq!(selection.range(), 11..20);
        selection.again(&Listed(&graphemes));
        assert_eq!(selection.range(), 11..15);
        selection.again(&Listed(&graphemes));
        assert_eq!(selection.range(), 11..20);
    }

    #[test]
    fn an_end_moves_by_word_sentence_and_grapheme_and_never_past_the_other() {
        let graphemes = [0, 1, 2, 3, 4, 5, 7, 9, 10, 20];
        let mut selection = Selection::at(&Listed(&graphemes), 0, Reach::Word).expect("a word");
        selection.by_word(&Listed(&graphemes), true);
        assert_eq!(selection.range(), 0..9);
        selection.by_sentence(&Listed(&graphemes), true);
        assert_eq!(selection.range(), 0..10);
        selection.by_grapheme(&Listed(&graphemes), false);
        selection.by_grapheme(&Listed(&graphemes), false);
        assert_eq!(selection.range(), 0..7);
        for _ in 0..30 {
            selection.by_grapheme(&Listed(&graphemes), false);
        }
        assert_eq!(selection.range(), 0..1);
        selection.swap_ends();
        selection.by_word(&Listed(&graphemes), true);
        assert_eq!(selection.range(), 0..1);
    }
}
