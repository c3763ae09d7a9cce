//! What a parent is and what it can still become, while some of its children are open.
//!
//! Owns the step from children to an outcome. Uses `rule` and the model. Invariant: under every rule, completion
//! included, a better child never gives a worse parent; so the worst and best outcomes come from all open children at
//! their worst and at their best, and nothing has to be tried in between. Tests try everything in between.

use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::judgement::rule::Tally;
use crate::judgement::rule::Verdict;
use crate::judgement::rule::judge;
use crate::model::judged::RuleName;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// A child as far as it matters above.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Child {
    /// It has this grade.
    Graded(Grade),
    /// Looked at and not to be rated.
    NoInformation,
    /// The member rates nothing of it.
    Abstained,
    /// Open: it will have a grade between these two. That it could also turn out not to be ratable is left aside;
    /// beside other grades that never leads out of the range.
    Open {
        /// The worst it can become.
        lowest: Grade,
        /// The best it can become.
        highest: Grade,
    },
}

impl From<Standing> for Child {
    fn from(standing: Standing) -> Self {
        match standing {
            Standing::Graded(grade) => Self::Graded(grade),
            Standing::NoInformation => Self::NoInformation,
            Standing::Abstained => Self::Abstained,
            Standing::Unrated => Self::Open { lowest: Grade::Inadequate, highest: Grade::Outstanding },
        }
    }
}

impl Child {
    /// Where it stands, its range forgotten.
    pub fn standing(self) -> Standing {
        match self {
            Self::Graded(grade) => Standing::Graded(grade),
            Self::NoInformation => Standing::NoInformation,
            Self::Abstained => Standing::Abstained,
            Self::Open { .. } => Standing::Unrated,
        }
    }
}

/// The worst and the best a parent can still become. Both alike where it is settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Range {
    /// The worst.
    pub lowest: Rating,
    /// The best.
    pub highest: Rating,
}

impl Range {
    /// A range of one rating.
    pub fn only(rating: Rating) -> Self {
        Self { lowest: rating, highest: rating }
    }
}

/// What a rule says of a parent, its open children considered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// What the rule gives, whatever the open children become; absent while that differs, and where it is silent.
    pub result: Option<Rating>,
    /// The same, with completion where the rule is silent.
    pub completed: Option<Rating>,
    /// Settled, but not by the rule alone: it says nothing of the combination (of at least one that is still possible).
    pub silent: bool,
    /// What can still come of it; absent where there is nothing to combine.
    pub range: Option<Range>,
    /// Children that exist.
    pub n: usize,
    /// Children still open.
    pub open: usize,
    /// The children that are not.
    pub settled: Tally,
}

impl Outcome {
    /// How it stands as a child of the parent above, a member's own judgement of it taken first.
    pub fn as_child(&self, own: Option<Rating>) -> Child {
        let grades = |range: Range| Some((range.lowest.grade()?, range.highest.grade()?));
        match (own.or(self.completed), self.range.and_then(grades)) {
            (Some(rating), _) => Child::from(Standing::from(rating)),
            (None, Some((lowest, highest))) => Child::Open { lowest, highest },
            (None, None) => Child::Abstained,
        }
    }
}

/// Applies a rule to children of which some may be open.
pub fn combine(rule: impl AsRef<Rule>, children: impl IntoIterator<Item = Child>) -> Outcome {
    let rule = rule.as_ref();
    let (mut settled, mut low, mut high, mut open) = (Tally::default(), Tally::default(), Tally::default(), 0);
    for child in children {
        match child {
            Child::Graded(grade) => [&mut settled, &mut low, &mut high].into_iter().for_each(|t| t.add(grade)),
            Child::NoInformation => [&mut settled, &mut low, &mut high].into_iter().for_each(|t| t.no_information += 1),
            Child::Abstained => [&mut settled, &mut low, &mut high].into_iter().for_each(|t| t.abstained += 1),
            Child::Open { lowest, highest } => {
                open += 1;
                low.add(lowest);
                high.add(highest);
            }
        }
    }
    let (worst, best) = (judge(rule, &low), judge(rule, &high));
    let n = low.n();
    let range = worst.effective().zip(best.effective()).map(|(lowest, highest)| Range { lowest, highest });
    let completed = range.filter(|range| range.lowest == range.highest).map(|range| range.lowest);
    let silent = completed.is_some() && may_be_silent(rule, n, open, &settled, worst);
    Outcome { result: completed.filter(|_| !silent), completed, silent, range, n, open, settled }
}

/// Whether some way of filling in the open children is one the rule is silent on, all of them giving the same grade.
fn may_be_silent(rule: &Rule, n: usize, open: usize, settled: &Tally, worst: Verdict) -> bool {
    if open == 0 {
        return matches!(worst, Verdict::Silent(_));
    }
    // Where requires improvement is certain, the rule itself gives it exactly when enough children have it; only the
    // settled ones are sure to.
    rule.name() == RuleName::Count
        && worst.effective() == Some(Rating::RequiresImprovement)
        && settled.of(Grade::RequiresImprovement) < rule.threshold(n)
}
