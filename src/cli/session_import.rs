//! `plumbline sessions import`: takes in a session that was exported.
//!
//! Invariant: nothing is written unless everything was checked.

use std::io::Read;
use std::path::Path;

use serde_json::json;

use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::document::read::read_session;
use crate::review::intake;
use crate::review::open::read_file;
use crate::review::workspace::Machine;

/// Takes the session in and says where it is.
pub fn run(desk: &Desk, file: &Path, review: Option<&Path>, force: bool, json: bool) -> Result<(), Failure> {
    let (bytes, name) = if file == Path::new("-") {
        let mut bytes = Vec::new();
        let read = std::io::stdin().lock().read_to_end(&mut bytes);
        read.map_err(|error| Failure::new(INPUT, "unreadable", format!("cannot read standard input: {error}")))?;
        (bytes, "standard input".to_owned())
    } else {
        (read_file(file)?, file.display().to_string())
    };
    let session = read_session(&bytes, &name)?;
    let review = desk.review_of(review, &session.review)?;
    let (member, had_log) = (session.member.id, session.log.is_some());
    let checked = intake::check(session, &review.catalog, &name)?;
    let with_log = checked.with_log;
    if had_log && !with_log {
        say(
            "its log was made on another edition of the review and is left out: what the session says is taken in whole",
        );
    }
    let taken = intake::take_in(checked, &review, &desk.data, force, &mut Machine)?;
    if let Some(aside) = &taken.replaced {
        say(&format!("the session that was here is put aside as {}", aside.display()));
    }
    let mut out = Out::new();
    if json {
        out.json(&json!({ "member": member, "path": taken.path.display().to_string(), "with_log": with_log }))?;
    } else {
        out.line(&taken.path.display().to_string())?;
    }
    Ok(out.done()?)
}
