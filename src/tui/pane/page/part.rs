//! One part of a page's text, made ready: what is shown of it, its sentences and words.
//!
//! Offsets count from the start of the part: stored ones those of the stored text, shown ones those of the text with
//! markers and stand-ins. Knows nothing of the other parts.

use std::cell::OnceCell;
use std::ops::Range;

use crate::model::evidence::FootnoteRef;
use crate::text::display::displayed;
use crate::text::offsets::Graphemes;
use crate::text::segment::words;

/// A footnote's marker in the shown text of a part.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Where it is shown.
    pub shown: Range<usize>,
    /// The stored offset it stands at.
    pub at: usize,
}

/// A part, made ready.
#[derive(Debug)]
pub struct Part {
    shown: String,
    /// For each shown scalar value, the stored one it stands for.
    origin: Vec<u32>,
    stored_len: usize,
    markers: Vec<Marker>,
    sentences: Vec<Range<usize>>,
    words: OnceCell<Vec<Range<usize>>>,
    graphemes: OnceCell<Graphemes>,
}

impl Part {
    /// Prepares a stretch of text; `refs` stand within it, at offsets of the whole, `start` being its own.
    pub fn new(text: &str, refs: &[FootnoteRef], start: usize, sentences: Vec<Range<usize>>) -> Self {
        let mut part = Self {
            shown: String::with_capacity(text.len() + refs.len() * 6),
            origin: Vec::with_capacity(text.len() + refs.len() * 6),
            stored_len: text.chars().count(),
            markers: Vec::with_capacity(refs.len()),
            sentences,
            words: OnceCell::new(),
            graphemes: OnceCell::new(),
        };
        let mut from = 0;
        let mut rest = text;
        for reference in refs {
            let count = reference.at.saturating_sub(start + from);
            let byte = rest.char_indices().nth(count).map_or(rest.len(), |(byte, _)| byte);
            let (segment, after) = rest.split_at(byte);
            part.push(segment, from);
            from += segment.chars().count();
            rest = after;
            part.push_marker(reference.footnote, from);
        }
        part.push(rest, from);
        part
    }

    fn push(&mut self, segment: &str, from: usize) {
        let displayed = displayed(segment);
        let map = displayed.map();
        if map.changes().is_empty() {
            self.shown.push_str(segment);
            self.origin.extend((from..from + map.stored_len()).map(narrow));
            return;
        }
        for (at, c) in displayed.safe().as_str().chars().enumerate() {
            self.shown.push(c);
            self.origin.push(narrow(from + map.stored_of(at)));
        }
    }

    fn push_marker(&mut self, footnote: u32, at: usize) {
        let start = self.origin.len();
        for c in format!("[{footnote}]").chars() {
            self.shown.push(c);
            self.origin.push(narrow(at));
        }
        self.markers.push(Marker { shown: start..self.origin.len(), at });
    }

    /// The shown text.
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// Scalar values of the shown text.
    pub fn shown_len(&self) -> usize {
        self.origin.len()
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
    pub fn words(&self, text: &str) -> &[Range<usize>] {
        self.words.get_or_init(|| words(text))
    }

    /// Where its graphemes begin.
    pub fn graphemes(&self, text: &str) -> &Graphemes {
        self.graphemes.get_or_init(|| Graphemes::new(text))
    }

    fn shown_before(&self, stored: usize) -> usize {
        self.origin.partition_point(|&origin| (origin as usize) < stored)
    }

    /// The shown offset of a stored one; past markers that stand there.
    pub fn shown_of(&self, stored: usize) -> usize {
        let mut at = self.shown_before(stored);
        for marker in &self.markers {
            if marker.shown.start == at && marker.at == stored {
                at = marker.shown.end;
            }
        }
        at
    }

    /// The shown range of what a stored range, reaching over the part perhaps, has in this part. Markers at its start
    /// and end are left out.
    pub fn shown_range(&self, part_start: usize, range: &Range<usize>) -> Range<usize> {
        let start = if range.start < part_start { 0 } else { self.shown_of(range.start - part_start) };
        let end = range.end.saturating_sub(part_start);
        let end = if end > self.stored_len { self.shown_len() } else { self.shown_before(end) };
        start..end.max(start)
    }

    /// The stored offset of a shown one.
    pub fn stored_of(&self, shown: usize) -> usize {
        self.origin.get(shown).map_or(self.stored_len, |&origin| origin as usize)
    }
}

/// An offset within a part; parts are far shorter than what fits.
fn narrow(offset: usize) -> u32 {
    u32::try_from(offset).unwrap_or(u32::MAX)
}
