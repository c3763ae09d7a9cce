//! What was traced, in the words of people: the same on the command line and in the workbench.
//!
//! Invariant: what was searched is always said, and no sentence calls a passage word for word that is not.

use std::collections::BTreeMap;

use crate::review::trace::Quotation;
use crate::review::trace::Searched;
use crate::review::trace::Traced;
use crate::review::trace::Verdict;
use crate::review::trace::difference::Became;
use crate::review::trace::difference::Part;

/// Differences that are told one by one.
const MOST_TOLD: usize = 8;
/// Characters of words that are told.
const MOST_SHOWN: usize = 90;

/// A verdict: "word for word", "same passage, changed", "joined from 2 places", "not in this report".
pub fn verdict(quotation: &Quotation) -> String {
    match quotation.verdict {
        Verdict::Exact => "word for word".to_owned(),
        Verdict::Altered if quotation.only.is_empty() => "same passage, changed".to_owned(),
        Verdict::Altered => {
            let signs: Vec<&str> = quotation.only.iter().map(|sign| sign.words()).collect();
            format!("same passage, changed (only {})", and(&signs))
        }
        Verdict::Spliced => format!("joined from {} places", quotation.places.len()),
        Verdict::NotFound => "not in this report".to_owned(),
    }
}

/// One letter for a verdict, for margins.
pub fn mark(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Exact => "=",
        Verdict::Altered => "~",
        Verdict::Spliced => "+",
        Verdict::NotFound => "?",
    }
}

/// Where a passage stands in the text that quotes.
pub fn stands_at(quotation: &Quotation) -> String {
    let place = match quotation.page {
        Some(page) => format!("page {page}, paragraph {}", quotation.paragraph),
        None => format!("paragraph {}", quotation.paragraph),
    };
    if quotation.unmarked { format!("{place}, without quotation marks") } else { place }
}

/// In what a changed passage differs, a line for each difference: "“the” became “this”".
pub fn differs(quotation: &Quotation) -> Vec<String> {
    let parts = quotation.difference.iter().flatten().filter(|part| part.became != Became::Same);
    let parts: Vec<&Part> = parts.filter(|part| !quotation.only.is_empty() || part.differs_in_words()).collect();
    let mut told: Vec<String> = parts.iter().take(MOST_TOLD).filter_map(|part| differs_by(part)).collect();
    match parts.len().saturating_sub(MOST_TOLD) {
        0 => {}
        1 => told.push("and 1 more difference".to_owned()),
        more => told.push(format!("and {more} more differences")),
    }
    told
}

fn differs_by(part: &Part) -> Option<String> {
    let quoted =
        |text: &Option<String>| text.as_ref().map(|text| format!("\u{201c}{}\u{201d}", short(text.trim(), MOST_SHOWN)));
    let (original, own) = (quoted(&part.original), quoted(&part.quoted));
    Some(match part.became {
        Became::Same => return None,
        Became::Changed => format!("{} became {}", original?, own?),
        Became::PutIn => format!("put in: {}", own?),
        Became::LeftOut => format!("left out: {}", original?),
        Became::Cut => format!("left out, as the text says: {}", original?),
    })
}

/// What was found, counted: "12 quotations: 7 word for word, 2 changed, 1 joined, 2 not in this report. 3 too short …".
pub fn counted(traced: &Traced) -> String {
    let mut of: BTreeMap<Verdict, usize> = BTreeMap::new();
    traced.quotations.iter().for_each(|quotation| *of.entry(quotation.verdict).or_default() += 1);
    let named = |verdict: &Verdict| match verdict {
        Verdict::Exact => "word for word",
        Verdict::Altered => "changed",
        Verdict::Spliced => "joined from several places",
        Verdict::NotFound => "not in this report",
    };
    let parts: Vec<String> = of.iter().map(|(verdict, count)| format!("{count} {}", named(verdict))).collect();
    let all = many(traced.quotations.len(), "quotation traced", "quotations traced");
    let mut said = if parts.is_empty() { format!("{all}.") } else { format!("{all}: {}.", parts.join(", ")) };
    if traced.left_out.too_short > 0 {
        said.push_str(&format!(" {} too short to trace.", many(traced.left_out.too_short, "is", "are")));
    }
    if traced.left_out.unclosed > 0 {
        let marks = many(traced.left_out.unclosed, "quotation mark opens and does", "quotation marks open and do");
        said.push_str(&format!(" {marks} not close."));
    }
    said
}

/// What was searched.
pub fn searched(searched: &Searched) -> String {
    let items = match searched.only_quotations {
        true => many(searched.items, "quotation", "quotations"),
        false => many(searched.items, "item", "items"),
    };
    let texts = many(searched.texts, "text of its sources", "texts of its sources");
    let retold = if searched.only_quotations { "; the rest is retold and was not searched" } else { "" };
    format!("Searched: \u{201c}{}\u{201d}, edition {}: {items} and {texts}{retold}.", searched.title, searched.edition)
}

fn many(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn and(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

/// A text in one line, cut behind a word where it is longer than so many characters.
pub fn short(text: &str, most: usize) -> String {
    let start: String = text.chars().take(most * 4).collect();
    let plain = start.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.chars().count() <= most && start.len() == text.len() {
        return plain;
    }
    let cut: String = plain.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_behind_a_word_and_a_short_one_is_left() {
        assert_eq!(short("the wheel\n turns", 20), "the wheel turns");
        assert_eq!(short("the wheel turns", 12), "the wheel…");
        assert_eq!(short(&"日".repeat(50), 12), format!("{}…", "日".repeat(12)));
    }
}
