//! What can go wrong with stored files, in words for the person who has to put it right.
//!
//! Uses nothing of the program. Invariant: every message names the file it is about, as far as there is one.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use rusqlite::ErrorCode;

use crate::store::lock::Holder;

/// A file could not be read, written or locked.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum StoreError {
    /// The operating system refused.
    #[error("cannot {doing} {}", path.display())]
    Io { doing: &'static str, path: PathBuf, source: std::io::Error },
    /// There is no such file.
    #[error("there is no file {}; check the path", path.display())]
    Missing { path: PathBuf },
    /// A folder stands where a file was named.
    #[error("{} is a folder, not a file; name a file in it", path.display())]
    Folder { path: PathBuf },
    /// There is no folder for a file to be written into.
    #[error("there is no folder {} to write into; make it first, or choose another place", path.display())]
    NoFolder { path: PathBuf },
    /// Something stands where the file was to go.
    #[error("{} exists already; choose another name, or replace it with --force", path.display())]
    Exists { path: PathBuf },
    /// A symbolic link stands where the file was to go.
    #[error("{} is a link to another file and is not written through; name the file itself", path.display())]
    Link { path: PathBuf },
    /// Neither a file nor free to become one.
    #[error("{} is not an ordinary file; choose another name", path.display())]
    NotAFile { path: PathBuf },
    /// What was written is not what stands in the file.
    #[error("{} was not written whole: {detail}; free some space or choose another disk", path.display())]
    NotWhole { path: PathBuf, detail: String },
    /// The disk has no room.
    #[error("no room left on the disk that holds {}; free some space, then try again", path.display())]
    Full { path: PathBuf },
    /// The disk fails; nothing written since the last save can be relied on.
    #[error("the disk that holds {} does not write reliably ({detail}); save a copy somewhere else", path.display())]
    Failing { path: PathBuf, detail: String },
    /// Another program holds SQLite's own lock.
    #[error("{} is in use by another program; close it there, then try again", path.display())]
    Busy { path: PathBuf },
    /// The file or its folder cannot be written.
    #[error("{} can be read but not changed; check who may write it and its folder", path.display())]
    ReadOnly { path: PathBuf },
    /// Some other kind of file.
    #[error("{} is not a plumbline {expected}; check that it is the file you meant", path.display())]
    NotPlumbline { path: PathBuf, expected: &'static str },
    /// Written by a newer program.
    #[error("made by a newer plumbline (format {found}, this one knows {known}), update plumbline to open it: {}", path.display())]
    Newer { path: PathBuf, found: i64, known: i64 },
    /// Two items of evidence have one key.
    #[error("{}: two items of evidence have the key `{id}`; give one of the two another key", path.display())]
    Twice { path: PathBuf, id: String },
    /// The content contradicts itself.
    #[error("{} is damaged: {detail}; take it again from who sent it, or go back to a copy; `plumbline doctor FILE` looks at all of it", path.display())]
    Damaged { path: PathBuf, detail: String },
    /// Another file has taken the place of one that is in use.
    #[error("another review was put in the place of {} since it was opened; open it again to search it", path.display())]
    Replaced { path: PathBuf },
    /// Another window works on it.
    #[error("{} is open in another window{}; close it there, or take over from it", path.display(), told_holder(.holder.as_ref()))]
    Held { path: PathBuf, holder: Option<Holder> },
    /// The other window was asked to give way and did not.
    #[error("the other window does not answer (asked for {} s to leave {}); end it there, then try again", waited.as_secs(), path.display())]
    NoAnswer { path: PathBuf, waited: Duration },
    /// Some changes are only in memory.
    #[error("{unsaved} {} not saved: {message}", if *unsaved == 1 { "change is" } else { "changes are" })]
    Unsaved { unsaved: usize, message: String },
    /// The disk takes longer than the caller would wait.
    #[error("saving takes longer than {} s; what was done last may not be saved yet", waited.as_secs())]
    Slow { waited: Duration },
    /// The writer has ended.
    #[error("the session is closed; open it again to go on")]
    Closed,
    /// SQLite refused in a way that has no words of its own.
    #[error("cannot use {}", path.display())]
    Sqlite { path: PathBuf, source: rusqlite::Error },
}

fn told_holder(holder: Option<&Holder>) -> String {
    holder.map(|h| format!(" (process {} on {}, since {})", h.pid, h.host, h.since)).unwrap_or_default()
}

impl StoreError {
    /// Says what the system was doing to which file when it refused.
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |source| match source.kind() {
            std::io::ErrorKind::NotFound if doing.starts_with("open") => Self::Missing { path },
            std::io::ErrorKind::IsADirectory if doing.starts_with("open") => Self::Folder { path },
            std::io::ErrorKind::StorageFull => Self::Full { path },
            _ => Self::Io { doing, path, source },
        }
    }

    /// Puts what SQLite refused into words.
    pub(crate) fn sqlite(path: &Path) -> impl Fn(rusqlite::Error) -> Self {
        let path = path.to_owned();
        move |source| {
            let path = path.clone();
            match source.sqlite_error_code() {
                Some(ErrorCode::DiskFull) => Self::Full { path },
                Some(ErrorCode::SystemIoFailure) => Self::Failing { path, detail: source.to_string() },
                Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy { path },
                Some(ErrorCode::ReadOnly) => Self::ReadOnly { path },
                Some(ErrorCode::NotADatabase) => Self::NotPlumbline { path, expected: "file" },
                Some(ErrorCode::DatabaseCorrupt) => {
                    Self::Damaged { path, detail: "its pages do not fit together".to_owned() }
                }
                Some(ErrorCode::CannotOpen) if !path.exists() => Self::Missing { path },
                _ => Self::Sqlite { path, source },
            }
        }
    }

    /// Whether a sync may have failed, so that the open file must not be trusted any more.
    pub fn distrusts_the_file(&self) -> bool {
        matches!(self, Self::Failing { .. } | Self::Damaged { .. })
    }

    /// The message with its causes, in one line.
    pub fn told(&self) -> String {
        let mut text = self.to_string();
        let mut cause = std::error::Error::source(self);
        while let Some(error) = cause {
            text.push_str(": ");
            text.push_str(&error.to_string());
            cause = error.source();
        }
        text
    }
}
