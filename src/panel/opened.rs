//! A panel with its opened sessions by round: what the chair's view, agreement and the meeting's papers look at.
//!
//! Uses `folder`, `seat` and `review`. Invariant: only rounds that the panel file calls opened are in it, one session a
//! member and round, each held against the review; no name is.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::MemberId;
use crate::model::ids::ParentKey;
use crate::model::panel::Panel;
use crate::model::panel::PanelMember;
use crate::model::session::Abstention;
use crate::model::session::Override;
use crate::model::session::RatingEntry;
use crate::model::session::SessionFile;
use crate::panel::error::PanelError;
use crate::panel::folder::Folder;
use crate::panel::folder::OpenedFile;
use crate::panel::seat;
use crate::review::intake;

/// A panel, its review, and what was opened.
#[derive(Debug, Clone)]
pub struct OpenedPanel {
    /// The review and its cross-references.
    pub catalog: Arc<Catalog>,
    /// The panel, without names.
    pub panel: Panel,
    /// Rounds that were opened, the first first.
    pub rounds: Vec<OpenedRound>,
    /// Records of what the panel agreed, by file name; more than one where two kept one.
    pub results: Vec<PanelResult>,
}

/// A round that was opened.
#[derive(Debug, Clone)]
pub struct OpenedRound {
    /// Number, from 1.
    pub n: u32,
    /// What members handed in, in the order of the panel.
    pub sessions: Vec<MemberSession>,
}

/// What one member handed in.
#[derive(Debug, Clone)]
pub struct MemberSession {
    /// The member.
    pub member: PanelMember,
    /// The session, as of this round: its `ratings` are those of the round.
    pub session: SessionFile,
    /// Where it lies; nowhere while it is only in memory.
    pub path: Option<PathBuf>,
}

/// A record of what the panel agreed.
#[derive(Debug, Clone)]
pub struct PanelResult {
    /// Where it lies.
    pub path: PathBuf,
    /// The record: `consensus` is what counts.
    pub session: SessionFile,
}

/// What a member answered to a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer<'a> {
    /// Rated, or looked at and found not to be rateable.
    Rated(&'a RatingEntry),
    /// Not rated on purpose; left out of spread and agreement, and kept in the record with its ground.
    Abstained(&'a Abstention),
    /// Left open.
    Open,
    /// Not among the areas this member rates.
    NotAsked,
}

impl MemberSession {
    /// The answer to a question.
    pub fn answer(&self, catalog: &Catalog, cell: &CellKey) -> Answer<'_> {
        let session = &self.session;
        if let Some(entry) = session.abstained.iter().find(|entry| &entry.cell == cell) {
            return Answer::Abstained(entry);
        }
        if let Some(entry) = session.ratings.iter().find(|entry| &entry.cell == cell) {
            return Answer::Rated(entry);
        }
        if seat::asks(&self.member, catalog, cell) { Answer::Open } else { Answer::NotAsked }
    }

    /// The member's own judgement of a parent.
    pub fn own(&self, parent: &ParentKey) -> Option<&Override> {
        self.session.overrides.iter().find(|entry| &entry.parent == parent)
    }
}

impl OpenedRound {
    /// A member's session.
    pub fn of(&self, member: MemberId) -> Option<&MemberSession> {
        self.sessions.iter().find(|session| session.member.id == member)
    }
}

impl OpenedPanel {
    /// Reads a panel's folder. `review` names the review's file; `at_hand` are others it may be.
    ///
    /// # Errors
    /// As [`Folder::read`] and [`Folder::review`]; an opened session that does not fit the review; two of one member for
    /// one round.
    pub fn load(path: &Path, review: Option<&Path>, at_hand: &[PathBuf]) -> Result<Self, PanelError> {
        let folder = Folder::read(path)?;
        let review = folder.review(review, at_hand)?;
        Self::of_folder(&folder, &review.held()?)
    }

    /// The same of a folder that was read.
    ///
    /// # Errors
    /// As [`Self::load`].
    pub fn of_folder(folder: &Folder, catalog: &Arc<Catalog>) -> Result<Self, PanelError> {
        let results = folder.results.iter().map(|result| {
            intake::check(result.session.clone(), catalog, &result.path.display().to_string())?;
            Ok(PanelResult { path: result.path.clone(), session: result.session.clone() })
        });
        let results = results.collect::<Result<Vec<_>, PanelError>>()?;
        for OpenedFile { path, session, .. } in &folder.opened {
            intake::check(session.clone(), catalog, &path.display().to_string())?;
        }
        let sessions = folder.opened.iter().map(|file| (file.round, file.session.clone(), Some(file.path.clone())));
        Self::of(catalog.clone(), folder.panel.clone(), sessions, results)
    }

    /// Puts together a panel from sessions and the rounds they were handed in with, in memory.
    ///
    /// # Errors
    /// A session of nobody on the panel; two of one member for one round.
    pub fn of(
        catalog: Arc<Catalog>,
        mut panel: Panel,
        sessions: impl IntoIterator<Item = (u32, SessionFile, Option<PathBuf>)>,
        results: Vec<PanelResult>,
    ) -> Result<Self, PanelError> {
        panel.members.iter_mut().for_each(|member| member.name = None);
        let mut rounds: Vec<OpenedRound> = Vec::new();
        let opened = panel.rounds.iter().filter(|round| round.opened.is_some());
        rounds.extend(opened.map(|round| OpenedRound { n: round.n, sessions: Vec::new() }));
        for (n, session, path) in sessions {
            let member = seat::member(&panel, session.member.id).cloned().ok_or_else(|| {
                PanelError::Invalid(format!(
                    "a session of round {n} is of nobody on this panel ({})",
                    session.member.id
                ))
            })?;
            let Some(round) = rounds.iter_mut().find(|round| round.n == n) else {
                return Err(PanelError::Invalid(format!("round {n} is not opened, so nothing of it can be shown")));
            };
            if let Some(other) = round.of(member.id) {
                let place = |path: &Option<PathBuf>| {
                    path.as_ref().map_or("in memory".to_owned(), |it| it.display().to_string())
                };
                return Err(PanelError::Conflict(format!(
                    "two sessions of member {} for round {n}: {} and {}\nKeep the one that was opened, take the other away.",
                    member.letter,
                    place(&other.path),
                    place(&path)
                )));
            }
            round.sessions.push(MemberSession { member, session, path });
        }
        let seat = |id: MemberId| panel.members.iter().position(|member| member.id == id);
        rounds.iter_mut().for_each(|round| round.sessions.sort_by_key(|session| seat(session.member.id)));
        Ok(Self { catalog, panel, rounds, results })
    }

    /// A round.
    pub fn round(&self, n: u32) -> Option<&OpenedRound> {
        self.rounds.iter().find(|round| round.n == n)
    }

    /// The round opened last.
    pub fn latest(&self) -> Option<&OpenedRound> {
        self.rounds.last()
    }

    /// Members whose session of a round is not there.
    pub fn missing(&self, n: u32) -> impl Iterator<Item = &PanelMember> {
        let round = self.round(n);
        self.panel.members.iter().filter(move |member| round.is_none_or(|round| round.of(member.id).is_none()))
    }

    /// The record of what was agreed, where there is exactly one.
    pub fn result(&self) -> Option<&PanelResult> {
        match self.results.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }
}
