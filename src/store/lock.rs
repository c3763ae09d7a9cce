//! One writer for each session: a kernel lock beside the file, and a polite way to take over.
//!
//! Uses `model` for times. Invariant: a lock lives and dies with the process that holds it; files left
//! behind by a crash never block anyone.

use std::fs;
use std::fs::File;
use std::fs::TryLockError;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use serde::Deserialize;
use serde::Serialize;

use crate::model::moment::Moment;
use crate::store::atomic::beside;
use crate::store::atomic::private_file;
use crate::store::error::StoreError;
use crate::store::regular;

/// How often the holder looks whether it is asked to give way.
const POLL: Duration = Duration::from_millis(300);
/// How long until the holder is reminded of a request it has not answered: its disk may be well again.
const REMIND: Duration = Duration::from_secs(2);

/// Who holds a session open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Its process.
    pub pid: u32,
    /// Its computer.
    pub host: String,
    /// Since when.
    pub since: Moment,
}

impl Holder {
    /// This process.
    pub fn this(since: Moment) -> Self {
        Self { pid: std::process::id(), host: host(), since }
    }
}

#[cfg(unix)]
fn host() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

#[cfg(not(unix))]
fn host() -> String {
    "this computer".to_owned()
}

/// The right to change one session. Given up when dropped.
#[derive(Debug)]
pub struct Lock {
    file: File,
    takeover: PathBuf,
}

impl Lock {
    /// Takes the right to change a session, or says who has it.
    pub fn acquire(session: &Path, now: Moment) -> Result<Self, StoreError> {
        let path = beside(session, ".lock");
        let mut file =
            private_file().create(true).truncate(false).open(&path).map_err(StoreError::io("make the lock", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(StoreError::Held { path: session.to_owned(), holder: read_holder(&mut file) });
            }
            Err(TryLockError::Error(error)) => return Err(StoreError::io("lock", session)(error)),
        }
        // The content is for people and messages; the kernel's lock alone decides.
        let told = serde_json::to_vec(&Holder::this(now)).unwrap_or_default();
        file.set_len(0)
            .and_then(|()| file.rewind())
            .and_then(|()| file.write_all(&told))
            .map_err(StoreError::io("write the lock", &path))?;
        Ok(Self { file, takeover: beside(session, ".takeover") })
    }

    /// Asks whoever holds a session to finish, and waits for the right to change it.
    pub fn take_over(session: &Path, now: Moment, patience: Duration) -> Result<Self, StoreError> {
        let path = beside(session, ".takeover");
        let request = private_file()
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(StoreError::io("ask for the session", &path))?;
        // Holding the request locked shows that someone still waits: one left by a crash asks for nothing.
        request.lock_shared().map_err(StoreError::io("ask for the session", &path))?;
        let asked = Instant::now();
        let outcome = loop {
            match Self::acquire(session, now) {
                Err(StoreError::Held { path, .. }) if asked.elapsed() >= patience => {
                    break Err(StoreError::NoAnswer { path, waited: patience });
                }
                Err(StoreError::Held { .. }) => thread::sleep(Duration::from_millis(20)),
                other => break other,
            }
        };
        // Failing to remove it is harmless: unlocked, it asks for nothing.
        let _ = fs::remove_file(&path);
        outcome
    }

    /// Whether another window waits for this session now. Costs one look at the folder.
    pub fn takeover_requested(&self) -> bool {
        requested(&self.takeover)
    }

    /// Calls back, from a thread of its own, whenever another window asks for this session, and again while it
    /// waits: a request that was refused is not the last.
    pub fn watch(&self, on_request: impl Fn() + Send + 'static) -> Watch {
        let (stop, stopped) = mpsc::channel::<()>();
        let takeover = self.takeover.clone();
        let thread = thread::spawn({
            let takeover = takeover.clone();
            move || {
                let mut told: Option<Instant> = None;
                while let Err(mpsc::RecvTimeoutError::Timeout) = stopped.recv_timeout(POLL) {
                    if !requested(&takeover) {
                        told = None;
                    } else if told.is_none_or(|at| at.elapsed() >= REMIND) {
                        on_request();
                        told = Some(Instant::now());
                    }
                }
            }
        });
        Watch { stop: Some(stop), thread: Some(thread), takeover }
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // The file stays: removing it could take the name from under one who has just opened it.
        let _ = self.file.set_len(0);
        let _ = self.file.unlock();
    }
}

/// Who has the right to change a session now; nothing where nobody has, or it cannot be told.
pub fn holder_of(session: &Path) -> Option<Holder> {
    let mut file = regular::open(&beside(session, ".lock")).ok()?;
    match file.try_lock_shared() {
        Err(TryLockError::WouldBlock) => read_holder(&mut file),
        _ => None,
    }
}

fn requested(takeover: &Path) -> bool {
    match regular::open(takeover) {
        Ok(file) => matches!(file.try_lock(), Err(TryLockError::WouldBlock)),
        Err(_) => false,
    }
}

fn read_holder(file: &mut File) -> Option<Holder> {
    let mut text = String::new();
    file.rewind().ok()?;
    file.take(4096).read_to_string(&mut text).ok()?;
    serde_json::from_str(&text).ok()
}

/// A thread that waits for takeovers; ends when dropped.
#[derive(Debug)]
pub struct Watch {
    stop: Option<mpsc::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    takeover: PathBuf,
}

impl Watch {
    /// Whether the window that asked waits still.
    pub fn is_wanted(&self) -> bool {
        requested(&self.takeover)
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.stop.take();
        if let Some(thread) = self.thread.take().filter(|thread| thread.thread().id() != thread::current().id()) {
            let _ = thread.join();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_795_250_000_000;

    fn now() -> Moment {
        Moment::from_millis(NOW)
    }

    #[test]
    fn a_second_opener_is_told_who_holds_the_session() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join("a.plumbsession");
        let first = Lock::acquire(&session, now()).expect("the first gets it");
        let Err(StoreError::Held { holder: Some(holder), .. }) = Lock::acquire(&session, now()) else {
            panic!("the second was not refused");
        };
        assert_eq!(holder, Holder::this(now()));
        drop(first);
        Lock::acquire(&session, now()).expect("free again");
    }

    #[test]
    fn files_left_by_a_crash_block_nobody_and_ask_for_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join("a.plumbsession");
        fs::write(beside(&session, ".lock"), br#"{"pid":1,"host":"gone","since":"2026-11-21T08:33:20.000Z"}"#)
            .expect("writes");
        fs::write(beside(&session, ".takeover"), b"").expect("writes");
        let lock = Lock::acquire(&session, now()).expect("a stale lock does not block");
        assert!(!lock.takeover_requested());
    }

    #[test]
    fn the_holder_is_told_and_the_taker_gets_the_session_when_it_gives_way() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join("a.plumbsession");
        let lock = Lock::acquire(&session, now()).expect("the first gets it");
        let (told, asked) = mpsc::channel();
        let watch = lock.watch(move || told.send(()).expect("the test listens"));
        let taker = thread::spawn({
            let session = session.clone();
            move || Lock::take_over(&session, now(), Duration::from_secs(10))
        });
        asked.recv_timeout(Duration::from_secs(5)).expect("the holder is told");
        assert!(lock.takeover_requested());
        drop(watch);
        drop(lock);
        let taken = taker.join().expect("no panic").expect("the taker gets it");
        assert!(!taken.takeover_requested(), "the request is withdrawn");
    }

    #[test]
    fn a_holder_that_did_not_give_way_hears_the_next_request_too() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join("a.plumbsession");
        let lock = Lock::acquire(&session, now()).expect("the first gets it");
        let (told, asked) = mpsc::channel();
        let watch = lock.watch(move || {
            let _ = told.send(());
        });
        for _ in 0..2 {
            let taker = thread::spawn({
                let session = session.clone();
                move || Lock::take_over(&session, now(), Duration::from_millis(900))
            });
            asked.recv_timeout(Duration::from_secs(5)).expect("the holder is told, each time");
            assert!(watch.is_wanted());
            taker.join().expect("no panic").expect_err("the holder keeps it");
            assert!(!watch.is_wanted(), "nobody waits any more");
            // Longer than the holder takes to look again.
            thread::sleep(POLL * 2);
        }
    }

    #[test]
    fn a_window_that_does_not_answer_is_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let session = folder.path().join("a.plumbsession");
        let _lock = Lock::acquire(&session, now()).expect("the first gets it");
        let error = Lock::take_over(&session, now(), Duration::from_millis(60)).expect_err("no answer");
        assert!(error.to_string().contains("the other window does not answer"), "{error}");
        assert!(!beside(&session, ".takeover").exists(), "the request does not stay");
    }
}
