//! The reader: one item's text, the sentence under the cursor lit, the member's passages underlined
//! and named in the margin.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::keys::action::Action;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::SourceId;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::review::Wording;
use crate::model::source::Source;
use crate::tui::pane::page::Layer;
use crate::tui::pane::page::Layers;
use crate::tui::pane::page::Page;
use crate::tui::pane::page::Row;
use crate::tui::pane::page::draw_lines;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::line::put;

/// Widest line the text is wrapped at, however wide the pane.
const MEASURE: u16 = 72;
/// Cells of the margin in which passages are named: three side by side and a blank.
const MARGIN: u16 = 4;

/// What the reader shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reading {
    /// An item of evidence, as a place in the review's evidence.
    Item(usize),
    /// A source.
    Source(SourceId),
}

/// A passage being marked, for the reader to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marking {
    /// In which text.
    pub text: MarkedIn,
    /// Stored scalar values.
    pub range: Range<usize>,
    /// The end that moves, for the cursor.
    pub caret: usize,
    /// The passage it changes, which is then not drawn besides.
    pub instead_of: Option<uuid::Uuid>,
}

/// The reader's state.
#[derive(Debug, Clone)]
pub struct Reader {
    reading: Option<Reading>,
    page: Page,
    hidden: bool,
    cursor: usize,
    top: Row,
    width: u16,
}

impl Default for Reader {
    fn default() -> Self {
        Self { reading: None, page: Page::new("", &[], 1), hidden: false, cursor: 0, top: Row::default(), width: 1 }
    }
}

impl Reader {
    /// Opens an item at its beginning, unless it is open already.
    pub fn open_item(&mut self, ui: &Ui<'_>, at: usize) {
        let Some(item) = ui.ws.catalog().review().evidence.get(at) else { return };
        let hidden = ui.ws.blindness().hides(item);
        if self.reading == Some(Reading::Item(at)) && self.hidden == hidden {
            return;
        }
        self.hidden = hidden;
        self.page = if hidden {
            let waiting: Vec<String> = ui.ws.blindness().waiting_for(item).iter().map(ToString::to_string).collect();
            let text = format!(
                "This sentence states a published rating. It is shown once you have rated {}.",
                list_of(&waiting)
            );
            Page::new(&text, &[], self.measure())
        } else {
            Page::new(&item.text, &item.refs, self.measure())
        };
        self.reading = Some(Reading::Item(at));
        self.cursor = 0;
        self.top = Row::default();
    }

    /// Opens a source: its text, or where it is published.
    pub fn open_source(&mut self, ui: &Ui<'_>, id: &SourceId) {
        let Some(source) = ui.ws.catalog().source(id) else { return };
        let hidden = source.text.is_none() || ui.ws.blindness().hides_source(source);
        if self.reading == Some(Reading::Source(id.clone())) && self.hidden == hidden {
            return;
        }
        let measure = self.measure();
        self.page = match source.text.as_deref().filter(|_| !hidden) {
            Some(text) => Page::new(text, &[], measure),
            None => Page::new(&instead_of_text(ui, source), &[], measure),
        };
        self.hidden = hidden;
        self.reading = Some(Reading::Source(id.clone()));
        self.cursor = 0;
        self.top = Row::default();
    }

    /// Shows nothing.
    pub fn clear(&mut self) {
        *self = Self { width: self.width, ..Self::default() };
    }

    /// What it shows.
    pub fn reading(&self) -> Option<&Reading> {
        self.reading.as_ref()
    }

    /// Whether it shows a text that can be marked.
    pub fn is_markable(&self) -> bool {
        self.reading.is_some() && !self.hidden
    }

    /// The text it shows, where it can be marked.
    pub fn marked_in(&self, ui: &Ui<'_>) -> Option<MarkedIn> {
        match self.reading.as_ref().filter(|_| !self.hidden)? {
            Reading::Item(at) => ui.ws.catalog().review().evidence.get(*at).map(|item| MarkedIn::Item(item.id.clone())),
            Reading::Source(id) => Some(MarkedIn::Source(id.clone())),
        }
    }

    /// The text as it is read.
    pub fn page(&self) -> &Page {
        &self.page
    }

    /// The stored offset the cursor stands on.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Puts the cursor on a stored offset.
    pub fn put_cursor(&mut self, at: usize) {
        self.cursor = at.min(self.page.stored_len());
    }

    /// The sentence under the cursor, as a stored range.
    pub fn sentence(&self) -> Option<Range<usize>> {
        self.page.text().sentence_at(self.cursor)
    }

    /// The footnote whose marker the cursor stands at, or the first one in its sentence.
    pub fn footnote(&self) -> Option<u32> {
        let sentence = self.sentence()?;
        let markers = self.page.markers();
        markers
            .iter()
            .find(|marker| marker.at == self.cursor)
            .or_else(|| markers.iter().find(|marker| marker.at > sentence.start && marker.at <= sentence.end))
            .map(|marker| marker.footnote)
    }

    fn measure(&self) -> usize {
        usize::from(self.width.saturating_sub(MARGIN).clamp(1, MEASURE))
    }

    /// Wraps for a pane's width and keeps the cursor in view.
    pub fn settle(&mut self, width: u16, height: u16) {
        self.width = width;
        let measure = self.measure();
        let at = self.page.stored_at(self.top);
        self.page.set_width(measure);
        self.top = self.page.row_of(at);
        let below = isize::try_from(height.max(1) - 1).unwrap_or(0);
        let bottom = self.page.step(self.top, below);
        let Some(sentence) = self.sentence() else { return self.top = Row::default() };
        let first = self.page.row_of(sentence.start);
        let last = self.page.row_of(sentence.end.saturating_sub(1).max(sentence.start));
        if self.page.step(first, below) < last && self.cursor != sentence.start {
            // A sentence higher than the pane: what is looked at is where the cursor stands in it.
            let row = self.page.row_of(self.cursor);
            if row < self.top || row > bottom {
                self.top = row;
            }
        } else if first < self.top {
            self.top = first;
        } else if last > bottom {
            self.top = self.page.step(last, -below).min(first);
        }
        // No more is left empty below the text than it must.
        self.top = self.top.min(self.page.step(self.page.last_row(), -below));
    }

    /// Moves the cursor; false where the key means something else or there is nowhere to go.
    pub fn act(&mut self, action: Action, page: usize) -> bool {
        let text = self.page.text();
        let start = |sentence: Range<usize>| sentence.start;
        let to = match action {
            Action::Up => text.sentence_before(self.cursor).map(start).or((self.cursor > 0).then_some(0)),
            Action::Down => text.sentence_after(self.cursor).map(start),
            Action::First => Some(0),
            Action::Last => text.last_sentence().map(start),
            Action::PageDown | Action::PageUp => return self.turn(action == Action::PageDown, page),
            Action::NextWord => text.word_after(self.cursor),
            Action::PreviousWord => text.word_before(self.cursor),
            Action::NextMarker => text.markers().iter().map(|marker| marker.at).find(|at| *at > self.cursor),
            Action::PreviousMarker => text.markers().iter().rev().map(|marker| marker.at).find(|at| *at < self.cursor),
            _ => return false,
        };
        match to {
            Some(to) => {
                self.cursor = to;
                true
            }
            None => false,
        }
    }

    fn turn(&mut self, down: bool, page: usize) -> bool {
        let by = isize::try_from(page.max(1)).unwrap_or(isize::MAX);
        let by = if down { by } else { -by };
        let from = self.page.row_of(self.cursor);
        let to = self.page.step(from, by);
        let at = self.page.stored_at(to);
        let sentence = self.page.text().sentence_at(at).map_or(at, |sentence| sentence.start);
        // In a sentence longer than a page its start would be where one came from, or beyond.
        let leads = if down { sentence > self.cursor } else { sentence < self.cursor };
        self.cursor = if leads || to == from { sentence } else { at };
        self.top = self.page.step(self.top, by);
        to != from
    }

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
                ui.ws.catalog().source(id).map_or_else(Vec::new, |source| crate::tui::pane::sources::header(ui, source))
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
            buf.set_stringn(area.x, y, &margin, usize::from(MARGIN), ui.theme.style(Role::Marker));
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

/// What stands in the place of a text that is not held, or not shown yet.
fn instead_of_text(ui: &Ui<'_>, source: &Source) -> String {
    if source.text.is_some() {
        let waiting: Vec<String> = ui.ws.blindness().waiting_for_report().iter().map(ToString::to_string).collect();
        return format!(
            "This text states the published ratings. It is shown once you have rated {}.",
            list_of(&waiting)
        );
    }
    match &source.url {
        Some(url) => format!("The text of {} is not held here. It is published at {url}", source.id),
        None => format!("The text of {} is not held here. {}", source.id, published_where(source)),
    }
}

/// Where a source is published, as far as the review says.
fn published_where(source: &Source) -> String {
    if let Some(locator) = &source.locator {
        return format!("{}.", locator.trim_end_matches('.'));
    }
    match &source.date {
        Some(date) => format!("It is published as: {}, {date}.", source.label),
        None => format!("It is published as: {}.", source.label),
    }
}

/// "8A, 8B and 8C".
pub fn list_of(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] if words.len() <= 6 => format!("{} and {last}", most.join(", ")),
        [first, ..] => format!("{first} and {} more", words.len() - 1),
    }
}
