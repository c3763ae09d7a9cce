//! Keys of one's own: read from a file, shown by `plumbline keys`, refused with file and line.

#![allow(clippy::unwrap_used)]

use crate::kit::Home;

const MINE: &str = "[everywhere]\nundo = \"u\"\nsuspend = \"ctrl+z\"\n";

#[test]
fn keys_of_the_file_are_the_keys_that_are_listed() {
    let home = Home::new();
    home.write("mine.toml", MINE);
    let keys = home.run(&["keys", "--json", "--keys-file", "mine.toml"]).json();
    let of = |action: &str| {
        let all = keys["keys"].as_array().expect("a list");
        let one = all.iter().find(|it| it["action"] == action && it["part"] == "everywhere");
        one.map_or(serde_json::Value::Null, |it| it["keys"].clone())
    };
    assert_eq!(of("undo"), serde_json::json!(["u"]));
    assert_eq!(of("suspend"), serde_json::json!(["Ctrl+Z"]));
    assert!(home.run(&["keys", "--keys-file", "mine.toml"]).well().contains("Ctrl+Z"));
}

#[test]
fn the_file_is_found_in_the_configuration_folder_by_the_variable_and_by_the_option() {
    let home = Home::new();
    let folder = home.path("settings/plumbline");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("keys.toml"), "[everywhere]\nzoom = \"F5\"\n").expect("writes");
    home.write("by-variable.toml", "[everywhere]\nzoom = \"F6\"\n");
    home.write("by-option.toml", "[everywhere]\nzoom = \"F7\"\n");
    let listed = |arguments: &[&str], variable: Option<&str>| {
        let mut command = home.command(arguments);
        command.env("XDG_CONFIG_HOME", home.path("settings"));
        variable.map(|name| command.env("PLUMBLINE_KEYS_FILE", home.path(name)));
        String::from_utf8(command.output().expect("runs").stdout).expect("text")
    };
    if cfg!(target_os = "linux") {
        assert!(listed(&["keys"], None).contains("F5"));
    }
    assert!(listed(&["keys"], Some("by-variable.toml")).contains("F6"));
    assert!(listed(&["keys", "--keys-file", "by-option.toml"], Some("by-variable.toml")).contains("F7"));
}

#[test]
fn a_keys_file_that_is_wrong_is_told_with_file_and_line_and_nothing_is_written() {
    let home = Home::new();
    for (text, says) in [
        ("[everywhere]\nundoo = \"u\"\n", "line 2: there is no action `undoo`; is `undo` meant?"),
        ("[everywhere]\nundo = \"Entr\"\n", "line 2: `Entr` is not a key"),
        ("theme = \"dark\"\n", "line 1: `theme` stands under a part"),
        ("[everywhere]\nsuspend = \"ctrl+z\"\n", "line 2: Ctrl+Z asks for `undo` in [everywhere] and for `suspend`"),
    ] {
        home.write("mine.toml", text);
        let before = home.files();
        let ran = home.run(&["keys", "--keys-file", "mine.toml"]);
        assert_eq!(ran.code, 3, "{text}");
        assert!(ran.err.contains("mine.toml: ") && ran.err.contains(says), "{text}: {}", ran.err);
        assert!(ran.out.is_empty());
        assert_eq!(home.files(), before);
        let doctor = home.run(&["doctor", "--keys-file", "mine.toml"]);
        assert_eq!(doctor.code, 1, "{}", doctor.out);
        assert!(doctor.out.contains(says), "{}", doctor.out);
    }
}

#[test]
fn a_keys_file_that_was_named_has_to_be_there() {
    let home = Home::new();
    let ran = home.run(&["keys", "--keys-file", "gone.toml"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("gone.toml: the keys file cannot be read"), "{}", ran.err);
    assert_eq!(home.run(&["keys"]).code, 0, "the usual one need not be");
}
