//! Whether a panel holds together, and whether it fits the review it judges.
//!
//! Uses model. Invariant: in a panel without problems every round that came in is a member's.

use std::collections::HashSet;

use crate::document::error::DocumentError;
use crate::document::error::DocumentErrorKind;
use crate::document::error::Problems;
use crate::document::validate::Seen;
use crate::document::validate::empty_key;
use crate::document::validate::sha256_wanted;
use crate::model::catalog::Catalog;
use crate::model::ids::MemberId;
use crate::model::ids::ParentKey;
use crate::model::panel::Panel;

/// What is wrong with a panel, as far as it can be seen without its review.
pub fn panel_problems(panel: &Panel) -> Problems {
    let mut problems = Problems::default();
    let least = panel.least_version();
    if panel.version < least {
        let what = format!("version {} has not all fields that stand here; version {least} has", panel.version);
        problems.add("version", what, format!("Write {least}, if the file is meant so."));
    }
    sha256_wanted(&panel.review.digest, "review.digest", &mut problems);
    let mut ids = Seen::with_capacity(panel.members.len());
    let mut letters = Seen::with_capacity(panel.members.len());
    for (at, member) in panel.members.iter().enumerate() {
        ids.note(member.id, "members", at, "id", &mut problems);
        empty_key(&member.letter, format_args!("members[{at}].letter"), &mut problems);
        letters.note(&member.letter, "members", at, "letter", &mut problems);
    }
    if !(1..=3).contains(&panel.disagreement.range) {
        let what = format!("{} is not a distance between two grades", panel.disagreement.range);
        problems.add("disagreement.range", what, "Put 1, 2 or 3.");
    }
    if panel.opening_key.trim().is_empty() {
        let remedy = "Put the public key there that `panel init` printed.";
        problems.add("opening_key", "the opening key is missing", remedy);
    }
    rounds(panel, &mut problems);
    problems
}

fn rounds(panel: &Panel, problems: &mut Problems) {
    let members: HashSet<&MemberId> = panel.members.iter().map(|member| &member.id).collect();
    for (at, (round, number)) in panel.rounds.iter().zip(1u32..).enumerate() {
        if round.n != number {
            let what = format!("round {} stands where round {number} should", round.n);
            problems.add(format_args!("rounds[{at}].n"), what, "Number the rounds 1, 2 and so on.");
        }
        let list = format!("rounds[{at}].received");
        let mut seen = Seen::with_capacity(round.received.len());
        for (n, received) in round.received.iter().enumerate() {
            seen.note(received.member, &list, n, "member", problems);
            if !members.contains(&received.member) {
                let what = format!("`{}` is not a member of this panel", received.member);
                problems.add(format_args!("{list}[{n}].member"), what, "Add the member, or take the entry out.");
            }
            sha256_wanted(&received.mac, format_args!("{list}[{n}].mac"), problems);
        }
    }
}

/// Refuses a panel that judges another review.
pub(super) fn same_review(panel: &Panel, catalog: &Catalog, name: &str) -> Result<(), DocumentError> {
    let review = catalog.review();
    if panel.review.id == review.id {
        return Ok(());
    }
    let what =
        format!("this panel judges another review: {}, not \"{}\" ({})", panel.review.id, review.title, review.id);
    let remedy = "Open it with the review it judges.";
    Err(DocumentError::new(DocumentErrorKind::OtherReview, name, what, remedy).at("review.id"))
}

/// Checks the areas and sources a panel names.
pub(super) fn references(panel: &Panel, catalog: &Catalog, problems: &mut Problems) {
    let remedy = "Name one the review has, or take it out.";
    for (at, member) in panel.members.iter().enumerate() {
        for (n, area) in member.areas.iter().enumerate() {
            if !catalog.has_parent(&ParentKey::Area(area.clone())) {
                let what = format!("the review has no area `{area}`");
                problems.add(format_args!("members[{at}].areas[{n}]"), what, remedy);
            }
        }
        for (n, source) in member.reads.iter().enumerate() {
            if catalog.source(source).is_none() {
                let what = format!("the review has no source `{source}`");
                problems.add(format_args!("members[{at}].reads[{n}]"), what, remedy);
            }
        }
    }
}
