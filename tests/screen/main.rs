//! The whole workbench on the sample review, without a terminal: driven by keys as the key table
//! writes them, looked at as rows of text.
#![allow(clippy::unwrap_used)]

#[path = "../support/hostile.rs"]
mod hostile;
mod meeting;
mod member;
mod reviews;
#[path = "../support/submissions.rs"]
mod submissions;
mod walks;

mod anything;
mod bearing;
mod blindness;
mod checking;
mod colours;
mod coverage;
mod cursor_row;
mod drafts;
mod editing;
mod editions;
mod editor;
mod finding;
mod framework;
mod handing_in;
mod hostile_texts;
mod marking;
mod noting;
mod offers;
mod own_keys;
mod pictures;
mod rating;
mod searching;
mod shapes;
mod sizes;
mod slips;
mod texts;
mod tracing;
mod triage;
mod undoing;
mod waiting;
