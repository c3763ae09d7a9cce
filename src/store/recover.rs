//! What can be had back of a session: from its own file as far as it reads, from one that was being put in its place, from
//! snapshots and from copies that were put aside.
//!
//! Invariants: looking changes nothing; what is replaced is put aside under a name of its own and never removed; only acts
//! whose chain holds from the first on are taken.

use std::fs;
use std::path::Path;
use std::path::PathBuf;

use rusqlite::OpenFlags;

use crate::document::log::verify;
use crate::model::moment::Moment;
use crate::model::session::LogEntry;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::lock::Lock;
use crate::store::rebuild;
use crate::store::regular;
use crate::store::rows::ActRow;
use crate::store::rows::Contents;
use crate::store::rows::SessionMeta;
use crate::store::schema;
use crate::store::snapshots;

/// Where something can be had back from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The session's own file.
    Itself,
    /// One that was complete and about to take its place.
    Rebuilt,
    /// An earlier state.
    Snapshot,
    /// One that was put aside when another took its place.
    Aside,
}

/// What could be had back from one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// What it is.
    pub source: Source,
    /// Acts that read and whose chain holds.
    pub acts: u64,
    /// When the last of them was done.
    pub last: Option<Moment>,
    /// What is wrong with the file; nothing where it is sound.
    pub wrong: Option<String>,
}

/// What was restored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// Acts in it.
    pub acts: u64,
    /// Where the file that was there is now.
    pub aside: Option<PathBuf>,
}

/// Everything a session could be had back from, what holds most first.
pub fn candidates(session: &Path) -> Vec<Found> {
    let mut files = vec![(session.to_owned(), Source::Itself), (rebuild::rebuilt(session), Source::Rebuilt)];
    files.extend(snapshots::of(session).into_iter().map(|one| (one.path, Source::Snapshot)));
    files.extend(aside(session).into_iter().map(|path| (path, Source::Aside)));
    let there = files.into_iter().filter(|(path, _)| path.symlink_metadata().is_ok_and(|file| file.is_file()));
    let mut found: Vec<Found> = there.map(|(path, source)| look(&path, source)).collect();
    // What is sound goes before what is not, among equals the session itself.
    found.sort_by_key(|one| (std::cmp::Reverse(one.acts), one.wrong.is_some()));
    found
}

/// Files that were put aside in a session's place: `<id>.replaced-…`, `<id>.damaged-…`; or
/// kept when a file of an earlier version was brought up to date: `<id>.earlier-…`.
fn aside(session: &Path) -> Vec<PathBuf> {
    let Some(stem) = session.file_stem().and_then(|stem| stem.to_str()) else { return Vec::new() };
    let Ok(entries) = fs::read_dir(atomic::folder_of(session)) else { return Vec::new() };
    let known = |path: &PathBuf| {
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let rest = name.strip_prefix(stem).unwrap_or_default();
        let rest = [".replaced-", ".damaged-", ".earlier-"].iter().find_map(|put| rest.strip_prefix(put));
        let rest = rest.unwrap_or_default();
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut found: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).filter(known).collect();
    found.sort();
    found
}

fn look(path: &Path, source: Source) -> Found {
    match salvage(path) {
        Ok((contents, wrong)) => {
            let last = contents.acts.last().and_then(|row| row.at.parse().ok());
            Found { path: path.to_owned(), source, acts: contents.last_seq(), last, wrong }
        }
        Err(error) => Found { path: path.to_owned(), source, acts: 0, last: None, wrong: Some(error.told()) },
    }
}

/// Reads a session file as far as it can be read, and says what is wrong with it.
fn salvage(path: &Path) -> Result<(Contents, Option<String>), StoreError> {
    // SQLite itself may write to a file that has a log beside it; a copy is looked at.
    let copy = tempfile::tempdir().map_err(StoreError::io("copy", path))?;
    let to = copy.path().join("session");
    for ending in ["", "-wal"] {
        let from = atomic::beside(path, ending);
        match regular::expect(&from).and_then(|()| fs::copy(&from, atomic::beside(&to, ending))) {
            Err(error) if ending.is_empty() || error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("open", path)(error));
            }
            _ => {}
        }
    }
    let conn = schema::connect(&to, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    let found = schema::session_version(&conn, path)?;
    if found > schema::SESSION_TABLES {
        return Err(StoreError::Damaged {
            path: path.to_owned(),
            detail: "it was written by a newer plumbline".to_owned(),
        });
    }
    if let Ok((contents, as_saved)) = Contents::read_as_it_is(&conn, path) {
        let pages = schema::quick_check(&conn).unwrap_or_else(|error| vec![error.to_string()]);
        let (sound, broken) = chained(contents);
        let otherwise = (!as_saved).then(|| "something beside the acts was changed or lost".to_owned());
        return Ok((sound, broken.or_else(|| pages.into_iter().next()).or(otherwise)));
    }
    let meta = Contents::read_meta(&conn).map_err(StoreError::sqlite(path))?;
    SessionMeta::from_map(&meta).map_err(|detail| StoreError::Damaged { path: path.to_owned(), detail })?;
    let mut acts: Vec<ActRow> = Vec::new();
    while let Ok(Some(row)) = ActRow::read_one(&conn, acts.len() as u64 + 1) {
        acts.push(row);
    }
    let (contents, broken) = chained(Contents { meta, acts, ..Contents::default() });
    let what = format!("it can be read up to act {} only", contents.last_seq());
    Ok((contents, Some(broken.unwrap_or(what))))
}

/// The acts up to the first that does not fit the ones before it, and what is wrong there.
fn chained(mut contents: Contents) -> (Contents, Option<String>) {
    let readable = contents.acts.iter().map(ActRow::entry).take_while(Result::is_ok);
    let entries: Vec<LogEntry> = readable.flatten().collect();
    let sound = match verify(&entries) {
        Ok(()) => entries.len(),
        Err(broken) => {
            let holds = |count: usize| verify(entries.get(..count).unwrap_or_default()).is_ok();
            let (mut least, mut most) = (0, entries.len());
            while most - least > 1 {
                let middle = usize::midpoint(least, most);
                *(if holds(middle) { &mut least } else { &mut most }) = middle;
            }
            // Where two do not fit together, it is not told which of them was changed.
            if broken.place.ends_with(".prev") { least.saturating_sub(1) } else { least }
        }
    };
    if sound == contents.acts.len() {
        return (contents, None);
    }
    contents.acts.truncate(sound);
    let what = format!("act {} was changed or lost, and what comes after it is not certain", sound + 1);
    (contents, Some(what))
}

/// Puts what a file holds in a session's place; what was there is put aside.
///
/// # Errors
/// A session that a window has open; a file in which nothing reads; what cannot be written.
pub fn restore(session: &Path, from: &Path, now: Moment) -> Result<Restored, StoreError> {
    let (contents, _) = salvage(from)?;
    let lock = Lock::acquire(session, now)?;
    let put = atomic::beside(&session.with_extension(""), &format!(".damaged-{}", now.millis()));
    let there = session.symlink_metadata().is_ok();
    let fresh = atomic::beside(session, ".recovered");
    rebuild::write_whole(&fresh, &contents, Existing::Replace)?;
    if there {
        fs::rename(session, &put).map_err(StoreError::io("move", session))?;
        // A log left beside would be played into the new file.
        let log = atomic::beside(session, "-wal");
        if log.exists() {
            fs::rename(&log, atomic::beside(&put, "-wal")).map_err(StoreError::io("move", &log))?;
        }
        rebuild::remove_companions(session)?;
    }
    atomic::remove(&rebuild::rebuilt(session))?;
    fs::rename(&fresh, session).map_err(StoreError::io("move", &fresh))?;
    atomic::sync_folder(session)?;
    drop(lock);
    Ok(Restored { acts: contents.last_seq(), aside: there.then_some(put) })
}

#[cfg(test)]
#[path = "recover_tests.rs"]
mod tests;
