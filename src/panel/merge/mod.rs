//! Puts sessions together that were kept apart: a union by member and item, the same in any order and however often.
//!
//! Uses `fit` and `pool`. Invariant: all or nothing, and no clock decides: where two sessions of one member say different
//! things, that is the member's to settle.

mod fit;
mod pool;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::document::read::read_session;
use crate::model::catalog::Catalog;
use crate::model::ids::MemberId;
use crate::model::panel::Panel;
use crate::model::session::SessionFile;
use crate::panel::error::PanelError;
use crate::panel::seat;
use crate::review::open::read_file;

use crate::panel::merge::fit::fitted;
use crate::panel::merge::pool::Pool;

/// The largest session file that is looked into, in bytes.
const LARGEST: usize = 64 << 20;

/// One of the sessions to be put together.
#[derive(Debug, Clone)]
pub struct Part {
    /// What messages call it.
    pub name: String,
    /// What it says.
    pub session: SessionFile,
}

/// What the sessions are held against.
#[derive(Debug, Clone)]
pub struct Ground {
    /// The review, in the edition the merged sessions are on.
    pub catalog: Arc<Catalog>,
    /// Other editions at hand.
    pub editions: Vec<Arc<Catalog>>,
    /// The panel.
    pub panel: Panel,
}

/// What came of a merge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// One session a member, in the order of the panel, the panel's own record last; none where anything conflicts or was
    /// refused.
    pub sessions: Vec<SessionFile>,
    /// What was done, member by member.
    pub members: Vec<MemberReport>,
    /// What was not taken in, and why.
    pub refused: Vec<Refused>,
}

/// What was done for one member.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberReport {
    /// The letter; of the panel's own record `panel`.
    pub letter: String,
    /// Sessions of this member.
    pub parts: usize,
    /// Sessions that another goes on from, which has all of theirs.
    pub older: usize,
    /// Things that stand in one of them only.
    pub taken: usize,
    /// Things that stand in several, the same.
    pub equal: usize,
    /// Things on which they differ.
    pub conflicting: Vec<Conflict>,
}

/// Something that two sessions of one member differ on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Conflict {
    /// What: `rating 8B`.
    pub what: String,
    /// What each says, and in which file.
    pub said: Vec<(String, String)>,
}

/// Something that was not taken in.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refused {
    /// The file, or both.
    pub name: String,
    /// Why, with both sides shown.
    pub why: String,
}

impl Merged {
    /// Whether everything was put together.
    pub fn is_whole(&self) -> bool {
        self.refused.is_empty() && self.members.iter().all(|member| member.conflicting.is_empty())
    }
}

/// Reads the sessions of a merge; what cannot be read is refused with what is wrong.
pub fn read(paths: &[impl AsRef<Path>]) -> (Vec<Part>, Vec<Refused>) {
    let (mut parts, mut refused) = (Vec::new(), Vec::new());
    for path in paths {
        let name = path.as_ref().display().to_string();
        let bytes = match read_file(path.as_ref()) {
            Ok(bytes) if bytes.len() > LARGEST => {
                let why = format!("larger than {} MB, so no session", LARGEST >> 20);
                refused.push(Refused { name, why });
                continue;
            }
            Ok(bytes) => bytes,
            Err(error) => {
                refused.push(Refused { name, why: error.told() });
                continue;
            }
        };
        match read_session(&bytes, &name) {
            Ok(session) => parts.push(Part { name, session }),
            Err(error) => refused.push(Refused { why: error.what.to_string(), name }),
        }
    }
    (parts, refused)
}

/// Puts sessions together.
///
/// # Errors
/// None of its own: what does not fit is in the report, and then there are no sessions.
pub fn merge(parts: &[Part], ground: &Ground, unread: Vec<Refused>) -> Merged {
    let mut refused = unread;
    let mut by_member: BTreeMap<MemberId, Vec<Part>> = BTreeMap::new();
    for part in parts {
        match fitted(part, ground) {
            Ok(part) => by_member.entry(part.session.member.id).or_default().push(part),
            Err(why) => refused.push(Refused { name: part.name.clone(), why }),
        }
    }
    let mut sessions = Vec::new();
    let mut members = Vec::new();
    let order = ground.panel.members.iter().map(|member| member.id).chain([ground.panel.id]);
    for id in order {
        let Some(parts) = by_member.remove(&id) else { continue };
        let letter = seat::member(&ground.panel, id).map_or("panel", |member| member.letter.as_str());
        let pool = Pool::of(parts);
        members.push(pool.report(letter));
        refused.extend(pool.refused());
        if let Some(made) = pool.session(&ground.catalog) {
            match made {
                Ok(session) => sessions.push(session),
                Err(why) => refused.push(Refused { name: format!("member {letter}"), why }),
            }
        }
    }
    refused.sort();
    refused.dedup();
    let mut merged = Merged { sessions, members, refused };
    if !merged.is_whole() {
        merged.sessions.clear();
    }
    merged
}

/// Editions of a review at hand, beside the one that counts.
///
/// # Errors
/// None: files that cannot be opened, or are of another review, are passed over.
pub fn editions(paths: &[std::path::PathBuf], catalog: &Catalog) -> Vec<Arc<Catalog>> {
    let opened = paths.iter().filter_map(|path| crate::review::open::OpenedReview::file(path).ok());
    let held = opened.filter_map(|review| review.held().ok());
    held.filter(|other| other.review().id == catalog.review().id && other.digest() != catalog.digest()).collect()
}

/// The sessions as they are written, each under its member's letter.
///
/// # Errors
/// A text that our files do not carry.
pub fn files(merged: &Merged, panel: &Panel) -> Result<Vec<(String, Vec<u8>)>, PanelError> {
    let written = merged.sessions.iter().map(|session| {
        let letter = seat::member(panel, session.member.id).map_or("result", |member| member.letter.as_str());
        let bytes = crate::document::write::to_bytes(session)
            .map_err(|error| PanelError::Invalid(format!("member {letter}: {error}")))?;
        Ok((format!("{letter}.session.json"), bytes))
    });
    written.collect()
}

/// One digest of all that was put together, for those who compare.
pub fn fingerprint(merged: &Merged) -> String {
    use crate::document::canonical::sha256_of;
    sha256_of(&serde_json::json!(merged.sessions))
}
