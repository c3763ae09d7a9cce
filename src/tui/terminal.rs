//! The terminal's modes and the frames drawn on it.
//!
//! Owns raw mode, alternate screen, bracketed paste and mouse capture; no other file switches a mode. May use ratatui,
//! crossterm and, for stopping and continuing, signals.
//! Invariant: whatever was switched on is switched off again, once, by whichever comes first: [`Terminal::leave`], the
//! drop of [`Terminal`], or a panic on the thread that draws.

use std::cell::RefCell;
use std::io;
use std::io::IsTerminal;
use std::io::Write;
use std::rc::Rc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::Once;
use std::sync::OnceLock;
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;
use std::sync::atomic::Ordering;
use std::thread::ThreadId;

use crossterm::cursor::Show;
use crossterm::event::DisableBracketedPaste;
use crossterm::event::DisableMouseCapture;
use crossterm::event::EnableBracketedPaste;
use crossterm::event::EnableMouseCapture;
use crossterm::queue;
use crossterm::style::Attribute;
use crossterm::style::SetAttribute;
use crossterm::terminal::EndSynchronizedUpdate;
use crossterm::terminal::EnterAlternateScreen;
use crossterm::terminal::LeaveAlternateScreen;
use crossterm::terminal::disable_raw_mode;
use crossterm::terminal::enable_raw_mode;
use ratatui::Frame;
use ratatui::backend::CrosstermBackend;

/// Terminals that know these draw all between them at once; others ignore them.
const BEGIN_FRAME: &[u8] = b"\x1b[?2026h";
const END_FRAME: &[u8] = b"\x1b[?2026l";
/// A frame up to this size, about an unchanged one, is not worth the marks around it.
const SMALL_FRAME: usize = 64;

/// Whether the modes are switched on, and whether the mouse is among them.
static UP: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
/// Held while modes are read and set, so that two threads never undo each other's change.
static MODES: Mutex<()> = Mutex::new(());
static UI_THREAD: OnceLock<ThreadId> = OnceLock::new();
static BACKGROUND_PANICS: Mutex<Vec<String>> = Mutex::new(Vec::new());
/// How many panics of background threads are kept to be told.
const KEPT_PANICS: usize = 20;

/// What to ask of the terminal beyond a full screen with bracketed paste.
#[derive(Debug, Clone, Copy, Default)]
pub struct TerminalOptions {
    /// Takes clicks and the wheel; the terminal's own selecting by mouse stops while it is on.
    pub mouse: bool,
}

/// What became of a wish to stop the program and give the shell back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspended {
    /// The program was stopped and has been continued; draw everything anew.
    CameBack,
    /// Nothing stopped: there is no shell that could continue the program, or the system knows no stopping.
    NotPossible,
}

/// The full screen, for as long as this value lives.
pub struct Terminal {
    screen: ratatui::Terminal<CrosstermBackend<FrameBytes>>,
    frame: Rc<RefCell<Vec<u8>>>,
    options: TerminalOptions,
}

/// The memory of a full screen, before the terminal is touched: made while something else is waited for.
pub struct Blank {
    screen: ratatui::Terminal<CrosstermBackend<FrameBytes>>,
    frame: Rc<RefCell<Vec<u8>>>,
}

impl Blank {
    /// Makes it in the size the terminal has now.
    pub fn new() -> io::Result<Self> {
        let frame = Rc::new(RefCell::new(Vec::new()));
        let screen = ratatui::Terminal::new(CrosstermBackend::new(FrameBytes(frame.clone())))?;
        Ok(Self { screen, frame })
    }
}

impl Terminal {
    /// Takes the terminal over: raw mode, alternate screen, bracketed paste and, if asked for, the mouse.
    ///
    /// Asks the terminal no question, so a slow or silent one costs no time. On an error nothing stays switched on.
    pub fn enter(options: TerminalOptions) -> io::Result<Self> {
        Self::enter_on(Blank::new()?, options)
    }

    /// The same with memory made before.
    pub fn enter_on(blank: Blank, options: TerminalOptions) -> io::Result<Self> {
        install_panic_hook();
        // Left to itself crossterm answers NO_COLOR by resetting bold and reverse too, and the selection disappears.
        // Colour is decided by the theme.
        crossterm::style::force_color_output(true);
        let Blank { screen, frame } = blank;
        switch_on(options)?;
        Ok(Self { screen, frame, options })
    }

    /// Draws one frame and sends what changed, in one write.
    pub fn draw(&mut self, render: impl FnOnce(&mut Frame)) -> io::Result<()> {
        self.screen.draw(render)?;
        let mut frame = self.frame.borrow_mut();
        let sent = send_frame(&mut io::stdout().lock(), &frame);
        frame.clear();
        sent
    }

    /// Makes the next frame send every cell, as after foreign output on the screen.
    pub fn redraw_all(&mut self) -> io::Result<()> {
        // `clear` would ask the terminal where its cursor stands and wait up to two seconds for the answer.
        let area = self.screen.size()?.into();
        self.screen.resize(area)
    }

    /// Turns mouse capture on or off while the screen is up.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.options.mouse = on;
        let _modes = lock_modes();
        MOUSE.store(on, Ordering::SeqCst);
        let mut out = io::stdout().lock();
        if on {
            queue!(out, EnableMouseCapture)?
        } else {
            queue!(out, DisableMouseCapture)?
        }
        out.flush()
    }

    /// Where bytes for the terminal itself go, such as a copy for its clipboard.
    pub fn out(&mut self) -> impl Write {
        io::stdout().lock()
    }

    /// Gives the terminal back as it was; doing so twice does nothing more.
    pub fn leave(&mut self) -> io::Result<()> {
        restore()
    }

    /// Takes the terminal over again after the program was stopped and continued by someone else.
    ///
    /// The shell has used the terminal in between, so every mode is set again and the next frame sends every cell.
    pub fn reenter(&mut self) -> io::Result<()> {
        switch_on(self.options)?;
        self.redraw_all()
    }

    /// Lends the terminal to another program, as it was before this one took it, and takes it over again afterwards.
    pub fn lend<T>(&mut self, to: impl FnOnce() -> T) -> io::Result<T> {
        self.leave()?;
        #[cfg(unix)]
        let modes = rustix::termios::tcgetattr(rustix::stdio::stdin());
        let given = to();
        // A program that was stopped in the middle leaves modes that the shell must not get back one day.
        #[cfg(unix)]
        if let Ok(modes) = modes {
            let _ = rustix::termios::tcsetattr(rustix::stdio::stdin(), rustix::termios::OptionalActions::Now, &modes);
        }
        self.reenter()?;
        Ok(given)
    }

    /// Gives the shell back, with a line of words on it, until the member continues the program.
    #[cfg(unix)]
    pub fn suspend(&mut self, words: &str) -> io::Result<Suspended> {
        self.leave()?;
        {
            let mut out = io::stdout().lock();
            write!(out, "{words}\r\n")?;
            out.flush()?;
        }
        let suspended = stop_and_wait();
        self.reenter()?;
        suspended
    }

    /// Gives the shell back until the member continues the program; not possible on this system.
    #[cfg(not(unix))]
    pub fn suspend(&mut self, _words: &str) -> io::Result<Suspended> {
        Ok(Suspended::NotPossible)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // Nothing is left to tell an error to: the terminal is gone or it is restored.
        let _ = self.leave();
    }
}

/// Collects a frame; the many small flushes while it is made send nothing.
struct FrameBytes(Rc<RefCell<Vec<u8>>>);

impl Write for FrameBytes {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn send_frame(out: &mut impl Write, frame: &[u8]) -> io::Result<()> {
    if frame.len() <= SMALL_FRAME {
        out.write_all(frame)?;
    } else {
        out.write_all(&[BEGIN_FRAME, frame, END_FRAME].concat())?;
    }
    out.flush()
}

fn lock_modes() -> MutexGuard<'static, ()> {
    MODES.lock().unwrap_or_else(PoisonError::into_inner)
}

fn switch_on(options: TerminalOptions) -> io::Result<()> {
    let switched = {
        let _modes = lock_modes();
        enable_raw_mode()?;
        #[cfg(unix)]
        insist_on_raw_mode()?;
        UP.store(true, Ordering::SeqCst);
        MOUSE.store(options.mouse, Ordering::SeqCst);
        send_modes(options)
    };
    if switched.is_err() {
        let _ = restore();
    }
    switched
}

/// Sets raw mode although it was set before: crossterm goes by what it remembers, and a shell may have unset it since.
#[cfg(unix)]
fn insist_on_raw_mode() -> io::Result<()> {
    let stdin = rustix::stdio::stdin();
    let mut modes = rustix::termios::tcgetattr(stdin)?;
    modes.make_raw();
    Ok(rustix::termios::tcsetattr(stdin, rustix::termios::OptionalActions::Now, &modes)?)
}

fn send_modes(options: TerminalOptions) -> io::Result<()> {
    let mut out = io::stdout().lock();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if options.mouse {
        queue!(out, EnableMouseCapture)?;
    }
    out.flush()
}

/// Switches everything off if it is on. Each part is tried even if another fails.
fn restore() -> io::Result<()> {
    let _modes = lock_modes();
    if !UP.swap(false, Ordering::SeqCst) {
        return Ok(());
    }
    let sent = (|| {
        let mut out = io::stdout().lock();
        if MOUSE.swap(false, Ordering::SeqCst) {
            queue!(out, DisableMouseCapture)?;
        }
        queue!(out, EndSynchronizedUpdate, SetAttribute(Attribute::Reset), DisableBracketedPaste)?;
        queue!(out, LeaveAlternateScreen, Show)?;
        out.flush()
    })();
    let raw = disable_raw_mode();
    sent.and(raw)
}

/// Makes a panic on this thread, the one that draws, restore the terminal before it is reported.
///
/// Call it first thing in `main`, before any other thread starts; later calls do nothing. A panic on another thread
/// leaves the screen alone: while it is up, the report is kept for [`take_background_panics`].
pub fn install_panic_hook() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        UI_THREAD.get_or_init(|| std::thread::current().id());
        let chained = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            // Only where: what it says may quote a text.
            log::error!(
                "a mistake of plumbline's own at {}",
                panic.location().map(ToString::to_string).unwrap_or_default()
            );
            let on_ui_thread = UI_THREAD.get() == Some(&std::thread::current().id());
            if on_ui_thread {
                let _ = restore();
            } else if UP.load(Ordering::SeqCst) {
                let thread = std::thread::current().name().unwrap_or("unnamed").to_owned();
                let mut kept = BACKGROUND_PANICS.lock().unwrap_or_else(PoisonError::into_inner);
                if kept.len() < KEPT_PANICS {
                    kept.push(format!("{thread}: {panic}"));
                }
                return;
            }
            chained(panic);
        }));
    });
}

/// Takes what background threads reported by panicking while the screen was up, oldest first.
pub fn take_background_panics() -> Vec<String> {
    std::mem::take(&mut *BACKGROUND_PANICS.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Whether keys can be read: standard input is a terminal.
pub fn stdin_is_terminal() -> bool {
    io::stdin().is_terminal()
}

/// Whether a screen can be drawn: standard output is a terminal.
pub fn stdout_is_terminal() -> bool {
    io::stdout().is_terminal()
}

/// Stops the whole job, as Ctrl+Z does in a shell, and returns once it has been continued.
///
/// The job, not only this process: a shell that waits for a program which started this one would otherwise never
/// get the terminal.
#[cfg(unix)]
fn stop_and_wait() -> io::Result<Suspended> {
    use std::sync::Arc;
    use std::time::Duration;
    use std::time::Instant;

    let continued = Arc::new(AtomicBool::new(false));
    let registered = signal_hook::flag::register(signal_hook::consts::SIGCONT, continued.clone())?;
    let stopped = rustix::process::kill_current_process_group(rustix::process::Signal::TSTP);
    // The stop may reach another thread first, so this one can still run for a moment. Where no shell is there to
    // continue the job the system drops the stop, and nothing comes.
    let asked = Instant::now();
    while stopped.is_ok() && !continued.load(Ordering::SeqCst) && asked.elapsed() < Duration::from_millis(300) {
        std::thread::sleep(Duration::from_millis(5));
    }
    signal_hook::low_level::unregister(registered);
    stopped?;
    Ok(if continued.load(Ordering::SeqCst) { Suspended::CameBack } else { Suspended::NotPossible })
}

/// Makes the system report input that waits although it was reported before.
///
/// crossterm asks to be told of each arrival once; what it left unread after a kilobyte, or beside a change of size,
/// would wait for the next key. Setting the modes to what they are wakes it.
#[cfg(unix)]
pub(super) fn report_input_again() {
    let _modes = lock_modes();
    if UP.load(Ordering::SeqCst) {
        let stdin = rustix::stdio::stdin();
        if let Ok(modes) = rustix::termios::tcgetattr(stdin) {
            let _ = rustix::termios::tcsetattr(stdin, rustix::termios::OptionalActions::Now, &modes);
        }
    }
}

/// Whether the screen is drawn in colour, where no option says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColorChoice {
    /// Colour as the theme has it.
    Color,
    /// Marks, words, bold and reverse only.
    Mono,
}

impl ColorChoice {
    /// Decides from the environment, given as a lookup by name.
    ///
    /// Highest first: `NO_COLOR` not empty; `CLICOLOR_FORCE` or `FORCE_COLOR` neither empty nor 0; `CLICOLOR` 0;
    /// `TERM` dumb; else colour.
    pub fn from_environment(variable: impl Fn(&str) -> Option<String>) -> Self {
        let set = |name: &str| variable(name).filter(|value| !value.is_empty());
        let forced = |name: &str| set(name).is_some_and(|value| value != "0");
        if set("NO_COLOR").is_some() {
            Self::Mono
        } else if forced("CLICOLOR_FORCE") || forced("FORCE_COLOR") {
            Self::Color
        } else if set("CLICOLOR").as_deref() == Some("0") || set("TERM").as_deref() == Some("dumb") {
            Self::Mono
        } else {
            Self::Color
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn choice(environment: &[(&str, &str)]) -> ColorChoice {
        ColorChoice::from_environment(|name| {
            environment.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn colour_follows_the_environment_and_no_color_outranks_everything() {
        use ColorChoice::Color;
        use ColorChoice::Mono;
        let cases: &[(&[(&str, &str)], ColorChoice)] = &[
            (&[], Color),
            (&[("TERM", "xterm")], Color),
            (&[("NO_COLOR", "1")], Mono),
            (&[("NO_COLOR", "")], Color),
            (&[("NO_COLOR", "0")], Mono),
            (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("FORCE_COLOR", "3")], Mono),
            (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb"), ("CLICOLOR", "0")], Color),
            (&[("FORCE_COLOR", "0"), ("TERM", "dumb")], Mono),
            (&[("FORCE_COLOR", ""), ("CLICOLOR", "0")], Mono),
            (&[("CLICOLOR", "1"), ("TERM", "dumb")], Mono),
            (&[("CLICOLOR", "0")], Mono),
        ];
        for (environment, expected) in cases {
            assert_eq!(choice(environment), *expected, "{environment:?}");
        }
    }

    #[test]
    fn a_large_frame_is_drawn_at_once_and_an_unchanged_one_stays_small() {
        let mut sent = Vec::new();
        send_frame(&mut sent, b"\x1b[m\x1b[5;1H").unwrap();
        assert_eq!(sent, b"\x1b[m\x1b[5;1H");
        sent.clear();
        send_frame(&mut sent, &[b'x'; 200]).unwrap();
        assert!(sent.starts_with(BEGIN_FRAME) && sent.ends_with(END_FRAME));
        assert_eq!(sent.len(), 200 + BEGIN_FRAME.len() + END_FRAME.len());
    }
}
