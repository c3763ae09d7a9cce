//! What a session speaks of that the review no longer has, after another edition was followed.
//!
//! Uses the model. Invariant: in a session on the edition it began with nothing is gone; what is named here is all
//! that a reader of the exported session will not find in the review, passages that lost their place apart.

use std::collections::BTreeSet;

use crate::model::catalog::Catalog;
use crate::model::gone::Gone;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::session::NoteTarget;
use crate::review::state::State;

/// Everything a session names that the review does not have, each once and in order.
pub fn gone(state: &State, catalog: &Catalog) -> Gone {
    let mut named = Named::new(catalog);
    let cells = state.ratings.keys().chain(state.abstained.keys()).chain(state.summaries.keys().map(|(_, cell)| cell));
    cells.for_each(|cell| named.cell(cell));
    for handed in state.rounds.values().filter_map(|round| round.handed.as_ref()) {
        handed.ratings.iter().for_each(|entry| named.cell(&entry.cell));
        handed.abstained.iter().for_each(|entry| named.cell(&entry.cell));
        handed.overrides.iter().for_each(|entry| named.parent(&entry.parent));
    }
    state.overrides.keys().for_each(|parent| named.parent(parent));
    state.consensus.keys().chain(state.seen.keys()).for_each(|subject| named.subject(subject));
    for entry in state.triage.values() {
        named.source(&entry.source);
        entry.bears_on.iter().for_each(|id| named.parent(&ParentKey::Commitment(id.clone())));
    }
    state.summaries.keys().for_each(|(source, _)| named.source(source));
    for filing in state.quotes.iter().flat_map(|quote| &quote.filings) {
        match filing.cell.cell() {
            Some(cell) => named.cell(&cell),
            None => named.parent(&ParentKey::Commitment(filing.cell.commitment.clone())),
        }
    }
    state.notes.iter().for_each(|note| named.note(&note.on));
    named.gone()
}

/// What was named that is not there.
struct Named<'a> {
    catalog: &'a Catalog,
    cells: BTreeSet<CellKey>,
    parents: BTreeSet<ParentKey>,
    sources: BTreeSet<SourceId>,
    evidence: BTreeSet<EvidenceId>,
    footnotes: BTreeSet<u32>,
}

impl<'a> Named<'a> {
    fn new(catalog: &'a Catalog) -> Self {
        Self {
            catalog,
            cells: BTreeSet::new(),
            parents: BTreeSet::new(),
            sources: BTreeSet::new(),
            evidence: BTreeSet::new(),
            footnotes: BTreeSet::new(),
        }
    }

    fn cell(&mut self, cell: &CellKey) {
        if !self.catalog.has_cell(cell) {
            self.cells.insert(cell.clone());
        }
    }

    fn parent(&mut self, parent: &ParentKey) {
        if !self.catalog.has_parent(parent) {
            self.parents.insert(parent.clone());
        }
    }

    fn subject(&mut self, subject: &Subject) {
        match subject {
            Subject::Cell(cell) => self.cell(cell),
            Subject::Parent(parent) => self.parent(parent),
        }
    }

    fn source(&mut self, source: &SourceId) {
        if self.catalog.source(source).is_none() {
            self.sources.insert(source.clone());
        }
    }

    fn note(&mut self, on: &NoteTarget) {
        match on {
            NoteTarget::Cell(cell) => self.cell(cell),
            NoteTarget::Parent(parent) => self.parent(parent),
            NoteTarget::Source(source) => self.source(source),
            NoteTarget::Evidence(id) if self.catalog.evidence(id).is_none() => {
                self.evidence.insert(id.clone());
            }
            NoteTarget::Footnote(number) if self.catalog.footnote(*number).is_none() => {
                self.footnotes.insert(*number);
            }
            NoteTarget::Evidence(_) | NoteTarget::Footnote(_) => {}
        }
    }

    fn gone(self) -> Gone {
        Gone {
            cells: self.cells.into_iter().collect(),
            parents: self.parents.into_iter().collect(),
            sources: self.sources.into_iter().collect(),
            evidence: self.evidence.into_iter().collect(),
            footnotes: self.footnotes.into_iter().collect(),
        }
    }
}
