//! A review's tables as search asks them: the full-text index, and the rows that it speaks of.
//!
//! Owns the connection it asks through, and no opinion of what may be shown. Invariant: it only reads a file, and rows
//! come in reading order: items by their place, then paragraphs of sources' texts.

pub mod building;

use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::model::catalog::Shelf;
use crate::model::evidence::Evidence;
use crate::model::review::Review;
use crate::model::source::Source;
use crate::store::error::StoreError;
use crate::store::review_columns;
use crate::store::review_columns::ColumnError;
use crate::store::review_file;
use crate::store::review_fill::DIGEST;
use crate::store::review_fill::get_meta;
use crate::store::review_schema::SEARCHED_FROM;
use crate::store::text_index::building::Building;

/// The row of the first paragraph of a source; items are counted from 1.
pub const FIRST_PART: i64 = 1 << 31;
/// The mark of an item that states, or may state, a published rating.
pub const STEERS: &str = "\u{e000}s";
/// Words asked for at once in the place of a beginning.
const SPELLED: usize = 48;

/// The mark of a kind, by its word on screen. Marks begin with what begins no word.
pub fn kind_mark(kind: &str) -> String {
    format!("\u{e000}k{}", kind.split(' ').next().unwrap_or(kind))
}

/// In what order rows come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Order {
    /// Reading order.
    #[default]
    Reading,
    /// The best first.
    Best,
}

/// Where a paragraph stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// Its source, counted from 1.
    pub source: i64,
    /// The first scalar value of it in its source's text.
    pub start: usize,
    /// Its own text.
    pub text: String,
}

/// An open index.
pub struct TextIndex {
    conn: Connection,
    path: PathBuf,
    building: Option<Building>,
}

/// Stops what an index is asked, from another thread.
pub struct Stopper(rusqlite::InterruptHandle);

impl Stopper {
    /// Stops it, if anything is asked right now.
    pub fn stop(&self) {
        self.0.interrupt();
    }
}

type Outcome<T> = Result<T, StoreError>;

impl TextIndex {
    /// Opens the index of a `.plumb` file to read, and the digest of the review in it; none where the file was made before
    /// there was an index.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn of_file(path: &Path) -> Outcome<Option<(Self, String)>> {
        let conn = review_file::open_review(path)?;
        let wrong = StoreError::sqlite(path);
        let version: i64 = conn.pragma_query_value(None, "user_version", |row| row.get(0)).map_err(&wrong)?;
        let indexed = "SELECT count(*) FROM sqlite_schema WHERE name IN ('search', 'search_words', 'source_parts')";
        let tables: i64 = conn.query_row(indexed, [], |row| row.get(0)).map_err(&wrong)?;
        let ready = version >= SEARCHED_FROM && tables == 3;
        if !ready {
            return Ok(None);
        }
        // From here on the file is read as it is now.
        conn.execute_batch("BEGIN").map_err(&wrong)?;
        let digest = get_meta(&conn, DIGEST).map_err(&wrong)?;
        Ok(Some((Self { conn, path: path.to_owned(), building: None }, digest)))
    }

    /// The tables of a review in memory, with an index that is still to be built by [`Self::build`].
    ///
    /// # Errors
    /// No memory.
    pub fn in_memory(review: &Review) -> Outcome<Self> {
        let conn = review_file::review_in_memory(review, "")?;
        let path = PathBuf::from(":memory:");
        let building = Some(Building::new(&conn).map_err(StoreError::sqlite(&path))?);
        Ok(Self { conn, path, building })
    }

    /// Builds some more of the index; true once it is whole.
    ///
    /// # Errors
    /// No memory.
    pub fn build(&mut self) -> Outcome<bool> {
        if let Some(building) = &mut self.building
            && building.step(&self.conn).map_err(StoreError::sqlite(&self.path))?
        {
            self.building = None;
        }
        Ok(self.building.is_none())
    }

    /// Whether the index is whole.
    pub fn is_whole(&self) -> bool {
        self.building.is_none()
    }

    /// What stops it from another thread.
    pub fn stopper(&self) -> Stopper {
        Stopper(self.conn.get_interrupt_handle())
    }

    /// An expression of the index for words that stand together, the last one perhaps a beginning.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn expression(&self, words: &[String], beginning: bool) -> Outcome<String> {
        let phrase = words.join(" ");
        let Some((last, before)) = words.split_last().filter(|_| beginning) else { return Ok(format!("\"{phrase}\"")) };
        // Up to three letters a beginning is a word of the index itself. Beyond, the few words that begin so are read
        // as they come; a beginning would be gathered whole before its first row.
        if last.chars().count() <= 3 {
            return Ok(format!("\"{phrase}\" *"));
        }
        let begun = self.beginning_with(last, SPELLED + 1)?;
        if begun.len() > SPELLED {
            return Ok(format!("\"{phrase}\" *"));
        }
        let spelled = begun.iter().map(|(word, _)| {
            let words = before.iter().chain([word]).map(String::as_str);
            format!("\"{}\"", words.collect::<Vec<_>>().join(" "))
        });
        let spelled: Vec<String> = spelled.collect();
        Ok(if spelled.is_empty() { format!("\"{phrase}\"") } else { format!("({})", spelled.join(" OR ")) })
    }

    /// So many of the words with a beginning, and how many texts each is in.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn beginning_with(&self, beginning: &str, limit: usize) -> Outcome<Vec<(String, u64)>> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT word, texts FROM search_words WHERE word >= ?1 AND word < ?1 || char(1114111) LIMIT ?2",
            )?;
            let rows = select.query_map(params![beginning, whole(limit)], |row| {
                Ok((row.get(0)?, row.get::<_, i64>(1)?.unsigned_abs()))
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })
    }

    /// Gives the rows that answer an expression, after a row, until it is told to stop.
    ///
    /// # Errors
    /// The file cannot be read, or it was stopped.
    pub fn matching(
        &self,
        expression: &str,
        after: i64,
        order: Order,
        mut take: impl FnMut(i64) -> bool,
    ) -> Outcome<()> {
        let by = match order {
            Order::Reading => "rowid",
            Order::Best => "bm25(search, 1.0, 0.5), rowid",
        };
        self.read(|conn| {
            let sql = format!("SELECT rowid FROM search WHERE search MATCH ?1 AND rowid > ?2 ORDER BY {by}");
            let mut select = conn.prepare_cached(&sql)?;
            let mut rows = select.query(params![expression, after])?;
            while let Some(row) = rows.next()? {
                if !take(row.get(0)?) {
                    break;
                }
            }
            Ok(())
        })
    }

    /// Gives every row, after a row, until it is told to stop.
    ///
    /// # Errors
    /// The file cannot be read, or it was stopped.
    pub fn every(&self, after: i64, mut take: impl FnMut(i64) -> bool) -> Outcome<()> {
        self.read(|conn| {
            for table in ["evidence", "source_parts"] {
                let mut select = conn.prepare_cached(&format!("SELECT n FROM {table} WHERE n > ?1 ORDER BY n"))?;
                let mut rows = select.query([after])?;
                while let Some(row) = rows.next()? {
                    if !take(row.get(0)?) {
                        return Ok(());
                    }
                }
            }
            Ok(())
        })
    }

    /// An item.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn item(&self, row: i64) -> Outcome<Option<Evidence>> {
        let Ok(before) = usize::try_from(row - 1) else { return Ok(None) };
        self.read(|conn| Ok(review_columns::get_evidence(conn, before, 1)?.pop()))
    }

    /// The row of an item by its key.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn row_of(&self, id: &str) -> Outcome<Option<i64>> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT n FROM evidence WHERE id = ?1")?;
            Ok(select.query_row([id], |row| row.get(0)).optional()?)
        })
    }

    /// A paragraph of a source's text.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn part(&self, row: i64) -> Outcome<Option<Part>> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT source, char, substr(CAST(text AS BLOB), byte + 1, bytes)
                 FROM source_parts JOIN sources ON sources.n = source WHERE source_parts.n = ?1",
            )?;
            let part = |row: &rusqlite::Row<'_>| {
                let text = String::from_utf8_lossy(row.get_ref(2)?.as_blob()?).into_owned();
                Ok(Part { source: row.get(0)?, start: number(row.get(1)?), text })
            };
            Ok(select.query_row([row], part).optional()?)
        })
    }

    /// The paragraphs of a source, as rows and where they begin in its text.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn parts_of(&self, source: i64) -> Outcome<Vec<(i64, usize)>> {
        self.read(|conn| {
            let sql = "SELECT n, char FROM source_parts WHERE source = ?1 ORDER BY n";
            let mut select = conn.prepare_cached(sql)?;
            let rows = select.query_map([source], |row| Ok((row.get(0)?, number(row.get(1)?))))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })
    }

    /// What is known of a source, without its text.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn source(&self, source: i64) -> Outcome<Option<Source>> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT json FROM sources WHERE n = ?1")?;
            let json: Option<String> = select.query_row([source], |row| row.get(0)).optional()?;
            Ok(json.map(|json| serde_json::from_str(&json)).transpose()?)
        })
    }

    /// The place of a source by its key, counted from 1.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn source_of(&self, id: &str) -> Outcome<Option<i64>> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT n FROM sources WHERE id = ?1")?;
            Ok(select.query_row([id], |row| row.get(0)).optional()?)
        })
    }

    /// The items on a shelf.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn on_shelf(&self, shelf: &Shelf) -> Outcome<Vec<i64>> {
        self.list(
            "SELECT evidence FROM evidence_on WHERE shelf = ?1 ORDER BY evidence",
            &review_columns::shelf_name(shelf),
        )
    }

    /// The items that name a source.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn naming(&self, source: &str) -> Outcome<Vec<i64>> {
        self.list("SELECT evidence FROM evidence_from WHERE source = ?1 ORDER BY evidence", source)
    }

    fn list(&self, sql: &'static str, key: &str) -> Outcome<Vec<i64>> {
        self.read(|conn| {
            let mut select = conn.prepare_cached(sql)?;
            let rows = select.query_map([key], |row| row.get(0))?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })
    }

    fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, ColumnError>) -> Outcome<T> {
        ask(&self.conn).map_err(review_file::column(&self.path))
    }
}

impl std::fmt::Debug for TextIndex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TextIndex").field("path", &self.path).finish_non_exhaustive()
    }
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn number(whole: i64) -> usize {
    usize::try_from(whole).unwrap_or(0)
}

#[cfg(test)]
mod tests;
