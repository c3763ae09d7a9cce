//! What is called independent and is not quite: an evaluation told of by those who made it, a member of the panel who is
//! an author of what the panel cites.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::import::report::words as plain;
use crate::model::ids::SourceId;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::words::short;

/// Looks at who wrote what.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    own_studies(ground, found);
    members(ground, found);
}

/// Sentences that call a study independent, name who made it, and have it from them.
fn own_studies(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let names = ground.submitter_names();
    let mut told: BTreeMap<usize, (String, Vec<Place>)> = BTreeMap::new();
    for item in ground.prose() {
        for sentence in item.said().filter(|sentence| calls_independent(sentence)) {
            for who in names.named_in(sentence) {
                // The Government's own word for what others do for it is no one's own study.
                if ground.submitter(who).label.contains("Department") || !claims_own(sentence) {
                    continue;
                }
                let entry = told.entry(who).or_insert_with(|| (short(sentence, 130), Vec::new()));
                entry.1.push(Place::item(item.evidence));
            }
        }
    }
    for (who, (said, mut places)) in told {
        let source = ground.submitter(who);
        for place in &mut places {
            place.source = Some(source.id.clone());
        }
        let message = format!(
            "A study is called independent, and it is told of by those who made it, {} ({}): “{said}”",
            short(&source.label, 60),
            source.id
        );
        found.push(Finding::new(Code::Independence, message, places).about(source.id.as_str()));
    }
}

fn calls_independent(sentence: &str) -> bool {
    let words = plain::words(sentence);
    let study = ["evaluat", "research", "stud", "review", "assess", "report", "survey"];
    words.iter().enumerate().any(|(at, word)| {
        word.starts_with("independent")
            && words[at + 1..].iter().take(3).any(|next| plain::begins_with_any(next, &study))
    })
}

/// Whether a sentence says whose study it is: theirs.
fn claims_own(sentence: &str) -> bool {
    let words = plain::words(sentence);
    words.iter().any(|word| ["their", "its", "own", "his", "her"].contains(&word.as_str()))
}

/// Members of the panel who are authors of a source.
fn members(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let members = members_named(ground);
    if members.is_empty() {
        return;
    }
    let mut by_last: BTreeMap<String, Vec<(String, Place)>> = BTreeMap::new();
    for (name, place) in members {
        if let Some(last) = plain::words(&name).last() {
            by_last.entry(last.clone()).or_default().push((name, place));
        }
    }
    // A letter names who it is to.
    let authored = |source: &&Source| source.kind != SourceKind::Government && !source.label.starts_with("Letter");
    let mut told: BTreeSet<(&SourceId, &String)> = BTreeSet::new();
    for source in ground.review.sources.iter().filter(authored) {
        let words = plain::words(&source.label);
        for (at, word) in words.iter().enumerate().skip(1) {
            for (name, place) in by_last.get(word).into_iter().flatten() {
                if plain::words(name).first() != Some(&words[at - 1]) || !told.insert((&source.id, name)) {
                    continue;
                }
                let message = format!(
                    "{name} sat on the panel and is an author of {} ({}).",
                    short(&source.label, 80),
                    source.id
                );
                let places = vec![Place::source(&source.id), place.clone()];
                found.push(Finding::new(Code::Independence, message, places).about(name));
            }
        }
    }
}

const TITLES: &[&str] =
    &["professor", "prof", "dame", "sir", "dr", "lord", "baroness", "mr", "mrs", "ms", "miss", "chair"];

/// The people that the report's front says sat on the panel.
fn members_named(ground: &Ground<'_>) -> Vec<(String, Place)> {
    let mut found = Vec::new();
    for item in ground.prose().filter(|item| item.evidence.cells.is_empty()) {
        for sentence in item.said() {
            let lower = sentence.to_lowercase();
            let lists = lower.contains("panel") && (lower.contains("members") || lower.contains("specialists"));
            let Some(at) = [" are ", " joined by ", " were ", " is chaired by ", " are: "]
                .iter()
                .filter_map(|lead| sentence.find(lead))
                .min()
            else {
                continue;
            };
            if !lists {
                continue;
            }
            for part in sentence[at..].split([',', ';', ':']).flat_map(|part| part.split(" and ")) {
                found.extend(person(part).map(|name| (name, Place::item(item.evidence))));
            }
        }
    }
    found
}

/// A first and a last name, titles and honours left out.
fn person(part: &str) -> Option<String> {
    let part = part.split('(').next().unwrap_or(part);
    let named: Vec<&str> = part
        .split_whitespace()
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()))
        .filter(|word| word.starts_with(char::is_uppercase) && !TITLES.contains(&word.to_lowercase().as_str()))
        .filter(|word| word.chars().any(char::is_lowercase))
        .collect();
    let body = ["Panel", "Committee", "Department", "Government", "House"];
    let person = matches!(named.len(), 2 | 3) && !named.iter().any(|word| body.contains(word));
    person.then(|| format!("{} {}", named[0], named[named.len() - 1]))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    #[test]
    fn a_study_called_independent_by_those_who_made_it_is_told() {
        let told = |text: &str| codes(&Made::new().said("1A", text).found(find)).len();
        assert_eq!(told("The Mill Society reported on their research independently evaluating the wheels."), 1);
        assert_eq!(told("The Mill Society pointed to an independent evaluation of the wheels by a university."), 0);
        assert_eq!(told("The Mill Society says that mills want independent owners of their own."), 0);
    }

    #[test]
    fn a_member_of_the_panel_who_wrote_what_is_cited_is_told() {
        let told = |author: &str| {
            let made = Made::new().source("X1", SourceKind::Publication, &format!("{author}, On mills"));
            let front = "The members of the Panel are Professor Ada Stone CBE (Chair), Sir Ben Marsh and Cleo Reed.";
            codes(&made.said("", front).found(find)).len()
        };
        assert_eq!(told("Ben Marsh"), 1);
        assert_eq!(told("Bea Marsh"), 0);
    }
}
