//! The lists of a review as rows, there and back.
//!
//! Uses `model`. Invariant: what is written by a function here is read back equal by its counterpart.

use rusqlite::Connection;
use rusqlite::Row;
use rusqlite::ToSql;
use rusqlite::params;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde::de::IntoDeserializer;
use serde::de::value::Error as WordError;

use crate::model::catalog::Shelf;
use crate::model::catalog::shelves_of;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::SpeakerId;
use crate::model::source::Source;

/// A value could not be turned into a column or back.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ColumnError {
    /// SQLite refused.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// A column holds what it should not. What it holds is not told: it may be what is hidden from the reader.
    #[error("something in it cannot be understood")]
    Json(#[from] serde_json::Error),
    /// A word that is none of those known.
    #[error("something in it cannot be understood")]
    Word(#[from] WordError),
    /// Where it is that cannot be understood.
    #[error("{0} cannot be understood")]
    Unread(String),
}

impl ColumnError {
    /// Says where something stands that cannot be understood; what SQLite refuses stays as it is.
    fn in_what(self, what: impl FnOnce() -> String) -> Self {
        match self {
            Self::Sqlite(error @ rusqlite::Error::SqliteFailure(..)) => Self::Sqlite(error),
            told @ Self::Unread(_) => told,
            _ => Self::Unread(what()),
        }
    }
}

type Outcome<T> = Result<T, ColumnError>;

/// The shelf's name in `evidence_on`.
pub(crate) fn shelf_name(shelf: &Shelf) -> String {
    match shelf {
        Shelf::Cell(cell) => cell.to_string(),
        Shelf::Commitment(id) => ParentKey::Commitment(id.clone()).to_string(),
        Shelf::Area(id) => ParentKey::Area(id.clone()).to_string(),
        Shelf::Whole => ParentKey::Overall.to_string(),
    }
}

/// Writes a list whose rows are a key and the rest as JSON.
pub(crate) fn put_list<T: Serialize, K: ToSql>(
    conn: &Connection,
    table: &'static str,
    list: &[T],
    key: impl Fn(&T) -> K,
) -> Outcome<()> {
    let mut insert = conn.prepare(&format!("INSERT INTO {table} (n, id, json) VALUES (?1, ?2, ?3)"))?;
    for (n, value) in (1_i64..).zip(list) {
        insert.execute(params![n, key(value), serde_json::to_string(value)?])?;
    }
    Ok(())
}

/// Reads such a list.
pub(crate) fn get_list<T: DeserializeOwned>(conn: &Connection, table: &'static str) -> Outcome<Vec<T>> {
    let mut select = conn.prepare(&format!("SELECT json FROM {table} ORDER BY n"))?;
    let mut rows = select.query([])?;
    let mut list = Vec::new();
    while let Some(row) = rows.next()? {
        let place = list.len() + 1;
        list.push(from_json(row, 0).map_err(|error| error.in_what(|| format!("number {place} of its {table}")))?);
    }
    Ok(list)
}

/// Writes the sources; their texts, which may be long, in a column of their own.
pub(crate) fn put_sources(conn: &Connection, sources: &[Source]) -> Outcome<()> {
    let mut insert = conn.prepare("INSERT INTO sources (n, id, json, text) VALUES (?1, ?2, ?3, ?4)")?;
    for (n, source) in (1_i64..).zip(sources) {
        let mut about = source.clone();
        let text = about.text.take();
        insert.execute(params![n, source.id.as_str(), serde_json::to_string(&about)?, text])?;
    }
    Ok(())
}

/// Reads the sources with their texts.
pub(crate) fn get_sources(conn: &Connection) -> Outcome<Vec<Source>> {
    let mut select = conn.prepare("SELECT json, text FROM sources ORDER BY n")?;
    let mut rows = select.query([])?;
    let mut sources = Vec::new();
    while let Some(row) = rows.next()? {
        let read = || -> Outcome<Source> {
            let mut source: Source = from_json(row, 0)?;
            source.text = row.get(1)?;
            Ok(source)
        };
        let place = sources.len() + 1;
        sources.push(read().map_err(|error| error.in_what(|| format!("number {place} of its sources")))?);
    }
    Ok(sources)
}

const EVIDENCE: &str = "id, kind, cells, sources, speaker, refs, rates, locator, line, filed_by, note, text";
const INSERT: &str = "INSERT INTO evidence \
    (n, id, kind, cells, sources, speaker, refs, rates, locator, line, filed_by, note, text) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)";

/// Writes an item of evidence as number `n`, and by what it can be found.
pub(crate) fn put_item(conn: &Connection, n: i64, item: &Evidence) -> Outcome<()> {
    conn.prepare_cached(INSERT)?.execute(params![
        n,
        item.id.as_str(),
        word(&item.kind)?,
        list_column(&item.cells)?,
        list_column(&item.sources)?,
        item.speaker.as_ref().map(SpeakerId::as_str),
        list_column(&item.refs)?,
        list_column(&item.rates)?,
        item.locator,
        item.line,
        item.filed_by,
        item.note,
        item.text
    ])?;
    let mut on = conn.prepare_cached("INSERT OR IGNORE INTO evidence_on (shelf, evidence) VALUES (?1, ?2)")?;
    for shelf in shelves_of(item) {
        on.execute(params![shelf_name(&shelf), n])?;
    }
    let mut from = conn.prepare_cached("INSERT OR IGNORE INTO evidence_from (source, evidence) VALUES (?1, ?2)")?;
    for source in &item.sources {
        from.execute(params![source.as_str(), n])?;
    }
    Ok(())
}

/// Reads so many items of evidence from a place in reading order, from 0.
pub(crate) fn get_evidence(conn: &Connection, from: usize, count: usize) -> Outcome<Vec<Evidence>> {
    let mut select =
        conn.prepare_cached(&format!("SELECT {EVIDENCE} FROM evidence WHERE n > ?1 AND n <= ?2 ORDER BY n"))?;
    let whole = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let mut rows = select.query([whole(from), whole(from.saturating_add(count))])?;
    let mut evidence = Vec::new();
    while let Some(row) = rows.next()? {
        let item = || row.get::<_, String>(0).map_or_else(|_| "an item".to_owned(), |id| format!("item {id}"));
        evidence.push(evidence_row(row).map_err(|error| error.in_what(item))?);
    }
    Ok(evidence)
}

fn evidence_row(row: &Row<'_>) -> Outcome<Evidence> {
    let kind: String = row.get(1)?;
    Ok(Evidence {
        id: EvidenceId(row.get(0)?),
        kind: from_word::<EvidenceKind>(&kind)?,
        cells: from_list_column(row, 2)?,
        sources: from_list_column(row, 3)?,
        speaker: row.get::<_, Option<String>>(4)?.map(SpeakerId),
        refs: from_list_column(row, 5)?,
        rates: from_list_column(row, 6)?,
        locator: row.get(7)?,
        line: row.get(8)?,
        filed_by: row.get(9)?,
        note: row.get(10)?,
        text: row.get(11)?,
    })
}

/// The word a unit variant is written as.
pub(crate) fn word<T: Serialize>(value: &T) -> Outcome<String> {
    let quoted = serde_json::to_string(value)?;
    Ok(quoted.trim_matches('"').to_owned())
}

fn from_word<T: DeserializeOwned>(word: &str) -> Outcome<T> {
    Ok(T::deserialize(IntoDeserializer::<WordError>::into_deserializer(word))?)
}

/// Most items have few lists: an empty one takes no room.
fn list_column<T: Serialize>(list: &[T]) -> Outcome<Option<String>> {
    if list.is_empty() { Ok(None) } else { Ok(Some(serde_json::to_string(list)?)) }
}

fn from_list_column<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Outcome<Vec<T>> {
    match row.get_ref(at)?.as_str_or_null().map_err(rusqlite::Error::from)? {
        Some(json) => Ok(serde_json::from_str(json)?),
        None => Ok(Vec::new()),
    }
}

fn from_json<T: DeserializeOwned>(row: &Row<'_>, at: usize) -> Outcome<T> {
    let json = row.get_ref(at)?.as_str().map_err(rusqlite::Error::from)?;
    Ok(serde_json::from_str(json)?)
}
