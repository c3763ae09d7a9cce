//! A bundle: a review and what was said of it, in one document to be published beside a report.
//!
//! Plain values. Invariant: it holds nothing that tells who a member is.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::review::Review;
use crate::model::session::SessionFile;

/// The `format` of a bundle.
pub const BUNDLE_FORMAT: &str = "plumbline-bundle";
/// The newest `version` of a bundle this program reads.
pub const BUNDLE_VERSION: u32 = 1;

/// A bundle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Bundle {
    /// Always `plumbline-bundle`.
    pub format: String,
    /// Version of the format.
    pub version: u32,
    /// The review.
    pub review: Review,
    /// What was said: by a panel what it agreed, else by one member, who is not named.
    pub session: SessionFile,
}
