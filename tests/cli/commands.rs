//! The smaller commands, the exit codes and the streams.

use std::process::Stdio;

use crate::kit::Home;

#[test]
fn the_workbench_without_a_terminal_says_what_to_use_instead_and_writes_nothing() {
    let home = Home::new();
    for command in [[].as_slice(), &["sample"], &["some.review.json"]] {
        let ran = home.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{command:?}");
        assert!(ran.err.contains("needs a terminal") && ran.err.contains("plumbline rollup"), "{}", ran.err);
    }
    assert!(home.files().is_empty());
}

#[test]
fn help_manual_page_and_program_agree_on_the_exit_codes() {
    let home = Home::new();
    let help = home.run(&["--help"]).well();
    let page = home.run(&["man"]).well();
    for code in ["done", "a check found something", "cannot be read or is not valid", "exists already", "interrupted"] {
        assert!(help.contains(code), "{code} is not in the help");
        assert!(page.replace("\\-", "-").contains(code), "{code} is not in the manual page");
    }
    assert_eq!(home.run(&["--no-such-option"]).code, 2);
    assert_eq!(home.run(&["--version"]).well(), format!("plumbline {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn options_before_a_command_that_would_not_heed_them_are_refused() {
    let home = Home::new();
    let ran = home.run(&["--rule", "worst", "rollup"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("after the command"), "{}", ran.err);
    assert_eq!(home.run(&["--data-dir", "elsewhere", "sessions", "list"]).code, 0);
}

#[test]
fn a_wrong_rule_is_told_with_the_rules_there_are() {
    let ran = Home::new().run(&["rollup", "--rule", "best"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("median-low") && ran.err.contains("best"), "{}", ran.err);
}

#[test]
fn find_prints_kind_key_and_label_with_exact_shorthands_first() {
    let home = Home::new();
    let found = home.run(&["find", "8b"]).well();
    let first: Vec<&str> = found.lines().next().expect("a line").split('\t').collect();
    assert_eq!(&first[..2], ["question", "8B"]);
    assert_eq!(first.len(), 3);
    let json = home.run(&["find", "8b", "--json"]).json();
    assert_eq!((&json["found"][0]["key"], &json["found"][0]["label"]), (&"8B".into(), &first[2].into()));
    assert_eq!(home.run(&["find", "qqqqxxxx"]).well(), "");
}

#[test]
fn find_searches_the_texts_where_that_is_asked_for_and_says_what_is_wrong_with_a_query_under_its_place() {
    let home = Home::new();
    let found = home.run(&["find", "--text", "fund -pilot"]).well();
    let rows: Vec<Vec<&str>> = found.lines().map(|line| line.split('\t').collect()).collect();
    assert!(
        rows.len() > 2 && rows.iter().all(|row| row.len() == 3 && row[2].to_lowercase().contains("fund")),
        "{found}"
    );
    assert!(!found.to_lowercase().contains("pilot"));
    let json = home.run(&["find", "--text", "--json", "--limit", "2", "fund -pilot"]).json();
    let keys: Vec<&str> =
        json["found"].as_array().expect("a list").iter().filter_map(|it| it["key"].as_str()).collect();
    assert_eq!(keys, [rows[0][1], rows[1][1]]);
    assert_eq!(json["whole"], false);
    assert_eq!(home.run(&["find", "--text", "xyzzy"]).well(), "");
    let wrong = home.run(&["find", "--text", "fund \"late"]);
    assert_eq!(wrong.code, 2, "{}", wrong.err);
    assert!(wrong.err.contains("fund \"late\n     ^ The quotation mark is not closed."), "{}", wrong.err);
    assert!(home.run(&["find", "--text", "-fund"]).err.contains("Say also what to look for"));
}

#[test]
fn the_schemas_are_json_and_hold_for_the_sample_and_for_an_export() {
    let home = Home::new();
    let member = home.worked(None);
    let export = home.run(&["export", &member, "--as", "json", "--with-log"]).json();
    let sample = serde_json::from_slice(&std::fs::read(crate::kit::SAMPLE).expect("is there")).expect("is JSON");
    for (kind, document) in [("review", &sample), ("session", &export)] {
        let schema = home.run(&["schema", kind]).json();
        let validator = jsonschema::validator_for(&schema).expect("is a schema");
        let wrong: Vec<String> = validator.iter_errors(document).map(|error| error.to_string()).collect();
        assert!(wrong.is_empty(), "{kind}: {wrong:?}");
    }
    assert_eq!(home.run(&["schema", "panel"]).json()["title"], "Plumbline panel");
}

#[test]
fn keys_are_printed_for_people_for_the_readme_and_as_json() {
    let home = Home::new();
    assert!(home.run(&["keys"]).well().contains("find anything"));
    assert!(home.run(&["keys", "--markdown"]).well().contains("| Key | What it does |"));
    let json = home.run(&["keys", "--json"]).json();
    assert!(json["keys"].as_array().expect("a list").iter().any(|key| key["action"] == "find-anything"));
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let home = Home::new();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = home.run(&["completions", shell]).well();
        for command in ["rollup", "export", "sessions", "doctor"] {
            assert!(script.contains(command), "{command} in {shell}");
        }
    }
    home.run(&["man", "--dir", "pages"]).well();
    for page in ["plumbline", "plumbline-rollup", "plumbline-sessions-import"] {
        let text = String::from_utf8(home.read(&format!("pages/{page}.1"))).expect("text");
        assert!(text.contains(".TH"), "{page}");
    }
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let home = Home::new();
    let mut child =
        home.command(&["schema", "review"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("ends");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn doctor_says_where_things_are_and_why() {
    let home = Home::new();
    let found = home.run(&["doctor", "--color", "never", "--json"]).json();
    assert_eq!(found["data"]["decided_by"], "PLUMBLINE_DATA_DIR");
    assert_eq!(found["data"]["exists"], false);
    assert_eq!(
        (&found["terminal"]["color"], &found["terminal"]["color_decided_by"]),
        (&false.into(), &"--color".into())
    );
    assert!(home.files().is_empty(), "looking writes nothing");
}

#[test]
fn without_a_variable_or_option_sessions_are_in_the_systems_usual_place() {
    let home = Home::new();
    let output = home.command(&["doctor", "--json"]).env_remove("PLUMBLINE_DATA_DIR").output().expect("runs");
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).expect("is JSON");
    let path = found["data"]["path"].as_str().expect("a path");
    assert!(path.starts_with(&home.path("").display().to_string()), "{path}");
}

#[test]
fn editing_a_review_is_no_session_and_needs_a_terminal() {
    let home = Home::new();
    for arguments in
        [&["--edit", "--session", "x"][..], &["--edit", "--read-only"], &["sample", "--edit", "--show-published"]]
    {
        let ran = home.run(arguments);
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains("cannot be used with"), "{arguments:?}: {}", ran.err);
    }
    let ran = home.run(&["sample", "--edit"]);
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(ran.err.contains("needs a terminal"), "{}", ran.err);
}

#[test]
fn find_says_where_nothing_is_takes_a_limit_and_marks_what_cannot_be_searched_for_under_its_place() {
    let home = Home::new();
    for args in [["find", "qqqqxxxx"].as_slice(), &["find", "qqqqxxxx", "--text"]] {
        let ran = home.run(args);
        assert_eq!((ran.code, ran.out.as_str(), ran.err.trim()), (0, "", "nothing found"), "{args:?}");
    }
    assert_eq!(home.run(&["find", "health", "--limit", "2"]).well().lines().count(), 2);
    let wrong = home.run(&["find", "--text", "staff \"open"]);
    let rows: Vec<&str> = wrong.err.lines().collect();
    let typed = rows.iter().position(|row| *row == "staff \"open").expect("what was typed begins a row");
    assert_eq!(rows[typed + 1].find('^'), rows[typed].find('"'), "{}", wrong.err);
}

#[test]
fn the_help_of_import_says_how_a_review_changes_its_form() {
    let home = Home::new();
    let help = home.run(&["import", "--help"]).well();
    let words = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("plumbline import review.json -o review.plumb"), "{help}");
}
