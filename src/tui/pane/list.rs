//! The evidence list of the question at hand: one line per item.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::evidence::Evidence;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::places::Places;
use crate::model::quote::Stance;
use crate::review::listing::kept_back;
use crate::review::listing::short_code;
use crate::review::queue::bearing_on;
use crate::review::tally::Tally;
use crate::review::tally::stances;
use crate::review::tally::tally;
use crate::review::words::plural;
use crate::review::workspace::Workspace;
use crate::tui::pane::filter::Filter;
use crate::tui::pane::grid::Grid;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// How much of a commitment the list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Breadth {
    /// What is filed under the question.
    #[default]
    Question,
    /// Everything of the commitment.
    Commitment,
    /// That, with its introduction and its area's.
    WithBackground,
}

impl Breadth {
    fn next(self) -> Self {
        match self {
            Self::Question => Self::Commitment,
            Self::Commitment => Self::WithBackground,
            Self::WithBackground => Self::Question,
        }
    }

    /// What it shows, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Question => "this question",
            Self::Commitment => "the whole commitment",
            Self::WithBackground => "the whole commitment with background",
        }
    }
}

/// The list's state.
#[derive(Debug, Clone)]
pub struct List {
    subject: Subject,
    breadth: Breadth,
    filter: Option<Filter>,
    /// Whether the filter stays on at other questions.
    pinned: bool,
    all: Places,
    shown: Places,
    cursor: usize,
    window: Window,
    tally: Tally,
}

impl List {
    /// A list under a subject.
    pub fn new(ws: &Workspace, subject: Subject) -> Self {
        let mut list = Self {
            subject,
            breadth: Breadth::default(),
            filter: None,
            pinned: false,
            all: Places::default(),
            shown: Places::default(),
            cursor: 0,
            window: Window::default(),
            tally: Tally::default(),
        };
        list.refill(ws);
        list
    }

    /// What the list is about.
    pub fn subject(&self) -> &Subject {
        &self.subject
    }

    /// The question, if the list is about one.
    pub fn cell(&self) -> Option<&CellKey> {
        match &self.subject {
            Subject::Cell(cell) => Some(cell),
            Subject::Parent(_) => None,
        }
    }

    /// Shows another subject's items from the top; what was shown only is dropped, unless it was pinned.
    pub fn show(&mut self, ws: &Workspace, subject: &Subject) {
        if &self.subject != subject {
            self.subject = subject.clone();
            if !self.pinned {
                self.filter = None;
            }
            self.cursor = 0;
            // What was shown before has no say in where the cursor stands now.
            self.shown = Places::default();
            self.refill(ws);
        }
    }

    /// Works the list out anew, the cursor staying on its item where it can.
    pub fn refill(&mut self, ws: &Workspace) {
        let at = self.item();
        self.all = ws.catalog().extent(&self.extent());
        self.recount(ws);
        if let Some(at) = at {
            self.put_on(at);
        }
    }

    /// Counts anew and filters anew, after a change to the session.
    pub fn recount(&mut self, ws: &Workspace) {
        let (extent, cell) = (self.extent(), self.cell().cloned());
        self.shown = match &self.filter {
            None => self.all.clone(),
            Some(filter) => filter.shown(ws, &extent, &self.all, cell.as_ref()),
        };
        self.cursor = self.cursor.min(self.shown.len().saturating_sub(1));
        self.tally = tally(ws.catalog(), ws.state(), &extent, &self.all, cell.as_ref());
    }

    /// Shows only what a filter lets through, pinned also at other questions; none shows all.
    pub fn set_filter(&mut self, ws: &Workspace, filter: Option<Filter>, pinned: bool) {
        let at = self.item();
        self.pinned = pinned && filter.is_some();
        self.filter = filter;
        self.cursor = 0;
        self.recount(ws);
        if let Some(at) = at {
            self.put_on(at);
        }
    }

    /// Whether something is left out.
    pub fn filter(&self) -> Option<&Filter> {
        self.filter.as_ref()
    }

    /// Whether what is left out stays out at other questions.
    pub fn is_pinned(&self) -> bool {
        self.pinned
    }

    /// Which items it is about.
    pub fn extent(&self) -> Extent {
        let commitment = match &self.subject {
            Subject::Cell(cell) => Some(&cell.commitment),
            Subject::Parent(ParentKey::Commitment(id)) => Some(id),
            Subject::Parent(_) => None,
        };
        match (commitment, self.breadth) {
            (None, _) | (_, Breadth::Question) => Extent::Shelf(Grid::shelf(&self.subject)),
            (Some(id), Breadth::Commitment) => Extent::Questions(id.clone()),
            (Some(id), Breadth::WithBackground) => Extent::Background(id.clone()),
        }
    }

    /// The items there are, shown or not.
    pub fn all(&self) -> &Places {
        &self.all
    }

    /// Goes on to the next breadth and says which.
    pub fn widen(&mut self, ws: &Workspace) -> &'static str {
        self.breadth = self.breadth.next();
        self.refill(ws);
        self.breadth.words()
    }

    /// The item under the cursor, as a place in the review's evidence.
    pub fn item(&self) -> Option<usize> {
        self.shown.get(self.cursor)
    }

    /// Place of the cursor, from 1, and how many items are shown.
    pub fn position(&self) -> (usize, usize) {
        (self.cursor + 1, self.shown.len())
    }

    /// The items shown.
    pub fn items(&self) -> &Places {
        &self.shown
    }

    /// Puts the cursor on an item; false where the list does not show it.
    pub fn put_on(&mut self, item: usize) -> bool {
        match self.shown.position(item) {
            Some(at) => {
                self.cursor = at;
                true
            }
            None => false,
        }
    }

    /// Moves by so many items; false at the end.
    pub fn step(&mut self, by: isize) -> bool {
        let to = moved(self.cursor, by, self.shown.len());
        let changed = to != self.cursor;
        self.cursor = to;
        changed
    }

    /// Moves the cursor; false where the key means something else.
    pub fn act(&mut self, action: Action, page: usize) -> bool {
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        let to = match action {
            Action::Up => moved(self.cursor, -1, self.shown.len()),
            Action::Down => moved(self.cursor, 1, self.shown.len()),
            Action::PageUp => moved(self.cursor, -page, self.shown.len()),
            Action::PageDown => moved(self.cursor, page, self.shown.len()),
            Action::First => 0,
            Action::Last => self.shown.len().saturating_sub(1),
            _ => return false,
        };
        self.cursor = to;
        true
    }

    /// Puts the cursor on a row that is in view.
    pub fn click(&mut self, row: usize, height: usize) {
        let top = self.window.top_for(self.cursor, self.shown.len(), height);
        self.cursor = (top + row).min(self.shown.len().saturating_sub(1));
    }

    /// Keeps the cursor in view.
    pub fn settle(&mut self, height: usize) {
        self.window.follow(self.cursor, self.shown.len(), height);
    }

    /// The header in words.
    pub fn header(&self, ui: &Ui<'_>) -> String {
        let ws = ui.ws;
        let tally = &self.tally;
        if let Some(filter) = &self.filter {
            let words = filter.words(ws);
            let pinned = if self.pinned { ", at every question" } else { "" };
            return format!("{} of {} shown: only {words}{pinned}. Esc shows all", self.shown.len(), self.all.len());
        }
        let mut items = plural(tally.items, "item", "items");
        let own = self.own_in_texts(ws);
        if own > 0 {
            let lists = ui.keys.key_for(Scope::Everywhere, Action::GoFiled).unwrap_or(":");
            items.push_str(&format!(" and {} from sources ({lists})", plural(own, "passage", "passages")));
        }
        let mut text = format!("{items}: {}", tally.words());
        // Those who were asked: what else there is stands in the lines.
        let who = tally.who();
        if !who.is_empty() {
            text.push_str(&format!("; {who}"));
        }
        let bearing = self.bearing(ws);
        if bearing > 0 {
            let lists = ui.keys.key_for(Scope::Everywhere, Action::GoSources).unwrap_or(":");
            text.push_str(&format!("; {} on it ({lists})", plural(bearing, "source bears", "sources bear")));
        }
        text
    }

    /// Draws the lines in view and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        if self.shown.is_empty() {
            return self.draw_empty(ui, area, buf);
        }
        let top = self.window.top_for(self.cursor, self.shown.len(), usize::from(area.height));
        let mut cursor = None;
        for (y, offset) in (0..area.height).zip(top..self.shown.len()) {
            let Some(item) = self.shown.get(offset).and_then(|at| ui.ws.catalog().item(at)) else { break };
            let line = self.line(ui, &item, usize::from(area.width));
            let here = offset == self.cursor;
            let role = match (here, focused) {
                (true, true) => Role::Selected,
                (true, false) => Role::SelectedElsewhere,
                (false, _) => Role::Text,
            };
            put(buf, area, y, &line, ui.theme.style(Role::Text));
            if here {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(role));
                cursor = Some(Position::new(area.x, area.y + y));
            }
        }
        cursor
    }

    fn draw_empty(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let text = match (&self.filter, self.all.is_empty()) {
            (Some(_), false) => format!("No item here is left. Esc shows all {}.", self.all.len()),
            _ => self.nothing_filed(ui),
        };
        self.draw_words(ui, area, buf, &text)
    }

    /// What stands where no item is listed: where there is something to read, and how it is filed.
    fn nothing_filed(&self, ui: &Ui<'_>) -> String {
        let review = ui.ws.catalog().review();
        let under = crate::review::words::subject_word(review, &self.subject);
        let key = |scope, action| ui.keys.key_for(scope, action).unwrap_or(":");
        let own = self.own_in_texts(ui.ws);
        if own > 0 {
            let own = plural(own, "passage", "passages");
            let lists = key(Scope::Everywhere, Action::GoFiled);
            return format!("No item is filed under {under}, but {own} of yours from sources: {lists} lists them.");
        }
        let bearing = self.bearing(ui.ws);
        if bearing > 0 {
            let lists = key(Scope::Everywhere, Action::GoSources);
            let sources = plural(bearing, "source", "sources");
            return format!("Nothing is filed under {under} yet. {lists} lists the {sources} you said bear on it.");
        }
        let held = review.sources.iter().any(|source| source.text.is_some());
        if !held && ui.ws.catalog().items().is_empty() {
            return format!(
                "Nothing is filed under {under} yet. This review holds no evidence and no texts: plumbline import \
                 adds them."
            );
        }
        let lists = key(Scope::Everywhere, Action::GoSources);
        let read = if held { format!("{lists} lists the sources to read; ") } else { String::new() };
        let (marks, files) = (key(Scope::Reader, Action::Passage), key(Scope::Passage, Action::FileUnder));
        format!("Nothing is filed under {under} yet. {read}{marks} in a text marks a passage; {files} files it.")
    }

    /// Sources the member said bear on the commitment.
    fn bearing(&self, ws: &Workspace) -> usize {
        let commitment = match &self.subject {
            Subject::Cell(cell) => &cell.commitment,
            Subject::Parent(ParentKey::Commitment(id)) => id,
            Subject::Parent(_) => return 0,
        };
        bearing_on(ws.state(), commitment).count()
    }

    /// The member's passages in sources that are filed under the question.
    fn own_in_texts(&self, ws: &Workspace) -> usize {
        let own = |cell| ws.state().quotes_under(cell).filter(|quote| quote.source.is_some()).count();
        self.cell().map_or(0, own)
    }

    fn draw_words(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, text: &str) -> Option<Position> {
        let wrapped = crate::text::wrap::Wrapped::new(crate::text::display::display(text), usize::from(area.width));
        for row in 0..area.height {
            let line = Span::styled(wrapped.shown(usize::from(row)).into_string(), ui.theme.style(Role::Dim));
            put(buf, area, row, &Line::from(line), ui.theme.style(Role::Text));
        }
        (area.height > 0 && area.width > 0).then(|| Position::new(area.x, area.y))
    }

    fn line(&self, ui: &Ui<'_>, item: &Evidence, cells: usize) -> Line<'static> {
        let state = ui.ws.state();
        let marks: Vec<_> = stances(state, &item.id, self.cell()).collect();
        let sign = match marks.first().map(|(_, stance)| *stance) {
            None => " ",
            Some(None) => "*",
            Some(Some(Stance::Supports)) => "+",
            Some(Some(Stance::Undermines)) => "-",
            Some(Some(Stance::Mixed)) => "\u{b1}",
            Some(Some(Stance::Context)) => "\u{b7}",
        };
        let mixed = marks.iter().any(|(_, stance)| Some(*stance) != marks.first().map(|(_, first)| *first));
        let sign = if mixed { "\u{b1}" } else { sign };
        let source = item.sources.first().and_then(|id| ui.ws.catalog().source(id));
        let source = source.map_or(String::new(), |source| ui.line(short_code(source)));
        let read = ui.ws.read().contains(&item.id);
        let mut left = vec![
            Span::styled(format!("{sign} "), ui.theme.style(Role::Heading)),
            Span::styled(format!("{:<10} ", item.kind.word()), ui.theme.style(Role::Dim)),
        ];
        left.push(Span::styled(format!("{source:<10} "), ui.theme.style(Role::Dim)));
        match kept_back(&ui.ws.blindness(), item) {
            Some(instead) => left.push(Span::styled(instead, ui.theme.style(Role::Dim))),
            None => {
                let words = crate::review::labels::first_words(&item.text, 24);
                left.push(ui.span(&words, if read { Role::Text } else { Role::Heading }));
            }
        }
        let tags: Vec<&str> = marks
            .iter()
            .flat_map(|(quote, _)| quote.tags.iter())
            .filter_map(|id| state.tag(id))
            .map(|tag| tag.label.as_str())
            .collect();
        let right = match (tags.first(), read) {
            (Some(tag), _) => {
                let more = if tags.len() > 1 { format!(" +{}", tags.len() - 1) } else { String::new() };
                format!("yours: {}{more}", ui.line(tag))
            }
            (None, false) => "unread".to_owned(),
            (None, true) => String::new(),
        };
        let right = crate::tui::widget::line::cut(&right, cells / 3);
        both_ends(left, vec![Span::styled(right, ui.theme.style(Role::Dim))], cells)
    }
}
