//! Reads a review, a session, or a draft as a careful reviewer would, and says what does not hold.
//!
//! One file for each family of checks, each a function from what there is to what was found; `code` is the table of all
//! codes. Pure: nothing here prints, saves or knows a clock. Invariants: every finding has a place that can be gone to; the
//! same review gives the same findings in the same order; time is all but linear in the text.

mod cell;
mod claim;
pub mod code;
mod date;
pub mod draft;
pub mod finding;
#[cfg(test)]
pub mod fixture;
mod footnote;
mod ground;
mod independence;
mod lost;
mod name;
mod number;
mod quotation;
mod rating;
mod repeat;
mod rollup;
mod session;
pub mod shown;
mod source;
mod spelling;
mod words;

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::ids::EvidenceId;
use crate::model::session::Waiver;
use crate::review::check::finding::Finding;
use crate::review::check::ground::Ground;
use crate::review::state::State;

/// Waivers by code and place, as a session's state has them.
pub type Waivers = BTreeMap<(String, String), Waiver>;

/// A catalog whose evidence stays in its file, with all of it at hand: checks hold texts against each other.
fn at_hand(catalog: &Catalog) -> Result<Catalog, String> {
    Ok(Catalog::new(catalog.whole()?, catalog.digest().to_owned()))
}

/// Checks a review. Reads all evidence: not for the drawing thread.
///
/// # Errors
/// What of the review cannot be read.
pub fn of_review(catalog: &Catalog) -> Result<Vec<Finding>, String> {
    if catalog.is_paged() {
        return of_review(&at_hand(catalog)?);
    }
    Ok(in_order(of_ground(&Ground::of(catalog))))
}

/// What every family of checks finds.
fn of_ground(ground: &Ground<'_>) -> Vec<Finding> {
    let mut found = Vec::new();
    for family in [
        rating::find,
        rollup::find,
        footnote::find,
        source::find,
        spelling::find,
        quotation::find,
        repeat::find,
        claim::find,
        cell::find,
        lost::find,
        number::find,
        date::find,
        name::find,
        independence::find,
    ] {
        family(ground, &mut found);
    }
    found
}

/// Checks a session. Which items were opened is known on the member's own machine only.
pub fn of_session(catalog: &Catalog, state: &State, read: Option<&BTreeSet<EvidenceId>>) -> Vec<Finding> {
    let mut found = Vec::new();
    session::find(catalog, state, read, &mut found);
    in_order(found)
}

/// Findings in order: weightiest first, then by code, then as they stand in the report. Those at one place with one code are
/// told apart by a count, so that each can be let stand alone.
fn in_order(mut found: Vec<Finding>) -> Vec<Finding> {
    found.sort_by_key(|finding| (finding.severity, finding.code));
    let mut met: BTreeMap<(code::Code, String), usize> = BTreeMap::new();
    for finding in &mut found {
        let times = met.entry((finding.code, finding.place.clone())).or_default();
        *times += 1;
        if *times > 1 {
            finding.place = format!("{} #{times}", finding.place);
        }
    }
    found
}

/// Notes on each finding why it was let stand, where it was.
pub fn waive(found: &mut [Finding], waivers: &Waivers) {
    for finding in found {
        let waiver = waivers.get(&(finding.code.id().to_owned(), finding.place.clone()));
        finding.waived = waiver.map(|waiver| waiver.reason.clone());
    }
}
