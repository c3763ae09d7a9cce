//! The picture of a panel of three.

use std::path::PathBuf;

use serde_json::json;

use super::spread::draw;
use super::tests::read;
use crate::document::fixture;
use crate::panel::chair::Chair;
use crate::panel::chair::Look;
use crate::panel::chair::tests::opened;
use crate::panel::opened::OpenedPanel;
use crate::panel::opened::PanelResult;

fn drawn(panel: &OpenedPanel) -> Option<String> {
    draw(panel, &Chair::of(panel, &Look::at(panel)))
}

#[test]
fn it_says_in_words_and_signs_how_many_gave_what_and_what_hangs_on_it() {
    let svg = drawn(&opened(1, Vec::new())).expect("a round is opened");
    let (names, texts) = read(&svg);
    assert_eq!(&names[..3], ["svg", "title", "desc"]);
    let told = texts.iter().find(|text| text.contains("nobody is named")).expect("a description");
    assert!(told.contains("3 of 3 members handed in round 1."), "{told}");
    assert!(told.contains("2 good, 1 inadequate; can change the whole evaluation, "), "{told}");
    // What can change a verdict comes before what all agree on.
    let at = |words: &str| texts.iter().position(|text| text.starts_with(words)).expect(words);
    assert!(at("Members differ, and it can change") < at("1A ") && at("1A ") < at("All who rated it"));
    assert!(names.iter().filter(|name| *name == "path").count() > 6, "signs are paths");
}

#[test]
fn nobody_can_be_told_from_it_and_without_an_opened_round_there_is_none() {
    let svg = drawn(&opened(1, Vec::new())).expect("a round is opened");
    let (_, texts) = read(&svg);
    assert!(!texts.iter().any(|text| ["A", "B", "C", "N."].contains(&text.trim())), "{texts:?}");
    assert!(!svg.contains("why 1A") && !svg.contains("an interest"), "no reason and no ground");
    assert_eq!(drawn(&opened(0, Vec::new())), None);
}

#[test]
fn what_was_agreed_is_framed_and_said_unless_two_records_say_otherwise() {
    let record = |name: &str, rating: &str| {
        let mut session = serde_json::to_value(fixture::session()).expect("serialises");
        session["member"] = json!({"id": fixture::panel().id});
        session["consensus"] = json!([{"cell": "1A", "rating": rating, "reason": "talked over", "basis": "consensus",
                                       "at": "1970-01-01T00:00:02.000Z"}]);
        PanelResult { path: PathBuf::from(name), session: serde_json::from_value(session).expect("a session") }
    };
    let frames = |svg: &str| svg.matches("rx=\"4\"").count();
    let one = drawn(&opened(1, vec![record("one.json", "good")])).expect("a round is opened");
    assert!(one.contains("; agreed: good.") && frames(&one) == 1, "{one}");
    let two = vec![record("one.json", "good"), record("two.json", "inadequate")];
    let two = drawn(&opened(1, two)).expect("a round is opened");
    assert!(!two.contains("; agreed: ") && frames(&two) == 0);
}
