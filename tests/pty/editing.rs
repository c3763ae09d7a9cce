//! A review edited in the real program: an edition saved beside it, and nothing lost where the program is killed.

use std::time::Instant;

use plumbline::document::read::read_review;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::review::Review;
use rustix::process::Signal;

use crate::desk::Desk;
use crate::desk::PROGRAM;
use crate::support::pty::Launch;
use crate::support::pty::PATIENCE;
use crate::support::pty::Pty;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");

fn window(desk: &Desk, file: &std::path::Path) -> Pty {
    desk.on(Launch::new(PROGRAM).arg(file).arg("--edit")).start()
}

/// Waits until a step is on the disk.
fn kept(desk: &Desk) {
    let until = Instant::now() + PATIENCE;
    let written = |folder: std::fs::ReadDir| folder.flatten().any(|entry| entry.metadata().unwrap().len() > 0);
    while !std::fs::read_dir(desk.data().join("editing")).is_ok_and(written) {
        assert!(Instant::now() < until, "no step was kept");
        std::thread::yield_now();
    }
}

fn kind_of_the_first(review: &Review) -> EvidenceKind {
    review.evidence.iter().find(|item| item.id.as_str() == "E068").unwrap().kind
}

#[test]
fn changes_outlive_a_kill_and_are_saved_as_a_new_edition_beside_the_old_one() {
    let desk = Desk::new();
    let file = desk.data().join("grid.json");
    std::fs::copy(SAMPLE, &file).unwrap();
    let before = std::fs::read(&file).unwrap();
    let mut first = window(&desk, &file);
    first.expect_text("nothing changed");
    first.keys("<Enter> c");
    first.expect_text("What E068 is");
    first.type_text("figure");
    first.keys("<Enter>");
    first.expect_text("1 change not saved");
    let mut second = window(&desk, &file);
    second.expect_text("is being edited in another window");
    assert_eq!(second.expect_exit().exit_code(), 4);
    kept(&desk);
    first.signal(Signal::KILL);
    first.expect_exit();

    let mut again = window(&desk, &file);
    again.expect_text("1 change not saved");
    again.expect_text("stand here again");
    again.keys("W");
    again.expect_text("grid-edition-2.json");
    again.keys("<Enter>");
    again.expect_text("Edition 2 is in");
    again.keys("q");
    let status = again.expect_exit();
    assert!(status.success(), "{status:?}");
    assert_eq!(std::fs::read(&file).unwrap(), before, "the old edition stays as it is");
    let saved = std::fs::read(desk.data().join("grid-edition-2.json")).unwrap();
    let saved = read_review(&saved, "grid-edition-2.json").unwrap();
    assert_eq!((saved.edition, kind_of_the_first(&saved)), (2, EvidenceKind::Figure));

    let last = window(&desk, &file);
    last.expect_text("nothing changed");
}
