//! What one document may ask for, so that none can take the machine.
//!
//! Invariant: a limit is checked while reading, never by what a file says of itself alone.

use crate::import::error::ImportError;
use crate::import::read::kind::Kind;

/// Bytes of one megabyte, as messages count them.
const MB: u64 = 1 << 20;

/// The largest text, Markdown or web page, in bytes.
pub const LARGEST_TEXT: u64 = 50 * MB;
/// The largest file of any kind, in bytes: a PDF or word processor file with its pictures.
pub const LARGEST_FILE: u64 = 200 * MB;
/// Parts of one document: lines, paragraphs, rows, notes; and cells of its tables.
pub const MOST_BLOCKS: usize = 2_000_000;
/// Entries of one container.
pub const MOST_ENTRIES: usize = 2_000;
/// The largest part of a container once unpacked, in bytes.
pub const LARGEST_ENTRY: u64 = 50 * MB;
/// All parts read from one container once unpacked, in bytes.
pub const LARGEST_UNPACKED: u64 = 200 * MB;
/// How many times larger than packed a part may become, above [`SMALL_ENTRY`].
pub const LARGEST_RATIO: u64 = 200;
/// Unpacked bytes below which the ratio does not matter: a page of blanks packs very well.
pub const SMALL_ENTRY: u64 = MB;
/// Elements of a web page inside one another, as far as their ends have to be written.
pub const DEEPEST_HTML: usize = 512;
/// Elements of XML inside one another.
pub const DEEPEST_XML: usize = 256;

/// Refuses a file that is too large for its kind.
pub fn check_size(name: &str, bytes: u64, kind: Kind) -> Result<(), ImportError> {
    let (limit, remedy) = match kind {
        Kind::Text | Kind::Markdown | Kind::Html => (LARGEST_TEXT, "split it into several files"),
        Kind::Docx | Kind::Pdf => (LARGEST_FILE, "split it, or save it without its pictures"),
    };
    if bytes <= limit {
        return Ok(());
    }
    let what = format!("a size of {} MB", bytes.div_ceil(MB));
    Err(over(name, &what, &megabytes(limit), remedy))
}

/// Refuses a document with too many parts.
pub(crate) fn check_blocks(name: &str, blocks: usize) -> Result<(), ImportError> {
    if blocks <= MOST_BLOCKS {
        return Ok(());
    }
    Err(over(name, "the number of its lines, paragraphs and cells", "2,000,000", "split it into several files"))
}

/// A limit in the words of a message.
pub(crate) fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes / MB)
}

pub(crate) fn over(name: &str, what: &str, limit: &str, remedy: &str) -> ImportError {
    ImportError::OverLimit {
        name: name.to_owned(),
        what: what.to_owned(),
        limit: limit.to_owned(),
        remedy: remedy.to_owned(),
    }
}
