//! What ratings add up to: rules, the running roll-up, why it says what it says, and what would change it.
//!
//! Owns every computation on ratings. Uses the model only: no file, no clock, no terminal.
//! Invariant: the same ratings under the same rule and version give the same answer, in whatever order they were made.

pub mod agreement;
pub mod balance;
pub mod derivation;
pub mod fidelity;
pub mod least;
mod line;
pub mod movement;
pub mod outlook;
pub mod pivot;
pub mod reach;
pub mod rollup;
pub mod rule;
pub mod settle;
pub mod spread;
pub mod tree;
pub mod words;

#[cfg(test)]
mod tests;
