//! What the panel agrees, written down in a session of the panel's own: its member is the panel itself.
//!
//! Uses the acts of `model`. Invariant: an agreement and the answer it gives in the record are one act, so that verdicts,
//! check and exports of the record say what was agreed and nothing else; members' own sessions are not touched.

use uuid::Uuid;

use crate::model::act::Act;
use crate::model::act::Agreement;
use crate::model::ids::Subject;
use crate::model::panel::Panel;
use crate::model::session::MemberRef;
use crate::review::state::State;

/// Whose session the record is.
pub fn keeper(panel: &Panel) -> MemberRef {
    MemberRef { id: panel.id, name: None }
}

/// Whether a session is the record of a panel.
pub fn is_record(panel: &Panel, member: Uuid) -> bool {
    panel.id == member
}

/// Writes down what was agreed on a question, or on a commitment, an area or the whole.
pub fn agreed(on: &Subject, agreement: Agreement) -> Act {
    let (rating, reason) = (agreement.rating, agreement.reason.clone());
    let answer = match on {
        Subject::Cell(cell) => {
            let reason = (!reason.is_empty()).then_some(reason);
            Act::Rate { cell: cell.clone(), rating, reason, quotes: Vec::new(), round: 1 }
        }
        Subject::Parent(parent) => Act::Override { parent: parent.clone(), rating, reason },
    };
    Act::Together { acts: vec![answer, Act::Agree { on: on.clone(), agreement: Some(Box::new(agreement)) }] }
}

/// Takes an agreement back, where one stands: it is open again.
pub fn reopened(state: &State, on: &Subject) -> Option<Act> {
    state.consensus.get(on)?;
    let mut acts = vec![Act::Agree { on: on.clone(), agreement: None }];
    match on {
        Subject::Cell(cell) if state.ratings.contains_key(cell) => acts.push(Act::Unrate { cell: cell.clone() }),
        Subject::Parent(parent) if state.overrides.contains_key(parent) => {
            acts.push(Act::ClearOverride { parent: parent.clone() });
        }
        Subject::Cell(_) | Subject::Parent(_) => {}
    }
    Some(Act::Together { acts })
}
