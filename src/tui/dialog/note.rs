//! A note on what is under the cursor; on what is rated, the reason.
//!
//! Invariant: nothing is kept before Enter, and a text typed is not lost to one Esc.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::NoteId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::model::session::NoteTarget;
use crate::review::sealed_round::stays;
use crate::review::words::place_word;
use crate::review::words::rating_word;
use crate::review::words::subject_word;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::dialog::prompt::TYPED;
use crate::tui::dialog::prompt::measure;
use crate::tui::draft::Draft;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;

/// Rows the text takes at most.
const MOST_ROWS: u16 = 8;

/// Whether a rating is to be confirmed: a new reason for it does that as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    Confirmed,
    Unconfirmed,
}

/// What the text is for.
#[derive(Debug, Clone)]
enum Purpose {
    Note { id: NoteId, on: NoteTarget, exists: bool },
    Reason(CellKey, Rating, Standing),
    Why(CellKey),
    OwnReason(ParentKey, Rating),
}

/// The sheet for one note or reason.
pub struct NoteSheet {
    purpose: Purpose,
    start: (String, bool),
    field: Field,
    shared: bool,
    leaving: bool,
}

impl NoteSheet {
    /// Opens on the note that stands, on a new one with a fresh id, or, where the target is rated,
    /// judged or declined by the member, on the reason for that. A reason that is handed in stays: then on a note.
    pub fn new(ui: &Ui<'_>, on: NoteTarget, fresh: NoteId) -> Self {
        let state = ui.ws.state();
        let reason = match &on {
            NoteTarget::Cell(cell) if stays(state, &Subject::Cell(cell.clone())).is_some() => None,
            NoteTarget::Parent(parent) if stays(state, &Subject::Parent(parent.clone())).is_some() => None,
            NoteTarget::Cell(cell) => match (state.ratings.get(cell), state.abstained.get(cell)) {
                (Some(entry), _) => {
                    let standing = if entry.unconfirmed { Standing::Unconfirmed } else { Standing::Confirmed };
                    let purpose = Purpose::Reason(cell.clone(), entry.rating, standing);
                    Some((purpose, entry.reason.clone().unwrap_or_default()))
                }
                (None, Some(entry)) => Some((Purpose::Why(cell.clone()), entry.why.clone())),
                (None, None) => None,
            },
            NoteTarget::Parent(parent) => state
                .overrides
                .get(parent)
                .map(|own| (Purpose::OwnReason(parent.clone(), own.rating), own.reason.clone())),
            _ => None,
        };
        match reason {
            Some((purpose, text)) => Self::with(purpose, text, false),
            None => Self::note(ui, on, fresh),
        }
    }

    /// Opens on a note, also where the target is rated.
    pub fn note(ui: &Ui<'_>, on: NoteTarget, fresh: NoteId) -> Self {
        let standing = ui.ws.state().note_on(&on);
        let (id, text, shared) =
            standing.map_or((fresh, String::new(), false), |note| (note.id, note.text.clone(), note.shared));
        Self::with(Purpose::Note { id, on, exists: standing.is_some() }, text, shared)
    }

    fn with(purpose: Purpose, text: String, shared: bool) -> Self {
        Self { purpose, field: Field::text(&text), start: (text, shared), shared, leaving: false }
    }

    fn changed(&self) -> bool {
        self.field.value().trim() != self.start.0.trim() || self.shared != self.start.1
    }

    fn keep(&self, ui: &Ui<'_>) -> Reply {
        let text = self.field.value().trim().to_owned();
        if !self.changed() {
            return Reply::close();
        }
        let act = match &self.purpose {
            Purpose::Note { exists: false, .. } if text.is_empty() => return Reply::close(),
            Purpose::Note { id, on, .. } => Act::Note { id: *id, on: on.clone(), text, shared: self.shared },
            Purpose::Reason(cell, rating, _) => {
                let standing = ui.ws.state().ratings.get(cell);
                Act::Rate {
                    cell: cell.clone(),
                    rating: *rating,
                    reason: (!text.is_empty()).then_some(text),
                    quotes: standing.map(|entry| entry.quotes.clone()).unwrap_or_default(),
                    round: standing.map_or(1, |entry| entry.round),
                }
            }
            Purpose::Why(_) if text.is_empty() => return Reply::mistake("Say in a line why you do not rate this."),
            Purpose::Why(cell) => Act::Abstain { cell: cell.clone(), why: text },
            Purpose::OwnReason(..) if text.is_empty() => return Reply::mistake("Your own judgement needs a reason."),
            Purpose::OwnReason(parent, rating) => {
                Act::Override { parent: parent.clone(), rating: *rating, reason: text }
            }
        };
        Reply::close_with(vec![Request::Apply(act)])
    }

    fn leave(&mut self, leaving: bool, ui: &Ui<'_>) -> Reply {
        if !self.changed() {
            return Reply::close();
        }
        if leaving {
            return Reply::close_with(vec![Request::Say(Say::Notice(format!("{} left as it was.", self.name(ui))))]);
        }
        self.leaving = true;
        Reply::mistake(TYPED)
    }

    /// Tab: what the panel may see of a note; of a reason, the anchor's words.
    fn tab(&mut self, ui: &Ui<'_>) -> Reply {
        match &self.purpose {
            Purpose::Note { .. } => self.shared = !self.shared,
            Purpose::Reason(cell, rating, _) => {
                let question = ui.ws.catalog().question(&cell.question);
                let anchor =
                    rating.grade().and_then(|grade| question.and_then(|question| question.anchors.get(&grade)));
                let Some(anchor) = anchor else { return Reply::ignored() };
                self.field.edit(TextKey::Paste(anchor.clone()));
            }
            Purpose::Why(_) | Purpose::OwnReason(..) => return Reply::ignored(),
        }
        Reply::done()
    }

    fn name(&self, ui: &Ui<'_>) -> String {
        let review = ui.ws.catalog().review();
        let text = match &self.purpose {
            Purpose::Note { on, .. } => format!("Note on {}", target_word(ui, on)),
            Purpose::Reason(cell, rating, _) => format!("Reason for {cell}, {}", rating_word(review, *rating)),
            Purpose::Why(cell) => format!("Why you do not rate {cell}"),
            Purpose::OwnReason(parent, rating) => {
                let word = subject_word(review, &Subject::Parent(parent.clone()));
                format!("Reason for your judgement of {word}, {}", rating_word(review, *rating))
            }
        };
        ui.line(&text)
    }

    fn hint(&self) -> &'static str {
        match (&self.purpose, self.shared) {
            (Purpose::Note { .. }, true) => "[x] the panel may see this note (Tab: only you)",
            (Purpose::Note { .. }, false) => "[ ] the panel may see this note (Tab: allow it)",
            (Purpose::Reason(_, _, Standing::Unconfirmed), _) => {
                "What is asked, or an anchor, changed since: keeping this confirms the rating."
            }
            (Purpose::Reason(..), _) => "Tab takes the anchor's words. The rating stays.",
            (Purpose::Why(_), _) => "An interest, or outside your field.",
            (Purpose::OwnReason(..), _) => "Your own judgement needs a reason.",
        }
    }
}

/// Asks for the note on a passage that stands; what is kept changes nothing else about it.
pub fn passage_note(ui: &Ui<'_>, quote: &Quote) -> Prompt {
    let place = place_word(ui.ws.catalog(), quote);
    let start = quote.note.clone().unwrap_or_default();
    let quote = quote.clone();
    let keep = move |text: &str, _: &Ui<'_>| {
        let note = (!text.trim().is_empty()).then(|| text.to_owned());
        Ok(vec![Request::Apply(Act::Remark { quote: Box::new(Quote { note, ..quote.clone() }) })])
    };
    let hint = "Ctrl+J makes a new line. An empty note is taken away.";
    Prompt::text(format!("Note on the passage, {place}"), hint, &start, Box::new(keep))
}

/// What a note is on, in words: an item by its source and kind, never by its text.
fn target_word(ui: &Ui<'_>, on: &NoteTarget) -> String {
    let catalog = ui.ws.catalog();
    match on {
        NoteTarget::Cell(cell) => cell.to_string(),
        NoteTarget::Parent(parent) => subject_word(catalog.review(), &Subject::Parent(parent.clone())),
        NoteTarget::Evidence(id) => match catalog.evidence(id) {
            Some(item) => match item.sources.first() {
                Some(source) => format!("this {} of {source}", item.kind.word()),
                None => format!("this {}", item.kind.word()),
            },
            None => id.to_string(),
        },
        other => other.to_string(),
    }
}

impl Sheet for NoteSheet {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let leaving = std::mem::take(&mut self.leaving);
        match action {
            Action::Keep => self.keep(ui),
            Action::DropIt | Action::Back => self.leave(leaving, ui),
            Action::TakeAnchor | Action::NextPane => self.tab(ui),
            Action::NewLine => {
                self.field.new_line();
                Reply::done()
            }
            Action::Up | Action::Down => {
                self.field.vertical(action == Action::Down, measure(ui));
                Reply::done()
            }
            _ => Reply::ignored(),
        }
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        self.leaving = false;
        self.field.edit(key);
        Reply::done()
    }

    fn draft_key(&self) -> Option<String> {
        Some(match &self.purpose {
            Purpose::Note { on, .. } => format!("note {on:?}"),
            Purpose::Reason(cell, ..) | Purpose::Why(cell) => format!("reason {cell}"),
            Purpose::OwnReason(parent, _) => format!("reason {parent}"),
        })
    }

    fn draft(&self, ui: &Ui<'_>) -> Option<Draft> {
        let on = self.draft_key().filter(|_| self.changed())?;
        let name = self.name(ui);
        let mut chars = name.chars();
        let name = chars.next().map_or(String::new(), |first| first.to_lowercase().chain(chars).collect());
        let typed = serde_json::json!({"text": self.field.value(), "shared": self.shared});
        Some(Draft { on, words: format!("the {name} (e)"), typed })
    }

    fn restore(&mut self, typed: &serde_json::Value) {
        if let Some(text) = typed.get("text").and_then(serde_json::Value::as_str) {
            self.field = Field::text(text);
        }
        self.shared = typed.get("shared").and_then(serde_json::Value::as_bool).unwrap_or(self.shared);
    }

    fn own_text(&self) -> Option<&str> {
        Some(self.field.value())
    }

    fn take_text(&mut self, text: &str) {
        self.leaving = false;
        self.field.set(text);
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        self.name(ui)
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        self.field.height(measure(ui).min(width)).min(MOST_ROWS) + 1
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        // The hint gives way where there is no room for both.
        let hint = u16::from(area.height > 1);
        if hint > 0 {
            let line = Line::from(ui.span(self.hint(), Role::Dim));
            put(buf, area, area.height - 1, &line, ui.theme.style(Role::Text));
        }
        let field = Rect { height: area.height - hint, width: measure(ui).min(area.width), ..area };
        self.field.draw(field, buf, ui.theme.style(Role::Text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;

    fn sheet(stage: &Stage, on: NoteTarget) -> NoteSheet {
        NoteSheet::new(&stage.ui(), on, uuid::Uuid::from_u128(7))
    }

    fn cell(text: &str) -> NoteTarget {
        NoteTarget::Cell(text.parse().expect("a question"))
    }

    fn kept(sheet: &mut NoteSheet, stage: &Stage) -> Act {
        let reply = sheet.act(Action::Keep, &stage.ui());
        assert!(reply.close);
        match only(reply) {
            Request::Apply(act) => act,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_note_is_kept_by_enter_with_what_the_panel_may_see() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage, cell("1B"));
        stage.types(&mut sheet, "Ask the trust.");
        sheet.act(Action::NewLine, &stage.ui());
        stage.types(&mut sheet, "Soon.");
        sheet.act(Action::TakeAnchor, &stage.ui());
        assert!(stage.drawn(&sheet).contains("[x] the panel may see this note"));
        match kept(&mut sheet, &stage) {
            Act::Note { id, text, shared: true, .. } => {
                assert_eq!((id, text.as_str()), (uuid::Uuid::from_u128(7), "Ask the trust.\nSoon."));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_empty_text_takes_a_standing_note_away_and_makes_none() {
        let mut stage = Stage::default();
        assert!(sheet(&stage, cell("1B")).act(Action::Keep, &stage.ui()).requests.is_empty());
        let (id, on) = (uuid::Uuid::from_u128(9), cell("1B"));
        stage.ws.apply(&Act::Note { id, on, text: "Old.".to_owned(), shared: false }).expect("notes");
        let mut sheet = sheet(&stage, cell("1B"));
        sheet.edit(TextKey::DeleteToStart, &stage.ui());
        assert!(matches!(kept(&mut sheet, &stage), Act::Note { id: same, text, .. } if same == id && text.is_empty()));
    }

    #[test]
    fn on_a_rated_question_the_reason_changes_and_the_rating_stays() {
        let mut stage = Stage::default();
        stage.rate("1B", Rating::Inadequate, Some("No money."));
        let mut sheet = sheet(&stage, cell("1B"));
        assert!(stage.drawn(&sheet).starts_with("Reason for 1B, inadequate"));
        stage.types(&mut sheet, " At all.");
        match kept(&mut sheet, &stage) {
            Act::Rate { rating: Rating::Inadequate, reason, round: 1, .. } => {
                assert_eq!(reason.as_deref(), Some("No money. At all."));
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn typing_is_not_lost_to_one_esc() {
        let stage = Stage::default();
        let mut sheet = sheet(&stage, cell("1B"));
        stage.types(&mut sheet, "x");
        let first = sheet.act(Action::DropIt, &stage.ui());
        assert!(!first.close);
        assert_eq!(mistake(first), TYPED);
        let second = sheet.act(Action::DropIt, &stage.ui());
        assert!(second.close);
        assert!(matches!(only(second), Request::Say(Say::Notice(text)) if text == "Note on 1B left as it was."));
    }

    #[test]
    fn an_own_judgement_cannot_lose_its_reason() {
        let mut stage = Stage::default();
        let parent = ParentKey::Overall;
        let act = Act::Override { parent: parent.clone(), rating: Rating::Good, reason: "So.".to_owned() };
        stage.ws.apply(&act).expect("judges");
        let mut sheet = sheet(&stage, NoteTarget::Parent(parent));
        sheet.edit(TextKey::DeleteToStart, &stage.ui());
        assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "Your own judgement needs a reason.");
    }

    #[test]
    fn a_note_on_a_hidden_sentence_does_not_show_it() {
        let stage = Stage::default();
        let drawn = stage.drawn(&sheet(&stage, NoteTarget::Evidence("e4".into())));
        assert!(drawn.starts_with("Note on this conclusion"), "{drawn}");
        assert!(!drawn.contains("secretword"));
    }
}
