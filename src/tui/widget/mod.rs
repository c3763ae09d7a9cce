//! Pieces of screen that know nothing of reviews: text fields, windows onto lists, lines of spans.

pub mod canvas;
pub mod field;
pub mod line;
pub mod paragraph;
pub mod window;
