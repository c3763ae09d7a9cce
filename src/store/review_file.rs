//! A review as one SQLite file, `.plumb`: read without being changed, written only as a new file.
//!
//! Uses `model`. Invariant: a review written and read back is equal, and so is its digest. Whether a
//! review makes sense is for its reader to check: a file from elsewhere is an untrusted document.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use rusqlite::config::DbConfig;

use crate::model::review::Review;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::review_columns;
use crate::store::review_columns::ColumnError;
use crate::store::review_schema;
use crate::store::review_schema::REVIEW_MARK;
use crate::store::review_schema::REVIEW_TABLES;
use crate::store::schema;

/// Writes a review as a new `.plumb` file. The digest is kept, not computed.
pub fn write_review(path: &Path, review: &Review, digest: &str, existing: Existing) -> Result<(), StoreError> {
    let temp = atomic::temp_beside(path, existing)?;
    let mut conn = schema::connect(temp.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    write_all(&mut conn, review, digest).map_err(column(path))?;
    conn.close().map_err(|(_, error)| StoreError::sqlite(path)(error))?;
    check_whole(temp.path(), path, review, digest)?;
    atomic::publish(temp, path, existing)
}

fn write_all(conn: &mut Connection, review: &Review, digest: &str) -> Result<(), ColumnError> {
    // The file has no name yet and is synced as a whole before it gets one.
    conn.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "OFF")?;
    let whole = conn.transaction()?;
    fill(&whole, review, digest)?;
    review_schema::make_text_index(&whole)?;
    Ok(whole.commit()?)
}

/// Makes and fills the tables of a review in an empty database, all but the full-text index.
fn fill(conn: &Connection, review: &Review, digest: &str) -> Result<(), ColumnError> {
    review_schema::make_tables(conn)?;
    let head = serde_json::to_string(&head_of(review))?;
    let mut put = conn.prepare("INSERT INTO meta (key, value) VALUES (?1, ?2)")?;
    put.execute(["head", &head])?;
    put.execute(["digest", digest])?;
    review_columns::put_list(conn, "scale", &review.scale, |point| point.id.id())?;
    review_columns::put_list(conn, "questions", &review.questions, |question| question.id.0.clone())?;
    review_columns::put_list(conn, "areas", &review.areas, |area| area.id.0.clone())?;
    review_columns::put_list(conn, "commitments", &review.commitments, |commitment| commitment.id.0.clone())?;
    review_columns::put_list(conn, "themes", &review.themes, |theme| theme.id.0.clone())?;
    review_columns::put_list(conn, "footnotes", &review.footnotes, |note| note.number)?;
    review_columns::put_sources(conn, &review.sources)?;
    review_columns::put_evidence(conn, &review.evidence)?;
    Ok(review_schema::make_keys(conn)?)
}

/// The review without its lists, which have tables of their own.
fn head_of(review: &Review) -> Review {
    Review {
        format: review.format.clone(),
        version: review.version,
        id: review.id,
        edition: review.edition,
        title: review.title.clone(),
        body: review.body.clone(),
        date: review.date.clone(),
        url: review.url.clone(),
        licence: review.licence.clone(),
        note: review.note.clone(),
        wording: review.wording,
        scale: Vec::new(),
        questions: Vec::new(),
        areas: Vec::new(),
        commitments: Vec::new(),
        sources: Vec::new(),
        footnotes: Vec::new(),
        evidence: Vec::new(),
        published: review.published.clone(),
        themes: Vec::new(),
        settings: review.settings.clone(),
    }
}

/// Checks that a file just written has all its pages and rows, before it gets its name.
fn check_whole(temp: &Path, path: &Path, review: &Review, digest: &str) -> Result<(), StoreError> {
    let not_whole = |detail: String| Err(StoreError::NotWhole { path: path.to_owned(), detail });
    let bad = StoreError::sqlite(path);
    let conn = schema::connect(temp, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if let Some(detail) = cut_short(&conn, temp).map_err(&bad)? {
        return not_whole(detail);
    }
    let items: i64 = conn.query_row("SELECT count(*) FROM evidence", [], |row| row.get(0)).map_err(&bad)?;
    if items.unsigned_abs() != review.evidence.len() as u64 {
        return not_whole(format!("{items} of {} items of evidence arrived", review.evidence.len()));
    }
    if meta(&conn, "digest").map_err(&bad)? != digest {
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

fn meta(conn: &Connection, key: &str) -> rusqlite::Result<String> {
    conn.query_row("SELECT value FROM meta WHERE key = ?1", [key], |row| row.get(0))
}

/// Reads a whole review, and the digest it was written with.
pub fn read_review(path: &Path) -> Result<(Review, String), StoreError> {
    let conn = open_review(path)?;
    read_all(&conn).map_err(column(path))
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

/// A review's tables in memory, for a review that came as JSON. The full-text index is not made:
/// [`review_schema::make_text_index`] does so, off the drawing thread.
pub fn review_in_memory(review: &Review, digest: &str) -> Result<Connection, StoreError> {
    let path = Path::new(":memory:");
    let mut conn = Connection::open_in_memory().map_err(StoreError::sqlite(path))?;
    let whole = conn.transaction().map_err(StoreError::sqlite(path))?;
    fill(&whole, review, digest).map_err(column(path))?;
    whole.commit().map_err(StoreError::sqlite(path))?;
    Ok(conn)
}

fn read_all(conn: &Connection) -> Result<(Review, String), ColumnError> {
    let whole = conn.unchecked_transaction()?;
    let head: Review = serde_json::from_str(&meta(&whole, "head")?)?;
    let digest = meta(&whole, "digest")?;
    let review = Review {
        scale: review_columns::get_list(&whole, "scale")?,
        questions: review_columns::get_list(&whole, "questions")?,
        areas: review_columns::get_list(&whole, "areas")?,
        commitments: review_columns::get_list(&whole, "commitments")?,
        themes: review_columns::get_list(&whole, "themes")?,
        footnotes: review_columns::get_list(&whole, "footnotes")?,
        sources: review_columns::get_sources(&whole)?,
        evidence: review_columns::get_evidence(&whole, 0, usize::MAX)?,
        ..head
    };
    whole.finish()?;
    Ok((review, digest))
}

/// Puts a column that could not be read into words.
pub(crate) fn column(path: &Path) -> impl Fn(ColumnError) -> StoreError {
    let path = path.to_owned();
    move |error| match error {
        ColumnError::Sqlite(error @ rusqlite::Error::SqliteFailure(..)) => StoreError::sqlite(&path)(error),
        other => StoreError::Damaged { path: path.clone(), detail: other.to_string() },
    }
}

#[cfg(test)]
#[path = "review_file_tests.rs"]
mod tests;
