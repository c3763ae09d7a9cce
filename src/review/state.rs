//! What a member has said so far, as slots that can be swapped: setting a slot gives back what
//! was in it, so every change comes with its inverse.
//!
//! Invariant: `swap(swap(slots))` leaves the state as it was.

use std::collections::BTreeMap;
use std::collections::HashMap;

use crate::model::codebook::Tag;
use crate::model::codebook::starting_codebook;
use crate::model::ids::CellKey;
use crate::model::ids::EvidenceId;
use crate::model::ids::NoteId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::judged::RuleName;
use crate::model::moment::Moment;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::review::Review;
use crate::model::rounds::HandedIn;
use crate::model::rounds::SessionRound;
use crate::model::session::Abstention;
use crate::model::session::Consensus;
use crate::model::session::Note;
use crate::model::session::NoteTarget;
use crate::model::session::Override;
use crate::model::session::RatingEntry;
use crate::model::session::SessionFile;
use crate::model::session::SessionSettings;
use crate::model::session::Summary;
use crate::model::session::TriageEntry;
use crate::model::session::Waiver;
use crate::model::thresholds::Thresholds;

/// Everything a member has said about one review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct State {
    /// How the member works.
    pub settings: SessionSettings,
    /// The tags, in order.
    pub codebook: Vec<Tag>,
    /// Decisions about sources.
    pub triage: BTreeMap<SourceId, TriageEntry>,
    /// Passages, in the order they were marked.
    pub quotes: Vec<Quote>,
    /// Where in that list the passages that stand in an item are, rising: lists ask for every line they draw.
    marked: HashMap<EvidenceId, Vec<usize>>,
    /// Ratings.
    pub ratings: BTreeMap<CellKey, RatingEntry>,
    /// Questions not rated.
    pub abstained: BTreeMap<CellKey, Abstention>,
    /// Own judgements of parents.
    pub overrides: BTreeMap<ParentKey, Override>,
    /// Notes, in the order they were begun.
    pub notes: Vec<Note>,
    /// Summaries of the framework matrix.
    pub summaries: BTreeMap<(SourceId, CellKey), Summary>,
    /// Findings let stand, by code and place.
    pub waivers: BTreeMap<(String, String), Waiver>,
    /// What the panel agreed.
    pub consensus: BTreeMap<Subject, Consensus>,
    /// Published ratings looked at, and when first.
    pub seen: BTreeMap<Subject, Moment>,
    /// Rounds of the panel that were handed in or opened.
    pub rounds: BTreeMap<u32, SessionRound>,
}

/// One part of the state with the value it is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Slot {
    /// The rule in use, and its thresholds where they are not its own.
    Rule(RuleName, Option<Thresholds>),
    /// The seed of the reading order.
    OrderSeed(Option<u64>),
    /// Whether published ratings are shown.
    ShowPublished(bool),
    /// The whole codebook.
    Codebook(Vec<Tag>),
    /// A decision about a source.
    Triage(SourceId, Option<TriageEntry>),
    /// A passage and its place in the list; `None` takes it away.
    Quote(QuoteId, Option<(usize, Box<Quote>)>),
    /// A rating.
    Rating(CellKey, Option<RatingEntry>),
    /// An abstention.
    Abstention(CellKey, Option<Abstention>),
    /// An own judgement.
    Override(ParentKey, Option<Override>),
    /// A note and its place in the list.
    Note(NoteId, Option<(usize, Note)>),
    /// A summary.
    Summary(SourceId, CellKey, Option<Summary>),
    /// A finding let stand.
    Waiver(String, String, Option<Waiver>),
    /// An agreement.
    Consensus(Subject, Option<Box<Consensus>>),
    /// A round of the panel.
    Round(u32, Option<Box<SessionRound>>),
    /// Everything at once, when a session is taken in.
    Everything(Box<State>),
}

impl State {
    /// The state before anything was said: the review's themes as codebook.
    pub fn new(review: &Review) -> Self {
        Self {
            settings: SessionSettings::default(),
            codebook: starting_codebook(&review.themes),
            triage: BTreeMap::new(),
            quotes: Vec::new(),
            marked: HashMap::new(),
            ratings: BTreeMap::new(),
            abstained: BTreeMap::new(),
            overrides: BTreeMap::new(),
            notes: Vec::new(),
            summaries: BTreeMap::new(),
            waivers: BTreeMap::new(),
            consensus: BTreeMap::new(),
            seen: BTreeMap::new(),
            rounds: BTreeMap::new(),
        }
    }

    /// What was answered, and nothing else: all that [`crate::review::blindness`] goes by. Cheap to hand to another
    /// thread, however much was marked.
    pub fn answers(&self) -> Self {
        Self {
            settings: self.settings.clone(),
            codebook: Vec::new(),
            triage: BTreeMap::new(),
            quotes: Vec::new(),
            marked: HashMap::new(),
            ratings: self.ratings.clone(),
            abstained: self.abstained.clone(),
            overrides: BTreeMap::new(),
            notes: Vec::new(),
            summaries: BTreeMap::new(),
            waivers: BTreeMap::new(),
            consensus: BTreeMap::new(),
            seen: self.seen.clone(),
            rounds: self.rounds.clone(),
        }
    }

    /// The state a session file says.
    pub fn from_file(file: &SessionFile) -> Self {
        Self {
            settings: file.settings.clone(),
            codebook: file.codebook.clone(),
            triage: file.triage.iter().map(|entry| (entry.source.clone(), entry.clone())).collect(),
            marked: index_of(&file.quotes),
            quotes: file.quotes.clone(),
            ratings: file.ratings.iter().map(|entry| (entry.cell.clone(), entry.clone())).collect(),
            abstained: file.abstained.iter().map(|entry| (entry.cell.clone(), entry.clone())).collect(),
            overrides: file.overrides.iter().map(|entry| (entry.parent.clone(), entry.clone())).collect(),
            notes: file.notes.clone(),
            summaries: file
                .summaries
                .iter()
                .map(|entry| ((entry.source.clone(), entry.cell.clone()), entry.clone()))
                .collect(),
            waivers: file
                .waivers
                .iter()
                .map(|entry| ((entry.code.clone(), entry.place.clone()), entry.clone()))
                .collect(),
            consensus: file
                .consensus
                .iter()
                .filter_map(|entry| entry.subject().map(|subject| (subject, entry.clone())))
                .collect(),
            seen: file.seen_published.iter().map(|seen| (seen.on.clone(), seen.at)).collect(),
            rounds: file.rounds.iter().map(|round| (round.n, round.clone())).collect(),
        }
    }

    /// Puts new values into slots and returns the old ones, last first, ready to be swapped back.
    pub fn swap(&mut self, slots: Vec<Slot>) -> Vec<Slot> {
        let mut old: Vec<Slot> = slots.into_iter().map(|slot| self.swap_one(slot)).collect();
        old.reverse();
        old
    }

    fn swap_one(&mut self, slot: Slot) -> Slot {
        match slot {
            Slot::Rule(rule, thresholds) => Slot::Rule(
                std::mem::replace(&mut self.settings.rule, rule),
                std::mem::replace(&mut self.settings.thresholds, thresholds),
            ),
            Slot::OrderSeed(new) => Slot::OrderSeed(std::mem::replace(&mut self.settings.order_seed, new)),
            Slot::ShowPublished(new) => Slot::ShowPublished(std::mem::replace(&mut self.settings.show_published, new)),
            Slot::Codebook(new) => Slot::Codebook(std::mem::replace(&mut self.codebook, new)),
            Slot::Triage(key, new) => Slot::Triage(key.clone(), put(&mut self.triage, key, new)),
            Slot::Rating(key, new) => Slot::Rating(key.clone(), put(&mut self.ratings, key, new)),
            Slot::Abstention(key, new) => Slot::Abstention(key.clone(), put(&mut self.abstained, key, new)),
            Slot::Override(key, new) => Slot::Override(key.clone(), put(&mut self.overrides, key, new)),
            Slot::Summary(source, cell, new) => {
                let old = put(&mut self.summaries, (source.clone(), cell.clone()), new);
                Slot::Summary(source, cell, old)
            }
            Slot::Waiver(code, place, new) => {
                let old = put(&mut self.waivers, (code.clone(), place.clone()), new);
                Slot::Waiver(code, place, old)
            }
            Slot::Consensus(key, new) => {
                Slot::Consensus(key.clone(), put(&mut self.consensus, key, new.map(|c| *c)).map(Box::new))
            }
            Slot::Quote(id, new) => {
                let at = self.quotes.iter().position(|quote| quote.id == id);
                let old = place(&mut self.quotes, at, new.map(|(to, quote)| (to, *quote)));
                self.marked = index_of(&self.quotes);
                Slot::Quote(id, old.map(|(from, quote)| (from, Box::new(quote))))
            }
            Slot::Note(id, new) => {
                let at = self.notes.iter().position(|note| note.id == id);
                let old = place(&mut self.notes, at, new);
                Slot::Note(id, old)
            }
            Slot::Round(n, new) => Slot::Round(n, put(&mut self.rounds, n, new.map(|round| *round)).map(Box::new)),
            Slot::Everything(new) => Slot::Everything(Box::new(std::mem::replace(self, *new))),
        }
    }

    /// The round that is handed in and not opened, with what it was handed in with.
    pub fn sealed(&self) -> Option<(u32, &HandedIn)> {
        self.rounds.values().find_map(|round| Some((round.n, round.sealed()?)))
    }

    /// The round that ratings are given in: the one after the last that was opened.
    pub fn round(&self) -> u32 {
        let opened = self.rounds.values().filter(|round| round.opened.is_some());
        opened.map(|round| round.n + 1).max().unwrap_or(1)
    }

    /// A passage by key.
    pub fn quote(&self, id: QuoteId) -> Option<&Quote> {
        self.quotes.iter().find(|quote| quote.id == id)
    }

    /// The passages that stand in a text, in the order they were marked.
    pub fn quotes_of<'a>(&'a self, text: &MarkedIn) -> Box<dyn DoubleEndedIterator<Item = &'a Quote> + 'a> {
        match text {
            MarkedIn::Item(item) => Box::new(self.quotes_in(item)),
            // Few sources have many passages, and few passages are marked in sources: looked up as they stand.
            MarkedIn::Source(id) => {
                let id = id.clone();
                let here = move |quote: &&Quote| quote.evidence.is_none() && quote.source.as_ref() == Some(&id);
                Box::new(self.quotes.iter().filter(|quote| !quote.lost).filter(here))
            }
        }
    }

    /// The passages that stand in an item, in the order they were marked.
    pub fn quotes_in<'a>(&'a self, item: &EvidenceId) -> impl DoubleEndedIterator<Item = &'a Quote> + use<'a> {
        self.marked.get(item).into_iter().flatten().map(|&at| &self.quotes[at])
    }

    /// A tag by key.
    pub fn tag(&self, id: &TagId) -> Option<&Tag> {
        self.codebook.iter().find(|tag| &tag.id == id)
    }

    /// The tag pinned to a digit.
    pub fn pinned(&self, digit: u8) -> Option<&Tag> {
        self.codebook.iter().find(|tag| tag.digit == Some(digit))
    }

    /// The member's note on something.
    pub fn note_on(&self, on: &NoteTarget) -> Option<&Note> {
        self.notes.iter().find(|note| &note.on == on)
    }

    /// Passages filed under a question.
    pub fn quotes_under<'a>(&'a self, cell: &'a CellKey) -> impl Iterator<Item = &'a Quote> {
        self.quotes.iter().filter(move |quote| quote.filed_under(cell).is_some())
    }

    /// Passages whose words no longer stand in their text, in the order they were marked.
    pub fn lost(&self) -> impl Iterator<Item = &Quote> {
        self.quotes.iter().filter(|quote| quote.lost)
    }

    /// Whether the member has answered a question: rated it, or declined to.
    pub fn answered(&self, cell: &CellKey) -> bool {
        self.ratings.contains_key(cell) || self.abstained.contains_key(cell)
    }
}

fn index_of(quotes: &[Quote]) -> HashMap<EvidenceId, Vec<usize>> {
    let mut index: HashMap<EvidenceId, Vec<usize>> = HashMap::new();
    for (at, quote) in quotes.iter().enumerate().filter(|(_, quote)| !quote.lost) {
        if let Some(item) = &quote.evidence {
            index.entry(item.clone()).or_default().push(at);
        }
    }
    index
}

fn put<K: Ord, V>(map: &mut BTreeMap<K, V>, key: K, new: Option<V>) -> Option<V> {
    match new {
        Some(value) => map.insert(key, value),
        None => map.remove(&key),
    }
}

/// Takes the entry at `at` out of a list, if there is one, and puts a new one where it says.
fn place<T>(list: &mut Vec<T>, at: Option<usize>, new: Option<(usize, T)>) -> Option<(usize, T)> {
    let old = at.map(|index| (index, list.remove(index)));
    if let Some((to, value)) = new {
        list.insert(to.min(list.len()), value);
    }
    old
}
