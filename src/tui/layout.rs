//! Where things go: rectangles from the size of the screen and what has the focus. Draws only frames.

use ratatui::layout::Margin;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;
use crate::tui::view::triage::Focus as TriageFocus;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::cut;

/// Smallest screen that is drawn in full: columns and rows.
pub const SMALLEST: (u16, u16) = (60, 15);
/// Columns from which panes stand side by side.
const SIDE_BY_SIDE: u16 = 100;

/// Columns the reader makes use of: text, margin and frame.
const READER_WIDTH: u16 = 82;

/// The screen's parts, top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts {
    /// One line on the review and how far the member has come.
    pub header: Rect,
    /// The view.
    pub body: Rect,
    /// The sheet that is open; no rows where none is.
    pub sheet: Rect,
    /// What was just done or is wrong; one or two lines.
    pub status: Rect,
    /// Keys.
    pub footer: Rect,
}

impl Parts {
    /// Divides a screen; the sheet gets what it wants but leaves the view at least five rows.
    pub fn of(area: Rect, sheet_rows: Option<u16>, status_rows: u16) -> Self {
        let line = |y: u16, height: u16| Rect { y, height, ..area };
        let status_rows = status_rows.clamp(1, 5).min(area.height.saturating_sub(2));
        let footer = line(area.y + area.height.saturating_sub(1), area.height.min(1));
        let status = line(footer.y.saturating_sub(status_rows), status_rows);
        let room = area.height.saturating_sub(2 + status_rows);
        let sheet_height = sheet_rows.map_or(0, |rows| (rows + 2).min(room.saturating_sub(5)));
        let sheet = line(status.y.saturating_sub(sheet_height), sheet_height);
        let body = line(area.y + 1, room - sheet_height);
        Self { header: line(area.y, area.height.min(1)), body, sheet, status, footer }
    }
}

/// The panes of the review view that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Panes {
    /// The commitments.
    pub grid: Option<Rect>,
    /// The evidence list.
    pub list: Option<Rect>,
    /// The text.
    pub reader: Option<Rect>,
    /// Its notes.
    pub notes: Option<Rect>,
    /// Whether panes have borders all around, or a title line only.
    pub bordered: bool,
}

impl Panes {
    /// Side by side where there is room, else the one with the focus alone.
    pub fn of(area: Rect, focus: Focus, zoomed: bool) -> Self {
        if area.width < SIDE_BY_SIDE || zoomed {
            return Self::alone(area, focus);
        }
        let grid_width = (area.width / 3).clamp(38, 52);
        let rest = area.width - grid_width;
        // The text is wrapped at its measure however wide the screen is; the rest is the list's.
        let list_width = if area.width >= 160 { rest.saturating_sub(READER_WIDTH).max(rest * 2 / 5) } else { 0 };
        let grid = Rect { width: grid_width, ..area };
        if list_width > 0 {
            let list = Rect { x: area.x + grid_width, width: list_width, ..area };
            let x = list.x + list_width;
            let column = Rect { x, width: rest - list_width, ..area };
            let (reader, notes) = reader_and_notes(column);
            return Self { grid: Some(grid), list: Some(list), reader: Some(reader), notes, bordered: true };
        }
        let column = Rect { x: area.x + grid_width, width: rest, ..area };
        let list_height = (column.height / 3).clamp(4, 14).min(column.height);
        let list = Rect { height: list_height, ..column };
        let below = Rect { y: column.y + list_height, height: column.height - list_height, ..column };
        let (reader, notes) = reader_and_notes(below);
        let reading = matches!(focus, Focus::Notes) && notes.is_none();
        Self {
            grid: Some(grid),
            list: Some(list),
            reader: (!reading).then_some(reader),
            notes: if reading { Some(reader) } else { notes },
            bordered: true,
        }
    }

    fn alone(area: Rect, focus: Focus) -> Self {
        let mut panes = Self { grid: None, list: None, reader: None, notes: None, bordered: false };
        match focus {
            Focus::Grid => panes.grid = Some(area),
            Focus::List => panes.list = Some(area),
            Focus::Reader | Focus::Notes => {
                let (reader, notes) = reader_and_notes(area);
                match (notes, focus) {
                    (None, Focus::Notes) => panes.notes = Some(area),
                    _ => {
                        panes.reader = Some(reader);
                        panes.notes = notes;
                    }
                }
            }
        }
        panes
    }

    /// Draws a pane's frame and gives back what is inside.
    pub fn frame(&self, ui: &Ui<'_>, rect: Rect, buf: &mut Canvas<'_>, title: &str, focused: bool) -> Rect {
        frame(ui, rect, buf, title, focused, self.bordered)
    }
}

/// The panes of triage that are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TriagePanes {
    /// The sources.
    pub queue: Option<Rect>,
    /// The text of the one at hand.
    pub text: Option<Rect>,
    /// What cites it.
    pub cites: Option<Rect>,
    /// Whether panes have borders all around, or a title line only.
    pub bordered: bool,
}

impl TriagePanes {
    /// Side by side where there is room, else the one with the focus alone.
    pub fn of(area: Rect, focus: TriageFocus, zoomed: bool) -> Self {
        let reading = focus != TriageFocus::Queue;
        if area.width < SIDE_BY_SIDE || zoomed {
            let (text, cites) = reader_and_notes(area);
            let alone = reading && cites.is_none();
            let on_cites = alone && focus == TriageFocus::Cites;
            return Self {
                queue: (!reading).then_some(area),
                text: (reading && !on_cites).then_some(text),
                cites: if on_cites { Some(area) } else { cites.filter(|_| reading) },
                bordered: false,
            };
        }
        let width = if area.width >= 140 { area.width - READER_WIDTH } else { area.width * 9 / 20 };
        let column = Rect { x: area.x + width, width: area.width - width, ..area };
        let (text, cites) = reader_and_notes(column);
        let on_cites = focus == TriageFocus::Cites && cites.is_none();
        Self {
            queue: Some(Rect { width, ..area }),
            text: (!on_cites).then_some(text),
            cites: if on_cites { Some(column) } else { cites },
            bordered: true,
        }
    }
}

/// The reader above, its notes below where there is room for both.
fn reader_and_notes(column: Rect) -> (Rect, Option<Rect>) {
    if column.height < 14 {
        return (column, None);
    }
    let notes = (column.height / 3).clamp(5, 16);
    let reader = Rect { height: column.height - notes, ..column };
    (reader, Some(Rect { y: column.y + reader.height, height: notes, ..column }))
}

/// What is inside a frame.
pub fn framed(rect: Rect, bordered: bool) -> Rect {
    if bordered {
        rect.inner(Margin::new(1, 1))
    } else {
        Rect { y: rect.y + rect.height.min(1), height: rect.height.saturating_sub(1), ..rect }
    }
}

/// Draws a frame and gives back what is inside.
pub fn frame(ui: &Ui<'_>, rect: Rect, buf: &mut Canvas<'_>, title: &str, focused: bool, bordered: bool) -> Rect {
    let style = ui.theme.style(if focused { Role::Focus } else { Role::Border });
    let title = ui.line(title);
    if bordered {
        let room = usize::from(rect.width.saturating_sub(4));
        let title = format!(" {} ", cut(&title, room));
        border(rect, buf, style);
        if rect.width > 2 && rect.height > 0 {
            buf.write(rect.x + 1, rect.y, title, usize::from(rect.width - 2), style);
        }
    } else if rect.height > 0 {
        let room = usize::from(rect.width);
        let text = format!("\u{2500} {} ", cut(&title, room.saturating_sub(4)));
        let fill = "\u{2500}".repeat(room.saturating_sub(crate::tui::widget::line::width(&text)));
        buf.write(rect.x, rect.y, format!("{text}{fill}"), room, style);
    }
    framed(rect, bordered)
}

/// Draws the lines around a rectangle.
fn border(rect: Rect, buf: &mut Canvas<'_>, style: Style) {
    let (Some(right), Some(bottom)) = (rect.right().checked_sub(1), rect.bottom().checked_sub(1)) else { return };
    let mut put = |x: u16, y: u16, symbol: &str| {
        buf.write(x, y, symbol, 1, style);
    };
    for x in rect.left()..rect.right() {
        put(x, rect.y, "\u{2500}");
        put(x, bottom, "\u{2500}");
    }
    for y in rect.top()..rect.bottom() {
        put(rect.x, y, "\u{2502}");
        put(right, y, "\u{2502}");
    }
    for (x, y, corner) in [
        (rect.x, rect.y, "\u{250c}"),
        (right, rect.y, "\u{2510}"),
        (rect.x, bottom, "\u{2514}"),
        (right, bottom, "\u{2518}"),
    ] {
        put(x, y, corner);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn screen(width: u16, height: u16) -> Rect {
        Rect { x: 0, y: 0, width, height }
    }

    #[test]
    fn no_part_reaches_beyond_the_screen_at_any_size() {
        for (width, height) in [(1, 1), (40, 10), (60, 15), (80, 24), (120, 40), (200, 50)] {
            for sheet in [None, Some(3), Some(400)] {
                let area = screen(width, height);
                let parts = Parts::of(area, sheet, 2);
                for part in [parts.header, parts.body, parts.sheet, parts.status, parts.footer] {
                    assert_eq!(part.intersection(area), part, "{width}x{height} {part:?}");
                }
                for focus in [Focus::Grid, Focus::List, Focus::Reader, Focus::Notes] {
                    let panes = Panes::of(parts.body, focus, false);
                    for pane in [panes.grid, panes.list, panes.reader, panes.notes].into_iter().flatten() {
                        assert_eq!(pane.intersection(area), pane, "{width}x{height} {focus:?}");
                    }
                }
                for focus in [TriageFocus::Queue, TriageFocus::Text, TriageFocus::Cites] {
                    let panes = TriagePanes::of(parts.body, focus, false);
                    for pane in [panes.queue, panes.text, panes.cites].into_iter().flatten() {
                        assert_eq!(pane.intersection(area), pane, "{width}x{height} {focus:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn a_sheet_never_covers_the_whole_text() {
        let parts = Parts::of(screen(80, 24), Some(100), 2);
        assert!(parts.body.height >= 5);
    }
}
