//! Three members of one small panel, and what the chair sees of them.

use std::path::PathBuf;
use std::sync::Arc;

use serde_json::Value;
use serde_json::json;

use super::Chair;
use super::Look;
use super::Said;
use crate::document::canonical::sha256_hex;
use crate::document::fixture;
use crate::document::fixture::cell;
use crate::judgement::spread::agenda::Treatment;
use crate::model::ids::ParentKey;
use crate::model::panel::Panel;
use crate::model::quote::Selector;
use crate::model::rating::Rating;
use crate::model::session::SessionFile;
use crate::panel::opened::OpenedPanel;
use crate::panel::opened::PanelResult;

const AT: &str = "1970-01-01T00:00:02.000Z";
const IDS: [&str; 3] = [
    "00000000-0000-4000-8000-0000000000aa",
    "00000000-0000-4000-8000-0000000000ab",
    "00000000-0000-4000-8000-0000000000ac",
];

fn panel(rounds: u32) -> Panel {
    let mut panel = serde_json::to_value(fixture::panel()).expect("serialises");
    let seat =
        |at: usize, letter: &str, role: &str| json!({"id": IDS[at], "letter": letter, "role": role, "name": "N."});
    panel["members"] = json!([seat(0, "A", "chair"), seat(1, "B", "core"), seat(2, "C", "specialist")]);
    panel["rounds"] = (1..=rounds).map(|n| json!({"n": n, "received": [], "opened": AT})).collect();
    serde_json::from_value(panel).expect("a panel")
}

fn rated(key: &str, rating: &str, round: u32, quotes: &Value) -> Value {
    json!({"cell": key, "rating": rating, "reason": format!("why {key} is {rating}"), "quotes": quotes, "round": round, "at": AT})
}

/// A passage in the small review's first item.
fn passage(id: u128, start: usize, end: usize, stance: &str, tags: &[&str]) -> Value {
    let text = &fixture::review().evidence[0].text;
    let selector = Selector::of(text, start, end, sha256_hex(text.as_bytes())).expect("inside");
    json!({"id": uuid::Uuid::from_u128(id), "evidence": "e1", "selector": selector, "tags": tags, "note": "mine alone",
           "filings": [{"cell": {"commitment": "1", "question": "A"}, "stance": stance}], "at": AT})
}

fn session(member: usize, change: impl FnOnce(&mut Value)) -> SessionFile {
    let mut session = serde_json::to_value(fixture::session()).expect("serialises");
    session["member"] = json!({"id": IDS[member]});
    for list in ["ratings", "abstained", "overrides", "quotes", "notes", "consensus", "summaries", "waivers"] {
        session[list] = json!([]);
    }
    change(&mut session);
    serde_json::from_value(session).expect("a session")
}

/// A flips the whole by 1A; B and C differ harmlessly on 2B; C abstains from 1B.
fn members(round: u32) -> Vec<SessionFile> {
    let of = |letters: [&str; 4]| -> Vec<Value> {
        let keys = ["1A", "1B", "2A", "2B"];
        let given = keys.iter().zip(letters).filter(|(_, rating)| !rating.is_empty());
        given.map(|(key, rating)| rated(key, rating, round, &json!([]))).collect()
    };
    vec![
        session(0, |session| {
            session["ratings"] = of(["inadequate", "good", "good", "requires_improvement"]).into();
            let attached = passage(0x51, 7, 11, "undermines", &["money"]);
            session["ratings"][0]["quotes"] = json!([attached["id"]]);
            session["quotes"] = json!([attached]);
        }),
        session(1, |session| {
            session["ratings"] = of(["good", "good", "good", "requires_improvement"]).into();
            session["quotes"] =
                json!([passage(0x52, 0, 10, "supports", &["money", "staff"]), passage(0x53, 13, 18, "context", &[])]);
        }),
        session(2, |session| {
            session["ratings"] = of(["good", "", "good", "no_information"]).into();
            session["abstained"] = json!([{"cell": "1B", "why": "an interest", "at": AT}]);
        }),
    ]
}

pub(crate) fn opened(rounds: u32, results: Vec<PanelResult>) -> OpenedPanel {
    let sessions = (1..=rounds).flat_map(|n| members(n).into_iter().map(move |session| (n, session, None)));
    OpenedPanel::of(Arc::new(fixture::catalog()), panel(rounds), sessions, results).expect("a panel")
}

fn chair(panel: &OpenedPanel) -> Chair {
    Chair::of(panel, &Look::at(panel))
}

#[test]
fn a_question_shows_ratings_reasons_and_anchors_side_by_side_and_what_it_can_change() {
    let chair = chair(&opened(1, Vec::new()));
    assert_eq!(chair.agenda[0], cell("1A"), "the question that can change the whole comes first");
    let first = chair.question(&cell("1A")).expect("a question");
    assert!(first.can_change && first.spread.can_change_overall());
    assert_eq!(first.spread.range, Some(2));
    let given: Vec<(&str, Option<Rating>)> =
        first.ratings.iter().map(|given| (given.member.as_str(), given.rating)).collect();
    let good = Some(Rating::Good);
    assert_eq!(given, [("A", Some(Rating::Inadequate)), ("B", good), ("C", good)]);
    assert_eq!(first.ratings[0].reason.as_deref(), Some("why 1A is inadequate"));
    assert_eq!(first.ratings[0].passages, 1);
    assert_eq!(first.anchors.len(), 1, "of the grades given only good has an anchor in this review");
    assert_eq!(first.anchors[0].note.as_deref(), Some("Nine in ten"));
    let kept_out = &chair.question(&cell("1B")).expect("a question").ratings[2];
    assert_eq!((kept_out.said, kept_out.reason.as_deref()), (Said::Abstained, Some("an interest")));
    let settled = chair.question(&cell("2A")).expect("a question");
    assert_eq!(settled.treatment, Treatment::Agreed);
}

#[test]
fn passages_that_overlap_are_one_and_those_of_one_member_only_are_told() {
    let chair = chair(&opened(1, Vec::new()));
    let first = chair.question(&cell("1A")).expect("a question");
    let told: Vec<(Vec<&str>, bool)> =
        first.passages.iter().map(|bearing| (bearing.passage.members(), bearing.only_one)).collect();
    assert_eq!(told, [(vec!["A", "B"], false), (vec!["B"], true)]);
    let both = &first.passages[0];
    assert_eq!((both.passage.start, both.passage.end, both.attached), (0, 11, 1));
    assert_eq!(both.passage.stances(&cell("1A")).len(), 2, "one says yes by it, the other no");
    assert_eq!((first.untouched.items, first.untouched.of), (0, 1));
    assert_eq!(first.of_one_only().count(), 1);
}

#[test]
fn agreement_is_computed_on_the_first_round_alone() {
    let once = opened(1, Vec::new());
    let mut agreeing = members(2);
    agreeing[0].ratings[0].rating = Rating::Good;
    let both = members(1).into_iter().map(|session| (1, session, None));
    let both = both.chain(agreeing.into_iter().map(|session| (2, session, None)));
    let twice = OpenedPanel::of(Arc::new(fixture::catalog()), panel(2), both, Vec::new()).expect("a panel");
    let of = |panel: &OpenedPanel| Chair::of(panel, &Look::at(panel).with_agreement(panel));
    let (first, second) = (of(&once), of(&twice));
    assert_eq!((second.round, second.rounds.as_slice()), (Some(2), [1, 2].as_slice()));
    assert!(!second.question(&cell("1A")).expect("a question").spread.differs);
    assert_eq!(second.question(&cell("1A")).expect("a question").ratings[0].before, Some(Rating::Inadequate));
    assert_eq!(first.agreement, second.agreement);
    let agreement = first.agreement.expect("the first round is opened");
    assert_eq!((agreement.basis.units, agreement.basis.raters, agreement.raw.ranges[2]), (4, 3, 1));
    let pair = &agreement.pairs[0];
    assert_eq!(pair.members, ["A", "B"]);
    assert_eq!((pair.differ[0].cell.clone(), pair.differ[0].steps), (cell("1A"), 2));
    let money = agreement.tags.iter().find(|tag| tag.of.tag.as_str() == "money");
    assert_eq!(money.map(|tag| (tag.of.given, tag.of.basis.units)), Some((1, 2)));
}

#[test]
fn without_a_round_that_is_opened_there_is_nothing_but_who_sits_there() {
    let panel = OpenedPanel::of(Arc::new(fixture::catalog()), panel(0), Vec::new(), Vec::new()).expect("a panel");
    let chair = Chair::of(&panel, &Look::at(&panel).with_agreement(&panel));
    assert_eq!((chair.round, chair.cells.len(), chair.members.len()), (None, 0, 3));
    let json = serde_json::to_value(&chair).expect("serialises");
    assert_eq!((&json["cells"], &json["agreement"], &json["consensus"]), (&json!([]), &json!({}), &json!([])));
    assert_eq!(json["reachable"]["parents"], json!([]));
}

#[test]
fn no_name_and_no_private_note_is_in_it() {
    let panel = opened(1, Vec::new());
    let chair = Chair::of(&panel, &Look::at(&panel).with_agreement(&panel));
    let json = serde_json::to_string(&chair).expect("serialises");
    assert!(json.contains("an interest") && json.contains("Satz"), "reasons, grounds and passages are");
    assert!(!json.contains("N.\"") && !json.contains("mine alone"), "names and private notes are not");
}

#[test]
fn two_records_stand_side_by_side_and_a_departure_from_the_rule_is_told() {
    let record = |name: &str, parent: &str| {
        let agreed = |on: &str, key: &str, rating: &str| {
            json!({on: key, "rating": rating, "reason": "talked over", "basis": "consensus", "at": AT,
                   "dissent": [{"member": "A", "reason": "too kind"}]})
        };
        let session = session(0, |session| {
            session["member"] = json!({"id": fixture::panel().id});
            session["consensus"] =
                json!([agreed("cell", "1A", "good"), agreed("cell", "1B", "good"), agreed("parent", "1", parent)]);
        });
        PanelResult { path: PathBuf::from(format!("/x/{name}")), session }
    };
    let panel = opened(1, vec![record("one.json", "good"), record("other.json", "inadequate")]);
    let chair = chair(&panel);
    assert_eq!(chair.consensus.len(), 6);
    let of = |record: &str| {
        let mut found = chair.consensus.iter().filter(|one| one.record == record);
        found.find(|one| one.consensus.parent == Some(ParentKey::Commitment("1".into()))).expect("the parent")
    };
    let (one, other) = (of("one.json"), of("other.json"));
    assert_eq!((one.by_rule, one.departs, one.contested), (Some(Rating::Good), false, true));
    assert_eq!((other.by_rule, other.departs, other.contested), (Some(Rating::Good), true, true));
    assert!(chair.consensus.iter().filter(|one| one.consensus.cell.is_some()).all(|one| !one.contested));
}
