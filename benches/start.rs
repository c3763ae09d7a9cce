//! From the start of the process to the first complete frame, and from a key to its frame, on a pseudo-terminal.
//!
//! Taken in turn with `less` and `vim` on a file of the same size, so that a busy machine weighs on all alike.
//! `PLUMBLINE_BENCH_ITEMS` sets the size of the large review (1,000,000 where it is not set; 0 leaves it out).
#![cfg(unix)]
#![allow(clippy::print_stdout)]

mod support;

#[path = "support/pty.rs"]
mod pty;

use std::fmt::Write;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

use plumbline::document::digest::digest;
use plumbline::store::atomic::Existing;
use plumbline::store::review_file::write_review;

use pty::FrameEnd;
use pty::Running;
use support::Figures;
use support::Reach;
use support::Times;
use support::data;

const PLUMBLINE: &str = env!("CARGO_BIN_EXE_plumbline");
const ROUNDS: usize = 40;
const KEYS: usize = 300;

/// What ends a frame of the workbench.
const END_FRAME: &[u8] = b"\x1b[?2026l";

/// Leaves the workbench: closes the card where it is the first start, hears that all is saved, goes. No Esc: read
/// together with the key after it on a busy machine, it is another key.
const LEAVE: [&[u8]; 3] = [b"q", b"q", b"q"];

/// A program that is started, how its first frame is told to be complete, and how it is left.
struct Program {
    name: &'static str,
    path: String,
    arguments: Vec<String>,
    last: &'static [u8],
    leave: &'static [&'static [u8]],
    down_up: [&'static [u8]; 2],
    end: FrameEnd,
    starts: Times,
    keys: Times,
    bytes: usize,
}

impl Program {
    fn plumbline(name: &'static str, arguments: &[&str], data: &Path) -> Self {
        let mut all = vec!["--data-dir".to_owned(), data.display().to_string()];
        all.extend(arguments.iter().map(|argument| (*argument).to_owned()));
        Self {
            name,
            path: PLUMBLINE.to_owned(),
            arguments: all,
            last: END_FRAME,
            leave: &LEAVE,
            down_up: [b"j", b"k"],
            end: FrameEnd::Mark(END_FRAME),
            starts: Times::default(),
            keys: Times::default(),
            bytes: 0,
        }
    }

    /// A pager or editor on a text file; nothing if it is not on this machine.
    fn other(name: &'static str, arguments: &[&str], file: &Path, down_up: [&'static [u8]; 2]) -> Option<Self> {
        let path =
            std::env::split_paths(&std::env::var_os("PATH")?).map(|folder| folder.join(name)).find(|p| p.exists());
        let mut all: Vec<String> = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        all.push(file.display().to_string());
        Some(Self {
            name,
            path: path?.display().to_string(),
            arguments: all,
            last: LAST_LINE,
            leave: &[],
            down_up,
            end: FrameEnd::Quiet,
            starts: Times::default(),
            keys: Times::default(),
            bytes: 0,
        })
    }

    fn run(&self) -> Running {
        Running::start(&self.path, &self.arguments)
    }

    fn start(&mut self) {
        let mut running = self.run();
        let first = running.first_frame(self.last);
        self.starts.push(first.took);
        self.bytes = first.bytes;
        running.leave(self.leave);
    }
}

/// The last line that a pager shows of [`lines`] on the first screen.
const LAST_LINE: &[u8] = b"line 000049";

/// Numbered lines of 80 characters, so many bytes in all.
fn lines(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 80);
    let mut number = 0;
    while text.len() < bytes {
        number += 1;
        let _ = writeln!(text, "line {number:06} {:.<67}", "");
    }
    text
}

/// Starts every program in turn. The workbench was started once before: a second start is what members wait for.
fn starts(programs: &mut [Program], rounds: usize) {
    for program in programs.iter_mut() {
        program.start();
        program.starts = Times::default();
    }
    for _ in 0..rounds {
        for program in programs.iter_mut() {
            program.start();
        }
    }
}

/// Gives every program a key in turn and takes the time to its frame.
fn keys(programs: &mut [Program]) {
    let mut running: Vec<Running> = programs
        .iter()
        .map(|program| {
            let mut running = program.run();
            running.first_frame(program.last);
            running
        })
        .collect();
    // In the workbench, into the evidence list: a move there redraws the list, the text and its notes.
    running[0].key(b"\t", programs[0].end);
    for at in 0..KEYS {
        for (program, running) in programs.iter_mut().zip(&mut running) {
            if let Some(frame) = running.key(program.down_up[at % 2], program.end) {
                program.keys.push(frame.took);
                program.bytes = program.bytes.max(frame.bytes);
            }
        }
    }
    for (program, running) in programs.iter().zip(running) {
        running.leave(program.leave);
    }
}

fn large_review(folder: &Path, items: usize) -> PathBuf {
    let path = folder.join("large.plumb");
    let review = data::review_of(items);
    write_review(&path, &review, &digest(&review), Existing::Replace).expect("the review is written");
    path
}

fn shown_first(folder: &Path) -> Result<f64, String> {
    let sample = Program::plumbline("plumbline", &["sample"], &folder.join("data"));
    let mut running = sample.run();
    running.first_frame(sample.last);
    running.settle();
    let (shown, resident) = (running.shown(), running.resident().unwrap_or_default());
    running.leave(sample.leave);
    let usable = ["Commitments", "1A", "leave"].iter().all(|words| shown.contains(words));
    if usable { Ok(resident) } else { Err(shown) }
}

fn main() {
    if !support::is_asked_for() {
        return;
    }
    let folder = support::folder("bench-start");
    let resident = match shown_first(&folder) {
        Ok(resident) => resident,
        Err(shown) => return println!("no times taken: the first frame is not the workbench's:\n{shown}"),
    };
    let text = folder.join("lines.txt");
    std::fs::write(&text, lines(data::sample_bytes().len())).expect("the build folder can be written");
    let sample = || Program::plumbline("plumbline", &["sample"], &folder.join("data"));
    let pager = || Program::other("less", &[], &text, [b"j", b"k"]);
    let editor = || Program::other("vim", &["-u", "NONE"], &text, [b"\x05", b"\x19"]);

    let mut figures = Figures::new("On a pseudo-terminal of 200x50");
    let mut programs: Vec<Program> = [Some(sample()), pager(), editor()].into_iter().flatten().collect();
    starts(&mut programs, ROUNDS);
    let (ours, others) = programs.split_first().expect("the workbench is first");
    for other in others {
        let limit = if other.name == "less" { 2.5 } else { 1.2 };
        let what = "second start to first complete frame, p50";
        figures.ratio(what, ours.starts.median(), (other.name, other.starts.median()), Reach::AtMost(limit));
    }
    figures.number("bytes of the first frame", ours.bytes as f64, "", Reach::Told);
    figures.number("resident after it", resident, " MB", Reach::Told);
    let sample_start = ours.starts.median();

    let mut programs: Vec<Program> = [Some(sample()), pager(), editor()].into_iter().flatten().collect();
    keys(&mut programs);
    let ours = &programs[0];
    figures.time("a move by one row to its frame, p50", ours.keys.median(), Duration::from_millis(1));
    figures.time("the same, p99", ours.keys.at(0.99), Duration::from_millis(3));
    figures.number("bytes of its frame, most", ours.bytes as f64, "", Reach::AtMost(2_500.0));
    for other in &programs[1..] {
        let beside = (other.name, other.keys.median());
        figures.ratio("beside a scroll by one line, p50", ours.keys.median(), beside, Reach::Told);
    }
    large(&mut figures, &folder, sample_start);
    figures.print();
}

/// The same with a large review.
fn large(figures: &mut Figures, folder: &Path, sample_start: Duration) {
    let items = std::env::var("PLUMBLINE_BENCH_ITEMS").ok().and_then(|items| items.parse().ok()).unwrap_or(1_000_000);
    if items == 0 {
        return;
    }
    let review = large_review(folder, items).display().to_string();
    let mut program = [Program::plumbline("plumbline", &[&review], &folder.join("data"))];
    starts(&mut program, 3);
    let what = format!("start with {items} items, p50");
    figures.ratio(&what, program[0].starts.median(), ("the sample", sample_start), Reach::AtMost(1.5));
    let mut running = program[0].run();
    running.first_frame(END_FRAME);
    running.settle();
    figures.number("resident before a search", running.resident().unwrap_or_default(), " MB", Reach::AtMost(30.0));
    running.leave(&LEAVE);
    keys(&mut program);
    figures.time("a move by one row to its frame there, p50", program[0].keys.median(), Duration::from_millis(1));
    figures.time("the same, p99", program[0].keys.at(0.99), Duration::from_millis(3));
}
