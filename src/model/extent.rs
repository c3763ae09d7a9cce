//! Which items a list is about: those of a shelf, of all questions of a commitment, or those with their background.
//!
//! Invariant: an item's extents follow from what it bears on and from the review's areas, nothing else.

use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;

/// Which part of the evidence a list can be about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Extent {
    /// What lies on one shelf.
    Shelf(Shelf),
    /// Everything under the questions of a commitment.
    Questions(CommitmentId),
    /// That, with what names the commitment as a whole and its area's introduction.
    Background(CommitmentId),
}

/// A list of items that can be asked for without looking through them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKey {
    /// All of an extent.
    All(Extent),
    /// Those of a kind.
    Kind(Extent, EvidenceKind),
    /// Those that name a source.
    From(Extent, SourceId),
    /// Those of the review that name a source.
    Using(SourceId),
    /// Those of the review whose text refers to a footnote.
    Citing(u32),
}

/// Every shelf of the review that an item stands on, each once.
fn shelves_in(catalog: &Catalog, item: &Evidence) -> Vec<Shelf> {
    let mut shelves: Vec<Shelf> = Vec::with_capacity(item.cells.len().max(1));
    for shelf in crate::model::catalog::shelves_of(item) {
        if catalog.has_shelf(&shelf) && !shelves.contains(&shelf) {
            shelves.push(shelf);
        }
    }
    shelves
}

/// Every extent of the review that an item belongs to, each once.
pub fn extents_in(catalog: &Catalog, item: &Evidence) -> Vec<Extent> {
    let mut extents: Vec<Extent> = Vec::new();
    let mut add = |extent: Extent| {
        if !extents.contains(&extent) {
            extents.push(extent);
        }
    };
    for shelf in shelves_in(catalog, item) {
        match &shelf {
            Shelf::Cell(cell) => {
                add(Extent::Questions(cell.commitment.clone()));
                add(Extent::Background(cell.commitment.clone()));
            }
            Shelf::Commitment(id) => add(Extent::Background(id.clone())),
            Shelf::Area(area) => {
                catalog.commitments_in(area).for_each(|commitment| add(Extent::Background(commitment.id.clone())));
            }
            Shelf::Whole => {}
        }
        add(Extent::Shelf(shelf));
    }
    extents
}

/// Every list an item belongs to, each once; the extents are those it belongs to.
pub fn lists_in(catalog: &Catalog, item: &Evidence, extents: &[Extent]) -> Vec<ListKey> {
    let mut lists = Vec::new();
    let mut sources: Vec<&SourceId> = Vec::new();
    for source in item.sources.iter().filter(|id| catalog.source(id).is_some()) {
        if !sources.contains(&source) {
            sources.push(source);
            lists.push(ListKey::Using(source.clone()));
        }
    }
    for extent in extents {
        lists.extend(sources.iter().map(|source| ListKey::From(extent.clone(), (*source).clone())));
        lists.push(ListKey::Kind(extent.clone(), item.kind));
        lists.push(ListKey::All(extent.clone()));
    }
    let mut cited: Vec<u32> = item.refs.iter().map(|reference| reference.footnote).collect();
    cited.sort_unstable();
    cited.dedup();
    lists.extend(cited.into_iter().filter(|number| catalog.footnote(*number).is_some()).map(ListKey::Citing));
    lists
}
