//! A session as it stands on another edition of its review than it was made on.
//!
//! Uses `review` for what an edition changes. Invariant: passages move with their words, or are told to be lost; what was
//! handed in, which a seal binds, is not touched.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::quote::Quote;
use crate::model::session::SessionFile;
use crate::review::edition::follow;
use crate::review::edition::reference;
use crate::review::gone::gone;
use crate::review::intake::rollup_of;
use crate::review::state::State;

/// The session with its passages where their words stand in the edition at hand. `before` is what its own edition asked.
pub(super) fn carried(mut session: SessionFile, before: &BTreeMap<String, String>, here: &Arc<Catalog>) -> SessionFile {
    let state = State::from_file(&session);
    let (act, _) = follow((&state, &session.codebook), here, &session.review, before);
    if let Act::Follow { quotes, .. } = act {
        let moved = |id| quotes.iter().find(|quote: &&Quote| quote.id == id).cloned();
        for quote in &mut session.quotes {
            if let Some(there) = moved(quote.id) {
                *quote = there;
            }
        }
    }
    // Its log tells of places in the earlier edition.
    session.log = None;
    session.review = reference(here);
    session.gone = gone(&State::from_file(&session), here);
    if !session.rollup.parents.is_empty() {
        session.rollup = rollup_of(&session, here);
    }
    session.version = session.least_version();
    session
}
