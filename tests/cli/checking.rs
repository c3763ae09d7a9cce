//! `plumbline check` as it is typed: what is printed, exit codes, what is let stand.

use plumbline::model::rating::Rating;
use serde_json::Value;

use crate::kit::Home;
use crate::kit::SAMPLE;
use crate::kit::rate;
use crate::support_docx::docx;
use crate::support_docx::paragraph;

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

/// The first finding of each code, with how many there are.
fn one_of_each(json: &Value) -> Value {
    let mut kept: Vec<Value> = Vec::new();
    for finding in json["findings"].as_array().expect("a list") {
        match kept.iter_mut().find(|one| one["code"] == finding["code"]) {
            Some(one) => one["count"] = (one["count"].as_u64().expect("a count") + 1).into(),
            None => {
                let mut one = finding.clone();
                one["count"] = 1.into();
                // Of many places the first few tell.
                one["places"].as_array_mut().expect("a list").truncate(3);
                kept.push(one);
            }
        }
    }
    Value::Array(kept)
}

#[test]
fn what_is_found_in_the_sample_is_what_was_looked_at() {
    let json = Home::new().run(&["check", SAMPLE, "--json"]).json();
    insta::assert_snapshot!(serde_json::to_string_pretty(&one_of_each(&json)).expect("JSON"));
}

/// Counts by code on the published report, where `PLUMBLINE_REPORT` names its text. Every finding was looked at by eye.
#[test]
fn the_real_report_gives_the_findings_that_were_verified() {
    let Some(report) = std::env::var_os("PLUMBLINE_REPORT") else { return };
    let home = Home::new();
    home.run(&["import", &report.to_string_lossy(), "-o", "real.json"]).well();
    home.run(&["import", &report.to_string_lossy(), "-o", "real.plumb"]).well();
    let json = home.run(&["check", "real.json", "--json"]).json();
    assert_eq!(json, home.run(&["check", "real.plumb", "--json"]).json(), "the same from a file that stays closed");
    let findings = json["findings"].as_array().expect("a list");
    let of = |code: &str| findings.iter().filter(|finding| finding["code"] == code).count();
    let places = |code: &str| -> Vec<&str> {
        findings.iter().filter(|f| f["code"] == code).filter_map(|f| f["place"].as_str()).collect()
    };
    assert_eq!(places("rating-mismatch").len(), 1);
    assert!(places("rating-mismatch")[0].ends_with("8B"));
    assert_eq!((of("footnote-missing"), of("footnote-unlisted"), of("footnote-unreferenced")), (48, 3, 18));
    assert_eq!((of("rollup-unexplained"), of("rollup-unstated"), of("number-conflict")), (0, 1, 0));
    for name in ["APBI", "GDPDR"] {
        assert!(places("name-variant").iter().any(|place| place.ends_with(name)), "{name}");
    }
    assert!((150..220).contains(&findings.len()), "{}", findings.len());
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
    let again = waive(&place, " ");
    assert_eq!(again.code, 3, "{}", again.err);
    assert!(again.err.contains("nothing to take back") && again.err.contains("give a reason"), "{}", again.err);
    let log = home.run(&["export", &member, "--as", "json", "--with-log"]).json();
    let acts = log["log"].as_array().expect("a log").iter().filter(|act| act["act"] == "waive").count();
    assert_eq!(acts, 2, "what changes nothing is no act");
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

/// What the panel agreed on a review of two commitments, and the review: written as files.
fn agreed(home: &Home) -> (String, String) {
    let anchors = serde_json::json!({"good": "Met with minor gaps.", "inadequate": "Very significant steps."});
    let question = |id: &str, label: &str| serde_json::json!({"id": id, "label": label, "text": format!("{label}?"), "yes": "yes", "no": "no", "anchors": anchors});
    let review = serde_json::json!({
        "format": "plumbline-review", "version": 1, "id": "00000000-0000-4000-8000-0000000000c2", "edition": 1,
        "title": "The mills of the valley", "body": "A panel", "date": "2031-05-02", "wording": "verbatim",
        "scale": [
            {"id": "outstanding", "label": "Outstanding", "mark": "O"}, {"id": "good", "label": "Good", "mark": "G"},
            {"id": "requires_improvement", "label": "Requires improvement", "mark": "R"},
            {"id": "inadequate", "label": "Inadequate", "mark": "I"}
        ],
        "questions": [question("A", "Commitment met"), question("B", "Funding")],
        "areas": [{"id": "1", "label": "Water"}],
        "commitments": [{"id": "1", "area": "1", "label": "Turn the wheels", "text": "We will turn 40 mill wheels."}],
        "sources": [{"id": "ABC0001", "kind": "submission", "label": "Mill Society"}],
        "footnotes": [], "published": {},
        "evidence": [{"id": "E1", "kind": "quotation", "sources": ["ABC0001"],
            "text": "“The wheels have stood still since the great flood of the spring.”",
            "cells": [{"commitment": "1", "question": "A"}]}]
    });
    let review = home.write("review.json", review.to_string()).display().to_string();
    let opened = plumbline::review::open::OpenedReview::file(std::path::Path::new(&review)).expect("a review");
    let member = plumbline::model::session::MemberRef { id: uuid::Uuid::from_u128(7), name: None };
    let mut machine = plumbline::review::workspace::Machine;
    let path = plumbline::review::open::begin(&opened, &home.data(), member, &mut machine).expect("begins");
    let purpose = plumbline::review::open::Purpose::Work;
    let mut session = plumbline::review::open::open_session(&opened, &path, purpose, Box::new(machine)).expect("opens");
    for (cell, rating) in [("1A", Rating::Good), ("1B", Rating::Inadequate)] {
        session.workspace.apply(&rate(cell, rating, "So agreed.")).expect("rates");
    }
    session.saving.close(std::time::Duration::from_secs(10)).expect("saves");
    let exported = home.run(&["export", &path.display().to_string(), "--as", "json", "--review", &review]).well();
    (review, home.write("agreed.json", exported).display().to_string())
}

#[test]
fn a_word_draft_gets_its_findings_as_comments_and_stays_as_it_was() {
    let home = Home::new();
    let (review, agreed) = agreed(&home);
    let body = [
        "On 1A we conclude that progress is ‘inadequate’.",
        "On 1B we conclude that the funding is ‘inadequate’.",
        "They said “the wheels have stood still since the great flood of the autumn”, no less.",
    ];
    let bytes = docx(&body.map(paragraph).concat(), &[]);
    let draft = home.write("draft.docx", &bytes).display().to_string();
    let copy = home.path("checked.docx").display().to_string();
    let base = ["check", &draft, "--against", &agreed, "--review", &review];
    let ran = home.run(&[&base[..], &["-o", &copy, "--json"]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    let json = ran.json();
    let at = |code: &str| {
        let found = json["findings"].as_array().expect("a list").iter().find(|finding| finding["code"] == code);
        found.unwrap_or_else(|| panic!("{code} in {json}"))["places"][0].clone()
    };
    assert_eq!(at("draft-rating")["paragraph"], 1);
    assert_eq!(at("draft-quotation")["paragraph"], 3);
    assert!(at("draft-quotation")["locator"].as_str().expect("words").contains("They said"));
    assert_eq!(home.read("draft.docx"), bytes, "the draft is never changed");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(home.read("checked.docx"))).expect("a container");
    let mut comments = String::new();
    let mut part = archive.by_name("word/comments.xml").expect("has comments");
    std::io::Read::read_to_string(&mut part, &mut comments).expect("is text");
    assert!(comments.contains("agreed was good") && comments.contains("draft-quotation"), "{comments}");
    let again = home.run(&[&base[..], &["-o", &copy]].concat());
    assert_eq!(again.code, 4, "it is there already: {}", again.err);
    // The draft itself is never written over, by whatever path.
    std::os::unix::fs::symlink(&draft, home.path("link.docx")).expect("a link");
    std::fs::hard_link(&draft, home.path("same.docx")).expect("a link");
    let around =
        format!("{}/../{}/draft.docx", home.path("").display(), home.path("").file_name().expect("a name").display());
    for other in [
        draft.clone(),
        around,
        home.path("link.docx").display().to_string(),
        home.path("same.docx").display().to_string(),
    ] {
        for more in [&[][..], &["--force"]] {
            let ran = home.run(&[&base[..], &["-o", &other], more].concat());
            assert_eq!(ran.code, 2, "{other}: {}", ran.err);
            assert!(ran.err.contains("is the draft itself") && ran.err.contains("another file"), "{}", ran.err);
        }
    }
    assert_eq!(home.read("draft.docx"), bytes, "the draft is never changed");
    let text = home.run(&base);
    assert!(text.out.contains("paragraph 1, 1A") && text.out.contains("HIGH"), "{}", text.out);
}

#[test]
fn a_draft_is_checked_against_a_session_only_and_a_copy_is_a_word_file_only() {
    let home = Home::new();
    let (review, agreed) = agreed(&home);
    let draft = home.write("draft.txt", "On 1A we conclude that progress is ‘good’.\n").display().to_string();
    let wrong = home.run(&["check", &draft, "--against", &review]);
    assert_eq!(wrong.code, 3);
    assert!(wrong.err.contains("is a review"), "{}", wrong.err);
    let copy = home.run(&["check", &draft, "--against", &agreed, "--review", &review, "-o", "copy.docx"]);
    assert_eq!(copy.code, 2);
    assert!(copy.err.contains(".docx of a .docx"), "{}", copy.err);
    assert!(!home.path("copy.docx").exists());
}

#[test]
fn a_finding_of_a_draft_is_let_stand_in_a_session_kept_here_and_not_in_a_file() {
    let home = Home::new();
    let (review, agreed) = agreed(&home);
    let draft = home.write("draft.txt", "On 1A we conclude that progress is ‘inadequate’.\n").display().to_string();
    let base = |against: &str, more: &[&str]| {
        home.run(&[&["check", &draft, "--against", against, "--review", &review], more].concat())
    };
    let place = base(&agreed, &["--json", "--code", "draft-rating"]).json()["findings"][0]["place"].clone();
    let waive = ["--waive", "draft-rating", place.as_str().expect("a place"), "--reason", "It will be put right."];
    let in_file = base(&agreed, &waive);
    assert_eq!(in_file.code, 3, "{}", in_file.err);
    assert!(in_file.err.contains("no session on this machine"), "{}", in_file.err);
    let kept = uuid::Uuid::from_u128(7).to_string();
    base(&kept, &waive).well();
    let json = base(&kept, &["--json", "--code", "draft-rating"]).json();
    assert_eq!(json["findings"][0]["waived"], "It will be put right.");
}
