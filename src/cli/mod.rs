//! The command line: one front end over the same doors as the workbench.
//!
//! Reads arguments and environment and decides on paths; may use every layer but `tui`, which `main` joins to it.
//! Invariant: data goes to standard output, talk to standard error, and every outcome has an exit code of the table in
//! [`args::EXIT_CODES`].

mod archive;
pub mod args;
mod check;
mod check_draft;
mod coded_import;
mod completions;
mod config;
mod convert;
mod doctor;
mod doctor_file;
pub mod environment;
mod export;
pub mod failure;
mod find;
mod hand_in;
mod history;
mod import;
mod keys;
mod list;
mod logged;
mod man;
mod mark;
mod new;
mod note;
mod output;
mod panel;
mod panel_matrix;
mod panel_meet;
mod panel_merge;
mod pdf_text;
mod plain;
mod pointed;
mod prepare;
mod publish_evidence;
mod rate;
mod recover;
mod resolve;
mod rollup;
mod schema;
pub mod seat;
mod session_import;
mod sessions;
mod show;
mod table;
mod thresholds;
mod told;
mod trace;
mod triage;
mod update;
mod workbench;

use std::ffi::OsString;
use std::io;
use std::process::ExitCode;

use clap::CommandFactory;
use clap::Parser;
use clap::error::ErrorKind;

use crate::cli::args::Args;
use crate::cli::args::Command;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;

pub use crate::cli::output::say;
pub use crate::cli::workbench::Opener;
pub use crate::cli::workbench::Workbench;
pub use crate::cli::workbench::WorkbenchOptions;

/// Runs one command. The workbench is called where one is asked for and a terminal is there.
pub fn run(arguments: impl IntoIterator<Item = OsString>, workbench: Workbench) -> ExitCode {
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let wants_json = arguments.iter().skip(1).any(|argument| argument == "--json");
    let outcome = match Args::try_parse_from(&arguments).and_then(checked) {
        Ok(args) => run_logged(args, workbench),
        Err(error) if wants_json && error.use_stderr() => Err(Failure::usage(error.to_string())),
        Err(error) => {
            // A closed pipe is the reader's business.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2));
        }
    };
    outcome.unwrap_or_else(|failure| failure.report(wants_json, &mut io::stderr()))
}

/// Refuses what the workbench alone takes beside a command that would not heed it.
fn checked(args: Args) -> Result<Args, clap::Error> {
    if args.command.is_none() || args.workbench.is_empty() {
        return Ok(args);
    }
    let message = "what is given before a command is for the workbench; put options and files after the command";
    Err(Args::command().error(ErrorKind::ArgumentConflict, message))
}

/// Runs it with what it does written down, where that is asked for.
fn run_logged(args: Args, open: Workbench) -> Result<ExitCode, Failure> {
    let environment = Environment::of_process(args.common.clone());
    logged::begin(&environment, args.command.as_ref().map_or("the workbench", Command::name))?;
    let outcome = run_parsed(args, &environment, open);
    logged::end(&outcome);
    outcome
}

fn run_parsed(args: Args, environment: &Environment, open: Workbench) -> Result<ExitCode, Failure> {
    let done = |()| ExitCode::SUCCESS;
    match args.command {
        None => workbench::run(environment, args.workbench.review, args.workbench.flags, open),
        Some(Command::Sample(flags)) => workbench::run_sample(environment, flags, open),
        Some(Command::New(args)) => new::run(&args).map(done),
        Some(Command::Import(args)) => import::run(environment, &args).map(done),
        Some(Command::Update(args)) => update::run(environment, &args).map(done),
        Some(Command::PublishEvidence(args)) => publish_evidence::run(environment, &args).map(done),
        Some(Command::Show(args)) => show::run(environment, &args).map(done),
        Some(Command::List(args)) => list::run(environment, &args).map(done),
        Some(Command::Tag(args)) => mark::tag(environment, &args).map(done),
        Some(Command::File(args)) => mark::file(environment, &args).map(done),
        Some(Command::Triage(args)) => triage::run(environment, &args).map(done),
        Some(Command::Note(args)) => note::run(environment, &args).map(done),
        Some(Command::Rate(args)) => rate::run(environment, &args).map(done),
        Some(Command::Undo(args)) => history::step(environment, &args, true).map(done),
        Some(Command::Redo(args)) => history::step(environment, &args, false).map(done),
        Some(Command::Log(args)) => history::log(environment, &args).map(done),
        Some(Command::Rollup(args)) => rollup::run(environment, &args).map(done),
        Some(Command::Check(args)) => check::run(environment, &args),
        Some(Command::Trace(args)) => trace::run(environment, &args).map(done),
        Some(Command::Panel(args)) if args.meet => panel_meet::run(environment, &args, open),
        Some(Command::Panel(args)) => panel::run(environment, &args).map(done),
        Some(Command::HandIn(args)) => hand_in::run(environment, &args).map(done),
        Some(Command::Export(args)) => export::run(environment, &args).map(done),
        Some(Command::Find(args)) => find::run(environment, &args).map(done),
        Some(Command::Sessions(args)) => sessions::run(environment, args).map(done),
        Some(Command::Recover(args)) => recover::run(environment, &args).map(done),
        Some(Command::Doctor(args)) => doctor::run(environment, args),
        Some(Command::Config(command)) => config::run(environment, &command).map(done),
        Some(Command::Schema(args)) => schema::run(args).map(done),
        Some(Command::Keys(args)) => keys::run(environment, args).map(done),
        Some(Command::Completions(args)) => completions::run(args).map(done),
        Some(Command::Man(args)) => man::run(args).map(done),
        Some(Command::PdfText(args)) => pdf_text::run(&args).map(done),
    }
}
