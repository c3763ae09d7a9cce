//! The list of sources: each with its kind, how much of it can be read here, and what hangs on it.
//!
//! Invariant: sources the member said bear on the commitment at hand come first, then those whose text is held; only
//! the rows in view are worked out.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::review::queue::bears_on;
use crate::review::words::plural;
use crate::tui::dialog::narrow::MOST_ROWS;
use crate::tui::dialog::narrow::Narrow;
use crate::tui::dialog::narrow::marked;
use crate::tui::pane::queue::joined;
use crate::tui::pane::sources::length;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::both_ends;

/// The sheet.
pub struct SourcesSheet {
    /// Places in the review's sources, as they are listed.
    order: Vec<usize>,
    prepared: Vec<Prepared>,
    fuzzy: Fuzzy,
    /// None while nothing is typed: then all stand in their order.
    found: Option<Vec<Match>>,
    held: usize,
    /// The commitment at hand, where sources bear on it, and how many: they come first.
    about: Option<CommitmentId>,
    bearing: usize,
    narrow: Narrow,
}

/// The commitment at hand.
fn commitment_at_hand(ui: &Ui<'_>) -> Option<CommitmentId> {
    match ui.at_hand? {
        Subject::Cell(cell) => Some(cell.commitment.clone()),
        Subject::Parent(ParentKey::Commitment(id)) => Some(id.clone()),
        Subject::Parent(_) => None,
    }
}

impl SourcesSheet {
    /// Lists all sources; the one being read is lit.
    pub fn new(ui: &Ui<'_>, reading: Option<&SourceId>) -> Self {
        let sources = &ui.ws.catalog().review().sources;
        let mut order: Vec<usize> = (0..sources.len()).collect();
        let about = commitment_at_hand(ui);
        let bears = |at: usize| about.as_ref().is_some_and(|id| bears_on(ui.ws.state(), &sources[at].id).contains(id));
        let bearing = order.iter().filter(|&&at| bears(at)).count();
        order.sort_by_key(|&at| (!bears(at), sources[at].text.is_none()));
        let label = |&at: &usize| Prepared::new(&format!("{} {}", sources[at].id, sources[at].label));
        let prepared = order.iter().map(label).collect();
        let mut narrow = Narrow::default();
        if let Some(at) = order.iter().position(|&at| Some(&sources[at].id) == reading) {
            narrow.stand_on(at, order.len());
        }
        let held = sources.iter().filter(|source| source.text.is_some()).count();
        Self {
            order,
            prepared,
            fuzzy: Fuzzy::default(),
            found: None,
            held,
            about: about.filter(|_| bearing > 0),
            bearing,
            narrow,
        }
    }

    fn len(&self) -> usize {
        self.found.as_ref().map_or(self.order.len(), Vec::len)
    }

    /// The place of a row in the review's sources, and the letters that were typed.
    fn row(&self, at: usize) -> Option<(usize, &[usize])> {
        match &self.found {
            None => self.order.get(at).map(|&source| (source, &[][..])),
            Some(found) => found.get(at).map(|found| (self.order[found.index], found.positions.as_slice())),
        }
    }

    fn line(&self, ui: &Ui<'_>, at: usize, cells: usize) -> Line<'static> {
        let Some((at, positions)) = self.row(at) else { return Line::default() };
        let catalog = ui.ws.catalog();
        let source = &catalog.review().sources[at];
        let left = marked(ui, &format!("{} {}", source.id, source.label), positions, Role::Text);
        let mut words = Vec::new();
        let bears = bears_on(ui.ws.state(), &source.id);
        if !bears.is_empty() {
            words.push(format!("bears on {}", joined(bears)));
        }
        words.extend([source.kind.word().to_owned(), length(source)]);
        let cited = catalog.using_source(&source.id).len();
        if cited > 0 {
            words.push(plural(cited, "item", "items"));
        }
        let own = ui.ws.state().quotes_of(&MarkedIn::Source(source.id.clone())).count();
        if own > 0 {
            words.push(plural(own, "passage", "passages"));
        }
        both_ends(left, vec![ui.span(&words.join(" \u{b7} "), Role::Dim)], cells)
    }
}

impl Sheet for SourcesSheet {
    fn scope(&self) -> Scope {
        Scope::Picker
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Keep | Action::Open => match self.row(self.narrow.cursor()) {
                Some((at, _)) => {
                    let id = ui.ws.catalog().review().sources[at].id.clone();
                    Reply::close_with(vec![Request::Go(Place::Source(id))])
                }
                None => Reply::mistake("No source of that name. Backspace takes a letter back."),
            },
            Action::DropIt | Action::Back => Reply::close(),
            _ if self.narrow.step(action, self.len()) => Reply::done(),
            _ => Reply::ignored(),
        }
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        if self.narrow.edit(key) {
            let typed = self.narrow.typed().trim().to_lowercase();
            self.found = (!typed.is_empty()).then(|| self.fuzzy.rank(&typed, &self.prepared));
        }
        Reply::done()
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        match (self.order.len(), self.held) {
            (0, _) => "Sources: this review has none".to_owned(),
            (_, 0) => format!("{}: none is held here as text", plural(self.order.len(), "source", "sources")),
            (all, held) => {
                let first = match &self.about {
                    Some(id) => format!("; {} you said bear on commitment {id} come first", self.bearing),
                    None => String::new(),
                };
                format!("{}, {held} to read here{first}", plural(all, "source", "sources"))
            }
        }
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        u16::try_from(self.order.len().min(MOST_ROWS) + 1).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        self.narrow.draw(ui, area, buf, self.len(), |at, cells| self.line(ui, at, cells))
    }
}
