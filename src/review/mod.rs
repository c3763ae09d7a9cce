//! One member's work on one review, and the only door by which it changes.
//!
//! Owns the session's state, its log and its undo; may use every layer above it. Invariant: the
//! state is always what replaying the log gives.

pub mod blindness;
pub mod check;
pub mod cite;
pub mod coded;
pub mod confidence;
pub mod course;
pub mod editing;
pub mod edition;
pub mod edition_evidence;
pub mod edition_sources;
pub mod elsewhere;
pub mod filed;
pub mod find;
#[cfg(test)]
pub mod fixture;
pub mod flow;
pub mod fuzzy;
pub mod gone;
pub mod handed_out;
pub mod heard;
pub mod history;
pub mod intake;
pub mod keeping;
pub mod labels;
pub mod ladder;
pub mod listing;
pub mod marking;
pub mod named;
pub mod open;
pub mod plan;
pub mod pointing;
pub mod query;
pub mod queue;
pub mod rated;
pub(crate) mod reading;
pub mod reanchor;
mod retag;
pub mod sealed_round;
pub mod selection;
pub mod state;
pub mod tally;
pub mod trace;
pub mod whereabouts;
pub mod whose;
pub mod words;
pub mod workspace;
