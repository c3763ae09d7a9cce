//! `plumbline update`: the next edition of a review.
//!
//! Invariant: the edition is written whole after everything was read, or not at all.

use serde_json::json;

use crate::cli::args::UpdateArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare;
use crate::cli::prepare::Progress;
use crate::cli::prepare::Target;
use crate::cli::resolve::open_review;
use crate::import::update;
use crate::import::update::Outcome;
use crate::import::update::Request;

/// Makes the edition and says what changed.
pub fn run(environment: &Environment, args: &UpdateArgs) -> Result<(), Failure> {
    if args.inputs.is_empty() && args.withdraw.is_empty() && args.reading.register.is_none() {
        return Err(Failure::usage("nothing is asked for: name files or folders, --register or --withdraw"));
    }
    let target = Target::of(args.output.as_deref(), args.force, args.json)?;
    let old = open_review(&args.old)?;
    let request = Request {
        inputs: args.inputs.clone(),
        register: args.reading.register.clone(),
        withdraw: args.withdraw.clone(),
    };
    let mut progress = Progress::new();
    let tools = prepare::tools(environment, &args.reading);
    let made = update::update(&prepare::whole(&old)?, &request, &tools, &mut progress)?;
    progress.done();
    let target = if args.dry_run { Target::Nowhere } else { target };
    target.write(&made.review, args.force)?;
    tell(&made, &target, args)?;
    prepare::some_failed(&made.failed, made.files, &target)
}

fn tell(made: &Outcome, target: &Target, args: &UpdateArgs) -> Result<(), Failure> {
    let changes = prepare::counted(
        &made.summary.counts,
        &[
            ("added", "source added", "sources added"),
            ("filled", "text added", "texts added"),
            ("corrected", "text corrected", "texts corrected"),
            ("described", "description corrected", "descriptions corrected"),
            ("withdrawn", "source withdrawn", "sources withdrawn"),
            ("items_added", "item of the report added", "items of the report added"),
            ("items_changed", "item of the report changed", "items of the report changed"),
            ("items_gone", "item of the report gone", "items of the report gone"),
            ("anchors_changed", "question's anchors changed", "questions' anchors changed"),
            ("ratings_changed", "published rating changed", "published ratings changed"),
            ("unchanged", "unchanged", "unchanged"),
        ],
    );
    let edition = made.review.edition;
    say(&match made.changed {
        true => format!("edition {edition}: {changes}"),
        false => format!("nothing changed; this is edition {edition} as it was"),
    });
    prepare::say_unresolved(&made.summary);
    match target.path() {
        Some(path) => say(&format!("written to {}", path.display())),
        None if args.dry_run => say("nothing was written (--dry-run)"),
        None => {}
    }
    if args.json {
        let mut json = prepare::as_json(&made.summary, target, &made.failed);
        json["edition"] = json!(edition);
        json["changed"] = json!(made.changed);
        let mut out = Out::new();
        out.json(&json)?;
        out.done()?;
    }
    Ok(())
}
