//! One member's session in one SQLite file: acts from which the state follows, and reading marks beside it.
//!
//! Uses `model`. Invariant: a file open for writing is locked by this process; a file of a newer
//! version, or opened for reading, is never changed.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::ErrorCode;
use rusqlite::OpenFlags;
use rusqlite::TransactionBehavior;
use rusqlite::config::DbConfig;
use tempfile::TempDir;

use crate::model::moment::Moment;
use crate::model::session::LogEntry;
use crate::model::session::Tool;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::change::Change;
use crate::store::change::signature;
use crate::store::error::StoreError;
use crate::store::filesystem;
use crate::store::filesystem::FileSystem;
use crate::store::filesystem::Journal;
use crate::store::filesystem::StoreWarning;
use crate::store::lock::Lock;
use crate::store::rebuild;
#[cfg(test)]
use crate::store::recover;
use crate::store::regular;
use crate::store::rows::Contents;
use crate::store::rows::NOT_AS_SAVED;
use crate::store::rows::ReadingMark;
use crate::store::rows::SessionMeta;
use crate::store::rows::key;
use crate::store::rows::put_pair;
use crate::store::schema;
use crate::store::sessions;
use crate::store::snapshots;
use crate::store::sum::Sum;

/// What a session is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OpenMode {
    /// To look; others may write meanwhile.
    Read,
    /// To change; refused while another window has it.
    Write {
        /// The time, for telling others since when.
        now: Moment,
    },
    /// To change, asking whoever has it to finish.
    TakeOver {
        /// The time.
        now: Moment,
        /// How long to wait for the other window.
        patience: Duration,
    },
}

/// What stands in a session when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    /// What it says about itself.
    pub meta: SessionMeta,
    /// The log, in order.
    pub entries: Vec<LogEntry>,
    /// What was read.
    pub reading: Vec<ReadingMark>,
    /// Where the member was.
    pub place: BTreeMap<String, String>,
    /// What the member should know.
    pub warnings: Vec<StoreWarning>,
    /// Whether it can be changed: opened to change, and not by a newer program.
    pub writable: bool,
}

/// An open session file.
#[derive(Debug)]
pub struct SessionStore {
    // Dropped in this order: the database is closed before the lock is given up.
    conn: Option<Connection>,
    contents: Contents,
    sum: Sum,
    journal: Journal,
    path: PathBuf,
    distrusted: bool,
    lock: Option<Lock>,
    _copy: Option<TempDir>,
}

impl SessionStore {
    /// Makes a session file with no acts, and the folder it is in. Fails if there is one.
    pub fn create(path: &Path, meta: &SessionMeta) -> Result<(), StoreError> {
        atomic::make_folder(atomic::folder_of(path))?;
        let contents = Contents { meta: meta.to_map(), ..Contents::default() };
        let _lock = Lock::acquire(path, meta.created)?;
        if path.exists() || rebuild::rebuilt(path).exists() {
            return Err(StoreError::Exists { path: path.to_owned() });
        }
        // A log left by a session that was deleted must not be replayed into this one.
        rebuild::remove_companions(path)?;
        rebuild::write_whole(path, &contents, Existing::Refuse)
    }

    /// Opens a session file and reads all of it.
    pub fn open(path: &Path, mode: OpenMode) -> Result<(Self, Loaded), StoreError> {
        Self::open_on(path, mode, FileSystem::of(path))
    }

    /// The same on a file system of the caller's choosing.
    pub fn open_on(path: &Path, mode: OpenMode, on: FileSystem) -> Result<(Self, Loaded), StoreError> {
        let (lock, now) = match mode {
            OpenMode::Read => return Self::open_to_read(path, Vec::new()),
            OpenMode::Write { now } => (Lock::acquire(must_exist(path)?, now)?, now),
            OpenMode::TakeOver { now, patience } => (Lock::take_over(must_exist(path)?, now, patience)?, now),
        };
        rebuild::finish(path)?;
        let conn = schema::connect(path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        let found = schema::session_version(&conn, path)?;
        if found > schema::SESSION_TABLES {
            leave_untouched(conn);
            drop(lock);
            let warning = StoreWarning::Newer { path: path.to_owned(), found, known: schema::SESSION_TABLES };
            return Self::open_to_read(path, vec![warning]);
        }
        let (journal, mut warnings) = filesystem::journal_for(path, on);
        if !schema::settle_for_writing(&conn, journal).map_err(StoreError::sqlite(path))? {
            warnings.push(StoreWarning::NoLog { path: path.to_owned() });
        }
        if found < schema::SESSION_TABLES {
            migrate(&conn, path, now)?;
        }
        let (contents, as_saved) = Contents::read_as_it_is(&conn, path)?;
        let loaded = loaded(&contents, as_saved, path, warnings, true)?;
        log::info!("session open to change: {}, {} acts, {journal:?}", path.display(), contents.acts.len());
        let (conn, path) = (Some(conn), path.to_owned());
        Ok((
            Self {
                conn,
                sum: Sum::of(&contents),
                contents,
                journal,
                path,
                distrusted: false,
                lock: Some(lock),
                _copy: None,
            },
            loaded,
        ))
    }

    fn open_to_read(path: &Path, mut warnings: Vec<StoreWarning>) -> Result<(Self, Loaded), StoreError> {
        let (conn, copy) = connect_to_read(path)?;
        let found = schema::session_version(&conn, path)?;
        if found > schema::SESSION_TABLES && warnings.is_empty() {
            warnings.push(StoreWarning::Newer { path: path.to_owned(), found, known: schema::SESSION_TABLES });
        }
        let (contents, as_saved) = Contents::read_as_it_is(&conn, path)?;
        let loaded = loaded(&contents, as_saved, path, warnings, false)?;
        log::info!("session open to look at: {}, {} acts", path.display(), contents.acts.len());
        let (conn, journal, path) = (Some(conn), Journal::Wal, path.to_owned());
        Ok((
            Self { conn, sum: Sum::of(&contents), contents, journal, path, distrusted: false, lock: None, _copy: copy },
            loaded,
        ))
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The lock, while the file is open to change.
    pub fn lock(&self) -> Option<&Lock> {
        self.lock.as_ref()
    }

    /// The last act that is committed; 0 before the first.
    pub fn last_seq(&self) -> u64 {
        self.contents.last_seq()
    }

    /// What SQLite finds wrong with the file; empty if all is well. Reads the whole file.
    pub fn quick_check(&self) -> Result<Vec<String>, StoreError> {
        schema::quick_check(self.open_conn()?).map_err(StoreError::sqlite(&self.path))
    }

    /// Whether the file must be rebuilt before anything more is written to it.
    pub fn is_distrusted(&self) -> bool {
        self.distrusted
    }

    /// Has the next write begin with [`Self::rebuild`], as after a failed sync.
    pub(crate) fn distrust(&mut self) {
        self.distrusted = true;
    }

    /// Writes changes in one transaction and syncs it; on failure nothing of them is written.
    pub fn commit(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        if self.lock.is_none() {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        if self.distrusted {
            let detail = "an earlier save failed".to_owned();
            return Err(StoreError::Failing { path: self.path.clone(), detail });
        }
        let signed = self.needs_signing(changes);
        let sum = self.sum.with(&self.contents, changes, signed);
        let conn = self.conn.as_mut().ok_or(StoreError::Closed)?;
        let done = write_changes(conn, changes, signed, sum).map_err(StoreError::sqlite(&self.path));
        if let Err(error) = done {
            self.distrusted = error.distrusts_the_file();
            return Err(error);
        }
        remember(&mut self.contents, changes, signed);
        self.sum = sum;
        Ok(())
    }

    /// Whether the acts among the changes are the first this version of the program writes.
    fn needs_signing(&self, changes: &[Change]) -> bool {
        let this = Tool::this();
        changes.iter().any(|change| matches!(change, Change::Append(_)))
            && (self.contents.meta.get(key::TOOL_NAME) != Some(&this.name)
                || self.contents.meta.get(key::TOOL_VERSION) != Some(&this.version))
    }

    /// Writes everything, with these changes, into a new file in this one's place.
    pub fn rebuild(&mut self, changes: &[Change]) -> Result<(), StoreError> {
        if self.lock.is_none() {
            return Err(StoreError::ReadOnly { path: self.path.clone() });
        }
        let contents = self.contents_with(changes);
        rebuild::write_whole(&rebuild::rebuilt(&self.path), &contents, Existing::Replace)?;
        if let Some(conn) = self.conn.take() {
            leave_untouched(conn);
        }
        self.distrusted = true;
        rebuild::finish(&self.path)?;
        log::warn!("session written anew: {}", self.path.display());
        let conn = schema::connect(&self.path, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
        schema::settle_for_writing(&conn, self.journal).map_err(StoreError::sqlite(&self.path))?;
        self.conn = Some(conn);
        self.sum = Sum::of(&contents);
        self.contents = contents;
        self.distrusted = false;
        Ok(())
    }

    /// Writes everything, with these changes, into a new session file somewhere else.
    pub fn rescue(&self, target: &Path, changes: &[Change]) -> Result<(), StoreError> {
        rebuild::write_whole(target, &self.contents_with(changes), Existing::Refuse)
    }

    /// Keeps a snapshot of what is saved, where it is time for one. One that cannot be kept costs nothing.
    /// It has the time of the last act.
    pub(crate) fn keep_snapshot(&self) {
        let last = self.contents.acts.last().and_then(|row| row.at.parse().ok());
        if let Some(at) = last.filter(|_| self.lock.is_some()) {
            let _ = snapshots::take(&self.path, &self.contents, at);
        }
    }

    fn contents_with(&self, changes: &[Change]) -> Contents {
        let mut contents = self.contents.clone();
        remember(&mut contents, changes, self.needs_signing(changes));
        contents
    }

    /// The open database, for the rest of this layer.
    pub(crate) fn open_conn(&self) -> Result<&Connection, StoreError> {
        self.conn.as_ref().ok_or(StoreError::Closed)
    }
}

impl Drop for SessionStore {
    fn drop(&mut self) {
        // Closing would copy the log into a file that can no longer be trusted.
        if let Some(conn) = self.conn.take_if(|_| self.distrusted) {
            leave_untouched(conn);
        }
    }
}

fn must_exist(path: &Path) -> Result<&Path, StoreError> {
    // Not to leave a lock beside a mistyped name.
    if path.exists() || rebuild::rebuilt(path).exists() {
        return Ok(path);
    }
    Err(StoreError::Missing { path: path.to_owned() })
}

fn loaded(
    contents: &Contents,
    as_saved: bool,
    path: &Path,
    warnings: Vec<StoreWarning>,
    writable: bool,
) -> Result<Loaded, StoreError> {
    let damaged = |detail| StoreError::Damaged { path: path.to_owned(), detail };
    let entries = contents.acts.iter().map(|row| row.entry()).collect::<Result<Vec<_>, _>>().map_err(damaged)?;
    let meta = SessionMeta::from_map(&contents.meta).map_err(damaged)?;
    // What is plainly wrong was told by its place; the rest only adds up to something else.
    if !as_saved {
        return Err(damaged(NOT_AS_SAVED.to_owned()));
    }
    let (reading, place) = (contents.reading.clone(), contents.place.clone());
    Ok(Loaded { meta, entries, reading, place, warnings, writable })
}

fn write_changes(conn: &mut Connection, changes: &[Change], signed: bool, sum: Sum) -> rusqlite::Result<()> {
    let whole = conn.transaction_with_behavior(TransactionBehavior::Immediate)?;
    changes.iter().try_for_each(|change| change.write(&whole))?;
    if signed {
        signature().iter().try_for_each(|(key, value)| put_pair(&whole, "meta", key, value))?;
    }
    put_pair(&whole, "meta", key::SUM, &sum.text())?;
    whole.commit()
}

fn remember(contents: &mut Contents, changes: &[Change], signed: bool) {
    changes.iter().for_each(|change| change.apply(contents));
    if signed {
        contents.meta.extend(signature().map(|(key, value)| (key.to_owned(), value)));
    }
}

/// Brings a file of an earlier version up to this one; a copy of it as it was is kept beside it.
fn migrate(conn: &Connection, path: &Path, now: Moment) -> Result<(), StoreError> {
    let kept = atomic::beside(&path.with_extension(""), &format!(".earlier-{}", now.millis()));
    sessions::copy_into(conn, path, &kept, Existing::Refuse)?;
    log::info!("session of an earlier version kept as it was: {}", kept.display());
    // Nobody else writes: the session is locked.
    let contents = Contents::read(conn, path)?;
    let bad = StoreError::sqlite(path);
    let whole = conn.unchecked_transaction().map_err(&bad)?;
    put_pair(&whole, "meta", key::SUM, &Sum::of(&contents).text()).map_err(&bad)?;
    whole.pragma_update(None, "user_version", schema::SESSION_TABLES).map_err(&bad)?;
    whole.commit().map_err(&bad)
}

/// Closes a database without copying its log into it.
fn leave_untouched(conn: Connection) {
    let _ = conn.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
    drop(conn);
}

/// Opens a session to read; where its folder cannot be written, in a copy of our own.
///
/// A log needs a file beside it even to be read, and `immutable` would take an unmerged log for damage.
pub(crate) fn connect_to_read(path: &Path) -> Result<(Connection, Option<TempDir>), StoreError> {
    let rebuilt = rebuild::rebuilt(path);
    let path = if rebuilt.exists() { rebuilt.as_path() } else { path };
    let conn = schema::connect(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    match schema::marked_version(&conn, schema::SESSION_MARK) {
        Ok(_) => Ok((conn, None)),
        Err(error) if matches!(error.sqlite_error_code(), Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly)) => {
            drop(conn);
            copy_to_read(path).map(|(conn, copy)| (conn, Some(copy)))
        }
        Err(error) => Err(StoreError::sqlite(path)(error)),
    }
}

fn copy_to_read(path: &Path) -> Result<(Connection, TempDir), StoreError> {
    let copy = tempfile::tempdir().map_err(StoreError::io("copy", path))?;
    let to = copy.path().join("session");
    for ending in ["", "-wal"] {
        let from = atomic::beside(path, ending);
        match regular::expect(&from).and_then(|()| std::fs::copy(&from, atomic::beside(&to, ending))) {
            Err(error) if ending.is_empty() || error.kind() != std::io::ErrorKind::NotFound => {
                return Err(StoreError::io("open", path)(error));
            }
            _ => {}
        }
    }
    let conn = schema::connect(&to, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
    Ok((conn, copy))
}

#[cfg(test)]
#[path = "session_file_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "damaged_tests.rs"]
mod damaged_tests;
