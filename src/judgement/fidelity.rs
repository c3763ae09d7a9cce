//! How well each rule reproduces what was published.
//!
//! Owns the comparison. Uses `rollup`, `rule` and the model. Invariant: a rule is credited only with what it says
//! itself; where it is silent, its completion is told apart, and a parent it cannot reach is neither hit nor miss.

use std::sync::Arc;

use serde::Serialize;

use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::rating::Rating;
use crate::model::review::Published;
use crate::model::review::Review;

/// One rule against what was published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fidelity {
    /// The rule.
    pub rule: RuleName,
    /// Published parents it gives too, rolling up from the published ratings of the questions alone.
    pub reproduced: Vec<ParentKey>,
    /// Published parents it gives otherwise, or is silent on.
    pub missed: Vec<Miss>,
    /// Published parents it cannot be held against: not enough of what is below them was published.
    pub untested: Vec<ParentKey>,
    /// Areas and the whole once more, combined from the published ratings of the commitments.
    pub from_commitments: Compared,
}

/// Hits and misses.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Published parents the rule gives too.
    pub reproduced: Vec<ParentKey>,
    /// Published parents it gives otherwise, or is silent on.
    pub missed: Vec<Miss>,
    /// Published parents it cannot be held against.
    pub untested: Vec<ParentKey>,
}

/// A published rating a rule does not give.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// The parent.
    pub parent: ParentKey,
    /// What was published.
    pub published: Rating,
    /// What the rule gives; absent where it is silent.
    pub rule_gives: Option<Rating>,
    /// What is filled in where it is silent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completion: Option<Rating>,
}

/// Holds every rule against the published ratings of a review. Empty where no parent's rating was published.
pub fn of_review(review: &Review) -> Vec<Fidelity> {
    let published = &review.published;
    let tree = Arc::new(Tree::of(review));
    let parents: Vec<ParentKey> =
        tree.parents().filter(|parent| published.of(&Subject::Parent(parent.clone())).is_some()).collect();
    if parents.is_empty() {
        return Vec::new();
    }
    let questions = Opinions::of_published(published);
    let mut commitments = Opinions::default();
    commitments.own.extend(published.commitments.iter().map(|(id, &to)| (ParentKey::Commitment(id.clone()), to)));
    let above: Vec<ParentKey> =
        parents.iter().filter(|parent| !matches!(parent, ParentKey::Commitment(_))).cloned().collect();
    let hold = |rule| {
        let own = compare(&Rollup::new(tree.clone(), &questions, rule), published, &parents);
        let from_commitments = compare(&Rollup::new(tree.clone(), &commitments, rule), published, &above);
        let Compared { reproduced, missed, untested } = own;
        Fidelity { rule, reproduced, missed, untested, from_commitments }
    };
    RuleName::ALL.into_iter().map(hold).collect()
}

fn compare(rollup: &Rollup, published: &Published, parents: &[ParentKey]) -> Compared {
    let mut compared = Compared::default();
    for parent in parents {
        let state = rollup.parent(parent);
        let (Some(state), Some(printed)) = (state, published.of(&Subject::Parent(parent.clone()))) else { continue };
        match state {
            ParentState { result: Some(result), .. } if *result == printed => compared.reproduced.push(parent.clone()),
            ParentState { effective: None, .. } => compared.untested.push(parent.clone()),
            ParentState { result, effective, .. } => compared.missed.push(Miss {
                parent: parent.clone(),
                published: printed,
                rule_gives: *result,
                completion: effective.filter(|_| result.is_none()),
            }),
        }
    }
    compared
}
