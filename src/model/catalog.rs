//! A review with its cross-references worked out once: what is filed where, what cites what.
//!
//! Invariant: every index in here is in range for the review it was made from.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::extent::Extent;
use crate::model::extent::ListKey;
use crate::model::footnote::Footnote;
use crate::model::heard::Heard;
use crate::model::held::Held;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::items::Brief;
use crate::model::items::Item;
use crate::model::items::Items;
use crate::model::key_order::KeyOrder;
use crate::model::paged::Paged;
use crate::model::places::Places;
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

impl From<&Subject> for Shelf {
    fn from(subject: &Subject) -> Self {
        match subject {
            Subject::Cell(cell) => Self::Cell(cell.clone()),
            Subject::Parent(ParentKey::Commitment(id)) => Self::Commitment(id.clone()),
            Subject::Parent(ParentKey::Area(id)) => Self::Area(id.clone()),
            Subject::Parent(ParentKey::Overall) => Self::Whole,
        }
    }
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
    evidence: Kept,
    /// What no first screen needs is worked out when it is first asked for.
    footnotes_citing: OnceLock<Vec<Vec<u32>>>,
    spellings: OnceLock<HashMap<String, usize>>,
    telling: OnceLock<Vec<bool>>,
}

/// Where the evidence is.
#[derive(Debug)]
enum Kept {
    /// In the review's own list.
    Held(Box<Held>),
    /// In a file.
    Paged(Arc<Paged>),
}

impl Catalog {
    /// Works out the cross-references of a valid review. The digest is the review file's.
    pub fn new(review: Review, digest: String) -> Self {
        let mut catalog = Self::over(review, digest, Kept::Held(Box::default()));
        catalog.evidence = Kept::Held(Box::new(Held::of(&catalog)));
        catalog
    }

    /// The same of a review whose evidence stays in a file: `review` has none.
    pub fn paged(review: Review, digest: String, evidence: Paged) -> Self {
        Self::over(review, digest, Kept::Paged(Arc::new(evidence)))
    }

    fn over(review: Review, digest: String, evidence: Kept) -> Self {
        Self {
            commitments: KeyOrder::of(&review.commitments, |commitment| &commitment.id),
            questions: KeyOrder::of(&review.questions, |question| &question.id),
            areas: KeyOrder::of(&review.areas, |area| &area.id),
            sources: KeyOrder::of(&review.sources, |source| &source.id),
            footnotes: KeyOrder::of(&review.footnotes, |note| &note.number),
            evidence,
            footnotes_citing: OnceLock::new(),
            spellings: OnceLock::new(),
            telling: OnceLock::new(),
            review,
            digest,
        }
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

    pub(crate) fn commitment_at(&self, id: &CommitmentId) -> Option<usize> {
        self.commitments.find(&self.review.commitments, id, |commitment| &commitment.id)
    }

    pub(crate) fn question_at(&self, id: &QuestionId) -> Option<usize> {
        self.questions.find(&self.review.questions, id, |question| &question.id)
    }

    pub(crate) fn area_at(&self, id: &AreaId) -> Option<usize> {
        self.areas.find(&self.review.areas, id, |area| &area.id)
    }

    pub(crate) fn source_at(&self, id: &SourceId) -> Option<usize> {
        self.sources.find(&self.review.sources, id, |source| &source.id)
    }

    pub(crate) fn footnote_at(&self, number: u32) -> Option<usize> {
        self.footnotes.find(&self.review.footnotes, &number, |note| &note.number)
    }

    pub(crate) fn cell_at(&self, commitment: usize, question: usize) -> usize {
        commitment * self.review.questions.len() + question
    }

    /// The review. Where its evidence stays in a file that is not among it: ask for [`Self::items`].
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

    /// The evidence, item by item.
    pub fn items(&self) -> Items<'_> {
        match &self.evidence {
            Kept::Held(_) => Items::held(&self.review.evidence),
            Kept::Paged(paged) => Items::paged(paged),
        }
    }

    /// The item at a place in reading order, from 0.
    pub fn item(&self, at: usize) -> Option<Item<'_>> {
        self.items().get(at)
    }

    /// The review with all of its evidence, to be written or edited: not for the drawing thread.
    ///
    /// # Errors
    /// What of it cannot be read.
    pub fn whole(&self) -> Result<Review, String> {
        let Kept::Paged(paged) = &self.evidence else { return Ok(self.review.clone()) };
        paged.take_trouble();
        let evidence = self.items().walk().map(|item| Evidence::clone(&item)).collect();
        match paged.take_trouble() {
            Some(why) => Err(why),
            None => Ok(Review { evidence, ..self.review.clone() }),
        }
    }

    /// Whether the evidence stays in its file: then there may be much of it.
    pub fn is_paged(&self) -> bool {
        matches!(self.evidence, Kept::Paged(_))
    }

    /// What of the evidence could not be read since this was last asked, in words for the member.
    pub fn take_trouble(&self) -> Option<String> {
        match &self.evidence {
            Kept::Held(_) => None,
            Kept::Paged(paged) => paged.take_trouble(),
        }
    }

    /// An item of evidence by key.
    pub fn evidence(&self, id: &EvidenceId) -> Option<Item<'_>> {
        self.item(self.evidence_at(id)?)
    }

    /// Place of an item in reading order, from 0.
    pub fn evidence_at(&self, id: &EvidenceId) -> Option<usize> {
        match &self.evidence {
            Kept::Held(held) => held.place_of(&self.review, id),
            Kept::Paged(paged) => paged.place_of(id),
        }
    }

    /// What is asked of an item again and again where a member's own passages are counted.
    pub fn brief(&self, id: &EvidenceId) -> Option<Arc<Brief>> {
        match &self.evidence {
            Kept::Held(held) => {
                let at = held.place_of(&self.review, id)?;
                Some(Arc::new(Brief::of(at, self.review.evidence.get(at)?)))
            }
            Kept::Paged(paged) => paged.brief(id),
        }
    }

    /// Items on one shelf, in reading order.
    pub fn shelf(&self, shelf: &Shelf) -> Places {
        self.list(ListKey::All(Extent::Shelf(shelf.clone())))
    }

    /// A list of items, in reading order; empty where the review has no such thing.
    pub fn list(&self, key: ListKey) -> Places {
        match &self.evidence {
            Kept::Held(held) => held.list(self, &key),
            Kept::Paged(paged) => Places::in_file(paged, key),
        }
    }

    /// Items of an extent, in reading order.
    pub fn extent(&self, extent: &Extent) -> Places {
        self.list(ListKey::All(extent.clone()))
    }

    /// Those of a kind.
    pub fn of_kind(&self, extent: &Extent, kind: EvidenceKind) -> Places {
        self.list(ListKey::Kind(extent.clone(), kind))
    }

    /// Those that name a source.
    pub fn from_source(&self, extent: &Extent, source: &SourceId) -> Places {
        self.list(ListKey::From(extent.clone(), source.clone()))
    }

    /// How many items of an extent name each source, by source id.
    pub fn sources_in(&self, extent: &Extent) -> Vec<(SourceId, usize)> {
        match &self.evidence {
            Kept::Held(held) => held.sources_in(self, extent),
            Kept::Paged(paged) => paged.sources_in(extent),
        }
    }

    /// The questions under which items name a source, in the order of the review.
    pub fn cited_under(&self, source: &SourceId) -> Vec<CellKey> {
        match &self.evidence {
            Kept::Held(held) => self.source_at(source).map(|at| held.cited_under(self, at)).unwrap_or_default(),
            Kept::Paged(paged) => {
                let names = |cell: &CellKey| {
                    let extent = Extent::Shelf(Shelf::Cell(cell.clone()));
                    paged.length_of(&ListKey::From(extent, source.clone())) > 0
                };
                self.review.cells().filter(names).collect()
            }
        }
    }

    /// Who is heard in an extent.
    pub fn heard_in(&self, extent: &Extent) -> Arc<Heard> {
        match &self.evidence {
            Kept::Held(held) => held.heard_in(self, extent),
            Kept::Paged(paged) => paged.heard_in(extent),
        }
    }

    /// What the sentences that rate speak of, each once.
    pub fn told(&self) -> &[Vec<Subject>] {
        match &self.evidence {
            Kept::Held(held) => held.told(&self.review),
            Kept::Paged(paged) => paged.told(),
        }
    }

    /// The first items whose text has some words as they stand, at most so many.
    pub fn holding(&self, words: &str, most: usize) -> Places {
        match &self.evidence {
            Kept::Held(_) => {
                let there = self.items().walk().enumerate().filter(|(_, item)| item.text.contains(words));
                there.map(|(at, _)| at).take(most).collect()
            }
            Kept::Paged(paged) => paged.holding(words, most).into(),
        }
    }

    /// How many items bear on a commitment.
    pub fn items_of(&self, id: &CommitmentId) -> usize {
        match &self.evidence {
            Kept::Held(held) => held.bearing_on(self, id),
            Kept::Paged(paged) => paged.bearing_on(id),
        }
    }

    /// Items whose text refers to a footnote.
    pub fn citing_footnote(&self, number: u32) -> Places {
        self.list(ListKey::Citing(number))
    }

    /// Items that name a source.
    pub fn using_source(&self, id: &SourceId) -> Places {
        self.list(ListKey::Using(id.clone()))
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

    /// Whether the review has what a shelf is named by.
    pub fn has_shelf(&self, shelf: &Shelf) -> bool {
        match shelf {
            Shelf::Cell(cell) => self.has_cell(cell),
            Shelf::Commitment(id) => self.commitment_at(id).is_some(),
            Shelf::Area(id) => self.area_at(id).is_some(),
            Shelf::Whole => true,
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
