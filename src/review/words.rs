//! Says in plain words what an act did and where to find it: for undo, redo and the history.

use crate::judgement::rule::Rule;
use crate::judgement::words::at_start;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::ids::TagId;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::review::ScalePoint;
use crate::model::session::NoteTarget;
use crate::model::session::TriageStatus;
use crate::review::state::State;

/// Where an act's effect can be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Spot {
    /// A question, commitment, area or the whole.
    Subject(Subject),
    /// An item, with the question it was read under.
    Evidence(EvidenceId, Option<Subject>),
    /// A source.
    Source(SourceId),
    /// The decision about a source.
    Triage(SourceId),
    /// One decision about like texts, of which this is the first.
    Alike(SourceId),
    /// A place in a source's text.
    InSource(SourceId, usize),
    /// A footnote.
    Footnote(u32),
    /// A tag.
    Tag(TagId),
    /// Nowhere in particular.
    Nowhere,
}

/// The name a review gives to a rating, within a sentence.
pub fn rating_word(review: &Review, rating: Rating) -> String {
    match rating.grade() {
        Some(grade) => review
            .scale
            .iter()
            .find(|point| point.id == grade)
            .map_or_else(|| grade.id().to_owned(), ScalePoint::within_sentence),
        None => "looked at, cannot be rated".to_owned(),
    }
}

/// The name a review gives to a rating, where it stands alone.
pub fn rating_label(review: &Review, rating: Rating) -> String {
    let point = rating.grade().and_then(|grade| review.scale.iter().find(|point| point.id == grade));
    point.map_or_else(|| at_start(&rating_word(review, rating)), |point| point.label.clone())
}

/// "1 item", "2 items".
pub fn plural(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}

/// The letter or sign a review gives to a rating.
pub fn rating_mark(review: &Review, rating: Rating) -> String {
    match rating.grade() {
        Some(grade) => review
            .scale
            .iter()
            .find(|point| point.id == grade)
            .map_or_else(|| grade.id().to_owned(), |point| point.mark.clone()),
        None => "?".to_owned(),
    }
}

/// What stands beside a rating given before what is asked, or an anchor, changed.
pub const TO_CONFIRM: &str = "anchors changed since: confirm or rate anew";

/// A stance in the words of a question, or in general ones.
pub fn stance_word(catalog: &Catalog, subject: Option<&Subject>, stance: Stance) -> String {
    let question = match subject {
        Some(Subject::Cell(cell)) => catalog.question(&cell.question),
        _ => None,
    };
    match (stance, question) {
        (Stance::Supports, Some(question)) => format!("yes: {}", question.yes),
        (Stance::Undermines, Some(question)) => format!("no: {}", question.no),
        (Stance::Supports, None) => "yes".to_owned(),
        (Stance::Undermines, None) => "no".to_owned(),
        (Stance::Mixed, _) => "both".to_owned(),
        (Stance::Context, _) => "background".to_owned(),
    }
}

/// A triage decision in words.
pub fn triage_word(status: TriageStatus) -> &'static str {
    match status {
        TriageStatus::Undecided => "undecided",
        TriageStatus::Relevant => "relevant",
        TriageStatus::SetAside => "set aside",
        TriageStatus::Flagged => "raise with the panel",
        TriageStatus::Deferred => "later",
    }
}

/// A triage decision as it is told of a source.
pub fn decided_word(status: TriageStatus) -> &'static str {
    match status {
        TriageStatus::Flagged => "to be raised with the panel",
        TriageStatus::Deferred => "put off for later",
        other => triage_word(other),
    }
}

/// An area's name; one without a name by its key.
pub fn area_word(review: &Review, id: &AreaId) -> String {
    let label = review.areas.iter().find(|area| &area.id == id).map_or("", |area| area.label.trim());
    if label.is_empty() { format!("Area {id}") } else { label.to_owned() }
}

/// A subject in words: `8B`, `commitment 8`, an area's name, `the whole evaluation`.
pub fn subject_word(review: &Review, subject: &Subject) -> String {
    use crate::model::ids::ParentKey;
    match subject {
        Subject::Cell(cell) => cell.to_string(),
        Subject::Parent(ParentKey::Commitment(id)) => format!("commitment {id}"),
        Subject::Parent(ParentKey::Area(id)) => review
            .areas
            .iter()
            .find(|area| &area.id == id && !area.label.trim().is_empty())
            .map_or_else(|| format!("area {id}"), |area| area.label.clone()),
        Subject::Parent(ParentKey::Overall) => "the whole evaluation".to_owned(),
    }
}

/// What an act does, in words, and where; said of the state before it.
pub fn describe(act: &Act, before: &State, catalog: &Catalog) -> (String, Spot) {
    let review = catalog.review();
    let tag_word = |id: &TagId| before.tag(id).map_or_else(|| id.to_string(), |tag| tag.label.clone());
    match act {
        Act::Rate { cell, rating, .. } => {
            let word = rating_word(review, *rating);
            let text = match before.ratings.get(cell) {
                Some(old) if old.rating == *rating => format!("reason for {cell}"),
                Some(old) => format!("{cell} {word} (was {})", rating_word(review, old.rating)),
                None => format!("{cell} {word}"),
            };
            (text, Spot::Subject(Subject::Cell(cell.clone())))
        }
        Act::Unrate { cell } => (format!("rating of {cell} cleared"), Spot::Subject(Subject::Cell(cell.clone()))),
        Act::Confirm { cell } => (format!("{cell} confirmed as asked now"), Spot::Subject(Subject::Cell(cell.clone()))),
        Act::Abstain { cell, .. } => (format!("{cell} not rated by you"), Spot::Subject(Subject::Cell(cell.clone()))),
        Act::Override { parent, rating, .. } => {
            let subject = Subject::Parent(parent.clone());
            let text =
                format!("your judgement of {}: {}", subject_word(review, &subject), rating_word(review, *rating));
            (text, Spot::Subject(subject))
        }
        Act::ClearOverride { parent } => {
            let subject = Subject::Parent(parent.clone());
            (format!("your judgement of {} taken back", subject_word(review, &subject)), Spot::Subject(subject))
        }
        Act::Mark { quote } => {
            (format!("{} on {}", marking(before, catalog, quote), place_word(catalog, quote)), spot_of(quote))
        }
        Act::Remark { quote } => (format!("change to the passage on {}", place_word(catalog, quote)), spot_of(quote)),
        Act::Unmark { quote } => match before.quote(*quote) {
            Some(quote) => (format!("passage on {} taken away", place_word(catalog, quote)), spot_of(quote)),
            None => ("passage taken away".to_owned(), Spot::Nowhere),
        },
        Act::Triage { source, status, bears_on, .. } => {
            let entry = before.triage.get(source);
            let text = match entry {
                Some(entry) if entry.status == *status && entry.bears_on != *bears_on => filed_word(source, bears_on),
                None if *status == TriageStatus::Undecided => filed_word(source, bears_on),
                Some(entry) if entry.status == *status => format!("reason on {source}"),
                _ => format!("{source} {}", decided_word(*status)),
            };
            (text, Spot::Triage(source.clone()))
        }
        Act::Note { on, text, .. } => {
            let verb = if text.trim().is_empty() { "note taken away from" } else { "note on" };
            (format!("{verb} {on}"), spot_of_note(on))
        }
        Act::Summarise { source, cell, .. } => {
            (format!("summary of {source} for {cell}"), Spot::Subject(Subject::Cell(cell.clone())))
        }
        Act::AddTag { tag } => (format!("new tag {}", tag.label), Spot::Tag(tag.id.clone())),
        Act::ChangeTag { tag } => {
            let old = tag_word(&tag.id);
            let text = if old == tag.label {
                format!("change to tag {old}")
            } else {
                format!("tag {old} renamed {}", tag.label)
            };
            (text, Spot::Tag(tag.id.clone()))
        }
        Act::MoveTag { tag, .. } => (format!("tag {} moved", tag_word(tag)), Spot::Tag(tag.clone())),
        Act::PinTag { tag, digit: Some(digit) } => {
            (format!("tag {} pinned to {digit}", tag_word(tag)), Spot::Tag(tag.clone()))
        }
        Act::PinTag { tag, digit: None } => (format!("tag {} unpinned", tag_word(tag)), Spot::Tag(tag.clone())),
        Act::MergeTags { from, into } => {
            (format!("tag {} merged into {}", tag_word(from), tag_word(into)), Spot::Tag(into.clone()))
        }
        Act::DeleteTag { tag } => (format!("tag {} deleted", tag_word(tag)), Spot::Nowhere),
        Act::ChooseRule { rule, thresholds } => {
            (format!("the {}", Rule::with(*rule, thresholds.clone()).title()), Spot::Nowhere)
        }
        Act::SeedOrder { seed: Some(_) } => ("your own reading order".to_owned(), Spot::Nowhere),
        Act::SeedOrder { seed: None } => ("the register's order".to_owned(), Spot::Nowhere),
        Act::ShowPublished { show: true, .. } => ("opened with published ratings shown".to_owned(), Spot::Nowhere),
        Act::ShowPublished { show: false, .. } => ("published ratings hidden".to_owned(), Spot::Nowhere),
        Act::SeePublished { on } => {
            (format!("looked at what was published on {}", subject_word(review, on)), Spot::Subject(on.clone()))
        }
        Act::Waive { place, reason, .. } if reason.trim().is_empty() => {
            (format!("finding at {place} no longer let stand"), Spot::Nowhere)
        }
        Act::Waive { place, .. } => (format!("finding at {place} let stand"), Spot::Nowhere),
        Act::Agree { on, agreement } => {
            let text = match agreement {
                Some(agreed) => {
                    format!("agreed on {}: {}", subject_word(review, on), rating_word(review, agreed.rating))
                }
                None => format!("agreement on {} taken away", subject_word(review, on)),
            };
            (text, Spot::Subject(on.clone()))
        }
        Act::HandIn { round, letter, .. } => (format!("round {round} handed in as member {letter}"), Spot::Nowhere),
        Act::RoundOpened { round, .. } => (format!("round {round} opened by the panel"), Spot::Nowhere),
        Act::Import { .. } => ("begun from an imported session".to_owned(), Spot::Nowhere),
        Act::Follow { review, .. } => (format!("now on edition {}", review.edition), Spot::Nowhere),
        Act::Together { acts } => describe_together(acts, before, catalog),
        Act::Undo { .. } => ("undone".to_owned(), Spot::Nowhere),
        Act::Redo { .. } => ("redone".to_owned(), Spot::Nowhere),
    }
}

/// "DHS0020 bears on 1, 3".
pub fn filed_word(source: &SourceId, bears_on: &[CommitmentId]) -> String {
    let commitments: Vec<&str> = bears_on.iter().map(CommitmentId::as_str).collect();
    if commitments.is_empty() {
        format!("{source} bears on no commitment")
    } else {
        format!("{source} bears on {}", commitments.join(", "))
    }
}

/// "tag funding" where a passage has tags, else "passage".
fn marking(state: &State, catalog: &Catalog, quote: &Quote) -> String {
    let tags: Vec<&str> = quote.tags.iter().filter_map(|id| state.tag(id)).map(|tag| tag.label.as_str()).collect();
    let filing = quote.filings.first();
    let stance = filing.and_then(|filing| filing.stance).map(|stance| {
        stance_word(catalog, filing.and_then(|filing| filing.cell.cell()).map(Subject::Cell).as_ref(), stance)
    });
    match (tags.is_empty(), stance) {
        (false, _) => format!("tag {}", tags.join(", ")),
        (true, Some(stance)) => format!("mark \u{201c}{stance}\u{201d}"),
        (true, None) => "passage".to_owned(),
    }
}

/// Where a passage stands: its source's code or its item, and all that it is filed under.
pub fn place_word(catalog: &Catalog, quote: &Quote) -> String {
    let text = match (&quote.evidence, &quote.source) {
        (Some(id), _) => catalog
            .evidence(id)
            .and_then(|item| item.sources.first().map(ToString::to_string))
            .unwrap_or_else(|| id.to_string()),
        (None, Some(id)) => id.to_string(),
        (None, None) => "a text".to_owned(),
    };
    let filed = quote.filings.iter().map(|filing| filing.cell.to_string());
    std::iter::once(text).chain(filed).collect::<Vec<_>>().join(", ")
}

fn spot_of(quote: &Quote) -> Spot {
    let under = quote.filings.first().and_then(|filing| filing.cell.cell()).map(Subject::Cell);
    match (&quote.evidence, &quote.source) {
        (Some(id), _) => Spot::Evidence(id.clone(), under),
        (None, Some(id)) => Spot::InSource(id.clone(), quote.selector.start),
        (None, None) => Spot::Nowhere,
    }
}

fn spot_of_note(on: &NoteTarget) -> Spot {
    match on {
        NoteTarget::Cell(cell) => Spot::Subject(Subject::Cell(cell.clone())),
        NoteTarget::Parent(parent) => Spot::Subject(Subject::Parent(parent.clone())),
        NoteTarget::Source(id) => Spot::Source(id.clone()),
        NoteTarget::Evidence(id) => Spot::Evidence(id.clone(), None),
        NoteTarget::Footnote(number) => Spot::Footnote(*number),
    }
}

/// Several acts of one gesture in the words of the last one, which the others prepare; tags made for
/// it are known by the name they are given.
fn describe_together(acts: &[Act], before: &State, catalog: &Catalog) -> (String, Spot) {
    let mut ahead = before.clone();
    for act in acts {
        if let Act::AddTag { tag } = act {
            ahead.codebook.push(tag.clone());
        }
    }
    if let Some(told) = describe_alike(acts, &ahead) {
        return told;
    }
    acts.last().map_or_else(|| ("nothing".to_owned(), Spot::Nowhere), |act| describe(act, &ahead, catalog))
}

/// "DHS0003 and 2 like texts set aside"; the one at hand was put first.
fn describe_alike(acts: &[Act], before: &State) -> Option<(String, Spot)> {
    let (Act::Triage { source, status, .. }, rest @ [_, ..]) = acts.split_first()? else { return None };
    let same = |act: &Act| matches!(act, Act::Triage { status: other, .. } if other == status);
    let decides = before.triage.get(source).is_none_or(|entry| entry.status != *status);
    if !decides || !rest.iter().all(same) {
        return None;
    }
    let texts = if rest.len() == 1 { "1 like text".to_owned() } else { format!("{} like texts", rest.len()) };
    Some((format!("{source} and {texts} {}", decided_word(*status)), Spot::Alike(source.clone())))
}
