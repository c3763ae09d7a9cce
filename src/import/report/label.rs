//! Short labels for commitments.
//!
//! Invariant: a label's words are the commitment's own.

use crate::import::report::words;

/// A few words of a commitment, without what every promise begins with.
pub(super) fn short(text: &str) -> String {
    const WORDS: usize = 8;
    const LETTERS: usize = 56;
    let mut rest = text.trim().trim_matches(['“', '”', '"', '‘', '’']);
    for lead in [
        "Our aim is that, ",
        "Our aim is to ",
        "Our aim is that ",
        "The Government will ",
        "The government will ",
        "The Department will ",
        "Government will ",
        "We will ",
        "We are committed to ",
        "We commit to ",
        "The Government has committed to ",
        "To ",
    ] {
        if let Some(behind) = rest.strip_prefix(lead) {
            rest = behind;
            break;
        }
    }
    let all: Vec<&str> = rest.split_whitespace().collect();
    let mut taken: Vec<&str> = Vec::new();
    let mut letters = 0;
    for word in &all {
        if taken.len() >= WORDS || letters + word.len() + 1 > LETTERS {
            break;
        }
        taken.push(word);
        letters += word.len() + 1;
        if taken.len() >= 4 && word.ends_with([',', ';', ':', '.']) {
            break;
        }
    }
    while taken.len() > 2 && taken.len() < all.len() && taken.last().is_some_and(|word| is_joint(word)) {
        taken.pop();
    }
    let label = taken.join(" ");
    let label = label.trim_end_matches([',', ';', ':', '.']);
    let more = if taken.len() < all.len() { "…" } else { "" };
    let mut chars = label.chars();
    let Some(first) = chars.next() else { return text.to_owned() };
    format!("{}{}{more}", first.to_uppercase(), chars.as_str())
}

fn is_joint(word: &str) -> bool {
    [
        "a", "an", "the", "of", "to", "for", "and", "or", "in", "on", "with", "by", "both", "that", "from", "as", "at",
        "its", "their", "our", "all", "–",
    ]
    .contains(&word.to_lowercase().as_str())
}

/// What a heading says behind `Commitment 3:`.
pub(super) fn of_heading(heading: &str) -> Option<String> {
    let rest = heading.strip_prefix("Commitment ").or_else(|| heading.strip_prefix("COMMITMENT "))?;
    let behind =
        rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim_start_matches([':', '.', '-', '–', '—', ' ']);
    (!behind.is_empty() && words::count(behind) <= 16).then(|| behind.trim_end_matches('.').to_owned())
}
