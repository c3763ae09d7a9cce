//! Triage in the real program: decide, take back, leave, and find it all again on the disk.

use std::collections::BTreeMap;

use plumbline::model::session::TriageStatus;

use crate::desk::Desk;
use crate::desk::leave;

fn decisions(desk: &Desk) -> BTreeMap<String, TriageStatus> {
    let session = desk.session();
    session.workspace.state().triage.values().map(|entry| (entry.source.to_string(), entry.status)).collect()
}

#[test]
fn five_are_decided_three_taken_back_and_the_cursor_is_back_at_the_third() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space> g t");
    pty.expect_text("0 of 53 decided");
    for (key, counted) in [("1", "1 of 53"), ("2", "2 of 53"), ("3", "3 of 53"), ("4", "1 later"), ("1", "4 of 53")] {
        pty.keys(key);
        pty.expect_text(counted);
    }
    for (left, said) in
        [("3 of 53", "DHS0006 relevant"), ("3 of 53", "DHS0005 put off"), ("2 of 53", "DHS0003 to be raised")]
    {
        pty.keys("u");
        pty.expect_text(said);
        pty.expect_text(left);
    }
    let (_, row) = pty.cursor();
    let line = pty.screen_text().lines().nth(usize::from(row)).map(str::to_owned).unwrap_or_default();
    assert!(line.contains("DHS0003"), "{line}\n{}", pty.screen_text());
    pty.keys("f");
    pty.expect_text("Which commitments does DHS0003 bear on?");
    pty.type_text("1 3 8\r");
    pty.expect_text("DHS0003 bears on 1, 3, 8.");
    leave(&mut pty);

    let kept = decisions(&desk);
    let expected = [
        ("DHS0001", TriageStatus::Relevant),
        ("DHS0002", TriageStatus::SetAside),
        ("DHS0003", TriageStatus::Undecided),
    ];
    assert_eq!(kept, expected.map(|(code, status)| (code.to_owned(), status)).into());
    let mut again = desk.launch().start();
    again.expect_text("2 of 53 decided");
    again.expect_text("bears on 1 3 8");
    leave(&mut again);
}

#[test]
fn a_panel_file_beside_the_review_hands_out_what_is_to_be_read() {
    let desk = Desk::new();
    let review = desk.data().join("nhs.json");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json"), &review).unwrap();
    let mut pty = desk.on(crate::support::pty::Launch::new(crate::desk::PROGRAM).arg(&review)).start();
    pty.expect_text("First steps");
    pty.keys("<Space>");
    leave(&mut pty);
    let read = plumbline::review::open::OpenedReview::file(&review).unwrap();
    let member = plumbline::store::sessions::list(desk.data()).unwrap().sessions[0].member.id;
    let panel = serde_json::json!({
        "format": "plumbline-panel", "version": 1, "id": "00000000-0000-4000-8000-0000000000cc",
        "review": {"id": read.catalog.review().id, "digest": read.catalog.digest()},
        "members": [{"id": member, "letter": "A", "role": "core", "reads": ["DHS0020", "DHS0007", "DHS0032"]}],
        "disagreement": {"range": 2, "majority": true}, "opening_key": "age1example"
    });
    std::fs::write(desk.data().join("nhs.panel.json"), panel.to_string()).unwrap();
    let mut pty = desk.on(crate::support::pty::Launch::new(crate::desk::PROGRAM).arg(&review)).start();
    pty.expect_text("of 36 rated");
    pty.keys("g t");
    pty.expect_text("0 of 3 decided");
    pty.expect_text("3 handed out to you");
    leave(&mut pty);
}
