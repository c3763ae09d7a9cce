//! What a search has to know of a session, taken once so that another thread can ask it.
//!
//! Invariant: it stays as it was taken; a search never sees half an act.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::TagId;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::session::TriageStatus;
use crate::review::state::State;

/// A session as it was.
#[derive(Debug)]
pub struct Session {
    /// What was answered: blindness goes by it.
    pub answers: State,
    /// What was done, where a query asks for it.
    pub work: Option<Work>,
}

/// What a member has done with texts.
#[derive(Debug, Default)]
pub struct Work {
    /// Passages that stand in a text.
    pub marks: Vec<Mark>,
    /// Decisions about sources.
    pub decided: BTreeMap<SourceId, TriageStatus>,
    /// Items read.
    pub read: BTreeSet<EvidenceId>,
}

/// A passage, without its words.
#[derive(Debug)]
pub struct Mark {
    /// The text it is in.
    pub on: MarkedIn,
    /// Where.
    pub range: Range<usize>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// What it is filed under.
    pub filings: Vec<Filing>,
}

impl Session {
    /// Only what was answered: cheap, however much was marked.
    pub fn answers_of(state: &State) -> Self {
        Self { answers: state.answers(), work: None }
    }

    /// With all that fields of a query ask for.
    pub fn whole(state: &State, read: &BTreeSet<EvidenceId>) -> Self {
        let decided = state.triage.values().map(|entry| (entry.source.clone(), entry.status)).collect();
        let marks = state.quotes.iter().filter(|quote| !quote.lost).filter_map(mark).collect();
        Self { answers: state.answers(), work: Some(Work { marks, decided, read: read.clone() }) }
    }
}

fn mark(quote: &Quote) -> Option<Mark> {
    Some(Mark {
        on: quote.marked_in()?,
        range: quote.selector.start..quote.selector.end,
        tags: quote.tags.clone(),
        filings: quote.filings.clone(),
    })
}
