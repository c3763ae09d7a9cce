//! What lies where in evidence that is held as a list, worked out once.
//!
//! Invariant: every place in here is in range for the review it was made from; it is asked with that review only.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::PoisonError;

use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::extent::Extent;
use crate::model::extent::ListKey;
use crate::model::heard::Heard;
use crate::model::heard::Listening;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::key_order::KeyOrder;
use crate::model::places::Places;
use crate::model::review::Review;

/// The cross-references of evidence that is held.
#[derive(Debug, Default)]
pub(crate) struct Held {
    order: Option<KeyOrder>,
    cells: Vec<Places>,
    commitments: Vec<Places>,
    areas: Vec<Places>,
    whole: Places,
    items_of: Vec<usize>,
    /// What no first screen needs is worked out when it is first asked for.
    citing: OnceLock<Vec<Places>>,
    using: OnceLock<Vec<Places>>,
    cited_under: OnceLock<Vec<BTreeSet<usize>>>,
    heard: Mutex<HashMap<Extent, Arc<Heard>>>,
    told: OnceLock<Vec<Vec<Subject>>>,
}

impl Held {
    /// Every item of a review on its shelves, and how many bear on each commitment.
    pub fn of(catalog: &Catalog) -> Self {
        let review = catalog.review();
        let (commitments, questions) = (review.commitments.len(), review.questions.len());
        let mut cells = vec![Vec::new(); commitments * questions];
        let mut whole_commitments = vec![Vec::new(); commitments];
        let mut areas = vec![Vec::new(); review.areas.len()];
        let mut whole = Vec::new();
        let mut items_of = vec![0; commitments];
        let mut counted: Vec<usize> = Vec::new();
        for (at, item) in review.evidence.iter().enumerate() {
            counted.clear();
            for bearing in &item.cells {
                let commitment = bearing.commitment.as_ref().and_then(|id| catalog.commitment_at(id));
                if let Some(commitment) = commitment.filter(|commitment| !counted.contains(commitment)) {
                    counted.push(commitment);
                    items_of[commitment] += 1;
                }
                let shelf = match (commitment, &bearing.question, &bearing.area) {
                    (Some(commitment), Some(question), _) => {
                        let question = catalog.question_at(question);
                        question.and_then(|question| cells.get_mut(catalog.cell_at(commitment, question)))
                    }
                    (Some(commitment), None, _) => whole_commitments.get_mut(commitment),
                    (None, _, Some(area)) => catalog.area_at(area).and_then(|area| areas.get_mut(area)),
                    _ => None,
                };
                if let Some(shelf) = shelf {
                    push_once(shelf, at);
                }
            }
            if item.cells.is_empty() {
                whole.push(at);
            }
        }
        Self {
            order: Some(KeyOrder::of(&review.evidence, |item| &item.id)),
            cells: listed(cells),
            commitments: listed(whole_commitments),
            areas: listed(areas),
            whole: whole.into(),
            items_of,
            ..Self::default()
        }
    }

    pub fn place_of(&self, review: &Review, id: &EvidenceId) -> Option<usize> {
        self.order.as_ref()?.find(&review.evidence, id, |item| &item.id)
    }

    fn shelf(&self, catalog: &Catalog, shelf: &Shelf) -> Places {
        let places = match shelf {
            Shelf::Cell(cell) => {
                let at = catalog.commitment_at(&cell.commitment).zip(catalog.question_at(&cell.question));
                at.and_then(|(commitment, question)| self.cells.get(catalog.cell_at(commitment, question)))
            }
            Shelf::Commitment(id) => catalog.commitment_at(id).and_then(|at| self.commitments.get(at)),
            Shelf::Area(id) => catalog.area_at(id).and_then(|at| self.areas.get(at)),
            Shelf::Whole => Some(&self.whole),
        };
        places.cloned().unwrap_or_default()
    }

    fn extent(&self, catalog: &Catalog, extent: &Extent) -> Places {
        let (id, background) = match extent {
            Extent::Shelf(shelf) => return self.shelf(catalog, shelf),
            Extent::Questions(id) => (id, false),
            Extent::Background(id) => (id, true),
        };
        let cells = catalog.review().questions.iter().map(|question| Shelf::Cell(CellKey::new(id, &question.id)));
        let mut shelves: Vec<Shelf> = cells.collect();
        if background {
            shelves.push(Shelf::Commitment(id.clone()));
            shelves.extend(catalog.commitment(id).map(|commitment| Shelf::Area(commitment.area.clone())));
        }
        let places = shelves.iter().map(|shelf| self.shelf(catalog, shelf));
        let all: Vec<usize> = places.flat_map(|places| places.iter().collect::<Vec<_>>()).collect();
        all.into()
    }

    pub fn list(&self, catalog: &Catalog, key: &ListKey) -> Places {
        let evidence = &catalog.review().evidence;
        match key {
            ListKey::All(extent) => self.extent(catalog, extent),
            ListKey::Kind(extent, kind) => {
                self.extent(catalog, extent).iter().filter(|at| evidence[*at].kind == *kind).collect()
            }
            ListKey::From(extent, source) => {
                self.extent(catalog, extent).iter().filter(|at| evidence[*at].sources.contains(source)).collect()
            }
            ListKey::Using(id) => {
                let places = || {
                    let mut lists = vec![Vec::new(); catalog.review().sources.len()];
                    for (at, item) in evidence.iter().enumerate() {
                        for source in item.sources.iter().filter_map(|id| catalog.source_at(id)) {
                            push_once(&mut lists[source], at);
                        }
                    }
                    listed(lists)
                };
                catalog.source_at(id).map_or_else(Places::default, |at| self.using.get_or_init(places)[at].clone())
            }
            ListKey::Citing(number) => {
                let places = || {
                    let mut lists = vec![Vec::new(); catalog.review().footnotes.len()];
                    for (at, item) in evidence.iter().enumerate() {
                        for note in item.refs.iter().filter_map(|reference| catalog.footnote_at(reference.footnote)) {
                            push_once(&mut lists[note], at);
                        }
                    }
                    listed(lists)
                };
                let at = catalog.footnote_at(*number);
                at.map_or_else(Places::default, |at| self.citing.get_or_init(places)[at].clone())
            }
        }
    }

    pub fn sources_in(&self, catalog: &Catalog, extent: &Extent) -> Vec<(SourceId, usize)> {
        let mut counts: BTreeMap<&SourceId, usize> = BTreeMap::new();
        for at in self.extent(catalog, extent).iter() {
            let named: BTreeSet<&SourceId> = catalog.review().evidence[at].sources.iter().collect();
            for source in named.into_iter().filter(|id| catalog.source(id).is_some()) {
                *counts.entry(source).or_default() += 1;
            }
        }
        counts.into_iter().map(|(source, count)| (source.clone(), count)).collect()
    }

    /// The questions under which items name a source, in the order of the review.
    pub fn cited_under(&self, catalog: &Catalog, source: usize) -> Vec<CellKey> {
        let review = catalog.review();
        let cells = self.cited_under.get_or_init(|| {
            let mut cells = vec![BTreeSet::new(); review.sources.len()];
            for item in &review.evidence {
                let under = item.cells.iter().filter_map(|bearing| {
                    let commitment = catalog.commitment_at(bearing.commitment.as_ref()?)?;
                    Some(catalog.cell_at(commitment, catalog.question_at(bearing.question.as_ref()?)?))
                });
                let under: Vec<usize> = under.collect();
                for source in item.sources.iter().filter_map(|id| catalog.source_at(id)) {
                    cells[source].extend(&under);
                }
            }
            cells
        });
        let key = |cell: &usize| {
            let questions = review.questions.len();
            CellKey::new(&review.commitments[cell / questions].id, &review.questions[cell % questions].id)
        };
        cells.get(source).into_iter().flatten().map(key).collect()
    }

    pub fn heard_in(&self, catalog: &Catalog, extent: &Extent) -> Arc<Heard> {
        let mut known = self.heard.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(heard) = known.get(extent) {
            return heard.clone();
        }
        let mut listening = Listening::default();
        for at in self.extent(catalog, extent).iter() {
            listening.listen(catalog, &catalog.review().evidence[at]);
        }
        let heard = Arc::new(listening.heard());
        known.insert(extent.clone(), heard.clone());
        heard
    }

    pub fn told(&self, review: &Review) -> &[Vec<Subject>] {
        self.told.get_or_init(|| {
            let told: BTreeSet<Vec<Subject>> =
                review.evidence.iter().filter(|item| item.tells()).map(|item| item.spoken_of()).collect();
            told.into_iter().collect()
        })
    }

    pub fn bearing_on(&self, catalog: &Catalog, id: &CommitmentId) -> usize {
        catalog.commitment_at(id).and_then(|at| self.items_of.get(at)).copied().unwrap_or(0)
    }
}

/// Adds a place to a rising list unless it is there already.
fn push_once(list: &mut Vec<usize>, at: usize) {
    if list.last() != Some(&at) {
        list.push(at);
    }
}

fn listed(lists: Vec<Vec<usize>>) -> Vec<Places> {
    lists.into_iter().map(Places::from).collect()
}
