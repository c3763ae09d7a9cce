//! The sample review, read once, and copies of it that differ in what is published.

use std::sync::Arc;
use std::sync::OnceLock;

use plumbline::document::digest::digest;
use plumbline::document::read::read_review;
use plumbline::model::catalog::Catalog;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::ids::ParentKey;
use plumbline::model::ids::Subject;
use plumbline::model::rating::Grade;
use plumbline::model::rating::Rating;
use plumbline::model::review::Review;

/// A word that stands in no visible text of either review.
pub const HIDDEN_WORD: &str = "Quodlibet";

const PATH: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");

/// The sample review.
pub fn sample() -> Arc<Catalog> {
    static SAMPLE: OnceLock<Arc<Catalog>> = OnceLock::new();
    SAMPLE
        .get_or_init(|| {
            let bytes = std::fs::read(PATH).unwrap();
            let review = read_review(&bytes, "digitisation-nhs.review.json").unwrap_or_else(|error| panic!("{error}"));
            catalog_of(review)
        })
        .clone()
}

/// A review with its cross-references.
pub fn catalog_of(review: Review) -> Arc<Catalog> {
    let digest = digest(&review);
    Arc::new(Catalog::new(review, digest))
}

/// A grade another step away.
fn other(grade: Grade) -> Grade {
    Grade::ALL[(grade.rank() + 1) % Grade::ALL.len()]
}

fn other_rating(rating: Rating) -> Rating {
    rating.grade().map_or(rating, |grade| other(grade).into())
}

/// The sample as if the panel had judged otherwise: every published rating another, and every sentence
/// that states one in other words at the same place. What `same` lets through stays as it is.
pub fn judged_otherwise(same: impl Fn(&Subject) -> bool) -> Arc<Catalog> {
    let mut review = sample().review().clone();
    let published = &mut review.published;
    for (cell, rating) in published.cells.iter_mut().filter(|(cell, _)| !same(&Subject::Cell((*cell).clone()))) {
        assert!(cell.to_string().len() >= 2);
        *rating = other_rating(*rating);
    }
    let parents = published.commitments.iter_mut().map(|(id, rating)| (ParentKey::Commitment(id.clone()), rating));
    let areas = published.areas.iter_mut().map(|(id, rating)| (ParentKey::Area(id.clone()), rating));
    let whole = published.overall.iter_mut().map(|rating| (ParentKey::Overall, rating));
    for (parent, rating) in parents.chain(areas).chain(whole) {
        if !same(&Subject::Parent(parent)) {
            *rating = other_rating(*rating);
        }
    }
    for printed in published.printed.iter_mut().flatten() {
        if printed.subject().is_some_and(|subject| !same(&subject)) {
            printed.printed_as = format!("Not {}", printed.printed_as);
            printed.locator = "Another table".to_owned();
        }
    }
    for item in
        review.evidence.iter_mut().filter(|item| item.kind == EvidenceKind::Conclusion || !item.rates.is_empty())
    {
        let stated: Vec<Subject> = item.rates.iter().filter_map(|rates| rates.subject()).collect();
        if !stated.is_empty() && stated.iter().all(&same) {
            continue;
        }
        item.text = format!("{HIDDEN_WORD}: the panel came to another view. It says so twice.");
        let place = item.locator.as_deref().unwrap_or_default();
        let place = place.split('\u{201c}').next().unwrap_or_default();
        item.locator = Some(format!("{place}\u{201c}{HIDDEN_WORD} as it is\u{2026}\u{201d}"));
        item.note = Some(format!("{HIDDEN_WORD}: where it ends is a judgement."));
        item.refs.iter_mut().for_each(|reference| reference.at = reference.at.min(4));
        for rates in &mut item.rates {
            rates.rating = other_rating(rates.rating);
        }
    }
    catalog_of(review)
}
