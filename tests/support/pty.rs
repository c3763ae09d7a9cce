//! A program in a pseudo-terminal, and what a person in front of it would see.
//!
//! Owns the pseudo-terminal, a reader that feeds a terminal emulator, and a home of its own for the program.
//! Invariant: nothing here waits a fixed time in the hope that something has happened; every wait has a condition
//! and a deadline, and says what was on the screen when the deadline passed.

use std::fs::File;
use std::fs::OpenOptions;
use std::io::Read;
use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Condvar;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use portable_pty::Child;
use portable_pty::CommandBuilder;
use portable_pty::ExitStatus;
use portable_pty::MasterPty;
use portable_pty::PtySize;
use portable_pty::native_pty_system;
use rustix::process::Pid;
use rustix::process::Signal;
use rustix::termios::OptionalActions;
use rustix::termios::SpecialCodeIndex;
use tempfile::TempDir;

use super::spell::spell;

/// Long enough for a loaded machine; a test that passes never waits so long.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// After so long a key is taken to have been read though nothing shows it.
const UNANSWERED: Duration = Duration::from_millis(60);
/// After so long a program is taken not to read.
const UNREAD: Duration = Duration::from_secs(2);

/// How a program is to be started.
pub struct Launch {
    command: CommandBuilder,
    size: PtySize,
    home: TempDir,
}

impl Launch {
    /// A program with a cleared environment, a home of its own, and a terminal of 80x24.
    pub fn new(program: impl AsRef<Path>) -> Self {
        let home = tempfile::tempdir().expect("a temporary folder can be made");
        let mut command = CommandBuilder::new(program.as_ref());
        command.env_clear();
        for (name, folder) in [
            ("HOME", "."),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_STATE_HOME", "state"),
            ("XDG_CACHE_HOME", "cache"),
            ("TMPDIR", "tmp"),
        ] {
            let path = if folder == "." { home.path().to_owned() } else { home.path().join(folder) };
            std::fs::create_dir_all(&path).expect("a folder can be made in a temporary folder");
            command.env(name, path);
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "C.UTF-8");
        command.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        command.cwd(home.path());
        Self { command, size: pty_size(80, 24), home }
    }

    pub fn arg(mut self, arg: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    pub fn env(mut self, name: &str, value: impl AsRef<std::ffi::OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    pub fn size(mut self, columns: u16, rows: u16) -> Self {
        self.size = pty_size(columns, rows);
        self
    }

    /// Lets the program run on a terminal that is not its controlling one: it is never sent SIGHUP.
    pub fn without_controlling_terminal(mut self) -> Self {
        self.command.set_controlling_tty(false);
        self
    }

    /// The home the program gets; it lives as long as the [`Pty`].
    pub fn home(&self) -> &Path {
        self.home.path()
    }

    pub fn start(self) -> Pty {
        let pair = native_pty_system().openpty(self.size).expect("a pseudo-terminal can be opened");
        let child = pair.slave.spawn_command(self.command).expect("the program starts");
        drop(pair.slave);
        let shown = Arc::new(Shown::new(self.size));
        let closing = Arc::new(AtomicBool::new(false));
        let reader = pair.master.try_clone_reader().expect("the pseudo-terminal can be read");
        let writer = pair.master.take_writer().expect("the pseudo-terminal can be written");
        let reading = {
            let (shown, closing) = (shown.clone(), closing.clone());
            std::thread::spawn(move || feed(reader, &shown, &closing))
        };
        Pty {
            child,
            master: Some(pair.master),
            writer: Some(writer),
            reading: Some(reading),
            shown,
            closing,
            home: self.home,
        }
    }
}

fn pty_size(cols: u16, rows: u16) -> PtySize {
    PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }
}

/// What the program has written so far.
struct Shown {
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    emulator: vt100::Parser,
    raw: Vec<u8>,
    ended: bool,
}

impl Shown {
    fn new(size: PtySize) -> Self {
        let emulator = vt100::Parser::new(size.rows, size.cols, 0);
        Self { state: Mutex::new(State { emulator, raw: Vec::new(), ended: false }), changed: Condvar::new() }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("no reader panics while it holds the screen")
    }
}

/// Reads until the program has gone or the terminal is being closed.
fn feed(mut reader: Box<dyn Read + Send>, shown: &Shown, closing: &AtomicBool) {
    let mut bytes = [0; 8192];
    loop {
        let count = reader.read(&mut bytes).unwrap_or(0);
        if count == 0 || closing.load(Ordering::SeqCst) {
            break;
        }
        let mut state = shown.lock();
        state.emulator.process(&bytes[..count]);
        state.raw.extend_from_slice(&bytes[..count]);
        shown.changed.notify_all();
    }
    drop(reader);
    shown.lock().ended = true;
    shown.changed.notify_all();
}

/// How one cell of the screen is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    pub text: String,
    pub inverse: bool,
    pub bold: bool,
    pub foreground: vt100::Color,
    pub background: vt100::Color,
}

/// A running program and its terminal.
pub struct Pty {
    child: Box<dyn Child + Send + Sync>,
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    reading: Option<JoinHandle<()>>,
    shown: Arc<Shown>,
    closing: Arc<AtomicBool>,
    home: TempDir,
}

impl Pty {
    /// Writes bytes to the program as one write.
    pub fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let writer = self.writer.as_mut().expect("the terminal was not hung up");
        writer.write_all(bytes.as_ref()).and_then(|()| writer.flush()).expect("the program's terminal takes input");
    }

    /// Types keys one by one, like a person: each is taken from the queue before the next is typed.
    ///
    /// `"g v <Enter>"`: words are typed letter by letter, names in angle brackets are keys, `<C-s>` is Ctrl+S,
    /// `<M-x>` is Alt+X, `<Space>` a space; blanks only separate.
    pub fn keys(&mut self, keys: &str) {
        for key in spell(keys) {
            self.type_key(key);
        }
    }

    /// Types text as it stands, blanks included, key by key.
    pub fn type_text(&mut self, text: &str) {
        for key in text.chars() {
            self.type_key(key.to_string());
        }
    }

    /// Sends text between the marks of a bracketed paste.
    pub fn paste(&mut self, text: &str) {
        self.send(format!("\x1b[200~{text}\x1b[201~"));
    }

    /// Sends a key and waits until the program has read it; a program that does not read is no failure here.
    ///
    /// The kernel moves what was written into the queue in its own time, late on a loaded machine, and an empty queue
    /// does not say whether the key has been there. That it was seen there, or an answer to it, does.
    fn type_key(&mut self, key: impl AsRef<[u8]>) {
        let shown = self.shown.lock().raw.len();
        self.send(key);
        let Ok(slave) = self.slave() else { return };
        let sent = Instant::now();
        let mut arrived = false;
        loop {
            std::thread::sleep(Duration::from_millis(2));
            let waiting = rustix::io::ioctl_fionread(&slave).unwrap_or(0);
            arrived |= waiting > 0 || self.shown.lock().raw.len() > shown || sent.elapsed() > UNANSWERED;
            if (arrived && waiting == 0) || sent.elapsed() > UNREAD {
                return;
            }
        }
    }

    /// Waits until the screen satisfies a condition; the error is what was on the screen at the deadline.
    pub fn wait_for(
        &self,
        mut condition: impl FnMut(&vt100::Screen) -> bool,
        within: Duration,
    ) -> Result<String, String> {
        let deadline = Instant::now() + within;
        let mut state = self.shown.lock();
        loop {
            if condition(state.emulator.screen()) {
                return Ok(state.emulator.screen().contents());
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() || state.ended {
                let why = if state.ended { "the program ended" } else { "the deadline passed" };
                return Err(format!("{why}; on the screen:\n{}", state.emulator.screen().contents()));
            }
            state = self.shown.changed.wait_timeout(state, left).expect("no reader panics").0;
        }
    }

    /// Waits until a text is on the screen and fails the test if it does not come.
    #[track_caller]
    pub fn expect_text(&self, text: &str) -> String {
        match self.wait_for(|screen| screen.contents().contains(text), PATIENCE) {
            Ok(contents) => contents,
            Err(why) => panic!("“{text}” did not appear: {why}"),
        }
    }

    pub fn screen_text(&self) -> String {
        self.shown.lock().emulator.screen().contents()
    }

    /// Every byte the program has written.
    pub fn raw(&self) -> Vec<u8> {
        self.shown.lock().raw.clone()
    }

    /// The cursor as (column, row), from 0.
    pub fn cursor(&self) -> (u16, u16) {
        let (row, column) = self.shown.lock().emulator.screen().cursor_position();
        (column, row)
    }

    pub fn cursor_is_shown(&self) -> bool {
        !self.shown.lock().emulator.screen().hide_cursor()
    }

    pub fn on_alternate_screen(&self) -> bool {
        self.shown.lock().emulator.screen().alternate_screen()
    }

    /// Whether the program has switched bracketed paste on, and whether it has asked for the mouse.
    pub fn paste_and_mouse(&self) -> (bool, bool) {
        let state = self.shown.lock();
        let screen = state.emulator.screen();
        (screen.bracketed_paste(), screen.mouse_protocol_mode() != vt100::MouseProtocolMode::None)
    }

    /// How the cell at (column, row) looks.
    pub fn look(&self, column: u16, row: u16) -> Option<Look> {
        let state = self.shown.lock();
        state.emulator.screen().cell(row, column).map(|cell| Look {
            text: cell.contents().to_owned(),
            inverse: cell.inverse(),
            bold: cell.bold(),
            foreground: cell.fgcolor(),
            background: cell.bgcolor(),
        })
    }

    /// Where a text begins, as (column, row), counted in characters of width one.
    pub fn find(&self, text: &str) -> Option<(u16, u16)> {
        let state = self.shown.lock();
        let (_, columns) = state.emulator.screen().size();
        let rows = state.emulator.screen().rows(0, columns);
        rows.enumerate().find_map(|(row, line)| {
            let at = line.find(text)?;
            Some((u16::try_from(line[..at].chars().count()).ok()?, u16::try_from(row).ok()?))
        })
    }

    pub fn resize(&self, columns: u16, rows: u16) {
        // What was drawn for a larger size may still come in, and the emulator panics on a line that wraps in one row.
        self.shown.lock().emulator.screen_mut().set_size(rows.max(2), columns.max(2));
        let master = self.master.as_ref().expect("the terminal was not hung up");
        master.resize(pty_size(columns, rows)).expect("a pseudo-terminal can be resized");
    }

    /// Sends a signal to the program alone.
    pub fn signal(&self, signal: Signal) {
        let pid = i32::try_from(self.pid()).ok().and_then(Pid::from_raw).expect("a process id is a positive number");
        rustix::process::kill_process(pid, signal).expect("the program still runs");
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().expect("the program was started")
    }

    pub fn home(&self) -> &Path {
        self.home.path()
    }

    /// Whether the terminal hands over each key at once and unechoed, as it does for a full-screen program.
    pub fn is_raw(&self) -> bool {
        let slave = self.slave().expect("the terminal is there");
        let modes = rustix::termios::tcgetattr(&slave).expect("the terminal has modes").local_modes;
        !modes.intersects(rustix::termios::LocalModes::ICANON | rustix::termios::LocalModes::ECHO)
    }

    /// Processor time the program has used so far, all threads together; Linux only, nothing elsewhere.
    pub fn cpu_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.pid())).unwrap_or_default();
        let after_name = stat.rsplit(')').next().unwrap_or_default();
        let ticks: u64 = after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum();
        // Linux tells every program in hundredths of a second, whatever it counts in itself.
        Duration::from_millis(ticks * 10)
    }

    /// Takes the terminal away, as when a connection drops. What was on the screen can still be asked for.
    pub fn hang_up(&mut self) {
        if self.master.is_none() {
            return;
        }
        if let Ok(mut slave) = self.slave() {
            // The writer says goodbye with a newline and an end-of-file key unless the terminal has none.
            if let Ok(mut modes) = rustix::termios::tcgetattr(&slave) {
                modes.special_codes[SpecialCodeIndex::VEOF] = 0;
                let _ = rustix::termios::tcsetattr(&slave, OptionalActions::Now, &modes);
            }
            // The reader holds the terminal open too; a byte wakes it, and the flag makes it let go.
            self.closing.store(true, Ordering::SeqCst);
            let _ = slave.write_all(b"\0");
        }
        if let Some(reading) = self.reading.take() {
            let _ = reading.join();
        }
        self.writer = None;
        self.master = None;
    }

    /// Waits for the program to end.
    pub fn wait_exit(&mut self, within: Duration) -> Result<ExitStatus, String> {
        let deadline = Instant::now() + within;
        loop {
            match self.child.try_wait() {
                Ok(Some(status)) => return Ok(status),
                Ok(None) if Instant::now() < deadline => std::thread::sleep(Duration::from_millis(2)),
                Ok(None) => return Err(format!("still running; on the screen:\n{}", self.screen_text())),
                Err(error) => return Err(error.to_string()),
            }
        }
    }

    /// Waits for the program to end and for its last output to be read.
    #[track_caller]
    pub fn expect_exit(&mut self) -> ExitStatus {
        let status = self.wait_exit(PATIENCE).unwrap_or_else(|why| panic!("the program did not end: {why}"));
        if let Some(reading) = self.reading.take() {
            let _ = reading.join();
        }
        status
    }

    fn slave(&self) -> std::io::Result<File> {
        let path: Option<PathBuf> = self.master.as_ref().and_then(|master| master.tty_name());
        let path = path.ok_or(std::io::ErrorKind::NotFound)?;
        let no_controlling = rustix::fs::OFlags::NOCTTY.bits();
        OpenOptions::new().read(true).write(true).custom_flags(no_controlling.cast_signed()).open(path)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.child.kill();
        self.hang_up();
        let _ = self.child.wait();
    }
}
