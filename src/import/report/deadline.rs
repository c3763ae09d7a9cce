//! When a commitment was to be met, where the report says.
//!
//! Invariant: what is given stands in the report in these words.

use crate::import::report::words;

/// The deadline in a commitment's own text: every date behind `by`, in order.
pub(super) fn in_text(text: &str) -> Option<String> {
    let tokens: Vec<&str> = text.split_whitespace().collect();
    let mut found: Vec<String> = Vec::new();
    for at in 0..tokens.len() {
        if !matches!(bare(tokens[at]).to_lowercase().as_str(), "by" | "before") {
            continue;
        }
        if let Some(date) = date_at(&tokens, at + 1)
            && !found.contains(&date)
        {
            found.push(date);
        }
    }
    (!found.is_empty()).then(|| format!("by {}", found.join("; by ")))
}

/// What stands in brackets behind a commitment where a chapter lists it: `(March 2025)`, `(ongoing)`.
pub(super) fn behind(listed: &str) -> Option<String> {
    let bare = listed.trim_end_matches(['”', '’', '"', '.', ' ', ';', ',']);
    let (_, inside) = bare.strip_suffix(')')?.rsplit_once('(')?;
    let inside = inside.trim();
    let lower = inside.to_lowercase();
    if inside.len() > 60
        || ["started", "launched", "announced", "made", "from", "since"].iter().any(|word| lower.starts_with(word))
    {
        return None;
    }
    let tokens: Vec<&str> = inside.split_whitespace().collect();
    let dated = (0..tokens.len()).any(|at| date_at(&tokens, at).is_some());
    let open = ["ongoing", "no deadline", "no date", "none", "not set"].iter().any(|word| lower.contains(word));
    match (dated, open) {
        (true, _) => Some(inside.trim_start_matches("deadline: ").to_owned()),
        (false, true) => Some(format!("none set ({inside})")),
        _ => None,
    }
}

/// A deadline told in running text on the commitment: `has a completion deadline in March 2025`.
pub(super) fn told(sentence: &str) -> Option<String> {
    const SPEAKS: &[&str] = &["deadline", "completion", "due"];
    const NEAR: usize = 8;
    let lower = sentence.to_lowercase();
    if ["not set", "no deadline", "did not", "lack", "without", "missed", "delay"]
        .iter()
        .any(|word| lower.contains(word))
    {
        return None;
    }
    let tokens: Vec<&str> = sentence.split_whitespace().collect();
    let at = tokens.iter().position(|token| SPEAKS.contains(&bare(token).to_lowercase().as_str()))?;
    (at + 1..tokens.len().min(at + NEAR)).find_map(|next| date_at(&tokens, next))
}

fn bare(token: &str) -> &str {
    token.trim_matches(|c: char| !c.is_alphanumeric())
}

/// A date that begins at a token: `2024`, `March 2025`, `31 March 2025`, `the end of 2026`, `spring 2027`.
fn date_at(tokens: &[&str], at: usize) -> Option<String> {
    const LEADS: &[&str] = &[
        "the",
        "end",
        "of",
        "start",
        "spring",
        "summer",
        "autumn",
        "winter",
        "early",
        "mid",
        "late",
        "financial",
        "year",
    ];
    let mut next = at;
    let mut said: Vec<&str> = Vec::new();
    while let Some(token) = tokens.get(next).filter(|_| next < at + 6) {
        let word = bare(token);
        let figures = word.trim_start_matches("mid-");
        let year = words::is_year(figures) || is_span(figures);
        let day = word.trim_end_matches(|c: char| c.is_alphabetic()).parse::<u32>().is_ok_and(|day| day <= 31)
            && !word.is_empty();
        if year {
            said.push(word);
            let first = said.iter().position(|word| *word != "the").unwrap_or(0);
            return Some(said[first..].join(" "));
        }
        if words::month(word).is_some() || LEADS.contains(&word.to_lowercase().as_str()) || day {
            said.push(word);
            next += 1;
            continue;
        }
        return None;
    }
    None
}

/// Whether a word is a year that spans two: `2024/25`, `2024–25`.
fn is_span(word: &str) -> bool {
    let second = word.get(4..).and_then(|rest| rest.strip_prefix(['/', '–', '-']));
    let figures = |text: &str| (2..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
    word.get(..4).is_some_and(words::is_year) && second.is_some_and(figures)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_found_in_the_text_behind_it_or_told_of_it() {
        assert_eq!(in_text("60% by 2031, with 40% by March 2030.").as_deref(), Some("by 2031; by March 2030"));
        assert_eq!(in_text("Harbours are made by hand.").as_deref(), None);
        assert_eq!(in_text("All by 2024–25 or by ab–cd").as_deref(), Some("by 2024–25"));
        assert_eq!(in_text("All by the end of 2026").as_deref(), Some("by end of 2026"));
        assert_eq!(behind("“We will mend piers (March 2029)”").as_deref(), Some("March 2029"));
        assert_eq!(behind("“We will mend piers (ongoing).”").as_deref(), Some("none set (ongoing)"));
        assert_eq!(behind("“We will mend piers (started April 2028)”"), None);
        assert_eq!(told("It began in 2027 and has a completion deadline in May 2030.").as_deref(), Some("May 2030"));
        assert_eq!(told("The Government has not set a deadline for 2030."), None);
    }
}
