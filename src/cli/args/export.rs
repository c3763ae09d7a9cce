//! Arguments of `export`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::ValueEnum;

/// A form that is exported to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportAs {
    /// The interchange form: everything but reading marks
    Json,
    /// What became of the sources, in numbers: received, opened, read through, decided, marked, used
    Flow,
    /// Four tables in a folder: submitters by questions, passages, ratings, sources; --table writes one of them
    Csv,
    /// The four tables as one workbook
    Xlsx,
    /// The report in Markdown: summary, ratings with reasons, passages with notes, annexes
    Md,
    /// The report as one web page
    Html,
    /// The report for word processors, with footnotes
    Docx,
    /// A picture; --picture says which
    Svg,
    /// A project for programs of qualitative analysis (REFI-QDA): texts, passages, codes, notes, ratings as cases
    Qdpx,
    /// The codebook for such programs
    Qdc,
    /// A collection of W3C Web Annotations: passages with tags and what they say, ratings with reasons
    Webanno,
    /// To be published beside a report: review, ratings, dissent and passages in one document, without who gave them
    Bundle,
    /// To be handed over: the review with its editions, all sessions on it here with their logs, the panel's folder;
    /// `sessions restore` takes it in
    Archive,
}

/// How positions in a text are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum OffsetsIn {
    /// In Unicode characters, as the standard says
    Codepoints,
    /// In UTF-16 units, as some programs do
    Utf16,
}

/// A table to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum TableOf {
    /// Submitters by questions: counts, what they say, your summaries
    Matrix,
    /// One row for each passage and question it is filed under
    Passages,
    /// Ratings with reasons and why
    Ratings,
    /// Sources: what was decided and how far each came
    Triage,
}

/// A picture to export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PictureOf {
    /// Commitments by questions, a light for each rating
    Matrix,
    /// For each question, which part of the commitments has which rating
    Bars,
    /// Submitters by questions, by what their passages say
    Submitters,
}

/// Of `export`.
#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    /// A member's id or name on this machine, or a session file. Without it the session used last
    #[arg(value_name = "S")]
    pub session: Option<String>,
    /// Form to write
    #[arg(long = "as", value_name = "FORM", required_unless_present = "all")]
    pub form: Option<ExportAs>,
    /// Write every form into a folder, which is made where there is none
    #[arg(long, value_name = "DIR", conflicts_with_all = ["form", "output", "table", "picture"])]
    pub all: Option<PathBuf>,
    /// File to write, for csv without --table a folder; `-` or nothing for standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// The one table to write; with --as csv
    #[arg(long, value_name = "TABLE")]
    pub table: Option<TableOf>,
    /// The picture to draw; with --as svg, without it the matrix
    #[arg(long, value_name = "PICTURE")]
    pub picture: Option<PictureOf>,
    /// How positions in texts are counted; with --as qdpx, without it in characters
    #[arg(long, value_name = "UNITS")]
    pub offsets: Option<OffsetsIn>,
    /// Another edition of the review to put in; with --as archive, as often as there are
    #[arg(long, value_name = "REVIEW")]
    pub edition: Vec<PathBuf>,
    /// The panel's folder to put in; with --as archive
    #[arg(long, value_name = "DIR")]
    pub panel: Option<PathBuf>,
    /// Folder with templates of your own, report.md or report.html; what it lacks is taken from the program
    #[arg(long, value_name = "DIR")]
    pub templates: Option<PathBuf>,
    /// Put the member's name in
    #[arg(long)]
    pub with_name: bool,
    /// Put in how it came about, act by act; what was withdrawn is left out. With --as json
    #[arg(long)]
    pub with_log: bool,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// Review the session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
}
