//! Makes a large review of made-up evidence: `cargo run --release --example large_review -- ITEMS FILE [SEED]`.
//!
//! FILE ends in `.json` or `.plumb`. The same items and seed give the same file; nothing of it is held in memory.
#![allow(clippy::print_stderr)]

#[allow(dead_code)]
#[path = "../benches/support/large.rs"]
mod large;

use std::error::Error;
use std::fs::File;
use std::io::BufWriter;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::ExitCode;

use plumbline::document::digest::Digesting;
use plumbline::document::large::Writing;
use plumbline::store::atomic::Existing;
use plumbline::store::review_file::ReviewWriter;

use large::Large;

fn make(items: usize, path: &Path, seed: u64) -> Result<(), Box<dyn Error>> {
    let large = Large::new(items, seed);
    let head = large.head();
    if path.extension().is_some_and(|ending| ending == "plumb") {
        let mut writer = ReviewWriter::begin(path, &head, Existing::Replace)?;
        let mut digesting = Digesting::begin(&head);
        for item in large {
            digesting.item(&item);
            writer.put(&item)?;
        }
        return Ok(writer.finish(&digesting.finish())?);
    }
    let mut out = BufWriter::new(File::create(path)?);
    let mut writing = Writing::begin(&head, &mut out)?;
    for item in large {
        writing.item(&item)?;
    }
    writing.finish()?;
    Ok(out.flush()?)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let items = arguments.first().and_then(|items| items.replace(['_', ','], "").parse().ok());
    let seed = arguments.get(2).map_or(Some(1), |seed| seed.parse().ok());
    let (Some(items), Some(path), Some(seed)) = (items, arguments.get(1).map(PathBuf::from), seed) else {
        eprintln!("usage: large_review ITEMS FILE [SEED]; FILE ends in .json or .plumb");
        return ExitCode::from(2);
    };
    match make(items, &path, seed) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
