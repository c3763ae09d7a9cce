//! A whole session file written anew from memory, and put in the place of one that can no longer be trusted.
//!
//! After a failed sync the system may have dropped what was written and report the next sync as done
//! (PostgreSQL, 2018), so the same file is not written again. Invariant: once `<session>.rebuilt` has its
//! name it is complete, and whoever opens the session next finishes the exchange.

use std::path::Path;
use std::path::PathBuf;

use rusqlite::Connection;
use rusqlite::OpenFlags;

use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::rows::Contents;
use crate::store::schema;

/// Files SQLite keeps beside a database.
const COMPANIONS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Removes what SQLite keeps beside a database. The caller holds the lock and has the file closed.
pub(crate) fn remove_companions(path: &Path) -> Result<(), StoreError> {
    COMPANIONS.iter().try_for_each(|ending| atomic::remove(&atomic::beside(path, ending)))
}

/// Writes a new session file with these contents.
pub(crate) fn write_whole(path: &Path, contents: &Contents, existing: Existing) -> Result<(), StoreError> {
    let temp = atomic::temp_beside(path, existing)?;
    let bad = StoreError::sqlite(path);
    let mut conn = schema::connect(temp.path(), OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    fill(&mut conn, contents).map_err(&bad)?;
    conn.close().map_err(|(_, error)| bad(error))?;
    let check = schema::connect(temp.path(), OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    let found = Contents::read(&check, path)?;
    drop(check);
    if &found != contents {
        let detail = format!("{} of {} acts arrived", found.acts.len(), contents.acts.len());
        return Err(StoreError::NotWhole { path: path.to_owned(), detail });
    }
    atomic::publish(temp, path, existing)
}

fn fill(conn: &mut Connection, contents: &Contents) -> rusqlite::Result<()> {
    // The file has no name yet and is synced as a whole before it gets one.
    conn.pragma_update_and_check(None, "journal_mode", "OFF", |_| Ok(()))?;
    conn.pragma_update(None, "synchronous", "OFF")?;
    let whole = conn.transaction()?;
    schema::make_session_tables(&whole)?;
    contents.write(&whole)?;
    whole.commit()
}

/// Where a session is rebuilt.
pub(crate) fn rebuilt(path: &Path) -> PathBuf {
    atomic::beside(path, ".rebuilt")
}

/// Puts a rebuilt session in its place, if there is one. The caller holds the lock and has the old file closed.
pub(crate) fn finish(path: &Path) -> Result<(), StoreError> {
    let rebuilt = rebuilt(path);
    if !rebuilt.exists() {
        return Ok(());
    }
    // The old log goes first: replayed into the new file it would damage it.
    remove_companions(path)?;
    atomic::sync_folder(path)?;
    std::fs::rename(&rebuilt, path).map_err(StoreError::io("replace", path))?;
    atomic::sync_folder(path)
}
