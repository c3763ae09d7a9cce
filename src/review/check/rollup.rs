//! How ratings were combined: parents that no rule gives, and a text that does not say how.

use crate::judgement::fidelity;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::rating::says;
use crate::review::words::rating_word;
use crate::review::words::subject_word;

/// Looks at the parents.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let review = ground.review;
    let rules = fidelity::of_review(review, None);
    let given = |parent: &ParentKey| {
        let by_rule = |rule: &fidelity::Fidelity| {
            rule.reproduced.contains(parent)
                || rule.from_commitments.reproduced.contains(parent)
                || (rule.untested.contains(parent) && !rule.from_commitments.missed.iter().any(|m| m.parent == *parent))
        };
        rules.iter().any(by_rule)
    };
    let parents = ground.catalog.parents();
    let published: Vec<(&ParentKey, _)> = parents
        .iter()
        .filter_map(|parent| Some((parent, review.published.of(&Subject::Parent(parent.clone()))?)))
        .collect();
    for (parent, rating) in &published {
        if given(parent) {
            continue;
        }
        let subject = Subject::Parent((*parent).clone());
        let message = format!(
            "{} is published as {}, and none of the rules gives that from what is below it.",
            subject_word(review, &subject),
            rating_word(review, *rating)
        );
        found.push(Finding::new(Code::RollupUnexplained, capital(&message), vec![Place::subject(&subject)]));
    }
    if !published.is_empty() && ground.own_words() && !ground.items.iter().any(|item| item.said().any(tells_how)) {
        let message = "The text does not say how the ratings of the questions make that of a commitment, nor these the overall one.";
        let place = Place { parent: Some(ParentKey::Overall), ..Place::default() };
        found.push(Finding::new(Code::RollupUnstated, message.to_owned(), vec![place]));
    }
}

/// Whether a sentence says how ratings are combined.
fn tells_how(sentence: &str) -> bool {
    let how = ["average", "majorit", "weight", "lowest", "highest", "calculat", "aggregat", "median", "sum", "most"];
    says(sentence, &["rating"]) && says(sentence, &["overall", "combin"]) && says(sentence, &how)
}

/// A sentence with a capital at its beginning.
pub fn capital(text: &str) -> String {
    let mut rest = text.chars();
    rest.next().map_or(String::new(), |first| first.to_uppercase().chain(rest).collect())
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::rating::Rating;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    const HOW: &str = "The overall rating of each commitment is the lowest of its ratings.";

    #[test]
    fn a_parent_that_no_rule_gives_is_told_and_one_that_a_rule_gives_is_not() {
        let made = |whole| {
            let both = Made::new().published("1A", Rating::Good).published("1B", Rating::Good);
            codes(&both.published("1", whole).said("", HOW).found(find))
        };
        assert_eq!(made(Rating::Inadequate), ["rollup-unexplained"]);
        assert_eq!(made(Rating::Good), [""; 0]);
    }

    #[test]
    fn a_text_that_does_not_say_how_ratings_were_combined_is_told() {
        let made = |text: &str| {
            let both = Made::new().published("1A", Rating::Good).published("1B", Rating::Good);
            codes(&both.published("1", Rating::Good).said("", text).found(find))
        };
        assert_eq!(made("The ratings inform the overall rating."), ["rollup-unstated"]);
        assert_eq!(made(HOW), [""; 0]);
    }
}
