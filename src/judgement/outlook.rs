//! What hangs on what, for all parents at once: as `rollup --json` prints it.
//!
//! Owns the record. Uses `pivot`, `least`, `settle` and the model. Invariant: it says nothing the three do not.

use serde::Serialize;

use crate::judgement::least::CellChange;
use crate::judgement::least::Smallest;
use crate::judgement::least::smallest_sets;
use crate::judgement::pivot;
use crate::judgement::pivot::Move;
use crate::judgement::rollup::Rollup;
use crate::judgement::settle;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::Change;
use crate::model::rating::Rating;

/// What would change the verdicts, and what would settle them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Outlook {
    /// Questions of which one other answer moves something above, in the review's order.
    pub pivots: Vec<PivotRecord>,
    /// For every parent the smallest sets of answers that move it.
    pub smallest: Vec<SmallestRecord>,
    /// Open questions, the one that would settle most first.
    pub settles: Vec<SettlesRecord>,
}

/// The smallest moves of one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PivotRecord {
    /// The question.
    pub cell: CellKey,
    /// The smallest move that changes its commitment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<MoveRecord>,
    /// The smallest move that changes its area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<MoveRecord>,
    /// The smallest move that changes the whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall: Option<MoveRecord>,
}

/// What an answer would be, and what a parent becomes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct MoveRecord {
    /// The answer.
    pub to: Rating,
    /// The parent.
    pub becomes: Rating,
}

/// The smallest sets that move one parent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SmallestRecord {
    /// The parent.
    pub id: ParentKey,
    /// How many answers have to change; absent where nothing is within reach, or the search was cut off.
    pub answers: Option<usize>,
    /// One set for each thing it becomes by that many answers.
    pub sets: Vec<SetRecord>,
    /// Where the search was cut off: no set of up to so many answers moves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub more_than: Option<usize>,
}

/// One smallest set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SetRecord {
    /// The changes, all needed.
    pub changes: Vec<Change>,
    /// What the parent becomes.
    pub becomes: Rating,
    /// Grade steps the changes take together.
    pub steps: usize,
    /// How many sets of as many answers and as few steps lead to the same, this one among them.
    pub alike: u64,
}

/// What an open question would settle.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettlesRecord {
    /// The question.
    pub cell: CellKey,
    /// Parents it would settle, each with how many of its four grades do.
    pub parents: Vec<SettledRecord>,
}

/// A parent that would be settled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SettledRecord {
    /// The parent.
    pub id: ParentKey,
    /// By how many of the four grades.
    pub grades: usize,
}

/// Works all of it out.
pub fn outlook(rollup: &Rollup) -> Outlook {
    let record = |one: Move| MoveRecord { to: one.to.into(), becomes: one.becomes };
    let pivots = pivot::singles(rollup).into_iter().map(|pivot| PivotRecord {
        cell: pivot.cell,
        commitment: pivot.commitment.map(record),
        area: pivot.area.map(record),
        overall: pivot.overall.map(record),
    });
    let settles = settle::open_questions(rollup).into_iter().map(|one| SettlesRecord {
        cell: one.cell,
        parents: one.parents.into_iter().map(|(id, grades)| SettledRecord { id, grades }).collect(),
    });
    Outlook {
        pivots: pivots.collect(),
        smallest: rollup.parents().filter_map(|(parent, _)| smallest(rollup, parent)).collect(),
        settles: settles.collect(),
    }
}

fn smallest(rollup: &Rollup, id: ParentKey) -> Option<SmallestRecord> {
    let (sets, more_than) = match smallest_sets(rollup, &id)? {
        Smallest::Sets(sets) => (sets, None),
        Smallest::NothingWithinReach => (Vec::new(), None),
        Smallest::MoreThan(size) => (Vec::new(), Some(size)),
    };
    let sets: Vec<SetRecord> = sets
        .into_iter()
        .map(|set| {
            let change = |one: CellChange| Change { id: Subject::Cell(one.cell), from: one.from, to: one.to.into() };
            let changes = set.changes.into_iter().map(change).collect();
            SetRecord { changes, becomes: set.becomes, steps: set.steps, alike: set.alike }
        })
        .collect();
    Some(SmallestRecord { id, answers: sets.first().map(|set| set.changes.len()), sets, more_than })
}
