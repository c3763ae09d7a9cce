//! What the commands that make a review share: where it goes, how far it has come, what is said of it.
//!
//! Invariant: whether OUT may be written is known before anything is read, and it is written whole or not at all.

use std::collections::BTreeMap;
use std::io;
use std::io::IsTerminal;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;

use indicatif::ProgressBar;
use indicatif::ProgressDrawTarget;
use indicatif::ProgressStyle;
use serde_json::Value;
use serde_json::json;

use crate::cli::args::Reading;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::document::digest::digest;
use crate::document::write::write_review;
use crate::import::error::ImportError;
use crate::import::read::Tools;
use crate::import::summary::Summary;
use crate::import::take::Watch;
use crate::model::review::Review;
use crate::review::open::OpenedReview;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::review_file;
use crate::text::display::display_line;
use crate::text::numbers::grouped;

/// From so many items on it is said that all are read into memory.
const MUCH: usize = 100_000;
/// How many things that could not be resolved are said; `--json` has all.
const SAID: usize = 25;

/// Where a review is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// Nowhere.
    Nowhere,
    /// Standard output, as JSON.
    Stdout,
    /// A file, as JSON.
    Json(PathBuf),
    /// A file, as a database.
    Plumb(PathBuf),
}

impl Target {
    /// The target that an argument names, if it may be written.
    pub fn of(output: Option<&Path>, force: bool, json: bool) -> Result<Self, Failure> {
        let Some(path) = output else { return Ok(Self::Nowhere) };
        if path == Path::new("-") {
            return match json {
                true => Err(Failure::usage("--json and -o - both want standard output; name a file for one of them")),
                false => Ok(Self::Stdout),
            };
        }
        let target = match path.extension().and_then(|ending| ending.to_str()) {
            Some("json") => Self::Json(path.to_owned()),
            Some("plumb") => Self::Plumb(path.to_owned()),
            _ => {
                let message =
                    format!("{} ends in neither .json nor .plumb; the ending tells which to write", path.display());
                return Err(Failure::usage(message));
            }
        };
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
            let message = format!("there is no folder {}; make it first", folder.display());
            return Err(Failure::new(INPUT, "missing", message).at(folder));
        }
        if !force && path.symlink_metadata().is_ok() {
            return Err(StoreError::Exists { path: path.to_owned() }.into());
        }
        Ok(target)
    }

    /// The file, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Json(path) | Self::Plumb(path) => Some(path),
            Self::Nowhere | Self::Stdout => None,
        }
    }

    /// Writes a review there.
    pub fn write(&self, review: &Review, force: bool) -> Result<(), Failure> {
        let existing = if force { Existing::Replace } else { Existing::Refuse };
        match self {
            Self::Nowhere => Ok(()),
            Self::Stdout => {
                let mut out = Out::new();
                write_review(review, &mut out.raw())?;
                Ok(out.done()?)
            }
            Self::Json(path) => Ok(atomic::write_with(path, existing, |mut out| write_review(review, &mut out))?),
            Self::Plumb(path) => Ok(review_file::write_review(path, review, &digest(review), existing)?),
        }
    }
}

/// All of a review, to be changed. Where there is much of it, it is said first what that takes.
///
/// # Errors
/// What of its file cannot be read.
pub fn whole(review: &OpenedReview) -> Result<Review, Failure> {
    say_much(review);
    Ok(review.whole()?)
}

/// Says that a large review is read into memory, before it is.
pub fn say_much(review: &OpenedReview) {
    let items = review.catalog.items().len();
    if items >= MUCH {
        let items = grouped(items);
        say(&format!("all {items} items of evidence are read into memory for this, which takes a while; Ctrl+C stops"));
    }
}

/// The programs that documents are read with.
pub fn tools(environment: &Environment, reading: &Reading) -> Tools {
    tools_of(environment, reading.pdf_command.as_deref())
}

/// The same, with a command that reads PDFs where one was given.
pub fn tools_of(environment: &Environment, pdf_command: Option<&str>) -> Tools {
    let words = |command: &str| command.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    Tools {
        plumbline: std::env::current_exe().ok(),
        pdftotext: environment.program("pdftotext"),
        pdf_command: pdf_command.map(words).filter(|words| !words.is_empty()),
    }
}

/// What Ctrl+C sets from now on.
pub fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    #[cfg(unix)]
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        // Where that is refused the program ends at once, which leaves nothing half done either.
        let _ = signal_hook::flag::register(signal, Arc::clone(&stop));
    }
    stop
}

/// How far it has come, on standard error where that is a terminal; stopped by Ctrl+C.
pub struct Progress {
    bar: ProgressBar,
    stop: Arc<AtomicBool>,
}

impl Progress {
    /// Begins to listen for Ctrl+C.
    pub fn new() -> Self {
        Self { bar: ProgressBar::hidden(), stop: stop_flag() }
    }

    /// Takes the bar away.
    pub fn done(&self) {
        self.bar.finish_and_clear();
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.done();
    }
}

impl Watch for Progress {
    fn begin(&mut self, files: usize) {
        if files < 2 || !io::stderr().is_terminal() {
            return;
        }
        let style = ProgressStyle::with_template("{bar:30} {pos} of {len} files, {eta} left  {msg}");
        self.bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
        if let Ok(style) = style {
            self.bar.set_style(style);
        }
    }

    fn read(&mut self, name: &str) {
        self.bar.set_message(display_line(name).into_cow().into_owned());
        self.bar.inc(1);
    }

    fn stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

/// Says what could not be resolved.
pub fn say_unresolved(summary: &Summary) {
    for left in summary.unresolved.iter().take(SAID) {
        let input = left.input.as_deref().filter(|input| !left.what.contains(input) && !left.why.contains(input));
        let place = match (input, left.line) {
            (Some(input), Some(line)) => format!(" ({input}, line {line})"),
            (Some(input), None) => format!(" ({input})"),
            (None, Some(line)) => format!(" (line {line})"),
            (None, None) => String::new(),
        };
        say(&format!("  {}{place}: {}", left.what, left.why));
    }
    if let Some(more) = summary.unresolved.len().checked_sub(SAID).filter(|more| *more > 0) {
        say(&format!("  and {more} more; --json lists all"));
    }
}

/// The `--json` of what was made.
pub fn as_json(summary: &Summary, target: &Target, failed: &[(String, ImportError)]) -> Value {
    let left = |left: &crate::import::summary::Unresolved| {
        let mut value = json!({ "what": left.what, "why": left.why });
        if let Some(line) = left.line {
            value["line"] = json!(line);
        }
        if let Some(input) = &left.input {
            value["input"] = json!(input);
        }
        value
    };
    let failed: Vec<&str> = failed.iter().map(|(name, _)| name.as_str()).collect();
    json!({
        "counts": summary.counts,
        "unresolved": summary.unresolved.iter().map(left).collect::<Vec<_>>(),
        "output": target.path().map(|path| path.display().to_string()),
        "failed": failed,
    })
}

/// Counts in words, those that are none left out: "3 areas, 9 commitments".
pub fn counted(counts: &BTreeMap<String, usize>, words: &[(&str, &str, &str)]) -> String {
    let told = words.iter().filter_map(|(key, one, many)| match counts.get(*key).copied().unwrap_or_default() {
        0 => None,
        1 => Some(format!("1 {one}")),
        count => Some(format!("{} {many}", grouped(count))),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// The failure at the end of an import that some files could not be read in: what is written is written.
pub fn some_failed(failed: &[(String, ImportError)], files: usize, target: &Target) -> Result<(), Failure> {
    let Some((first, error)) = failed.first() else { return Ok(()) };
    let written = match target.path() {
        Some(path) => format!("; the others are in {}", path.display()),
        None => String::new(),
    };
    let what = match failed.len() {
        1 => format!("{first} could not be read and is left out"),
        many => format!("{many} of {files} files could not be read and are left out"),
    };
    Err(Failure::new(INPUT, "unreadable", format!("{what}{written}\n{error}")).at(Path::new(first)))
}
