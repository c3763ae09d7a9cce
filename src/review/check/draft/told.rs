//! Ratings that a draft states: in the tables that are recognised, in rows and lines that name one thing and one grade, in
//! sentences of its own.
//!
//! Invariant: what is quoted states nothing, and each statement knows its line in the draft.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::report::level;
use crate::import::report::level::Said as Grade;
use crate::import::report::verdict;
use crate::import::report::words as plain;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::review::check::draft::head::Heads;
use crate::review::check::draft::head::Under;
use crate::review::check::draft::names::Names;
use crate::review::check::draft::read::Draft;
use crate::review::check::draft::subject;
use crate::review::check::draft::subject::Rates;
use crate::review::check::draft::subject::Said;
use crate::review::check::ground::quoted;
use crate::review::check::rating;
use crate::review::check::words::short;

/// One rating that a draft states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Of what.
    pub rates: Rates,
    /// Which.
    pub rating: Rating,
    /// Where: a line of the draft's text, from 1.
    pub line: u32,
    /// The sentence, or the table it stands in.
    pub by: String,
    /// Whether it stands in a table.
    pub in_table: bool,
}

/// Letters of a sentence that a message repeats.
const SHOWN: usize = 110;
/// So many different grades in one sentence explain the scale.
const SCALE: usize = 3;

/// Everything a draft states of a review.
pub fn all(record: &Record, draft: &Draft, names: &Names<'_>) -> Vec<Stated> {
    let mut found = in_tables(draft, names.about);
    let tables: HashSet<u32> = found.iter().map(|stated| stated.line).collect();
    let placed = placed(draft);
    let mut heads = Heads::of(record, names);
    for block in &record.blocks {
        let text = without_markers(record, block);
        if heads.take(block, &text) || matches!(block.kind, BlockKind::Note(_) | BlockKind::Quotation) {
            continue;
        }
        let under = heads.under();
        if let Some(cells) = cells_of(record, block, &text) {
            if !tables.contains(&block.line) {
                found.extend(in_row(&cells, &under, names).map(|(subject, rating)| Stated {
                    rates: Rates::Sure(vec![subject]),
                    rating,
                    line: block.line,
                    by: short(&cells.join(" | "), SHOWN),
                    in_table: true,
                }));
            }
            continue;
        }
        let empty = Vec::new();
        let here = placed.get(&block.line).unwrap_or(&empty);
        in_prose(block.line, &text, here, &under, names, &mut found);
    }
    found
}

/// What recognised tables print.
fn in_tables(draft: &Draft, about: &Review) -> Vec<Stated> {
    let mut found = Vec::new();
    for printed in draft.catalog.review().published.printed.iter().flatten() {
        // What prose says of the whole and of areas is read as prose.
        if matches!(printed.parent, Some(ParentKey::Overall | ParentKey::Area(_))) {
            continue;
        }
        let subject = printed.subject().and_then(|subject| draft.own(&subject));
        let rating = printed_rating(about, &printed.printed_as);
        let (Some((subject, rating)), Some(line)) = (subject.zip(rating), printed.line) else { continue };
        let rates = Rates::Sure(vec![subject]);
        found.push(Stated { rates, rating, line, by: printed.locator.clone(), in_table: true });
    }
    found
}

/// The rating that a cell prints, by the review's own names of grades or the usual ones.
fn printed_rating(about: &Review, printed: &str) -> Option<Rating> {
    rating::grade_named(about, printed).map(Rating::from).or(match level::said(printed) {
        Some(Grade::Rating(rating)) => Some(rating),
        _ => None,
    })
}

/// What the importer of reports takes the sentences of a line to rate.
fn placed(draft: &Draft) -> HashMap<u32, Vec<(Rating, Subject)>> {
    let mut found: HashMap<u32, Vec<(Rating, Subject)>> = HashMap::new();
    let Review { evidence, .. } = draft.catalog.review();
    for item in evidence {
        for stated in &item.rates {
            let subject = stated.subject().and_then(|subject| draft.own(&subject));
            if let Some((line, subject)) = item.line.zip(subject) {
                found.entry(line).or_default().push((stated.rating, subject));
            }
        }
    }
    found
}

/// A block's words with the markers of notes left out.
fn without_markers(record: &Record, block: &Block) -> String {
    let mut text = String::new();
    let mut from = block.range.start;
    let first = record.markers.partition_point(|marker| marker.range.start < from);
    for marker in record.markers[first..].iter().take_while(|marker| marker.range.end <= block.range.end) {
        text.push_str(record.text.get(from..marker.range.start).unwrap_or_default());
        from = marker.range.end;
    }
    text.push_str(record.text.get(from..block.range.end).unwrap_or_default());
    text
}

/// The cells of a row, also of one written with bars.
fn cells_of(record: &Record, block: &Block, text: &str) -> Option<Vec<String>> {
    if let BlockKind::Row { cells, .. } = &block.kind {
        let words = |range: &std::ops::Range<usize>| record.text.get(range.clone()).unwrap_or_default();
        return Some(cells.iter().map(|range| words(range).trim().to_owned()).collect());
    }
    let bare = text.trim();
    let inside = bare.strip_suffix('|')?;
    Some(inside.trim_start_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect())
}

/// A row of one name and one grade: `Funding | Good |` under its commitment, `8B | Good |`, `Commitment 8 | Good |`.
fn in_row(cells: &[String], under: &Under, names: &Names<'_>) -> Option<(Subject, Rating)> {
    let mut rating = None;
    let mut others = cells.iter().filter(|cell| !cell.is_empty()).filter(|cell| match level::said(cell) {
        Some(Grade::Rating(own)) => {
            rating = Some(if rating.is_none() { Some(own) } else { None });
            false
        }
        _ => true,
    });
    let name = others.next().cloned();
    let more = others.next().is_some();
    others.for_each(drop);
    let (name, rating) = name.filter(|_| !more).zip(rating.flatten())?;
    Some((label(&name, under, names)?, rating))
}

/// What a label alone names, under some headings.
fn label(name: &str, under: &Under, names: &Names<'_>) -> Option<Subject> {
    if let [cell] = names.cells(name).as_slice() {
        return Some(Subject::Cell(cell.clone()));
    }
    let words = plain::words(name);
    let whole = words.iter().any(|word| word == "overall");
    let number = words.windows(2).find(|pair| pair[0] == "commitment").and_then(|pair| pair[1].parse().ok());
    let commitment = number.and_then(|number| names.numbered(number)).or_else(|| names.commitment_told(name));
    let parent = |id| Subject::Parent(ParentKey::Commitment(id));
    if let Some(id) = commitment {
        return Some(parent(id));
    }
    let question = names.question_named(name);
    match (&under.commitment, question) {
        (Some(id), Some(question)) => Some(Subject::Cell(CellKey::new(id, &question))),
        (Some(id), None) if whole && words.len() <= 4 => Some(parent(id.clone())),
        _ => names.area_named(name).map(|area| Subject::Parent(ParentKey::Area(area))),
    }
}

/// What the sentences of a paragraph state.
fn in_prose(
    line: u32,
    text: &str,
    placed: &[(Rating, Subject)],
    under: &Under,
    names: &Names<'_>,
    found: &mut Vec<Stated>,
) {
    let text = own_words(text);
    let labelled = labelled(&text).and_then(|(name, rating)| Some((label(name, under, names)?, rating)));
    if let Some((subject, rating)) = labelled {
        let by = short(&text, SHOWN);
        found.push(Stated { rates: Rates::Sure(vec![subject]), rating, line, by, in_table: false });
        return;
    }
    let verdicts = verdict::verdicts_in(&text, &names.asked);
    for (sentence, verdict) in &verdicts {
        let here = &text[sentence.clone()];
        let mut grades: Vec<_> = level::mentions(here).iter().map(|mention| mention.grade).collect();
        let alone = grades.len() == 1;
        grades.sort_unstable();
        grades.dedup();
        let rating: Rating = verdict.grade.into();
        let by_place: Vec<Subject> =
            placed.iter().filter(|(own, _)| *own == rating).map(|(_, subject)| subject.clone()).collect();
        let said = Said { sentence: here, before: &text[..sentence.start], alone, verdict, under, placed: &by_place };
        let Some(rates) = subject::of(&said, names) else { continue };
        if grades.len() >= SCALE && matches!(rates, Rates::Unsure { .. }) {
            continue;
        }
        found.push(Stated { rates, rating, line, by: short(here, SHOWN), in_table: false });
    }
}

/// A paragraph without what it quotes of others where that names a grade; nothing where it is a quotation.
fn own_words(text: &str) -> String {
    const NAME: usize = 3;
    let mut own = String::new();
    let mut from = 0;
    for range in quoted(text) {
        let inside = &text[range.clone()];
        if plain::count(inside) > NAME && !level::mentions(inside).is_empty() {
            own.push_str(&text[from..range.start]);
            own.push('…');
            from = range.end;
        }
    }
    own.push_str(&text[from..]);
    own
}

/// A line of a name and a grade: `Funding: inadequate`.
fn labelled(text: &str) -> Option<(&str, Rating)> {
    const LONGEST: usize = 120;
    let (name, grade) = text.trim().split_once([':', '–', '—', '\t']).filter(|_| text.len() <= LONGEST)?;
    let grade = grade.trim().trim_matches(['‘', '’', '“', '”', '"', '\'', '.', ' ']);
    match level::said(grade)? {
        Grade::Rating(rating) if !grade.is_empty() => Some((name.trim(), rating)),
        _ => None,
    }
}
