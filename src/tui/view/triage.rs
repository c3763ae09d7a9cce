//! Triage: the sources one after another, the text of the one at hand beside them, one key a decision.
//!
//! Owns which pane has the focus, where the cursors stand, and where in each text one was. Uses the session to read,
//! the panes and the sheets. Invariant: every decision it asks for is an act, so that undo takes it back; reading
//! needs none.

mod deciding;
mod drawing;

use std::collections::HashMap;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::session::NoteTarget;
use crate::model::source::Source;
use crate::review::query::run::Here as Texts;
use crate::review::queue::Arrangement;
use crate::review::queue::Only;
use crate::review::queue::Pile;
use crate::review::queue::Sort;
use crate::review::workspace::Workspace;
use crate::tui::dialog::search::Here;
use crate::tui::layout::TriagePanes;
use crate::tui::layout::framed;
use crate::tui::pane::notes::Entry;
use crate::tui::pane::notes::Notes;
use crate::tui::pane::queue::QueuePane;
use crate::tui::pane::reader::Reader;
use crate::tui::pane::reader::Reading;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;

pub use crate::tui::view::triage::deciding::Decided;
pub use crate::tui::view::triage::deciding::own_order;
pub use crate::tui::view::triage::deciding::told;

/// Which pane has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Focus {
    /// The sources.
    Queue,
    /// The text of the one at hand.
    Text,
    /// What cites it.
    Cites,
}

impl Focus {
    fn next(self, forward: bool) -> Self {
        match (self, forward) {
            (Self::Queue, true) | (Self::Cites, false) => Self::Text,
            (Self::Text, true) | (Self::Queue, false) => Self::Cites,
            (Self::Cites, true) | (Self::Text, false) => Self::Queue,
        }
    }
}

/// How the queue is to be arranged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Arrange {
    /// What is to be decided about.
    Pile(Pile),
    /// What is shown of it; none: all.
    Only(Option<Only>),
    /// What it is ordered by; none: the order below, the register's or the member's own.
    Sort(Option<Sort>),
}

impl Default for Triage {
    fn default() -> Self {
        Self::new()
    }
}

/// The view's state.
#[derive(Clone)]
pub struct Triage {
    pane: QueuePane,
    reader: Reader,
    cites: Notes,
    focus: Focus,
    zoomed: bool,
    page: usize,
    /// Where in each text one was.
    places: HashMap<SourceId, usize>,
    /// What the source filed last bears on, for the next.
    filed: Option<Vec<CommitmentId>>,
}

impl Triage {
    /// Stands on the first source; what there is, is looked at when it is first refreshed.
    pub fn new() -> Self {
        Self {
            pane: QueuePane::default(),
            reader: Reader::default(),
            cites: Notes::default(),
            focus: Focus::Queue,
            zoomed: false,
            page: 10,
            places: HashMap::new(),
            filed: None,
        }
    }

    /// Where keys are looked up.
    pub fn scope(&self) -> Scope {
        match self.focus {
            Focus::Text => Scope::TriageText,
            Focus::Queue | Focus::Cites => Scope::Triage,
        }
    }

    /// The pane with the focus.
    pub fn focus(&self) -> Focus {
        self.focus
    }

    /// The list of sources, for what is shown only and in which order.
    pub fn pane(&self) -> &QueuePane {
        &self.pane
    }

    /// Takes what the secretariat handed out; the cursor stays on its source where it can.
    pub fn hand_out(&mut self, ws: &Workspace, sources: Vec<SourceId>) {
        self.pane.keep_on(ws, |queue, ws| queue.hand_out(ws, sources));
    }

    /// Arranges the sources as they were when the member left, before they are first looked at.
    pub fn take_up(&mut self, ws: &Workspace, kept: Arrangement) {
        self.pane.queue.take_up(ws, kept);
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
        let shown = if marking { Focus::Text } else { self.focus };
        let panes = TriagePanes::of(area, shown, self.zoomed);
        self.reader.reading().filter(|_| panes.text.is_some() && self.reader.is_markable())
    }

    /// Whether Esc closes something in here: leads out of a text, or shows all again.
    pub fn closes_something(&self) -> bool {
        self.focus != Focus::Queue || self.pane.queue.only().is_some()
    }

    /// The source at hand.
    pub fn source(&self, ws: &Workspace) -> Option<SourceId> {
        self.pane.source(ws).map(|source| source.id.clone())
    }

    /// Whether a source can be gone to without leaving what is to be decided about.
    pub fn lists(&self, ws: &Workspace, id: &SourceId) -> bool {
        let sources = &ws.catalog().review().sources;
        self.pane.queue.shown().iter().any(|&at| &sources[at].id == id)
    }

    /// Whether the source at hand is a text like another, or that one.
    pub fn stands_by_one_like(&self, ws: &Workspace, id: &SourceId) -> bool {
        let here = self.pane.source(ws).map(Source::first_alike);
        here.is_some() && here == ws.catalog().source(id).map(Source::first_alike)
    }

    /// Where the view is, as a place to come back to.
    pub fn place(&self, ws: &Workspace) -> Option<Place> {
        let source = self.source(ws)?;
        let at = (self.focus != Focus::Queue).then(|| self.reader.cursor());
        Some(Place::Triage { source, at })
    }

    /// Goes to a source; with a place in its text, into the text.
    pub fn go(&mut self, ui: &Ui<'_>, id: &SourceId, at: Option<usize>) {
        self.leave_text();
        if !self.pane.go(ui.ws, id) {
            return;
        }
        self.show(ui);
        if let Some(at) = at {
            self.reader.put_cursor(at);
            self.focus = Focus::Text;
        }
    }

    /// Goes back to a source whose decision was taken back, and to where in its text one was; the focus stays.
    pub fn return_to(&mut self, ui: &Ui<'_>, id: &SourceId) {
        self.leave_text();
        if self.pane.go(ui.ws, id) {
            self.show(ui);
        }
    }

    /// Works everything out anew after the session changed.
    pub fn refresh(&mut self, ui: &Ui<'_>) {
        self.pane.keep_on(ui.ws, |queue, ws| queue.refresh(ws));
        self.show(ui);
    }

    /// Arranges the queue.
    pub fn arrange(&mut self, ui: &Ui<'_>, how: &Arrange) {
        self.leave_text();
        self.pane.keep_on(ui.ws, |queue, ws| match how.clone() {
            Arrange::Pile(pile) => queue.set_pile(ws, pile),
            Arrange::Only(only) => queue.set_only(ws, only),
            Arrange::Sort(sort) => queue.set_sort(ws, sort),
        });
        self.focus = Focus::Queue;
        self.show(ui);
    }

    /// Remembers where in the text one was.
    fn leave_text(&mut self) {
        if let Some(Reading::Source(id)) = self.reader.reading()
            && self.reader.is_markable()
        {
            self.places.insert(id.clone(), self.reader.cursor());
        }
    }

    /// The text follows the queue, at the place where one was; what cites it follows the text.
    fn show(&mut self, ui: &Ui<'_>) {
        match self.pane.source(ui.ws) {
            Some(source) => {
                let opens = self.reader.reading() != Some(&Reading::Source(source.id.clone()));
                self.reader.open_source(ui, &source.id);
                if let Some(at) = self.places.get(&source.id).filter(|_| opens && self.reader.is_markable()) {
                    self.reader.put_cursor(*at);
                }
            }
            None => self.reader.clear(),
        }
        self.cites.show(ui, self.reader.reading());
    }

    /// What a note would be on.
    pub fn note_target(&self, ws: &Workspace) -> Option<NoteTarget> {
        match (self.focus, self.cites.entry()) {
            (Focus::Cites, Some(Entry::Footnote(number))) => Some(NoteTarget::Footnote(*number)),
            (Focus::Cites, Some(Entry::Own(target))) => Some(target.clone()),
            _ => self.source(ws).map(NoteTarget::Source),
        }
    }

    /// The passage of the member's under the cursor in the text, the shortest where several overlap.
    pub fn quote_at_cursor<'a>(&self, ui: &Ui<'a>) -> Option<&'a Quote> {
        let text = self.reader.marked_in(ui).filter(|_| self.focus == Focus::Text)?;
        let cursor = self.reader.cursor();
        let here = |quote: &&Quote| quote.selector.start <= cursor && cursor < quote.selector.end;
        ui.ws.state().quotes_of(&text).filter(here).min_by_key(|quote| quote.selector.end - quote.selector.start)
    }

    /// What a search looks through unless it is everything: the text being read, else the sources shown.
    pub fn searched_here(&self, ui: &Ui<'_>) -> Here {
        let reading = self.focus == Focus::Text && self.reader.is_markable();
        match self.pane.queue.shown().get(self.pane.line()).filter(|_| reading) {
            Some(at) => Here { texts: Texts::Sources(vec![*at]), place: "in this text" },
            None => {
                let sources = &ui.ws.catalog().review().sources;
                let held = self.pane.queue.shown().iter().filter(|&&at| sources[at].text.is_some());
                Here { texts: Texts::Sources(held.copied().collect()), place: "in these sources" }
            }
        }
    }

    /// Answers an action.
    pub fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if let Some(reply) = self.decide(action, ui) {
            return reply;
        }
        match action {
            Action::NextPane | Action::PreviousPane => self.focus = self.focus.next(action == Action::NextPane),
            Action::Zoom => self.zoomed = !self.zoomed,
            Action::NextItem | Action::PreviousItem => return self.step(ui, action == Action::NextItem),
            Action::RegisterOrder => return self.register_order(ui),
            _ => {
                return match self.focus {
                    Focus::Queue => self.act_queue(action, ui),
                    Focus::Text => self.act_text(action, ui),
                    Focus::Cites => self.act_cites(action, ui),
                };
            }
        }
        Reply::done()
    }

    fn step(&mut self, ui: &Ui<'_>, forward: bool) -> Reply {
        self.leave_text();
        if !self.pane.step(if forward { 1 } else { -1 }) {
            return Reply::say(if forward {
                "This is the last source here."
            } else {
                "This is the first source here."
            });
        }
        self.show(ui);
        Reply::done()
    }

    fn act_queue(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        self.leave_text();
        if self.pane.act(action, self.page) {
            self.show(ui);
            return Reply::done();
        }
        match action {
            Action::Open | Action::Right if self.pane.source(ui.ws).is_none() => Reply::done(),
            Action::Open | Action::Right => {
                self.focus = Focus::Text;
                Reply::done()
            }
            Action::Left => Reply::done(),
            Action::Back if self.pane.queue.only().is_some() => {
                self.pane.keep_on(ui.ws, |queue, ws| queue.set_only(ws, None));
                self.show(ui);
                Reply::done()
            }
            _ => Reply::ignored(),
        }
    }

    fn act_text(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.reader.act(action, self.page) {
            return Reply::done();
        }
        match action {
            Action::Up | Action::PageUp | Action::First | Action::Last => Reply::done(),
            Action::NextWord | Action::PreviousWord => Reply::done(),
            Action::Down | Action::PageDown => {
                let key = |action| ui.keys.key_for(Scope::TriageText, action).unwrap_or(":");
                Reply::say(format!(
                    "That was all of it. {} relevant, {} set aside, {} raise with the panel, {} later; {} only goes on.",
                    key(Action::Relevant),
                    key(Action::SetAside),
                    key(Action::Raise),
                    key(Action::Later),
                    key(Action::NextItem)
                ))
            }
            Action::Left | Action::Back => {
                self.leave_text();
                self.focus = Focus::Queue;
                Reply::done()
            }
            Action::Open | Action::Right if self.cites.is_empty() => Reply::say("No item and no note cites it."),
            Action::Open | Action::Right => {
                self.focus = Focus::Cites;
                Reply::done()
            }
            Action::Clear => match self.quote_in_sentence(ui) {
                Some(quote) => Reply::ask(Request::Apply(crate::model::act::Act::Unmark { quote: quote.id })),
                None => {
                    Reply::mistake("There is no passage of yours here to take away; a decision is cleared in the list.")
                }
            },
            _ => Reply::ignored(),
        }
    }

    /// The passage marked last of those that touch the sentence under the cursor.
    fn quote_in_sentence<'a>(&self, ui: &Ui<'a>) -> Option<&'a Quote> {
        let (text, sentence) = (self.reader.marked_in(ui)?, self.reader.sentence()?);
        let touches = |quote: &&Quote| quote.selector.start < sentence.end && sentence.start < quote.selector.end;
        ui.ws.state().quotes_of(&text).rev().find(touches)
    }

    fn act_cites(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.cites.act(action, self.page) {
            return Reply::done();
        }
        match action {
            Action::Left | Action::Back => {
                self.focus = Focus::Text;
                Reply::done()
            }
            Action::Open | Action::Right => match self.cites.entry().cloned() {
                Some(Entry::Footnote(number)) => Reply::ask(Request::Go(Place::Footnote(number))),
                Some(Entry::Own(_)) => Reply::ask(Request::Do(Action::Note)),
                Some(Entry::Item(at)) => match ui.ws.catalog().item(at) {
                    Some(item) => {
                        Reply::ask(Request::Go(Place::Item { item: item.id.clone(), under: None, at: Some(0) }))
                    }
                    None => Reply::done(),
                },
                _ => Reply::done(),
            },
            _ => Reply::ignored(),
        }
    }

    /// Fits every pane to its rectangle; while a passage is marked the text shows, wherever the focus is.
    pub fn settle(&mut self, ui: &Ui<'_>, area: Rect, marking: bool) {
        if self.reader.reading().is_none() {
            self.show(ui);
        }
        let shown = if marking { Focus::Text } else { self.focus };
        let panes = TriagePanes::of(area, shown, self.zoomed);
        let inner = |rect: Option<Rect>| rect.map(|rect| framed(rect, panes.bordered));
        if let Some(rect) = inner(panes.queue) {
            let rows = drawing::parts(rect).rows;
            self.pane.settle(usize::from(rows.height));
        }
        if let Some(rect) = inner(panes.text) {
            let header = self.reader.header_height(ui, rect.width, rect.height);
            self.reader.settle(rect.width, rect.height.saturating_sub(header));
        }
        let focused = match shown {
            Focus::Queue => inner(panes.queue).map(|rect| drawing::parts(rect).rows),
            Focus::Text => inner(panes.text),
            Focus::Cites => inner(panes.cites),
        };
        self.page = focused.map_or(10, |rect| usize::from(rect.height.saturating_sub(2).max(1)));
    }

    /// Puts focus and cursor where the mouse points.
    pub fn click(&mut self, ui: &Ui<'_>, area: Rect, column: u16, row: u16) {
        let panes = TriagePanes::of(area, self.focus, self.zoomed);
        let at = Position::new(column, row);
        let inside =
            |rect: Option<Rect>| rect.filter(|rect| rect.contains(at)).map(|rect| framed(rect, panes.bordered));
        if let Some(rect) = inside(panes.queue) {
            self.leave_text();
            self.focus = Focus::Queue;
            let rows = drawing::parts(rect).rows;
            self.pane.click(usize::from(row.saturating_sub(rows.y)), usize::from(rows.height));
            self.show(ui);
        } else if inside(panes.text).is_some() {
            self.focus = Focus::Text;
        } else if inside(panes.cites).is_some() {
            self.focus = Focus::Cites;
        }
    }

    /// The text at hand that can be marked.
    pub fn text_at_hand(&self, ui: &Ui<'_>) -> Option<MarkedIn> {
        self.reader.marked_in(ui)
    }
}
