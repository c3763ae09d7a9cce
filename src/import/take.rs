//! Reading many files at once: each to its text, one bad file not stopping the others.
//!
//! Invariant: results are in the order of the inputs whatever order they were read in; only texts are held, never the
//! bytes of more files than are being read; a stop is heeded between files.

use std::sync::atomic::AtomicBool;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;
use std::sync::mpsc;
use std::thread;

use crate::document::canonical::sha256_hex;
use crate::import::error::ImportError;
use crate::import::input::Input;
use crate::import::read::Tools;
use crate::import::read::file_bytes;
use crate::import::read::read_document;
use crate::import::record::Record;

/// The most text one import holds, in bytes.
pub const MOST_TEXT: usize = 1 << 30;
/// The most files read at one time.
const AT_ONCE: usize = 4;

/// Who wants to know how an import goes, and may stop it.
pub trait Watch {
    /// So many files are to be read.
    fn begin(&mut self, files: usize);
    /// One more was read.
    fn read(&mut self, name: &str);
    /// Whether to stop.
    fn stopped(&self) -> bool;
}

/// Nobody: nothing is shown and nothing stops.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {
    fn begin(&mut self, _: usize) {}
    fn read(&mut self, _: &str) {}
    fn stopped(&self) -> bool {
        false
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, lower-case hex.
    pub sha256: String,
    /// What is in it; `None` where its bytes are known already, and its text need not be taken out again.
    pub record: Option<Record>,
}

/// What became of each input, in order: `Err` where it could not be read.
pub type TakenAll = Vec<Result<Taken, (String, ImportError)>>;

/// Reads files. Those whose digest `known` answers to are not read further.
///
/// # Errors
/// [`ImportError::Stopped`]; more text than one import holds. A file that cannot be read is a result, not an error.
pub fn take_all(
    inputs: &[Input],
    tools: &Tools,
    known: &(dyn Fn(&str) -> bool + Sync),
    watch: &mut dyn Watch,
) -> Result<TakenAll, ImportError> {
    watch.begin(inputs.len());
    let workers = thread::available_parallelism().map_or(1, usize::from).min(AT_ONCE).min(inputs.len().max(1));
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = mpsc::sync_channel(workers);
    let mut results: Vec<Option<Result<Taken, (String, ImportError)>>> = Vec::new();
    results.resize_with(inputs.len(), || None);
    let outcome = thread::scope(|scope| {
        for _ in 0..workers {
            let send = send.clone();
            let (next, stop) = (&next, &stop);
            scope.spawn(move || {
                while !stop.load(Ordering::Relaxed) {
                    let at = next.fetch_add(1, Ordering::Relaxed);
                    let Some(input) = inputs.get(at) else { break };
                    let taken = take(input, tools, known).map_err(|error| (input.name.clone(), error));
                    if send.send((at, taken)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(send);
        let outcome = collect(&receive, &mut results, watch);
        stop.store(true, Ordering::Relaxed);
        drop(receive);
        outcome
    });
    outcome?;
    if watch.stopped() {
        return Err(ImportError::Stopped);
    }
    Ok(results.into_iter().flatten().collect())
}

type Message = (usize, Result<Taken, (String, ImportError)>);

fn collect(
    receive: &mpsc::Receiver<Message>,
    results: &mut [Option<Result<Taken, (String, ImportError)>>],
    watch: &mut dyn Watch,
) -> Result<(), ImportError> {
    let mut held = 0_usize;
    for (at, result) in receive {
        if watch.stopped() {
            return Err(ImportError::Stopped);
        }
        let (name, bytes) = match &result {
            Ok(taken) => (taken.name.as_str(), taken.record.as_ref().map_or(0, |record| record.text.len())),
            Err((name, _)) => (name.as_str(), 0),
        };
        watch.read(name);
        held += bytes;
        if held > MOST_TEXT {
            return Err(ImportError::OverLimit {
                name: "this import".to_owned(),
                what: "the text of all files together".to_owned(),
                limit: format!("{} MB", MOST_TEXT >> 20),
                remedy: "leave out what is no evidence, or make two reviews".to_owned(),
            });
        }
        results[at] = Some(result);
    }
    Ok(())
}

fn take(input: &Input, tools: &Tools, known: &(dyn Fn(&str) -> bool + Sync)) -> Result<Taken, ImportError> {
    let bytes = file_bytes(&input.path)?;
    let sha256 = sha256_hex(&bytes);
    let record = match known(&sha256) {
        true => None,
        false => Some(read_document(&input.name, &bytes, tools)?),
    };
    Ok(Taken { name: input.name.clone(), sha256, record })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn inputs(folder: &std::path::Path, count: usize) -> Vec<Input> {
        let input = |n: usize| {
            let name = format!("{n:03}.txt");
            let path = folder.join(&name);
            let text = if n % 10 == 3 { String::new() } else { format!("Text number {n}.\n") };
            std::fs::write(&path, text).expect("writes");
            Input { path, name }
        };
        (0..count).map(input).collect()
    }

    #[test]
    fn results_come_in_the_order_of_the_files_and_bad_ones_stop_nobody() {
        let folder = tempfile::tempdir().expect("a folder");
        let inputs = inputs(folder.path(), 50);
        let taken = take_all(&inputs, &Tools::default(), &|_| false, &mut Unwatched).expect("reads");
        assert_eq!(taken.iter().filter(|result| result.is_err()).count(), 5);
        let names: Vec<&str> = taken
            .iter()
            .map(|result| result.as_ref().map_or_else(|(name, _)| name.as_str(), |taken| &taken.name))
            .collect();
        assert_eq!(names, inputs.iter().map(|input| input.name.as_str()).collect::<Vec<_>>());
    }

    #[test]
    fn a_stop_is_heeded_between_files() {
        struct AfterThree(usize);
        impl Watch for AfterThree {
            fn begin(&mut self, _: usize) {}
            fn read(&mut self, _: &str) {
                self.0 += 1;
            }
            fn stopped(&self) -> bool {
                self.0 >= 3
            }
        }
        let folder = tempfile::tempdir().expect("a folder");
        let inputs = inputs(folder.path(), 50);
        let mut watch = AfterThree(0);
        let stopped = take_all(&inputs, &Tools::default(), &|_| false, &mut watch);
        assert_eq!((stopped, watch.0), (Err(ImportError::Stopped), 3));
    }
}
