//! A command that could not be done: one message and an exit code.
//!
//! Uses the errors of the layers below. Invariant: what is printed acts on no terminal.

use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use serde_json::json;

use crate::document::error::DocumentError;
use crate::document::write::write_value;
use crate::import::error::ImportError;
use crate::panel::error::PanelError;
use crate::review::open::OpenError;
use crate::review::whose::ChoiceError;
use crate::store::error::StoreError;
use crate::text::display::display;

/// The command line is wrong.
pub const USAGE: u8 = 2;
/// An input cannot be read or is not valid.
pub const INPUT: u8 = 3;
/// Conflict, locked, exists, ambiguous.
pub const CONFLICT: u8 = 4;

/// The person stopped it.
pub const INTERRUPTED: u8 = 130;

/// Why a command was not done.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Failure {
    /// The exit code.
    pub exit: u8,
    /// The word for it in `--json` errors.
    pub code: &'static str,
    /// What failed, on what, and what to do.
    pub message: String,
    /// The file it is about.
    pub path: Option<PathBuf>,
}

/// The reader of our output has gone; nobody is left to tell.
const CLOSED_PIPE: &str = "closed-pipe";

impl Failure {
    /// A failure with a message.
    pub fn new(exit: u8, code: &'static str, message: impl Into<String>) -> Self {
        Self { exit, code, message: message.into(), path: None }
    }

    /// The command line is wrong.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(USAGE, "usage", message)
    }

    /// The same, about a file.
    pub fn at(mut self, path: &Path) -> Self {
        self.path = Some(path.to_owned());
        self
    }

    /// Tells what failed and gives the exit code.
    pub fn report(&self, as_json: bool, to: &mut impl Write) -> ExitCode {
        if self.code == CLOSED_PIPE {
            return ExitCode::SUCCESS;
        }
        // Standard error may be closed too; the exit code is all that is left then.
        let _ = match as_json {
            true => {
                let mut error = json!({ "code": self.code, "message": self.message });
                if let Some(path) = &self.path {
                    error["path"] = json!(path.display().to_string());
                }
                write_value(&json!({ "error": error }), to)
            }
            false => writeln!(to, "plumbline: {}", display(self.message.trim_end())),
        };
        ExitCode::from(self.exit)
    }
}

impl From<io::Error> for Failure {
    /// For what is written to standard output.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::new(0, CLOSED_PIPE, ""),
            _ => Self::new(INPUT, "output", format!("cannot write to standard output: {error}")),
        }
    }
}

impl From<DocumentError> for Failure {
    fn from(error: DocumentError) -> Self {
        Self::new(INPUT, error.code(), error.to_string()).at(Path::new(&*error.file))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let (exit, code) = kind_of(&error);
        let path = path_of(&error).map(Path::to_owned);
        Self { path, ..Self::new(exit, code, error.told()) }
    }
}

fn kind_of(error: &StoreError) -> (u8, &'static str) {
    match error {
        StoreError::Exists { .. } => (CONFLICT, "exists"),
        StoreError::Held { .. } | StoreError::Busy { .. } | StoreError::NoAnswer { .. } => (CONFLICT, "locked"),
        StoreError::Missing { .. } | StoreError::NoFolder { .. } => (INPUT, "missing"),
        StoreError::Replaced { .. } => (CONFLICT, "replaced"),
        StoreError::Newer { .. } => (INPUT, "newer"),
        StoreError::Damaged { .. } | StoreError::NotWhole { .. } => (INPUT, "damaged"),
        StoreError::NotPlumbline { .. } | StoreError::Twice { .. } => (INPUT, "invalid"),
        _ => (INPUT, "unreadable"),
    }
}

fn path_of(error: &StoreError) -> Option<&Path> {
    match error {
        StoreError::Io { path, .. }
        | StoreError::Missing { path }
        | StoreError::Folder { path }
        | StoreError::NoFolder { path }
        | StoreError::Exists { path }
        | StoreError::Link { path }
        | StoreError::NotAFile { path }
        | StoreError::NotWhole { path, .. }
        | StoreError::Full { path }
        | StoreError::Failing { path, .. }
        | StoreError::Busy { path }
        | StoreError::ReadOnly { path }
        | StoreError::NotPlumbline { path, .. }
        | StoreError::Newer { path, .. }
        | StoreError::Damaged { path, .. }
        | StoreError::Twice { path, .. }
        | StoreError::Replaced { path }
        | StoreError::Held { path, .. }
        | StoreError::NoAnswer { path, .. }
        | StoreError::Sqlite { path, .. } => Some(path),
        StoreError::Unsaved { .. } | StoreError::Slow { .. } | StoreError::Closed => None,
    }
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Document(error) => error.into(),
            OpenError::Store(error) => error.into(),
            OpenError::Replay { ref path, .. } => Self::new(INPUT, "damaged", error.to_string()).at(path),
            OpenError::OtherReview { ref path, .. } => Self::new(INPUT, "other-review", error.to_string()).at(path),
        }
    }
}

impl From<PanelError> for Failure {
    fn from(error: PanelError) -> Self {
        match error {
            PanelError::Document(error) => error.into(),
            PanelError::Store(error) => error.into(),
            PanelError::Open(error) => error.into(),
            PanelError::NoPanel { ref folder } => Self::new(INPUT, "missing", error.to_string()).at(folder),
            PanelError::TwoPanels { ref folder, .. } => Self::new(CONFLICT, "ambiguous", error.to_string()).at(folder),
            PanelError::NoReview { .. } => Self::new(INPUT, "missing", error.to_string()),
            PanelError::Invalid(message) => Self::new(INPUT, "invalid", message),
            PanelError::Conflict(message) => Self::new(CONFLICT, "conflict", message),
        }
    }
}

impl From<ImportError> for Failure {
    fn from(error: ImportError) -> Self {
        let (exit, code) = match &error {
            ImportError::Unreadable { .. } | ImportError::NotReadable { .. } => (INPUT, "unreadable"),
            ImportError::OverLimit { .. } => (INPUT, "over-limit"),
            ImportError::NotUnderstood { .. } => (INPUT, "invalid"),
            ImportError::Stopped => (INTERRUPTED, "interrupted"),
        };
        let failure = Self::new(exit, code, error.to_string());
        match &error {
            ImportError::Unreadable { path, .. } => failure.at(path),
            _ => failure,
        }
    }
}

impl From<ChoiceError> for Failure {
    fn from(error: ChoiceError) -> Self {
        match error {
            ChoiceError::Unknown { .. } => Self::new(INPUT, "unknown", error.to_string()),
            ChoiceError::Ambiguous { .. } => Self::new(CONFLICT, "ambiguous", error.to_string()),
            ChoiceError::Store(error) => error.into(),
        }
    }
}
