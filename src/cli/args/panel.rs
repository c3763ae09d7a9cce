//! The arguments of `panel` and `hand-in`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::Subcommand;

use crate::model::judged::RuleName;

/// What travels, and who sees what; in the help of `hand-in`.
const HAND_IN_HELP: &str = "\
The file holds ratings, reasons, passages, tags, summaries and the notes you share, sealed so that only the panel's key \
opens them. It does not hold your name, what you read, your drafts, your private notes or how you came to it. Whoever has \
the file sees how many questions you left open and how many reasons are missing, and nothing else.

Handing in cannot be undone: ratings of the round stay as they are until the panel opens it. Marking and notes go on. A \
file that was lost is written again by the same command, with the same seal.";

/// What the roster holds; in the help of `panel init`.
const ROSTER_HELP: &str = "\
The roster is a table (.csv or .xlsx) with the headings name, letter, role, areas, reads; only name is needed. role is \
core, specialist or chair; areas and reads hold several, separated by semicolons. Letters left out are given in order. \
`plumbline panel init --template` prints one to begin with.

Three files are written: panel.json, which goes to every member and holds no name; the secret key that opens rounds; and \
the table of which letter is whose. Key and names are the secretariat's: they are written beside the folder, not into it.";

/// Of `panel`.
#[derive(Debug, ClapArgs)]
#[command(args_conflicts_with_subcommands = true)]
pub struct PanelArgs {
    #[command(subcommand)]
    #[allow(missing_docs)]
    pub command: Option<PanelCommand>,
    /// A panel's folder, or its panel file: where members differ, what can change a verdict first; who is in, while no
    /// round is opened
    #[arg(value_name = "DIR", required = true)]
    pub dir: Option<PathBuf>,
    /// Opened round to look at. Without it the one opened last
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub round: Option<u32>,
    /// One question: ratings, reasons, meanings and passages side by side
    #[arg(long, value_name = "QUESTION")]
    pub question: Option<String>,
    /// How far members agreed before talking: shares, coefficients with intervals, pairs, tags
    #[arg(long, conflicts_with = "question")]
    pub agreement: bool,
    /// Rule to combine ratings by: count, worst, median-low or mean-bands. Without it that of the panel's record, or count
    #[arg(long, value_name = "RULE")]
    pub rule: Option<RuleName>,
    /// File with thresholds of the panel's own for the rules, named wherever a result by them is shown
    #[arg(long, value_name = "FILE")]
    pub thresholds: Option<PathBuf>,
    /// Review the panel judges, where it does not lie beside the panel file
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Hold the meeting on the screen: question by question, what members gave and what the panel agrees, which is kept
    /// in a record beside the panel file
    #[arg(long, conflicts_with_all = ["question", "agreement", "round", "rule", "thresholds"])]
    pub meet: bool,
    /// Draw where members differ as a picture (.svg): how many gave which rating, question by question, without names
    #[arg(long, value_name = "FILE", conflicts_with_all = ["question", "agreement", "meet", "json"])]
    pub picture: Option<PathBuf>,
    /// Replace a picture that exists
    #[arg(long, requires = "picture")]
    pub force: bool,
    /// Print one JSON document
    #[arg(long, conflicts_with_all = ["question", "agreement", "meet"])]
    pub json: bool,
}

/// What can be done with a panel.
#[derive(Debug, Subcommand)]
pub enum PanelCommand {
    /// Set a panel up: the panel file, the key that opens rounds, and who is who
    Init(PanelInitArgs),
    /// Say who is in, how many questions are open and how many reasons missing; nothing by rating
    Status(PanelStatusArgs),
    /// Close a round: what comes in later is told to be late
    Close(PanelCloseArgs),
    /// Open a round: undo and check every seal, and write the members' sessions
    Open(PanelOpenArgs),
    /// Let your session know which rounds the panel opened; what you rate then is the next one
    Take(PanelTakeArgs),
    /// Put sessions of members together that were kept apart, and say what was taken, equal, conflicting or refused
    Merge(PanelMergeArgs),
    /// Write the meeting's papers: agenda, a page for each disputed question, what to take on the nod; no names
    Pack(PanelPackArgs),
}

/// Of `panel init`.
#[derive(Debug, ClapArgs)]
#[command(after_long_help = ROSTER_HELP)]
pub struct PanelInitArgs {
    /// Who sits on the panel: a table with the headings name, letter, role, areas, reads
    #[arg(long, value_name = "FILE", required_unless_present = "template")]
    pub roster: Option<PathBuf>,
    /// Review the panel judges. Without it the one opened last
    #[arg(value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Folder to write panel.json into; made where it is not there. Without it `<review>-panel`
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// File to write the secret key into, instead of `<folder>.key` beside the folder
    #[arg(long, value_name = "FILE")]
    pub key: Option<PathBuf>,
    /// File to write the names into, instead of `<folder>.names.csv` beside the folder
    #[arg(long, value_name = "FILE")]
    pub names: Option<PathBuf>,
    /// Grades between best and worst from which ratings disagree: 1, 2 or 3
    #[arg(long, value_name = "GRADES", default_value_t = 2, value_parser = clap::value_parser!(u32).range(1..=3))]
    pub range: u32,
    /// A split without a majority is no disagreement
    #[arg(long)]
    pub no_majority: bool,
    /// Everyone's MAC has to be in before any ratings are, where no keeper is to be trusted
    #[arg(long)]
    pub two_step: bool,
    /// Print a roster to begin with, and do nothing else
    #[arg(long, exclusive = true)]
    pub template: bool,
    /// Replace files that exist. Rounds sealed to a key that is replaced can never be opened
    #[arg(long)]
    pub force: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `panel status`.
#[derive(Debug, ClapArgs)]
pub struct PanelStatusArgs {
    /// The panel's folder, or its panel file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Round to look at. Without it the one at hand
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub round: Option<u32>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `panel close`.
#[derive(Debug, ClapArgs)]
pub struct PanelCloseArgs {
    /// The panel's folder, or its panel file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Round to close. Without it the one at hand
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub round: Option<u32>,
    /// When it closes, such as 2026-11-21T17:00:00Z; without it now
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
}

/// Of `panel open`.
#[derive(Debug, ClapArgs)]
pub struct PanelOpenArgs {
    /// The panel's folder, or its panel file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// Round to open. Without it the one at hand
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub round: Option<u32>,
    /// The secret key's file, as `panel init` wrote it
    #[arg(long, value_name = "FILE")]
    pub key: PathBuf,
    /// Go on without these members: letters, separated by commas
    #[arg(long, value_name = "LETTERS", value_delimiter = ',')]
    pub without: Vec<String>,
    /// Take in what came after the round was closed
    #[arg(long)]
    pub with_late: bool,
    /// Have members see by letter who gave what; without it they see how many
    #[arg(long)]
    pub names: bool,
    /// Review the panel judges, where it does not lie beside the panel file
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Replace session files that exist
    #[arg(long)]
    pub force: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `panel take`.
#[derive(Debug, ClapArgs)]
pub struct PanelTakeArgs {
    /// The panel file, or its folder
    #[arg(value_name = "PANEL")]
    pub panel: PathBuf,
    /// Whose session: a member's id or name on this machine, or a session file. Without it the session used last
    #[arg(short = 'S', long, value_name = "S")]
    pub session: Option<String>,
    /// Review the session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
}

/// Of `panel merge`.
#[derive(Debug, ClapArgs)]
pub struct PanelMergeArgs {
    /// Session files; of one member there may be several
    #[arg(value_name = "FILE", required = true)]
    pub files: Vec<PathBuf>,
    /// The panel they are of: its folder or panel file
    #[arg(long, value_name = "PANEL")]
    pub panel: PathBuf,
    /// Folder to write the sessions into, one file a member. Without it only the report is printed
    #[arg(short, long, value_name = "DIR")]
    pub output: Option<PathBuf>,
    /// Review the panel judges, where it does not lie beside the panel file
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    pub force: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// Of `panel pack`.
#[derive(Debug, ClapArgs)]
pub struct PanelPackArgs {
    /// The panel's folder, or its panel file
    #[arg(value_name = "DIR")]
    pub dir: PathBuf,
    /// File to write: .docx, .html or .md
    #[arg(short, long, value_name = "FILE")]
    pub output: PathBuf,
    /// Opened round to write papers for. Without it the one opened last
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub round: Option<u32>,
    /// Review the panel judges, where it does not lie beside the panel file
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
}

/// Of `hand-in`.
#[derive(Debug, ClapArgs)]
#[command(after_long_help = HAND_IN_HELP)]
pub struct HandInArgs {
    /// Whose session: a member's id or name on this machine, or a session file. Without it the session used last
    #[arg(short = 'S', long, value_name = "S")]
    pub session: Option<String>,
    /// The panel file, or its folder. Without it the one beside the review
    #[arg(long, value_name = "FILE")]
    pub panel: Option<PathBuf>,
    /// Your letter on the panel; asked for once
    #[arg(long = "as", value_name = "LETTER")]
    pub letter: Option<String>,
    /// Round to hand in. Without it the one you are in
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub round: Option<u32>,
    /// File to write, or folder to write it into. Without it `<review>-round1-A.handin` here
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Show what would go out, and hand nothing in
    #[arg(long)]
    pub dry_run: bool,
    /// Write the first of two steps again: the seal's number without the ratings
    #[arg(long)]
    pub mac_only: bool,
    /// Hand in without asking once more
    #[arg(short, long)]
    pub yes: bool,
    /// Replace a file that exists
    #[arg(long)]
    pub force: bool,
    /// Review the session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
