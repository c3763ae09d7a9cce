//! One item a member can read and tag.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;
use crate::model::ids::Subject;
use crate::model::rating::Rating;

/// What an item of evidence is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EvidenceKind {
    /// A source's own words.
    Quotation,
    /// A source's view, retold.
    Account,
    /// A number and what it counts.
    Figure,
    /// What the panel found.
    Finding,
    /// A sentence that rates.
    Conclusion,
    /// Background.
    Context,
}

impl EvidenceKind {
    /// All kinds, in the order lists show them.
    pub const ALL: [Self; 6] =
        [Self::Quotation, Self::Account, Self::Figure, Self::Finding, Self::Conclusion, Self::Context];

    /// The word for it on screen.
    pub fn word(self) -> &'static str {
        match self {
            Self::Quotation => "quotation",
            Self::Account => "account",
            Self::Figure => "figure",
            Self::Finding => "finding",
            Self::Conclusion => "conclusion",
            Self::Context => "context",
        }
    }
}

/// What an item bears on: a commitment, one question of it, or an area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bearing {
    /// The commitment it bears on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// The question of that commitment; without it, the commitment as a whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// The area it introduces, instead of a commitment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaId>,
}

impl Bearing {
    /// The question it bears on, if it names one.
    pub fn cell(&self) -> Option<CellKey> {
        Some(CellKey { commitment: self.commitment.clone()?, question: self.question.clone()? })
    }

    /// What it bears on: a question, a commitment, an area; the whole where it names none.
    pub fn subject(&self) -> Subject {
        match (self.cell(), &self.commitment, &self.area) {
            (Some(cell), _, _) => Subject::Cell(cell),
            (None, Some(commitment), _) => Subject::Parent(ParentKey::Commitment(commitment.clone())),
            (None, None, Some(area)) => Subject::Parent(ParentKey::Area(area.clone())),
            (None, None, None) => Subject::Parent(ParentKey::Overall),
        }
    }
}

/// A reference from an item's text to a footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct FootnoteRef {
    /// The footnote's number.
    pub footnote: u32,
    /// Where the marker stood: Unicode scalar values from the start of the text, 0 to its length.
    pub at: usize,
}

/// A published rating that an item's text states. Exactly one of `cell` and `parent` is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct StatedRating {
    /// The question it rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellKey>,
    /// The commitment, area or whole it rates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentKey>,
    /// The rating it states.
    pub rating: Rating,
}

impl StatedRating {
    /// What it rates; `None` where the file says neither or both.
    pub fn subject(&self) -> Option<Subject> {
        one_subject(self.cell.as_ref(), self.parent.as_ref())
    }
}

/// Joins the two ways a file names what a rating stands on; `None` unless exactly one is given.
pub fn one_subject(cell: Option<&CellKey>, parent: Option<&ParentKey>) -> Option<Subject> {
    match (cell, parent) {
        (Some(cell), None) => Some(Subject::Cell(cell.clone())),
        (None, Some(parent)) => Some(Subject::Parent(parent.clone())),
        _ => None,
    }
}

/// One item of evidence: a quotation, account, figure, finding, conclusion or context.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Evidence {
    /// Key.
    pub id: EvidenceId,
    /// What it is.
    pub kind: EvidenceKind,
    /// The text, footnote markers taken out.
    pub text: String,
    /// What it bears on; none of them: the report as a whole.
    #[serde(default)]
    pub cells: Vec<Bearing>,
    /// Where it comes from.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// Who speaks, within the first of its sources that has such a speaker.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<SpeakerId>,
    /// Its footnotes, rising by place.
    #[serde(default)]
    pub refs: Vec<FootnoteRef>,
    /// The published ratings it states.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rates: Vec<StatedRating>,
    /// Where it stands, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// Line of the report's text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Who put it where it is, if a person did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filed_by: Option<String>,
    /// What is odd about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

impl Evidence {
    /// Whether it states a published rating, by its kind or by what it says.
    pub fn tells(&self) -> bool {
        self.kind == EvidenceKind::Conclusion || !self.rates.is_empty()
    }

    /// What a rating sentence speaks of; where it does not say, what it is filed under, and failing that the whole.
    pub fn spoken_of(&self) -> Vec<Subject> {
        let stated: Vec<Subject> = self.rates.iter().filter_map(StatedRating::subject).collect();
        if !stated.is_empty() {
            return stated;
        }
        let filed: Vec<Subject> = self.cells.iter().map(Bearing::subject).collect();
        if filed.is_empty() { vec![Subject::Parent(ParentKey::Overall)] } else { filed }
    }
}
