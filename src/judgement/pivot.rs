//! Which single answers carry a verdict.
//!
//! Owns the search for the smallest move of each cell that changes a parent. Uses `rollup`, `rule` and the model.
//! Invariant: every move listed changes what it says it changes, all else left as it is.

use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Standing;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// A change of one cell and what a parent becomes by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Move {
    /// What the cell would be.
    pub to: Grade,
    /// What the parent would be.
    pub becomes: Rating,
}

/// The smallest moves of one cell that change something above it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pivot {
    /// The cell.
    pub cell: CellKey,
    /// The smallest move that changes its commitment.
    pub commitment: Option<Move>,
    /// The smallest move that changes its area.
    pub area: Option<Move>,
    /// The smallest move that changes the whole.
    pub overall: Option<Move>,
}

/// The cells of which a single move changes a parent's effective rating, in order. An open cell's moves are the
/// ratings that would settle a parent. Of two moves equally small the one for the worse is given. Cells the member
/// keeps out of are left out.
pub fn singles(rollup: &Rollup) -> Vec<Pivot> {
    let mut trial = rollup.clone();
    let cells = rollup.tree().cells().iter();
    cells.filter_map(|cell| single(rollup, &mut trial, cell)).collect()
}

fn single(rollup: &Rollup, trial: &mut Rollup, cell: &CellKey) -> Option<Pivot> {
    let now = rollup.cell(cell).filter(|standing| *standing != Standing::Abstained)?;
    let above = rollup.tree().above(cell);
    let mut moves: Vec<Grade> = Grade::ALL.into_iter().rev().filter(|&to| Standing::Graded(to) != now).collect();
    if let Standing::Graded(from) = now {
        moves.sort_by_key(|to| to.rank().abs_diff(from.rank()));
    }
    let mut pivot = Pivot { cell: cell.clone(), commitment: None, area: None, overall: None };
    for to in moves {
        trial.set_cell(cell, Standing::Graded(to));
        for parent in &above {
            let first = match parent {
                ParentKey::Commitment(_) => &mut pivot.commitment,
                ParentKey::Area(_) => &mut pivot.area,
                ParentKey::Overall => &mut pivot.overall,
            };
            *first = first.or_else(|| changed(rollup, trial, parent, to));
        }
    }
    trial.set_cell(cell, now);
    let moves_something = pivot.commitment.is_some() || pivot.area.is_some() || pivot.overall.is_some();
    moves_something.then_some(pivot)
}

/// What a parent becomes on the trial, where that is not what it was.
fn changed(rollup: &Rollup, trial: &Rollup, parent: &ParentKey, to: Grade) -> Option<Move> {
    let becomes = trial.parent(parent)?.effective?;
    (Some(becomes) != rollup.parent(parent)?.effective).then_some(Move { to, becomes })
}
