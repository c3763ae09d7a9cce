//! The care of sessions: list, import, backup, move, delete, and whose is meant.

use plumbline::model::session::MemberRef;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::Purpose;
use plumbline::review::open::begin;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Machine;

use crate::kit::Home;
use crate::kit::SAMPLE;

#[test]
fn sessions_are_listed_with_what_tells_them_apart() {
    let home = Home::new();
    let empty = home.run(&["sessions", "list"]);
    assert_eq!((empty.code, empty.out.as_str()), (0, ""));
    let member = home.worked(Some("Ada"));
    let list = home.run(&["sessions", "list"]).well();
    assert!(list.contains(&member) && list.contains("Ada"), "{list}");
    let json = home.run(&["sessions", "list", "--json"]).json();
    assert_eq!(json["sessions"][0]["member"]["id"], member.as_str());
    assert_eq!(json["unreadable"], serde_json::json!([]));
}

#[test]
fn a_name_that_two_members_have_is_ambiguous_and_an_id_is_not() {
    let home = Home::new();
    let (first, _) = (home.worked(Some("Ada")), home.worked(Some("Ada")));
    let ran = home.run(&["rollup", "ada"]);
    assert_eq!((ran.code, ran.out.as_str()), (4, ""), "{}", ran.err);
    assert!(ran.err.contains(&first), "{}", ran.err);
    assert_eq!(home.run(&["rollup", &first]).code, 0);
    let unknown = home.run(&["rollup", "grace"]);
    assert_eq!(unknown.code, 3);
    assert!(unknown.err.contains("grace") && unknown.err.contains(&first), "{}", unknown.err);
}

#[test]
fn a_session_that_is_there_is_not_replaced_unless_asked_and_then_put_aside() {
    let home = Home::new();
    let member = home.worked(None);
    let export = home.run(&["export", &member, "--as", "json"]).well();
    let refused = home.run_with(&["sessions", "import", "-"], export.as_bytes());
    assert_eq!((refused.code, refused.out.as_str()), (4, ""), "{}", refused.err);
    let forced = home.run_with(&["sessions", "import", "-", "--force"], export.as_bytes());
    assert_eq!(forced.code, 0, "{}", forced.err);
    assert!(forced.err.contains("put aside"), "{}", forced.err);
    let kept = |path: &std::path::PathBuf| path.display().to_string().contains(".replaced-");
    assert!(home.files().iter().any(kept), "the earlier session is kept: {:?}", home.files());
    assert_eq!(home.run(&["export", &member, "--as", "json"]).well(), export);
}

#[test]
fn a_session_open_in_a_window_can_be_copied_and_read_but_not_moved_or_deleted() {
    let home = Home::new();
    let member = home.worked(None);
    let listed = home.run(&["sessions", "list", "--json"]).json();
    let path = listed["sessions"][0]["path"].as_str().expect("a path").to_owned();
    let open = open_session(&OpenedReview::sample(), path.as_ref(), Purpose::Work, Box::new(Machine)).expect("opens");
    for command in [["sessions", "delete", &member, "--force"].as_slice(), &["sessions", "move", &member, "there"]] {
        let ran = home.run(command);
        assert_eq!(ran.code, 4, "{command:?}: {}", ran.err);
        assert!(ran.err.contains("another window"), "{}", ran.err);
    }
    home.run(&["sessions", "backup", &member, "copy.plumbsession"]).well();
    home.run(&["rollup", &member]).well();
    drop(open);
    let export = home.run(&["export", &member, "--as", "json"]).well();
    assert_eq!(home.run(&["export", "copy.plumbsession", "--as", "json"]).well(), export);
    assert_eq!(home.run(&["sessions", "backup", &member, "copy.plumbsession"]).code, 4);
    home.run(&["sessions", "move", &member, "there.plumbsession"]).well();
    assert_eq!(home.run(&["export", "there.plumbsession", "--as", "json"]).well(), export);
    assert_eq!(home.run(&["sessions", "delete", "there.plumbsession"]).code, 2, "--force is needed");
    home.run(&["sessions", "delete", "there.plumbsession", "--force"]).well();
    assert_eq!(home.run(&["rollup", "there.plumbsession"]).code, 3);
}

#[test]
fn an_export_is_for_the_owner_only_and_replaces_nothing_unasked() {
    let home = Home::new();
    let member = home.worked(None);
    let export = ["export", &member, "--as", "json", "-o", "out.json"];
    home.run(&export).well();
    let first = home.read("out.json");
    home.write("mine.json", "mine");
    let refused = home.run(&["export", &member, "--as", "json", "-o", "mine.json"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.err.contains("--force"), "{}", refused.err);
    assert_eq!(home.read("mine.json"), b"mine");
    home.run(&["export", &member, "--as", "json", "-o", "mine.json", "--force"]).well();
    assert_eq!(home.read("mine.json"), first);
    assert_eq!(home.run(&["export", &member, "--as", "json", "-o", "-"]).well().as_bytes(), first);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(home.path("out.json")).expect("is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[test]
fn doctor_finds_a_damaged_session_and_says_which() {
    let home = Home::new();
    home.worked(None);
    let well = home.run(&["doctor"]);
    assert_eq!(well.code, 0, "{}{}", well.out, well.err);
    assert!(well.out.contains("sound") && well.out.contains("PLUMBLINE_DATA_DIR"), "{}", well.out);
    let listed = home.run(&["sessions", "list", "--json"]).json();
    let path = listed["sessions"][0]["path"].as_str().expect("a path").to_owned();
    std::fs::write(&path, b"SQLite format 3\0 and then nothing of the kind").expect("writes");
    let ill = home.run(&["doctor", "--json"]);
    assert_eq!(ill.code, 1, "{}", ill.out);
    assert!(ill.json()["unreadable"][0].as_str().expect("a text").contains(&path), "{}", ill.out);
}

#[test]
fn a_session_about_a_later_edition_is_not_written_against_an_earlier_one_unasked() {
    let home = Home::new();
    let mut review: serde_json::Value =
        serde_json::from_slice(&std::fs::read(SAMPLE).expect("is there")).expect("is JSON");
    review["edition"] = serde_json::json!(9);
    review["title"] = "Ninth edition".into();
    let ninth = home.write("ninth.json", review.to_string());
    let opened = OpenedReview::file(&ninth).expect("opens");
    let member = MemberRef { id: Machine.new_id(), name: None };
    let id = member.id.to_string();
    drop(begin(&opened, &home.data(), member, &mut Machine).expect("begins"));
    for command in [["export", &id, "--as", "json"].as_slice(), &["rollup", &id]] {
        let ran = home.run(command);
        assert_eq!((ran.code, ran.out.as_str()), (3, ""), "{command:?}: {}", ran.err);
        assert!(ran.err.contains("edition 9") && ran.err.contains("--review"), "{}", ran.err);
    }
    let asked = home.run(&["export", &id, "--as", "json", "--review", "ninth.json"]).well();
    assert!(asked.contains("Ninth edition"), "{asked}");
    let again = home.run_with(&["sessions", "import", "-", "--force"], asked.as_bytes());
    assert!(again.code == 3 && again.err.contains("--review"), "{}", again.err);
    let home = Home::new();
    home.write("ninth.json", review.to_string());
    home.run_with(&["sessions", "import", "-", "--review", "ninth.json"], asked.as_bytes()).well();
    assert_eq!(home.run(&["export", &id, "--as", "json"]).code, 3);
    assert_eq!(home.run(&["export", &id, "--as", "json", "--review", "ninth.json"]).well(), asked);
}

#[test]
fn doctor_looks_at_all_of_a_file_and_says_what_can_be_done() {
    let home = Home::new();
    home.run(&["import", SAMPLE, "-o", "r.plumb"]).well();
    let path = home.path("r.plumb");
    let sound = home.run(&["doctor", "r.plumb"]);
    assert!(sound.code == 0 && sound.out.starts_with("sound: review"), "{}{}", sound.out, sound.err);
    assert!(home.run(&["doctor", SAMPLE]).well().starts_with("sound: review"));
    // A word altered inside: every page fits, and the review opens.
    let conn = rusqlite::Connection::open(&path).expect("opens");
    conn.execute("UPDATE evidence SET text = text || ' Not so.' WHERE n = 3", []).expect("alters");
    let altered = home.run(&["doctor", "r.plumb"]);
    assert_eq!(altered.code, 1, "{}{}", altered.out, altered.err);
    assert!(altered.out.contains("not what it was written with"), "{}", altered.out);
    assert!(altered.out.contains("Take the file again from who sent it"), "{}", altered.out);
    conn.execute("UPDATE evidence SET kind = 'inadequate' WHERE n = 3", []).expect("alters");
    drop(conn);
    let broken = home.run(&["doctor", "r.plumb", "--json"]);
    assert_eq!(broken.code, 1, "{}", broken.err);
    let problem = broken.json()["problems"][0].as_str().expect("a text").to_owned();
    assert!(problem.contains("cannot be understood") && !problem.contains("inadequate"), "{problem}");
    let opened = home.run(&["rollup", "--published", "r.plumb"]);
    assert!(opened.err.contains("doctor FILE") || opened.code == 0, "{}", opened.err);
    let bytes = std::fs::read(&path).expect("reads");
    std::fs::write(&path, &bytes[..bytes.len() / 2]).expect("cuts");
    let cut = home.run(&["doctor", "r.plumb"]);
    assert!(cut.code == 1 && cut.out.contains("Take the file again"), "{}{}", cut.out, cut.err);
    assert_eq!(home.run(&["doctor", "none.plumb"]).code, 3);
}

#[test]
fn doctor_takes_a_document_for_what_it_says_it_is() {
    let home = Home::new();
    let review = std::fs::read_to_string(SAMPLE).expect("is there");
    let speaking = review.replacen("\"title\": \"", "\"title\": \"plumbline-session: ", 1);
    home.write("speaking.json", speaking);
    assert!(home.run(&["doctor", "speaking.json"]).well().starts_with("sound: review"));
    home.worked(None);
    let session = home.run(&["export", "--as", "json"]).json();
    home.write("session.json", format!("{}{session}", "\n".repeat(5_000)));
    assert!(home.run(&["doctor", "session.json"]).well().starts_with("sound: session"));
}

#[test]
fn doctor_looks_at_a_session_file_too() {
    let home = Home::new();
    home.worked(None);
    let listed = home.run(&["sessions", "list", "--json"]).json();
    let path = listed["sessions"][0]["path"].as_str().expect("a path").to_owned();
    assert!(home.run(&["doctor", &path]).well().starts_with("sound: session"));
    let conn = rusqlite::Connection::open(&path).expect("opens");
    conn.execute("UPDATE acts SET payload = replace(payload, 'good', 'inadequate')", []).expect("alters");
    conn.execute("UPDATE acts SET payload = '{}' WHERE seq = 1", []).expect("alters");
    drop(conn);
    let ill = home.run(&["doctor", &path]);
    assert!(ill.code == 1 && ill.out.contains("Go back to a copy"), "{}{}", ill.out, ill.err);
}

#[test]
fn a_session_whose_file_went_bad_is_had_back_from_what_is_listed() {
    let home = Home::new();
    let member = home.worked(Some("Ada"));
    let listed = |home: &Home| -> serde_json::Value {
        let ran = home.run(&["recover", "--json"]);
        assert_eq!(ran.code, 0, "{}", ran.err);
        serde_json::from_str(&ran.out).expect("JSON")
    };
    let before = listed(&home);
    let of = |listed: &serde_json::Value, source: &str| {
        let from = listed["sessions"][0]["from"].as_array().expect("files").clone();
        from.into_iter().find(|one| one["source"] == source).unwrap_or_else(|| panic!("no {source} in {listed}"))
    };
    let said = home.run(&["export", &member, "--as", "json", "--with-log"]).out;
    let session = before["sessions"][0]["session"].as_str().expect("a path").to_owned();
    let snapshot = of(&before, "snapshot");
    assert_eq!(snapshot["acts"], of(&before, "itself")["acts"]);
    std::fs::write(&session, "a disk that failed").expect("writes");
    assert_ne!(home.run(&["rollup", &member]).code, 0);
    let ran = home.run(&["recover"]);
    assert!(
        ran.out.contains("snapshot") && ran.err.contains("plumbline recover SESSION --from FILE"),
        "{}{}",
        ran.out,
        ran.err
    );
    assert!(!of(&listed(&home), "itself")["wrong"].is_null());
    let ran = home.run(&["recover", &member, "--from", snapshot["path"].as_str().expect("a path")]);
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.err.contains("put aside"), "{}", ran.err);
    assert_eq!(home.run(&["export", &member, "--as", "json", "--with-log"]).out, said);
    let ran = home.run(&["recover", "nobody"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    home.run(&["sessions", "delete", &member, "--force"]).well();
    assert!(!std::path::Path::new(snapshot["path"].as_str().expect("a path")).exists(), "deleted for good");
}
