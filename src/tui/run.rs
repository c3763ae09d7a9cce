//! Runs the workbench on a terminal: waits for the first event, takes what waits behind it, draws once.
//!
//! Invariant: nothing here depends on the input thread ending, and the session is closed on every way out.

use std::io;
use std::path::PathBuf;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::time::Duration;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use crossterm::event::KeyModifiers;
use ratatui::layout::Rect;

use crate::document::write::to_bytes;
use crate::keys::chord::Chord;
use crate::keys::chord::Key;
use crate::review::keeping::Report;
use crate::review::keeping::Saving;
use crate::review::workspace::Access;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Workspace;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::writer::WriterEvent;
use crate::tui::app::App;
use crate::tui::app::AppOptions;
use crate::tui::clipboard::copy;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
use crate::tui::event::Incoming;
use crate::tui::event::StopReason;
use crate::tui::event::drain;
use crate::tui::input;
use crate::tui::terminal::Suspended;
use crate::tui::terminal::Terminal;
use crate::tui::terminal::TerminalOptions;

/// How long closing waits for the disk.
const LAST_SAVE: Duration = Duration::from_secs(10);

/// A session opened for the workbench.
pub struct Opening {
    /// The session.
    pub workspace: Workspace,
    /// The thread that saves it.
    pub saving: Saving,
    /// How the workbench starts.
    pub options: AppOptions,
}

/// What the workbench asks of whoever opened its session.
pub trait Host {
    /// The members with a session on this review on this machine, with the names they go by.
    fn members(&mut self) -> Vec<(uuid::Uuid, String)>;

    /// Opens the same session for writing, after the window that holds it has let go.
    ///
    /// # Errors
    /// Why not, in words for the member.
    fn take_over(&mut self) -> Result<Opening, String>;

    /// Opens the session of another member of this machine.
    ///
    /// # Errors
    /// Why not, in words for the member.
    fn switch_member(&mut self, member: uuid::Uuid) -> Result<Opening, String>;

    /// Makes another member and opens a session for them.
    ///
    /// # Errors
    /// Why not, in words for the member.
    fn new_member(&mut self, name: &str) -> Result<Opening, String>;
}

/// What the terminal side needs to know.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// Whether the mouse is on from the start.
    pub mouse: bool,
    /// Where the last copy is kept.
    pub last_copy: PathBuf,
    /// Folder for a rescue copy.
    pub rescue: PathBuf,
}

/// How the workbench ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The member left.
    Left,
    /// A signal or a lost terminal ended it; everything was kept.
    Stopped(StopReason),
}

/// Runs until the member leaves or the program is stopped.
///
/// # Errors
/// A terminal that cannot be taken over or drawn on. The session is closed first.
pub fn run(opening: Opening, host: &mut dyn Host, options: &RunOptions) -> io::Result<Ended> {
    let mut terminal = Terminal::enter(TerminalOptions { mouse: options.mouse })?;
    let (sender, receiver) = channel::<Incoming<Report>>();
    input::start(sender.clone())?;
    let Opening { workspace, saving, options: app_options } = opening;
    let size = crossterm::terminal::size()?;
    let mut desk = Desk {
        app: App::new(workspace, app_options, size),
        saving,
        sender,
        last_copy: options.last_copy.clone(),
        rescue: options.rescue.clone(),
    };
    desk.listen();
    let ended = desk.serve(&mut terminal, &receiver, host);
    desk.app.keep_place();
    let closed = desk.saving.close(LAST_SAVE);
    let left = terminal.leave();
    // A lost terminal cannot be drawn on or restored; that is no failure of its own.
    let ended = match (ended, left) {
        (Ok(Ended::Stopped(reason)), _) => Ok(Ended::Stopped(reason)),
        (Err(error), _) | (Ok(_), Err(error)) => Err(error),
        (Ok(ended), Ok(())) => Ok(ended),
    };
    match closed {
        Ok(()) => ended,
        Err(error) => Err(io::Error::other(error.told())),
    }
}

/// The app with what it needs to carry out its wishes.
struct Desk {
    app: App,
    saving: Saving,
    sender: Sender<Incoming<Report>>,
    last_copy: PathBuf,
    rescue: PathBuf,
}

impl Desk {
    fn listen(&self) {
        let sender = self.sender.clone();
        self.saving.listen(move |report| {
            // The workbench has ended when nobody receives any more.
            let _ = sender.send(Event::Worker(report).into());
        });
    }

    fn serve(
        &mut self,
        terminal: &mut Terminal,
        receiver: &std::sync::mpsc::Receiver<Incoming<Report>>,
        host: &mut dyn Host,
    ) -> io::Result<Ended> {
        loop {
            draw(terminal, &self.app)?;
            let Ok(first) = receiver.recv() else { return Ok(Ended::Left) };
            for event in drain(receiver, first, self.app.is_typing()) {
                match event {
                    Event::Stop(reason) => return Ok(Ended::Stopped(reason)),
                    Event::Resumed => terminal.reenter()?,
                    event => self.take(event),
                }
                for effect in self.app.take_effects() {
                    if effect == Effect::Quit {
                        return Ok(Ended::Left);
                    }
                    self.carry_out(effect, terminal, host)?;
                }
            }
        }
    }

    fn take(&mut self, event: Event<Report>) {
        match event {
            Event::Key(key) => {
                if let Some(chord) = chord_of(key) {
                    self.app.key(chord);
                }
            }
            Event::Paste(text) => self.app.paste(text),
            Event::Mouse(mouse) => self.app.mouse(mouse),
            Event::Resize(width, height) => self.app.resize(width, height),
            Event::Burst(_) => self.app.burst(),
            Event::Worker(report) => self.report(report),
            Event::Stop(_) | Event::Resumed => {}
        }
    }

    fn report(&mut self, report: Report) {
        match report {
            Report::Writer(WriterEvent::Saved { through_seq }) => self.app.saved(through_seq),
            Report::Writer(WriterEvent::Failed { message, unsaved }) => self.app.not_saved(&message, unsaved),
            Report::Writer(WriterEvent::Rescued { path }) => {
                self.app.say(format!("A rescue copy of everything is in {}.", path.display()));
            }
            Report::Writer(WriterEvent::RescueFailed { path, message }) => {
                self.app.say_mistake(format!("No rescue copy in {}: {message}", path.display()));
            }
            Report::Wanted => {
                self.app.keep_place();
                let why = "Continued in another window; this one reads only. T takes it back.";
                self.app.give_up(why);
                if let Err(error) = self.saving.close(LAST_SAVE) {
                    self.app.not_saved(&error.told(), 1);
                }
                self.saving = Saving::none();
            }
        }
    }

    fn carry_out(&mut self, effect: Effect, terminal: &mut Terminal, host: &mut dyn Host) -> io::Result<()> {
        match effect {
            Effect::Quit => {}
            Effect::Suspend => {
                self.app.keep_place();
                if terminal.suspend()? == Suspended::NotPossible {
                    self.app.say_mistake("There is no shell to go back to from here.");
                }
            }
            Effect::Copy { text, what } => {
                let copied = copy(&text, &mut terminal.out(), &self.last_copy);
                self.app.say(format!("Copied {what}: {copied}"));
            }
            Effect::Mouse(on) => terminal.set_mouse(on)?,
            Effect::Export { path, session, force } => {
                let existing = if force { Existing::Replace } else { Existing::Refuse };
                let written = to_bytes(&*session)
                    .map_err(|error| error.to_string())
                    .and_then(|bytes| atomic::write(&path, existing, &bytes).map_err(|error| error.told()));
                self.app.exported(&path, written);
            }
            Effect::SaveAgain => {
                if let Err(error) = self.saving.retry() {
                    self.app.not_saved(&error.told(), 1);
                }
            }
            Effect::Rescue => {
                let path = self.rescue.join(format!("rescue-{}.plumbsession", self.app.workspace().member().id));
                if let Err(error) = self.saving.rescue(path) {
                    self.app.not_saved(&error.told(), 1);
                }
            }
            Effect::TakeOver => {
                if *self.app.workspace().access() == Access::Write {
                    self.app.say("This window holds the session already.");
                } else {
                    let opened = host.take_over();
                    self.go_on(opened);
                }
            }
            Effect::ListMembers => {
                let known = host.members();
                self.app.choose_member(known);
            }
            Effect::SwitchMember(member) => self.change_member(|host| host.switch_member(member), host),
            Effect::NewMember(name) => self.change_member(|host| host.new_member(&name), host),
        }
        Ok(())
    }

    /// Saves and closes this member's session, then opens the other's.
    fn change_member(&mut self, open: impl FnOnce(&mut dyn Host) -> Result<Opening, String>, host: &mut dyn Host) {
        self.app.keep_place();
        if let Err(error) = self.saving.flush(LAST_SAVE) {
            return self.app.not_saved(&error.told(), 1);
        }
        let opened = open(host);
        self.go_on(opened);
    }

    fn go_on(&mut self, opened: Result<Opening, String>) {
        match opened {
            Ok(opening) => {
                let size = self.app.size();
                // What was saved is safe; the old thread ends with the old value.
                let mut old = std::mem::replace(&mut self.saving, opening.saving);
                if let Err(error) = old.close(LAST_SAVE) {
                    self.app.not_saved(&error.told(), 1);
                }
                self.app = App::new(opening.workspace, opening.options, size);
                self.listen();
            }
            Err(words) => self.app.say_mistake(words),
        }
    }
}

fn draw(terminal: &mut Terminal, app: &App) -> io::Result<()> {
    terminal.draw(|frame| {
        let area: Rect = frame.area();
        if let Some(at) = app.draw(area, frame.buffer_mut()) {
            frame.set_cursor_position(at);
        }
    })
}

/// A key as the table knows it; `None` for keys it has no name for.
pub fn chord_of(key: KeyEvent) -> Option<Chord> {
    let known = match key.code {
        KeyCode::Char(c) => Key::Char(c),
        KeyCode::Enter => Key::Enter,
        KeyCode::Esc => Key::Esc,
        KeyCode::Tab if key.modifiers.contains(KeyModifiers::SHIFT) => Key::BackTab,
        KeyCode::Tab => Key::Tab,
        KeyCode::BackTab => Key::BackTab,
        KeyCode::Backspace => Key::Backspace,
        KeyCode::Delete => Key::Delete,
        KeyCode::Up => Key::Up,
        KeyCode::Down => Key::Down,
        KeyCode::Left => Key::Left,
        KeyCode::Right => Key::Right,
        KeyCode::Home => Key::Home,
        KeyCode::End => Key::End,
        KeyCode::PageUp => Key::PageUp,
        KeyCode::PageDown => Key::PageDown,
        KeyCode::F(n) => Key::F(n),
        _ => return None,
    };
    let ctrl = key.modifiers.contains(KeyModifiers::CONTROL);
    let known = match known {
        Key::Char(c) if ctrl => Key::Char(c.to_ascii_lowercase()),
        other => other,
    };
    Some(Chord { key: known, ctrl, alt: key.modifiers.contains(KeyModifiers::ALT) })
}

impl App {
    /// This window no longer holds the session.
    fn give_up(&mut self, why: &str) {
        self.ws.hand_to(Access::ReadOnly(why.to_owned()), Box::new(Forgetful));
        self.set_banner(Some(why.to_owned()));
        self.sheets.clear();
    }

    fn size(&self) -> (u16, u16) {
        self.size
    }
}
