//! `plumbline import`: documents become a review.
//!
//! Invariant: the review is written whole after everything was read, or not at all; a register that is there is never
//! written over.

use std::path::Path;
use std::path::PathBuf;

use crate::cli::args::ImportArgs;
use crate::cli::args::ImportAs;
use crate::cli::convert;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare;
use crate::cli::prepare::Progress;
use crate::cli::prepare::Target;
use crate::cli::resolve::open_review;
use crate::import::assemble;
use crate::import::assemble::Outcome;
use crate::import::assemble::Request;
use crate::import::assemble::TakenFor;
use crate::import::frame;
use crate::import::register;
use crate::import::register::REGISTER;
use crate::model::review::Review;
use crate::model::source::SourceKind;
use crate::store::atomic;
use crate::store::atomic::Existing;

/// Makes the review and says what was found.
pub fn run(environment: &Environment, args: &ImportArgs) -> Result<(), Failure> {
    if args.into.is_some() && args.taken_for == Some(ImportAs::Report) {
        return Err(Failure::usage("a report makes a review of its own: leave --into out, or take it --as submission"));
    }
    let target = Target::of(args.output.as_deref(), args.force, args.json)?;
    if let Some(review) = convert::review_in(args) {
        return convert::run(review, target, args);
    }
    let into = args.into.as_deref().map(open_review).transpose()?;
    let request = Request {
        inputs: args.inputs.clone(),
        taken_for: match args.taken_for {
            None => TakenFor::Either,
            Some(ImportAs::Report) => TakenFor::Report,
            Some(ImportAs::Submission) => TakenFor::Submission,
        },
        register: args.reading.register.clone(),
        into: into.map(|review| prepare::whole(&review)).transpose()?,
        title: args.title.clone(),
    };
    let mut progress = Progress::new();
    let made = assemble::import(&request, &prepare::tools(environment, &args.reading), &mut progress)?;
    progress.done();
    let target = if args.dry_run { Target::Nowhere } else { target };
    target.write(&made.review, args.force)?;
    let register = write_register(&made, &target)?;
    tell(&made, &target, register.as_deref(), args)?;
    prepare::some_failed(&made.failed, made.files, &target)
}

/// Writes a register beside the review, to be corrected and used again, where none was given and none is there.
fn write_register(made: &Outcome, target: &Target) -> Result<Option<PathBuf>, Failure> {
    let Some(path) = target.path() else { return Ok(None) };
    if made.registered || made.placed.files.is_empty() {
        return Ok(None);
    }
    let path = path.with_file_name(REGISTER);
    if path.symlink_metadata().is_ok() {
        let path = path.display();
        say(&format!(
            "{path} is there and was left as it is; use it with --register, or remove it to have one written"
        ));
        return Ok(None);
    }
    atomic::write(&path, Existing::Refuse, &register_of(&made.review, made))?;
    Ok(Some(path))
}

/// The register of what was given, and of what is listed without a text.
fn register_of(review: &Review, made: &Outcome) -> Vec<u8> {
    let file = |id| made.placed.files.get(id).map(String::as_str);
    let rows = review.sources.iter().map(|source| (source, file(&source.id)));
    let listed =
        |source: &crate::model::source::Source| matches!(source.kind, SourceKind::Submission | SourceKind::Roundtable);
    register::write(rows.filter(|(source, file)| file.is_some() || listed(source)))
}

fn tell(made: &Outcome, target: &Target, register: Option<&Path>, args: &ImportArgs) -> Result<(), Failure> {
    let counts = prepare::counted(
        &made.summary.counts,
        &[
            ("areas", "area", "areas"),
            ("commitments", "commitment", "commitments"),
            ("sources", "source", "sources"),
            ("texts", "of them with its text", "of them with their texts"),
            ("roundtables", "roundtable", "roundtables"),
            ("footnotes", "note", "notes"),
            ("references", "reference", "references"),
            ("evidence", "item of evidence", "items of evidence"),
            ("alike", "text alike", "texts alike"),
        ],
    );
    say(&format!("\"{}\": {counts}", made.review.title));
    prepare::say_unresolved(&made.summary);
    if made.review.note.as_deref() == Some(frame::TO_BE_SET) {
        say(
            "no planning grid was given, so this review has the four usual questions and one commitment still to be set; `plumbline new` makes a review from a grid, and --into adds these files to it",
        );
    }
    match target.path() {
        Some(path) => say(&format!("written to {}", path.display())),
        None if args.dry_run => say("nothing was written (--dry-run)"),
        None => {}
    }
    if let Some(path) = register {
        say(&format!("{} lists what each file was taken for; correct it and give it with --register", path.display()));
    }
    if args.json {
        let mut json = prepare::as_json(&made.summary, target, &made.failed);
        json["register"] = serde_json::json!(register.map(|path| path.display().to_string()));
        let mut out = Out::new();
        out.json(&json)?;
        out.done()?;
    }
    Ok(())
}
