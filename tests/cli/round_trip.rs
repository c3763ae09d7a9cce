//! What is exported, taken in elsewhere and exported again is the same, byte for byte.

use plumbline::document::sample::sample;
use plumbline::document::write::to_bytes;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::ParentKey;
use plumbline::model::rating::Rating;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::Purpose;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Machine;

use crate::kit::Home;
use crate::kit::rate;
use crate::kit::work;

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

/// The practice review as another edition: an item gone, other words in another, other themes and anchors, and the
/// last commitment gone.
fn next_edition() -> Vec<u8> {
    let (mut review, _) = sample();
    review.edition = 2;
    review.evidence[3].text = "Other words stand here now.".to_owned();
    review.evidence[3].refs.clear();
    review.themes.clear();
    review.questions[1].text.push_str(" And in time?");
    let gone = review.commitments.pop().expect("a commitment").id;
    review.evidence.retain(|item| item.cells.iter().all(|cell| cell.commitment.as_ref() != Some(&gone)));
    let about = |cell: &CellKey| cell.commitment == gone;
    review.published.cells.retain(|cell, _| !about(cell));
    review.published.commitments.remove(&gone);
    let parent = ParentKey::Commitment(gone.clone());
    for printed in review.published.printed.iter_mut() {
        printed.retain(|printed| !printed.cell.as_ref().is_some_and(about) && printed.parent.as_ref() != Some(&parent));
    }
    for item in &mut review.evidence {
        item.rates.retain(|rates| !rates.cell.as_ref().is_some_and(about) && rates.parent.as_ref() != Some(&parent));
    }
    to_bytes(&review).expect("writes")
}

#[test]
fn after_another_edition_was_followed_and_things_are_gone() {
    let home = Home::new();
    let mut session = home.session(None);
    work(&mut session);
    session.workspace.apply(&rate("9A", Rating::Good, "On the whole.")).expect("rates");
    let (member, path) = (session.workspace.member().id.to_string(), session.path.clone());
    drop(session);
    home.write("next.json", next_edition());
    let review = OpenedReview::file(&home.path("next.json")).unwrap_or_else(|error| panic!("{error}"));
    let followed = open_session(&review, &path, Purpose::Work, Box::new(Machine)).expect("opens");
    assert_eq!(followed.edition.expect("another edition").lost.len(), 1);
    drop((followed.workspace, followed.saving));

    for options in [&[][..], &["--with-log"]] {
        let export = |home: &Home, who: &str| {
            let command = ["export", who, "--as", "json", "--review", "next.json"];
            home.run(&[&command[..], options].concat()).well()
        };
        let first = export(&home, &member);
        assert!(first.contains("\"lost\": true") && first.contains("\"unconfirmed\": true"), "{options:?}");
        assert!(first.contains("\"9A\""), "what was said of a commitment that is gone is not dropped");
        let elsewhere = Home::new();
        elsewhere.write("next.json", next_edition());
        elsewhere.write("first.json", &first);
        let taken = elsewhere.run(&["sessions", "import", "first.json", "--review", "next.json"]);
        assert!(!taken.err.contains("left out"), "{}", taken.err);
        taken.well();
        assert_eq!(export(&elsewhere, &member), first, "{options:?}");
        assert_eq!(export(&elsewhere, "first.json"), first, "{options:?}");
    }
}
