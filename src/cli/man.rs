//! `plumbline man`: manual pages, made from the same definition that parses.

use std::path::Path;

use clap::Command;
use clap::CommandFactory;
use clap_mangen::Man;

use crate::cli::args::Args;
use crate::cli::args::ManArgs;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::store::atomic;
use crate::store::atomic::Existing;

/// Prints the page of the program, or writes the pages of all commands into a folder.
pub fn run(args: ManArgs) -> Result<(), Failure> {
    let mut command = Args::command();
    command.build();
    match args.dir {
        Some(folder) => {
            atomic::make_folder(&folder)?;
            let count = write_pages(&command, "plumbline", &folder)?;
            say(&format!("{count} pages are in {}", folder.display()));
            Ok(())
        }
        None => {
            let mut out = Out::new();
            out.raw().write_all(&page(&command, "plumbline")?)?;
            Ok(out.done()?)
        }
    }
}

fn page(command: &Command, name: &str) -> Result<Vec<u8>, Failure> {
    let mut page = Vec::new();
    Man::new(command.clone()).title(name.to_uppercase()).render(&mut page)?;
    Ok(page)
}

fn write_pages(command: &Command, name: &str, folder: &Path) -> Result<usize, Failure> {
    atomic::write(&folder.join(format!("{name}.1")), Existing::Replace, &page(command, name)?)?;
    let mut count = 1;
    for inner in command.get_subcommands().filter(|inner| inner.get_name() != "help" && !inner.is_hide_set()) {
        count += write_pages(inner, &format!("{name}-{}", inner.get_name()), folder)?;
    }
    Ok(count)
}
