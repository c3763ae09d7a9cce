//! `plumbline import` and `update`: files in, a review out, or nothing.

use std::process::Stdio;

use plumbline::document::read::read_review;
use plumbline::model::review::Review;
use plumbline::review::open::OpenedReview;

use crate::kit::Home;

const LETTER: &str = "Written evidence submitted by The Trust of Hull (ABC0001)\n\nThe buses did not come. We waited, and it was cold.\n";
const TALK: &str = "Roundtable with drivers\n\nFacilitator: Who begins?\nDr Ann Lee (driver): We lacked time.\nFacilitator: And you?\nDr Ann Lee: As I said.\n";

fn campaign(name: &str) -> String {
    let body: Vec<String> = (0..80).map(|n| format!("word{n}")).collect();
    format!("Dear panel, I am {name}. {} Yours, {name}\n", body.join(" "))
}

/// A folder of what a secretariat has.
fn folder(home: &Home) {
    std::fs::create_dir_all(home.path("in/talks")).expect("makes");
    home.write("in/ABC0001.txt", LETTER);
    home.write("in/abc 0002 - A college.md", "# Our view\n\nThe college thinks so.\n");
    home.write("in/ABC0005 - Ann.txt", campaign("Ann"));
    home.write("in/ABC0006 - Bob.txt", campaign("Bob"));
    home.write("in/talks/drivers.txt", TALK);
    home.write("in/.hidden.txt", "not for us");
}

fn review(home: &Home, name: &str) -> Review {
    read_review(&home.read(name), name).expect("a review")
}

#[test]
fn a_folder_becomes_a_review_with_a_register_to_correct() {
    let home = Home::new();
    folder(&home);
    let ran = home.run(&["import", "in", "-o", "out.json"]);
    assert_eq!((ran.code, ran.out.as_str()), (0, ""), "{}", ran.err);
    let made = review(&home, "out.json");
    let ids: Vec<&str> = made.sources.iter().map(|source| source.id.as_str()).collect();
    assert_eq!(ids, ["ABC0001", "ABC0002", "ABC0005", "ABC0006", "RT01"]);
    assert_eq!(made.sources[0].label, "The Trust of Hull");
    assert_eq!(made.sources[0].text.as_deref(), Some(LETTER));
    assert_eq!(made.sources[3].like, Some("ABC0005".into()));
    for told in
        ["ABC0005 and ABC0006", "ABC0003 to ABC0004", "drivers.txt", "plumbline new", "register.csv", "5 sources"]
    {
        assert!(ran.err.contains(told), "{told} is not told: {}", ran.err);
    }
    let register = String::from_utf8(home.read("register.csv")).expect("text");
    assert!(
        register.contains("RT01,")
            && register.contains("talks/drivers.txt")
            && register.contains("Dr Ann Lee (driver)"),
        "{register}"
    );
}

#[test]
fn the_same_import_twice_gives_the_same_bytes_in_both_forms() {
    let home = Home::new();
    folder(&home);
    for name in ["one.json", "two.json", "three.plumb"] {
        home.run(&["import", "in", "-o", name]).well();
    }
    assert_eq!(home.read("one.json"), home.read("two.json"));
    let (json, plumb) = (OpenedReview::file(&home.path("one.json")), OpenedReview::file(&home.path("three.plumb")));
    assert_eq!(json.expect("opens").catalog.digest(), plumb.expect("opens").catalog.digest());
}

#[test]
fn the_register_written_is_corrected_and_used_again() {
    let home = Home::new();
    folder(&home);
    home.run(&["import", "in", "-o", "out.json"]).well();
    let register = String::from_utf8(home.read("register.csv")).expect("text");
    let corrected = register.replace(
        "RT01,Roundtable with drivers,roundtable,,talks/drivers.txt,,,",
        "TALK1,Drivers,roundtable,bus drivers,talks/drivers.txt,2/3/2022,yes,",
    );
    assert_ne!(register, corrected, "{register}");
    home.write("register.csv", &corrected);
    let ran = home.run(&["import", "in", "--register", "register.csv", "-o", "out.json", "--force"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let made = review(&home, "out.json");
    let talk = made.sources.iter().find(|source| source.id.as_str() == "TALK1").expect("is there");
    assert_eq!((talk.label.as_str(), talk.group.as_deref(), talk.confidential), ("Drivers", Some("bus drivers"), true));
    assert_eq!(String::from_utf8(home.read("register.csv")).expect("text"), corrected, "it is never written over");
}

#[test]
fn a_register_that_is_there_is_left_and_an_output_needs_force() {
    let home = Home::new();
    folder(&home);
    home.write("register.csv", "mine");
    let ran = home.run(&["import", "in", "-o", "out.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert_eq!(home.read("register.csv"), b"mine");
    assert!(ran.err.contains("left as it is"), "{}", ran.err);
    let before = home.read("out.json");
    let again = home.run(&["import", "in/ABC0001.txt", "-o", "out.json"]);
    assert_eq!(again.code, 4, "{}", again.err);
    assert!(again.err.contains("--force"), "{}", again.err);
    assert_eq!(home.read("out.json"), before);
}

#[test]
fn a_dry_run_tells_the_same_and_writes_nothing() {
    let home = Home::new();
    folder(&home);
    let before = home.files();
    let ran = home.run(&["import", "in", "-o", "out.json", "--dry-run", "--json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("nothing was written"), "{}", ran.err);
    assert_eq!(home.files(), before);
    let json = ran.json();
    assert_eq!(
        (&json["counts"]["sources"], &json["counts"]["alike"], &json["output"]),
        (&5.into(), &2.into(), &serde_json::Value::Null)
    );
    assert!(
        json["unresolved"]
            .as_array()
            .expect("a list")
            .iter()
            .all(|left| left["what"].is_string() && left["why"].is_string())
    );
}

#[test]
fn one_bad_file_stops_nobody_and_is_exit_3_at_the_end() {
    let home = Home::new();
    folder(&home);
    home.write("in/ABC0007.docx", b"PK\x03\x04 not really");
    home.write("in/ABC0008.txt", b"");
    let ran = home.run(&["import", "in", "-o", "out.json", "--json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert_eq!(review(&home, "out.json").sources.len(), 5);
    assert_eq!(ran.json()["failed"], serde_json::json!(["ABC0007.docx", "ABC0008.txt"]));
    assert!(ran.err.contains("2 of 7 files") && ran.err.contains("out.json"), "{}", ran.err);
}

#[test]
fn where_nothing_can_be_read_nothing_is_written() {
    let home = Home::new();
    home.write("bad.docx", b"PK\x03\x04 not really");
    std::fs::create_dir_all(home.path("empty")).expect("makes");
    let before = home.files();
    for (inputs, told) in
        [("bad.docx", "bad.docx"), ("empty", "no document"), ("missing.txt", "missing.txt"), ("missing", "missing")]
    {
        let ran = home.run(&["import", inputs, "-o", "out.json"]);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{inputs}: {}", ran.err);
        assert!(ran.err.contains(told), "{inputs}: {}", ran.err);
    }
    for arguments in
        [&["import", "bad.docx", "-o", "out.txt"][..], &["import", "bad.docx"], &["import", "-o", "x.json"]]
    {
        assert_eq!(home.run(arguments).code, 2, "{arguments:?}");
    }
    assert_eq!(home.files(), before);
}

#[test]
fn a_wrong_register_is_told_with_row_and_column_before_anything_is_written() {
    let home = Home::new();
    folder(&home);
    home.write("wrong.csv", "code,kind\nABC0001,letter\n");
    let before = home.files();
    let ran = home.run(&["import", "in", "--register", "wrong.csv", "-o", "out.json"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("wrong.csv, row 2, column B"), "{}", ran.err);
    assert_eq!(home.files(), before);
}

#[test]
fn into_a_review_made_of_a_grid_files_are_added_and_its_questions_stay() {
    let home = Home::new();
    folder(&home);
    home.write("grid.csv", "Area,Commitment\nBuses,Every village shall have a bus.\n");
    home.run(&["new", "--grid", "grid.csv", "-o", "empty.json"]).well();
    let ran = home.run(&["import", "in", "--into", "empty.json", "-o", "full.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    let (empty, full) = (review(&home, "empty.json"), review(&home, "full.json"));
    assert_eq!((full.id, full.commitments, full.sources.len()), (empty.id, empty.commitments, 5));
    assert!(!ran.err.contains("still to be set"), "{}", ran.err);
    let again = home.run(&["import", "in", "--into", "full.json", "-o", "again.json"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert_eq!(home.read("again.json"), home.read("full.json"));
}

#[cfg(unix)]
#[test]
fn a_review_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    folder(&home);
    home.run(&["import", "in", "-o", "out.json"]).well();
    for name in ["out.json", "register.csv"] {
        let mode = std::fs::metadata(home.path(name)).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_nothing_half_done() {
    let home = Home::new();
    std::fs::create_dir_all(home.path("many")).expect("makes");
    let text = campaign("Ann").repeat(100);
    (0..200).for_each(|n| drop(home.write(&format!("many/ABC{n:04}.txt"), format!("{n} {text}"))));
    let before = home.files();
    for patience in [0, 20, 80, 200] {
        let mut command = home.command(&["import", "many", "-o", "out.json", "--force"]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("starts");
        std::thread::sleep(std::time::Duration::from_millis(patience));
        let pid = rustix::process::Pid::from_child(&child);
        rustix::process::kill_process(pid, rustix::process::Signal::INT).expect("is told");
        match child.wait().expect("ends").code() {
            // It was done before it was told.
            Some(0) => assert_eq!(review(&home, "out.json").sources.len(), 200),
            // A signal before the program listens ends it at once, which leaves nothing either.
            Some(130) | None => assert_eq!(home.files(), before, "after {patience} ms"),
            other => panic!("{other:?} after {patience} ms"),
        }
        for name in ["out.json", "register.csv"] {
            let _ = std::fs::remove_file(home.path(name));
        }
    }
}

#[test]
fn an_update_tells_what_was_added_corrected_and_withdrawn_and_is_idempotent() {
    let home = Home::new();
    folder(&home);
    home.run(&["import", "in", "-o", "one.json"]).well();
    home.write("in/ABC0001.txt", LETTER.replace("cold", "warm"));
    home.write("in/ABC0003.txt", "A new one has come.\n");
    let ran = home.run(&["update", "one.json", "in", "--withdraw", "abc 2", "-o", "two.json"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(
        ran.err.contains("edition 2: 1 source added, 1 text corrected, 1 source withdrawn, 3 unchanged"),
        "{}",
        ran.err
    );
    let (one, two) = (review(&home, "one.json"), review(&home, "two.json"));
    assert_eq!((two.id, two.edition), (one.id, 2));
    let of = |id: &str| two.sources.iter().find(|source| source.id.as_str() == id).expect("is there");
    assert!(of("ABC0001").text.as_deref().expect("text").contains("warm"));
    assert_eq!((of("ABC0002").withdrawn, &of("ABC0002").text), (true, &None));
    let again = home.run(&["update", "two.json", "in", "-o", "three.json"]);
    assert_eq!(again.code, 0, "{}", again.err);
    assert!(again.err.contains("nothing changed; this is edition 2"), "{}", again.err);
    assert_eq!(home.read("three.json"), home.read("two.json"));
}

#[test]
fn an_update_that_is_asked_for_nothing_or_for_a_source_there_is_not_is_refused() {
    let home = Home::new();
    folder(&home);
    home.run(&["import", "in", "-o", "one.json"]).well();
    assert_eq!(home.run(&["update", "one.json", "-o", "two.json"]).code, 2);
    let ran = home.run(&["update", "one.json", "--withdraw", "XYZ9", "-o", "two.json"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("XYZ9"), "{}", ran.err);
    assert!(!home.path("two.json").exists());
}

#[test]
fn a_review_goes_into_a_database_and_back_as_it_was_and_only_alone() {
    let home = Home::new();
    folder(&home);
    home.run(&["import", "in", "-o", "one.json"]).well();
    let told = home.run(&["import", "one.json", "-o", "two.plumb", "--json"]);
    assert!(told.err.contains("items of evidence") && told.err.contains("written to two.plumb"), "{}", told.err);
    let json: serde_json::Value = serde_json::from_str(&told.well()).expect("JSON");
    assert_eq!((&json["output"], &json["counts"]["evidence"]), (&"two.plumb".into(), &0.into()));
    home.run(&["import", "two.plumb", "-o", "three.json"]).well();
    assert_eq!(home.read("three.json"), home.read("one.json"));
    assert_eq!(home.run(&["import", "two.plumb", "-o", "-"]).well().as_bytes(), home.read("one.json"));
    let refused = home.run(&["import", "one.json", "in", "-o", "four.plumb"]);
    assert!(refused.code != 0 && !home.path("four.plumb").exists(), "{}", refused.err);
    let damaged = String::from_utf8(home.read("one.json")).expect("text").replace("\"sources\": [", "\"sources\": [3,");
    home.write("bad.json", damaged.as_bytes());
    let refused = home.run(&["import", "bad.json", "-o", "four.plumb"]);
    assert!(refused.code == 3 && refused.err.contains("bad.json, line"), "{}", refused.err);
    assert!(!home.path("four.plumb").exists());
}
