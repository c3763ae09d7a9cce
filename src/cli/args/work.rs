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
    /// kind:
    #[arg(value_name = "FILTER", allow_hyphen_values = true)]
    pub filter: Vec<String>,
    #[command(flatten)]
    #[allow(missing_docs)]
    pub seat: SeatArgs,
}

/// Of `rate`.
#[derive(Debug, ClapArgs)]
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
