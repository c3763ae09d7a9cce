//! The words of a folded text: what search compares, and what the full-text index holds.
//!
//! Owns where a word begins and ends. Uses `fold`. Invariant: a word holds nothing that an index which splits at
//! everything but letters and figures would split, so that index and memory agree on every text.

use std::ops::Range;

use unicode_normalization::char::is_combining_mark;

use crate::text::fold::fold;

/// Scalar values of a word at most; a longer run is several.
const LONGEST: usize = 64;
/// From here on scripts stand without spaces between words: each sign is a word.
const UNSPACED: char = '\u{2e80}';

/// The words of a folded text, in bytes, in order.
pub fn words(folded: &str) -> Words<'_> {
    Words { text: folded, at: 0 }
}

/// Iterates over words.
#[derive(Debug, Clone)]
pub struct Words<'a> {
    text: &'a str,
    at: usize,
}

impl Iterator for Words<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        let rest = &self.text[self.at..];
        let start = self.at + rest.find(is_letter)?;
        let mut chars = self.text[start..].char_indices();
        let (_, first) = chars.next()?;
        let mut end = start + first.len_utf8();
        if first < UNSPACED {
            let inside = chars.take(LONGEST - 1).take_while(|&(_, c)| is_letter(c) && c < UNSPACED);
            end = inside.last().map_or(end, |(at, c)| start + at + c.len_utf8());
        }
        self.at = end;
        Some(start..end)
    }
}

/// Whether a character is part of a word: letters, figures, and the marks that make another letter.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() || (!c.is_ascii() && is_combining_mark(c))
}

/// Folds a text and sets its words one space apart.
pub fn spaced(text: &str) -> String {
    let folded = fold(text);
    let mut out = String::with_capacity(folded.text().len());
    for word in words(folded.text()) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&folded.text()[word]);
    }
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_letters_and_figures_and_signs_of_unspaced_scripts_stand_alone() {
        assert_eq!(
            spaced("The NHS\u{2019}s e-mail, 2023/24: 75% \u{201c}Résumé\u{201d}"),
            "the nhs s e mail 2023 24 75 resume"
        );
        assert_eq!(spaced("医療 data"), "医 療 data");
        assert_eq!(spaced(" - "), "");
        let long = "a".repeat(LONGEST + 3);
        assert_eq!(spaced(&long), format!("{} aaa", "a".repeat(LONGEST)));
    }

    proptest! {
        #[test]
        fn words_are_the_same_once_spaced(text in any::<String>()) {
            let once = spaced(&text);
            let again: Vec<&str> = words(&once).map(|word| &once[word]).collect();
            prop_assert_eq!(again, once.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>());
        }
    }
}
