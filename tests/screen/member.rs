//! A panel member at the workbench: presses keys, types, and reads the screen.
//!
//! Time stands still but for a second at each key; ids are counted. Whatever is kept is recorded,
//! so that the program can be "started again" from it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::atomic::AtomicI64;
use std::sync::atomic::Ordering;

use plumbline::keys::chord::Chord;
use plumbline::keys::chord::Key;
use plumbline::keys::chord::Sequence;
use plumbline::model::act::Act;
use plumbline::model::catalog::Catalog;
use plumbline::model::ids::EvidenceId;
use plumbline::model::ids::SourceId;
use plumbline::model::moment::Moment;
use plumbline::model::opened::Opened;
use plumbline::model::session::LogEntry;
use plumbline::model::session::MemberRef;
use plumbline::panel::error::PanelError;
use plumbline::panel::seal::Salt;
use plumbline::review::edition::asked;
use plumbline::review::edition::follow;
use plumbline::review::edition::reference;
use plumbline::review::state::State;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Keeper;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;
use plumbline::tui::app::App;
use plumbline::tui::app::AppOptions;
use plumbline::tui::draft::DRAFTS;
use plumbline::tui::effect::Effect;
use plumbline::tui::resume::AT;
use plumbline::tui::resume::QUEUE;
use plumbline::tui::resume::decode_queue;
use plumbline::tui::theme::ThemeName;
use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use crate::reviews::sample;

/// 09:30:00 UTC on 21 November 2026.
const START: i64 = 1_795_253_400_000;
/// Cells around the screen that nothing may be drawn into.
const BEYOND: u16 = 3;

/// What was kept.
#[derive(Debug, Default)]
pub struct Record {
    pub entries: Vec<LogEntry>,
    pub read: BTreeSet<EvidenceId>,
    pub opened: BTreeMap<SourceId, Opened>,
    /// How often marks of paragraphs were handed on.
    pub batches: usize,
    pub place: Option<String>,
    pub arranged: Option<String>,
    pub others: BTreeMap<String, String>,
    pub drafts: Option<String>,
}

#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<Record>>);

impl Recorder {
    fn lock(&self) -> MutexGuard<'_, Record> {
        self.0.lock().unwrap()
    }
}

impl Keeper for Recorder {
    fn append(&mut self, entry: &LogEntry) {
        self.lock().entries.push(entry.clone());
    }

    fn reading(&mut self, item: &EvidenceId, read: bool, _: Moment) {
        let mut record = self.lock();
        if read {
            record.read.insert(item.clone());
        } else {
            record.read.remove(item);
        }
    }

    fn opened(&mut self, source: &SourceId, opened: &Opened, _: Moment) {
        let mut record = self.lock();
        record.opened.insert(source.clone(), opened.clone());
        record.batches += 1;
    }

    fn place(&mut self, key: &str, value: &str) {
        match key {
            AT => self.lock().place = Some(value.to_owned()),
            QUEUE => self.lock().arranged = Some(value.to_owned()),
            DRAFTS => self.lock().drafts = Some(value.to_owned()),
            _ => drop(self.lock().others.insert(key.to_owned(), value.to_owned())),
        }
    }

    fn name(&mut self, _: Option<&str>) {}
}

#[derive(Clone)]
struct Clock {
    millis: Arc<AtomicI64>,
    ids: Arc<AtomicI64>,
}

impl Context for Clock {
    fn now(&mut self) -> Moment {
        Moment::from_millis(self.millis.load(Ordering::Relaxed))
    }

    fn new_id(&mut self) -> uuid::Uuid {
        uuid::Uuid::from_u128(self.ids.fetch_add(1, Ordering::Relaxed) as u128)
    }
}

/// How a member starts.
pub struct Start {
    pub catalog: Arc<Catalog>,
    pub theme: ThemeName,
    pub first_start: bool,
    pub access: Access,
    /// The edition it was last opened with, if that was another.
    pub earlier: Option<Arc<Catalog>>,
    /// Opened for scrutiny.
    pub scrutiny: bool,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            catalog: sample(),
            theme: ThemeName::Terminal,
            first_start: false,
            access: Access::Write,
            earlier: None,
            scrutiny: false,
        }
    }
}

/// A panel member at the workbench.
pub struct Member {
    pub app: App,
    catalog: Arc<Catalog>,
    recorder: Recorder,
    clock: Clock,
    theme: ThemeName,
    size: (u16, u16),
    wishes: Vec<Effect>,
}

impl Member {
    /// On the sample review, on a screen of 80 by 24.
    pub fn new() -> Self {
        Self::at(80, 24)
    }

    /// On the sample review, on a screen of a size.
    pub fn at(width: u16, height: u16) -> Self {
        Self::starting(Start::default(), width, height)
    }

    /// On another review or in another way.
    pub fn starting(start: Start, width: u16, height: u16) -> Self {
        let clock = Clock { millis: Arc::new(AtomicI64::new(START)), ids: Arc::new(AtomicI64::new(0x100)) };
        Self::open(start, (width, height), Recorder::default(), clock)
    }

    fn open(start: Start, size: (u16, u16), recorder: Recorder, clock: Clock) -> Self {
        let record = recorder.lock();
        let kept = Kept {
            entries: record.entries.clone(),
            read: record.read.clone(),
            opened: record.opened.clone(),
            ..Kept::default()
        };
        let (place, drafts) = (record.place.clone(), record.drafts.clone());
        let arranged = record.arranged.as_deref().map(decode_queue).unwrap_or_default();
        drop(record);
        let who = MemberRef { id: uuid::Uuid::from_u128(0xa), name: None };
        let keeper = Box::new(recorder.clone());
        let mut ws = Workspace::open(start.catalog.clone(), who, kept, start.access, Box::new(clock.clone()), keeper)
            .unwrap_or_else(|error| panic!("{error}"));
        if let Some(earlier) = start.earlier {
            let (act, _) =
                follow((ws.state(), ws.began_with()), &start.catalog, &reference(&earlier), &asked(earlier.review()));
            ws.apply(&act).unwrap();
        }
        if start.scrutiny {
            ws.apply(&Act::ShowPublished { show: true, seen: Vec::new() }).unwrap();
        }
        let options = AppOptions {
            theme: start.theme,
            zone: jiff::tz::TimeZone::UTC,
            practice: true,
            greeting: None,
            banner: None,
            place,
            arranged,
            first_start: start.first_start,
        };
        let mut app = App::new(ws, options, size);
        app.offer_drafts(drafts.as_deref());
        Self { app, catalog: start.catalog, recorder, clock, theme: start.theme, size, wishes: Vec::new() }
    }

    /// Leaves the program and starts it again, on another edition of the review.
    pub fn starts_again_on(mut self, edition: Arc<Catalog>) -> Self {
        self.app.keep_place();
        let start = Start { catalog: edition, theme: self.theme, earlier: Some(self.catalog), ..Start::default() };
        Self::open(start, self.size, self.recorder, self.clock)
    }

    /// Leaves the program and starts it again from what was kept.
    pub fn starts_again(mut self) -> Self {
        self.app.keep_place();
        self.app.keep_drafts();
        let start = Start { catalog: self.catalog, theme: self.theme, ..Start::default() };
        Self::open(start, self.size, self.recorder, self.clock)
    }

    /// Presses keys as the key table writes them; what stands in quotation marks is typed:
    /// `v 3 - Enter`, `/ "funding" Enter`.
    pub fn does(&mut self, script: &str) -> &mut Self {
        self.each_key(script, |_| {})
    }

    /// Presses keys as fast as they come: no time passes.
    pub fn hurries(&mut self, script: &str) -> &mut Self {
        for chord in chords_of(script) {
            self.clock.millis.fetch_sub(1000, Ordering::Relaxed);
            self.presses(chord);
        }
        self
    }

    /// The same, with a look after every key.
    pub fn each_key(&mut self, script: &str, mut look: impl FnMut(&mut Self)) -> &mut Self {
        for chord in chords_of(script) {
            self.presses(chord);
            look(self);
        }
        self
    }

    /// Types a text, letter by letter.
    pub fn types(&mut self, text: &str) -> &mut Self {
        text.chars().for_each(|c| self.presses(Chord::plain(Key::Char(c))));
        self
    }

    /// Presses one key. What was done is safe a moment later; members are listed and sessions exported at once, other
    /// wishes are only noted.
    pub fn presses(&mut self, chord: Chord) {
        self.clock.millis.fetch_add(1000, Ordering::Relaxed);
        self.app.key(chord);
        for wish in self.app.take_effects() {
            match wish {
                Effect::ListMembers => self.app.choose_member(vec![(uuid::Uuid::from_u128(0xb), "Grace".to_owned())]),
                Effect::Export { ref path, .. } => {
                    self.app.exported(path, Ok(()));
                    self.wishes.push(wish);
                }
                Effect::LookAtPanel { letter } => {
                    let read = self.app.panel_desk().read();
                    self.app.panel_read(letter, read);
                }
                Effect::HandIn(out) => {
                    let salt = Salt::of_hex(&"5a".repeat(32)).ok_or(PanelError::Invalid("no salt".to_owned()));
                    let written = self.app.hand_in(&out, salt, || Ok(()));
                    self.app.handed_in(&out, written);
                }
                wish => self.wishes.push(wish),
            }
        }
        let through = self.recorder.lock().entries.len() as u64;
        self.app.saved(through);
    }

    /// Somebody sets the clock of the machine by so many days.
    pub fn clock_jumps(&mut self, days: i64) -> &mut Self {
        self.clock.millis.fetch_add(days * 24 * 60 * 60 * 1000, Ordering::Relaxed);
        self
    }

    /// The terminal takes another size.
    pub fn resizes(&mut self, width: u16, height: u16) -> &mut Self {
        self.size = (width, height);
        self.app.resize(width, height);
        self
    }

    /// What the member has said so far.
    pub fn state(&self) -> &State {
        self.app.workspace().state()
    }

    /// What was kept of the paragraphs opened, and how often.
    pub fn kept_of_paragraphs(&self) -> (BTreeMap<SourceId, Opened>, usize) {
        let record = self.recorder.lock();
        (record.opened.clone(), record.batches)
    }

    /// What else was kept under a name.
    pub fn kept_at(&self, name: &str) -> Option<String> {
        self.recorder.lock().others.get(name).cloned()
    }

    /// The acts kept so far, but for undo and redo.
    pub fn acts(&self) -> Vec<String> {
        let record = self.recorder.lock();
        record.entries.iter().map(|entry| entry.act.clone()).collect()
    }

    /// What was wished of the outside since last asked.
    pub fn wishes(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.wishes)
    }

    /// The line said last.
    pub fn said(&self) -> String {
        self.app.said().unwrap_or_default()
    }

    /// Looks at the screen.
    pub fn looks(&self) -> Screen {
        let (width, height) = self.size;
        let mut buffer = Buffer::empty(Rect::new(0, 0, width + BEYOND, height + BEYOND));
        for cell in &mut buffer.content {
            cell.set_symbol("\u{2573}");
        }
        let area = Rect::new(0, 0, width, height);
        for y in 0..height {
            for x in 0..width {
                buffer[(x, y)].reset();
            }
        }
        let cursor = self.app.draw(area, &mut buffer);
        Screen { buffer, area, cursor }
    }

    /// The screen as text.
    pub fn screen(&self) -> String {
        self.looks().text()
    }

    /// Whether the screen shows some words, across line breaks of a pane as well.
    pub fn sees(&self, words: &str) -> bool {
        self.screen().contains(words)
    }
}

/// The keys of a script.
pub fn chords_of(script: &str) -> Vec<Chord> {
    let mut chords = Vec::new();
    for (at, part) in script.split('"').enumerate() {
        if at % 2 == 1 {
            chords.extend(part.chars().map(|c| Chord::plain(Key::Char(c))));
        } else if !part.trim().is_empty() {
            let keys: Sequence = part.parse().unwrap_or_else(|error| panic!("{script}: {error}"));
            chords.extend(keys.0);
        }
    }
    chords
}

/// One frame.
pub struct Screen {
    pub buffer: Buffer,
    pub area: Rect,
    pub cursor: Option<Position>,
}

impl Screen {
    /// Its rows as text, blanks at their ends apart.
    pub fn lines(&self) -> Vec<String> {
        (0..self.area.height).map(|y| self.row(y)).collect()
    }

    /// A row as text.
    pub fn row(&self, y: u16) -> String {
        let mut text = String::new();
        let mut x = 0;
        while x < self.area.width {
            let symbol = self.buffer[(x, y)].symbol();
            text.push_str(symbol);
            x += u16::try_from(symbol.width().max(1)).unwrap();
        }
        text.trim_end().to_owned()
    }

    /// All of it as text.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// What every frame keeps to: nothing beyond the screen, the cursor within.
    pub fn keeps_to_its_size(&self, what: &str) {
        for y in 0..self.buffer.area.height {
            for x in 0..self.buffer.area.width {
                let inside = self.area.contains(Position::new(x, y));
                let symbol = self.buffer[(x, y)].symbol();
                assert!(inside || symbol == "\u{2573}", "{what}: {symbol:?} at {x},{y}, beyond {:?}", self.area);
                let end = usize::from(x) + symbol.width();
                assert!(!inside || end <= usize::from(self.area.width), "{what}: {symbol:?} reaches over the edge");
            }
        }
        let cursor = self.cursor.unwrap_or_else(|| panic!("{what}: no cursor"));
        assert!(self.area.contains(cursor), "{what}: cursor at {cursor} on a screen of {:?}", self.area);
    }
}
