//! The text fields within the passage sheet: filing, note and tags.

use crate::keys::action::Action;
use crate::model::ids::TagId;
use crate::review::filed;
use crate::review::marking::filed_under;
use crate::review::marking::new_tag;
use crate::tui::dialog::passage::PassageSheet;
use crate::tui::dialog::prompt::TYPED;
use crate::tui::request::Reply;
use crate::tui::ui::Ui;
use crate::tui::widget::field::Field;

/// A text field open within the sheet.
pub(super) enum Typing {
    /// Filing: `8b 3a` or `8`.
    File(Field),
    /// A note on the passage.
    Note(Field),
    /// Tags: typing filters, a new name makes a tag.
    Tags(Field, usize),
}

impl PassageSheet {
    /// Files under what was typed: `8b 3a`, or `8` for the whole commitment.
    fn file_under(&mut self, typed: &str, ui: &Ui<'_>) -> Result<(), String> {
        self.filings = filed_under(&self.filings, filed::typed(ui.ws.catalog(), typed)?);
        self.question = None;
        Ok(())
    }

    /// Tags that match what is typed, as (key, words, new); the last may be one to make.
    pub(super) fn candidates(&self, ui: &Ui<'_>, typed: &str) -> Vec<(Option<TagId>, String)> {
        let wanted = typed.trim().to_lowercase();
        let known = ui.ws.state().codebook.iter().chain(&self.new_tags);
        let mut found: Vec<(Option<TagId>, String)> = known
            .filter(|tag| wanted.is_empty() || tag.label.to_lowercase().contains(&wanted))
            .map(|tag| (Some(tag.id.clone()), tag.label.clone()))
            .collect();
        let exact = found.iter().any(|(_, label)| label.to_lowercase() == wanted);
        if !wanted.is_empty() && !exact {
            found.push((None, typed.trim().to_owned()));
        }
        found
    }

    /// The tags on the passage, the one taken last first: " · ✓new ✓funding".
    pub(super) fn ticked(&self, ui: &Ui<'_>) -> String {
        let known = || ui.ws.state().codebook.iter().chain(&self.new_tags);
        let labels = self.tags.iter().rev().filter_map(|id| known().find(|tag| &tag.id == id));
        let ticks: Vec<String> = labels.map(|tag| format!("\u{2713}{}", tag.label)).collect();
        if ticks.is_empty() { String::new() } else { format!(" \u{b7} {}", ticks.join(" ")) }
    }

    fn choose_tag(&mut self, ui: &Ui<'_>) {
        let Some(Typing::Tags(field, at)) = &self.typing else { return };
        let candidates = self.candidates(ui, field.value());
        match candidates.get(*at) {
            Some((Some(id), _)) => {
                let id = id.clone();
                self.toggle_tag(&id);
            }
            Some((None, label)) => {
                let tag = new_tag(self.id, self.new_tags.len() + 1, label);
                self.tags.push(tag.id.clone());
                self.new_tags.push(tag);
            }
            None => {}
        }
        self.typing = Some(Typing::Tags(Field::line(), 0));
    }

    /// Answers an action while a text field is open.
    pub(super) fn act_typing(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match (action, &mut self.typing) {
            (Action::DropIt, Some(Typing::Note(field)))
                if !self.warned && field.value() != self.note.as_deref().unwrap_or("") =>
            {
                self.warned = true;
                return Reply::mistake(TYPED);
            }
            (Action::DropIt, _) => {
                self.warned = false;
                self.typing = None;
            }
            (Action::Keep, Some(Typing::Tags(field, at))) if field.is_empty() && *at == 0 => self.typing = None,
            (Action::Keep, Some(Typing::Tags(..))) => self.choose_tag(ui),
            (Action::Keep, Some(Typing::Note(field))) => {
                let text = field.value().trim().to_owned();
                self.note = (!text.is_empty()).then_some(text);
                self.changed = true;
                self.typing = None;
            }
            (Action::Keep, Some(Typing::File(field))) => {
                let typed = field.value().to_owned();
                if let Err(words) = self.file_under(&typed, ui) {
                    return Reply::mistake(words);
                }
                self.typing = None;
            }
            (Action::NewLine, Some(Typing::Note(field))) => field.new_line(),
            (Action::Up | Action::Down, Some(Typing::Note(field))) => {
                field.vertical(action == Action::Down, ui.size.0.saturating_sub(10));
            }
            (Action::Up, Some(Typing::Tags(_, at))) => *at = at.saturating_sub(1),
            (Action::Down, Some(Typing::Tags(field, at))) => {
                let typed = field.value().to_owned();
                let next = *at + 1;
                let count = self.candidates(ui, &typed).len();
                self.typing = Some(Typing::Tags(Field::line_with(&typed), next.min(count.saturating_sub(1))));
            }
            _ => return Reply::ignored(),
        }
        Reply::done()
    }
}
