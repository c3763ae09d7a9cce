//! The written forms a session leaves in for readers, and what each cannot carry.
//!
//! Uses the report value, the tables and their writers. Invariant: the report is built once, whatever is written of it.

use std::io;
use std::path::PathBuf;

use crate::export::csv;
use crate::export::docx;
use crate::export::picture;
use crate::export::picture::Picture;
use crate::export::qda;
use crate::export::qda::Offsets;
use crate::export::report::Report;
use crate::export::report::report;
use crate::export::tables::TableName;
use crate::export::tables::table;
use crate::export::template;
use crate::export::template::Page;
use crate::export::template::TemplateError;
use crate::export::work::Work;
use crate::export::xlsx;

/// A form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// One table as comma-separated values.
    Csv(TableName),
    /// The four tables as a workbook.
    Xlsx,
    /// The report in Markdown.
    Markdown,
    /// The report as a web page.
    Html,
    /// The report for word processors.
    Docx,
    /// A picture.
    Svg(Picture),
    /// The project of programs of qualitative analysis.
    Qdpx(Offsets),
    /// Their codebook.
    Qdc,
}

impl Form {
    /// All of them, in the order they are written.
    pub fn all() -> impl Iterator<Item = Self> {
        let reports = [Self::Markdown, Self::Html, Self::Docx, Self::Xlsx];
        let pictures = Picture::ALL.map(Self::Svg);
        let analysis = [Self::Qdpx(Offsets::default()), Self::Qdc];
        reports.into_iter().chain(TableName::ALL.map(Self::Csv)).chain(pictures).chain(analysis)
    }

    /// What a file of it is called in a folder.
    pub fn file_name(self) -> String {
        match self {
            Self::Csv(name) => format!("{}.csv", name.id()),
            Self::Xlsx => "tables.xlsx".to_owned(),
            Self::Markdown => "report.md".to_owned(),
            Self::Html => "report.html".to_owned(),
            Self::Docx => "report.docx".to_owned(),
            Self::Svg(picture) => format!("{}.svg", picture.id()),
            Self::Qdpx(_) => "project.qdpx".to_owned(),
            Self::Qdc => "codebook.qdc".to_owned(),
        }
    }

    /// Whether it is no text for a terminal.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Docx | Self::Qdpx(_))
    }

    /// What it cannot carry, in a sentence that begins with its name.
    pub fn limits(self) -> &'static str {
        match self {
            Self::Csv(_) => {
                "csv: tables only, without the register, anchors and notes of the report; before a cell that a spreadsheet \
                 would take for a formula stands an apostrophe"
            }
            Self::Xlsx => {
                "xlsx: tables only, without the register, anchors and notes of the report; a cell holds 32,767 characters, \
                 a longer text is cut and says so"
            }
            Self::Markdown => {
                "md: needs a reader that knows tables and footnotes; no pictures, and ratings are told by words, not colours"
            }
            Self::Html => "html: one page without pictures; its notes stand at its end",
            Self::Docx => "docx: no pictures and no table of contents (a word processor adds one from the headings)",
            Self::Svg(_) => {
                "svg: ratings or counts only, without reasons; long names are cut; labels use the reader's fonts"
            }
            Self::Qdpx(Offsets::CodePoints) => {
                "qdpx: ratings go along as variables of a case for each question; the rule, verdicts, anchors, notes of the \
                 report and what was decided about sources do not; positions count characters as the standard says \
                 (--offsets utf16 for programs that count otherwise)"
            }
            Self::Qdpx(Offsets::Utf16) => {
                "qdpx: ratings go along as variables of a case for each question; the rule, verdicts, anchors, notes of the \
                 report and what was decided about sources do not; positions count UTF-16 units, which is not the standard"
            }
            Self::Qdc => "qdc: codes only: tags, and each question with what a passage says to it",
        }
    }
}

/// A form could not be written.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum FormError {
    #[error(transparent)]
    Template(#[from] TemplateError),
    #[error("cannot put the file together: {0}")]
    Io(#[from] io::Error),
    #[error("the review's evidence cannot be read: {0}")]
    Unread(String),
}

/// A session ready to be written in any form.
pub struct Forms<'a> {
    work: &'a Work<'a>,
    report: Report,
    templates: Option<PathBuf>,
}

impl<'a> Forms<'a> {
    /// Builds the report. `step` is told after each commitment how many are done.
    pub fn of(work: &'a Work<'a>, templates: Option<PathBuf>, step: impl FnMut(usize)) -> Self {
        Self { work, report: report(work, step), templates }
    }

    /// What the report leaves out, in sentences.
    pub fn left_out(&self) -> &[String] {
        &self.report.left_out
    }

    /// The bytes of a form.
    ///
    /// # Errors
    /// A template that is wrong; what is too large for a container; evidence that its file no longer gives.
    pub fn bytes(&self, form: Form) -> Result<Vec<u8>, FormError> {
        let bytes = match form {
            Form::Csv(name) => {
                let mut out = Vec::new();
                csv::write(&table(self.work, name), &mut out)?;
                out
            }
            Form::Xlsx => xlsx::workbook(&self.report.title, &TableName::ALL.map(|name| table(self.work, name)))?,
            Form::Markdown => self.page(Page::Markdown)?,
            Form::Html => self.page(Page::Html)?,
            Form::Docx => docx::document(&self.report)?,
            Form::Svg(picture) => picture::svg(self.work, &self.report, picture).into_bytes(),
            Form::Qdpx(offsets) => qda::project(self.work, offsets)?,
            Form::Qdc => qda::codebook(self.work),
        };
        match self.work.catalog.take_trouble() {
            Some(why) => Err(FormError::Unread(why)),
            None => Ok(bytes),
        }
    }

    fn page(&self, page: Page) -> Result<Vec<u8>, TemplateError> {
        let source = template::source(page, self.templates.as_deref())?;
        Ok(template::render(&self.report, page, &source)?.into_bytes())
    }
}
