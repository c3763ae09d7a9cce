//! W3C Web Annotation: passages and ratings as one collection that annotation tools read.
//!
//! Uses the work on its way out. Invariants: every passage has its words with what stands around them and its position in
//! characters; what may not be told is not in it; ids follow from the session's. Source: the Web Annotation Data Model, W3C
//! Recommendation of 23 February 2017.

use serde_json::Value;
use serde_json::json;

use crate::export::qda::Ids;
use crate::export::work::Words;
use crate::export::work::Work;
use crate::export::work::line;
use crate::export::work::plain;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::review::words::rating_word;
use crate::review::words::stance_word;

/// The context of the data model.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";

/// What it cannot carry, in a sentence that begins with its name.
pub const LIMITS: &str = "webanno: passages with their tags and what they say, and ratings with their reasons; the rule, verdicts, \
                          anchors, the register and what was decided about sources are not in it, nor are the texts themselves";

/// Makes the collection.
pub fn collection(work: &Work<'_>) -> Vec<u8> {
    let ids = Ids::of_work(work);
    let urn = |kind: &str, key: &str| format!("urn:uuid:{}", ids.of(kind, key));
    let creator = match &work.name {
        Some(name) => json!({"id": urn("user", &work.member.to_string()), "type": "Person", "name": name}),
        None => json!({"id": urn("user", &work.member.to_string()), "type": "Person"}),
    };
    let mut items: Vec<Value> = Vec::new();
    for quote in work.state.quotes.iter().filter(|quote| !quote.lost) {
        if let (Words::Told(cited), false) = (work.words(quote), in_confidence(work, quote)) {
            items.push(passage(work, ids, quote, &cited.source, &creator));
        }
    }
    for cell in work.catalog.review().cells() {
        items.extend(rating(work, ids, &cell, &creator));
    }
    let review = work.catalog.review();
    let collection = json!({
        "@context": CONTEXT,
        "id": urn("collection", "all"),
        "type": "AnnotationCollection",
        "label": line(&review.title),
        "total": items.len(),
        "first": {
            "id": urn("collection", "first"),
            "type": "AnnotationPage",
            "startIndex": 0,
            "items": items,
        },
    });
    let mut bytes = serde_json::to_vec_pretty(&collection).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

fn in_confidence(work: &Work<'_>, quote: &Quote) -> bool {
    work.sources_of(quote).iter().any(|source| source.confidential)
}

fn body(value: &str, purpose: &str) -> Value {
    json!({"type": "TextualBody", "value": plain(value), "purpose": purpose, "format": "text/plain"})
}

fn passage(work: &Work<'_>, ids: Ids, quote: &Quote, from: &str, creator: &Value) -> Value {
    let mut bodies: Vec<Value> = work.tags_of(quote).iter().map(|tag| body(tag, "tagging")).collect();
    for filing in &quote.filings {
        let subject = filing.cell.cell().map(Subject::Cell);
        let says = filing.stance.map(|stance| stance_word(work.catalog, subject.as_ref(), stance));
        let says = says.map_or_else(String::new, |says| format!(": {says}"));
        bodies.push(body(&format!("{}{says}", filing.cell), "classifying"));
    }
    bodies.extend(quote.note.as_deref().map(|note| body(note, "commenting")));
    bodies.push(body(from, "describing"));
    let source = match quote.marked_in() {
        Some(MarkedIn::Item(id)) => ids.of("item", id.as_str()),
        Some(MarkedIn::Source(id)) => ids.of("source", id.as_str()),
        None => ids.of("quote", &quote.id.to_string()),
    };
    let selector = &quote.selector;
    json!({
        "id": format!("urn:uuid:{}", ids.of("quote", &quote.id.to_string())),
        "type": "Annotation",
        "motivation": if quote.tags.is_empty() { "classifying" } else { "tagging" },
        "creator": creator,
        "created": quote.at,
        "body": bodies,
        "target": {
            "source": {"id": format!("urn:uuid:{source}"), "type": "Text", "format": "text/plain"},
            "selector": [
                {
                    "type": "TextQuoteSelector",
                    "exact": plain(&selector.exact),
                    "prefix": plain(&selector.prefix),
                    "suffix": plain(&selector.suffix),
                },
                {"type": "TextPositionSelector", "start": selector.start, "end": selector.end},
            ],
        },
    })
}

/// What the panel agreed on a question, else what the member gave.
fn rating(work: &Work<'_>, ids: Ids, cell: &CellKey, creator: &Value) -> Option<Value> {
    let agreed = work.agreed(&Subject::Cell(cell.clone()));
    let own = work.state.ratings.get(cell);
    let (rating, reason, at): (Rating, Option<&str>, _) = match (agreed, own) {
        (Some(agreed), _) => (agreed.rating, Some(&agreed.reason), agreed.at),
        (None, Some(entry)) => (entry.rating, entry.reason.as_deref(), entry.at),
        (None, None) => return None,
    };
    let mut bodies = vec![body(&rating_word(work.catalog.review(), rating), "assessing")];
    bodies.extend(reason.map(|reason| body(reason, "commenting")));
    Some(json!({
        "id": format!("urn:uuid:{}", ids.of("rating", &cell.to_string())),
        "type": "Annotation",
        "motivation": "assessing",
        "creator": creator,
        "created": at,
        "body": bodies,
        "target": {
            "id": format!("urn:uuid:{}", ids.of("place", &cell.to_string())),
            "type": "Text",
        },
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture::agree;
    use crate::export::fixture::out;
    use crate::export::fixture::worked;

    fn made(ws: &crate::review::workspace::Workspace) -> Value {
        serde_json::from_slice(&out(ws, collection)).expect("JSON")
    }

    #[test]
    fn the_collection_keeps_to_the_rules_of_the_data_model() {
        let ws = worked(|_| ());
        let made = made(&ws);
        assert_eq!((made["@context"].as_str(), made["type"].as_str()), (Some(CONTEXT), Some("AnnotationCollection")));
        let items = made["first"]["items"].as_array().expect("items");
        assert_eq!(made["total"].as_u64(), Some(items.len() as u64));
        let motivations = ["assessing", "classifying", "tagging"];
        let mut ids = std::collections::BTreeSet::new();
        for item in items {
            assert_eq!(item["type"], "Annotation");
            assert!(ids.insert(item["id"].as_str().expect("an IRI").to_owned()), "an id stands twice");
            assert!(item["id"].as_str().is_some_and(|id| id.starts_with("urn:uuid:")));
            assert!(motivations.contains(&item["motivation"].as_str().expect("a motivation")));
            assert!(item["target"].is_object());
            for body in item["body"].as_array().expect("bodies") {
                assert_eq!(body["type"], "TextualBody");
                assert!(body["value"].is_string() && body["purpose"].is_string());
            }
        }
    }

    #[test]
    fn a_passage_is_found_by_its_words_and_by_its_position() {
        let ws = worked(|_| ());
        let made = made(&ws);
        let items = made["first"]["items"].as_array().expect("items");
        let passages: Vec<&Value> = items.iter().filter(|item| item["target"]["selector"].is_array()).collect();
        assert_eq!(passages.len(), ws.state().quotes.len());
        for (item, quote) in passages.iter().zip(&ws.state().quotes) {
            let [words, place] = item["target"]["selector"].as_array().expect("two").as_slice() else {
                panic!("{item}")
            };
            assert_eq!(words["exact"].as_str(), Some(quote.selector.exact.as_str()));
            let (start, end) = (place["start"].as_u64().expect("start"), place["end"].as_u64().expect("end"));
            assert_eq!(end - start, quote.selector.exact.chars().count() as u64);
        }
    }

    #[test]
    fn what_the_panel_agreed_goes_before_what_the_member_gave() {
        let mut ws = worked(|_| ());
        agree(&mut ws, "1B", Rating::Good);
        let text = String::from_utf8(out(&ws, collection)).expect("UTF-8");
        assert!(text.contains("\"settled\"") && !text.contains("The money ended."), "{text}");
    }

    #[test]
    fn nothing_told_in_confidence_is_in_it() {
        let ws = worked(|review| review.sources.iter_mut().for_each(|source| source.confidential = true));
        let made = made(&ws);
        let items = made["first"]["items"].as_array().expect("items");
        assert!(items.iter().all(|item| item["target"]["selector"].is_null() || item["body"].is_array()));
        let ws_quotes = &ws.state().quotes;
        let confidential = |quote: &&Quote| {
            let id = quote.evidence.as_ref().expect("an item");
            !ws.catalog().evidence(id).expect("is there").sources.is_empty()
        };
        let open = ws_quotes.iter().filter(|quote| !confidential(quote)).count();
        assert_eq!(items.iter().filter(|item| item["target"]["selector"].is_array()).count(), open);
    }
}
