//! A text as it is read: sanitised, with its footnote markers put back in, wrapped once for a
//! width, and with the way between what is stored and what is shown.
//!
//! Offsets of the stored text are scalar values; offsets of the shown text are too.

use std::ops::Range;

use crate::model::evidence::FootnoteRef;
use crate::text::display::display;
use crate::text::display::displayed;
use crate::text::segment::sentences;
use crate::text::segment::words;
use crate::text::wrap::Wrapped;

/// A footnote's marker in the shown text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Where it is shown.
    pub shown: Range<usize>,
    /// The stored offset it stands at.
    pub at: usize,
    /// Its number.
    pub footnote: u32,
}

/// A text as it is read.
#[derive(Debug, Clone)]
pub struct Page {
    stored: String,
    shown: String,
    /// For each shown scalar value, the stored one it stands for.
    origin: Vec<usize>,
    stored_len: usize,
    markers: Vec<Marker>,
    sentences: Vec<Range<usize>>,
    words: Vec<Range<usize>>,
    wrapped: Wrapped,
    width: usize,
}

impl Page {
    /// Prepares a text for a width.
    pub fn new(text: &str, refs: &[FootnoteRef], width: usize) -> Self {
        let mut page = Self {
            stored: text.to_owned(),
            shown: String::with_capacity(text.len() + refs.len() * 6),
            origin: Vec::with_capacity(text.len() + refs.len() * 6),
            stored_len: text.chars().count(),
            markers: Vec::with_capacity(refs.len()),
            sentences: sentences(text),
            words: words(text),
            wrapped: Wrapped::new(display(""), 1),
            width,
        };
        let mut from = 0;
        let mut rest = text;
        for reference in refs {
            let count = reference.at.saturating_sub(from);
            let byte = rest.char_indices().nth(count).map_or(rest.len(), |(byte, _)| byte);
            let (segment, after) = rest.split_at(byte);
            page.push(segment, from);
            from += segment.chars().count();
            rest = after;
            page.push_marker(reference.footnote, from);
        }
        page.push(rest, from);
        page.wrapped = Wrapped::new(display(&page.shown), width);
        page
    }

    fn push(&mut self, segment: &str, from: usize) {
        let displayed = displayed(segment);
        for (at, c) in displayed.safe().as_str().chars().enumerate() {
            self.shown.push(c);
            self.origin.push(from + displayed.map().stored_of(at));
        }
    }

    fn push_marker(&mut self, footnote: u32, at: usize) {
        let start = self.origin.len();
        for c in format!("[{footnote}]").chars() {
            self.shown.push(c);
            self.origin.push(at);
        }
        self.markers.push(Marker { shown: start..self.origin.len(), at, footnote });
    }

    /// Wraps anew where the width has changed.
    pub fn set_width(&mut self, width: usize) {
        if self.width != width {
            self.width = width;
            self.wrapped = Wrapped::new(display(&self.shown), width);
        }
    }

    /// The stored text.
    pub fn stored(&self) -> &str {
        &self.stored
    }

    /// Scalar values of the stored text.
    pub fn stored_len(&self) -> usize {
        self.stored_len
    }

    /// The shown text.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// How it is wrapped.
    pub fn wrapped(&self) -> &Wrapped {
        &self.wrapped
    }

    /// Its markers, in order.
    pub fn markers(&self) -> &[Marker] {
        &self.markers
    }

    /// Its sentences, as stored ranges.
    pub fn sentences(&self) -> &[Range<usize>] {
        &self.sentences
    }

    /// Its words, as stored ranges.
    pub fn words(&self) -> &[Range<usize>] {
        &self.words
    }

    /// The shown offset of a stored one; past markers that stand there.
    pub fn shown_of(&self, stored: usize) -> usize {
        let mut at = self.origin.partition_point(|&origin| origin < stored);
        for marker in &self.markers {
            if marker.shown.start == at && marker.at == stored {
                at = marker.shown.end;
            }
        }
        at
    }

    /// The shown range of a stored one; markers at its end are left out.
    pub fn shown_range(&self, stored: &Range<usize>) -> Range<usize> {
        let start = self.shown_of(stored.start);
        start..self.origin.partition_point(|&origin| origin < stored.end).max(start)
    }

    /// The stored offset of a shown one.
    pub fn stored_of(&self, shown: usize) -> usize {
        self.origin.get(shown).copied().unwrap_or(self.stored_len)
    }

    /// The sentence an offset stands in; the last one past the end.
    pub fn sentence_at(&self, stored: usize) -> usize {
        self.sentences.partition_point(|sentence| sentence.end <= stored).min(self.sentences.len().saturating_sub(1))
    }

    /// The wrapped line a stored offset is shown on.
    pub fn line_of(&self, stored: usize) -> usize {
        self.wrapped.line_of(self.shown_of(stored))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markers_stand_in_the_shown_text_and_not_in_the_stored_one() {
        let refs = [FootnoteRef { footnote: 37, at: 5 }, FootnoteRef { footnote: 38, at: 5 }];
        let page = Page::new("It is. So.", &refs, 40);
        assert_eq!(page.shown(), "It is[37][38]. So.");
        assert_eq!(page.stored_of(5), 5);
        assert_eq!(page.shown_of(5), 13);
        assert_eq!(page.shown_range(&(0..5)), 0..5);
        assert_eq!(page.shown_range(&(0..6)), 0..14);
    }

    #[test]
    fn a_control_character_is_visible_and_keeps_its_place() {
        let page = Page::new("a\u{1b}b", &[], 40);
        assert_eq!(page.shown(), "a^[b");
        assert_eq!(page.stored_of(3), 2);
        assert_eq!(page.shown_of(2), 3);
    }
}
