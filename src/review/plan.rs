//! From what the member meant to what changes: checks an act against the review and the state,
//! and says which slots take which values. Changes nothing itself.
//!
//! An act of the log was checked when it was made. Read again it is not held against the review, which may be another
//! edition by now: what has gone since does not make the log unreadable.

use crate::model::act::Act;
use crate::model::act::Agreement;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::NoteId;
use crate::model::ids::ParentKey;
use crate::model::ids::QuoteId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::judged::RuleName;
use crate::model::moment::Moment;
use crate::model::quote::Filing;
use crate::model::quote::Quote;
use crate::model::rating::Rating;
use crate::model::session::Abstention;
use crate::model::session::Consensus;
use crate::model::session::Note;
use crate::model::session::NoteTarget;
use crate::model::session::Override;
use crate::model::session::RatingEntry;
use crate::model::session::Summary;
use crate::model::session::TriageEntry;
use crate::model::session::TriageStatus;
use crate::model::session::Waiver;
use crate::model::thresholds::Thresholds;
use crate::review::retag::change_tags;
use crate::review::sealed_round;
use crate::review::state::Slot;
use crate::review::state::State;

/// Why a change was not made. Every message is fit for the status line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The review has no such thing.
    #[error("This review has no {0}.")]
    NotInReview(String),
    /// The session has no such thing.
    #[error("There is no {0} here any more.")]
    Gone(String),
    /// Something that has to be said is missing.
    #[error("{0}")]
    Missing(&'static str),
    /// The act contradicts what stands.
    #[error("{0}")]
    Refused(String),
    /// Nothing to take back.
    #[error("Nothing to undo.")]
    NothingToUndo,
    /// Nothing to restore.
    #[error("Nothing to redo.")]
    NothingToRedo,
    /// This window only reads.
    #[error("{0}")]
    ReadOnly(String),
}

/// What an act is held against.
#[derive(Debug, Clone, Copy)]
enum Ground<'a> {
    /// The review, for an act that is being made.
    Review(&'a Catalog),
    /// Nothing, for an act of the log.
    Log,
}

impl Ground<'_> {
    fn has(self, check: impl FnOnce(&Catalog) -> bool) -> bool {
        match self {
            Self::Review(catalog) => check(catalog),
            Self::Log => true,
        }
    }
}

/// What an act changes, or why it cannot be done. An empty plan changes nothing.
///
/// # Errors
/// What in the act fits neither the review nor the state.
pub fn plan(state: &State, catalog: &Catalog, act: &Act, at: Moment) -> Result<Vec<Slot>, EditError> {
    plan_on(state, Ground::Review(catalog), act, at)
}

/// What an act of the log changed when it was made.
///
/// # Errors
/// What in the act does not fit the state.
pub fn replan(state: &State, act: &Act, at: Moment) -> Result<Vec<Slot>, EditError> {
    plan_on(state, Ground::Log, act, at)
}

fn choose_rule(ground: Ground<'_>, rule: RuleName, thresholds: Option<Thresholds>) -> Result<Vec<Slot>, EditError> {
    // What was once chosen is read again as it was.
    let out_of_reach = |given: &Thresholds| given.out_of_reach().filter(|_| matches!(ground, Ground::Review(_)));
    match thresholds.as_ref().and_then(|given| given.problem().or_else(|| out_of_reach(given))) {
        Some(problem) => Err(EditError::Refused(format!("These thresholds cannot be used: {problem}."))),
        None => Ok(vec![Slot::Rule(rule, thresholds)]),
    }
}

/// Lets a finding stand for a reason, or no longer.
fn waive(
    state: &State,
    ground: Ground<'_>,
    (code, place): (&String, &String),
    reason: &str,
    at: Moment,
) -> Result<Vec<Slot>, EditError> {
    let waiver = said(reason).map(|reason| Waiver { code: code.clone(), place: place.clone(), reason, at });
    let stands = state.waivers.contains_key(&(code.clone(), place.clone()));
    if waiver.is_none() && !stands && matches!(ground, Ground::Review(_)) {
        return Err(EditError::Refused(format!(
            "{code} at {place} was not let stand, so there is nothing to take back. To let it stand, give a reason."
        )));
    }
    Ok(vec![Slot::Waiver(code.clone(), place.clone(), waiver)])
}

fn plan_on(state: &State, ground: Ground<'_>, act: &Act, at: Moment) -> Result<Vec<Slot>, EditError> {
    sealed_round::permits(state, act)?;
    match act {
        Act::Rate { cell, rating, reason, quotes, round } => {
            rate(state, ground, cell, (*rating, reason.clone(), quotes, *round), at)
        }
        Act::Unrate { cell } => unrate(state, ground, cell),
        Act::Confirm { cell } => confirm(state, ground, cell),
        Act::Abstain { cell, why } => abstain(state, ground, cell, why, at),
        Act::Override { parent, rating, reason } => own_judgement(ground, parent, *rating, reason, at),
        Act::ClearOverride { parent } => clear_own_judgement(state, parent),
        Act::Mark { quote } => mark(state, ground, quote, at),
        Act::Remark { quote } => remark(state, ground, quote, at),
        Act::Unmark { quote } => unmark(state, *quote),
        Act::Triage { source, status, reason, bears_on } => {
            triage(ground, source, *status, reason.clone(), bears_on, at)
        }
        Act::Note { id, on, text, shared } => note(state, ground, *id, on, text, *shared, at),
        Act::Summarise { source, cell, text } => summarise(ground, source, cell, text, at),
        Act::AddTag { .. }
        | Act::ChangeTag { .. }
        | Act::MoveTag { .. }
        | Act::PinTag { .. }
        | Act::MergeTags { .. }
        | Act::DeleteTag { .. } => change_tags(state, act, at),
        Act::ChooseRule { rule, thresholds } => choose_rule(ground, *rule, thresholds.clone()),
        Act::SeedOrder { seed } => Ok(vec![Slot::OrderSeed(*seed)]),
        Act::ShowPublished { show, .. } => Ok(vec![Slot::ShowPublished(*show)]),
        Act::SeePublished { on } => known(ground, on).map(|()| Vec::new()),
        Act::Waive { code, place, reason } => waive(state, ground, (code, place), reason, at),
        Act::Agree { on, agreement } => agree(ground, on, agreement.as_deref(), at),
        Act::HandIn { .. } => sealed_round::hand_in(state, act, at),
        Act::RoundOpened { round, opened } => sealed_round::opened(state, *round, *opened),
        Act::Import { session } => Ok(vec![Slot::Everything(Box::new(State::from_file(session)))]),
        Act::Follow { quotes, unconfirmed, .. } => Ok(follow(state, quotes, unconfirmed)),
        Act::Together { acts } => together(state, ground, acts, at),
        Act::Undo { .. } | Act::Redo { .. } => Ok(Vec::new()),
    }
}

fn known(ground: Ground<'_>, subject: &Subject) -> Result<(), EditError> {
    if ground.has(|catalog| catalog.has(subject)) {
        Ok(())
    } else {
        Err(EditError::NotInReview(format!("question or commitment {subject}")))
    }
}

fn known_source(ground: Ground<'_>, source: &SourceId) -> Result<(), EditError> {
    let there = ground.has(|catalog| catalog.source(source).is_some());
    if there { Ok(()) } else { Err(EditError::NotInReview(format!("source {source}"))) }
}

fn known_cell(ground: Ground<'_>, cell: &CellKey) -> Result<(), EditError> {
    if ground.has(|catalog| catalog.has_cell(cell)) {
        Ok(())
    } else {
        Err(EditError::NotInReview(format!("question {cell}")))
    }
}

/// Plans acts one after the other, each on what the ones before it leave.
fn together(state: &State, ground: Ground<'_>, acts: &[Act], at: Moment) -> Result<Vec<Slot>, EditError> {
    let mut ahead = state.clone();
    let mut slots = Vec::new();
    for act in acts {
        if act.is_fact() || matches!(act, Act::Together { .. }) {
            return Err(EditError::Refused("These cannot be done as one.".to_owned()));
        }
        let step = plan_on(&ahead, ground, act, at)?;
        ahead.swap(step.clone());
        slots.extend(step);
    }
    Ok(slots)
}

/// A text with something in it.
fn said(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

fn rate(
    state: &State,
    ground: Ground<'_>,
    cell: &CellKey,
    (rating, reason, quotes, round): (Rating, Option<String>, &[QuoteId], u32),
    at: Moment,
) -> Result<Vec<Slot>, EditError> {
    known_cell(ground, cell)?;
    if let Some(missing) = quotes.iter().find(|id| state.quote(**id).is_none()) {
        return Err(EditError::Gone(format!("passage {missing}")));
    }
    let published_seen = state.seen.contains_key(&Subject::Cell(cell.clone()));
    let entry = RatingEntry {
        cell: cell.clone(),
        rating,
        reason: reason.as_deref().and_then(said),
        quotes: quotes.to_vec(),
        round,
        published_seen,
        unconfirmed: false,
        at,
    };
    let mut slots = vec![Slot::Rating(cell.clone(), Some(entry))];
    if state.abstained.contains_key(cell) {
        slots.push(Slot::Abstention(cell.clone(), None));
    }
    Ok(slots)
}

fn unrate(state: &State, ground: Ground<'_>, cell: &CellKey) -> Result<Vec<Slot>, EditError> {
    known_cell(ground, cell)?;
    let mut slots = Vec::new();
    if state.ratings.contains_key(cell) {
        slots.push(Slot::Rating(cell.clone(), None));
    }
    if state.abstained.contains_key(cell) {
        slots.push(Slot::Abstention(cell.clone(), None));
    }
    if slots.is_empty() {
        return Err(EditError::Refused(format!("{cell} is not rated.")));
    }
    Ok(slots)
}

/// The rating stays as it was given, and when; that it was looked at again with the published one known is noted.
fn confirm(state: &State, ground: Ground<'_>, cell: &CellKey) -> Result<Vec<Slot>, EditError> {
    known_cell(ground, cell)?;
    match state.ratings.get(cell) {
        Some(entry) if entry.unconfirmed => {
            let published_seen = entry.published_seen || state.seen.contains_key(&Subject::Cell(cell.clone()));
            let entry = RatingEntry { unconfirmed: false, published_seen, ..entry.clone() };
            Ok(vec![Slot::Rating(cell.clone(), Some(entry))])
        }
        _ => Err(EditError::Refused(format!("{cell} has nothing to confirm."))),
    }
}

fn abstain(state: &State, ground: Ground<'_>, cell: &CellKey, why: &str, at: Moment) -> Result<Vec<Slot>, EditError> {
    known_cell(ground, cell)?;
    let why = said(why).ok_or(EditError::Missing("Say in a line why you do not rate this."))?;
    let mut slots = vec![Slot::Abstention(cell.clone(), Some(Abstention { cell: cell.clone(), why, at }))];
    if state.ratings.contains_key(cell) {
        slots.push(Slot::Rating(cell.clone(), None));
    }
    Ok(slots)
}

fn own_judgement(
    ground: Ground<'_>,
    parent: &ParentKey,
    rating: Rating,
    reason: &str,
    at: Moment,
) -> Result<Vec<Slot>, EditError> {
    known(ground, &Subject::Parent(parent.clone()))?;
    let reason = said(reason).ok_or(EditError::Missing("Your own judgement needs a reason."))?;
    let entry = Override { parent: parent.clone(), rating, reason, at };
    Ok(vec![Slot::Override(parent.clone(), Some(entry))])
}

fn clear_own_judgement(state: &State, parent: &ParentKey) -> Result<Vec<Slot>, EditError> {
    if state.overrides.contains_key(parent) {
        Ok(vec![Slot::Override(parent.clone(), None)])
    } else {
        Err(EditError::Refused(format!("{parent} has no judgement of your own to take back.")))
    }
}

/// Whether a passage is marked in a text of the review, word for word.
fn stands_in_its_text(catalog: &Catalog, quote: &Quote) -> Result<(), EditError> {
    let item;
    let text = match (&quote.evidence, &quote.source) {
        (Some(id), None) => {
            item = catalog.evidence(id).ok_or_else(|| EditError::NotInReview(format!("evidence item {id}")))?;
            &item.text
        }
        (None, Some(id)) => catalog
            .source(id)
            .and_then(|source| source.text.as_ref())
            .ok_or_else(|| EditError::NotInReview(format!("text of {id}")))?,
        _ => return Err(EditError::Refused("A passage is marked in one text.".to_owned())),
    };
    let (start, end) = (quote.selector.start, quote.selector.end);
    if start >= end || !text.chars().skip(start).take(end - start).eq(quote.selector.exact.chars()) {
        return Err(EditError::Refused("The passage does not match its text.".to_owned()));
    }
    Ok(())
}

/// Checks what a passage names, and drops tags named twice. `before` is the passage as it stands: one that lost its
/// place keeps it lost while only what is said about it changes, and what it is filed under may be gone as well.
fn checked(
    state: &State,
    ground: Ground<'_>,
    quote: &Quote,
    before: Option<&Quote>,
    at: Moment,
) -> Result<Quote, EditError> {
    let lost = before.filter(|before| before.lost && same_place(before, quote));
    if let (Ground::Review(catalog), None) = (ground, lost) {
        stands_in_its_text(catalog, quote)?;
    }
    let filed_before =
        |filing: &Filing| before.is_some_and(|before| before.filings.iter().any(|it| it.cell == filing.cell));
    for filing in quote.filings.iter().filter(|filing| !filed_before(filing)) {
        let subject = match filing.cell.cell() {
            Some(cell) => Subject::Cell(cell),
            None => Subject::Parent(ParentKey::Commitment(filing.cell.commitment.clone())),
        };
        known(ground, &subject)?;
    }
    let mut quote = quote.clone();
    if let Some(unknown) = quote.tags.iter().find(|tag| state.tag(tag).is_none()) {
        return Err(EditError::Gone(format!("tag {unknown}")));
    }
    let mut kept: Vec<TagId> = Vec::new();
    quote.tags.retain(|tag| {
        !kept.contains(tag) && {
            kept.push(tag.clone());
            true
        }
    });
    quote.note = quote.note.as_deref().and_then(said);
    quote.lost = lost.is_some();
    quote.at = at;
    Ok(quote)
}

fn same_place(one: &Quote, other: &Quote) -> bool {
    one.evidence == other.evidence && one.source == other.source && one.selector == other.selector
}

fn mark(state: &State, ground: Ground<'_>, quote: &Quote, at: Moment) -> Result<Vec<Slot>, EditError> {
    if state.quote(quote.id).is_some() {
        return Err(EditError::Refused("This passage is marked already.".to_owned()));
    }
    let quote = checked(state, ground, quote, None, at)?;
    Ok(vec![Slot::Quote(quote.id, Some((state.quotes.len(), Box::new(quote))))])
}

fn remark(state: &State, ground: Ground<'_>, quote: &Quote, at: Moment) -> Result<Vec<Slot>, EditError> {
    let place = state
        .quotes
        .iter()
        .position(|other| other.id == quote.id)
        .ok_or_else(|| EditError::Gone("such passage".to_owned()))?;
    let quote = checked(state, ground, quote, state.quotes.get(place), at)?;
    Ok(vec![Slot::Quote(quote.id, Some((place, Box::new(quote))))])
}

/// Passages as they stand in another edition, and ratings to be confirmed there; all else about them stays.
fn follow(state: &State, quotes: &[Quote], unconfirmed: &[CellKey]) -> Vec<Slot> {
    let place = |quote: &Quote| state.quotes.iter().position(|other| other.id == quote.id);
    let passages =
        quotes.iter().filter_map(|quote| Some(Slot::Quote(quote.id, Some((place(quote)?, Box::new(quote.clone()))))));
    let ratings = unconfirmed.iter().filter_map(|cell| {
        let entry = RatingEntry { unconfirmed: true, ..state.ratings.get(cell)?.clone() };
        Some(Slot::Rating(cell.clone(), Some(entry)))
    });
    passages.chain(ratings).collect()
}

fn unmark(state: &State, id: QuoteId) -> Result<Vec<Slot>, EditError> {
    state.quote(id).ok_or_else(|| EditError::Gone("such passage".to_owned()))?;
    let mut slots = vec![Slot::Quote(id, None)];
    for rating in state.ratings.values().filter(|rating| rating.quotes.contains(&id)) {
        let mut rating = rating.clone();
        rating.quotes.retain(|quote| *quote != id);
        slots.push(Slot::Rating(rating.cell.clone(), Some(rating)));
    }
    Ok(slots)
}

fn triage(
    ground: Ground<'_>,
    source: &SourceId,
    status: TriageStatus,
    reason: Option<String>,
    bears_on: &[CommitmentId],
    at: Moment,
) -> Result<Vec<Slot>, EditError> {
    known_source(ground, source)?;
    if let Some(unknown) = bears_on.iter().find(|id| !ground.has(|catalog| catalog.commitment(id).is_some())) {
        return Err(EditError::NotInReview(format!("commitment {unknown}")));
    }
    let reason = reason.as_deref().and_then(said);
    let blank = status == TriageStatus::Undecided && reason.is_none() && bears_on.is_empty();
    let entry = TriageEntry { source: source.clone(), status, reason, bears_on: bears_on.to_vec(), at };
    Ok(vec![Slot::Triage(source.clone(), (!blank).then_some(entry))])
}

fn note(
    state: &State,
    ground: Ground<'_>,
    id: NoteId,
    on: &NoteTarget,
    text: &str,
    shared: bool,
    at: Moment,
) -> Result<Vec<Slot>, EditError> {
    let exists = ground.has(|catalog| match on {
        NoteTarget::Cell(cell) => catalog.has_cell(cell),
        NoteTarget::Parent(parent) => catalog.has_parent(parent),
        NoteTarget::Source(source) => catalog.source(source).is_some(),
        NoteTarget::Evidence(item) => catalog.evidence(item).is_some(),
        NoteTarget::Footnote(number) => catalog.footnote(*number).is_some(),
    });
    if !exists {
        return Err(EditError::NotInReview(on.to_string()));
    }
    let place = state.notes.iter().position(|note| note.id == id);
    let Some(text) = said(text) else {
        return Ok(place.map(|_| Slot::Note(id, None)).into_iter().collect());
    };
    let note = Note { id, on: on.clone(), text, shared, at };
    Ok(vec![Slot::Note(id, Some((place.unwrap_or(state.notes.len()), note)))])
}

fn summarise(
    ground: Ground<'_>,
    source: &SourceId,
    cell: &CellKey,
    text: &str,
    at: Moment,
) -> Result<Vec<Slot>, EditError> {
    known_cell(ground, cell)?;
    known_source(ground, source)?;
    let summary = said(text).map(|text| Summary { source: source.clone(), cell: cell.clone(), text, at });
    Ok(vec![Slot::Summary(source.clone(), cell.clone(), summary)])
}

fn agree(ground: Ground<'_>, on: &Subject, agreement: Option<&Agreement>, at: Moment) -> Result<Vec<Slot>, EditError> {
    known(ground, on)?;
    let (cell, parent) = on.clone().into_two();
    let record = agreement.map(|agreement| {
        Box::new(Consensus {
            cell,
            parent,
            rating: agreement.rating,
            reason: agreement.reason.clone(),
            basis: agreement.basis,
            tally: agreement.tally.clone(),
            present: agreement.present.clone(),
            abstained: agreement.abstained.clone(),
            dissent: agreement.dissent.clone(),
            at,
        })
    });
    Ok(vec![Slot::Consensus(on.clone(), record)])
}
