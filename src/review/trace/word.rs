//! The words of a text by which passages are compared: where each stands, a number for it, and whether the writer of a
//! quotation put it in.
//!
//! Uses `text`. Invariant: pure and linear; ranges are bytes on character boundaries, rising and apart; capitals, accents
//! and marks do not count in the number.

use std::ops::Range;

use crate::text::fold::fold;

/// From here on scripts stand without spaces between words: each sign is a word.
const UNSPACED: char = '\u{2e80}';
/// Bytes that square brackets may enclose and still be an insertion.
const INSERTION: usize = 240;

/// One word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    start: u32,
    end: u32,
    /// What it is, without capitals and accents, as a number.
    pub hash: u64,
    /// Whether it stands in square brackets: whoever quotes put it in.
    pub bracketed: bool,
    /// How telling it is: long words tell more than short ones.
    pub weight: u32,
}

impl Word {
    /// Where it stands, in bytes.
    pub fn range(&self) -> Range<usize> {
        self.start()..self.end()
    }

    /// Its first byte.
    pub fn start(&self) -> usize {
        self.start as usize
    }

    /// Behind its last byte.
    pub fn end(&self) -> usize {
        self.end as usize
    }
}

/// The words of a text.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::with_capacity(text.len() / 6);
    let (mut at, mut brackets) = (0, 0..0);
    while let Some(c) = text[at..].chars().next() {
        if c == '[' && at >= brackets.end {
            brackets = at..bracket_end(text, at);
        }
        if !is_letter(c) {
            at += c.len_utf8();
            continue;
        }
        let end = word_end(text, at, c);
        let bracketed = brackets.contains(&at) && end <= brackets.end;
        let word = &text[at..end];
        let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let weight = if word.len() > 3 { 2 } else { 1 };
        found.push(Word { start: offset(at), end: offset(end), hash: hash_of(word), bracketed, weight });
        at = end;
    }
    found
}

/// Whether a character is part of a word.
pub fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || (!c.is_ascii() && c.is_alphanumeric())
}

/// Whether a character is an apostrophe, as which quotation marks serve too.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '′')
}

/// Where the bracket opened at a place closes; the place itself where it does not soon.
fn bracket_end(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..text.len().min(at + INSERTION)];
    let inside = bytes[1..].iter().position(|byte| matches!(byte, b']' | b'['));
    inside.filter(|&end| bytes[end + 1] == b']').map_or(at, |end| at + end + 1)
}

/// Where a word ends. An apostrophe or bracket with letters on both sides stands within it: `don’t`, `[T]he`, `trust[s]`.
fn word_end(text: &str, start: usize, first: char) -> usize {
    if first >= UNSPACED {
        return start + first.len_utf8();
    }
    let mut chars = text[start..].char_indices().peekable();
    let mut after_letter = false;
    while let Some((at, c)) = chars.next() {
        let letter = (is_letter(c) && c < UNSPACED) || is_accent(c);
        let joins = || is_apostrophe(c) || matches!(c, '[' | ']' | '\u{ad}' | '\u{200b}' | '\u{2060}');
        let mut goes_on = || chars.peek().is_some_and(|&(_, next)| is_letter(next) && next < UNSPACED);
        if !(letter || (after_letter && joins() && goes_on())) {
            return start + at;
        }
        after_letter = letter;
    }
    text.len()
}

/// A mark that belongs to the letter before it.
fn is_accent(c: char) -> bool {
    !c.is_ascii() && unicode_normalization::char::is_combining_mark(c)
}

/// A word as a number.
fn hash_of(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |byte: u8| hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    if word.is_ascii() {
        word.bytes().filter(u8::is_ascii_alphanumeric).for_each(|byte| add(byte.to_ascii_lowercase()));
    } else {
        fold(word).text().bytes().filter(|byte| !byte.is_ascii_punctuation()).for_each(add);
    }
    mixed(hash)
}

/// A number each bit of which depends on all of another's (the finaliser of MurmurHash3).
fn mixed(mut hash: u64) -> u64 {
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

/// A run of words as one number.
pub fn run_of(words: &[Word]) -> u64 {
    words.iter().fold(0x9e37_79b9_7f4a_7c15, |sum, word| mixed(sum.rotate_left(7) ^ word.hash))
}

/// Whether what stands between two words says that something was left out there: `…`, `...`, `. . .`, `[...]`.
pub fn is_cut(between: &str) -> bool {
    if between.contains('…') || between.contains("...") {
        return true;
    }
    between.matches('.').count() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Vec<&str> {
        words(text).iter().map(|word| &text[word.range()]).collect()
    }

    fn numbers(text: &str) -> Vec<u64> {
        words(text).iter().map(|word| word.hash).collect()
    }

    #[test]
    fn apostrophes_and_brackets_within_a_word_do_not_part_it() {
        assert_eq!(
            said("Don’t [T]he trust[s] ‘stop’ [it all] it's"),
            ["Don’t", "T]he", "trust[s", "stop", "it", "all", "it's"]
        );
        assert_eq!(numbers("Don’t [T]he trust[s]"), numbers("don't the trusts"));
        assert_eq!(numbers("Café co\u{ad}operate ÉCOLE"), numbers("cafe\u{301} cooperate école"));
        assert_ne!(numbers("open"), numbers("shut"));
    }

    #[test]
    fn words_put_in_by_whoever_quotes_are_told_and_a_bracket_that_does_not_close_is_none() {
        let bracketed = |text: &str| words(text).iter().map(|word| word.bracketed).collect::<Vec<_>>();
        assert_eq!(bracketed("the [new digital] plan [T]he"), [false, true, true, false, false]);
        assert_eq!(bracketed(&format!("[one {}]", "two ".repeat(200)))[..2], [false, false]);
        assert!(words(&"[".repeat(100_000)).is_empty());
    }

    #[test]
    fn every_way_to_leave_words_out_is_a_cut_and_a_full_stop_is_none() {
        for cut in [" … ", "...", " [...] ", " [. . .] ", "…", ". […] "] {
            assert!(is_cut(cut), "{cut:?}");
        }
        for none in [". ", "; ", " – ", ".” "] {
            assert!(!is_cut(none), "{none:?}");
        }
    }
}
