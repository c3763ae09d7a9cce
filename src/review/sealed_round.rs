//! What handing a round in does to a session, and what stays as it is until the round is opened.
//!
//! Uses `state` and the model. Invariant: between handing in and opening no act changes a rating, its reason or what it
//! rests on, an abstention or an own judgement; passages, tags, notes and triage go on.

use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::model::rounds::HandedIn;
use crate::model::rounds::SessionRound;
use crate::model::session::SessionFile;
use crate::review::gone::gone;
use crate::review::plan::EditError;
use crate::review::state::Slot;
use crate::review::state::State;

/// Refuses what would change a round that was handed in.
///
/// # Errors
/// Why, in words for the member.
pub(crate) fn permits(state: &State, act: &Act) -> Result<(), EditError> {
    let Some((round, handed)) = state.sealed() else { return Ok(()) };
    let what = match act {
        Act::Rate { cell, .. } | Act::Unrate { cell } | Act::Abstain { cell, .. } | Act::Confirm { cell } => {
            format!("{cell} stays as it is")
        }
        Act::Override { .. } | Act::ClearOverride { .. } => "Your own judgements stay as they are".to_owned(),
        Act::Unmark { quote } => match rests_on(handed, *quote) {
            Some(cell) => format!("Your rating of {cell} rests on this passage, so it stays"),
            None => return Ok(()),
        },
        Act::HandIn { .. } => {
            return Err(EditError::Refused(format!(
                "Round {round} was handed in already; it can be written again as it was."
            )));
        }
        _ => return Ok(()),
    };
    Err(EditError::Refused(format!(
        "{what}: round {round} was handed in, and what is out cannot be taken back. It goes on once the panel opens the \
         round."
    )))
}

/// Why a question or parent cannot be rated now, where its round is handed in and not opened.
pub fn stays(state: &State, subject: &Subject) -> Option<String> {
    let act = match subject {
        Subject::Cell(cell) => Act::Unrate { cell: cell.clone() },
        Subject::Parent(parent) => Act::ClearOverride { parent: parent.clone() },
    };
    permits(state, &act).err().map(|error| error.to_string())
}

/// The question whose handed-in rating rests on a passage.
fn rests_on(handed: &HandedIn, quote: QuoteId) -> Option<&CellKey> {
    handed.ratings.iter().find(|entry| entry.quotes.contains(&quote)).map(|entry| &entry.cell)
}

/// The round as it is handed in.
pub(crate) fn hand_in(state: &State, act: &Act, at: Moment) -> Result<Vec<Slot>, EditError> {
    let Act::HandIn { round, panel, member, letter, digest, mac, salt } = act else { return Ok(Vec::new()) };
    if *round != state.round() {
        let at_hand = state.round();
        return Err(EditError::Refused(format!("Round {round} cannot be handed in: you are in round {at_hand}.")));
    }
    let handed = HandedIn {
        at,
        panel: *panel,
        member: *member,
        letter: letter.clone(),
        digest: digest.clone(),
        mac: mac.clone(),
        salt: Some(salt.clone()),
        ratings: state.ratings.values().cloned().collect(),
        abstained: state.abstained.values().cloned().collect(),
        overrides: state.overrides.values().cloned().collect(),
    };
    let entry = SessionRound { n: *round, handed: Some(handed), opened: None };
    Ok(vec![Slot::Round(*round, Some(Box::new(entry)))])
}

/// Takes out of a session that goes to others what nobody may see before the round is opened: ratings, reasons, what was
/// passed over and let stand about them, what they add up to, how they came about, and private notes. Says which round
/// that is, where there is one.
pub fn withhold(file: &mut SessionFile, catalog: &Catalog) -> Option<u32> {
    let sealed = file.rounds.iter_mut().find(|round| round.sealed().is_some())?;
    if let Some(handed) = &mut sealed.handed {
        handed.salt = None;
        (handed.ratings, handed.abstained, handed.overrides) = (Vec::new(), Vec::new(), Vec::new());
    }
    let round = sealed.n;
    (file.ratings, file.abstained, file.overrides) = (Vec::new(), Vec::new(), Vec::new());
    file.seen_published.clear();
    file.waivers.clear();
    file.consensus.clear();
    file.rollup.parents.clear();
    file.notes.retain(|note| note.shared);
    file.log = None;
    file.gone = gone(&State::from_file(file), catalog);
    file.version = file.least_version();
    Some(round)
}

/// What is told to whom writes such a session out.
pub fn told_withheld(round: u32) -> String {
    format!(
        "round {round} is handed in and not opened: its ratings and reasons, private notes and the log are left out; shared \
         notes and passages are in"
    )
}

/// The round as it is once the panel opened it.
pub(crate) fn opened(state: &State, round: u32, opened: Moment) -> Result<Vec<Slot>, EditError> {
    let known = state.rounds.get(&round);
    if known.is_some_and(|known| known.opened.is_some()) {
        return Err(EditError::Refused(format!("Round {round} was opened before.")));
    }
    if round != state.round() {
        let at_hand = state.round();
        return Err(EditError::Refused(format!(
            "Round {round} cannot be opened here: this session is in round {at_hand}."
        )));
    }
    let entry = SessionRound { n: round, handed: known.and_then(|known| known.handed.clone()), opened: Some(opened) };
    Ok(vec![Slot::Round(round, Some(Box::new(entry)))])
}
