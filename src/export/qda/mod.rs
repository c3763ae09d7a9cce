//! REFI-QDA: the codebook (`.qdc`) and the project (`.qdpx`) that programs of qualitative analysis exchange.
//!
//! Uses the work on its way out. Invariants: positions are those of the text that goes along, which has line feeds only
//! and no byte order mark; ids follow from the session's, so equal sessions give equal bytes; texts that may not be told
//! and the texts of confidential sources are not in it. Source: REFI-QDA 1.5, with the schema `Project.xsd` of 2019.

mod codes;
mod project;
#[cfg(test)]
mod tests;

use std::io;
use std::io::Cursor;
use std::io::Write;

use sha2::Digest;
use sha2::Sha256;
use uuid::Builder;
use uuid::Uuid;
use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::export::work::Work;
use crate::export::xml;

/// How positions in a text are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Offsets {
    /// In Unicode scalar values, as the standard says.
    #[default]
    CodePoints,
    /// In UTF-16 units, as some programs do.
    Utf16,
}

impl Offsets {
    /// A position of a scalar value, counted so.
    fn of(self, text: &str, at: usize) -> usize {
        match self {
            Self::CodePoints => at,
            Self::Utf16 => text.chars().take(at).map(char::len_utf16).sum(),
        }
    }
}

/// Namespace of a project.
pub const PROJECT: &str = "urn:QDA-XML:project:1.0";
/// Namespace of a codebook.
pub const CODEBOOK: &str = "urn:QDA-XML:codebook:1.0";
/// Name of the project within the container.
pub const PROJECT_FILE: &str = "project.qde";

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

/// Ids that follow from the session's.
#[derive(Debug, Clone, Copy)]
pub(in crate::export) struct Ids {
    member: Uuid,
    review: Uuid,
}

impl Ids {
    /// Those of a session on its way out.
    pub(in crate::export) fn of_work(work: &Work<'_>) -> Self {
        Self { member: work.member, review: work.catalog.review().id }
    }

    pub(in crate::export) fn of(self, kind: &str, key: &str) -> Uuid {
        let mut digest = Sha256::new();
        // Codes and texts are the same in every member's project, so that projects can be joined.
        if !matches!(kind, "tag" | "group" | "place" | "stance" | "variable" | "item" | "source") {
            digest.update(self.member.as_bytes());
        }
        digest.update(self.review.as_bytes());
        digest.update(kind.as_bytes());
        digest.update([0]);
        digest.update(key.as_bytes());
        let mut bytes = [0; 16];
        bytes.iter_mut().zip(digest.finalize()).for_each(|(byte, given)| *byte = given);
        Builder::from_custom_bytes(bytes).into_uuid()
    }
}

/// XML being written, indented by two spaces.
#[derive(Default)]
struct Xml {
    out: String,
    open: Vec<&'static str>,
}

impl Xml {
    fn indent(&mut self) {
        self.out.extend(std::iter::repeat_n("  ", self.open.len()));
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.indent();
        self.out.push('<');
        self.out.push_str(name);
        for (key, value) in attributes {
            // Line breaks in attributes are read as spaces unless they are written as references.
            let value = xml::text(value).replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;");
            self.out.push_str(&format!(" {key}=\"{value}\""));
        }
    }

    fn begin(&mut self, name: &'static str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str(">\n");
        self.open.push(name);
    }

    fn end(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.out.push_str(&format!("</{name}>\n"));
        }
    }

    fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes);
        self.out.push_str("/>\n");
    }

    fn text(&mut self, name: &str, text: &str) {
        self.indent();
        self.out.push_str(&format!("<{name}>{}</{name}>\n", xml::text(text)));
    }
}

/// The codebook by itself: the tags, and the questions with what a passage says to them.
pub fn codebook(work: &Work<'_>) -> Vec<u8> {
    let mut xml = Xml { out: HEAD.to_owned(), ..Xml::default() };
    xml.begin("CodeBook", &[("xmlns", CODEBOOK), ("origin", &origin())]);
    codes::write(work, ids(work), &mut xml);
    xml.end();
    xml.out.into_bytes()
}

/// The project with its texts.
///
/// # Errors
/// What is too large for a container.
pub fn project(work: &Work<'_>, offsets: Offsets) -> io::Result<Vec<u8>> {
    let written = project::write(work, offsets);
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut container = ZipWriter::new(Cursor::new(Vec::new()));
    container.start_file(PROJECT_FILE, options)?;
    container.write_all(written.xml.as_bytes())?;
    for (guid, text) in &written.texts {
        container.start_file(format!("sources/{guid}.txt"), options)?;
        container.write_all(text.as_bytes())?;
    }
    Ok(container.finish()?.into_inner())
}

fn ids(work: &Work<'_>) -> Ids {
    Ids::of_work(work)
}

fn origin() -> String {
    format!("plumbline {}", env!("CARGO_PKG_VERSION"))
}
