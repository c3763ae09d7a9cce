//! The only door by which a session changes: checks an act, applies it, rolls up, remembers how to
//! take it back, and hands it on to be kept.
//!
//! Invariant: after every call the state equals what replaying the log gives, and the roll-up
//! equals one computed from scratch.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use crate::judgement::derivation;
use crate::judgement::rollup::Opinions;
use crate::judgement::rollup::Rollup;
use crate::judgement::rollup::Tree;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Standing;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::judged::RollupRecord;
use crate::model::moment::Moment;
use crate::model::opened::Opened;
use crate::model::session::LogEntry;
use crate::model::session::MemberRef;
use crate::model::session::ReviewRef;
use crate::model::session::SESSION_FORMAT;
use crate::model::session::SESSION_VERSION;
use crate::model::session::SeenPublished;
use crate::model::session::SessionFile;
use crate::model::session::Tool;
use crate::review::blindness::Blindness;
use crate::review::confidence::without_names;
use crate::review::edition::began_with;
use crate::review::gone::gone;
use crate::review::history::History;
use crate::review::history::ReplayError;
use crate::review::plan::EditError;
use crate::review::plan::plan;
use crate::review::reading::ReadItems;
use crate::review::state::State;
use crate::review::words::Spot;
use crate::text::paragraph::Paragraphs;

/// Where time and new ids come from.
pub trait Context: Send {
    /// The time now.
    fn now(&mut self) -> Moment;
    /// An id nothing has yet.
    fn new_id(&mut self) -> uuid::Uuid;
}

/// The machine's clock and random source.
#[derive(Debug, Default, Clone, Copy)]
pub struct Machine;

impl Context for Machine {
    fn now(&mut self) -> Moment {
        Moment::from_timestamp(jiff::Timestamp::now())
    }

    fn new_id(&mut self) -> uuid::Uuid {
        uuid::Uuid::now_v7()
    }
}

/// What keeps a session. Never waits: it takes things over and answers elsewhere when they are safe.
pub trait Keeper: Send {
    /// Keeps an entry of the log.
    fn append(&mut self, entry: &LogEntry);
    /// Keeps that an item was read, or is unread again.
    fn reading(&mut self, item: &EvidenceId, read: bool, at: Moment);
    /// Keeps which paragraphs of a source were opened.
    fn opened(&mut self, _source: &SourceId, _opened: &Opened, _at: Moment) {}
    /// Keeps where the member is.
    fn place(&mut self, key: &str, value: &str);
    /// Keeps the name a member goes by.
    fn name(&mut self, name: Option<&str>);
}

/// Keeps nothing, for practice without a disk and for tests.
#[derive(Debug, Default, Clone, Copy)]
pub struct Forgetful;

impl Keeper for Forgetful {
    fn append(&mut self, _: &LogEntry) {}
    fn reading(&mut self, _: &EvidenceId, _: bool, _: Moment) {}
    fn place(&mut self, _: &str, _: &str) {}
    fn name(&mut self, _: Option<&str>) {}
}

/// Whether a session may be changed from here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Access {
    /// It may.
    Write,
    /// It may not, for this reason.
    ReadOnly(String),
}

/// What came of an act, an undo or a redo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The entry's place in the log: saved once everything through it is.
    pub seq: u64,
    /// What was done, in words.
    pub words: String,
    /// Where it can be seen.
    pub spot: Spot,
}

/// What a session was kept as.
#[derive(Debug, Default)]
pub struct Kept {
    /// The log.
    pub entries: Vec<LogEntry>,
    /// Items that were read.
    pub read: BTreeSet<EvidenceId>,
    /// Paragraphs of sources that were opened.
    pub opened: BTreeMap<SourceId, Opened>,
    /// When, as far as that is known.
    pub read_when: BTreeMap<EvidenceId, Moment>,
    /// The program that wrote the last act.
    pub tool: Option<Tool>,
    /// The codebook it began with, where that is known; else the review's themes.
    pub codebook: Option<Vec<Tag>>,
}

/// One member's session on one review, open.
pub struct Workspace {
    catalog: Arc<Catalog>,
    /// The codebook before the first act.
    began: Vec<Tag>,
    state: State,
    history: History,
    rollup: Rollup,
    read: ReadItems,
    /// Paragraphs of sources that were opened, and the sources of which that is not handed on to be kept yet.
    opened: BTreeMap<SourceId, Opened>,
    opened_since: BTreeSet<SourceId>,
    read_when: BTreeMap<EvidenceId, Moment>,
    member: MemberRef,
    tool: Tool,
    access: Access,
    context: Box<dyn Context>,
    keeper: Box<dyn Keeper>,
}

impl Workspace {
    /// Opens a session as it was kept.
    ///
    /// # Errors
    /// A log that cannot be replayed on this review.
    pub fn open(
        catalog: Arc<Catalog>,
        member: MemberRef,
        kept: Kept,
        access: Access,
        context: Box<dyn Context>,
        keeper: Box<dyn Keeper>,
    ) -> Result<Self, ReplayError> {
        let mut state = State::new(catalog.review());
        if let Some(codebook) = kept.codebook.or_else(|| began_with(&kept.entries)) {
            state.codebook = codebook;
        }
        let began = state.codebook.clone();
        let history = History::replay(kept.entries, &mut state, &catalog)?;
        let rollup = rollup_of(&catalog, &state);
        let read = ReadItems::of(&catalog, kept.read);
        let read_when = kept.read_when;
        let tool = kept.tool.unwrap_or_else(Tool::this);
        let opened = kept.opened;
        let opened_since = BTreeSet::new();
        Ok(Self {
            catalog,
            began,
            state,
            history,
            rollup,
            read,
            read_when,
            opened,
            opened_since,
            member,
            tool,
            access,
            context,
            keeper,
        })
    }

    /// Applies an act. The only way a session changes, together with `undo` and `redo`.
    ///
    /// # Errors
    /// An act that does not fit the review or the state; nothing is changed.
    pub fn apply(&mut self, act: &Act) -> Result<Outcome, EditError> {
        self.may_write()?;
        let act = &*self.filled_in(act);
        let at = self.context.now();
        let slots = plan(&self.state, &self.catalog, act, at)?;
        let entry = self.history.next_entry(self.context.new_id(), at, act);
        self.keep(&entry);
        let seq = entry.seq;
        self.history.record(entry, act, slots, &mut self.state, &self.catalog);
        self.roll_up(touched(act));
        let (words, spot) = match self.history.done().last() {
            Some(done) if !act.is_fact() => (done.words.clone(), done.spot.clone()),
            _ => crate::review::words::describe(act, &self.state, &self.catalog),
        };
        Ok(Outcome { seq, words, spot })
    }

    /// The act with what it means on the edition at hand: replayed on another, it means that still. What it holds of a
    /// confidential source may leave the panel with the session, so it names nobody.
    fn filled_in<'a>(&self, act: &'a Act) -> Cow<'a, Act> {
        match act {
            Act::ShowPublished { show: true, .. } => {
                let seen = self.catalog.review().published.subjects().collect();
                Cow::Owned(Act::ShowPublished { show: true, seen })
            }
            act => in_round(without_names(act, &self.catalog), self.state.round()),
        }
    }

    /// Takes back the newest act that stands.
    ///
    /// # Errors
    /// Nothing to take back, or a window that only reads.
    pub fn undo(&mut self) -> Result<Outcome, EditError> {
        self.may_write()?;
        let target = self.history.done().last().ok_or(EditError::NothingToUndo)?.id;
        let (words, spot, seen) = match self.history.undo(&mut self.state) {
            Some((undone, seen)) => (undone.words.clone(), undone.spot.clone(), seen),
            None => return Err(EditError::NothingToUndo),
        };
        Ok(self.after_step(&Act::Undo { target, seen }, words, spot))
    }

    /// Restores the act last taken back.
    ///
    /// # Errors
    /// Nothing to restore, or a window that only reads.
    pub fn redo(&mut self) -> Result<Outcome, EditError> {
        self.may_write()?;
        let target = self.history.undone().last().ok_or(EditError::NothingToRedo)?.id;
        let (words, spot) = match self.history.redo(&mut self.state) {
            Some(done) => (done.words.clone(), done.spot.clone()),
            None => return Err(EditError::NothingToRedo),
        };
        Ok(self.after_step(&Act::Redo { target }, words, spot))
    }

    fn after_step(&mut self, act: &Act, words: String, spot: Spot) -> Outcome {
        let entry = self.history.next_entry(self.context.new_id(), self.context.now(), act);
        let seq = entry.seq;
        self.keep(&entry);
        self.history.push(entry);
        self.roll_up(Touched::All);
        Outcome { seq, words, spot }
    }

    fn keep(&mut self, entry: &LogEntry) {
        self.tool = Tool::this();
        self.keeper.append(entry);
    }

    fn may_write(&self) -> Result<(), EditError> {
        match &self.access {
            Access::Write => Ok(()),
            Access::ReadOnly(why) => Err(EditError::ReadOnly(why.clone())),
        }
    }

    fn roll_up(&mut self, touched: Touched) {
        match touched {
            Touched::Nothing => {}
            Touched::Cell(cell) => {
                self.rollup.set_cell(&cell, standing(&self.state, &cell));
            }
            Touched::Parent(parent) => {
                let own = self.state.overrides.get(&parent).map(|entry| entry.rating);
                self.rollup.set_own(&parent, own);
            }
            Touched::Rule => self.rollup.set_rule(rule_of(&self.state)),
            Touched::All => self.rollup = rollup_of(&self.catalog, &self.state),
        }
    }

    /// Notes that an item was read, or is unread again. Not an act: undo does not touch it.
    pub fn set_read(&mut self, item: &EvidenceId, read: bool) {
        let changed = self.read.set(&self.catalog, item, read);
        if changed && self.access == Access::Write {
            let at = self.context.now();
            self.keeper.reading(item, read, at);
            if read {
                self.read_when.insert(item.clone(), at);
            } else {
                self.read_when.remove(item);
            }
        }
    }

    /// Notes that a stretch of a source's text was opened, by its paragraphs. Not an act; handed on to be kept by
    /// [`Self::keep_opened`], many at once.
    pub fn open_paragraphs(&mut self, source: &SourceId, paragraphs: &Paragraphs, stretch: &Range<usize>) {
        let of = paragraphs.len();
        let opened = self.opened.entry(source.clone()).or_insert_with(|| Opened::none_of(of));
        // The text is another than it was: what was opened of that one says nothing of this one.
        if opened.of() != of {
            *opened = Opened::none_of(of);
        }
        if opened.mark(paragraphs.touched(stretch)) {
            self.opened_since.insert(source.clone());
        }
    }

    /// Hands on what was opened since it was last handed on.
    pub fn keep_opened(&mut self) {
        let since = std::mem::take(&mut self.opened_since);
        if since.is_empty() || self.access != Access::Write {
            return;
        }
        let at = self.context.now();
        for source in &since {
            if let Some(opened) = self.opened.get(source) {
                self.keeper.opened(source, opened, at);
            }
        }
    }

    /// Notes where the member is, so that starting again resumes there.
    pub fn set_place(&mut self, key: &str, value: &str) {
        if self.access == Access::Write {
            self.keeper.place(key, value);
        }
    }

    /// Sets the name the member goes by on this machine; exported only when asked for.
    pub fn set_name(&mut self, name: Option<String>) {
        self.keeper.name(name.as_deref());
        self.member.name = name;
    }

    /// Goes on with another keeper and access, such as after taking a session over.
    pub fn hand_to(&mut self, access: Access, keeper: Box<dyn Keeper>) {
        self.access = access;
        self.keeper = keeper;
    }

    /// Goes on over another state of the review, nothing of which is kept: while the review itself is edited.
    pub fn look_at(&mut self, catalog: Arc<Catalog>) {
        self.rollup = rollup_of(&catalog, &self.state);
        self.read = ReadItems::of(&catalog, std::mem::take(&mut self.read.ids));
        self.catalog = catalog;
    }

    /// The review and its cross-references.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// What the member has said.
    pub fn state(&self) -> &State {
        &self.state
    }

    /// The codebook the session began with.
    pub fn began_with(&self) -> &[Tag] {
        &self.began
    }

    /// How it came about.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What the ratings add up to. Ask `blindness` before showing it.
    pub fn rollup(&self) -> &Rollup {
        &self.rollup
    }

    /// What may be shown now.
    pub fn blindness(&self) -> Blindness<'_> {
        Blindness::new(&self.catalog, &self.state)
    }

    /// How many items that bear on a commitment were read.
    pub fn read_of(&self, commitment: &CommitmentId) -> usize {
        self.read.of.get(commitment).copied().unwrap_or(0)
    }

    /// Items that were read.
    pub fn read(&self) -> &BTreeSet<EvidenceId> {
        &self.read.ids
    }

    /// When items were read, by place, as far as that is known.
    pub fn read_when(&self) -> impl Iterator<Item = (usize, Moment)> {
        self.read_when.iter().filter_map(|(id, when)| Some((self.catalog.evidence_at(id)?, *when)))
    }

    /// The same by place in reading order.
    pub fn read_places(&self) -> &BTreeSet<usize> {
        &self.read.places
    }

    /// Paragraphs of sources that were opened.
    pub fn opened(&self) -> &BTreeMap<SourceId, Opened> {
        &self.opened
    }

    /// Whose session it is.
    pub fn member(&self) -> &MemberRef {
        &self.member
    }

    /// Whether it may be changed from here.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Why nothing may be changed from here, where that is so.
    pub fn read_only(&self) -> Option<&str> {
        match &self.access {
            Access::ReadOnly(why) => Some(why),
            Access::Write => None,
        }
    }

    /// The time now, from the clock passed in.
    pub fn now(&mut self) -> Moment {
        self.context.now()
    }

    /// An id nothing has yet.
    pub fn new_id(&mut self) -> uuid::Uuid {
        self.context.new_id()
    }

    /// What the ratings add up to, for an export: nothing of it while the panel wants it hidden.
    fn rollup_to_keep(&self) -> RollupRecord {
        if self.blindness().shows_running_verdict() {
            return derivation::record(&self.rollup, &self.catalog.review().scale);
        }
        let rule = self.rollup.rule().name();
        RollupRecord { rule, rule_version: rule.version(), parents: Vec::new() }
    }

    /// The session as a file.
    pub fn to_file(&self, with_name: bool, with_log: bool) -> SessionFile {
        let state = &self.state;
        let review = self.catalog.review();
        let member = MemberRef { id: self.member.id, name: self.member.name.clone().filter(|_| with_name) };
        let cells: Vec<CellKey> = review.cells().collect();
        let mut file = SessionFile {
            format: SESSION_FORMAT.to_owned(),
            version: SESSION_VERSION,
            tool: self.tool.clone(),
            review: ReviewRef {
                id: review.id,
                edition: review.edition,
                digest: self.catalog.digest().to_owned(),
                title: review.title.clone(),
            },
            member,
            settings: state.settings.clone(),
            codebook: state.codebook.clone(),
            triage: state.triage.values().cloned().collect(),
            quotes: state.quotes.clone(),
            ratings: in_order(&cells, &state.ratings),
            abstained: in_order(&cells, &state.abstained),
            overrides: in_order(&self.catalog.parents(), &state.overrides),
            notes: state.notes.clone(),
            summaries: state.summaries.values().cloned().collect(),
            waivers: state.waivers.values().cloned().collect(),
            consensus: state.consensus.values().cloned().collect(),
            seen_published: state.seen.iter().map(|(on, at)| SeenPublished { on: on.clone(), at: *at }).collect(),
            rounds: state.rounds.values().cloned().collect(),
            gone: gone(state, &self.catalog),
            rollup: self.rollup_to_keep(),
            log: with_log.then(|| self.history.for_export()),
        };
        file.version = file.least_version();
        file
    }
}

/// The act with the round its ratings are given in.
fn in_round(act: Cow<'_, Act>, at_hand: u32) -> Cow<'_, Act> {
    let is_in_it = |act: &Act| !matches!(act, Act::Rate { round, .. } if *round != at_hand);
    match &*act {
        Act::Together { acts } if !acts.iter().all(is_in_it) => {}
        one if !is_in_it(one) => {}
        _ => return act,
    }
    let put = |act: Act| match act {
        Act::Rate { cell, rating, reason, quotes, .. } => Act::Rate { cell, rating, reason, quotes, round: at_hand },
        other => other,
    };
    Cow::Owned(match act.into_owned() {
        Act::Together { acts } => Act::Together { acts: acts.into_iter().map(put).collect() },
        one => put(one),
    })
}

/// What was said, in the order of the review; behind it what was said of what the review no longer has.
fn in_order<K: Ord, V: Clone>(order: &[K], said: &BTreeMap<K, V>) -> Vec<V> {
    let known: BTreeSet<&K> = order.iter().collect();
    let gone = said.iter().filter(|(key, _)| !known.contains(key)).map(|(_, value)| value);
    order.iter().filter_map(|key| said.get(key)).chain(gone).cloned().collect()
}

/// Which part of the roll-up an act bears on.
enum Touched {
    Nothing,
    Cell(CellKey),
    Parent(crate::model::ids::ParentKey),
    Rule,
    All,
}

fn touched(act: &Act) -> Touched {
    match act {
        Act::Rate { cell, .. } | Act::Unrate { cell } | Act::Abstain { cell, .. } => Touched::Cell(cell.clone()),
        Act::Override { parent, .. } | Act::ClearOverride { parent } => Touched::Parent(parent.clone()),
        Act::ChooseRule { .. } => Touched::Rule,
        Act::Import { .. } | Act::Together { .. } => Touched::All,
        _ => Touched::Nothing,
    }
}

/// Where one question stands for the rule.
pub fn standing(state: &State, cell: &CellKey) -> Standing {
    if state.abstained.contains_key(cell) {
        return Standing::Abstained;
    }
    match state.ratings.get(cell) {
        None => Standing::Unrated,
        Some(entry) => entry.rating.grade().map_or(Standing::NoInformation, Standing::Graded),
    }
}

fn rollup_of(catalog: &Catalog, state: &State) -> Rollup {
    let review = catalog.review();
    let opinions = Opinions {
        cells: review
            .cells()
            .map(|cell| {
                let standing = standing(state, &cell);
                (cell, standing)
            })
            .collect(),
        own: state.overrides.iter().map(|(parent, entry)| (parent.clone(), entry.rating)).collect(),
    };
    Rollup::new(Tree::of(review), &opinions, rule_of(state))
}

fn rule_of(state: &State) -> Rule {
    Rule::with(state.settings.rule, state.settings.thresholds.clone())
}
