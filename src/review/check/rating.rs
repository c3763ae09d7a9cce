//! Ratings as they are stated: prose against table, table against table, spellings, conclusions that do not say of what,
//! and ratings the text itself calls thinly grounded.

use std::collections::BTreeMap;

use crate::import::report::question;
use crate::import::report::question::Asked;
use crate::import::report::words as plain;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::Printed;
use crate::model::review::Review;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::ground::Item;
use crate::review::check::words::short;
use crate::review::words::rating_word;
use crate::review::words::subject_word;

/// Looks at what rates.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    prose(ground, found);
    tables(ground, found);
    spellings(ground, found);
    ambiguous(ground, found);
    thin(ground, found);
}

/// Sentences that rate otherwise than the tables.
fn prose(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let review = ground.review;
    for item in &ground.items {
        for stated in &item.evidence.rates {
            let Some(subject) = stated.subject() else { continue };
            let Some(published) = review.published.of(&subject).filter(|published| *published != stated.rating) else {
                continue;
            };
            let message = format!(
                "The text concludes that {} is {}, and the table has {}: “{}”",
                subject_word(review, &subject),
                rating_word(review, stated.rating),
                rating_word(review, published),
                short(item.text(), 120)
            );
            let mut places = vec![Place::item(item.evidence).under(&subject)];
            places.extend(printed_of(ground, &subject).map(|printed| place_of(printed, &subject)));
            found.push(Finding::new(Code::RatingMismatch, message, places).about(&subject.to_string()));
        }
    }
}

fn printed<'a>(ground: &Ground<'a>) -> &'a [Printed] {
    ground.review.published.printed.as_deref().unwrap_or_default()
}

fn printed_of<'a>(ground: &Ground<'a>, subject: &'a Subject) -> impl Iterator<Item = &'a Printed> {
    printed(ground).iter().filter(move |printed| printed.subject().as_ref() == Some(subject))
}

fn place_of(printed: &Printed, subject: &Subject) -> Place {
    Place { line: printed.line, locator: Some(printed.locator.clone()), ..Place::subject(subject) }
}

/// The grade that words name in a review's scale.
pub fn grade_named(review: &Review, words: &str) -> Option<Grade> {
    let key = plain::key(words);
    review.scale.iter().find(|point| plain::key(&point.label) == key).map(|point| point.id)
}

/// Tables that print another rating than the first.
fn tables(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    for printed in printed(ground) {
        let Some(subject) = printed.subject() else { continue };
        let (Some(grade), Some(published)) =
            (grade_named(ground.review, &printed.printed_as), ground.review.published.of(&subject))
        else {
            continue;
        };
        if published == grade.into() {
            continue;
        }
        let message = format!(
            "Two tables differ: {} is {} in one and {} in the other.",
            subject_word(ground.review, &subject),
            rating_word(ground.review, published),
            rating_word(ground.review, grade.into())
        );
        let places = vec![place_of(printed, &subject)];
        found.push(Finding::new(Code::RatingMismatch, message, places).about("tables"));
    }
}

/// One rating in two spellings: each but the commonest, with its places.
fn spellings(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut by_grade: BTreeMap<Grade, BTreeMap<&str, Vec<Place>>> = BTreeMap::new();
    for printed in printed(ground) {
        // In a sentence the name is small.
        if printed.printed_as.starts_with(char::is_lowercase) {
            continue;
        }
        let Some((grade, subject)) = grade_named(ground.review, &printed.printed_as).zip(printed.subject()) else {
            continue;
        };
        let places = by_grade.entry(grade).or_default().entry(printed.printed_as.as_str()).or_default();
        places.push(place_of(printed, &subject));
    }
    for spelled in by_grade.into_values() {
        let Some(usual) = spelled.iter().max_by_key(|(_, places)| places.len()).map(|(words, _)| *words) else {
            continue;
        };
        for (words, places) in spelled.into_iter().filter(|(words, _)| *words != usual) {
            let message = format!("“{words}” is printed {}, elsewhere “{usual}”.", times(places.len()));
            found.push(Finding::new(Code::RatingCase, message, places).about(words));
        }
    }
}

fn times(many: usize) -> String {
    match many {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        many => format!("{many} times"),
    }
}

/// Conclusions that do not name what they rate, or rate several commitments at once.
fn ambiguous(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    if !ground.own_words() {
        return;
    }
    let asked = question::of_review(ground.review);
    let rating = ground.items.iter().filter(|item| item.evidence.kind == EvidenceKind::Conclusion);
    for item in rating.filter(|item| !item.evidence.cells.is_empty()) {
        let subjects: Vec<Subject> = item.evidence.rates.iter().filter_map(|stated| stated.subject()).collect();
        let said = short(item.text(), 120);
        let mut commitments: Vec<&CommitmentId> = subjects.iter().filter_map(commitment).collect();
        commitments.dedup();
        let message = match subjects.as_slice() {
            [] => Some(format!("A rating is stated, and it cannot be told of what: “{said}”")),
            _ if commitments.len() > 1 => {
                let names: Vec<String> = commitments.iter().map(ToString::to_string).collect();
                Some(format!("One sentence rates commitments {} at once: “{said}”", names.join(" and ")))
            }
            [Subject::Cell(cell)] => {
                let at = ground.review.questions.iter().position(|question| question.id == cell.question);
                let silent = at.is_some_and(|at| !names(item, &asked[at]));
                silent.then(|| {
                    let question = ground.catalog.question(&cell.question).map_or("", |question| &question.label);
                    format!(
                        "Standing under {cell} ({}), this conclusion does not say which question it answers: “{said}”",
                        question.to_lowercase()
                    )
                })
            }
            [Subject::Parent(ParentKey::Commitment(id))] => {
                let whole = says(item.text(), &["commitment", "overall", "whole"]);
                (!whole).then(|| {
                    format!("This conclusion stands for commitment {id} as a whole and does not say so: “{said}”")
                })
            }
            _ => None,
        };
        if let Some(message) = message {
            found.push(Finding::new(Code::RatingAmbiguous, message, vec![Place::item(item.evidence)]));
        }
    }
}

fn commitment(subject: &Subject) -> Option<&CommitmentId> {
    match subject {
        Subject::Cell(cell) => Some(&cell.commitment),
        Subject::Parent(ParentKey::Commitment(id)) => Some(id),
        Subject::Parent(_) => None,
    }
}

/// Whether a text has a word that begins with one of these.
pub fn says(text: &str, stems: &[&str]) -> bool {
    plain::words(text).iter().any(|word| plain::begins_with_any(word, stems))
}

/// Whether a conclusion names its question, or points back to it (`in this respect`).
fn names(item: &Item<'_>, asked: &Asked) -> bool {
    let words = plain::words(item.text());
    asked.spoken_of(&words) > 0.0 || points_back(item.text())
}

/// Whether a conclusion points back to the question that was just spoken of: `in this respect`.
pub fn points_back(text: &str) -> bool {
    says(text, &["aspect", "respect", "regard", "provision"]) || text.to_lowercase().contains("this area")
}

/// Words by which a text says that there was little to go by.
const THIN: &[&str] = &[
    "limited evidence",
    "little evidence",
    "insufficient evidence",
    "scant evidence",
    "no evidence",
    "not receive evidence",
    "not receive any evidence",
    "not received any evidence",
    "lack of evidence",
    "little data",
    "limited data",
    "lack of data",
    "unable to find data",
    "could not find data",
    "no data",
    "absence of detailed information",
    "absence of information",
];

/// Words by which a text says that it was hard to judge; with what was lacking told beside them.
const HARD: &[&str] = &[
    "challenging to assess",
    "challenging to evaluate",
    "challenging to conclude",
    "challenging to determine",
    "challenging for us to",
    "difficult to assess",
    "difficult to evaluate",
    "difficult to measure whether",
    "difficult to determine",
    "not possible to establish",
    "not possible to assess",
    "unable to assess",
    "unable to evaluate",
];
const LACKING: &[&str] = &["evidence", "data", "information", "numbers", "figures"];

/// What follows where the evidence is on the question, and not about a thing that was looked for and not found.
const ON: &[&str] =
    &["regarding", "about", "on", "in", "with", "relating", "whether", "as", "to", "available", "submitted", "from"];

/// Questions that were rated although the text says there was little to go by.
fn thin(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut places: BTreeMap<Subject, (String, Vec<Place>)> = BTreeMap::new();
    let own = |item: &&Item<'_>| {
        matches!(item.evidence.kind, EvidenceKind::Finding | EvidenceKind::Conclusion)
            || plain::words(item.text()).iter().any(|word| ["we", "our", "us"].contains(&word.as_str()))
    };
    for item in ground.prose().filter(own) {
        let Some(cell) = item.evidence.cells.first().and_then(|bearing| bearing.cell()) else { continue };
        let subject = Subject::Cell(cell);
        let graded = ground.review.published.of(&subject).and_then(Rating::grade);
        if graded.is_none() {
            continue;
        }
        if let Some(said) = item.said().find(|sentence| is_thin(sentence)) {
            let entry = places.entry(subject).or_insert_with(|| (short(said, 240), Vec::new()));
            entry.1.push(Place::item(item.evidence));
        }
    }
    for (subject, (said, at)) in places {
        let rating = ground.review.published.of(&subject);
        let message = format!(
            "{subject} is rated {}, and the text says of the evidence: “{said}”",
            rating.map_or(String::new(), |rating| rating_word(ground.review, rating))
        );
        found.push(Finding::new(Code::RatingThin, message, at).about(&subject.to_string()));
    }
}

fn is_thin(sentence: &str) -> bool {
    let lower = sentence.to_lowercase();
    if HARD.iter().any(|hard| lower.contains(hard)) && says(sentence, LACKING) {
        return true;
    }
    // `Little data`, whatever stands between.
    let words = plain::words(sentence);
    let joins = |word: &String| {
        ["a", "and", "by", "for", "from", "in", "of", "on", "the", "to", "with"].contains(&word.as_str())
    };
    let little = words.iter().enumerate().filter(|(_, word)| *word == "little").any(|(at, _)| {
        let behind: Vec<&String> = words[at + 1..].iter().take(3).take_while(|word| !joins(word)).collect();
        behind.iter().skip(1).any(|word| *word == "data")
    });
    if little {
        return true;
    }
    THIN.iter().any(|thin| {
        lower.match_indices(thin).any(|(at, _)| {
            let begins = !lower[..at].ends_with(char::is_alphanumeric);
            let behind = &lower[at + thin.len()..];
            let next = behind.split_whitespace().next().unwrap_or_default();
            let next = next.trim_matches(|c: char| !c.is_alphanumeric());
            // `no evidence of a plan` is something found about the plan.
            begins && behind.starts_with(' ') && ON.contains(&next)
        })
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    #[test]
    fn prose_that_concludes_otherwise_than_the_table_is_told_with_both() {
        let text = "We rate the funding as ‘inadequate’.";
        let made = Made::new().published("1B", Rating::Good).rated("1B", text, &[("1B", Rating::Inadequate)]);
        let found = made.found(find);
        assert_eq!(codes(&found), ["rating-mismatch"]);
        assert!(found[0].message.contains("1B is inadequate") && found[0].message.contains("table has good"));
        assert_eq!(found[0].places[0].evidence.as_ref().unwrap().as_str(), "E001");
        let same = Made::new().published("1B", Rating::Inadequate).rated("1B", text, &[("1B", Rating::Inadequate)]);
        assert_eq!(codes(&same.found(find)), [""; 0]);
    }

    #[test]
    fn two_tables_that_differ_are_told_and_two_that_agree_are_not() {
        let made = Made::new().published("1B", Rating::Good).printed("1B", "Inadequate");
        assert_eq!(codes(&made.found(find)), ["rating-mismatch"]);
        let made = Made::new().published("1B", Rating::Good).printed("1B", "Good");
        assert_eq!(codes(&made.found(find)), [""; 0]);
    }

    #[test]
    fn the_rarer_spelling_of_a_rating_is_told() {
        let made = Made::new()
            .published("1A", Rating::RequiresImprovement)
            .published("1B", Rating::RequiresImprovement)
            .printed("1B", "Requires Improvement");
        let found = made.found(find);
        assert_eq!(codes(&found), ["rating-case"]);
        assert!(found[0].message.starts_with("“Requires Improvement” is printed once"), "{}", found[0].message);
    }

    #[test]
    fn a_conclusion_that_names_no_question_or_two_commitments_is_ambiguous() {
        let inadequate = Rating::Inadequate;
        let told =
            |text: &str, rates: &[(&str, Rating)]| codes(&Made::new().rated("1B", text, rates).found(find)).len();
        assert_eq!(told("We conclude that it is ‘inadequate’.", &[("1B", inadequate)]), 1);
        assert_eq!(told("We conclude that the funding is ‘inadequate’.", &[("1B", inadequate)]), 0);
        assert_eq!(told("In this respect it is ‘inadequate’.", &[("1B", inadequate)]), 0);
        assert_eq!(told("Both are ‘inadequate’ overall.", &[("1", inadequate), ("2", inadequate)]), 1);
        assert_eq!(told("It is ‘inadequate’.", &[]), 1);
    }

    #[test]
    fn a_rating_on_thin_evidence_is_told_and_something_looked_for_and_not_found_is_not() {
        let rated = || Made::new().published("1B", Rating::Good);
        let thin = rated().said("1B", "We received very limited evidence regarding the money for the wheels.");
        assert_eq!(codes(&thin.found(find)), ["rating-thin"]);
        let found = rated().said("1B", "We found no evidence of a plan for the money.");
        assert_eq!(codes(&found.found(find)), [""; 0]);
        let hard = rated().said("1B", "It is difficult to evaluate the funding as there are no figures.");
        assert_eq!(codes(&hard.found(find)), ["rating-thin"]);
        let little = rated().said("1B", "We had little valley level data to judge the money for the wheels by.");
        assert_eq!(codes(&little.found(find)), ["rating-thin"]);
        let spent = rated().said("1B", "We heard that little on the data for the wheels was spent.");
        assert_eq!(codes(&spent.found(find)), [""; 0]);
        let vague = rated().said("1B", "Its changing terms made the funding difficult to evaluate, we found.");
        assert_eq!(codes(&vague.found(find)), [""; 0]);
        let unrated = Made::new().said("1B", "We received very limited evidence regarding the money for the wheels.");
        assert_eq!(codes(&unrated.found(find)), [""; 0]);
    }
}
