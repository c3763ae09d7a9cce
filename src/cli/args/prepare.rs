//! The arguments of the commands that make a review: `new`, `import`, `update`, `publish-evidence`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::ValueEnum;

/// How a planning grid may be written; in the help of `new`.
const GRID_HELP: &str = "\
The grid is a table with one row for each commitment; the first row with a heading `Commitment` begins it:

  Area | No | Commitment | Short name | Deadline | Note | A sub-questions | B sub-questions ...

Only `Commitment` is needed. An empty area means the one above. Columns whose heading begins with a question's letter \
(`A`, `Question B`, `C: Did it help?`) hold its sub-questions, one a line; words after a colon are the question itself. \
A row with sub-questions alone goes on with the commitment above. A further table with the headings Question, Text, \
Label, Yes, No sets the questions; without it the four usual ones are asked. A table with the headings Question, \
Outstanding, Good, Requires improvement, Inadequate (or Rating, A, B, C ...) holds the anchors; it may stand in another \
sheet, or in a file of its own (--anchors). Rows above the table may say Title, Body and Date.

Workbooks (.xlsx), tables (.csv, with commas, semicolons or tabs), Word documents (.docx) and text (.toml, as the \
template has it) are read. What cannot be understood is refused with its row and column.";

/// Of `new`.
#[derive(Debug, ClapArgs)]
#[command(after_long_help = GRID_HELP)]
pub struct NewArgs {
    /// The planning grid: .xlsx, .csv, .docx or .toml. Without it a template in TOML is written
    #[arg(long, value_name = "FILE")]
    pub grid: Option<PathBuf>,
    /// What the ratings mean, where that stands in a file of its own
    #[arg(long, value_name = "FILE", requires = "grid")]
    pub anchors: Option<PathBuf>,
    /// Title of the review, instead of what the grid says
    #[arg(long, requires = "grid")]
    pub title: Option<String>,
    /// Review to write, .json or .plumb; without --grid the template, .toml
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// Print one JSON document
    #[arg(long, requires = "grid")]
    pub json: bool,
}

/// What the inputs of an import are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ImportAs {
    /// A published evaluation with rating tables and numbered notes
    Report,
    /// Submissions and transcripts
    Submission,
}

/// How documents are read.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Reading {
    /// Register of submissions (.csv or .xlsx): code, name, kind, group, file, date, confidential, withdrawn, speakers.
    /// Without it one named register.csv in a folder given counts
    #[arg(long, value_name = "FILE")]
    pub register: Option<PathBuf>,
    /// Command that reads a PDF from its standard input and writes its text, instead of the usual way
    #[arg(long, value_name = "COMMAND")]
    pub pdf_command: Option<String>,
}

/// Of `import`.
#[derive(Debug, ClapArgs)]
pub struct ImportArgs {
    /// Files (.txt, .md, .html, .docx, .pdf) and folders of them; a .csv is a register. Or one review, to be written in the
    /// other form: `plumbline import review.json -o review.plumb`
    #[arg(value_name = "INPUT", required = true)]
    pub inputs: Vec<PathBuf>,
    /// Review to write: .json or .plumb; `-` for JSON on standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    pub output: Option<PathBuf>,
    /// What the inputs are, where it is not to be told from them
    #[arg(long = "as", value_name = "WHAT")]
    pub taken_for: Option<ImportAs>,
    /// Add submissions to this review instead of making one; its id, questions and commitments stay
    #[arg(long, value_name = "REVIEW")]
    pub into: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
    /// Title of the review, instead of what the report or folder says
    #[arg(long)]
    pub title: Option<String>,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `update`.
#[derive(Debug, ClapArgs)]
pub struct UpdateArgs {
    /// The review as it is
    #[arg(value_name = "OLD")]
    pub old: PathBuf,
    /// Files and folders as they are now; those known already change nothing
    #[arg(value_name = "INPUT")]
    pub inputs: Vec<PathBuf>,
    /// Edition to write: .json or .plumb; `-` for JSON on standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    pub output: Option<PathBuf>,
    /// Code of a submission that was taken back: it stays listed, without its text. May be given several times
    #[arg(long, value_name = "CODE")]
    pub withdraw: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub reading: Reading,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `publish-evidence`.
#[derive(Debug, ClapArgs)]
pub struct PublishEvidenceArgs {
    /// The review as it is
    #[arg(value_name = "REVIEW")]
    pub review: PathBuf,
    /// Whose passages: members' ids or names on this machine, or session files
    #[arg(value_name = "SESSION", required = true)]
    pub sessions: Vec<String>,
    /// Edition to write: .json or .plumb; `-` for JSON on standard output
    #[arg(short, long, value_name = "FILE", required_unless_present = "dry_run")]
    pub output: Option<PathBuf>,
    /// Who filed them, where a session has no name
    #[arg(long, value_name = "NAME", default_value = "the secretariat")]
    pub by: String,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// Say what would happen and write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
