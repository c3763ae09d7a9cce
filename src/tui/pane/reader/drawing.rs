//! Draws the text with its header, its margin of passages and what is marked in it. Reads only.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::review::Wording;
use crate::tui::pane::page::Page;
use crate::tui::pane::reader::MARGIN;
use crate::tui::pane::reader::Marking;
use crate::tui::pane::reader::Reader;
use crate::tui::pane::reader::Reading;
use crate::tui::pane::reader::top_with;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::line::put;

impl Reader {
    /// Draws header and text and says where the cursor stands.
    pub fn draw(
        &self,
        ui: &Ui<'_>,
        area: Rect,
        buf: &mut Buffer,
        focused: bool,
        marking: Option<&Marking>,
    ) -> Option<Position> {
        let header = self.header(ui);
        let rows = u16::try_from(header.len()).unwrap_or(0).min(area.height);
        for (row, line) in header.iter().take(usize::from(rows)).enumerate() {
            put(buf, area, u16::try_from(row).unwrap_or(0), line, ui.theme.style(Role::Text));
        }
        let text = Rect { y: area.y + rows, height: area.height - rows, ..area };
        self.draw_text(ui, text, buf, focused, marking)
    }

    /// Rows of the header.
    pub fn header_height(&self, ui: &Ui<'_>) -> u16 {
        u16::try_from(self.header(ui).len()).unwrap_or(0)
    }

    fn header(&self, ui: &Ui<'_>) -> Vec<Line<'static>> {
        match &self.reading {
            None => Vec::new(),
            Some(Reading::Source(id)) => {
                let label = ui.ws.catalog().source(id).map_or("", |source| source.label.as_str());
                vec![Line::from(ui.span(&format!("{id} {label}"), Role::Heading)), Line::default()]
            }
            Some(Reading::Item(at)) => match ui.ws.catalog().review().evidence.get(*at) {
                Some(item) => item_header(ui, item),
                None => Vec::new(),
            },
        }
    }

    fn draw_text(
        &self,
        ui: &Ui<'_>,
        area: Rect,
        buf: &mut Buffer,
        focused: bool,
        marking: Option<&Marking>,
    ) -> Option<Position> {
        if area.height == 0 || area.width <= MARGIN {
            return None;
        }
        let quotes = self.quotes(ui, marking);
        let tracks = tracks_of(&quotes);
        let styles = self.styles(ui, &quotes, focused, marking);
        let caret = marking.map_or(self.cursor, |marking| marking.caret);
        let caret_shown = self.page.shown_of(caret).min(self.page.shown().chars().count().saturating_sub(1));
        let top = match marking {
            Some(marking) => top_with(self.top, self.page.line_of(marking.caret), usize::from(area.height)),
            None => self.top,
        };
        let mut cursor = None;
        let wrapped = self.page.wrapped();
        for row in 0..area.height {
            let line = top + usize::from(row);
            let Some(range) = wrapped.line(line).map(|line| line.chars) else { break };
            let margin = margin_of(ui, &self.page, &quotes, &tracks, line);
            buf.set_stringn(area.x, area.y + row, &margin, usize::from(MARGIN), ui.theme.style(Role::Marker));
            let mut x = area.x + MARGIN;
            let shown = wrapped.shown(line);
            let text = shown.as_str();
            let mut at = range.start;
            for grapheme in unicode_segmentation::UnicodeSegmentation::graphemes(text, true) {
                let room = usize::from((area.x + area.width).saturating_sub(x));
                if at <= caret_shown {
                    cursor = Some(Position::new(x.min(area.x + area.width - 1), area.y + row));
                }
                let (next, _) = buf.set_stringn(x, area.y + row, grapheme, room, style_at(&styles, at));
                x = next;
                at += grapheme.chars().count();
            }
        }
        cursor.or(Some(Position::new(area.x, area.y)))
    }

    /// The member's passages in this item, without the one that is being changed.
    fn quotes<'a>(&self, ui: &Ui<'a>, marking: Option<&Marking>) -> Vec<&'a Quote> {
        let Some(Reading::Item(at)) = &self.reading else { return Vec::new() };
        if self.hidden {
            return Vec::new();
        }
        let id = &ui.ws.catalog().review().evidence[*at].id;
        let instead = marking.and_then(|marking| marking.instead_of);
        let mut quotes: Vec<&Quote> = ui.ws.state().quotes_in(id).filter(|quote| Some(quote.id) != instead).collect();
        quotes.sort_by_key(|quote| (quote.selector.start, std::cmp::Reverse(quote.selector.end)));
        quotes
    }

    /// Styles over the shown text, later ones on top.
    fn styles(
        &self,
        ui: &Ui<'_>,
        quotes: &[&Quote],
        focused: bool,
        marking: Option<&Marking>,
    ) -> Vec<(Range<usize>, Style)> {
        let mut styles = vec![(0..usize::MAX, ui.theme.style(Role::Text))];
        if let Some(sentence) = self.sentence().filter(|_| focused && marking.is_none()) {
            styles.push((self.page.shown_range(&sentence), ui.theme.style(Role::Lit)));
        }
        for quote in quotes {
            let range = self.page.shown_range(&(quote.selector.start..quote.selector.end));
            styles.push((range, ui.theme.style(Role::Marked)));
        }
        for marker in self.page.markers() {
            styles.push((marker.shown.clone(), ui.theme.style(Role::Marker)));
        }
        if let Some(marking) = marking {
            styles.push((self.page.shown_range(&marking.range), ui.theme.style(Role::Marking)));
        }
        styles
    }
}

fn style_at(styles: &[(Range<usize>, Style)], at: usize) -> Style {
    styles.iter().filter(|(range, _)| range.contains(&at)).fold(Style::default(), |style, (_, over)| style.patch(*over))
}

/// Gives each passage one of three places side by side, so that overlapping ones can be told apart.
fn tracks_of(quotes: &[&Quote]) -> Vec<usize> {
    let mut ends = [0_usize; 3];
    quotes
        .iter()
        .map(|quote| {
            let track = ends.iter().position(|end| *end <= quote.selector.start).unwrap_or(2);
            ends[track] = ends[track].max(quote.selector.end);
            track
        })
        .collect()
}

/// The margin of a line: where a passage begins its letter, then a bar as far as it goes.
fn margin_of(ui: &Ui<'_>, page: &Page, quotes: &[&Quote], tracks: &[usize], line: usize) -> String {
    let mut margin = [' '; 3];
    for (quote, &track) in quotes.iter().zip(tracks) {
        let first = page.line_of(quote.selector.start);
        let last = page.line_of(quote.selector.end.saturating_sub(1));
        if line == first {
            margin[track] = letter_of(ui, quote);
        } else if line > first && line <= last {
            margin[track] = '\u{2502}';
        }
    }
    margin.iter().collect::<String>() + " "
}

/// The letter of a passage: its first tag's digit or initial, else its stance's sign.
fn letter_of(ui: &Ui<'_>, quote: &Quote) -> char {
    if let Some(tag) = quote.tags.first().and_then(|id| ui.ws.state().tag(id)) {
        return match tag.digit {
            Some(digit) => char::from(b'0' + digit.min(9)),
            None => ui.line(&tag.label).chars().next().unwrap_or('#'),
        };
    }
    match quote.filings.first().and_then(|filing| filing.stance) {
        Some(Stance::Supports) => '+',
        Some(Stance::Undermines) => '-',
        Some(Stance::Mixed) => '\u{b1}',
        Some(Stance::Context) => '\u{b7}',
        None => '*',
    }
}

fn item_header(ui: &Ui<'_>, item: &Evidence) -> Vec<Line<'static>> {
    let catalog = ui.ws.catalog();
    let mut first = item.kind.word().to_owned();
    let labels: Vec<String> =
        item.sources.iter().take(2).filter_map(|id| catalog.source(id)).map(|source| source.label.clone()).collect();
    if !labels.is_empty() {
        first.push_str(&format!(" \u{b7} {}", labels.join("; ")));
        if item.sources.len() > 2 {
            first.push_str(&format!(" and {} more", item.sources.len() - 2));
        }
    }
    if let Some(speaker) = crate::review::cite::speaker(catalog, item) {
        first.push_str(&format!(" \u{b7} {speaker}"));
    }
    let mut second = String::new();
    let wording = catalog.review().wording;
    let own_words = wording == Wording::Verbatim || (wording == Wording::Mixed && item.kind == EvidenceKind::Quotation);
    if !own_words {
        second.push_str("retold, not the source's words");
    }
    if let Some(locator) = ui.ws.blindness().place(item) {
        if !second.is_empty() {
            second.push_str(" \u{b7} ");
        }
        second.push_str(locator);
    }
    vec![Line::from(ui.span(&first, Role::Heading)), Line::from(ui.span(&second, Role::Dim)), Line::default()]
}
