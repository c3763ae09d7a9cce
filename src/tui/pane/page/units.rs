//! The units a passage in a page's text is made of, found part by part.

use std::ops::Range;

use crate::review::selection::Edge;
use crate::review::selection::Unit;
use crate::review::selection::Units;
use crate::tui::pane::page::text::PageText;
use crate::tui::pane::page::text::Step;

impl From<Unit> for Step {
    fn from(unit: Unit) -> Self {
        match unit {
            Unit::Sentence => Self::Sentence,
            Unit::Word => Self::Word,
        }
    }
}

impl Units for PageText {
    fn len(&self) -> usize {
        self.chars()
    }

    fn unit_at(&self, unit: Unit, at: usize) -> Option<Range<usize>> {
        self.unit_at(unit.into(), at)
    }

    fn edge_after(&self, unit: Unit, edge: Edge, from: usize) -> Option<usize> {
        self.first(unit.into(), from, |unit| edge.of(unit) > from).map(|unit| edge.of(&unit))
    }

    fn edge_before(&self, unit: Unit, edge: Edge, from: usize) -> Option<usize> {
        self.last(unit.into(), from, |unit| edge.of(unit) < from).map(|unit| edge.of(&unit))
    }

    fn grapheme_after(&self, from: usize) -> Option<usize> {
        if from >= self.chars() {
            return None;
        }
        let part = self.part_of(from);
        let start = self.start_of(part);
        Some(start + self.part(part).graphemes(self.stored_of_part(part)).next(from - start))
    }

    fn grapheme_before(&self, from: usize) -> Option<usize> {
        let part = self.part_of(from.checked_sub(1)?);
        let start = self.start_of(part);
        Some(start + self.part(part).graphemes(self.stored_of_part(part)).previous(from - start))
    }
}
