//! What every sheet is: it rises from the bottom, answers actions, and never covers what is read.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::tui::draft::Draft;
use crate::tui::request::Reply;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;

/// A key in a text field that is not an action of the table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextKey {
    /// A character typed.
    Char(char),
    /// A text pasted.
    Paste(String),
    /// Deletes before the caret.
    Backspace,
    /// Deletes after the caret.
    Delete,
    /// Moves the caret.
    Left,
    /// Moves the caret.
    Right,
    /// Moves the caret by a word.
    WordLeft,
    /// Moves the caret by a word.
    WordRight,
    /// To the start of the line.
    Home,
    /// To the end of the line.
    End,
    /// Deletes the word before the caret.
    DeleteWord,
    /// Deletes everything before the caret.
    DeleteToStart,
}

/// A sheet.
pub trait Sheet {
    /// Where keys are looked up. `Text` and `Picker` mean that characters are typed.
    fn scope(&self) -> Scope;

    /// Answers an action. What it does not handle, the view behind it is not asked either.
    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply;

    /// What its footer offers, where the keys that hold everywhere mean something else in it or nothing; none: what
    /// its scope offers.
    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        Vec::new()
    }

    /// Takes text, where the sheet has a text field with the focus.
    fn edit(&mut self, _key: TextKey, _ui: &Ui<'_>) -> Reply {
        Reply::ignored()
    }

    /// What stands in its top border.
    fn title(&self, ui: &Ui<'_>) -> String;

    /// Rows it wants, borders apart, at a width.
    fn height(&self, ui: &Ui<'_>, width: u16) -> u16;

    /// Draws the inside and says where the cursor stands.
    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position>;

    /// The part of the text being marked: evidence item or source and scalar range. The reader
    /// shows it.
    fn marking(&self) -> Option<crate::tui::pane::reader::Marking> {
        None
    }

    /// What drafts of it are kept by: the kind of text and what it is on; none where no text of the member's is typed.
    fn draft_key(&self) -> Option<String> {
        None
    }

    /// What is typed in it and not kept yet.
    fn draft(&self, _ui: &Ui<'_>) -> Option<Draft> {
        None
    }

    /// Takes back what was typed in it before, as [`Self::draft`] wrote it down.
    fn restore(&mut self, _typed: &serde_json::Value) {}

    /// The member's own text being typed, where it may be written on in an editor.
    fn own_text(&self) -> Option<&str> {
        None
    }

    /// Takes that text as the editor left it.
    fn take_text(&mut self, _text: &str) {}

    /// Takes what was found for it since it was last asked.
    fn collect(&mut self) {}

    /// Whether an action, or a character typed, has to wait for an answer that is still being worked out. Keys after
    /// it then wait too, so that typing ahead does what it would have done.
    fn awaits(&self, _action: Option<Action>) -> bool {
        false
    }

    /// The file it asked for was written, or not.
    fn written(&mut self, _written: &Result<(), String>) -> Reply {
        Reply::ignored()
    }

    /// Whether keys it does not handle go to the view behind it, as in a menu card.
    fn passes_through(&self) -> bool {
        false
    }
}
