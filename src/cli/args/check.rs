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
    /// machine. With --against a draft: .docx, .pdf, .html, .md or .txt. Without it the review opened last
    #[arg(value_name = "REVIEW|S|DRAFT")]
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
    /// Check a draft against what was agreed: a session file, or a member's id or name on this machine
    #[arg(long, value_name = "S", requires = "of")]
    pub against: Option<String>,
    /// Copy of a Word draft to write, with the findings as comments
    #[arg(short, long, value_name = "FILE", requires = "against")]
    pub output: Option<PathBuf>,
    /// Replace a file that exists
    #[arg(long, requires = "output")]
    pub force: bool,
    /// Command that reads a PDF from its standard input and writes its text, instead of the usual way
    #[arg(long, value_name = "COMMAND", requires = "against")]
    pub pdf_command: Option<String>,
    /// Print what was let stand too
    #[arg(long)]
    pub waived: bool,
    /// Let a finding stand, by its code and place as they are printed; kept in your session
    #[arg(long, num_args = 2, value_names = ["CODE", "PLACE"], requires = "reason", conflicts_with_all = ["json", "output"])]
    pub waive: Vec<String>,
    /// Why it stands; empty to let it stand no longer
    #[arg(long, value_name = "TEXT", requires = "waive")]
    pub reason: Option<String>,
    /// List the codes and what they say
    #[arg(long, conflicts_with_all = ["waive", "json"])]
    pub codes: bool,
    /// Review that a session is about, where it is not the one opened last
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
