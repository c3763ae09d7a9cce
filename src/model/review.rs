//! One evaluation: everything a panel is given to judge by.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::codebook::Theme;
use crate::model::commitment::Area;
use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::evidence::Evidence;
use crate::model::evidence::one_subject;
use crate::model::footnote::Footnote;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::source::Source;
use crate::model::strict_map::StrictMap;

/// The `format` of a review file.
pub const REVIEW_FORMAT: &str = "plumbline-review";
/// The newest `version` of a review file this program reads.
pub const REVIEW_VERSION: u32 = 2;
/// From which `version` a review can say which sources are alike and which were taken back.
const LIKENESS: u32 = 2;

/// Whose words the texts of a review are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Wording {
    /// The sources' own words.
    Verbatim,
    /// Retold throughout.
    Retold,
    /// Some of each; each item's kind tells.
    Mixed,
}

/// One evaluation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Review {
    /// Always `plumbline-review`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Stable over editions.
    pub id: Uuid,
    /// Numbered state of the review, from 1.
    #[schemars(range(min = 1))]
    pub edition: u32,
    /// Title.
    pub title: String,
    /// Who made the evaluation.
    pub body: String,
    /// ISO date.
    pub date: String,
    /// Where it is published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Under what terms, and what it derives from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub licence: Option<String>,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Whose words the texts are.
    pub wording: Wording,
    /// The four grades, best first.
    pub scale: Vec<ScalePoint>,
    /// The main questions.
    pub questions: Vec<Question>,
    /// The policy areas.
    #[serde(default)]
    pub areas: Vec<Area>,
    /// The commitments, in the order of the rating tables.
    pub commitments: Vec<Commitment>,
    /// Where evidence comes from.
    #[serde(default)]
    pub sources: Vec<Source>,
    /// The report's notes, rising by number.
    #[serde(default)]
    pub footnotes: Vec<Footnote>,
    /// What there is to read, in reading order.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// The ratings that were published.
    #[serde(default)]
    pub published: Published,
    /// The starting codebook, in order.
    #[serde(default)]
    pub themes: Vec<Theme>,
    /// How the panel works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settings: Option<ReviewSettings>,
}

impl Review {
    /// How the panel reads an anchor, where it wrote that down.
    pub fn anchor_note(&self, question: &QuestionId, grade: Grade) -> Option<&str> {
        let notes = &self.settings.as_ref()?.anchor_notes;
        notes.get(&format!("{question}:{}", grade.id())).map(String::as_str)
    }

    /// All cells, by commitment and then question.
    pub fn cells(&self) -> impl Iterator<Item = CellKey> + '_ {
        self.commitments
            .iter()
            .flat_map(|commitment| self.questions.iter().map(|question| CellKey::new(&commitment.id, &question.id)))
    }

    /// The lowest `version` of the format that has every field in use here: so that an older program reads what it can.
    pub fn least_version(&self) -> u32 {
        let newer = self.sources.iter().any(|source| source.withdrawn || source.like.is_some());
        if newer { LIKENESS } else { 1 }
    }

    /// When the running verdict may be shown.
    pub fn show_rollup(&self) -> ShowRollup {
        self.settings.as_ref().and_then(|settings| settings.show_rollup).unwrap_or_default()
    }
}

/// One grade as this review names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ScalePoint {
    /// Which grade.
    pub id: Grade,
    /// Its name.
    pub label: String,
    /// A letter or sign for it.
    pub mark: String,
}

impl ScalePoint {
    /// Its name within a sentence: small at its beginning, unless that is an abbreviation.
    pub fn within_sentence(&self) -> String {
        let mut rest = self.label.chars();
        match (rest.next(), rest.clone().next()) {
            (Some(first), second) if !second.is_some_and(char::is_uppercase) => {
                first.to_lowercase().chain(rest).collect()
            }
            _ => self.label.clone(),
        }
    }
}

/// The ratings that were published.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Published {
    /// By question.
    #[serde(default)]
    pub cells: StrictMap<CellKey, Rating>,
    /// By commitment.
    #[serde(default)]
    pub commitments: StrictMap<CommitmentId, Rating>,
    /// By area.
    #[serde(default)]
    pub areas: StrictMap<AreaId, Rating>,
    /// Of the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub overall: Option<Rating>,
    /// Each place where the report prints one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub printed: Option<Vec<Printed>>,
}

impl Published {
    /// The published rating of a cell or parent.
    pub fn of(&self, subject: &Subject) -> Option<Rating> {
        match subject {
            Subject::Cell(cell) => self.cells.get(cell).copied(),
            Subject::Parent(ParentKey::Commitment(id)) => self.commitments.get(id).copied(),
            Subject::Parent(ParentKey::Area(id)) => self.areas.get(id).copied(),
            Subject::Parent(ParentKey::Overall) => self.overall,
        }
    }

    /// Everything a rating was published of.
    pub fn subjects(&self) -> impl Iterator<Item = Subject> + '_ {
        let cells = self.cells.keys().cloned().map(Subject::Cell);
        let commitments = self.commitments.keys().cloned().map(ParentKey::Commitment);
        let areas = self.areas.keys().cloned().map(ParentKey::Area);
        let overall = self.overall.map(|_| ParentKey::Overall);
        cells.chain(commitments.chain(areas).chain(overall).map(Subject::Parent))
    }

    /// Whether anything was published at all.
    pub fn is_empty(&self) -> bool {
        self.cells.is_empty() && self.commitments.is_empty() && self.areas.is_empty() && self.overall.is_none()
    }
}

/// One place where the report prints a rating. Exactly one of `cell` and `parent` is given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Printed {
    /// The question rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellKey>,
    /// The commitment, area or whole rated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ParentKey>,
    /// The words printed.
    #[serde(rename = "as")]
    pub printed_as: String,
    /// Where, for people.
    pub locator: String,
    /// Line of the report's text, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
}

impl Printed {
    /// What it rates; `None` where the file says neither or both.
    pub fn subject(&self) -> Option<Subject> {
        one_subject(self.cell.as_ref(), self.parent.as_ref())
    }
}

/// How the panel works.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReviewSettings {
    /// When the running verdict may be shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub show_rollup: Option<ShowRollup>,
    /// Whether triage asks for a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub triage_reason: Option<TriageReason>,
    /// How the panel reads an anchor: key `B:good`.
    #[serde(default)]
    pub anchor_notes: StrictMap<String, String>,
}

/// When the running verdict may be shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ShowRollup {
    /// As one goes.
    #[default]
    Always,
    /// Once every question is rated.
    WhenComplete,
    /// Once the round is opened.
    AfterRound,
}

/// Whether a triage decision asks for a reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum TriageReason {
    /// Never asked for.
    #[default]
    Never,
    /// Asked for where a source is set aside.
    SetAside,
    /// Asked for every time.
    Always,
}
