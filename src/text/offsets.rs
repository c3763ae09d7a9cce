//! Places in a text: scalar values, bytes, graphemes.
//!
//! Owns the conversions. Uses std and the unicode crates.
//! Invariant: scalar values are what files hold; bytes and graphemes are found from them and never
//! written anywhere.

use std::ops::Range;

use unicode_segmentation::GraphemeCursor;

use crate::text::cluster::Piece;
use crate::text::cluster::pieces;

/// The byte a scalar value starts at; the length of the text for the place behind the last one;
/// `None` beyond.
pub fn byte_of(text: &str, char_offset: usize) -> Option<usize> {
    if text.is_ascii() {
        return (char_offset <= text.len()).then_some(char_offset);
    }
    text.char_indices().map(|(byte, _)| byte).chain([text.len()]).nth(char_offset)
}

/// How many scalar values stand before a byte; `None` inside a scalar value or beyond the text.
pub fn char_of(text: &str, byte: usize) -> Option<usize> {
    text.get(..byte).map(|before| before.chars().count())
}

/// The part between two places in scalar values; `None` if a place is beyond the text or they are in
/// the wrong order.
pub fn slice(text: &str, start: usize, end: usize) -> Option<&str> {
    let rest = &text[byte_of(text, start)?..];
    rest.get(..byte_of(rest, end.checked_sub(start)?)?)
}

/// The smallest range of whole graphemes that covers a range of scalar values; places beyond the end
/// are at the end. An empty range stays empty, at the start of its grapheme.
pub fn snap(text: &str, range: Range<usize>) -> Range<usize> {
    Graphemes::new(text).snap(range)
}

/// The start of the grapheme a byte is in; the byte itself at a boundary; the end of the text beyond it.
pub fn grapheme_start(text: &str, byte: usize) -> usize {
    /// How far to look back. A grapheme of safe text is within 64 bytes; for a run of flags the pairs may
    /// come out shifted, which is better than reading a long run again for each line.
    const BACK: usize = 256;
    if byte >= text.len() {
        return text.len();
    }
    let whole = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let byte = whole(byte);
    let from = whole(byte.saturating_sub(BACK));
    let window = &text[from..];
    let mut cursor = GraphemeCursor::new(byte - from, window.len(), true);
    if cursor.is_boundary(window, 0).unwrap_or(true) {
        return byte;
    }
    from + cursor.prev_boundary(window, 0).ok().flatten().unwrap_or(0)
}

/// Where the graphemes of a text begin, in scalar values. Holds only those of several scalar values.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Graphemes {
    compound: Vec<Range<usize>>,
    length: usize,
}

impl Graphemes {
    /// Finds them.
    pub fn new(text: &str) -> Self {
        let mut found = Self::default();
        for piece in pieces(text) {
            match piece {
                Piece::Plain(run) => found.length += run.chars().count(),
                Piece::Cluster(cluster) => {
                    let start = found.length;
                    found.length += cluster.chars().count();
                    if found.length > start + 1 {
                        found.compound.push(start..found.length);
                    }
                }
            }
        }
        found
    }

    /// Scalar values of the text.
    pub fn chars(&self) -> usize {
        self.length
    }

    /// Whether a grapheme starts or the text ends there.
    pub fn is_boundary(&self, offset: usize) -> bool {
        offset <= self.length && self.around(offset).is_none_or(|grapheme| grapheme.start == offset)
    }

    /// The boundary after a place; the end at the end.
    pub fn next(&self, offset: usize) -> usize {
        self.around(offset).map_or((offset + 1).min(self.length), |grapheme| grapheme.end)
    }

    /// The boundary before a place; 0 at the start.
    pub fn previous(&self, offset: usize) -> usize {
        let before = offset.min(self.length + 1).saturating_sub(1);
        self.around(before).map_or(before, |grapheme| grapheme.start)
    }

    /// The smallest range of whole graphemes that covers a range; see [`snap`].
    pub fn snap(&self, range: Range<usize>) -> Range<usize> {
        let floor = |offset: usize| self.around(offset).map_or(offset.min(self.length), |grapheme| grapheme.start);
        let start = floor(range.start);
        if range.end <= range.start {
            return start..start;
        }
        let end = range.end.min(self.length);
        start..if self.is_boundary(end) { end } else { self.next(end) }
    }

    /// The grapheme of several scalar values that a place is in.
    fn around(&self, offset: usize) -> Option<&Range<usize>> {
        let after = self.compound.partition_point(|grapheme| grapheme.start <= offset);
        self.compound[..after].last().filter(|grapheme| offset < grapheme.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    /// a, é (2), 👩‍👧 (3), 中, line end (2): scalar values 0..9.
    const MIXED: &str = "ae\u{301}👩\u{200D}👧中\r\n";

    #[test]
    fn places_convert_between_scalar_values_and_bytes() {
        assert_eq!(byte_of("a£中😀", 0), Some(0));
        assert_eq!(byte_of("a£中😀", 3), Some(6));
        assert_eq!(byte_of("a£中😀", 4), Some(10));
        assert_eq!(byte_of("a£中😀", 5), None);
        assert_eq!(char_of("a£中😀", 6), Some(3));
        assert_eq!(char_of("a£中😀", 2), None);
        assert_eq!(char_of("a£中😀", 99), None);
    }

    #[test]
    fn a_part_outside_the_text_is_refused() {
        assert_eq!(slice("a£中😀", 1, 3), Some("£中"));
        assert_eq!(slice("a£中😀", 4, 4), Some(""));
        assert_eq!(slice("a£中😀", 3, 5), None);
        assert_eq!(slice("a£中😀", 3, 2), None);
    }

    #[test]
    fn the_cursor_steps_over_whole_graphemes() {
        let index = Graphemes::new(MIXED);
        let mut forward = vec![0];
        while forward.last() != Some(&index.chars()) {
            forward.push(index.next(*forward.last().expect("the walk starts at 0")));
        }
        assert_eq!(forward, [0, 1, 3, 6, 7, 9]);
        let mut back = vec![9];
        while back.last() != Some(&0) {
            back.push(index.previous(*back.last().expect("the walk starts at 9")));
        }
        back.reverse();
        assert_eq!(back, forward);
        assert_eq!((index.next(9), index.previous(0), index.next(99), index.previous(99)), (9, 0, 9, 9));
    }

    #[test]
    fn a_range_grows_to_whole_graphemes() {
        assert_eq!(snap(MIXED, 2..4), 1..6);
        assert_eq!(snap(MIXED, 1..3), 1..3);
        assert_eq!(snap(MIXED, 5..5), 3..3);
        assert_eq!(snap(MIXED, 8..99), 7..9);
    }

    #[test]
    fn a_cut_inside_a_grapheme_moves_to_its_start() {
        let boundaries: Vec<usize> = MIXED.grapheme_indices(true).map(|(at, _)| at).chain([MIXED.len()]).collect();
        for byte in 0..MIXED.len() + 2 {
            let expected = boundaries.iter().rev().find(|&&at| at <= byte).copied();
            assert_eq!(Some(grapheme_start(MIXED, byte)), expected);
        }
    }

    proptest! {
        #[test]
        fn conversions_are_each_others_inverse(text in "\\PC{0,12}") {
            for (at, (byte, _)) in text.char_indices().enumerate() {
                prop_assert_eq!(byte_of(&text, at), Some(byte));
                prop_assert_eq!(char_of(&text, byte), Some(at));
            }
            let length = text.chars().count();
            prop_assert_eq!(slice(&text, 0, length), Some(text.as_str()));
        }
    }
}
