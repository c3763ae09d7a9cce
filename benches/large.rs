//! The workbench on made-up reviews of 1,000, 100,000 and 1,000,000 items: what must not grow with size, and what may.
//!
//! Taken on a pseudo-terminal, beside `less`, `vim`, `fzf` and `rg` on the same lines where they are installed.
//! `PLUMBLINE_BENCH_SIZES` names other sizes: `1000,50000`.
#![cfg(unix)]
#![allow(clippy::print_stdout)]

mod support;

#[allow(dead_code)]
#[path = "support/large.rs"]
mod made;
#[allow(dead_code)]
#[path = "support/pty.rs"]
mod pty;

use std::io::BufWriter;
use std::io::Write as _;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use plumbline::document::digest::Digesting;
use plumbline::model::act::Act;
use plumbline::model::rating::Grade;
use plumbline::model::session::MemberRef;
use plumbline::review::open::OpenedReview;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;
use plumbline::store::atomic::Existing;
use plumbline::store::review_file::ReviewWriter;

use made::Large;
use pty::FrameEnd;
use pty::Running;
use support::Figures;
use support::Reach;
use support::Times;
use support::processor_time;
use support::show;

const PLUMBLINE: &str = env!("CARGO_BIN_EXE_plumbline");
const END_FRAME: &[u8] = b"\x1b[?2026l";
/// No Esc: read together with the key after it on a busy machine, it is another key.
const LEAVE: [&[u8]; 3] = [b"q", b"q", b"q"];
const ROUNDS: usize = 15;
const KEYS: usize = 200;
/// What is searched for: the commonest word, a word's first letter, a rarer word, two words.
const QUERIES: [&str; 4] = ["the", "t", "ferry", "ferry winter"];

/// What was measured at one size.
#[derive(Default)]
struct Row {
    items: usize,
    written: Duration,
    bytes: u64,
    start: Times,
    resident: f64,
    resident_after: f64,
    first_page: Times,
    keys: Times,
    letters: Times,
    pages: Vec<(&'static str, Times)>,
    fuzzy: Times,
    rating: Times,
}

/// Writes the review, and its texts as lines for the programs beside it.
fn make(folder: &Path, items: usize) -> (PathBuf, PathBuf, Duration) {
    let (path, lines) = (folder.join(format!("{items}.plumb")), folder.join(format!("{items}.txt")));
    let large = Large::new(items, 1);
    let head = large.head();
    let mut text = BufWriter::new(std::fs::File::create(&lines).expect("the build folder can be written"));
    for (at, item) in large.clone().enumerate() {
        writeln!(text, "line {:07} {}", at + 1, item.text).expect("it can be written");
    }
    text.flush().expect("it can be written");
    let mut took = Times::default();
    took.take(|| {
        let mut writer = ReviewWriter::begin(&path, &head, Existing::Replace).expect("it can be written");
        let mut digesting = Digesting::begin(&head);
        for item in large {
            digesting.item(&item);
            writer.put(&item).expect("it can be written");
        }
        writer.finish(&digesting.finish()).expect("it can be written");
    });
    (path, lines, took.median())
}

fn run(folder: &Path, review: &Path) -> Running {
    let arguments = ["--data-dir".to_owned(), folder.join("data").display().to_string(), review.display().to_string()];
    Running::start(PLUMBLINE, &arguments)
}

fn started(folder: &Path, review: &Path) -> (Running, Duration) {
    let mut running = run(folder, review);
    let took = running.first_frame(END_FRAME).took;
    (running, took)
}

/// Types keys and waits for each frame.
fn press(running: &mut Running, keys: &[&[u8]], end: FrameEnd, times: &mut Times) {
    for key in keys {
        if let Some(frame) = running.key(key, end) {
            times.push(frame.took);
        }
    }
}

fn measure(folder: &Path, items: usize) -> (Row, PathBuf) {
    let (review, lines, written) = make(folder, items);
    let bytes = std::fs::metadata(&review).map_or(0, |about| about.len());
    let mut row = Row { items, written, bytes, ..Row::default() };
    started(folder, &review).0.leave(&LEAVE);
    for _ in 0..ROUNDS {
        let (running, took) = started(folder, &review);
        row.start.push(took);
        running.leave(&LEAVE);
    }
    let (mut running, _) = started(folder, &review);
    running.settle();
    row.resident = running.resident().unwrap_or_default();
    let mark = FrameEnd::Mark(END_FRAME);
    // Into the list, its end, and back: pages never looked at before.
    press(&mut running, &[b"\t"], mark, &mut Times::default());
    for _ in 0..20 {
        press(&mut running, &[b"\x1b[6~"], mark, &mut row.first_page);
    }
    press(&mut running, &[b"\x1b[F", b"\x1b[H"], mark, &mut row.first_page);
    let moves: [&[u8]; 6] = [b"j", b"j", b"k", b"\x1b[6~", b"\x1b[5~", b"j"];
    for at in 0..KEYS {
        press(&mut running, &[moves[at % moves.len()]], mark, &mut row.keys);
    }
    search(&mut running, &mut row);
    row.resident_after = running.resident().unwrap_or_default();
    running.leave(&LEAVE);
    fuzzy(folder, &review, &mut row);
    rating(&review, &mut row);
    (row, lines)
}

/// The typed letter, and the first page of what is found.
fn search(running: &mut Running, row: &mut Row) {
    for query in QUERIES {
        let mut pages = Times::default();
        for round in 0..6 {
            press(running, &[b"/"], FrameEnd::Quiet, &mut Times::default());
            // Everywhere.
            press(running, &[b"\t"], FrameEnd::Quiet, &mut Times::default());
            let letters: Vec<[u8; 1]> = query.bytes().map(|byte| [byte]).collect();
            for letter in &letters {
                if round % 2 == 0 {
                    press(running, &[letter], FrameEnd::Mark(END_FRAME), &mut row.letters);
                } else {
                    press(running, &[letter], FrameEnd::Quiet, &mut pages);
                }
            }
            press(running, &[b"\x1b"], FrameEnd::Quiet, &mut Times::default());
        }
        row.pages.push((query, pages));
    }
}

fn fuzzy(folder: &Path, review: &Path, row: &mut Row) {
    let (mut running, _) = started(folder, review);
    running.settle();
    for _ in 0..6 {
        press(&mut running, &[b":"], FrameEnd::Quiet, &mut Times::default());
        press(&mut running, &[b"m", b"u", b"r", b"4"], FrameEnd::Quiet, &mut row.fuzzy);
        press(&mut running, &[b"\x1b"], FrameEnd::Quiet, &mut Times::default());
    }
    running.leave(&LEAVE);
}

/// One rating and what it moves, without the disk; processor time.
fn rating(review: &Path, row: &mut Row) {
    let catalog = OpenedReview::file(review).expect("it opens").catalog;
    let member = MemberRef { id: uuid::Uuid::from_u128(7), name: None };
    let context = Box::new(support::data::Ticking::default());
    let kept = Kept::default();
    let mut workspace =
        Workspace::open(catalog, member, kept, Access::Write, context, Box::new(Forgetful)).expect("opens");
    let cells: Vec<_> = workspace.catalog().review().cells().collect();
    for round in 0..8 {
        for cell in &cells {
            let rating = Grade::ALL[round % 4].into();
            let act = Act::Rate { cell: cell.clone(), rating, reason: None, quotes: Vec::new(), round: 1 };
            let before = processor_time();
            workspace.apply(&act).expect("it can be rated");
            row.rating.push(processor_time() - before);
        }
    }
}

/// A program of this machine.
fn installed(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|path| path.exists())
}

/// How long a program takes to go through the lines.
fn through(name: &str, arguments: &[&str], lines: &Path) -> Option<Duration> {
    let path = installed(name)?;
    let mut times = Times::default();
    for _ in 0..3 {
        let input = std::fs::File::open(lines).ok()?;
        let _ = times.take(|| {
            Command::new(&path).args(arguments).stdin(input).stdout(Stdio::null()).stderr(Stdio::null()).status()
        });
    }
    Some(times.median())
}

/// How long a pager or editor takes to show the lines.
fn shows(name: &str, arguments: &[&str], lines: &Path) -> Option<Duration> {
    let path = installed(name)?.display().to_string();
    let mut all: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
    all.push(lines.display().to_string());
    let mut times = Times::default();
    for _ in 0..5 {
        let mut running = Running::start(&path, &all);
        times.push(running.first_frame(b"line 0000003").took);
    }
    Some(times.median())
}

fn main() {
    if !support::is_asked_for() {
        return;
    }
    let folder = support::folder("bench-large");
    let sizes = std::env::var("PLUMBLINE_BENCH_SIZES").unwrap_or_else(|_| "1000,100000,1000000".to_owned());
    let sizes: Vec<usize> = sizes.split(',').filter_map(|size| size.trim().parse().ok()).collect();
    let mut sample = Times::default();
    for _ in 0..ROUNDS {
        let arguments = ["--data-dir".to_owned(), folder.join("data").display().to_string(), "sample".to_owned()];
        let mut running = Running::start(PLUMBLINE, &arguments);
        sample.push(running.first_frame(END_FRAME).took);
        running.leave(&LEAVE);
    }
    let rows: Vec<(Row, PathBuf)> = sizes.iter().map(|items| measure(&folder, *items)).collect();
    table(&rows);
    let Some((first, _)) = rows.first() else { return };
    for (row, lines) in &rows {
        figures(row, first, lines, &sample);
    }
}

/// One line for each thing measured, one column for each size.
fn table(rows: &[(Row, PathBuf)]) {
    type Cell = fn(&Row) -> String;
    let both = |times: &Times| format!("{} / {}", show(times.median()), show(times.at(0.99)));
    let lines: [(&str, Cell); 10] = [
        ("start to first frame, p50", |row| show(row.start.median())),
        ("first page, p50", |row| show(row.first_page.median())),
        ("key to frame, p50", |row| show(row.keys.median())),
        ("key to frame, p99", |row| show(row.keys.at(0.99))),
        ("letter of a search to frame, p99", |row| show(row.letters.at(0.99))),
        ("fuzzy jump, letter to its last frame, p99", |row| show(row.fuzzy.at(0.99))),
        ("one rating, processor time, p50", |row| show(row.rating.median())),
        ("resident before a search", |row| format!("{:.0} MB", row.resident)),
        ("resident after", |row| format!("{:.0} MB", row.resident_after)),
        ("written and indexed", |row| format!("{}, {:.0} MB", show(row.written), row.bytes as f64 / 1e6)),
    ];
    let mut out = String::from("\n|");
    rows.iter().for_each(|(row, _)| out.push_str(&format!(" | {} items", row.items)));
    out.push_str(" |\n|---");
    rows.iter().for_each(|_| out.push_str("|---"));
    out.push_str("|\n");
    for (name, cell) in lines {
        out.push_str(&format!("| {name}"));
        rows.iter().for_each(|(row, _)| out.push_str(&format!(" | {}", cell(row))));
        out.push_str(" |\n");
    }
    for (at, query) in QUERIES.iter().enumerate() {
        out.push_str(&format!("| letter of \u{201c}{query}\u{201d} to the page of results, p50 / p99"));
        rows.iter().for_each(|(row, _)| out.push_str(&format!(" | {}", both(&row.pages[at].1))));
        out.push_str(" |\n");
    }
    println!("{out}");
}

/// What the design asks, beside other programs.
fn figures(row: &Row, first: &Row, lines: &Path, sample: &Times) {
    let mut figures = Figures::new(&format!("{} items", row.items));
    figures.ratio("start", row.start.median(), ("the sample", sample.median()), Reach::AtMost(1.5));
    for (name, arguments) in [("less", &[][..]), ("vim", &["-u", "NONE"][..])] {
        if let Some(took) = shows(name, arguments, lines) {
            figures.ratio("start", row.start.median(), (name, took), Reach::Told);
        }
    }
    figures.number("resident before a search", row.resident, " MB", Reach::AtMost(30.0));
    figures.time("key to frame, p50", row.keys.median(), Duration::from_millis(1));
    figures.time("key to frame, p99", row.keys.at(0.99), Duration::from_millis(3));
    figures.ratio("key to frame, p50", row.keys.median(), ("1st size", first.keys.median()), Reach::AtMost(1.1));
    figures.time("letter of a search, p99", row.letters.at(0.99), Duration::from_millis(3));
    for (query, times) in &row.pages {
        figures.time(&format!("page of \u{201c}{query}\u{201d}, p99"), times.at(0.99), Duration::from_millis(16));
        if let Some(took) = through("rg", &["-i", "-c", "--", query], lines) {
            figures.ratio("the same, p50", times.median(), ("rg -i -c", took), Reach::Told);
        }
    }
    if let Some(took) = through("fzf", &["--filter", "mur4"], lines) {
        figures.ratio("fuzzy jump, p50", row.fuzzy.median(), ("fzf --filter on all lines", took), Reach::Told);
    }
    figures.time("one rating, p50", row.rating.median(), Duration::from_micros(50));
    figures.print();
}
