//! What the menu, find-anything and every list of choices share: a field to type in and rows beneath that follow it.
//!
//! Invariant: only the rows in view are made, however many there are.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

use crate::keys::action::Action;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Rows shown at most; a page.
pub const MOST_ROWS: usize = 10;

/// A field and the place of the lit row.
#[derive(Debug, Default)]
pub struct Narrow {
    field: Field,
    cursor: usize,
    window: Window,
}

impl Narrow {
    /// What has been typed.
    pub fn typed(&self) -> &str {
        self.field.value()
    }

    /// The lit row.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Lights a row among so many.
    pub fn stand_on(&mut self, row: usize, rows: usize) {
        self.cursor = moved(row, 0, rows);
        self.window.follow(self.cursor, rows, MOST_ROWS);
    }

    /// Takes a key; true where the text changed. The first row is then lit.
    pub fn edit(&mut self, key: TextKey) -> bool {
        let before = self.field.value().to_owned();
        self.field.edit(key);
        let changed = self.field.value() != before;
        if changed {
            self.cursor = 0;
            self.window = Window::default();
        }
        changed
    }

    /// Moves among so many rows; false where the key means something else.
    pub fn step(&mut self, action: Action, rows: usize) -> bool {
        let page = isize::try_from(MOST_ROWS).unwrap_or(1);
        let step = match action {
            Action::Up => -1,
            Action::Down => 1,
            Action::PageUp => -page,
            Action::PageDown => page,
            _ => return false,
        };
        self.cursor = moved(self.cursor, step, rows);
        self.window.follow(self.cursor, rows, MOST_ROWS);
        true
    }

    /// Draws the field behind a prompt and the rows in view, and says where the caret stands.
    pub fn draw(
        &self,
        ui: &Ui<'_>,
        area: Rect,
        buf: &mut Canvas<'_>,
        rows: usize,
        row: impl Fn(usize, usize) -> Line<'static>,
    ) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let indent = 2.min(area.width - 1);
        put(buf, area, 0, &Line::from(ui.span("> ", Role::Dim)), plain);
        let field = Rect { x: area.x + indent, width: area.width - indent, height: 1, ..area };
        let caret = self.field.draw(field, buf, plain);
        let list = Rect { y: area.y + 1, height: area.height - 1, ..area };
        if rows == 0 {
            put(buf, list, 0, &Line::from(ui.span("Nothing matches.", Role::Dim)), plain);
        }
        let top = self.window.top_for(self.cursor, rows, usize::from(list.height));
        for (y, at) in (0..list.height).zip(top..rows) {
            put(buf, list, y, &row(at, usize::from(list.width)), plain);
            if at == self.cursor {
                buf.set_style(Rect { y: list.y + y, height: 1, ..list }, ui.theme.style(Role::Selected));
            }
        }
        caret
    }
}

/// A label with its matched letters marked, grapheme by grapheme.
pub fn marked(ui: &Ui<'_>, label: &str, positions: &[usize], plain: Role) -> Vec<Span<'static>> {
    let mut parts: Vec<(String, bool)> = Vec::new();
    let mut at = 0;
    for grapheme in label.graphemes(true) {
        let end = at + grapheme.chars().count();
        let hit = positions.iter().any(|position| (at..end).contains(position));
        match parts.last_mut() {
            Some((text, same)) if *same == hit => text.push_str(grapheme),
            _ => parts.push((grapheme.to_owned(), hit)),
        }
        at = end;
    }
    parts.iter().map(|(text, hit)| ui.span(text, if *hit { Role::Match } else { plain })).collect()
}
