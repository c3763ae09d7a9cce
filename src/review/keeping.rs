//! Joins a workspace to the thread that saves it, and passes on what that thread reports.
//!
//! Uses `store`. Invariant: nothing here waits for a disk but what says so; a report made before anyone listens is
//! not lost.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::time::Duration;

use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::moment::Moment;
use crate::model::opened::Opened;
use crate::model::session::LogEntry;
use crate::review::workspace::Keeper;
use crate::store::change::Change;
use crate::store::error::StoreError;
use crate::store::lock::Watch;
use crate::store::rows::ReadingMark;
use crate::store::session_file::SessionStore;
use crate::store::writer::Writer;
use crate::store::writer::WriterEvent;

/// The kind of a reading mark of an item of evidence, and its two states.
const EVIDENCE: &str = "evidence";
const READ: &str = "read";
const UNREAD: &str = "unread";
/// The kind of a reading mark of a source; its state says which paragraphs were opened.
const SOURCE: &str = "source";

/// What the saving side has to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Report {
    /// Something was saved, or could not be.
    Writer(WriterEvent),
    /// Another window asks for this session: save, close, and show it read-only.
    Wanted,
}

type Listener = Box<dyn Fn(Report) + Send>;

#[derive(Default)]
struct Relay {
    listener: Option<Listener>,
    waiting: Vec<Report>,
}

impl Relay {
    fn pass(&mut self, report: Report) {
        match &self.listener {
            Some(listener) => listener(report),
            None => self.waiting.push(report),
        }
    }
}

type Shared<T> = Arc<Mutex<T>>;

fn locked<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The saving of one open session, as its window sees it.
pub struct Saving {
    relay: Shared<Relay>,
    writer: Shared<Option<Writer>>,
    watch: Option<Watch>,
}

impl Saving {
    /// Saves nothing: a session that is only looked at.
    pub fn none() -> Self {
        Self { relay: Shared::default(), writer: Shared::default(), watch: None }
    }

    /// Starts saving into a session that is open for writing.
    pub(crate) fn into(store: SessionStore) -> (Self, StoreKeeper) {
        let relay = Shared::<Relay>::default();
        let wanted = relay.clone();
        let watch = store.lock().map(|lock| lock.watch(move || locked(&wanted).pass(Report::Wanted)));
        let reports = relay.clone();
        let on_event = Box::new(move |event| locked(&reports).pass(Report::Writer(event)));
        let writer = Arc::new(Mutex::new(Some(Writer::spawn(store, on_event))));
        let keeper = StoreKeeper { writer: writer.clone(), relay: relay.clone() };
        (Self { relay, writer, watch }, keeper)
    }

    /// Has reports told to this from now on, those first that were made before. Called from other threads.
    pub fn listen(&self, listener: impl Fn(Report) + Send + 'static) {
        let mut relay = locked(&self.relay);
        relay.listener = Some(Box::new(listener));
        for report in std::mem::take(&mut relay.waiting) {
            relay.pass(report);
        }
    }

    /// Whether the window that asked for this session waits for it still.
    pub fn is_wanted(&self) -> bool {
        self.watch.as_ref().is_some_and(Watch::is_wanted)
    }

    /// Whether anything is saved at all.
    pub fn is_on(&self) -> bool {
        locked(&self.writer).is_some()
    }

    /// Waits until everything done so far is on the disk.
    ///
    /// # Errors
    /// What could not be saved, or a disk slower than `timeout`.
    pub fn flush(&self, timeout: Duration) -> Result<(), StoreError> {
        locked(&self.writer).as_ref().map_or(Ok(()), |writer| writer.flush(timeout))
    }

    /// Tries again to save what is unsaved; the outcome is reported.
    ///
    /// # Errors
    /// A saving thread that has ended.
    pub fn retry(&self) -> Result<(), StoreError> {
        locked(&self.writer).as_ref().map_or(Ok(()), Writer::retry)
    }

    /// Writes everything, saved or not, to a new session file; the outcome is reported.
    ///
    /// # Errors
    /// A saving thread that has ended.
    pub fn rescue(&self, path: PathBuf) -> Result<(), StoreError> {
        locked(&self.writer).as_ref().map_or(Ok(()), |writer| writer.rescue(path))
    }

    /// Saves what waits, closes the session and gives up the right to change it. What is done after that is not
    /// kept: make the workspace read-only first.
    ///
    /// # Errors
    /// What could not be saved.
    pub fn close(&mut self, timeout: Duration) -> Result<(), StoreError> {
        self.watch = None;
        let writer = locked(&self.writer).take();
        writer.map_or(Ok(()), |writer| writer.close(timeout))
    }
}

/// Hands what a workspace does to the saving thread.
#[derive(Clone)]
pub struct StoreKeeper {
    writer: Shared<Option<Writer>>,
    relay: Shared<Relay>,
}

impl StoreKeeper {
    pub(crate) fn change(&self, change: Change) {
        self.send(|writer| writer.change(change));
    }

    fn send(&self, what: impl FnOnce(&Writer) -> Result<(), StoreError>) {
        let outcome = locked(&self.writer).as_ref().map_or(Err(StoreError::Closed), what);
        if let Err(error) = outcome {
            let failed = WriterEvent::Failed { message: error.told(), unsaved: 1 };
            locked(&self.relay).pass(Report::Writer(failed));
        }
    }
}

impl Keeper for StoreKeeper {
    fn append(&mut self, entry: &LogEntry) {
        self.send(|writer| writer.append(entry.clone()));
    }

    fn reading(&mut self, item: &EvidenceId, read: bool, at: Moment) {
        let state = if read { READ } else { UNREAD }.to_owned();
        let mark = ReadingMark { kind: EVIDENCE.to_owned(), id: item.to_string(), at, state };
        self.send(|writer| writer.reading(vec![mark]));
    }

    fn opened(&mut self, source: &SourceId, opened: &Opened, at: Moment) {
        let mark = ReadingMark { kind: SOURCE.to_owned(), id: source.to_string(), at, state: opened.to_string() };
        self.send(|writer| writer.reading(vec![mark]));
    }

    fn place(&mut self, key: &str, value: &str) {
        self.send(|writer| writer.place(key, value));
    }

    fn name(&mut self, name: Option<&str>) {
        self.change(Change::MemberName(name.map(str::to_owned)));
    }
}

/// The items that reading marks say were read.
pub(crate) fn read_items(marks: &[ReadingMark]) -> impl Iterator<Item = (EvidenceId, Moment)> + '_ {
    let read = marks.iter().filter(|mark| mark.kind == EVIDENCE && mark.state == READ);
    read.map(|mark| (EvidenceId(mark.id.clone()), mark.at))
}

/// What reading marks say of the paragraphs of sources. A mark that says it in no way this program knows is left out.
pub(crate) fn opened_sources(marks: &[ReadingMark]) -> impl Iterator<Item = (SourceId, Opened)> + '_ {
    let of_sources = marks.iter().filter(|mark| mark.kind == SOURCE);
    of_sources.filter_map(|mark| Some((SourceId(mark.id.clone()), mark.state.parse().ok()?)))
}
