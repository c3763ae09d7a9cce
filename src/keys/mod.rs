//! What can be asked for, and with which key: one table that drives dispatch, footer, menu, find-anything,
//! `plumbline keys` and the README. A keys file changes it at the start.
//!
//! Uses the model only and knows no terminal. Invariant: one key has one meaning within a scope.

pub mod action;
pub mod chord;
pub mod lookup;
pub mod overrides;
pub mod rules;
pub mod table;
