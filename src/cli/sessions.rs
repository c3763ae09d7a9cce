//! `plumbline sessions`: list, back up, move and delete the sessions on this machine; `import` is beside.

use std::path::Path;

use serde_json::json;

use crate::cli::archive;
use crate::cli::args::SessionsArgs;
use crate::cli::args::SessionsCommand;
use crate::cli::coded_import;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::seat::SeatArgs;
use crate::cli::session_import;
use crate::cli::table::Table;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::store::atomic::Existing;
use crate::store::last_used;
use crate::store::sessions;
use crate::store::sessions::SessionSummary;

/// Runs one of them.
pub fn run(environment: &Environment, args: SessionsArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    match args.command {
        SessionsCommand::List { json } => list(&desk, json),
        SessionsCommand::Import { file, into, dry_run, review, force, json } => {
            if let Some(kind) = coded_import::kind(&file) {
                let seat = SeatArgs { session: into, review, json };
                return coded_import::run(environment, &file, kind, &seat, dry_run);
            }
            if into.is_some() || dry_run {
                let what = "--into and --dry-run are for tags and passages made elsewhere: .qdpx, .qdc, .csv or .xlsx";
                return Err(Failure::usage(what));
            }
            session_import::run(&desk, &file, review.as_deref(), force, json)
        }
        SessionsCommand::Restore { file, output, force, json } => {
            archive::restore(environment, &file, output.as_deref(), force, json)
        }
        SessionsCommand::Backup { session, file, force } => {
            let existing = if force { Existing::Replace } else { Existing::Refuse };
            sessions::backup(&desk.kept(&session)?, &file, existing)?;
            say(&format!("copied to {}", file.display()));
            Ok(())
        }
        SessionsCommand::Move { session, file } => {
            let (from, to) = (desk.kept(&session)?, std::path::absolute(&file).unwrap_or(file));
            sessions::move_to(&from, &to, Machine.now())?;
            remember_moved(&desk, &from, Some(&to));
            say(&format!("moved to {}; open it with --session", to.display()));
            Ok(())
        }
        SessionsCommand::Delete { session, force: _ } => {
            let path = desk.kept(&session)?;
            sessions::delete(&path, Machine.now())?;
            remember_moved(&desk, &path, None);
            say(&format!("deleted {}", path.display()));
            Ok(())
        }
    }
}

/// Brings what is remembered as used last up to date.
fn remember_moved(desk: &Desk, from: &Path, to: Option<&Path>) {
    let mut used = desk.used.clone();
    match to {
        Some(to) => used.sessions.values_mut().filter(|path| *path == from).for_each(|path| *path = to.to_owned()),
        None => used.sessions.retain(|_, path| path != from),
    }
    if used != desk.used
        && let Err(error) = last_used::write(&desk.data, &used)
    {
        say(&format!("what was used last is not remembered: {}", error.told()));
    }
}

fn list(desk: &Desk, json: bool) -> Result<(), Failure> {
    let listing = sessions::list(&desk.data)?;
    let mut out = Out::new();
    if json {
        let unreadable: Vec<String> = listing.unreadable.iter().map(|error| error.told()).collect();
        let rows: Vec<_> = listing.sessions.iter().map(as_json).collect();
        out.json(&json!({ "sessions": rows, "unreadable": unreadable }))?;
        return Ok(out.done()?);
    }
    if listing.sessions.is_empty() {
        say(&format!("no sessions are kept in {} yet", desk.data.display()));
    } else {
        let mut table = Table::new(&["MEMBER", "NAME", "EDITION", "ACTS", "LAST CHANGED", "REVIEW", "FILE"]);
        listing.sessions.iter().for_each(|session| table.row(row(session)));
        for line in table.lines() {
            out.line(&line)?;
        }
    }
    out.done()?;
    listing.unreadable.iter().for_each(|error| say(&error.told()));
    Ok(())
}

fn row(session: &SessionSummary) -> [String; 7] {
    let newer = if session.newer { " (made by a newer plumbline)" } else { "" };
    [
        session.member.id.to_string(),
        session.member.name.clone().unwrap_or_else(|| "-".to_owned()),
        session.review.edition.to_string(),
        session.acts.to_string(),
        session.last_changed.to_string(),
        session.review.title.clone(),
        format!("{}{newer}", session.path.display()),
    ]
}

fn as_json(session: &SessionSummary) -> serde_json::Value {
    json!({
        "member": session.member,
        "review": session.review,
        "acts": session.acts,
        "last_changed": session.last_changed,
        "newer": session.newer,
        "path": session.path.display().to_string(),
    })
}
