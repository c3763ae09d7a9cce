//! `plumbline doctor FILE`: looks at all of one review or session file, and says what is wrong and what to do.
//!
//! Invariant: changes nothing, and tells where something is wrong without telling what stands there; exit code 1 where
//! something is.

use std::io::Read;
use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::resolve::is_session;
use crate::document::digest::digest;
use crate::document::log::verify;
use crate::document::read::DATABASE;
use crate::document::read::read_session;
use crate::document::validate::validate_review;
use crate::review::open::OpenedReview;
use crate::review::open::read_file;
use crate::store::error::StoreError;
use crate::store::regular;
use crate::store::review_file;
use crate::store::schema::SESSION_MARK;
use crate::store::session_file::Loaded;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;

/// Where a database says what it is.
const MARK: std::ops::Range<usize> = 68..72;
/// What one can do about a review.
const TAKE_AGAIN: &str = "Take the file again from who sent it, or go back to a copy; do not work with this one.";
/// What one can do about a session.
const GO_BACK: &str = "Go back to a copy of it (`plumbline sessions backup` makes one) or to what was exported of it.";

/// What was found.
#[derive(Debug, Serialize)]
struct Found {
    path: String,
    kind: &'static str,
    about: Option<String>,
    problems: Vec<String>,
    remedy: Option<&'static str>,
}

/// Prints what was found.
pub fn run(path: &Path, json: bool) -> Result<ExitCode, Failure> {
    let found = look(path)?;
    let mut out = Out::new();
    if json {
        out.json(&found)?;
    } else {
        let state = if found.problems.is_empty() { "sound" } else { "attention" };
        let about = found.about.as_ref().map_or_else(String::new, |about| format!(", {about}"));
        out.line(&format!("{state}: {}{about}, {}", found.kind, found.path))?;
        for problem in &found.problems {
            out.line(&format!("  {problem}"))?;
        }
        if let Some(remedy) = found.remedy {
            out.line(&format!("  {remedy}"))?;
        }
    }
    out.done()?;
    Ok(ExitCode::from(u8::from(!found.problems.is_empty())))
}

fn look(path: &Path) -> Result<Found, Failure> {
    let mut begins = Vec::new();
    let file = regular::open(path).map_err(StoreError::io("open", path))?;
    file.take(MARK.end as u64).read_to_end(&mut begins).map_err(StoreError::io("read", path))?;
    let holds_session = begins.get(MARK).is_some_and(|mark| *mark == SESSION_MARK.to_be_bytes()[4..]);
    let (kind, remedy, looked) = if !begins.starts_with(DATABASE) {
        let bytes = read_file(path)?;
        if is_session(&bytes) {
            let session = read_session(&bytes, &path.display().to_string());
            let title = session.map(|session| (session.review.title, Vec::new()));
            ("session", GO_BACK, title.map_err(|error| error.to_string()))
        } else {
            let review = OpenedReview::bytes(&bytes, &path.display().to_string());
            let title = review.map(|opened| (opened.catalog.review().title.clone(), Vec::new()));
            ("review", TAKE_AGAIN, title.map_err(|error| error.to_string()))
        }
    } else if holds_session {
        let looked = session_problems(path).map(|(loaded, problems)| (loaded.meta.review.title, problems));
        ("session", GO_BACK, in_file(looked)?)
    } else {
        ("review", TAKE_AGAIN, in_file(review_problems(path))?)
    };
    let (about, problems) = match looked {
        Ok((title, problems)) => (Some(format!("\u{201c}{title}\u{201d}")), problems),
        Err(problem) => (None, vec![problem]),
    };
    let remedy = (!problems.is_empty()).then_some(remedy);
    Ok(Found { path: path.display().to_string(), kind, about, problems, remedy })
}

/// A review database: its pages and indexes, whether it reads and makes sense, and whether it holds what it was written
/// with.
fn review_problems(path: &Path) -> Result<(String, Vec<String>), StoreError> {
    let mut problems: Vec<String> = review_file::integrity(path)?.iter().map(|what| in_pages(what)).collect();
    problems.dedup();
    let (review, written) = review_file::read_review(path)?;
    if let Err(error) = validate_review(&review, &path.display().to_string()) {
        problems.push(error.to_string());
    }
    if digest(&review) != written {
        problems.push("what it holds is not what it was written with: something in it was changed since".to_owned());
    }
    if !review_file::prepared_fits(path, &review)? {
        problems.push("it says of itself what its lists do not say: something in it was changed since".to_owned());
    }
    Ok((review.title, problems))
}

/// What is damaged is what was asked about; whatever else is wrong with a file is no finding.
fn in_file<T>(looked: Result<T, StoreError>) -> Result<Result<T, String>, Failure> {
    match looked {
        Ok(found) => Ok(Ok(found)),
        Err(StoreError::Damaged { detail, .. }) => Ok(Err(detail)),
        Err(error) => Err(error.into()),
    }
}

fn in_pages(what: &str) -> String {
    let first = what.lines().find(|line| !line.starts_with("***")).unwrap_or(what);
    format!("its pages do not fit together: {first}")
}

/// A session database: what it says, and what is wrong with its pages and its log.
///
/// # Errors
/// It cannot be read.
pub(super) fn session_problems(path: &Path) -> Result<(Loaded, Vec<String>), StoreError> {
    let (store, loaded) = SessionStore::open(path, OpenMode::Read)?;
    let mut problems = store.quick_check().unwrap_or_else(|error| vec![error.told()]);
    problems.extend(loaded.warnings.iter().map(ToString::to_string));
    problems.extend(verify(&loaded.entries).err().map(|broken| broken.to_string()));
    Ok((loaded, problems))
}
