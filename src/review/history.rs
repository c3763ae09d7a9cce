//! The log: every act in order, each entry chained to the one before; and the stacks of what can
//! be taken back and restored, which follow from it.
//!
//! Invariant: undo is linear, so an act that stands never depends on one that was withdrawn.

use std::collections::HashSet;

use crate::document::log::Tip;
use crate::document::log::act_of;
use crate::document::log::seal;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::ids::ActId;
use crate::model::ids::CellKey;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::model::session::LogEntry;
use crate::review::plan::replan;
use crate::review::state::Slot;
use crate::review::state::State;
use crate::review::words::Spot;
use crate::review::words::describe;

/// An act that stands and can be taken back.
#[derive(Debug, Clone)]
pub struct Done {
    /// The act's entry.
    pub id: ActId,
    /// What it did, in words.
    pub words: String,
    /// Where.
    pub spot: Spot,
    /// What takes it back.
    pub inverse: Vec<Slot>,
}

/// An act that was taken back and can be restored.
#[derive(Debug, Clone)]
pub struct Undone {
    /// The act's entry.
    pub id: ActId,
    /// What it did, in words.
    pub words: String,
    /// Where.
    pub spot: Spot,
    /// What restores it.
    pub again: Vec<Slot>,
}

/// The log and what follows from it.
#[derive(Debug, Clone)]
pub struct History {
    entries: Vec<LogEntry>,
    done: Vec<Done>,
    undone: Vec<Undone>,
    /// So many of `done` stay: they were made on an earlier edition, and their inverses name places in texts that were,
    /// or they were handed in with a round.
    settled: usize,
    tip: Tip,
}

impl Default for History {
    fn default() -> Self {
        Self { entries: Vec::new(), done: Vec::new(), undone: Vec::new(), settled: 0, tip: Tip::start() }
    }
}

/// A log that cannot be replayed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("entry {seq} of the session's log ({act}) {what}")]
pub struct ReplayError {
    /// The entry's place, from 1.
    pub seq: u64,
    /// The entry's kind.
    pub act: String,
    /// What is wrong with it.
    pub what: String,
}

impl History {
    /// Every entry, oldest first.
    pub fn entries(&self) -> &[LogEntry] {
        &self.entries
    }

    /// Acts that can be taken back, the newest last.
    pub fn done(&self) -> &[Done] {
        &self.done
    }

    /// Acts that can be restored, the next one last.
    pub fn undone(&self) -> &[Undone] {
        &self.undone
    }

    /// Entries as they go into an export: withdrawn ones marked and without their payload.
    pub fn for_export(&self) -> Vec<LogEntry> {
        let standing: HashSet<ActId> = self.done.iter().map(|done| done.id).collect();
        self.entries
            .iter()
            .map(|entry| {
                let mut entry = entry.clone();
                if is_withdrawn(&entry, &standing) {
                    entry.withdrawn = true;
                    entry.payload = None;
                }
                entry
            })
            .collect()
    }

    /// Makes the next entry, chained to the last; it is not in the log until `record`.
    pub fn next_entry(&self, id: ActId, at: Moment, act: &Act) -> LogEntry {
        seal(&self.tip, id, at, act)
    }

    /// Applies an act to the state and keeps its inverse. The plan is the act's own.
    pub fn record(&mut self, entry: LogEntry, act: &Act, slots: Vec<Slot>, state: &mut State, catalog: &Catalog) {
        let (words, spot) = describe(act, state, catalog);
        let inverse = state.swap(slots);
        match act {
            Act::SeePublished { on } => {
                state.seen.entry(on.clone()).or_insert(entry.at);
            }
            Act::ShowPublished { show: true, seen } => {
                for on in seen {
                    state.seen.entry(on.clone()).or_insert(entry.at);
                }
            }
            Act::Follow { seen, .. } => {
                for on in seen {
                    state.seen.entry(on.clone()).or_insert(entry.at);
                }
                self.settle();
            }
            // What was handed in is out, and what was rated of an earlier round is another's business by now.
            Act::HandIn { .. } | Act::RoundOpened { .. } => self.settle(),
            _ => {}
        }
        if !act.is_fact() {
            self.done.push(Done { id: entry.id, words, spot, inverse });
            self.undone.clear();
        }
        self.push(entry);
    }

    /// From here on nothing before can be taken back or restored.
    fn settle(&mut self) {
        self.settled = self.done.len();
        self.undone.clear();
    }

    /// Takes the newest act back. What was published on the ratings told besides had been looked at before.
    pub fn undo(&mut self, state: &mut State) -> Option<(&Undone, Vec<CellKey>)> {
        if self.done.len() <= self.settled {
            return None;
        }
        let done = self.done.pop()?;
        let again = state.swap(done.inverse);
        let seen = seen_since(&again, state);
        self.undone.push(Undone { id: done.id, words: done.words, spot: done.spot, again });
        Some((self.undone.last()?, seen))
    }

    /// Restores the act last taken back.
    pub fn redo(&mut self, state: &mut State) -> Option<&Done> {
        let undone = self.undone.pop()?;
        let inverse = state.swap(undone.again);
        seen_since(&inverse, state);
        self.done.push(Done { id: undone.id, words: undone.words, spot: undone.spot, inverse });
        self.done.last()
    }

    /// Appends an entry that changed nothing by itself, such as an undo.
    pub fn push(&mut self, entry: LogEntry) {
        self.tip = Tip::after(&entry);
        self.entries.push(entry);
    }

    /// Rebuilds history and state from a log. Reads no clock and no random source.
    ///
    /// # Errors
    /// An entry that cannot be read or does not fit the state it meets.
    pub fn replay(entries: Vec<LogEntry>, state: &mut State, catalog: &Catalog) -> Result<Self, ReplayError> {
        let mut history = Self::default();
        for entry in entries {
            let fail = |what: String| ReplayError { seq: entry.seq, act: entry.act.clone(), what };
            if entry.seq != history.entries.len() as u64 + 1 {
                return Err(fail(format!("should have number {}", history.entries.len() + 1)));
            }
            match read_act(&entry).map_err(&fail)? {
                None => {
                    // Withdrawn before an export: its payload is gone, and nothing that stands needs it.
                    let words = format!("{} (withdrawn before an export)", entry.act);
                    history.done.push(Done { id: entry.id, words, spot: Spot::Nowhere, inverse: Vec::new() });
                    history.undone.clear();
                    history.push(entry);
                }
                Some(Act::Undo { target, seen }) => {
                    if history.undo(state).map(|(undone, _)| undone.id) != Some(target) {
                        return Err(fail("takes back an act that was not the last one".to_owned()));
                    }
                    for cell in seen {
                        let Some(entry) = state.ratings.get_mut(&cell) else {
                            return Err(fail(format!("brings back a rating of {cell} that was not there")));
                        };
                        entry.published_seen = true;
                    }
                    history.push(entry);
                }
                Some(Act::Redo { target }) => {
                    if history.redo(state).map(|done| done.id) != Some(target) {
                        return Err(fail("restores an act that was not the last one taken back".to_owned()));
                    }
                    history.push(entry);
                }
                Some(act) => {
                    let slots = replan(state, &act, entry.at).map_err(|error| fail(format!("fails: {error}")))?;
                    history.record(entry, &act, slots, state, catalog);
                }
            }
        }
        history.undone.retain(|undone| !undone.again.is_empty());
        Ok(history)
    }
}

/// Ratings that a step back or forward brought in are changes too: where what was published has been
/// looked at, they say so. Those that did not say so before.
fn seen_since(replaced: &[Slot], state: &mut State) -> Vec<CellKey> {
    let mut told = Vec::new();
    for slot in replaced {
        let Slot::Rating(cell, _) = slot else { continue };
        let seen = state.seen.contains_key(&Subject::Cell(cell.clone()));
        if let Some(entry) = state.ratings.get_mut(cell).filter(|entry| seen && !entry.published_seen) {
            entry.published_seen = true;
            told.push(cell.clone());
        }
    }
    told
}

fn is_withdrawn(entry: &LogEntry, standing: &HashSet<ActId>) -> bool {
    entry.withdrawn || (!is_fact_name(&entry.act) && !standing.contains(&entry.id))
}

fn is_fact_name(name: &str) -> bool {
    matches!(
        name,
        "see-published" | "show-published" | "hand-in" | "round-opened" | "import" | "follow" | "undo" | "redo"
    )
}

/// The act an entry holds; `None` where it was withdrawn and its payload left out.
fn read_act(entry: &LogEntry) -> Result<Option<Act>, String> {
    if entry.payload.is_none() && !entry.withdrawn {
        return Err("has no payload".to_owned());
    }
    act_of(entry).map_err(|error| format!("cannot be read: {error}"))
}
