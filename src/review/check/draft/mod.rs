//! A draft report against what was agreed, before it is printed: does its prose and its table say that, do quotations
//! match their sources, do notes resolve, do numbers agree.
//!
//! What the draft rates is read from its own tables, headings and sentences (`told`, `subject`, `head`, `names`); the rest
//! is checked as a published report is (`import::report`), one without a table of ratings paragraph by paragraph. Invariant:
//! whatever is told stands in the draft and has its place there: page, paragraph and first words; only that the draft lacks
//! a rating has none.

mod agreed;
mod head;
mod names;
mod place;
mod quote;
mod read;
mod stated;
mod subject;
mod told;

use crate::import::record::Record;
use crate::import::report;
use crate::model::catalog::Catalog;
use crate::model::ids::Subject;
use crate::model::session::SessionFile;
use crate::review::check::at_hand;
use crate::review::check::code::Code;
use crate::review::check::draft::names::Names;
use crate::review::check::draft::place::Places;
use crate::review::check::draft::subject::Rates;
use crate::review::check::draft::told::Stated;
use crate::review::check::finding::Finding;
use crate::review::check::ground::Ground;
use crate::review::check::in_order;
use crate::review::check::of_ground;

pub use crate::review::check::draft::agreed::Agreed;
pub use crate::review::check::draft::place::words_at;

/// What of a review's checks says nothing of a draft: what stands under questions is the review's, ratings are held against
/// those agreed, and a draft is judged before its date.
const NOT_OF_DRAFTS: &[Code] = &[
    Code::RatingMismatch,
    Code::RatingAmbiguous,
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
    let marked = report::with_notes_marked(record);
    let draft = read::draft_of(record, &marked, catalog);
    let stated = told::all(&marked, &draft, &Names::of(catalog.review()));
    let mut found = Vec::new();
    stated::find(&stated, catalog.review(), &agreed, &mut found);
    let ground = Ground::of(&draft.catalog);
    quote::find(&ground, catalog, &mut found);
    // Without a register of its own the draft cites that of the review.
    let borrows = !draft.has_register;
    for mut finding in of_ground(&ground) {
        if NOT_OF_DRAFTS.contains(&finding.code) || (borrows && finding.code == Code::SourceUnregistered) {
            continue;
        }
        if finding.code == Code::RollupUnstated {
            let Some(line) = first_of_parents(&stated) else { continue };
            finding.places[0].line = Some(line);
        }
        found.push(finding);
    }
    if borrows {
        quote::codes(&ground, catalog, &mut found);
    }
    let places = Places::of(&marked, &ground, draft.recognised);
    found.retain_mut(|finding| places.put(finding) || finding.code == Code::DraftUnrated);
    Ok(in_order(found))
}

/// The line of the first rating of a commitment or the whole.
fn first_of_parents(stated: &[Stated]) -> Option<u32> {
    let of_parent = |rates: &Rates| matches!(rates, Rates::Sure(subjects) if subjects.iter().any(|subject| matches!(subject, Subject::Parent(_))));
    stated.iter().filter(|one| of_parent(&one.rates)).map(|one| one.line).min()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
