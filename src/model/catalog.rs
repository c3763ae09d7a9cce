//! A review with its cross-references worked out once: what is filed where, what cites what.
//!
//! Invariant: every index in here is in range for the review it was made from.

use std::collections::HashMap;
use std::sync::OnceLock;

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
use crate::model::key_order::KeyOrder;
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
    commitments: KeyOrder,
    questions: KeyOrder,
    areas: KeyOrder,
    sources: KeyOrder,
    footnotes: KeyOrder,
    evidence: KeyOrder,
    shelves: Shelves,
    items_of: Vec<usize>,
    /// What no first screen needs is worked out when it is first asked for.
    citing_footnote: OnceLock<Vec<Vec<usize>>>,
    using_source: OnceLock<Vec<Vec<usize>>>,
    footnotes_citing: OnceLock<Vec<Vec<u32>>>,
    spellings: OnceLock<HashMap<String, usize>>,
    telling: OnceLock<Vec<bool>>,
}

/// What lies on each shelf, by places in the review's lists.
#[derive(Debug, Default)]
struct Shelves {
    cells: Vec<Vec<usize>>,
    commitments: Vec<Vec<usize>>,
    areas: Vec<Vec<usize>>,
    whole: Vec<usize>,
}

impl Catalog {
    /// Works out the cross-references of a valid review. The digest is the review file's.
    pub fn new(review: Review, digest: String) -> Self {
        let mut catalog = Self {
            commitments: KeyOrder::of(&review.commitments, |commitment| &commitment.id),
            questions: KeyOrder::of(&review.questions, |question| &question.id),
            areas: KeyOrder::of(&review.areas, |area| &area.id),
            sources: KeyOrder::of(&review.sources, |source| &source.id),
            footnotes: KeyOrder::of(&review.footnotes, |note| &note.number),
            evidence: KeyOrder::of(&review.evidence, |item| &item.id),
            shelves: Shelves::default(),
            items_of: Vec::new(),
            citing_footnote: OnceLock::new(),
            using_source: OnceLock::new(),
            footnotes_citing: OnceLock::new(),
            spellings: OnceLock::new(),
            telling: OnceLock::new(),
            review,
            digest,
        };
        (catalog.shelves, catalog.items_of) = catalog.shelved();
        catalog
    }

    /// Every item on its shelves, and how many bear on each commitment.
    fn shelved(&self) -> (Shelves, Vec<usize>) {
        let (commitments, questions) = (self.review.commitments.len(), self.review.questions.len());
        let mut shelves = Shelves {
            cells: vec![Vec::new(); commitments * questions],
            commitments: vec![Vec::new(); commitments],
            areas: vec![Vec::new(); self.review.areas.len()],
            whole: Vec::new(),
        };
        let mut items_of = vec![0; commitments];
        let mut counted: Vec<usize> = Vec::new();
        for (at, item) in self.review.evidence.iter().enumerate() {
            counted.clear();
            for bearing in &item.cells {
                let commitment = bearing.commitment.as_ref().and_then(|id| self.commitment_at(id));
                if let Some(commitment) = commitment.filter(|commitment| !counted.contains(commitment)) {
                    counted.push(commitment);
                    items_of[commitment] += 1;
                }
                let shelf = match (commitment, &bearing.question, &bearing.area) {
                    (Some(commitment), Some(question), _) => {
                        let question = self.question_at(question);
                        question.and_then(|question| shelves.cells.get_mut(self.cell_at(commitment, question)))
                    }
                    (Some(commitment), None, _) => shelves.commitments.get_mut(commitment),
                    (None, _, Some(area)) => self.area_at(area).and_then(|area| shelves.areas.get_mut(area)),
                    _ => None,
                };
                if let Some(shelf) = shelf {
                    push_once(shelf, at);
                }
            }
            if item.cells.is_empty() {
                shelves.whole.push(at);
            }
        }
        (shelves, items_of)
    }

    /// Whether a source's text holds a table of ratings: some of its cells name nothing but a level of the scale.
    pub fn holds_ratings(&self, id: &SourceId) -> bool {
        let telling =
            self.telling.get_or_init(|| self.review.sources.iter().map(|source| self.tells(source)).collect());
        self.source_at(id).and_then(|at| telling.get(at).copied()).unwrap_or(false)
    }

    fn tells(&self, source: &Source) -> bool {
        const ENOUGH: usize = 4;
        let Some(text) = source.text.as_deref() else { return false };
        let names = |cell: &str| {
            let cell = cell.trim().trim_end_matches(|c: char| c.is_ascii_digit()).trim_end();
            self.review.scale.iter().any(|point| cell.eq_ignore_ascii_case(&point.label))
        };
        text.lines().flat_map(|line| line.split('|')).filter(|cell| names(cell)).take(ENOUGH).count() == ENOUGH
    }

    fn spellings(&self) -> &HashMap<String, usize> {
        self.spellings.get_or_init(|| {
            let mut spellings = HashMap::with_capacity(self.review.sources.len());
            for (at, source) in self.review.sources.iter().enumerate() {
                for spelling in std::iter::once(source.id.as_str()).chain(source.aliases.iter().map(String::as_str)) {
                    spellings.insert(spelling.to_lowercase(), at);
                }
            }
            spellings
        })
    }

    fn commitment_at(&self, id: &CommitmentId) -> Option<usize> {
        self.commitments.find(&self.review.commitments, id, |commitment| &commitment.id)
    }

    fn question_at(&self, id: &QuestionId) -> Option<usize> {
        self.questions.find(&self.review.questions, id, |question| &question.id)
    }

    fn area_at(&self, id: &AreaId) -> Option<usize> {
        self.areas.find(&self.review.areas, id, |area| &area.id)
    }

    fn source_at(&self, id: &SourceId) -> Option<usize> {
        self.sources.find(&self.review.sources, id, |source| &source.id)
    }

    fn footnote_at(&self, number: u32) -> Option<usize> {
        self.footnotes.find(&self.review.footnotes, &number, |note| &note.number)
    }

    fn cell_at(&self, commitment: usize, question: usize) -> usize {
        commitment * self.review.questions.len() + question
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
        self.commitment_at(id).map(|at| &self.review.commitments[at])
    }

    /// A question by key.
    pub fn question(&self, id: &QuestionId) -> Option<&Question> {
        self.question_at(id).map(|at| &self.review.questions[at])
    }

    /// A source by key.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.source_at(id).map(|at| &self.review.sources[at])
    }

    /// A source by any printed spelling of its code, whatever the capitals.
    pub fn source_spelled(&self, spelling: &str) -> Option<&Source> {
        self.spellings().get(&spelling.to_lowercase()).map(|&at| &self.review.sources[at])
    }

    /// A footnote by number.
    pub fn footnote(&self, number: u32) -> Option<&Footnote> {
        self.footnote_at(number).map(|at| &self.review.footnotes[at])
    }

    /// An item of evidence by key.
    pub fn evidence(&self, id: &EvidenceId) -> Option<&Evidence> {
        self.evidence_at(id).map(|at| &self.review.evidence[at])
    }

    /// Place of an item in reading order, from 0.
    pub fn evidence_at(&self, id: &EvidenceId) -> Option<usize> {
        self.evidence.find(&self.review.evidence, id, |item| &item.id)
    }

    /// Items on one shelf, in reading order, as places in the review's evidence.
    pub fn shelf(&self, shelf: &Shelf) -> &[usize] {
        let lists = match shelf {
            Shelf::Cell(cell) => {
                let (commitment, question) = (self.commitment_at(&cell.commitment), self.question_at(&cell.question));
                let at = commitment.zip(question).map(|(commitment, question)| self.cell_at(commitment, question));
                at.and_then(|at| self.shelves.cells.get(at))
            }
            Shelf::Commitment(id) => self.commitment_at(id).and_then(|at| self.shelves.commitments.get(at)),
            Shelf::Area(id) => self.area_at(id).and_then(|at| self.shelves.areas.get(at)),
            Shelf::Whole => Some(&self.shelves.whole),
        };
        lists.map_or(&[], Vec::as_slice)
    }

    /// How many items bear on a commitment.
    pub fn items_of(&self, id: &CommitmentId) -> usize {
        self.commitment_at(id).and_then(|at| self.items_of.get(at)).copied().unwrap_or(0)
    }

    /// Items whose text refers to a footnote.
    pub fn citing_footnote(&self, number: u32) -> &[usize] {
        let lists = || {
            let mut lists = vec![Vec::new(); self.review.footnotes.len()];
            for (at, item) in self.review.evidence.iter().enumerate() {
                for note in item.refs.iter().filter_map(|reference| self.footnote_at(reference.footnote)) {
                    push_once(&mut lists[note], at);
                }
            }
            lists
        };
        self.footnote_at(number).map_or(&[], |at| &self.citing_footnote.get_or_init(lists)[at])
    }

    /// Items that name a source.
    pub fn using_source(&self, id: &SourceId) -> &[usize] {
        let lists = || {
            let mut lists = vec![Vec::new(); self.review.sources.len()];
            for (at, item) in self.review.evidence.iter().enumerate() {
                for source in item.sources.iter().filter_map(|id| self.source_at(id)) {
                    push_once(&mut lists[source], at);
                }
            }
            lists
        };
        self.source_at(id).map_or(&[], |at| &self.using_source.get_or_init(lists)[at])
    }

    /// Footnotes that cite a source.
    pub fn footnotes_citing(&self, id: &SourceId) -> &[u32] {
        let lists = || {
            let mut lists = vec![Vec::new(); self.review.sources.len()];
            for note in &self.review.footnotes {
                for source in note.sources.iter().filter_map(|id| self.source_at(id)) {
                    lists[source].push(note.number);
                }
            }
            lists
        };
        self.source_at(id).map_or(&[], |at| &self.footnotes_citing.get_or_init(lists)[at])
    }

    /// Commitments of an area, in order.
    pub fn commitments_in(&self, area: &AreaId) -> impl Iterator<Item = &Commitment> {
        self.review.commitments.iter().filter(move |commitment| &commitment.area == area)
    }

    /// Whether the review has such a question of such a commitment.
    pub fn has_cell(&self, cell: &CellKey) -> bool {
        self.commitment_at(&cell.commitment).is_some() && self.question_at(&cell.question).is_some()
    }

    /// Whether the review has such a commitment or area; the whole always exists.
    pub fn has_parent(&self, parent: &ParentKey) -> bool {
        match parent {
            ParentKey::Commitment(id) => self.commitment_at(id).is_some(),
            ParentKey::Area(id) => self.area_at(id).is_some(),
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

/// Adds a place to a rising list unless it is there already.
fn push_once(list: &mut Vec<usize>, at: usize) {
    if list.last() != Some(&at) {
        list.push(at);
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
