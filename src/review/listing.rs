//! What lists say of items, sources and notes, in the words of the screen.
//!
//! Invariant: the words of an item that is kept back, or was not opened yet where it states what was published, are in
//! no list.

use crate::model::catalog::Catalog;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::blindness::Blindness;

/// What stands for a text that is kept back.
pub const SHOWN_ONCE_RATED: &str = "(shown once you have rated)";
/// What lists say of an item that may be read and was not opened yet.
pub const STATES_PUBLISHED: &str = "(states what was published)";

/// What stands for an item's text in a list; none where the text itself may.
pub fn kept_back(blind: &Blindness<'_>, item: &Evidence) -> Option<&'static str> {
    if blind.hides(item) {
        Some(SHOWN_ONCE_RATED)
    } else if blind.withholds(item) {
        Some(STATES_PUBLISHED)
    } else {
        None
    }
}

/// A source as lists have room for it: its code, or what kind of thing it is.
pub fn short_code(source: &Source) -> &str {
    match source.kind {
        _ if source.id.as_str().len() <= 9 => source.id.as_str(),
        SourceKind::Publication if !source.speakers.is_empty() => "transcript",
        SourceKind::Publication => "report",
        kind => kind.word(),
    }
}

/// What an item bears on, in a few letters.
pub fn bearing_word(bearing: &Bearing) -> String {
    match (bearing.cell(), &bearing.commitment, &bearing.area) {
        (Some(cell), _, _) => cell.to_string(),
        (None, Some(commitment), _) => commitment.to_string(),
        (None, None, Some(area)) => format!("area {area}"),
        (None, None, None) => "report".to_owned(),
    }
}

/// A note of the report: its number and text, or that there is none.
pub fn footnote_words(catalog: &Catalog, number: u32) -> String {
    match catalog.footnote(number) {
        None => format!("[{number}] is not among the report's notes."),
        Some(note) if note.text.is_empty() => {
            let why = note.note.as_deref().unwrap_or("The report's list of notes has no such number.");
            format!("[{number}] Not in the list of notes. {why}")
        }
        Some(note) => format!("[{number}] {}", note.text),
    }
}
