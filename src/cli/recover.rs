//! `plumbline recover`: lists what sessions could be had back from, and has one back.
//!
//! Invariant: without --from nothing is changed; with it what was there is put aside, never removed.

use std::path::Path;
use std::path::PathBuf;

use serde_json::Value;
use serde_json::json;

use crate::cli::args::RecoverArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::table::Table;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::store::recover;
use crate::store::recover::Found;
use crate::store::recover::Source;
use crate::store::sessions;

/// Lists, or restores.
pub fn run(environment: &Environment, args: &RecoverArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let paths = meant(&desk, args.session.as_deref())?;
    match (&args.from, paths.as_slice()) {
        (None, _) => list(&paths, args.json),
        (Some(from), [path]) => restore(path, from, args.json),
        (Some(_), _) => Err(Failure::usage("name the session to have back: a member's id, or its file")),
    }
}

/// The sessions meant: all of this machine, or the one named, readable or not.
fn meant(desk: &Desk, named: Option<&str>) -> Result<Vec<PathBuf>, Failure> {
    let Some(named) = named else { return Ok(sessions::files(&desk.data)?) };
    let path = Path::new(named);
    if path.extension().is_some() || path.exists() {
        return Ok(vec![path.to_owned()]);
    }
    let mut all = sessions::files(&desk.data)?;
    all.retain(|path| {
        let id = path.file_stem().is_some_and(|stem| stem.to_string_lossy() == named);
        let name = || sessions::summary(path).ok().and_then(|summary| summary.member.name);
        id || name().is_some_and(|name| name == named)
    });
    if all.is_empty() {
        let message = format!(
            "there is no session of {named} here\n`plumbline recover` lists all there are, also those that cannot be read."
        );
        return Err(Failure::new(INPUT, "unknown", message));
    }
    Ok(all)
}

fn source(source: Source) -> &'static str {
    match source {
        Source::Itself => "itself",
        Source::Rebuilt => "rebuilt",
        Source::Snapshot => "snapshot",
        Source::Aside => "aside",
    }
}

fn list(paths: &[PathBuf], json: bool) -> Result<(), Failure> {
    let mut out = Out::new();
    let found: Vec<(&PathBuf, Vec<Found>)> = paths.iter().map(|path| (path, recover::candidates(path))).collect();
    if json {
        let one = |one: &Found| {
            json!({
                "path": one.path.display().to_string(),
                "source": source(one.source),
                "acts": one.acts,
                "last": one.last,
                "wrong": one.wrong,
            })
        };
        let each = found.iter().map(|(path, found)| {
            json!({"session": path.display().to_string(), "from": found.iter().map(one).collect::<Vec<Value>>()})
        });
        out.json(&json!({"sessions": each.collect::<Vec<Value>>()}))?;
        return Ok(out.done()?);
    }
    if found.is_empty() {
        out.line("There is no session on this machine.")?;
    }
    for (path, found) in &found {
        out.line(&path.display().to_string())?;
        let mut table = Table::new(&["  ACTS", "LAST", "WHAT", "FILE"]);
        for one in found {
            let last = one.last.map_or_else(String::new, |at| at.to_string());
            let wrong = one.wrong.as_ref().map_or_else(String::new, |wrong| format!(": {wrong}"));
            let what = format!("{}{wrong}", source(one.source));
            table.row([format!("  {}", one.acts), last, what, one.path.display().to_string()]);
        }
        for line in table.lines() {
            out.line(&line)?;
        }
    }
    out.done()?;
    let bad = found.iter().any(|(path, found)| found.iter().any(|one| one.path == **path && one.wrong.is_some()));
    if bad {
        say("`plumbline recover SESSION --from FILE` has one back from the file named; what was there is put aside");
    }
    Ok(())
}

fn restore(session: &Path, from: &Path, json: bool) -> Result<(), Failure> {
    let restored = recover::restore(session, from, Machine.now())?;
    let aside = restored.aside.as_ref().map(|path| path.display().to_string());
    let mut out = Out::new();
    if json {
        out.json(&json!({"session": session.display().to_string(), "acts": restored.acts, "aside": aside}))?;
    } else {
        out.line(&format!("{}: {} acts", session.display(), restored.acts))?;
    }
    out.done()?;
    if let Some(aside) = aside {
        say(&format!("what was there is put aside as {aside}"));
    }
    Ok(())
}
