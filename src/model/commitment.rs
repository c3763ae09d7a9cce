//! What was promised, in which area, and what is asked of it.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::rating::Grade;
use crate::model::strict_map::StrictMap;

/// One of the main questions put to every commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// A single capital.
    pub id: QuestionId,
    /// A few words.
    pub label: String,
    /// The question in full.
    pub text: String,
    /// What a passage says that supports a yes: "it was funded".
    pub yes: String,
    /// What a passage says that speaks against: "it was not funded".
    pub no: String,
    /// What each grade means for this question.
    #[serde(default)]
    pub anchors: StrictMap<Grade, String>,
    /// Where it stands, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

/// A policy area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// Key.
    pub id: AreaId,
    /// A name people read.
    pub label: String,
    /// Where it stands, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
}

/// One promise.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Commitment {
    /// `1`, `2` … in the order of the rating tables.
    pub id: CommitmentId,
    /// The area it belongs to.
    pub area: AreaId,
    /// A few words.
    pub label: String,
    /// The promise in full.
    pub text: String,
    /// When it was to be met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// What is asked under each question, where the planning grid says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subquestions: Option<StrictMap<QuestionId, Vec<String>>>,
    /// Where it stands, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// Background a member should know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
