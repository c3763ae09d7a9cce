//! A folder of sessions, windows of the real program on it, and what the library finds in it.

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use plumbline::document::log::verify;
use plumbline::model::ids::CellKey;
use plumbline::model::rating::Rating;
use plumbline::model::session::RatingEntry;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::OpenedSession;
use plumbline::review::open::Purpose;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Machine;
use plumbline::store::sessions;
use tempfile::TempDir;

use crate::support::pty::Launch;
use crate::support::pty::PATIENCE;
use crate::support::pty::Pty;

pub const PROGRAM: &str = env!("CARGO_BIN_EXE_plumbline");

/// The keys that put the card of first steps away and rate the first question inadequate. Not Esc, which with a key
/// close behind it is another key.
pub const RATE_FIRST: &str = "<Space> 4 <Enter>";

/// The data folder that windows share.
pub struct Desk {
    data: TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { data: tempfile::tempdir().unwrap() }
    }

    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// The program on a terminal that everything fits on.
    pub fn launch(&self) -> Launch {
        self.on(Launch::new(PROGRAM))
    }

    /// The program behind a shell script, in which it is `"$0"`.
    pub fn launch_by(&self, script: &str) -> Launch {
        self.on(Launch::new("/bin/sh").arg("-c").arg(script).arg(PROGRAM))
    }

    pub fn on(&self, launch: Launch) -> Launch {
        launch.env("PLUMBLINE_DATA_DIR", self.data()).size(120, 40)
    }

    /// A window, open and ready.
    pub fn window(&self) -> Pty {
        ready(self.launch())
    }

    /// A window in which the first question was rated inadequate just now.
    pub fn window_with_a_rating(&self) -> Pty {
        rated(self.launch())
    }

    /// Runs a command that needs no terminal.
    pub fn command(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(PROGRAM);
        command.args(arguments).env_clear().env("HOME", self.data()).env("PLUMBLINE_DATA_DIR", self.data());
        command.stdin(Stdio::null()).output().unwrap()
    }

    pub fn session_path(&self) -> PathBuf {
        let mut listing = sessions::list(self.data()).unwrap();
        assert!(listing.unreadable.is_empty(), "{:?}", listing.unreadable);
        assert_eq!(listing.sessions.len(), 1, "one member is at work");
        listing.sessions.remove(0).path
    }

    /// The one session there is, as it stands on the disk, its log checked entry by entry.
    pub fn session(&self) -> OpenedSession {
        open_checked(&self.session_path(), Purpose::Look)
    }

    /// What the disk has of the rating of a question.
    pub fn rating(&self, cell: &str) -> Option<RatingEntry> {
        self.session().workspace.state().ratings.get(&key(cell)).cloned()
    }

    /// The question rated first by [`RATE_FIRST`] has been kept.
    #[track_caller]
    pub fn assert_first_rating_kept(&self) {
        let first = self.rating(FIRST).expect("the rating was kept");
        assert_eq!(first.rating, Rating::Inadequate);
    }
}

/// The question a new session begins on.
pub const FIRST: &str = "1A";

pub fn key(cell: &str) -> CellKey {
    cell.parse().unwrap()
}

pub fn open_checked(path: &Path, purpose: Purpose) -> OpenedSession {
    let session = open_session(&OpenedReview::sample(), path, purpose, Box::new(Machine)).unwrap();
    assert!(session.warnings.is_empty(), "{:?}", session.warnings);
    verify(session.workspace.history().entries()).unwrap();
    session
}

/// Waits until a window can be worked in.
#[track_caller]
pub fn ready(launch: Launch) -> Pty {
    let pty = launch.start();
    pty.expect_text("of 36 rated");
    // The last line of the screen, so that the whole first frame has come.
    pty.expect_text("? menu");
    pty
}

#[track_caller]
pub fn rated(launch: Launch) -> Pty {
    let mut pty = ready(launch);
    pty.keys(RATE_FIRST);
    pty.expect_text("1 of 36 rated");
    pty
}

/// Waits until a text has gone from the screen.
#[track_caller]
pub fn expect_gone(pty: &Pty, text: &str) {
    if let Err(why) = pty.wait_for(|screen| !screen.contents().contains(text), PATIENCE) {
        panic!("“{text}” stayed: {why}");
    }
}

/// Leaves as a member does.
#[track_caller]
pub fn leave(pty: &mut Pty) {
    pty.keys("q");
    pty.expect_text("q again leaves");
    pty.keys("q");
    let status = pty.expect_exit();
    assert!(status.success(), "{status:?}: {}", pty.screen_text());
    assert_given_back(pty);
}

#[track_caller]
pub fn assert_given_back(pty: &Pty) {
    assert!(!pty.on_alternate_screen(), "the alternate screen is left");
    assert!(pty.cursor_is_shown(), "the cursor is shown");
    assert_eq!(pty.paste_and_mouse(), (false, false), "bracketed paste and mouse are off");
    assert!(!pty.is_raw(), "keys are echoed again");
}
