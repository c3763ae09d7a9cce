//! `plumbline export --as flow`: what became of the sources, in numbers that follow from the work.

use std::time::Duration;

use plumbline::document::canonical::sha256_hex;
use plumbline::model::act::Act;
use plumbline::model::evidence::Evidence;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::CommitmentId;
use plumbline::model::quote::FiledCell;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::quote::Stance;
use plumbline::model::session::TriageStatus;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Machine;
use plumbline::text::paragraph::Paragraphs;

use crate::kit::Home;
use crate::kit::work;

/// Works, decides about three sources, opens two paragraphs, reads an item. Returns the member's id.
fn decided(home: &Home) -> String {
    let mut session = home.session(Some("Ada"));
    work(&mut session);
    let review = session.review.catalog.review();
    let ids: Vec<_> = review.sources.iter().map(|source| source.id.clone()).collect();
    let sent = |item: &&Evidence| item.kind == EvidenceKind::Account && item.sources == [ids[0].clone()];
    let item = review.evidence.iter().find(sent).expect("what the first submitter says").clone();
    let workspace = &mut session.workspace;
    let mut triage = |at: usize, status, reason: Option<&str>, bears: &[&str]| {
        let bears_on: Vec<CommitmentId> = bears.iter().map(|id| (*id).into()).collect();
        let act = Act::Triage { source: ids[at].clone(), status, reason: reason.map(str::to_owned), bears_on };
        workspace.apply(&act).expect("decides");
    };
    triage(1, TriageStatus::Relevant, None, &["1", "8"]);
    triage(2, TriageStatus::SetAside, Some("a leaflet"), &[]);
    workspace.open_paragraphs(&ids[1], &Paragraphs::of("a\n\nb\n\nc"), &(0..4));
    workspace.keep_opened();
    workspace.set_read(&item.id, true);
    let filing = Filing {
        cell: "9C".parse::<CellKey>().map(|cell| FiledCell::from(&cell)).expect("a question"),
        stance: Some(Stance::Supports),
        anchor: None,
    };
    let selector = Selector::of(&item.text, 0, 9, sha256_hex(item.text.as_bytes())).expect("inside");
    let quote = Quote {
        id: Machine.new_id(),
        evidence: Some(item.id),
        source: None,
        selector,
        filings: vec![filing],
        tags: Vec::new(),
        speaker: None,
        note: None,
        lost: false,
        at: Machine.now(),
    };
    workspace.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    let member = workspace.member().id.to_string();
    session.saving.close(Duration::from_secs(10)).expect("saves");
    member
}

#[test]
fn the_numbers_follow_from_the_session_and_its_reading_marks() {
    let home = Home::new();
    let member = decided(&home);
    let flow = home.run(&["export", &member, "--as", "flow"]).json();
    assert_eq!((flow["format"].as_str(), flow["version"].as_u64()), (Some("plumbline-flow"), Some(1)));
    assert_eq!(flow["member"]["id"], member.as_str());
    let all = &flow["all"];
    let number = |name: &str| all[name].as_u64().unwrap_or_else(|| panic!("{name} in {all}"));
    assert_eq!((number("sources"), number("withdrawn"), number("held")), (183, 0, 0));
    assert_eq!(number("received"), 53, "submissions and roundtables, as in triage");
    assert_eq!((number("relevant"), number("set_aside"), number("flagged"), number("deferred")), (1, 1, 1, 0));
    assert_eq!((number("undecided"), number("filed")), (180, 1));
    assert!(number("opened") >= 1, "an item that names a source was read");
    assert_eq!(number("read_through"), 0, "of the sample's sources no text is held");
    assert_eq!(flow["set_aside"], serde_json::json!([{"reason": "a leaflet", "sources": 1}]));
    let submissions = flow["kinds"].as_array().expect("kinds").iter().find(|it| it["kind"] == "submission");
    assert_eq!(submissions.map(|it| (it["sources"].as_u64(), it["received"].as_u64())), Some((Some(43), Some(43))));
    let government = flow["kinds"].as_array().expect("kinds").iter().find(|it| it["kind"] == "government");
    assert_eq!(government.map(|it| it["received"].as_u64()), Some(Some(0)));
    assert_eq!(flow["coverage"].as_array().map(Vec::len), Some(36), "one for each question");
    assert_eq!(flow["coverage"][0]["cell"], "1A");
    let heard = flow["heard"].as_array().expect("a list").last().expect("somebody");
    assert_eq!((heard["cell"].as_str(), heard["yes"]["submitters"].as_u64()), (Some("9C"), Some(1)));
    assert!(!flow.to_string().contains("Ada"), "no name");
}

#[test]
fn what_an_exported_session_does_not_say_is_null_and_that_is_said() {
    let home = Home::new();
    let member = decided(&home);
    home.run(&["export", &member, "--as", "json", "-o", "mine.json"]).well();
    let ran = home.run(&["export", "mine.json", "--as", "flow"]);
    assert!(ran.err.contains("does not say what was read"), "{}", ran.err);
    let flow = ran.json();
    assert!(flow["all"]["opened"].is_null() && flow["coverage"][0]["texts_opened"].is_null(), "{flow}");
    assert_eq!(flow["all"]["set_aside"], 1, "what was decided is known");
}

#[test]
fn a_file_that_is_there_is_replaced_only_when_asked() {
    let home = Home::new();
    let member = decided(&home);
    home.write("flow.json", "mine");
    let refused = home.run(&["export", &member, "--as", "flow", "-o", "flow.json"]);
    assert_eq!((refused.code, home.read("flow.json")), (4, b"mine".to_vec()), "{}", refused.err);
    home.run(&["export", &member, "--as", "flow", "-o", "flow.json", "--force"]).well();
    assert!(home.read("flow.json").starts_with(b"{"));
}
