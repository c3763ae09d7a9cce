//! Which open question would settle most, were it rated.
//!
//! Owns the comparison of open questions. Uses `rollup`, `rule` and the model. Every grade a question could get counts
//! alike: nothing in the evidence or in other ratings says which is likelier, and nothing here may suggest one.
//! Invariant: an open question that can settle nothing is still listed, last.

use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Standing;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// What rating one open question would settle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settles {
    /// The question.
    pub cell: CellKey,
    /// Parents that are open now and settled by at least one grade of it, each with the number of its grades (1 to 4)
    /// that do; commitment, area, the whole.
    pub parents: Vec<(ParentKey, usize)>,
    /// Grade steps by which the ranges of its parents narrow, summed over its four grades.
    pub narrows: usize,
}

impl Settles {
    /// How many parents it settles, summed over its four grades.
    pub fn settled(&self) -> usize {
        self.parents.iter().map(|(_, grades)| grades).sum()
    }
}

/// The open questions, the one that settles most first; of equals the one that narrows more, then in the review's order.
pub fn open_questions(rollup: &Rollup) -> Vec<Settles> {
    let mut trial = rollup.clone();
    let open = rollup.tree().cells().iter().filter(|cell| rollup.cell(cell) == Some(Standing::Unrated));
    let mut all: Vec<Settles> = open.map(|cell| of_cell(rollup, &mut trial, cell)).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.settled(), one.narrows)));
    all
}

fn of_cell(rollup: &Rollup, trial: &mut Rollup, cell: &CellKey) -> Settles {
    let above = rollup.tree().above(cell);
    let mut settles = Settles { cell: cell.clone(), parents: Vec::new(), narrows: 0 };
    let mut grades = vec![0; above.len()];
    for to in Grade::ALL {
        trial.set_cell(cell, Standing::Graded(to));
        for (parent, grades) in above.iter().zip(&mut grades) {
            *grades += usize::from(is_open(rollup, parent) && !is_open(trial, parent));
            settles.narrows += width(rollup, parent).saturating_sub(width(trial, parent));
        }
    }
    trial.set_cell(cell, Standing::Unrated);
    settles.parents = above.into_iter().zip(grades).filter(|(_, grades)| *grades > 0).collect();
    settles
}

fn is_open(rollup: &Rollup, parent: &ParentKey) -> bool {
    rollup.parent(parent).is_some_and(|state| state.is_open())
}

/// Grade steps between the worst and the best a parent can still become.
fn width(rollup: &Rollup, parent: &ParentKey) -> usize {
    let rank = |rating: Rating| rating.grade().map_or(0, Grade::rank);
    let range = rollup.parent(parent).and_then(|state| state.range);
    range.map_or(0, |range| rank(range.lowest).abs_diff(rank(range.highest)))
}
