//! The smallest sets of answers whose change moves a parent, found exactly.
//!
//! Owns the search over sets of any size. Uses `rollup`, `reach`, `rule` and the model. A rule sees only how many
//! children stand where, so sets are built child by child and kept by that count alone: of all ways to the same count
//! the cheapest is kept, and how many are as cheap. Invariant: no set with fewer answers moves the parent; every set
//! given does; where the search was cut off, the answer says up to which size nothing was found.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::judgement::reach::Child;
use crate::judgement::reach::combine;
use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Standing;
use crate::judgement::tree::Node;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// Counts kept at most while one set size is searched; more than any panel's tables need, few enough to answer at once.
const MOST_COUNTS: usize = 20_000;

/// Kinds of children a rule tells apart: four grades, two ungraded, sixteen ranges.
const KINDS: usize = 22;

/// One answer changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    /// The answer.
    pub cell: CellKey,
    /// What it is; absent where it is open or could not be rated.
    pub from: Option<Rating>,
    /// What it would be.
    pub to: Grade,
}

/// A smallest set of answers, and what the parent becomes by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Set {
    /// The answers changed, all needed, in the order of the review.
    pub changes: Vec<CellChange>,
    /// What the parent becomes.
    pub becomes: Rating,
    /// Grade steps they move together.
    pub steps: usize,
    /// How many sets are as small (as many answers, as many grade steps) and lead to the same, this one among them.
    pub alike: u64,
}

/// What the search came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Smallest {
    /// The smallest sets, one for each thing the parent can become by that many answers; the fewest steps first.
    Sets(Vec<Set>),
    /// No change of answers moves it: own judgements hold it, or the member keeps out of what could.
    NothingWithinReach,
    /// No set of up to this many answers moves it; larger ones were not searched.
    MoreThan(usize),
}

/// The smallest sets that change a parent's effective rating, or settle it where it is open.
///
/// `None` where the review has no such parent.
pub fn smallest_sets(rollup: &Rollup, parent: &ParentKey) -> Option<Smallest> {
    let state = rollup.parent(parent)?;
    if state.own.is_some() {
        return Some(Smallest::NothingWithinReach);
    }
    let branches: Vec<usize> = match rollup.tree().node(parent)? {
        Node::Commitment(at) => vec![at],
        Node::Area(at) => rollup.tree().areas[at].1.clone(),
        Node::Overall => (0..rollup.tree().branches.len()).collect(),
    };
    let of_cells = matches!(parent, ParentKey::Commitment(_));
    let most = branches.iter().map(|&at| rollup.tree().branches[at].cells.len()).sum();
    // Small sets first: what they can come to is little, and mostly they suffice.
    let mut searched = 0;
    while searched < most {
        let size = if searched == 0 { 2 } else { 2 * searched }.min(most);
        let search = Search { rollup, size };
        let counts = if of_cells { search.cells_of(branches[0]) } else { search.commitments(&branches) };
        let Some(counts) = counts else { return Some(Smallest::MoreThan(searched)) };
        let sets = moving(rollup, &counts, state.effective);
        if !sets.is_empty() {
            return Some(Smallest::Sets(sets));
        }
        searched = size;
    }
    Some(Smallest::NothingWithinReach)
}

/// Answers changed, and the grade steps they move together.
type Cost = (usize, usize);

/// The cheapest way to one count of children.
#[derive(Debug, Clone)]
struct Way {
    cost: Cost,
    alike: u64,
    changes: Vec<(usize, Grade)>,
}

impl Way {
    fn stay() -> Self {
        Self { cost: (0, 0), alike: 1, changes: Vec::new() }
    }

    fn cost_with(&self, other: &Self) -> Cost {
        (self.cost.0 + other.cost.0, self.cost.1 + other.cost.1)
    }

    /// Both ways after one another.
    fn and(&self, other: &Self) -> Self {
        Self {
            cost: self.cost_with(other),
            alike: self.alike.saturating_mul(other.alike),
            changes: [self.changes.as_slice(), other.changes.as_slice()].concat(),
        }
    }

    /// Keeps the cheaper of two ways to the same; counts both where they are equally cheap, and keeps the one that
    /// comes first in the review, so that the order they were met in does not show.
    fn or(&mut self, other: Self) {
        if other.cost < self.cost {
            *self = other;
        } else if other.cost == self.cost {
            self.alike = self.alike.saturating_add(other.alike);
            if other.changes < self.changes {
                self.changes = other.changes;
            }
        }
    }
}

/// How many children stand where.
type Count = [u16; KINDS];
type Counts = HashMap<Count, Way>;
/// What a child can be, and how.
type Options = Vec<(Child, Way)>;

/// A search among sets of at most so many answers.
struct Search<'a> {
    rollup: &'a Rollup,
    size: usize,
}

impl Search<'_> {
    /// Every count the answers of one commitment can come to; `None` where there are too many to keep.
    fn cells_of(&self, branch: usize) -> Option<Counts> {
        let cells = self.rollup.tree().branches[branch].cells.clone();
        self.counts(cells.map(|at| self.answers(at)))
    }

    fn commitments(&self, branches: &[usize]) -> Option<Counts> {
        let options: Option<Vec<Options>> = branches.iter().map(|&at| self.commitment(at)).collect();
        self.counts(options?.into_iter())
    }

    /// What one commitment can become. An own judgement holds it where it is.
    fn commitment(&self, branch: usize) -> Option<Options> {
        let state = self.rollup.commitment_state(branch);
        if state.own.is_some() {
            return Some(vec![(state.as_child(), Way::stay())]);
        }
        let mut options: Options = Vec::new();
        for (count, way) in self.cells_of(branch)? {
            let child = combine(self.rollup.rule(), children(&count)).as_child(None);
            match options.iter_mut().find(|(known, _)| *known == child) {
                Some((_, known)) => known.or(way),
                None => options.push((child, way)),
            }
        }
        Some(options)
    }

    fn answers(&self, at: usize) -> Options {
        let now = self.rollup.standing(at);
        let mut options = vec![(Child::from(now), Way::stay())];
        if now != Standing::Abstained {
            for to in Grade::ALL.into_iter().filter(|&to| now != Standing::Graded(to)) {
                let way = Way { cost: (1, steps(now, to)), alike: 1, changes: vec![(at, to)] };
                options.push((Child::Graded(to), way));
            }
        }
        options
    }

    fn counts(&self, children: impl Iterator<Item = Options>) -> Option<Counts> {
        let mut counts = Counts::from([([0; KINDS], Way::stay())]);
        for options in children {
            let mut next = Counts::new();
            for (count, way) in &counts {
                for (child, option) in &options {
                    if way.cost.0 + option.cost.0 > self.size {
                        continue;
                    }
                    let mut count = *count;
                    count[kind(*child)] += 1;
                    match next.entry(count) {
                        Entry::Vacant(free) => {
                            free.insert(way.and(option));
                        }
                        Entry::Occupied(mut known) if known.get().cost >= way.cost_with(option) => {
                            known.get_mut().or(way.and(option));
                        }
                        Entry::Occupied(_) => {}
                    }
                }
            }
            if next.len() > MOST_COUNTS {
                return None;
            }
            counts = next;
        }
        Some(counts)
    }
}

/// The cheapest set for each thing the parent becomes by as few answers as anything.
fn moving(rollup: &Rollup, counts: &Counts, now: Option<Rating>) -> Vec<Set> {
    let mut best: Vec<(Rating, Way)> = Vec::new();
    for (count, way) in counts {
        let Some(becomes) = combine(rollup.rule(), children(count)).completed else { continue };
        if Some(becomes) == now {
            continue;
        }
        match best.iter_mut().find(|(known, _)| *known == becomes) {
            Some((_, known)) => known.or(way.clone()),
            None => best.push((becomes, way.clone())),
        }
    }
    let fewest = best.iter().map(|(_, way)| way.cost.0).min();
    best.retain(|(_, way)| Some(way.cost.0) == fewest);
    best.sort_by(|(a, left), (b, right)| left.cost.cmp(&right.cost).then(a.cmp(b)));
    best.into_iter().map(|(becomes, way)| set(rollup, becomes, way)).collect()
}

fn set(rollup: &Rollup, becomes: Rating, way: Way) -> Set {
    let mut changes = way.changes;
    changes.sort_unstable();
    let change = |(at, to): (usize, Grade)| CellChange {
        cell: rollup.tree().cells()[at].clone(),
        from: rollup.standing(at).rating(),
        to,
    };
    Set { changes: changes.into_iter().map(change).collect(), becomes, steps: way.cost.1, alike: way.alike }
}

/// Grade steps of one change; one where there was no grade before.
fn steps(now: Standing, to: Grade) -> usize {
    match now {
        Standing::Graded(from) => from.rank().abs_diff(to.rank()),
        _ => 1,
    }
}

fn kind(child: Child) -> usize {
    match child {
        Child::Graded(grade) => grade.rank(),
        Child::NoInformation => 4,
        Child::Abstained => 5,
        Child::Open { lowest, highest } => 6 + 4 * lowest.rank() + highest.rank(),
    }
}

fn child_of(kind: usize) -> Child {
    match kind {
        0..=3 => Child::Graded(Grade::ALL[kind]),
        4 => Child::NoInformation,
        5 => Child::Abstained,
        _ => Child::Open { lowest: Grade::ALL[(kind - 6) / 4], highest: Grade::ALL[(kind - 6) % 4] },
    }
}

fn children(count: &Count) -> impl Iterator<Item = Child> {
    count.iter().enumerate().flat_map(|(kind, &times)| std::iter::repeat_n(child_of(kind), usize::from(times)))
}
