//! Ratings that a draft states, in its tables and its prose, against those agreed.

use std::collections::BTreeSet;

use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::review::check::code::Code;
use crate::review::check::draft::agreed::Agreed;
use crate::review::check::draft::read::Draft;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::words::short;
use crate::review::words::rating_word;
use crate::review::words::subject_word;

/// One rating that the draft states.
struct Stated {
    subject: Subject,
    rating: Rating,
    place: Place,
    /// The sentence, or the table it stands in.
    by: String,
    in_table: bool,
}

/// Looks at what the draft states.
pub fn find(draft: &Draft, about: &Review, agreed: &Agreed, found: &mut Vec<Finding>) {
    let stated = stated(draft);
    let mut met: BTreeSet<&Subject> = BTreeSet::new();
    for one in &stated {
        met.insert(&one.subject);
        let name = subject_word(about, &one.subject);
        let says = rating_word(about, one.rating);
        let where_ = if one.in_table { format!("The table ({})", one.by) } else { "The text".to_owned() };
        let said = if one.in_table { String::new() } else { format!(": “{}”", one.by) };
        match agreed.of_subject(&one.subject) {
            Some(rating) if rating == one.rating => {}
            Some(rating) => {
                let message = format!("{where_} has {name} as {says}; agreed was {}{said}", rating_word(about, rating));
                found.push(Finding::new(Code::DraftRating, message, vec![one.place.clone()]).about(&key(one)));
            }
            None if agreed.ratings.is_empty() => {}
            None => {
                let message = format!("{where_} has {name} as {says}, on which nothing was agreed{said}");
                found.push(Finding::new(Code::DraftUnagreed, message, vec![one.place.clone()]).about(&key(one)));
            }
        }
    }
    for (subject, rating) in agreed.ratings.iter().filter(|(subject, _)| !met.contains(subject)) {
        // Areas are not printed everywhere.
        if matches!(subject, Subject::Parent(ParentKey::Area(_))) {
            continue;
        }
        let message = format!(
            "The draft nowhere says that {} is {}, as was agreed.",
            subject_word(about, subject),
            rating_word(about, *rating)
        );
        found.push(Finding::new(Code::DraftUnrated, message, vec![Place::subject(subject)]));
    }
}

fn key(one: &Stated) -> String {
    let table = if one.in_table { " table" } else { "" };
    format!("{}{table}", one.subject)
}

/// Every rating stated, on the review's own commitments.
fn stated(draft: &Draft) -> Vec<Stated> {
    let mut found = Vec::new();
    for printed in draft.review.published.printed.iter().flatten() {
        let key = |text: &str| text.to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        let point = draft.review.scale.iter().find(|point| key(&point.label) == key(&printed.printed_as));
        let Some((subject, point)) = printed.subject().and_then(|s| own(draft, &s)).zip(point) else { continue };
        let place = Place { line: printed.line, ..Place::subject(&subject) };
        let by = printed.locator.clone();
        found.push(Stated { subject, rating: point.id.into(), place, by, in_table: true });
    }
    let Review { evidence, .. } = &draft.review;
    for item in evidence {
        for rates in &item.rates {
            let Some(subject) = rates.subject().and_then(|subject| own(draft, &subject)) else { continue };
            let place = Place::item(item).under(&subject);
            found.push(Stated { subject, rating: rates.rating, place, by: short(&item.text, 110), in_table: false });
        }
    }
    found
}

/// What the draft names, as the review does.
fn own(draft: &Draft, subject: &Subject) -> Option<Subject> {
    match subject {
        Subject::Cell(cell) => {
            let commitment = draft.commitments.get(&cell.commitment)?.clone();
            Some(Subject::Cell(CellKey { commitment, question: cell.question.clone() }))
        }
        Subject::Parent(ParentKey::Commitment(id)) => {
            Some(Subject::Parent(ParentKey::Commitment(draft.commitments.get(id)?.clone())))
        }
        Subject::Parent(ParentKey::Area(_)) => None,
        Subject::Parent(ParentKey::Overall) => Some(subject.clone()),
    }
}
