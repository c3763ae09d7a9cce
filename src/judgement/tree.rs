//! The shape that ratings roll up through, and what has been said of its parts.
//!
//! Owns which cell belongs to which commitment and which commitment to which area, and the gathering of ratings from
//! a session or a publication. Uses `rule` and the model. Invariant: the shape never changes; evidence has no part in
//! it, so its size is that of the rating tables.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::ops::Range;

use crate::judgement::rule::Standing;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::rating::Rating;
use crate::model::review::Published;
use crate::model::review::Review;
use crate::model::session::Abstention;
use crate::model::session::Override;
use crate::model::session::RatingEntry;

/// One commitment and where its cells lie.
#[derive(Debug, Clone)]
pub(crate) struct Branch {
    pub(crate) id: CommitmentId,
    pub(crate) cells: Range<usize>,
    pub(crate) area: Option<usize>,
}

/// Cells under commitments, commitments under areas and the whole.
#[derive(Debug, Clone)]
pub struct Tree {
    pub(crate) cells: Vec<CellKey>,
    pub(crate) branches: Vec<Branch>,
    pub(crate) areas: Vec<(AreaId, Vec<usize>)>,
    cell_at: HashMap<CellKey, (usize, usize)>,
    parent_at: HashMap<ParentKey, Node>,
}

/// Where a parent lies in the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Node {
    Commitment(usize),
    Area(usize),
    Overall,
}

impl Tree {
    /// The shape of a review.
    pub fn of(review: &Review) -> Self {
        let mut areas: Vec<(AreaId, Vec<usize>)> = review.areas.iter().map(|area| (area.id.clone(), vec![])).collect();
        let (mut cells, mut branches) = (Vec::new(), Vec::new());
        let mut cell_at = HashMap::new();
        for (at, commitment) in review.commitments.iter().enumerate() {
            let first = cells.len();
            for question in &review.questions {
                let key = CellKey::new(&commitment.id, &question.id);
                cell_at.insert(key.clone(), (at, cells.len()));
                cells.push(key);
            }
            let area = areas.iter().position(|(id, _)| id == &commitment.area);
            if let Some(area) = area {
                areas[area].1.push(at);
            }
            branches.push(Branch { id: commitment.id.clone(), cells: first..cells.len(), area });
        }
        let mut tree = Self { cells, branches, areas, cell_at, parent_at: HashMap::new() };
        tree.parent_at = tree.nodes().map(|node| (tree.key(node), node)).collect();
        tree
    }

    /// All cells, by commitment and then question.
    pub fn cells(&self) -> &[CellKey] {
        &self.cells
    }

    /// All parents: commitments, then areas, then the whole.
    pub fn parents(&self) -> impl Iterator<Item = ParentKey> {
        self.nodes().map(|node| self.key(node))
    }

    /// The parents above a cell: its commitment, the commitment's area, the whole. Empty for a cell of another review.
    pub fn above(&self, cell: &CellKey) -> Vec<ParentKey> {
        let Some((branch, _)) = self.cell(cell) else { return Vec::new() };
        let area = self.branches[branch].area.map(Node::Area);
        [Some(Node::Commitment(branch)), area, Some(Node::Overall)].into_iter().flatten().map(|n| self.key(n)).collect()
    }

    pub(crate) fn nodes(&self) -> impl Iterator<Item = Node> + use<> {
        let commitments = (0..self.branches.len()).map(Node::Commitment);
        commitments.chain((0..self.areas.len()).map(Node::Area)).chain([Node::Overall])
    }

    pub(crate) fn key(&self, node: Node) -> ParentKey {
        match node {
            Node::Commitment(at) => ParentKey::Commitment(self.branches[at].id.clone()),
            Node::Area(at) => ParentKey::Area(self.areas[at].0.clone()),
            Node::Overall => ParentKey::Overall,
        }
    }

    /// The commitment a cell is under, and the cell's own place.
    pub(crate) fn cell(&self, cell: &CellKey) -> Option<(usize, usize)> {
        self.cell_at.get(cell).copied()
    }

    pub(crate) fn node(&self, parent: &ParentKey) -> Option<Node> {
        self.parent_at.get(parent).copied()
    }
}

/// What has been said: of cells, and of parents by own judgement. What is not in here is unrated.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Opinions {
    /// By question.
    pub cells: BTreeMap<CellKey, Standing>,
    /// Own judgement of parents.
    pub own: BTreeMap<ParentKey, Rating>,
}

impl Opinions {
    /// What a session says. Where a question was rated in several rounds the latest round counts; an abstention goes
    /// before a rating.
    pub fn of_session(ratings: &[RatingEntry], abstained: &[Abstention], overrides: &[Override]) -> Self {
        let mut by_round: Vec<&RatingEntry> = ratings.iter().collect();
        by_round.sort_by_key(|entry| entry.round);
        let rated = by_round.into_iter().map(|entry| (entry.cell.clone(), Standing::from(entry.rating)));
        let kept_out = abstained.iter().map(|entry| (entry.cell.clone(), Standing::Abstained));
        Self {
            cells: rated.chain(kept_out).collect(),
            own: overrides.iter().map(|entry| (entry.parent.clone(), entry.rating)).collect(),
        }
    }

    /// What was published of the questions; published ratings of parents are left to be compared with.
    pub fn of_published(published: &Published) -> Self {
        let cells = published.cells.iter().map(|(cell, &rating)| (cell.clone(), Standing::from(rating)));
        Self { cells: cells.collect(), own: BTreeMap::new() }
    }
}
