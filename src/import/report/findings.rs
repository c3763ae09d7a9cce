//! What could not be resolved, or is a judgement, or differs: told in the summary.
//!
//! Invariant: whatever is told says where, and what was done instead.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::import::report::items::commitment_id;
use crate::import::report::locator;
use crate::import::report::rates::Rated;
use crate::import::report::reading::Reading;
use crate::import::report::sources::Sources;
use crate::import::report::words;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::model::evidence::Evidence;
use crate::model::footnote::Footnote;
use crate::model::ids::CellKey;
use crate::model::ids::QuestionId;
use crate::model::review::Published;

pub(super) fn unresolved(what: String, line: Option<u32>, why: &str) -> Unresolved {
    Unresolved { what, line, input: None, why: why.to_owned() }
}

/// Adds the notes that are referred to and not listed, and tells of those listed and not referred to.
pub(super) fn unlisted_notes(reading: &Reading<'_>, evidence: &[Evidence], made: &mut Sources, summary: &mut Summary) {
    let mut first: BTreeMap<u32, (Option<u32>, String)> = BTreeMap::new();
    for item in evidence {
        for reference in &item.refs {
            first.entry(reference.footnote).or_insert_with(|| (item.line, before(&item.text, reference.at)));
        }
    }
    let listed: BTreeSet<u32> = made.footnotes.iter().map(|note| note.number).collect();
    let last = listed.last().copied().unwrap_or_default();
    for (number, (line, words)) in first.iter().filter(|(number, _)| !listed.contains(number)) {
        let beyond = *number > last && last > 0;
        // A member reads it before rating; the summary below is the secretariat's.
        let place = match (locator::tells_nothing(words), line) {
            (true, Some(line)) => format!("after “{words}” (line {line})"),
            (true, None) => format!("after “{words}”"),
            (false, Some(line)) => format!("on line {line}"),
            (false, None) => "in the text".to_owned(),
        };
        let note = format!(
            "Referred to {place}, but the list of notes has no such number{}.",
            if beyond { format!("; it ends with {last}") } else { String::new() }
        );
        let why = if beyond {
            format!("the list of notes ends with {last}")
        } else {
            "the list of notes has no such number".to_owned()
        };
        summary.unresolved.push(unresolved(format!("note {number}, referred to after “{words}”"), *line, &why));
        made.footnotes.push(Footnote {
            number: *number,
            text: String::new(),
            listed: false,
            class: None,
            sources: Vec::new(),
            locator: line.map(|line| format!("line {line}")),
            note: Some(note),
        });
    }
    // Numbers that neither the list nor the text has, between those that are there.
    for number in (1..last).filter(|number| !listed.contains(number) && !first.contains_key(number)).take(200) {
        made.footnotes.push(Footnote {
            number,
            text: String::new(),
            listed: false,
            class: None,
            sources: Vec::new(),
            locator: None,
            note: Some("Neither the list of notes nor the text has this number.".to_owned()),
        });
        summary.unresolved.push(unresolved(
            format!("note {number}"),
            None,
            "neither the list of notes nor the text has this number",
        ));
    }
    made.footnotes.sort_by_key(|note| note.number);
    let lines: BTreeMap<u32, u32> = reading.notes.notes.iter().map(|note| (note.number, note.line)).collect();
    for note in made.footnotes.iter_mut().filter(|note| note.listed && !first.contains_key(&note.number)) {
        note.note = Some("Listed, but the text holds no reference to it.".to_owned());
        summary.unresolved.push(unresolved(
            format!("note {}", note.number),
            lines.get(&note.number).copied(),
            "it is listed, but the text holds no reference to it",
        ));
    }
}

/// The words before a place in a text, for people to find it by.
fn before(text: &str, at: usize) -> String {
    const FAR: usize = 40;
    let upto: Vec<char> = text.chars().take(at).collect();
    let start = upto.len().saturating_sub(FAR);
    let words: String = upto[start..].iter().collect();
    let words = words.replace('\n', " ");
    if start == 0 {
        return words.trim().to_owned();
    }
    format!("…{}", words.split_once(' ').map_or(words.as_str(), |(_, rest)| rest))
}

/// Tells what else is a judgement or missing.
pub(super) fn tell(reading: &Reading<'_>, evidence: &[Evidence], published: &Published, summary: &mut Summary) {
    let say = &mut summary.unresolved;
    for (number, column) in &reading.promises.gaps {
        say.push(unresolved(format!("the rating for {column}"), Some(*number), "the row of the table has none there"));
    }
    tables_differ(reading, say);
    for n in &reading.promises.unnamed {
        let first = reading.promises.promises.iter().position(|promise| promise.area == *n);
        let of = first.map(|first| format!(" (commitment {} on)", first + 1)).unwrap_or_default();
        say.push(unresolved(
            format!("the name of area {}{of}", n + 1),
            None,
            &format!(
                "no table, heading or sentence tells it; it is called \u{201c}{}\u{201d}",
                reading.promises.areas[*n]
            ),
        ));
    }
    if published.overall.is_none() {
        say.push(unresolved("the overall rating".to_owned(), None, "no sentence before the chapters gives it"));
    }
    if reading.front.date.is_none() {
        say.push(unresolved("the date".to_owned(), None, "the first lines hold none"));
    }
    if reading.anchors.is_none() {
        say.push(unresolved(
            "the anchor statements".to_owned(),
            None,
            "no table has all four grades with what they mean",
        ));
    } else if reading.question_texts.is_empty() {
        say.push(unresolved(
            "the questions in full".to_owned(),
            None,
            "the table of anchors has another number of questions than the ratings",
        ));
    }
    if reading.register.is_empty() {
        say.push(unresolved("the register of submissions".to_owned(), None, "no list of names with codes was found"));
    }
    for (number, line) in &reading.notes.again {
        say.push(unresolved(format!("note {number}"), Some(*line), "its number stands twice; the first is kept"));
    }
    for reference in &reading.out_of_order {
        let line = reading.lines[reference.line].number;
        say.push(unresolved(
            format!("a reference to note {}", reference.number),
            Some(line),
            "it stands out of the rising order; it is taken as one, for nothing else refers to that note",
        ));
    }
    for reference in &reading.doubtful {
        let line = &reading.lines[reference.line];
        let words = before(line.text, line.text[..reference.range.start].chars().count());
        say.push(unresolved(
            format!("“{}” after “{words}”", &line.text[reference.range.clone()]),
            Some(line.number),
            "it looks like a reference out of order; it is left in the text",
        ));
    }
    let mut doubts: BTreeMap<(String, &str), (Option<u32>, usize)> = BTreeMap::new();
    for item in evidence {
        if let (Some(note), Some(bearing)) =
            (item.note.as_deref().filter(|note| note.contains("is a judgement")), item.cells.first())
        {
            let what = bearing
                .cell()
                .map(|cell| cell.to_string())
                .or_else(|| bearing.commitment.as_ref().map(|id| format!("commitment {id}")));
            let entry = doubts.entry((what.unwrap_or_else(|| "an area".to_owned()), note)).or_insert((item.line, 0));
            entry.1 += 1;
        }
    }
    for ((what, why), (line, many)) in doubts {
        say.push(unresolved(
            format!("the place of {many} {} on {what}", if many == 1 { "item" } else { "items" }),
            line,
            why,
        ));
    }
    prose_differs(reading, summary);
    empty_cells(reading, evidence, summary);
}

/// Commitments that stand in the tables of the summary or in those of the chapters only: a row was read wrong, or left out.
fn tables_differ(reading: &Reading<'_>, say: &mut Vec<Unresolved>) {
    let promises = &reading.promises;
    let Some(from) = promises.copies_from else { return };
    let (first, later) = promises.by_table.split_at(from.min(promises.by_table.len()));
    let count = |tables: &[Vec<usize>]| tables.iter().flatten().collect::<BTreeSet<_>>().len();
    let (in_first, in_later) = (count(first), count(later));
    for (n, promise) in promises.promises.iter().enumerate() {
        let held = |tables: &[Vec<usize>]| tables.iter().flatten().any(|at| *at == n);
        let (only, other) = match (held(first), held(later)) {
            (true, false) => ("summary", "chapters"),
            (false, true) => ("chapters", "summary"),
            _ => continue,
        };
        let line = promises.prints.iter().find(|print| print.promise == n).map(|print| print.number);
        say.push(unresolved(
            format!("commitment {}, {}", n + 1, words::first_words(&promise.text)),
            line,
            &format!(
                "it stands in the tables of the {only} only; those of the {other} have no such row (summary {in_first} commitments, chapters {in_later}): a row may be read in part or joined to another, so check the commitments and their ratings against the report"
            ),
        ));
    }
}

/// What the prose rates otherwise than the tables.
fn prose_differs(reading: &Reading<'_>, summary: &mut Summary) {
    for (n, verdict) in reading.verdicts.iter().enumerate() {
        for rated in &reading.rated[n] {
            let Rated::Slot(slot) = rated else { continue };
            let letter =
                slot.question.and_then(|question| reading.promises.questions.get(question)).map(|(letter, _)| *letter);
            let print =
                reading.promises.prints.iter().find(|print| print.promise == slot.promise && print.question == letter);
            let Some(rating) = print.and_then(|print| print.rating).filter(|rating| *rating != verdict.grade.into())
            else {
                continue;
            };
            let line = reading.lines[reading.paragraphs[verdict.paragraph].line].number;
            let key = format!("{}{}", slot.promise + 1, letter.map(String::from).unwrap_or_default());
            summary.unresolved.push(unresolved(
                format!("{key}: the prose concludes {}, the table has {}", verdict.grade.id(), rating.id()),
                Some(line),
                "both are kept: the table's as published, the prose's on its item",
            ));
        }
    }
}

/// Questions of commitments that no item stands under.
fn empty_cells(reading: &Reading<'_>, evidence: &[Evidence], summary: &mut Summary) {
    let held: BTreeSet<CellKey> =
        evidence.iter().flat_map(|item| item.cells.iter().filter_map(|bearing| bearing.cell())).collect();
    for n in 0..reading.promises.promises.len() {
        for (letter, _) in &reading.promises.questions {
            let cell = CellKey { commitment: commitment_id(n), question: QuestionId(letter.to_string()) };
            if !held.contains(&cell) {
                summary.unresolved.push(unresolved(
                    format!("evidence on {cell}"),
                    None,
                    "no part of the text was found to be on this question",
                ));
            }
        }
    }
}
