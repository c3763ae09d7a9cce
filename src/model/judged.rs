//! What a roll-up says of each parent, as sessions and `rollup --json` carry it.

use std::fmt;
use std::str::FromStr;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

use crate::model::ids::BadKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;

/// A rule by which ratings are combined upwards.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RuleName {
    /// Thresholds on how many children have a grade.
    #[default]
    Count,
    /// The worst child.
    Worst,
    /// The lower of the two middle grades.
    MedianLow,
    /// The mean as a percentage, in bands.
    MeanBands,
}

impl RuleName {
    /// All rules, the default first.
    pub const ALL: [Self; 4] = [Self::Count, Self::Worst, Self::MedianLow, Self::MeanBands];

    /// The name used in files and commands.
    pub fn id(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Worst => "worst",
            Self::MedianLow => "median-low",
            Self::MeanBands => "mean-bands",
        }
    }

    /// Version of the rule's definition; rises when a rule may give another result.
    pub fn version(self) -> u32 {
        1
    }
}

impl fmt::Display for RuleName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}

impl FromStr for RuleName {
    type Err = BadKey;

    fn from_str(text: &str) -> Result<Self, BadKey> {
        Self::ALL
            .into_iter()
            .find(|rule| rule.id() == text)
            .ok_or_else(|| BadKey { text: text.to_owned(), expected: "a rule: count, worst, median-low or mean-bands" })
    }
}

/// Where one child of a parent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum InputStatus {
    /// It has a grade.
    Rated,
    /// Looked at and not to be rated.
    NoInformation,
    /// The member does not rate it.
    Abstained,
    /// Nothing has been said of it yet.
    Unrated,
}

/// One child of a parent, as the rule saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// The cell or commitment.
    pub id: Subject,
    /// Where it stands.
    pub status: InputStatus,
    /// Its grade, or `no_information`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rating: Option<Rating>,
}

/// One change of one child.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Change {
    /// The cell or commitment changed.
    pub id: Subject,
    /// What it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Rating>,
    /// What it would be.
    pub to: Rating,
}

/// A smallest set of changes that moves a parent, and what it moves to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Flip {
    /// The changes, all needed.
    pub changes: Vec<Change>,
    /// What the parent becomes.
    pub becomes: Rating,
}

/// What a rule says of one parent, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParentResult {
    /// `8`, `area:<id>` or `overall`.
    pub id: ParentKey,
    /// What the rule gives: absent while open, and where the rule is silent.
    pub result: Option<Rating>,
    /// What counts above: own judgement, else the rule, else its completion.
    pub effective: Option<Rating>,
    /// Whether the rule says nothing of such a combination.
    pub silent: bool,
    /// What it was combined from.
    #[serde(default)]
    pub inputs: Vec<Input>,
    /// The line of the rule that decided, in words.
    pub decided_by: String,
    /// The line that nearly did, in words.
    pub nearly: Option<String>,
    /// The smallest changes that move it.
    #[serde(default)]
    pub flips: Vec<Flip>,
}

/// The range of results a parent can still reach.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReachableRange {
    /// The parent.
    pub id: ParentKey,
    /// The worst it can still become; absent when nothing can be said.
    pub lowest: Option<Rating>,
    /// The best it can still become.
    pub highest: Option<Rating>,
}

/// The roll-up a session carries: derived, recomputed when it is read.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RollupRecord {
    /// The rule used.
    pub rule: RuleName,
    /// Version of that rule's definition.
    pub rule_version: u32,
    /// Every parent, commitments first, then areas, then the whole.
    pub parents: Vec<ParentResult>,
}
