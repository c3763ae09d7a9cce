//! A session on a disk that forgets: one bit turned or the end cut off, at every byte.
//!
//! `PLUMBLINE_EVERY_BYTE` says how many bytes lie between two that are tried: 1 for all of them.

use std::fs;
use std::path::Path;

use super::*;
use crate::store::rows::ActRow;
use crate::store::testing;
use crate::store::testing::WRITE;

/// Every so many bytes, where nothing else is asked for.
const STEP: usize = 11;

fn session(path: &Path) -> Vec<u8> {
    let mut store = testing::new_session(path);
    let append = |seq| Change::Append(ActRow::from(&testing::entry(seq)));
    let mark =
        |id: &str| ReadingMark { kind: "evidence".into(), id: id.into(), at: testing::now(), state: "read".into() };
    store
        .commit(&[
            append(1),
            append(2),
            append(3),
            Change::SetWithdrawn { seq: 2, withdrawn: true },
            Change::MemberName(Some("Ada Lovelace".to_owned())),
            Change::Reading(vec![mark("E001"), mark("E002")]),
            Change::Place { key: "at".to_owned(), value: "8B".to_owned() },
        ])
        .expect("saves");
    drop(store);
    // Closed, it is one file.
    fs::read(path).expect("is there")
}

/// What is in it, without what is said about it.
fn content(path: &Path) -> Result<Loaded, StoreError> {
    SessionStore::open(path, OpenMode::Read).map(|(_, loaded)| Loaded { warnings: Vec::new(), ..loaded })
}

// Fails where the sum is not looked at: a withdrawn act then counts again, and names and marks change.
#[test]
fn one_bit_turned_or_the_end_cut_off_is_an_error_or_changes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let whole = session(&path);
    let sound = content(&path).expect("opens");
    let step = std::env::var("PLUMBLINE_EVERY_BYTE").ok().and_then(|step| step.parse().ok()).unwrap_or(STEP);
    let (mut told, mut same) = (0, 0);
    for at in (0..whole.len()).step_by(step) {
        for cut in [false, true] {
            let mut bytes = whole.clone();
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= 1 << (at % 8);
            }
            fs::write(&path, &bytes).expect("writes");
            match content(&path) {
                Ok(found) => {
                    assert_eq!(found, sound, "byte {at}, cut {cut}");
                    same += 1;
                }
                Err(_) => told += 1,
            }
        }
    }
    // Most of a small file is free room, but for what is cut off.
    assert!(told > same / 2 && same > 0, "{told} told, {same} the same");
}

/// The session of the sample, as version 1 of the tables held it.
fn earlier(path: &Path) -> Loaded {
    let sql = include_str!("fixtures/session-tables-1.sql");
    rusqlite::Connection::open(path).expect("opens").execute_batch(sql).expect("is SQL");
    content(path).expect("is read as it is")
}

// Fails where the copy is left out, and where reading brings the file up to date.
#[test]
fn a_session_of_an_earlier_program_is_brought_up_to_date_once_it_is_worked_on_and_kept_as_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("00000000-0000-0000-0000-000000000002.plumbsession");
    let before = earlier(&path);
    assert_eq!((before.entries.len(), before.reading.len(), before.place.len()), (4, 1, 1));
    assert_eq!(before.entries[2].act, "undo");
    let bytes = fs::read(&path).expect("is there");
    content(&path).expect("is read");
    assert_eq!(fs::read(&path).expect("is there"), bytes, "reading changes nothing");

    let (mut store, after) = SessionStore::open(&path, WRITE()).expect("opens");
    assert_eq!(Loaded { writable: false, ..after }, before);
    let seq = store.last_seq() + 1;
    store.commit(&[Change::Append(ActRow::from(&testing::entry(seq)))]).expect("is worked on");
    drop(store);
    assert_eq!(content(&path).expect("opens").entries.len(), 5);

    let kept: Vec<_> =
        recover::candidates(&path).into_iter().filter(|one| one.source == recover::Source::Aside).collect();
    assert_eq!(kept.len(), 1, "the copy is found");
    assert_eq!((kept[0].acts, kept[0].wrong.as_deref()), (4, None));
    let copy = rusqlite::Connection::open(&kept[0].path).expect("opens");
    let version: i64 = copy.pragma_query_value(None, "user_version", |row| row.get(0)).expect("has one");
    assert_eq!(version, 1, "as it was");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&kept[0].path).expect("is there").permissions().mode() & 0o777, 0o600);
    }
    // Once is enough.
    drop(SessionStore::open(&path, WRITE()).expect("opens"));
    let again = recover::candidates(&path);
    assert_eq!(again.iter().filter(|one| one.source == recover::Source::Aside).count(), 1);
}
