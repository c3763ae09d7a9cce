//! What can be had back of sessions that went bad in every way.

use super::*;
use crate::document::log::Tip;
use crate::document::log::seal;
use crate::model::act::Act;
use crate::model::rating::Rating;
use crate::store::change::Change;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;
use crate::store::testing;

/// A session with so many acts whose chain holds, closed.
fn session(folder: &Path, acts: u64) -> PathBuf {
    let path = folder.join("00000000-0000-0000-0000-000000000002.plumbsession");
    let mut store = testing::new_session(&path);
    let mut tip = Tip::start();
    let mut changes = Vec::new();
    for seq in 1..=acts {
        let act = Act::Rate {
            cell: "8B".parse().expect("a question"),
            rating: Rating::Good,
            reason: Some(format!("{}, for the {seq}th time", "because of what was said ".repeat(20))),
            quotes: Vec::new(),
            round: 1,
        };
        let entry = seal(&tip, uuid::Uuid::from_u128(u128::from(seq)), testing::now(), &act);
        tip = Tip::after(&entry);
        changes.push(Change::Append(ActRow::from(&entry)));
    }
    store.commit(&changes).expect("saves");
    store.keep_snapshot();
    drop(store);
    path
}

fn acts(path: &Path) -> u64 {
    let (store, _) = SessionStore::open(path, OpenMode::Read).expect("opens");
    store.last_seq()
}

#[test]
fn a_sound_session_is_offered_first_and_looking_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(folder.path(), 40);
    let before = fs::read(&path).expect("reads");
    let found = candidates(&path);
    assert_eq!((found[0].source, found[0].acts, found[0].wrong.as_deref()), (Source::Itself, 40, None));
    assert_eq!((found[1].source, found[1].acts), (Source::Snapshot, 40));
    assert_eq!(fs::read(&path).expect("reads"), before);
}

#[test]
fn whatever_is_cut_off_or_overwritten_what_is_had_back_is_a_sound_beginning_and_the_snapshot_is_whole() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(folder.path(), 40);
    let whole = fs::read(&path).expect("reads");
    let all = salvage(&path).expect("reads").0;
    let mut partly = 0;
    for at in (0..whole.len()).step_by(997) {
        for cut in [true, false] {
            let mut bytes = whole.clone();
            if cut {
                bytes.truncate(at);
            } else {
                let end = (at + 300).min(bytes.len());
                bytes[at..end].fill(0x5a);
            }
            fs::write(&path, &bytes).expect("writes");
            let found = candidates(&path);
            assert_eq!((found[0].acts, found[0].wrong.as_deref()), (40, None), "the snapshot at least, at {at}");
            if let Ok((contents, wrong)) = salvage(&path) {
                let count = contents.acts.len();
                assert_eq!(contents.acts, all.acts[..count], "only what was done, at {at}");
                partly += usize::from(count > 0 && count < 40);
                assert!(count == 40 || wrong.is_some(), "what is missing is told");
            }
        }
    }
    assert!(partly > 0, "some damage leaves a part");
}

#[test]
fn what_is_restored_takes_the_place_and_what_was_there_is_put_aside() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(folder.path(), 12);
    let snapshot = snapshots::of(&path)[0].path.clone();
    fs::write(&path, b"nothing of it is left").expect("writes");
    let restored = restore(&path, &snapshot, testing::now()).expect("restores");
    assert_eq!((restored.acts, acts(&path)), (12, 12));
    let aside = restored.aside.expect("was put aside");
    assert_eq!(fs::read(&aside).expect("is there"), b"nothing of it is left");
    assert!(candidates(&path).iter().any(|one| one.source == Source::Aside && one.path == aside));
    // One whose act was changed by hand gives what came before it.
    let conn = rusqlite::Connection::open(&path).expect("opens");
    conn.execute("UPDATE acts SET payload = replace(payload, '7th', '8th') WHERE seq = 7", []).expect("changes");
    drop(conn);
    let found = candidates(&path);
    let own = found.iter().find(|one| one.source == Source::Itself).expect("is there");
    assert_eq!(own.acts, 6);
    assert!(own.wrong.as_deref().is_some_and(|what| what.contains("act 7 was changed or lost")), "{own:?}");
    let later = Moment::from_millis(testing::now().millis() + 1);
    assert_eq!(restore(&path, &path.clone(), later).expect("restores").acts, 6);
    assert_eq!(acts(&path), 6);
}

#[test]
fn a_session_that_is_open_is_not_replaced() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(folder.path(), 3);
    let snapshot = snapshots::of(&path)[0].path.clone();
    let (store, _) = SessionStore::open(&path, testing::WRITE()).expect("opens");
    let error = restore(&path, &snapshot, testing::now()).expect_err("is refused");
    assert!(matches!(error, StoreError::Held { .. }), "{error}");
    drop(store);
    assert_eq!(acts(&path), 3);
}
