//! Changes to a review itself, as the secretariat makes them between two editions. Values only.

use serde::Deserialize;
use serde::Serialize;

use crate::model::evidence::Bearing;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;
use crate::model::rating::Grade;
use crate::model::source::Speaker;

/// Something with a label that can be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Labelled {
    /// A commitment.
    Commitment(CommitmentId),
    /// A policy area.
    Area(AreaId),
    /// A main question.
    Question(QuestionId),
    /// A source.
    Source(SourceId),
}

/// One change to a review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "edit")]
pub enum Edit {
    /// Files an item under other questions; under none, it is about the report as a whole.
    Places {
        /// The item.
        item: EvidenceId,
        /// What it bears on from now on.
        cells: Vec<Bearing>,
    },
    /// Says what an item is.
    Kind {
        /// The item.
        item: EvidenceId,
        /// What it is.
        kind: EvidenceKind,
    },
    /// Says where an item comes from. A speaker whom none of its sources has is taken off.
    Sources {
        /// The item.
        item: EvidenceId,
        /// Its sources.
        sources: Vec<SourceId>,
    },
    /// Says who speaks in an item.
    Speaker {
        /// The item.
        item: EvidenceId,
        /// Who; none: nobody in particular.
        speaker: Option<SpeakerId>,
        /// A speaker that the first of its sources gets with it.
        new: Option<Speaker>,
    },
    /// Joins an item with the one after it in reading order; it keeps its key.
    Join {
        /// The first of the two.
        item: EvidenceId,
    },
    /// Splits an item in two; the first keeps its key.
    Split {
        /// The item.
        item: EvidenceId,
        /// The scalar value that the second begins with, white space before it apart.
        at: usize,
    },
    /// Gives something another label.
    Label {
        /// What.
        of: Labelled,
        /// The label.
        label: String,
    },
    /// Says how the panel reads an anchor; empty takes that away.
    AnchorNote {
        /// The question.
        question: QuestionId,
        /// The rung.
        grade: Grade,
        /// The note.
        note: String,
    },
    /// Gives a source another code; the one it had becomes a spelling of it.
    Code {
        /// The code it has.
        source: SourceId,
        /// The code it is to have.
        code: SourceId,
    },
}

/// One step of editing, as a journal keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "step")]
pub enum EditStep {
    /// A change was made.
    Do(Edit),
    /// The last one was taken back.
    Undo,
    /// The one taken back last was made again.
    Redo,
}
