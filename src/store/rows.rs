//! The rows of a session file as values, and everything a session file holds in one value.
//!
//! Uses `model`. Invariant: writing the contents to an empty database and reading them gives the same.

use std::collections::BTreeMap;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::params;
use uuid::Uuid;

use crate::model::moment::Moment;
use crate::model::session::LogEntry;
use crate::model::session::MemberRef;
use crate::model::session::ReviewRef;
use crate::model::session::Tool;
use crate::store::error::StoreError;
use crate::store::schema::SESSION_TABLES;
use crate::store::sum::Sum;

/// One row of `acts`; the payload as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActRow {
    /// Place in the log, from 1.
    pub seq: u64,
    pub(crate) id: String,
    pub(crate) at: String,
    pub(crate) act: String,
    pub(crate) payload: Option<String>,
    pub(crate) payload_sha256: String,
    pub(crate) prev: String,
    pub(crate) withdrawn: bool,
}

impl From<&LogEntry> for ActRow {
    fn from(entry: &LogEntry) -> Self {
        Self {
            seq: entry.seq,
            id: entry.id.to_string(),
            at: entry.at.to_string(),
            act: entry.act.clone(),
            payload: entry.payload.as_ref().map(ToString::to_string),
            payload_sha256: entry.payload_sha256.clone(),
            prev: entry.prev.clone(),
            withdrawn: entry.withdrawn,
        }
    }
}

impl ActRow {
    /// The row as an entry of the log; says what is wrong with it otherwise.
    pub fn entry(&self) -> Result<LogEntry, String> {
        let bad = |what: &str| format!("act {} has an unreadable {what}", self.seq);
        Ok(LogEntry {
            id: self.id.parse().map_err(|_| bad("id"))?,
            seq: self.seq,
            at: self.at.parse().map_err(|_| bad("time"))?,
            act: self.act.clone(),
            payload: self.payload.as_deref().map(serde_json::from_str).transpose().map_err(|_| bad("payload"))?,
            payload_sha256: self.payload_sha256.clone(),
            withdrawn: self.withdrawn,
            prev: self.prev.clone(),
        })
    }

    fn of_row(row: &rusqlite::Row<'_>) -> rusqlite::Result<Self> {
        Ok(Self {
            seq: row.get::<_, i64>(0)?.unsigned_abs(),
            id: row.get(1)?,
            at: row.get(2)?,
            act: row.get(3)?,
            payload: row.get(4)?,
            payload_sha256: row.get(5)?,
            prev: row.get(6)?,
            withdrawn: row.get(7)?,
        })
    }

    /// The act at a place in the log, if there is one.
    pub(crate) fn read_one(conn: &Connection, seq: u64) -> rusqlite::Result<Option<Self>> {
        let sql = "SELECT seq, id, at, act, payload, payload_sha256, prev, withdrawn FROM acts WHERE seq = ?1";
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        conn.prepare_cached(sql)?.query_map([seq], Self::of_row)?.next().transpose()
    }

    pub(crate) fn insert(&self, conn: &Connection) -> rusqlite::Result<()> {
        conn.prepare_cached(
            "INSERT INTO acts (seq, id, at, act, payload, payload_sha256, prev, withdrawn) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        )?
        .execute(params![
            i64::try_from(self.seq).unwrap_or(i64::MAX),
            self.id,
            self.at,
            self.act,
            self.payload,
            self.payload_sha256,
            self.prev,
            self.withdrawn
        ])
        .map(drop)
    }
}

/// How far a member has got with one thing there is to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadingMark {
    /// What kind of thing: `evidence`, `source` …
    pub kind: String,
    /// Its key.
    pub id: String,
    /// When.
    pub at: Moment,
    /// How far, in a word of the caller's.
    pub state: String,
}

impl ReadingMark {
    pub(crate) fn put(&self, conn: &Connection) -> rusqlite::Result<()> {
        conn.prepare_cached("INSERT OR REPLACE INTO reading (kind, id, at, state) VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![self.kind, self.id, self.at.to_string(), self.state])
            .map(drop)
    }
}

/// What a session file says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionMeta {
    /// The review, as last opened.
    pub review: ReviewRef,
    /// Whose session it is.
    pub member: MemberRef,
    /// The program that wrote the last act.
    pub tool: Tool,
    /// When the session was begun.
    pub created: Moment,
    /// What else is written down, by keys of the caller's.
    pub other: BTreeMap<String, String>,
}

/// Keys of `meta` that have a field of their own.
pub(crate) mod key {
    pub const REVIEW_ID: &str = "review-id";
    pub const REVIEW_EDITION: &str = "review-edition";
    pub const REVIEW_DIGEST: &str = "review-digest";
    pub const REVIEW_TITLE: &str = "review-title";
    pub const MEMBER_ID: &str = "member-id";
    pub const MEMBER_NAME: &str = "member-name";
    pub const TOOL_NAME: &str = "tool-name";
    pub const TOOL_VERSION: &str = "tool-version";
    pub const CREATED: &str = "created";
    /// The sum of everything else; no part of the contents.
    pub const SUM: &str = "sum";
}

impl SessionMeta {
    pub(crate) fn to_map(&self) -> BTreeMap<String, String> {
        let mut map = self.other.clone();
        let mut put = |key: &str, value: String| map.insert(key.to_owned(), value);
        put(key::REVIEW_ID, self.review.id.to_string());
        put(key::REVIEW_EDITION, self.review.edition.to_string());
        put(key::REVIEW_DIGEST, self.review.digest.clone());
        put(key::REVIEW_TITLE, self.review.title.clone());
        put(key::MEMBER_ID, self.member.id.to_string());
        put(key::TOOL_NAME, self.tool.name.clone());
        put(key::TOOL_VERSION, self.tool.version.clone());
        put(key::CREATED, self.created.to_string());
        if let Some(name) = &self.member.name {
            put(key::MEMBER_NAME, name.clone());
        }
        map
    }

    pub(crate) fn from_map(map: &BTreeMap<String, String>) -> Result<Self, String> {
        let mut other = map.clone();
        let mut take = |key: &str| other.remove(key).ok_or_else(|| format!("it does not say its {key}"));
        let name = take(key::MEMBER_NAME).ok();
        let uuid = |text: String| text.parse::<Uuid>().map_err(|_| format!("`{text}` is not an id"));
        let review = ReviewRef {
            id: uuid(take(key::REVIEW_ID)?)?,
            edition: take(key::REVIEW_EDITION)?.parse().map_err(|_| "its review edition is not a number".to_owned())?,
            digest: take(key::REVIEW_DIGEST)?,
            title: take(key::REVIEW_TITLE)?,
        };
        let member = MemberRef { id: uuid(take(key::MEMBER_ID)?)?, name };
        let tool = Tool { name: take(key::TOOL_NAME)?, version: take(key::TOOL_VERSION)? };
        let created = take(key::CREATED)?.parse().map_err(|_| "the time it was made is no time".to_owned())?;
        Ok(Self { review, member, tool, created, other })
    }
}

const META: &str = "SELECT key, value FROM meta";

/// Said of contents that do not have the sum they were saved with.
pub(crate) const NOT_AS_SAVED: &str =
    "what stands in it is not what was saved last (`plumbline recover` has back of it what can be had)";

/// Everything a session file holds, as it stands in the tables.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Contents {
    pub meta: BTreeMap<String, String>,
    pub acts: Vec<ActRow>,
    pub reading: Vec<ReadingMark>,
    pub place: BTreeMap<String, String>,
}

impl Contents {
    /// Reads everything in one transaction.
    ///
    /// Fails with [`StoreError::Damaged`] where it is not what was saved last.
    pub fn read(conn: &Connection, path: &Path) -> Result<Self, StoreError> {
        let (contents, as_saved) = Self::read_as_it_is(conn, path)?;
        if !as_saved {
            return Err(StoreError::Damaged { path: path.to_owned(), detail: NOT_AS_SAVED.to_owned() });
        }
        Ok(contents)
    }

    /// Reads everything in one transaction, and says whether it is what was saved last.
    pub fn read_as_it_is(conn: &Connection, path: &Path) -> Result<(Self, bool), StoreError> {
        let bad = StoreError::sqlite(path);
        let whole = conn.unchecked_transaction().map_err(&bad)?;
        let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&bad)?;
        let mut meta = read_pairs(conn, META).map_err(&bad)?;
        let sum = meta.remove(key::SUM);
        let acts = read_acts(conn).map_err(&bad)?;
        let place = read_pairs(conn, "SELECT key, value FROM place").map_err(&bad)?;
        let marks = read_marks(conn).map_err(&bad)?;
        whole.finish().map_err(&bad)?;
        let reading = marks.into_iter().collect::<Result<Vec<_>, _>>();
        let reading = reading.map_err(|detail| StoreError::Damaged { path: path.to_owned(), detail })?;
        let contents = Self { meta, acts, reading, place };
        let as_saved = match version {
            SESSION_TABLES => sum.is_some_and(|sum| sum == Sum::of(&contents).text()),
            // Earlier ones have none, later ones may reckon otherwise.
            _ => true,
        };
        Ok((contents, as_saved))
    }

    /// Reads what the file says about itself.
    pub fn read_meta(conn: &Connection) -> rusqlite::Result<BTreeMap<String, String>> {
        let mut meta = read_pairs(conn, META)?;
        meta.remove(key::SUM);
        Ok(meta)
    }

    /// Writes everything into empty tables.
    pub fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        for (key, value) in &self.meta {
            put_pair(conn, "meta", key, value)?;
        }
        for row in &self.acts {
            row.insert(conn)?;
        }
        for mark in &self.reading {
            mark.put(conn)?;
        }
        for (key, value) in &self.place {
            put_pair(conn, "place", key, value)?;
        }
        put_pair(conn, "meta", key::SUM, &Sum::of(self).text())
    }

    /// The last place in the log; 0 before the first act.
    pub fn last_seq(&self) -> u64 {
        self.acts.last().map_or(0, |row| row.seq)
    }
}

/// Puts a pair in `meta` or `place`.
pub(crate) fn put_pair(conn: &Connection, table: &'static str, key: &str, value: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!("INSERT OR REPLACE INTO {table} (key, value) VALUES (?1, ?2)"))?
        .execute([key, value])
        .map(drop)
}

/// Takes a pair out of `meta` or `place`.
pub(crate) fn take_pair(conn: &Connection, table: &'static str, key: &str) -> rusqlite::Result<()> {
    conn.prepare_cached(&format!("DELETE FROM {table} WHERE key = ?1"))?.execute([key]).map(drop)
}

fn read_pairs(conn: &Connection, sql: &str) -> rusqlite::Result<BTreeMap<String, String>> {
    conn.prepare_cached(sql)?.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect()
}

fn read_acts(conn: &Connection) -> rusqlite::Result<Vec<ActRow>> {
    conn.prepare_cached("SELECT seq, id, at, act, payload, payload_sha256, prev, withdrawn FROM acts ORDER BY seq")?
        .query_map([], ActRow::of_row)?
        .collect()
}

fn read_marks(conn: &Connection) -> rusqlite::Result<Vec<Result<ReadingMark, String>>> {
    conn.prepare_cached("SELECT kind, id, at, state FROM reading ORDER BY kind, id")?
        .query_map([], |row| {
            let at: String = row.get(2)?;
            let (kind, id, state) = (row.get(0)?, row.get(1)?, row.get(3)?);
            let unread = format!("the time at which {kind} {id} was read is no time");
            Ok(at.parse().map(|at| ReadingMark { kind, id, at, state }).map_err(|_| unread))
        })?
        .collect()
}
