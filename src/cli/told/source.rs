//! A source: what it is, what the member decided of it, its text where that is held, and what cites it.

use serde_json::json;

use crate::cli::told::Told;
use crate::cli::told::item::Opening;
use crate::cli::told::item::numbered;
use crate::cli::told::item::numbered_json;
use crate::cli::told::list::Line;
use crate::cli::told::own_note;
use crate::cli::told::passage;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;
use crate::model::quote::MarkedIn;
use crate::model::session::NoteTarget;
use crate::model::source::Source;
use crate::review::listing::SHOWN_ONCE_RATED;
use crate::review::listing::STATES_PUBLISHED;
use crate::review::queue;
use crate::review::words::decided_word;
use crate::review::words::plural;
use crate::review::workspace::Workspace;

/// "DHS0042 Department of Health and Social Care (submission, 60 items)".
pub fn in_short(ws: &Workspace, id: &SourceId) -> String {
    match ws.catalog().source(id) {
        None => id.to_string(),
        Some(source) => {
            let cited = plural(ws.catalog().using_source(id).len(), "item", "items");
            format!("{id} {} ({}, {cited})", source.label, source.kind.word())
        }
    }
}

/// "undecided", or "relevant, bears on 1, 3: why".
pub fn decision(ws: &Workspace, source: &Source) -> String {
    let mut words = decided_word(queue::status(ws.state(), &source.id)).to_owned();
    let bears: Vec<&str> = queue::bears_on(ws.state(), &source.id).iter().map(CommitmentId::as_str).collect();
    if !bears.is_empty() {
        words.push_str(&format!(", bears on {}", bears.join(", ")));
    }
    let reason = ws.state().triage.get(&source.id).and_then(|entry| entry.reason.as_deref());
    reason.map_or(words.clone(), |reason| format!("{words}: {reason}"))
}

/// All of a source.
pub fn whole(ws: &Workspace, source: &Source, opening: Opening) -> Told {
    let (catalog, blind) = (ws.catalog(), ws.blindness());
    let entry = ws.state().triage.get(&source.id);
    let mut told = Told {
        json: json!({
            "source": source.id, "kind": source.kind, "label": source.label, "group": source.group,
            "date": source.date, "url": source.url, "status": queue::status(ws.state(), &source.id),
            "reason": entry.and_then(|entry| entry.reason.clone()),
            "bears_on": queue::bears_on(ws.state(), &source.id), "held": source.text.is_some(),
            "kept_back": null, "sentences": [], "passages": [],
        }),
        ..Told::default()
    };
    told.line(format!("{} {}, {}", source.id, source.label, source.kind.word()));
    told.under("Group", source.group.as_deref());
    told.under("Date", source.date.as_deref());
    told.under("Published at", source.url.as_deref());
    if source.confidential {
        told.line("In confidence: only role and event leave the panel.");
    }
    if source.withdrawn {
        told.line("Taken back by who sent it.");
    }
    told.line(format!("Your decision: {}", decision(ws, source)));
    own_note(ws, &NoteTarget::Source(source.id.clone()), &mut told);
    let instead = if blind.hides_source(source) {
        Some(SHOWN_ONCE_RATED)
    } else {
        Some(STATES_PUBLISHED).filter(|_| blind.withholds_source(source) && opening == Opening::Listed)
    };
    match (&source.text, instead) {
        (None, _) => told.line("Its text is not held here."),
        (Some(_), Some(instead)) => {
            told.json["kept_back"] = json!(instead);
            told.line(format!("Its text: {instead}"));
        }
        (Some(text), None) => {
            told.lines.extend(numbered(text, &[]).iter().map(|one| format!("{} {}", one.number, one.words)));
            told.json["sentences"] = numbered_json(text);
        }
    }
    let marked_in = MarkedIn::Source(source.id.clone());
    let passages: Vec<_> = ws.state().quotes_of(&marked_in).collect();
    told.lines.extend(passages.iter().map(|quote| format!("Your passage {}", passage::line(ws, quote))));
    told.json["passages"] = passages.iter().map(|quote| passage::json(ws, quote)).collect();
    let items: Vec<Line> = catalog.using_source(&source.id).iter().filter_map(|at| Line::of(ws, at, None)).collect();
    told.lines.extend(items.iter().map(|line| format!("Named by {}", line.words())));
    told.json["items"] = items.iter().map(Line::json).collect();
    let notes = catalog.footnotes_citing(&source.id);
    if !notes.is_empty() {
        let numbers: Vec<String> = notes.iter().map(ToString::to_string).collect();
        told.line(format!(
            "Cited in {}",
            match numbers.len() {
                1 => format!("note {}", numbers[0]),
                _ => format!("notes {}", numbers.join(", ")),
            }
        ));
    }
    told.json["notes"] = json!(notes);
    told
}
