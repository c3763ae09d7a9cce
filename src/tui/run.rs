//! Runs the workbench on a terminal: waits for the first event, takes what waits behind it, draws once.
//!
//! Invariant: nothing here depends on the input thread ending, and the session is closed on every way out.

use std::io;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::Sender;
use std::sync::mpsc::channel;
use std::thread::Builder;
use std::thread::JoinHandle;
use std::time::Duration;
use std::time::Instant;

use ratatui::layout::Rect;

use crate::export::forms::Holds;
use crate::import::read::Tools;
use crate::keys::lookup::Keys;
use crate::model::ids::SourceId;
use crate::model::session::SessionFile;
use crate::panel::opened::OpenedPanel;
use crate::panel::seal::Salt;
use crate::review::editing::EditDesk;
use crate::review::editing::write_edition;
use crate::review::keeping::Report;
use crate::review::keeping::Saving;
use crate::review::workspace::Access;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Workspace;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::error::StoreError;
use crate::store::writer::WriterEvent;
use crate::tui::app::App;
use crate::tui::app::AppOptions;
use crate::tui::clipboard::copy;
use crate::tui::editor::write_on;
use crate::tui::effect::Effect;
use crate::tui::event::Event;
use crate::tui::event::Incoming;
use crate::tui::event::StopReason;
use crate::tui::event::chord_of;
use crate::tui::event::drain;
use crate::tui::input;
use crate::tui::input::InputThreads;
use crate::tui::panel_desk::PanelDesk;
use crate::tui::recent::Recent;
use crate::tui::terminal::Blank;
use crate::tui::terminal::Suspended;
use crate::tui::terminal::Terminal;
use crate::tui::terminal::TerminalOptions;
use crate::tui::worker::News;
use crate::tui::worker::Worker;

/// How long closing waits for the disk.
const LAST_SAVE: Duration = Duration::from_secs(10);
/// How long the news that the terminal is gone may lag behind a frame that could not be sent to it.
const NEWS: Duration = Duration::from_millis(500);
/// What the shell says while the workbench is stopped.
const PAUSED: &str = "plumbline is paused, all saved. Type fg and Enter.";
const PAUSED_UNSAVED: &str = "plumbline is paused, NOT all is saved. Type fg and Enter.";

/// A session opened for the workbench.
pub struct Opening {
    /// The session.
    pub workspace: Workspace,
    /// The thread that saves it.
    pub saving: Saving,
    /// How the workbench starts.
    pub options: AppOptions,
    /// Whether an edition that was not seen before leaves the member something to settle.
    pub unsettled: bool,
    /// What was being typed when the session was last open, as it was kept.
    pub drafts: Option<String>,
    /// What the secretariat handed out to the member to read.
    pub reads: Vec<SourceId>,
    /// The panel's folder, as far as this machine has it.
    pub panel: PanelDesk,
    /// The review to edit, where it is the review that is worked on.
    pub editing: Option<EditDesk>,
    /// The panel at its meeting, with what was set aside before: then the session is the panel's record.
    pub meeting: Option<(OpenedPanel, Option<String>)>,
}

impl Opening {
    /// The workbench on a screen of a size, and the saving of its session.
    fn begin(self, size: (u16, u16)) -> (App, Saving) {
        let mut app = App::new(self.workspace, self.options, size);
        app.hand_out(self.reads);
        app.sit_on(self.panel);
        if let Some(editing) = self.editing {
            app.begin_editing(editing);
        }
        if let Some((panel, aside)) = self.meeting {
            app.meet(panel, aside.as_deref());
        }
        if self.unsettled {
            app.show_unsettled();
        }
        app.offer_drafts(self.drafts.as_deref());
        (app, self.saving)
    }
}

/// What the workbench asks of whoever opened its session.
pub trait Host {
    /// The members with a session on this review on this machine, with the names they go by.
    fn members(&mut self) -> Vec<(uuid::Uuid, String)>;

    /// What a member of this review chose last in find-anything.
    fn recent(&mut self, _member: uuid::Uuid) -> Recent {
        Recent::default()
    }

    /// Keeps that for the next time. Only convenience is lost where it cannot.
    fn keep_recent(&mut self, _member: uuid::Uuid, _recent: &Recent) {}

    /// The `.plumb` file that the review comes from.
    fn review_file(&self) -> Option<PathBuf> {
        None
    }

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
    /// The keys in use.
    pub keys: &'static Keys,
    /// The member's editor, a command with its options.
    pub editor: Option<String>,
    /// Folder for a rescue copy.
    pub rescue: PathBuf,
    /// What documents are read with.
    pub tools: Tools,
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
pub fn run(blank: Blank, opening: Opening, host: &mut dyn Host, options: &RunOptions) -> io::Result<Ended> {
    let mut terminal = Terminal::enter_on(blank, TerminalOptions { mouse: options.mouse })?;
    let (sender, receiver) = channel::<Incoming<News>>();
    let input = input::start(sender.clone())?;
    let (app, saving) = opening.begin(crossterm::terminal::size()?);
    let mut desk = Desk {
        app,
        saving,
        sender,
        exports: Vec::new(),
        last_copy: options.last_copy.clone(),
        rescue: options.rescue.clone(),
        tools: options.tools.clone(),
        fault: Fault::asked_for(),
        input,
        keys: options.keys,
        editor: options.editor.clone(),
    };
    desk.listen();
    desk.settle_in(host);
    desk.set_to_work();
    // A mistake of ours must not cost the member an act: the session is closed as after any other end.
    let served = catch_unwind(AssertUnwindSafe(|| desk.serve(&mut terminal, &receiver, host)));
    if served.is_ok() {
        desk.app.keep_place();
        desk.app.keep_drafts();
        host.keep_recent(desk.app.workspace().member().id, desk.app.recent());
    }
    let closed = desk.saving.close(LAST_SAVE);
    for export in desk.exports.drain(..) {
        // A panic in it was told by the hook.
        let _ = export.join();
    }
    let left = terminal.leave();
    let ended = match (served, left) {
        (Ok(Ok(Ended::Stopped(reason))), _) => Ok(Ended::Stopped(reason)),
        (Ok(Err(error)), _) => terminal_gone(&receiver).map(Ended::Stopped).ok_or(error),
        (Ok(Ok(ended)), left) => left.map(|()| ended),
        (Err(_), _) => Err(io::Error::other(match &closed {
            Ok(()) => "plumbline ended by a mistake of its own, told above; every act is saved",
            Err(_) => "plumbline ended by a mistake of its own, told above; some acts are NOT saved",
        })),
    };
    match (ended, closed) {
        (Err(error), Err(unsaved)) => Err(io::Error::other(format!("{error}: {}", unsaved.told()))),
        (_, Err(unsaved)) => Err(io::Error::other(unsaved.told())),
        (ended, Ok(())) => ended,
    }
}

/// Why the terminal takes no more frames, if that is because it is gone: no failure of its own.
fn terminal_gone(receiver: &Receiver<Incoming<News>>) -> Option<StopReason> {
    let until = Instant::now() + NEWS;
    loop {
        match receiver.recv_timeout(until.saturating_duration_since(Instant::now())) {
            Ok(Incoming::Event(Event::Stop(reason))) => return Some(reason),
            Ok(_) => {}
            Err(_) => return None,
        }
    }
}

/// A failure made on purpose, for the tests of what happens then: `PLUMBLINE_TEST_PANIC=draw` makes the next paste a
/// panic of the thread that draws, `PLUMBLINE_TEST_PANIC=worker` one of another thread. Nothing else reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fault {
    None,
    Draw,
    Drawing,
    Worker,
}

impl Fault {
    fn asked_for() -> Self {
        match std::env::var("PLUMBLINE_TEST_PANIC").as_deref() {
            Ok("draw") => Self::Draw,
            Ok("worker") => Self::Worker,
            _ => Self::None,
        }
    }
}

/// The app with what it needs to carry out its wishes.
struct Desk {
    app: App,
    saving: Saving,
    sender: Sender<Incoming<News>>,
    exports: Vec<JoinHandle<()>>,
    last_copy: PathBuf,
    rescue: PathBuf,
    fault: Fault,
    input: InputThreads,
    keys: &'static Keys,
    editor: Option<String>,
    tools: Tools,
}

impl Desk {
    fn listen(&self) {
        let sender = self.sender.clone();
        self.saving.listen(move |report| {
            // The workbench has ended when nobody receives any more.
            let _ = sender.send(Event::Worker(News::Saving(report)).into());
        });
    }

    /// Gives a workbench just opened the member's keys and what they chose last.
    fn settle_in(&mut self, host: &mut dyn Host) {
        self.app.use_keys(self.keys);
        self.app.use_tools(self.tools.clone());
        let recent = host.recent(self.app.workspace().member().id);
        self.app.set_recent(recent);
        self.app.search_in(host.review_file());
    }

    /// Gives the app a thread for what no frame waits for.
    fn set_to_work(&mut self) {
        let sender = self.sender.clone();
        self.app.work_on(Worker::thread(move || {
            let _ = sender.send(Event::Worker(News::Found).into());
        }));
    }

    fn serve(
        &mut self,
        terminal: &mut Terminal,
        receiver: &Receiver<Incoming<News>>,
        host: &mut dyn Host,
    ) -> io::Result<Ended> {
        loop {
            self.draw(terminal)?;
            let Ok(first) = receiver.recv() else { return Ok(Ended::Left) };
            let events = drain(receiver, first, self.app.is_typing());
            let stop = events.iter().find_map(|event| match event {
                Event::Stop(reason) => Some(Ended::Stopped(*reason)),
                _ => None,
            });
            // A hang-up comes with a signal to resume, on a terminal that is gone: the end outweighs that failure.
            let ended = self.answer(events, terminal, host).or_else(|error| stop.map(Some).ok_or(error))?;
            if let Some(ended) = ended {
                return Ok(ended);
            }
        }
    }

    /// Answers events in order, until one ends the workbench.
    fn answer(
        &mut self,
        events: Vec<Event<News>>,
        terminal: &mut Terminal,
        host: &mut dyn Host,
    ) -> io::Result<Option<Ended>> {
        for event in events {
            match event {
                Event::Stop(reason) => {
                    log::warn!("stops: {reason:?}");
                    return Ok(Some(Ended::Stopped(reason)));
                }
                Event::Resumed => terminal.reenter()?,
                Event::Resize(width, height) => {
                    // Also where the size is what it was: smaller in between, the terminal has forgotten cells.
                    terminal.redraw_all()?;
                    self.app.resize(width, height);
                }
                event => self.take(event),
            }
            for effect in self.app.take_effects() {
                if effect == Effect::Quit {
                    return Ok(Some(Ended::Left));
                }
                self.carry_out(effect, terminal, host)?;
            }
        }
        Ok(None)
    }

    fn take(&mut self, event: Event<News>) {
        match event {
            Event::Key(key) => {
                if let Some(chord) = chord_of(key) {
                    self.app.key(chord);
                }
            }
            Event::Paste(_) if self.fault != Fault::None => self.fail_on_purpose(),
            Event::Paste(text) => self.app.paste(text),
            Event::Mouse(mouse) => self.app.mouse(mouse),
            Event::Burst(_) => self.app.burst(),
            Event::Worker(News::Saving(report)) => self.report(report),
            Event::Worker(News::Found) => self.app.found(),
            Event::Worker(News::Exported { path, written }) => self.app.exported(&path, written),
            Event::Resize(..) | Event::Stop(_) | Event::Resumed => {}
        }
    }

    fn fail_on_purpose(&mut self) {
        match self.fault {
            Fault::Worker => {
                let worker = std::thread::Builder::new().name("worker".to_owned());
                let failed = worker.spawn(|| panic!("a worker failed, as a test asked")).map(|thread| thread.join());
                self.app.say(format!("A worker was started and has ended: {}.", failed.is_ok()));
            }
            _ => self.fault = Fault::Drawing,
        }
    }

    fn draw(&mut self, terminal: &mut Terminal) -> io::Result<()> {
        terminal.draw(|frame| {
            assert!(self.fault != Fault::Drawing, "drawing failed, as a test asked");
            let area: Rect = frame.area();
            // The terminal can have changed since the last event: the news of it may still be on its way, or will
            // never come because the terminal is gone.
            if self.app.size() != (area.width, area.height) {
                self.app.resize(area.width, area.height);
            }
            if let Some(at) = self.app.draw(area, frame.buffer_mut()) {
                frame.set_cursor_position(at);
            }
        })
    }

    /// Shows what could not be saved, until it could.
    fn not_saved(&mut self, error: &StoreError) {
        match error {
            StoreError::Unsaved { unsaved, message } => self.app.not_saved(message, *unsaved),
            error => self.app.not_saved(&error.told(), 1),
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
                log::info!("another window asks for the session");
                self.give_way();
            }
        }
    }

    /// Lets the window that asks for the session have it, once all is on the disk: what is not would be lost.
    fn give_way(&mut self) {
        // One that gave up meanwhile takes nothing, and must not leave the session to nobody.
        if !self.saving.is_wanted() {
            return;
        }
        self.app.keep_place();
        let typing = self.app.keep_drafts();
        if let Err(error) = self.saving.flush(LAST_SAVE) {
            self.not_saved(&error);
            return self.app.say_mistake("Another window asks for this session. It stays here until all is saved.");
        }
        self.app.give_up("Continued in another window; this one reads only. T takes it back.");
        if typing {
            self.app.say("What you were typing here went along.");
        }
        if let Err(error) = self.saving.close(LAST_SAVE) {
            self.not_saved(&error);
        }
        self.saving = Saving::none();
    }

    fn carry_out(&mut self, effect: Effect, terminal: &mut Terminal, host: &mut dyn Host) -> io::Result<()> {
        match effect {
            Effect::Quit => {}
            Effect::Suspend => {
                self.app.keep_place();
                let saved = self.saving.flush(LAST_SAVE);
                if let Err(error) = &saved {
                    self.not_saved(error);
                }
                // Also with acts unsaved: the shell may be what makes room for them.
                let words = if saved.is_ok() { PAUSED } else { PAUSED_UNSAVED };
                if terminal.suspend(words)? == Suspended::NotPossible {
                    self.app.say_mistake("There is no shell to go back to from here.");
                }
            }
            Effect::Write { text } => {
                self.app.keep_place();
                if let Err(error) = self.saving.flush(LAST_SAVE) {
                    self.not_saved(&error);
                }
                let _held = self.input.hold();
                let editor = self.editor.as_deref();
                let written = terminal.lend(|| write_on(editor, &text))?;
                self.app.written(written);
            }
            Effect::Copy { text, what } => {
                let copied = copy(&text, &mut terminal.out(), &self.last_copy);
                self.app.say(format!("Copied {what}: {copied}"));
            }
            Effect::Mouse(on) => terminal.set_mouse(on)?,
            Effect::Export { path, session, force } => {
                self.export(path, session, if force { Existing::Replace } else { Existing::Refuse });
            }
            Effect::SaveEdition { path, review, force } => {
                let existing = if force { Existing::Replace } else { Existing::Refuse };
                let written = write_edition(&path, &review, existing).map_err(|error| error.told());
                self.app.edition_saved(&path, *review, written);
            }
            Effect::LookAtPanel { letter } => {
                let read = self.app.panel_desk().read();
                self.app.panel_read(letter, read);
            }
            Effect::HandIn(out) => {
                let saving = &self.saving;
                let flush = || saving.flush(LAST_SAVE).map_err(|error| error.told());
                let written = self.app.hand_in(&out, Salt::fresh(), flush);
                self.app.handed_in(&out, written);
            }
            Effect::SaveAgain => {
                if let Err(error) = self.saving.retry() {
                    self.not_saved(&error);
                }
            }
            Effect::Rescue => {
                let path = self.rescue.join(format!("rescue-{}.plumbsession", self.app.workspace().member().id));
                if let Err(error) = self.saving.rescue(path) {
                    self.not_saved(&error);
                }
            }
            Effect::TakeOver => {
                if *self.app.workspace().access() == Access::Write {
                    self.app.say("This window holds the session already.");
                } else {
                    host.keep_recent(self.app.workspace().member().id, self.app.recent());
                    let opened = host.take_over();
                    self.go_on(opened, host);
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

    /// Writes a session to a file in the form that its name says, on a thread of its own.
    fn export(&mut self, path: PathBuf, session: Box<SessionFile>, existing: Existing) {
        let catalog = self.app.workspace().catalog().clone();
        let (sender, to) = (self.sender.clone(), path.clone());
        let write = move || {
            let holds = Holds::by_name(&to.display().to_string());
            let files = holds.files(&catalog, &session);
            let written = files.and_then(|files| write_files(&to, existing, &files).map_err(|error| error.told()));
            // The workbench has ended when nobody receives any more.
            let _ = sender.send(Event::Worker(News::Exported { path: to, written }).into());
        };
        match Builder::new().name("export".to_owned()).spawn(write) {
            Ok(export) => self.exports.push(export),
            Err(error) => self.app.exported(&path, Err(format!("{} is not written: {error}", path.display()))),
        }
    }

    /// Saves and closes this member's session, then opens the other's.
    fn change_member(&mut self, open: impl FnOnce(&mut dyn Host) -> Result<Opening, String>, host: &mut dyn Host) {
        self.app.keep_place();
        self.app.keep_drafts();
        if let Err(error) = self.saving.flush(LAST_SAVE) {
            return self.not_saved(&error);
        }
        host.keep_recent(self.app.workspace().member().id, self.app.recent());
        let opened = open(host);
        self.go_on(opened, host);
    }

    fn go_on(&mut self, opened: Result<Opening, String>, host: &mut dyn Host) {
        match opened {
            Ok(opening) => {
                let (app, saving) = opening.begin(self.app.size());
                // What was saved is safe; the old thread ends with the old value.
                let mut old = std::mem::replace(&mut self.saving, saving);
                if let Err(error) = old.close(LAST_SAVE) {
                    self.not_saved(&error);
                }
                self.app = app;
                self.settle_in(host);
                self.listen();
                self.set_to_work();
            }
            Err(words) => self.app.say_mistake(words),
        }
    }
}

impl App {
    /// This window no longer holds the session.
    fn give_up(&mut self, why: &str) {
        self.ws.hand_to(Access::ReadOnly(why.to_owned()), Box::new(Forgetful));
        self.set_banner(Some(why.to_owned()));
        self.sheets.clear();
        self.held.clear();
    }

    fn size(&self) -> (u16, u16) {
        self.size
    }
}

/// Writes a file, or a folder of them; where one stands in the way nothing is written.
fn write_files(to: &Path, existing: Existing, files: &[(String, Vec<u8>)]) -> Result<(), StoreError> {
    let place = |name: &str| if name.is_empty() { to.to_owned() } else { to.join(name) };
    if files.iter().any(|(name, _)| !name.is_empty()) {
        atomic::make_folder(to)?;
        let there = files.iter().map(|(name, _)| place(name)).find(|path| path.exists());
        if let Some(path) = there.filter(|_| existing == Existing::Refuse) {
            return Err(StoreError::Exists { path });
        }
    }
    files.iter().try_for_each(|(name, bytes)| atomic::write(&place(name), existing, bytes))
}
