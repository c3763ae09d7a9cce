//! The words that ratings and parts of a review go by in sentences.
//!
//! Owns labels, counting and names. Uses the model only. Invariant: a grade is called what the review calls it, with a
//! small letter within a sentence and a capital at its start.

use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::ScalePoint;

/// The labels of a review's scale.
#[derive(Debug, Clone, Copy)]
pub struct Words<'a> {
    scale: &'a [ScalePoint],
}

impl<'a> Words<'a> {
    /// Takes a review's scale.
    pub fn new(scale: &'a [ScalePoint]) -> Self {
        Self { scale }
    }

    /// What a grade is called within a sentence.
    pub fn grade(&self, grade: Grade) -> String {
        let usual = || match grade {
            Grade::Outstanding => "outstanding",
            Grade::Good => "good",
            Grade::RequiresImprovement => "requires improvement",
            Grade::Inadequate => "inadequate",
        };
        self.scale
            .iter()
            .find(|point| point.id == grade)
            .map_or_else(|| usual().to_owned(), ScalePoint::within_sentence)
    }

    /// What a rating is called within a sentence.
    pub fn rating(&self, rating: Rating) -> String {
        rating.grade().map_or_else(|| "without a rating (no information)".to_owned(), |grade| self.grade(grade))
    }

    /// A range: "between inadequate and good".
    pub fn between(&self, lowest: Rating, highest: Rating) -> String {
        format!("between {} and {}", self.rating(lowest), self.rating(highest))
    }
}

/// What the children of a parent are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Noun {
    Answer,
    Commitment,
}

impl Noun {
    /// What is under a parent.
    pub(crate) fn under(parent: &ParentKey) -> Self {
        match parent {
            ParentKey::Commitment(_) => Self::Answer,
            ParentKey::Area(_) | ParentKey::Overall => Self::Commitment,
        }
    }

    pub(crate) fn one(self) -> &'static str {
        match self {
            Self::Answer => "answer",
            Self::Commitment => "commitment",
        }
    }

    /// The noun as a number before it asks for.
    pub(crate) fn of(self, number: usize) -> &'static str {
        match (self, number) {
            (_, 1) => self.one(),
            (Self::Answer, _) => "answers",
            (Self::Commitment, _) => "commitments",
        }
    }

    /// "1 answer", "4 answers".
    pub(crate) fn count(self, number: usize) -> String {
        format!("{number} {}", self.of(number))
    }
}

/// "is" or "are"; none "is".
pub(crate) fn is(number: usize) -> &'static str {
    if number <= 1 { "is" } else { "are" }
}

/// The same words at the start of a sentence.
pub fn at_start(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A number within a sentence, nought in words.
pub(crate) fn none_or(number: usize) -> String {
    if number == 0 { "none".to_owned() } else { number.to_string() }
}

/// "1 suffices", "2 suffice".
pub(crate) fn suffice(number: usize) -> String {
    format!("{number} {}", if number == 1 { "suffices" } else { "suffice" })
}

/// A parent's name at the start of a sentence.
pub(crate) fn name(parent: &ParentKey) -> String {
    match parent {
        ParentKey::Commitment(id) => format!("Commitment {id}"),
        ParentKey::Area(id) => format!("Area {id}"),
        ParentKey::Overall => "Overall".to_owned(),
    }
}

/// A child's name within a sentence.
pub(crate) fn child(subject: &Subject) -> String {
    match subject {
        Subject::Cell(cell) => CellKey::to_string(cell),
        Subject::Parent(ParentKey::Commitment(id)) => format!("commitment {id}"),
        Subject::Parent(ParentKey::Area(id)) => format!("area {id}"),
        Subject::Parent(ParentKey::Overall) => "overall".to_owned(),
    }
}
