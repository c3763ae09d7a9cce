//! What a member may see of the findings while rating: nothing that states a published rating before it may be looked at.
//!
//! Invariant: with nothing rated, nothing that depends on the published ratings passes; how many findings are kept back is
//! told only as whether any are.

use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::review::blindness::Blindness;
use crate::review::check::finding::Finding;
use crate::review::check::of_review;
use crate::review::check::of_session;
use crate::review::state::State;

/// Findings for a member.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Shown {
    /// Those of the member's own session first, then the review's.
    pub findings: Vec<Finding>,
    /// Whether findings about published ratings are not looked for yet.
    pub withholds: bool,
}

/// Checks a session and its review, as far as the member may see. Reads all evidence: not for the drawing thread.
///
/// # Errors
/// What of the review cannot be read.
pub fn to_member(catalog: &Catalog, state: &State, read: &BTreeSet<EvidenceId>) -> Result<Shown, String> {
    let blind = Blindness::new(catalog, state);
    let mut findings = of_session(catalog, state, Some(read));
    findings.extend(of_review(catalog)?.into_iter().filter(|finding| may_show(catalog, state, &blind, finding)));
    let unseen = |subject: &Subject| !may_see(state, &blind, subject);
    let withholds = !state.settings.show_published && catalog.review().published.subjects().any(|s| unseen(&s));
    Ok(Shown { findings, withholds })
}

fn may_see(state: &State, blind: &Blindness<'_>, subject: &Subject) -> bool {
    blind.answered(subject) && state.seen.contains_key(subject)
}

fn may_show(catalog: &Catalog, state: &State, blind: &Blindness<'_>, finding: &Finding) -> bool {
    if state.settings.show_published {
        return true;
    }
    let items = finding.places.iter().filter_map(|place| catalog.evidence(place.evidence.as_ref()?));
    if items.into_iter().any(|item| blind.withholds(&item)) {
        return false;
    }
    if !finding.code.tells_published() {
        return true;
    }
    let mut subjects: Vec<Subject> = finding.places.iter().filter_map(|place| place.rated()).collect();
    // What names no question may speak of any.
    if subjects.iter().all(|subject| matches!(subject, Subject::Parent(ParentKey::Overall | ParentKey::Area(_)))) {
        subjects.extend(catalog.review().published.subjects());
    }
    subjects.iter().all(|subject| may_see(state, blind, subject))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::model::rating::Rating;
    use crate::review::fixture;
    use crate::review::workspace::Workspace;

    /// A session on a review whose prose and table differ on 1B.
    fn workspace() -> Workspace {
        let mut review = fixture::review();
        review.evidence[3].rates[0].rating = Rating::Good;
        review.evidence[3].rates.truncate(1);
        fixture::workspace_on(review)
    }

    fn codes(ws: &Workspace) -> (Vec<&'static str>, bool) {
        let shown = to_member(ws.catalog(), ws.state(), ws.read()).unwrap();
        let codes = shown.findings.iter().map(|finding| finding.code.id()).filter(|code| code.starts_with("rating"));
        (codes.collect(), shown.withholds)
    }

    #[test]
    fn a_finding_that_states_a_published_rating_is_kept_back_until_that_was_rated_and_looked_at() {
        let mut ws = workspace();
        assert_eq!(codes(&ws), (vec![], true));
        for cell in ["1A", "1B"] {
            let (cell, rating) = (cell.parse().unwrap(), Rating::Good);
            ws.apply(&Act::Rate { cell, rating, reason: None, quotes: Vec::new(), round: 1 }).unwrap();
        }
        assert_eq!(codes(&ws), (vec![], true), "rated, and not looked at");
        ws.apply(&Act::SeePublished { on: "1B".parse().unwrap() }).unwrap();
        assert_eq!(codes(&ws).0, ["rating-mismatch"]);
    }

    #[test]
    fn with_nothing_rated_nothing_depends_on_what_was_published() {
        let ws = workspace();
        let mut other = ws.catalog().review().clone();
        for rating in other.published.cells.values_mut().chain(other.published.commitments.values_mut()) {
            *rating = Rating::Outstanding;
        }
        other.published.printed = None;
        other.evidence[3].text = "QUITE OTHER WORDS".to_owned();
        let other = fixture::workspace_on(other);
        let shown = |ws: &Workspace| to_member(ws.catalog(), ws.state(), ws.read());
        assert_eq!(shown(&ws), shown(&other));
    }

    #[test]
    fn opened_for_scrutiny_everything_shows() {
        let mut ws = workspace();
        ws.apply(&Act::ShowPublished { show: true, seen: Vec::new() }).unwrap();
        assert_eq!(codes(&ws), (vec!["rating-mismatch"], false));
    }
}
