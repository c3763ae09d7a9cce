//! `plumbline new`: an empty review from the panel's planning grid, or a template for a grid.
//!
//! Invariant: what was read is shown, so that it can be held against the grid before anybody rates on it.

use std::path::Path;

use serde_json::json;

use crate::cli::args::NewArgs;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare::Target;
use crate::cli::table::Table;
use crate::import::grid;
use crate::import::grid::File;
use crate::import::read::Tools;
use crate::import::read::file_bytes;
use crate::model::rating::Grade;
use crate::model::review::Review;
use crate::store::atomic;
use crate::store::atomic::Existing;

/// Makes the review, or writes the template.
pub fn run(args: &NewArgs) -> Result<(), Failure> {
    match &args.grid {
        None => template(args),
        Some(path) => from_grid(args, path),
    }
}

fn template(args: &NewArgs) -> Result<(), Failure> {
    let Some(path) = args.output.as_deref().filter(|path| *path != Path::new("-")) else {
        let mut out = Out::new();
        out.text(grid::TEMPLATE)?;
        return Ok(out.done()?);
    };
    if path.extension().and_then(|ending| ending.to_str()) != Some("toml") {
        let message = format!(
            "without --grid a template for one is written, and {} does not end in .toml; name the panel's grid with --grid to make a review",
            path.display()
        );
        return Err(Failure::usage(message));
    }
    let existing = if args.force { Existing::Replace } else { Existing::Refuse };
    atomic::write(path, existing, grid::TEMPLATE.as_bytes())?;
    say(&format!(
        "a template is written to {0}; fill it in, then: plumbline new --grid {0} -o review.json",
        path.display()
    ));
    Ok(())
}

fn from_grid(args: &NewArgs, path: &Path) -> Result<(), Failure> {
    let Some(output) = &args.output else {
        return Err(Failure::usage("where is the review to be written? Name a .json or .plumb file with -o"));
    };
    let target = Target::of(Some(output), args.force, args.json)?;
    let name = |path: &Path| path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let (grid_name, grid_bytes) = (name(path), file_bytes(path)?);
    let anchors = args.anchors.as_deref().map(|path| Ok::<_, Failure>((name(path), file_bytes(path)?))).transpose()?;
    let anchors = anchors.as_ref().map(|(name, bytes)| File { name, bytes });
    let grid = grid::read(File { name: &grid_name, bytes: &grid_bytes }, anchors, &Tools::default())?;
    let review = grid.review(args.title.as_deref())?;
    target.write(&review, args.force)?;
    grid.unused.iter().for_each(|unused| say(unused));
    for question in review.questions.iter().filter(|question| question.anchors.is_empty()) {
        say(&format!(
            "question {} has no anchors: members will see none (--anchors, or a table of them in the grid)",
            question.id
        ));
    }
    let mut out = Out::new();
    if args.json {
        out.json(&as_json(&review, &grid.unused, &target))?;
    } else if target != Target::Stdout {
        for line in shown(&review) {
            out.line(&line)?;
        }
    }
    out.done()?;
    if let Some(path) = target.path() {
        say(&format!("written to {}", path.display()));
    }
    Ok(())
}

/// What was read, as tables.
fn shown(review: &Review) -> Vec<String> {
    let mut lines = vec![review.title.clone(), String::new()];
    let letters: Vec<&str> = review.questions.iter().map(|question| question.id.as_str()).collect();
    let heading: Vec<&str> =
        ["NO"].into_iter().chain(letters.iter().copied()).chain(["AREA", "DEADLINE", "COMMITMENT"]).collect();
    let mut table = Table::new(&heading);
    for commitment in &review.commitments {
        let asked = |question: &crate::model::commitment::Question| {
            let many = commitment.subquestions.as_ref().and_then(|map| map.get(&question.id)).map_or(0, Vec::len);
            if many == 0 { "-".to_owned() } else { many.to_string() }
        };
        let area = review.areas.iter().find(|area| area.id == commitment.area).map_or("", |area| area.label.as_str());
        let mut row = vec![commitment.id.to_string()];
        row.extend(review.questions.iter().map(asked));
        row.extend([
            area.to_owned(),
            commitment.deadline.clone().unwrap_or_else(|| "-".to_owned()),
            commitment.text.clone(),
        ]);
        table.row(row);
    }
    lines.extend(table.lines());
    lines.push(String::new());
    let mut table = Table::new(&["QUESTION", "ANCHORS", "TEXT"]);
    for question in &review.questions {
        let anchors = format!("{} of {}", question.anchors.len(), Grade::ALL.len());
        table.row([question.id.to_string(), anchors, question.text.clone()]);
    }
    lines.extend(table.lines());
    lines
}

fn as_json(review: &Review, unused: &[String], target: &Target) -> serde_json::Value {
    json!({
        "title": review.title,
        "areas": review.areas,
        "commitments": review.commitments,
        "questions": review.questions,
        "unused": unused,
        "output": target.path().map(|path| path.display().to_string()),
    })
}
