use std::path::Path;
use std::sync::Arc;
use std::sync::Mutex;

use super::*;

use crate::store::session_file::OpenMode;
use crate::store::testing::WRITE;
use crate::store::testing::entry;
use crate::store::testing::failing_disk;
use crate::store::testing::full_disk;
use crate::store::testing::look;
use crate::store::testing::new_session;
use crate::store::testing::seqs;

const LONG: Duration = Duration::from_secs(10);

/// How the disk fails, while it does.
type Fault = Option<fn() -> StoreError>;

/// A writer whose disk fails in a way that can be set, and what it reports.
struct Bench {
    writer: Option<Writer>,
    fault: Arc<Mutex<Fault>>,
    events: Receiver<WriterEvent>,
}

impl Bench {
    fn new(path: &Path) -> Self {
        let (tell, events) = mpsc::channel();
        let fault = Arc::new(Mutex::new(Fault::None));
        let gate: Gate = Box::new({
            let fault = fault.clone();
            move || {
                // The fault is copied out first: one that panics must not hold the lock.
                let fault = *fault.lock().expect("no panic while it is held");
                fault.map_or(Ok(()), |error| Err(error()))
            }
        });
        let on_event = Box::new(move |event| drop(tell.send(event)));
        let writer = Writer::spawn_gated(new_session(path), on_event, gate);
        Self { writer: Some(writer), fault, events }
    }

    fn writer(&self) -> &Writer {
        self.writer.as_ref().expect("not closed")
    }

    fn set_fault(&self, fault: Fault) {
        *self.fault.lock().expect("no panic") = fault;
    }

    fn event(&self) -> WriterEvent {
        self.events.recv_timeout(LONG).expect("an event")
    }
}

fn session(folder: &tempfile::TempDir) -> PathBuf {
    folder.path().join("a.plumbsession")
}

#[test]
fn saved_is_said_only_of_what_another_program_can_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let bench = Bench::new(&path);
    for seq in 1..=30 {
        bench.writer().append(entry(seq)).expect("takes it");
        if seq % 10 == 0 {
            bench.writer().flush(LONG).expect("saves");
        }
    }
    bench.writer().set_withdrawn(30, true).expect("takes it");
    bench.writer().flush(LONG).expect("saves");
    let mut last = 0;
    for event in bench.events.try_iter() {
        let WriterEvent::Saved { through_seq } = event else { panic!("{event:?}") };
        assert!(through_seq >= last);
        last = through_seq;
    }
    assert_eq!(last, 30);
    let loaded = look(&path);
    assert_eq!(seqs(&loaded), (1..=30).collect::<Vec<_>>());
    assert!(loaded.entries[29].withdrawn);
}

#[test]
fn dropping_the_writer_saves_what_waits_and_frees_the_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let bench = Bench::new(&path);
    for seq in 1..=50 {
        bench.writer().append(entry(seq)).expect("takes it");
    }
    bench.writer().place("pane", "matrix").expect("takes it");
    drop(bench);
    let (_store, loaded) = SessionStore::open(&path, WRITE()).expect("is free");
    assert_eq!(loaded.entries.len(), 50);
    assert_eq!(loaded.place["pane"], "matrix");
}

#[test]
fn after_a_full_disk_everything_is_saved_in_order_once_there_is_room() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let bench = Bench::new(&path);
    bench.set_fault(Some(full_disk));
    bench.writer().append(entry(1)).expect("takes it");
    let WriterEvent::Failed { message, unsaved: 1 } = bench.event() else { panic!("not told of the failure") };
    assert!(message.contains("no room left"), "{message}");
    let told = bench.writer().flush(LONG).expect_err("not saved");
    assert!(matches!(told, StoreError::Unsaved { unsaved: 1, .. }), "{told}");
    assert!(look(&path).entries.is_empty());

    bench.writer().append(entry(2)).expect("goes on in memory");
    assert!(matches!(bench.event(), WriterEvent::Failed { unsaved: 2, .. }));
    bench.set_fault(None);
    bench.writer().retry().expect("tries again");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 2 });
    bench.writer().flush(LONG).expect("saved");
    assert_eq!(seqs(&look(&path)), [1, 2]);
}

#[test]
fn after_a_failed_sync_nothing_is_called_saved_until_the_file_is_rebuilt() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let bench = Bench::new(&path);
    bench.writer().append(entry(1)).expect("takes it");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 1 });
    bench.set_fault(Some(failing_disk));
    bench.writer().append(entry(2)).expect("takes it");
    assert!(matches!(bench.event(), WriterEvent::Failed { unsaved: 1, .. }));

    // The disk answers again, but what it was told before may be lost: not by itself.
    bench.set_fault(None);
    bench.writer().append(entry(3)).expect("takes it");
    assert!(matches!(bench.event(), WriterEvent::Failed { unsaved: 2, .. }));
    assert_eq!(seqs(&look(&path)), [1]);

    bench.writer().retry().expect("asks for it");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 3 });
    bench.writer().append(entry(4)).expect("takes it");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 4 });
    assert_eq!(seqs(&look(&path)), [1, 2, 3, 4]);
}

#[test]
fn what_cannot_be_saved_can_be_rescued_to_another_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let bench = Bench::new(&path);
    bench.writer().append(entry(1)).expect("takes it");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 1 });
    bench.set_fault(Some(failing_disk));
    bench.writer().append(entry(2)).expect("takes it");
    assert!(matches!(bench.event(), WriterEvent::Failed { .. }));

    let refuge = folder.path().join("refuge.plumbsession");
    bench.writer().rescue(refuge.clone()).expect("asks for it");
    assert_eq!(bench.event(), WriterEvent::Rescued { path: refuge.clone() });
    assert_eq!(look(&refuge).entries, [entry(1), entry(2)]);
    assert!(bench.writer().flush(LONG).is_err(), "the session itself is still not saved");
    let (_store, loaded) = SessionStore::open(&refuge, WRITE()).expect("work can go on in it");
    assert_eq!(loaded.meta, look(&path).meta);

    bench.writer().rescue(refuge.clone()).expect("asks for it");
    let WriterEvent::RescueFailed { message, .. } = bench.event() else { panic!("wrote over a file") };
    assert!(message.contains("exists already"), "{message}");
}

#[test]
fn closing_tries_once_more_to_save_what_is_unsaved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let mut bench = Bench::new(&path);
    bench.set_fault(Some(failing_disk));
    bench.writer().append(entry(1)).expect("takes it");
    assert!(matches!(bench.event(), WriterEvent::Failed { .. }));
    bench.set_fault(None);
    let closed = bench.writer.take().expect("not closed").close(LONG);
    assert!(closed.is_ok(), "how the last attempt ended is what counts: {closed:?}");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 1 });
    assert_eq!(seqs(&look(&path)), [1]);
}

#[test]
fn a_mistake_in_saving_loses_nothing_and_trying_again_saves_all() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let bench = Bench::new(&path);
    bench.writer().append(entry(1)).expect("takes it");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 1 });
    bench.set_fault(Some(|| panic!("saving failed, as a test asked")));
    bench.writer().append(entry(2)).expect("takes it");
    assert!(matches!(bench.event(), WriterEvent::Failed { unsaved: 1, .. }));
    bench.set_fault(None);
    bench.writer().append(entry(3)).expect("goes on in memory");
    assert!(matches!(bench.event(), WriterEvent::Failed { unsaved: 2, .. }));
    bench.writer().retry().expect("tries again");
    assert_eq!(bench.event(), WriterEvent::Saved { through_seq: 3 });
    assert_eq!(seqs(&look(&path)), [1, 2, 3]);
}

#[test]
fn a_mistake_in_the_last_save_still_ends_the_thread_and_frees_the_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let mut bench = Bench::new(&path);
    bench.set_fault(Some(|| panic!("saving failed, as a test asked")));
    bench.writer().append(entry(1)).expect("takes it");
    assert!(bench.writer.take().expect("not closed").close(LONG).is_err());
    SessionStore::open(&path, WRITE()).expect("is free");
}

#[test]
fn the_session_is_held_until_the_writer_has_closed() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    let mut bench = Bench::new(&path);
    assert!(matches!(SessionStore::open(&path, WRITE()), Err(StoreError::Held { .. })));
    bench.writer.take().expect("not closed").close(LONG).expect("closes");
    SessionStore::open(&path, WRITE()).expect("is free");
}

#[test]
fn a_session_opened_to_read_says_that_it_cannot_be_saved() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = session(&folder);
    drop(new_session(&path));
    let (store, _) = SessionStore::open(&path, OpenMode::Read).expect("opens");
    let (tell, events) = mpsc::channel();
    let writer = Writer::spawn(store, Box::new(move |event| drop(tell.send(event))));
    writer.append(entry(1)).expect("takes it");
    let WriterEvent::Failed { message, unsaved: 1 } = events.recv_timeout(LONG).expect("an event") else {
        panic!("not told");
    };
    assert!(message.contains("can be read but not changed"), "{message}");
}

#[test]
fn closing_reports_what_stays_unsaved_to_the_last() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut bench = Bench::new(&session(&folder));
    bench.set_fault(Some(full_disk));
    bench.writer().append(entry(1)).expect("takes it");
    let told = bench.writer.take().expect("not closed").close(LONG).expect_err("no room to the last");
    assert!(matches!(told, StoreError::Unsaved { unsaved: 1, .. }), "{told}");
}
