//! Recognises a published evaluation in a record and makes a review of it.
//!
//! Nothing is known of one report: its areas, commitments, bodies, codes and notes are all read from its structure.
//!
//! 1. **Tables** (`tables`, `promises`, `anchors`): a header of lettered questions begins a table of ratings; a row is
//!    a commitment and its grades. The first copy of a row is the summary's and counts, a later one is a chapter's. The
//!    anchors are the table in which each grade stands once, with as many cells behind each.
//! 2. **Lists** (`notes`, `register`, `codes`): the longest rising chain of numbered lines is the list of notes; lines
//!    that end with a code are the register; the commonest spelling of the codes is the normal one.
//! 3. **References** (`references`, `glue`): figures glued to words are candidates; the chain that rises through the whole
//!    text with the greatest strength holds the ones meant. Where the format marks references these are taken as they are.
//! 4. **Joints** (`verdict`, `joints`, `place`): sentences in which the panel rates are laid against the places expected
//!    (each commitment as a whole, then its questions); between two joints everything belongs to the second. Where headings
//!    name the questions, these place paragraphs instead. What is a judgement says so on the item and in the summary.
//! 5. **Items** (`items`, `pieces`, `quotations`, `kind`, `names`, `speakers`, `rates`): block quotations and paragraphs, with
//!    their sources from notes and names.
//!
//! Uses the record and the model: values in, values out. Invariants: no input makes it panic; time is all but linear in
//! the text; what could not be resolved is told in the summary (`findings`).

mod anchors;
mod areas;
mod body;
mod chapter;
pub(crate) mod codes;
mod deadline;
mod findings;
mod front;
mod glue;
mod items;
mod joints;
mod kind;
mod label;
pub(crate) mod level;
mod lines;
mod locator;
pub(crate) mod names;
mod notes;
mod pair;
mod paragraph;
mod pieces;
mod place;
mod promises;
mod publications;
mod published;
pub(crate) mod question;
mod quotations;
mod rates;
mod reading;
mod references;
pub(crate) mod register;
mod review;
mod sources;
mod speakers;
mod tables;
mod themes;
pub(crate) mod verdict;
pub(crate) mod words;

use std::collections::HashMap;

use uuid::Uuid;

use crate::import::error::ImportError;
use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Marker;
use crate::import::record::Record;
use crate::import::summary::Summary;
use crate::model::review::Review;

/// The source that is the report itself.
pub(crate) const REPORT: &str = "REPORT";

/// What a recognised report is given from outside: values the recogniser cannot make up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The id of the review, stable over its editions.
    pub id: Uuid,
}

/// Whether a record has the shape of a published evaluation: rating tables, and a numbered list of notes.
pub fn looks_like_report(record: &Record) -> bool {
    let lines = lines::lines_of(record);
    let tables = tables::rating_tables(&lines::runs_of(record, &lines));
    !tables.is_empty() && !notes::notes(&lines).notes.is_empty()
}

/// Whether a record has a table of ratings.
pub(crate) fn has_ratings(record: &Record) -> bool {
    let lines = lines::lines_of(record);
    !tables::rating_tables(&lines::runs_of(record, &lines)).is_empty()
}

/// The same record with the list of notes and the references to them marked, where the format did not mark them.
pub(crate) fn with_notes_marked(record: &Record) -> Record {
    let mut marked = record.clone();
    if !record.markers.is_empty() {
        return marked;
    }
    let lines = lines::lines_of(record);
    let notes = notes::notes(&lines);
    let body: Vec<usize> = (0..lines.len()).filter(|at| !notes.lines[*at] && !lines[*at].is_cells()).collect();
    let (found, _) = body::find_references(record, &lines, &body, &notes, &[]);
    marked.markers = found
        .iter()
        .map(|reference| {
            let start = lines[reference.line].start;
            let range = start + reference.range.start..start + reference.range.end;
            Marker { range, footnote: reference.number }
        })
        .collect();
    let numbers: HashMap<u32, u32> = notes.notes.iter().map(|note| (note.line, note.number)).collect();
    let own = |block: &Block| lines.binary_search_by_key(&block.line, |line| line.number).ok();
    let mut number = None;
    for block in &mut marked.blocks {
        let Some(at) = own(block).filter(|at| notes.lines[*at]) else { continue };
        number = numbers.get(&lines[at].number).copied().or(number);
        let words = lines[at].text;
        let begins = notes::begun(words).map_or(0, |(_, text)| words.len() - text.len());
        block.range.start = lines[at].start + begins;
        block.kind = BlockKind::Note(number.map(|number| number.to_string()).unwrap_or_default());
    }
    marked
}

/// Makes a review of a published evaluation, and tells what could not be resolved. A report without a list of notes is
/// taken as well; one without a table of ratings is not.
///
/// # Errors
/// [`ImportError::NotUnderstood`] where the record holds no table of ratings.
pub fn recognise(record: &Record, options: &Options) -> Result<(Review, Summary), ImportError> {
    let reading = reading::Reading::of(record).ok_or_else(|| ImportError::NotUnderstood {
        name: record.original.name.clone(),
        place: None,
        reason: "it has no table of ratings (a header such as “Commitment | A. … | B. … | Overall |” and a row for each \
                 commitment); give it as a submission with --as submission, or begin with a planning grid: plumbline new --grid"
            .to_owned(),
    })?;
    Ok(review::review(record, &reading, options))
}
