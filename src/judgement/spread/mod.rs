//! Where the members of a panel stand apart, and which of their differences can change a verdict.
//!
//! Owns the counts by question, what the panel calls disagreement, and the verdicts that the members' own ratings can
//! reach. Uses `tree`, `rule` and the model. Invariant: a difference is said to change a verdict exactly when there
//! are ratings, each given by some member to its question, under which it does; nothing is estimated.
//!
//! Members' own judgements of parents are not combined here: they are shown beside what the ratings reach.

pub mod agenda;
pub mod counts;
mod kinds;
mod movement;
mod ways;

use serde::Serialize;

use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::panel::Disagreement;
use crate::model::rating::Rating;

pub use self::counts::Counts;

/// One question of the matrix.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellSpread {
    /// The question.
    pub cell: CellKey,
    /// Who stands where, in numbers.
    pub counts: Counts,
    /// Grades between the best and the worst given; absent where no grade was.
    pub range: Option<usize>,
    /// What more than half of those say who rated it, no information among them; absent where nothing has that many.
    pub majority: Option<Rating>,
    /// Whether at least two members rated it differently.
    pub differs: bool,
    /// Whether that is a disagreement as the panel defined it.
    pub disagreement: bool,
    /// What a choice among its members' ratings can change, the other questions anywhere among theirs; commitment,
    /// area, the whole.
    pub changes: Vec<Changes>,
}

impl CellSpread {
    /// Whether the difference can change a verdict of any parent.
    pub fn can_change(&self) -> bool {
        !self.changes.is_empty()
    }

    /// Whether it can change the overall verdict.
    pub fn can_change_overall(&self) -> bool {
        self.changes.iter().any(|one| one.id == ParentKey::Overall)
    }
}

/// A parent that a question can move.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Changes {
    /// The parent.
    pub id: ParentKey,
    /// The verdicts between which it can move it, best first.
    pub verdicts: Vec<Rating>,
}

/// What a parent can become.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reachable {
    /// The parent.
    pub id: ParentKey,
    /// Every verdict that the members' ratings can reach, best first, completion included. None where there is nothing
    /// to combine.
    pub verdicts: Vec<Rating>,
    /// Whether the rule is silent in at least one way to get there.
    pub silent: bool,
    /// The questions that can move it, in the review's order.
    pub moved_by: Vec<CellKey>,
}

/// The matrix of a panel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spread {
    /// Every question, in the review's order.
    pub cells: Vec<CellSpread>,
    /// Every parent: commitments, then areas, then the whole.
    pub reachable: Vec<Reachable>,
}

impl Spread {
    /// What can become of a parent.
    pub fn of_parent(&self, parent: &ParentKey) -> Option<&Reachable> {
        self.reachable.iter().find(|one| one.id == *parent)
    }

    /// One question.
    pub fn of_cell(&self, cell: &CellKey) -> Option<&CellSpread> {
        self.cells.iter().find(|one| one.cell == *cell)
    }
}

/// What one member says, and which areas the member was asked to rate.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'a> {
    /// What the member says of questions; own judgements of parents are not looked at.
    pub opinions: &'a Opinions,
    /// The areas; none of them: all.
    pub areas: &'a [AreaId],
}

impl Voice<'_> {
    /// Where the member stands on a question; `None` where it is none of the member's and was not rated either.
    fn on(&self, tree: &Tree, cell: &CellKey) -> Option<Standing> {
        let said = self.opinions.cells.get(cell).copied().filter(|said| *said != Standing::Unrated);
        said.or_else(|| {
            let asked = |parent: &ParentKey| matches!(parent, ParentKey::Area(area) if self.areas.contains(area));
            (self.areas.is_empty() || tree.above(cell).iter().any(asked)).then_some(Standing::Unrated)
        })
    }
}

/// Works out the matrix of what members say. A question that nobody has dealt with can still get any grade.
pub fn spread(tree: &Tree, rule: &Rule, members: &[Voice], disagreement: &Disagreement) -> Spread {
    let said = |cell| Counts::of(members.iter().filter_map(|member| member.on(tree, cell)));
    let counts: Vec<Counts> = tree.cells().iter().map(said).collect();
    let options = counts.iter().map(Counts::options).collect();
    let found = movement::search(tree, rule, options);
    let cells = tree.cells().iter().zip(counts).enumerate().map(|(at, (cell, counts))| {
        let differs = counts.differ();
        let changes = if differs { found.of_cell(tree, at) } else { Vec::new() };
        CellSpread {
            cell: cell.clone(),
            range: counts.range(),
            majority: counts.majority(),
            differs,
            disagreement: counts.disagree(disagreement),
            changes,
            counts,
        }
    });
    let cells: Vec<CellSpread> = cells.collect();
    let parents = tree.nodes().zip(found.parents);
    let reachable = parents.map(|(node, (verdicts, silent))| {
        let id = tree.key(node);
        let moves = |cell: &&CellSpread| cell.changes.iter().any(|one| one.id == id);
        let moved_by = cells.iter().filter(moves).map(|cell| cell.cell.clone()).collect();
        Reachable { verdicts: verdicts.ratings(), silent, moved_by, id }
    });
    Spread { reachable: reachable.collect(), cells }
}
