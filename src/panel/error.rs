//! What went wrong with a panel, for the person who has to put it right.
//!
//! Uses the errors of the layers below. Invariant: a message says what is wrong, where, and what to do.

use std::path::PathBuf;

use uuid::Uuid;

use crate::document::error::DocumentError;
use crate::review::open::OpenError;
use crate::store::error::StoreError;

/// A panel could not be read, or not be done with what was asked.
#[derive(Debug, thiserror::Error)]
pub enum PanelError {
    /// A document that cannot be used.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A file that cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A review or session that cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A folder without a panel file.
    #[error(
        "{}: no panel file lies here\n`plumbline panel init` makes one; or name the folder that holds it.",
        folder.display()
    )]
    NoPanel {
        /// The folder.
        folder: PathBuf,
    },
    /// A folder with several.
    #[error("{}: two panel files lie here: {} and {}\nName the one that is meant, or take the other away.",
        folder.display(), one.display(), other.display())]
    TwoPanels {
        /// The folder.
        folder: PathBuf,
        /// One of them.
        one: PathBuf,
        /// The next.
        other: PathBuf,
    },
    /// The review a panel judges is not at hand.
    #[error(
        "the review this panel judges ({id}) is not at hand\nPut its file beside the panel file, or name it with --review."
    )]
    NoReview {
        /// The review's id.
        id: Uuid,
    },
    /// Something given does not fit; a whole sentence with its remedy.
    #[error("{0}")]
    Invalid(String),
    /// Something is there already, or two things contradict each other; a whole sentence with its remedy.
    #[error("{0}")]
    Conflict(String),
}
