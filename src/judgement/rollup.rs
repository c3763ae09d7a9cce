//! The running roll-up: every parent's state, kept up to date as single answers change.
//!
//! Owns the state of all parents under one rule. Uses `tree`, `reach`, `rule` and the model. Invariant: after any
//! sequence of changes it equals a roll-up made from scratch; a change touches the parents above it and nothing else.

use std::sync::Arc;

use crate::judgement::reach::Child;
use crate::judgement::reach::Outcome;
use crate::judgement::reach::Range;
use crate::judgement::reach::combine;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::judgement::tree::Node;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::rating::Rating;

pub use crate::judgement::tree::Opinions;
pub use crate::judgement::tree::Tree;

/// Where one parent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParentState {
    /// What the rule gives; absent while open, and where the rule is silent.
    pub result: Option<Rating>,
    /// What counts above: own judgement, else the rule, else its completion.
    pub effective: Option<Rating>,
    /// Whether the rule says nothing of the combination.
    pub silent: bool,
    /// What it can still become; absent where there is nothing to combine. An own judgement leaves no room.
    pub range: Option<Range>,
    /// Own judgement.
    pub own: Option<Rating>,
    /// What the rule says, with the counts behind it, own judgement left aside.
    pub by_rule: Outcome,
}

impl ParentState {
    fn new(by_rule: Outcome, own: Option<Rating>) -> Self {
        Self {
            result: by_rule.result,
            effective: own.or(by_rule.completed),
            silent: by_rule.silent,
            range: own.map(Range::only).or(by_rule.range),
            own,
            by_rule,
        }
    }

    /// How it stands as a child of the parents above.
    pub fn as_child(&self) -> Child {
        self.by_rule.as_child(self.own)
    }

    /// Whether it can still become one thing or another.
    pub fn is_open(&self) -> bool {
        self.effective.is_none() && self.range.is_some()
    }
}

/// Every parent's state under one rule. Cheap to copy: a what-if is a copy with changes.
#[derive(Debug, Clone)]
pub struct Rollup {
    tree: Arc<Tree>,
    rule: Rule,
    cells: Vec<Standing>,
    commitments: Vec<ParentState>,
    areas: Vec<ParentState>,
    overall: ParentState,
}

impl Rollup {
    /// Rolls up what has been said. Opinions on parts the tree does not have are left out.
    pub fn new(tree: impl Into<Arc<Tree>>, opinions: &Opinions, rule: impl Into<Rule>) -> Self {
        let rule = rule.into();
        let tree: Arc<Tree> = tree.into();
        let standing = |cell| opinions.cells.get(cell).copied().unwrap_or(Standing::Unrated);
        let blank = |node| ParentState::new(combine(&rule, []), opinions.own.get(&tree.key(node)).copied());
        let mut rollup = Self {
            cells: tree.cells.iter().map(standing).collect(),
            commitments: (0..tree.branches.len()).map(|at| blank(Node::Commitment(at))).collect(),
            areas: (0..tree.areas.len()).map(|at| blank(Node::Area(at))).collect(),
            overall: blank(Node::Overall),
            rule,
            tree,
        };
        rollup.recompute_all();
        rollup
    }

    /// The shape it rolls up through.
    pub fn tree(&self) -> &Tree {
        &self.tree
    }

    /// The rule in use.
    pub fn rule(&self) -> &Rule {
        &self.rule
    }

    /// Where a cell stands; `None` where the review has no such cell.
    pub fn cell(&self, cell: &CellKey) -> Option<Standing> {
        self.tree.cell(cell).map(|(_, at)| self.cells[at])
    }

    /// Where a cell stands, by its place in the tree.
    pub(crate) fn standing(&self, at: usize) -> Standing {
        self.cells[at]
    }

    /// Where a commitment stands, by its place in the tree.
    pub(crate) fn commitment_state(&self, at: usize) -> &ParentState {
        &self.commitments[at]
    }

    /// Where a parent stands; `None` where the review has no such parent.
    pub fn parent(&self, parent: &ParentKey) -> Option<&ParentState> {
        self.tree.node(parent).map(|node| self.state(node))
    }

    /// All parents: commitments, then areas, then the whole.
    pub fn parents(&self) -> impl Iterator<Item = (ParentKey, &ParentState)> {
        self.tree.nodes().map(|node| (self.tree.key(node), self.state(node)))
    }

    /// What has been said, as it could be rolled up from scratch.
    pub fn opinions(&self) -> Opinions {
        let said = self.tree.cells.iter().zip(&self.cells).filter(|(_, standing)| **standing != Standing::Unrated);
        Opinions {
            cells: said.map(|(cell, &standing)| (cell.clone(), standing)).collect(),
            own: self.parents().filter_map(|(key, state)| Some((key, state.own?))).collect(),
        }
    }

    /// Changes where one cell stands. False, and nothing done, where the review has no such cell.
    pub fn set_cell(&mut self, cell: &CellKey, standing: Standing) -> bool {
        let Some((commitment, at)) = self.tree.cell(cell) else { return false };
        self.cells[at] = standing;
        self.recompute_commitment(commitment);
        true
    }

    /// Gives or withdraws an own judgement. False, and nothing done, where the review has no such parent.
    pub fn set_own(&mut self, parent: &ParentKey, own: Option<Rating>) -> bool {
        let Some(node) = self.tree.node(parent) else { return false };
        let state = self.state(node);
        let state = ParentState::new(state.by_rule, own);
        match node {
            Node::Commitment(at) => {
                self.commitments[at] = state;
                self.recompute_above(at);
            }
            Node::Area(at) => self.areas[at] = state,
            Node::Overall => self.overall = state,
        }
        true
    }

    /// Rolls everything up by another rule.
    pub fn set_rule(&mut self, rule: impl Into<Rule>) {
        let rule = rule.into();
        if rule != self.rule {
            self.rule = rule;
            self.recompute_all();
        }
    }

    /// The same ratings by each rule, with the same thresholds.
    pub fn by_every_rule(&self) -> Vec<Self> {
        let by = |name: RuleName| {
            let mut rollup = self.clone();
            rollup.set_rule(Rule::with(name, self.rule.thresholds().cloned()));
            rollup
        };
        RuleName::ALL.into_iter().map(by).collect()
    }

    /// The children of a parent, in order, each as far as it matters here.
    pub fn children(&self, parent: &ParentKey) -> Vec<(Subject, Child)> {
        let commitment = |&at: &usize| {
            let key = ParentKey::Commitment(self.tree.branches[at].id.clone());
            (Subject::Parent(key), self.commitments[at].as_child())
        };
        match self.tree.node(parent) {
            Some(Node::Commitment(at)) => {
                let cells = self.tree.branches[at].cells.clone();
                cells.map(|at| (Subject::Cell(self.tree.cells[at].clone()), self.cells[at].into())).collect()
            }
            Some(Node::Area(at)) => self.tree.areas[at].1.iter().map(commitment).collect(),
            Some(Node::Overall) => (0..self.commitments.len()).map(|at| commitment(&at)).collect(),
            None => Vec::new(),
        }
    }

    fn state(&self, node: Node) -> &ParentState {
        match node {
            Node::Commitment(at) => &self.commitments[at],
            Node::Area(at) => &self.areas[at],
            Node::Overall => &self.overall,
        }
    }

    fn recompute_commitment(&mut self, at: usize) {
        let cells = &self.cells[self.tree.branches[at].cells.clone()];
        let outcome = combine(&self.rule, cells.iter().map(|&standing| Child::from(standing)));
        let before = self.commitments[at].as_child();
        self.commitments[at] = ParentState::new(outcome, self.commitments[at].own);
        if self.commitments[at].as_child() != before {
            self.recompute_above(at);
        }
    }

    fn recompute_above(&mut self, commitment: usize) {
        if let Some(area) = self.tree.branches[commitment].area {
            self.recompute_area(area);
        }
        self.recompute_overall();
    }

    fn recompute_area(&mut self, at: usize) {
        let children = self.tree.areas[at].1.iter().map(|&commitment| self.commitments[commitment].as_child());
        self.areas[at] = ParentState::new(combine(&self.rule, children), self.areas[at].own);
    }

    fn recompute_overall(&mut self) {
        let children = self.commitments.iter().map(ParentState::as_child);
        self.overall = ParentState::new(combine(&self.rule, children), self.overall.own);
    }

    fn recompute_all(&mut self) {
        for at in 0..self.commitments.len() {
            let cells = &self.cells[self.tree.branches[at].cells.clone()];
            let outcome = combine(&self.rule, cells.iter().map(|&standing| Child::from(standing)));
            self.commitments[at] = ParentState::new(outcome, self.commitments[at].own);
        }
        for at in 0..self.areas.len() {
            self.recompute_area(at);
        }
        self.recompute_overall();
    }
}

/// Whether roll-ups of the same ratings do not all leave the same possible for a parent, its own judgement left aside.
pub fn part(rollups: &[Rollup], parent: &ParentKey) -> bool {
    let range = |rollup: &Rollup| rollup.parent(parent).map(|state| state.by_rule.range);
    rollups.windows(2).any(|two| range(&two[0]) != range(&two[1]))
}
