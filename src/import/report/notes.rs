//! The numbered list of notes.
//!
//! Where the format marks notes they are taken as they are. Else the list is the longest run of lines that begin with a
//! rising number and stand close together, the later one where two are as long; a line between two of them that
//! begins otherwise carries the note before on. Invariant: numbers rise, each once.

use std::collections::BTreeMap;

use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::references::raised;
use crate::import::report::words::plain;

/// A note as listed.
#[derive(Debug, Clone)]
pub(super) struct Note {
    pub number: u32,
    pub text: String,
    /// Line of the record's text, from 1.
    pub line: u32,
    pub page: Option<u32>,
}

/// The list of notes.
#[derive(Debug, Clone, Default)]
pub(super) struct Notes {
    pub notes: Vec<Note>,
    /// For each line of the record, whether it belongs to the list.
    pub lines: Vec<bool>,
    /// Numbers that stand in the list more than once: number and line.
    pub again: Vec<(u32, u32)>,
}

/// How far apart two entries of the list may stand: lines between them.
const APART: usize = 4;

/// Finds the list.
pub(super) fn notes(lines: &[Line<'_>]) -> Notes {
    let mut found = Notes { lines: vec![false; lines.len()], ..Notes::default() };
    if lines.iter().any(|line| matches!(line.kind, LineKind::Note(_))) {
        marked(lines, &mut found);
        return found;
    }
    let mut entries = chain(lines, numbered);
    if entries.is_empty() && lines.iter().any(|line| refers_in_brackets(line.text)) {
        entries = chain(lines, in_brackets);
    }
    for (n, (at, number, text)) in entries.iter().enumerate() {
        let end = entries.get(n + 1).map_or(at + 1, |next| next.0);
        let mut whole = (*text).to_owned();
        let carried = if lines.iter().any(|line| line.page.is_some()) && end - at > APART {
            *at + 1..*at + 1
        } else {
            at + 1..end
        };
        for line in &lines[carried.clone()] {
            whole.push(' ');
            whole.push_str(line.text);
        }
        for taken in (*at..*at + 1).chain(carried) {
            found.lines[taken] = true;
        }
        found.notes.push(Note { number: *number, text: plain(&whole), line: lines[*at].number, page: lines[*at].page });
    }
    found
}

fn marked(lines: &[Line<'_>], found: &mut Notes) {
    let mut by_number: BTreeMap<u32, Note> = BTreeMap::new();
    let mut last: Option<u32> = None;
    for (at, line) in lines.iter().enumerate() {
        let LineKind::Note(sign) = &line.kind else { continue };
        found.lines[at] = true;
        let own = numbered(line.text);
        let number = sign.or(own.map(|(number, _)| number));
        let text =
            own.filter(|(number, _)| Some(*number) == *sign || sign.is_none()).map_or(line.text, |(_, text)| text);
        let Some(number) = number else {
            if let Some(note) = last.and_then(|last| by_number.get_mut(&last)) {
                note.text = plain(&format!("{} {}", note.text, line.text));
            }
            continue;
        };
        match by_number.get_mut(&number) {
            Some(note) if last == Some(number) => note.text = plain(&format!("{} {text}", note.text)),
            Some(_) => found.again.push((number, line.number)),
            None => {
                by_number.insert(number, Note { number, text: plain(text), line: line.number, page: line.page });
            }
        }
        last = Some(number);
    }
    found.notes = by_number.into_values().collect();
}

/// A line that begins as an entry does: its number and what stands behind it. `12 …`, `12. …`, `[12] …`, `^12 …`,
/// `[^12]: …` and a raised number.
pub(super) fn numbered(text: &str) -> Option<(u32, &str)> {
    const OPEN: [(&str, &str); 4] = [("[^", "]"), ("[", "]"), ("^", ""), ("", "")];
    if let Some((figures, end)) = raised(text, 0) {
        return entry(&figures, text[end..].trim_start());
    }
    let (open, close) = OPEN.into_iter().find(|(open, _)| text.starts_with(open))?;
    let behind = &text[open.len()..];
    let figures = behind.bytes().take_while(u8::is_ascii_digit).count();
    let rest = behind[figures..].strip_prefix(close)?;
    let rest = if open.is_empty() { rest.strip_prefix(['.', ')', ':']) } else { rest.strip_prefix([':', '^']) }
        .unwrap_or(rest);
    entry(&behind[..figures], rest.strip_prefix([' ', '\t', '\u{a0}'])?.trim_start())
}

/// An entry with its number in round brackets: `(12) …`. A register begins its lines so too.
fn in_brackets(text: &str) -> Option<(u32, &str)> {
    let (figures, text) = text.strip_prefix('(')?.split_once(')')?;
    entry(figures, text.trim_start()).filter(|_| figures.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An entry of either form.
pub(super) fn begun(text: &str) -> Option<(u32, &str)> {
    numbered(text).or_else(|| in_brackets(text))
}

/// Whether a line refers to a note in round brackets: glued to what is before, `still.(12)`.
fn refers_in_brackets(text: &str) -> bool {
    text.match_indices('(').any(|(at, _)| {
        let inside = text[at + 1..].split(')').next().unwrap_or_default();
        let glued = text[..at].ends_with(|c: char| c.is_lowercase() || ".,;:!?”’\"'".contains(c));
        glued && (1..=4).contains(&inside.len()) && inside.bytes().all(|byte| byte.is_ascii_digit())
    })
}

fn entry<'a>(figures: &str, text: &'a str) -> Option<(u32, &'a str)> {
    let fits = (1..=4).contains(&figures.len()) && !figures.starts_with('0') && !text.is_empty();
    fits.then(|| figures.parse().ok().map(|number| (number, text))).flatten()
}

/// The best chain of entries: as many as there can be, numbers rising, lines close together.
fn chain<'a>(lines: &[Line<'a>], begins: fn(&str) -> Option<(u32, &str)>) -> Vec<(usize, u32, &'a str)> {
    const LOOK_BACK: usize = 12;
    let paged = lines.iter().any(|line| line.page.is_some());
    let starts: Vec<(usize, u32, &str)> = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| matches!(line.kind, LineKind::Text | LineKind::Item))
        .filter_map(|(at, line)| begins(line.text).map(|(number, text)| (at, number, text)))
        .collect();
    let mut best: Vec<(f32, Option<usize>)> = Vec::with_capacity(starts.len());
    for (n, (at, number, _)) in starts.iter().enumerate() {
        let mut own = (1.0 - 0.02 * (number.min(&200) - 1) as f32, None);
        for before in (n.saturating_sub(LOOK_BACK)..n).rev() {
            let (line, other, _) = starts[before];
            let step = number.wrapping_sub(other);
            let near = at - line <= APART + 1
                || (paged && lines[*at].page.zip(lines[line].page).is_some_and(|(a, b)| a - b.min(a) <= 3));
            if *number <= other || !near {
                continue;
            }
            let score =
                best[before].0 + 1.0 - (0.05 * (step - 1) as f32).min(2.0) - 0.1 * (at - line - 1).min(APART) as f32;
            if score > own.0 {
                own = (score, Some(before));
            }
        }
        best.push(own);
    }
    let Some(mut end) = (0..best.len()).max_by(|a, b| best[*a].0.total_cmp(&best[*b].0).then(a.cmp(b))) else {
        return Vec::new();
    };
    let mut found = vec![starts[end]];
    while let Some(before) = best[end].1 {
        found.push(starts[before]);
        end = before;
    }
    found.reverse();
    // Two or three numbered lines are a list of notes only where the text ends with them.
    let ends = found.last().is_some_and(|(at, ..)| at + APART >= lines.len());
    if found.len() < 3 && !ends { Vec::new() } else { found }
}
