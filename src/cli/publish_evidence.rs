//! `plumbline publish-evidence`: passages that the secretariat's staff filed become evidence for all.
//!
//! Invariant: of a session nothing but its filed passages is used, and the edition is written whole or not at all.

use serde_json::json;

use crate::cli::args::PublishEvidenceArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::prepare;
use crate::cli::prepare::Target;
use crate::cli::resolve::Desk;
use crate::cli::resolve::open_review;
use crate::import::filed;

/// Makes the edition and says what was published.
pub fn run(environment: &Environment, args: &PublishEvidenceArgs) -> Result<(), Failure> {
    let target = Target::of(args.output.as_deref(), args.force, args.json)?;
    let desk = Desk::at(environment)?;
    let review = open_review(&args.review)?;
    let mut sessions = Vec::with_capacity(args.sessions.len());
    for argument in &args.sessions {
        let session = desk.said(Some(argument), Some(&args.review))?.session;
        if session.review.id != review.catalog.review().id {
            let message = format!(
                "{argument} is about \"{}\", another review; give sessions about this one",
                session.review.title
            );
            return Err(Failure::new(INPUT, "other-review", message));
        }
        sessions.push(session);
    }
    let made = filed::publish(&prepare::whole(&review)?, &sessions, &args.by)?;
    let target = if args.dry_run { Target::Nowhere } else { target };
    target.write(&made.review, args.force)?;
    let counts = prepare::counted(
        &made.summary.counts,
        &[
            ("published", "passage published", "passages published"),
            ("joined", "filed anew", "filed anew"),
            ("unchanged", "there already", "there already"),
            ("not_filed", "not filed and left out", "not filed and left out"),
        ],
    );
    let edition = made.review.edition;
    say(&match made.changed {
        true => format!("edition {edition}: {counts}"),
        false if counts.is_empty() => format!("no passage is filed; this is edition {edition} as it was"),
        false => format!("nothing changed; this is edition {edition} as it was ({counts})"),
    });
    prepare::say_unresolved(&made.summary);
    match target.path() {
        Some(path) => say(&format!("written to {}", path.display())),
        None if args.dry_run => say("nothing was written (--dry-run)"),
        None => {}
    }
    if args.json {
        let mut json = prepare::as_json(&made.summary, &target, &[]);
        json["edition"] = json!(edition);
        json["changed"] = json!(made.changed);
        let mut out = Out::new();
        out.json(&json)?;
        out.done()?;
    }
    Ok(())
}
