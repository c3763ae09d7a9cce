//! Killed at random moments: what was called saved is there, whole and in order, and the next start goes on.
//!
//! `PLUMBLINE_KILLS` sets how often; 50 by default.
#![allow(clippy::print_stderr)]

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::hash::Hasher;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Child;
use std::process::Command;
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Duration;

use plumbline::document::canonical::sha256_hex;
use plumbline::document::log::act_of;
use plumbline::model::act::Act;
use plumbline::model::ids::CellKey;
use plumbline::model::quote::FiledCell;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::rating::Rating;
use plumbline::model::session::LogEntry;
use plumbline::model::session::MemberRef;
use plumbline::review::keeping::Report;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::Purpose;
use plumbline::review::open::begin;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Machine;
use plumbline::review::workspace::Workspace;
use plumbline::store::session_file::OpenMode;
use plumbline::store::session_file::SessionStore;
use plumbline::store::writer::WriterEvent;
use rustix::process::Signal;

use crate::desk::Desk;
use crate::desk::leave;
use crate::desk::open_checked;
use crate::support::pty::PATIENCE;

/// The variable that makes this program work on a session until it is killed; its value is the session's path.
const ROLE: &str = "WORK_UNTIL_KILLED_ON";
const ARGUMENTS: [&str; 5] = [
    "kills::this_test_works_until_it_is_killed_when_another_starts_it",
    "--exact",
    "--nocapture",
    "--test-threads=1",
    "--quiet",
];
/// So many kills fall on one session before the next is begun: the log of each is replayed at every start.
const ROUNDS_OF_A_SESSION: u64 = 10;
/// What the worker prints before the number of an act that is called saved.
const SAVED: &str = "saved ";
/// Between the first save and the kill, in microseconds.
const LONGEST_WORK: u64 = 120_000;

#[test]
fn this_test_works_until_it_is_killed_when_another_starts_it() {
    if let Some(path) = std::env::var_os(ROLE) {
        work(&PathBuf::from(path));
    }
}

/// Rates, marks, reads, moves and takes back without end, and prints what is called saved as soon as it is.
fn work(path: &Path) {
    let mut session = open_session(&OpenedReview::sample(), path, Purpose::Work, Box::new(Machine)).unwrap();
    let (tell, saved) = channel();
    session.saving.listen(move |report| {
        let Report::Writer(WriterEvent::Saved { through_seq }) = report else { panic!("{report:?}") };
        // The pipe, not the test's own output: nothing may hold the line back.
        let mut out = std::io::stdout().lock();
        writeln!(out, "{SAVED}{through_seq}").and_then(|()| out.flush()).unwrap();
        let _ = tell.send(through_seq);
    });
    let workspace = &mut session.workspace;
    loop {
        let mut last = 0;
        for _ in 0..=random(7) {
            last = act(workspace);
        }
        // Sometimes all is waited for, sometimes acts pile up behind a save.
        while random(3) > 0 && saved.recv().unwrap() < last {}
    }
}

/// Does the next act of a log; which one follows from its number.
fn act(workspace: &mut Workspace) -> u64 {
    let seq = workspace.history().entries().len() as u64 + 1;
    let done = match seq % 5 {
        0 => workspace.undo(),
        2 => {
            let mark = mark(workspace, seq);
            workspace.apply(&mark)
        }
        _ => workspace.apply(&rate(workspace, seq)),
    };
    workspace.set_place("at", &format!("grid\t{}", cell(workspace, seq)));
    if seq.is_multiple_of(3) {
        let review = workspace.catalog().review();
        let item = review.evidence[usize::try_from(seq).unwrap() % review.evidence.len()].id.clone();
        workspace.set_read(&item, true);
    }
    assert_eq!(done.unwrap().seq, seq);
    seq
}

fn cell(workspace: &Workspace, seq: u64) -> CellKey {
    workspace.catalog().review().cells().nth(usize::try_from(seq).unwrap() % 36).unwrap()
}

fn rate(workspace: &Workspace, seq: u64) -> Act {
    let ratings = [Rating::Outstanding, Rating::Good, Rating::RequiresImprovement, Rating::Inadequate];
    let rating = ratings[usize::try_from(seq).unwrap() % 4];
    Act::Rate { cell: cell(workspace, seq), rating, reason: Some(words(seq)), quotes: Vec::new(), round: 1 }
}

fn words(seq: u64) -> String {
    format!("reason number {seq}, “funded” in part")
}

fn mark(workspace: &Workspace, seq: u64) -> Act {
    let item = &workspace.catalog().review().evidence[3];
    let filed = FiledCell::from(&cell(workspace, seq));
    Act::Mark {
        quote: Box::new(Quote {
            id: Machine.new_id(),
            evidence: Some(item.id.clone()),
            source: None,
            selector: Selector::of(&item.text, 2, 20, sha256_hex(item.text.as_bytes())).unwrap(),
            filings: vec![Filing { cell: filed, stance: None, anchor: None }],
            tags: Vec::new(),
            speaker: None,
            note: Some(words(seq)),
            lost: false,
            at: Machine.now(),
        }),
    }
}

/// Whether an entry is what [`act`] does under its number.
fn is_as_done(entry: &LogEntry) -> bool {
    match act_of(entry).unwrap().unwrap() {
        Act::Undo { .. } => entry.seq.is_multiple_of(5),
        Act::Mark { quote } => entry.seq % 5 == 2 && quote.note == Some(words(entry.seq)),
        Act::Rate { reason, .. } => reason == Some(words(entry.seq)),
        _ => false,
    }
}

fn random(below: u64) -> u64 {
    RandomState::new().build_hasher().finish() % below
}

/// A worker that has been killed, whatever becomes of the test.
struct Worker(Child);

impl Drop for Worker {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Lets a worker work for a random while, kills it, and returns the last act it was told was saved.
fn last_saved_before_the_kill(path: &Path) -> u64 {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(ARGUMENTS).env_clear().env("TMPDIR", path.parent().unwrap()).env(ROLE, path);
    let mut worker = Worker(command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().unwrap());
    let mut lines = BufReader::new(worker.0.stdout.take().unwrap()).lines();
    let mut next = || lines.by_ref().map(Result::unwrap).find_map(|line| line.strip_prefix(SAVED)?.parse().ok());
    let mut last: u64 = next().expect("the worker saves something");
    // Not a wait for something to happen: the moment of the kill is what is being varied.
    std::thread::sleep(Duration::from_micros(random(LONGEST_WORK)));
    worker.0.kill().unwrap();
    // What it had written before is still in the pipe.
    while let Some(saved) = next() {
        last = last.max(saved);
    }
    last
}

#[test]
fn nothing_called_saved_is_lost_however_often_the_program_is_killed() {
    let rounds: u64 = std::env::var("PLUMBLINE_KILLS").map_or(50, |rounds| rounds.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let review = OpenedReview::sample();
    let (mut path, mut kept, mut acts) = (PathBuf::new(), 0, 0);
    for round in 0..rounds {
        if round % ROUNDS_OF_A_SESSION == 0 {
            let member = MemberRef { id: Machine.new_id(), name: None };
            (path, kept) = (begin(&review, folder.path(), member, &mut Machine).unwrap(), 0);
        }
        let saved = last_saved_before_the_kill(&path);
        assert!(saved > kept, "round {round}: the worker went on where the one before was killed");

        // Open to change, as the next window would be: the lock of the killed one is no hindrance.
        let mut session = open_checked(&path, Purpose::Work);
        let entries = session.workspace.history().entries();
        assert!(entries.len() as u64 >= saved, "round {round}: {saved} acts were saved, {} are there", entries.len());
        let odd = entries.iter().find(|entry| !is_as_done(entry));
        assert!(odd.is_none(), "round {round}: {odd:?}");
        assert!(session.place.contains_key("at"));
        acts += entries.len() as u64 - kept;
        kept = entries.len() as u64;
        session.saving.close(PATIENCE).unwrap();
        let (store, _) = SessionStore::open(&path, OpenMode::Read).unwrap();
        assert_eq!(store.quick_check().unwrap(), Vec::<String>::new(), "round {round}");
    }
    eprintln!("{rounds} kills, {acts} acts, none lost");
}

#[test]
fn killed_once_it_says_saved_the_workbench_goes_on_where_it_was() {
    let desk = Desk::new();
    for rated in 1..=3 {
        let mut pty = desk.window();
        pty.keys(if rated == 1 { "<Space>" } else { "j" });
        pty.keys("4 <Enter>");
        pty.expect_text(&format!("{rated} of 36 rated"));
        // A time stands there only after the first save of this window.
        pty.expect_text("saved ");
        pty.signal(Signal::KILL);
        pty.expect_exit();
        assert_eq!(desk.session().workspace.state().ratings.len(), rated);
    }
    let mut pty = desk.window();
    pty.expect_text("Earlier today: 3 rated, 33 open.");
    pty.expect_text("3A Commitment met");
    leave(&mut pty);
}

#[test]
fn killed_while_it_starts_for_the_first_time_it_starts_the_next_time() {
    for _ in 0..6 {
        let desk = Desk::new();
        let mut pty = desk.launch().start();
        std::thread::sleep(Duration::from_millis(random(60)));
        pty.signal(Signal::KILL);
        pty.expect_exit();
        let mut pty = desk.window_with_a_rating();
        leave(&mut pty);
        desk.assert_first_rating_kept();
    }
}
