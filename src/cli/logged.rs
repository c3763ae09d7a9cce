//! `--log FILE`: what the program did, line by line, for whoever is asked to help.
//!
//! Every layer says what it does through the crate `log`; this writes it down, and nowhere else does it go. Off by
//! default. Invariants: a line holds names of files, numbers and errors of the system, and nothing that a review, a
//! session or a member says; it is one line that acts on no terminal; a log that cannot be written any more stops
//! nothing.

use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::sync::PoisonError;

use log::LevelFilter;
use log::Log;
use log::Metadata;
use log::Record;

use crate::cli::environment::Environment;
use crate::cli::failure::CONFLICT;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::store::regular;
use crate::text::display::display_line;

/// How each run begins, behind the time: by this a log is known.
const BEGINS: &str = " INFO plumbline ";
/// Of whose doings lines are written.
const OURS: &str = "plumbline";

struct LogFile(Mutex<File>);

impl Log for LogFile {
    fn enabled(&self, about: &Metadata<'_>) -> bool {
        about.target().split("::").next() == Some(OURS)
    }

    fn log(&self, record: &Record<'_>) {
        if self.enabled(record.metadata()) {
            let text = record.args().to_string();
            let line = format!("{} {} {}\n", Machine.now(), record.level(), display_line(&text));
            let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            // In one piece, so that lines of two windows do not run into each other.
            let _ = file.write_all(line.as_bytes());
        }
    }

    fn flush(&self) {}
}

/// Begins the log, where one is asked for.
///
/// # Errors
/// A place that is no file, a file that is no log, a folder that is not there or may not be written.
pub fn begin(environment: &Environment, command: &str) -> Result<(), Failure> {
    let Some(path) = environment.log_file().map(|decided| decided.value) else { return Ok(()) };
    let refused = |exit: u8, why: String| {
        Failure::new(exit, "log", format!("no log can be written to {}: {why}", path.display())).at(&path)
    };
    let file = open(&path).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidInput => refused(INPUT, "it is a pipe, a device or a socket; name a file".to_owned()),
        _ if path.is_symlink() => refused(INPUT, "it is a link; name the file itself".to_owned()),
        io::ErrorKind::IsADirectory => refused(INPUT, "it is a folder; name a file in it".to_owned()),
        _ => refused(INPUT, error.to_string()),
    })?;
    if !is_log(&path).map_err(|error| refused(INPUT, error.to_string()))? {
        return Err(refused(CONFLICT, "it holds something else; name another file".to_owned()));
    }
    if log::set_boxed_logger(Box::new(LogFile(Mutex::new(file)))).is_ok() {
        log::set_max_level(LevelFilter::Info);
    }
    let keys = if environment.stdin_is_terminal { "terminal" } else { "no terminal" };
    let screen = if environment.stdout_is_terminal { "terminal" } else { "no terminal" };
    let term = environment.set("TERM").unwrap_or_default();
    log::info!(
        "plumbline {} begins: {command}; {} {}; keys {keys}, screen {screen}, TERM {term}",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
    );
    Ok(())
}

/// Notes how it ended: of a failure the kind and the file, as its words may quote what was typed or read.
pub fn end(outcome: &Result<ExitCode, Failure>) {
    match outcome {
        Ok(_) => log::info!("ends"),
        Err(failure) => {
            let about = failure.path.as_deref().map(|path| format!(", {}", path.display())).unwrap_or_default();
            log::error!("ends with code {}: {}{about}", failure.exit, failure.code);
        }
    }
}

/// Opens it to write at its end, for its owner only, and through no link.
fn open(path: &Path) -> io::Result<File> {
    regular::expect(path)?;
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options
            .mode(0o600)
            .custom_flags((rustix::fs::OFlags::NOFOLLOW | rustix::fs::OFlags::NONBLOCK).bits().cast_signed());
    }
    options.open(path)
}

/// Whether nothing stands in a file yet but what was written here.
fn is_log(path: &Path) -> io::Result<bool> {
    let mut begins = String::new();
    // What is no text is no log.
    let read = regular::open(path)?.take(80).read_to_string(&mut begins);
    Ok(read.is_ok() && (begins.is_empty() || begins.contains(BEGINS)))
}
