//! A set of the things a child can be.
//!
//! Owns the set: four grades, no information, nothing to combine. Uses `rule` and the model. Invariant: what is open
//! is in no set; it is the set of what it can become.

use crate::judgement::rule::Standing;
use crate::judgement::rule::Verdict;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// A small set of standings.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) struct Kinds(u8);

/// All members a set can have, best first.
const ALL: [Standing; 6] = [
    Standing::Graded(Grade::Outstanding),
    Standing::Graded(Grade::Good),
    Standing::Graded(Grade::RequiresImprovement),
    Standing::Graded(Grade::Inadequate),
    Standing::NoInformation,
    Standing::Abstained,
];

/// How a parent stands as a child of the parents above.
pub(super) fn standing(verdict: Verdict) -> Standing {
    verdict.effective().map_or(Standing::Abstained, Standing::from)
}

impl Kinds {
    pub(super) fn add(&mut self, standing: Standing) {
        let at = ALL.iter().position(|one| *one == standing);
        self.0 |= at.map_or(0, |at| 1 << at);
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub(super) fn differ(self) -> bool {
        self.0.count_ones() > 1
    }

    pub(super) fn standings(self) -> impl Iterator<Item = Standing> {
        ALL.into_iter().enumerate().filter(move |(at, _)| self.0 & (1 << at) != 0).map(|(_, standing)| standing)
    }

    pub(super) fn ratings(self) -> Vec<Rating> {
        self.standings().filter_map(Standing::rating).collect()
    }
}

impl FromIterator<Standing> for Kinds {
    fn from_iter<T: IntoIterator<Item = Standing>>(standings: T) -> Self {
        let mut kinds = Self::default();
        standings.into_iter().for_each(|standing| kinds.add(standing));
        kinds
    }
}
