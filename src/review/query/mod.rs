//! Search in the texts of evidence and of sources: a small language, and what answers it.
//!
//! `parse` reads what was typed and says what is wrong with it and where; `pattern` is what a word or phrase asks of a
//! text; `field` what stands before a colon; `run` answers, from the full-text index or by reading; `found` shows a
//! place in its context. Searched are an item's text and the codes and names of its sources, and the texts of sources,
//! paragraph by paragraph; the member's own notes are not. Words count from their beginning, `"several words"` stand
//! together and whole, `-` leaves out. Case, accents and kinds of quotation marks make no difference.
//!
//! Invariant: what is withheld for blindness is neither found, counted nor ranked. (How rare a word is, which weighs in
//! the ranked order, is taken over all texts: no place is told by it.)

pub mod alone;
pub mod field;
pub mod found;
pub mod parse;
pub mod pattern;
pub mod row_set;
pub mod run;
pub mod session;

#[cfg(test)]
mod tests;
