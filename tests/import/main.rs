//! Published evaluations become reviews: a real one where `PLUMBLINE_REPORT` names it, made-up ones always.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

#[path = "../support/mod.rs"]
mod support;

mod assembled;
mod formats;
mod generated;
mod hostile;
mod made_up;
mod plain;
mod real_quotations;
mod real_report;
mod recovery;
mod traps;
