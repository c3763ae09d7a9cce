//! Whatever stands in the texts of a review or is typed by a member, the terminal gets the sequences
//! of our own and characters that can be seen, and shows them where they were meant to stand.
//!
//! Every text of the sample review is given random characters, and every view and sheet is drawn by the
//! backend the program uses: once, and for as long as `PLUMBLINE_HOSTILE_SECONDS` says;
//! `PLUMBLINE_HOSTILE_SEED` begins where a failure said it was. Fails where `Canvas` or `Span` takes text as it is.

use std::sync::Arc;
use std::time::Duration;
use std::time::Instant;

use plumbline::document::read::read_review;
use plumbline::model::catalog::Catalog;
use ratatui::backend::Backend;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use serde_json::Value;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::hostile::Dice;
use crate::hostile::acts_or_hides;
use crate::hostile::attack;
use crate::member::Member;
use crate::member::Screen;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::walks;

const SIZES: [(u16, u16); 3] = [(80, 24), (130, 40), (60, 15)];

/// The sample with random characters at the beginning and the end of its texts.
fn attacked(dice: &mut Dice) -> Arc<Catalog> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");
    let mut review: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    attack(&mut review, dice);
    let bytes = serde_json::to_vec(&review).unwrap();
    catalog_of(read_review(&bytes, "attacked.review.json").unwrap_or_else(|error| panic!("{error}")))
}

/// What a terminal was asked for, and what of it is not of our own.
#[derive(Default)]
struct Asked {
    printed: String,
    foreign: Vec<String>,
}

impl vte::Perform for Asked {
    fn print(&mut self, c: char) {
        self.printed.push(c);
    }

    fn execute(&mut self, byte: u8) {
        self.foreign.push(format!("control {byte:#04x}"));
    }

    fn hook(&mut self, _: &vte::Params, _: &[u8], _: bool, action: char) {
        self.foreign.push(format!("device control {action}"));
    }

    fn osc_dispatch(&mut self, params: &[&[u8]], _: bool) {
        self.foreign.push(format!("operating system command {params:?}"));
    }

    fn esc_dispatch(&mut self, _: &[u8], _: bool, byte: u8) {
        self.foreign.push(format!("escape {byte:#04x}"));
    }

    fn csi_dispatch(&mut self, _: &vte::Params, intermediates: &[u8], _: bool, action: char) {
        // Moving the cursor and setting a style is all that drawing a cell takes.
        if !matches!(action, 'H' | 'm') || !intermediates.is_empty() {
            self.foreign.push(format!("sequence ending in {action}"));
        }
    }
}

/// The bytes the program sends to draw a screen on an empty terminal.
fn sent(screen: &Screen) -> Vec<u8> {
    let mut bytes = Vec::new();
    let (width, height) = (screen.area.width, screen.area.height);
    let mut cells = Buffer::empty(screen.area);
    for y in 0..height {
        for x in 0..width {
            cells[(x, y)] = screen.buffer[(x, y)].clone();
        }
    }
    let empty = Buffer::empty(screen.area);
    CrosstermBackend::new(&mut bytes).draw(empty.diff(&cells).into_iter()).unwrap();
    bytes
}

fn holds(screen: &Screen, what: &str) {
    let bytes = sent(screen);
    let mut asked = Asked::default();
    vte::Parser::new().advance(&mut asked, &bytes);
    assert!(asked.foreign.is_empty(), "{what}: {:?}", asked.foreign);
    for grapheme in asked.printed.graphemes(true) {
        assert!(grapheme.len() <= 64 || grapheme.width() > 8, "{what}: {} bytes in one cell", grapheme.len());
    }
    assert_eq!(asked.printed.chars().find(|c| acts_or_hides(*c)), None, "{what}");
    stands_where_it_was_meant_to(screen, &bytes, what);
}

/// Another terminal's eyes see every row as it was drawn: no column has moved.
fn stands_where_it_was_meant_to(screen: &Screen, bytes: &[u8], what: &str) {
    let mut terminal = vt100::Parser::new(screen.area.height, screen.area.width, 0);
    terminal.process(bytes);
    for y in 0..screen.area.height {
        for x in 0..screen.area.width {
            let meant = screen.buffer[(x, y)].symbol();
            let plain = meant.len() == 1 && meant != " ";
            let seen = terminal.screen().cell(y, x).map(|cell| cell.contents()).unwrap_or_default();
            assert!(
                !plain || seen == meant,
                "{what}: {seen:?} for {meant:?} in column {x} of row {y}: {}",
                screen.row(y)
            );
        }
    }
}

fn everything_drawn(seed: u64, part: usize, of: usize) {
    let mut dice = Dice::new(seed);
    let catalog = attacked(&mut dice);
    let typed = dice.text();
    for (at, (name, keys)) in walks::all().enumerate().filter(|(at, _)| at % of == part) {
        let (width, height) = SIZES[at % SIZES.len()];
        let what = format!("{name} at {width}x{height}, PLUMBLINE_HOSTILE_SEED={seed}");
        let mut member = Member::starting(Start { catalog: catalog.clone(), ..Start::default() }, width, height);
        member.does(keys);
        holds(&member.looks(), &what);
        // What a terminal hands over as pasted goes where typed text goes, if something takes text here.
        member.app.paste(typed.clone());
        holds(&member.looks(), &format!("{what}, pasted"));
    }
}

#[test]
fn whatever_a_review_holds_the_terminal_gets_no_sequence_but_our_own() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|value| value.parse::<u64>().ok());
    let time = Duration::from_secs(asked("PLUMBLINE_HOSTILE_SECONDS").unwrap_or(1));
    let begin = Instant::now();
    let mut seed = asked("PLUMBLINE_HOSTILE_SEED").unwrap_or(1);
    everything_drawn(seed, 0, 1);
    while begin.elapsed() < time {
        seed += 1;
        everything_drawn(seed, usize::try_from(seed % 7).unwrap(), 7);
    }
}
