//! A review with its cross-references worked out once: what is filed where, what cites what.
//!
//! Invariant: every index in here is in range for the review it was made from.

use std::collections::HashMap;

use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::evidence::Evidence;
use crate::model::footnote::Footnote;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::review::Review;
use crate::model::source::Source;

/// Which part of a review a list of evidence is about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Shelf {
    /// One question.
    Cell(CellKey),
    /// A commitment as a whole: items that name it without a question.
    Commitment(CommitmentId),
    /// An area's introduction.
    Area(AreaId),
    /// The report as a whole.
    Whole,
}

/// A review and its cross-references.
#[derive(Debug)]
pub struct Catalog {
    review: Review,
    digest: String,
    commitments: HashMap<CommitmentId, usize>,
    questions: HashMap<QuestionId, usize>,
    sources: HashMap<SourceId, usize>,
    spellings: HashMap<String, usize>,
    footnotes: HashMap<u32, usize>,
    evidence: HashMap<EvidenceId, usize>,
    shelves: HashMap<Shelf, Vec<usize>>,
    cited_in: HashMap<u32, Vec<usize>>,
    used_in: HashMap<SourceId, Vec<usize>>,
    noted_in: HashMap<SourceId, Vec<u32>>,
    items_of: HashMap<CommitmentId, usize>,
}

impl Catalog {
    /// Works out the cross-references of a valid review. The digest is the review file's.
    pub fn new(review: Review, digest: String) -> Self {
        let index = |n: usize| n;
        let mut catalog = Self {
            commitments: review.commitments.iter().enumerate().map(|(i, c)| (c.id.clone(), index(i))).collect(),
            questions: review.questions.iter().enumerate().map(|(i, q)| (q.id.clone(), i)).collect(),
            sources: review.sources.iter().enumerate().map(|(i, s)| (s.id.clone(), i)).collect(),
            spellings: HashMap::new(),
            footnotes: review.footnotes.iter().enumerate().map(|(i, f)| (f.number, i)).collect(),
            evidence: review.evidence.iter().enumerate().map(|(i, e)| (e.id.clone(), i)).collect(),
            shelves: HashMap::new(),
            cited_in: HashMap::new(),
            used_in: HashMap::new(),
            noted_in: HashMap::new(),
            items_of: HashMap::new(),
            review,
            digest,
        };
        catalog.cross_reference();
        catalog
    }

    fn cross_reference(&mut self) {
        for (at, source) in self.review.sources.iter().enumerate() {
            for spelling in std::iter::once(source.id.as_str()).chain(source.aliases.iter().map(String::as_str)) {
                self.spellings.insert(spelling.to_lowercase(), at);
            }
        }
        for note in &self.review.footnotes {
            for source in &note.sources {
                self.noted_in.entry(source.clone()).or_default().push(note.number);
            }
        }
        for (at, item) in self.review.evidence.iter().enumerate() {
            for commitment in commitments_of(item) {
                *self.items_of.entry(commitment.clone()).or_default() += 1;
            }
            for shelf in shelves_of(item) {
                let list = self.shelves.entry(shelf).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
            for reference in &item.refs {
                let list = self.cited_in.entry(reference.footnote).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
            for source in &item.sources {
                let list = self.used_in.entry(source.clone()).or_default();
                if list.last() != Some(&at) {
                    list.push(at);
                }
            }
        }
    }

    /// The review.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// The digest of the review: lower-case hex SHA-256 of its canonical form.
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// A commitment by key.
    pub fn commitment(&self, id: &CommitmentId) -> Option<&Commitment> {
        self.commitments.get(id).map(|&at| &self.review.commitments[at])
    }

    /// A question by key.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.questions.get(id).map(|&at| &self.review.questions[at])
    }

    /// A source by key.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.get(id).map(|&at| &self.review.sources[at])
    }

    /// A source by any printed spelling of its code, whatever the capitals.
    pub fn source_spelled(&self, spelling: &str) -> Option<&Source> {
        self.spellings.get(&spelling.to_lowercase()).map(|&at| &self.review.sources[at])
    }

    /// A footnote by number.
    pub fn footnote(&self, number: u32) -> Option<&Footnote> {
        self.footnotes.get(&number).map(|&at| &self.review.footnotes[at])
    }

    /// An item of evidence by key.
    pub fn evidence(&self, id: &EvidenceId) -> Option<&Evidence> {
        self.evidence.get(id).map(|&at| &self.review.evidence[at])
    }

    /// Place of an item in reading order, from 0.
    pub fn evidence_at(&self, id: &EvidenceId) -> Option<usize> {
        self.evidence.get(id).copied()
    }

    /// Items on one shelf, in reading order, as places in the review's evidence.
    pub fn shelf(&self, shelf: &Shelf) -> &[usize] {
        self.shelves.get(shelf).map_or(&[], Vec::as_slice)
    }

    /// How many items bear on a commitment.
    pub fn items_of(&self, id: &CommitmentId) -> usize {
        self.items_of.get(id).copied().unwrap_or(0)
    }

    /// Items whose text refers to a footnote.
    pub fn citing_footnote(&self, number: u32) -> &[usize] {
        self.cited_in.get(&number).map_or(&[], Vec::as_slice)
    }

    /// Items that name a source.
    pub fn using_source(&self, id: &SourceId) -> &[usize] {
        self.used_in.get(id).map_or(&[], Vec::as_slice)
    }

    /// Footnotes that cite a source.
    pub fn footnotes_citing(&self, id: &SourceId) -> &[u32] {
        self.noted_in.get(id).map_or(&[], Vec::as_slice)
    }

    /// Commitments of an area, in order.
    pub fn commitments_in(&self, area: &AreaId) -> impl Iterator<Item = &Commitment> {
        self.review.commitments.iter().filter(move |commitment| &commitment.area == area)
    }

    /// Whether the review has such a question of such a commitment.
    pub fn has_cell(&self, cell: &CellKey) -> bool {
        self.commitments.contains_key(&cell.commitment) && self.questions.contains_key(&cell.question)
    }

    /// Whether the review has such a commitment or area; the whole always exists.
    pub fn has_parent(&self, parent: &ParentKey) -> bool {
        match parent {
            ParentKey::Commitment(id) => self.commitments.contains_key(id),
            ParentKey::Area(id) => self.review.areas.iter().any(|area| &area.id == id),
            ParentKey::Overall => true,
        }
    }

    /// Whether the review has what a key names.
    pub fn has(&self, subject: &Subject) -> bool {
        match subject {
            Subject::Cell(cell) => self.has_cell(cell),
            Subject::Parent(parent) => self.has_parent(parent),
        }
    }

    /// The cells a parent is combined from, directly or through its commitments.
    pub fn cells_under(&self, parent: &ParentKey) -> Vec<CellKey> {
        let of = |commitment: &Commitment| {
            self.review.questions.iter().map(|q| CellKey::new(&commitment.id, &q.id)).collect::<Vec<_>>()
        };
        match parent {
            ParentKey::Commitment(id) => self.commitment(id).map(of).unwrap_or_default(),
            ParentKey::Area(area) => self.commitments_in(area).flat_map(of).collect(),
            ParentKey::Overall => self.review.cells().collect(),
        }
    }

    /// All parents: commitments, then areas, then the whole.
    pub fn parents(&self) -> Vec<ParentKey> {
        let commitments = self.review.commitments.iter().map(|c| ParentKey::Commitment(c.id.clone()));
        let areas = self.review.areas.iter().map(|a| ParentKey::Area(a.id.clone()));
        commitments.chain(areas).chain([ParentKey::Overall]).collect()
    }
}

/// Every shelf an item stands on.
pub fn shelves_of(item: &Evidence) -> Vec<Shelf> {
    if item.cells.is_empty() {
        return vec![Shelf::Whole];
    }
    item.cells
        .iter()
        .filter_map(|bearing| match (&bearing.commitment, &bearing.question, &bearing.area) {
            (Some(commitment), Some(question), _) => Some(Shelf::Cell(CellKey::new(commitment, question))),
            (Some(commitment), None, _) => Some(Shelf::Commitment(commitment.clone())),
            (None, _, Some(area)) => Some(Shelf::Area(area.clone())),
            _ => None,
        })
        .collect()
}

/// The commitments an item bears on, each once.
pub fn commitments_of(item: &Evidence) -> Vec<&CommitmentId> {
    let mut out: Vec<&CommitmentId> = Vec::new();
    for commitment in item.cells.iter().filter_map(|bearing| bearing.commitment.as_ref()) {
        if !out.contains(&commitment) {
            out.push(commitment);
        }
    }
    out
}
