//! `plumbline export`: a session as a file for others.

use std::io;
use std::io::Write;
use std::path::Path;

use crate::cli::args::ExportArgs;
use crate::cli::args::ExportAs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Said;
use crate::export;
use crate::export::Exporter;
use crate::review::flow::Reading;
use crate::review::sealed_round::told_withheld;
use crate::review::sealed_round::withhold;
use crate::review::state::State;
use crate::store::atomic;
use crate::store::atomic::Existing;

/// Writes the session where it is asked for.
pub fn run(environment: &Environment, args: &ExportArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let mut said = desk.said(args.session.as_deref(), args.review.as_deref())?;
    if let Some(round) = withhold(&mut said.session, &said.review.catalog) {
        say(&told_withheld(round));
    }
    match args.form {
        ExportAs::Json => {
            let session = &mut said.session;
            session.member.name.take_if(|_| !args.with_name);
            session.log.take_if(|_| !args.with_log);
            session.version = session.least_version();
            if args.with_log && session.log.is_none() {
                say("this session came without a log, so there is none to write");
            }
            if args.with_name && session.member.name.is_none() {
                say("this session has no name, so there is none to write");
            }
            write(args, |out| export::Json.write(session, out))
        }
        ExportAs::Flow => {
            if said.reading.is_none() {
                say("an exported session does not say what was read, so neither do these numbers");
            }
            write(args, |out| flow(&said, out))
        }
    }
}

fn flow(said: &Said, out: &mut dyn Write) -> io::Result<()> {
    let state = State::from_file(&said.session);
    let reading = said.reading.as_ref().map(|read| Reading { opened: &read.opened, items: &read.items });
    export::write_flow((&said.review.catalog, &state), said.session.member.id, reading, out)
}

/// Sends bytes into the file asked for, or to standard output.
fn write(args: &ExportArgs, form: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let existing = if args.force { Existing::Replace } else { Existing::Refuse };
            atomic::write_with(path, existing, form)?;
            say(&format!("written to {}", path.display()));
            Ok(())
        }
        None => {
            let mut out = Out::new();
            form(out.raw())?;
            Ok(out.done()?)
        }
    }
}
