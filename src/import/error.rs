//! Why a document could not be taken in: what, where, and what to do.
//!
//! Invariant: every message names the input and a remedy.

use std::path::PathBuf;

/// Why an input could not be taken in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// It could not be read from disk.
    #[error("{path}: {reason}", path = path.display())]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What failed and what to do.
        reason: String,
    },
    /// It is not the kind of file its name says, or holds nothing that can be read.
    #[error("{name}: {reason}")]
    NotReadable {
        /// The input's name.
        name: String,
        /// What is wrong and what to do.
        reason: String,
    },
    /// It asks for more than is given to one document.
    #[error("{name}: {what} is over the limit of {limit}; {remedy}")]
    OverLimit {
        /// The input's name.
        name: String,
        /// What is too large.
        what: String,
        /// The limit, with its unit.
        limit: String,
        /// What to do.
        remedy: String,
    },
    /// It can be read, but what is asked of it is not in it.
    #[error("{name}{}: {reason}", place.as_deref().map(|place| format!(", {place}")).unwrap_or_default())]
    NotUnderstood {
        /// The input's name.
        name: String,
        /// Where: a line, a row and column.
        place: Option<String>,
        /// What is missing or wrong and what to do.
        reason: String,
    },
    /// The member stopped it.
    #[error("stopped; nothing was written")]
    Stopped,
}
