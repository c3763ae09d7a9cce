//! One text to type, in one line or several, kept by Enter.
//!
//! Knows nothing of what the text is for. Invariant: typing is not lost to one slip; where something was typed, the
//! first Esc says so and the second leaves.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::tui::draft::Draft;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;
use crate::tui::widget::paragraph::paragraph;

/// Rows a text of several lines takes at most.
const MOST_ROWS: u16 = 8;
/// Widest line of a text field.
const MEASURE: u16 = 72;
/// Said at the first Esc after something was typed.
pub const TYPED: &str = "Enter keeps what you typed. Esc again leaves it as it was.";

/// What is asked for once the text is kept, or why it cannot be.
pub type OnKeep = Box<dyn Fn(&str, &Ui<'_>) -> Result<Vec<Request>, String>>;

/// A text field on a sheet of its own.
pub struct Prompt {
    title: String,
    hint: String,
    start: String,
    field: Field,
    leaving: bool,
    /// Whether it is a text of the session's, kept for another window as a draft and asked for only where the session
    /// can be written.
    of_session: bool,
    on_keep: OnKeep,
}

impl Prompt {
    /// Asks for one line, starting from a text.
    pub fn line(title: impl Into<String>, hint: impl Into<String>, start: &str, on_keep: OnKeep) -> Self {
        Self::with(title.into(), hint.into(), start, Field::line_with(start), on_keep)
    }

    /// Asks for a text of several lines, starting from one.
    pub fn text(title: impl Into<String>, hint: impl Into<String>, start: &str, on_keep: OnKeep) -> Self {
        Self::with(title.into(), hint.into(), start, Field::text(start), on_keep)
    }

    fn with(title: String, hint: String, start: &str, field: Field, on_keep: OnKeep) -> Self {
        Self { title, hint, start: start.to_owned(), field, leaving: false, of_session: true, on_keep }
    }

    /// The same for a text that belongs to no session, such as the name of a file.
    pub fn of_no_session(mut self) -> Self {
        self.of_session = false;
        self
    }

    fn hint_lines(&self, ui: &Ui<'_>, width: u16) -> Vec<Line<'static>> {
        if self.hint.is_empty() {
            return Vec::new();
        }
        paragraph(&self.hint, usize::from(width.max(1)), ui.theme.style(Role::Dim))
    }
}

/// The width a text field has on a sheet of this screen.
pub fn measure(ui: &Ui<'_>) -> u16 {
    ui.size.0.saturating_sub(2).clamp(1, MEASURE)
}

impl Sheet for Prompt {
    fn scope(&self) -> Scope {
        Scope::Text
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let leaving = std::mem::take(&mut self.leaving);
        match action {
            Action::Keep => match (self.on_keep)(self.field.value(), ui) {
                Ok(requests) => Reply::close_with(requests),
                Err(why) => Reply::mistake(why),
            },
            Action::DropIt | Action::Back if leaving || self.field.value() == self.start => Reply::close(),
            Action::DropIt | Action::Back => {
                self.leaving = true;
                Reply::mistake(TYPED)
            }
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
        self.of_session.then(|| format!("text {}", self.title))
    }

    fn draft(&self, _ui: &Ui<'_>) -> Option<Draft> {
        let on = self.draft_key().filter(|_| self.field.value() != self.start)?;
        let words = format!("\u{201c}{}\u{201d}", self.title);
        Some(Draft { on, words, typed: serde_json::json!({"text": self.field.value()}) })
    }

    fn restore(&mut self, typed: &serde_json::Value) {
        if let Some(text) = typed.get("text").and_then(serde_json::Value::as_str) {
            self.field.set(text);
        }
    }

    fn own_text(&self) -> Option<&str> {
        self.field.has_lines().then(|| self.field.value())
    }

    fn take_text(&mut self, text: &str) {
        self.leaving = false;
        self.field.set(text);
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        self.title.clone()
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        self.field.height(measure(ui).min(width)).min(MOST_ROWS)
            + u16::try_from(self.hint_lines(ui, width).len()).unwrap_or(0)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        // The hint gives way where there is no room for both.
        let lines = self.hint_lines(ui, area.width);
        let hint = u16::try_from(lines.len()).unwrap_or(0).min(area.height.saturating_sub(1));
        for (row, line) in (0..hint).zip(&lines) {
            put(buf, area, row, line, ui.theme.style(Role::Text));
        }
        let width = measure(ui).min(area.width);
        let field = Rect { y: area.y + hint, height: area.height - hint, width, ..area };
        self.field.draw(field, buf, ui.theme.style(Role::Text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::mistake;
    use crate::tui::fixture::only;
    use crate::tui::request::Say;

    fn prompt() -> Prompt {
        let keep = |text: &str, _: &Ui<'_>| match text {
            "" => Err("Something is missing.".to_owned()),
            text => Ok(vec![Request::Say(Say::Notice(text.to_owned()))]),
        };
        Prompt::text("A note", "For yourself.", "", Box::new(keep))
    }

    #[test]
    fn what_cannot_be_kept_leaves_the_sheet_open_and_says_why() {
        let stage = Stage::default();
        let mut prompt = prompt();
        let reply = prompt.act(Action::Keep, &stage.ui());
        assert!(!reply.close);
        assert_eq!(mistake(reply), "Something is missing.");
        stage.types(&mut prompt, "one");
        prompt.act(Action::NewLine, &stage.ui());
        stage.types(&mut prompt, "two");
        assert_eq!(stage.drawn(&prompt), "A note\nFor yourself.\none\ntwo");
        let reply = prompt.act(Action::Keep, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Say(Say::Notice(text)) if text == "one\ntwo"));
    }

    #[test]
    fn a_long_hint_is_read_to_its_end() {
        let stage = Stage::default();
        let hint =
            "Where it goes, which may take some words to say, and what one can do where it cannot go there at all.";
        let prompt = Prompt::line("Where", hint, "", Box::new(|_, _| Ok(Vec::new())));
        let drawn = stage.drawn(&prompt);
        assert!(drawn.replace('\n', " ").contains(hint), "{drawn}");
    }

    #[test]
    fn one_esc_does_not_lose_what_was_typed() {
        let stage = Stage::default();
        assert!(prompt().act(Action::DropIt, &stage.ui()).close, "nothing to lose");
        let mut prompt = prompt();
        stage.types(&mut prompt, "a");
        assert_eq!(mistake(prompt.act(Action::DropIt, &stage.ui())), TYPED);
        stage.types(&mut prompt, "b");
        assert!(!prompt.act(Action::DropIt, &stage.ui()).close, "typing on begins anew");
        assert!(prompt.act(Action::DropIt, &stage.ui()).close);
    }
}
