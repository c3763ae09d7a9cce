//! `plumbline completions`: a completion script, made from the same definition that parses.

use clap::CommandFactory;

use crate::cli::args::Args;
use crate::cli::args::CompletionsArgs;
use crate::cli::failure::Failure;
use crate::cli::output::Out;

/// Prints the script.
pub fn run(args: CompletionsArgs) -> Result<(), Failure> {
    // The generator panics where it cannot write, so it writes to memory.
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "plumbline", &mut script);
    let mut out = Out::new();
    out.raw().write_all(&script)?;
    Ok(out.done()?)
}
