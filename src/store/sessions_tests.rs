use super::*;

use crate::store::change::Change;
use crate::store::rows::ActRow;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;
use crate::store::testing::WRITE;
use crate::store::testing::entry;
use crate::store::testing::look;
use crate::store::testing::meta;
use crate::store::testing::now;

/// Makes a session with so many acts where the program would keep it.
fn made(data: &Path, review: u128, member: u128, acts: u64) -> PathBuf {
    let path = session_path(data, Uuid::from_u128(review), Uuid::from_u128(member));
    SessionStore::create(&path, &meta(review, member)).expect("makes");
    let (mut store, _) = SessionStore::open(&path, WRITE()).expect("opens");
    let changes: Vec<Change> = (1..=acts).map(|seq| Change::Append(ActRow::from(&entry(seq)))).collect();
    store.commit(&changes).expect("commits");
    path
}

#[test]
fn the_list_tells_sessions_apart_and_names_what_it_cannot_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path();
    assert!(list(data).expect("lists").sessions.is_empty(), "before the first session");
    let short = made(data, 1, 1, 0);
    let long = made(data, 1, 2, 3);
    let other = made(data, 2, 1, 1);
    let broken = folder_of_review(data, 2).join(format!("x.{SESSION_ENDING}"));
    fs::write(&broken, b"junk").expect("writes");

    let listing = list(data).expect("lists");
    let paths: Vec<&PathBuf> = listing.sessions.iter().map(|session| &session.path).collect();
    assert_eq!(paths, [&long, &short, &other], "by review, the last changed first");
    let first = &listing.sessions[0];
    assert_eq!((first.acts, first.last_changed, first.newer), (3, entry(3).at, false));
    assert_eq!(first.member, meta(1, 2).member);
    assert_eq!(first.review, meta(1, 2).review);
    assert_eq!((listing.sessions[1].acts, listing.sessions[1].last_changed), (0, now()));
    let [error] = &listing.unreadable[..] else { panic!("{:?}", listing.unreadable) };
    assert!(error.to_string().contains(&broken.display().to_string()), "{error}");
}

fn folder_of_review(data: &Path, review: u128) -> PathBuf {
    super::folder(data).join(Uuid::from_u128(review).to_string())
}

#[test]
fn a_backup_is_a_session_made_while_the_session_is_in_use() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = made(folder.path(), 1, 1, 2);
    let (mut store, _) = SessionStore::open(&path, WRITE()).expect("opens");
    store.commit(&[Change::Append(ActRow::from(&entry(3)))]).expect("commits, into the log");
    let target = folder.path().join("backup.plumbsession");
    backup(&path, &target, Existing::Refuse).expect("copies");
    assert_eq!(look(&target), look(&path));
    assert!(matches!(backup(&path, &target, Existing::Refuse), Err(StoreError::Exists { .. })));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&target).expect("is there").permissions().mode() & 0o777, 0o600);
    }
    drop(store);
    SessionStore::open(&target, WRITE()).expect("work can go on in it");
}

#[test]
fn a_moved_session_is_whole_in_the_new_place_and_gone_from_the_old() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = made(folder.path(), 1, 1, 2);
    let before = look(&path);
    let target = folder.path().join("elsewhere/a.plumbsession");
    let (store, _) = SessionStore::open(&path, WRITE()).expect("opens");
    let held = move_to(&path, &target, now()).expect_err("in use");
    assert!(matches!(held, StoreError::Held { .. }), "{held}");
    drop(store);
    move_to(&path, &target, now()).expect("moves");
    assert_eq!(look(&target), before);
    assert!(!folder_of_review(folder.path(), 1).exists(), "nothing is left behind");
}

#[test]
fn a_deleted_session_leaves_nothing_and_others_stay() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = made(folder.path(), 1, 1, 2);
    let other = made(folder.path(), 1, 2, 1);
    let (store, _) = SessionStore::open(&path, WRITE()).expect("opens");
    assert!(matches!(delete(&path, now()), Err(StoreError::Held { .. })));
    drop(store);
    delete(&path, now()).expect("deletes");
    let left: Vec<String> = fs::read_dir(folder_of_review(folder.path(), 1))
        .expect("lists")
        .map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name.starts_with(&Uuid::from_u128(1).to_string()))
        .collect();
    assert!(left.is_empty(), "{left:?}");
    assert_eq!(SessionStore::open(&other, OpenMode::Read).expect("opens").1.entries.len(), 1);
    assert!(matches!(delete(&path, now()), Err(StoreError::Missing { .. })));
}
