//! What a member's session learns from the panel file: which rounds were opened.
//!
//! Uses the model and `review`. Invariant: of a panel's file a session takes nothing but that; what others rated lies in
//! the opened sessions, and stays there.

use crate::model::act::Act;
use crate::model::panel::Panel;
use crate::review::plan::EditError;
use crate::review::workspace::Workspace;

/// The acts by which a session learns of rounds that were opened since; none where the panel judges another review or is
/// not the one it handed in to.
pub fn to_take(ws: &Workspace, panel: &Panel) -> Vec<Act> {
    let state = ws.state();
    let handed = state.rounds.values().rev().find_map(|round| round.handed.as_ref());
    if panel.review.id != ws.catalog().review().id || handed.is_some_and(|handed| handed.panel != panel.id) {
        return Vec::new();
    }
    let mut acts = Vec::new();
    let mut next = state.round();
    for round in &panel.rounds {
        if let Some(opened) = round.opened.filter(|_| round.n == next) {
            acts.push(Act::RoundOpened { round: round.n, opened });
            next += 1;
        }
    }
    acts
}

/// Takes them in, and says what that means for the member, a sentence each.
///
/// # Errors
/// A session that may not be changed.
pub fn take(ws: &mut Workspace, panel: &Panel) -> Result<Vec<String>, EditError> {
    let mut told = Vec::new();
    for act in to_take(ws, panel) {
        ws.apply(&act)?;
        let Act::RoundOpened { round, opened } = act else { continue };
        let handed = ws.state().rounds.get(&round).is_some_and(|known| known.handed.is_some());
        let yours =
            if handed { "what you handed in stays as it was" } else { "without you: nothing was handed in here" };
        told.push(format!("Round {round} was opened on {opened}; {yours}. What you rate now is round {}.", round + 1));
    }
    Ok(told)
}
