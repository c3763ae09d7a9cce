//! A round as it travels: the file a member hands in, clear on the outside, sealed within.
//!
//! Plain values. Invariant: nothing outside the seal but the MAC depends on what was rated; the counts say how many
//! questions were left open, and not which.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::ids::MemberId;
use crate::model::moment::Moment;
use crate::model::panel::PanelReview;
use crate::model::session::SessionFile;

/// The `format` of a handed-in round.
pub const HANDIN_FORMAT: &str = "plumbline-handin";
/// The newest `version` of a handed-in round this program reads.
pub const HANDIN_VERSION: u32 = 1;
/// What such a file's name ends in, without the dot.
pub const HANDIN_ENDING: &str = "handin";

/// A handed-in round.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct HandIn {
    /// Always `plumbline-handin`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The panel it is for.
    pub panel: Uuid,
    /// Whose it is.
    pub member: MemberId,
    /// The letter that goes with that.
    pub letter: String,
    /// The review, and the edition it was rated on.
    pub review: PanelReview,
    /// The round, from 1.
    pub round: u32,
    /// When it was handed in.
    pub at: Moment,
    /// How many questions were to be answered.
    pub questions: usize,
    /// How many of them were left open.
    pub open: usize,
    /// How many were rated without a reason.
    pub without_reason: usize,
    /// HMAC-SHA-256 over member, digest, round and ratings, lower-case hex.
    pub mac: String,
    /// The session with its salt, encrypted to the panel's opening key: an age file in ASCII armour. Left out of the
    /// first of two steps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sealed: Option<String>,
}

/// What is within the seal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct HandInPayload {
    /// The salt the MAC was taken under, 32 bytes in lower-case hex.
    pub salt: String,
    /// Digests of what each question and commitment asked in the edition that was rated.
    pub asked: BTreeMap<String, String>,
    /// What was handed in.
    pub session: SessionFile,
    /// Fills it up, so that its size tells nothing of the ratings.
    pub padding: String,
}
