//! Draws lines of a page with styles laid over stretches of the stored text.

use std::ops::Range;

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::tui::pane::page::Page;
use crate::tui::pane::page::Row;
use crate::tui::widget::canvas::Canvas;

/// A style over a stored range.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Scalar values of the stored text.
    pub range: Range<usize>,
    /// The style.
    pub style: Style,
}

/// Styles over a text, later ones on top.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers {
    /// Of the text itself.
    pub base: Style,
    /// Under the markers.
    pub under: Vec<Layer>,
    /// Of footnote markers.
    pub markers: Style,
    /// Over everything.
    pub over: Vec<Layer>,
}

/// The layers as they lie over one part's shown text.
struct Laid {
    part: usize,
    styles: Vec<(Range<usize>, Style)>,
}

impl Laid {
    fn over(page: &Page, layers: &Layers, part: usize) -> Self {
        let text = page.text();
        let (start, ready) = (text.start_of(part), text.part(part));
        let reaches = |range: &Range<usize>| range.start < start + text.part_len(part) && range.end > start;
        let lay = |layer: &Layer| (ready.shown_range(start, &layer.range), layer.style);
        let mut styles: Vec<(Range<usize>, Style)> =
            layers.under.iter().filter(|layer| reaches(&layer.range)).map(lay).collect();
        styles.extend(ready.markers().iter().map(|marker| (marker.shown.clone(), layers.markers)));
        styles.extend(layers.over.iter().filter(|layer| reaches(&layer.range)).map(lay));
        Self { part, styles }
    }

    fn style_at(&self, base: Style, at: usize) -> Style {
        let over = self.styles.iter().filter(|(range, _)| range.contains(&at));
        over.fold(base, |style, (_, over)| style.patch(*over))
    }
}

/// Draws the lines from `top` on and says where the caret, a stored offset, stands: on the last character drawn where
/// it is below the area, nowhere where it is above.
pub fn draw_lines(
    page: &Page,
    area: Rect,
    buf: &mut Canvas<'_>,
    top: Row,
    layers: &Layers,
    caret: usize,
) -> Option<Position> {
    let text = page.text();
    let caret_part = text.part_of(caret);
    let ready = text.part(caret_part);
    let caret_shown = ready.shown_of(caret - text.start_of(caret_part)).min(ready.shown_len().saturating_sub(1));
    let reaches = |part: usize, at: usize| part < caret_part || (part == caret_part && at <= caret_shown);
    let mut laid = Laid::over(page, layers, top.part);
    let mut cursor = None;
    let mut next = Some(top);
    for y in area.y..area.y + area.height {
        let Some(row) = next else { break };
        let Some(line) = page.line(row) else { break };
        if line.part != laid.part {
            laid = Laid::over(page, layers, line.part);
        }
        let (mut x, mut at) = (area.x, line.chars.start);
        for grapheme in line.text.graphemes() {
            let room = usize::from((area.x + area.width).saturating_sub(x));
            let style = laid.style_at(layers.base, at);
            if reaches(line.part, at) {
                cursor = Some(Position::new(x.min(area.x + area.width - 1), y));
            }
            at += grapheme.as_str().chars().count();
            x = buf.write(x, y, grapheme, room, style);
        }
        next = page.next(row);
    }
    cursor
}
