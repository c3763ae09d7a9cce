//! `plumbline new` and `publish-evidence`, and what of a confidential source leaves the panel.

use std::time::Duration;

use plumbline::document::canonical::sha256_hex;
use plumbline::document::read::read_review;
use plumbline::model::act::Act;
use plumbline::model::ids::CellKey;
use plumbline::model::quote::FiledCell;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::quote::Stance;
use plumbline::model::rating::Rating;
use plumbline::model::session::MemberRef;
use plumbline::review::cite;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::Purpose;
use plumbline::review::open::begin;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Machine;

use crate::kit::Home;
use crate::kit::rate;

const TALK: &str = "Roundtable\n\nFacilitator: Who begins?\nDr Ann Lee (driver): We lacked time.\nFacilitator: And you?\nDr Ann Lee: As I said.\n";

#[test]
fn new_without_a_grid_gives_a_template_that_new_takes() {
    let home = Home::new();
    let template = home.run(&["new"]).well();
    home.run(&["new", "-o", "grid.toml"]).well();
    assert_eq!(home.read("grid.toml"), template.as_bytes());
    assert_eq!(home.run(&["new", "-o", "grid.toml"]).code, 4, "what is there needs --force");
    assert_eq!(home.run(&["new", "-o", "review.json"]).code, 2, "a review needs a grid");
    let shown = home.run(&["new", "--grid", "grid.toml", "-o", "review.json"]).well();
    assert!(shown.contains("The first area") && shown.contains("4 of 4"), "{shown}");
    assert_eq!(read_review(&home.read("review.json"), "review.json").expect("a review").commitments.len(), 2);
}

#[test]
fn new_refuses_a_grid_with_row_and_column_and_writes_nothing() {
    let home = Home::new();
    home.write("grid.csv", "Area,Commitment\n,One.\n");
    let ran = home.run(&["new", "--grid", "grid.csv", "-o", "review.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert!(ran.err.contains("grid.csv, row 2, column A"), "{}", ran.err);
    assert!(!home.path("review.json").exists());
}

/// A review of one confidential roundtable, and what a member of staff filed of it.
fn staffed(home: &Home) {
    home.write("talk.txt", TALK);
    home.write(
        "register.csv",
        "code,name,kind,group,file,confidential\nRT1,Evening with Ann Lee,roundtable,drivers,talk.txt,yes\n",
    );
    home.run(&["import", "talk.txt", "--register", "register.csv", "-o", "one.json"]).well();
    let review = OpenedReview::file(&home.path("one.json")).expect("opens");
    let member = MemberRef { id: Machine.new_id(), name: Some("Jo Clerk".to_owned()) };
    let path = begin(&review, &home.data(), member, &mut Machine).expect("begins");
    let mut session = open_session(&review, &path, Purpose::Work, Box::new(Machine)).expect("opens");
    let start = TALK.find("We lacked").expect("is there");
    let cell: CellKey = "1B".parse().expect("a question");
    let quote = Quote {
        id: Machine.new_id(),
        evidence: None,
        source: Some("RT1".into()),
        selector: Selector::of(TALK, start, start + "We lacked time.".len(), sha256_hex(TALK.as_bytes()))
            .expect("inside"),
        filings: vec![Filing { cell: FiledCell::from(&cell), stance: Some(Stance::Undermines), anchor: None }],
        tags: Vec::new(),
        speaker: None,
        note: Some("for us alone".to_owned()),
        lost: false,
        at: Machine.now(),
    };
    let workspace = &mut session.workspace;
    workspace.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    workspace.apply(&rate("1B", Rating::Inadequate, "our own view")).expect("rates");
    session.saving.close(Duration::from_secs(10)).expect("saves");
}

#[test]
fn what_staff_filed_becomes_evidence_for_all_without_what_they_think_of_it() {
    let home = Home::new();
    staffed(&home);
    let ran = home.run(&["publish-evidence", "one.json", "jo clerk", "-o", "two.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("edition 2: 1 passage published"), "{}", ran.err);
    let text = String::from_utf8(home.read("two.json")).expect("text");
    let review = read_review(text.as_bytes(), "two.json").expect("a review");
    let item = &review.evidence[0];
    assert_eq!((item.text.as_str(), item.filed_by.as_deref()), ("We lacked time.", Some("Jo Clerk")));
    assert_eq!(item.speaker.as_ref().map(|speaker| speaker.as_str()), Some("s2"));
    for secret in ["for us alone", "our own view", "undermines", "\"rating\""] {
        assert!(!text.contains(secret), "{secret} went over");
    }
    let again = home.run(&["publish-evidence", "two.json", "jo clerk", "-o", "three.json", "--json"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!((again.json()["changed"].as_bool(), home.read("three.json")), (Some(false), home.read("two.json")));
}

#[test]
fn of_a_confidential_source_only_role_and_event_leave_the_panel() {
    let home = Home::new();
    staffed(&home);
    home.run(&["publish-evidence", "one.json", "jo clerk", "-o", "two.json"]).well();
    let export = home.run(&["export", "jo clerk", "--as", "json", "--with-log", "--review", "one.json"]).well();
    for name in ["Ann Lee", "Evening"] {
        assert!(!export.contains(name), "{name} is in the export");
    }
    let review = OpenedReview::file(&home.path("two.json")).expect("opens");
    let item = review.catalog.review().evidence[0].clone();
    let cited = cite::of_item(&review.catalog, &item, None).to_string();
    assert!(cited.contains("roundtable, drivers, in confidence; driver"), "{cited}");
    assert!(!cited.contains("Ann Lee") && !cited.contains("Evening"), "{cited}");
}
