//! A numbered note of the report.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::SourceId;

/// What a footnote mainly does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum FootnoteClass {
    /// Cites written evidence.
    Submission,
    /// Cites a roundtable.
    Roundtable,
    /// Cites a publication.
    Publication,
    /// Explains something.
    Explanation,
}

/// A numbered note and the sources it cites.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Footnote {
    /// Its number, from 1.
    pub number: u32,
    /// Its text; empty where the report's list lacks it.
    pub text: String,
    /// Whether the report's list has it.
    pub listed: bool,
    /// What it mainly does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<FootnoteClass>,
    /// The sources it cites.
    #[serde(default)]
    pub sources: Vec<SourceId>,
    /// Where it stands, for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// What is odd about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}
