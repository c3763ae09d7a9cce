//! A small review, session and panel for tests: one of each thing the formats can say.
//!
//! Uses model and the layer. Invariant: all three are valid and fit each other.

use uuid::Uuid;

use crate::document::canonical::sha256_hex;
use crate::document::digest::digest;
use crate::document::log::Tip;
use crate::document::log::seal;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::handin::HandIn;
use crate::model::ids::CellKey;
use crate::model::moment::Moment;
use crate::model::panel::Panel;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::session::LogEntry;
use crate::model::session::SessionFile;

/// The small review as a file a person could have written.
pub const REVIEW_JSON: &str = r#"{
  "format": "plumbline-review", "version": 1,
  "id": "00000000-0000-4000-8000-000000000001", "edition": 1,
  "title": "Small review", "body": "A panel", "date": "2026-01-02", "wording": "mixed",
  "scale": [
    {"id": "outstanding", "label": "Outstanding", "mark": "O"},
    {"id": "good", "label": "Good", "mark": "G"},
    {"id": "requires_improvement", "label": "Requires improvement", "mark": "R"},
    {"id": "inadequate", "label": "Inadequate", "mark": "I"}
  ],
  "questions": [
    {"id": "A", "label": "Met?", "text": "Was it met?", "yes": "it was met", "no": "it was not met",
     "anchors": {"good": "Met in the main"}},
    {"id": "B", "label": "Funded?", "text": "Was it funded?", "yes": "it was funded", "no": "it was not funded"}
  ],
  "areas": [{"id": "records", "label": "Records"}],
  "commitments": [
    {"id": "1", "area": "records", "label": "Shared records", "text": "Every record is shared.",
     "subquestions": {"A": ["By when?"]}},
    {"id": "2", "area": "records", "label": "Open data", "text": "Data are open."}
  ],
  "sources": [
    {"id": "SUB0001", "kind": "submission", "label": "A trust", "aliases": ["SUB 1"], "confidential": true,
     "text": "We “shared” every record.\nNearly."},
    {"id": "RT1", "kind": "roundtable", "label": "Clinicians", "speakers": [{"id": "S1", "label": "A nurse"}],
     "original": {"sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", "name": "rt1.txt",
                  "extractor": "plain", "extractor_version": "1"}}
  ],
  "footnotes": [
    {"number": 1, "text": "A trust (SUB0001)", "listed": true, "class": "submission", "sources": ["SUB0001"]},
    {"number": 3, "text": "", "listed": false}
  ],
  "evidence": [
    {"id": "e1", "kind": "quotation", "text": "Jeder “Satz” zählt.", "cells": [{"commitment": "1", "question": "A"}],
     "sources": ["RT1"], "speaker": "S1", "refs": [{"footnote": 1, "at": 5}, {"footnote": 3, "at": 19}], "line": 12},
    {"id": "e2", "kind": "conclusion", "text": "We rate it good.", "cells": [{"commitment": "1"}, {"area": "records"}],
     "rates": [{"cell": "1A", "rating": "good"}]},
    {"id": "e3", "kind": "context", "text": "Background."}
  ],
  "published": {
    "cells": {"1A": "good"}, "commitments": {"1": "good"}, "areas": {"records": "inadequate"},
    "overall": "requires_improvement",
    "printed": [{"parent": "overall", "as": "Requires improvement", "locator": "p. 3", "line": 40}]
  },
  "themes": [
    {"id": "money", "label": "Money", "description": "What it cost"},
    {"id": "staff", "label": "Staff", "description": "Who pays them", "parent": "money"}
  ],
  "settings": {"show_rollup": "when_complete", "anchor_notes": {"A:good": "Nine in ten"}}
}"#;

/// The small review.
pub fn review() -> Review {
    serde_json::from_str(REVIEW_JSON).expect("the fixture reads")
}

/// The small review with its cross-references.
pub fn catalog() -> Catalog {
    let review = review();
    let digest = digest(&review);
    Catalog::new(review, digest)
}

/// The passage `Satz` in the first item.
pub fn quote() -> Quote {
    let item = review().evidence.remove(0);
    let filing = Filing { cell: FiledCell::from(&cell("1A")), stance: Some(Stance::Supports), anchor: None };
    Quote {
        id: Uuid::from_u128(0x51),
        evidence: Some(item.id),
        source: None,
        selector: Selector::of(&item.text, 7, 11, sha256_hex(item.text.as_bytes())).expect("inside"),
        filings: vec![filing],
        tags: vec!["money".into()],
        speaker: None,
        note: Some("see \u{202e}page".to_owned()),
        lost: false,
        at: Moment::from_millis(1_000),
    }
}

/// A cell by its key.
pub fn cell(key: &str) -> CellKey {
    key.parse().expect("a cell's key")
}

/// The acts behind the session.
pub fn acts() -> Vec<Act> {
    vec![
        Act::Mark { quote: Box::new(quote()) },
        Act::Rate {
            cell: cell("1A"),
            rating: Rating::Good,
            reason: Some("said so".to_owned()),
            quotes: vec![quote().id],
            round: 1,
        },
        Act::Abstain { cell: cell("1B"), why: "an interest".to_owned() },
    ]
}

/// The same as a log.
pub fn log() -> Vec<LogEntry> {
    let mut tip = Tip::start();
    let mut log = Vec::new();
    for (act, number) in acts().iter().zip(1u8..) {
        let at = Moment::from_millis(i64::from(number) * 1_000);
        let entry = seal(&tip, Uuid::from_u128(0x1000 + u128::from(number)), at, act);
        tip = Tip::after(&entry);
        log.push(entry);
    }
    log
}

/// A session about the small review.
pub fn session() -> SessionFile {
    let at = "1970-01-01T00:00:02.000Z";
    let value = serde_json::json!({
        "format": "plumbline-session", "version": 1,
        "tool": {"name": "plumbline", "version": "0.1.0"},
        "review": {"id": review().id, "edition": 1, "digest": digest(&review()), "title": "Small review"},
        "member": {"id": "00000000-0000-4000-8000-0000000000aa"},
        "settings": {"rule": "count", "show_published": false},
        "codebook": [
            {"id": "money", "label": "Money", "description": "", "digit": 1},
            {"id": "staff", "label": "Staff", "description": "", "parent": "money", "color": "blue"}
        ],
        "triage": [{"source": "SUB0001", "status": "relevant", "bears_on": ["1"], "at": at}],
        "quotes": [quote()],
        "ratings": [
            {"cell": "1A", "rating": "good", "reason": "said so", "quotes": [quote().id], "round": 1, "at": at}
        ],
        "abstained": [{"cell": "1B", "why": "an interest", "at": at}],
        "overrides": [{"parent": "overall", "rating": "inadequate", "reason": "on the whole", "at": at}],
        "notes": [
            {"id": "00000000-0000-4000-8000-0000000000b1", "on": {"source": "RT1"}, "text": "ask", "at": at},
            {"id": "00000000-0000-4000-8000-0000000000b2", "on": {"footnote": 3}, "text": "missing", "at": at},
            {"id": "00000000-0000-4000-8000-0000000000b3", "on": {"evidence": "e3"}, "text": "", "shared": true, "at": at}
        ],
        "summaries": [{"source": "RT1", "cell": "2A", "text": "no", "at": at}],
        "waivers": [{"code": "quote", "place": "line 3", "reason": "known", "at": at}],
        "consensus": [{"parent": "1", "rating": "good", "reason": "agreed", "basis": "vote", "tally": "3:1",
            "dissent": [{"member": "D", "reason": "too kind"}], "at": at}],
        "seen_published": [{"on": "1A", "at": at}],
        "rollup": {"rule": "count", "rule_version": 1, "parents": []},
        "log": log()
    });
    serde_json::from_value(value).expect("the fixture reads")
}

/// A handed-in round of its first member, as far as it can be seen from outside.
pub fn handin() -> HandIn {
    let value = serde_json::json!({
        "format": "plumbline-handin", "version": 1, "panel": "00000000-0000-4000-8000-0000000000cc",
        "member": "00000000-0000-4000-8000-0000000000aa", "letter": "A",
        "review": {"id": review().id, "digest": digest(&review())}, "round": 1, "at": "1970-01-01T00:00:02.000Z",
        "questions": 4, "open": 1, "without_reason": 1, "mac": sha256_hex(b""), "sealed": "-----BEGIN"
    });
    serde_json::from_value(value).expect("the fixture reads")
}

/// A panel that judges the small review.
pub fn panel() -> Panel {
    let value = serde_json::json!({
        "format": "plumbline-panel", "version": 1, "id": "00000000-0000-4000-8000-0000000000cc",
        "review": {"id": review().id, "digest": digest(&review())},
        "members": [
            {"id": "00000000-0000-4000-8000-0000000000aa", "letter": "A", "role": "chair", "areas": ["records"]},
            {"id": "00000000-0000-4000-8000-0000000000ab", "letter": "B", "role": "core", "reads": ["SUB0001"]}
        ],
        "disagreement": {"range": 2, "majority": true}, "opening_key": "age1example",
        "rounds": [{"n": 1, "received": [{"member": "00000000-0000-4000-8000-0000000000aa",
            "mac": sha256_hex(b""), "at": "1970-01-01T00:00:02.000Z"}]}]
    });
    serde_json::from_value(value).expect("the fixture reads")
}
