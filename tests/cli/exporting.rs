//! `plumbline export` for readers: reports, tables and pictures, as files on a disk.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use crate::kit::Home;
use crate::support_judged::AWKWARD;
use crate::support_judged::agree;
use crate::support_judged::judge;

/// A session with all that a report can hold. Returns the member's id.
fn judged(home: &Home, with_panel: bool) -> String {
    let mut session = home.session(Some("Ada Lovelace"));
    judge(&mut session.workspace);
    if with_panel {
        agree(&mut session.workspace);
    }
    let member = session.workspace.member().id.to_string();
    session.saving.close(Duration::from_secs(10)).expect("saves");
    member
}

/// The files of a folder with what is in them.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let read = |entry: std::fs::DirEntry| {
        (entry.file_name().to_string_lossy().into_owned(), std::fs::read(entry.path()).expect("is readable"))
    };
    std::fs::read_dir(folder).expect("is a folder").flatten().map(read).collect()
}

const ALL: [&str; 17] = [
    "annotations.jsonld",
    "bars.svg",
    "bundle.json",
    "codebook.qdc",
    "flow.json",
    "matrix.csv",
    "matrix.svg",
    "passages.csv",
    "project.qdpx",
    "ratings.csv",
    "report.docx",
    "report.html",
    "report.md",
    "session.json",
    "submitters.svg",
    "tables.xlsx",
    "triage.csv",
];

#[test]
fn all_forms_at_once_are_the_same_every_time_and_for_their_owner_only() {
    let home = Home::new();
    let member = judged(&home, true);
    let first = home.run(&["export", &member, "--all", "first"]);
    assert_eq!(first.code, 0, "{}", first.err);
    assert!(
        first.err.contains("docx: no pictures") && first.err.contains("left out: 1 private note."),
        "{}",
        first.err
    );
    home.run(&["export", &member, "--all", "second"]).well();
    let (one, two) = (files(&home.path("first")), files(&home.path("second")));
    assert_eq!(one.keys().collect::<Vec<_>>(), ALL);
    for (name, bytes) in &one {
        assert!(two[name] == *bytes, "{name} differs from one time to the next");
        let told = String::from_utf8_lossy(bytes);
        assert!(!told.contains("Ada Lovelace"), "{name} holds the member's name");
        assert!(name == "session.json" || !told.contains("secret thoughts"), "{name} holds a private note");
    }
    #[cfg(unix)]
    for name in ALL {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(home.path("first").join(name)).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    // From the file as from the session itself, but for what was read, which the file does not say.
    home.run(&["export", "first/session.json", "--all", "third"]).well();
    let three = files(&home.path("third"));
    for name in ["matrix.svg", "bars.svg", "submitters.svg", "matrix.csv", "passages.csv", "ratings.csv"] {
        assert!(three[name] == one[name], "{name} differs when made from the exported session");
    }
    // For readers of other programs.
    if let Some(folder) = std::env::var_os("PLUMBLINE_EXPORTS") {
        for (name, bytes) in &one {
            std::fs::write(Path::new(&folder).join(name), bytes).expect("writes");
        }
    }
}

#[test]
fn nothing_is_written_where_one_file_stands_in_the_way() {
    let home = Home::new();
    let member = judged(&home, false);
    std::fs::create_dir(home.path("out")).expect("makes it");
    home.write("out/triage.csv", "mine");
    for arguments in [&["--all", "out"][..], &["--as", "csv", "-o", "out"]] {
        let ran = home.run(&[&["export", &member], arguments].concat());
        assert_eq!(ran.code, 4, "{}", ran.err);
        assert!(ran.err.contains("triage.csv exists already"), "{}", ran.err);
        assert_eq!(files(&home.path("out")).len(), 1);
    }
    home.run(&["export", &member, "--as", "csv", "-o", "out", "--force"]).well();
    assert_eq!(files(&home.path("out")).len(), 4);
    assert_ne!(home.read("out/triage.csv"), b"mine");
    let ran = home.run(&["export", &member, "--all", "out/triage.csv", "--force"]);
    assert_eq!(ran.code, 4, "a file is no folder: {}", ran.err);
}

#[test]
fn options_that_do_not_fit_together_are_told_before_anything_is_read() {
    let home = Home::new();
    for (arguments, told) in [
        (&["--as", "md", "--table", "matrix"][..], "--table is for --as csv"),
        (&["--as", "csv", "--picture", "bars"], "--picture is for --as svg"),
        (&["--as", "csv"], "name a folder"),
        (&["--as", "docx", "--with-log"], "--with-log is for --as json"),
        (&["--as", "svg", "--templates", "."], "--templates is for"),
        (&["--as", "md", "--all", "x"], "cannot be used with"),
        (&[], "--as <FORM>"),
    ] {
        let ran = home.run(&[&["export"], arguments].concat());
        assert_eq!(ran.code, 2, "{arguments:?}: {}", ran.err);
        assert!(ran.err.contains(told), "{arguments:?}: {}", ran.err);
    }
    let ran = home.run(&["export", "--as", "md", "--templates", "nowhere"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
}

#[test]
fn a_folder_of_templates_replaces_those_of_the_program_and_escapes_as_they_do() {
    let home = Home::new();
    let member = judged(&home, false);
    std::fs::create_dir(home.path("house")).expect("makes it");
    home.write("house/report.md", "{{ report.commitments[0].questions[0].reason }}\n");
    let page = home.run(&["export", &member, "--as", "md", "--templates", "house"]).well();
    assert!(page.contains("\\<b\\>bold\\</b\\> \\&"), "{page}");
    let html = home.run(&["export", &member, "--as", "html", "--templates", "house"]).well();
    assert!(html.contains("<!DOCTYPE html>"), "what the folder lacks is the program's own");
    home.write("house/report.md", "fine\n{{ report.no_such_thing }}\n");
    let ran = home.run(&["export", &member, "--as", "md", "--templates", "house", "-o", "x.md"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("report.md, line 2"), "{}", ran.err);
    assert!(!home.path("x.md").exists());
}

#[test]
fn what_was_published_of_unrated_questions_is_in_no_form() {
    let home = Home::new();
    let mut session = home.session(None);
    let catalog = session.review.catalog.clone();
    let telling = |item: &&plumbline::model::evidence::Evidence| item.tells() && item.text.len() > 60;
    let item = catalog.review().evidence.iter().find(telling).expect("a sentence that rates").clone();
    crate::kit::work(&mut session);
    let words: String = item.text.chars().take(50).collect();
    let mut quote = session.workspace.state().quotes[0].clone();
    quote.id = uuid::Uuid::from_u128(77);
    let digest = plumbline::document::canonical::sha256_hex(item.text.as_bytes());
    quote.selector = plumbline::model::quote::Selector::of(&item.text, 0, 50, digest).expect("inside");
    quote.evidence = Some(item.id.clone());
    session.workspace.apply(&plumbline::model::act::Act::Mark { quote: Box::new(quote) }).expect("marks");
    let member = session.workspace.member().id.to_string();
    session.saving.close(Duration::from_secs(10)).expect("saves");
    let ran = home.run(&["export", &member, "--all", "out"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("left out: 1 passage that states what was published"), "{}", ran.err);
    // A bundle holds the review itself, published ratings and all; session.json is the member's own.
    let own = |name: &str| ["session.json", "bundle.json"].contains(&name);
    for (name, bytes) in files(&home.path("out")) {
        let told = String::from_utf8_lossy(&bytes);
        assert!(own(&name) || !told.contains(&words), "{name} tells {words}");
        assert!(own(&name) || !told.contains(&words[..30]), "{name} tells {words}");
    }
    let ratings = String::from_utf8(std::fs::read(home.path("out/ratings.csv")).expect("is there")).expect("text");
    let mut reader = csv::Reader::from_reader(ratings.as_bytes());
    let published = reader.headers().expect("a head").iter().position(|it| it == "Published").expect("a column");
    let told: Vec<String> =
        reader.records().flatten().filter(|row| !row[published].is_empty()).map(|row| row[0].to_owned()).collect();
    assert_eq!(told, ["8B"], "only what was looked at after it was rated");
}

#[test]
fn text_that_means_something_to_a_form_stands_in_it_as_text() {
    let home = Home::new();
    let member = judged(&home, false);
    let page = home.run(&["export", &member, "--as", "html"]).well();
    assert!(page.contains("&lt;b&gt;bold&lt;&#x2f;b&gt; &amp; &quot;quoted&quot;"), "no markup of the member's");
    let table = home.run(&["export", &member, "--as", "csv", "--table", "ratings"]).well();
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let first = reader.records().next().expect("a row").expect("is whole");
    assert_eq!(first[6], format!("'{AWKWARD}"), "no formula, and otherwise as it was");
}

#[test]
fn a_bundle_is_checked_traced_rolled_up_and_looked_at_by_anyone_who_has_nothing_else() {
    let home = Home::new();
    let record = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/sessions/digitisation-nhs-agreed.json");
    home.run(&["export", record, "--as", "bundle", "-o", "bundle.json"]).well();
    let reader = Home::new();
    reader.write("bundle.json", home.read("bundle.json"));
    let checked = reader.run(&["check", "bundle.json", "--json"]);
    assert!(checked.code <= 1, "{}", checked.err);
    assert!(checked.out.contains("\"findings\""));
    let rolled = reader.run(&["rollup", "bundle.json", "--json"]);
    let rolled: serde_json::Value = serde_json::from_str(&rolled.out).expect("JSON");
    let parents = rolled["parents"].as_array().expect("parents");
    let overall = parents.iter().find(|parent| parent["id"] == "overall").expect("the whole");
    assert_eq!(overall["effective"], "inadequate");
    reader.run(&["doctor", "bundle.json"]).well();
    let shown = reader.run(&["show", "8B", "--review", "bundle.json"]);
    assert_eq!(shown.code, 0, "{}", shown.err);
    let text = String::from_utf8(home.read("bundle.json")).expect("UTF-8");
    let member = text.split("\"member\": {").nth(1).expect("a member").split('}').next().expect("its end").to_owned();
    let own = std::fs::read_to_string(record).expect("reads");
    let id = member.split('"').nth(3).expect("an id");
    assert!(!own.contains(id), "the id is used nowhere else");
    for letter in ["\"A\"", "\"B\"", "\"C\""] {
        let told = text.split("\"consensus\"").nth(1).expect("what was agreed");
        assert!(!told.contains(letter), "{letter} stands in what was agreed");
    }
}

#[test]
fn an_archive_is_restored_on_an_empty_machine_with_every_session_and_the_panel() {
    let home = Home::new();
    let (one, two) = (judged(&home, true), home.worked(Some("Bea Larkspur")));
    let sessions = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/sessions");
    home.run(&["export", "--as", "archive", "--panel", sessions, "--with-name", "-o", "over.zip"]).well();
    home.run(&["export", "--as", "archive", "--panel", sessions, "--with-name", "-o", "again.zip"]).well();
    assert_eq!(home.read("over.zip"), home.read("again.zip"));
    let next = Home::new();
    next.write("over.zip", home.read("over.zip"));
    let ran = next.run(&["sessions", "restore", "over.zip", "-o", "work"]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("6 files, 2 sessions"), "{}", ran.out);
    for member in [&one, &two] {
        let export = |home: &Home| home.run(&["export", member, "--with-log", "--with-name", "--as", "json"]);
        assert_eq!(export(&next).out, export(&home).out, "{member}");
    }
    let panel = next.run(&["panel", "work/panel", "--review", "work/edition-1.review.json"]);
    assert!(panel.out.contains("Members differ on 15."), "{}{}", panel.out, panel.err);
    // Twice: nothing is written over, and nothing is half restored.
    let ran = next.run(&["sessions", "restore", "over.zip", "-o", "other"]);
    assert_eq!(ran.code, 4, "{}", ran.err);
    assert!(!next.path("other").exists());
    let mut bytes = home.read("over.zip");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let empty = Home::new();
    empty.write("bad.zip", bytes);
    let ran = empty.run(&["sessions", "restore", "bad.zip"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(!empty.path("bad").exists());
}
