//! Earlier states of a session, kept beside it: whole files of their own, the newest few and one for each of the last days.
//!
//! Written from memory when a session is closed, so that a file that went bad meanwhile does not spoil them. Invariants:
//! what saves comes first, a snapshot that cannot be written costs nothing; a session that is deleted takes its snapshots
//! with it; they are for their owner only.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use crate::model::moment::Moment;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::rebuild;
use crate::store::rows::Contents;
use crate::store::sessions::SESSION_ENDING;

/// Between the last acts of two snapshots lie at least so many milliseconds.
const APART: i64 = 10 * 60 * 1000;
/// The newest ones kept, whatever their age.
const NEWEST: usize = 5;
/// Days of which the newest is kept.
const DAYS: usize = 14;
const DAY: i64 = 24 * 60 * 60 * 1000;
/// The folder, beside the session.
const FOLDER: &str = "snapshots";

/// A snapshot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snapshot {
    /// Where it lies.
    pub path: PathBuf,
    /// How many acts are in it.
    pub acts: u64,
    /// When the last of them was done.
    pub at: Moment,
}

/// The snapshots of a session, the newest first.
pub fn of(session: &Path) -> Vec<Snapshot> {
    let Some(stem) = session.file_stem().and_then(|stem| stem.to_str()) else { return Vec::new() };
    let Ok(entries) = fs::read_dir(folder(session)) else { return Vec::new() };
    let known = |path: PathBuf| {
        let name = path.file_name()?.to_str()?.strip_suffix(&format!(".{SESSION_ENDING}"))?;
        let (acts, millis) = name.strip_prefix(stem)?.strip_prefix('-')?.split_once('-')?;
        let at = Moment::from_millis(millis.parse().ok()?);
        Some(Snapshot { acts: acts.parse().ok()?, at, path })
    };
    let mut all: Vec<Snapshot> = entries.flatten().filter_map(|entry| known(entry.path())).collect();
    all.sort_by_key(|one| std::cmp::Reverse((one.at.millis(), one.acts)));
    all
}

fn folder(session: &Path) -> PathBuf {
    atomic::folder_of(session).join(FOLDER)
}

/// Keeps what a session holds, unless that is kept already or another was made just now.
pub(crate) fn take(session: &Path, contents: &Contents, now: Moment) -> Result<(), StoreError> {
    let kept = of(session);
    let acts = contents.last_seq();
    // A clock that was put back must not make the newest state the oldest: names rise by what was kept before.
    let stamp = kept.first().map_or(now.millis(), |newest| now.millis().max(newest.at.millis() + 1));
    let enough = |newest: &Snapshot| newest.acts == acts || (0..APART).contains(&(now.millis() - newest.at.millis()));
    if acts == 0 || kept.first().is_some_and(enough) {
        return Ok(());
    }
    let stem = session.file_stem().unwrap_or_default().to_string_lossy();
    let path = folder(session).join(format!("{stem}-{acts}-{stamp}.{SESSION_ENDING}"));
    atomic::make_folder(&folder(session))?;
    rebuild::write_whole(&path, contents, Existing::Refuse)?;
    log::info!("earlier state kept: {}", path.display());
    prune(&of(session));
    Ok(())
}

/// Removes what is neither among the newest nor the newest of one of the last days.
fn prune(all: &[Snapshot]) {
    let mut days = BTreeSet::new();
    for (at, one) in all.iter().enumerate() {
        let first_of_day = days.len() < DAYS && days.insert(one.at.millis().div_euclid(DAY));
        if at >= NEWEST && !first_of_day {
            // One too many harms nobody.
            let _ = atomic::remove(&one.path);
        }
    }
}

/// Removes the snapshots of a session that is deleted.
pub(crate) fn remove(session: &Path) -> Result<(), StoreError> {
    of(session).iter().try_for_each(|one| atomic::remove(&one.path))?;
    // Goes only if it is empty now; other members' snapshots keep it.
    let _ = fs::remove_dir(folder(session));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::rows::ActRow;
    use crate::store::testing;

    fn contents(acts: usize) -> Contents {
        let rows: Vec<ActRow> = (1..=acts as u64).map(|seq| ActRow::from(&testing::entry(seq))).collect();
        Contents { meta: testing::meta(1, 2).to_map(), acts: rows, ..Contents::default() }
    }

    fn at(minutes: i64) -> Moment {
        Moment::from_millis(1_772_442_000_000 + minutes * 60_000)
    }

    #[test]
    fn the_newest_few_and_one_a_day_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join(format!("a.{SESSION_ENDING}"));
        let other = folder.path().join(format!("ab.{SESSION_ENDING}"));
        take(&other, &contents(2), at(0)).expect("keeps");
        for day in 0..20 {
            for hour in 0..4_i64 {
                let acts = usize::try_from(day * 4 + hour + 1).expect("few");
                take(&session, &contents(acts), at(day * 1440 + hour * 60)).expect("keeps");
            }
        }
        let kept = of(&session);
        assert_eq!(kept[0].acts, 80);
        assert_eq!(kept.len(), NEWEST + DAYS - 2, "five newest on two days, and twelve days before: {kept:?}");
        assert_eq!(of(&other).len(), 1, "another member's stay");
        remove(&session).expect("removes");
        assert_eq!((of(&session).len(), of(&other).len()), (0, 1));
    }

    // Fails where a snapshot has the time of the clock alone: the newest is then the first to go.
    #[test]
    fn where_the_clock_was_put_back_the_newest_state_is_still_the_newest() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join(format!("a.{SESSION_ENDING}"));
        let year = 365 * 1440;
        for (acts, minutes) in (1..=9).zip([0, 60, 120, -year, -year + 60, -year + 61, year, 180, 0]) {
            take(&session, &contents(acts), at(minutes)).expect("keeps");
        }
        let kept: Vec<u64> = of(&session).iter().map(|one| one.acts).collect();
        assert_eq!(kept[..5], [9, 8, 7, 6, 5], "{kept:?}");
    }

    #[test]
    fn nothing_new_and_nothing_at_all_make_no_snapshot() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join(format!("a.{SESSION_ENDING}"));
        take(&session, &contents(0), at(0)).expect("does nothing");
        assert!(of(&session).is_empty());
        take(&session, &contents(3), at(0)).expect("keeps");
        take(&session, &contents(3), at(600)).expect("does nothing");
        take(&session, &contents(4), at(1)).expect("too soon");
        assert_eq!(of(&session).len(), 1);
        // A clock set back does not stop it.
        take(&session, &contents(5), at(-600)).expect("keeps");
        assert_eq!(of(&session).len(), 2);
    }
}
