//! `plumbline hand-in`: hands a member's round in to the panel.
//!
//! Invariant: what goes out is shown before it does, and the act is on the disk before the file is.

use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;

use crate::cli::args::HandInArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::document::write::to_bytes;
use crate::model::handin::HandIn;
use crate::panel::arrived::waited_for;
use crate::panel::folder::Folder;
use crate::panel::handing;
use crate::panel::handing::Going;
use crate::panel::seal::Salt;
use crate::panel::status::receipt;
use crate::review::handed_out::beside;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Purpose;
use crate::review::open::open_session;
use crate::review::whose;
use crate::review::workspace::Machine;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::sessions;

/// How long a disk may take to keep the act.
const PATIENCE: Duration = Duration::from_secs(30);

/// Shows what goes out, hands it in, and writes the file.
pub fn run(environment: &Environment, args: &HandInArgs) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let purpose = if args.dry_run { Purpose::Look } else { Purpose::Work };
    let mut session = session_of(&desk, args.session.as_deref(), args.review.as_deref(), purpose)?;
    let folder = folder_of(&session.review, args.panel.as_deref())?;
    let panel = &folder.panel;
    let who = handing::who(panel, &session.workspace, args.letter.as_deref())?.clone();
    let mut going = handing::preview(&session.workspace, panel, &who, args.round)?;
    going.mac_only = args.mac_only || (panel.two_step && going.again.is_none());
    if panel.two_step && !going.mac_only {
        all_macs_in(&folder, going.round, &who.letter)?;
    }
    let target = target(args.output.as_deref(), &session.review, &going);
    for sentence in going.told() {
        say(&sentence);
    }
    if args.dry_run {
        say(&format!("Nothing was handed in. It would be saved as {}.", target.display()));
        return shown(args, &going, None, &target);
    }
    may_write(&session)?;
    let existing = existing(args, &target, &session)?;
    if going.again.is_none() && !args.yes && environment.stdin_is_terminal && std::io::stderr().is_terminal() {
        confirmed(going.round)?;
    }
    handing::hand_in(&mut session.workspace, panel, &who, &Salt::fresh()?)?;
    session.saving.flush(PATIENCE)?;
    let handin = handing::file_of(&session.workspace, panel, &who, going.mac_only)?;
    let bytes = to_bytes(&handin).map_err(|error| Failure::new(INPUT, "invalid", error.to_string()))?;
    let written = atomic::write(&target, existing, &bytes);
    session.saving.close(PATIENCE)?;
    if let Err(error) = written {
        let failure = Failure::from(error);
        let message = format!(
            "{}\nRound {} is handed in all the same; write its file with the same command and another -o.",
            failure.message, going.round
        );
        return Err(Failure { message, ..failure });
    }
    say(&format!(
        "Saved as {}. Send it to the secretariat. Its receipt is {}.",
        target.display(),
        receipt(&handin.mac)
    ));
    shown(args, &going, Some(&handin), &target)
}

/// Opens the session named, else the one used last.
pub fn session_of(
    desk: &Desk,
    named: Option<&str>,
    review: Option<&Path>,
    purpose: Purpose,
) -> Result<OpenedSession, Failure> {
    let path = match named {
        Some(named) => desk.kept(named)?,
        None => {
            let review = desk.review(review)?;
            let id = review.catalog.review().id;
            whose::last_session(&desk.data, id, &desk.used)?.ok_or_else(|| {
                let message = format!(
                    "you have no session about \"{}\" here\n`plumbline sessions list` shows those there are; name one with -S.",
                    review.catalog.review().title
                );
                Failure::new(INPUT, "unknown", message)
            })?
        }
    };
    let review = desk.review_of(review, &sessions::summary(&path)?.review)?;
    let session = open_session(&review, &path, purpose, Box::new(Machine))?;
    session.warnings.iter().for_each(|warning| say(warning));
    Ok(session)
}

/// The panel's folder: the one named, else that of the panel file beside the review.
fn folder_of(review: &OpenedReview, named: Option<&Path>) -> Result<Folder, Failure> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => beside(&review.origin).ok_or_else(|| {
            Failure::new(
                INPUT,
                "missing",
                "no panel file lies beside the review\nName the one the secretariat sent with --panel.",
            )
        })?,
    };
    Ok(Folder::read(&path)?)
}

/// Refuses a session that is only looked at.
pub fn may_write(session: &OpenedSession) -> Result<(), Failure> {
    match session.workspace.read_only() {
        None => Ok(()),
        Some(why) => {
            let held = if session.held.is_some() { "locked" } else { "conflict" };
            Err(Failure::new(CONFLICT, held, format!("{why}\nClose it there, then try again.")).at(&session.path))
        }
    }
}

/// Where the file goes.
fn target(output: Option<&Path>, review: &OpenedReview, going: &Going) -> PathBuf {
    let short = handing::short_name(&review.origin, &review.catalog.review().title);
    let name = handing::file_name(&short, going.round, &going.letter);
    match output {
        Some(folder) if folder.is_dir() => folder.join(name),
        Some(file) => file.to_owned(),
        None => PathBuf::from(name),
    }
}

/// What to do with a file that stands there: this round's own is written again, another's is left.
fn existing(args: &HandInArgs, target: &Path, session: &OpenedSession) -> Result<Existing, Failure> {
    if args.force {
        return Ok(Existing::Replace);
    }
    if target.symlink_metadata().is_err() {
        return Ok(Existing::Refuse);
    }
    match handing::is_of_this_round(target, &session.workspace) {
        true => Ok(Existing::Replace),
        false => Err(StoreError::Exists { path: target.to_owned() }.into()),
    }
}

/// Refuses the second of two steps while MACs are missing.
fn all_macs_in(folder: &Folder, round: u32, own: &str) -> Result<(), Failure> {
    let waiting = waited_for(folder, round, own);
    if waiting.is_empty() {
        return Ok(());
    }
    let message = format!(
        "round {round} goes in two steps, and not everyone's first is in: {} missing\nGet the panel's folder again once \
         they are; --mac-only writes your own first step again.",
        waiting.join(", ")
    );
    Err(Failure::new(CONFLICT, "conflict", message).at(&folder.panel_file))
}

fn confirmed(round: u32) -> Result<(), Failure> {
    say(&format!("Hand in round {round}? Type yes to do it."));
    let mut line = String::new();
    let read = std::io::stdin().read_line(&mut line);
    match read.is_ok() && matches!(line.trim().to_lowercase().as_str(), "yes" | "y") {
        true => Ok(()),
        false => Err(Failure::new(crate::cli::failure::INTERRUPTED, "interrupted", "nothing was handed in")),
    }
}

fn shown(args: &HandInArgs, going: &Going, handin: Option<&HandIn>, target: &Path) -> Result<(), Failure> {
    let mut out = Out::new();
    if args.json {
        out.json(&json!({
            "round": going.round,
            "letter": going.letter,
            "questions": going.questions,
            "rated": going.rated,
            "open": going.open,
            "abstained": going.abstained,
            "without_reason": going.without_reason,
            "passages": going.passages,
            "shared_notes": going.shared_notes,
            "again": going.again.is_some(),
            "mac_only": going.mac_only,
            "mac": handin.map(|handin| handin.mac.clone()),
            "path": target.display().to_string(),
        }))?;
    } else if handin.is_some() {
        out.line(&target.display().to_string())?;
    }
    Ok(out.done()?)
}
