//! A draft report against what was agreed, before it is printed: does its prose and its table say that, do quotations
//! match their sources, do notes resolve, do numbers agree.
//!
//! The draft is read as a published report is (`import::report`); one that has no table of ratings is read paragraph by
//! paragraph. Invariant: every place is one of the draft: its page, paragraph and first words.

mod agreed;
mod place;
mod quote;
mod read;
mod stated;

use crate::import::record::Record;
use crate::model::catalog::Catalog;
use crate::model::session::SessionFile;
use crate::review::check::at_hand;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::ground::Ground;
use crate::review::check::in_order;
use crate::review::check::of_review;

pub use crate::review::check::draft::agreed::Agreed;
pub use crate::review::check::draft::place::words_at;

/// What of a review's checks says nothing of a draft: what stands under questions is the review's, and a draft is judged
/// before its date.
const NOT_OF_DRAFTS: &[Code] = &[
    Code::RatingMismatch,
    Code::RollupUnexplained,
    Code::CellEmpty,
    Code::CellSingleSource,
    Code::CellOneSided,
    Code::SourceUncited,
    Code::DeadlinePassed,
];

/// Checks a draft against what a session agreed or rated.
///
/// # Errors
/// What of the review cannot be read.
pub fn of_draft(record: &Record, catalog: &Catalog, session: &SessionFile) -> Result<Vec<Finding>, String> {
    if catalog.is_paged() {
        return of_draft(record, &at_hand(catalog)?, session);
    }
    let agreed = Agreed::of(session);
    let draft = read::review_of(record, catalog.review());
    let mut found = Vec::new();
    stated::find(&draft, catalog.review(), &agreed, &mut found);
    let read = draft.catalog();
    let ground = Ground::of(&read);
    quote::find(&ground, catalog, &mut found);
    // Without a register of its own the draft cites that of the review.
    let borrows = !draft.has_register;
    for finding in of_review(&read)? {
        if NOT_OF_DRAFTS.contains(&finding.code) || (borrows && finding.code == Code::SourceUnregistered) {
            continue;
        }
        found.push(finding);
    }
    if borrows {
        quote::codes(&ground, catalog, &mut found);
    }
    for finding in &mut found {
        place::in_draft(finding, record, &ground);
    }
    Ok(in_order(found))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
