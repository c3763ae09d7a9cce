//! The panes of the review view and of triage. Each owns its state, how it changes and how it is drawn.

pub mod filter;
pub mod grid;
pub mod list;
pub mod notes;
pub mod page;
pub mod queue;
pub mod reader;
pub mod sources;
