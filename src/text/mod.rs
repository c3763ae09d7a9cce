//! Text as a person reads it: safe to show, cut, wrapped, split into sentences, folded for search.
//!
//! Owns the way from stored text to a screen and back. Uses std and the unicode crates only: no file,
//! no clock, no terminal, no other layer.
//! Invariant: stored text is never altered. A position in it is a count of Unicode scalar values, a
//! range is half-open, and whatever is derived from it maps back to such a range.

pub mod cluster;
pub mod cuts;
pub mod display;
pub mod fold;
pub mod invisible;
pub mod numbers;
pub mod offsets;
pub mod paragraph;
pub mod segment;
pub mod span_map;
pub mod words;
pub mod wrap;
