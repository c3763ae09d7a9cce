//! A program that has nothing but a terminal and events, so that both can be tried without the workbench.
//!
//! The test program starts itself again in a pseudo-terminal, with a variable that makes one test play this program.
#![allow(clippy::print_stdout, clippy::print_stderr)]

use std::fmt::Debug;
use std::path::PathBuf;
use std::sync::mpsc::channel;
use std::time::Duration;

use crossterm::event::KeyCode;
use crossterm::event::KeyEvent;
use plumbline::tui::clipboard::copy;
use plumbline::tui::event::Event;
use plumbline::tui::event::StopReason;
use plumbline::tui::event::drain;
use plumbline::tui::input;
use plumbline::tui::terminal::Suspended;
use plumbline::tui::terminal::Terminal;
use plumbline::tui::terminal::TerminalOptions;
use plumbline::tui::terminal::install_panic_hook;
use plumbline::tui::terminal::take_background_panics;
use ratatui::style::Color;
use ratatui::style::Style;
use ratatui::style::Stylize;
use ratatui::text::Line;

use crate::support::pty::Launch;
use crate::support::pty::Pty;

const ROLE: &str = "PLAY_THE_SMALL_PROGRAM";
const ARGUMENTS: [&str; 5] = [
    "small_program::this_test_plays_the_program_when_another_starts_it",
    "--exact",
    "--nocapture",
    "--test-threads=1",
    "--quiet",
];

/// The small program, ready to be started.
pub fn launch() -> Launch {
    arguments(Launch::new(program()))
}

/// The small program behind another one, which finds it as its own next argument.
pub fn launch_by(shell: &str, script: &str) -> Launch {
    arguments(Launch::new(shell).arg("-c").arg(script).arg(program()))
}

/// An interactive shell, and the line that starts the small program in it.
pub fn in_a_shell() -> (Pty, String) {
    let shell = Launch::new("/bin/sh").arg("-i").env("PS1", "shell> ").env(ROLE, "1").env("PROGRAM", program());
    (shell.start(), format!("\"$PROGRAM\" {}\r", ARGUMENTS.join(" ")))
}

/// What the small program has noted when it ended, or nothing.
pub fn noted(pty: &Pty, what: &str) -> String {
    std::fs::read_to_string(pty.home().join(what)).unwrap_or_default()
}

fn arguments(launch: Launch) -> Launch {
    ARGUMENTS.iter().fold(launch.env(ROLE, "1"), |launch, argument| launch.arg(argument))
}

fn program() -> PathBuf {
    std::env::current_exe().expect("a running program has a path")
}

#[test]
fn this_test_plays_the_program_when_another_starts_it() {
    if std::env::var_os(ROLE).is_some() {
        std::process::exit(run());
    }
}

/// What the program shows: a selected line, and what has happened.
#[derive(Default)]
struct State {
    log: Vec<String>,
    text_field_focused: bool,
    mouse: bool,
}

fn run() -> i32 {
    install_panic_hook();
    let (sender, receiver) = channel();
    let mut terminal = Terminal::enter(TerminalOptions::default()).expect("there is a terminal");
    input::start::<()>(sender).expect("threads can be started");
    let mut state = State::default();
    state.log.push(format!("pid {} ready", std::process::id()));
    loop {
        // A terminal that is gone takes no frame; the event that says so is on its way.
        let _ = draw(&mut terminal, &state);
        let first = receiver.recv().expect("the threads live as long as the program");
        for event in drain(&receiver, first, state.text_field_focused) {
            if let Some(code) = answer(event, &mut state, &mut terminal) {
                let _ = terminal.leave();
                for panic in take_background_panics() {
                    eprintln!("kept: {panic}");
                }
                return code;
            }
        }
    }
}

fn draw(terminal: &mut Terminal, state: &State) -> std::io::Result<()> {
    terminal.draw(|frame| {
        let area = frame.area();
        frame.render_widget(Line::from("selected").style(Style::new().fg(Color::Green)).reversed().bold(), area);
        let room = usize::from(area.height.saturating_sub(1));
        let shown = &state.log[state.log.len().saturating_sub(room)..];
        for (row, line) in (1..area.height).zip(shown) {
            frame.buffer_mut().set_stringn(0, row, line, usize::from(area.width), Style::new());
        }
        frame.set_cursor_position((0, 0));
    })
}

fn answer(event: Event<()>, state: &mut State, terminal: &mut Terminal) -> Option<i32> {
    match event {
        Event::Key(KeyEvent { code: KeyCode::Char(letter), .. }) if !state.text_field_focused => {
            return command(letter, state, terminal);
        }
        Event::Stop(reason) => return Some(stopped(reason)),
        Event::Resumed => {
            // A hang-up resumes too, on a terminal that is gone; the event that says so is on its way.
            if terminal.reenter().is_ok() {
                state.log.push("resumed".into());
            }
        }
        Event::Key(key) => log(state, "key", key.code),
        Event::Paste(text) => log(state, "paste", text),
        Event::Mouse(mouse) => log(state, "mouse", mouse.kind),
        Event::Resize(columns, rows) => log(state, "size", (columns, rows)),
        Event::Burst(count) => log(state, "burst", count),
        Event::Worker(()) => {}
    }
    None
}

fn log(state: &mut State, what: &str, value: impl Debug) {
    state.log.push(format!("{what} {value:?}"));
}

fn command(letter: char, state: &mut State, terminal: &mut Terminal) -> Option<i32> {
    match letter {
        'q' => return Some(0),
        'p' => panic!("the drawing thread failed"),
        'w' => {
            let worker = std::thread::Builder::new().name("worker".into()).spawn(|| panic!("the worker failed"));
            let _ = worker.expect("a thread can be started").join();
            state.log.push("worker ended".into());
        }
        'z' => {
            let suspended = terminal.suspend("The small program is paused.").expect("the terminal is there again");
            state.log.push(if suspended == Suspended::CameBack { "came back" } else { "nowhere to go" }.into());
        }
        't' => state.text_field_focused = true,
        'H' => std::thread::sleep(Duration::from_secs(60)),
        'm' => {
            state.mouse = !state.mouse;
            terminal.set_mouse(state.mouse).expect("the terminal takes output");
            log(state, "mouse on:", state.mouse);
        }
        'y' => {
            let home = PathBuf::from(std::env::var_os("HOME").expect("the test sets a home"));
            let copied = copy("8B was met", &mut terminal.out(), &home.join("last-copy.txt"));
            state.log.push(copied.to_string());
        }
        other => log(state, "letter", other),
    }
    None
}

/// Notes why it ended and, after a while in which nothing should happen, what processor time that while took.
fn stopped(reason: StopReason) -> i32 {
    let note = |name: &str, text: String| {
        let home = PathBuf::from(std::env::var_os("HOME").expect("the test sets a home"));
        std::fs::write(home.join(name), text).expect("the home can be written");
    };
    note("reason", format!("{reason:?}"));
    if std::env::var_os("LINGER").is_some() {
        let before = ticks();
        std::thread::sleep(Duration::from_millis(500));
        note("ticks", (ticks() - before).to_string());
    }
    match reason {
        StopReason::Terminate => 10,
        StopReason::Interrupt => 11,
        StopReason::HangUp => 12,
        StopReason::TerminalGone => 13,
    }
}

/// Hundredths of a second of processor time used by this process.
fn ticks() -> u64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let after_name = stat.rsplit(')').next().unwrap_or_default();
    after_name.split_whitespace().skip(11).take(2).filter_map(|n| n.parse::<u64>().ok()).sum()
}
