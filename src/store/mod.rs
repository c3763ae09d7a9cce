//! Storage: sessions and review databases in SQLite, files written whole, and the locks around them.
//!
//! Owns every file that plumbline keeps. May use `model` and `document`; prints nothing and decides
//! nothing about ratings. Invariant: what is reported as saved has been committed and synced.

pub mod atomic;
pub mod change;
pub mod edit_journal;
pub mod error;
pub mod filesystem;
pub mod last_used;
pub mod lock;
mod rebuild;
pub mod recover;
pub mod regular;
mod review_columns;
pub mod review_file;
mod review_fill;
pub mod review_items;
mod review_lists;
pub mod review_schema;
pub mod rows;
pub mod schema;
pub mod session_file;
pub mod sessions;
pub mod snapshots;
mod sum;
#[cfg(test)]
pub(crate) mod testing;
pub mod text_index;
pub mod writer;
