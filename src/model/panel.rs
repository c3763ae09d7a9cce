//! A panel as the secretariat keeps it: who is in it and what has been handed in.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::ids::AreaId;
use crate::model::ids::MemberId;
use crate::model::ids::SourceId;
use crate::model::moment::Moment;

/// The `format` of a panel file.
pub const PANEL_FORMAT: &str = "plumbline-panel";
/// The newest `version` of a panel file this program reads.
pub const PANEL_VERSION: u32 = 2;
/// From which `version` a panel can hand in in two steps.
pub const TWO_STEPS: u32 = 2;

/// A panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Panel {
    /// Always `plumbline-panel`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// Key.
    pub id: Uuid,
    /// The review it judges.
    pub review: PanelReview,
    /// Its members.
    #[serde(default)]
    pub members: Vec<PanelMember>,
    /// What counts as disagreement, fixed before rating.
    pub disagreement: Disagreement,
    /// Whether everyone's MAC has to be in before any ratings are, where no keeper is to be trusted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub two_step: bool,
    /// Public key that handed-in rounds are sealed to.
    pub opening_key: String,
    /// The rounds so far.
    #[serde(default)]
    pub rounds: Vec<Round>,
}

impl Panel {
    /// The lowest `version` of the format that has every field in use here.
    pub fn least_version(&self) -> u32 {
        if self.two_step || self.rounds.iter().any(|round| round.names) { TWO_STEPS } else { 1 }
    }
}

/// Which review a panel judges.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelReview {
    /// The review's id.
    pub id: Uuid,
    /// The digest of the edition judged.
    pub digest: String,
}

/// In what capacity a member sits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum PanelRole {
    Core,
    Specialist,
    Chair,
}

/// A member of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PanelMember {
    /// Random id.
    pub id: MemberId,
    /// The letter shown instead of a name.
    pub letter: String,
    /// Name; kept apart from ratings.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// In what capacity.
    pub role: PanelRole,
    /// Areas the member rates; none of them: all.
    #[serde(default)]
    pub areas: Vec<AreaId>,
    /// Sources handed out to read.
    #[serde(default)]
    pub reads: Vec<SourceId>,
}

/// What counts as disagreement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Disagreement {
    /// Grades between the best and worst rating, from which it counts.
    pub range: u32,
    /// Whether a split without a majority counts too.
    pub majority: bool,
}

/// One sealed pass of ratings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// Number, from 1.
    pub n: u32,
    /// When it closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closes: Option<Moment>,
    /// What has come in.
    #[serde(default)]
    pub received: Vec<Received>,
    /// When it was opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Moment>,
    /// Whether the chair has members see who gave what, by letter.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub names: bool,
}

/// A round one member handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Received {
    /// Who.
    pub member: MemberId,
    /// HMAC-SHA-256 over what was handed in, lower-case hex.
    pub mac: String,
    /// When.
    pub at: Moment,
}
