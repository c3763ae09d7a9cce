//! Texts of several lines for sheets: wrapped to a width, and scrolled.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::keys::action::Action;
use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;

/// Wraps stored text to so many cells. What a terminal would act on is made visible.
pub fn paragraph(text: &str, cells: usize, style: Style) -> Vec<Line<'static>> {
    hanging("", text, cells, style, style)
}

/// Wraps stored text behind a head that only the first line has; the others are indented to it.
pub fn hanging(head: &str, text: &str, cells: usize, head_style: Style, style: Style) -> Vec<Line<'static>> {
    let indent = super::line::width(head).min(cells / 2);
    let wrapped = Wrapped::new(display(text), cells.saturating_sub(indent).max(1));
    (0..wrapped.line_count())
        .map(|row| {
            let start = if row == 0 { head.to_owned() } else { " ".repeat(indent) };
            let words = wrapped.shown(row).as_str().to_owned();
            Line::from(vec![Span::styled(start, head_style), Span::styled(words, style)])
        })
        .collect()
}

/// How far a text in a sheet is scrolled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Scroll {
    top: usize,
}

impl Scroll {
    /// Moves; false where the key means something else. `page` is how many of the `len` lines are in
    /// view at least: drawing stops at the end whatever stands here.
    pub fn act(&mut self, action: Action, len: usize, page: usize) -> bool {
        let most = len.saturating_sub(page.max(1));
        self.top = match action {
            Action::Up => self.top.saturating_sub(1),
            Action::Down => (self.top + 1).min(most),
            Action::PageUp => self.top.saturating_sub(page.max(1)),
            Action::PageDown => (self.top + page.max(1)).min(most),
            Action::First => 0,
            Action::Last => most,
            _ => return false,
        };
        true
    }

    /// Draws the lines in view; the cursor stands on the first of them. Where lines are left out
    /// above or below, the last cell of the first or last row says so.
    pub fn draw(self, lines: &[Line<'_>], area: Rect, buf: &mut Canvas<'_>, base: Style) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let height = usize::from(area.height);
        let top = self.top.min(lines.len().saturating_sub(height));
        for (row, line) in (0..area.height).zip(lines.iter().skip(top)) {
            put(buf, area, row, line, base);
        }
        let right = area.x + area.width - 1;
        if top > 0 {
            buf.write(right, area.y, "\u{2191}", 1, base);
        }
        if top + height < lines.len() {
            buf.write(right, area.y + area.height - 1, "\u{2193}", 1, base);
        }
        Some(Position::new(area.x, area.y))
    }
}

#[cfg(test)]
mod tests {
    use ratatui::buffer::Buffer;

    use super::*;

    fn text_of(lines: &[Line<'_>]) -> Vec<String> {
        lines.iter().map(|line| line.spans.iter().map(|span| span.content.as_ref()).collect()).collect()
    }

    #[test]
    fn lines_after_the_first_stand_under_the_text_and_not_under_its_head() {
        let lines = hanging("A  ", "one two three", 10, Style::new(), Style::new());
        assert_eq!(text_of(&lines), ["A  one two", "   three"]);
    }

    #[test]
    fn what_a_terminal_would_act_on_is_not_passed_on() {
        assert!(!text_of(&paragraph("a\u{1b}[2Jb", 40, Style::new())).concat().contains('\u{1b}'));
    }

    #[test]
    fn scrolling_stops_where_the_last_line_is_in_view() {
        let mut scroll = Scroll::default();
        assert!(scroll.act(Action::Last, 20, 5));
        assert_eq!(scroll, Scroll { top: 15 });
        assert!(scroll.act(Action::Down, 20, 5));
        assert_eq!(scroll, Scroll { top: 15 });
        assert!(!scroll.act(Action::Rate, 20, 5));
    }

    #[test]
    fn a_sheet_of_one_cell_does_not_panic() {
        let area = Rect::new(0, 0, 1, 1);
        let mut buf = Buffer::empty(area);
        Scroll { top: 9 }.draw(&paragraph("wide text", 1, Style::new()), area, &mut Canvas::on(&mut buf), Style::new());
    }
}
