//! What things are, in plain lines and as JSON: one thing a line, no columns, nothing told by colour or place alone.
//!
//! Both the commands and the conversation of `--plain` say things in these words, which are the screen's. Invariant: what
//! is kept back for blindness is in neither form.

pub mod item;
pub mod list;
pub mod passage;
pub mod source;
pub mod subject;

use serde_json::Value;
use serde_json::json;

use crate::model::footnote::Footnote;
use crate::model::ids::Subject;
use crate::model::session::NoteTarget;
use crate::review::listing::footnote_words;
use crate::review::workspace::Workspace;

/// Something told.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// In lines.
    pub lines: Vec<String>,
    /// As JSON.
    pub json: Value,
}

impl Told {
    fn line(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    /// "Deadline: March 2024", where there is one.
    fn under(&mut self, head: &str, text: Option<&str>) {
        if let Some(text) = text.map(str::trim).filter(|text| !text.is_empty()) {
            self.line(format!("{head}: {text}"));
        }
    }
}

/// A text in one line, whatever white space it was written with.
pub fn in_a_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The member's note on something.
fn own_note(ws: &Workspace, on: &NoteTarget, told: &mut Told) {
    let note = ws.state().note_on(on);
    if let Some(note) = note {
        let who = if note.shared { "Your note, which the panel may see" } else { "Your note" };
        told.line(format!("{who}: {}", in_a_line(&note.text)));
    }
    told.json["note"] =
        note.map_or(Value::Null, |note| json!({ "text": note.text, "shared": note.shared, "at": note.at }));
}

/// A note of the report: its text, the sources it cites, and where it is referred to.
pub fn footnote(ws: &Workspace, note: &Footnote) -> Told {
    let catalog = ws.catalog();
    let mut told = Told {
        json: json!({ "footnote": note.number, "text": note.text, "listed": note.listed, "sources": note.sources }),
        ..Told::default()
    };
    told.line(format!("Note {}", footnote_words(catalog, note.number)));
    told.under("About it", note.note.as_deref().filter(|_| !note.text.is_empty()));
    for id in &note.sources {
        told.line(format!("Cites {}", source::in_short(ws, id)));
    }
    own_note(ws, &NoteTarget::Footnote(note.number), &mut told);
    let citing = catalog.citing_footnote(note.number);
    let items: Vec<list::Line> = citing.iter().filter_map(|at| list::Line::of(ws, at, None)).collect();
    for line in &items {
        told.line(format!("Referred to by {}", line.words()));
    }
    told.json["items"] = items.iter().map(list::Line::json).collect();
    told
}

/// A subject as JSON has it.
fn key(subject: &Subject) -> Value {
    json!(subject.to_string())
}
