//! The list of sources: each with its kind, how much of it can be read here, and what hangs on it.
//!
//! Invariant: sources whose text is held come first, and only the rows in view are worked out.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::SourceId;
use crate::model::quote::MarkedIn;
use crate::review::fuzzy::Fuzzy;
use crate::review::fuzzy::Match;
use crate::review::fuzzy::Prepared;
use crate::tui::dialog::narrow::MOST_ROWS;
use crate::tui::dialog::narrow::Narrow;
use crate::tui::dialog::narrow::marked;
use crate::tui::pane::list::plural;
use crate::tui::pane::sources::length;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
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
    narrow: Narrow,
}

impl SourcesSheet {
    /// Lists all sources; the one being read is lit.
    pub fn new(ui: &Ui<'_>, reading: Option<&SourceId>) -> Self {
        let sources = &ui.ws.catalog().review().sources;
        let mut order: Vec<usize> = (0..sources.len()).collect();
        order.sort_by_key(|&at| sources[at].text.is_none());
        let label = |&at: &usize| Prepared::new(&format!("{} {}", sources[at].id, sources[at].label));
        let prepared = order.iter().map(label).collect();
        let mut narrow = Narrow::default();
        if let Some(at) = order.iter().position(|&at| Some(&sources[at].id) == reading) {
            narrow.stand_on(at, order.len());
        }
        let held = sources.iter().filter(|source| source.text.is_some()).count();
        Self { order, prepared, fuzzy: Fuzzy::default(), found: None, held, narrow }
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
        let mut words = vec![source.kind.word().to_owned(), length(source)];
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
            (all, held) => format!("{}, {held} to read here", plural(all, "source", "sources")),
        }
    }

    fn height(&self, _ui: &Ui<'_>, _width: u16) -> u16 {
        u16::try_from(self.order.len().min(MOST_ROWS) + 1).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        self.narrow.draw(ui, area, buf, self.len(), |at, cells| self.line(ui, at, cells))
    }
}
