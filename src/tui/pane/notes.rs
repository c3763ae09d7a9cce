//! The notes of the item being read: each footnote with its sources, and the member's own note.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::model::ids::SourceId;
use crate::model::session::NoteTarget;
use crate::review::listing::bearing_word;
use crate::review::listing::footnote_words;
use crate::review::listing::kept_back;
use crate::review::whereabouts::stands_in;
use crate::text::display::display;
use crate::text::wrap::Wrapped;
use crate::tui::pane::reader::Reading;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// One thing in the notes that can be gone to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// A footnote.
    Footnote(u32),
    /// A source it cites, or that the item names.
    Source(SourceId),
    /// The member's own note.
    Own(NoteTarget),
    /// An item that cites the source being read.
    Item(usize),
    /// Where the item stands in a text that is held.
    InSource(SourceId, usize),
}

/// One entry as it is drawn.
#[derive(Debug, Clone)]
struct Drawn {
    entry: Entry,
    indent: u16,
    text: String,
}

/// The pane's state.
#[derive(Debug, Clone, Default)]
pub struct Notes {
    reading: Option<Reading>,
    entries: Vec<Drawn>,
    cursor: usize,
    window: Window,
}

impl Notes {
    /// Shows the notes of what is read.
    pub fn show(&mut self, ui: &Ui<'_>, reading: Option<&Reading>) {
        let same = self.reading.as_ref() == reading;
        self.reading = reading.cloned();
        self.entries = match reading {
            Some(Reading::Item(at)) => notes_of_item(ui, *at),
            Some(Reading::Source(id)) => notes_of_source(ui, id),
            None => Vec::new(),
        };
        if !same {
            self.cursor = 0;
            self.window = Window::default();
        }
        self.cursor = self.cursor.min(self.entries.len().saturating_sub(1));
    }

    /// What the cursor stands on.
    pub fn entry(&self) -> Option<&Entry> {
        self.entries.get(self.cursor).map(|drawn| &drawn.entry)
    }

    /// Puts the cursor on a footnote.
    pub fn go(&mut self, number: u32) {
        if let Some(at) = self.entries.iter().position(|drawn| drawn.entry == Entry::Footnote(number)) {
            self.cursor = at;
        }
    }

    /// Whether there is anything to show.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Moves the cursor; false where the key means something else.
    pub fn act(&mut self, action: Action, page: usize) -> bool {
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        self.cursor = match action {
            Action::Up => moved(self.cursor, -1, self.entries.len()),
            Action::Down => moved(self.cursor, 1, self.entries.len()),
            Action::PageUp => moved(self.cursor, -page, self.entries.len()),
            Action::PageDown => moved(self.cursor, page, self.entries.len()),
            Action::First => 0,
            Action::Last => self.entries.len().saturating_sub(1),
            _ => return false,
        };
        true
    }

    /// Rows all entries take at a width.
    pub fn rows(&self, width: u16) -> usize {
        self.entries.iter().map(|drawn| rows_of(drawn, width)).sum()
    }

    /// Draws the entries and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        if self.entries.is_empty() {
            let text = if self.reading.is_some() { "No notes." } else { "" };
            put(buf, area, 0, &Line::from(ui.span(text, Role::Dim)), ui.theme.style(Role::Text));
            return (area.height > 0).then(|| Position::new(area.x, area.y));
        }
        let (top, above) = self.first_in_view(area);
        let mut row = 0;
        let mut cursor = None;
        for (at, drawn) in self.entries.iter().enumerate().skip(top) {
            let wrapped = Wrapped::new(display(&drawn.text), width_of(drawn, area.width));
            let skip = if at == top { above } else { 0 };
            for line in skip..wrapped.line_count() {
                if row >= area.height {
                    return cursor;
                }
                let text = wrapped.shown(line).into_string();
                let role = if drawn.indent == 0 { Role::Text } else { Role::Dim };
                let spans = vec![
                    Span::raw(" ".repeat(usize::from(drawn.indent + if line > 0 { 2 } else { 0 }))),
                    Span::styled(text, ui.theme.style(role)),
                ];
                put(buf, area, row, &Line::from(spans), ui.theme.style(Role::Text));
                if at == self.cursor {
                    let role = if focused { Role::Selected } else { Role::Text };
                    let here = Rect { y: area.y + row, height: 1, ..area };
                    buf.set_style(here, ui.theme.style(role));
                    cursor = cursor.or(Some(Position::new(area.x, area.y + row)));
                }
                row += 1;
            }
        }
        cursor
    }

    /// The first entry in view so that the one under the cursor is, and how many of its rows are
    /// above the pane.
    fn first_in_view(&self, area: Rect) -> (usize, usize) {
        let height = usize::from(area.height);
        let upto: usize = self.entries.iter().take(self.cursor + 1).map(|drawn| rows_of(drawn, area.width)).sum();
        let mut over = upto.saturating_sub(height);
        // An entry taller than the pane is shown from its beginning.
        let own = self.entries.get(self.cursor).map_or(0, |drawn| rows_of(drawn, area.width));
        over = over.min(upto - own.min(upto));
        for (at, drawn) in self.entries.iter().enumerate() {
            let rows = rows_of(drawn, area.width);
            if over < rows {
                return (at, over);
            }
            over -= rows;
        }
        (0, 0)
    }
}

fn width_of(drawn: &Drawn, width: u16) -> usize {
    usize::from(width.saturating_sub(drawn.indent + 2).max(1))
}

fn rows_of(drawn: &Drawn, width: u16) -> usize {
    Wrapped::new(display(&drawn.text), width_of(drawn, width)).line_count().max(1)
}

fn notes_of_item(ui: &Ui<'_>, at: usize) -> Vec<Drawn> {
    let catalog = ui.ws.catalog();
    let Some(item) = catalog.item(at) else { return Vec::new() };
    if ui.ws.blindness().hides(&item) {
        return Vec::new();
    }
    let mut entries = Vec::new();
    let own = NoteTarget::Evidence(item.id.clone());
    if let Some(note) = ui.ws.state().note_on(&own) {
        entries.push(Drawn { entry: Entry::Own(own), indent: 0, text: ui.line(&format!("Your note: {}", note.text)) });
    }
    if let Some((source, at)) = stands_in(catalog, &ui.ws.blindness(), &item) {
        let label = catalog.source(&source).map_or("", |source| source.label.as_str());
        let text = ui.line(&format!("Read on where it stands: {source} {label}"));
        entries.push(Drawn { entry: Entry::InSource(source, at), indent: 0, text });
    }
    let mut named = Vec::new();
    let mut seen = Vec::new();
    for reference in &item.refs {
        if seen.contains(&reference.footnote) {
            continue;
        }
        seen.push(reference.footnote);
        entries.push(footnote_entry(ui, reference.footnote));
        let sources = catalog.footnote(reference.footnote).map_or(&[][..], |note| note.sources.as_slice());
        for source in sources {
            named.push(source.clone());
            entries.push(source_entry(ui, source, 2));
        }
    }
    for source in item.sources.iter().filter(|source| !named.contains(source)) {
        entries.push(source_entry(ui, source, 0));
    }
    entries
}

/// Items that name a source are listed beside it up to here.
const LISTED: usize = 200;

fn notes_of_source(ui: &Ui<'_>, id: &SourceId) -> Vec<Drawn> {
    let catalog = ui.ws.catalog();
    let mut entries = Vec::new();
    let own = NoteTarget::Source(id.clone());
    if let Some(note) = ui.ws.state().note_on(&own) {
        entries.push(Drawn { entry: Entry::Own(own), indent: 0, text: ui.line(&format!("Your note: {}", note.text)) });
    }
    let using = catalog.using_source(id);
    for (at, item) in using.iter().take(LISTED).filter_map(|at| Some((at, catalog.item(at)?))) {
        let words = match kept_back(&ui.ws.blindness(), &item) {
            Some(instead) => instead.to_owned(),
            None => crate::review::labels::first_words(&item.text, 14),
        };
        let under: Vec<String> = item.cells.iter().map(bearing_word).collect();
        let text = ui.line(&format!("{}  {}  {words}", under.join(" "), item.kind.word()));
        entries.push(Drawn { entry: Entry::Item(at), indent: 0, text });
    }
    if using.len() > LISTED {
        let more = crate::review::words::plural(using.len() - LISTED, "more item names", "more items name");
        let text = ui.line(&format!("{more} it: show only {id} in a list to see them."));
        entries.push(Drawn { entry: Entry::Source(id.clone()), indent: 0, text });
    }
    entries.extend(catalog.footnotes_citing(id).iter().map(|number| footnote_entry(ui, *number)));
    entries
}

fn footnote_entry(ui: &Ui<'_>, number: u32) -> Drawn {
    let text = footnote_words(ui.ws.catalog(), number);
    let note = ui.ws.state().note_on(&NoteTarget::Footnote(number));
    let text = match note {
        Some(note) => format!("{text} \u{2014} your note: {}", note.text),
        None => text,
    };
    Drawn { entry: Entry::Footnote(number), indent: 0, text: ui.line(&text) }
}

fn source_entry(ui: &Ui<'_>, id: &SourceId, indent: u16) -> Drawn {
    let catalog = ui.ws.catalog();
    let text = match catalog.source(id) {
        None => id.to_string(),
        Some(source) => {
            let cited = catalog.using_source(id).len();
            let items = crate::review::words::plural(cited, "item", "items");
            format!("{id} {} ({}, {items})", source.label, source.kind.word())
        }
    };
    Drawn { entry: Entry::Source(id.clone()), indent, text: ui.line(&text) }
}
