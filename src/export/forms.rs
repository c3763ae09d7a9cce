//! The written forms a session leaves in for readers, and what each cannot carry.
//!
//! Uses the report value, the tables and their writers. Invariant: the report is built once, whatever is written of it.

use std::io;
use std::path::PathBuf;

use crate::document::write::to_bytes;
use crate::export::bundle;
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
use crate::export::webanno;
use crate::export::work::Work;
use crate::export::xlsx;
use crate::model::catalog::Catalog;
use crate::model::session::SessionFile;

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
    /// A collection of annotations.
    WebAnno,
}

impl Form {
    /// All of them, in the order they are written.
    pub fn all() -> impl Iterator<Item = Self> {
        let reports = [Self::Markdown, Self::Html, Self::Docx, Self::Xlsx];
        let pictures = Picture::ALL.map(Self::Svg);
        let analysis = [Self::Qdpx(Offsets::default()), Self::Qdc, Self::WebAnno];
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
            Self::WebAnno => "annotations.jsonld".to_owned(),
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
            Self::WebAnno => webanno::LIMITS,
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
            Form::WebAnno => webanno::collection(self.work),
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

/// What a file is to hold, as its name says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// The session in the interchange form.
    Session,
    /// What is published beside a report.
    Bundle,
    /// A form for readers.
    As(Form),
    /// Every form, each a file in a folder.
    All,
}

impl Holds {
    /// All of them that are one file, in the order they are offered, with how such a file's name ends.
    pub const OFFERED: [(Self, &'static str); 11] = [
        (Self::Session, "-session.json"),
        (Self::As(Form::Docx), "-report.docx"),
        (Self::As(Form::Html), "-report.html"),
        (Self::As(Form::Markdown), "-report.md"),
        (Self::As(Form::Xlsx), "-tables.xlsx"),
        (Self::As(Form::Svg(Picture::Matrix)), "-ratings.svg"),
        (Self::As(Form::Qdpx(Offsets::CodePoints)), "-project.qdpx"),
        (Self::As(Form::Qdc), "-codebook.qdc"),
        (Self::As(Form::WebAnno), "-annotations.jsonld"),
        (Self::Bundle, "-bundle.json"),
        (Self::All, "-export/"),
    ];

    /// By the end of a name; the session where it says nothing else.
    pub fn by_name(name: &str) -> Self {
        let name = name.trim().to_lowercase();
        if name.ends_with(['/', '\\']) {
            return Self::All;
        }
        let bundle = name.ends_with("bundle.json").then_some(Self::Bundle);
        let ending = name.rsplit_once('.').map(|(_, ending)| ending).unwrap_or_default();
        let same = |offered: &&(Self, &str)| offered.1.rsplit_once('.').is_some_and(|(_, other)| other == ending);
        bundle.or_else(|| Self::OFFERED.iter().find(same).map(|(holds, _)| *holds)).unwrap_or(Self::Session)
    }

    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::Session => "JSON",
            Self::Bundle => "a bundle to publish",
            Self::All => "every form, in a folder",
            Self::As(Form::Docx) => "a Word report",
            Self::As(Form::Html) => "a web page",
            Self::As(Form::Markdown) => "a report in Markdown",
            Self::As(Form::Xlsx | Form::Csv(_)) => "tables",
            Self::As(Form::Svg(_)) => "a picture of the ratings",
            Self::As(Form::Qdpx(_)) => "a REFI-QDA project",
            Self::As(Form::Qdc) => "a REFI-QDA codebook",
            Self::As(Form::WebAnno) => "annotations",
        }
    }

    /// What it cannot carry.
    pub fn limits(self) -> Option<&'static str> {
        match self {
            Self::Session | Self::All => None,
            Self::Bundle => Some(bundle::LIMITS),
            Self::As(form) => Some(form.limits()),
        }
    }

    /// The files with their bytes: one without a name of its own, or those of a folder. All are made before one is given.
    ///
    /// # Errors
    /// What cannot be put together, in words.
    pub fn files(self, catalog: &Catalog, session: &SessionFile) -> Result<Vec<(String, Vec<u8>)>, String> {
        if self != Self::All {
            return Ok(vec![(String::new(), self.bytes(catalog, session)?)]);
        }
        let work = Work::new(catalog, session, None);
        let made = Forms::of(&work, None, |_| {});
        let mut files = vec![
            ("session.json".to_owned(), Self::Session.bytes(catalog, session)?),
            ("bundle.json".to_owned(), Self::Bundle.bytes(catalog, session)?),
        ];
        for form in Form::all() {
            files.push((form.file_name(), made.bytes(form).map_err(|error| error.to_string())?));
        }
        Ok(files)
    }

    /// The bytes of one file.
    ///
    /// # Errors
    /// What cannot be put together, in words.
    pub fn bytes(self, catalog: &Catalog, session: &SessionFile) -> Result<Vec<u8>, String> {
        match self {
            Self::All => Err("this is a folder of files".to_owned()),
            Self::Session => to_bytes(session).map_err(|error| error.to_string()),
            Self::Bundle => {
                let whole = catalog.whole()?;
                bundle::bundle(&whole, catalog, session).map(|made| made.bytes).map_err(|error| error.to_string())
            }
            Self::As(form) => {
                let work = Work::new(catalog, session, None);
                Forms::of(&work, None, |_| {}).bytes(form).map_err(|error| error.to_string())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::fixture::agree;
    use crate::model::rating::Rating;
    use crate::panel::fixture::Stage;

    #[test]
    fn whatever_was_rated_in_a_round_that_is_sealed_every_form_is_the_same() {
        let stage = Stage::in_one_step();
        let forms = |ratings: &[&str]| {
            let mut ws = stage.rated("A", ratings);
            agree(&mut ws, "2A", Rating::Good);
            stage.hand_in(&mut ws, "A");
            let file = ws.to_file(false, true);
            let work = Work::new(&stage.catalog, &file, None);
            let made = Forms::of(&work, None, |_| {});
            let readers = Form::all().map(|form| (form.file_name(), made.bytes(form).expect("writes")));
            let bundle = Holds::Bundle.bytes(&stage.catalog, &file).expect("writes");
            readers.chain([("bundle".to_owned(), bundle)]).collect::<Vec<_>>()
        };
        let one = forms(&["1A good because it was", "1B inadequate"]);
        let other = forms(&["1A inadequate for quite another reason", "1B outstanding"]);
        assert!(one.len() > 10);
        for ((name, one), (_, other)) in one.iter().zip(&other) {
            assert_eq!(one, other, "{name} tells what was rated");
        }
    }

    #[test]
    fn every_form_offered_is_told_by_the_name_it_proposes() {
        for (holds, ending) in Holds::OFFERED {
            assert_eq!(Holds::by_name(&format!("a/review{ending}")), holds);
        }
        assert_eq!(Holds::by_name("anything"), Holds::Session);
        assert_eq!(Holds::by_name("REPORT.DOCX"), Holds::As(Form::Docx));
    }
}
