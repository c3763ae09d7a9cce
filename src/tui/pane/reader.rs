//! The reader: one item's text, the sentence under the cursor lit, the member's passages underlined
//! and named in the margin.

use std::ops::Range;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use crate::keys::action::Action;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::review::Wording;
use crate::model::source::Source;
use crate::tui::pane::page::Page;
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
    /// In which item.
    pub item: EvidenceId,
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
    top: usize,
    width: u16,
}

impl Default for Reader {
    fn default() -> Self {
        Self { reading: None, page: Page::new("", &[], 1), hidden: false, cursor: 0, top: 0, width: 1 }
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
        self.top = 0;
    }

    /// Opens a source: its text, or where it is published.
    pub fn open_source(&mut self, ui: &Ui<'_>, id: &SourceId) {
        let Some(source) = ui.ws.catalog().source(id) else { return };
        if self.reading == Some(Reading::Source(id.clone())) {
            return;
        }
        let text = match (&source.text, &source.url) {
            (Some(text), _) => text.clone(),
            (None, Some(url)) => format!("The text of {} is not held here. It is published at {url}", source.id),
            (None, None) => format!("The text of {} is not held here. {}", source.id, published_where(source)),
        };
        self.page = Page::new(&text, &[], self.measure());
        self.hidden = source.text.is_none();
        self.reading = Some(Reading::Source(id.clone()));
        self.cursor = 0;
        self.top = 0;
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
        matches!(self.reading, Some(Reading::Item(_))) && !self.hidden
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
        self.page.sentences().get(self.page.sentence_at(self.cursor)).cloned()
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
        self.page.set_width(measure);
        let height = usize::from(height.max(1));
        let (first, last) = match self.sentence() {
            Some(sentence) => (
                self.page.line_of(sentence.start),
                self.page.line_of(sentence.end.saturating_sub(1).max(sentence.start)),
            ),
            None => (0, 0),
        };
        if first < self.top {
            self.top = first;
        } else if last >= self.top + height {
            self.top = (last + 1 - height).min(first);
        }
    }

    /// Moves the cursor; false where the key means something else or there is nowhere to go.
    pub fn act(&mut self, action: Action, page: usize) -> bool {
        let sentences = self.page.sentences();
        let here = self.page.sentence_at(self.cursor);
        let start_of = |n: usize| sentences.get(n).map(|sentence| sentence.start);
        let to = match action {
            Action::Up => here.checked_sub(1).and_then(start_of).or((self.cursor > 0).then_some(0)),
            Action::Down => start_of(here + 1),
            Action::First => Some(0),
            Action::Last => sentences.last().map(|sentence| sentence.start),
            Action::PageDown | Action::PageUp => return self.turn(action == Action::PageDown, page),
            Action::NextWord => self.page.words().iter().map(|word| word.start).find(|start| *start > self.cursor),
            Action::PreviousWord => {
                self.page.words().iter().rev().map(|word| word.start).find(|start| *start < self.cursor)
            }
            Action::NextMarker => self.page.markers().iter().map(|marker| marker.at).find(|at| *at > self.cursor),
            Action::PreviousMarker => {
                self.page.markers().iter().rev().map(|marker| marker.at).find(|at| *at < self.cursor)
            }
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
        let line = self.page.line_of(self.cursor);
        let last = self.page.wrapped().line_count().saturating_sub(1);
        let to = if down { (line + page.max(1)).min(last) } else { line.saturating_sub(page.max(1)) };
        let at = self.page.stored_of(self.page.wrapped().offset_at(to, 0));
        let moved = to != line;
        self.cursor = self.page.sentences().get(self.page.sentence_at(at)).map_or(at, |sentence| sentence.start);
        self.top = if down { self.top + page.max(1) } else { self.top.saturating_sub(page.max(1)) }.min(last);
        moved
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

fn top_with(top: usize, line: usize, height: usize) -> usize {
    if line < top {
        line
    } else if line >= top + height {
        line + 1 - height
    } else {
        top
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
