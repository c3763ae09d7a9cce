//! Sources: codes that the register lacks; those nobody cites, or one note twice; roundtables quoted without their event;
//! sources lost with a note that is missing.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashSet;

use crate::import::report::codes::codes_in;
use crate::import::report::words as plain;
use crate::model::footnote::Footnote;
use crate::model::ids::SourceId;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;

/// Looks at the sources.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    unregistered(ground, found);
    uncited(ground, found);
    repeated(ground, found);
    anonymous(ground, found);
    undercounted(ground, found);
}

pub fn gave_evidence(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Submission | SourceKind::Roundtable)
}

/// Whether a source stands in the list of what was received, not only in a note.
fn registered(source: &Source) -> bool {
    gave_evidence(source) && !source.locator.as_deref().is_some_and(|locator| locator.starts_with("Note "))
}

/// Codes that notes cite and that are in no register.
fn unregistered(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut lacking: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for note in &ground.review.footnotes {
        for code in codes_in(&note.text).iter().filter(|code| code.bracketed) {
            let known = ground.catalog.source_spelled(&code.printed());
            if !known.is_some_and(registered) {
                lacking.entry(code.printed()).or_default().push(Place::footnote(note.number));
            }
        }
    }
    // Without a register nothing can be missing from it.
    if !ground.review.sources.iter().any(registered) {
        return;
    }
    for (code, places) in lacking {
        let message = format!("{} {code}, which is not in the list of evidence received.", cites(&places));
        found.push(Finding::new(Code::SourceUnregistered, message, places).about(&code));
    }
}

/// `Note 4 cites`, `Notes 4 and 7 cite`, `12 notes cite`.
pub fn cites(places: &[Place]) -> String {
    let numbers: BTreeSet<u32> = places.iter().filter_map(|place| place.footnote).collect();
    match numbers.iter().copied().collect::<Vec<_>>().as_slice() {
        [one] => format!("Note {one} cites"),
        [one, two] => format!("Notes {one} and {two} cite"),
        more => format!("{} notes cite", more.len()),
    }
}

/// What was registered and then neither cited nor named.
fn uncited(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let unused = |source: &&Source| {
        ground.catalog.footnotes_citing(&source.id).is_empty()
            && ground.catalog.using_source(&source.id).is_empty()
            && !source.withdrawn
    };
    let unused: Vec<&Source> = ground.review.sources.iter().filter(|s| registered(s)).filter(unused).collect();
    let cited_at_all = ground.review.footnotes.iter().any(|note| !note.sources.is_empty());
    if !cited_at_all {
        return;
    }
    let events = ground.review.sources.iter().filter(|source| source.kind == SourceKind::Roundtable).count();
    let silent: Vec<&Source> = unused.iter().copied().filter(|s| s.kind == SourceKind::Roundtable).collect();
    if events > 1 && silent.len() == events {
        // Told as one: it follows from notes that do not say which event they cite.
        let places = silent.iter().map(|source| Place::source(&source.id)).collect();
        let message = format!("None of the {events} roundtables is cited by its own code.");
        found.push(Finding::new(Code::SourceUncited, message, places).about("roundtables"));
    }
    for source in unused {
        if source.kind == SourceKind::Roundtable && silent.len() == events && events > 1 {
            continue;
        }
        let message = format!("{} ({}) was received, and no note cites it.", source.label, source.id);
        found.push(Finding::new(Code::SourceUncited, message, vec![Place::source(&source.id)]));
    }
}

/// Notes that cite one source twice.
fn repeated(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    for note in &ground.review.footnotes {
        let mut seen: HashSet<&SourceId> = HashSet::new();
        let mut told: HashSet<&SourceId> = HashSet::new();
        for code in codes_in(&note.text).iter().filter(|code| code.bracketed) {
            let Some(source) = ground.catalog.source_spelled(&code.printed()) else { continue };
            if !seen.insert(&source.id) && told.insert(&source.id) {
                let message = format!("Note {} cites {} ({}) twice.", note.number, source.label, source.id);
                let place = Place::footnote(note.number);
                found.push(Finding::new(Code::SourceRepeated, message, vec![place]).about(source.id.as_str()));
            }
        }
    }
}

/// Roundtables cited without their event, told as one.
fn anonymous(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let events = ground.review.sources.iter().filter(|source| source.kind == SourceKind::Roundtable).count();
    let speaks = |note: &&Footnote| {
        let lower = note.text.to_lowercase();
        lower.contains("roundtable") || lower.contains("round table") || lower.contains("focus group")
    };
    let named = |note: &&Footnote| {
        let event = |id: &SourceId| ground.catalog.source(id).is_some_and(|s| s.kind == SourceKind::Roundtable);
        note.sources.iter().any(event) || !codes_in(&note.text).is_empty()
    };
    let places: Vec<Place> = ground
        .review
        .footnotes
        .iter()
        .filter(speaks)
        .filter(|note| !named(note) && plain::count(&note.text) <= 8)
        .map(|note| Place::footnote(note.number))
        .collect();
    if events < 2 || places.is_empty() {
        return;
    }
    let message = format!("{} a roundtable without saying which of the {events} it was.", cites(&places));
    found.push(Finding::new(Code::SourceAnonymous, message, places).about("roundtables"));
}

/// Missing notes whose sentence names who was cited.
fn undercounted(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let missing: HashSet<u32> =
        ground.review.footnotes.iter().filter(|note| !note.listed).map(|note| note.number).collect();
    if missing.is_empty() {
        return;
    }
    let names = ground.submitter_names();
    let mut told: HashSet<u32> = HashSet::new();
    for (n, item) in ground.items.iter().enumerate() {
        for (number, at) in item.refs.iter().filter(|(number, _)| missing.contains(number)) {
            let Some(sentence) = item.sentence_at(*at) else { continue };
            // Only the part since the reference before it is this note's.
            let from = item.refs.iter().map(|(_, at)| *at).filter(|other| other < at && *other > sentence.start).max();
            let part = &item.text()[from.unwrap_or(sentence.start)..*at];
            let mut who = names.named_in(part);
            if who.is_empty() && ground.is_quotation(item.evidence) && n > 0 {
                let introduces = ground.items[n - 1].said().last().unwrap_or_default();
                who = names.named_in(introduces);
            }
            if let [one] = who.as_slice()
                && told.insert(*number)
            {
                let source = ground.submitter(*one);
                let message = format!(
                    "Note {number} is missing, and its sentence names {} ({}): that source is cited once more than the notes tell.",
                    source.label, source.id
                );
                let mut place = Place::item(item.evidence).at_note(*number);
                place.source = Some(source.id.clone());
                found.push(Finding::new(Code::SourceUndercount, message, vec![place]));
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    /// A review in which every source is cited by its name.
    fn cited() -> Made {
        Made::new().note(1, "Mill Society (ABC0001), Weavers of the Valley (ABC0002)", &["ABC0001", "ABC0002"]).note(
            2,
            "Department of Rivers (ABC0003); Millers, first event (ABC0009)",
            &["ABC0003", "ABC0009"],
        )
    }

    #[test]
    fn sources_that_are_all_cited_as_registered_are_nothing_to_tell() {
        assert_eq!(codes(&cited().found(find)), [""; 0]);
    }

    #[test]
    fn a_code_that_no_register_has_and_a_submission_nobody_cites_are_told() {
        let made = Made::new().note(1, "Mill Society (ABC0001), Boatmen (XYZ0044)", &["ABC0001"]).note(
            2,
            "Weavers of the Valley (ABC0002); Millers, first event (ABC0009)",
            &["ABC0002", "ABC0009"],
        );
        let found = made.found(find);
        assert_eq!(codes(&found), ["source-unregistered", "source-uncited"]);
        assert!(found[0].message.contains("XYZ0044") && found[1].message.contains("Department of Rivers"));
    }

    #[test]
    fn one_note_that_cites_a_source_twice_is_told_and_two_notes_are_not() {
        let made = cited().note(3, "Mill Society (ABC0001), Mill Society (ABC0001)", &["ABC0001"]);
        assert_eq!(codes(&made.found(find)), ["source-repeated"]);
        assert_eq!(codes(&cited().note(3, "Mill Society (ABC0001)", &["ABC0001"]).found(find)), [""; 0]);
    }

    #[test]
    fn a_roundtable_without_its_event_is_told_where_there_were_several() {
        let two = || cited().source("ABC0010", SourceKind::Roundtable, "Millers, second event");
        let found = two().note(3, "Stakeholder roundtable", &[]).note(4, "Second event (ABC0010)", &["ABC0010"]);
        assert_eq!(codes(&found.found(find)), ["source-anonymous"]);
        let one = cited().note(3, "Stakeholder roundtable", &[]);
        assert_eq!(codes(&one.found(find)), [""; 0], "with one event it is plain which");
    }

    #[test]
    fn a_missing_note_whose_sentence_names_the_submitter_counts_for_that_one() {
        let made = cited().unlisted(3).said("1A", "The Mill Society holds that the wheels are old.[3]");
        let found = made.found(find);
        assert_eq!(codes(&found), ["source-undercount"]);
        assert_eq!(found[0].places[0].source.as_ref().unwrap().as_str(), "ABC0001");
        let made = cited().unlisted(3).said("1A", "Everyone holds that the wheels are old.[3]");
        assert_eq!(codes(&made.found(find)), [""; 0]);
    }
}
