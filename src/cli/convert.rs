//! `plumbline import REVIEW -o OUT`: a review from one kind of file to the other, however large.
//!
//! Uses `import::convert`. Invariant: as of all that is made, OUT is written whole or not at all.

use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;
use serde_json::json;

use crate::cli::args::ImportArgs;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::failure::INTERRUPTED;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare::Target;
use crate::cli::prepare::stop_flag;
use crate::import::convert;
use crate::import::convert::ConvertError;
use crate::import::convert::Course;
use crate::import::convert::Stage;
use crate::import::convert::is_review;
use crate::store::atomic::Existing;
use crate::text::numbers::grouped;

/// The review that is all there is to import, if it is that.
pub fn review_in(args: &ImportArgs) -> Option<&Path> {
    let plain =
        args.into.is_none() && args.title.is_none() && args.reading.register.is_none() && args.taken_for.is_none();
    match args.inputs.as_slice() {
        [one] if plain && is_review(one) => Some(one),
        _ => None,
    }
}

/// Writes it to its target and says so.
pub fn run(review: &Path, target: Target, args: &ImportArgs) -> Result<(), Failure> {
    let existing = if args.force { Existing::Replace } else { Existing::Refuse };
    let mut bar = Bar::new();
    let target = if args.dry_run { Target::Nowhere } else { target };
    let made = match &target {
        Target::Plumb(path) => convert::to_database(review, path, existing, &mut bar),
        Target::Json(path) => convert::to_json(review, path, existing, &mut bar),
        Target::Stdout => {
            let mut out = Out::new();
            let made = convert::to_writer(review, &mut out.raw(), &mut bar);
            out.done()?;
            made
        }
        Target::Nowhere => convert::to_writer(review, &mut io::sink(), &mut bar),
    };
    bar.bar.finish_and_clear();
    let made = made.map_err(|error| failure(error, review))?;
    let about = &made.review;
    say(&format!(
        "{}, edition {}: {} items of evidence, {} sources, {} notes",
        about.title,
        about.edition,
        grouped(made.items),
        grouped(about.sources.len()),
        grouped(about.footnotes.len())
    ));
    match target.path() {
        Some(path) => say(&format!("written to {}", path.display())),
        None if args.dry_run => say("nothing was written (--dry-run)"),
        None => {}
    }
    if args.json {
        let mut out = Out::new();
        out.json(&json!({
            "counts": { "evidence": made.items, "sources": about.sources.len(), "footnotes": about.footnotes.len() },
            "unresolved": [],
            "output": target.path().map(|path| path.display().to_string()),
        }))?;
        out.done()?;
    }
    Ok(())
}

fn failure(error: ConvertError, review: &Path) -> Failure {
    match error {
        ConvertError::Document(error) => error.into(),
        ConvertError::Store(error) => error.into(),
        ConvertError::Stopped => Failure::new(INTERRUPTED, "interrupted", "stopped; nothing was written"),
        error => Failure::new(INPUT, "unreadable", format!("{}: {error}", review.display())).at(review),
    }
}

/// How far it has come, on standard error where that is a terminal; stopped by Ctrl+C.
struct Bar {
    bar: ProgressBar,
    stage: Option<Stage>,
    stop: Arc<AtomicBool>,
}

impl Bar {
    fn new() -> Self {
        Self { bar: ProgressBar::hidden(), stage: None, stop: stop_flag() }
    }

    fn begin(&mut self, stage: Stage, all: u64) {
        self.stage = Some(stage);
        self.bar.finish_and_clear();
        if !io::stderr().is_terminal() {
            return;
        }
        let (template, words) = match stage {
            Stage::Head => ("{msg} {bar:30} {percent} %", "looking through"),
            Stage::Evidence => ("{msg} {bar:30} {percent} %, {eta} left", "evidence       "),
            Stage::Index => ("{msg}", "indexing the words; this takes about a minute for each million items"),
        };
        self.bar = ProgressBar::with_draw_target(Some(all), ProgressDrawTarget::stderr());
        if let Ok(style) = ProgressStyle::with_template(template) {
            self.bar.set_style(style);
        }
        self.bar.set_message(words);
    }
}

impl Course for Bar {
    fn at(&mut self, what: Stage, done: u64, all: u64) -> bool {
        if self.stage != Some(what) {
            self.begin(what, all);
        }
        self.bar.set_position(done);
        !self.stop.load(Ordering::Relaxed)
    }
}
