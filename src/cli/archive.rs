//! `export --as archive` and `sessions restore`: everything about a review in one file, and back on another machine.
//!
//! Invariant: nothing is restored unless every part was read, held against its digest and fits the review.

use std::path::Path;
use std::path::PathBuf;

use serde_json::json;

use crate::cli::args::ExportArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::document::read::read_session;
use crate::document::write::to_bytes;
use crate::export::archive::Archive;
use crate::export::archive::Kind;
use crate::export::archive::LIMITS;
use crate::export::archive::Part;
use crate::import::read::file_bytes;
use crate::review::intake;
use crate::review::open::OpenedReview;
use crate::review::open::Purpose;
use crate::review::open::open_session;
use crate::review::sealed_round::told_withheld;
use crate::review::sealed_round::withhold;
use crate::review::workspace::Machine;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::sessions;

/// Makes the archive's bytes: the review, earlier editions, every session on it on this machine, the panel's folder.
pub fn made(desk: &Desk, args: &ExportArgs) -> Result<Vec<u8>, Failure> {
    let review = desk.review(args.review.as_deref())?;
    let whole = review.whole()?;
    let mut editions = vec![(whole.edition, to_bytes(&whole).map_err(StoreError::io("write", Path::new("archive")))?)];
    for path in &args.edition {
        let other = OpenedReview::file(path)?.whole()?;
        if other.id != whole.id {
            let message = format!("{}: this is another review, \"{}\"", path.display(), other.title);
            return Err(Failure::new(INPUT, "invalid", message).at(path));
        }
        if editions.iter().all(|(edition, _)| *edition != other.edition) {
            editions.push((other.edition, to_bytes(&other).map_err(StoreError::io("write", path))?));
        }
    }
    editions.sort_by_key(|(edition, _)| *edition);
    let named = |(edition, bytes)| Part { kind: Kind::Review, name: format!("edition-{edition}.review.json"), bytes };
    let mut parts: Vec<Part> = editions.into_iter().map(named).collect();
    let mut kept = sessions::list(&desk.data)?.sessions;
    kept.retain(|session| session.review.id == whole.id);
    kept.sort_by_key(|session| session.member.id);
    for session in kept {
        let opened = open_session(&review, &session.path, Purpose::Look, Box::new(Machine))?;
        let mut file = opened.workspace.to_file(args.with_name, true);
        if let Some(round) = withhold(&mut file, &review.catalog) {
            say(&format!("member {}: {}", session.member.id, told_withheld(round)));
        }
        let bytes = to_bytes(&file).map_err(StoreError::io("write", &session.path))?;
        parts.push(Part { kind: Kind::Session, name: format!("{}.session.json", session.member.id), bytes });
    }
    if let Some(folder) = &args.panel {
        parts.extend(of_panel(folder)?);
    }
    let count = |kind| parts.iter().filter(|part| part.kind == kind).count();
    say(&format!(
        "{} editions, {} sessions, {} files of the panel",
        count(Kind::Review),
        count(Kind::Session),
        count(Kind::Panel)
    ));
    let archive = Archive { review: whole.id, title: whole.title.clone(), parts };
    say(LIMITS);
    archive.to_bytes().map_err(|error| Failure::new(INPUT, "invalid", error.to_string()))
}

/// What belongs to the panel in its folder: its file, what was handed in and opened, its record; never a secret key.
fn of_panel(folder: &Path) -> Result<Vec<Part>, Failure> {
    let read = crate::panel::folder::Folder::read(folder)?;
    let mut paths: Vec<PathBuf> = vec![read.panel_file.clone()];
    paths.extend(read.handed_in.iter().map(|file| file.path.clone()));
    paths.extend(read.opened.iter().map(|file| file.path.clone()));
    paths.extend(read.results.iter().map(|file| file.path.clone()));
    let part = |path: PathBuf| {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(Part { kind: Kind::Panel, name, bytes: file_bytes(&path)? })
    };
    paths.into_iter().map(part).collect()
}

/// Restores an archive: reviews and the panel's folder into a folder, sessions to where they are kept.
pub fn restore(
    environment: &Environment,
    file: &Path,
    output: Option<&Path>,
    force: bool,
    json: bool,
) -> Result<(), Failure> {
    let desk = Desk::at(environment)?;
    let archive = Archive::read(&file.display().to_string(), &file_bytes(file)?)?;
    let folder = output.map_or_else(|| PathBuf::from(file.file_stem().unwrap_or_default()), Path::to_owned);
    let mut reviews = Vec::new();
    for part in archive.of(Kind::Review) {
        let review = OpenedReview::bytes(&part.bytes, &part.name)?;
        if review.catalog.review().id != archive.review {
            return Err(Failure::new(INPUT, "invalid", format!("{} is of another review", part.name)).at(file));
        }
        reviews.push(review);
    }
    let Some(latest) = reviews.iter().max_by_key(|review| review.catalog.review().edition) else {
        return Err(Failure::new(INPUT, "invalid", "there is no review in this archive").at(file));
    };
    let mut checked = Vec::new();
    for part in archive.of(Kind::Session) {
        let session = read_session(&part.bytes, &part.name)?;
        let own = reviews.iter().find(|review| review.catalog.digest() == session.review.digest).unwrap_or(latest);
        let path = sessions::session_path(&desk.data, session.review.id, session.member.id);
        if path.exists() && !force {
            return Err(StoreError::Exists { path }.into());
        }
        checked.push((own, intake::check(session, &own.catalog, &part.name)?));
    }
    let files: Vec<(PathBuf, &Part)> = archive
        .parts
        .iter()
        .filter_map(|part| match part.kind {
            Kind::Review => Some((folder.join(&part.name), part)),
            Kind::Panel => Some((folder.join("panel").join(&part.name), part)),
            Kind::Session => None,
        })
        .collect();
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()).filter(|_| !force) {
        let message = format!("{} exists already\nName another folder with --output, or give --force.", path.display());
        return Err(Failure::new(CONFLICT, "exists", message).at(path));
    }
    let sessions = checked.len();
    let mut made = Made::default();
    let done = place(&desk, &files, checked, force, &mut made);
    if let Err(failure) = done {
        made.undo();
        return Err(failure);
    }
    let mut out = Out::new();
    if json {
        out.json(&json!({
            "folder": folder.display().to_string(),
            "files": files.iter().map(|(path, _)| path.display().to_string()).collect::<Vec<_>>(),
            "sessions": sessions,
        }))?;
    } else {
        out.line(&format!("{}: {} files, {sessions} sessions", folder.display(), files.len()))?;
    }
    Ok(out.done()?)
}

/// What was made by a restoring that is under way.
#[derive(Default)]
struct Made(Vec<PathBuf>);

impl Made {
    /// Takes away what was made: nothing is half restored. What stands where files were replaced on purpose stays.
    fn undo(&self) {
        for path in self.0.iter().rev() {
            let _ = std::fs::remove_file(path);
        }
    }
}

fn place(
    desk: &Desk,
    files: &[(PathBuf, &Part)],
    checked: Vec<(&OpenedReview, intake::Checked)>,
    force: bool,
    made: &mut Made,
) -> Result<(), Failure> {
    for (path, part) in files {
        if let Some(parent) = path.parent() {
            atomic::make_folder(parent)?;
        }
        let fresh = path.symlink_metadata().is_err();
        atomic::write(path, if force { Existing::Replace } else { Existing::Refuse }, &part.bytes)?;
        made.0.extend(fresh.then(|| path.clone()));
    }
    for (review, checked) in checked {
        let taken = intake::take_in(checked, review, &desk.data, force, &mut Machine)?;
        made.0.extend(taken.replaced.is_none().then_some(taken.path));
    }
    Ok(())
}
