//! A key taken in and the new frame drawn, at three sizes of review; and what a frame sends to the terminal.
//!
//! Times are processor time of the drawing thread: on a busy machine the wall clock shows the others' time slices.
//! `PLUMBLINE_BENCH_ITEMS` sets the largest size (1,000,000 where it is not set).
#![allow(clippy::print_stdout)]

mod support;

use std::cell::Cell;
use std::io;
use std::io::Write;
use std::rc::Rc;
use std::time::Duration;
use std::time::Instant;

use ratatui::Terminal;
use ratatui::TerminalOptions;
use ratatui::Viewport;
use ratatui::backend::CrosstermBackend;
use ratatui::backend::TestBackend;
use ratatui::layout::Rect;
use ratatui::prelude::Backend;

use plumbline::keys::chord::Chord;
use plumbline::keys::chord::Key;
use plumbline::tui::app::App;
use plumbline::tui::app::AppOptions;
use plumbline::tui::theme::ThemeName;

use support::Figures;
use support::Reach;
use support::Times;
use support::data;

const SIZE: (u16, u16) = (200, 50);

/// The largest size, where it is not said otherwise.
const MOST: usize = 1_000_000;

fn app(items: usize) -> App {
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
    App::new(data::workspace(data::review_of(items)), options, SIZE)
}

fn draw<B: Backend>(terminal: &mut Terminal<B>, app: &App) {
    let drawn = terminal.draw(|frame| {
        let area = frame.area();
        if let Some(at) = app.draw(area, frame.buffer_mut()) {
            frame.set_cursor_position(at);
        }
    });
    assert!(drawn.is_ok(), "a buffer in memory takes every frame");
}

const MOVES: [Key; 7] = [Key::Down, Key::Down, Key::PageDown, Key::End, Key::Up, Key::PageUp, Key::Home];

/// Down and up in the evidence list, and all the way to its ends: key and frame together, and by key.
fn moves(app: &mut App, rounds: usize) -> (Times, Vec<(Key, Times)>) {
    let mut by_key: Vec<(Key, Times)> = MOVES.into_iter().skip(1).map(|key| (key, Times::default())).collect();
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).expect("a buffer in memory");
    let mut times = Times::default();
    app.key(Chord::plain(Key::Tab));
    draw(&mut terminal, app);
    for key in MOVES.into_iter().cycle().take(rounds) {
        let start = support::processor_time();
        app.key(Chord::plain(key));
        app.take_effects();
        draw(&mut terminal, app);
        let took = support::processor_time() - start;
        times.push(took);
        by_key.iter_mut().filter(|(other, _)| *other == key).for_each(|(_, times)| times.push(took));
    }
    (times, by_key)
}

/// Counts what is written.
#[derive(Clone, Default)]
struct Counting(Rc<Cell<usize>>);

impl Write for Counting {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.set(self.0.get() + bytes.len());
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Bytes of a first frame, of an unchanged one, and of the most that a move by one row sends.
fn bytes(app: &mut App) -> (usize, usize, usize) {
    let counting = Counting::default();
    let options = TerminalOptions { viewport: Viewport::Fixed(Rect::new(0, 0, SIZE.0, SIZE.1)) };
    let backend = CrosstermBackend::new(counting.clone());
    let mut terminal = Terminal::with_options(backend, options).expect("a counter is no terminal to ask");
    let mut sent = |app: &App| {
        counting.0.set(0);
        draw(&mut terminal, app);
        counting.0.get()
    };
    let (first, same) = (sent(app), sent(app));
    let mut most = 0;
    for key in [Key::Down, Key::Down, Key::Up, Key::Down, Key::Up, Key::Up].into_iter().cycle().take(24) {
        app.key(Chord::plain(key));
        most = most.max(sent(app));
    }
    (first, same, most)
}

fn main() {
    if !support::is_asked_for() {
        return;
    }
    let most = std::env::var("PLUMBLINE_BENCH_ITEMS").ok().and_then(|items| items.parse().ok()).unwrap_or(MOST);
    let mut figures = Figures::new("Drawing at 200x50: processor time from a key to its frame, no terminal");
    let mut smallest = Duration::ZERO;
    let mut sizes = vec![1_000, 100_000.min(most), most];
    sizes.dedup();
    for items in sizes {
        let start = Instant::now();
        let mut app = app(items);
        let opened = start.elapsed();
        let (times, by_key) = moves(&mut app, 2_100);
        let what = format!("{items} items (opened in {})", support::show(opened));
        figures.time(&format!("{what}, p50"), times.median(), Duration::from_millis(1));
        figures.time(&format!("{what}, p99"), times.at(0.99), Duration::from_millis(3));
        for (key, times) in &by_key {
            let spread = format!("p99 {}", support::show(times.at(0.99)));
            figures.row(&format!("  of these, {key:?}"), &support::show(times.median()), "", &spread, "");
        }
        if items == 1_000 {
            smallest = times.median();
        } else {
            figures.ratio(
                &format!("{items} items, p50"),
                times.median(),
                ("1,000 items", smallest),
                Reach::AtMost(1.1),
            );
        }
        if items == 1_000 {
            let (first, same, moved) = bytes(&mut app);
            figures.number("bytes of the first frame", first as f64, "", Reach::Told);
            figures.number("bytes of a move by one row, most", moved as f64, "", Reach::AtMost(2_500.0));
            figures.number("bytes of an unchanged frame", same as f64, "", Reach::AtMost(64.0));
        }
    }
    figures.print();
}
