//! A text as it is read: sanitised, with its footnote markers put back in, wrapped for a width, and with the way
//! between what is stored and what is shown.
//!
//! A long text is cut into parts, and only the parts looked at are segmented and wrapped, so that a source of a
//! million characters opens as quickly as a paragraph. Offsets of the stored text are scalar values of the whole; a
//! line is named by its part and its place there, so that no line before it has to be known.
//! Invariant: what is shown, and where each move leads, is what it would be were the text handled as one.

mod draw;
mod part;
mod text;
mod units;

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use crate::model::evidence::FootnoteRef;
use crate::text::display::Safe;
use crate::text::display::display;
use crate::text::wrap::Wrapped;

pub use crate::tui::pane::page::draw::Layer;
pub use crate::tui::pane::page::draw::Layers;
pub use crate::tui::pane::page::draw::draw_lines;
pub use crate::tui::pane::page::part::Marker;
pub use crate::tui::pane::page::text::PageText;

/// A line of a page: in which part, and the how manieth there. Lines of one page compare as they stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Row {
    part: usize,
    line: usize,
}

/// One line as it is shown.
#[derive(Debug)]
pub struct ShownLine<'a> {
    /// What to draw.
    pub text: Safe<'a>,
    /// The part it is in.
    pub part: usize,
    /// Its scalar values in the shown text of its part.
    pub chars: Range<usize>,
}

/// A text as it is read.
#[derive(Debug, Clone)]
pub struct Page {
    text: Rc<PageText>,
    wrapped: Vec<OnceCell<Wrapped>>,
    width: usize,
}

impl Page {
    /// Prepares a text for a width.
    pub fn new(text: &str, refs: &[FootnoteRef], width: usize) -> Self {
        Self::over(PageText::new(text, refs), width)
    }

    /// Shows a text at a width.
    pub fn over(text: PageText, width: usize) -> Self {
        let text = Rc::new(text);
        let wrapped = vec![OnceCell::new(); text.parts()];
        Self { text, wrapped, width }
    }

    /// Wraps anew where the width has changed. Lines named before mean nothing any more.
    pub fn set_width(&mut self, width: usize) {
        if self.width != width {
            self.width = width;
            self.wrapped = vec![OnceCell::new(); self.text.parts()];
        }
    }

    /// The text, without how it is wrapped; to be kept by others as well.
    pub fn text(&self) -> &Rc<PageText> {
        &self.text
    }

    /// Scalar values of the stored text.
    pub fn stored_len(&self) -> usize {
        self.text.chars()
    }

    /// Its markers, in order.
    pub fn markers(&self) -> &[FootnoteRef] {
        self.text.markers()
    }

    fn wrapped(&self, part: usize) -> &Wrapped {
        self.wrapped[part].get_or_init(|| Wrapped::new(display(self.text.part(part).shown()), self.width))
    }

    /// Lines of a part. The empty line behind a part's last line feed is the next part's first.
    fn lines_in(&self, part: usize) -> usize {
        let lines = self.wrapped(part).line_count();
        if part + 1 < self.text.parts() && self.text.part(part).shown().ends_with('\n') { lines - 1 } else { lines }
    }

    /// The last line.
    pub fn last_row(&self) -> Row {
        let part = self.text.parts() - 1;
        Row { part, line: self.lines_in(part) - 1 }
    }

    /// The line so many further down, or up where `by` is negative; the last or first where there are not as many.
    pub fn step(&self, row: Row, by: isize) -> Row {
        let (mut at, mut left) = (row, by.unsigned_abs());
        if by < 0 {
            while left > at.line {
                if at.part == 0 {
                    return Row::default();
                }
                left -= at.line + 1;
                let part = at.part - 1;
                at = Row { part, line: self.lines_in(part) - 1 };
            }
            return Row { line: at.line - left, ..at };
        }
        loop {
            let below = self.lines_in(at.part).saturating_sub(at.line + 1);
            if left <= below {
                return Row { line: at.line + left, ..at };
            }
            if at.part + 1 == self.text.parts() {
                return self.last_row();
            }
            left -= below + 1;
            at = Row { part: at.part + 1, line: 0 };
        }
    }

    /// The line after another, if there is one.
    pub fn next(&self, row: Row) -> Option<Row> {
        let next = self.step(row, 1);
        (next != row).then_some(next)
    }

    /// The line a stored offset is shown on.
    pub fn row_of(&self, stored: usize) -> Row {
        let part = self.text.part_of(stored);
        let shown = self.text.part(part).shown_of(stored - self.text.start_of(part));
        let line = self.wrapped(part).line_of(shown).min(self.lines_in(part) - 1);
        Row { part, line }
    }

    /// The stored offset at the start of a line.
    pub fn stored_at(&self, row: Row) -> usize {
        let shown = self.wrapped(row.part).offset_at(row.line, 0);
        self.text.start_of(row.part) + self.text.part(row.part).stored_of(shown)
    }

    /// A line as it is shown; none beyond the last.
    pub fn line(&self, row: Row) -> Option<ShownLine<'_>> {
        if row.part >= self.text.parts() || row.line >= self.lines_in(row.part) {
            return None;
        }
        let wrapped = self.wrapped(row.part);
        let chars = wrapped.line(row.line)?.chars;
        Some(ShownLine { text: wrapped.shown(row.line), part: row.part, chars })
    }
}

#[cfg(test)]
mod tests;
