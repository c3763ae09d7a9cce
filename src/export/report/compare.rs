//! What has been said beside what was published, and how well each rule reproduces that.
//!
//! Invariant: a published rating is here only where `Work::published` tells it; how the rules fare only where all are told.

use crate::export::report::Compared;
use crate::export::report::ComparedRow;
use crate::export::report::RuleFidelity;
use crate::export::report::parts;
use crate::export::work::Work;
use crate::export::work::plain;
use crate::judgement::fidelity;
use crate::judgement::fidelity::Fidelity;
use crate::judgement::fidelity::Miss;
use crate::judgement::rule::Rule;
use crate::judgement::words::at_start;
use crate::model::ids::Subject;
use crate::review::words::rating_word;
use crate::review::words::subject_word;

/// Compares as far as it may be shown.
pub(super) fn compared(work: &Work<'_>) -> Compared {
    let review = work.catalog.review();
    let mut all = true;
    let mut rows = Vec::new();
    for subject in review.published.subjects() {
        let Some(published) = work.published(&subject) else {
            all = false;
            continue;
        };
        let rated = match &subject {
            Subject::Cell(cell) => parts::standing(review, work.standing(cell)),
            Subject::Parent(parent) => parts::parent(work, parent).rated,
        };
        let published = parts::rated(review, published);
        let same = rated.id == published.id;
        let subject = at_start(&plain(&subject_word(review, &subject)));
        rows.push(ComparedRow { subject, rated, published, same });
    }
    let thresholds = work.state.settings.thresholds.as_ref();
    let held = if all && !rows.is_empty() { fidelity::of_review(review, thresholds) } else { Vec::new() };
    Compared { rows, fidelity: held.iter().map(|held| told(work, held)).collect() }
}

fn told(work: &Work<'_>, held: &Fidelity) -> RuleFidelity {
    let review = work.catalog.review();
    let missed = |miss: &Miss| {
        let gives = miss.rule_gives.or(miss.completion);
        let gives = gives.map_or_else(|| "nothing".to_owned(), |rating| rating_word(review, rating));
        let subject = subject_word(review, &Subject::Parent(miss.parent.clone()));
        plain(&format!("{subject}: {gives}, published {}", rating_word(review, miss.published)))
    };
    RuleFidelity {
        rule: plain(&Rule::with(held.rule, work.state.settings.thresholds.clone()).title()),
        reproduced: held.reproduced.len(),
        tested: held.reproduced.len() + held.missed.len(),
        missed: held.missed.iter().map(missed).collect(),
    }
}
