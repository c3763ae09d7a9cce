//! Whether the evidence of a review holds together.
//!
//! Uses model. Invariant: every offset of an item without problems is inside its text.

use crate::document::error::Problems;
use crate::document::validate::Seen;
use crate::document::validate::empty_key;
use crate::document::validate::review::Keys;
use crate::document::validate::review::rated;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::ids::EvidenceId;
use crate::model::review::Review;

/// Checks every item.
pub(super) fn items(review: &Review, keys: &Keys, problems: &mut Problems) {
    let mut seen: Seen<&EvidenceId> = Seen::with_capacity(review.evidence.len());
    for (at, item) in review.evidence.iter().enumerate() {
        seen.note(&item.id, "evidence", at, "id", problems);
        one(item, at, keys, problems);
    }
}

/// Checks one item by itself.
pub(super) fn one(item: &Evidence, at: usize, keys: &Keys, problems: &mut Problems) {
    empty_key(item.id.as_str(), format_args!("evidence[{at}].id"), problems);
    for (n, bearing) in item.cells.iter().enumerate() {
        bears_on(bearing, at, n, keys, problems);
    }
    sources(item, at, keys, problems);
    references(item, at, keys, problems);
    for (n, stated) in item.rates.iter().enumerate() {
        rated(stated.subject().as_ref(), &format!("evidence[{at}].rates[{n}]"), keys, problems);
    }
    if item.line == Some(0) {
        problems.add(format_args!("evidence[{at}].line"), "there is no line 0", "Lines count from 1.");
    }
}

fn bears_on(bearing: &Bearing, at: usize, n: usize, keys: &Keys, problems: &mut Problems) {
    let place = |field: &str| format!("evidence[{at}].cells[{n}]{field}");
    let remedy = "Name one the review has.";
    match (&bearing.commitment, &bearing.question, &bearing.area) {
        (Some(commitment), question, None) => {
            if !keys.has_commitment(commitment) {
                problems.add(place(".commitment"), format!("the review has no commitment `{commitment}`"), remedy);
            }
            if let Some(question) = question.as_ref().filter(|question| !keys.has_question(question)) {
                problems.add(place(".question"), format!("the review has no question `{question}`"), remedy);
            }
        }
        (None, None, Some(area)) => {
            if !keys.has_area(area) {
                problems.add(place(".area"), format!("the review has no area `{area}`"), remedy);
            }
        }
        _ => problems.add(
            place(""),
            "it names neither a commitment nor an area, or both",
            "Give `commitment`, with or without `question`, or else `area` alone.",
        ),
    }
}

fn sources(item: &Evidence, at: usize, keys: &Keys, problems: &mut Problems) {
    let mut speaks = item.speaker.is_none();
    for (n, id) in item.sources.iter().enumerate() {
        let Some(source) = keys.source(id) else {
            let what = format!("the review has no source `{id}`");
            let remedy = "Name one of `sources`, or add it there.";
            problems.add(format_args!("evidence[{at}].sources[{n}]"), what, remedy);
            continue;
        };
        speaks = speaks || source.speakers.iter().any(|known| Some(&known.id) == item.speaker.as_ref());
    }
    if let Some(speaker) = item.speaker.as_ref().filter(|_| !speaks) {
        let what = format!("none of the item's sources has a speaker `{speaker}`");
        let remedy = "Name a speaker of one of its sources, or leave `speaker` out.";
        problems.add(format_args!("evidence[{at}].speaker"), what, remedy);
    }
}

fn references(item: &Evidence, at: usize, keys: &Keys, problems: &mut Problems) {
    if item.refs.is_empty() {
        return;
    }
    let length = item.text.chars().count();
    let mut before = 0;
    for (n, reference) in item.refs.iter().enumerate() {
        if !keys.has_footnote(reference.footnote) {
            let what = format!("the review has no note {}", reference.footnote);
            let remedy = "Name one of `footnotes`, or add it there with `listed` false.";
            problems.add(format_args!("evidence[{at}].refs[{n}].footnote"), what, remedy);
        }
        if reference.at > length {
            let what = format!("{} is outside the text, which has {length} characters", reference.at);
            let remedy = "Count the characters before the place where the marker stood.";
            problems.add(format_args!("evidence[{at}].refs[{n}].at"), what, remedy);
        } else if reference.at < before {
            let what = format!("{} stands after {before}", reference.at);
            problems.add(format_args!("evidence[{at}].refs[{n}].at"), what, "Order `refs` by `at`, rising.");
        }
        before = reference.at;
    }
}
