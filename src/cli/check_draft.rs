//! `plumbline check DRAFT --against AGREED`: a draft report before it is printed.
//!
//! Uses `review::check::draft`. Invariant: the draft itself is never changed; a copy with comments is written whole, after
//! it was read again and found to hold the same text.

use std::path::Path;

use crate::cli::args::CheckArgs;
use crate::cli::check::Checked;
use crate::cli::check::unreadable;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::say;
use crate::cli::prepare;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Given;
use crate::export::word_comments::Comment;
use crate::export::word_comments::with_comments;
use crate::import::read::docx;
use crate::import::read::file_bytes;
use crate::import::read::read_document;
use crate::import::record::Record;
use crate::model::review::Wording;
use crate::review::check;
use crate::review::check::draft;
use crate::review::check::finding::Finding;
use crate::review::state::State;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;

/// A draft's findings.
pub fn checked(environment: &Environment, desk: &Desk, args: &CheckArgs, against: &str) -> Result<Checked, Failure> {
    let Some(path) = args.of.as_deref().map(Path::new) else {
        return Err(Failure::usage("name the draft to check: a .docx, .pdf, .html, .md or .txt file"));
    };
    may_write(args)?;
    let mut kept = None;
    let said = match desk.given_about(against, args.review.as_deref())? {
        Given::Review(_) => {
            let message =
                format!("{against} is a review, not what was agreed on it\nGive a session or the panel's result.");
            return Err(Failure::new(INPUT, "invalid", message).at(Path::new(against)));
        }
        session => {
            if let Given::Kept(path) = &session {
                kept = Some(path.clone());
            }
            desk.said_of(session, args.review.as_deref())?
        }
    };
    let bytes = file_bytes(path)?;
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    let record = read_document(&name, &bytes, &prepare::tools_of(environment, args.pdf_command.as_deref()))?;
    let catalog = &said.review.catalog;
    if catalog.review().wording == Wording::Retold {
        say(
            "the review retells its sources, so quotations are not held against them; import the report itself for that",
        );
    }
    prepare::say_much(&said.review);
    let mut findings = draft::of_draft(&record, catalog, &said.session).map_err(unreadable)?;
    check::waive(&mut findings, &State::from_file(&said.session).waivers);
    if let Some(output) = &args.output {
        let copy = commented(&bytes, &record, &findings)?;
        if docx::read(&name, &copy)?.text != record.text {
            let message = "the copy with comments does not read as the draft does, so it was not written\nOpen the draft in a word processor, save it as .docx and try again.";
            return Err(Failure::new(INPUT, "invalid", message).at(path));
        }
        atomic::write(output, if args.force { Existing::Replace } else { Existing::Refuse }, &copy)?;
        say(&format!("a copy with comments is written to {}", output.display()));
    }
    Ok(Checked { findings, review: said.review, session: kept })
}

/// Refuses what could not be written before anything is read.
fn may_write(args: &CheckArgs) -> Result<(), Failure> {
    let Some(output) = &args.output else { return Ok(()) };
    let is_word = |path: &Path| path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("docx"));
    if !is_word(output) || !args.of.as_deref().is_some_and(|draft| is_word(Path::new(draft))) {
        return Err(Failure::usage("a copy with comments is a .docx of a .docx: name both so, or leave -o out"));
    }
    if args.of.as_deref().is_some_and(|draft| same_file(Path::new(draft), output)) {
        let message = format!(
            "{} is the draft itself, which is never changed\nName another file for the copy with comments.",
            output.display()
        );
        return Err(Failure::usage(message).at(output));
    }
    if !args.force && output.symlink_metadata().is_ok() {
        return Err(StoreError::Exists { path: output.clone() }.into());
    }
    Ok(())
}

/// Whether two paths lead to one file, by whatever links.
fn same_file(one: &Path, other: &Path) -> bool {
    let real = |path: &Path| path.canonicalize().ok();
    if real(one).is_some_and(|one| real(other) == Some(one)) {
        return true;
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let file = |path: &Path| path.metadata().ok().map(|about| (about.dev(), about.ino()));
        file(one).is_some_and(|one| file(other) == Some(one))
    }
    #[cfg(not(unix))]
    false
}

fn commented(bytes: &[u8], record: &Record, found: &[Finding]) -> Result<Vec<u8>, Failure> {
    let comment = |finding: &Finding| {
        let at = finding.places.iter().find_map(|place| draft::words_at(place, record));
        Comment {
            at: at.map(|(words, nth)| (words.to_owned(), nth)),
            text: format!("{} ({})", finding.message, finding.code),
        }
    };
    let comments: Vec<Comment> = found.iter().filter(|finding| finding.waived.is_none()).map(comment).collect();
    with_comments(bytes, &comments).map_err(|error| Failure::new(INPUT, "invalid", error.to_string()))
}
