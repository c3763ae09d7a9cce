//! Why a parent stands where it does: inputs, the deciding line, the one that nearly did, the smallest changes.
//!
//! Owns the explanation of one parent and the record of all. Uses `rollup`, `reach`, `line` and the model. Invariant:
//! an explanation is derived from the roll-up alone, so the same ratings always explain themselves alike.

use crate::judgement::line::Line;
use crate::judgement::reach::Child;
use crate::judgement::reach::combine;
use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Rule;
use crate::judgement::words::Noun;
use crate::judgement::words::Words;
use crate::judgement::words::child;
use crate::judgement::words::name;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::Change;
use crate::model::judged::Flip;
use crate::model::judged::Input;
use crate::model::judged::InputStatus;
use crate::model::judged::ParentResult;
use crate::model::judged::ReachableRange;
use crate::model::judged::RollupRecord;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::review::ScalePoint;

/// Parents with more children than this are not searched for pairs of changes: the list would help nobody.
const MOST_CHILDREN_FOR_PAIRS: usize = 24;

/// Explains one parent, in the words of the scale. Of a parent the review does not have it says so.
///
/// Flips are what moves the parent by the rule (completion included), an own judgement of the parent itself left
/// aside: single changes, or pairs where no single one does. Of changes of the same children to the same end only the
/// smallest is listed; smaller ones come first. While the parent is open, they are the single ratings that settle it.
pub fn explain(rollup: &Rollup, parent: &ParentKey, scale: &[ScalePoint]) -> ParentResult {
    let Some(state) = rollup.parent(parent) else {
        return unknown(parent);
    };
    let words = Words::new(scale);
    let line = Line { rule: rollup.rule(), noun: Noun::under(parent), words, outcome: &state.by_rule };
    let children = rollup.children(parent);
    let flips = smallest_flips(rollup.rule(), &children);
    ParentResult {
        id: parent.clone(),
        result: state.result,
        effective: state.effective,
        silent: state.silent,
        inputs: children.iter().map(|(id, child)| input(id.clone(), *child)).collect(),
        decided_by: decided_by(&line, state),
        nearly: line.nearly().or_else(|| nearest(&flips, state, words)),
        flips: flips.into_iter().map(|(_, flip)| flip).collect(),
    }
}

/// The line that decided a parent, in words; `None` of a parent the review does not have.
pub fn why(rollup: &Rollup, parent: &ParentKey, scale: &[ScalePoint]) -> Option<String> {
    let state = rollup.parent(parent)?;
    let line =
        Line { rule: rollup.rule(), noun: Noun::under(parent), words: Words::new(scale), outcome: &state.by_rule };
    Some(decided_by(&line, state))
}

/// All parents explained: commitments, then areas, then the whole. Of the flips only those of the fewest grade steps.
pub fn record(rollup: &Rollup, scale: &[ScalePoint]) -> RollupRecord {
    let explained = |(parent, _): (ParentKey, &ParentState)| {
        let mut result = explain(rollup, &parent, scale);
        let fewest = result.flips.first().map(steps_of);
        result.flips.retain(|flip| Some(steps_of(flip)) == fewest);
        result
    };
    RollupRecord {
        rule: rollup.rule().name(),
        rule_version: rollup.rule().name().version(),
        parents: rollup.parents().map(explained).collect(),
    }
}

/// What every parent can still become, in the order of [`record`].
pub fn ranges(rollup: &Rollup) -> Vec<ReachableRange> {
    let range = |(id, state): (ParentKey, &ParentState)| ReachableRange {
        id,
        lowest: state.range.map(|range| range.lowest),
        highest: state.range.map(|range| range.highest),
    };
    rollup.parents().map(range).collect()
}

fn unknown(parent: &ParentKey) -> ParentResult {
    ParentResult {
        id: parent.clone(),
        result: None,
        effective: None,
        silent: false,
        inputs: Vec::new(),
        decided_by: format!("{} is not part of this review.", name(parent)),
        nearly: None,
        flips: Vec::new(),
    }
}

fn decided_by(line: &Line<'_>, state: &ParentState) -> String {
    let by_rule = line.decided();
    match state.own {
        Some(own) => format!("{by_rule} Own judgement counts instead: {}.", line.words.rating(own)),
        None => by_rule,
    }
}

fn input(id: Subject, child: Child) -> Input {
    let status = match child {
        Child::Graded(_) => InputStatus::Rated,
        Child::NoInformation => InputStatus::NoInformation,
        Child::Abstained => InputStatus::Abstained,
        Child::Open { .. } => InputStatus::Unrated,
    };
    Input { id, status, rating: child.standing().rating() }
}

fn nearest(flips: &[(usize, Flip)], state: &ParentState, words: Words<'_>) -> Option<String> {
    let (_, flip) = flips.first().filter(|_| state.by_rule.open == 0 && state.by_rule.settled.graded() > 0)?;
    let changes: Vec<String> =
        flip.changes.iter().map(|change| format!("{} at {}", child(&change.id), words.rating(change.to))).collect();
    Some(format!("With {}, it would be {}.", changes.join(" and "), words.rating(flip.becomes)))
}

/// Grade steps between two ratings; one where there was no grade before.
fn steps(from: Option<Rating>, to: Rating) -> usize {
    match (from.and_then(Rating::grade), to.grade()) {
        (Some(from), Some(to)) => from.rank().abs_diff(to.rank()),
        _ => 1,
    }
}

fn steps_of(flip: &Flip) -> usize {
    flip.changes.iter().map(|change| steps(change.from, change.to)).sum()
}

/// What a child could be changed to. Where the member keeps out there is nothing to change.
fn options(child: Child) -> impl Iterator<Item = Grade> {
    Grade::ALL.into_iter().filter(move |&grade| match child {
        Child::Graded(now) => grade != now,
        Child::NoInformation | Child::Open { .. } => true,
        Child::Abstained => false,
    })
}

/// The best way found so far to each grade: its cost and what the children become.
type Found = [Option<Way>; 4];
/// Steps, how far aside of the result the grades are, and the grades.
type Way = ((usize, usize), Vec<Grade>);

/// A search for changes that move a parent.
struct Search<'a> {
    rule: &'a Rule,
    children: &'a [(Subject, Child)],
    scratch: Vec<Child>,
    now: Option<Rating>,
}

fn smallest_flips(rule: &Rule, children: &[(Subject, Child)]) -> Vec<(usize, Flip)> {
    let scratch: Vec<Child> = children.iter().map(|(_, child)| *child).collect();
    let now = combine(rule, scratch.iter().copied()).completed;
    let mut search = Search { rule, children, scratch, now };
    let mut found: Vec<(usize, Flip)> = Vec::new();
    for first in 0..children.len() {
        found.extend(search.moving(&[first]));
    }
    if found.is_empty() && now.is_some() && children.len() <= MOST_CHILDREN_FOR_PAIRS {
        for first in 0..children.len() {
            for second in first + 1..children.len() {
                found.extend(search.moving(&[first, second]));
            }
        }
    }
    found.sort_by_key(|(steps, _)| *steps);
    found
}

impl Search<'_> {
    /// The smallest change of exactly these children for each thing the parent can become by it.
    fn moving(&mut self, places: &[usize]) -> Vec<(usize, Flip)> {
        let mut best: Found = [const { None }; 4];
        self.try_all(places, &mut Vec::new(), &mut best);
        for &place in places {
            self.scratch[place] = self.children[place].1;
        }
        let flip = |(becomes, found): (Grade, Option<Way>)| {
            let ((steps, _), to) = found?;
            let change = |(&place, &to): (&usize, &Grade)| Change {
                id: self.children[place].0.clone(),
                from: self.children[place].1.standing().rating(),
                to: to.into(),
            };
            Some((steps, Flip { changes: places.iter().zip(&to).map(change).collect(), becomes: becomes.into() }))
        };
        Grade::ALL.into_iter().zip(best).filter_map(flip).collect()
    }

    fn try_all(&mut self, places: &[usize], to: &mut Vec<Grade>, best: &mut Found) {
        let Some(&place) = places.get(to.len()) else {
            let becomes = combine(self.rule, self.scratch.iter().copied()).completed;
            let Some(grade) = becomes.filter(|_| becomes != self.now).and_then(Rating::grade) else { return };
            let from = |place: &usize| self.children[*place].1.standing().rating();
            let steps = places.iter().zip(&*to).map(|(place, &to)| steps(from(place), to.into())).sum();
            // Where nothing was rated before, every grade is one step: name the one nearest to what comes of it.
            let aside = to.iter().map(|to| to.rank().abs_diff(grade.rank())).sum();
            let slot = &mut best[grade.rank()];
            if slot.as_ref().is_none_or(|(least, _)| (steps, aside) < *least) {
                *slot = Some(((steps, aside), to.clone()));
            }
            return;
        };
        for grade in options(self.children[place].1) {
            self.scratch[place] = Child::Graded(grade);
            to.push(grade);
            self.try_all(places, to, best);
            to.pop();
        }
        self.scratch[place] = self.children[place].1;
    }
}
