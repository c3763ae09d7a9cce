//! Work that no frame waits for: done on another thread, the newest request wins, a stale answer is dropped.
//!
//! Knows nothing of what is worked out. Invariant: an answer is only ever taken for the request made last.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread::Builder;

use crate::review::keeping::Report;

/// What threads behind the workbench have to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// The saving of the session.
    Saving(Report),
    /// Something asked for was found.
    Found,
    /// A session was written to a file, or not.
    Exported {
        /// The file.
        path: PathBuf,
        /// Why not, in words for the member.
        written: Result<(), String>,
    },
}

/// One piece of work; true where somebody waits for what came of it.
pub type Job = Box<dyn FnOnce() -> bool + Send>;

/// Where work is done.
#[derive(Clone)]
pub struct Worker(Arc<dyn Fn(Job) + Send + Sync>);

impl Worker {
    /// Hands every piece of work to `run`, which does them in the order given.
    pub fn new(run: impl Fn(Job) + Send + Sync + 'static) -> Self {
        Self(Arc::new(run))
    }

    /// Does everything at once, where it is asked for: without a terminal nobody waits for a frame.
    pub fn at_once() -> Self {
        Self::new(|job| {
            job();
        })
    }

    /// Does everything on one thread, begun with the first piece of work; `wake` is told when something was found.
    pub fn thread(wake: impl Fn() + Send + Sync + 'static) -> Self {
        let wake = Arc::new(wake);
        let jobs: OnceLock<Option<Sender<Job>>> = OnceLock::new();
        Self::new(move |job| {
            let begin = || {
                let (sender, receiver) = channel::<Job>();
                let wake = wake.clone();
                let serve = move || receiver.into_iter().filter_map(|job| job().then_some(())).for_each(|()| wake());
                Builder::new().name("worker".to_owned()).spawn(serve).ok().map(|_| sender)
            };
            let unsent = match jobs.get_or_init(begin) {
                Some(sender) => sender.send(job).map_err(|unsent| unsent.0).err(),
                None => Some(job),
            };
            // No thread to be had: slow is better than never.
            if unsent.is_some_and(|job| job()) {
                wake();
            }
        })
    }

    /// Does something that later work will want to find done.
    pub fn prepare(&self, work: impl FnOnce() + Send + 'static) {
        (self.0)(Box::new(move || catch_unwind(AssertUnwindSafe(work)).is_ok()));
    }
}

impl std::fmt::Debug for Worker {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Worker")
    }
}

/// The work on a request failed, by a mistake of ours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed;

struct Shared<A> {
    newest: AtomicU64,
    answer: Mutex<Option<(u64, Result<A, Failed>)>>,
}

impl<A> Shared<A> {
    fn answer(&self) -> MutexGuard<'_, Option<(u64, Result<A, Failed>)>> {
        self.answer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a request is still the newest; work that takes long asks now and then, and ends early where it is not.
pub struct Wanted<'a>(&'a dyn Fn() -> bool);

impl Wanted<'_> {
    /// Whether anybody still waits for the answer.
    pub fn still(&self) -> bool {
        (self.0)()
    }
}

/// Requests of one kind, each taking the place of the one before it.
pub struct Newest<A> {
    worker: Worker,
    shared: Arc<Shared<A>>,
    waits: bool,
}

impl<A: Send + 'static> Newest<A> {
    /// Has its work done there.
    pub fn new(worker: &Worker) -> Self {
        let shared = Shared { newest: AtomicU64::new(0), answer: Mutex::new(None) };
        Self { worker: worker.clone(), shared: Arc::new(shared), waits: false }
    }

    /// Requests of the same kind, on the same worker, that these do not take the place of.
    pub fn another(&self) -> Self {
        Self::new(&self.worker)
    }

    /// Asks for something; whatever was asked for before is no longer wanted.
    pub fn ask(&mut self, work: impl FnOnce(&Wanted<'_>) -> A + Send + 'static) {
        let generation = self.next();
        self.waits = true;
        let shared = self.shared.clone();
        (self.worker.0)(Box::new(move || {
            let wanted = || shared.newest.load(Ordering::SeqCst) == generation;
            if !wanted() {
                return false;
            }
            let answer = catch_unwind(AssertUnwindSafe(|| work(&Wanted(&wanted)))).map_err(|_| Failed);
            let still = wanted();
            if still {
                *shared.answer() = Some((generation, answer));
            }
            still
        }));
    }

    /// Wants nothing any more.
    pub fn forget(&mut self) {
        self.next();
        self.waits = false;
    }

    /// Whether the newest request is not answered yet.
    pub fn waits(&self) -> bool {
        self.waits
    }

    /// Takes the answer to the newest request, once.
    pub fn take(&mut self) -> Option<Result<A, Failed>> {
        let (generation, answer) = self.shared.answer().take()?;
        if !self.waits || generation != self.shared.newest.load(Ordering::SeqCst) {
            return None;
        }
        self.waits = false;
        Some(answer)
    }

    fn next(&self) -> u64 {
        self.shared.newest.fetch_add(1, Ordering::SeqCst) + 1
    }
}

impl<A> Drop for Newest<A> {
    fn drop(&mut self) {
        self.shared.newest.fetch_add(1, Ordering::SeqCst);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    /// A worker that does a piece of work when told to.
    fn by_hand() -> (Worker, impl Fn() -> bool) {
        let (sender, receiver) = channel::<Job>();
        (Worker::new(move |job| drop(sender.send(job))), move || receiver.try_recv().is_ok_and(|job| job()))
    }

    #[test]
    fn only_the_answer_to_the_newest_request_is_taken_and_stale_work_is_not_begun() {
        let (worker, work) = by_hand();
        let mut newest = Newest::new(&worker);
        newest.ask(|_| panic!("nobody wants this any more"));
        newest.ask(|_| 2);
        assert!(!work() && newest.take().is_none() && newest.waits());
        assert!(work());
        assert_eq!(newest.take(), Some(Ok(2)));
        assert!(newest.take().is_none() && !newest.waits());
    }

    #[test]
    fn an_answer_made_while_something_else_was_asked_for_is_dropped() {
        let (worker, work) = by_hand();
        let newest = Arc::new(Mutex::new(Newest::new(&worker)));
        let asks_again = newest.clone();
        newest.lock().expect("free").ask(move |wanted| {
            assert!(wanted.still());
            asks_again.lock().expect("free").ask(|_| "new");
            assert!(!wanted.still());
            "old"
        });
        assert!(!work());
        assert!(newest.lock().expect("free").take().is_none());
        assert!(work());
        assert_eq!(newest.lock().expect("free").take(), Some(Ok("new")));
    }

    #[test]
    fn what_is_forgotten_or_dropped_is_not_answered() {
        let (worker, work) = by_hand();
        let mut newest = Newest::new(&worker);
        newest.ask(|_| 1);
        newest.forget();
        assert!(!newest.waits() && !work() && newest.take().is_none());
        newest.ask(|_| 2);
        drop(newest);
        assert!(!work());
    }

    #[test]
    fn a_thread_does_the_work_and_wakes_who_waits_also_after_work_that_panicked() {
        let (sender, woken) = channel();
        let worker = Worker::thread(move || sender.send(()).expect("somebody listens"));
        let mut newest = Newest::new(&worker);
        let here = std::thread::current().id();
        newest.ask(|_| panic!("a mistake"));
        woken.recv_timeout(Duration::from_secs(10)).expect("woken");
        assert_eq!(newest.take(), Some(Err(Failed)));
        newest.ask(|_| std::thread::current().id());
        woken.recv_timeout(Duration::from_secs(10)).expect("woken");
        assert!(newest.take().is_some_and(|there| there.is_ok_and(|there| there != here)));
    }
}
