//! `--log`, `config show`, and what `doctor` tells of locks and asks to be sent.

use std::os::unix::fs::PermissionsExt;

use serde_json::Value;

use crate::kit::Home;

#[test]
fn a_log_says_what_was_done_and_nothing_that_was_said() {
    let home = Home::new();
    let run = |arguments: &[&str]| home.run(&[arguments, &["--log", "help.log"]].concat());
    run(&["rate", "8B", "inadequate", "--reason", "a secret reason"]).well();
    run(&["note", "8B", "a secret note"]).well();
    run(&["tag", "E077", "--whole", "--new-tag", "a secret tag"]).well();
    run(&["export", "--as", "md", "-o", "out\u{1b}[2J\u{202e}.md"]).well();
    assert_eq!(run(&["rate", "9Z", "good", "--reason", "a secret slip"]).code, 3);
    assert_eq!(run(&["rollup", "gone.json"]).code, 3);
    let log = String::from_utf8(home.read("help.log")).expect("text");
    for told in [
        "INFO plumbline ",
        "begins: rate",
        "session open to change: ",
        "saved through act 1",
        "written: out^[[2J<RLO>.md",
        "ERROR ends with code 3: unknown",
        "ERROR ends with code 3: missing, gone.json",
    ] {
        assert!(log.contains(told), "{told}: {log}");
    }
    for kept in ["secret", "inadequate", "8B", "good", "E077"] {
        assert!(!log.contains(kept), "{kept}: {log}");
    }
    assert!(log.lines().all(|line| line.chars().all(|c| !c.is_control()) && line.starts_with("20")), "{log}");
    let mode = std::fs::metadata(home.path("help.log")).expect("is there").permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
    // The variable does the same, and without either there is none.
    let before = log.lines().count();
    home.run(&["show", "8B"]).well();
    assert_eq!(String::from_utf8(home.read("help.log")).expect("text").lines().count(), before);
    home.command(&["show", "8B"]).env("PLUMBLINE_LOG", "help.log").output().expect("runs");
    assert!(String::from_utf8(home.read("help.log")).expect("text").lines().count() > before);
}

#[test]
fn a_log_is_not_written_into_something_else_and_a_place_that_is_none_is_told() {
    let home = Home::new();
    home.write("mine.md", "# My words\n");
    std::os::unix::fs::symlink(home.path("mine.md"), home.path("link")).expect("links");
    std::fs::create_dir(home.path("folder")).expect("makes it");
    for (file, code, told) in [
        ("mine.md", 4, "holds something else"),
        ("link", 3, "is a link"),
        ("folder", 3, "is a folder"),
        ("/dev/full", 3, "a device"),
        ("no/such/help.log", 3, "No such file"),
    ] {
        let ran = home.run(&["rate", "8B", "good", "--log", file]);
        assert_eq!(ran.code, code, "{file}: {}", ran.err);
        assert!(ran.err.contains(told) && ran.err.contains("no log can be written"), "{file}: {}", ran.err);
    }
    assert_eq!(home.read("mine.md"), b"# My words\n");
    assert!(!home.data().exists(), "nothing was begun");
}

fn set(shown: &Value, name: &str) -> (Value, String) {
    let settings = shown["settings"].as_array().expect("a list");
    let one = settings.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name}: {shown}"));
    (one["value"].clone(), one["from"].as_str().expect("says so").to_owned())
}

#[test]
fn every_setting_is_shown_with_where_it_comes_from() {
    let home = Home::new();
    let shown = home.run(&["config", "show", "--json"]).json();
    assert_eq!(set(&shown, "data-dir").1, "PLUMBLINE_DATA_DIR");
    assert_eq!(set(&shown, "log"), (Value::Null, "built in: off".to_owned()));
    assert_eq!(set(&shown, "review"), ("the practice review".into(), "built in".to_owned()));
    assert!(set(&shown, "session").1.starts_with("built in"));
    assert!(!home.data().exists(), "looking begins nothing");

    home.worked(None);
    let mut command = home.command(&["config", "show", "--json", "--log", "help.log", "--color", "always"]);
    command.env("EDITOR", "nano").env("TZ", "Europe/London").env("PLUMBLINE_KEYS_FILE", "mine.toml");
    let shown: Value = serde_json::from_slice(&command.output().expect("runs").stdout).expect("JSON");
    assert_eq!(set(&shown, "log").1, "--log");
    assert_eq!(set(&shown, "color"), ("on".into(), "--color".to_owned()));
    assert_eq!(set(&shown, "theme"), ("terminal".into(), "built in".to_owned()));
    assert_eq!(set(&shown, "editor"), ("nano".into(), "EDITOR".to_owned()));
    assert_eq!(set(&shown, "time-zone").1, "TZ");
    assert!(set(&shown, "keys-file").1.starts_with("PLUMBLINE_KEYS_FILE; not there"));
    assert_eq!(set(&shown, "rule"), ("count".into(), "the session".to_owned()));
    let in_lines = home.run(&["config", "show"]).well();
    assert!(in_lines.contains("data-dir: ") && in_lines.contains("    from PLUMBLINE_DATA_DIR"), "{in_lines}");
}

#[test]
fn the_doctor_tells_which_window_has_a_session_and_what_to_send_and_nothing_that_was_rated() {
    let home = Home::new();
    let session = home.session(None);
    let told = home.run(&["doctor"]).well();
    assert!(told.contains(&format!("open in a window: process {} on ", std::process::id())), "{told}");
    assert!(told.contains("File system: ") && told.contains("When you ask for help, send:"), "{told}");
    drop(session);
    home.run(&["rate", "8B", "inadequate", "--reason", "a secret reason"]).well();
    let told = home.run(&["doctor"]).well();
    assert!(!told.contains("open in a window"), "{told}");
    assert!(!told.contains("secret") && !told.contains("inadequate"), "{told}");
    let json = home.run(&["doctor", "--json"]).json();
    assert!(json["data"]["file_system"].is_string() && json["data"]["free_bytes"].is_number(), "{json}");
}
