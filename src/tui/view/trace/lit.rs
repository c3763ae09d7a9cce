//! A text with parts of it lit: wrapped once for a width, drawn from any line on.
//!
//! Invariant: places are bytes of the safe text; a part within another is lit as itself.

use std::ops::Range;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::review::trace::Quotation;
use crate::review::trace::article::Article;
use crate::text::display::display;
use crate::text::display::display_line;
use crate::text::wrap::Wrapped;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;

/// Blanks before a paragraph that is set apart.
const APART: &str = "  ";

/// The text.
pub struct Lit {
    wrapped: Wrapped,
    /// Stretches of the text, in order, each with the part it belongs to.
    stretches: Vec<(Range<usize>, Option<usize>)>,
    /// The first and last line of each part.
    lines: Vec<(usize, usize)>,
}

impl Lit {
    /// An article with its quotations lit.
    pub fn of_article(article: &Article, quotations: &[Quotation], width: u16) -> Self {
        let mut pieces: Vec<(String, Option<usize>)> = Vec::new();
        let mut next = 0;
        for (at, paragraph) in article.paragraphs.iter().enumerate() {
            let first = next;
            while quotations.get(next).is_some_and(|quotation| quotation.at.0 == at) {
                next += 1;
            }
            if at > 0 {
                pieces.push(("\n\n".to_owned(), None));
            }
            if paragraph.set_apart {
                pieces.push((APART.to_owned(), None));
            }
            let ranges: Vec<(Range<usize>, usize)> =
                (first..next).map(|quotation| (quotations[quotation].at.1.clone(), quotation)).collect();
            for (range, part) in cut(paragraph.text.len(), &ranges) {
                pieces.push((display_line(&paragraph.text[range]).into_string(), part));
            }
        }
        Self::of(pieces, quotations.len(), width)
    }

    /// Pieces of safe text, each with the part it belongs to.
    pub fn of(pieces: Vec<(String, Option<usize>)>, parts: usize, width: u16) -> Self {
        let mut text = String::new();
        let mut stretches = Vec::with_capacity(pieces.len());
        for (piece, part) in pieces {
            let start = text.len();
            text.push_str(&piece);
            stretches.push((start..text.len(), part));
        }
        let safe = display(&text);
        // Safe text stays as it is when it is made safe again; should it not, nothing is lit rather than the wrong words.
        if safe.as_str().len() != text.len() {
            stretches = vec![(0..safe.as_str().len(), None)];
        }
        let wrapped = Wrapped::new(safe, usize::from(width));
        let ends: Vec<usize> = wrapped.lines().map(|line| line.bytes.end).collect();
        let line_at = |byte: usize| ends.partition_point(|&end| end <= byte).min(ends.len().saturating_sub(1));
        let mut lines: Vec<Option<(usize, usize)>> = vec![None; parts];
        for (range, part) in &stretches {
            let Some(line) = part.and_then(|part| lines.get_mut(part)) else { continue };
            let (first, last) = (line_at(range.start), line_at(range.end.saturating_sub(1)));
            *line = Some(line.map_or((first, last), |(begins, _)| (begins, last)));
        }
        let lines = lines.into_iter().map(Option::unwrap_or_default).collect();
        Self { wrapped, stretches, lines }
    }

    /// The width it was wrapped at.
    pub fn width(&self) -> usize {
        self.wrapped.width()
    }

    /// How many lines it takes.
    pub fn line_count(&self) -> usize {
        self.wrapped.line_count()
    }

    /// The line a part begins on.
    pub fn line_of(&self, part: usize) -> usize {
        self.lines.get(part).map_or(0, |(first, _)| *first)
    }

    /// The line a part ends on.
    pub fn end_line_of(&self, part: usize) -> usize {
        self.lines.get(part).map_or(0, |(_, last)| *last)
    }

    /// Draws from a line on, with a mark in the margin where a part begins; the cursor stands where the one at hand does.
    pub fn draw(
        &self,
        ui: &Ui<'_>,
        area: Rect,
        buf: &mut Canvas<'_>,
        top: usize,
        at_hand: usize,
        look: impl Fn(usize) -> (&'static str, Role),
    ) -> Option<Position> {
        let margin = 2.min(area.width);
        let words = Rect { x: area.x + margin, width: area.width - margin, ..area };
        let plain = ui.theme.style(Role::Text);
        let mut next = self.lines.partition_point(|(first, _)| *first < top);
        let mut cursor = None;
        for row in 0..area.height {
            let line = top + usize::from(row);
            let Some(shown) = self.wrapped.line(line).map(|line| line.shown) else { break };
            let role = |part: usize| if part == at_hand { Role::Marking } else { look(part).1 };
            put(buf, words, row, &self.line(ui, shown, role), plain);
            let begun = next;
            next += self.lines[next..].iter().take_while(|(first, _)| *first == line).count();
            if (begun..next).contains(&at_hand) {
                cursor = Some(Position::new(area.x, area.y + row));
            }
            let marked = if (begun..next).contains(&at_hand) { at_hand } else { begun };
            if begun < next {
                let style = ui.theme.style(if marked == at_hand { Role::Marking } else { Role::Key });
                let mark = Line::from(Span::styled(look(marked).0, style));
                put(buf, Rect { width: margin, ..area }, row, &mark, plain);
            }
        }
        cursor
    }

    fn line(&self, ui: &Ui<'_>, shown: Range<usize>, role: impl Fn(usize) -> Role) -> Line<'static> {
        let text = self.wrapped.text().as_str();
        let first = self.stretches.partition_point(|(range, _)| range.end <= shown.start);
        let here = self.stretches[first..].iter().take_while(|(range, _)| range.start < shown.end);
        let spans = here.filter_map(|(range, part)| {
            let words = text.get(range.start.max(shown.start)..range.end.min(shown.end))?;
            let role = part.map_or(Role::Text, &role);
            Some(Span::styled(words.to_owned(), ui.theme.style(role)))
        });
        Line::from(spans.collect::<Vec<_>>())
    }
}

/// Cuts a text at the ends of ranges that lie apart or within one another, in the order of their beginnings; each piece
/// belongs to the innermost.
pub fn cut(length: usize, ranges: &[(Range<usize>, usize)]) -> Vec<(Range<usize>, Option<usize>)> {
    let mut found = Vec::new();
    let mut around: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    let mut to = |at: &mut usize, end: usize, part: Option<usize>| {
        if *at < end {
            found.push((*at..end, part));
            *at = end;
        }
    };
    for (range, part) in ranges {
        while let Some(&(end, outer)) = around.last().filter(|(end, _)| *end <= range.start) {
            to(&mut at, end, Some(outer));
            around.pop();
        }
        to(&mut at, range.start, around.last().map(|(_, outer)| *outer));
        around.push((range.end, *part));
    }
    while let Some((end, outer)) = around.pop() {
        to(&mut at, end, Some(outer));
    }
    to(&mut at, length, None);
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_so_that_each_piece_belongs_to_the_innermost_part() {
        let found = cut(20, &[(2..12, 0), (4..6, 1), (15..18, 2)]);
        let expected = [
            (0..2, None),
            (2..4, Some(0)),
            (4..6, Some(1)),
            (6..12, Some(0)),
            (12..15, None),
            (15..18, Some(2)),
            (18..20, None),
        ];
        assert_eq!(found, expected);
        assert_eq!(cut(3, &[]), [(0..3, None)]);
    }

    #[test]
    fn parts_know_the_lines_they_begin_and_end_on() {
        let pieces =
            vec![("one two ".to_owned(), None), ("three four five".to_owned(), Some(0)), (" six".to_owned(), None)];
        let lit = Lit::of(pieces, 1, 9);
        assert_eq!((lit.line_count(), lit.line_of(0), lit.end_line_of(0)), (4, 1, 2));
    }
}
