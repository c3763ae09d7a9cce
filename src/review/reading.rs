//! Which items the member has read: by key, by place, and how many bear on each commitment.
//!
//! Invariant: the three say the same; what the review does not have is not counted as read.

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::model::catalog::Catalog;
use crate::model::catalog::commitments_of;
use crate::model::evidence::Evidence;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;

/// The items read.
#[derive(Debug, Clone, Default)]
pub(crate) struct ReadItems {
    pub ids: BTreeSet<EvidenceId>,
    pub places: BTreeSet<usize>,
    /// How many of them bear on a commitment, so that no frame has to count.
    pub of: HashMap<CommitmentId, usize>,
}

impl ReadItems {
    /// Those of some items that the review has.
    pub fn of(catalog: &Catalog, ids: BTreeSet<EvidenceId>) -> Self {
        let places: BTreeSet<usize> = ids.iter().filter_map(|id| catalog.evidence_at(id)).collect();
        let mut read = Self::default();
        // In reading order, so that items of one window are looked at together.
        for at in places {
            if let Some(item) = catalog.item(at) {
                read.note(at, &item, true);
            }
        }
        read
    }

    /// An item was read or is unread again; false where that was so already.
    pub fn set(&mut self, catalog: &Catalog, id: &EvidenceId, read: bool) -> bool {
        let Some(at) = catalog.evidence_at(id).filter(|_| self.ids.contains(id) != read) else { return false };
        if let Some(item) = catalog.item(at) {
            self.note(at, &item, read);
        }
        true
    }

    fn note(&mut self, at: usize, item: &Evidence, read: bool) {
        if read {
            self.ids.insert(item.id.clone());
            self.places.insert(at);
        } else {
            self.ids.remove(&item.id);
            self.places.remove(&at);
        }
        for commitment in commitments_of(item) {
            let count = self.of.entry(commitment.clone()).or_insert(0);
            *count = if read { *count + 1 } else { count.saturating_sub(1) };
        }
    }
}
