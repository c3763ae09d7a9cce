//! Draws triage: the sources with what is known of the one at hand, its text, and what cites it. Reads only.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::tui::layout::TriagePanes;
use crate::tui::layout::frame;
use crate::tui::pane::reader::Marking;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::triage::Focus;
use crate::tui::view::triage::Triage;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;

/// Rows for what is known of the source at hand, where there is room.
const ABOUT: u16 = 5;

/// The parts of the pane of sources.
pub(super) struct Parts {
    /// What is listed, in words.
    pub header: Rect,
    /// The sources.
    pub rows: Rect,
    /// What is known of the one at hand.
    pub about: Rect,
}

/// Divides the inside of the pane of sources.
pub(super) fn parts(inner: Rect) -> Parts {
    let about = if inner.height >= 12 { ABOUT + u16::from(inner.height >= 30) * 2 } else { 0 };
    let header = Rect { height: inner.height.min(1), ..inner };
    let rows = Rect { y: inner.y + header.height, height: inner.height - header.height - about, ..inner };
    Parts { header, rows, about: Rect { y: rows.y + rows.height, height: about, ..inner } }
}

impl Triage {
    /// Draws the panes and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, marking: Option<&Marking>) -> Option<Position> {
        let focus = if marking.is_some() { Focus::Text } else { self.focus };
        let panes = TriagePanes::of(area, focus, self.zoomed);
        let mut cursor = None;
        if let Some(rect) = panes.queue {
            let inner = frame(ui, rect, buf, &self.queue_title(), focus == Focus::Queue, panes.bordered);
            let at = self.draw_queue(ui, inner, buf, focus == Focus::Queue);
            cursor = if focus == Focus::Queue { at } else { cursor };
        }
        if let Some(rect) = panes.text {
            let inner = frame(ui, rect, buf, &self.text_title(ui), focus == Focus::Text, panes.bordered);
            let shown = marking.filter(|marking| self.reader.marked_in(ui).as_ref() == Some(&marking.text));
            let at = self.reader.draw(ui, inner, buf, focus == Focus::Text, shown);
            cursor = if focus == Focus::Text { at } else { cursor };
        }
        if let Some(rect) = panes.cites {
            let inner = frame(ui, rect, buf, "What cites it", focus == Focus::Cites, panes.bordered);
            let at = self.cites.draw(ui, inner, buf, focus == Focus::Cites);
            cursor = if focus == Focus::Cites { at } else { cursor };
        }
        cursor
    }

    fn draw_queue(&self, ui: &Ui<'_>, inner: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        let parts = parts(inner);
        let header = Line::from(ui.span(&self.pane.header(), Role::Dim));
        put(buf, parts.header, 0, &header, ui.theme.style(Role::Text));
        if parts.about.height > 0 {
            let rule = "\u{2500}".repeat(usize::from(parts.about.width));
            buf.write(parts.about.x, parts.about.y, rule, usize::from(parts.about.width), ui.theme.style(Role::Border));
            let below = Rect { y: parts.about.y + 1, height: parts.about.height - 1, ..parts.about };
            prose::draw(&self.pane.about(ui), ui, below, buf);
        }
        let at = self.pane.draw(ui, parts.rows, buf, focused);
        at.or((inner.height > 0 && inner.width > 0).then(|| Position::new(inner.x, inner.y)))
    }

    fn queue_title(&self) -> String {
        let shown = self.pane.queue.shown().len();
        if shown == 0 { "Sources".to_owned() } else { format!("Sources \u{b7} {} of {shown}", self.pane.line() + 1) }
    }

    fn text_title(&self, ui: &Ui<'_>) -> String {
        match self.pane.source(ui.ws) {
            Some(source) => {
                let shown = self.pane.queue.shown().len();
                format!("Source {} \u{b7} {} of {shown}", source.id, self.pane.line() + 1)
            }
            None => "Text".to_owned(),
        }
    }
}
