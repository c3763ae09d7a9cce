//! What a member is told after a rating: what was said, and what moved by it.
//!
//! Owns the two lines below the grid. Uses `rollup`, `line`, `words` and the model. Invariant: the first line holds
//! nothing of the running verdict, so that it can stand alone where that is hidden.

use crate::judgement::line::Line;
use crate::judgement::rollup::ParentState;
use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Standing;
use crate::judgement::words::Noun;
use crate::judgement::words::Words;
use crate::judgement::words::name;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::review::ScalePoint;

/// What to say after a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Movement {
    /// What the member did: "8B is now inadequate (was requires improvement)."
    pub said: String,
    /// What follows for the parents above; to be kept back where the running verdict is hidden.
    pub follows: String,
}

/// Puts in words what a change of one cell, or of one own judgement, did.
pub fn between(before: &Rollup, after: &Rollup, changed: &Subject, scale: &[ScalePoint]) -> Movement {
    let words = Words::new(scale);
    match changed {
        Subject::Cell(cell) => {
            let commitment = ParentKey::Commitment(cell.commitment.clone());
            let own = parent_sentence(before, after, &commitment, words);
            Movement { said: cell_said(before, after, cell, words), follows: join(own, overall(before, after, words)) }
        }
        Subject::Parent(parent) => {
            let rule_says = beside_own(after, parent, words);
            let above = match parent {
                ParentKey::Commitment(_) => overall(before, after, words),
                ParentKey::Area(_) | ParentKey::Overall => String::new(),
            };
            Movement { said: own_said(before, after, parent, words), follows: join(rule_says, above) }
        }
    }
}

fn join(first: String, second: String) -> String {
    if first.is_empty() || second.is_empty() { first + &second } else { format!("{first} {second}") }
}

fn cell_said(before: &Rollup, after: &Rollup, cell: &CellKey, words: Words<'_>) -> String {
    let was = before.cell(cell).unwrap_or(Standing::Unrated);
    let is = after.cell(cell).unwrap_or(Standing::Unrated);
    let before_that = match was {
        _ if was == is => String::new(),
        Standing::Unrated => String::new(),
        Standing::Abstained => " (you had kept out of it)".to_owned(),
        Standing::Graded(_) | Standing::NoInformation => {
            was.rating().map(|rating| format!(" (was {})", words.rating(rating))).unwrap_or_default()
        }
    };
    let still = if was == is { "stays" } else { "is now" };
    match is {
        Standing::Graded(grade) => format!("{cell} {still} {}{before_that}.", words.grade(grade)),
        Standing::NoInformation => format!("{cell} {still} {}{before_that}.", words.rating(Rating::NoInformation)),
        Standing::Abstained => format!("{cell}: you do not rate this{before_that}."),
        Standing::Unrated if was == is => format!("{cell} is unrated."),
        Standing::Unrated => format!("{cell} is unrated again{before_that}."),
    }
}

fn own_said(before: &Rollup, after: &Rollup, parent: &ParentKey, words: Words<'_>) -> String {
    let own = |rollup: &Rollup| rollup.parent(parent).and_then(|state| state.own);
    let subject = name(parent);
    match (own(before), own(after)) {
        (None, None) => format!("{subject}: no judgement of your own."),
        (Some(was), None) => format!("{subject}: your judgement, {}, is withdrawn.", words.rating(was)),
        (Some(was), Some(is)) if was != is => {
            format!("{subject} is now {} by your judgement (was {}).", words.rating(is), words.rating(was))
        }
        (was, Some(is)) => {
            let still = if was.is_some() { "stays" } else { "is now" };
            format!("{subject} {still} {} by your judgement.", words.rating(is))
        }
    }
}

fn beside_own(after: &Rollup, parent: &ParentKey, words: Words<'_>) -> String {
    let Some(state) = after.parent(parent) else { return String::new() };
    let rule = after.rule().title();
    match (state.by_rule.completed, state.by_rule.range) {
        (Some(rating), _) if state.silent => {
            format!("The {rule} is silent here; {} is filled in.", words.rating(rating))
        }
        (Some(rating), _) => format!("By the {rule}: {}.", words.rating(rating)),
        (None, Some(range)) => format!("By the {rule}: still {}.", words.between(range.lowest, range.highest)),
        (None, None) => String::new(),
    }
}

fn parent_sentence(before: &Rollup, after: &Rollup, parent: &ParentKey, words: Words<'_>) -> String {
    let (Some(was), Some(is)) = (before.parent(parent), after.parent(parent)) else { return String::new() };
    let subject = name(parent);
    let Some(effective) = is.effective else {
        return unsettled(&subject, was, is, words);
    };
    let opening = opening(&subject, was, effective, words);
    if is.own.is_some() {
        return match is.by_rule.completed.filter(|&by_rule| by_rule != effective) {
            Some(by_rule) => {
                format!("{opening} by your judgement; by the {} {}.", after.rule().title(), words.rating(by_rule))
            }
            None => format!("{opening} by your judgement."),
        };
    }
    let line = Line { rule: after.rule(), noun: Noun::under(parent), words, outcome: &is.by_rule };
    line.because().map_or_else(|| format!("{opening}."), |why| format!("{opening}: {why}."))
}

fn opening(subject: &str, was: &ParentState, is: Rating, words: Words<'_>) -> String {
    let label = words.rating(is);
    match was.effective {
        Some(was) if was == is => format!("{subject} stays {label}"),
        Some(was) => format!("{subject} is now {label} (was {})", words.rating(was)),
        None => format!("{subject} is now {label}"),
    }
}

fn unsettled(subject: &str, was: &ParentState, is: &ParentState, words: Words<'_>) -> String {
    let Some(range) = is.range else {
        return format!("{subject} has nothing to combine.");
    };
    let still = if was.is_open() { "still open" } else { "open again" };
    let (n, done) = (is.by_rule.n, is.by_rule.n - is.by_rule.open);
    format!("{subject} is {still}: {done} of {n} rated; it can be {}.", words.between(range.lowest, range.highest))
}

fn overall(before: &Rollup, after: &Rollup, words: Words<'_>) -> String {
    let (Some(was), Some(is)) = (before.parent(&ParentKey::Overall), after.parent(&ParentKey::Overall)) else {
        return String::new();
    };
    let filled_in = |state: &ParentState| state.silent && state.own.is_none();
    if (was.effective, was.range, filled_in(was)) == (is.effective, is.range, filled_in(is)) {
        return "Overall: no change.".to_owned();
    }
    match (is.effective, is.range) {
        (Some(now), _) if was.effective == Some(now) => {
            let how = if filled_in(is) { "filled in, the rule is silent now" } else { "by the rule itself now" };
            format!("Overall stays {}: {how}.", words.rating(now))
        }
        (Some(now), _) => {
            let how = if filled_in(is) { ", filled in: the rule is silent" } else { "" };
            format!("{}{how}.", opening("Overall", was, now, words))
        }
        (None, Some(range)) => {
            let still = if was.is_open() { "still open" } else { "open again" };
            format!("Overall is {still}: it can be {}.", words.between(range.lowest, range.highest))
        }
        (None, None) => "Overall has nothing to combine.".to_owned(),
    }
}
