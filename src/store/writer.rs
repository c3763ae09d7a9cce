//! The thread that saves: takes changes as they come, commits what waits in one transaction.
//!
//! Uses `model` and the session file. Invariant: `Saved` is sent after a commit that was synced, never
//! before and never after a failed one; what is unsaved stays in memory, in order.

use std::collections::VecDeque;
use std::ops::ControlFlow;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::mpsc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::thread;
use std::thread::JoinHandle;
use std::time::Duration;

use crate::model::session::LogEntry;
use crate::model::session::ReviewRef;
use crate::store::change::Change;
use crate::store::error::StoreError;
use crate::store::rows::ActRow;
use crate::store::rows::ReadingMark;
use crate::store::session_file::SessionStore;

/// How long a dropped writer is waited for before it is left to itself.
const LAST_PATIENCE: Duration = Duration::from_secs(10);

/// What the writer reports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum WriterEvent {
    /// Everything up to this act is on the disk, and nothing waits.
    Saved { through_seq: u64 },
    /// So many changes are in memory only. Stays true until the next `Saved`.
    Failed { message: String, unsaved: usize },
    /// Everything, saved or not, was written to a new session file.
    Rescued { path: PathBuf },
    /// That failed too.
    RescueFailed { path: PathBuf, message: String },
}

/// Stands before every commit; a test lets it refuse, as a disk would.
pub type Gate = Box<dyn FnMut() -> Result<(), StoreError> + Send>;

enum Message {
    Append(Box<LogEntry>),
    Change(Change),
    Flush(Sender<Result<(), StoreError>>),
    Retry,
    Rescue(PathBuf),
    /// Whoever closes and waits is told whether all is saved.
    Close(Option<Sender<Result<(), StoreError>>>),
}

/// The saving thread of one session. Dropping it saves what waits and closes the session.
#[derive(Debug)]
pub struct Writer {
    sender: Sender<Message>,
    ended: Receiver<()>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts saving into a session; reports from the saving thread.
    pub fn spawn(store: SessionStore, on_event: Box<dyn Fn(WriterEvent) + Send>) -> Self {
        Self::spawn_gated(store, on_event, Box::new(|| Ok(())))
    }

    /// The same with a gate before every commit, for tests of disks that fail.
    #[doc(hidden)]
    pub fn spawn_gated(store: SessionStore, on_event: Box<dyn Fn(WriterEvent) + Send>, gate: Gate) -> Self {
        let (sender, receiver) = mpsc::channel();
        let (end, ended) = mpsc::channel();
        let thread = thread::spawn(move || {
            let (inbox, pending) = (VecDeque::new(), Vec::new());
            let mut desk = Desk { store, inbox, pending, failure: None, closing: false, on_event, gate };
            // A mistake of ours is a failed save: what is unsaved stays, and the thread is there to save it.
            while catch_unwind(AssertUnwindSafe(|| desk.work(&receiver))).is_err() && !desk.closing {
                desk.failed_by_itself();
            }
            // Nobody may be waiting any more.
            let _ = end.send(());
        });
        Self { sender, ended, thread: Some(thread) }
    }

    /// Adds an act to the log.
    pub fn append(&self, entry: LogEntry) -> Result<(), StoreError> {
        self.send(Message::Append(Box::new(entry)))
    }

    /// Takes an act back, or restores it.
    pub fn set_withdrawn(&self, seq: u64, withdrawn: bool) -> Result<(), StoreError> {
        self.change(Change::SetWithdrawn { seq, withdrawn })
    }

    /// Notes that another edition of the review was opened.
    pub fn review(&self, review: ReviewRef) -> Result<(), StoreError> {
        self.change(Change::Review(review))
    }

    /// Writes something down about the session.
    pub fn meta(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.change(Change::Meta { key: key.to_owned(), value: value.to_owned() })
    }

    /// Notes what was read.
    pub fn reading(&self, marks: Vec<ReadingMark>) -> Result<(), StoreError> {
        self.change(Change::Reading(marks))
    }

    /// Notes where the member is.
    pub fn place(&self, key: &str, value: &str) -> Result<(), StoreError> {
        self.change(Change::Place { key: key.to_owned(), value: value.to_owned() })
    }

    /// Queues any change.
    pub fn change(&self, change: Change) -> Result<(), StoreError> {
        self.send(Message::Change(change))
    }

    /// Tries again to save what is unsaved: in the same file, or in a new one in its place if the file
    /// can no longer be trusted. The outcome is reported.
    pub fn retry(&self) -> Result<(), StoreError> {
        self.send(Message::Retry)
    }

    /// Writes everything, saved or not, to a new session file. The outcome is reported.
    pub fn rescue(&self, path: PathBuf) -> Result<(), StoreError> {
        self.send(Message::Rescue(path))
    }

    /// Waits until everything queued so far is on the disk.
    ///
    /// Fails with [`StoreError::Unsaved`] where saving fails and [`StoreError::Slow`] after `timeout`.
    pub fn flush(&self, timeout: Duration) -> Result<(), StoreError> {
        let (reply, outcome) = mpsc::channel();
        self.send(Message::Flush(reply))?;
        match outcome.recv_timeout(timeout) {
            Ok(result) => result,
            Err(mpsc::RecvTimeoutError::Timeout) => Err(StoreError::Slow { waited: timeout }),
            Err(mpsc::RecvTimeoutError::Disconnected) => Err(StoreError::Closed),
        }
    }

    /// Saves what waits, closes the session and gives up its lock. What could not be saved before is tried a last
    /// time, and only how that ends counts.
    ///
    /// Fails with [`StoreError::Unsaved`] where saving fails and [`StoreError::Slow`] after `timeout`.
    pub fn close(mut self, timeout: Duration) -> Result<(), StoreError> {
        let (reply, outcome) = mpsc::channel();
        self.end(timeout, Some(reply));
        match outcome.try_recv() {
            Ok(result) => result,
            Err(mpsc::TryRecvError::Empty) => Err(StoreError::Slow { waited: timeout }),
            Err(mpsc::TryRecvError::Disconnected) => Err(StoreError::Closed),
        }
    }

    fn send(&self, message: Message) -> Result<(), StoreError> {
        self.sender.send(message).map_err(|_| StoreError::Closed)
    }

    fn end(&mut self, timeout: Duration, reply: Option<Sender<Result<(), StoreError>>>) {
        let Some(thread) = self.thread.take() else { return };
        let _ = self.sender.send(Message::Close(reply));
        // A disk that hangs must not hang the program's end; a thread that panicked has ended as well.
        if !matches!(self.ended.recv_timeout(timeout), Err(mpsc::RecvTimeoutError::Timeout)) {
            let _ = thread.join();
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.end(LAST_PATIENCE, None);
    }
}

/// The saving thread's own state.
struct Desk {
    store: SessionStore,
    inbox: VecDeque<Message>,
    pending: Vec<Change>,
    failure: Option<String>,
    closing: bool,
    on_event: Box<dyn Fn(WriterEvent) + Send>,
    gate: Gate,
}

impl Desk {
    fn work(&mut self, messages: &Receiver<Message>) {
        while let Some(message) = self.next(messages) {
            match message {
                Message::Append(entry) => self.pending.push(Change::Append(ActRow::from(entry.as_ref()))),
                Message::Change(change) => self.pending.push(change),
                request => {
                    if self.answer(request).is_break() {
                        return;
                    }
                    continue;
                }
            }
            // One transaction for all that waits; a request is about everything queued before it.
            if !matches!(self.inbox.front(), Some(Message::Append(_) | Message::Change(_))) {
                self.save();
            }
        }
        self.finish();
    }

    /// The next message; waits for one. `None` once nobody can send any more.
    fn next(&mut self, messages: &Receiver<Message>) -> Option<Message> {
        if self.inbox.is_empty() {
            self.inbox.extend(messages.recv().into_iter().chain(messages.try_iter()));
        }
        self.inbox.pop_front()
    }

    /// After a panic in this thread: whether the last commit was done is not known, so the file is made anew.
    fn failed_by_itself(&mut self) {
        self.store.distrust();
        self.failure = Some("saving failed by a mistake of plumbline's own".to_owned());
        self.report_failure();
    }

    fn answer(&mut self, request: Message) -> ControlFlow<()> {
        match request {
            Message::Append(_) | Message::Change(_) => {}
            // Whoever asked may have stopped waiting.
            Message::Flush(reply) => drop(reply.send(self.standing())),
            Message::Retry => self.retry(),
            Message::Rescue(path) => self.rescue(path),
            Message::Close(reply) => {
                self.finish();
                if let Some(reply) = reply {
                    let _ = reply.send(self.standing());
                }
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    }

    fn save(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        if self.store.is_distrusted() {
            // Only what the member asks for writes anything now; the count has gone up.
            return self.report_failure();
        }
        let outcome = (self.gate)().and_then(|()| self.store.commit(&self.pending));
        self.settle(outcome);
    }

    fn retry(&mut self) {
        if self.store.is_distrusted() {
            let outcome = (self.gate)().and_then(|()| self.store.rebuild(&self.pending));
            return self.settle(outcome);
        }
        self.save();
    }

    fn settle(&mut self, outcome: Result<(), StoreError>) {
        match outcome {
            Ok(()) => {
                self.pending.clear();
                self.failure = None;
                log::info!("saved through act {}", self.store.last_seq());
                (self.on_event)(WriterEvent::Saved { through_seq: self.store.last_seq() });
            }
            Err(error) => {
                if error.distrusts_the_file() {
                    self.store.distrust();
                }
                self.failure = Some(error.told());
                self.report_failure();
            }
        }
    }

    fn report_failure(&self) {
        let message = self.failure.clone().unwrap_or_default();
        log::error!("not saved: {message} ({} changes wait)", self.pending.len());
        (self.on_event)(WriterEvent::Failed { message, unsaved: self.pending.len() });
    }

    fn standing(&self) -> Result<(), StoreError> {
        match &self.failure {
            Some(message) if !self.pending.is_empty() => {
                Err(StoreError::Unsaved { unsaved: self.pending.len(), message: message.clone() })
            }
            _ => Ok(()),
        }
    }

    fn rescue(&self, path: PathBuf) {
        let event = match self.store.rescue(&path, &self.pending) {
            Ok(()) => WriterEvent::Rescued { path },
            Err(error) => WriterEvent::RescueFailed { path, message: error.told() },
        };
        log::warn!("rescue copy: {event:?}");
        (self.on_event)(event);
    }

    /// The last chance: what is unsaved now is gone with the process.
    fn finish(&mut self) {
        self.closing = true;
        if !self.pending.is_empty() {
            self.retry();
        }
        if self.failure.is_none() && self.pending.is_empty() {
            self.store.keep_snapshot();
        }
    }
}

#[cfg(test)]
#[path = "writer_tests.rs"]
mod tests;
