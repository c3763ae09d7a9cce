//! The report, and a panel's papers, as a word processor's file: headings, tables with header rows, real footnotes, in its language.
//!
//! Uses the report value. Invariants: only the parts it needs are in it, each with a fixed time; it names no author and no
//! machine; equal reports give equal bytes.

mod body;
mod fixed;
mod flowing;
mod papers;
#[cfg(test)]
mod tests;

use std::io;
use std::io::Cursor;
use std::io::Write;

use zip::DateTime;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::export::docx::flowing::Flowing;
use crate::export::pack::Pack;
use crate::export::report::Footnote;
use crate::export::report::Report;
use crate::export::xml;

/// Makes the file.
///
/// # Errors
/// A report too large for a container.
pub fn document(report: &Report) -> io::Result<Vec<u8>> {
    let mut body = Flowing::default();
    body::write(report, &mut body);
    contained(&report.title, report.lang, &body, &report.footnotes)
}

/// Makes the file of a panel's papers.
///
/// # Errors
/// Papers too large for a container.
pub fn papers(pack: &Pack) -> io::Result<Vec<u8>> {
    let mut body = Flowing::default();
    papers::write(pack, &mut body);
    contained(&pack.title, pack.lang, &body, &[])
}

fn contained(title: &str, lang: &str, body: &Flowing, footnotes: &[Footnote]) -> io::Result<Vec<u8>> {
    let properties = fixed::CORE.replace("{title}", &xml::text(title)).replace("{lang}", lang);
    let parts = [
        ("[Content_Types].xml", fixed::TYPES.to_owned()),
        ("_rels/.rels", fixed::RELATIONS.to_owned()),
        ("docProps/core.xml", properties),
        ("word/document.xml", body.document()),
        ("word/_rels/document.xml.rels", fixed::DOCUMENT_RELATIONS.to_owned()),
        ("word/styles.xml", fixed::STYLES.replace("{lang}", lang)),
        ("word/numbering.xml", fixed::NUMBERING.to_owned()),
        ("word/settings.xml", fixed::SETTINGS.to_owned()),
        ("word/footnotes.xml", body.footnotes(footnotes)),
        ("word/footer1.xml", fixed::FOOTER.to_owned()),
    ];
    let options = SimpleFileOptions::default().last_modified_time(DateTime::default());
    let mut container = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        container.start_file(name, options)?;
        container.write_all(text.as_bytes())?;
    }
    Ok(container.finish()?.into_inner())
}
