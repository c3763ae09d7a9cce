//! How well each rule reproduces what was published.
//!
//! Owns the comparison. Uses `rollup`, `rule` and the model. Invariant: a rule is credited only with what it says
//! itself; where it is silent, its completion is told apart, and a parent it cannot reach is neither hit nor miss.

use std::sync::Arc;

use serde::Serialize;

use crate::judgement::derivation::why;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::thresholds::Thresholds;

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
    /// Other rules that say the same of every published parent: what was published cannot tell them from this one.
    pub not_told_apart: Vec<RuleName>,
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
    /// The line of the rule that decided, in words.
    pub why: String,
}

/// Holds every rule against the published ratings of a review, with thresholds other than its own where they are given.
/// Empty where no parent's rating was published.
pub fn of_review(review: &Review, thresholds: Option<&Thresholds>) -> Vec<Fidelity> {
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
        let by = || Rule::with(rule, thresholds.cloned());
        let own = compare(&Rollup::new(tree.clone(), &questions, by()), review, &parents);
        let from_commitments = compare(&Rollup::new(tree.clone(), &commitments, by()), review, &above);
        let Compared { reproduced, missed, untested } = own;
        Fidelity { rule, reproduced, missed, untested, from_commitments, not_told_apart: Vec::new() }
    };
    let mut all: Vec<Fidelity> = RuleName::ALL.into_iter().map(hold).collect();
    let alike: Vec<Vec<RuleName>> = all
        .iter()
        .map(|one| {
            all.iter().filter(|other| other.rule != one.rule && says_the_same(one, other)).map(|o| o.rule).collect()
        })
        .collect();
    for (one, alike) in all.iter_mut().zip(alike) {
        one.not_told_apart = alike;
    }
    all
}

/// Whether two rules give the same wherever they can be held against what was published.
fn says_the_same(one: &Fidelity, other: &Fidelity) -> bool {
    let given = |missed: &[Miss]| -> Vec<(ParentKey, Option<Rating>)> {
        missed.iter().map(|miss| (miss.parent.clone(), miss.rule_gives)).collect()
    };
    let alike = |a: &Compared, b: &Compared| a.reproduced == b.reproduced && given(&a.missed) == given(&b.missed);
    one.reproduced == other.reproduced
        && given(&one.missed) == given(&other.missed)
        && alike(&one.from_commitments, &other.from_commitments)
        && !(one.reproduced.is_empty() && one.missed.is_empty())
}

fn compare(rollup: &Rollup, review: &Review, parents: &[ParentKey]) -> Compared {
    let published = &review.published;
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
                why: why(rollup, parent, &review.scale).unwrap_or_default(),
            }),
        }
    }
    compared
}
