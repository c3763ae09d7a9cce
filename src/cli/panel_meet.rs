//! `plumbline panel DIR --meet`: the meeting on the screen.
//!
//! The record is a session of the panel's own, kept on the keeper's machine like any other and written beside the panel
//! file when the meeting is left. Invariant: a record of another keeper is never written over; it stands beside.

use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use crate::cli::args::PanelArgs;
use crate::cli::args::Reading;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::say;
use crate::cli::panel::at_hand;
use crate::cli::prepare;
use crate::cli::resolve::Desk;
use crate::cli::workbench::Workbench;
use crate::cli::workbench::WorkbenchOptions;
use crate::document::canonical::sha256_hex;
use crate::document::write::to_bytes;
use crate::model::session::Consensus;
use crate::panel::folder::Folder;
use crate::panel::folder::ResultFile;
use crate::panel::handing::short_name;
use crate::panel::opened::OpenedPanel;
use crate::panel::record;
use crate::review::intake;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Purpose;
use crate::review::open::begin;
use crate::review::open::open_session;
use crate::review::workspace::Machine;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::sessions;

/// Under which name the record keeps what of it was last written into the panel's folder.
const WRITTEN: &str = "written";

/// Holds a meeting, and writes its record once it is left.
pub fn run(environment: &Environment, args: &PanelArgs, workbench: Workbench) -> Result<ExitCode, Failure> {
    if !environment.stdin_is_terminal || !environment.stdout_is_terminal {
        return Err(Failure::usage(
            "a meeting needs a terminal for its screen, and there is none here\n\
             Without one, `plumbline panel FOLDER` prints the agenda and `--question 3B` one question.",
        ));
    }
    let keys = environment.keys()?;
    let desk = Desk::at(environment)?;
    let folder = Folder::read(args.dir.as_deref().unwrap_or(Path::new(".")))?;
    if folder.panel.rounds.iter().all(|round| round.opened.is_none()) {
        let message = "no round is opened yet, so there is nothing to talk over\n`plumbline panel open` opens one.";
        return Err(Failure::new(CONFLICT, "not-opened", message));
    }
    let review = folder.review(args.review.as_deref(), &at_hand(environment))?;
    let mut panel = OpenedPanel::of_folder(&folder, &review.held()?)?;
    let mut notices = Vec::new();
    let path = kept_record(&desk, &folder, &review, &mut notices)?;
    let session = open_session(&review, &path, Purpose::Work, Box::new(Machine))?;
    if session.held.is_some() {
        notices.push("Another window keeps this record: T continues here.".to_owned());
    }
    notices.extend(session.warnings.clone());
    let own = Own::of(&session);
    panel.results.retain(|result| !own.wrote(&result.session.consensus));
    let options = WorkbenchOptions {
        theme: None,
        color: environment.color().value,
        first_time: false,
        notices,
        keys,
        editor: environment.editor(),
        data: desk.data.clone(),
        panel: None,
        edit: None,
        tools: prepare::tools(environment, &Reading::default()),
        meeting: Some(panel),
    };
    let ended =
        workbench()(session, options).map_err(|error| Failure::new(INPUT, "workbench", format!("{error:#}")))?;
    write_record(&folder.path, &review, &path, &own)?;
    Ok(ended)
}

/// What of the record stood in the panel's folder, as far as it is this keeper's: as it was last written there, which
/// is an earlier state where the program was killed in a meeting, and as it was when the meeting began.
struct Own([Option<String>; 2]);

impl Own {
    fn of(session: &OpenedSession) -> Self {
        let now = session.workspace.to_file(false, false).consensus;
        Self([session.place.get(WRITTEN).cloned(), digest(&now)])
    }

    fn wrote(&self, settled: &[Consensus]) -> bool {
        let digest = digest(settled);
        digest.is_some() && self.0.contains(&digest)
    }
}

/// What stands for things settled, so that they are known again.
fn digest(settled: &[Consensus]) -> Option<String> {
    Some(sha256_hex(&serde_json::to_vec(settled).ok()?))
}

/// The record on this machine: the one kept here, else the one in the folder taken in, else a new one.
fn kept_record(
    desk: &Desk,
    folder: &Folder,
    review: &OpenedReview,
    notices: &mut Vec<String>,
) -> Result<PathBuf, Failure> {
    let keeper = record::keeper(&folder.panel);
    let path = sessions::session_path(&desk.data, folder.panel.review.id, keeper.id);
    if path.exists() {
        return Ok(path);
    }
    match folder.results.as_slice() {
        [ResultFile { path: from, session }] => {
            let checked = intake::check(session.clone(), &review.catalog, &from.display().to_string())?;
            let taken = intake::take_in(checked, review, &desk.data, false, &mut Machine)?;
            let name = from.file_name().unwrap_or_default().to_string_lossy();
            notices.push(format!("The record goes on from {name}."));
            Ok(taken.path)
        }
        [] => Ok(begin(review, &desk.data, keeper, &mut Machine)?),
        several => {
            notices.push(format!("{} records lie in the folder; a new one is begun beside them.", several.len()));
            Ok(begin(review, &desk.data, keeper, &mut Machine)?)
        }
    }
}

/// A name in the folder that nothing has.
fn free_name(folder: &Folder, review: &OpenedReview) -> PathBuf {
    let short = short_name(&review.origin, &review.catalog.review().title);
    let names = std::iter::once(format!("{short}-agreed.json"));
    let mut names = names.chain((2..).map(|number| format!("{short}-agreed-{number}.json")));
    let free = names.find(|name| folder.path.join(name).symlink_metadata().is_err());
    folder.path.join(free.unwrap_or_else(|| format!("{short}-agreed.json")))
}

/// Writes the record into the panel's folder as it is by now: over what this keeper wrote there, else under a name
/// nothing has. Where another window keeps it, that one writes it.
fn write_record(folder: &Path, review: &OpenedReview, path: &Path, own: &Own) -> Result<(), Failure> {
    let mut session = open_session(review, path, Purpose::Work, Box::new(Machine))?;
    if session.held.is_some() {
        say("another window keeps the record, and writes it when it leaves the meeting");
        return Ok(());
    }
    let file = session.workspace.to_file(false, false);
    let folder = Folder::read(folder)?;
    let written = folder.results.iter().find(|result| own.wrote(&result.session.consensus));
    let target = match written {
        None if file.consensus.is_empty() => {
            say("nothing was settled, and no record is written");
            return Ok(());
        }
        None => free_name(&folder, review),
        Some(result) => result.path.clone(),
    };
    let bytes = to_bytes(&file).map_err(|error| Failure::new(INPUT, "invalid", error.to_string()))?;
    // A name nothing had may have been taken since; a record of another keeper is never written over.
    let existing = if written.is_some() { Existing::Replace } else { Existing::Refuse };
    atomic::write(&target, existing, &bytes)?;
    if let Some(digest) = digest(&file.consensus) {
        session.workspace.set_place(WRITTEN, &digest);
    }
    session.saving.close(Duration::from_secs(30))?;
    let settled = file.consensus.len();
    let settled = if settled == 1 { "1 thing".to_owned() } else { format!("{settled} things") };
    say(&format!("the record is written to {}: {settled} settled", target.display()));
    Ok(())
}
