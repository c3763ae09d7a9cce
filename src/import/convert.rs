//! A review from one kind of file to the other, JSON or database, its evidence passing item by item.
//!
//! Uses the document and store layers. Invariant: what is written is valid, has the digest of what was read, and
//! stands under its name only when it is whole; memory does not grow with the evidence.

use std::fs::File;
use std::io;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::io::Seek;
use std::io::Write;
use std::path::Path;

use crate::document::digest::Digesting;
use crate::document::error::DocumentError;
use crate::document::large::Writing;
use crate::document::large::read_head;
use crate::document::large::read_items;
use crate::document::read::DATABASE;
use crate::model::evidence::Evidence;
use crate::model::items::Items;
use crate::model::paged::Paged;
use crate::model::review::REVIEW_FORMAT;
use crate::model::review::Review;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::regular;
use crate::store::review_file;
use crate::store::review_file::ReviewWriter;

/// Why a review was not converted.
#[derive(Debug, thiserror::Error)]
pub enum ConvertError {
    /// What is read is not a review that can be used.
    #[error(transparent)]
    Document(#[from] DocumentError),
    /// A file that cannot be used.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is read cannot be read on.
    #[error("it cannot be read: {0}; look whether it is still there and whole, then try again")]
    Input(#[from] io::Error),
    /// The member stopped it.
    #[error("stopped; nothing was written")]
    Stopped,
}

/// How far it has come.
pub trait Course {
    /// So many bytes or items of so many are done; false where it is to be stopped.
    fn at(&mut self, what: Stage, done: u64, all: u64) -> bool;
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// All but the evidence is looked for. Counts bytes.
    Head,
    /// The evidence passes. Counts bytes of a text, items of a database.
    Evidence,
    /// The index of words is made. Counts nothing.
    Index,
}

/// What was converted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Converted {
    /// The review, but for its evidence.
    pub review: Review,
    /// How many items it has.
    pub items: usize,
}

/// Whether a file is a review: a review database, or JSON that begins by saying so.
pub fn is_review(path: &Path) -> bool {
    let mut start = Vec::new();
    let read = regular::open(path).and_then(|file| file.take(4096).read_to_end(&mut start));
    let json = || {
        let text = String::from_utf8_lossy(&start);
        text.trim_start_matches('\u{feff}').trim_start().starts_with('{') && text.contains(REVIEW_FORMAT)
    };
    read.is_ok() && (start.starts_with(DATABASE) || json())
}

/// Whether it is a database.
fn is_database(path: &Path) -> bool {
    let mut start = [0; DATABASE.len()];
    regular::open(path).and_then(|mut file| file.read_exact(&mut start)).is_ok() && start == *DATABASE
}

/// Where evidence goes.
type Sink<'a> = &'a mut dyn FnMut(Evidence) -> Result<(), ConvertError>;

/// A review that is read item by item.
enum Source {
    Json {
        file: File,
        name: String,
        len: u64,
    },
    Plumb(Box<(Paged, String)>),
    /// A database of an earlier form, or one without the mark of having been valid: read as a whole.
    Whole(Vec<Evidence>),
}

impl Source {
    fn open(path: &Path, course: &mut dyn Course) -> Result<(Review, Self), ConvertError> {
        let name = path.display().to_string();
        if is_database(path) {
            if let Some(opened) = review_file::review_in_file(path)? {
                crate::document::validate::validate_review(&opened.review, &name)?;
                return Ok((opened.review, Self::Plumb(Box::new((Paged::new(Box::new(opened.items)), opened.digest)))));
            }
            let (mut review, _) = review_file::read_review(path)?;
            crate::document::validate::validate_review(&review, &name)?;
            let evidence = std::mem::take(&mut review.evidence);
            return Ok((review, Self::Whole(evidence)));
        }
        let file = regular::open(path).map_err(StoreError::io("open", path))?;
        let len = file.metadata().map_err(StoreError::io("open", path))?.len();
        let mut input =
            Watched { input: BufReader::with_capacity(1 << 16, &file), stage: Stage::Head, done: 0, len, course };
        let head = read_head::<ConvertError>(&mut input, &name).map_err(stopped)?;
        Ok((head, Self::Json { file, name, len }))
    }

    fn each(&mut self, head: &Review, course: &mut dyn Course, sink: Sink<'_>) -> Result<(), ConvertError> {
        match self {
            Self::Json { file, name, len } => {
                file.rewind()?;
                let mut input = Watched {
                    input: BufReader::with_capacity(1 << 16, &*file),
                    stage: Stage::Evidence,
                    done: 0,
                    len: *len,
                    course,
                };
                read_items::<ConvertError>(&mut input, name, head, sink).map(drop).map_err(stopped)
            }
            Self::Plumb(paged) => {
                let items = Items::paged(&paged.0);
                for (at, item) in items.walk().enumerate() {
                    if let Some(why) = paged.0.take_trouble() {
                        return Err(ConvertError::Input(io::Error::other(why)));
                    }
                    if at % 1024 == 0 && !course.at(Stage::Evidence, at as u64, items.len() as u64) {
                        return Err(ConvertError::Stopped);
                    }
                    sink(Evidence::clone(&item))?;
                }
                Ok(())
            }
            Self::Whole(evidence) => evidence.drain(..).try_for_each(sink),
        }
    }
}

/// Writes a review into a database.
///
/// # Errors
/// What is wrong with it; a file that cannot be written.
pub fn to_database(
    from: &Path,
    to: &Path,
    existing: Existing,
    course: &mut dyn Course,
) -> Result<Converted, ConvertError> {
    let (review, mut source) = Source::open(from, course)?;
    let mut writer = ReviewWriter::begin(to, &review, existing)?;
    let mut digesting = Digesting::begin(&review);
    source.each(&review, course, &mut |item| {
        digesting.item(&item);
        Ok(writer.put(&item)?)
    })?;
    let items = writer.count();
    if !course.at(Stage::Index, 0, 0) {
        return Err(ConvertError::Stopped);
    }
    writer.finish(&digesting.finish())?;
    Ok(Converted { review, items })
}

/// Writes a review as JSON into a file.
///
/// # Errors
/// As [`to_database`].
pub fn to_json(from: &Path, to: &Path, existing: Existing, course: &mut dyn Course) -> Result<Converted, ConvertError> {
    let mut outcome = Err(ConvertError::Stopped);
    atomic::write_with(to, existing, |out| {
        outcome = to_writer(from, out, course);
        // What went wrong is told by `outcome`; this only keeps the file from getting its name.
        if outcome.is_ok() { Ok(()) } else { Err(io::Error::other("not converted")) }
    })
    .or_else(|error| if outcome.is_ok() { Err(error) } else { Ok(()) })?;
    outcome
}

/// Writes a review as JSON.
///
/// # Errors
/// As [`to_database`].
pub fn to_writer(from: &Path, out: &mut dyn Write, course: &mut dyn Course) -> Result<Converted, ConvertError> {
    let (review, mut source) = Source::open(from, course)?;
    let mut writing = Writing::begin(&review, out)?;
    let mut items = 0;
    source.each(&review, course, &mut |item| {
        items += 1;
        Ok(writing.item(&item)?)
    })?;
    writing.finish()?;
    Ok(Converted { review, items })
}

fn stopped(error: ConvertError) -> ConvertError {
    match error {
        ConvertError::Input(error) if error.get_ref().is_some_and(|inner| inner.is::<StopHere>()) => {
            ConvertError::Stopped
        }
        other => other,
    }
}

#[derive(Debug, thiserror::Error)]
#[error("stopped")]
struct StopHere;

/// Tells how far a text was read.
struct Watched<'a, R> {
    input: R,
    stage: Stage,
    done: u64,
    len: u64,
    course: &'a mut dyn Course,
}

impl<R: BufRead> Read for Watched<'_, R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(bytes)?;
        self.done += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Watched<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if !self.course.at(self.stage, self.done, self.len) {
            return Err(io::Error::other(StopHere));
        }
        self.input.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.done += count as u64;
        self.input.consume(count);
    }
}
