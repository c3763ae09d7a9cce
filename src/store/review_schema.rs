//! The tables of a review database, made the same in a `.plumb` file and in memory.
//!
//! Invariant: `n` counts from 1 in the order of the list, so that a window of a list
//! is a range of `n`.

use rusqlite::Connection;

use crate::store::text_index::building::Building;

/// Version of the tables. The first had no lists, counts and voices, and no index that search asks: a file of it is
/// read as a whole.
pub const REVIEW_TABLES: i64 = 2;
/// From which version on a file has the full-text index that search asks.
pub const SEARCHED_FROM: i64 = 2;
/// Marks a database as a plumbline review: "PLRV".
pub const REVIEW_MARK: i64 = 0x504C_5256;

/// Of `lists`, `counts` and `heard` see `review_lists` and `review_fill`; what they hold follows from the evidence.
/// `evidence_on.shelf` is a key string: `8B`, `8`, `area:<id>`, or `overall` for the report as a whole.
const TABLES: &str = "
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE scale (n INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE questions (n INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE areas (n INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE commitments (n INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE themes (n INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL);
CREATE TABLE footnotes (n INTEGER PRIMARY KEY, id INTEGER NOT NULL, json TEXT NOT NULL);
CREATE TABLE sources (n INTEGER PRIMARY KEY, id TEXT NOT NULL, json TEXT NOT NULL, text TEXT);
CREATE TABLE evidence (
    n INTEGER PRIMARY KEY,
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    cells TEXT,
    sources TEXT,
    speaker TEXT,
    refs TEXT,
    rates TEXT,
    locator TEXT,
    line INTEGER,
    filed_by TEXT,
    note TEXT,
    text TEXT NOT NULL
);
CREATE TABLE evidence_on (shelf TEXT NOT NULL, evidence INTEGER NOT NULL, PRIMARY KEY (shelf, evidence)) WITHOUT ROWID;
CREATE TABLE evidence_from (source TEXT NOT NULL, evidence INTEGER NOT NULL, PRIMARY KEY (source, evidence))
    WITHOUT ROWID;
CREATE TABLE lists (extent TEXT NOT NULL, facet TEXT NOT NULL, block INTEGER NOT NULL, places BLOB NOT NULL);
CREATE TABLE counts (extent TEXT NOT NULL, facet TEXT NOT NULL, items INTEGER NOT NULL, PRIMARY KEY (extent, facet))
    WITHOUT ROWID;
CREATE TABLE heard (extent TEXT PRIMARY KEY, json TEXT NOT NULL) WITHOUT ROWID;
";

const KEYS: &str = "
CREATE INDEX footnotes_by_id ON footnotes (id);
CREATE INDEX sources_by_id ON sources (id);
CREATE INDEX evidence_by_id ON evidence (id);
CREATE UNIQUE INDEX lists_by_name ON lists (extent, facet, block);
";

/// Makes the tables in an empty database.
pub fn make_tables(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(TABLES)?;
    conn.pragma_update(None, "application_id", REVIEW_MARK)?;
    conn.pragma_update(None, "user_version", REVIEW_TABLES)
}

/// Makes the ways to find a row by its key, once the rows are in.
pub fn make_keys(conn: &Connection) -> rusqlite::Result<()> {
    conn.execute_batch(KEYS)
}

/// Makes the full-text index of the evidence and of the sources' texts, once the rows are in. Takes about half a minute
/// for a million items; memory does not grow with them.
pub fn make_text_index(conn: &Connection) -> rusqlite::Result<()> {
    let mut building = Building::new(conn)?;
    while !building.step(conn)? {}
    Ok(())
}
