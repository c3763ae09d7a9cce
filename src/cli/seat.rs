//! A member's session as one command works in it: opened, changed by a few acts, saved, closed.
//!
//! Uses `review` and `store`. Invariant: a command that changes something says so only once it is on the disk, and
//! changes nothing while a window holds the session.

use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args as ClapArgs;

use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::failure::USAGE;
use crate::cli::output::say;
use crate::cli::resolve::Desk;
use crate::cli::resolve::Given;
use crate::cli::workbench::remembered;
use crate::model::session::MemberRef;
use crate::review::named::Nothing;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Purpose;
use crate::review::open::begin;
use crate::review::open::open_session;
use crate::review::open::unkept;
use crate::review::plan::EditError;
use crate::review::whose;
use crate::review::workspace::Access;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::review::workspace::Workspace;
use crate::store::error::StoreError;
use crate::store::last_used;
use crate::store::sessions;

/// How long a command waits for the disk.
const PATIENCE: Duration = Duration::from_secs(30);

/// Whose session a command is about, and how it answers.
#[derive(Debug, Clone, Default, ClapArgs)]
pub struct SeatArgs {
    /// Whose session: a member's id or name on this machine, or a session file kept elsewhere. Without it the one used last
    #[arg(long, value_name = "S")]
    pub session: Option<String>,
    /// Review to work on. Without it the one opened last, or the practice review
    #[arg(long, value_name = "REVIEW")]
    pub review: Option<PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}

/// A session, open to be changed.
pub struct Seat {
    desk: Desk,
    opened: OpenedSession,
}

/// Opens the session to look at; where there is none yet, one in which nothing was said and of which nothing is kept.
pub fn to_look(environment: &Environment, args: &SeatArgs) -> Result<OpenedSession, Failure> {
    let desk = Desk::at(environment)?;
    let (review, path) = meant(&desk, args)?;
    match path {
        Some(path) => told(open_session(&review, &path, Purpose::Look, Box::new(Machine))?),
        None => {
            let member = MemberRef { id: Machine.new_id(), name: None };
            Ok(unkept(&review, &desk.data, member, Box::new(Machine))?)
        }
    }
}

impl Seat {
    /// Opens the session to change it; where there is none yet, begins one.
    pub fn take(environment: &Environment, args: &SeatArgs) -> Result<Self, Failure> {
        let desk = Desk::at(environment)?;
        let (review, path) = meant(&desk, args)?;
        let path = match path {
            Some(path) => path,
            None => {
                let member = MemberRef { id: desk.used.member.unwrap_or_else(|| Machine.new_id()), name: None };
                begin(&review, &desk.data, member, &mut Machine)?
            }
        };
        Self::at(desk, open_session(&review, &path, Purpose::Work, Box::new(Machine))?)
    }

    /// Sits down before a session that was opened for work.
    pub fn at(desk: Desk, opened: OpenedSession) -> Result<Self, Failure> {
        if opened.held.is_some() {
            let (path, holder) = (opened.path.clone(), opened.held.clone());
            return Err(StoreError::Held { path, holder }.into());
        }
        if let Access::ReadOnly(why) = opened.workspace.access() {
            return Err(Failure::new(INPUT, "read-only", why.clone()).at(&opened.path));
        }
        Ok(Self { desk, opened: told(opened)? })
    }

    /// Sits down before a session that is only looked at.
    pub fn looking(desk: Desk, opened: OpenedSession) -> Self {
        Self { desk, opened }
    }

    /// The member's work.
    pub fn ws(&mut self) -> &mut Workspace {
        &mut self.opened.workspace
    }

    /// The session.
    pub fn session(&self) -> &OpenedSession {
        &self.opened
    }

    /// Waits until everything done so far is on the disk.
    pub fn save(&mut self) -> Result<(), Failure> {
        self.opened.workspace.keep_opened();
        Ok(self.opened.saving.flush(PATIENCE)?)
    }

    /// Saves, closes and remembers what was used last.
    pub fn leave(mut self) -> Result<(), Failure> {
        self.opened.workspace.keep_opened();
        let closed = self.opened.saving.close(PATIENCE);
        if let Some(used) = remembered(&self.desk, &self.opened)
            && let Err(error) = last_used::write(&self.desk.data, &used)
        {
            say(&format!("what was used last is not remembered: {}", error.told()));
        }
        Ok(closed?)
    }
}

/// Says what the member should know about the file and the edition.
fn told(opened: OpenedSession) -> Result<OpenedSession, Failure> {
    opened.warnings.iter().for_each(|warning| say(warning));
    for sentence in opened.edition.iter().flat_map(|change| change.told()) {
        say(&sentence);
    }
    Ok(opened)
}

/// The review, and the session's file where there is one.
fn meant(desk: &Desk, args: &SeatArgs) -> Result<(OpenedReview, Option<PathBuf>), Failure> {
    let named = args.review.as_deref();
    let Some(session) = &args.session else {
        let review = desk.review(named)?;
        let path = whose::last_session(&desk.data, review.catalog.review().id, &desk.used)?;
        return Ok((review, path));
    };
    match given(desk, session, named)? {
        Given::Kept(path) => {
            let review = desk.review_of(named, &sessions::summary(&path)?.review)?;
            Ok((review, Some(path)))
        }
        Given::Review(_) | Given::File(..) | Given::Bundle(..) => {
            let message =
                format!("{session} is not a session to work in\nTake it in with `plumbline sessions import`.");
            Err(Failure::new(INPUT, "invalid", message).at(Path::new(session)))
        }
    }
}

/// A member with sessions on several reviews means the one on the review opened last.
fn given(desk: &Desk, session: &str, review: Option<&Path>) -> Result<Given, Failure> {
    match desk.given_about(session, review) {
        Err(failure) if failure.code == "ambiguous" && review.is_none() => {
            desk.given(session, Some(desk.last_review()?.catalog.review().id))
        }
        given => given,
    }
}

impl From<EditError> for Failure {
    fn from(error: EditError) -> Self {
        let (exit, code) = match &error {
            EditError::NotInReview(_) => (INPUT, "unknown"),
            EditError::Missing(_) => (USAGE, "missing"),
            EditError::Gone(_) | EditError::Refused(_) => (CONFLICT, "refused"),
            EditError::NothingToUndo | EditError::NothingToRedo => (CONFLICT, "nothing"),
            EditError::ReadOnly(_) => (CONFLICT, "read-only"),
        };
        Self::new(exit, code, error.to_string())
    }
}

impl From<Nothing> for Failure {
    fn from(error: Nothing) -> Self {
        Self::new(INPUT, "unknown", error.to_string())
    }
}
