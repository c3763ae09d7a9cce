//! `plumbline note`: writes, shows or takes away a note on a question, a commitment, an item, a source or a note.

use std::io::Read;

use serde_json::json;

use crate::cli::args::NoteArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::mark::Done;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::seat;
use crate::cli::seat::Seat;
use crate::cli::told::in_a_line;
use crate::judgement::words::at_start;
use crate::model::act::Act;
use crate::model::session::NoteTarget;
use crate::review::named::Named;
use crate::review::named::named;
use crate::review::workspace::Workspace;

/// Writes or shows a note.
pub fn run(environment: &Environment, args: &NoteArgs) -> Result<(), Failure> {
    let only_looks = args.text.is_none() && !args.delete && !args.share && !args.private;
    if only_looks {
        let opened = seat::to_look(environment, &args.seat)?;
        return print(&opened.workspace, &target(&opened.workspace, &args.on)?, None, args.seat.json);
    }
    let text = match args.text.as_deref() {
        Some("-") => Some(standard_input()?),
        text => text.map(str::to_owned),
    };
    let mut seat = Seat::take(environment, &args.seat)?;
    let ws = seat.ws();
    let on = target(ws, &args.on)?;
    let shared = if args.share {
        Some(true)
    } else if args.private {
        Some(false)
    } else {
        None
    };
    let text = if args.delete { Some(String::new()) } else { text };
    let done = write(ws, &on, text, shared)?;
    seat.save()?;
    print(seat.ws(), &on, Some(&done), args.seat.json)?;
    seat.leave()
}

fn standard_input() -> Result<String, Failure> {
    let mut text = String::new();
    let read = std::io::stdin().lock().read_to_string(&mut text);
    read.map_err(|error| Failure::new(INPUT, "unreadable", format!("cannot read standard input: {error}")))?;
    Ok(text)
}

fn target(ws: &Workspace, typed: &str) -> Result<NoteTarget, Failure> {
    match named(ws.catalog(), ws.state(), typed)? {
        Named::Passage(_) => Err(Failure::usage("a passage has its note with it: `plumbline tag p1 --note TEXT`")),
        what => what.note_target().ok_or_else(|| Failure::usage("that has no notes")),
    }
}

/// Writes the note on something anew; an empty text takes it away. What is not said stays as it is.
pub fn write(ws: &mut Workspace, on: &NoteTarget, text: Option<String>, shared: Option<bool>) -> Result<Done, Failure> {
    let standing = ws.state().note_on(on).cloned();
    let text = match (text, &standing) {
        (Some(text), _) => text.trim().to_owned(),
        (None, Some(note)) => note.text.clone(),
        (None, None) => return Err(Failure::usage(format!("there is no note on {on} yet: give its text"))),
    };
    let shared = shared.or(standing.as_ref().map(|note| note.shared)).unwrap_or(false);
    let stays = |words: String| Done { words, passage: None, seq: None };
    match &standing {
        None if text.is_empty() => return Ok(stays(format!("There is no note on {on}."))),
        Some(note) if note.text == text && note.shared == shared => {
            return Ok(stays("The note is as it was.".to_owned()));
        }
        _ => {}
    }
    let id = standing.map_or_else(|| ws.new_id(), |note| note.id);
    let done = ws.apply(&Act::Note { id, on: on.clone(), text, shared })?;
    Ok(Done { words: at_start(&done.words) + ".", passage: None, seq: Some(done.seq) })
}

fn print(ws: &Workspace, on: &NoteTarget, done: Option<&Done>, as_json: bool) -> Result<(), Failure> {
    let note = ws.state().note_on(on);
    let mut out = Out::new();
    if as_json {
        let note = note.map(|note| json!({ "text": note.text, "shared": note.shared, "at": note.at }));
        let (words, seq) = (done.map(|done| &done.words), done.and_then(|done| done.seq));
        out.json(&json!({ "on": on.to_string(), "note": note, "done": words, "seq": seq }))?;
        return Ok(out.done()?);
    }
    if let Some(done) = done {
        out.line(&done.words)?;
    } else if note.is_none() {
        say(&format!("there is no note on {on}"));
    }
    if let Some(note) = note {
        let who = if note.shared { "the panel may see it" } else { "only you see it" };
        out.line(&format!("{on}, {who}: {}", in_a_line(&note.text)))?;
    }
    Ok(out.done()?)
}
