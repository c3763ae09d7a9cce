//! The queue of triage: which sources, in which order, and which comes next.
//!
//! Uses the review's cross-references and the member's decisions. Invariant: what is shown is some of the sources,
//! each once; a decision never moves a line, only what is let through may lose one.

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use serde::Deserialize;
use serde::Serialize;

use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;
use crate::model::review::TriageReason;
use crate::model::session::NoteTarget;
use crate::model::session::TriageStatus;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::state::State;
use crate::review::workspace::Workspace;

/// Which sources are to be decided about: what the header counts.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pile {
    /// What was sent in or heard: submissions and roundtables; everything where there is none.
    #[default]
    Received,
    /// Every kind.
    All,
    /// One kind.
    Kind(SourceKind),
    /// What the secretariat handed out to the member to read.
    HandedOut,
}

/// Which of them are shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Only {
    /// Those that stand so.
    Status(TriageStatus),
    /// Those that an item or a note cites, or those that none does.
    Cited(bool),
    /// Those that an item of a question names.
    Question(CellKey),
    /// Those the member said bear on a commitment.
    BearsOn(CommitmentId),
    /// Those of a group.
    Group(String),
    /// Those whose text is like another's.
    Alike,
    /// Those with a note of the member's.
    Noted,
    /// Those whose text can be read here.
    Held,
}

/// What the sources are ordered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sort {
    /// Undecided first, then later, raised, relevant, set aside.
    Decision,
    /// By kind, as lists show kinds.
    Kind,
    /// Those most cited first.
    Cited,
    /// By the first question they are cited under.
    Question,
    /// By group.
    Group,
    /// The shortest first; those whose text is not held last.
    Length,
    /// Like texts together, the largest group first.
    Alike,
}

impl Only {
    /// Whether a review has what this is about.
    fn exists_in(&self, catalog: &Catalog) -> bool {
        match self {
            Self::Question(cell) => catalog.has_cell(cell),
            Self::BearsOn(id) => catalog.commitment(id).is_some(),
            Self::Group(group) => catalog.review().sources.iter().any(|source| source.group.as_ref() == Some(group)),
            _ => true,
        }
    }
}

impl Sort {
    /// All of them, in the order they are offered.
    pub const ALL: [Self; 7] =
        [Self::Decision, Self::Kind, Self::Cited, Self::Question, Self::Group, Self::Length, Self::Alike];

    /// What it orders by, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Decision => "by decision",
            Self::Kind => "by kind",
            Self::Cited => "most cited first",
            Self::Question => "by question",
            Self::Group => "by group",
            Self::Length => "shortest first",
            Self::Alike => "texts alike together",
        }
    }
}

/// How the member arranged the queue, as far as that is not the usual way.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Arrangement {
    /// What is to be decided about, where the member chose it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pile: Option<Pile>,
    /// Whether that was chosen instead of a list handed out: one that comes later is read first.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub instead: bool,
    /// What is shown of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub only: Option<Only>,
    /// What it is ordered by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<Sort>,
}

/// How far the deciding has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Decided, one way or another.
    pub decided: usize,
    /// Put off.
    pub later: usize,
    /// All there are to decide about.
    pub of: usize,
}

/// The queue.
#[derive(Debug, Clone, Default)]
pub struct Queue {
    arranged: Arrangement,
    /// The seed the order was worked out with.
    seed: Option<u64>,
    handed_out: BTreeSet<SourceId>,
    prepared: bool,
    /// Sources with a text like others', by the first of them: how many there are.
    alike: HashMap<SourceId, usize>,
    /// Places in the review's sources that are in the pile, in order.
    ordered: Vec<usize>,
    kinds: BTreeMap<SourceKind, usize>,
    shown: Vec<usize>,
    counts: Counts,
}

impl Queue {
    /// The queue over a review's sources as the member left them.
    pub fn new(ws: &Workspace) -> Self {
        let mut queue = Self::default();
        queue.refresh(ws);
        queue
    }

    /// Looks at the sources for the first time; until then the queue is empty and has cost nothing.
    fn prepare(&mut self, ws: &Workspace) {
        let mut alike: HashMap<SourceId, usize> = HashMap::new();
        for like in ws.catalog().review().sources.iter().filter_map(|source| source.like.as_ref()) {
            *alike.entry(like.clone()).or_insert(1) += 1;
        }
        (self.alike, self.prepared) = (alike, true);
        self.reorder(ws);
    }

    /// Takes what the secretariat handed out; unless the member chose otherwise it is then what is to be decided about.
    pub fn hand_out(&mut self, ws: &Workspace, sources: impl IntoIterator<Item = SourceId>) {
        if !self.arranged.instead {
            self.arranged.pile = None;
        }
        self.handed_out = sources.into_iter().filter(|id| ws.catalog().source(id).is_some()).collect();
        self.prepare(ws);
    }

    /// Sources handed out to the member.
    pub fn handed_out(&self) -> usize {
        self.handed_out.len()
    }

    /// What is to be decided about.
    pub fn pile(&self) -> &Pile {
        let handed_out = !self.handed_out.is_empty();
        match &self.arranged.pile {
            Some(pile) if handed_out || *pile != Pile::HandedOut => pile,
            _ if handed_out => &Pile::HandedOut,
            _ => &Pile::Received,
        }
    }

    /// How the member arranged it, to be kept.
    pub fn arrangement(&self) -> &Arrangement {
        &self.arranged
    }

    /// Arranges it as it was kept, before it is looked at; what the review does not have any more is let go.
    pub fn take_up(&mut self, ws: &Workspace, mut kept: Arrangement) {
        kept.only = kept.only.filter(|only| only.exists_in(ws.catalog()));
        self.arranged = kept;
        if self.prepared {
            self.reorder(ws);
        }
    }

    /// What is shown of it; none: all.
    pub fn only(&self) -> Option<&Only> {
        self.arranged.only.as_ref()
    }

    /// What it is ordered by; none: by the register, or the member's own order.
    pub fn sort(&self) -> Option<Sort> {
        self.arranged.sort
    }

    /// Whether the member's own reading order lies under it.
    pub fn is_own_order(&self) -> bool {
        self.seed.is_some()
    }

    /// Chooses what is to be decided about, all of it shown.
    pub fn set_pile(&mut self, ws: &Workspace, pile: Pile) {
        self.arranged.pile = None;
        if *self.pile() != pile {
            self.arranged.pile = Some(pile);
        }
        self.arranged.instead = self.arranged.pile.is_some() && !self.handed_out.is_empty();
        self.arranged.only = None;
        self.reorder(ws);
    }

    /// Shows some of it only, or all.
    pub fn set_only(&mut self, ws: &Workspace, only: Option<Only>) {
        self.arranged.only = only;
        self.recount(ws);
    }

    /// Orders it.
    pub fn set_sort(&mut self, ws: &Workspace, sort: Option<Sort>) {
        self.arranged.sort = sort;
        self.reorder(ws);
    }

    /// Places in the review's sources, as they are shown.
    pub fn shown(&self) -> &[usize] {
        &self.shown
    }

    /// How many are in the pile.
    pub fn len(&self) -> usize {
        self.ordered.len()
    }

    /// Whether there is no source to decide about.
    pub fn is_empty(&self) -> bool {
        self.ordered.is_empty()
    }

    /// How many there are of each kind.
    pub fn kinds(&self) -> &BTreeMap<SourceKind, usize> {
        &self.kinds
    }

    /// How far the deciding has come.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// How many sources have a text like this one's, itself included; 0 where none has.
    pub fn alike(&self, source: &Source) -> usize {
        self.alike.get(source.first_alike()).copied().unwrap_or(0)
    }

    /// Works out anew what follows from the session. Lines keep their order, unless the member's reading order changed.
    pub fn refresh(&mut self, ws: &Workspace) {
        if !self.prepared {
            self.prepare(ws);
        } else if self.seed == ws.state().settings.order_seed {
            self.recount(ws);
        } else {
            self.reorder(ws);
        }
    }

    fn reorder(&mut self, ws: &Workspace) {
        let (catalog, state) = (ws.catalog(), ws.state());
        let sources = &catalog.review().sources;
        self.seed = state.settings.order_seed;
        let none_received = *self.pile() == Pile::Received && !sources.iter().any(is_received);
        self.ordered = (0..sources.len()).filter(|&at| none_received || self.is_in_pile(&sources[at])).collect();
        self.kinds.clear();
        for &at in &self.ordered {
            *self.kinds.entry(sources[at].kind).or_default() += 1;
        }
        if let Some(seed) = self.seed {
            own_order(seed, sources, &mut self.ordered);
        }
        match self.arranged.sort {
            None => {}
            Some(Sort::Decision) => self.ordered.sort_by_key(|&at| standing(status(state, &sources[at].id))),
            Some(Sort::Kind) => self.ordered.sort_by_key(|&at| sources[at].kind),
            Some(Sort::Cited) => self.ordered.sort_by_cached_key(|&at| Reverse(times_cited(catalog, &sources[at].id))),
            Some(Sort::Question) => {
                let mut first: HashMap<SourceId, usize> = HashMap::new();
                for (place, cell) in catalog.review().cells().enumerate() {
                    for (source, _) in catalog.sources_in(&Extent::Shelf(Shelf::Cell(cell))) {
                        first.entry(source).or_insert(place);
                    }
                }
                self.ordered.sort_by_key(|&at| first.get(&sources[at].id).copied().unwrap_or(usize::MAX));
            }
            Some(Sort::Group) => self.ordered.sort_by_key(|&at| (sources[at].group.is_none(), &sources[at].group)),
            Some(Sort::Length) => {
                self.ordered.sort_by_key(|&at| sources[at].text.as_ref().map_or(usize::MAX, String::len))
            }
            Some(Sort::Alike) => {
                let mut ordered = std::mem::take(&mut self.ordered);
                // Those like no other are a group of none and come last.
                ordered.sort_by_cached_key(|&at| {
                    let (source, group) = (&sources[at], self.alike(&sources[at]));
                    (Reverse(group), (group > 0).then(|| source.first_alike().clone()))
                });
                self.ordered = ordered;
            }
        }
        self.recount(ws);
    }

    fn is_in_pile(&self, source: &Source) -> bool {
        match self.pile() {
            Pile::Received => is_received(source),
            Pile::All => true,
            Pile::Kind(kind) => source.kind == *kind,
            Pile::HandedOut => self.handed_out.contains(&source.id),
        }
    }

    fn recount(&mut self, ws: &Workspace) {
        let (catalog, state) = (ws.catalog(), ws.state());
        let sources = &catalog.review().sources;
        self.shown = match &self.arranged.only {
            None => self.ordered.clone(),
            Some(only) => {
                let lets = self.lets(ws, only);
                self.ordered.iter().copied().filter(|&at| lets(&sources[at])).collect()
            }
        };
        let mut counts = Counts::default();
        for source in self.ordered.iter().map(|&at| &sources[at]).filter(|source| !source.withdrawn) {
            counts.of += 1;
            match status(state, &source.id) {
                TriageStatus::Undecided => {}
                TriageStatus::Deferred => counts.later += 1,
                _ => counts.decided += 1,
            }
        }
        self.counts = counts;
    }

    fn lets<'a>(&'a self, ws: &'a Workspace, only: &'a Only) -> Box<dyn Fn(&Source) -> bool + 'a> {
        let (catalog, state) = (ws.catalog(), ws.state());
        match only {
            Only::Status(wanted) => Box::new(move |source| status(state, &source.id) == *wanted && !source.withdrawn),
            Only::Cited(wanted) => Box::new(move |source| (times_cited(catalog, &source.id) > 0) == *wanted),
            Only::Question(cell) => {
                let here = catalog.sources_in(&Extent::Shelf(Shelf::Cell(cell.clone())));
                let named: BTreeSet<SourceId> = here.into_iter().map(|(id, _)| id).collect();
                Box::new(move |source| named.contains(&source.id))
            }
            Only::BearsOn(id) => Box::new(move |source| bears_on(state, &source.id).contains(id)),
            Only::Group(group) => Box::new(move |source| source.group.as_ref() == Some(group)),
            Only::Alike => Box::new(move |source| self.alike(source) > 0),
            Only::Noted => Box::new(move |source| state.note_on(&NoteTarget::Source(source.id.clone())).is_some()),
            Only::Held => Box::new(move |source| source.text.is_some()),
        }
    }

    /// How many of the pile something would let through.
    pub fn count(&self, ws: &Workspace, only: &Only) -> usize {
        let sources = &ws.catalog().review().sources;
        let lets = self.lets(ws, only);
        self.ordered.iter().filter(|&&at| lets(&sources[at])).count()
    }

    /// The line to go on to from one: the next that is undecided, those before it last; where none is, the next of
    /// those put off.
    pub fn next_open(&self, ws: &Workspace, from: usize) -> Option<usize> {
        let sources = &ws.catalog().review().sources;
        let (before, behind) = self.shown.split_at((from + 1).min(self.shown.len()));
        let here = self.shown.get(from);
        let find = |wanted: TriageStatus| {
            let stands = |at: &&usize| {
                let source = &sources[**at];
                Some(*at) != here && !source.withdrawn && status(ws.state(), &source.id) == wanted
            };
            behind.iter().chain(before).find(stands).copied()
        };
        find(TriageStatus::Undecided).or_else(|| find(TriageStatus::Deferred))
    }
}

/// Whether something was sent in or heard by the panel.
pub fn is_received(source: &Source) -> bool {
    matches!(source.kind, SourceKind::Submission | SourceKind::Roundtable)
}

/// What was decided about a source.
pub fn status(state: &State, id: &SourceId) -> TriageStatus {
    state.triage.get(id).map_or(TriageStatus::Undecided, |entry| entry.status)
}

/// Whether the review asks for a reason for such a decision.
pub fn asks(ws: &Workspace, status: TriageStatus) -> bool {
    let settings = ws.catalog().review().settings.as_ref();
    match settings.and_then(|settings| settings.triage_reason).unwrap_or_default() {
        TriageReason::Never => false,
        TriageReason::SetAside => status == TriageStatus::SetAside,
        TriageReason::Always => !matches!(status, TriageStatus::Undecided | TriageStatus::Deferred),
    }
}

/// The act that says what a source bears on; what was decided about it stays.
pub fn filing(state: &State, source: &SourceId, bears_on: Vec<CommitmentId>) -> Act {
    let entry = state.triage.get(source);
    let reason = entry.and_then(|entry| entry.reason.clone());
    Act::Triage { source: source.clone(), status: status(state, source), reason, bears_on }
}

/// The commitments the member said a source bears on.
pub fn bears_on<'a>(state: &'a State, id: &SourceId) -> &'a [CommitmentId] {
    state.triage.get(id).map_or(&[], |entry| entry.bears_on.as_slice())
}

/// The sources the member said bear on a commitment, by code.
pub fn bearing_on<'a>(state: &'a State, commitment: &'a CommitmentId) -> impl Iterator<Item = &'a SourceId> {
    state.triage.values().filter(|entry| entry.bears_on.contains(commitment)).map(|entry| &entry.source)
}

/// How many items and notes cite a source.
pub fn times_cited(catalog: &Catalog, id: &SourceId) -> usize {
    catalog.using_source(id).len() + catalog.footnotes_citing(id).len()
}

/// Where a decision stands among others.
fn standing(status: TriageStatus) -> u8 {
    match status {
        TriageStatus::Undecided => 0,
        TriageStatus::Deferred => 1,
        TriageStatus::Flagged => 2,
        TriageStatus::Relevant => 3,
        TriageStatus::SetAside => 4,
    }
}

/// The seed of a member's own reading order of a review: the same whenever it is asked for, and small enough for every
/// reader of JSON.
pub fn seed_of(member: uuid::Uuid, review: uuid::Uuid) -> u64 {
    mixed(hashed(0, member.as_bytes().iter().chain(review.as_bytes()))) >> 32
}

/// Orders places in the sources by a seed. A source has its place by its own code, so that one more does not shuffle
/// the others.
fn own_order(seed: u64, sources: &[Source], places: &mut [usize]) {
    places.sort_by_cached_key(|&at| (mixed(hashed(seed, sources[at].id.as_str().as_bytes())), at));
}

/// FNV-1a, started by a seed.
fn hashed<'a>(seed: u64, bytes: impl IntoIterator<Item = &'a u8>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ mixed(seed);
    bytes.into_iter().fold(start, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The finishing step of SplitMix64 (Steele, Lea and Flood 2014).
fn mixed(seed: u64) -> u64 {
    let z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
#[path = "queue_tests.rs"]
mod tests;
