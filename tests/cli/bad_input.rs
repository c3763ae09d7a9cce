//! Every way an input can be wrong: exit code 3, one message with file, place and remedy, nothing written.

use serde_json::Value;
use serde_json::json;

use crate::kit::Home;
use crate::kit::SAMPLE;

fn sample() -> Value {
    serde_json::from_slice(&std::fs::read(SAMPLE).expect("is there")).expect("is JSON")
}

fn changed(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut review = sample();
    change(&mut review);
    serde_json::to_vec_pretty(&review).expect("serialises")
}

fn replaced(from: &str, to: &str) -> Vec<u8> {
    let text = sample().to_string();
    assert!(text.contains(from), "{from} is not in the sample");
    text.replacen(from, to, 1).into_bytes()
}

/// Reads a bad file with every command that would, and holds the message to what it must say.
fn refused(bytes: &[u8], says: &[&str]) {
    let home = Home::new();
    home.write("bad.json", bytes);
    let before = home.files();
    for command in
        [["rollup", "bad.json"].as_slice(), &["rollup", "--published", "bad.json"], &["find", "x", "bad.json"]]
    {
        let ran = home.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{command:?}: {}", ran.err);
        assert!(ran.err.starts_with("plumbline: bad.json"), "{command:?}: {}", ran.err);
        assert!(ran.err.trim_end().lines().count() >= 2, "no remedy: {}", ran.err);
        for words in says {
            assert!(ran.err.contains(words), "{words:?} is missing in: {}", ran.err);
        }
    }
    assert_eq!(home.files(), before, "something was written");
}

#[test]
fn what_is_not_json_at_all_is_refused() {
    refused(b"Dear panel, please find attached", &["line 1", "not JSON"]);
    refused(b"", &["empty"]);
    refused(b" \n\n", &["empty"]);
    refused(b"{\"format\": \"plumb\0line-review\"}", &["NUL", "line 1"]);
    refused(b"{\"format\": \"plumbline-review\",\r\n \"version\": 1}", &["carriage return"]);
    refused(b"{\"format\": \"plumbline-review\", \"title\": \"\xff\"}", &["UTF-8"]);
    refused(&sample().to_string().into_bytes()[..5000], &["ends in the middle"]);
}

#[test]
fn nesting_too_deep_is_refused_without_a_crash() {
    let deep = format!("{{\"format\":\"plumbline-review\",\"x\":{}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    refused(deep.as_bytes(), &[]);
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    refused(deep.as_bytes(), &["too deeply"]);
    refused("[".repeat(100_000).as_bytes(), &["too deeply"]);
}

#[test]
fn another_format_or_version_is_named() {
    refused(&changed(|review| review["format"] = json!("covidence")), &["covidence", "plumbline-review"]);
    refused(&changed(|review| review["version"] = json!(3)), &["newer plumbline", "version 3"]);
    refused(&changed(|review| review["version"] = json!(0)), &["version"]);
}

#[test]
fn unknown_fields_and_keys_given_twice_are_named_with_their_place() {
    refused(&changed(|review| review["evidence"][4]["weight"] = json!(3)), &["evidence[4]", "unknown field `weight`"]);
    refused(&replaced("{\"areas\":", "{\"title\":\"Again\",\"areas\":"), &["`title`", "twice"]);
    let at = sample()["published"]["cells"]["1A"].to_string();
    refused(
        &replaced(&format!("\"cells\":{{\"1A\":{at}"), &format!("\"cells\":{{\"1A\":\"good\",\"1A\":{at}")),
        &["published.cells", "1A", "twice"],
    );
}

#[test]
fn a_rating_that_is_none_is_told_with_the_ratings_there_are() {
    let bad = changed(|review| review["published"]["cells"]["1A"] = json!("superb"));
    refused(&bad, &["published.cells", "superb", "outstanding", "good", "requires_improvement", "inadequate"]);
}

#[test]
fn what_is_named_but_not_there_is_told_with_its_place() {
    let at = |review: &Value, field: &str| {
        let has = |item: &Value| item[field].as_array().is_some_and(|list| !list.is_empty());
        review["evidence"].as_array().expect("a list").iter().position(has).expect("some item has one")
    };
    let review = sample();
    let filed = at(&review, "cells");
    let (sourced, noted) = (at(&review, "sources"), at(&review, "refs"));
    refused(
        &changed(|review| review["evidence"][filed]["cells"][0] = json!({"commitment": "77"})),
        &[&format!("evidence[{filed}].cells[0]"), "77"],
    );
    refused(
        &changed(|review| review["evidence"][filed]["cells"][0] = json!({"commitment": "1", "question": "Q"})),
        &[&format!("evidence[{filed}].cells[0]"), "Q"],
    );
    refused(
        &changed(|review| review["evidence"][sourced]["sources"][0] = json!("NOPE1")),
        &[&format!("evidence[{sourced}].sources[0]"), "NOPE1"],
    );
    refused(
        &changed(|review| review["evidence"][noted]["refs"][0]["footnote"] = json!(99999)),
        &[&format!("evidence[{noted}].refs[0]"), "99999"],
    );
    refused(
        &changed(|review| review["evidence"][noted]["refs"][0]["at"] = json!(1_000_000)),
        &[&format!("evidence[{noted}].refs[0]"), "1000000"],
    );
    let first = review["evidence"][0]["id"].clone();
    refused(
        &changed(|review| review["evidence"][1]["id"] = first.clone()),
        &["evidence[1].id", first.as_str().expect("a text"), "again"],
    );
}

/// Exports a session, changes it and tries to take it in elsewhere.
fn session_refused(change: impl FnOnce(&mut Value), with: &[&str], says: &[&str]) {
    let home = Home::new();
    let member = home.worked(None);
    let export = home.run(&["export", &member, "--as", "json", "--with-log"]).well();
    let mut session: Value = serde_json::from_str(&export).expect("is JSON");
    change(&mut session);
    let other = Home::new();
    other.write("bad.json", serde_json::to_vec_pretty(&session).expect("serialises"));
    let before = other.files();
    let mut imports = vec!["sessions", "import", "bad.json"];
    imports.extend(with);
    let mut rollup = vec!["rollup", "bad.json"];
    rollup.extend(with);
    for command in [imports, rollup] {
        let ran = other.run(&command);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{command:?}: {}", ran.err);
        for words in says {
            assert!(ran.err.contains(words), "{words:?} is missing in: {}", ran.err);
        }
    }
    assert_eq!(other.files(), before, "something was written");
}

#[test]
fn a_session_of_another_review_is_refused_and_both_are_named() {
    let other = "11111111-2222-4333-8444-555555555555";
    let title = sample()["title"].as_str().expect("a text").to_owned();
    session_refused(
        |session| {
            session["review"]["id"] = json!(other);
            session["review"]["title"] = json!("Another review");
        },
        &["--review", SAMPLE],
        &["bad.json", "review.id", "Another review", other, &title],
    );
    session_refused(|session| session["review"]["id"] = json!(other), &[], &[other, "--review"]);
}

#[test]
fn a_session_made_by_a_newer_program_is_refused_and_says_so() {
    session_refused(|session| session["version"] = json!(9), &[], &["bad.json", "newer plumbline"]);
}

#[test]
fn a_session_that_was_changed_by_hand_is_refused_with_the_place() {
    session_refused(|session| session["ratings"][0]["cell"] = json!("77A"), &[], &["ratings[0].cell", "77A"]);
    session_refused(
        |session| session["ratings"][0]["rating"] = json!("fine"),
        &[],
        &["ratings[0]", "fine", "inadequate"],
    );
    session_refused(|session| session["rollup"]["parents"][0]["result"] = json!("good"), &[], &["rollup.parents[0]"]);
    session_refused(|session| session["quotes"][0]["selector"]["end"] = json!(99_999), &[], &["quotes[0].selector"]);
    session_refused(|session| session["log"][0]["at"] = json!("2020-01-01T00:00:00.000Z"), &[], &["log[1].prev"]);
    let note = |session: &mut Value| session["notes"][0]["text"] = json!("not what was written");
    session_refused(note, &[], &["notes", "log"]);
}

#[test]
fn a_file_that_is_not_there_is_named() {
    let home = Home::new();
    for command in
        [["rollup", "gone.json"].as_slice(), &["find", "x", "gone.json"], &["sessions", "import", "gone.json"]]
    {
        let ran = home.run(command);
        assert_eq!(ran.code, 3, "{command:?}");
        assert!(ran.err.contains("gone.json"), "{}", ran.err);
    }
}

#[test]
fn with_json_the_error_is_one_document_with_code_message_and_path() {
    let home = Home::new();
    home.write("bad.json", "{}");
    let ran = home.run(&["rollup", "bad.json", "--json"]);
    let error: Value = serde_json::from_str(&ran.err).expect("one document");
    assert_eq!((ran.code, ran.out.as_str()), (3, ""));
    assert_eq!(error["error"]["code"], "invalid");
    assert_eq!(error["error"]["path"], "bad.json");
    assert!(error["error"]["message"].as_str().expect("a text").contains("format"));
    let usage = home.run(&["rollup", "--json", "--nonsense"]);
    let error: Value = serde_json::from_str(&usage.err).expect("one document");
    assert_eq!((usage.code, &error["error"]["code"]), (2, &json!("usage")));
}

#[test]
fn what_a_file_says_never_acts_on_the_terminal() {
    let home = Home::new();
    home.write(
        "bad.json",
        changed(|review| review["evidence"][0]["cells"] = json!([{"commitment": "\u{1b}]0;x\u{7}"}])),
    );
    let ran = home.run(&["rollup", "bad.json"]);
    assert_eq!(ran.code, 3);
    assert!(!ran.err.chars().any(|c| c.is_control() && c != '\n'), "{:?}", ran.err);
}

#[test]
fn a_date_that_is_no_day_is_told_with_its_place() {
    for date in ["yesterday", "2023-02-31", "17 February 2023"] {
        refused(&changed(|review| review["date"] = json!(date)), &["date", date, "2023-02-17"]);
    }
}

#[test]
fn a_folder_for_a_file_and_a_file_for_a_folder_are_told_with_what_to_name_instead() {
    let home = Home::new();
    let member = home.worked(None);
    let folder = home.path("data").display().to_string();
    let nowhere = home.path("nowhere/x.json").display().to_string();
    let file = home.path("data/state.json").display().to_string();
    std::fs::write(&file, "{}").expect("writes");
    for (command, says) in [
        (["rollup", &folder].as_slice(), ["is a folder", "name a file"].as_slice()),
        (&["export", &member, "--as", "json", "-o", &nowhere], &["no folder", "nowhere", "make it first"]),
        (&["rollup", "--data-dir", &file], &["--data-dir", "is a file"]),
    ] {
        let ran = home.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{command:?}: {}", ran.err);
        assert!(says.iter().all(|words| ran.err.contains(words)), "{command:?}: {}", ran.err);
        assert!(!ran.err.contains(".plumbline-"), "our own name is told: {}", ran.err);
    }
    assert!(!home.path("nowhere").exists(), "nothing is made unasked");
}

// Fails where a file is opened by its name alone.
#[cfg(unix)]
#[test]
fn what_is_no_regular_file_is_refused_at_once_wherever_a_file_can_be_named() {
    use std::os::unix::fs::symlink;
    let home = Home::new();
    home.worked(None);
    let made = std::process::Command::new("mkfifo").arg(home.path("pipe")).status().expect("starts");
    assert!(made.success());
    for ending in ["json", "plumb", "plumbsession", "toml", "csv", "docx", "qdpx", "zip", "review.json"] {
        symlink(home.path("pipe"), home.path(&format!("pipe.{ending}"))).expect("links");
        symlink("/dev/zero", home.path(&format!("zero.{ending}"))).expect("links");
    }
    let named = |ending: &str| ["pipe", "zero"].map(|name| format!("{name}.{ending}"));
    for file in
        ["json", "plumb", "plumbsession", "toml", "csv", "docx", "qdpx", "zip", "review.json"].map(named).concat()
    {
        let file = file.as_str();
        for arguments in [
            &["rollup", file][..],
            &["check", file],
            &["doctor", file],
            &["trace", file],
            &["find", "x", file],
            &["list", "--review", file],
            &["show", "8B", "--session", file],
            &["sessions", "import", file],
            &["sessions", "import", file, "--into", "x"],
            &["sessions", "restore", file],
            &["recover", "--from", file],
            &["import", file, "-o", "out.json"],
            &["update", file, file, "-o", "out.json"],
            &["publish-evidence", file, "-o", "out.json"],
            &["export", file, "--as", "json"],
            &["rollup", "--thresholds", file],
            &["--keys-file", file, "keys"],
            &["panel", file],
            &["--plain", file],
            &[file],
        ] {
            let mut child = home
                .command(arguments)
                .stdout(std::process::Stdio::null())
                .stderr(std::process::Stdio::piped())
                .spawn()
                .expect("starts");
            let begin = std::time::Instant::now();
            let status = loop {
                if let Some(status) = child.try_wait().expect("is ours") {
                    break status;
                }
                if begin.elapsed() > std::time::Duration::from_secs(20) {
                    child.kill().expect("ends it");
                    panic!("{arguments:?} waits for ever");
                }
                std::thread::sleep(std::time::Duration::from_millis(5));
            };
            assert!(matches!(status.code(), Some(2..=4)), "{arguments:?}: {status}");
        }
    }
    assert!(!home.path("out.json").exists());
}
