//! Ratings that a draft states, in its tables and its prose, against those agreed.

use std::collections::BTreeSet;

use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::review::Review;
use crate::review::check::code::Code;
use crate::review::check::draft::agreed::Agreed;
use crate::review::check::draft::subject::Lacks;
use crate::review::check::draft::subject::Rates;
use crate::review::check::draft::told::Stated;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::words::rating_word;
use crate::review::words::subject_word;

/// Holds what is stated against what was agreed.
pub fn find(stated: &[Stated], about: &Review, agreed: &Agreed, found: &mut Vec<Finding>) {
    let mut met: BTreeSet<&Subject> = BTreeSet::new();
    for one in stated {
        match &one.rates {
            Rates::Sure(subjects) => {
                met.extend(subjects);
                for subject in subjects {
                    found.extend(against(one, subject, about, agreed));
                }
                found.extend(together(one, subjects));
            }
            Rates::Unsure { among, lacks } => {
                let fits: Vec<&Subject> =
                    among.iter().filter(|subject| agreed.of_subject(subject) == Some(one.rating)).collect();
                let told = lacks.is_some() || fits.is_empty();
                met.extend(fits);
                if told {
                    found.push(ambiguous(one, among, *lacks, about));
                }
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

/// One statement that is not what was agreed.
fn against(one: &Stated, subject: &Subject, about: &Review, agreed: &Agreed) -> Option<Finding> {
    let name = subject_word(about, subject);
    let says = rating_word(about, one.rating);
    let (where_, said) = match one.in_table {
        true => (format!("The table ({})", one.by), String::new()),
        false => ("The text".to_owned(), format!(": “{}”", one.by)),
    };
    let (code, message) = match agreed.of_subject(subject) {
        Some(rating) if rating == one.rating => return None,
        Some(rating) => (
            Code::DraftRating,
            format!("{where_} has {name} as {says}; agreed was {}{said}", rating_word(about, rating)),
        ),
        None if agreed.ratings.is_empty() => return None,
        None => (Code::DraftUnagreed, format!("{where_} has {name} as {says}, on which nothing was agreed{said}")),
    };
    let place = Place { line: Some(one.line), ..Place::subject(subject) };
    let table = if one.in_table { " table" } else { "" };
    Some(Finding::new(code, message, vec![place]).about(&format!("{subject}{table}")))
}

/// A sentence that rates several commitments at once.
fn together(one: &Stated, subjects: &[Subject]) -> Option<Finding> {
    let mut commitments: Vec<String> = subjects
        .iter()
        .filter_map(|subject| match subject {
            Subject::Cell(cell) => Some(cell.commitment.to_string()),
            Subject::Parent(ParentKey::Commitment(id)) => Some(id.to_string()),
            Subject::Parent(_) => None,
        })
        .collect();
    commitments.dedup();
    if commitments.len() < 2 || one.in_table {
        return None;
    }
    let message = format!(
        "One sentence rates commitments {} at once; give each a sentence of its own: “{}”",
        commitments.join(" and "),
        one.by
    );
    Some(Finding::new(Code::RatingAmbiguous, message, vec![Place { line: Some(one.line), ..Place::default() }]))
}

/// A statement of which nobody can tell what it rates: what it does not name, and what to write.
fn ambiguous(one: &Stated, among: &[Subject], lacks: Option<Lacks>, about: &Review) -> Finding {
    let says = rating_word(about, one.rating);
    let questions = || about.questions.iter().map(|own| own.label.to_lowercase()).collect::<Vec<_>>().join(", ");
    let number = "its number, such as “commitment 3”";
    let (lacks, write) = match lacks {
        Some(Lacks::Question) => (
            "the question it answers".to_owned(),
            format!("Name the question ({}), or write “overall” if the commitment as a whole is meant", questions()),
        ),
        Some(Lacks::Commitment) => ("the commitment it rates".to_owned(), format!("Name the commitment by {number}")),
        Some(Lacks::Several) => (
            "which commitments, rating several at once".to_owned(),
            format!("Give each a sentence of its own, with {number}"),
        ),
        Some(Lacks::Both) => (
            "what it rates".to_owned(),
            format!("Name the commitment by {number}, and the question ({}) or “overall”", questions()),
        ),
        Some(Lacks::Pairing) => (
            "which rating goes with which".to_owned(),
            "Give each rating a sentence of its own, with what it rates".to_owned(),
        ),
        None => {
            let names: Vec<String> = among.iter().map(|subject| subject_word(about, subject)).collect();
            (
                format!("whether {} is meant, and {says} was agreed for neither", names.join(" or ")),
                "Name the question, or write “overall” if the commitment as a whole is meant".to_owned(),
            )
        }
    };
    let message = format!("This sentence rates something as {says} and does not say {lacks}. {write}: “{}”", one.by);
    let place = Place { line: Some(one.line), ..Place::default() };
    Finding::new(Code::RatingAmbiguous, message, vec![place])
}
