//! What became of the sources: received, opened, read through, decided, marked, used. Follows from the work; nobody
//! fills it in.
//!
//! Uses the session and its reading marks. Invariant: every number counts sources, each once, and the numbers of the
//! kinds add up to those of all.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use serde::Serialize;

use crate::judgement::balance::Balance;
use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::extent::Extent;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::opened::Opened;
use crate::model::quote::Quote;
use crate::model::session::TriageStatus;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::heard::marked;
use crate::review::queue::bearing_on;
use crate::review::queue::is_received;
use crate::review::state::State;
use crate::text::paragraph::Paragraphs;

/// What was read, where that is known; an exported session does not say.
#[derive(Debug, Clone, Copy)]
pub struct Reading<'a> {
    /// Paragraphs of sources that were opened.
    pub opened: &'a BTreeMap<SourceId, Opened>,
    /// Items that were read.
    pub items: &'a BTreeSet<EvidenceId>,
}

/// How many sources came how far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// There are.
    pub sources: usize,
    /// Of which sent in or heard by the panel: submissions and roundtables.
    pub received: usize,
    /// Taken back by who sent them.
    pub withdrawn: usize,
    /// Whose text is held.
    pub held: usize,
    /// Of which a paragraph, or an item that names them, was opened; not known without reading marks.
    pub opened: Option<usize>,
    /// Of whose text every paragraph was opened.
    pub read_through: Option<usize>,
    /// Neither decided nor put off.
    pub undecided: usize,
    /// Put off.
    pub deferred: usize,
    /// To be raised with the panel.
    pub flagged: usize,
    /// Set aside.
    pub set_aside: usize,
    /// Relevant.
    pub relevant: usize,
    /// The member said on which commitments they bear.
    pub filed: usize,
    /// With a passage of the member's, in their text or in an item that names them.
    pub with_passages: usize,
    /// With a passage that a rating rests on.
    pub used: usize,
}

/// The sources of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OfKind {
    /// Which.
    pub kind: SourceKind,
    /// How many came how far.
    #[serde(flatten)]
    pub numbers: Numbers,
}

/// Why sources were set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Why {
    /// The reason given; none where none was.
    pub reason: Option<String>,
    /// How many for that reason.
    pub sources: usize,
}

/// How much was opened of what bears on one question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// The question.
    pub cell: CellKey,
    /// Texts held of sources that an item of the question names or that the member said bear on its commitment.
    pub texts: usize,
    /// Of which something was opened; not known without reading marks.
    pub texts_opened: Option<usize>,
    /// Their paragraphs.
    pub paragraphs: usize,
    /// Of which opened.
    pub paragraphs_opened: Option<usize>,
}

/// What became of the sources.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flow {
    /// All of them.
    pub all: Numbers,
    /// By kind, as lists show kinds; kinds there are none of are left out.
    pub kinds: Vec<OfKind>,
    /// Why those set aside were, the most frequent reason first.
    pub set_aside: Vec<Why>,
}

/// Follows every source through the member's work.
pub fn flow(catalog: &Catalog, state: &State, reading: Option<Reading<'_>>) -> Flow {
    let marks = Marks::of(catalog, state, reading);
    let mut kinds: BTreeMap<SourceKind, Numbers> = BTreeMap::new();
    let mut all = marks.none();
    for source in &catalog.review().sources {
        let of_kind = kinds.entry(source.kind).or_insert_with(|| marks.none());
        for numbers in [&mut all, of_kind] {
            marks.count(source, numbers);
        }
    }
    let mut reasons: BTreeMap<Option<&str>, usize> = BTreeMap::new();
    for entry in state.triage.values().filter(|entry| entry.status == TriageStatus::SetAside) {
        if catalog.source(&entry.source).is_some_and(|source| !source.withdrawn) {
            *reasons.entry(entry.reason.as_deref()).or_default() += 1;
        }
    }
    let mut set_aside: Vec<Why> =
        reasons.into_iter().map(|(reason, sources)| Why { reason: reason.map(str::to_owned), sources }).collect();
    set_aside.sort_by_key(|why| std::cmp::Reverse(why.sources));
    Flow { all, kinds: kinds.into_iter().map(|(kind, numbers)| OfKind { kind, numbers }).collect(), set_aside }
}

/// What the session and its reading marks say of sources.
struct Marks<'a> {
    state: &'a State,
    reading: Option<Reading<'a>>,
    /// Named by items that were read.
    seen: BTreeSet<SourceId>,
    marked: BTreeSet<SourceId>,
    used: BTreeSet<SourceId>,
}

impl<'a> Marks<'a> {
    fn of(catalog: &'a Catalog, state: &'a State, reading: Option<Reading<'a>>) -> Self {
        let items = reading.iter().flat_map(|reading| reading.items).filter_map(|id| catalog.evidence(id));
        let in_use: BTreeSet<_> = state.ratings.values().flat_map(|rating| &rating.quotes).collect();
        Self {
            state,
            reading,
            seen: items.flat_map(|item| item.sources.clone()).collect(),
            marked: state.quotes.iter().flat_map(|quote| sources_of(catalog, quote)).collect(),
            used: state
                .quotes
                .iter()
                .filter(|quote| in_use.contains(&quote.id))
                .flat_map(|quote| sources_of(catalog, quote))
                .collect(),
        }
    }

    fn none(&self) -> Numbers {
        let known = self.reading.map(|_| 0);
        Numbers { opened: known, read_through: known, ..Numbers::default() }
    }

    fn count(&self, source: &Source, numbers: &mut Numbers) {
        numbers.sources += 1;
        numbers.received += usize::from(is_received(source));
        numbers.held += usize::from(source.text.is_some());
        let opened = self.reading.and_then(|reading| reading.opened.get(&source.id)).filter(|_| source.text.is_some());
        if let Some(count) = &mut numbers.opened {
            *count += usize::from(opened.is_some_and(|it| it.count() > 0) || self.seen.contains(&source.id));
        }
        if let Some(count) = &mut numbers.read_through {
            *count += usize::from(opened.is_some_and(Opened::is_whole));
        }
        let decision = self.state.triage.get(&source.id);
        if source.withdrawn {
            numbers.withdrawn += 1;
        } else {
            *match decision.map_or(TriageStatus::Undecided, |entry| entry.status) {
                TriageStatus::Undecided => &mut numbers.undecided,
                TriageStatus::Deferred => &mut numbers.deferred,
                TriageStatus::Flagged => &mut numbers.flagged,
                TriageStatus::SetAside => &mut numbers.set_aside,
                TriageStatus::Relevant => &mut numbers.relevant,
            } += 1;
        }
        numbers.filed += usize::from(decision.is_some_and(|entry| !entry.bears_on.is_empty()));
        numbers.with_passages += usize::from(self.marked.contains(&source.id));
        numbers.used += usize::from(self.used.contains(&source.id));
    }
}

fn sources_of(catalog: &Catalog, quote: &Quote) -> Vec<SourceId> {
    let item = quote.evidence.as_ref().and_then(|id| catalog.evidence(id));
    item.map_or_else(|| quote.source.iter().cloned().collect(), |item| item.sources.clone())
}

/// How much was opened of what bears on a question.
pub fn coverage(catalog: &Catalog, state: &State, reading: Option<Reading<'_>>, cell: &CellKey) -> Coverage {
    covered(catalog, state, reading, cell, &mut HashMap::new())
}

/// The same of every question; a text that bears on several is looked through once.
pub fn coverages(catalog: &Catalog, state: &State, reading: Option<Reading<'_>>) -> Vec<Coverage> {
    let mut lengths = HashMap::new();
    catalog.review().cells().map(|cell| covered(catalog, state, reading, &cell, &mut lengths)).collect()
}

fn covered(
    catalog: &Catalog,
    state: &State,
    reading: Option<Reading<'_>>,
    cell: &CellKey,
    lengths: &mut HashMap<SourceId, usize>,
) -> Coverage {
    let named = catalog.sources_in(&Extent::Shelf(Shelf::Cell(cell.clone())));
    let mut bearing: BTreeSet<SourceId> = named.into_iter().map(|(id, _)| id).collect();
    bearing.extend(bearing_on(state, &cell.commitment).cloned());
    let known = reading.map(|_| 0);
    let mut out =
        Coverage { cell: cell.clone(), texts: 0, texts_opened: known, paragraphs: 0, paragraphs_opened: known };
    for source in bearing.iter().filter_map(|id| catalog.source(id)) {
        let Some(text) = &source.text else { continue };
        let opened = reading.and_then(|reading| reading.opened.get(&source.id));
        out.texts += 1;
        // What was opened knows how many there are; only a text that never was is looked through.
        out.paragraphs += match opened {
            Some(opened) => opened.of(),
            None => *lengths.entry(source.id.clone()).or_insert_with(|| Paragraphs::of(text).len()),
        };
        let count = opened.map_or(0, Opened::count);
        if let (Some(texts), Some(paragraphs)) = (&mut out.texts_opened, &mut out.paragraphs_opened) {
            *texts += usize::from(count > 0);
            *paragraphs += count;
        }
    }
    out
}

/// Who is heard in the member's passages on each question that has any.
pub fn balances(catalog: &Catalog, state: &State) -> Vec<(CellKey, Balance)> {
    let cells = catalog.review().cells();
    cells.map(|cell| (cell.clone(), marked(catalog, state, &cell))).filter(|(_, it)| !it.all.is_empty()).collect()
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
