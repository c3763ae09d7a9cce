//! A source of a million characters: opened, paged, jumped in, searched, marked; key and frame together.
//!
//! Times are processor time of the drawing thread. A text of paragraphs, and the worst case: one line without an end.
#![allow(clippy::print_stdout)]

#[path = "../tests/support/submissions.rs"]
mod submissions;
mod support;

use std::time::Duration;

use ratatui::Terminal;
use ratatui::backend::TestBackend;

use plumbline::keys::chord::Chord;
use plumbline::keys::chord::Key;
use plumbline::keys::chord::Sequence;
use plumbline::tui::app::App;
use plumbline::tui::app::AppOptions;
use plumbline::tui::theme::ThemeName;

use support::Figures;
use support::Times;
use support::data;

const SIZE: (u16, u16) = (200, 50);
/// Scalar values of the text.
const LONG: usize = 1_000_000;
/// What opening, paging and jumping may take.
const FRAME: Duration = Duration::from_millis(16);

fn app(text: &str) -> App {
    let options = AppOptions {
        theme: ThemeName::default(),
        zone: jiff::tz::TimeZone::UTC,
        practice: false,
        greeting: None,
        banner: None,
        place: None,
        arranged: plumbline::review::queue::Arrangement::default(),
        first_start: false,
    };
    let mut review = data::sample();
    review.sources.push(submissions::source("SUB0001", "Long", text.to_owned()));
    App::new(data::workspace(review), options, SIZE)
}

struct Desk {
    app: App,
    terminal: Terminal<TestBackend>,
}

impl Desk {
    fn new(text: &str) -> Self {
        Self { app: app(text), terminal: Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a buffer in memory") }
    }

    /// One key and its frame.
    fn press(&mut self, chord: Chord) -> Duration {
        let start = support::processor_time();
        self.app.key(chord);
        self.app.take_effects();
        let app = &self.app;
        let drawn = self.terminal.draw(|frame| {
            let area = frame.area();
            if let Some(at) = app.draw(area, frame.buffer_mut()) {
                frame.set_cursor_position(at);
            }
        });
        assert!(drawn.is_ok(), "a buffer in memory takes every frame");
        support::processor_time() - start
    }

    /// Keys of a script, the time of the last one.
    fn does(&mut self, keys: &str) -> Duration {
        let keys: Sequence = keys.parse().expect("keys");
        keys.0.into_iter().map(|chord| self.press(chord)).last().unwrap_or_default()
    }

    fn types(&mut self, text: &str) -> Times {
        let mut times = Times::default();
        text.chars().for_each(|c| times.push(self.press(Chord::plain(Key::Char(c)))));
        times
    }

    fn opens(&mut self) -> Duration {
        self.does(":");
        self.types("sub1");
        self.does("Enter")
    }
}

fn measure(figures: &mut Figures, what: &str, text: &str) {
    let (mut open, mut end, mut resize) = (Times::default(), Times::default(), Times::default());
    for _ in 0..40 {
        let mut desk = Desk::new(text);
        open.push(desk.opens());
        end.push(desk.does("End"));
        let start = support::processor_time();
        desk.app.resize(100, 40);
        let app = &desk.app;
        let mut smaller = Terminal::new(TestBackend::new(100, 40)).expect("a buffer in memory");
        let drawn = smaller.draw(|frame| {
            app.draw(frame.area(), frame.buffer_mut());
        });
        assert!(drawn.is_ok());
        resize.push(support::processor_time() - start);
    }
    figures.time(&format!("{what}: opened, p99"), open.at(0.99), FRAME);
    figures.time(&format!("{what}: to the end, p99"), end.at(0.99), FRAME);
    figures.time(&format!("{what}: another width at the end, p99"), resize.at(0.99), FRAME);
    let mut desk = Desk::new(text);
    desk.opens();
    let (mut pages, mut moves) = (Times::default(), Times::default());
    for _ in 0..300 {
        pages.push(desk.does("PgDn"));
    }
    figures.time(&format!("{what}: a page, p99"), pages.at(0.99), FRAME);
    for key in ["Down", "w", "Down", "Up", "b", "PgDn", "w", "PgUp", "End", "b", "Home", "Down"]
        .into_iter()
        .cycle()
        .take(2_400)
    {
        moves.push(desk.does(key));
    }
    figures.time(&format!("{what}: any key, p50"), moves.median(), Duration::from_millis(1));
    figures.time(&format!("{what}: any key, p99"), moves.at(0.99), Duration::from_millis(3));
    let mut marking = Times::default();
    desk.does("End");
    for _ in 0..60 {
        desk.does("Up");
        for key in ["v", "Right", "Right", "Left", "l", "Down", "1"] {
            marking.push(desk.does(key));
        }
        marking.push(desk.does("Enter"));
    }
    figures.time(&format!("{what}: marking a passage, by key, p99"), marking.at(0.99), FRAME);
    let mut desk = Desk::new(text);
    desk.opens();
    let slash = desk.does("/");
    let typed = desk.types("wards");
    let found = desk.does("Enter");
    figures.time(&format!("{what}: / opened"), slash, FRAME);
    figures.time(&format!("{what}: / a letter typed, most"), typed.at(1.0), FRAME);
    figures.time(&format!("{what}: / to the first place"), found, FRAME);
}

fn main() {
    if !support::is_asked_for() {
        return;
    }
    let mut figures =
        Figures::new("A source of 1,000,000 characters at 200x50: processor time from a key to its frame");
    measure(&mut figures, "paragraphs", &submissions::submission(1, LONG));
    let line = submissions::submission(1, LONG).replace('\n', " ");
    measure(&mut figures, "one line", &line);
    figures.print();
}
