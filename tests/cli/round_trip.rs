//! What is exported, taken in elsewhere and exported again is the same, byte for byte.

use crate::kit::Home;

fn round_trip(options: &[&str]) {
    let home = Home::new();
    let member = home.worked(Some("Ada Lovelace"));
    let export = |home: &Home, to: &str| {
        let mut command = vec!["export", member.as_str(), "--as", "json", "-o", to];
        command.extend(options);
        home.run(&command).well();
        home.read(to)
    };
    let first = export(&home, "first.json");
    let elsewhere = Home::new();
    elsewhere.write("first.json", &first);
    elsewhere.run(&["sessions", "import", "first.json"]).well();
    let second = export(&elsewhere, "second.json");
    assert_eq!(String::from_utf8_lossy(&first), String::from_utf8_lossy(&second), "{options:?}");
    // Also straight from the file, without taking it in.
    let mut command = vec!["export", "first.json", "--as", "json"];
    command.extend(options);
    assert_eq!(elsewhere.run(&command).well().as_bytes(), first, "{options:?}");
}

#[test]
fn without_name_and_log() {
    round_trip(&[]);
}

#[test]
fn with_the_log() {
    round_trip(&["--with-log"]);
}

#[test]
fn with_the_name() {
    round_trip(&["--with-name"]);
}

#[test]
fn with_both() {
    round_trip(&["--with-name", "--with-log"]);
}

#[test]
fn a_session_written_by_another_version_keeps_that_version() {
    let home = Home::new();
    let member = home.worked(None);
    let export = home.run(&["export", &member, "--as", "json", "--with-log"]).well();
    let version = format!("\"version\": \"{}\"", env!("CARGO_PKG_VERSION"));
    let earlier = export.replacen(&version, "\"version\": \"0.0.9\"", 1);
    assert_ne!(earlier, export);
    let elsewhere = Home::new();
    elsewhere.run_with(&["sessions", "import", "-"], earlier.as_bytes()).well();
    assert_eq!(elsewhere.run(&["export", &member, "--as", "json", "--with-log"]).well(), earlier);
}

#[test]
fn withdrawn_words_and_the_name_go_out_only_as_asked_for() {
    let home = Home::new();
    let member = home.worked(Some("Ada Lovelace"));
    let export = |options: &[&str]| {
        let mut command = vec!["export", &member, "--as", "json"];
        command.extend(options);
        home.run(&command).well()
    };
    for options in [&[][..], &["--with-log"], &["--with-name", "--with-log"]] {
        let file = export(options);
        assert!(!file.contains("withdrawn words"), "{options:?}");
        assert_eq!(file.contains("Ada Lovelace"), options.contains(&"--with-name"), "{options:?}");
        assert_eq!(file.contains("\"log\""), options.contains(&"--with-log"), "{options:?}");
    }
}

#[test]
fn a_name_taken_in_does_not_come_out_in_the_log() {
    let home = Home::new();
    let member = home.worked(Some("Ada Lovelace"));
    let named = home.run(&["export", &member, "--as", "json", "--with-name"]).well();
    let elsewhere = Home::new();
    elsewhere.run_with(&["sessions", "import", "-"], named.as_bytes()).well();
    let file = elsewhere.run(&["export", "ada lovelace", "--as", "json", "--with-log"]).well();
    assert!(!file.contains("Ada Lovelace"));
}
