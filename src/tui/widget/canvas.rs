//! What the workbench draws on: cells that take safe text only.
//!
//! Owns the way into a terminal's buffer; no other file of the workbench puts text into one. Uses
//! `text::display`. Invariant: what a cell holds came out of a [`Safe`], so that stored text which was
//! not made safe cannot be drawn: there is no call that would take it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::display::Safe;

/// The cells of one frame.
#[derive(Debug)]
pub struct Canvas<'b>(&'b mut Buffer);

impl<'b> Canvas<'b> {
    /// Draws on a buffer.
    pub fn on(buf: &'b mut Buffer) -> Self {
        Self(buf)
    }

    /// Writes text into one row from a cell on, into `room` cells at most; says in which column it ends.
    pub fn write<'a>(&mut self, x: u16, y: u16, text: impl Into<Safe<'a>>, room: usize, style: Style) -> u16 {
        self.0.set_stringn(x, y, text.into().as_str(), room, style).0
    }

    /// Gives every cell of an area a style.
    pub fn set_style(&mut self, area: Rect, style: Style) {
        self.0.set_style(area, style);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // Fails where `From<&str>` takes the text as it is.
    #[test]
    fn a_text_that_nobody_made_safe_is_made_safe_on_its_way_into_a_cell() {
        let area = Rect::new(0, 0, 40, 1);
        let mut buf = Buffer::empty(area);
        let end = Canvas::on(&mut buf).write(0, 0, "a\u{1b}]52;c;QQ\u{7}\u{202e}b\tc\nd", 40, Style::new());
        let shown: String = (0..end).map(|x| buf[(x, 0)].symbol()).collect();
        assert_eq!(shown, "a^[]52;c;QQ^G<RLO>b c d");
    }

    #[test]
    fn what_does_not_fit_is_left_out() {
        let mut buf = Buffer::empty(Rect::new(0, 0, 3, 1));
        assert_eq!(Canvas::on(&mut buf).write(1, 0, "abc", 2, Style::new()), 3);
        assert_eq!((buf[(1, 0)].symbol(), buf[(2, 0)].symbol()), ("a", "b"));
    }
}
