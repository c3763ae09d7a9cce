//! Where the review view is, and going somewhere in it.
//!
//! Invariant: after going to an item, the list beside it shows that item.

use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::session::NoteTarget;
use crate::review::workspace::Workspace;
use crate::tui::pane::notes::Entry;
use crate::tui::pane::reader::Reading;
use crate::tui::request::Place;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;
use crate::tui::view::review::ReviewView;
use crate::tui::view::review::subject_target;

impl ReviewView {
    /// What a note would be on.
    pub fn note_target(&self, ws: &Workspace) -> NoteTarget {
        let evidence = |at: usize| ws.catalog().review().evidence.get(at).map(|item| item.id.clone());
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
        let item = |at: usize| ws.catalog().review().evidence.get(at).map(|item| item.id.clone());
        match (self.focus, self.reader.reading()) {
            (Focus::Grid, _) => Place::Grid(self.subject().clone()),
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
        let filed = catalog.review().evidence[index].cells.first().map(|bearing| {
            use crate::model::ids::ParentKey;
            match (bearing.cell(), &bearing.commitment, &bearing.area) {
                (Some(cell), _, _) => Subject::Cell(cell),
                (None, Some(id), _) => Subject::Parent(ParentKey::Commitment(id.clone())),
                (None, None, Some(id)) => Subject::Parent(ParentKey::Area(id.clone())),
                (None, None, None) => Subject::Parent(ParentKey::Overall),
            }
        });
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

    /// Goes to a source and what cites it.
    pub fn go_source(&mut self, ui: &Ui<'_>, id: &SourceId) {
        self.reader.open_source(ui, id);
        self.notes.show(ui, self.reader.reading());
        self.focus = Focus::Notes;
    }

    /// Goes to a footnote in the notes of the first item that refers to it.
    pub fn go_footnote(&mut self, ui: &Ui<'_>, number: u32) -> bool {
        let catalog = ui.ws.catalog();
        let here = self
            .list
            .items()
            .iter()
            .copied()
            .find(|at| catalog.review().evidence[*at].refs.iter().any(|reference| reference.footnote == number));
        let Some(index) = here.or_else(|| catalog.citing_footnote(number).first().copied()) else { return false };
        let id = catalog.review().evidence[index].id.clone();
        self.go_item(ui, &id, None, None);
        self.notes.go(number);
        self.focus = Focus::Notes;
        true
    }
}
