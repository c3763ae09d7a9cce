//! `plumbline sessions import FILE.qdpx`: tags and passages made in programs of qualitative analysis, added to a session.
//!
//! Invariant: everything is added by one act or nothing is; whatever was not understood is listed.

use std::path::Path;

use serde_json::json;

use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::seat::Seat;
use crate::cli::seat::SeatArgs;
use crate::import::qda;
use crate::import::read::file_bytes;
use crate::model::act::Act;
use crate::review::coded::Coded;
use crate::review::coded::plan;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;

/// So many lines of what was left are printed; `--json` has all.
const MOST_LINES: usize = 40;

/// What a file of tags or passages is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A project.
    Project,
    /// A codebook.
    Codebook,
    /// A table of tags.
    Table,
}

/// What a file is by its ending; none where it is to be a session.
pub fn kind(file: &Path) -> Option<Kind> {
    match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
        "qdpx" => Some(Kind::Project),
        "qdc" => Some(Kind::Codebook),
        "csv" | "tsv" | "xlsx" => Some(Kind::Table),
        _ => None,
    }
}

/// Adds what a file holds to a session.
pub fn run(environment: &Environment, file: &Path, kind: Kind, args: &SeatArgs, dry_run: bool) -> Result<(), Failure> {
    let (name, bytes) = (file.display().to_string(), file_bytes(file)?);
    let project = match kind {
        Kind::Project => qda::project(&name, &bytes)?,
        Kind::Codebook => qda::codebook(&name, &bytes)?,
        Kind::Table => qda::tags(&name, &bytes)?,
    };
    let mut seat = Seat::take(environment, args)?;
    let coded = plan(seat.ws(), &project, Machine.now());
    if !dry_run && !coded.acts.is_empty() {
        let act = Act::Together { acts: coded.acts.clone() };
        let refused =
            |error: crate::review::plan::EditError| Failure::new(INPUT, "invalid", error.to_string()).at(file);
        seat.ws().apply(&act).map_err(refused)?;
        seat.save()?;
    }
    answer(&coded, dry_run, args.json)?;
    seat.leave()
}

fn answer(coded: &Coded, dry_run: bool, json: bool) -> Result<(), Failure> {
    let mut out = Out::new();
    if json {
        out.json(&json!({
            "added": !dry_run,
            "tags": coded.tags,
            "known": coded.known,
            "passages": coded.passages,
            "healed": coded.healed,
            "there": coded.there,
            "left": coded.left,
        }))?;
        return Ok(out.done()?);
    }
    let verb = if dry_run { "would be added" } else { "added" };
    out.line(&format!(
        "{verb}: {} tags, {} passages ({} of them with positions put right); there already: {} codes, {} passages",
        coded.tags, coded.passages, coded.healed, coded.known, coded.there
    ))?;
    out.done()?;
    for line in coded.left.iter().take(MOST_LINES) {
        say(&format!("left out: {line}"));
    }
    if coded.left.len() > MOST_LINES {
        say(&format!("and {} more; --json lists all", coded.left.len() - MOST_LINES));
    }
    if !dry_run && !coded.acts.is_empty() {
        say("`plumbline undo` takes all of it back");
    }
    Ok(())
}
