//! The review view: grid, evidence list, reader and notes, side by side or one at a time.

mod drawing;
mod going;
mod marks;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::Subject;
use crate::model::quote::Stance;
use crate::model::session::NoteTarget;
use crate::review::workspace::Workspace;
use crate::tui::layout::Panes;
use crate::tui::layout::framed;
use crate::tui::pane::grid::Grid;
use crate::tui::pane::list::List;
use crate::tui::pane::notes::Entry;
use crate::tui::pane::notes::Notes;
use crate::tui::pane::reader::Reader;
use crate::tui::pane::reader::Reading;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;

/// Which pane has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The commitments.
    Grid,
    /// The evidence list.
    List,
    /// The text.
    Reader,
    /// The notes under it.
    Notes,
}

impl Focus {
    const ORDER: [Self; 4] = [Self::Grid, Self::List, Self::Reader, Self::Notes];

    fn next(self, forward: bool) -> Self {
        let at = Self::ORDER.iter().position(|focus| *focus == self).unwrap_or(0);
        let step = if forward { 1 } else { Self::ORDER.len() - 1 };
        Self::ORDER[(at + step) % Self::ORDER.len()]
    }
}

/// The view's state.
pub struct ReviewView {
    grid: Grid,
    list: List,
    reader: Reader,
    notes: Notes,
    focus: Focus,
    zoomed: bool,
    page: usize,
}

impl ReviewView {
    /// Stands on the first question.
    pub fn new(ws: &Workspace) -> Self {
        let grid = Grid::new(ws.catalog());
        let list = List::new(ws, grid.subject(ws.catalog()));
        Self {
            grid,
            list,
            reader: Reader::default(),
            notes: Notes::default(),
            focus: Focus::Grid,
            zoomed: false,
            page: 10,
        }
    }

    /// Where keys are looked up.
    pub fn scope(&self) -> Scope {
        match self.focus {
            Focus::Grid => Scope::Grid,
            Focus::List => Scope::List,
            Focus::Reader => Scope::Reader,
            Focus::Notes => Scope::Notes,
        }
    }

    /// The pane with the focus.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// The question or parent at hand.
    pub fn subject(&self) -> &Subject {
        self.list.subject()
    }

    /// The item at hand, as a place in the review's evidence.
    pub fn item(&self) -> Option<usize> {
        match self.reader.reading() {
            Some(Reading::Source(_)) if matches!(self.focus, Focus::Reader | Focus::Notes) => None,
            Some(Reading::Item(at)) if matches!(self.focus, Focus::Reader | Focus::Notes) => Some(*at),
            _ => self.list.item(),
        }
    }

    /// The reader, for sheets that begin in its text.
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    /// The same, to light in it what was found.
    pub fn reader_mut(&mut self) -> &mut Reader {
        &mut self.reader
    }

    /// What is to be read on the screen, where its text shows.
    pub fn in_sight(&self, area: Rect, marking: bool) -> Option<&Reading> {
        let shown = if marking { Focus::Reader } else { self.focus };
        let panes = Panes::of(area, shown, self.zoomed);
        self.reader.reading().filter(|_| panes.reader.is_some() && self.reader.is_markable())
    }

    /// The list, for what is shown only.
    pub fn list(&self) -> &List {
        &self.list
    }

    /// An item was read or is unread again: only a list that shows the unread ones changes by it.
    pub fn read_changed(&mut self, ws: &Workspace) {
        if matches!(self.list.filter(), Some(crate::tui::pane::filter::Filter::Unread)) {
            self.list.recount(ws);
        }
    }

    /// Works everything out anew after the session changed.
    pub fn refresh(&mut self, ui: &Ui<'_>) {
        self.list.recount(ui.ws);
        match self.reader.reading().cloned() {
            Some(Reading::Item(at)) => self.reader.open_item(ui, at),
            Some(Reading::Source(id)) => self.reader.open_source(ui, &id),
            None => {}
        }
        self.notes.show(ui, self.reader.reading());
    }

    /// Shows only what a filter lets through.
    pub fn set_filter(&mut self, ui: &Ui<'_>, filter: Option<crate::tui::pane::filter::Filter>, pinned: bool) {
        self.list.set_filter(ui.ws, filter, pinned);
        self.focus = Focus::List;
        self.sync(ui);
    }

    /// The reader follows the list, the notes follow the reader.
    fn sync(&mut self, ui: &Ui<'_>) {
        match self.list.item() {
            Some(at) => self.reader.open_item(ui, at),
            None => self.reader.clear(),
        }
        self.notes.show(ui, self.reader.reading());
    }

    /// Answers an action.
    pub fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::NextPane | Action::PreviousPane => {
                self.focus = self.focus.next(action == Action::NextPane);
                return self.entered(ui);
            }
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::ListScope => {
                let words = self.list.widen(ui.ws);
                self.sync(ui);
                return Reply::say(format!("Showing {words}."));
            }
            _ => {
                return match self.focus {
                    Focus::Grid => self.act_grid(action, ui),
                    Focus::List => self.act_list(action, ui),
                    Focus::Reader => self.act_reader(action, ui),
                    Focus::Notes => self.act_notes(action, ui),
                };
            }
        }
        Reply::done()
    }

    /// An item counts as read once its text has the focus, or stood beside the list under the cursor.
    fn entered(&self, ui: &Ui<'_>) -> Reply {
        match (self.focus, self.reader.reading()) {
            (Focus::Reader, Some(Reading::Item(at))) if self.reader.is_markable() => {
                let Some(item) = ui.ws.catalog().item(*at) else { return Reply::done() };
                Reply::ask(Request::SetRead(item.id.clone(), true))
            }
            _ => Reply::done(),
        }
    }

    fn act_grid(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if action == Action::Open {
            self.focus = Focus::List;
            return self.entered(ui);
        }
        if self.grid.act(action, self.page) {
            self.list.show(ui.ws, &self.grid.subject(ui.ws.catalog()));
            self.sync(ui);
            return Reply::done();
        }
        if action == Action::Right {
            self.focus = Focus::List;
            return Reply::done();
        }
        Reply::ignored()
    }

    fn act_list(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.list.act(action, self.page) {
            self.sync(ui);
            return Reply::done();
        }
        match action {
            Action::Open | Action::Right => {
                self.focus = Focus::Reader;
                self.entered(ui)
            }
            Action::Left => {
                self.focus = Focus::Grid;
                Reply::done()
            }
            Action::Back if self.list.filter().is_some() => {
                self.list.set_filter(ui.ws, None, false);
                self.sync(ui);
                Reply::done()
            }
            Action::Back => {
                self.focus = Focus::Grid;
                Reply::done()
            }
            Action::MarkYes => self.mark_whole(ui, Stance::Supports),
            Action::MarkNo => self.mark_whole(ui, Stance::Undermines),
            Action::MarkBoth => self.mark_whole(ui, Stance::Mixed),
            Action::MarkBackground => self.mark_whole(ui, Stance::Context),
            Action::ToggleRead => self.toggle_read(ui),
            Action::Clear => self.clear_mark(ui),
            _ => Reply::ignored(),
        }
    }

    fn act_reader(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.reader.act(action, self.page) {
            return Reply::done();
        }
        if let Some(Reading::Source(id)) = self.reader.reading().cloned() {
            match action {
                Action::NextItem | Action::PreviousItem => {
                    return self.step_source(ui, &id, action == Action::NextItem);
                }
                Action::Down | Action::PageDown => return self.past_source(ui, &id),
                Action::Open | Action::Right if self.notes.is_empty() => {
                    return Reply::say(format!("No item and no note cites {id}."));
                }
                Action::Open | Action::Right => {
                    self.focus = Focus::Notes;
                    return Reply::done();
                }
                Action::NextMarker | Action::PreviousMarker => {
                    let shows = ui.key(Action::NextPane);
                    return Reply::say(format!("No note numbers stand in this text. {shows} shows what cites it."));
                }
                _ => {}
            }
        }
        match action {
            Action::NextItem | Action::PreviousItem => self.step(action == Action::NextItem, ui),
            Action::Down => self.past_the_end(ui),
            Action::Up | Action::PageUp | Action::First | Action::Last => Reply::done(),
            Action::PageDown => self.past_the_end(ui),
            Action::NextWord | Action::PreviousWord | Action::NextMarker | Action::PreviousMarker => Reply::done(),
            Action::Left | Action::Back => {
                self.focus = Focus::List;
                self.sync(ui);
                Reply::done()
            }
            Action::Right => self.step(true, ui),
            Action::Open => match self.reader.footnote() {
                Some(number) => {
                    self.notes.go(number);
                    self.focus = Focus::Notes;
                    Reply::done()
                }
                None => Reply::mistake("No note stands in this sentence. ] goes to the next one."),
            },
            Action::ToggleRead => self.toggle_read(ui),
            Action::Clear => self.clear_mark(ui),
            _ => Reply::ignored(),
        }
    }

    fn act_notes(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.notes.act(action, self.page) {
            return Reply::done();
        }
        match action {
            Action::NextItem | Action::PreviousItem => self.step(action == Action::NextItem, ui),
            Action::Left | Action::Back => {
                self.focus = Focus::Reader;
                if matches!(self.reader.reading(), Some(Reading::Source(_))) && !self.reader.is_markable() {
                    self.focus = Focus::List;
                    self.sync(ui);
                }
                Reply::done()
            }
            Action::Open | Action::Right => match self.notes.entry().cloned() {
                Some(Entry::Source(id)) => Reply::ask(Request::Go(Place::Source(id))),
                Some(Entry::InSource(source, at)) => Reply::ask(Request::Go(Place::InSource { source, at })),
                Some(Entry::Footnote(number)) => self.open_footnote(number, ui),
                Some(Entry::Own(_)) => Reply::ask(Request::Do(Action::Note)),
                Some(Entry::Item(at)) => match ui.ws.catalog().item(at) {
                    Some(item) => {
                        Reply::ask(Request::Go(Place::Item { item: item.id.clone(), under: None, at: Some(0) }))
                    }
                    None => Reply::done(),
                },
                None => Reply::done(),
            },
            _ => Reply::ignored(),
        }
    }

    /// From a footnote to where it stands: in a source's notes to an item, in an item's to its marker.
    fn open_footnote(&mut self, number: u32, ui: &Ui<'_>) -> Reply {
        if let Some(marker) = self.reader.page().markers().iter().find(|marker| marker.footnote == number) {
            self.reader.put_cursor(marker.at);
            self.focus = Focus::Reader;
            return Reply::done();
        }
        if ui.ws.catalog().citing_footnote(number).is_empty() {
            return Reply::mistake(format!("Note {number} is in the list, but no text here refers to it."));
        }
        Reply::ask(Request::Go(Place::Footnote(number)))
    }

    fn step(&mut self, forward: bool, ui: &Ui<'_>) -> Reply {
        if !self.list.step(if forward { 1 } else { -1 }) {
            return if forward { self.past_the_end(ui) } else { Reply::say("This is the first item.") };
        }
        self.sync(ui);
        self.entered(ui)
    }

    /// Past the last sentence: the next item; past the last item: says where the next question is.
    fn past_the_end(&mut self, ui: &Ui<'_>) -> Reply {
        if self.list.step(1) {
            self.sync(ui);
            return self.entered(ui);
        }
        let next = next_cell(ui.ws, self.subject());
        match next {
            Some(subject) => Reply::say(format!(
                "That was the last item here. {} goes on to the next unrated question; after this one comes {subject}.",
                ui.key(Action::GoUnrated)
            )),
            None => Reply::say("That was the last item."),
        }
    }

    /// Fits every pane to its rectangle; while a passage is marked the text shows, wherever the focus is.
    pub fn settle(&mut self, ui: &Ui<'_>, area: Rect, marking: bool) {
        if self.reader.reading().is_none() {
            self.sync(ui);
        }
        let shown = if marking { Focus::Reader } else { self.focus };
        let panes = Panes::of(area, shown, self.zoomed);
        let inner = |rect: Option<Rect>| rect.map(|rect| framed(rect, panes.bordered));
        if let Some(grid) = inner(panes.grid) {
            self.grid.settle(usize::from(grid.height));
        }
        if let Some(list) = inner(panes.list) {
            self.list.settle(usize::from(list.height.saturating_sub(1)));
        }
        if let Some(reader) = inner(panes.reader) {
            let header = self.reader.header_height(ui, reader.width, reader.height);
            self.reader.settle(reader.width, reader.height.saturating_sub(header));
        }
        let focused = match shown {
            Focus::Grid => panes.grid,
            Focus::List => panes.list,
            Focus::Reader => panes.reader,
            Focus::Notes => panes.notes,
        };
        self.page = inner(focused).map_or(10, |rect| usize::from(rect.height.saturating_sub(2).max(1)));
    }

    /// Puts focus and cursor where the mouse points.
    pub fn click(&mut self, ui: &Ui<'_>, area: Rect, column: u16, row: u16) {
        let panes = Panes::of(area, self.focus, self.zoomed);
        let at = Position::new(column, row);
        let inside =
            |rect: Option<Rect>| rect.filter(|rect| rect.contains(at)).map(|rect| framed(rect, panes.bordered));
        if let Some(rect) = inside(panes.grid) {
            self.focus = Focus::Grid;
            self.grid.click(rect, column, row);
            self.list.show(ui.ws, &self.grid.subject(ui.ws.catalog()));
            self.sync(ui);
        } else if let Some(rect) = inside(panes.list) {
            self.focus = Focus::List;
            self.list.click(usize::from(row.saturating_sub(rect.y + 1)), usize::from(rect.height.saturating_sub(1)));
            self.sync(ui);
        } else if inside(panes.reader).is_some() {
            self.focus = Focus::Reader;
        } else if inside(panes.notes).is_some() {
            self.focus = Focus::Notes;
        }
    }
}

fn subject_target(subject: &Subject) -> NoteTarget {
    match subject {
        Subject::Cell(cell) => NoteTarget::Cell(cell.clone()),
        Subject::Parent(parent) => NoteTarget::Parent(parent.clone()),
    }
}

/// The question after a subject, in the order of the grid.
fn next_cell(ws: &Workspace, subject: &Subject) -> Option<String> {
    let Subject::Cell(cell) = subject else { return None };
    let cells: Vec<_> = ws.catalog().review().cells().collect();
    let at = cells.iter().position(|other| other == cell)?;
    cells.get(at + 1).map(ToString::to_string)
}
