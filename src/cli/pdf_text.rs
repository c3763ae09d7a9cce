//! `plumbline pdf-text`, hidden: reads a PDF in a process of its own, under limits that cannot be lifted again.
//!
//! The importer calls it; a PDF that crashes, loops or eats memory ends this process and no other.

use std::io;
use std::io::Read;
use std::process::Command;

use crate::cli::args::PdfTextArgs;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::import::read::limits::LARGEST_FILE;
use crate::import::read::pdf::inside::limit_this_process;
use crate::import::read::pdf::inside::pages;

/// Takes the limits on, then becomes the program named, or reads the PDF itself.
pub fn run(args: &PdfTextArgs) -> Result<(), Failure> {
    limit_this_process()?;
    if let Some((program, arguments)) = args.program.split_first() {
        return become_program(Command::new(program).args(arguments));
    }
    let mut bytes = Vec::new();
    io::stdin().take(LARGEST_FILE).read_to_end(&mut bytes)?;
    let mut out = Out::new();
    out.json(&pages(&bytes))?;
    Ok(out.done()?)
}

#[cfg(unix)]
fn become_program(command: &mut Command) -> Result<(), Failure> {
    use std::os::unix::process::CommandExt;
    Err(command.exec().into())
}

#[cfg(not(unix))]
fn become_program(command: &mut Command) -> Result<(), Failure> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other("the reader of PDFs gave up").into()) }
}
