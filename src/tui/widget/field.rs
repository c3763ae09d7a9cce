//! A text field: one line or several, wrapped to its width, edited by grapheme.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;
use tui_input::Input;
use tui_input::InputRequest;

use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::sheet::TextKey;
use crate::tui::widget::canvas::Canvas;

/// A text being typed.
#[derive(Debug, Clone, Default)]
pub struct Field {
    input: Input,
    lines: bool,
}

impl Field {
    /// An empty field of one line.
    pub fn line() -> Self {
        Self::default()
    }

    /// A field of several lines that starts with a text, the caret at its end.
    pub fn text(start: &str) -> Self {
        Self { input: Input::new(start.to_owned()), lines: true }
    }

    /// A one-line field that starts with a text.
    pub fn line_with(start: &str) -> Self {
        Self { input: Input::new(start.to_owned()), lines: false }
    }

    /// What has been typed.
    pub fn value(&self) -> &str {
        self.input.value()
    }

    /// Whether the text may have several lines.
    pub fn has_lines(&self) -> bool {
        self.lines
    }

    /// Whether nothing has been typed.
    pub fn is_empty(&self) -> bool {
        self.input.value().is_empty()
    }

    /// Replaces the text, the caret at its end.
    pub fn set(&mut self, value: &str) {
        self.input = Input::new(value.to_owned());
    }

    /// Starts a new line, where there can be several.
    pub fn new_line(&mut self) {
        if self.lines {
            self.insert('\n');
        }
    }

    /// Takes a key.
    pub fn edit(&mut self, key: TextKey) {
        let request = match key {
            TextKey::Char(c) => return self.insert(c),
            TextKey::Paste(text) => {
                for c in text.chars() {
                    match c {
                        '\n' if self.lines => self.insert('\n'),
                        '\n' | '\t' => self.insert(' '),
                        c if c.is_control() => {}
                        c => self.insert(c),
                    }
                }
                return;
            }
            TextKey::Backspace => InputRequest::DeletePrevChar,
            TextKey::Delete => InputRequest::DeleteNextChar,
            TextKey::Left => InputRequest::GoToPrevChar,
            TextKey::Right => InputRequest::GoToNextChar,
            TextKey::WordLeft => InputRequest::GoToPrevWord,
            TextKey::WordRight => InputRequest::GoToNextWord,
            TextKey::Home => InputRequest::GoToStart,
            TextKey::End => InputRequest::GoToEnd,
            TextKey::DeleteWord => InputRequest::DeletePrevWord,
            TextKey::DeleteToStart => {
                let rest: String = self.input.value().chars().skip(self.input.cursor()).collect();
                self.input = Input::new(rest).with_cursor(0);
                return;
            }
        };
        self.input.handle(request);
    }

    fn insert(&mut self, c: char) {
        self.input.handle(InputRequest::InsertChar(c));
    }

    /// Rows the text takes at a width; at least one.
    pub fn height(&self, width: u16) -> u16 {
        u16::try_from(Wrapped::new(display(self.value()), usize::from(width)).line_count()).unwrap_or(u16::MAX)
    }

    /// Moves the caret up or down a wrapped row; false at the first or last one.
    pub fn vertical(&mut self, down: bool, width: u16) -> bool {
        let wrapped = Wrapped::new(display(self.value()), usize::from(width));
        let at = self.input.cursor();
        let (line, column) = (wrapped.line_of(at), wrapped.column_of(at));
        let target = if down { line + 1 } else { line.wrapping_sub(1) };
        if target >= wrapped.line_count() {
            return false;
        }
        let to = wrapped.offset_at(target, column);
        self.input.handle(InputRequest::SetCursor(to));
        true
    }

    /// The column in which a character of the text stands, in a field of one row; none where that part does not show.
    pub fn column_of(&self, at: usize, width: u16) -> Option<u16> {
        let wrapped = Wrapped::new(display(self.value()), usize::from(width));
        let shown = wrapped.line_of(at) == wrapped.line_of(self.input.cursor());
        shown.then(|| u16::try_from(wrapped.column_of(at)).unwrap_or(0))
    }

    /// Draws the text and says where the caret stands.
    pub fn draw(&self, area: Rect, buf: &mut Canvas<'_>, style: Style) -> Option<Position> {
        if area.width == 0 || area.height == 0 {
            return None;
        }
        let wrapped = Wrapped::new(display(self.value()), usize::from(area.width));
        let caret = self.input.cursor();
        let line = wrapped.line_of(caret);
        let top = (line + 1).saturating_sub(usize::from(area.height));
        for row in 0..area.height {
            let text = wrapped.shown(top + usize::from(row));
            buf.write(area.x, area.y + row, text.as_str(), usize::from(area.width), style);
        }
        let x = u16::try_from(wrapped.column_of(caret)).unwrap_or(0).min(area.width - 1);
        let y = u16::try_from(line - top).unwrap_or(0).min(area.height - 1);
        Some(Position::new(area.x + x, area.y + y))
    }
}
