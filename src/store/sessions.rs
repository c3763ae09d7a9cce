//! The sessions kept on this machine: where they are, what they are, and their care.
//!
//! Owns the folder `sessions` in the data folder. Invariant: a session is removed only after its lock was
//! taken and, where it is moved, after the copy was read back and found the same.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;
use uuid::Uuid;

use crate::model::ids::MemberId;
use crate::model::moment::Moment;
use crate::model::session::MemberRef;
use crate::model::session::ReviewRef;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::lock::Lock;
use crate::store::rebuild;
use crate::store::rows::Contents;
use crate::store::rows::SessionMeta;
use crate::store::schema;
use crate::store::session_file::connect_to_read;
use crate::store::snapshots;

/// What a session's file name ends in.
pub const SESSION_ENDING: &str = "plumbsession";

/// Where the sessions are.
pub fn folder(data: &Path) -> PathBuf {
    data.join("sessions")
}

/// Where one member's session about one review is.
pub fn session_path(data: &Path, review: Uuid, member: MemberId) -> PathBuf {
    folder(data).join(review.to_string()).join(format!("{member}.{SESSION_ENDING}"))
}

/// One session, as a list shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionSummary {
    /// Where it is.
    pub path: PathBuf,
    /// The review it is about.
    pub review: ReviewRef,
    /// Whose it is.
    pub member: MemberRef,
    /// How many acts its log has.
    pub acts: u64,
    /// When the last of them was, or the session begun.
    pub last_changed: Moment,
    /// Made by a newer program: it can be read but not changed.
    pub newer: bool,
}

/// The sessions of this machine.
#[derive(Debug, Default)]
pub struct Listing {
    /// Those that can be read: by review title, the last changed first.
    pub sessions: Vec<SessionSummary>,
    /// Those that cannot, and why.
    pub unreadable: Vec<StoreError>,
}

/// Lists the sessions of this machine.
pub fn list(data: &Path) -> Result<Listing, StoreError> {
    let mut listing = Listing::default();
    for review in entries(&folder(data))? {
        for path in entries(&review)? {
            if path.extension().is_none_or(|ending| ending != SESSION_ENDING) {
                continue;
            }
            match summary(&path) {
                Ok(summary) => listing.sessions.push(summary),
                Err(error) => listing.unreadable.push(error),
            }
        }
    }
    listing.sessions.sort_by(|a, b| {
        let newest_first = b.last_changed.cmp(&a.last_changed);
        a.review.title.cmp(&b.review.title).then(a.review.id.cmp(&b.review.id)).then(newest_first)
    });
    Ok(listing)
}

/// The files of all sessions of this machine, whether they can be read or not; also of those of which only a rebuilt one is
/// left.
pub fn files(data: &Path) -> Result<Vec<PathBuf>, StoreError> {
    let mut files = Vec::new();
    for review in entries(&folder(data))? {
        for path in entries(&review)? {
            let name = path.to_string_lossy().into_owned();
            let session = name.strip_suffix(".rebuilt").unwrap_or(&name);
            if session.ends_with(&format!(".{SESSION_ENDING}")) {
                files.push(PathBuf::from(session));
            }
        }
    }
    files.sort();
    files.dedup();
    Ok(files)
}

fn entries(folder: &Path) -> Result<Vec<PathBuf>, StoreError> {
    use std::io::ErrorKind;
    match fs::read_dir(folder) {
        Ok(entries) => Ok(entries.flatten().map(|entry| entry.path()).collect()),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => Ok(Vec::new()),
        Err(error) => Err(StoreError::io("list", folder)(error)),
    }
}

/// What one session is, without reading its log.
pub fn summary(path: &Path) -> Result<SessionSummary, StoreError> {
    let (conn, _copy) = connect_to_read(path)?;
    let newer = schema::session_version(&conn, path)? > schema::SESSION_TABLES;
    let bad = StoreError::sqlite(path);
    let head = Contents::read_meta(&conn).map_err(&bad)?;
    let damaged = |detail| StoreError::Damaged { path: path.to_owned(), detail };
    let meta = SessionMeta::from_map(&head).map_err(damaged)?;
    let acts: i64 = conn.query_row("SELECT count(*) FROM acts", [], |row| row.get(0)).map_err(&bad)?;
    let last: Option<String> =
        conn.query_row("SELECT (SELECT at FROM acts ORDER BY seq DESC LIMIT 1)", [], |row| row.get(0)).map_err(&bad)?;
    let last_changed = match last {
        Some(at) => at.parse().map_err(|_| damaged("the time of its last act is no time".to_owned()))?,
        None => meta.created,
    };
    let (path, acts) = (path.to_owned(), acts.unsigned_abs());
    Ok(SessionSummary { path, review: meta.review, member: meta.member, acts, last_changed, newer })
}

/// Copies a session into one new file, while it may be in use.
pub fn backup(path: &Path, target: &Path, existing: Existing) -> Result<(), StoreError> {
    let (conn, _copy) = connect_to_read(path)?;
    schema::session_version(&conn, path)?;
    copy_into(&conn, path, target, existing)
}

pub(crate) fn copy_into(conn: &Connection, path: &Path, target: &Path, existing: Existing) -> Result<(), StoreError> {
    // SQLite would make the copy readable to all; it keeps the mode of an empty file that is there.
    let temp = atomic::temp_beside(target, existing)?;
    let into = std::path::absolute(temp.path()).map_err(StoreError::io("write", target))?;
    let into = into.to_str().ok_or_else(|| StoreError::NotAFile { path: target.to_owned() })?;
    conn.execute("VACUUM INTO ?1", [into]).map_err(StoreError::sqlite(target))?;
    let copy = schema::connect(temp.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    if Contents::read(&copy, target)? != Contents::read(conn, path)? {
        let detail = "the copy differs from the session".to_owned();
        return Err(StoreError::NotWhole { path: target.to_owned(), detail });
    }
    drop(copy);
    atomic::publish(temp, target, existing)
}

/// Moves a session to a place where there is none. Refused while a window has it open.
pub fn move_to(path: &Path, target: &Path, now: Moment) -> Result<(), StoreError> {
    summary(path)?;
    let lock = Lock::acquire(path, now)?;
    rebuild::finish(path)?;
    atomic::make_folder(atomic::folder_of(target))?;
    backup(path, target, Existing::Refuse)?;
    remove_files(path)?;
    drop(lock);
    remove_lock(path)
}

/// Deletes a session and all that belongs to it. Refused while a window has it open.
pub fn delete(path: &Path, now: Moment) -> Result<(), StoreError> {
    if !path.exists() && !rebuild::rebuilt(path).exists() {
        return Err(StoreError::Missing { path: path.to_owned() });
    }
    let lock = Lock::acquire(path, now)?;
    remove_files(path)?;
    snapshots::remove(path)?;
    drop(lock);
    remove_lock(path)
}

fn remove_files(path: &Path) -> Result<(), StoreError> {
    // The log goes first: left alone it could be replayed into a later file of the same name.
    rebuild::remove_companions(path)?;
    atomic::remove(&rebuild::rebuilt(path))?;
    atomic::remove(path)?;
    atomic::sync_folder(path)
}

fn remove_lock(path: &Path) -> Result<(), StoreError> {
    atomic::remove(&atomic::beside(path, ".takeover"))?;
    atomic::remove(&atomic::beside(path, ".lock"))?;
    let folder = atomic::folder_of(path);
    let ours = folder.file_name().is_some_and(|name| Uuid::try_parse(&name.to_string_lossy()).is_ok());
    if ours {
        // Goes only if it is empty now; other members' sessions keep it.
        let _ = fs::remove_dir(folder);
    }
    Ok(())
}

#[cfg(test)]
#[path = "sessions_tests.rs"]
mod tests;
