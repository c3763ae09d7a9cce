//! Reading documents: from the bytes of a file to its text of record, whatever program wrote it.
//!
//! One door, [`read_document`], for texts, Markdown, saved web pages, word processor files and PDFs. Uses the model and
//! `document`'s digest. Invariant: no input makes a reader panic or hang, or take memory without bound; what is left
//! behind is told in the record's warnings.

pub(crate) mod compose;
pub mod decode;
pub mod docx;
#[cfg(test)]
pub(crate) mod fixture;
pub mod html;
pub mod kind;
pub mod limits;
pub mod markdown;
pub mod pdf;
pub(crate) mod raised;
#[cfg(test)]
mod tests;
pub mod text;
pub(crate) mod xml;

use std::io;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use crate::document::canonical::sha256_hex;
use crate::import::error::ImportError;
use crate::import::read::kind::Kind;
use crate::import::record::Record;
use crate::model::source::Original;
use crate::store::regular;

/// Version of the readers that are plumbline's own, as a source's `extractor_version`.
pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Programs that reading a PDF needs. Paths come in as values; nothing here searches for them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tools {
    /// This program itself, which runs the readers of PDFs under limits. Without it no PDF is read.
    pub plumbline: Option<PathBuf>,
    /// Poppler's `pdftotext`, where it is installed.
    pub pdftotext: Option<PathBuf>,
    /// A command of the member's own that takes a PDF on its standard input and writes its text, pages ended by form
    /// feeds. Used instead of the others.
    pub pdf_command: Option<Vec<String>>,
}

/// Reads one document. `name` is the file's name, with or without folders; what it is, its content says first.
pub fn read_document(name: &str, bytes: &[u8], tools: &Tools) -> Result<Record, ImportError> {
    let base = base_name(name);
    let kind = kind::of(base, bytes)?;
    limits::check_size(base, bytes.len() as u64, kind)?;
    let mut record = match kind {
        Kind::Text => text::read(base, bytes)?,
        Kind::Markdown => markdown::read(base, bytes)?,
        Kind::Docx => docx::read(base, bytes)?,
        Kind::Html => html::read(base, bytes)?,
        Kind::Pdf => pdf::read(base, bytes, tools)?,
    };
    if !record.text.contains(char::is_alphanumeric) {
        return Err(refused(base, "it holds no text; look at the file, or leave it out"));
    }
    record.original.sha256 = sha256_hex(bytes);
    record.original.name = base.to_owned();
    Ok(record)
}

/// Reads one file. Only a regular file is read, and no more of it than the limits allow.
pub fn read_file(path: &Path, tools: &Tools) -> Result<Record, ImportError> {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    read_document(&name, &file_bytes(path)?, tools)
}

/// The bytes of a regular file within the limits.
pub fn file_bytes(path: &Path) -> Result<Vec<u8>, ImportError> {
    let unreadable = |reason: String| ImportError::Unreadable { path: path.to_owned(), reason };
    let file = regular::open(path).map_err(|error| match error.kind() {
        io::ErrorKind::IsADirectory => unreadable("is a folder; name the files in it".to_owned()),
        io::ErrorKind::InvalidInput => {
            unreadable("is not a regular file (a pipe, a device or a socket); save it as a file first".to_owned())
        }
        _ => unreadable(format!("cannot be opened: {error}")),
    })?;
    let about = file.metadata().map_err(|error| unreadable(format!("cannot be looked at: {error}")))?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    limits::check_size(&name, about.len(), Kind::Pdf)?;
    let mut bytes = Vec::with_capacity(usize::try_from(about.len()).unwrap_or_default());
    // One byte more than allowed tells of a file that grows while it is read.
    let read = file.take(limits::LARGEST_FILE + 1).read_to_end(&mut bytes);
    read.map_err(|error| unreadable(format!("cannot be read: {error}")))?;
    limits::check_size(&name, bytes.len() as u64, Kind::Pdf)?;
    log::info!("read: {}, {} bytes", path.display(), bytes.len());
    Ok(bytes)
}

/// A file's name without folders, of either separator.
fn base_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).find(|part| !part.is_empty()).unwrap_or(name)
}

/// An input that is not what it should be.
pub(crate) fn refused(name: &str, reason: impl Into<String>) -> ImportError {
    ImportError::NotReadable { name: name.to_owned(), reason: reason.into() }
}

/// What read a document; digest and name are filled in at the door.
pub(crate) fn original(extractor: &str, version: &str, warnings: Vec<String>) -> Original {
    Original {
        sha256: String::new(),
        name: String::new(),
        extractor: extractor.to_owned(),
        extractor_version: version.to_owned(),
        warnings,
    }
}

/// "1 word was" or "3 words were": a number with its noun and verb.
pub(crate) fn were(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one} was") } else { format!("{count} {many} were") }
}
