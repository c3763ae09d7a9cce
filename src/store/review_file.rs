//! A review as one SQLite file, `.plumb`: read without being changed, written only as a new file.
//!
//! Uses `model`. Invariant: a review written and read back is equal, and so is its digest. Whether a
//! review makes sense is for its reader to check: a file from elsewhere is an untrusted document.

use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::OptionalExtension;
use rusqlite::config::DbConfig;
use tempfile::NamedTempFile;

use crate::model::evidence::Evidence;
use crate::model::review::Review;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::review_columns;
use crate::store::review_columns::ColumnError;
use crate::store::review_fill::CHECKED;
use crate::store::review_fill::DIGEST;
use crate::store::review_fill::Filling;
use crate::store::review_fill::HEAD;
use crate::store::review_fill::checked;
use crate::store::review_fill::get_meta;
use crate::store::review_fill::get_prepared;
use crate::store::review_fill::put_prepared;
use crate::store::review_fill::without_evidence;
use crate::store::review_items::FileItems;
use crate::store::review_schema;
use crate::store::review_schema::REVIEW_MARK;
use crate::store::review_schema::REVIEW_TABLES;
use crate::store::schema;

/// Writes a review as a new `.plumb` file. The digest is kept, not computed; the review is taken to be valid.
pub fn write_review(path: &Path, review: &Review, digest: &str, existing: Existing) -> Result<(), StoreError> {
    let mut writer = ReviewWriter::begin(path, review, existing)?;
    for item in &review.evidence {
        writer.put(item)?;
    }
    writer.finish(digest)
}

/// A `.plumb` file that is being written: its evidence item by item, none of it held.
pub struct ReviewWriter {
    path: PathBuf,
    existing: Existing,
    temp: NamedTempFile,
    conn: Connection,
    filling: Filling,
}

impl std::fmt::Debug for ReviewWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ReviewWriter").field("path", &self.path).finish_non_exhaustive()
    }
}

impl ReviewWriter {
    /// Begins a file with all of a review but its evidence.
    ///
    /// # Errors
    /// A folder that is not there, a file that is; what the disk refuses, here and in all that follow.
    pub fn begin(path: &Path, review: &Review, existing: Existing) -> Result<Self, StoreError> {
        let temp = atomic::temp_beside(path, existing)?;
        let conn = schema::connect(temp.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let begun = || -> Result<Filling, ColumnError> {
            // The file has no name yet and is synced as a whole before it gets one.
            conn.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
            conn.pragma_update(None, "synchronous", "OFF")?;
            conn.pragma_update(None, "cache_size", -CACHE)?;
            conn.execute_batch("BEGIN")?;
            let filling = Filling::begin(&conn, review)?;
            put_prepared(&conn, review)?;
            Ok(filling)
        };
        let filling = begun().map_err(column(path))?;
        Ok(Self { path: path.to_owned(), existing, temp, conn, filling })
    }

    /// Writes the next item.
    ///
    /// # Errors
    /// What the disk refuses.
    pub fn put(&mut self, item: &Evidence) -> Result<(), StoreError> {
        self.filling.put(&self.conn, item).map_err(column(&self.path))
    }

    /// How many items were written.
    pub fn count(&self) -> usize {
        self.filling.count()
    }

    /// Writes what was counted and the full-text index, looks that all has arrived, and gives the file its name.
    ///
    /// # Errors
    /// What the disk refuses; a key that two items have.
    pub fn finish(self, digest: &str) -> Result<(), StoreError> {
        let Self { path, existing, temp, conn, filling } = self;
        let items = filling.count();
        let end = || -> Result<Option<String>, ColumnError> {
            filling.finish(&conn, digest)?;
            let twice = "SELECT id FROM evidence GROUP BY id HAVING count(*) > 1 LIMIT 1";
            if let Some(id) = conn.query_row(twice, [], |row| row.get(0)).optional()? {
                return Ok(Some(id));
            }
            review_schema::make_text_index(&conn)?;
            conn.execute_batch("COMMIT")?;
            Ok(None)
        };
        if let Some(id) = end().map_err(column(&path))? {
            return Err(StoreError::Twice { path, id });
        }
        conn.close().map_err(|(_, error)| StoreError::sqlite(&path)(error))?;
        check_whole(temp.path(), &path, items, digest)?;
        atomic::publish(temp, &path, existing)
    }
}

/// KiB of a file being written that are held in memory.
const CACHE: i64 = 32 * 1024;

/// Checks that a file just written has all its pages and rows, before it gets its name.
fn check_whole(temp: &Path, path: &Path, items: usize, digest: &str) -> Result<(), StoreError> {
    let not_whole = |detail: String| Err(StoreError::NotWhole { path: path.to_owned(), detail });
    let bad = StoreError::sqlite(path);
    let conn = schema::connect(temp, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if let Some(detail) = cut_short(&conn, temp).map_err(&bad)? {
        return not_whole(detail);
    }
    let arrived: i64 = conn.query_row("SELECT count(*) FROM evidence", [], |row| row.get(0)).map_err(&bad)?;
    if arrived.unsigned_abs() != items as u64 {
        return not_whole(format!("{arrived} of {items} items of evidence arrived"));
    }
    if get_meta(&conn, DIGEST).map_err(&bad)? != digest {
        return not_whole("its digest differs".to_owned());
    }
    Ok(())
}

/// Says so if the file is shorter than its pages; SQLite would notice only on the page that is missing.
fn cut_short(conn: &Connection, file: &Path) -> rusqlite::Result<Option<String>> {
    let pages: i64 = conn.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let page: i64 = conn.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let (len, expected) = (std::fs::metadata(file).map_or(0, |about| about.len()), (pages * page).unsigned_abs());
    Ok((len < expected).then(|| format!("it has {len} of {expected} bytes")))
}

/// Reads a whole review, and the digest it was written with.
pub fn read_review(path: &Path) -> Result<(Review, String), StoreError> {
    let conn = open_review(path)?;
    let (head, digest) = read_head(&conn).map_err(column(path))?;
    let evidence = review_columns::get_evidence(&conn, 0, usize::MAX).map_err(column(path))?;
    Ok((Review { evidence, ..head }, digest))
}

/// A review whose evidence stays in its file.
pub struct InFile {
    /// The review, its evidence left out.
    pub review: Review,
    /// The digest it was written with.
    pub digest: String,
    /// Whether no text of the review holds a carriage return or NUL, as far as that was looked for.
    pub plain: bool,
    /// The evidence.
    pub items: FileItems,
}

/// Opens a review to be read in windows; none where the file does not say that it was valid as it was written, or has
/// not what that needs: then it is to be read as a whole.
pub fn review_in_file(path: &Path) -> Result<Option<InFile>, StoreError> {
    let conn = open_review(path)?;
    let version = schema::marked_version(&conn, REVIEW_MARK).map_err(StoreError::sqlite(path))?;
    if version != Some(REVIEW_TABLES) {
        return Ok(None);
    }
    let digest = get_meta(&conn, DIGEST).map_err(|error| column(path)(error.into()))?;
    if !get_meta(&conn, CHECKED).is_ok_and(|said| said == checked(&digest)) {
        return Ok(None);
    }
    let (review, plain) = match get_prepared(&conn).map_err(column(path))? {
        Some(prepared) => prepared,
        None => (read_head(&conn).map_err(column(path))?.0, false),
    };
    let items = FileItems::over(conn, path, &review)?;
    Ok(Some(InFile { review, digest, plain, items }))
}

/// Whether what a file keeps prepared of a review is what its lists say; so too where nothing is prepared.
///
/// # Errors
/// It cannot be read.
pub fn prepared_fits(path: &Path, review: &Review) -> Result<bool, StoreError> {
    let conn = open_review(path)?;
    let prepared = get_prepared(&conn).map_err(column(path))?;
    Ok(prepared.is_none_or(|(head, _)| Review { evidence: Vec::new(), ..head } == without_evidence(review)))
}

/// Opens a review database to read, without reading it.
pub fn open_review(path: &Path) -> Result<Connection, StoreError> {
    let conn = schema::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let wrong = |error| match StoreError::sqlite(path)(error) {
        StoreError::NotPlumbline { path, .. } => StoreError::NotPlumbline { path, expected: "review" },
        other => other,
    };
    // It may come from anywhere: nothing written in its schema is to run anything.
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true).map_err(&wrong)?;
    conn.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false).map_err(&wrong)?;
    match schema::marked_version(&conn, REVIEW_MARK).map_err(&wrong)? {
        None => Err(StoreError::NotPlumbline { path: path.to_owned(), expected: "review" }),
        Some(found) if found > REVIEW_TABLES => {
            Err(StoreError::Newer { path: path.to_owned(), found, known: REVIEW_TABLES })
        }
        Some(_) => match cut_short(&conn, path).map_err(&wrong)? {
            Some(detail) => Err(StoreError::Damaged { path: path.to_owned(), detail }),
            None => Ok(conn),
        },
    }
}

/// What SQLite finds wrong with the pages, tables and indexes of a review database; empty if all is well. Reads all of it.
///
/// # Errors
/// It cannot be opened.
pub fn integrity(path: &Path) -> Result<Vec<String>, StoreError> {
    let conn = open_review(path)?;
    schema::integrity_check(&conn).map_err(StoreError::sqlite(path))
}

/// A review's tables in memory, for a review that came as JSON. The full-text index is not made:
/// [`review_schema::make_text_index`] does so, off the drawing thread.
pub fn review_in_memory(review: &Review, digest: &str) -> Result<Connection, StoreError> {
    let path = Path::new(":memory:");
    let mut conn = Connection::open_in_memory().map_err(StoreError::sqlite(path))?;
    let whole = conn.transaction().map_err(StoreError::sqlite(path))?;
    let filled = || -> Result<(), ColumnError> {
        let mut filling = Filling::begin(&whole, review)?;
        review.evidence.iter().try_for_each(|item| filling.put(&whole, item))?;
        filling.finish(&whole, digest)
    };
    filled().map_err(column(path))?;
    whole.commit().map_err(StoreError::sqlite(path))?;
    Ok(conn)
}

/// All of a review but its evidence, and the digest.
fn read_head(conn: &Connection) -> Result<(Review, String), ColumnError> {
    let said = get_meta(conn, HEAD)?;
    let unread = |_| ColumnError::Unread("what it says of itself".to_owned());
    let head: Review = serde_json::from_str(&said).map_err(unread)?;
    let digest = get_meta(conn, DIGEST)?;
    let review = Review {
        scale: review_columns::get_list(conn, "scale")?,
        questions: review_columns::get_list(conn, "questions")?,
        areas: review_columns::get_list(conn, "areas")?,
        commitments: review_columns::get_list(conn, "commitments")?,
        themes: review_columns::get_list(conn, "themes")?,
        footnotes: review_columns::get_list(conn, "footnotes")?,
        sources: review_columns::get_sources(conn)?,
        evidence: Vec::new(),
        ..head
    };
    Ok((review, digest))
}

/// Puts a column that could not be read into words.
pub(crate) fn column(path: &Path) -> impl Fn(ColumnError) -> StoreError {
    let path = path.to_owned();
    move |error| match error {
        ColumnError::Sqlite(error @ rusqlite::Error::SqliteFailure(..)) => StoreError::sqlite(&path)(error),
        ColumnError::Sqlite(_) => {
            let detail = "something in it is missing or cannot be understood".to_owned();
            StoreError::Damaged { path: path.clone(), detail }
        }
        other => StoreError::Damaged { path: path.clone(), detail: other.to_string() },
    }
}

#[cfg(test)]
#[path = "review_file_tests.rs"]
mod tests;
