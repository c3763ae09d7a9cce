//! Published evaluations become reviews: a real one where `PLUMBLINE_REPORT` names it, made-up ones always.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod assembled;
mod hostile;
mod made_up;
mod plain;
mod real_quotations;
mod real_report;
mod recovery;
mod traps;
