//! What a document says it is: its `format` and `version`.
//!
//! Uses `error`. Invariant: reads these two fields whatever else the file holds, so that a newer
//! file is told from a wrong one.

use std::fmt;

use serde::de::Deserializer;
use serde::de::IgnoredAny;
use serde::de::MapAccess;
use serde::de::Visitor;
use serde_json::Value;

use crate::document::error::DocumentError;
use crate::document::error::DocumentErrorKind;
use crate::document::wording::TOO_DEEP;
use crate::document::wording::explain;

/// A kind of document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kind {
    /// What it is called.
    pub word: &'static str,
    /// Its `format`.
    pub format: &'static str,
    /// The newest `version` this program reads.
    pub version: u32,
}

/// The two fields that say what a file is, as far as they could be read.
#[derive(Debug, Default)]
pub(crate) struct Header {
    /// Its `format`.
    pub format: Option<String>,
    /// Its `version`.
    pub version: Option<u64>,
}

impl Header {
    /// Reads the header of a file whose fields are not what was expected.
    pub(crate) fn peek(text: &str, name: &str, kind: Kind) -> Result<Self, DocumentError> {
        let mut header = Self::default();
        if !text.trim_ascii_start().starts_with('{') {
            if let Err(error) = serde_json::from_str::<Value>(text)
                && error.to_string().starts_with(TOO_DEEP)
            {
                let (what, remedy) = explain(TOO_DEEP);
                return Err(DocumentError::new(DocumentErrorKind::Unreadable, name, what, remedy).on_line(error.line()));
            }
            return Err(DocumentError::new(
                DocumentErrorKind::Invalid,
                name,
                format!("this is not a {}: it does not hold one JSON object", kind.word),
                format!("Give a file whose `format` is \"{}\".", kind.format),
            ));
        }
        // An error further down is for the caller to report; what was read until then stays.
        let _ = serde_json::Deserializer::from_str(text).deserialize_map(Peek(&mut header));
        Ok(header)
    }

    /// Whether this is the kind of file asked for, of a version this program reads.
    pub(crate) fn check(&self, kind: Kind, name: &str) -> Result<(), DocumentError> {
        let wrong = |what: String, remedy: String, at: &str| {
            Err(DocumentError::new(DocumentErrorKind::Invalid, name, what, remedy).at(at))
        };
        let wanted = format!("Give a {} file; its `format` is \"{}\".", kind.word, kind.format);
        match self.format.as_deref() {
            None => return wrong(format!("this is not a {}: it has no `format`", kind.word), wanted, ""),
            Some(format) if format != kind.format => {
                return wrong(format!("this is a `{format}`, not a {}", kind.word), wanted, "format");
            }
            Some(_) => {}
        }
        match self.version {
            Some(version) if version > kind.version.into() => Err(DocumentError::new(
                DocumentErrorKind::Newer,
                name,
                format!("made by a newer plumbline (version {version}); this one reads up to {}", kind.version),
                "Install a newer plumbline, or ask for the file in the older version.",
            )
            .at("version")),
            Some(0) => wrong("there is no version 0".to_owned(), "Versions count from 1.".to_owned(), "version"),
            _ => Ok(()),
        }
    }
}

struct Peek<'a>(&'a mut Header);

impl<'de> Visitor<'de> for Peek<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<(), A::Error> {
        while let Some(key) = access.next_key::<String>()? {
            match key.as_str() {
                "format" => self.0.format = access.next_value::<Value>()?.as_str().map(str::to_owned),
                "version" => self.0.version = access.next_value::<Value>()?.as_u64(),
                _ => {
                    access.next_value::<IgnoredAny>()?;
                }
            }
            if self.0.format.is_some() && self.0.version.is_some() {
                return Ok(());
            }
        }
        Ok(())
    }
}
