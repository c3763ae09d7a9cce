//! Where the review view is, and going somewhere in it.
//!
//! Invariant: after going to an item, the list beside it shows that item.

use crate::keys::action::Action;
use crate::model::evidence::Bearing;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::session::NoteTarget;
use crate::model::source::Source;
use crate::review::query::run::Here as Texts;
use crate::review::workspace::Workspace;
use crate::tui::dialog::search::Here;
use crate::tui::pane::notes::Entry;
use crate::tui::pane::reader::Reading;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;
use crate::tui::view::review::ReviewView;
use crate::tui::view::review::subject_target;

/// Items that cite a note, among which one of the list at hand is looked for.
const CITING: usize = 1_000;

impl ReviewView {
    /// What a note would be on.
    pub fn note_target(&self, ws: &Workspace) -> NoteTarget {
        let evidence = |at: usize| ws.catalog().item(at).map(|item| item.id.clone());
        match (self.focus, self.notes.entry(), self.reader.reading()) {
            (Focus::Notes, Some(Entry::Footnote(number)), _) => NoteTarget::Footnote(*number),
            (Focus::Notes, Some(Entry::Source(id)), _) => NoteTarget::Source(id.clone()),
            (Focus::Notes, Some(Entry::Own(target)), _) => target.clone(),
            (Focus::Reader | Focus::Notes, _, Some(Reading::Source(id))) => NoteTarget::Source(id.clone()),
            (Focus::Grid, _, _) => subject_target(self.subject()),
            _ => self.item().and_then(evidence).map_or_else(|| subject_target(self.subject()), NoteTarget::Evidence),
        }
    }

    /// Where the view is, as a place to come back to.
    pub fn place(&self, ws: &Workspace) -> Place {
        let item = |at: usize| ws.catalog().item(at).map(|item| item.id.clone());
        match (self.focus, self.reader.reading()) {
            (Focus::Grid, _) => Place::Grid(self.subject().clone()),
            (Focus::Reader, Some(Reading::Source(id))) if self.reader.is_markable() => {
                Place::InSource { source: id.clone(), at: self.reader.cursor() }
            }
            (Focus::Reader | Focus::Notes, Some(Reading::Source(id))) => Place::Source(id.clone()),
            (focus, _) => match self.item().and_then(item) {
                Some(id) => Place::Item {
                    item: id,
                    under: Some(self.subject().clone()),
                    at: (focus != Focus::List).then_some(self.reader.cursor()),
                },
                None => Place::Grid(self.subject().clone()),
            },
        }
    }

    /// Goes to a subject in the grid.
    pub fn go_subject(&mut self, ui: &Ui<'_>, subject: &Subject) {
        self.grid.go(ui.ws.catalog(), subject);
        self.list.show(ui.ws, &self.grid.subject(ui.ws.catalog()));
        self.focus = Focus::Grid;
        self.sync(ui);
    }

    /// Goes to an item, its list beside it.
    pub fn go_item(&mut self, ui: &Ui<'_>, item: &EvidenceId, under: Option<&Subject>, at: Option<usize>) {
        let catalog = ui.ws.catalog();
        let Some(index) = catalog.evidence_at(item) else { return };
        let filed = catalog.item(index).and_then(|item| item.cells.first().map(Bearing::subject));
        let filed = filed.unwrap_or(Subject::Parent(crate::model::ids::ParentKey::Overall));
        for subject in [under.cloned().unwrap_or_else(|| self.subject().clone()), filed] {
            self.grid.go(catalog, &subject);
            self.list.show(ui.ws, &subject);
            if self.list.put_on(index) {
                break;
            }
            self.list.set_filter(ui.ws, None, false);
            if self.list.put_on(index) {
                break;
            }
        }
        self.focus = if at.is_some() { Focus::Reader } else { Focus::List };
        self.reader.open_item(ui, index);
        if let Some(at) = at {
            self.reader.put_cursor(at);
        }
        self.notes.show(ui, self.reader.reading());
    }

    /// Goes to a source: to a place in its text where that shows, else to what cites it.
    pub fn go_source(&mut self, ui: &Ui<'_>, id: &SourceId, at: Option<usize>) {
        self.reader.open_source(ui, id);
        if let Some(at) = at {
            self.reader.put_cursor(at);
        }
        self.notes.show(ui, self.reader.reading());
        self.focus = if self.reader.is_markable() { Focus::Reader } else { Focus::Notes };
    }

    /// The next source in the review's order, or the one before, whose text is held.
    pub(super) fn step_source(&mut self, ui: &Ui<'_>, id: &SourceId, forward: bool) -> Reply {
        let sources = &ui.ws.catalog().review().sources;
        let at = sources.iter().position(|source| &source.id == id).unwrap_or(0);
        let held = |source: &&Source| source.text.is_some();
        let next =
            if forward { sources[at..].iter().skip(1).find(held) } else { sources[..at].iter().rev().find(held) };
        match next {
            Some(source) => Reply::ask(Request::Go(Place::Source(source.id.clone()))),
            None => {
                let (which, lists) = (if forward { "last" } else { "first" }, ui.key(Action::GoSources));
                Reply::say(format!("This is the {which} source whose text is held. {lists} lists them all."))
            }
        }
    }

    /// Below the last sentence of a source's text.
    pub(super) fn past_source(&self, ui: &Ui<'_>, id: &SourceId) -> Reply {
        let (next, lists) = (ui.key(Action::NextItem), ui.key(Action::GoSources));
        Reply::say(format!("This is the end of {id}. {next} goes on to the next source, {lists} lists them all."))
    }

    /// Goes to a footnote in the notes of the first item that refers to it.
    pub fn go_footnote(&mut self, ui: &Ui<'_>, number: u32) -> bool {
        let catalog = ui.ws.catalog();
        let citing = catalog.citing_footnote(number);
        let here = citing.iter().take(CITING).find(|at| self.list.items().contains(*at));
        let Some(index) = here.or_else(|| citing.first()) else { return false };
        let Some(id) = catalog.item(index).map(|item| item.id.clone()) else { return false };
        self.go_item(ui, &id, None, None);
        self.notes.go(number);
        self.focus = Focus::Notes;
        true
    }

    /// The source being read, if one is.
    pub fn source(&self) -> Option<&SourceId> {
        match self.reader.reading() {
            Some(Reading::Source(id)) if matches!(self.focus, Focus::Reader | Focus::Notes) => Some(id),
            _ => None,
        }
    }

    /// The source the cursor stands on in the notes.
    pub fn noted_source(&self) -> Option<&SourceId> {
        match self.notes.entry() {
            Some(Entry::Source(id)) if self.focus == Focus::Notes => Some(id),
            _ => None,
        }
    }

    /// Puts the focus on the commitments.
    pub fn focus_grid(&mut self) {
        self.focus = Focus::Grid;
    }

    /// Puts the focus on the list.
    pub fn focus_list(&mut self) {
        self.focus = Focus::List;
    }

    /// What a search looks through unless it is everything: the source being read, else the list.
    pub fn searched_here(&self, ui: &Ui<'_>) -> Here {
        let read = self.source().filter(|_| self.reader.is_markable());
        let at = read.and_then(|id| ui.ws.catalog().review().sources.iter().position(|source| &source.id == id));
        match at {
            Some(at) => Here { texts: Texts::Sources(vec![at]), place: "in this text" },
            None => Here { texts: Texts::Items(self.list.items().clone()), place: "in this list" },
        }
    }
}
