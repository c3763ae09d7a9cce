//! A place, and how the sources in triage are arranged, as lines of text, so that they can be kept and come back to.

use crate::model::ids::Subject;
use crate::review::queue::Arrangement;
use crate::tui::request::Place;

/// Under which name the session keeps where the member is.
pub const AT: &str = "at";
/// Under which name it keeps how the sources in triage are arranged.
pub const QUEUE: &str = "queue";

/// Writes a place: its kind and its keys, separated by tabs.
pub fn encode(place: &Place) -> String {
    match place {
        Place::Grid(subject) => format!("grid\t{subject}"),
        Place::Item { item, under, at } => {
            let under = under.as_ref().map_or(String::new(), ToString::to_string);
            let at = at.map_or(String::new(), |at| at.to_string());
            format!("item\t{item}\t{under}\t{at}")
        }
        Place::Footnote(number) => format!("note\t{number}"),
        Place::Source(id) => format!("source\t{id}"),
        Place::InSource { source, at } => format!("source\t{source}\t{at}"),
        Place::Tag(id) => format!("tag\t{id}"),
        Place::Verdict(subject) => format!("verdict\t{subject}"),
        // The text is not kept: the next start does not come back to it.
        Place::Traced(number) => format!("traced\t{number}"),
        Place::Meeting(subject) => format!("meeting\t{subject}"),
        Place::Triage { source, at: None } => format!("triage\t{source}"),
        Place::Triage { source, at: Some(at) } => format!("triage\t{source}\t{at}"),
    }
}

/// Reads a place; `None` where it is not one.
pub fn decode(text: &str) -> Option<Place> {
    let mut parts = text.split('\t');
    let kind = parts.next()?;
    let key = parts.next()?;
    Some(match kind {
        "grid" => Place::Grid(key.parse().ok()?),
        "item" => Place::Item {
            item: key.into(),
            under: parts.next().and_then(|under| under.parse::<Subject>().ok()),
            at: parts.next().and_then(|at| at.parse().ok()),
        },
        "note" => Place::Footnote(key.parse().ok()?),
        "source" => match parts.next().and_then(|at| at.parse().ok()) {
            Some(at) => Place::InSource { source: key.into(), at },
            None => Place::Source(key.into()),
        },
        "tag" => Place::Tag(key.into()),
        "verdict" => Place::Verdict(key.parse().ok()?),
        "meeting" => Place::Meeting(key.parse().ok()?),
        "triage" => Place::Triage { source: key.into(), at: parts.next().and_then(|at| at.parse().ok()) },
        _ => return None,
    })
}

/// Writes how the sources in triage are arranged.
pub fn encode_queue(arranged: &Arrangement) -> String {
    serde_json::to_string(arranged).expect("its keys are strings")
}

/// Reads how they are arranged; as usual where that cannot be understood.
pub fn decode_queue(text: &str) -> Arrangement {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::session::TriageStatus;
    use crate::model::source::SourceKind;
    use crate::review::queue::Only;
    use crate::review::queue::Pile;
    use crate::review::queue::Sort;

    #[test]
    fn a_place_is_read_as_it_was_written() {
        let cell: Subject = "8B".parse().expect("a key");
        for place in [
            Place::Grid(cell.clone()),
            Place::Item { item: "E012".into(), under: Some(cell), at: Some(42) },
            Place::Item { item: "E012".into(), under: None, at: None },
            Place::Footnote(427),
            Place::Source("DHS0042".into()),
            Place::InSource { source: "DHS0042".into(), at: 123_456 },
            Place::Tag("funding".into()),
            Place::Verdict("area:2".parse().expect("a key")),
            Place::Triage { source: "DHS0042".into(), at: None },
            Place::Triage { source: "DHS0042".into(), at: Some(7) },
            Place::Verdict("8B".parse().expect("a key")),
        ] {
            assert_eq!(decode(&encode(&place)), Some(place));
        }
        assert_eq!(decode("nonsense"), None);
    }

    #[test]
    fn how_the_sources_are_arranged_is_read_as_it_was_written() {
        let only = [
            Only::Status(TriageStatus::SetAside),
            Only::Cited(false),
            Only::Question("8B".parse().expect("a question")),
            Only::BearsOn("3".into()),
            Only::Group("Group\twith \"signs\"".to_owned()),
            Only::Alike,
            Only::Noted,
            Only::Held,
        ];
        let piles = [None, Some(Pile::All), Some(Pile::Kind(SourceKind::Government)), Some(Pile::Received)];
        let arranged = piles.into_iter().flat_map(|pile| {
            only.iter().map(move |only| Arrangement {
                pile: pile.clone(),
                only: Some(only.clone()),
                ..Arrangement::default()
            })
        });
        let sorted = Sort::ALL.map(|sort| Arrangement { sort: Some(sort), ..Arrangement::default() });
        for kept in arranged.chain(sorted).chain([Arrangement::default()]) {
            let line = encode_queue(&kept);
            assert!(!line.contains('\n'), "{line}");
            assert_eq!(decode_queue(&line), kept);
        }
        assert_eq!(decode_queue("{\"sort\":\"by moonlight\"}"), Arrangement::default());
    }
}
