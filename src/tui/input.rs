//! The threads that turn what the system reports into events.
//!
//! Owns reading keys, receiving signals, and noticing that the terminal is gone. May use crossterm's reading.
//! Invariant: two threads notice a vanished terminal, each on its own. crossterm's reading never returns once the
//! terminal is gone, so nothing may wait for the reading thread to end. Whose a Ctrl+C is follows from when it came,
//! not from when a thread gets round to it.

use std::io;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;
use std::sync::mpsc::Sender;
use std::thread::Builder;
use std::time::Duration;

use crossterm::event as reading;
use crossterm::event::Event as Read;
use crossterm::event::KeyEvent;
use crossterm::event::KeyEventKind;
use crossterm::event::MouseEventKind;

use crate::tui::event::Event;
use crate::tui::event::Incoming;
use crate::tui::event::StopReason;
use crate::tui::event::clean_paste;
use crate::tui::event::is_burst;

/// How long the rest of a pasted text may lag behind its first part; a person does not press a key so soon.
const PASTE_GAP: Duration = Duration::from_millis(30);
/// How long the system may take to hand over what it has announced.
const ANNOUNCED: Duration = Duration::from_millis(20);

/// Starts the threads that send events: keys, signals, and the watch over the terminal.
///
/// Call it after the terminal was entered and before the first frame: from then on no change of size is missed. The
/// threads end with the program.
pub fn start<W: Send + 'static>(to: Sender<Incoming<W>>) -> io::Result<InputThreads> {
    let gate = Arc::new(Gate::default());
    #[cfg(unix)]
    let interrupts = {
        let (signals, interrupts, watch) = (to.clone(), to.clone(), to.clone());
        let mut caught = unix::catch_signals()?;
        let (marks, line) = unix::catch_interrupts()?;
        let asked = Arc::new(unix::Asked::default());
        let also_asked = asked.clone();
        Builder::new().name("signals".into()).spawn(move || unix::forward_signals(&mut caught, &asked, &signals))?;
        Builder::new()
            .name("interrupts".into())
            .spawn(move || unix::forward_interrupts(line, &also_asked, &interrupts))?;
        Builder::new().name("terminal watch".into()).spawn(move || unix::watch_terminal(&watch))?;
        marks
    };
    let source = Source::new()?;
    let held = gate.clone();
    Builder::new().name("input".into()).spawn(move || {
        if read_input(&source, &held, &to).is_err() {
            let _ = to.send(Event::Stop(StopReason::TerminalGone).into());
        }
    })?;
    Ok(InputThreads {
        gate,
        #[cfg(unix)]
        interrupts,
    })
}

/// The threads, to hold them back while another program has the terminal.
pub struct InputThreads {
    gate: Arc<Gate>,
    #[cfg(unix)]
    interrupts: unix::Marks,
}

impl InputThreads {
    /// Reads no key and heeds no Ctrl+C until the value is dropped: both are meant for someone else.
    pub fn hold(&self) -> Held<'_> {
        #[cfg(unix)]
        self.interrupts.lent();
        Held { threads: self, _reading: self.gate.reading() }
    }
}

/// Keys are left to another program for as long as this value lives.
pub struct Held<'a> {
    #[cfg_attr(not(unix), allow(dead_code))]
    threads: &'a InputThreads,
    _reading: MutexGuard<'a, ()>,
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        #[cfg(unix)]
        self.threads.interrupts.back();
    }
}

/// Held by whoever may read keys.
#[derive(Default)]
struct Gate {
    reading: Mutex<()>,
}

impl Gate {
    fn reading(&self) -> MutexGuard<'_, ()> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What waiting for the terminal came to.
#[derive(PartialEq, Eq)]
enum Wake {
    Input,
    Resize,
    Gone,
    TimedOut,
}

/// Reads until the terminal or the receiving side is gone.
fn read_input<W>(source: &Source, gate: &Gate, to: &Sender<Incoming<W>>) -> io::Result<()> {
    loop {
        if source.wait(None)? == Wake::Gone {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        let _reading = gate.reading();
        let mut gathered = Gathered { keys: Vec::new(), to };
        while source.has_more(&gathered.keys)? {
            if gathered.take(reading::read()?).is_err() {
                return Ok(());
            }
        }
        let size = source.take_new_size().map(|(columns, rows)| Event::Resize(columns, rows));
        if gathered.send_keys().is_err() || size.is_some_and(|size| gathered.send(size).is_err()) {
            return Ok(());
        }
    }
}

/// The keys of one read, before they are sent together.
struct Gathered<'a, W> {
    keys: Vec<KeyEvent>,
    to: &'a Sender<Incoming<W>>,
}

impl<W> Gathered<'_, W> {
    fn take(&mut self, read: Read) -> Result<(), ()> {
        match read {
            // Some terminals report the release of a key too.
            Read::Key(key) if key.kind == KeyEventKind::Release => Ok(()),
            Read::Key(key) => {
                self.keys.push(key);
                Ok(())
            }
            Read::Paste(text) => self.send(Event::Paste(clean_paste(&text))),
            Read::Mouse(mouse) if mouse.kind == MouseEventKind::Moved => Ok(()),
            Read::Mouse(mouse) => self.send(Event::Mouse(mouse)),
            // Where the system tells of a new size by a signal, `Source` reports it: crossterm loses it beside a key.
            Read::Resize(..) if cfg!(unix) => Ok(()),
            Read::Resize(columns, rows) => self.send(Event::Resize(columns, rows)),
            Read::FocusGained | Read::FocusLost => Ok(()),
        }
    }

    /// Sends an event behind the keys that came before it.
    fn send(&mut self, event: Event<W>) -> Result<(), ()> {
        self.send_keys()?;
        self.to.send(event.into()).map_err(|_| ())
    }

    fn send_keys(&mut self) -> Result<(), ()> {
        if self.keys.is_empty() {
            return Ok(());
        }
        self.to.send(Incoming::Keys(std::mem::take(&mut self.keys))).map_err(|_| ())
    }
}

#[cfg(not(unix))]
struct Source;

#[cfg(not(unix))]
impl Source {
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    fn wait(&self, _: Option<Duration>) -> io::Result<Wake> {
        reading::poll(Duration::MAX).map(|more| if more { Wake::Input } else { Wake::TimedOut })
    }

    fn take_new_size(&self) -> Option<(u16, u16)> {
        None
    }

    fn has_more(&self, gathered: &[KeyEvent]) -> io::Result<bool> {
        reading::poll(if is_burst(gathered) { PASTE_GAP } else { Duration::ZERO })
    }
}

#[cfg(unix)]
use unix::Source;

#[cfg(unix)]
mod unix {
    use std::cell::Cell;
    use std::io::Read;
    use std::io::Write as _;
    use std::os::unix::net::UnixStream;
    use std::sync::OnceLock;
    use std::time::Instant;

    use rustix::event::PollFd;
    use rustix::event::PollFlags;
    use rustix::event::Timespec;
    use signal_hook::consts::SIGCONT;
    use signal_hook::consts::SIGHUP;
    use signal_hook::consts::SIGINT;
    use signal_hook::consts::SIGTERM;
    use signal_hook::consts::SIGWINCH;
    use signal_hook::iterator::Signals;

    use super::*;
    use crate::tui::terminal::report_input_again;

    const GONE: PollFlags = PollFlags::HUP.union(PollFlags::ERR);
    /// How often to look where the system does not report a vanished terminal by itself.
    const LOOK_AGAIN: Duration = Duration::from_secs(1);

    /// The terminal as a place where input arrives.
    pub struct Source {
        resized: UnixStream,
        has_new_size: Cell<bool>,
    }

    impl Source {
        pub fn new() -> io::Result<Self> {
            // crossterm starts to listen for changes of size when it is first asked; ours wakes `wait` for the same.
            reading::poll(Duration::ZERO)?;
            let (resized, sender) = UnixStream::pair()?;
            resized.set_nonblocking(true)?;
            sender.set_nonblocking(true)?;
            signal_hook::low_level::pipe::register(SIGWINCH, sender)?;
            Ok(Self { resized, has_new_size: Cell::new(false) })
        }

        /// Waits, without crossterm, until there is something for crossterm to read.
        pub fn wait(&self, timeout: Option<Duration>) -> io::Result<Wake> {
            let stdin = rustix::stdio::stdin();
            let mut waited = [PollFd::new(&stdin, PollFlags::IN), PollFd::new(&self.resized, PollFlags::IN)];
            poll(&mut waited, timeout)?;
            let (terminal, resized) = (waited[0].revents(), waited[1].revents());
            Ok(if terminal.contains(PollFlags::NVAL) {
                // This system cannot wait for terminals this way: leave the waiting to crossterm.
                if reading::poll(timeout.unwrap_or(LOOK_AGAIN))? { Wake::Input } else { Wake::TimedOut }
            } else if terminal.intersects(GONE) {
                Wake::Gone
            } else if resized.contains(PollFlags::IN) {
                while matches!((&self.resized).read(&mut [0; 64]), Ok(count) if count > 0) {}
                self.has_new_size.set(true);
                Wake::Resize
            } else if terminal.contains(PollFlags::IN) {
                Wake::Input
            } else {
                Wake::TimedOut
            })
        }

        /// The terminal's columns and rows, if they have changed since this was last asked.
        pub fn take_new_size(&self) -> Option<(u16, u16)> {
            let size = self.has_new_size.take().then(|| rustix::termios::tcgetwinsize(rustix::stdio::stdout()));
            size?.ok().map(|size| (size.ws_col, size.ws_row))
        }

        /// Whether crossterm has another event now; after a part of a pasted text it waits for the rest.
        pub fn has_more(&self, gathered: &[KeyEvent]) -> io::Result<bool> {
            if self.wait(Some(Duration::ZERO))? == Wake::Gone {
                return Ok(false);
            }
            if reading::poll(Duration::ZERO)? {
                return Ok(true);
            }
            let gap = if is_burst(gathered) { PASTE_GAP } else { Duration::ZERO };
            match self.wait(Some(gap))? {
                Wake::Gone | Wake::TimedOut => Ok(false),
                Wake::Resize | Wake::Input => {
                    if reading::poll(Duration::ZERO)? {
                        return Ok(true);
                    }
                    report_input_again();
                    reading::poll(ANNOUNCED)
                }
            }
        }
    }

    /// Polls and begins again when a signal came in between.
    fn poll(waited: &mut [PollFd<'_>], timeout: Option<Duration>) -> io::Result<()> {
        let timeout = timeout.and_then(|timeout| Timespec::try_from(timeout).ok());
        loop {
            match rustix::event::poll(waited, timeout.as_ref()) {
                Err(rustix::io::Errno::INTR) => {}
                Err(error) => return Err(error.into()),
                Ok(_) => return Ok(()),
            }
        }
    }

    pub fn catch_signals() -> io::Result<Signals> {
        Signals::new([SIGTERM, SIGHUP, SIGCONT])
    }

    /// When the program was first asked to end.
    #[derive(Default)]
    pub struct Asked(OnceLock<Instant>);

    impl Asked {
        /// Asked now, by a signal; where that was asked long ago it is carried out at once: the drawing thread may be
        /// held up by a terminal that takes no output. All that was acknowledged is on the disk.
        fn by(&self, signal: i32) {
            if self.0.get_or_init(Instant::now).elapsed() > LOOK_AGAIN {
                let _ = signal_hook::low_level::emulate_default_handler(signal);
            }
        }
    }

    /// Sends each signal on as an event; a request to end that is repeated is carried out at once.
    pub fn forward_signals<W>(caught: &mut Signals, asked: &Asked, to: &Sender<Incoming<W>>) {
        for signal in caught.forever() {
            let event = match signal {
                SIGTERM => Event::Stop(StopReason::Terminate),
                SIGHUP => Event::Stop(StopReason::HangUp),
                _ => Event::Resumed,
            };
            if signal == SIGTERM {
                asked.by(signal);
            }
            if to.send(event.into()).is_err() {
                return;
            }
        }
    }

    /// On the line of interrupts: from here on they are another program's.
    const LENT: u8 = b'(';
    /// From here on they are ours again.
    const BACK: u8 = b')';

    /// Puts into the line of interrupts whose they are. The handler of the signal writes there itself, so that each
    /// stands before or behind a mark as it came, however late the line is read.
    pub struct Marks(UnixStream);

    impl Marks {
        pub fn lent(&self) {
            self.put(LENT);
        }

        pub fn back(&self) {
            self.put(BACK);
        }

        fn put(&self, mark: u8) {
            // It fails only once nobody reads any more.
            let _ = (&self.0).write_all(&[mark]);
        }
    }

    /// The line in which each interrupt stands as a byte, and its end for marks.
    pub fn catch_interrupts() -> io::Result<(Marks, UnixStream)> {
        let (line, end) = UnixStream::pair()?;
        signal_hook::low_level::pipe::register(SIGINT, end.try_clone()?)?;
        Ok((Marks(end), line))
    }

    /// Sends each interrupt on that was not meant for another program.
    pub fn forward_interrupts<W>(mut line: impl Read, asked: &Asked, to: &Sender<Incoming<W>>) {
        let (mut lent, mut next) = (false, [0]);
        while line.read_exact(&mut next).is_ok() {
            match next {
                [LENT] => lent = true,
                [BACK] => lent = false,
                _ if lent => {}
                _ => {
                    asked.by(SIGINT);
                    if to.send(Event::Stop(StopReason::Interrupt).into()).is_err() {
                        return;
                    }
                }
            }
        }
    }

    /// Waits for the terminal to vanish, whoever ignores which signal. Costs nothing while it is there.
    pub fn watch_terminal<W>(to: &Sender<Incoming<W>>) {
        let stdin = rustix::stdio::stdin();
        // Linux reports a hang-up by itself. Elsewhere it is looked for as well.
        let timeout = (!cfg!(target_os = "linux")).then_some(LOOK_AGAIN);
        loop {
            let mut waited = [PollFd::new(&stdin, PollFlags::empty())];
            let polled = poll(&mut waited, timeout);
            let reported = waited[0].revents();
            if reported.intersects(GONE) || rustix::termios::tcgetattr(stdin).is_err() {
                let _ = to.send(Event::Stop(StopReason::TerminalGone).into());
                return;
            }
            if polled.is_err() || !reported.is_empty() {
                std::thread::sleep(LOOK_AGAIN);
            }
        }
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    /// How many interrupts are heeded of a line that is read only now.
    fn heeded(line: &[u8]) -> usize {
        let (to, from) = channel::<Incoming<()>>();
        unix::forward_interrupts(line, &unix::Asked::default(), &to);
        drop(to);
        from.iter().filter(|event| matches!(event, Incoming::Event(Event::Stop(StopReason::Interrupt)))).count()
    }

    #[test]
    fn a_ctrl_c_meant_for_another_program_is_not_ours_however_late_it_is_noticed() {
        assert_eq!(heeded(b"(X)"), 0);
        assert_eq!(heeded(b"(XX)()(X)"), 0);
        assert_eq!(heeded(b"X"), 1);
        assert_eq!(heeded(b"X(X)X"), 2);
    }
}
