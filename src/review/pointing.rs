//! Where in a text a passage is, when it is told in words: by the words themselves, or by its sentences' numbers.
//!
//! Pure. Invariant: ranges are scalar values of the stored text and lie in it.

use std::ops::Range;

/// The scalar values of the sentences from one number to another, both counted from 1: `3`, `3-5`, `3 to 5`.
///
/// # Errors
/// What is no such number here, in words.
pub fn sentences_numbered(sentences: &[Range<usize>], typed: &str) -> Result<Range<usize>, String> {
    let told = || {
        format!(
            "\u{201c}{}\u{201d} is no sentence here: type one from 1 to {}, or two as 2-3.",
            typed.trim(),
            sentences.len()
        )
    };
    let plain = typed.replace("to", "-").replace(['\u{2013}', '\u{2014}'], "-");
    let mut ends = plain.splitn(2, '-').map(|number| number.trim().parse::<usize>());
    let first = ends.next().and_then(Result::ok).ok_or_else(told)?;
    let last = ends.next().map_or(Ok(first), |last| last.map_err(|_| told()))?;
    let (first, last) = (first.min(last), first.max(last));
    match (first.checked_sub(1).and_then(|at| sentences.get(at)), sentences.get(last.wrapping_sub(1))) {
        (Some(from), Some(to)) => Ok(from.start..to.end),
        _ => Err(told()),
    }
}

/// Everywhere a text has these words. White space counts as one space however much there is, and a quotation mark or
/// dash as any other of its kind, since few keyboards have those of print.
pub fn places_of(text: &str, typed: &str) -> Vec<Range<usize>> {
    let wanted: Vec<char> = plain(typed.trim()).into_iter().map(|(c, _)| c).collect();
    let there = plain(text);
    if wanted.is_empty() {
        return Vec::new();
    }
    let found = there.windows(wanted.len()).filter(|window| window.iter().map(|(c, _)| *c).eq(wanted.iter().copied()));
    found.filter_map(|window| Some(window.first()?.1.start..window.last()?.1.end)).collect()
}

/// The characters as they are compared, each with the scalar values it stands for.
fn plain(text: &str) -> Vec<(char, Range<usize>)> {
    let mut out: Vec<(char, Range<usize>)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        let c = match c {
            '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2032}' => '\'',
            '\u{201c}' | '\u{201d}' | '\u{201f}' | '\u{2033}' => '"',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        };
        match out.last_mut() {
            Some((' ', before)) if c == ' ' => before.end = at + 1,
            _ => out.push((c, at..at + 1)),
        }
    }
    out
}

/// A few words on either side of a place, the words themselves in brackets: to tell like places apart.
pub fn around(text: &str, place: &Range<usize>) -> String {
    const BESIDE: usize = 40;
    let slice = |from: usize, to: usize| -> String { text.chars().skip(from).take(to.saturating_sub(from)).collect() };
    let from = place.start.saturating_sub(BESIDE);
    let (before, words) = (slice(from, place.start), slice(place.start, place.end));
    let after = slice(place.end, place.end + BESIDE);
    let (first, last) =
        (if from > 0 { "\u{2026}" } else { "" }, if after.chars().count() == BESIDE { "\u{2026}" } else { "" });
    format!("{first}{before}[{words}]{after}{last}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_told_by_their_numbers() {
        let sentences = [0..5, 6..9, 10..20];
        let told = |typed: &str| sentences_numbered(&sentences, typed);
        assert_eq!(told("2"), Ok(6..9));
        assert_eq!(told(" 2-3 "), Ok(6..20));
        assert_eq!(told("3 to 2"), Ok(6..20));
        assert_eq!(told("1\u{2013}2"), Ok(0..9));
        for wrong in ["", "0", "4", "2-4", "two", "1-", "-1", "1-2-3"] {
            assert!(told(wrong).is_err_and(|words| words.contains("from 1 to 3")), "{wrong:?}");
        }
    }

    #[test]
    fn words_are_found_wherever_they_stand_as_a_keyboard_has_them() {
        let text = "The \u{2018}view\u{2019} is  so.\nThe 'view' is so \u{2014} é.";
        assert!(places_of(text, "the 'view'").is_empty(), "capitals are words' own");
        assert_eq!(places_of(text, "The 'view' is so"), [0..17, 19..35]);
        assert_eq!(places_of(text, "so - é"), vec![33..39]);
        assert!(places_of(text, "  ").is_empty());
        assert_eq!(places_of("aaa", "aa"), [0..2, 1..3]);
    }

    #[test]
    fn a_place_is_shown_among_the_words_beside_it() {
        assert_eq!(around("one two three", &(4..7)), "one [two] three");
    }
}
