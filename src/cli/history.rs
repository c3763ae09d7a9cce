//! `plumbline undo`, `redo` and `log`: what was done, the last of it taken back, or done again.

use std::collections::HashMap;

use serde_json::Value;
use serde_json::json;

use crate::cli::args::LogArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::seat;
use crate::cli::seat::Seat;
use crate::cli::seat::SeatArgs;
use crate::model::ids::ActId;
use crate::model::moment::Moment;
use crate::review::words::Spot;
use crate::review::workspace::Outcome;
use crate::review::workspace::Workspace;

/// Takes back the last act, or does again the one taken back last.
pub fn step(environment: &Environment, args: &SeatArgs, back: bool) -> Result<(), Failure> {
    let mut seat = Seat::take(environment, args)?;
    let Stepped { seq, words, line, .. } = stepped(seat.ws(), back)?;
    seat.leave()?;
    let mut out = Out::new();
    if args.json {
        out.json(&json!({ "undone": back, "words": words, "seq": seq }))?;
    } else {
        out.line(&line)?;
    }
    Ok(out.done()?)
}

/// A step back or forward.
pub struct Stepped {
    /// Its place in the log.
    pub seq: u64,
    /// What the act did, in words.
    pub words: String,
    /// Where.
    pub spot: Spot,
    /// The line told of it.
    pub line: String,
}

/// Takes the step.
pub fn stepped(ws: &mut Workspace, back: bool) -> Result<Stepped, Failure> {
    let Outcome { seq, words, spot } = if back { ws.undo() } else { ws.redo() }?;
    let verb = if back { "Undone" } else { "Done again" };
    let line = format!("{verb}: {words}.");
    Ok(Stepped { seq, words, spot, line })
}

/// Prints what was done, the newest first.
pub fn log(environment: &Environment, args: &LogArgs) -> Result<(), Failure> {
    let opened = seat::to_look(environment, &args.seat)?;
    let acts = acts(&opened.workspace);
    if acts.is_empty() {
        say("nothing has been done yet");
    }
    let acts = acts.into_iter().take(args.limit.unwrap_or(usize::MAX));
    let mut out = Out::new();
    if args.seat.json {
        out.json(&json!({ "acts": acts.map(|act| act.json()).collect::<Vec<_>>() }))?;
    } else {
        for act in acts {
            out.line(&act.line())?;
        }
    }
    Ok(out.done()?)
}

/// An act as the history tells it.
pub struct Told {
    seq: u64,
    at: Moment,
    kind: String,
    words: String,
    stands: bool,
}

impl Told {
    /// "2026-11-21T09:30:00.000Z  1B inadequate", or that it was taken back.
    pub fn line(&self) -> String {
        let taken = if self.stands { "" } else { ", taken back" };
        format!("{} {}{taken}", self.at, self.words)
    }

    fn json(&self) -> Value {
        json!({ "seq": self.seq, "at": self.at, "act": self.kind, "words": self.words, "stands": self.stands })
    }
}

/// Acts that stand, and those taken back that can be done again; the newest first.
pub fn acts(ws: &Workspace) -> Vec<Told> {
    let history = ws.history();
    let entries: HashMap<ActId, &crate::model::session::LogEntry> =
        history.entries().iter().map(|entry| (entry.id, entry)).collect();
    let done = history.done().iter().map(|act| (act.id, &act.words, true));
    let undone = history.undone().iter().map(|act| (act.id, &act.words, false));
    let told = done.chain(undone).filter_map(|(id, words, stands)| {
        let entry = entries.get(&id)?;
        Some(Told { seq: entry.seq, at: entry.at, kind: entry.act.clone(), words: words.clone(), stands })
    });
    let mut told: Vec<Told> = told.collect();
    told.sort_by_key(|act| std::cmp::Reverse(act.seq));
    told
}
