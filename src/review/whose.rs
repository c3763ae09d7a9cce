//! Which of the sessions on this machine is meant.
//!
//! Uses `store`. Invariant: a name that fits two sessions chooses neither.

use std::path::Path;
use std::path::PathBuf;

use uuid::Uuid;

use crate::store::error::StoreError;
use crate::store::last_used::LastUsed;
use crate::store::sessions;
use crate::store::sessions::SessionSummary;

/// Fewest letters of a member's id that stand for it.
const FEWEST: usize = 4;

/// No session, or more than one, answers to what was asked for.
#[derive(Debug, thiserror::Error)]
#[allow(missing_docs)]
pub enum ChoiceError {
    /// None has this name.
    #[error("no session here is `{name}`'s{}\n{}", about(*.of_review), listed(.known))]
    Unknown { name: String, of_review: bool, known: Vec<SessionSummary> },
    /// Several have.
    #[error("`{name}` stands for {} sessions: name one by its file or id\n{}", found.len(), lines(found))]
    Ambiguous { name: String, found: Vec<SessionSummary> },
    /// The folder could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

fn about(of_review: bool) -> &'static str {
    if of_review { " about this review" } else { "" }
}

fn listed(sessions: &[SessionSummary]) -> String {
    match sessions.is_empty() {
        true => "There are none yet: `plumbline` begins one.".to_owned(),
        false => format!("There are:\n{}", lines(sessions)),
    }
}

fn lines(sessions: &[SessionSummary]) -> String {
    let line = |session: &SessionSummary| {
        let name = session.member.name.as_deref().unwrap_or("no name");
        format!("  {}  {name}  {}  {}", session.member.id, session.review.title, session.path.display())
    };
    sessions.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The session of a member, by id, the beginning of it, or name, whatever the capitals.
///
/// # Errors
/// No such session, or several.
pub fn session_of(data: &Path, name: &str, review: Option<Uuid>) -> Result<SessionSummary, ChoiceError> {
    let mut all = sessions::list(data)?.sessions;
    all.retain(|session| review.is_none_or(|review| session.review.id == review));
    let wanted = name.trim().to_lowercase();
    let id_fits =
        |session: &SessionSummary| wanted.len() >= FEWEST && session.member.id.to_string().starts_with(&wanted);
    let name_fits = |session: &SessionSummary| {
        session.member.name.as_ref().is_some_and(|name| name.trim().to_lowercase() == wanted)
    };
    let mut found: Vec<SessionSummary> =
        all.iter().filter(|session| name_fits(session) || id_fits(session)).cloned().collect();
    match (found.len(), found.pop()) {
        (1, Some(only)) => Ok(only),
        (0, _) => Err(ChoiceError::Unknown { name: name.to_owned(), of_review: review.is_some(), known: all }),
        (_, last) => {
            found.extend(last);
            Err(ChoiceError::Ambiguous { name: name.to_owned(), found })
        }
    }
}

/// The session about a review that this machine's member worked on last; where there is no record of that, the only
/// one there is.
///
/// # Errors
/// A folder that cannot be read.
pub fn last_session(data: &Path, review: Uuid, used: &LastUsed) -> Result<Option<PathBuf>, StoreError> {
    let mut recorded = used.sessions.get(&review).cloned().into_iter();
    let own = used.member.map(|member| sessions::session_path(data, review, member));
    if let Some(path) = recorded.next().into_iter().chain(own).find(|path| path.exists()) {
        return Ok(Some(path));
    }
    if used.member.is_some() {
        return Ok(None);
    }
    let mut about = sessions::list(data)?.sessions;
    about.retain(|session| session.review.id == review);
    Ok(match about.as_slice() {
        [only] => Some(only.path.clone()),
        _ => None,
    })
}
