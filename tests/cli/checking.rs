//! `plumbline check` as it is typed: what is printed, exit codes, what is let stand.

use plumbline::model::rating::Rating;
use serde_json::Value;

use crate::kit::Home;
use crate::kit::SAMPLE;
use crate::kit::rate;

fn codes(json: &Value) -> Vec<&str> {
    json["findings"].as_array().expect("a list").iter().filter_map(|finding| finding["code"].as_str()).collect()
}

#[test]
fn the_sample_is_checked_as_a_retelling_and_every_finding_has_its_place() {
    let home = Home::new();
    let ran = home.run(&["check", SAMPLE, "--json"]);
    assert_eq!(ran.code, 1, "the report has findings of high weight: {}", ran.err);
    let json = ran.json();
    for finding in json["findings"].as_array().expect("a list") {
        for field in ["code", "severity", "message", "place"] {
            assert!(finding[field].as_str().is_some_and(|text| !text.is_empty()), "{field} of {finding}");
        }
        assert!(!finding["places"].as_array().expect("a list").is_empty(), "{finding}");
    }
    let found = codes(&json);
    assert!(found.contains(&"rating-mismatch") && found.contains(&"footnote-missing"), "{found:?}");
    for wording in ["quotation-unsourced", "quotation-variant", "text-repeated", "list-lost"] {
        assert!(!found.contains(&wording), "{wording} is about words, and these are retold");
    }
    assert!(home.files().is_empty(), "looking writes nothing");
}

#[test]
fn the_exit_code_follows_the_weight_asked_for() {
    let home = Home::new();
    let code = |more: &[&str]| {
        let mut arguments = vec!["check", SAMPLE, "--code", "rating-case", "--code", "source-name"];
        arguments.extend(more);
        home.run(&arguments).code
    };
    assert_eq!(code(&[]), 0, "only findings of low weight");
    assert_eq!(code(&["--fail-on", "low"]), 1);
    assert_eq!(code(&["--fail-on", "medium"]), 0);
    assert_eq!(home.run(&["check", SAMPLE, "--fail-on", "none"]).code, 0);
    let unknown = home.run(&["check", SAMPLE, "--code", "no-such"]);
    assert_eq!(unknown.code, 2);
    assert!(unknown.err.contains("--codes"), "{}", unknown.err);
    assert!(home.run(&["check", "--codes"]).well().contains("rating-mismatch"));
}

#[test]
fn a_finding_let_stand_is_kept_in_the_session_and_no_longer_fails() {
    let home = Home::new();
    let member = home.worked(None);
    let only = ["check", SAMPLE, "--code", "rating-mismatch"];
    let first = home.run(&[&only[..], &["--json"]].concat());
    let place = first.json()["findings"][0]["place"].as_str().expect("a place").to_owned();
    let waive = |place: &str, reason: &str| {
        home.run(&["check", SAMPLE, "--waive", "rating-mismatch", place, "--reason", reason])
    };
    let nowhere = waive("9Z", "so be it");
    assert_eq!(nowhere.code, 3);
    assert!(nowhere.err.contains(&place), "it says where there is one: {}", nowhere.err);
    waive(&place, "The table is right; a correction is out.").well();
    let second = home.run(&[&only[..], &["--json"]].concat());
    assert_eq!(second.code, 0, "{}", second.err);
    assert_eq!(second.json()["findings"][0]["waived"], "The table is right; a correction is out.");
    let text = home.run(&only);
    assert!(!text.out.contains(&place) && text.err.contains("1 let stand"), "{} {}", text.out, text.err);
    assert!(home.run(&[&only[..], &["--waived"]].concat()).well().contains("a correction is out"));
    let exported = home.run(&["export", &member, "--as", "json"]).json();
    assert_eq!(exported["waivers"][0]["code"], "rating-mismatch");
    waive(&place, "").well();
    assert_eq!(home.run(&only).code, 1, "taken back");
}

#[test]
fn without_a_session_nothing_can_be_let_stand() {
    let home = Home::new();
    let json = home.run(&["check", SAMPLE, "--code", "rating-mismatch", "--json"]).json();
    let place = json["findings"][0]["place"].as_str().expect("a place");
    let ran = home.run(&["check", SAMPLE, "--waive", "rating-mismatch", place, "--reason", "so be it"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("Begin one"), "{}", ran.err);
    assert!(home.files().is_empty());
}

#[test]
fn a_session_is_checked_without_anything_that_was_published() {
    let home = Home::new();
    let mut session = home.session(None);
    session.workspace.apply(&rate("8B", Rating::Good, "")).expect("rates");
    let member = session.workspace.member().id.to_string();
    session.saving.close(std::time::Duration::from_secs(10)).expect("saves");
    let ran = home.run(&["check", &member, "--json"]);
    assert_eq!(codes(&ran.json()), ["unreasoned-rating", "unsupported-rating", "evidence-unopened"]);
    assert_eq!(ran.code, 0, "none of them is of high weight");
    assert!(!ran.out.contains("requires improvement"), "{}", ran.out);
    let file = home.write("session.json", home.run(&["export", &member, "--as", "json"]).well());
    let said = home.run(&["check", file.to_str().expect("text"), "--json"]);
    assert_eq!(codes(&said.json()), ["unreasoned-rating", "unsupported-rating"], "what was read is not in the file");
}
