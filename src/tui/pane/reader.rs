//! The reader: one item's text, the sentence under the cursor lit, the member's passages underlined
//! and named in the margin.

mod drawing;

use std::cell::OnceCell;
use std::ops::Range;
use std::rc::Rc;

use crate::keys::action::Action;
use crate::model::ids::SourceId;
use crate::model::quote::MarkedIn;
use crate::model::source::Source;
use crate::review::query::pattern::Pattern;
use crate::review::query::pattern::Words;
use crate::text::paragraph::Paragraphs;
use crate::tui::pane::page::Page;
use crate::tui::pane::page::Row;
use crate::tui::ui::Ui;

/// Widest line the text is wrapped at, however wide the pane.
const MEASURE: u16 = 72;
/// Scalar values behind a place found in which words are lit.
const HIT_REACH: usize = 4_000;
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
    height: u16,
    /// Words that were searched for, as stored ranges.
    hits: Vec<Range<usize>>,
    /// Found when they are first asked for.
    paragraphs: OnceCell<Rc<Paragraphs>>,
}

impl Default for Reader {
    fn default() -> Self {
        Self {
            reading: None,
            page: Page::new("", &[], 1),
            hidden: false,
            cursor: 0,
            top: Row::default(),
            width: 1,
            height: 1,
            hits: Vec::new(),
            paragraphs: OnceCell::new(),
        }
    }
}

impl Reader {
    /// Opens an item at its beginning, unless it is open already.
    pub fn open_item(&mut self, ui: &Ui<'_>, at: usize) {
        let Some(item) = ui.ws.catalog().item(at) else { return };
        let hidden = ui.ws.blindness().hides(&item);
        if self.reading == Some(Reading::Item(at)) && self.hidden == hidden {
            return;
        }
        self.hidden = hidden;
        self.hits.clear();
        self.paragraphs = OnceCell::new();
        self.page = if hidden {
            let waiting: Vec<String> = ui.ws.blindness().waiting_for(&item).iter().map(ToString::to_string).collect();
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
        self.hits.clear();
        self.paragraphs = OnceCell::new();
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
            Reading::Item(at) => ui.ws.catalog().item(*at).map(|item| MarkedIn::Item(item.id.clone())),
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

    /// Lights words that were searched for, from the cursor on; they stay lit until another text is opened.
    pub fn light(&mut self, patterns: &[Pattern]) {
        self.hits.clear();
        if self.hidden {
            return;
        }
        let text = self.page.text();
        let within = self.cursor..self.cursor.saturating_add(HIT_REACH).min(text.chars());
        let found = Words::of(text.slice(&within)).find(patterns);
        self.hits.extend(found.into_iter().map(|hit| within.start + hit.start..within.start + hit.end));
    }

    /// The paragraphs of the text.
    pub fn paragraphs(&self) -> Rc<Paragraphs> {
        self.paragraphs.get_or_init(|| Rc::new(Paragraphs::of(self.page.text().stored()))).clone()
    }

    /// The stretch of the text that is in view, as it was settled last.
    pub fn in_view(&self) -> Range<usize> {
        let until = self.page.step(self.top, isize::try_from(self.height).unwrap_or(isize::MAX));
        let last = self.page.step(self.top, isize::try_from(self.height.saturating_sub(1)).unwrap_or(isize::MAX));
        let end = if until == last { self.page.stored_len() } else { self.page.stored_at(until) };
        self.page.stored_at(self.top)..end
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
        (self.width, self.height) = (width, height);
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
    if source.withdrawn {
        return format!("{} was taken back by who sent it: its text is not held any more.", source.id);
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
