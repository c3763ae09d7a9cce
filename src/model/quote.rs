//! A passage a member marked: where it is, what it says and how it is tagged.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::TagId;
use crate::model::moment::Moment;
use crate::model::rating::Grade;

/// What a passage says to its question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Stance {
    /// It speaks for yes.
    Supports,
    /// It speaks for no.
    Undermines,
    /// It speaks for both.
    Mixed,
    /// Background to the question.
    Context,
}

/// How a passage is found again: its own words, what stands around them, and where they stood.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Selector {
    /// The words themselves.
    pub exact: String,
    /// Up to 32 scalar values before.
    pub prefix: String,
    /// Up to 32 scalar values after.
    pub suffix: String,
    /// First scalar value, from 0.
    pub start: usize,
    /// One past the last scalar value.
    pub end: usize,
    /// SHA-256 of the whole text, lower-case hex.
    pub text_sha256: String,
}

/// How many scalar values of context a selector keeps on each side.
pub const CONTEXT: usize = 32;

impl Selector {
    /// Selects a half-open range of scalar values of a text; `None` if it is empty or outside.
    pub fn of(text: &str, start: usize, end: usize, text_sha256: String) -> Option<Self> {
        let chars: Vec<char> = text.chars().collect();
        if start >= end || end > chars.len() {
            return None;
        }
        let slice = |from: usize, to: usize| chars[from..to].iter().collect::<String>();
        Some(Self {
            exact: slice(start, end),
            prefix: slice(start.saturating_sub(CONTEXT), start),
            suffix: slice(end, (end + CONTEXT).min(chars.len())),
            start,
            end,
            text_sha256,
        })
    }
}

/// One question a passage is filed under.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Filing {
    /// The question. Within a filing a cell is an object or key; files carry the commitment and
    /// question apart, as evidence does.
    pub cell: FiledCell,
    /// What the passage says to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stance: Option<Stance>,
    /// The rung of the anchor ladder the member put it on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Grade>,
}

/// A question or a whole commitment, written apart as in `evidence.cells`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FiledCell {
    /// The commitment.
    pub commitment: crate::model::ids::CommitmentId,
    /// The question; without it, the commitment as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<crate::model::ids::QuestionId>,
}

impl FiledCell {
    /// The cell, if a question is named.
    pub fn cell(&self) -> Option<CellKey> {
        Some(CellKey { commitment: self.commitment.clone(), question: self.question.clone()? })
    }
}

impl From<&CellKey> for FiledCell {
    fn from(cell: &CellKey) -> Self {
        Self { commitment: cell.commitment.clone(), question: Some(cell.question.clone()) }
    }
}

impl std::fmt::Display for FiledCell {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.commitment)?;
        self.question.as_ref().map_or(Ok(()), |question| write!(f, "{question}"))
    }
}

/// A passage. Exactly one of `evidence` and `source` says what text it is marked in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quote {
    /// Key.
    pub id: QuoteId,
    /// The item it is marked in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EvidenceId>,
    /// Or the source, where its whole text is held.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// Where in that text.
    pub selector: Selector,
    /// The questions it is filed under.
    #[serde(default)]
    pub filings: Vec<Filing>,
    /// Its tags.
    #[serde(default)]
    pub tags: Vec<TagId>,
    /// Who speaks, as the member has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// The member's note.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Its words no longer stand in the edition at hand, or at several places alike: the selector says where they
    /// stood last.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub lost: bool,
    /// When it was last changed.
    pub at: Moment,
}

/// The text a passage is marked in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MarkedIn {
    /// An item of evidence.
    Item(EvidenceId),
    /// A source whose whole text is held.
    Source(SourceId),
}

impl MarkedIn {
    /// The two fields by which a quote names its text.
    pub fn fields(&self) -> (Option<EvidenceId>, Option<SourceId>) {
        match self {
            Self::Item(id) => (Some(id.clone()), None),
            Self::Source(id) => (None, Some(id.clone())),
        }
    }
}

impl std::fmt::Display for MarkedIn {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Item(id) => id.fmt(f),
            Self::Source(id) => id.fmt(f),
        }
    }
}

impl Quote {
    /// The text it is marked in; the item where a file names both, none where it names neither.
    pub fn marked_in(&self) -> Option<MarkedIn> {
        let item = self.evidence.clone().map(MarkedIn::Item);
        item.or_else(|| self.source.clone().map(MarkedIn::Source))
    }

    /// Whether it is filed under a question.
    pub fn filed_under(&self, cell: &CellKey) -> Option<&Filing> {
        self.filings.iter().find(|filing| filing.cell.cell().as_ref() == Some(cell))
    }
}
