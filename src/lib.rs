//! A terminal workbench for reviewing evidence.
//!
//! An expert panel asks the same questions of each promise a government made, reads the evidence,
//! and rates every question on a four-point scale against published anchor statements. This crate
//! is the workbench for that job: the command `plumbline` and the library behind it.
//!
//! # The house
//!
//! Layers point one way: each may use those above it in this list, never those below
//! (`tests/layers.rs` reads the sources and holds this).
//!
//! | Layer | Owns |
//! |---|---|
//! | [`text`] | safe display of stored text, offsets, wrapping, sentences and words, folding for search |
//! | [`model`] | plain values: a review, a session, a panel, their keys and cross-references |
//! | [`document`] | reviews, sessions and panels as JSON: read, check, write, digest, schema, log chain |
//! | [`judgement`] | how ratings add up: rules, the running roll-up, reasons, what would change it; where members differ and how far they agree; pure |
//! | [`store`] | SQLite: session files, review files, locks, the thread that saves |
//! | [`import`] | documents in: reports, submissions and grids become a review |
//! | [`review`] | one member's work: the workspace, the only door by which a session changes; and the editing of a review itself |
//! | [`panel`] | several members: setting up, handing in, opening rounds, putting sessions together, the record of what they agree |
//! | [`export`] | what leaves: a session as reports, tables and pictures for others, or as itself |
//! | [`keys`] | what can be asked for, and with which key: one table |
//! | [`cli`] and [`tui`] | two front ends over the same doors; they do not know each other |
//!
//! # How a key press becomes a saved act
//!
//! `tui::input` reads it, `tui::run` drains what waits and gives it to `tui::app`, which looks it
//! up in `keys::table`. The sheet or view at hand answers the action with requests; a request that
//! changes something carries a [`model::act::Act`]. [`review::workspace::Workspace::apply`] checks
//! it, swaps the new values in, keeps the old ones as its inverse, rolls up, and hands the log
//! entry to the saving thread. "Saved" is shown once that thread has synced it.
//!
//! Without a screen the same acts come from lines: `cli::plain` talks, and `cli::show` to `cli::history` are its steps as
//! commands; `cli::seat` opens, saves and closes the session for them, `cli::told` has the words.
//!
//! # Where to begin
//!
//! - a new thing to rate, mark or note: an act in [`model::act`], its plan in `review::plan`, its
//!   words in `review::words`;
//! - a new change to a review itself (`--edit`): an edit in [`model::edit`], carried out in `review::editing`;
//! - a new key: a line in [`keys::table`]; footer, menu, find-anything, `plumbline keys` and the
//!   README follow;
//! - a new sheet: a file in `tui::dialog` and a line in `tui::open`;
//! - a new kind of document to read: a file in `import::read` and a line in its door; what it is told by, in
//!   `import::read::kind`;
//! - a new form to export: a file in `export` and a [`export::forms::Form`]; what may leave is settled in
//!   `export::work`, what a report says in `export::report`;
//! - a new command: a file in `cli` and a line in its arguments; what it says of things is in `cli::told`, so that the
//!   conversation says the same (`cli::plain`, and a line in its help).

pub mod cli;
pub mod document;
pub mod export;
pub mod import;
pub mod judgement;
pub mod keys;
pub mod model;
pub mod panel;
pub mod review;
pub mod store;
pub mod text;
pub mod tui;
