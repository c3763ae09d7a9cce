//! From the documents a secretariat has to a review: a published report, submissions, a planning grid.
//!
//! Owns reading documents and recognising what is in them. May use text, model, document, judgement and
//! store; nothing here prints, asks the environment or knows a clock: programs, ids and times come in as
//! values. Invariant: an input is read whole with every warning kept, or it is refused with a word on why;
//! no input makes an importer panic or hang.
//!
//! An input becomes a [`record::Record`] by [`read`], the frozen text of record with its structure; a report's
//! record becomes a review ([`report`]), a submission's a source with its text ([`place`]). [`assemble`] joins
//! them to a review, [`update`] to the next edition of one; a corrected report is read anew (`reread`).

pub mod assemble;
pub mod code;
pub mod convert;
pub mod error;
pub mod filed;
#[cfg(test)]
mod fixture;
pub mod frame;
pub mod grid;
pub mod input;
pub mod likeness;
pub mod place;
pub mod qda;
pub mod read;
pub mod record;
pub mod register;
pub mod report;
mod reread;
pub mod sheet;
pub mod sheet_file;
pub mod submission;
pub mod summary;
pub mod take;
pub mod transcript;
pub mod update;
mod when;
