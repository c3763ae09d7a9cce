//! The real program with cleared variables and a home of its own: output, errors and exit codes together.

mod bad_input;
mod chair;
mod checking;
mod coded;
mod commands;
mod drafting;
mod exporting;
mod flow;
mod headless;
mod hostile_texts;
mod importing;
mod keys;
mod kit;
#[cfg(unix)]
mod logged;
mod panel;
mod plain;
mod preparing;
#[path = "../screen/reviews.rs"]
#[allow(clippy::unwrap_used)]
mod reviews;
mod round_trip;
mod scrutiny;
mod sessions;
#[path = "../support/docx.rs"]
#[allow(dead_code, clippy::unwrap_used)]
mod support_docx;
#[path = "../support/hostile.rs"]
#[allow(clippy::unwrap_used)]
mod support_hostile;
#[path = "../support/judged.rs"]
#[allow(dead_code)]
mod support_judged;
mod tracing;
