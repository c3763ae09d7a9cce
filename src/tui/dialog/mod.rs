//! Sheets that rise from the bottom, each in its own file.
//!
//! Uses the panes' contract (`sheet`, `request`, `ui`) and the widgets. Invariant: a sheet changes nothing itself; it
//! asks, and says in plain words why it cannot.

pub mod arrange;
pub mod ask;
pub mod bears_on;
pub mod copy;
pub mod edit_sheets;
pub mod export;
pub mod filed;
pub mod findings;
pub mod flow;
pub mod hand_in;
pub mod history;
pub mod ladder;
pub mod members;
pub mod menu;
pub mod narrow;
pub mod note;
pub mod palette;
pub mod passage;
pub mod picker;
pub mod prompt;
pub mod published;
pub mod rating;
pub mod search;
pub mod show_only;
pub mod sources;
pub mod tip;
pub mod unsettled;
