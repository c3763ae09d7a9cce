//! The real thing in a real pseudo-terminal: a handful of tests for what no buffer in memory can show.
#![cfg(unix)]
#![allow(clippy::unwrap_used)]

#[path = "../support/mod.rs"]
mod support;

mod desk;
mod editing;
mod ending;
mod kills;
mod meeting;
mod searching;
mod small_program;
mod support_itself;
mod terminal;
mod terminal_lost;
mod triage;
mod two_windows;
mod workbench;
