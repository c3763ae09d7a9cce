//! Several members' sessions: setting a panel up, handing in, opening, and putting together what was said.
//!
//! May use every layer before it, and `export` may use it. Paths, clock and ids come in as values. Invariant: nothing of a
//! round passes here before it is opened, but who is in, how many questions they left open and how many reasons are
//! missing.

pub mod arrived;
mod carried;
pub mod chair;
pub mod conflicted;
pub mod error;
#[cfg(test)]
pub mod fixture;
pub mod folder;
pub mod handing;
pub mod merge;
pub mod opened;
pub mod opening;
pub mod record;
pub mod roster;
pub mod seal;
pub mod seat;
pub mod setup;
pub mod status;
pub mod taking;
#[cfg(test)]
mod tests;
