//! What was opened last, so that `plumbline` alone goes on where the member left off.
//!
//! Owns `state.json` in the data folder. Invariant: it can be deleted without losing anything but
//! convenience, so a damaged one is a warning; and a copy of the folder names the sessions in the copy.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;
use serde::Serialize;
use uuid::Uuid;

use crate::model::ids::MemberId;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::filesystem::StoreWarning;
use crate::store::regular;
use crate::store::sessions;

/// Which review was opened last.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LastReview {
    /// The one the program carries.
    Sample,
    /// A file.
    File(PathBuf),
}

/// What was used last.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUsed {
    /// The review opened last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review: Option<LastReview>,
    /// The member at work last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub member: Option<MemberId>,
    /// The session file used last, by review: whole paths here, in the file from the data folder where they are in it.
    #[serde(default)]
    pub sessions: BTreeMap<Uuid, PathBuf>,
    /// What each member chose last in find-anything, by name, by review.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub recent: BTreeMap<MemberId, BTreeMap<Uuid, Vec<String>>>,
    /// What each member searched for last, by review, the newest last.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub searched: BTreeMap<MemberId, BTreeMap<Uuid, Vec<String>>>,
}

impl LastUsed {
    /// What a member chose last in a review.
    pub fn recent(&self, member: MemberId, review: Uuid) -> &[String] {
        self.recent.get(&member).and_then(|reviews| reviews.get(&review)).map_or(&[], Vec::as_slice)
    }

    /// What a member searched for last in a review.
    pub fn searched(&self, member: MemberId, review: Uuid) -> &[String] {
        self.searched.get(&member).and_then(|reviews| reviews.get(&review)).map_or(&[], Vec::as_slice)
    }
}

/// Remembers what a member chose last in a review, and searched for; nothing is written where it is known already.
///
/// # Errors
/// As [`fn@write`].
pub fn remember_recent(
    data: &Path,
    member: MemberId,
    review: Uuid,
    names: &[String],
    searched: &[String],
) -> Result<(), StoreError> {
    let (mut used, _) = read(data);
    if used.recent(member, review) == names && used.searched(member, review) == searched {
        return Ok(());
    }
    used.recent.entry(member).or_default().insert(review, names.to_vec());
    used.searched.entry(member).or_default().insert(review, searched.to_vec());
    write(data, &used)
}

fn file(data: &Path) -> PathBuf {
    data.join("state.json")
}

/// Reads what was used last; nothing before the first time.
pub fn read(data: &Path) -> (LastUsed, Option<StoreWarning>) {
    let path = file(data);
    let forgotten = |why: String| (LastUsed::default(), Some(StoreWarning::Forgotten { path: path.clone(), why }));
    match regular::read(&path) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => (LastUsed::default(), None),
        Err(error) => forgotten(error.to_string()),
        Ok(bytes) => match serde_json::from_slice::<LastUsed>(&bytes) {
            Ok(mut used) => {
                for (review, path) in &mut used.sessions {
                    *path = found(data, *review, path);
                }
                (used, None)
            }
            Err(error) => forgotten(error.to_string()),
        },
    }
}

/// Where a recorded session is. One in another data folder than the record is what the folder was copied from, where
/// the copy is there too.
fn found(data: &Path, review: Uuid, recorded: &Path) -> PathBuf {
    if recorded.starts_with(data) {
        return recorded.to_owned();
    }
    let here = recorded.file_name().map(|name| sessions::folder(data).join(review.to_string()).join(name));
    let kept_as_here = recorded.parent().is_some_and(|folder| folder.ends_with(format!("sessions/{review}")));
    match here {
        Some(here) if recorded.is_absolute() && kept_as_here && here.exists() => here,
        _ => data.join(recorded),
    }
}

/// Writes what is used now. Syncs, so not on the way to the first frame.
pub fn write(data: &Path, used: &LastUsed) -> Result<(), StoreError> {
    atomic::make_folder(data)?;
    let path = file(data);
    let mut used = used.clone();
    for session in used.sessions.values_mut() {
        *session = match session.strip_prefix(data) {
            Ok(inside) => inside.to_owned(),
            Err(_) => std::path::absolute(&session).unwrap_or_else(|_| session.clone()),
        };
    }
    let bytes = serde_json::to_vec_pretty(&used).map_err(|error| StoreError::io("write", &path)(error.into()))?;
    atomic::write(&path, Existing::Replace, &bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_last_is_remembered() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        assert_eq!(read(&data), (LastUsed::default(), None));
        let used = LastUsed {
            review: Some(LastReview::File("/reviews/nhs.plumb".into())),
            member: Some(Uuid::from_u128(7)),
            sessions: [(Uuid::from_u128(1), PathBuf::from("/data/a.plumbsession"))].into(),
            recent: BTreeMap::new(),
            searched: BTreeMap::new(),
        };
        write(&data, &used).expect("writes");
        assert_eq!(read(&data), (used.clone(), None));
        let sample = LastUsed { review: Some(LastReview::Sample), ..used };
        write(&data, &sample).expect("writes over it");
        assert_eq!(read(&data), (sample, None));
    }

    #[test]
    fn what_each_member_chose_last_is_remembered_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let used = LastUsed { review: Some(LastReview::Sample), ..LastUsed::default() };
        write(folder.path(), &used).expect("writes");
        let (member, review) = (Uuid::from_u128(7), Uuid::from_u128(1));
        let searched = ["tag:staff late".to_owned()];
        remember_recent(folder.path(), member, review, &["go 8B".to_owned()], &searched).expect("writes");
        let (kept, warning) = read(folder.path());
        assert_eq!((kept.review.clone(), warning), (used.review, None));
        assert_eq!(kept.recent(member, review), ["go 8B"]);
        assert_eq!(kept.searched(member, review), searched);
        assert!(kept.recent(Uuid::from_u128(8), review).is_empty(), "another member chose nothing");
    }

    #[test]
    fn a_copied_folder_names_the_session_in_the_copy_also_where_the_record_is_of_an_older_program() {
        let folder = tempfile::tempdir().expect("a folder");
        let (data, copy) = (folder.path().join("data"), folder.path().join("copy"));
        let review = Uuid::from_u128(1);
        let session = sessions::session_path(&data, review, Uuid::from_u128(7));
        let used = LastUsed { sessions: [(review, session.clone())].into(), ..LastUsed::default() };
        write(&data, &used).expect("writes");
        assert_eq!(read(&data).0.sessions[&review], session);
        std::fs::create_dir_all(&copy).expect("makes");
        std::fs::copy(file(&data), file(&copy)).expect("copies");
        let copied = sessions::session_path(&copy, review, Uuid::from_u128(7));
        assert_eq!(read(&copy).0.sessions[&review], copied);

        let older = serde_json::to_vec(&used).expect("a text");
        std::fs::write(file(&copy), older).expect("writes");
        assert_eq!(read(&copy).0.sessions[&review], session, "nothing was copied: the one recorded is meant");
        std::fs::create_dir_all(copied.parent().expect("a folder")).expect("makes");
        std::fs::write(&copied, b"").expect("writes");
        assert_eq!(read(&copy).0.sessions[&review], copied);
    }

    #[test]
    fn a_damaged_record_is_a_warning_and_no_more() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("state.json"), b"{").expect("writes");
        let (used, warning) = read(folder.path());
        assert_eq!(used, LastUsed::default());
        assert!(warning.expect("a warning").to_string().contains("state.json"));
    }
}
