//! Sealed rounds as a member's own session knows them: what was handed in, and whether it was opened.
//!
//! Plain values. Invariant: what stands in a round that was handed in is what it was handed in with, whatever the
//! member says later.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::ids::CellKey;
use crate::model::ids::MemberId;
use crate::model::moment::Moment;
use crate::model::session::Abstention;
use crate::model::session::Override;
use crate::model::session::RatingEntry;

/// One round of the panel, from this member's side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SessionRound {
    /// Number, from 1.
    pub n: u32,
    /// What was handed in; nothing where the round was opened without this member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub handed: Option<HandedIn>,
    /// When the panel opened it; until then what was handed in stays as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened: Option<Moment>,
}

impl SessionRound {
    /// What was handed in, while the round is not opened.
    pub fn sealed(&self) -> Option<&HandedIn> {
        self.handed.as_ref().filter(|_| self.opened.is_none())
    }
}

/// A round as it was handed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandedIn {
    /// When.
    pub at: Moment,
    /// The panel it was handed in to.
    pub panel: Uuid,
    /// Whom the panel knows the member as.
    pub member: MemberId,
    /// The letter that goes with that.
    pub letter: String,
    /// The digest of the edition it was rated on.
    pub digest: String,
    /// HMAC-SHA-256 over member, digest, round and ratings, lower-case hex.
    pub mac: String,
    /// The salt it was taken under, 32 bytes in lower-case hex; left out of files for others until the round is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<String>,
    /// The ratings; left out of files for others until the round is opened.
    #[serde(default)]
    pub ratings: Vec<RatingEntry>,
    /// Questions not rated; left out likewise.
    #[serde(default)]
    pub abstained: Vec<Abstention>,
    /// Own judgements of parents; left out likewise.
    #[serde(default)]
    pub overrides: Vec<Override>,
}

impl HandedIn {
    /// The rating of a question.
    pub fn rating(&self, cell: &CellKey) -> Option<&RatingEntry> {
        self.ratings.iter().find(|entry| &entry.cell == cell)
    }

    /// That it is not rated on purpose.
    pub fn abstention(&self, cell: &CellKey) -> Option<&Abstention> {
        self.abstained.iter().find(|entry| &entry.cell == cell)
    }
}
