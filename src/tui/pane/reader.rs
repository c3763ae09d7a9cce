//! The reader: one item's text, the sentence under the cursor lit, the member's passages underlined
//! and named in the margin.

mod drawing;

use std::ops::Range;

use crate::keys::action::Action;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::source::Source;
use crate::tui::pane::page::Page;
use crate::tui::ui::Ui;

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
