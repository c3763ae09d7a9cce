//! Whether a passage stands in a text word for word.
//!
//! Invariant: nothing but the length of blanks may differ, and what is found begins and ends with whole words: a lookalike
//! is never exact.

use std::iter::Peekable;
use std::ops::Range;

use crate::review::trace::word::is_apostrophe;
use crate::review::trace::word::is_letter;

/// Where a passage stands in a text, if a word of it, at byte `in_passage`, is the one at byte `in_text`.
pub fn around(passage: &str, in_passage: usize, text: &str, in_text: usize) -> Option<Range<usize>> {
    let (before, behind) = (passage.get(..in_passage)?, passage.get(in_passage..)?);
    let (text_before, text_behind) = (text.get(..in_text)?, text.get(in_text..)?);
    let back = same(before.chars().rev(), text_before.chars().rev())?;
    let ahead = same(behind.chars(), text_behind.chars())?;
    let found = in_text - back..in_text + ahead;
    is_whole(text, &found).then_some(found)
}

/// How many bytes of a text the characters of a passage take, if the text begins with them; any run of blanks is like any
/// other.
fn same(passage: impl Iterator<Item = char>, text: impl Iterator<Item = char>) -> Option<usize> {
    let (mut passage, mut text) = (passage.peekable(), text.peekable());
    let mut bytes = 0;
    while let Some(c) = passage.next() {
        let there = text.next().filter(|&there| there == c || (c.is_whitespace() && there.is_whitespace()))?;
        bytes += there.len_utf8();
        if c.is_whitespace() {
            blanks(&mut passage);
            bytes += blanks(&mut text);
        }
    }
    Some(bytes)
}

/// Passes over blanks and counts their bytes.
fn blanks(chars: &mut Peekable<impl Iterator<Item = char>>) -> usize {
    let mut bytes = 0;
    while let Some(c) = chars.next_if(|c| c.is_whitespace()) {
        bytes += c.len_utf8();
    }
    bytes
}

/// Whether a range begins and ends where words do: `cure of all` is not in `secure of all`, nor `trust` in `trust’s`.
fn is_whole(text: &str, range: &Range<usize>) -> bool {
    let parts = |before: &str, behind: &str| {
        let last = before.chars().next_back();
        let mut ahead = behind.chars();
        match (last.filter(|&c| is_letter(c)), ahead.next()) {
            (Some(_), Some(c)) if is_letter(c) => false,
            (Some(_), Some(c)) if is_apostrophe(c) => !ahead.next().is_some_and(is_letter),
            _ => true,
        }
    };
    let starts = parts(&text[..range.start], &text[range.clone()]);
    starts && parts(&text[range.clone()], &text[range.end..])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(passage: &str, text: &str) -> Option<String> {
        // Held against the text at every word, as whoever looks does.
        let words = |text: &str| crate::review::trace::word::words(text);
        let at = words(passage).first()?.start();
        words(text).iter().find_map(|word| around(passage, at, text, word.start())).map(|range| text[range].to_owned())
    }

    #[test]
    fn only_the_length_of_blanks_may_differ() {
        let text = "We  saw that “the wheel\u{a0}turns”,\n by night.";
        assert_eq!(found("the wheel turns", text).as_deref(), Some("the wheel\u{a0}turns"));
        assert_eq!(found("wheel turns”, by night.", text).as_deref(), Some("wheel\u{a0}turns”,\n by night."));
        for other in ["the wheel turns\", by", "The wheel turns", "the wheelturns", "wheel turns” by", "by night. Or"]
        {
            assert_eq!(found(other, text), None, "{other}");
        }
    }

    #[test]
    fn parts_of_words_are_not_exact() {
        assert_eq!(found("cure of all", "Secure of all"), None);
        assert_eq!(found("of the trust", "of the trust’s wheel"), None);
        assert_eq!(found("of the trust", "of the trusts"), None);
        assert_eq!(found("of the trusts", "of the trusts’ wheel").as_deref(), Some("of the trusts"));
    }
}
