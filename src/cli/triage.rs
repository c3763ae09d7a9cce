//! `plumbline triage`: decides about a source, says what it bears on, or how far one has come.

use serde_json::json;

use crate::cli::args::TriageArgs;
use crate::cli::environment::Environment;
use crate::cli::failure::Failure;
use crate::cli::failure::INPUT;
use crate::cli::mark::Done;
use crate::cli::mark::cells_typed;
use crate::cli::output::Out;
use crate::cli::output::say;
use crate::cli::seat;
use crate::cli::seat::Seat;
use crate::cli::told;
use crate::judgement::words::at_start;
use crate::model::act::Act;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;
use crate::model::quote::FiledCell;
use crate::model::session::TriageStatus;
use crate::review::labels::source_typed;
use crate::review::plan::EditError;
use crate::review::queue::Queue;
use crate::review::queue::asks;
use crate::review::queue::bears_on;
use crate::review::queue::filing;
use crate::review::words::triage_word;
use crate::review::workspace::Workspace;

/// Decides, or says how far one has come.
pub fn run(environment: &Environment, args: &TriageArgs) -> Result<(), Failure> {
    let Some(typed) = &args.source else { return progress(environment, args) };
    if args.decision.is_none() && args.bears_on.is_none() && args.reason.is_none() {
        return decided(environment, args, typed);
    }
    let status = args.decision.as_deref().map(decision_typed).transpose()?;
    let mut seat = Seat::take(environment, &args.seat)?;
    let ws = seat.ws();
    let source = source_of(ws, typed)?;
    let bears = args.bears_on.as_deref().map(|typed| commitments(cells_typed(ws, typed)?)).transpose()?;
    let status = status.unwrap_or_else(|| crate::review::queue::status(ws.state(), &source));
    let done = decide(ws, &source, status, (args.reason.clone(), bears))?;
    if asks(ws, status) && ws.state().triage.get(&source).is_some_and(|entry| entry.reason.is_none()) {
        say("this review asks for a reason here: --reason gives one");
    }
    let (line, entry) = (to_go(ws), json!(ws.state().triage.get(&source)));
    seat.leave()?;
    let mut out = Out::new();
    if args.seat.json {
        out.json(&json!({ "done": done.words, "seq": done.seq, "decision": entry }))?;
    } else {
        out.line(&format!("{} {line}", done.words))?;
    }
    Ok(out.done()?)
}

/// The source whose code is typed.
fn source_of(ws: &Workspace, typed: &str) -> Result<SourceId, Failure> {
    let source = source_typed(ws.catalog(), typed).map(|source| source.id.clone());
    source.ok_or_else(|| {
        Failure::new(
            INPUT,
            "unknown",
            format!("there is no source `{typed}` here\n`plumbline list sources` lists them."),
        )
    })
}

/// A decision as it is typed: the screen's words, the files', or its digit.
pub fn decision_typed(typed: &str) -> Result<TriageStatus, Failure> {
    Ok(match typed.trim().to_lowercase().replace(['_', ' '], "-").as_str() {
        "1" | "relevant" => TriageStatus::Relevant,
        "2" | "set-aside" => TriageStatus::SetAside,
        "3" | "raise" | "flagged" | "raise-with-the-panel" => TriageStatus::Flagged,
        "4" | "later" | "deferred" => TriageStatus::Deferred,
        "undecided" => TriageStatus::Undecided,
        _ => {
            return Err(Failure::usage(format!(
                "`{typed}` is no decision\nType relevant, set-aside, raise, later or undecided."
            )));
        }
    })
}

/// Commitments among what was typed.
pub fn commitments(cells: Vec<FiledCell>) -> Result<Vec<CommitmentId>, Failure> {
    match cells.iter().find(|cell| cell.question.is_some()) {
        Some(cell) => Err(Failure::usage(format!(
            "a source bears on commitments, such as {}; passages of it are filed under questions",
            cell.commitment
        ))),
        None => Ok(cells.into_iter().map(|cell| cell.commitment).collect()),
    }
}

/// Says what a source bears on.
pub fn file_source(ws: &mut Workspace, source: &SourceId, bears: Vec<CommitmentId>) -> Result<Done, Failure> {
    let act = filing(ws.state(), source, bears);
    applied(ws, &act)
}

/// Decides about a source. The same decision again keeps its reason; what it bears on stays unless that is said anew.
pub fn decide(
    ws: &mut Workspace,
    source: &SourceId,
    status: TriageStatus,
    (reason, bears): (Option<String>, Option<Vec<CommitmentId>>),
) -> Result<Done, Failure> {
    let state = ws.state();
    if status != TriageStatus::Undecided && ws.catalog().source(source).is_some_and(|source| source.withdrawn) {
        let why = format!("{source} was taken back by who sent it: there is nothing to decide.");
        return Err(EditError::Refused(why).into());
    }
    let standing =
        state.triage.get(source).filter(|entry| entry.status == status).and_then(|entry| entry.reason.clone());
    let bears_on = bears.unwrap_or_else(|| bears_on(state, source).to_vec());
    let act = Act::Triage { source: source.clone(), status, reason: reason.or(standing), bears_on };
    applied(ws, &act)
}

fn applied(ws: &mut Workspace, act: &Act) -> Result<Done, Failure> {
    let done = ws.apply(act)?;
    Ok(Done { words: at_start(&done.words) + ".", passage: None, seq: Some(done.seq) })
}

/// "22 to go."
pub fn to_go(ws: &Workspace) -> String {
    let counts = Queue::new(ws).counts();
    match counts.of - counts.decided - counts.later {
        0 if counts.later == 0 => "Every source here is decided.".to_owned(),
        0 => format!("All are looked at; {} put off.", counts.later),
        open => format!("{open} to go."),
    }
}

/// The source to decide next: an undecided one, else one put off.
pub fn next_of(ws: &Workspace, queue: &Queue) -> Option<SourceId> {
    let sources = &ws.catalog().review().sources;
    let wanted = |status| {
        let stands = |at: &&usize| {
            sources.get(**at).is_some_and(|source| {
                !source.withdrawn && crate::review::queue::status(ws.state(), &source.id) == status
            })
        };
        queue.shown().iter().find(stands).and_then(|at| sources.get(*at))
    };
    wanted(TriageStatus::Undecided).or_else(|| wanted(TriageStatus::Deferred)).map(|source| source.id.clone())
}

fn progress(environment: &Environment, args: &TriageArgs) -> Result<(), Failure> {
    let opened = seat::to_look(environment, &args.seat)?;
    let ws = &opened.workspace;
    let queue = Queue::new(ws);
    let (counts, next) = (queue.counts(), next_of(ws, &queue));
    let mut out = Out::new();
    if args.seat.json {
        out.json(&json!({ "of": counts.of, "decided": counts.decided, "later": counts.later, "next": next }))?;
    } else {
        out.line(&format!("{} of {} decided, {} later.", counts.decided, counts.of, counts.later))?;
        if let Some(next) = next {
            out.line(&format!("Next: {}", told::source::in_short(ws, &next)))?;
        }
    }
    Ok(out.done()?)
}

fn decided(environment: &Environment, args: &TriageArgs, typed: &str) -> Result<(), Failure> {
    let opened = seat::to_look(environment, &args.seat)?;
    let ws = &opened.workspace;
    let id = source_of(ws, typed)?;
    let mut out = Out::new();
    if args.seat.json {
        let status = triage_word(crate::review::queue::status(ws.state(), &id));
        out.json(&json!({ "source": id, "words": status, "decision": ws.state().triage.get(&id) }))?;
    } else if let Some(source) = ws.catalog().source(&id) {
        out.line(&format!("{id} {}: {}", source.label, told::source::decision(ws, source)))?;
    }
    Ok(out.done()?)
}
