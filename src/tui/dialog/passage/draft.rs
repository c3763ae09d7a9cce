//! A passage that was being marked when its window had to let go, written down and taken back.
//!
//! Invariant: what is taken back lies within the text it is taken back into.

use serde::Deserialize;
use serde::Serialize;

use crate::model::codebook::Tag;
use crate::model::ids::TagId;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::review::selection::Selection;
use crate::tui::dialog::passage::PassageSheet;
use crate::tui::dialog::passage::Typing;
use crate::tui::draft::Draft;
use crate::tui::ui::Ui;
use crate::tui::widget::field::Field;

/// The passage and what was being typed on it.
#[derive(Serialize, Deserialize)]
struct Written {
    start: usize,
    end: usize,
    tags: Vec<TagId>,
    new_tags: Vec<Tag>,
    filings: Vec<Filing>,
    note: Option<String>,
    /// The field open, and what stands in it.
    typing: Option<(Open, String)>,
}

/// A text field of the sheet.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Open {
    File,
    Note,
    Tags,
}

impl PassageSheet {
    pub(super) fn key_of_draft(&self) -> String {
        match &self.changing {
            Some(quote) => format!("passage {}", quote.id),
            None => format!("passage in {}", self.marked_in),
        }
    }

    pub(super) fn write_down(&self, ui: &Ui<'_>) -> Option<Draft> {
        let typing = self.typing.as_ref().map(|typing| match typing {
            Typing::File(field) => (Open::File, field.value().to_owned()),
            Typing::Note(field) => (Open::Note, field.value().to_owned()),
            Typing::Tags(field, _) => (Open::Tags, field.value().to_owned()),
        });
        if !self.changed && typing.as_ref().is_none_or(|(_, text)| text.is_empty()) {
            return None;
        }
        let range = self.selection.range();
        let written = Written {
            start: range.start,
            end: range.end,
            tags: self.tags.clone(),
            new_tags: self.new_tags.clone(),
            filings: self.filings.clone(),
            note: self.note.clone(),
            typing,
        };
        let text = match &self.marked_in {
            MarkedIn::Item(id) => {
                let item = ui.ws.catalog().evidence(id)?;
                let of = item.sources.first().map_or(String::new(), |source| format!(" of {source}"));
                format!("the {}{of}", item.kind.word())
            }
            MarkedIn::Source(id) => format!("the text of {id}"),
        };
        let typed = serde_json::to_value(written).expect("a passage's keys are strings");
        Some(Draft { on: self.key_of_draft(), words: format!("on a passage in {text} (v)"), typed })
    }

    /// Ends that lie outside the text, which may be another edition's by now, stay where they are.
    pub(super) fn take_back(&mut self, typed: &serde_json::Value) {
        let Ok(written) = serde_json::from_value::<Written>(typed.clone()) else { return };
        if written.start < written.end && written.end <= self.text.chars() {
            self.selection = Selection::of(written.start..written.end);
        }
        self.tags = written.tags;
        self.new_tags = written.new_tags;
        self.filings = written.filings;
        self.note = written.note;
        self.typing = written.typing.map(|(open, text)| match open {
            Open::File => Typing::File(Field::line_with(&text)),
            Open::Note => Typing::Note(Field::text(&text)),
            Open::Tags => Typing::Tags(Field::line_with(&text), 0),
        });
        self.changed = true;
    }
}
