//! What the chair sees of a round that three members handed in, and the papers for their meeting.

use std::io::Read;
use std::path::Path;
use std::time::Duration;

use plumbline::model::act::Act;
use plumbline::model::ids::CellKey;
use plumbline::model::rating::Rating;
use plumbline::review::open::OpenedSession;
use serde_json::Value;
use serde_json::json;

use crate::kit::Home;
use crate::kit::Ran;
use crate::kit::rate;

const NAMES: [&str; 3] = ["Ada Quill", "Bea Larkspur", "Cem Thistle"];

/// All say the same but for a split that can flip the whole (3B), one that cannot (4A), a question one member could not
/// rate (5A) and one a member keeps out of (6A).
fn rated(session: &mut OpenedSession, member: usize) {
    let cells: Vec<CellKey> = session.review.catalog.review().cells().collect();
    for cell in cells {
        let key = cell.to_string();
        let rating = match (key.as_str(), member) {
            ("3A", _) | ("3B", 0) => Rating::Inadequate,
            ("4A", 0) => Rating::Outstanding,
            ("5A", 2) => Rating::NoInformation,
            _ if key.starts_with(['1', '2']) => Rating::Inadequate,
            _ => Rating::RequiresImprovement,
        };
        let act = match (key.as_str(), member) {
            ("6A", 2) => Act::Abstain { cell, why: "My own work.".to_owned() },
            ("3B", _) => rate("3B", rating, &format!("Reason number {member} on 3B")),
            _ => rate(&key, rating, ""),
        };
        session.workspace.apply(&act).expect("applies");
    }
}

/// A panel whose first round three members handed in; opened, if so asked.
fn panel(opened: bool) -> Home {
    let office = Home::new();
    let roster = format!("name,letter,role\n{},A,chair\n{},B,core\n{},C,specialist\n", NAMES[0], NAMES[1], NAMES[2]);
    office.write("roster.csv", roster);
    office.run(&["panel", "init", "--roster", "roster.csv", "-o", "panel"]).well();
    let folder = office.path("panel");
    for (member, letter) in ["A", "B", "C"].into_iter().enumerate() {
        let home = Home::new();
        let mut session = home.session(Some(NAMES[member]));
        rated(&mut session, member);
        let id = session.workspace.member().id.to_string();
        session.saving.close(Duration::from_secs(10)).expect("saves");
        let place = folder.to_str().expect("text");
        home.run(&["hand-in", "-S", &id, "--panel", place, "--as", letter, "--yes", "-o", place]).well();
    }
    if opened {
        office.run(&["panel", "open", "panel", "--key", "panel.key"]).well();
    }
    office
}

fn json_of(home: &Home) -> Value {
    let ran = home.run(&["panel", "panel", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    ran.json()
}

/// Every member's name and letter-with-rating are out of it.
fn names_nobody(text: &str) {
    for name in NAMES {
        let surname = name.split(' ').next_back().expect("two words");
        assert!(!text.contains(surname), "{surname} stands in it");
    }
}

#[test]
fn the_matrix_begins_with_what_can_change_a_verdict() {
    let home = panel(true);
    let text = home.run(&["panel", "panel"]).well();
    let at = |words: &str| text.find(words).unwrap_or_else(|| panic!("{words:?} is missing in:\n{text}"));
    assert!(at("\n3B") < at("\n4A") && at("\n4A") < at("\n5A"), "{text}");
    at("Members differ on 3. Can change a verdict: 1. Disagreements that change none: 1. Small: 1.");
    at("the whole can come out as requires improvement or inadequate");
    at("2 requires improvement, 1 inadequate");
    names_nobody(&text);
    let question = home.run(&["panel", "panel", "--question", "3b"]).well();
    for words in ["Reason number 0 on 3B", "Reason number 2 on 3B", "the whole evaluation"] {
        assert!(question.contains(words), "{words:?} is missing in:\n{question}");
    }
    let agreement = home.run(&["panel", "panel", "--agreement"]).well();
    for words in ["Krippendorff's alpha, ordinal", "Gwet's AC2, quadratic weights", "A B", "seed"] {
        assert!(agreement.contains(words), "{words:?} is missing in:\n{agreement}");
    }
}

#[test]
fn json_has_the_contracts_fields_and_says_what_can_change_a_verdict() {
    let json = json_of(&panel(true));
    assert_eq!(json["members"].as_array().expect("members").len(), 3);
    let cells = json["cells"].as_array().expect("cells");
    assert_eq!(cells.len(), 36);
    let cell = |key: &str| cells.iter().find(|cell| cell["cell"] == key).expect(key);
    assert_eq!(cell("3B")["can_change"], true);
    assert_eq!(cell("4A")["can_change"], false);
    assert_eq!(cell("4A")["spread"]["disagreement"], true);
    assert_eq!(
        cell("6A")["ratings"][2],
        json!({"member": "C", "said": "abstained", "reason": "My own work.", "passages": 0})
    );
    assert_eq!(cell("5A")["spread"]["counts"]["no_information"], 1);
    assert_eq!(json["agreement"]["figures"][0]["name"], "alpha");
    assert_eq!(json["agreement"]["figures"][0]["metric"], "ordinal");
    let whole = json["reachable"]["parents"].as_array().expect("parents").last().expect("the whole").clone();
    assert_eq!((&whole["id"], &whole["verdicts"]), (&json!("overall"), &json!(["requires_improvement", "inadequate"])));
    assert_eq!(whole["moved_by"], json!(["3B"]));
    assert_eq!(json["consensus"], json!([]));
    names_nobody(&json.to_string());
}

#[test]
fn nothing_by_rating_is_told_before_the_round_is_opened() {
    let home = panel(false);
    let json = json_of(&home);
    assert_eq!((&json["cells"], &json["agreement"], &json["consensus"]), (&json!([]), &json!({}), &json!([])));
    let text = home.run(&["panel", "panel"]).well();
    assert!(text.contains("3 of 3 in") && !text.contains("inadequate"), "{text}");
    for command in [vec!["panel", "panel", "--round", "1"], vec!["panel", "pack", "panel", "-o", "x.md"]] {
        let ran = home.run(&command);
        assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{command:?}: {}", ran.err);
    }
    assert!(!home.path("x.md").exists());
}

/// The text of the Word file's main part.
fn document(path: &Path) -> String {
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).expect("opens")).expect("a container");
    let mut text = String::new();
    archive.by_name("word/document.xml").expect("the text").read_to_string(&mut text).expect("reads");
    text
}

#[test]
fn the_papers_say_the_same_in_every_form_name_nobody_and_are_equal_when_written_twice() {
    let home = panel(true);
    for form in ["md", "html", "docx"] {
        let (one, two) = (format!("one.{form}"), format!("two.{form}"));
        let told = home.run(&["panel", "pack", "panel", "-o", &one]);
        assert!(told.err.contains("2 questions on the agenda"), "{}", told.err);
        home.run(&["panel", "pack", "panel", "-o", &two]).well();
        assert_eq!(home.read(&one), home.read(&two), "{form}");
        let text = match form {
            "docx" => document(&home.path(&one)),
            _ => String::from_utf8(home.read(&one)).expect("text"),
        };
        names_nobody(&text);
        let reasons: Vec<usize> = ["Reason number 1", "Reason number 2", "Reason number 0"]
            .iter()
            .map(|it| text.find(it).expect(it))
            .collect();
        assert!(reasons.is_sorted(), "{form}: reasons stand by rating, best first, then by their words");
        let (agenda, nod) = (text.find("3B").expect("3B"), text.find("To take on the nod").expect("agreed ones"));
        assert!(agenda < nod, "{form}");
        assert!(!text.contains("My own work."), "{form}: the ground for keeping out would name its member");
    }
    let refused: Ran = home.run(&["panel", "pack", "panel", "-o", "one.md"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert_eq!(home.run(&["panel", "pack", "panel", "-o", "papers.txt"]).code, 2);
    assert_eq!(home.run(&["panel", "panel", "--question", "44Z"]).code, 2);
    assert_eq!(home.run(&["panel", "panel", "--round", "2"]).code, 4);
}

#[test]
fn a_meeting_needs_a_terminal_and_says_what_to_do_without_one() {
    let ran = panel(true).run(&["panel", "panel", "--meet"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("needs a terminal") && ran.err.contains("plumbline panel FOLDER"), "{}", ran.err);
}

#[test]
fn a_picture_shows_where_members_differ_and_names_nobody() {
    let office = panel(true);
    let ran = office.run(&["panel", "panel", "--picture", "spread.svg"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("written to spread.svg"), "{}", ran.err);
    let svg = String::from_utf8(office.read("spread.svg")).expect("UTF-8");
    assert!(svg.contains("2 requires improvement, 1 inadequate; can change the whole evaluation"), "{svg}");
    assert!(NAMES.iter().all(|name| !svg.contains(name)) && !svg.contains("Reason number"));
    let twice = office.run(&["panel", "panel", "--picture", "spread.svg"]);
    assert_eq!(twice.code, 4, "{}", twice.err);
    office.run(&["panel", "panel", "--picture", "spread.svg", "--force"]).well();
    assert_eq!(office.run(&["panel", "panel", "--picture", "-"]).well(), svg);
    let sealed = panel(false);
    let ran = sealed.run(&["panel", "panel", "--picture", "spread.svg"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(ran.err.contains("no round is opened yet") && !sealed.path("spread.svg").exists(), "{}", ran.err);
}
