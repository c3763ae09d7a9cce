//! `plumbline doctor`: looks for what could go wrong on this machine.
//!
//! Invariant: looks at everything and changes nothing; exit code 1 where something needs attention.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;

use crate::cli::args::DoctorArgs;
use crate::cli::doctor_file;
use crate::cli::doctor_file::session_problems;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::resolve::Desk;
use crate::model::review::REVIEW_VERSION;
use crate::model::session::SESSION_VERSION;
use crate::review::open::OpenedReview;
use crate::store::filesystem::FileSystem;
use crate::store::filesystem::Journal;
use crate::store::filesystem::journal_for;
use crate::store::last_used::LastReview;
use crate::store::lock::holder_of;
use crate::store::review_schema::REVIEW_TABLES;
use crate::store::schema::SESSION_TABLES;
use crate::store::sessions;
use crate::store::sessions::SessionSummary;

#[derive(Debug, Serialize)]
struct Findings {
    version: &'static str,
    sqlite: &'static str,
    formats: Formats,
    data: DataFolder,
    keys_file: KeysFile,
    last_review: String,
    last_review_problem: Option<String>,
    sessions: Vec<Checked>,
    unreadable: Vec<String>,
    terminal: TerminalFound,
}

#[derive(Debug, Serialize)]
struct Formats {
    review: u32,
    session: u32,
    review_tables: i64,
    session_tables: i64,
}

#[derive(Debug, Serialize)]
struct DataFolder {
    path: String,
    decided_by: String,
    exists: bool,
    file_system: String,
    free_bytes: Option<u64>,
    saved_by: &'static str,
    warnings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Checked {
    path: String,
    member: String,
    review: String,
    acts: u64,
    open_in: Option<Open>,
    problems: Vec<String>,
}

/// The window that has a session open to change it.
#[derive(Debug, Serialize)]
struct Open {
    process: u32,
    host: String,
    since: String,
}

#[derive(Debug, Serialize)]
struct KeysFile {
    path: Option<String>,
    decided_by: Option<String>,
    exists: bool,
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct TerminalFound {
    stdin: bool,
    stdout: bool,
    term: Option<String>,
    color: bool,
    color_decided_by: String,
    size: Option<(u16, u16)>,
    within: Vec<&'static str>,
}

/// What to send when asking for help. None of it holds a rating, a reason, a note or a text.
const ASKING: [&str; 5] = [
    "",
    "When you ask for help, send:",
    "  1. all of the above (it names folders, members, and machines that have a session open: strike out what you like);",
    "  2. the file written when you do it again with `--log FILE` (what was done, and no rating, note or text);",
    "  3. what you pressed or typed, what you saw and what you expected. Never send a session or review unasked.",
];

/// Prints what was found.
pub fn run(environment: &Environment, args: DoctorArgs) -> Result<ExitCode, Failure> {
    if let Some(file) = &args.file {
        return doctor_file::run(file, args.json);
    }
    let findings = look(environment)?;
    let mut out = Out::new();
    if args.json {
        out.json(&findings)?;
    } else {
        for line in lines(&findings) {
            out.line(&line)?;
        }
    }
    out.done()?;
    let damaged = findings.sessions.iter().any(|session| !session.problems.is_empty());
    let attention = damaged
        || !findings.unreadable.is_empty()
        || !findings.data.warnings.is_empty()
        || findings.keys_file.problem.is_some()
        || findings.last_review_problem.is_some();
    Ok(ExitCode::from(u8::from(attention)))
}

fn look(environment: &Environment) -> Result<Findings, Failure> {
    let desk = Desk::at(environment)?;
    let listing = sessions::list(&desk.data)?;
    let color = environment.color();
    Ok(Findings {
        version: env!("CARGO_PKG_VERSION"),
        sqlite: rusqlite::version(),
        formats: Formats {
            review: REVIEW_VERSION,
            session: SESSION_VERSION,
            review_tables: REVIEW_TABLES,
            session_tables: SESSION_TABLES,
        },
        data: data_folder(environment, &desk.data)?,
        keys_file: keys_file(environment),
        last_review: match &desk.used.review {
            None => "none yet".to_owned(),
            Some(LastReview::Sample) => "the practice review".to_owned(),
            Some(LastReview::File(path)) if path.exists() => path.display().to_string(),
            Some(LastReview::File(path)) => format!("{} (gone)", path.display()),
        },
        last_review_problem: match &desk.used.review {
            Some(LastReview::File(path)) if path.exists() => {
                OpenedReview::file(path).err().map(|error| Failure::from(error).message)
            }
            _ => None,
        },
        sessions: listing.sessions.iter().map(check).collect(),
        unreadable: listing.unreadable.iter().map(|error| error.told()).collect(),
        terminal: TerminalFound {
            stdin: environment.stdin_is_terminal,
            stdout: environment.stdout_is_terminal,
            term: environment.set("TERM"),
            color: color.value,
            color_decided_by: color.by,
            size: screen_size(),
            within: [("TMUX", "tmux"), ("STY", "screen"), ("SSH_CONNECTION", "ssh"), ("WSL_DISTRO_NAME", "WSL")]
                .into_iter()
                .filter(|(variable, _)| environment.set(variable).is_some())
                .map(|(_, name)| name)
                .collect(),
        },
    })
}

fn data_folder(environment: &Environment, data: &Path) -> Result<DataFolder, Failure> {
    let decided = environment.data_decided()?;
    let probe = sessions::folder(data).join("session");
    // The nearest folder there is says which disk it will be on.
    let nearest = probe.ancestors().skip(1).find(|folder| folder.exists()).unwrap_or(data);
    let file_system = FileSystem::of(&nearest.join("session"));
    let (journal, warnings) = journal_for(&probe, file_system);
    Ok(DataFolder {
        path: decided.value.display().to_string(),
        decided_by: decided.by,
        exists: data.exists(),
        file_system: file_system.name(),
        free_bytes: free_bytes(nearest),
        saved_by: match journal {
            Journal::Wal => "write-ahead log",
            Journal::Rollback | Journal::RollbackExclusive => "rollback journal",
        },
        warnings: warnings.iter().map(ToString::to_string).collect(),
    })
}

/// Bytes that can still be written where a folder is.
fn free_bytes(folder: &Path) -> Option<u64> {
    #[cfg(unix)]
    return rustix::fs::statvfs(folder).ok().map(|about| about.f_bavail.saturating_mul(about.f_frsize));
    #[cfg(not(unix))]
    None
}

/// Columns and rows of the terminal that is written to.
fn screen_size() -> Option<(u16, u16)> {
    #[cfg(unix)]
    return rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok().map(|size| (size.ws_col, size.ws_row));
    #[cfg(not(unix))]
    None
}

/// Where keys of one's own would be read, and what came of reading them.
fn keys_file(environment: &Environment) -> KeysFile {
    let decided = environment.keys_file();
    let problem = environment.keys().err().map(|failure| failure.message);
    let path = decided.as_ref().map(|decided| decided.value.clone());
    KeysFile {
        exists: path.as_ref().is_some_and(|path| path.exists()),
        path: path.map(|path| path.display().to_string()),
        decided_by: decided.map(|decided| decided.by),
        problem,
    }
}

fn check(session: &SessionSummary) -> Checked {
    let problems = session_problems(&session.path).map_or_else(|error| vec![error.told()], |(_, problems)| problems);
    Checked {
        path: session.path.display().to_string(),
        member: session.member.name.clone().unwrap_or_else(|| session.member.id.to_string()),
        review: session.review.title.clone(),
        acts: session.acts,
        open_in: holder_of(&session.path).map(|holder| Open {
            process: holder.pid,
            host: holder.host,
            since: holder.since.to_string(),
        }),
        problems,
    }
}

fn lines(found: &Findings) -> Vec<String> {
    let there = |yes: bool| if yes { "a terminal" } else { "no terminal" };
    let Formats { review, session, review_tables, session_tables } = &found.formats;
    let mut lines = vec![
        format!("plumbline {}, SQLite {}", found.version, found.sqlite),
        format!(
            "Reads and writes: review {review} (.plumb {review_tables}), session {session} (kept as {session_tables})"
        ),
        format!(
            "Data folder: {} (by {}){}, saved by {}",
            found.data.path,
            found.data.decided_by,
            if found.data.exists { "" } else { ", made when first needed" },
            found.data.saved_by
        ),
        match found.data.free_bytes {
            Some(free) => format!("File system: {}, {} MB free", found.data.file_system, free / 1_000_000),
            None => format!("File system: {}", found.data.file_system),
        },
    ];
    lines.extend(found.data.warnings.iter().map(|warning| format!("  attention: {warning}")));
    if let (Some(path), Some(by)) = (&found.keys_file.path, &found.keys_file.decided_by) {
        let there = if found.keys_file.exists { "" } else { ", not there: the program's own keys hold" };
        lines.push(format!("Keys file: {path} (by {by}){there}"));
    }
    lines.extend(found.keys_file.problem.iter().map(|problem| format!("  attention: {problem}")));
    lines.push(format!("Review opened last: {}", found.last_review));
    lines.extend(found.last_review_problem.iter().map(|problem| format!("  attention: {problem}")));
    lines.push(format!("Sessions: {}", found.sessions.len()));
    for session in &found.sessions {
        let state = if session.problems.is_empty() { "sound" } else { "attention" };
        let acts = if session.acts == 1 { "1 act".to_owned() } else { format!("{} acts", session.acts) };
        lines.push(format!("  {state}: {}, {}, {acts}, {}", session.member, session.review, session.path));
        lines.extend(session.open_in.iter().map(|open| {
            format!("    open in a window: process {} on {}, since {}", open.process, open.host, open.since)
        }));
        lines.extend(session.problems.iter().map(|problem| format!("    {problem}")));
    }
    lines.extend(found.unreadable.iter().map(|error| format!("  attention: {error}")));
    let terminal = &found.terminal;
    let term = terminal.term.as_deref().unwrap_or("not set");
    lines.push(format!("Keys from {}, screen on {}, TERM {term}", there(terminal.stdin), there(terminal.stdout)));
    let color = if terminal.color { "on" } else { "off" };
    lines.push(format!("Colour: {color}, decided by {}", terminal.color_decided_by));
    let size = terminal.size.map_or_else(|| "not known".to_owned(), |(width, height)| format!("{width} by {height}"));
    let within =
        if terminal.within.is_empty() { String::new() } else { format!(", within {}", terminal.within.join(", ")) };
    lines.push(format!("Size of the screen: {size}{within}"));
    lines.extend(ASKING.map(str::to_owned));
    lines
}
