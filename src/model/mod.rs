//! Plain values: a review, what one member has said about it, and the keys that tie them.
//!
//! Owns the types of the file formats and nothing else. Uses no file, no clock, no terminal.
//! Invariant: every value here can be written to JSON and read back unchanged.

pub mod act;
pub mod bundle;
pub mod catalog;
pub mod codebook;
pub mod commitment;
pub mod edit;
pub mod evidence;
pub mod extent;
pub mod footnote;
pub mod gone;
pub mod handin;
pub mod heard;
pub(crate) mod held;
pub mod ids;
pub mod items;
pub mod judged;
pub(crate) mod key_order;
pub mod moment;
pub mod opened;
pub mod paged;
pub mod panel;
pub mod places;
pub mod quote;
pub mod rating;
pub mod review;
pub mod rounds;
pub mod session;
pub mod source;
pub mod strict_map;
pub mod thresholds;
