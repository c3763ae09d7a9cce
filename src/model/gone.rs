//! What a session speaks of that its review no longer has.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::SourceId;

/// What a session speaks of that its review no longer has: it was there in an edition followed before.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    /// Questions.
    #[serde(default)]
    pub cells: Vec<CellKey>,
    /// Commitments and areas.
    #[serde(default)]
    pub parents: Vec<ParentKey>,
    /// Sources.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// Items of evidence with a note on them. Passages in items that are gone are `lost`.
    #[serde(default)]
    pub evidence: Vec<EvidenceId>,
    /// Footnotes.
    #[serde(default)]
    pub footnotes: Vec<u32>,
}

impl Gone {
    /// Whether the review has everything.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
