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

use crate::member::Member;
use crate::member::Screen;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::walks;

const SIZES: [(u16, u16); 3] = [(80, 24), (130, 40), (60, 15)];

/// Texts that act on terminals, hide, reorder, join or break.
const ATTACKS: &[&str] = &[
    "\u{1b}]52;c;QUJD\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{1b}]8;;http://a.example\u{1b}\\link\u{1b}]8;;\u{1b}\\",
    "\u{1b}[2J\u{1b}[H",
    "\u{1b}P$q\"p\u{1b}\\",
    "\u{9b}31m",
    "\u{9d}52;c;QQ\u{9c}",
    "\u{1b}c",
    "\r\n",
    "\u{8}\u{8}\u{7f}",
    "\t",
    "\u{202e}",
    "\u{2066}\u{2069}",
    "\u{200b}\u{200d}\u{feff}\u{ad}",
    "\u{e0041}\u{e007f}",
    "\u{e000}\u{fffe}\u{10ffff}",
    "\u{3164}\u{115f}\u{fff9}",
    "\u{2028}\u{85}",
    "\u{0}",
    "\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}\u{308}\u{309}\u{30a}\u{30b}\u{30c}",
    "日本語 한국어",
    "👩\u{200d}❤\u{fe0f}\u{200d}👩",
    "🇬🇧🏴\u{e0067}\u{e007f}",
    "क्षि ਕੁ",
    "a\u{300}",
];

/// Fields of a review that hold text for people, and none that anything is looked up by.
const TEXTS: &[&str] = &[
    "title",
    "text",
    "label",
    "description",
    "locator",
    "note",
    "as",
    "body",
    "licence",
    "role",
    "yes",
    "no",
    "outstanding",
    "good",
    "requires_improvement",
    "inadequate",
];

/// Numbers that follow from a seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33).unwrap() % most.max(1)
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(3) {
            match self.below(3) {
                0 => text.extend((0..self.below(6)).filter_map(|_| char::from_u32(self.0 as u32 % 0x3_0000))),
                1 => text.extend(char::from_u32(u32::try_from(self.below(0x11_0000)).unwrap())),
                _ => text.push_str(ATTACKS[self.below(ATTACKS.len())]),
            }
            self.below(2);
        }
        text
    }
}

/// The sample with random characters at the beginning and the end of its texts.
fn attacked(dice: &mut Dice) -> Arc<Catalog> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");
    let mut review: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    attack(&mut review, dice);
    let bytes = serde_json::to_vec(&review).unwrap();
    catalog_of(read_review(&bytes, "attacked.review.json").unwrap_or_else(|error| panic!("{error}")))
}

fn attack(value: &mut Value, dice: &mut Dice) {
    match value {
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                match value {
                    Value::String(text) if TEXTS.contains(&name.as_str()) => {
                        // These two no review may hold.
                        *text = format!("{}{text}{}", dice.text(), dice.text()).replace(['\r', '\0'], "");
                    }
                    Value::Object(_) | Value::Array(_) if name != "published" => attack(value, dice),
                    _ => {}
                }
            }
        }
        Value::Array(values) => values.iter_mut().for_each(|value| attack(value, dice)),
        _ => {}
    }
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
    let hidden = |c: char| {
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{85}' | '\u{feff}' | '\u{ad}' | '\u{e000}'..='\u{f8ff}')
            || matches!(c, '\u{3164}' | '\u{115f}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}')
            || c.is_control()
    };
    assert_eq!(asked.printed.chars().find(|c| hidden(*c)), None, "{what}");
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
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
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
