//! Where a long text may be cut, so that each piece can be segmented, made safe and wrapped by itself.
//!
//! Owns the places of the cuts, in bytes and in scalar values. Uses `segment` and `offsets`.
//! Invariant: the pieces follow one another without gap. A cut stands behind a line feed that ends a sentence; only
//! where a text goes on for too long without one it stands inside a line, which then goes on in a new one: behind a
//! sentence if there is one, else behind a word, else between two graphemes.

use std::ops::Range;

use crate::text::offsets::grapheme_start;
use crate::text::segment::ends_at_line_feed;
use crate::text::segment::sentences_of_piece;

/// Bytes a piece has at least, where the text goes on.
const LEAST: usize = 4 << 10;
/// Bytes a piece has at most.
const MOST: usize = 16 << 10;

/// A place counted both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Place {
    byte: usize,
    char: usize,
}

/// The pieces of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cuts {
    /// Starts of the pieces, and the end of the text behind them.
    places: Vec<Place>,
    /// For each piece, how many scalar values of its first line stand before it.
    into_line: Vec<usize>,
}

impl Cuts {
    /// Cuts a text into pieces of a few thousand bytes.
    pub fn new(text: &str) -> Self {
        Self::sized(text, LEAST, MOST)
    }

    /// Cuts a text wherever it may be cut: into its paragraphs.
    pub fn paragraphs(text: &str) -> Self {
        Self::sized(text, 1, MOST)
    }

    /// Cuts a text into pieces of `least` to `most` bytes, but for the last one.
    pub fn sized(text: &str, least: usize, most: usize) -> Self {
        let mut cuts = Self { places: vec![Place::default()], into_line: vec![0] };
        let mut at = Place::default();
        let mut into_line = 0;
        while text.len() - at.byte > least {
            let (byte, forced) = match line_end(text, at.byte, into_line, least, most) {
                Some(byte) => (byte, false),
                None if text.len() - at.byte <= most => break,
                None => (within_line(text, at.byte, least, most, into_line), true),
            };
            if byte >= text.len() {
                break;
            }
            let chars = text[at.byte..byte].chars().count();
            into_line = if forced { in_last_line(&text[at.byte..byte], into_line, chars) } else { 0 };
            at = Place { byte, char: at.char + chars };
            cuts.places.push(at);
            cuts.into_line.push(into_line);
        }
        let chars = text[at.byte..].chars().count();
        cuts.places.push(Place { byte: text.len(), char: at.char + chars });
        cuts
    }

    /// How many pieces there are; at least one.
    pub fn len(&self) -> usize {
        self.places.len() - 1
    }

    /// Never: an empty text is one empty piece.
    pub fn is_empty(&self) -> bool {
        false
    }

    /// Scalar values of the text.
    pub fn chars(&self) -> usize {
        self.places[self.len()].char
    }

    /// A piece in bytes.
    pub fn bytes(&self, piece: usize) -> Range<usize> {
        self.places[piece].byte..self.places[piece + 1].byte
    }

    /// A piece in scalar values.
    pub fn chars_of(&self, piece: usize) -> Range<usize> {
        self.places[piece].char..self.places[piece + 1].char
    }

    /// How many scalar values of its first line stand before a piece.
    pub fn into_line(&self, piece: usize) -> usize {
        self.into_line[piece]
    }

    /// The piece a place is in; the place between two is in the second, the end of the text in the last.
    pub fn piece_of(&self, char: usize) -> usize {
        self.places[..self.len()].partition_point(|place| place.char <= char).saturating_sub(1)
    }

    /// The sentences of a piece, counted from its start.
    pub fn sentences(&self, text: &str, piece: usize) -> Vec<Range<usize>> {
        let bytes = self.bytes(piece);
        sentences_of_piece(&text[bytes.clone()], &text[bytes.end..], self.into_line(piece))
    }

    /// The part of the text between two places in scalar values, whichever pieces they are in.
    pub fn slice<'t>(&self, text: &'t str, range: &Range<usize>) -> &'t str {
        let start = self.byte_of(text, range.start);
        &text[start..self.byte_of(text, range.end).max(start)]
    }

    /// The byte a scalar value starts at; the end for what is beyond.
    pub fn byte_of(&self, text: &str, char: usize) -> usize {
        let piece = self.piece_of(char);
        let within = &text[self.bytes(piece)];
        let before = char - self.places[piece].char;
        self.places[piece].byte + within.char_indices().nth(before).map_or(within.len(), |(byte, _)| byte)
    }
}

/// The byte behind the first line feed at which a piece from `start` may end.
fn line_end(text: &str, start: usize, into_line: usize, least: usize, most: usize) -> Option<usize> {
    let until = start.saturating_add(most).min(text.len());
    let mut from = start + least - 1;
    while from < until {
        let at = from + text.as_bytes()[from..until].iter().position(|&byte| byte == b'\n')?;
        if ends_at_line_feed(text, start, into_line, at) {
            return Some(at + 1);
        }
        from = at + 1;
    }
    None
}

/// Where a piece from `start` ends that has no fit line feed.
fn within_line(text: &str, start: usize, least: usize, most: usize, into_line: usize) -> usize {
    let until = boundary(text, start + most);
    let window = &text[start..until];
    let after_space = |from: usize| {
        let rest = &text[from..];
        from + rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len())
    };
    // Beyond the last sentence that ends within the window, where it would go on is not known.
    let sentences = sentences_of_piece(window, &text[until..], into_line);
    if let Some([.., whole, _]) = sentences.get(..) {
        let end = window.char_indices().nth(whole.end).map_or(until, |(byte, _)| start + byte);
        let cut = after_space(end);
        if end > start + least && cut > end && starts_word(text, cut) {
            return cut;
        }
    }
    let gaps = window.char_indices().rev().filter(|(_, c)| c.is_whitespace());
    let gap = gaps.map(|(at, c)| start + at + c.len_utf8()).take_while(|&at| at > start + least.min(most / 2));
    let word = gap.clone().find(|&at| starts_word(text, at));
    word.unwrap_or_else(|| match grapheme_start(text, until) {
        byte if byte > start => byte,
        _ => until,
    })
}

/// Whether a letter or figure stands at a byte: before it a word ends whatever stands there.
fn starts_word(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_some_and(|c| c.is_alphanumeric() && c < '\u{300}')
}

fn boundary(text: &str, mut byte: usize) -> usize {
    byte = byte.min(text.len());
    while !text.is_char_boundary(byte) {
        byte -= 1;
    }
    byte
}

/// How many scalar values of the line a cut stands in are before it.
fn in_last_line(piece: &str, before: usize, chars: usize) -> usize {
    match piece.rfind('\n') {
        Some(at) => piece[at + 1..].chars().count(),
        None => before + chars,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::segment::sentences;
    use crate::text::segment::words;
    use proptest::prelude::*;

    fn all_sentences(text: &str, cuts: &Cuts) -> Vec<Range<usize>> {
        let pieces = (0..cuts.len()).flat_map(|piece| {
            let from = cuts.chars_of(piece).start;
            cuts.sentences(text, piece).into_iter().map(move |range| range.start + from..range.end + from)
        });
        pieces.collect()
    }

    #[test]
    fn a_text_is_cut_behind_line_ends_that_end_a_sentence_only() {
        let text = "First line of it.\nSecond: it goes\non here.\n\nThird.\n";
        let cuts = Cuts::paragraphs(text);
        let pieces: Vec<&str> = (0..cuts.len()).map(|piece| &text[cuts.bytes(piece)]).collect();
        assert_eq!(pieces, ["First line of it.\n", "Second: it goes\non here.\n", "\n", "Third.\n"]);
    }

    #[test]
    fn a_long_line_is_cut_behind_a_sentence_and_else_behind_a_word_or_anywhere() {
        let text = "One two three. Four five six. Seven";
        let cuts = Cuts::sized(text, 8, 20);
        let pieces: Vec<&str> = (0..cuts.len()).map(|piece| &text[cuts.bytes(piece)]).collect();
        assert_eq!(pieces, ["One two three. ", "Four five six. Seven"]);
        let cuts = Cuts::sized("one two three four five six", 4, 12);
        assert_eq!(cuts.bytes(0), 0..8);
        let cuts = Cuts::sized("aaaaaaaaaaaaaaaaaaaaaaa", 4, 10);
        assert_eq!(cuts.bytes(0), 0..10);
    }

    #[test]
    fn no_text_makes_a_piece_too_long_or_takes_long_to_cut() {
        let length = 200_000;
        for unit in [
            "\n", "a\n", "a", ".", "a. ", "and so\n", "\u{301}", "(b) x\n", "Mr. ", "\u{4e2d}", "[.", "e.g.\n",
            "1.12\n", "\t x",
        ] {
            let text = unit.repeat(length / unit.len());
            for cuts in [Cuts::new(&text), Cuts::paragraphs(&text)] {
                let longest = (0..cuts.len()).map(|piece| cuts.bytes(piece).len()).max();
                assert!(longest <= Some(MOST + 4), "{unit:?}: {longest:?}");
                assert_eq!(cuts.bytes(cuts.len() - 1).end, text.len(), "{unit:?}");
            }
        }
    }

    #[test]
    fn places_are_found_in_their_piece() {
        let text = "é.\né.\né.\n";
        let cuts = Cuts::paragraphs(text);
        assert_eq!((cuts.len(), cuts.chars()), (3, 9));
        let pieces: Vec<usize> = (0..=9).map(|at| cuts.piece_of(at)).collect();
        assert_eq!(pieces, [0, 0, 0, 1, 1, 1, 2, 2, 2, 2]);
        assert_eq!(cuts.slice(text, &(2..5)), "\né.");
        assert_eq!(cuts.byte_of(text, 9), text.len());
        assert_eq!(Cuts::new("").len(), 1);
    }

    proptest! {
        #[test]
        fn cut_at_line_ends_a_text_has_the_sentences_and_words_it_has_whole(
            parts in proptest::collection::vec(
                prop_oneof![
                    "[A-Za-z ,]{0,12}", "[.!?] ?", "\n", "\n\n", "[\"(\\[][a-zA-Z0-9]{0,3}[\"\\])]", "[0-9]{1,3}",
                    Just("Mr. ".to_owned()), Just("e.g. ".to_owned()), Just("\t".to_owned()), "\\PC{0,3}",
                    Just("(b) ".to_owned()), Just("a line as long as those that were broken by a width of it".to_owned()),
                ],
                0..60,
            ),
            least in 1_usize..60,
        ) {
            let text = parts.concat();
            let cuts = Cuts::sized(&text, least, usize::MAX);
            prop_assert_eq!(all_sentences(&text, &cuts), sentences(&text));
            let by_piece: Vec<Range<usize>> = (0..cuts.len()).flat_map(|piece| {
                let from = cuts.chars_of(piece).start;
                words(&text[cuts.bytes(piece)]).into_iter().map(move |range| range.start + from..range.end + from)
            }).collect();
            prop_assert_eq!(by_piece, words(&text));
        }

        #[test]
        fn a_line_cut_by_force_loses_nothing(text in "([A-Za-z]{1,9}[ .]{1,2}|\\PC){0,80}", most in 12_usize..60) {
            let cuts = Cuts::sized(&text, most / 3, most);
            let joined: String = (0..cuts.len()).map(|piece| &text[cuts.bytes(piece)]).collect();
            prop_assert_eq!(joined, text.clone());
            prop_assert_eq!(cuts.chars(), text.chars().count());
            for piece in 0..cuts.len() {
                let inside = cuts.chars_of(piece).len();
                prop_assert!(inside > 0 || text.is_empty());
                prop_assert!(cuts.sentences(&text, piece).iter().all(|sentence| sentence.end <= inside));
            }
        }
    }
}
