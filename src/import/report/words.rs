//! Plain words: keys for comparing, word lists, numbers written out, months.
//!
//! Invariant: pure; nothing here knows what a report is.

use crate::import::when::MONTHS;

/// A text with single spaces, whatever stood between its words.
pub(crate) fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Letters and figures only, in lower case: what is left when capitals, spaces and signs do not count.
pub(crate) fn key(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The words of a text in lower case; an apostrophe stays inside its word.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.to_lowercase()
        .split(|c: char| !(c.is_alphanumeric() || c == '’' || c == '\''))
        .map(|word| word.trim_matches(|c| c == '’' || c == '\'').to_owned())
        .filter(|word| !word.is_empty())
        .collect()
}

/// Words that tell two promises or bodies apart: longer ones, without those that stand in every sentence.
pub(crate) fn telling_words(text: &str) -> Vec<String> {
    const COMMON: &[&str] = &[
        "about",
        "across",
        "also",
        "been",
        "being",
        "both",
        "care",
        "commitment",
        "commitments",
        "deliver",
        "delivery",
        "does",
        "each",
        "every",
        "from",
        "government",
        "have",
        "health",
        "into",
        "made",
        "make",
        "more",
        "national",
        "number",
        "other",
        "over",
        "people",
        "programme",
        "progress",
        "support",
        "than",
        "that",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "through",
        "those",
        "were",
        "what",
        "when",
        "where",
        "which",
        "will",
        "with",
        "within",
        "year",
        "years",
    ];
    let mut found: Vec<String> = words(text)
        .into_iter()
        .map(|word| word.trim_end_matches("’s").trim_end_matches("'s").to_owned())
        .filter(|word| {
            (word.chars().count() > 3 || word.chars().any(|c| c.is_ascii_digit())) && !COMMON.contains(&word.as_str())
        })
        .map(|word| stem(&word))
        .collect();
    found.sort();
    found.dedup();
    found
}

/// A word without a plural or verb ending, roughly.
pub(crate) fn stem(word: &str) -> String {
    for ending in ["ations", "ation", "ments", "ment", "ings", "ing", "ies", "ed", "es", "s"] {
        if let Some(rest) = word.strip_suffix(ending)
            && rest.chars().count() >= 4
        {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

/// Whether a word begins with one of some stems.
pub(crate) fn begins_with_any(word: &str, stems: &[&str]) -> bool {
    stems.iter().any(|stem| word.starts_with(stem))
}

/// A number from one to twenty, in words or figures.
pub(crate) fn small_number(word: &str) -> Option<usize> {
    const WRITTEN: [&str; 20] = [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    WRITTEN
        .iter()
        .position(|written| *written == word)
        .map(|at| at + 1)
        .or_else(|| word.parse().ok().filter(|n| *n <= 99))
}

/// The month a word names, from 1.
pub(crate) fn month(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    MONTHS
        .iter()
        .position(|month| *month == word || (word.len() == 3 && month.starts_with(&word)))
        .map(|at| at as u32 + 1)
}

/// Whether four figures are a year reports speak of.
pub(crate) fn is_year(figures: &str) -> bool {
    figures.len() == 4 && figures.parse::<u32>().is_ok_and(|year| (1900..2100).contains(&year))
}

/// How many words a text has.
pub(crate) fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

/// The first words of a text, for people to find it by: `“We rated this commitment…”`.
pub(crate) fn first_words(text: &str) -> String {
    let mut taken = String::new();
    let clean = text.trim_start_matches(['“', '"', '‘', '…', '[', ']', ' ']);
    let mut more = clean.split_whitespace();
    for word in more.by_ref().take(6) {
        if !taken.is_empty() {
            taken.push(' ');
        }
        taken.push_str(word);
        if taken.len() > 60 {
            break;
        }
    }
    let end = if more.next().is_some() { "…" } else { "" };
    format!("“{}{end}”", taken.trim_end_matches(['”', '"', '.', ',', ';', ':']))
}
