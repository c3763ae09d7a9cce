//! A home for the program, and sessions in it.
//!
//! Sessions are made through the library, as the workbench makes them; ids and times are the machine's, so tests
//! compare what must be equal and never what they happen to be.

use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use plumbline::document::canonical::sha256_hex;
use plumbline::model::act::Act;
use plumbline::model::ids::CellKey;
use plumbline::model::quote::FiledCell;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::quote::Stance;
use plumbline::model::rating::Rating;
use plumbline::model::session::MemberRef;
use plumbline::model::session::NoteTarget;
use plumbline::model::session::TriageStatus;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::OpenedSession;
use plumbline::review::open::Purpose;
use plumbline::review::open::begin;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Machine;
use serde_json::Value;
use tempfile::TempDir;

pub const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");

/// What a command did.
#[derive(Debug)]
pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl Ran {
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error} in {}", self.out))
    }

    /// The output of a command that must have gone well.
    pub fn well(self) -> String {
        assert_eq!(self.code, 0, "{}", self.err);
        self.out
    }
}

/// A folder that is the whole world of the program.
pub struct Home {
    folder: TempDir,
}

impl Home {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a folder") }
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn data(&self) -> PathBuf {
        self.path("data")
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
        command.args(arguments).env_clear().current_dir(self.folder.path());
        command.env("HOME", self.folder.path()).env("PLUMBLINE_DATA_DIR", self.data());
        command.stdin(Stdio::null());
        command
    }

    pub fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.command(arguments).output().expect("starts"))
    }

    pub fn run_with(&self, arguments: &[&str], stdin: &[u8]) -> Ran {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("starts");
        child.stdin.take().expect("piped").write_all(stdin).expect("takes its input");
        ran(child.wait_with_output().expect("ends"))
    }

    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::write(&path, bytes).expect("writes");
        path
    }

    pub fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).expect("is there")
    }

    /// Everything in it, so that a test can say that nothing was written.
    pub fn files(&self) -> Vec<PathBuf> {
        fn walk(folder: &Path, into: &mut Vec<PathBuf>) {
            for entry in std::fs::read_dir(folder).expect("lists").flatten() {
                match entry.path() {
                    folder if folder.is_dir() => walk(&folder, into),
                    file => into.push(file),
                }
            }
        }
        let mut files = Vec::new();
        walk(self.folder.path(), &mut files);
        files.sort();
        files
    }

    /// Begins a session about the sample and opens it.
    pub fn session(&self, name: Option<&str>) -> OpenedSession {
        let review = OpenedReview::sample();
        let member = MemberRef { id: Machine.new_id(), name: name.map(str::to_owned) };
        let path = begin(&review, &self.data(), member, &mut Machine).expect("begins");
        open_session(&review, &path, Purpose::Work, Box::new(Machine)).expect("opens")
    }

    /// A session in which a bit of everything was done, saved and closed. Returns the member's id.
    pub fn worked(&self, name: Option<&str>) -> String {
        let mut session = self.session(name);
        work(&mut session);
        let member = session.workspace.member().id.to_string();
        session.saving.close(Duration::from_secs(10)).expect("saves");
        member
    }
}

fn ran(output: std::process::Output) -> Ran {
    Ran {
        code: output.status.code().expect("was not killed"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

pub fn rate(cell: &str, rating: Rating, reason: &str) -> Act {
    let reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    Act::Rate { cell: cell.parse().expect("a cell"), rating, reason, quotes: Vec::new(), round: 1 }
}

fn passage(session: &OpenedSession) -> Act {
    let review = session.review.catalog.review();
    let item = &review.evidence[3];
    let question: CellKey = "8B".parse().expect("a question");
    let filing = Filing { cell: FiledCell::from(&question), stance: Some(Stance::Undermines), anchor: None };
    let quote = Quote {
        id: Machine.new_id(),
        evidence: Some(item.id.clone()),
        source: None,
        selector: Selector::of(&item.text, 2, 20, sha256_hex(item.text.as_bytes())).expect("inside"),
        filings: vec![filing],
        tags: vec![session.workspace.state().codebook[0].id.clone()],
        speaker: None,
        note: Some("a “note”\nof two lines".to_owned()),
        lost: false,
        at: Machine.now(),
    };
    Act::Mark { quote: Box::new(quote) }
}

/// Does a bit of everything.
pub fn work(session: &mut OpenedSession) {
    let mark = passage(session);
    let cell = |text: &str| text.parse().expect("a cell");
    let source = session.review.catalog.review().sources[0].id.clone();
    let note = Act::Note {
        id: Machine.new_id(),
        on: NoteTarget::Cell(cell("8B")),
        text: "secret thoughts".to_owned(),
        shared: false,
    };
    let triage = Act::Triage { source, status: TriageStatus::Flagged, reason: None, bears_on: Vec::new() };
    let acts = [
        mark,
        rate("8B", Rating::Inadequate, "No money came."),
        rate("8A", Rating::RequiresImprovement, ""),
        note,
        triage,
        Act::Abstain { cell: cell("8C"), why: "I worked on it.".to_owned() },
        Act::SeePublished { on: "8B".parse().expect("a subject") },
        rate("8B", Rating::RequiresImprovement, "Some money came."),
        Act::Override {
            parent: "8".parse().expect("a parent"),
            rating: Rating::Good,
            reason: "Taken together it was good.".to_owned(),
        },
    ];
    let workspace = &mut session.workspace;
    for act in &acts {
        workspace.apply(act).expect("applies");
    }
    workspace.undo().expect("undoes");
    workspace.redo().expect("redoes");
    workspace.apply(&rate("1A", Rating::Outstanding, "withdrawn words")).expect("rates");
    workspace.undo().expect("undoes");
    workspace.apply(&rate("1B", Rating::Good, "")).expect("rates");
}
