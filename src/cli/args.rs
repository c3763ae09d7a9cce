//! Every command and option: the one definition that parsing, help, completions and manual pages come from.
//!
//! Uses the model for names of rules. Invariant: what is documented here is what is parsed.

mod check;
mod export;
mod panel;
mod prepare;
mod trace;
mod work;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::cli::seat::SeatArgs;
use crate::model::judged::RuleName;

pub use crate::cli::args::check::CheckArgs;
pub use crate::cli::args::check::FailOn;
pub use crate::cli::args::export::ExportArgs;
pub use crate::cli::args::export::ExportAs;
pub use crate::cli::args::export::OffsetsIn;
pub use crate::cli::args::export::PictureOf;
pub use crate::cli::args::export::TableOf;
pub use crate::cli::args::panel::HandInArgs;
pub use crate::cli::args::panel::PanelArgs;
pub use crate::cli::args::panel::PanelCloseArgs;
pub use crate::cli::args::panel::PanelCommand;
pub use crate::cli::args::panel::PanelInitArgs;
pub use crate::cli::args::panel::PanelMergeArgs;
pub use crate::cli::args::panel::PanelOpenArgs;
pub use crate::cli::args::panel::PanelPackArgs;
pub use crate::cli::args::panel::PanelStatusArgs;
pub use crate::cli::args::panel::PanelTakeArgs;
pub use crate::cli::args::prepare::ImportArgs;
pub use crate::cli::args::prepare::ImportAs;
pub use crate::cli::args::prepare::NewArgs;
pub use crate::cli::args::prepare::PublishEvidenceArgs;
pub use crate::cli::args::prepare::Reading;
pub use crate::cli::args::prepare::UpdateArgs;
pub use crate::cli::args::trace::TraceArgs;
pub use crate::cli::args::work::FileArgs;
pub use crate::cli::args::work::ListArgs;
pub use crate::cli::args::work::LogArgs;
pub use crate::cli::args::work::NoteArgs;
pub use crate::cli::args::work::RateArgs;
pub use crate::cli::args::work::ShowArgs;
pub use crate::cli::args::work::TagArgs;
pub use crate::cli::args::work::TriageArgs;

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
PLUMBLINE_KEYS_FILE names the file of your own keys; --keys-file goes before it.
PLUMBLINE_LOG names a file to write down what the program does; --log goes before it.";

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
    /// File to write down what the program does, for when you ask for help: no text of a review or of yours
    #[arg(long, global = true, value_name = "FILE")]
    pub log: Option<PathBuf>,
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
        let WorkbenchFlags { session, rule, thresholds, show_published, theme, read_only, panel, plain, edit } =
            &self.flags;
        let options = session.is_some() || rule.is_some() || thresholds.is_some() || theme.is_some();
        let options = options || panel.is_some();
        let options = options || *show_published || *read_only || *plain || *edit;
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
    /// File with thresholds of the panel's own for the rules, named wherever a result by them is shown
    #[arg(long, value_name = "FILE")]
    pub thresholds: Option<PathBuf>,
    /// Open for scrutiny, not for rating: shows the published ratings, and the session records that
    #[arg(long)]
    pub show_published: bool,
    /// Theme of the screen
    #[arg(long)]
    pub theme: Option<ThemeChoice>,
    /// Look, and change nothing
    #[arg(long)]
    pub read_only: bool,
    /// Panel file with what is handed out to you to read; without it the one beside the review, if one lies there
    #[arg(long, value_name = "FILE")]
    pub panel: Option<PathBuf>,
    /// Talk in lines instead of a screen, for screen readers and pipes: type help in it
    #[arg(long)]
    pub plain: bool,
    /// Edit the review itself, for the secretariat: move, join, split and name items; saved as a new edition
    #[arg(long, conflicts_with_all = ["session", "rule", "thresholds", "show_published", "read_only", "panel", "plain"])]
    pub edit: bool,
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
    /// Show a question with its evidence, an item, a source, a note: sentences numbered
    Show(ShowArgs),
    /// List questions, evidence, sources, passages, tags, one a line
    List(ListArgs),
    /// Mark a passage by its words or sentences: what it says, tags, a note
    Tag(TagArgs),
    /// File a passage or an item under questions, a source under commitments
    File(FileArgs),
    /// Rate a question, or judge a commitment, with a reason; say what moves
    Rate(RateArgs),
    /// Decide about a source, or say how far you have come
    Triage(TriageArgs),
    /// Write a note on a question, an item, a source or a note
    Note(NoteArgs),
    /// Take back the last thing done
    Undo(SeatArgs),
    /// Do again what was taken back last
    Redo(SeatArgs),
    /// Say what was done, the newest first
    Log(LogArgs),
    /// Say what ratings add up to, why, and what would change it
    Rollup(RollupArgs),
    /// Say what does not hold in a published review, in a session, or in a draft
    Check(CheckArgs),
    /// Say where the quotations in an article, a speech or a reply come from
    Trace(TraceArgs),
    /// Set a panel up, see who is in, open its rounds
    Panel(PanelArgs),
    /// Hand your round in to the panel, sealed
    HandIn(HandInArgs),
    /// Write a session as a file for others
    Export(ExportArgs),
    /// Find commitments, questions, sources, notes, tags and passages by name
    Find(FindArgs),
    /// List and look after the sessions on this machine
    Sessions(SessionsArgs),
    /// List what sessions could be had back from, and do so
    Recover(RecoverArgs),
    /// Look for what could go wrong on this machine
    Doctor(DoctorArgs),
    /// Say how the program is set up
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Print the JSON Schema of a kind of file
    Schema(SchemaArgs),
    /// Print the keys of the workbench
    Keys(KeysArgs),
    /// Print a completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or write all of them into a folder
    Man(ManArgs),
    /// Read a PDF from standard input under limits; the program calls this itself
    #[command(hide = true)]
    PdfText(PdfTextArgs),
}

impl Command {
    /// Its name, as it is typed.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Sample(..) => "sample",
            Self::New(..) => "new",
            Self::Import(..) => "import",
            Self::Update(..) => "update",
            Self::PublishEvidence(..) => "publish-evidence",
            Self::Show(..) => "show",
            Self::List(..) => "list",
            Self::Tag(..) => "tag",
            Self::File(..) => "file",
            Self::Rate(..) => "rate",
            Self::Triage(..) => "triage",
            Self::Note(..) => "note",
            Self::Undo(..) => "undo",
            Self::Redo(..) => "redo",
            Self::Log(..) => "log",
            Self::Rollup(..) => "rollup",
            Self::Check(..) => "check",
            Self::Trace(..) => "trace",
            Self::Panel(..) => "panel",
            Self::HandIn(..) => "hand-in",
            Self::Export(..) => "export",
            Self::Find(..) => "find",
            Self::Sessions(..) => "sessions",
            Self::Recover(..) => "recover",
            Self::Doctor(..) => "doctor",
            Self::Config(..) => "config",
            Self::Schema(..) => "schema",
            Self::Keys(..) => "keys",
            Self::Completions(..) => "completions",
            Self::Man(..) => "man",
            Self::PdfText(..) => "pdf-text",
        }
    }
}

/// Of `pdf-text`.
#[derive(Debug, ClapArgs)]
pub struct PdfTextArgs {
    /// Program to run under the limits instead of reading the PDF here
    #[arg(last = true, value_name = "PROGRAM")]
    pub program: Vec<OsString>,
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
    /// File with thresholds of the panel's own for the rules, named wherever a result by them is shown
    #[arg(long, value_name = "FILE")]
    pub thresholds: Option<PathBuf>,
    /// Review that a session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `find`.
#[derive(Debug, ClapArgs)]
pub struct FindArgs {
    /// What to look for: words in any order, or exactly `8b`, `n427`, `dhs42`; with --text a query as after `/`. What the
    /// workbench can do is found there, or by `plumbline keys`
    #[arg(allow_hyphen_values = true)]
    pub query: String,
    /// Review to look in. Without it the one opened last, or the practice review
    #[arg(value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Search the texts instead: words, "exact words", -without, tag: source: q: stance: status: kind:. A plain word is the
    /// beginning of one and is looked for in names of sources too; what is quoted or left out is looked for in texts only
    #[arg(long)]
    pub text: bool,
    /// The best first, not in reading order
    #[arg(long, requires = "text")]
    pub ranked: bool,
    /// Print at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
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
    /// Take in a session that was exported, after checking it against its review; or tags and passages made elsewhere
    Import {
        /// The session file, `-` for standard input; or a REFI-QDA project (.qdpx) or codebook (.qdc), or a table of tags
        /// (.csv, .xlsx), which are added to a session
        file: PathBuf,
        /// Session that tags and passages are added to. Without it the one used last
        #[arg(long, value_name = "S")]
        into: Option<String>,
        /// Only say what would be added
        #[arg(long)]
        dry_run: bool,
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
    /// Take in an archive that was handed over: its reviews and the panel's folder into a folder, its sessions to where
    /// they are kept here
    Restore {
        /// The archive
        file: PathBuf,
        /// Folder for reviews and the panel. Without it one named as the archive is
        #[arg(short, long, value_name = "DIR")]
        output: Option<PathBuf>,
        /// Replace files that exist, and put sessions of the same members aside
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

/// Of `recover`.
#[derive(Debug, Clone, ClapArgs)]
pub struct RecoverArgs {
    /// A member's id or name on this machine, or a session file. Without it all sessions are listed
    #[arg(value_name = "S")]
    pub session: Option<String>,
    /// Have the session back from this file: one of those listed, or the session's own as far as it can be read
    #[arg(long, value_name = "FILE")]
    pub from: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `doctor`.
#[derive(Debug, Clone, ClapArgs)]
pub struct DoctorArgs {
    /// Review or session file to look at all of, instead of this machine
    #[arg(value_name = "FILE")]
    pub file: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `config`.
#[derive(Debug, Clone, Subcommand)]
pub enum ConfigCommand {
    /// Print every setting and where it comes from
    Show {
        /// Print one JSON document
        #[arg(long)]
        json: bool,
    },
}

/// A kind of file that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[allow(missing_docs)]
pub enum SchemaOf {
    Review,
    Session,
    Panel,
    Handin,
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
