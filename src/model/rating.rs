//! The four-point scale, and what stands beside it when a question cannot be rated.

use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// One of the four grades, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// The best of the four.
    Outstanding,
    /// Met in the main.
    Good,
    /// Not met, or in need of substantive further steps.
    RequiresImprovement,
    /// The worst of the four.
    Inadequate,
}

impl Grade {
    /// All four, best first.
    pub const ALL: [Self; 4] = [Self::Outstanding, Self::Good, Self::RequiresImprovement, Self::Inadequate];

    /// The name used in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Outstanding => "outstanding",
            Self::Good => "good",
            Self::RequiresImprovement => "requires_improvement",
            Self::Inadequate => "inadequate",
        }
    }

    /// Place on the scale, 0 (outstanding) to 3 (inadequate).
    pub fn rank(self) -> usize {
        self as usize
    }

    /// Points for rules that average: 4 (outstanding) to 1 (inadequate).
    pub fn points(self) -> u32 {
        4 - self as u32
    }

    /// The grade at a place on the scale.
    pub fn from_rank(rank: usize) -> Option<Self> {
        Self::ALL.get(rank).copied()
    }
}

/// What a member may say of a question: a grade, or that it was looked at and cannot be rated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Rating {
    /// The best of the four.
    Outstanding,
    /// Met in the main.
    Good,
    /// Not met, or in need of substantive further steps.
    RequiresImprovement,
    /// The worst of the four.
    Inadequate,
    /// Looked at; the evidence does not let it be rated.
    NoInformation,
}

impl Rating {
    /// The grade, if it is one.
    pub fn grade(self) -> Option<Grade> {
        match self {
            Self::Outstanding => Some(Grade::Outstanding),
            Self::Good => Some(Grade::Good),
            Self::RequiresImprovement => Some(Grade::RequiresImprovement),
            Self::Inadequate => Some(Grade::Inadequate),
            Self::NoInformation => None,
        }
    }

    /// The name used in files.
    pub fn id(self) -> &'static str {
        self.grade().map_or("no_information", Grade::id)
    }
}

impl From<Grade> for Rating {
    fn from(grade: Grade) -> Self {
        match grade {
            Grade::Outstanding => Self::Outstanding,
            Grade::Good => Self::Good,
            Grade::RequiresImprovement => Self::RequiresImprovement,
            Grade::Inadequate => Self::Inadequate,
        }
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id())
    }
}
