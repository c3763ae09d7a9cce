//! A paragraph cut into pieces: a sentence that rates alone, the others together as far as they stay short.
//!
//! Invariant: the pieces of a paragraph hold all its sentences, in order, and each reference is in one.

use std::ops::Range;

use crate::import::report::paragraph::Paragraph;
use crate::import::report::words;
use crate::model::evidence::FootnoteRef;

/// A piece stays under this many words where sentences allow.
const MOST_WORDS: usize = 120;

/// Cuts a paragraph into runs of sentences: one that rates alone, the others together as far as they stay short.
pub(super) fn pieces(paragraph: &Paragraph, rates: &dyn Fn(usize) -> bool) -> Vec<Range<usize>> {
    let count = paragraph.sentences.len();
    let mut found = Vec::new();
    let mut at = 0;
    while at < count {
        if rates(at) {
            found.push(at..at + 1);
            at += 1;
            continue;
        }
        let end = (at..count).find(|next| rates(*next)).unwrap_or(count);
        found.extend(short_runs(paragraph, at..end));
        at = end;
    }
    found
}

/// Runs of about the same length that each stay under the most words.
fn short_runs(paragraph: &Paragraph, sentences: Range<usize>) -> Vec<Range<usize>> {
    let lengths: Vec<usize> = sentences.clone().map(|n| words::count(paragraph.sentence(n))).collect();
    let all: usize = lengths.iter().sum();
    let parts = all.div_ceil(MOST_WORDS - 10).max(1);
    let aim = all.div_ceil(parts);
    let mut found = Vec::new();
    let mut start = sentences.start;
    let mut held = 0;
    let mut left = all;
    for (n, length) in lengths.iter().enumerate() {
        let here = sentences.start + n;
        // A few words at the end stay with what they follow.
        let worth = held + left >= MOST_WORDS;
        if held > 0 && worth && (held + length >= MOST_WORDS || held + length / 2 >= aim) {
            found.push(start..here);
            start = here;
            held = 0;
        }
        held += length;
        left -= length;
    }
    if start < sentences.end {
        found.push(start..sentences.end);
    }
    found
}

/// The text of some sentences, with the references in it.
pub(super) fn cut(paragraph: &Paragraph, sentences: &Range<usize>) -> (String, Vec<FootnoteRef>) {
    let start = paragraph.sentences[sentences.start].start;
    let end = paragraph.sentences[sentences.end - 1].end;
    let next = paragraph.sentences.get(sentences.end).map_or(paragraph.text.len() + 1, |next| next.start);
    let first = sentences.start == 0;
    let from = if first { 0 } else { paragraph.refs.partition_point(|(_, place)| *place <= start) };
    let to = paragraph.refs.partition_point(|(_, place)| *place <= next);
    let text = &paragraph.text[start..end];
    (text.to_owned(), counted(text, start, &paragraph.refs[from..to], 0))
}

/// References by scalar values of a text that begins at a byte of its paragraph, counted from `before` on.
pub(super) fn counted(text: &str, start: usize, refs: &[(u32, usize)], before: usize) -> Vec<FootnoteRef> {
    let (mut chars, mut bytes) = (0, 0);
    refs.iter()
        .map(|(footnote, place)| {
            let place = place.saturating_sub(start).clamp(bytes, text.len());
            chars += text[bytes..place].chars().count();
            bytes = place;
            FootnoteRef { footnote: *footnote, at: before + chars }
        })
        .collect()
}
