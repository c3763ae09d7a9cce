//! The workbench on the practice review without a terminal: keys in, the screen as text out.

use plumbline::keys::chord::Chord;
use plumbline::keys::chord::Key;
use plumbline::model::moment::Moment;
use plumbline::model::session::MemberRef;
use plumbline::review::open::OpenedReview;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;
use plumbline::tui::app::App;
use plumbline::tui::app::AppOptions;
use plumbline::tui::effect::Effect;
use plumbline::tui::theme::ThemeName;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use uuid::Uuid;

/// A clock that stands still, and ids in order.
struct Fixed {
    next: u128,
}

impl Context for Fixed {
    fn now(&mut self) -> Moment {
        "2026-11-21T09:30:00.000Z".parse().unwrap()
    }

    fn new_id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }
}

pub struct Stage {
    app: App,
    size: Rect,
    effects: Vec<Effect>,
}

impl Stage {
    /// As on the very first start, with the card of first steps.
    pub fn first_start(width: u16, height: u16) -> Self {
        Self::new(width, height, true)
    }

    /// The same without the card.
    pub fn begun(width: u16, height: u16) -> Self {
        Self::new(width, height, false)
    }

    fn new(width: u16, height: u16, first_start: bool) -> Self {
        away_from_files();
        let member = MemberRef { id: Uuid::from_u128(0xA), name: None };
        let catalog = OpenedReview::sample().catalog;
        let context = Box::new(Fixed { next: 0 });
        let ws =
            Workspace::open(catalog, member, Kept::default(), Access::Write, context, Box::new(Forgetful)).unwrap();
        let options = AppOptions {
            theme: ThemeName::Terminal,
            zone: jiff::tz::TimeZone::UTC,
            practice: true,
            greeting: None,
            banner: None,
            place: None,
            arranged: plumbline::review::queue::Arrangement::default(),
            first_start,
        };
        let app = App::new(ws, options, (width, height));
        Self { app, size: Rect::new(0, 0, width, height), effects: Vec::new() }
    }

    /// Presses the keys of a step, or types its text: “`r` `4`”, “type `some words`”.
    pub fn play(&mut self, text: &str) {
        let types = text.starts_with("type ");
        for part in step(text) {
            match types {
                true => part.chars().for_each(|c| self.press(Chord::plain(Key::Char(c)))),
                false => self.press(part.parse().unwrap_or_else(|why| panic!("`{part}` is no key: {why}"))),
            }
        }
    }

    fn press(&mut self, chord: Chord) {
        self.app.key(chord);
        for effect in self.app.take_effects() {
            if let Effect::Export { path, .. } = &effect {
                self.app.exported(path, Ok(()));
            }
            self.effects.push(effect);
        }
        // Nothing is kept here, so all is as good as saved at once.
        let entries = self.app.workspace().history().entries().len();
        self.app.saved(entries as u64);
    }

    /// The screen, blank ends of lines trimmed.
    pub fn screen(&self) -> String {
        let mut buf = Buffer::empty(self.size);
        self.app.draw(self.size, &mut buf);
        let row = |y| (0..self.size.width).map(|x| buf[(x, y)].symbol()).collect::<String>().trim_end().to_owned();
        (0..self.size.height).map(row).collect::<Vec<_>>().join("\n")
    }

    /// Its words, without frames and as one line: a sentence may run over several rows.
    pub fn words(&self) -> String {
        self.screen()
            .split(|c: char| c.is_whitespace() || "│┌┐└┘─".contains(c))
            .filter(|word| !word.is_empty())
            .fold(String::new(), |text, word| if text.is_empty() { word.to_owned() } else { format!("{text} {word}") })
    }

    /// How many exports were asked for.
    pub fn exports(&self) -> usize {
        self.effects.iter().filter(|effect| matches!(effect, Effect::Export { .. })).count()
    }

    /// Whether the last key left the workbench.
    pub fn has_left(&self) -> bool {
        self.effects.last() == Some(&Effect::Quit)
    }
}

/// Goes elsewhere: the workbench looks whether a file it would write is there, and whoever played the tour in this
/// repository has left one.
fn away_from_files() {
    std::env::set_current_dir(env!("CARGO_TARGET_TMPDIR")).unwrap();
}

/// What stands between backticks.
pub fn step(text: &str) -> Vec<String> {
    text.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}
