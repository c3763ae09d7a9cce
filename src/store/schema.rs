//! The tables of a session file, and the settings SQLite keeps them under.
//!
//! Uses no other layer. Invariant: `user_version` rises with every change of the tables, and a file of a
//! newer version is never written.

use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::store::error::StoreError;
use crate::store::filesystem::Journal;
use crate::store::regular;

/// Version of the tables.
///
/// 1 had no sum of its contents in `meta`.
pub const SESSION_TABLES: i64 = 2;
/// Marks a database as a plumbline session: "PLSS".
pub const SESSION_MARK: i64 = 0x504C_5353;

/// How long to wait for a program that is reading.
const PATIENCE: Duration = Duration::from_secs(2);

const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE acts (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    act TEXT NOT NULL,
    payload TEXT,
    payload_sha256 TEXT NOT NULL,
    prev TEXT NOT NULL,
    withdrawn INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE reading (
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    at TEXT NOT NULL,
    state TEXT NOT NULL,
    PRIMARY KEY (kind, id)
) WITHOUT ROWID;
CREATE TABLE place (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
";

/// Opens a file without making one. The path is made absolute: SQLite would take `file:x` for an address.
pub(crate) fn connect(path: &Path, access: OpenFlags) -> Result<Connection, StoreError> {
    let whole = std::path::absolute(path).map_err(StoreError::io("open", path))?;
    // SQLite would wait for the other end of a pipe.
    regular::expect(path).map_err(StoreError::io("open", path))?;
    let conn = Connection::open_with_flags(whole, access | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(StoreError::sqlite(path))?;
    conn.busy_timeout(PATIENCE).map_err(StoreError::sqlite(path))?;
    Ok(conn)
}

/// Makes the tables in an empty database.
pub(crate) fn make_session_tables(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(TABLES)?;
    conn.pragma_update(None, "application_id", SESSION_MARK)?;
    conn.pragma_update(None, "user_version", SESSION_TABLES)
}

/// The version of a session's tables; fails where it is not a session.
pub(crate) fn session_version(conn: &Connection, path: &Path) -> Result<i64, StoreError> {
    marked_version(conn, SESSION_MARK).map_err(StoreError::sqlite(path)).and_then(|version| {
        version.ok_or_else(|| StoreError::NotPlumbline { path: path.to_owned(), expected: "session" })
    })
}

/// The version of the tables, if the database bears the mark.
pub(crate) fn marked_version(conn: &Connection, mark: i64) -> rusqlite::Result<Option<i64>> {
    let found: i64 = conn.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok((found == mark && version > 0).then_some(version))
}

/// Settles how commits reach the disk. Returns whether the journal asked for is the one in use.
pub(crate) fn settle_for_writing(conn: &Connection, journal: Journal) -> rusqlite::Result<bool> {
    let (locking, mode, sync) = match journal {
        Journal::Wal => ("NORMAL", "WAL", "FULL"),
        // Without a log only EXTRA syncs the folder after the journal is gone.
        Journal::Rollback => ("NORMAL", "DELETE", "EXTRA"),
        Journal::RollbackExclusive => ("EXCLUSIVE", "DELETE", "EXTRA"),
    };
    conn.pragma_update_and_check(None, "locking_mode", locking, |_| Ok(()))?;
    let used = conn.pragma_update_and_check(None, "journal_mode", mode, |row| row.get::<_, String>(0))?;
    let matches = used.eq_ignore_ascii_case(mode);
    conn.pragma_update(None, "synchronous", if matches { sync } else { "EXTRA" })?;
    conn.pragma_update(None, "foreign_keys", false)?;
    Ok(matches)
}

/// What SQLite's own look through a file finds wrong; empty if all is well. Reads the whole file.
pub(crate) fn quick_check(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    checked(conn, "PRAGMA quick_check")
}

/// The same with its indexes held against its tables. A file that is damaged has many faults of one cause: a few are told.
pub(crate) fn integrity_check(conn: &Connection) -> rusqlite::Result<Vec<String>> {
    checked(conn, "PRAGMA integrity_check(5)")
}

fn checked(conn: &Connection, pragma: &'static str) -> rusqlite::Result<Vec<String>> {
    let mut statement = conn.prepare(pragma)?;
    let lines = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, _>>()?;
    Ok(lines.into_iter().filter(|line| line != "ok").collect())
}
