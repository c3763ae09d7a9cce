//! Sessions to test with.
//!
//! Invariant: every value follows from its arguments.

use std::collections::BTreeMap;
use std::path::Path;

use uuid::Uuid;

use crate::model::moment::Moment;
use crate::model::session::LogEntry;
use crate::model::session::MemberRef;
use crate::model::session::ReviewRef;
use crate::model::session::Tool;
use crate::store::error::StoreError;
use crate::store::rows::SessionMeta;
use crate::store::session_file::Loaded;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;

pub(crate) fn now() -> Moment {
    Moment::from_millis(1_795_250_000_000)
}

pub(crate) const WRITE: fn() -> OpenMode = || OpenMode::Write { now: now() };

pub(crate) fn meta(review: u128, member: u128) -> SessionMeta {
    SessionMeta {
        review: ReviewRef {
            id: Uuid::from_u128(review),
            edition: 1,
            digest: "ab".repeat(32),
            title: format!("Review {review}"),
        },
        member: MemberRef { id: Uuid::from_u128(member), name: None },
        tool: Tool::this(),
        created: now(),
        other: BTreeMap::new(),
    }
}

pub(crate) fn entry(seq: u64) -> LogEntry {
    LogEntry {
        id: Uuid::from_u128(1000 + u128::from(seq)),
        seq,
        at: Moment::from_millis(now().millis() + seq.cast_signed() * 1000),
        act: "rate".to_owned(),
        payload: Some(serde_json::json!({ "cell": "8B", "rating": "good", "reason": "«funded» – in part", "n": seq })),
        payload_sha256: "0f".repeat(32),
        withdrawn: false,
        prev: "1e".repeat(32),
    }
}

/// A new session, open to change.
pub(crate) fn new_session(path: &Path) -> SessionStore {
    SessionStore::create(path, &meta(1, 2)).expect("the session is made");
    SessionStore::open(path, WRITE()).expect("the session opens").0
}

/// What another program finds in a session now.
pub(crate) fn look(path: &Path) -> Loaded {
    SessionStore::open(path, OpenMode::Read).expect("the session can be read").1
}

pub(crate) fn seqs(loaded: &Loaded) -> Vec<u64> {
    loaded.entries.iter().map(|entry| entry.seq).collect()
}

pub(crate) fn failing_disk() -> StoreError {
    StoreError::Failing { path: "x".into(), detail: "sync failed".to_owned() }
}

pub(crate) fn full_disk() -> StoreError {
    StoreError::Full { path: "x".into() }
}

/// Makes a session look as a newer program would write it.
pub(crate) fn of_a_newer_program(path: &Path) {
    let conn = rusqlite::Connection::open(path).expect("the session opens");
    conn.pragma_update(None, "user_version", 9).expect("the version rises");
}
