//! Views: what fills the screen, each with its state, its answers to actions and its drawing.
//!
//! Uses the contract of panes and sheets, the widgets, and the session to read. Invariant: a view changes nothing
//! itself; it asks.

pub mod codebook;
#[cfg(test)]
pub mod fixture;
pub mod meeting;
pub mod prose;
pub mod review;
pub mod trace;
pub mod triage;
pub mod verdicts;
