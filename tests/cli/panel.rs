//! A panel from its roster to an opened round, by the commands alone.

use serde_json::Value;

use crate::kit::Home;

const ROSTER: &str = "name,letter,role\nAda King,A,chair\nGrace Hopper,B,core\nMary Somerville,C,specialist\n";

/// A home with a panel in it, whose members are on the same machine and have done a bit of everything.
fn home() -> Home {
    let home = Home::new();
    home.write("roster.csv", ROSTER);
    home.run(&["panel", "init", "--roster", "roster.csv", crate::kit::SAMPLE, "-o", "panel"]).well();
    for name in ["Ada", "Grace", "Mary"] {
        home.worked(Some(name));
    }
    home
}

fn hand_in(home: &Home, name: &str, letter: &str) {
    home.run(&["hand-in", "-S", name, "--panel", "panel", "--as", letter, "-o", "panel"]).well();
}

fn handed_in(home: &Home, letter: &str) -> String {
    format!("panel/{}", named(home, &format!("-{letter}.handin")))
}

/// The one file in the panel's folder whose name ends so.
fn named(home: &Home, ending: &str) -> String {
    let names = std::fs::read_dir(home.path("panel")).expect("lists").flatten();
    let mut names = names.map(|entry| entry.file_name().to_string_lossy().into_owned());
    names.find(|name| name.ends_with(ending)).unwrap_or_else(|| panic!("no file ends in {ending}"))
}

#[test]
fn a_round_is_handed_in_watched_over_and_opened() {
    let home = home();
    let panel = String::from_utf8(home.read("panel/panel.json")).expect("text");
    assert!(!panel.contains("Ada") && !panel.contains("SECRET"), "no name and no key in what goes to everyone");
    assert!(String::from_utf8(home.read("panel.names.csv")).expect("text").contains("A,\"Ada King\","));

    let dry = home.run(&["hand-in", "-S", "Ada", "--panel", "panel/panel.json", "--as", "a", "--dry-run"]);
    assert_eq!((dry.code, dry.out.as_str()), (0, ""));
    for told in [
        "as member A",
        "3 of 36 rated, 32 left open, 1 not rated on purpose, 2 without reason",
        "1 private note",
        "Nothing was handed in",
    ] {
        assert!(dry.err.contains(told), "{told}: {}", dry.err);
    }
    assert_eq!(std::fs::read_dir(home.path("panel")).expect("lists").count(), 1, "nothing but the panel file");
    assert!(!dry.err.contains("money"), "{}", dry.err);

    hand_in(&home, "Ada", "A");
    let told = home.run(&["hand-in", "-S", "Ada", "--panel", "panel", "-o", "panel", "--json"]);
    assert_eq!(told.json()["again"], true, "written again, who it is is known");
    hand_in(&home, "Grace", "B");
    let status = home.run(&["panel", "status", "panel", "--json"]).json();
    let doubts: Vec<&Value> =
        status["members"].as_array().expect("members").iter().map(|it| &it["doubt"]["code"]).collect();
    assert_eq!(doubts, [&Value::Null, &Value::Null, &Value::from("missing")]);
    assert_eq!(status["members"][0]["handed"]["open"], 32);
    let shown = home.run(&["panel", "status", "panel"]).well();
    assert!(shown.contains("32 of 36") && shown.contains("Round 1: 2 of 3 in."), "{shown}");

    let open = ["panel", "open", "panel", "--key", "panel.key"];
    let early = home.run(&open);
    assert_eq!(early.code, 4, "{}", early.err);
    assert!(early.err.contains("C: nothing has come in") && early.err.contains("--without C"), "{}", early.err);
    assert!(!home.files().iter().any(|path| path.to_string_lossy().ends_with(".session.json")), "nothing was written");
    hand_in(&home, "Mary", "C");
    let opened = home.run(&open);
    assert_eq!(opened.out.lines().count(), 3, "{}", opened.err);
    assert!(opened.err.contains("round 1 is opened: every seal held"), "{}", opened.err);
    assert_eq!(home.run(&open).code, 4, "once");

    let session: Value =
        serde_json::from_slice(&home.read(&format!("panel/{}", named(&home, "-A.session.json")))).expect("JSON");
    assert_eq!(session["ratings"].as_array().expect("ratings").len(), 3);
    assert_eq!(session["abstained"][0]["why"], "I worked on it.");
    assert_eq!(session["notes"], serde_json::json!([]), "private notes stay with the member");
    assert!(session["member"]["name"].is_null() && session["log"].is_null());

    let taken = home.run(&["panel", "take", "panel", "-S", "Ada"]);
    assert!(taken.err.contains("What you rate now is round 2"), "{}", taken.err);
    assert!(
        home.run(&["panel", "take", "panel", "-S", "Ada"]).err.contains("no round that this session does not know")
    );
    let again = home.run(&["hand-in", "-S", "Ada", "--panel", "panel", "--round", "1"]);
    assert_eq!(again.code, 4);
    assert!(again.err.contains("lies in the panel's folder"), "{}", again.err);
}

#[test]
fn exports_leave_a_handed_in_round_out_until_it_is_opened() {
    let home = home();
    let secrets = ["No money came", "Some money came", "I worked on it", "Taken together", "secret thoughts"];
    let forms = ["json", "md", "html"];
    let export = |form: &str, home: &Home| home.run(&["export", "Ada", "--as", form, "--force"]);
    for form in forms {
        let before = export(form, &home).well();
        assert!(secrets.iter().any(|secret| before.contains(secret)), "{form} tells what was said");
    }
    hand_in(&home, "Ada", "A");
    for form in forms {
        let sealed = export(form, &home);
        assert!(sealed.err.contains("round 1 is handed in and not opened"), "{}", sealed.err);
        let sealed = sealed.well();
        for secret in secrets {
            assert!(!sealed.contains(secret), "{form} tells “{secret}”");
        }
    }
    for table in ["matrix", "ratings", "passages", "triage"] {
        let sealed = home.run(&["export", "Ada", "--as", "csv", "--table", table]).well();
        assert!(!secrets.iter().any(|secret| sealed.contains(secret)), "{table}");
    }
    let with_log = home.run(&["export", "Ada", "--as", "json", "--with-log"]).well();
    let session: Value = serde_json::from_str(&with_log).expect("JSON");
    assert!(session["log"].is_null(), "the log would tell");
    assert_eq!(
        (session["ratings"].as_array().map(Vec::len), session["rollup"]["parents"].as_array().map(Vec::len)),
        (Some(0), Some(0))
    );
    // What was left out can be taken in elsewhere, and nothing comes back with it.
    let other = Home::new();
    other.write("sealed.json", with_log);
    other.run(&["sessions", "import", "sealed.json"]).well();
    let lost = other.run(&["hand-in", "--panel", &home.path("panel").display().to_string()]);
    assert_eq!(lost.code, 4, "{}", lost.err);
    assert!(lost.err.contains("on the machine it was handed in on"), "{}", lost.err);
}

#[test]
fn what_was_tampered_with_is_refused_and_nothing_is_written() {
    let home = home();
    ["A", "B", "C"].into_iter().zip(["Ada", "Grace", "Mary"]).for_each(|(letter, name)| hand_in(&home, name, letter));
    let b = handed_in(&home, "B");
    let original = home.read(&b);
    home.write(&b, home.read(&handed_in(&home, "A")));
    let before = home.files();
    let swapped = home.run(&["panel", "open", "panel", "--key", "panel.key", "--json"]);
    assert_eq!(swapped.code, 3, "{}", swapped.err);
    let error: Value = serde_json::from_str(&swapped.err).expect("JSON");
    assert!(error["error"]["message"].as_str().is_some_and(|it| it.contains("B: swapped:") && it.contains("member A")));
    assert_eq!(home.files(), before);
    let mut changed: Value = serde_json::from_slice(&original).expect("JSON");
    changed["without_reason"] = 0.into();
    home.write(&b, changed.to_string());
    assert!(home.run(&["panel", "open", "panel", "--key", "panel.key"]).err.contains("B: altered:"));
    home.write(&b, original);
    home.write("panel/copy (Ada's conflicted copy 2026-11-21).handin", home.read(&b));
    assert!(home.run(&["panel", "status", "panel"]).err.contains("a conflicted copy of copy.handin (Dropbox)"));
    home.run(&["panel", "open", "panel", "--key", "panel.key"]).well();
}

#[test]
fn two_steps_wait_for_every_mac() {
    let home = Home::new();
    home.write("roster.csv", "name\nAda\nGrace\n");
    home.run(&["panel", "init", "--roster", "roster.csv", crate::kit::SAMPLE, "-o", "panel", "--two-step"]).well();
    for name in ["Ada", "Grace"] {
        home.worked(Some(name));
    }
    hand_in(&home, "Ada", "A");
    let first: Value = serde_json::from_slice(&home.read(&handed_in(&home, "A"))).expect("JSON");
    assert!(first["sealed"].is_null() && first["mac"].is_string());
    let early = home.run(&["hand-in", "-S", "Ada", "--panel", "panel", "-o", "panel"]);
    assert_eq!(early.code, 4);
    assert!(early.err.contains("B missing"), "{}", early.err);
    hand_in(&home, "Grace", "B");
    let closed = home.run(&["panel", "close", "panel"]);
    assert!(closed.err.contains("in are: A, B"), "{}", closed.err);
    for (name, letter) in [("Ada", "A"), ("Grace", "B")] {
        hand_in(&home, name, letter);
    }
    home.run(&["panel", "open", "panel", "--key", "panel.key"]).well();
}

#[cfg(unix)]
#[test]
fn what_is_the_secretariats_is_theirs_alone_and_lies_apart() {
    use std::os::unix::fs::PermissionsExt;
    let home = home();
    for name in ["panel.key", "panel.names.csv", "panel/panel.json"] {
        let mode = std::fs::metadata(home.path(name)).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let asked = [
        "panel",
        "init",
        "--roster",
        "roster.csv",
        crate::kit::SAMPLE,
        "-o",
        "p2",
        "--key",
        "p2/key",
        "--names",
        "p2/names",
    ];
    home.run(&asked).well();
    assert!(home.run(&["panel", "status", "p2"]).err.contains("the secret key that opens rounds: take it out"));
}

#[test]
fn every_mistake_has_its_exit_code_and_says_what_to_do() {
    let home = home();
    home.write("bad.csv", "name,role\nAda,judge\n");
    std::fs::create_dir(home.path("empty")).expect("makes a folder");
    let sample = crate::kit::SAMPLE;
    for (arguments, code, told) in [
        (vec!["panel", "init", sample], 2, "--roster"),
        (
            vec!["panel", "init", "--roster", "bad.csv", sample, "-o", "new"],
            3,
            "row 2, column B (role): `judge` is no role",
        ),
        (vec!["panel", "init", "--roster", "nowhere.csv", sample], 3, "nowhere.csv"),
        (vec!["panel", "init", "--roster", "roster.csv", sample, "-o", "panel"], 4, "exists already"),
        (vec!["panel", "status", "empty"], 3, "no panel file lies here"),
        (vec!["panel"], 2, "DIR"),
        (vec!["panel", "close", "panel", "--at", "tomorrow"], 2, "`tomorrow` is no time"),
        (vec!["panel", "close", "panel", "--round", "2"], 4, "the panel is in round 1"),
        (vec!["panel", "open", "panel", "--key", "roster.csv"], 3, "more than one secret key"),
        (
            vec!["panel", "open", "panel", "--key", "panel.key", "--without", "Q"],
            3,
            "nobody on this panel has that letter",
        ),
        (vec!["hand-in", "-S", "Ada"], 3, "no panel file lies beside the review"),
        (vec!["hand-in", "-S", "Nobody", "--panel", "panel"], 3, "Nobody"),
        (vec!["hand-in", "-S", "Ada", "--panel", "panel"], 3, "--as"),
        (vec!["hand-in", "-S", "Ada", "--panel", "panel", "--as", "Q"], 3, "There are: A, B, C."),
        (vec!["hand-in", "-S", "Ada", "--panel", "panel", "--as", "A", "--round", "2"], 4, "you are in round 1"),
        (vec!["hand-in", "-S", "Ada", "--panel", "panel", "--as", "A", "-o", "roster.csv"], 4, "exists already"),
    ] {
        let ran = home.run(&arguments);
        assert_eq!(ran.code, code, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
    }
    let untouched: Value =
        home.run(&["hand-in", "-S", "Ada", "--panel", "panel", "--as", "A", "--dry-run", "--json"]).json();
    assert_eq!(untouched["again"], false, "none of these handed anything in");
    assert!(home.run(&["panel", "init", "--template"]).well().starts_with("name,letter,role,areas,reads\n"));
    assert!(home.run(&["schema", "handin"]).well().contains("plumbline-handin"));
}

#[test]
fn sessions_kept_apart_are_put_together_or_told_why_not() {
    let home = home();
    ["A", "B", "C"].into_iter().zip(["Ada", "Grace", "Mary"]).for_each(|(letter, name)| hand_in(&home, name, letter));
    home.run(&["panel", "open", "panel", "--key", "panel.key"]).well();
    let file = |letter: &str| format!("panel/{}", named(&home, &format!("-{letter}.session.json")));
    let (a, b) = (file("A"), file("B"));
    let merge = |files: &[&str], output: &str| {
        let arguments: Vec<&str> =
            ["panel", "merge", "--panel", "panel", "-o", output].iter().chain(files).copied().collect();
        home.run(&arguments)
    };
    let out = merge(&[&b, &a, &a], "together").well();
    assert!(
        out.lines().next().is_some_and(|line| line.starts_with("A: 2 files: ") && line.ends_with(" 0 conflicting")),
        "{out}"
    );
    assert_eq!(home.read("together/A.session.json"), home.read(&a), "what is alike stays as it is");
    assert_eq!(merge(&[&a], "together").code, 4, "nothing is written over");
    let mut other: Value = serde_json::from_slice(&home.read(&a)).expect("JSON");
    other["ratings"][0]["rating"] = "outstanding".into();
    other["rollup"]["parents"] = serde_json::json!([]);
    home.write("other.json", other.to_string());
    let refused = merge(&[&a, "other.json"], "never");
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(!home.path("never").exists(), "all or nothing");
    assert!(refused.out.contains("refused: other.json:"), "{}", refused.out);
}
