//! Rating as every front end does it: the act goes through the workspace, and two lines say what it is now and what
//! moved.
//!
//! Uses `judgement` for the lines. Invariant: where the running verdict is kept back, nothing told depends on it.

use crate::judgement::movement::between;
use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::review::plan::EditError;
use crate::review::state::State;
use crate::review::workspace::Workspace;

/// What came of a rating, in two lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// What it is now: "8B is now inadequate (was requires improvement)."
    pub said: String,
    /// What follows for what stands above it; empty where that is kept back.
    pub follows: String,
}

/// Applies an act that rates, declines, judges, or takes that away, and says what moved.
///
/// # Errors
/// An act that does not fit the review or the state; nothing is changed.
pub fn rate(ws: &mut Workspace, act: &Act) -> Result<Moved, EditError> {
    let Some(subject) = rated_by(act) else {
        return Err(EditError::Refused("That is no rating.".to_owned()));
    };
    let before = ws.rollup().clone();
    ws.apply(act)?;
    let moved = between(&before, ws.rollup(), &subject, &ws.catalog().review().scale);
    let follows = if ws.blindness().shows_running_verdict() { moved.follows } else { String::new() };
    Ok(Moved { said: moved.said, follows })
}

fn rated_by(act: &Act) -> Option<Subject> {
    match act {
        Act::Rate { cell, .. } | Act::Abstain { cell, .. } | Act::Unrate { cell } | Act::Confirm { cell } => {
            Some(Subject::Cell(cell.clone()))
        }
        Act::Override { parent, .. } | Act::ClearOverride { parent } => Some(Subject::Parent(parent.clone())),
        _ => None,
    }
}

/// The act by which a question is rated; where just this stands already, the act that confirms it if it is to be
/// confirmed, and else none. It is given in the round the rating before it was given in.
pub fn rating_of(
    state: &State,
    cell: &CellKey,
    (rating, reason, quotes): (Rating, Option<String>, Vec<QuoteId>),
) -> Option<Act> {
    let before = state.ratings.get(cell);
    if let Some(old) = before.filter(|old| old.rating == rating && old.reason == reason && old.quotes == quotes) {
        return old.unconfirmed.then(|| Act::Confirm { cell: cell.clone() });
    }
    let round = before.map_or(1, |old| old.round);
    Some(Act::Rate { cell: cell.clone(), rating, reason, quotes, round })
}

/// The passages filed under a question, each with whether it is attached to the rating: all of them until a rating says
/// which.
pub fn attached(state: &State, cell: &CellKey) -> Vec<(QuoteId, bool)> {
    let kept = state.ratings.get(cell).map(|entry| &entry.quotes);
    state.quotes_under(cell).map(|quote| (quote.id, kept.is_none_or(|kept| kept.contains(&quote.id)))).collect()
}

/// The next question without an answer, after the one at hand and then from the first.
pub fn next_unrated(ws: &Workspace, after: Option<&CellKey>) -> Option<CellKey> {
    let cells: Vec<CellKey> = ws.catalog().review().cells().collect();
    let start = after.and_then(|cell| cells.iter().position(|other| other == cell)).map_or(0, |at| at + 1);
    let (before, rest) = cells.split_at(start.min(cells.len()));
    rest.iter().chain(before).find(|cell| !ws.state().answered(cell)).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::review::fixture;

    fn cell(text: &str) -> CellKey {
        text.parse().expect("a question")
    }

    #[test]
    fn the_same_rating_again_is_no_act_and_another_reason_is_one() {
        let mut ws = fixture::workspace();
        let given = || (Rating::Good, Some("Paid.".to_owned()), Vec::new());
        let act = rating_of(ws.state(), &cell("1B"), given()).expect("an act");
        let moved = rate(&mut ws, &act).expect("rates");
        assert!(moved.said.starts_with("1B is now good"), "{moved:?}");
        assert_eq!(rating_of(ws.state(), &cell("1B"), given()), None);
        assert!(rating_of(ws.state(), &cell("1B"), (Rating::Good, None, Vec::new())).is_some());
    }

    #[test]
    fn the_next_unrated_comes_after_the_one_at_hand_and_then_from_the_first() {
        let mut ws = fixture::workspace();
        let all: Vec<CellKey> = ws.catalog().review().cells().collect();
        assert_eq!(next_unrated(&ws, all.last()), all.first().cloned());
        for cell in &all {
            let act = rating_of(ws.state(), cell, (Rating::Good, None, Vec::new())).expect("an act");
            rate(&mut ws, &act).expect("rates");
        }
        assert_eq!(next_unrated(&ws, None), None);
    }
}
