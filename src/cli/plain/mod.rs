//! `--plain`: the workbench as a conversation. One line is typed, whole lines answer, and a prompt says the place.
//!
//! For readers who use a screen reader, and for terminals or pipes that have no screen. Uses the same doors as the
//! commands. Invariant: nothing is redrawn, and when the prompt stands again what was done is on the disk.

mod going;
mod help;
mod saying;
mod talk;

use std::io;
use std::io::BufRead;
use std::process::ExitCode;
use std::sync::mpsc;
use std::thread;

use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::plain::talk::Answer;
use crate::cli::plain::talk::Talk;
use crate::cli::seat::Seat;
use crate::model::ids::SourceId;
use crate::review::keeping::Report;

/// What wakes the conversation.
enum Heard {
    /// A line was typed.
    Line(String),
    /// Nothing more will be.
    End,
    /// Another window asks to go on with the session.
    Wanted,
}

/// Talks until one leaves or the input ends; what was done is kept.
pub fn run(
    environment: &Environment,
    mut seat: Seat,
    notices: &[String],
    handed_out: Vec<SourceId>,
) -> Result<ExitCode, Failure> {
    let heard = listen(&seat);
    let place = seat.session().place.get("at").cloned();
    let mut talk = Talk::new(seat.ws(), place.as_deref(), handed_out);
    put(&talk.greeting(seat.ws(), notices))?;
    loop {
        prompt(&talk.prompt(seat.ws()))?;
        let line = match heard.recv() {
            Ok(Heard::Line(line)) => line,
            Ok(Heard::Wanted) => return give_way(seat),
            Ok(Heard::End) | Err(_) => {
                put(&[String::new()])?;
                break;
            }
        };
        if !environment.stdin_is_terminal {
            // No terminal has shown what was typed; whoever reads the whole finds it behind its prompt.
            put(std::slice::from_ref(&line))?;
        }
        let Answer { lines, leaves } =
            talk.answer(seat.ws(), &line).unwrap_or_else(|failure| Answer::of(failure.message.lines()));
        put(&lines)?;
        if leaves {
            break;
        }
        seat.ws().set_place("at", &talk.place());
        if let Err(failure) = seat.save() {
            put(&[format!("NOT saved: {} The next line tries again.", failure.message)])?;
        }
    }
    seat.leave()?;
    Ok(ExitCode::SUCCESS)
}

/// Reads lines on a thread of its own, so that another window need not wait for one.
fn listen(seat: &Seat) -> mpsc::Receiver<Heard> {
    let (tell, heard) = mpsc::channel();
    let wanted = tell.clone();
    seat.session().saving.listen(move |report| {
        if report == Report::Wanted {
            // Whoever has left hears nothing.
            let _ = wanted.send(Heard::Wanted);
        }
    });
    thread::spawn(move || {
        let mut stdin = io::stdin().lock();
        let mut bytes = Vec::new();
        while matches!(stdin.read_until(b'\n', &mut bytes), Ok(1..)) {
            let line = String::from_utf8_lossy(&bytes).trim().to_owned();
            bytes.clear();
            if tell.send(Heard::Line(line)).is_err() {
                return;
            }
        }
        let _ = tell.send(Heard::End);
    });
    heard
}

fn give_way(seat: Seat) -> Result<ExitCode, Failure> {
    seat.leave()?;
    put(&[String::new(), "Continued in another window. Nothing is lost; this conversation ends.".to_owned()])?;
    Ok(ExitCode::SUCCESS)
}

fn put(lines: &[String]) -> Result<(), Failure> {
    let mut out = Out::new();
    for line in lines {
        out.line(line)?;
    }
    Ok(out.done()?)
}

fn prompt(place: &str) -> Result<(), Failure> {
    let mut out = Out::new();
    write!(out.raw(), "{} > ", crate::text::display::display_line(place))?;
    Ok(out.done()?)
}
