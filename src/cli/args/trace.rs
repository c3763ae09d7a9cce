//! Arguments of `trace`.

use std::path::PathBuf;

use clap::Args as ClapArgs;

/// Of `trace`.
#[derive(Debug, ClapArgs)]
pub struct TraceArgs {
    /// The text that quotes: .txt, .md, .html, .docx or .pdf; `-` for standard input
    #[arg(value_name = "DOC")]
    pub document: PathBuf,
    /// Review to look in; it shows texts that are kept from members who rate. Without it the review opened last
    #[arg(value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Also trace what repeats the review's words without quotation marks, nine in a row or more
    #[arg(long)]
    pub unmarked: bool,
    /// Command that reads a PDF from its standard input and writes its text, instead of the usual way
    #[arg(long, value_name = "COMMAND")]
    pub pdf_command: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
