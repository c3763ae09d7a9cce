//! Lines made of spans, measured and cut in terminal cells.
//!
//! Owns [`Span`] and [`Line`], which hold safe text and nothing else: any text becomes safe as it is
//! put into one.

use ratatui::layout::Rect;
use ratatui::style::Style;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::text::display::Safe;
use crate::tui::widget::canvas::Canvas;

/// Safe text in one style.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Span<'a> {
    /// The text.
    pub content: Safe<'a>,
    /// How it looks.
    pub style: Style,
}

impl<'a> Span<'a> {
    /// Text in a style.
    pub fn styled(text: impl Into<Safe<'a>>, style: Style) -> Self {
        Self { content: text.into(), style }
    }

    /// Text in the style of what it stands in.
    pub fn raw(text: impl Into<Safe<'a>>) -> Self {
        Self::styled(text, Style::new())
    }

    /// Cells it takes.
    pub fn width(&self) -> usize {
        width(self.content.as_str())
    }
}

/// Spans that stand in one row.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line<'a> {
    /// From left to right.
    pub spans: Vec<Span<'a>>,
}

impl<'a> From<Vec<Span<'a>>> for Line<'a> {
    fn from(spans: Vec<Span<'a>>) -> Self {
        Self { spans }
    }
}

impl<'a> From<Span<'a>> for Line<'a> {
    fn from(span: Span<'a>) -> Self {
        Self { spans: vec![span] }
    }
}

/// Cells a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The start of a text that fits into so many cells, with an ellipsis where something was cut.
pub fn cut(text: &str, cells: usize) -> String {
    if text.len() <= cells && text.is_ascii() {
        return text.to_owned();
    }
    // Letters of one cell each, and one more behind them that no sign above it can follow: most texts there are.
    if let Some(head) = text.as_bytes().get(..=cells)
        && cells > 0
        && head.iter().all(|byte| matches!(byte, b' '..=b'~'))
    {
        return format!("{}\u{2026}", &text[..cells - 1]);
    }
    if text.width() <= cells {
        return text.to_owned();
    }
    let mut out = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let w = grapheme.width();
        if used + w + 1 > cells {
            break;
        }
        used += w;
        out.push_str(grapheme);
    }
    if cells > 0 {
        out.push('\u{2026}');
    }
    out
}

/// The same of text that is safe already.
fn cut_span<'a>(text: &'a Safe<'_>, cells: usize) -> Safe<'a> {
    text.slice(0..usize::MAX).fit(cells)
}

/// A text cut or filled with blanks to exactly so many cells.
pub fn fit(text: &str, cells: usize) -> String {
    let mut out = cut(text, cells);
    let used = out.width();
    out.extend(std::iter::repeat_n(' ', cells.saturating_sub(used)));
    out
}

/// Gives every cell of an area a style. A style that says nothing costs nothing.
pub fn fill(buf: &mut Canvas<'_>, area: Rect, style: Style) {
    if style != Style::default() {
        buf.set_style(area, style);
    }
}

/// Puts a line into one row of a buffer; what does not fit is cut with an ellipsis.
pub fn put(buf: &mut Canvas<'_>, area: Rect, row: u16, line: &Line<'_>, base: Style) {
    if row >= area.height || area.width == 0 {
        return;
    }
    let y = area.y + row;
    let mut x = area.x;
    let right = area.x + area.width;
    fill(buf, Rect { x: area.x, y, width: area.width, height: 1 }, base);
    for span in &line.spans {
        let room = usize::from(right.saturating_sub(x));
        if room == 0 {
            return;
        }
        x = buf.write(x, y, cut_span(&span.content, room), room, base.patch(span.style));
    }
}

/// A line with one part at the left and one at the right; the left one gives way.
pub fn both_ends(left: Vec<Span<'static>>, right: Vec<Span<'static>>, cells: usize) -> Line<'static> {
    let right_width: usize = right.iter().map(Span::width).sum();
    let room = cells.saturating_sub(right_width + usize::from(right_width > 0));
    let mut spans = Vec::new();
    let mut used = 0;
    for span in left {
        if used >= room {
            break;
        }
        let text = cut_span(&span.content, room - used).into_owned();
        used += text.cells();
        spans.push(Span::styled(text, span.style));
    }
    spans.push(Span::raw(" ".repeat(cells.saturating_sub(used + right_width))));
    spans.extend(right);
    Line::from(spans)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn cutting_never_splits_a_wide_character_and_says_that_something_is_missing() {
        assert_eq!(cut("plain", 5), "plain");
        assert_eq!(cut("plain text", 6), "plain\u{2026}");
        assert_eq!(cut("日本語", 4), "日\u{2026}");
        assert_eq!(fit("日本語", 4).width(), 4);
        assert_eq!(cut("abc", 0), "");
    }

    proptest! {
        #[test]
        fn what_is_cut_is_the_longest_start_that_fits_with_its_ellipsis(text in "[ -~e\u{301}\u{e9}\u{65e5}]{0,12}", cells in 0_usize..14) {
            let cut = cut(&text, cells);
            prop_assert!(cut.width() <= cells, "{cut:?}");
            if text.width() <= cells {
                prop_assert_eq!(cut, text);
            } else if let Some(start) = cut.strip_suffix('\u{2026}') {
                let next = text[start.len()..].graphemes(true).next().expect("something was cut");
                prop_assert!(text.starts_with(start) && start.width() + next.width() + 1 > cells, "{text:?}, {start:?}");
            } else {
                prop_assert!(cut.is_empty() && cells == 0);
            }
        }
    }
}
