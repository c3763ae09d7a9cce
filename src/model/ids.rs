//! The keys by which one part of a review or session names another.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

/// Declares a key that is a plain string in files.
macro_rules! text_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(pub String);

        impl $name {
            /// The key as it stands in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                Self(value.to_owned())
            }
        }
    };
}

text_id!(
    /// A commitment: `1`, `2` … in the order of the rating tables.
    CommitmentId
);
text_id!(
    /// A policy area.
    AreaId
);
text_id!(
    /// A source: a normalised code such as `DHS0042`.
    SourceId
);
text_id!(
    /// One item of evidence.
    EvidenceId
);
text_id!(
    /// One tag of a codebook.
    TagId
);
text_id!(
    /// One speaker within a source.
    SpeakerId
);
text_id!(
    /// One of the four main questions: a single capital.
    QuestionId
);

/// A member of the panel, known by a random id until a name is asked for.
pub type MemberId = Uuid;
/// A passage a member marked.
pub type QuoteId = Uuid;
/// A note a member wrote.
pub type NoteId = Uuid;
/// One act in a session's log.
pub type ActId = Uuid;

/// A key could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{text}` is not {expected}")]
pub struct BadKey {
    /// What was found.
    pub text: String,
    /// What a key of this kind looks like.
    pub expected: &'static str,
}

/// One commitment under one question: `8B`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellKey {
    /// The commitment.
    pub commitment: CommitmentId,
    /// The question.
    pub question: QuestionId,
}

impl CellKey {
    /// Joins a commitment and a question.
    pub fn new(commitment: &CommitmentId, question: &QuestionId) -> Self {
        Self { commitment: commitment.clone(), question: question.clone() }
    }
}

impl fmt::Display for CellKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.commitment, self.question)
    }
}

impl FromStr for CellKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        let bad = || BadKey {
            text: text.to_owned(),
            expected: "a commitment's number and a question's letter, such as `8B`",
        };
        let mut digits = text.to_owned();
        let question = digits.pop().filter(char::is_ascii_uppercase).ok_or_else(bad)?;
        if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(bad());
        }
        Ok(Self { commitment: CommitmentId(digits), question: QuestionId(question.to_string()) })
    }
}

/// Something that ratings are combined into: `8`, `area:<id>` or `overall`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ParentKey {
    /// One commitment, over its questions.
    Commitment(CommitmentId),
    /// One policy area, over its commitments. Feeds nothing.
    Area(AreaId),
    /// The whole evaluation, over all commitments.
    Overall,
}

impl fmt::Display for ParentKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commitment(id) => write!(f, "{id}"),
            Self::Area(id) => write!(f, "area:{id}"),
            Self::Overall => f.write_str("overall"),
        }
    }
}

impl FromStr for ParentKey {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        if text == "overall" {
            return Ok(Self::Overall);
        }
        if let Some(area) = text.strip_prefix("area:").filter(|area| !area.is_empty()) {
            return Ok(Self::Area(AreaId(area.to_owned())));
        }
        if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
            return Ok(Self::Commitment(CommitmentId(text.to_owned())));
        }
        Err(BadKey { text: text.to_owned(), expected: "a commitment's number, `area:<id>` or `overall`" })
    }
}

/// Either one cell or one parent: what a rating can stand on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// One question of one commitment.
    Cell(CellKey),
    /// A commitment, an area or the whole.
    Parent(ParentKey),
}

impl Subject {
    /// As the two fields that files keep it in, of which one is filled.
    pub fn into_two(self) -> (Option<CellKey>, Option<ParentKey>) {
        match self {
            Self::Cell(cell) => (Some(cell), None),
            Self::Parent(parent) => (None, Some(parent)),
        }
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cell(cell) => cell.fmt(f),
            Self::Parent(parent) => parent.fmt(f),
        }
    }
}

impl FromStr for Subject {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        CellKey::from_str(text).map(Self::Cell).or_else(|_| ParentKey::from_str(text).map(Self::Parent)).map_err(|_| {
            BadKey {
                text: text.to_owned(),
                expected: "a question (`8B`), a commitment (`8`), `area:<id>` or `overall`",
            }
        })
    }
}

/// Reads and writes a key as the string it displays as.
macro_rules! key_as_string {
    ($name:ident, $pattern:literal, $about:literal) => {
        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "pattern": $pattern, "description": $about })
            }
        }
    };
}

key_as_string!(CellKey, "^[0-9]+[A-Z]$", "One commitment under one question, such as `8B`.");
key_as_string!(ParentKey, "^([0-9]+|area:.+|overall)$", "A commitment's number, `area:<id>` or `overall`.");
key_as_string!(
    Subject,
    "^([0-9]+[A-Z]?|area:.+|overall)$",
    "A question (`8B`), a commitment (`8`), `area:<id>` or `overall`."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_read_back_as_they_are_written() {
        for text in ["8B", "12A", "8", "area:2", "overall"] {
            let subject: Subject = text.parse().expect(text);
            assert_eq!(subject.to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_key_is_refused() {
        for text in ["", "B", "8b", "8BB", "area:", "all", "8 B", "-1"] {
            assert!(text.parse::<Subject>().is_err(), "{text:?} was taken for a key");
        }
    }
}
