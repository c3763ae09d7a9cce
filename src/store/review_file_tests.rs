use std::fs;

use super::*;

use crate::model::catalog::Shelf;
use crate::store::review_columns::get_evidence;
use crate::store::review_columns::shelf_name;

const DIGEST: &str = "3b1f";

/// A review that uses every field at least once, and leaves every one that may be absent out at least once.
fn review() -> Review {
    let json = serde_json::json!({
        "format": "plumbline-review", "version": 1, "id": "6f1c1f2e-0000-4000-8000-000000000001", "edition": 2,
        "title": "Digitisation", "body": "Panel", "date": "2023-02-17", "url": "https://example.org/report",
        "licence": "OPL", "note": "with a note", "wording": "mixed",
        "scale": [
            {"id": "outstanding", "label": "Outstanding", "mark": "O"}, {"id": "good", "label": "Good", "mark": "G"},
            {"id": "requires_improvement", "label": "Requires improvement", "mark": "R"},
            {"id": "inadequate", "label": "Inadequate", "mark": "I"}
        ],
        "questions": [
            {"id": "A", "label": "Met?", "text": "Was it met?", "yes": "it was met", "no": "it was not met",
             "anchors": {"outstanding": "fully", "good": "mostly"}, "locator": "p. 3"},
            {"id": "B", "label": "Funded?", "text": "Was it funded?", "yes": "funded", "no": "not funded", "anchors": {}}
        ],
        "areas": [{"id": "care", "label": "Care", "locator": "p. 9"}, {"id": "staff", "label": "Staff"}],
        "commitments": [
            {"id": "1", "area": "care", "label": "Records", "text": "Join up records.", "deadline": "2024",
             "subquestions": {"A": ["where?", "when?"]}, "locator": "p. 10", "note": "old"},
            {"id": "2", "area": "staff", "label": "Skills", "text": "Train staff."}
        ],
        "sources": [
            {"id": "DHS0001", "kind": "submission", "label": "A trust", "aliases": ["DHS 1"], "group": "trusts",
             "date": "2022", "url": "https://example.org/1", "confidential": true,
             "speakers": [{"id": "s1", "label": "Dr A", "role": "chair"}, {"id": "s2", "label": "B"}],
             "text": "Line one.\nLine «two» \u{1F600}.",
             "original": {"sha256": "00", "name": "a.pdf", "extractor": "x", "extractor_version": "1", "warnings": ["w"]},
             "locator": "p. 1"},
            {"id": "REPORT", "kind": "publication", "label": "The report", "aliases": [], "speakers": []}
        ],
        "footnotes": [
            {"number": 3, "text": "See DHS0001.", "listed": true, "class": "submission", "sources": ["DHS0001"],
             "locator": "p. 11", "note": "odd"},
            {"number": 7, "text": "", "listed": false, "sources": []}
        ],
        "evidence": [
            {"id": "e1", "kind": "quotation", "text": "Naïve funding was late.",
             "cells": [{"commitment": "1", "question": "B"}, {"commitment": "1", "question": "B"}, {"commitment": "2"}],
             "sources": ["DHS0001", "REPORT"], "speaker": "s1", "refs": [{"footnote": 3, "at": 5}, {"footnote": 3, "at": 9}],
             "locator": "p. 12", "line": 40, "filed_by": "secretariat", "note": "cut"},
            {"id": "e2", "kind": "conclusion", "text": "Overall good.", "cells": [], "sources": [], "refs": [],
             "rates": [{"parent": "overall", "rating": "good"}, {"cell": "1A", "rating": "no_information"}]},
            {"id": "e3", "kind": "context", "text": "The area of care.", "cells": [{"area": "care"}], "sources": [], "refs": []}
        ],
        "published": {
            "cells": {"1A": "good", "1B": "inadequate"}, "commitments": {"1": "requires_improvement"},
            "areas": {"care": "good"}, "overall": "good",
            "printed": [{"cell": "1A", "as": "Good", "locator": "p. 2", "line": 8}]
        },
        "themes": [
            {"id": "money", "label": "Money", "description": "what it cost"},
            {"id": "late", "label": "Late money", "description": "", "parent": "money"}
        ],
        "settings": {"show_rollup": "when_complete", "triage_reason": "set_aside", "anchor_notes": {"B:good": "as we read it"}}
    });
    serde_json::from_value(json).expect("a review")
}

fn plain() -> Review {
    let mut plain = review();
    plain.url = None;
    plain.settings = None;
    plain.published = crate::model::review::Published::default();
    plain.evidence.clear();
    plain.sources.clear();
    plain
}

#[test]
fn a_review_written_and_read_back_is_equal() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, review) in [("full.plumb", review()), ("plain.plumb", plain())] {
        let path = folder.path().join(name);
        write_review(&path, &review, DIGEST, Existing::Refuse).expect("writes");
        let (found, digest) = read_review(&path).expect("reads");
        assert_eq!(found, review);
        assert_eq!(digest, DIGEST);
    }
}

#[test]
fn a_review_is_one_private_file_that_reading_does_not_change() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.plumb");
    write_review(&path, &review(), DIGEST, Existing::Refuse).expect("writes");
    let before = fs::read(&path).expect("reads");
    let conn = open_review(&path).expect("opens");
    let mode: String = conn.pragma_query_value(None, "journal_mode", |row| row.get(0)).expect("answers");
    assert_eq!(mode, "delete");
    assert!(conn.execute("DELETE FROM evidence", []).is_err(), "it is open to read only");
    drop(conn);
    read_review(&path).expect("reads");
    assert_eq!(fs::read(&path).expect("reads"), before);
    assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 1, "nothing lies beside it");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).expect("is there").permissions().mode() & 0o777, 0o600);
    }
}

#[test]
fn a_new_edition_replaces_the_file_only_when_asked() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.plumb");
    write_review(&path, &review(), DIGEST, Existing::Refuse).expect("writes");
    let refused = write_review(&path, &plain(), "new", Existing::Refuse).expect_err("refused");
    assert!(matches!(refused, StoreError::Exists { .. }), "{refused}");
    write_review(&path, &plain(), "new", Existing::Replace).expect("replaces");
    assert_eq!(read_review(&path).expect("reads"), (plain(), "new".to_owned()));
}

#[test]
fn a_review_of_a_newer_program_and_other_files_are_named_as_such() {
    let folder = tempfile::tempdir().expect("a folder");
    let newer = folder.path().join("newer.plumb");
    write_review(&newer, &review(), DIGEST, Existing::Refuse).expect("writes");
    Connection::open(&newer).expect("opens").pragma_update(None, "user_version", 9).expect("raises the version");
    let error = read_review(&newer).expect_err("refused");
    assert!(error.to_string().contains("made by a newer plumbline"), "{error}");

    let json = folder.path().join("review.plumb");
    fs::write(&json, r#"{"format": "plumbline-review", "version": 1}"#.repeat(10)).expect("writes");
    let error = read_review(&json).expect_err("refused");
    assert!(error.to_string().contains("is not a plumbline review"), "{error}");
    let error = read_review(&folder.path().join("none.plumb")).expect_err("refused");
    assert!(matches!(error, StoreError::Missing { .. }), "{error}");
}

#[test]
fn a_file_cut_short_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.plumb");
    write_review(&path, &review(), DIGEST, Existing::Refuse).expect("writes");
    let whole = fs::read(&path).expect("reads");
    for len in (0..whole.len()).step_by(1021) {
        fs::write(&path, &whole[..len]).expect("cuts");
        assert!(read_review(&path).is_err(), "read from {len} of {} bytes", whole.len());
    }
}

#[test]
fn evidence_is_found_in_windows_by_place_and_by_question() {
    let conn = review_in_memory(&review(), DIGEST).expect("fills");
    let window = get_evidence(&conn, 1, 1).expect("reads");
    assert_eq!(window, review().evidence[1..2]);
    let on = |shelf: Shelf| {
        let mut select =
            conn.prepare("SELECT evidence FROM evidence_on WHERE shelf = ?1 ORDER BY evidence").expect("prepares");
        let rows = select.query_map([shelf_name(&shelf)], |row| row.get::<_, i64>(0)).expect("asks");
        rows.collect::<Result<Vec<_>, _>>().expect("reads")
    };
    assert_eq!(on(Shelf::Cell("1B".parse().expect("a key"))), [1]);
    assert_eq!(on(Shelf::Commitment("2".into())), [1]);
    assert_eq!(on(Shelf::Area("care".into())), [3]);
    assert_eq!(on(Shelf::Whole), [2]);
    let plan: String = conn
        .query_row(
            "EXPLAIN QUERY PLAN SELECT evidence FROM evidence_on WHERE shelf = '1B' AND evidence > 5 LIMIT 9",
            [],
            |row| row.get(3),
        )
        .expect("plans");
    assert!(plan.starts_with("SEARCH"), "{plan}");
}

/// A published rating is hidden from a member who has not rated yet: a message must not give it away.
#[test]
fn what_is_wrong_in_a_file_is_said_by_its_place_and_never_by_what_it_holds() {
    for (damage, place) in [
        ("UPDATE meta SET value = replace(value, 'inadequate', 'inadequaue')", "what it says of itself cannot"),
        ("UPDATE evidence SET rates = replace(rates, 'good', 'inadequaue') WHERE id = 'e2'", "item e2 cannot"),
        ("UPDATE evidence SET kind = 'inadequaue' WHERE id = 'e3'", "item e3 cannot"),
        ("UPDATE commitments SET json = '{\"inadequaue\": 1}' WHERE n = 2", "number 2 of its commitments cannot"),
        ("UPDATE sources SET json = '[\"inadequaue\"]' WHERE n = 1", "number 1 of its sources cannot"),
        ("UPDATE evidence SET text = x'69' WHERE id = 'e1'", "item e1 cannot"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("r.plumb");
        write_review(&path, &review(), DIGEST, Existing::Refuse).expect("writes");
        let changed = Connection::open(&path).expect("opens").execute(damage, []).expect("damages");
        assert!(changed > 0, "{damage}");
        let told = read_review(&path).expect_err("refused").told();
        assert!(told.contains(place), "{damage}: {told}");
        assert!(!told.contains("inadequa") && !told.contains("expected") && !told.contains("column"), "{told}");
    }
}
