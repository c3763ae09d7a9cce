//! What of a record is running text: what is no table, list or heading, where it ends, and the references in it.
//!
//! Invariant: lines taken are of the record; references found stand in the body.

use std::ops::Range;

use crate::import::record::Record;
use crate::import::report::anchors::Anchors;
use crate::import::report::codes::codes_of_in;
use crate::import::report::glue::Names;
use crate::import::report::lines::Line;
use crate::import::report::lines::Run;
use crate::import::report::notes::Notes;
use crate::import::report::paragraph::Paragraph;
use crate::import::report::references;
use crate::import::report::references::Reference;
use crate::import::report::register;
use crate::import::report::register::Entry;
use crate::import::report::tables::RatingTable;

/// The line at which annexes and lists begin, behind the last rating table.
pub(super) fn end_of_body(
    lines: &[Line<'_>],
    last_table: usize,
    anchors: Option<&Anchors>,
    register: &[Entry],
    notes: &Notes,
) -> usize {
    const MOSTLY: usize = 2;
    let mut left = notes.lines.iter().filter(|note| **note).count();
    let mut notes_start = None;
    for (at, note) in notes.lines.iter().enumerate() {
        if *note {
            if left * MOSTLY >= lines.len() - at {
                notes_start = Some(at);
                break;
            }
            left -= 1;
        }
    }
    let register_start = register.iter().map(|entry| entry.at).find(|at| *at >= last_table);
    // The line before the register introduces it.
    let register_start = register_start.map(|at| if at > last_table { at - 1 } else { at });
    let anchors_start = anchors.map(|anchors| anchors.lines.start);
    [notes_start, register_start, anchors_start]
        .into_iter()
        .flatten()
        .filter(|at| *at >= last_table)
        .min()
        .unwrap_or(lines.len())
}

/// Which lines are no running text.
pub(super) fn taken(
    lines: &[Line<'_>],
    tables: &[RatingTable<'_>],
    runs: &[Run<'_>],
    anchors: Option<&Anchors>,
    register: &[Entry],
    notes: &Notes,
    front: usize,
) -> Vec<bool> {
    let mut taken = notes.lines.clone();
    let mut take = |range: Range<usize>| {
        let end = range.end.min(lines.len());
        if let Some(own) = taken.get_mut(range.start..end) {
            own.fill(true);
        }
    };
    take(0..front);
    for table in tables {
        take(table.lines.clone());
    }
    if let Some(anchors) = anchors {
        take(anchors.lines.clone());
    }
    for entry in register {
        take(entry.at..entry.at + 1);
    }
    for run in runs {
        let head: String = run.cells.iter().take(2).map(|cell| cell.text.to_lowercase() + " ").collect();
        if head.contains("commitment") && (head.contains("area") || head.contains("theme")) {
            take(run.lines.clone());
        }
    }
    taken
}

/// References as marked, or as found by their glue.
pub(super) fn find_references(
    record: &Record,
    lines: &[Line<'_>],
    body: &[usize],
    notes: &Notes,
    register: &[Entry],
) -> (Vec<Reference>, Vec<Reference>) {
    if !record.markers.is_empty() {
        return (marked(record, lines, body), Vec::new());
    }
    let known = register::prefixes(register);
    let mut prefixes: Vec<String> = register.iter().map(|entry| entry.code.prefix.clone()).collect();
    prefixes.extend(
        notes
            .notes
            .iter()
            .flat_map(|note| codes_of_in(&note.text, &known))
            .filter(|code| code.bracketed)
            .map(|code| code.prefix),
    );
    prefixes.sort();
    prefixes.dedup();
    let names = Names::learn(lines.iter().map(|line| line.text), prefixes);
    let listed: Vec<u32> = notes.notes.iter().map(|note| note.number).collect();
    references::references(lines, body, &listed, &names)
}

fn marked(record: &Record, lines: &[Line<'_>], body: &[usize]) -> Vec<Reference> {
    let mut found = Vec::new();
    for marker in &record.markers {
        let at = body.partition_point(|line| lines[*line].start <= marker.range.start);
        let Some(line) = at.checked_sub(1).map(|at| body[at]) else { continue };
        let own = &lines[line];
        let inside = marker.range.end <= own.start + own.text.len() && record.text.get(marker.range.clone()).is_some();
        if inside && marker.footnote > 0 {
            let range = marker.range.start - own.start..marker.range.end - own.start;
            found.push(Reference { line, range, number: marker.footnote, out_of_order: false });
        }
    }
    found.sort_by_key(|reference| (reference.line, reference.range.start));
    found.dedup_by(|later, first| later.line == first.line && later.range.start < first.range.end);
    found
}

pub(super) fn paragraphs(lines: &[Line<'_>], body: &[usize], references: &[Reference]) -> Vec<Paragraph> {
    let mut next = 0;
    body.iter()
        .map(|line| {
            while references.get(next).is_some_and(|reference| reference.line < *line) {
                next += 1;
            }
            let from = next;
            while references.get(next).is_some_and(|reference| reference.line == *line) {
                next += 1;
            }
            Paragraph::of(*line, lines[*line].text, &references[from..next])
        })
        .collect()
}
