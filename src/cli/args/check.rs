//! Arguments of `check`.

use std::path::PathBuf;

use clap::Args as ClapArgs;
use clap::ValueEnum;

/// From which weight on a finding makes the command fail.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// A reader would be misled, or cannot follow
    #[default]
    High,
    /// A careful reviewer would ask about it
    Medium,
    /// Worth a look
    Low,
    /// Never
    None,
}

/// Of `check`.
#[derive(Debug, ClapArgs)]
pub struct CheckArgs {
    /// A review file: as published; shows the published ratings. Or a session: a file, or a member's id or name on this
    /// machine. Without it the review opened last
    #[arg(value_name = "REVIEW|S")]
    pub of: Option<String>,
    /// Exit with 1 where something of this weight or above was found
    #[arg(long, value_name = "SEVERITY", default_value = "high")]
    pub fail_on: FailOn,
    /// Only findings of this code; may be given several times
    #[arg(long, value_name = "CODE")]
    pub code: Vec<String>,
    /// No findings of this code; may be given several times
    #[arg(long, value_name = "CODE")]
    pub not_code: Vec<String>,
    /// Print what was let stand too
    #[arg(long)]
    pub waived: bool,
    /// Review that a session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
