//! A session in forms for others: one file per form, bytes out; one place writes.
//!
//! The interchange form is the session itself. Everything meant for readers is made of `work`, which settles what may
//! leave: `report` is what every written form of the report says, rendered by `template` and `docx`; `tables` are the rows
//! that `csv` and `xlsx` write; `picture` draws. May use every layer before it. Invariant: an exporter only writes where it
//! is told to, and a file appears whole or not at all.

pub mod archive;
pub mod bundle;
pub mod csv;
pub mod docx;
#[cfg(test)]
mod fixture;
mod flow;
pub mod forms;
mod json;
pub mod markdown;
pub mod pack;
pub mod picture;
pub mod qda;
pub mod report;
pub mod tables;
pub mod template;
pub mod webanno;
pub mod word_comments;
pub mod work;
pub mod xlsx;
mod xml;

use std::io;
use std::io::Write;
use std::path::Path;

use crate::model::session::SessionFile;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;

pub use crate::export::flow::write_flow;
pub use crate::export::json::Json;

/// A form a session can be written in.
pub trait Exporter {
    /// Its name on the command line.
    fn name(&self) -> &'static str;

    /// What files of it end in, without the dot.
    fn ending(&self) -> &'static str;

    /// Writes a session.
    ///
    /// # Errors
    /// What `out` refuses; a text that the form cannot carry.
    fn write(&self, session: &SessionFile, out: &mut dyn Write) -> io::Result<()>;
}

/// Writes a session into a file of its own, for the owner's eyes only.
///
/// # Errors
/// [`StoreError::Exists`] where there is one and it is not to be replaced; what cannot be written.
pub fn to_file(
    exporter: &dyn Exporter,
    session: &SessionFile,
    path: &Path,
    existing: Existing,
) -> Result<(), StoreError> {
    atomic::write_with(path, existing, |out| exporter.write(session, out))
}
