//! `plumbline export`: a session as a file for others.

use std::path::Path;

use crate::cli::args::ExportArgs;
use crate::cli::args::ExportAs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::export;
use crate::export::Exporter;
use crate::store::atomic::Existing;

/// Writes the session where it is asked for.
pub fn run(environment: &Environment, args: &ExportArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let exporter: &dyn Exporter = match args.form {
        ExportAs::Json => &export::Json,
    };
    let mut session = desk.said(args.session.as_deref(), args.review.as_deref())?.session;
    session.member.name.take_if(|_| !args.with_name);
    session.log.take_if(|_| !args.with_log);
    session.version = session.least_version();
    if args.with_log && session.log.is_none() {
        say("this session came without a log, so there is none to write");
    }
    if args.with_name && session.member.name.is_none() {
        say("this session has no name, so there is none to write");
    }
    match args.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => {
            let existing = if args.force { Existing::Replace } else { Existing::Refuse };
            export::to_file(exporter, &session, path, existing)?;
            say(&format!("written to {}", path.display()));
            Ok(())
        }
        None => {
            let mut out = Out::new();
            exporter.write(&session, out.raw())?;
            Ok(out.done()?)
        }
    }
}
