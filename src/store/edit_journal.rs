//! The steps of an editing that is not saved yet, one a line, so that a crash loses none that was told as kept.
//!
//! Kept in the data folder, under the review and digest they were made on. Uses model. Invariant: a step is either
//! whole in the file or not there; one window at a time has it.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;

use uuid::Uuid;

use crate::model::edit::EditStep;
use crate::store::error::StoreError;
use crate::store::regular;

/// Digits of the digest in the name: two states of one review have two journals.
const SHORT: usize = 16;

enum Order {
    Line(Vec<u8>),
    Clear,
}

/// A journal, open; written by a thread of its own.
#[derive(Debug)]
pub struct EditJournal {
    data: PathBuf,
    path: PathBuf,
    orders: Option<Sender<Order>>,
    thread: Option<JoinHandle<()>>,
    trouble: Arc<Mutex<Option<String>>>,
}

/// Where the journal of a review is kept.
pub fn journal_path(data: &Path, review: Uuid, digest: &str) -> PathBuf {
    let short = &digest[..digest.len().min(SHORT)];
    data.join("editing").join(format!("{review}-{short}.steps"))
}

impl EditJournal {
    /// Opens the journal of a review, and gives what an earlier window left in it.
    ///
    /// # Errors
    /// A folder that cannot be written, or another window that edits the same.
    pub fn open(data: &Path, review: Uuid, digest: &str) -> Result<(Self, Vec<EditStep>), StoreError> {
        let path = journal_path(data, review, digest);
        let folder = path.parent().unwrap_or(data);
        std::fs::create_dir_all(folder).map_err(StoreError::io("make the folder", folder))?;
        regular::expect(&path).map_err(StoreError::io("write", &path))?;
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&path).map_err(StoreError::io("write", &path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(std::fs::TryLockError::WouldBlock) => return Err(StoreError::Held { path, holder: None }),
            Err(std::fs::TryLockError::Error(error)) => return Err(StoreError::io("lock", &path)(error)),
        }
        let (steps, whole) = read_steps(&mut file).map_err(StoreError::io("read", &path))?;
        // What was cut off by a crash is no step; the next one begins on a line of its own.
        file.set_len(whole).and_then(|()| file.seek(io::SeekFrom::End(0))).map_err(StoreError::io("write", &path))?;
        let (orders, received) = channel();
        let trouble = Arc::new(Mutex::new(None));
        let told = trouble.clone();
        let thread = std::thread::Builder::new()
            .name("edit-journal".to_owned())
            .spawn(move || {
                while let Ok(order) = received.recv() {
                    let done = carry_out(&mut file, order);
                    if let Ok(mut told) = told.lock() {
                        *told = done
                            .err()
                            .map(|error| format!("Changes are NOT kept until they are saved as an edition: {error}"));
                    }
                }
            })
            .map_err(StoreError::io("write", &path))?;
        Ok((Self { data: data.to_owned(), path, orders: Some(orders), thread: Some(thread), trouble }, steps))
    }

    /// The journal of what was saved, for what is changed from then on; this one is empty from now on. None where
    /// another window edits that already, or left something in it.
    pub fn go_on(self, review: Uuid, digest: &str) -> Option<Self> {
        self.clear();
        let (next, steps) = Self::open(&self.data, review, digest).ok()?;
        steps.is_empty().then_some(next)
    }

    /// Keeps a step; at once, but not waited for.
    pub fn append(&self, step: &EditStep) {
        let mut line = serde_json::to_vec(step).expect("a step's keys are strings");
        line.push(b'\n');
        self.order(Order::Line(line));
    }

    /// Forgets every step: they are saved, or not wanted.
    pub fn clear(&self) {
        self.order(Order::Clear);
    }

    fn order(&self, order: Order) {
        if let Some(orders) = &self.orders {
            // The thread ends only after this value.
            let _ = orders.send(order);
        }
    }

    /// What went wrong with the last step, if it is not kept.
    pub fn trouble(&self) -> Option<String> {
        self.trouble.lock().ok().and_then(|told| told.clone())
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for EditJournal {
    fn drop(&mut self) {
        self.orders = None;
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
        // One with nothing in it is no news to anybody.
        if std::fs::metadata(&self.path).is_ok_and(|about| about.len() == 0) {
            let _ = std::fs::remove_file(&self.path);
        }
    }
}

fn carry_out(file: &mut File, order: Order) -> io::Result<()> {
    match order {
        Order::Line(line) => file.write_all(&line)?,
        Order::Clear => {
            file.set_len(0)?;
            file.rewind()?;
        }
    }
    file.sync_data()
}

/// The steps in a journal up to the first that is not whole, and how many bytes they take.
fn read_steps(file: &mut File) -> io::Result<(Vec<EditStep>, u64)> {
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    let (mut steps, mut whole) = (Vec::new(), 0);
    for line in bytes.split_inclusive(|&byte| byte == b'\n') {
        let Some(step) = line.strip_suffix(b"\n").and_then(|line| serde_json::from_slice(line).ok()) else { break };
        steps.push(step);
        whole += line.len() as u64;
    }
    Ok((steps, whole))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::edit::Edit;

    fn step(item: &str) -> EditStep {
        EditStep::Do(Edit::Join { item: item.into() })
    }

    #[test]
    fn steps_come_back_and_one_that_was_cut_off_does_not() {
        let folder = tempfile::tempdir().expect("a folder");
        let id = Uuid::from_u128(7);
        let (journal, before) = EditJournal::open(folder.path(), id, "abc").expect("opens");
        assert!(before.is_empty());
        let path = journal.path().to_owned();
        journal.append(&step("e1"));
        journal.append(&EditStep::Undo);
        drop(journal);
        let mut file = OpenOptions::new().append(true).open(&path).expect("is there");
        file.write_all(b"{\"step\":\"do\",\"ed").expect("writes");
        drop(file);
        let (journal, before) = EditJournal::open(folder.path(), id, "abc").expect("opens");
        assert_eq!(before, [step("e1"), EditStep::Undo]);
        journal.append(&step("e2"));
        drop(journal);
        let (journal, before) = EditJournal::open(folder.path(), id, "abc").expect("opens");
        assert_eq!(before, [step("e1"), EditStep::Undo, step("e2")]);
        let journal = journal.go_on(id, "def").expect("nobody has that one");
        assert!(!path.exists(), "nothing is left of what is saved");
        journal.append(&step("e3"));
        let path = journal.path().to_owned();
        drop(journal);
        assert!(path.exists());
        let (journal, steps) = EditJournal::open(folder.path(), id, "def").expect("opens");
        assert_eq!(steps, [step("e3")]);
        journal.clear();
        drop(journal);
        assert!(!path.exists(), "nothing is left of what is saved");
    }

    #[test]
    fn two_windows_do_not_edit_one_review() {
        let folder = tempfile::tempdir().expect("a folder");
        let id = Uuid::from_u128(7);
        let first = EditJournal::open(folder.path(), id, "abc").expect("opens");
        let error = EditJournal::open(folder.path(), id, "abc").expect_err("held");
        assert!(matches!(error, StoreError::Held { .. }), "{error}");
        drop(first);
        EditJournal::open(folder.path(), id, "abc").expect("opens again");
    }
}
