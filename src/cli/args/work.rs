//! Of the commands that read and change a session without the workbench.

use clap::Args as ClapArgs;

use crate::cli::seat::SeatArgs;

/// Of `show`.
#[derive(Debug, ClapArgs)]
pub struct ShowArgs {
    /// What: a question (8B), a commitment (8), `overall`, an item (E077), a source (DHS0042), a note (n427), or a
    /// passage of yours (p1)
    #[arg(required = true, value_name = "WHAT")]
    pub what: Vec<String>,
    /// Note that you have read it, as opening it in the workbench does
    #[arg(long)]
    pub read: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `list`.
#[derive(Debug, ClapArgs)]
pub struct ListArgs {
    /// What: the evidence of a question (8B), a commitment (8) or `overall`; or `questions`, `unrated`, `sources`,
    /// `passages`, `tags`
    #[arg(value_name = "WHAT", default_value = "questions")]
    pub what: String,
    /// Only what answers this, in the language of `/`: words, "exact words", -without, tag: source: q: stance: status:
    /// kind:. One that begins with a hyphen goes behind `--`
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `rate`.
#[derive(Debug, ClapArgs)]
#[command(
    override_usage = "plumbline rate [OPTIONS] <WHAT> <RATING>\n       plumbline rate [OPTIONS] <WHAT> <--no-information|--abstain WHY|--confirm|--clear>"
)]
#[command(group(clap::ArgGroup::new("answer").required(true).args(["rating", "no_information", "abstain", "confirm", "clear"])))]
pub struct RateArgs {
    /// What: a question (8B); a commitment (8), `area:ID` or `overall` by your own judgement, which needs a reason
    #[arg(value_name = "WHAT")]
    pub what: String,
    /// The rating: its name, its letter, or its rung from 1 to 4; 0 where it cannot be rated
    #[arg(value_name = "RATING")]
    pub rating: Option<String>,
    /// Why. Without it a reason that stands is kept; an empty one takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub reason: Option<String>,
    /// You looked, and the evidence does not let it be rated
    #[arg(long)]
    pub no_information: bool,
    /// You do not rate this (an interest, or outside your field), and why
    #[arg(long, value_name = "WHY", conflicts_with = "reason", allow_hyphen_values = true)]
    pub abstain: Option<String>,
    /// The rating stands also as what is asked, or its anchor, reads now
    #[arg(long, conflicts_with = "reason")]
    pub confirm: bool,
    /// Take away the rating, or your own judgement
    #[arg(long, conflicts_with = "reason")]
    pub clear: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `log`.
#[derive(Debug, ClapArgs)]
pub struct LogArgs {
    /// Print at most so many
    #[arg(long, value_name = "N")]
    pub limit: Option<usize>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `tag`.
#[derive(Debug, ClapArgs)]
#[command(
    override_usage = "plumbline tag [OPTIONS] <WHERE> <--exact TEXT|--sentences 3-5|--whole>\n       plumbline tag [OPTIONS] <PASSAGE>"
)]
#[command(group(clap::ArgGroup::new("which").args(["exact", "sentences", "whole"])))]
pub struct TagArgs {
    /// Where: an item (E077) or a source (DHS0042); or a passage of yours (p1), to change it
    #[arg(value_name = "WHERE")]
    pub what: String,
    /// The words of the passage, as they stand
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub exact: Option<String>,
    /// Its sentences by the numbers of `show`: 3, or 3-5
    #[arg(long, value_name = "N-M")]
    pub sentences: Option<String>,
    /// All of the text
    #[arg(long)]
    pub whole: bool,
    /// Which of several places where the words stand
    #[arg(long, value_name = "N", requires = "exact")]
    pub place: Option<usize>,
    /// File it under a question (8B) or a commitment (8). Without it, under the item's own where that is one
    #[arg(long, value_name = "8B")]
    pub file: Vec<String>,
    /// What it says there: yes, no, both or background; also supports, undermines, mixed, context
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<String>,
    /// Give it a tag: a name, words of one, or its digit
    #[arg(long, value_name = "TAG")]
    pub tag: Vec<String>,
    /// Make a tag and give it that
    #[arg(long, value_name = "NAME")]
    pub new_tag: Vec<String>,
    /// Take a tag off it
    #[arg(long, value_name = "TAG")]
    pub untag: Vec<String>,
    /// A note on it; an empty one takes it away
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub note: Option<String>,
    /// Take the passage away
    #[arg(long, conflicts_with_all = ["which", "file", "stance", "tag", "new_tag", "untag", "note"])]
    pub remove: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `file`.
#[derive(Debug, ClapArgs)]
pub struct FileArgs {
    /// What: a passage of yours (p1), an item as a whole (E077), or a source (DHS0042)
    #[arg(value_name = "WHAT")]
    pub what: String,
    /// Under which questions (8B 3A) and commitments (8); of a source the commitments it bears on
    #[arg(value_name = "UNDER", required = true)]
    pub under: Vec<String>,
    /// What it says there: yes, no, both or background
    #[arg(long, value_name = "STANCE")]
    pub stance: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `triage`.
#[derive(Debug, ClapArgs)]
pub struct TriageArgs {
    /// The source; without one it says how far you have come and which is next
    #[arg(value_name = "SOURCE")]
    pub source: Option<String>,
    /// The decision: relevant, set-aside, raise, later or undecided
    #[arg(value_name = "DECISION")]
    pub decision: Option<String>,
    /// Why
    #[arg(long, value_name = "TEXT", requires = "source", allow_hyphen_values = true)]
    pub reason: Option<String>,
    /// The commitments it bears on
    #[arg(long, value_name = "1,3,8", requires = "source")]
    pub bears_on: Option<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `note`.
#[derive(Debug, ClapArgs)]
pub struct NoteArgs {
    /// On what: a question (8B), a commitment (8), `overall`, an item (E077), a source (DHS0042), a note (n427)
    #[arg(value_name = "ON")]
    pub on: String,
    /// Its text, in place of one that stands; `-` for standard input. Without it the note is shown
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    pub text: Option<String>,
    /// The panel may see it
    #[arg(long, conflicts_with = "private")]
    pub share: bool,
    /// Only you see it
    #[arg(long)]
    pub private: bool,
    /// Take it away
    #[arg(long, conflicts_with_all = ["text", "share", "private"])]
    pub delete: bool,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}
