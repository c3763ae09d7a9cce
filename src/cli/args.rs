//! Every command and option: the one definition that parsing, help, completions and manual pages come from.
//!
//! Uses the model for names of rules. Invariant: what is documented here is what is parsed.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::model::judged::RuleName;

/// What exit codes mean; in the help, the manual page and a test.
pub const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    a check found something
  2    the command line is wrong, or the workbench has no terminal
  3    an input cannot be read or is not valid
  4    conflict: locked, exists already (--force), or ambiguous
  130  interrupted

PLUMBLINE_DATA_DIR names the folder sessions are kept in; --data-dir goes before it.
PLUMBLINE_KEYS_FILE names the file of your own keys; --keys-file goes before it.";

/// A terminal workbench for reviewing evidence: read, tag, rate, and see what the ratings add up to.
///
/// Without a command it opens the workbench: on REVIEW, else on the review opened last, else on the practice review
/// that the program carries.
#[derive(Debug, Parser)]
#[command(name = "plumbline", version, after_help = EXIT_CODES, max_term_width = 100)]
pub struct Args {
    #[command(flatten)]
    #[allow(missing_docs)]
    pub common: Common,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub workbench: WorkbenchArgs,
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: Option<Command>,
}

/// Options every command takes.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct Common {
    /// Folder that sessions are kept in
    #[arg(long, global = true, value_name = "DIR")]
    pub data_dir: Option<PathBuf>,
    /// File that says which keys ask for what, instead of keys.toml in the configuration folder
    #[arg(long, global = true, value_name = "FILE")]
    pub keys_file: Option<PathBuf>,
    /// When to use colour; NO_COLOR, CLICOLOR_FORCE, FORCE_COLOR and CLICOLOR count where this is auto
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub color: ColorWhen,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum ColorWhen {
    #[default]
    Auto,
    Always,
    Never,
}

/// A theme of the workbench.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ThemeChoice {
    /// The terminal's own colours
    Terminal,
    /// For dark backgrounds
    Dark,
    /// For light backgrounds
    Light,
    /// No colour
    Mono,
}

/// What the workbench opens.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct WorkbenchArgs {
    /// Review to open: a .json or .plumb file
    #[arg(value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub flags: WorkbenchFlags,
}

impl WorkbenchArgs {
    /// Whether nothing is asked of the workbench.
    pub fn is_empty(&self) -> bool {
        let WorkbenchFlags { session, rule, show_published, theme, read_only } = &self.flags;
        let options = session.is_some() || rule.is_some() || theme.is_some() || *show_published || *read_only;
        self.review.is_none() && !options
    }
}

/// How the workbench opens it.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct WorkbenchFlags {
    /// Whose session: a member's id or name on this machine, or a session file kept elsewhere
    #[arg(long, value_name = "S")]
    pub session: Option<String>,
    /// Roll-up rule to use: count, worst, median-low or mean-bands
    #[arg(long, value_name = "RULE")]
    pub rule: Option<RuleName>,
    /// Open for scrutiny, not for rating: shows the published ratings, and the session records that
    #[arg(long)]
    pub show_published: bool,
    /// Theme of the screen
    #[arg(long)]
    pub theme: Option<ThemeChoice>,
    /// Look, and change nothing
    #[arg(long)]
    pub read_only: bool,
}

/// A command.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open the practice review that the program carries
    Sample(WorkbenchFlags),
    /// Make an empty review from the panel's planning grid, or print a template for one
    New(NewArgs),
    /// Make a review of a published report, of submissions, or of both
    Import(ImportArgs),
    /// Make the next edition of a review: submissions added, corrected or withdrawn
    Update(UpdateArgs),
    /// Make passages that the secretariat's staff filed into evidence for all
    PublishEvidence(PublishEvidenceArgs),
    /// Say what ratings add up to, why, and what would change it
    Rollup(RollupArgs),
    /// Write a session as a file for others
    Export(ExportArgs),
    /// Find commitments, questions, sources, notes, tags and passages by name
    Find(FindArgs),
    /// List and look after the sessions on this machine
    Sessions(SessionsArgs),
    /// Look for what could go wrong on this machine
    Doctor(DoctorArgs),
    /// Print the JSON Schema of a kind of file
    Schema(SchemaArgs),
    /// Print the keys of the workbench
    Keys(KeysArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write all of them into a folder
    Man(ManArgs),
}

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
#[derive(Debug, Clone, ClapArgs)]
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
    /// Files (.txt, .md, .html, .docx, .pdf) and folders of them; a .csv is a register
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

/// Of `rollup`.
#[derive(Debug, ClapArgs)]
pub struct RollupArgs {
    /// A review file, a session file, or a member's id or name on this machine; `-` for standard input. Without it the
    /// session used last
    #[arg(value_name = "REVIEW|S")]
    pub of: Option<String>,
    /// Roll up the published ratings instead of a member's; shows them
    #[arg(long)]
    pub published: bool,
    /// Rule to use instead of the session's own: count, worst, median-low or mean-bands
    #[arg(long, value_name = "RULE")]
    pub rule: Option<RuleName>,
    /// Review that a session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// A form a session can be written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportAs {
    /// The interchange form: everything but reading marks
    Json,
}

/// Of `export`.
#[derive(Debug, ClapArgs)]
pub struct ExportArgs {
    /// A member's id or name on this machine, or a session file. Without it the session used last
    #[arg(value_name = "S")]
    pub session: Option<String>,
    /// Form to write
    #[arg(long = "as", value_name = "FORM")]
    pub form: ExportAs,
    /// File to write; `-` or nothing for standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Put the member's name in
    #[arg(long)]
    pub with_name: bool,
    /// Put in how it came about, act by act; what was withdrawn is left out
    #[arg(long)]
    pub with_log: bool,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// Review the session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
}

/// Of `find`.
#[derive(Debug, ClapArgs)]
pub struct FindArgs {
    /// What to look for: words in any order, or exactly `8b`, `n427`, `dhs42`
    pub query: String,
    /// Review to look in. Without it the one opened last, or the practice review
    #[arg(value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `sessions`.
#[derive(Debug, ClapArgs)]
pub struct SessionsArgs {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: SessionsCommand,
}

/// Care of sessions.
#[derive(Debug, Subcommand)]
pub enum SessionsCommand {
    /// List the sessions on this machine
    List {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Take in a session that was exported, after checking it against its review
    Import {
        /// The session file; `-` for standard input
        file: PathBuf,
        /// Review it is about, where it is not the one opened last
        #[arg(long, value_name = "REVIEW")]
        review: Option<PathBuf>,
        /// Put a session of the same member aside
        #[arg(long)]
        force: bool,
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
    /// Copy a session into one file, also while it is open
    Backup {
        /// A member's id or name on this machine, or a session file
        session: String,
        /// File to write
        file: PathBuf,
        /// Replace a file that exists
        #[arg(long)]
        force: bool,
    },
    /// Move a session to another place
    Move {
        /// A member's id or name on this machine, or a session file
        session: String,
        /// Where to
        file: PathBuf,
    },
    /// Delete a session for good
    Delete {
        /// A member's id or name on this machine, or a session file
        session: String,
        /// Needed, as there is no way back
        #[arg(long, required = true)]
        force: bool,
    },
}

/// Of `doctor`.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub struct DoctorArgs {
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum SchemaOf {
    Review,
    Session,
    Panel,
}

/// Of `schema`.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub struct SchemaArgs {
    /// Kind of file
    pub of: SchemaOf,
}

/// Of `keys`.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub struct KeysArgs {
    /// Print one JSON document
    #[arg(long, conflicts_with = "markdown")]
    pub json: bool,
    /// Print tables as in the README
    #[arg(long)]
    pub markdown: bool,
}

/// Of `completions`.
#[derive(Debug, Clone, Copy, ClapArgs)]
pub struct CompletionsArgs {
    /// Shell to complete in
    pub shell: clap_complete::Shell,
}

/// Of `man`.
#[derive(Debug, Clone, ClapArgs)]
pub struct ManArgs {
    /// Folder to write a page for every command into
    #[arg(long, value_name = "DIR")]
    pub dir: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    #[test]
    fn the_definition_holds_together() {
        Args::command().debug_assert();
    }

    #[test]
    fn every_argument_says_what_it_is() {
        fn look(command: &clap::Command) {
            assert!(command.get_about().is_some(), "{} has no line", command.get_name());
            for argument in command.get_arguments().filter(|a| !a.is_hide_set()) {
                assert!(argument.get_help().is_some(), "{} of {}", argument.get_id(), command.get_name());
            }
            command.get_subcommands().for_each(look);
        }
        look(&Args::command());
    }
}
