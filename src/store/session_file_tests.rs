use std::fs;

use super::*;

use crate::store::rows::ActRow;
use crate::store::testing::WRITE;
use crate::store::testing::entry;
use crate::store::testing::look;
use crate::store::testing::meta;
use crate::store::testing::new_session;
use crate::store::testing::now;
use crate::store::testing::seqs;

fn append(seq: u64) -> Change {
    Change::Append(ActRow::from(&entry(seq)))
}

fn mark(id: &str, state: &str) -> ReadingMark {
    ReadingMark { kind: "evidence".to_owned(), id: id.to_owned(), at: now(), state: state.to_owned() }
}

#[test]
fn what_is_committed_is_found_when_the_session_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("inner/a.plumbsession");
    let mut store = new_session(&path);
    let changes = [
        append(1),
        append(2),
        Change::SetWithdrawn { seq: 1, withdrawn: true },
        Change::Reading(vec![mark("e2", "read"), mark("e1", "seen"), mark("e1", "read")]),
        Change::Place { key: "pane".to_owned(), value: "evidence".to_owned() },
        Change::Meta { key: "told".to_owned(), value: "yes".to_owned() },
        Change::MemberName(Some("Ada".to_owned())),
    ];
    store.commit(&changes).expect("commits");
    let in_memory = store.contents.clone();
    drop(store);

    let (store, loaded) = SessionStore::open(&path, WRITE()).expect("opens again");
    assert_eq!(store.contents, in_memory, "the tables hold what memory holds");
    let first = LogEntry { withdrawn: true, ..entry(1) };
    assert_eq!(loaded.entries, [first, entry(2)]);
    assert_eq!(loaded.reading, [mark("e1", "read"), mark("e2", "read")]);
    assert_eq!(loaded.place["pane"], "evidence");
    assert_eq!(loaded.meta.other["told"], "yes");
    assert_eq!(loaded.meta.member.name.as_deref(), Some("Ada"));
    assert_eq!(loaded.meta.review, meta(1, 2).review);
    assert!(loaded.warnings.is_empty() && loaded.writable);
    assert_eq!(store.quick_check().expect("checks"), Vec::<String>::new());
}

#[test]
fn a_session_is_made_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    SessionStore::create(&path, &meta(1, 2)).expect("makes");
    let error = SessionStore::create(&path, &meta(1, 3)).expect_err("refused");
    assert!(matches!(error, StoreError::Exists { .. }), "{error}");
    assert_eq!(look(&path).meta, meta(1, 2));
}

#[cfg(unix)]
#[test]
fn everything_beside_a_session_is_for_its_owner_only() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().expect("a folder");
    let inner = folder.path().join("sessions/r");
    let path = inner.join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1)]).expect("commits");
    let mode = |path: &Path| fs::metadata(path).expect("is there").permissions().mode() & 0o777;
    let mut seen = Vec::new();
    for file in fs::read_dir(&inner).expect("lists") {
        let file = file.expect("an entry").path();
        assert_eq!(mode(&file), 0o600, "{}", file.display());
        seen.push(file.file_name().expect("a name").to_string_lossy().into_owned());
    }
    seen.sort();
    let expected =
        ["a.plumbsession", "a.plumbsession-shm", "a.plumbsession-wal", "a.plumbsession.lock"].map(str::to_owned);
    assert_eq!(seen, expected);
    assert_eq!(mode(&inner), 0o700);
    assert_eq!(mode(&folder.path().join("sessions")), 0o700);
}

#[test]
fn a_session_open_in_one_window_can_only_be_read_in_another() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut first = new_session(&path);
    let held = SessionStore::open(&path, WRITE()).expect_err("refused");
    assert!(matches!(held, StoreError::Held { holder: Some(_), .. }), "{held}");
    assert!(held.to_string().contains(&format!("process {}", std::process::id())), "{held}");

    first.commit(&[append(1)]).expect("commits");
    let (mut reader, loaded) = SessionStore::open(&path, OpenMode::Read).expect("can be read");
    assert_eq!(seqs(&loaded), [1]);
    assert!(!loaded.writable);
    assert!(matches!(reader.commit(&[append(2)]), Err(StoreError::ReadOnly { .. })));
    first.commit(&[append(2)]).expect("the reader is not in the way");
    drop(first);
    SessionStore::open(&path, WRITE()).expect("free again");
}

#[test]
fn a_mistyped_name_is_missing_and_leaves_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("b.plumbsession");
    for mode in [WRITE(), OpenMode::Read] {
        let error = SessionStore::open(&path, mode).expect_err("refused");
        assert!(matches!(error, StoreError::Missing { .. }), "{error:?}");
    }
    assert_eq!(fs::read_dir(folder.path()).expect("lists").count(), 0);
}

#[test]
fn other_files_are_not_taken_for_sessions() {
    let folder = tempfile::tempdir().expect("a folder");
    let text = folder.path().join("text");
    fs::write(&text, "not a database, but long enough to have had a header of one hundred bytes ".repeat(4))
        .expect("writes");
    let other = folder.path().join("other");
    Connection::open(&other).expect("opens").execute_batch("CREATE TABLE t (x)").expect("makes a table");
    let empty = folder.path().join("empty");
    fs::write(&empty, "").expect("writes");
    for path in [text, other, empty] {
        for mode in [WRITE(), OpenMode::Read] {
            let error = SessionStore::open(&path, mode).expect_err("refused");
            assert!(matches!(error, StoreError::NotPlumbline { .. }), "{} {error:?}", path.display());
        }
    }
}

#[test]
fn a_session_of_a_newer_program_is_read_and_not_one_byte_of_it_changed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1)]).expect("commits");
    drop(store);
    Connection::open(&path).expect("opens").pragma_update(None, "user_version", 3).expect("raises the version");
    let before = fs::read(&path).expect("reads");

    for mode in [WRITE(), OpenMode::Read] {
        let (mut store, loaded) = SessionStore::open(&path, mode).expect("opens to read");
        assert_eq!(seqs(&loaded), [1]);
        assert!(!loaded.writable);
        let [StoreWarning::Newer { found: 3, known: 2, .. }] = loaded.warnings[..] else {
            panic!("{:?}", loaded.warnings);
        };
        assert!(store.commit(&[append(2)]).is_err());
        drop(store);
        assert_eq!(fs::read(&path).expect("reads"), before);
    }
}

#[test]
fn network_and_synchronised_places_use_the_rollback_journal() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    drop(new_session(&path));
    let journal = |store: &SessionStore| {
        let conn = store.open_conn().expect("open");
        conn.pragma_query_value(None, "journal_mode", |row| row.get::<_, String>(0)).expect("answers")
    };
    let sync = |store: &SessionStore| {
        let conn = store.open_conn().expect("open");
        conn.pragma_query_value(None, "synchronous", |row| row.get::<_, i64>(0)).expect("answers")
    };
    let nfs = FileSystem::from_type(0x6969);
    let (mut store, loaded) = SessionStore::open_on(&path, WRITE(), nfs).expect("opens");
    assert_eq!((journal(&store), sync(&store)), ("delete".to_owned(), 3));
    assert!(loaded.warnings[0].to_string().contains("NFS"));
    store.commit(&[append(1)]).expect("commits");
    drop(store);

    let ext4 = FileSystem::from_type(0xEF53);
    let (store, loaded) = SessionStore::open_on(&path, WRITE(), ext4).expect("opens");
    assert_eq!((journal(&store), sync(&store)), ("wal".to_owned(), 2));
    assert_eq!(seqs(&loaded), [1]);
}

#[test]
fn a_full_disk_refuses_the_change_and_takes_it_once_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    let pages: i64 = store
        .open_conn()
        .and_then(|conn| {
            conn.pragma_query_value(None, "page_count", |row| row.get(0)).map_err(StoreError::sqlite(&path))
        })
        .expect("answers");
    let limit = |store: &SessionStore, pages: i64| {
        let conn = store.open_conn().expect("open");
        conn.pragma_update_and_check(None, "max_page_count", pages, |_| Ok(())).expect("limits");
    };
    limit(&store, pages);
    let long = Change::Place { key: "long".to_owned(), value: "x".repeat(100_000) };
    let error = store.commit(&[append(1), long.clone()]).expect_err("no room");
    assert!(matches!(error, StoreError::Full { .. }), "{error:?}");
    assert!(!store.is_distrusted());
    assert_eq!(seqs(&look(&path)), [0_u64; 0], "nothing of the failed change is there");
    limit(&store, 1_000_000);
    store.commit(&[append(1), long]).expect("there is room");
    assert_eq!(seqs(&look(&path)), [1]);
}

#[test]
fn a_rebuilt_session_takes_the_place_of_the_old_one_with_everything_in_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1), append(2)]).expect("commits");
    store.distrust();
    assert!(matches!(store.commit(&[append(3)]), Err(StoreError::Failing { .. })), "the old file is not written");
    store.rebuild(&[append(3), Change::SetWithdrawn { seq: 2, withdrawn: true }]).expect("rebuilds");
    store.commit(&[append(4)]).expect("the new file is written");
    drop(store);
    let loaded = look(&path);
    assert_eq!(seqs(&loaded), [1, 2, 3, 4]);
    assert!(loaded.entries[1].withdrawn);
    assert!(!rebuild::rebuilt(&path).exists());
}

#[test]
fn a_rebuild_that_was_cut_short_is_finished_by_the_next_opening() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1)]).expect("commits");
    let contents = store.contents_with(&[append(2)]);
    rebuild::write_whole(&rebuild::rebuilt(&path), &contents, Existing::Replace).expect("writes");
    // The process ends here: the old log lies beside the old file.
    let conn = store.conn.take().expect("open");
    leave_untouched(conn);
    assert!(atomic::beside(&path, "-wal").exists());
    drop(store);

    assert_eq!(seqs(&look(&path)), [1, 2], "also for those who only look");
    let (store, loaded) = SessionStore::open(&path, WRITE()).expect("opens");
    assert_eq!(seqs(&loaded), [1, 2]);
    assert_eq!(store.quick_check().expect("checks"), Vec::<String>::new());
}

#[test]
fn a_log_left_by_a_deleted_session_does_not_reach_a_new_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1)]).expect("commits");
    let conn = store.conn.take().expect("open");
    leave_untouched(conn);
    drop(store);
    fs::remove_file(&path).expect("removes the file but not its log");
    drop(new_session(&path));
    assert!(look(&path).entries.is_empty());
}

#[test]
fn where_the_folder_cannot_be_written_a_copy_with_its_log_is_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1)]).expect("commits, into the log");
    let (conn, _copy) = copy_to_read(&path).expect("copies");
    assert_eq!(Contents::read(&conn, &path).expect("reads").acts.len(), 1);
}

#[test]
fn what_was_committed_survives_a_program_that_never_closed_the_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    for seq in 1..=20 {
        store.commit(&[append(seq)]).expect("commits");
    }
    // What lies on the disk now is what a kill would leave.
    let left = folder.path().join("left.plumbsession");
    for ending in ["", "-wal"] {
        fs::copy(atomic::beside(&path, ending), atomic::beside(&left, ending)).expect("copies");
    }
    std::mem::forget(store);
    let (store, loaded) = SessionStore::open(&left, WRITE()).expect("opens");
    assert_eq!(seqs(&loaded), (1..=20).collect::<Vec<_>>());
    assert_eq!(store.quick_check().expect("checks"), Vec::<String>::new());
}

#[test]
fn a_damaged_act_is_reported_and_not_skipped() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    store.commit(&[append(1)]).expect("commits");
    drop(store);
    Connection::open(&path).expect("opens").execute("UPDATE acts SET payload = '{'", []).expect("damages");
    let error = SessionStore::open(&path, WRITE()).expect_err("refused");
    assert!(error.to_string().contains("act 1 has an unreadable payload"), "{error}");
}

#[test]
fn another_window_gives_way_and_everything_it_did_is_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.plumbsession");
    let mut store = new_session(&path);
    let (told, asked) = std::sync::mpsc::channel();
    let watch = store.lock().expect("a lock").watch(move || told.send(()).expect("the test listens"));
    let taker = std::thread::spawn({
        let path = path.clone();
        move || SessionStore::open(&path, OpenMode::TakeOver { now: now(), patience: Duration::from_secs(10) })
    });
    asked.recv_timeout(Duration::from_secs(5)).expect("asked to give way");
    store.commit(&[append(1)]).expect("finishes");
    drop(watch);
    drop(store);
    let (_store, loaded) = taker.join().expect("no panic").expect("taken over");
    assert_eq!(seqs(&loaded), [1]);
    assert!(loaded.writable);
}
