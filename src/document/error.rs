//! What went wrong with a document, for the person who has to put it right.
//!
//! Uses `escape` only. Invariant: a message names the file and a remedy, and holds no character
//! that a terminal would act on.

use std::fmt;

use crate::document::escape::shown;

/// What kind of thing went wrong; decides the exit code and the `code` of `--json` errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DocumentErrorKind {
    /// The bytes are no JSON text of ours at all.
    Unreadable,
    /// It can be read, and what it says cannot be.
    Invalid,
    /// It was made by a newer program.
    Newer,
    /// It is about another review.
    OtherReview,
}

impl DocumentErrorKind {
    /// The word for it in `--json` errors.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::Invalid => "invalid",
            Self::Newer => "newer",
            Self::OtherReview => "other-review",
        }
    }
}

/// A review, session or panel file that cannot be used, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.message())]
pub struct DocumentError {
    /// What kind of thing went wrong.
    pub kind: DocumentErrorKind,
    /// The file, as the caller named it.
    pub file: Box<str>,
    /// Where in the document: `evidence[12].cells[0].commitment`.
    pub place: Option<Box<str>>,
    /// Where in the file: line, from 1.
    pub line: Option<usize>,
    /// Column in bytes, from 1, where it helps.
    pub column: Option<usize>,
    /// What is wrong.
    pub what: Box<str>,
    /// What to do.
    pub remedy: Box<str>,
    /// How many more things are wrong.
    pub more: usize,
}

impl DocumentError {
    /// An error about a whole file. What is quoted from the file is made safe to print.
    pub fn new(kind: DocumentErrorKind, file: &str, what: impl AsRef<str>, remedy: impl AsRef<str>) -> Self {
        Self {
            kind,
            file: shown(file, 300).into(),
            place: None,
            line: None,
            column: None,
            what: shown(what.as_ref(), 400).into(),
            remedy: shown(remedy.as_ref(), 400).into(),
            more: 0,
        }
    }

    /// The same error, at a place in the document.
    pub fn at(mut self, place: &str) -> Self {
        self.place = (!place.is_empty()).then(|| shown(place, 200).into());
        self
    }

    /// The same error, on a line of the file.
    pub fn on_line(mut self, line: usize) -> Self {
        self.line = Some(line);
        self
    }

    /// The code of `--json` errors.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    fn message(&self) -> String {
        let mut text = self.file.to_string();
        if let Some(line) = self.line {
            text.push_str(&format!(", line {line}"));
        }
        if let Some(column) = self.column {
            text.push_str(&format!(", column {column}"));
        }
        if let Some(place) = &self.place {
            text.push_str(&format!(", at {place}"));
        }
        text.push_str(&format!(": {}", self.what));
        match self.more {
            0 => {}
            1 => text.push_str(" (and 1 more problem)"),
            more => text.push_str(&format!(" (and {more} more problems)")),
        }
        text.push_str(&format!("\n{}", self.remedy));
        text
    }
}

/// One thing a validation found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Where in the document.
    pub place: String,
    /// What is wrong.
    pub what: String,
    /// What to do.
    pub remedy: String,
}

/// What a validation found: the first things, and how many in all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Problems {
    /// The first of them, in the order of the document's fields.
    pub first: Vec<Problem>,
    /// How many there are.
    pub count: usize,
}

impl Problems {
    /// How many are kept; a file that is wrong throughout must not fill the memory.
    const KEPT: usize = 50;

    /// Notes one more.
    pub fn add(&mut self, place: impl fmt::Display, what: impl Into<String>, remedy: impl Into<String>) {
        self.count += 1;
        if self.first.len() < Self::KEPT {
            self.first.push(Problem { place: place.to_string(), what: what.into(), remedy: remedy.into() });
        }
    }

    /// The first as an error, the number of others with it; `Ok` if there are none.
    pub fn into_result(self, file: &str) -> Result<(), DocumentError> {
        let Some(first) = self.first.into_iter().next() else { return Ok(()) };
        let mut error = DocumentError::new(DocumentErrorKind::Invalid, file, first.what, first.remedy).at(&first.place);
        error.more = self.count - 1;
        Err(error)
    }
}
