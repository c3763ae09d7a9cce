//! Draws the text with its header, its margin of passages and what is marked in it. Reads only.

use std::ops::Range;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::review::Wording;
use crate::text::display::display_line;
use crate::text::wrap::Wrapped;
use crate::tui::pane::page::Layer;
use crate::tui::pane::page::Layers;
use crate::tui::pane::page::Page;
use crate::tui::pane::page::Row;
use crate::tui::pane::page::draw_lines;
use crate::tui::pane::reader::MARGIN;
use crate::tui::pane::reader::MEASURE;
use crate::tui::pane::reader::Marking;
use crate::tui::pane::reader::Reader;
use crate::tui::pane::reader::Reading;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::put;

/// Rows that what is odd about an item takes at most.
const REMARK_ROWS: usize = 4;

impl Reader {
    /// Draws header and text and says where the cursor stands.
    pub fn draw(
        &self,
        ui: &Ui<'_>,
        area: Rect,
        buf: &mut Canvas<'_>,
        focused: bool,
        marking: Option<&Marking>,
    ) -> Option<Position> {
        let header = self.header(ui, area.width, area.height);
        let rows = u16::try_from(header.len()).unwrap_or(0).min(area.height);
        for (row, line) in header.iter().take(usize::from(rows)).enumerate() {
            put(buf, area, u16::try_from(row).unwrap_or(0), line, ui.theme.style(Role::Text));
        }
        let text = Rect { y: area.y + rows, height: area.height - rows, ..area };
        self.draw_text(ui, text, buf, focused, marking)
    }

    /// Rows of the header in a pane of a size.
    pub fn header_height(&self, ui: &Ui<'_>, width: u16, height: u16) -> u16 {
        u16::try_from(self.header(ui, width, height).len()).unwrap_or(0)
    }

    fn header(&self, ui: &Ui<'_>, width: u16, height: u16) -> Vec<Line<'static>> {
        match &self.reading {
            None => Vec::new(),
            Some(Reading::Source(id)) => {
                ui.ws.catalog().source(id).map_or_else(Vec::new, |source| crate::tui::pane::sources::header(ui, source))
            }
            Some(Reading::Item(at)) => match ui.ws.catalog().item(*at) {
                Some(item) => item_header(ui, &item, width, height),
                None => Vec::new(),
            },
        }
    }

    fn draw_text(
        &self,
        ui: &Ui<'_>,
        area: Rect,
        buf: &mut Canvas<'_>,
        focused: bool,
        marking: Option<&Marking>,
    ) -> Option<Position> {
        if area.height == 0 || area.width <= MARGIN {
            return None;
        }
        let quotes = self.quotes(ui, marking);
        let tracks = tracks_of(&quotes);
        let height = isize::try_from(area.height).unwrap_or(isize::MAX);
        let top = match marking {
            Some(marking) => self.top_with(self.page.row_of(marking.caret), height - 1),
            None => self.top,
        };
        let until = self.page.step(top, height);
        let end = if until == self.page.last_row() { usize::MAX } else { self.page.stored_at(until) };
        let seen = self.page.stored_at(top)..end;
        let in_view = |range: &Range<usize>| range.start < seen.end && range.end > seen.start;
        let quotes: Vec<(&Quote, usize)> = quotes
            .into_iter()
            .zip(tracks)
            .filter(|(quote, _)| in_view(&(quote.selector.start..quote.selector.end)))
            .collect();
        let mut next = Some(top);
        for y in area.y..area.y + area.height {
            let Some(row) = next else { break };
            let margin = margin_of(ui, &self.page, &quotes, row);
            buf.write(area.x, y, &margin, usize::from(MARGIN), ui.theme.style(Role::Marker));
            next = self.page.next(row);
        }
        let layers = self.layers(ui, &quotes, focused, marking);
        let caret = marking.map_or(self.cursor, |marking| marking.caret);
        let lines = Rect { x: area.x + MARGIN, width: area.width - MARGIN, ..area };
        let cursor = draw_lines(&self.page, lines, buf, top, &layers, caret);
        cursor.or(Some(Position::new(area.x, area.y)))
    }

    /// The first line in view that keeps another in view, `below` being how many more there are under it.
    fn top_with(&self, row: Row, below: isize) -> Row {
        if row < self.top {
            row
        } else if row > self.page.step(self.top, below) {
            self.page.step(row, -below)
        } else {
            self.top
        }
    }

    /// The member's passages in this text, without the one that is being changed.
    fn quotes<'a>(&self, ui: &Ui<'a>, marking: Option<&Marking>) -> Vec<&'a Quote> {
        let Some(text) = self.marked_in(ui) else { return Vec::new() };
        let instead = marking.and_then(|marking| marking.instead_of);
        let own = ui.ws.state().quotes_of(&text);
        let mut quotes: Vec<&Quote> = own.filter(|quote| Some(quote.id) != instead).collect();
        quotes.sort_by_key(|quote| (quote.selector.start, std::cmp::Reverse(quote.selector.end)));
        quotes
    }

    /// What lies over the text: the sentence at hand, passages, markers, the passage being marked.
    fn layers(&self, ui: &Ui<'_>, quotes: &[(&Quote, usize)], focused: bool, marking: Option<&Marking>) -> Layers {
        let mut layers = Layers {
            base: ui.theme.style(Role::Text),
            under: Vec::new(),
            markers: ui.theme.style(Role::Marker),
            over: Vec::new(),
        };
        if let Some(range) = self.sentence().filter(|_| focused && marking.is_none()) {
            layers.under.push(Layer { range, style: ui.theme.style(Role::Lit) });
        }
        for (quote, _) in quotes {
            let range = quote.selector.start..quote.selector.end;
            layers.under.push(Layer { range, style: ui.theme.style(Role::Marked) });
        }
        for range in &self.hits {
            layers.over.push(Layer { range: range.clone(), style: ui.theme.style(Role::Hit) });
        }
        if let Some(marking) = marking {
            layers.over.push(Layer { range: marking.range.clone(), style: ui.theme.style(Role::Marking) });
        }
        layers
    }
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
fn margin_of(ui: &Ui<'_>, page: &Page, quotes: &[(&Quote, usize)], row: Row) -> String {
    let mut margin = [' '; 3];
    for &(quote, track) in quotes {
        let first = page.row_of(quote.selector.start);
        let last = page.row_of(quote.selector.end.saturating_sub(1));
        if row == first {
            margin[track] = letter_of(ui, quote);
        } else if row > first && row <= last {
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

fn item_header(ui: &Ui<'_>, item: &Evidence, width: u16, height: u16) -> Vec<Line<'static>> {
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
    let mut second: Vec<String> = Vec::new();
    let wording = catalog.review().wording;
    let own_words = wording == Wording::Verbatim || (wording == Wording::Mixed && item.kind == EvidenceKind::Quotation);
    if !own_words {
        second.push("retold, not the source's words".to_owned());
    }
    second.extend(item.filed_by.as_ref().map(|who| format!("filed by {who}")));
    second.extend(ui.ws.blindness().place(item).map(str::to_owned));
    let second = second.join(" \u{b7} ");
    let mut lines = vec![Line::from(ui.span(&first, Role::Heading)), Line::from(ui.span(&second, Role::Dim))];
    if let Some(note) = ui.ws.blindness().remark(item) {
        lines.extend(remark_lines(ui, note, width, height));
    }
    lines.push(Line::default());
    lines
}

/// What is odd about an item, in as many rows as leave most of the pane to its text.
fn remark_lines(ui: &Ui<'_>, note: &str, width: u16, height: u16) -> Vec<Line<'static>> {
    let most = usize::from(height / 4).min(REMARK_ROWS);
    let width = usize::from(width.clamp(1, MEASURE + MARGIN));
    let wrapped = Wrapped::new(display_line(note), width);
    let shown = |line: usize| {
        let text = wrapped.shown(line).into_string();
        if line + 1 == most && most < wrapped.line_count() {
            // With the words that follow it is too long: what is cut is seen to go on.
            return cut(&format!("{text} {}", wrapped.shown(most).into_string()), width);
        }
        text
    };
    let style = ui.theme.style(Role::Dim);
    (0..wrapped.line_count().min(most)).map(|line| Line::from(Span::styled(shown(line), style))).collect()
}
