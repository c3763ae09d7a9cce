//! The register of what was received: submissions and roundtables, with the groups these were held with.
//!
//! An entry is a line that ends with a code in brackets and begins with a number, `(1) Name (ABC0001)`, or stands in a
//! list or table of such. What is only likely a code, `P5`, is one where other entries have its letters. The line before a
//! group of entries names it. Invariant: entries stand in reading order.

use std::collections::BTreeMap;

use crate::import::report::codes::Code;
use crate::import::report::codes::Prefixes;
use crate::import::report::codes::is_plain;
use crate::import::report::codes::likely_codes_in;
use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::notes::numbered;

/// An entry of the register.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    /// Its number in the list, where printed.
    pub number: Option<u32>,
    pub name: String,
    pub code: Code,
    /// The line that names its group.
    pub heading: Option<String>,
    /// Whether it is a discussion the panel held.
    pub roundtable: bool,
    /// Line of the record's text, from 1.
    pub line: u32,
    /// Which of the lines.
    pub at: usize,
}

/// Every entry; `taken` are lines of the list of notes, which name codes too.
pub(super) fn register(lines: &[Line<'_>], taken: &[bool]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut heading: Option<String> = None;
    for (at, line) in lines.iter().enumerate() {
        if taken[at] {
            continue;
        }
        match entry(line) {
            Some((number, name, code)) => {
                let follows = entries.last().is_some_and(|last| last.at + 1 == at);
                if !follows {
                    heading = at
                        .checked_sub(1)
                        .map(|before| &lines[before])
                        .filter(|line| is_heading(line))
                        .map(|line| line.text.to_owned());
                }
                let roundtable = heading.as_deref().is_some_and(names_discussions) || names_event(&name);
                let heading = heading.clone();
                entries.push(Entry { number, name, code, heading, roundtable, line: line.number, at });
            }
            None => heading = None,
        }
    }
    keep_lists(with_shared_letters(entries))
}

/// The letters of the codes of a register.
pub(super) fn prefixes(entries: &[Entry]) -> Prefixes {
    Prefixes::of(entries.iter().map(|entry| &entry.code))
}

/// Leaves out what may be no code: its letters are those of no other entry.
fn with_shared_letters(mut entries: Vec<Entry>) -> Vec<Entry> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in &entries {
        *counts.entry(entry.code.prefix.clone()).or_default() += 1;
    }
    entries.retain(|entry| is_plain(&entry.code) || counts.get(&entry.code.prefix).is_some_and(|count| *count > 1));
    entries
}

/// A citation in running text can look like an entry: only numbered ones, and unnumbered ones in lists, are kept.
fn keep_lists(entries: Vec<Entry>) -> Vec<Entry> {
    let beside = |n: usize| {
        let near = |other: Option<&Entry>| other.is_some_and(|other| other.at.abs_diff(entries[n].at) <= 2);
        near(n.checked_sub(1).and_then(|before| entries.get(before))) || near(entries.get(n + 1))
    };
    let keep: Vec<bool> = (0..entries.len()).map(|n| entries[n].number.is_some() || beside(n)).collect();
    let mut keep = keep.into_iter();
    let mut entries = entries;
    entries.retain(|_| keep.next().unwrap_or(false));
    entries
}

fn is_heading(line: &Line<'_>) -> bool {
    line.text.len() < 300
        && matches!(line.kind, LineKind::Heading | LineKind::Text | LineKind::Item | LineKind::Cells(..))
}

/// A line's number, name and code, if it is an entry.
fn entry(line: &Line<'_>) -> Option<(Option<u32>, String, Code)> {
    const LONGEST: usize = 600;
    // `P5 – …` and `Q12 – …` begin lines of other lists.
    const SHORTEST: usize = 4;
    let text = line.text.trim_end_matches(['.', ';', ',', '|', ' ']);
    if text.len() > LONGEST || matches!(line.kind, LineKind::Note(_)) {
        return None;
    }
    let whole = text;
    let text = text.trim_end_matches(')');
    let codes = likely_codes_in(whole);
    if let Some(first) = codes.first().filter(|code| codes.len() == 1 && code.range.start == 0 && !code.bracketed)
        && first.prefix.len() + first.figures.len() >= SHORTEST
    {
        // `ABC0001 – Name`: the code stands first.
        let name = whole[first.range.end..].trim_matches(|c: char| c.is_whitespace() || "|:–—-.".contains(c));
        let named = name.chars().next().is_some_and(char::is_alphanumeric) && name.len() < 160;
        return named.then(|| (None, name.to_owned(), first.clone()));
    }
    let code = codes.into_iter().next_back().filter(|code| code.range.end == text.len())?;
    let cells = line.is_cells();
    if !code.bracketed && !cells {
        return None;
    }
    let before = text[..code.range.start].trim_end_matches(['(', '[', ' ', '|', '\u{a0}']);
    let bare = before.strip_prefix('(').and_then(|rest| {
        let (number, name) = rest.split_once(')')?;
        Some((number.trim().parse().ok()?, name.trim()))
    });
    let (number, name) = match bare.or_else(|| numbered(before)) {
        Some((number, name)) => (Some(number), name),
        None => (None, before.trim_start_matches(['-', '–', '•', '*', '·', ' '])),
    };
    let name = name.trim_matches(['|', ' ', '\u{a0}']);
    let listed = number.is_some() || cells || matches!(line.kind, LineKind::Item) || name.len() < 160;
    (listed && !name.is_empty()).then(|| (number, name.to_owned(), code))
}

/// Whether a heading speaks of discussions the panel held.
fn names_discussions(heading: &str) -> bool {
    let lower = heading.to_lowercase();
    let end = lower.len().min(120);
    let lower = lower.get(..end).unwrap_or(&lower);
    [
        "roundtable",
        "round table",
        "round-table",
        "focus group",
        "workshop",
        "discussion",
        "engagement event",
        "transcript",
        "oral evidence",
    ]
    .iter()
    .any(|word| lower.contains(word))
}

/// Whether an entry is named as an event is: `Group 3 Event 2`.
fn names_event(name: &str) -> bool {
    let lower = name.to_lowercase();
    lower.starts_with("roundtable") || (lower.starts_with("group ") && lower.contains("event"))
}
