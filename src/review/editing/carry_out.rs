//! Carries a change out on a review, and keeps what it takes to put it back.

use crate::model::edit::Edit;
use crate::model::edit::Labelled;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::SpeakerId;
use crate::model::rating::Grade;
use crate::model::review::Review;
use crate::model::review::ReviewSettings;
use crate::model::source::Source;
use crate::model::source::Speaker;
use crate::review::editing::Edited;
use crate::review::editing::Refused;
use crate::review::editing::codes::code_typed;
use crate::review::editing::cutting::joined;
use crate::review::editing::cutting::split;
use crate::review::editing::places::words_of;

/// What a change replaced.
#[derive(Debug)]
pub enum Restore {
    /// So many items from a place on take the place of what were others, and a source what it was.
    Items { at: usize, now: usize, were: Vec<Evidence>, source: Option<Box<(usize, Source)>> },
    /// A label.
    Label { of: Labelled, was: String },
    /// How the panel works.
    Settings { was: Option<ReviewSettings> },
    /// A code and the spellings beside it.
    Code { at: usize, was: SourceId, aliases: Vec<String> },
}

impl Restore {
    /// Puts it back.
    pub fn put_back(self, review: &mut Review) {
        match self {
            Self::Items { at, now, were, source } => {
                review.evidence.splice(at..at + now, were);
                if let Some((at, was)) = source.map(|source| *source) {
                    review.sources[at] = was;
                }
            }
            Self::Label { of, was } => {
                if let Some(label) = label_of(review, &of) {
                    *label = was;
                }
            }
            Self::Settings { was } => review.settings = was,
            Self::Code { at, was, aliases } => {
                rename(review, at, &was);
                review.sources[at].aliases = aliases;
            }
        }
    }
}

/// Carries a change out.
pub fn carry_out(review: &mut Review, edit: &Edit) -> Result<(Restore, Edited), Refused> {
    match edit {
        Edit::Places { item, cells } => places(review, item, cells),
        Edit::Kind { item, kind } => change(review, item, |item, _| {
            let words = format!("{} is now: {}", item.id, kind.word());
            if std::mem::replace(&mut item.kind, *kind) == *kind {
                return Err(Refused::because(format!("{} is that already: {}.", item.id, kind.word())));
            }
            Ok(words)
        }),
        Edit::Sources { item, sources } => sources_of(review, item, sources),
        Edit::Speaker { item, speaker, new } => speaks(review, item, speaker.as_ref(), new.as_ref()),
        Edit::Join { item } => join(review, item),
        Edit::Split { item, at } => divide(review, item, *at),
        Edit::Label { of, label } => relabel(review, of, label),
        Edit::AnchorNote { question, grade, note } => annotate(review, question, *grade, note),
        Edit::Code { source, code } => recode(review, source, code),
    }
}

fn place_of(review: &Review, id: &EvidenceId) -> Result<usize, Refused> {
    let at = review.evidence.iter().position(|item| &item.id == id);
    at.ok_or_else(|| Refused::because(format!("There is no item {id} here any more.")))
}

/// Changes one item.
fn change(
    review: &mut Review,
    id: &EvidenceId,
    change: impl FnOnce(&mut Evidence, &Review) -> Result<String, Refused>,
) -> Result<(Restore, Edited), Refused> {
    let at = place_of(review, id)?;
    let mut item = review.evidence[at].clone();
    let words = change(&mut item, review)?;
    let was = std::mem::replace(&mut review.evidence[at], item);
    let restore = Restore::Items { at, now: 1, were: vec![was], source: None };
    Ok((restore, Edited { words, item: Some(id.clone()), at: 0 }))
}

fn places(review: &mut Review, id: &EvidenceId, cells: &[Bearing]) -> Result<(Restore, Edited), Refused> {
    change(review, id, |item, review| {
        if item.cells == cells {
            return Err(Refused::because(format!("{id} stands there already: {}.", words_of(cells))));
        }
        for bearing in cells {
            let known = match (&bearing.commitment, &bearing.question, &bearing.area) {
                (Some(commitment), question, None) => {
                    review.commitments.iter().any(|other| &other.id == commitment)
                        && question.as_ref().is_none_or(|id| review.questions.iter().any(|other| &other.id == id))
                }
                (None, None, Some(area)) => review.areas.iter().any(|other| &other.id == area),
                _ => false,
            };
            if !known {
                return Err(Refused::because(format!(
                    "This review has no {}.",
                    words_of(std::slice::from_ref(bearing))
                )));
            }
        }
        item.cells = cells.to_vec();
        Ok(format!("{id} now stands under {}", words_of(cells)))
    })
}

fn sources_of(review: &mut Review, id: &EvidenceId, sources: &[SourceId]) -> Result<(Restore, Edited), Refused> {
    change(review, id, |item, review| {
        let known = |id: &SourceId| review.sources.iter().find(|source| &source.id == id);
        if let Some(unknown) = sources.iter().find(|id| known(id).is_none()) {
            return Err(Refused::because(format!("This review has no source {unknown}.")));
        }
        if item.sources == sources {
            return Err(Refused::because(format!("{id} has these sources already.")));
        }
        item.sources = sources.to_vec();
        let spoken = |speaker: &SpeakerId| {
            sources.iter().filter_map(known).any(|source| source.speakers.iter().any(|other| &other.id == speaker))
        };
        let mut words = format!("{id} now comes from {}", list(sources));
        if item.speaker.as_ref().is_some_and(|speaker| !spoken(speaker)) {
            item.speaker = None;
            words.push_str("; its speaker, whom none of them has, is taken off");
        }
        Ok(words)
    })
}

fn list(sources: &[SourceId]) -> String {
    if sources.is_empty() {
        return "no source".to_owned();
    }
    sources.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

fn speaks(
    review: &mut Review,
    id: &EvidenceId,
    speaker: Option<&SpeakerId>,
    new: Option<&Speaker>,
) -> Result<(Restore, Edited), Refused> {
    let at = place_of(review, id)?;
    let sources = review.evidence[at].sources.clone();
    let mut before = None;
    if let Some(new) = new {
        let first = sources.first().and_then(|id| review.sources.iter().position(|source| &source.id == id));
        let first =
            first.ok_or_else(|| Refused::because(format!("{id} has no source who could speak: name one first.")))?;
        before = Some(Box::new((first, review.sources[first].clone())));
        if !review.sources[first].speakers.iter().any(|other| other.id == new.id) {
            review.sources[first].speakers.push(new.clone());
        }
    }
    let done = change(review, id, |item, review| {
        let mut speakers =
            review.sources.iter().filter(|source| sources.contains(&source.id)).flat_map(|s| &s.speakers);
        let label = match speaker {
            None => "nobody in particular".to_owned(),
            Some(speaker) => match speakers.find(|other| &other.id == speaker) {
                Some(known) => known.label.clone(),
                None => return Err(Refused::because(format!("None of the sources of {id} has a speaker {speaker}."))),
            },
        };
        if item.speaker.as_ref() == speaker {
            return Err(Refused::because(format!("In {id} already speaks {label}.")));
        }
        item.speaker = speaker.cloned();
        Ok(format!("In {id} now speaks {label}"))
    });
    match done {
        Ok((Restore::Items { at, now, were, .. }, edited)) => {
            Ok((Restore::Items { at, now, were, source: before }, edited))
        }
        other => {
            if let Some((at, was)) = before.map(|before| *before) {
                review.sources[at] = was;
            }
            other
        }
    }
}

fn join(review: &mut Review, id: &EvidenceId) -> Result<(Restore, Edited), Refused> {
    let at = place_of(review, id)?;
    let Some(next) = review.evidence.get(at + 1) else {
        return Err(Refused::because(format!("{id} is the last item: there is none after it to join it with.")));
    };
    let whole = joined(&review.evidence[at], next)?;
    let words = format!("{} is now part of {id}", next.id);
    let were = review.evidence.splice(at..at + 2, [whole]).collect();
    Ok((Restore::Items { at, now: 1, were, source: None }, Edited { words, item: Some(id.clone()), at: 0 }))
}

fn divide(review: &mut Review, id: &EvidenceId, cut: usize) -> Result<(Restore, Edited), Refused> {
    let at = place_of(review, id)?;
    let new = fresh_id(review, id);
    let whole = &review.evidence[at];
    let (mut first, mut second) = split(whole, cut, new.clone())?;
    let cited = |item: &Evidence| cited_by_notes(review, item);
    let accounted = cited(whole);
    for part in [&mut first, &mut second] {
        let own = cited(part);
        part.sources.retain(|id| own.contains(id) || !accounted.contains(id));
        let speaks = part.speaker.as_ref().is_none_or(|speaker| is_spoken(review, &part.sources, speaker));
        part.speaker.take_if(|_| !speaks);
    }
    let words = format!("{id} ends here; the rest is {new}");
    let were = review.evidence.splice(at..=at, [first, second]).collect();
    Ok((Restore::Items { at, now: 2, were, source: None }, Edited { words, item: Some(new), at: 0 }))
}

/// The sources that the notes of an item cite.
fn cited_by_notes(review: &Review, item: &Evidence) -> std::collections::BTreeSet<SourceId> {
    let notes = review.footnotes.iter().filter(|note| item.refs.iter().any(|at| at.footnote == note.number));
    notes.flat_map(|note| note.sources.iter().cloned()).collect()
}

/// Whether one of some sources has a speaker.
fn is_spoken(review: &Review, sources: &[SourceId], speaker: &SpeakerId) -> bool {
    let known = review.sources.iter().filter(|source| sources.contains(&source.id));
    known.flat_map(|source| &source.speakers).any(|other| &other.id == speaker)
}

/// A key nothing has, made from another: `E012-2`.
fn fresh_id(review: &Review, id: &EvidenceId) -> EvidenceId {
    let taken: std::collections::HashSet<&EvidenceId> = review.evidence.iter().map(|item| &item.id).collect();
    let free = (2_u32..).map(|n| EvidenceId(format!("{id}-{n}"))).find(|new| !taken.contains(new));
    free.expect("a review has fewer items than there are numbers")
}

fn label_of<'r>(review: &'r mut Review, of: &Labelled) -> Option<&'r mut String> {
    match of {
        Labelled::Commitment(id) => review.commitments.iter_mut().find(|one| &one.id == id).map(|one| &mut one.label),
        Labelled::Area(id) => review.areas.iter_mut().find(|one| &one.id == id).map(|one| &mut one.label),
        Labelled::Question(id) => review.questions.iter_mut().find(|one| &one.id == id).map(|one| &mut one.label),
        Labelled::Source(id) => review.sources.iter_mut().find(|one| &one.id == id).map(|one| &mut one.label),
    }
}

/// What has a label, in words.
fn labelled(of: &Labelled) -> String {
    match of {
        Labelled::Commitment(id) => format!("Commitment {id}"),
        Labelled::Area(id) => format!("Area {id}"),
        Labelled::Question(id) => format!("Question {id}"),
        Labelled::Source(id) => id.to_string(),
    }
}

fn relabel(review: &mut Review, of: &Labelled, label: &str) -> Result<(Restore, Edited), Refused> {
    let label = label.trim();
    if label.is_empty() {
        return Err(Refused::because("A label needs a word at least."));
    }
    let words = format!("{} is now called \u{201c}{label}\u{201d}", labelled(of));
    let place = label_of(review, of).ok_or_else(|| Refused::because(format!("There is no {}.", labelled(of))))?;
    if place == label {
        return Err(Refused::because(format!("{} is called that already.", labelled(of))));
    }
    let was = std::mem::replace(place, label.to_owned());
    Ok((Restore::Label { of: of.clone(), was }, Edited { words, item: None, at: 0 }))
}

fn annotate(
    review: &mut Review,
    question: &QuestionId,
    grade: Grade,
    note: &str,
) -> Result<(Restore, Edited), Refused> {
    let label = review.scale.iter().find(|point| point.id == grade).map_or(grade.id(), |point| point.label.as_str());
    let name = format!("\u{201c}{label}\u{201d} of question {question}");
    if !review.questions.iter().any(|known| &known.id == question) {
        return Err(Refused::because(format!("There is no question {question}.")));
    }
    let (note, was) = (note.trim(), review.settings.clone());
    if review.anchor_note(question, grade).unwrap_or_default() == note {
        return Err(Refused::because(format!("That is how {name} is read already.")));
    }
    let words = match note {
        "" => format!("No note stands under {name} any more"),
        _ => format!("A note on how the panel reads it stands under {name}"),
    };
    let notes = &mut review.settings.get_or_insert_default().anchor_notes;
    let key = format!("{question}:{}", grade.id());
    if note.is_empty() {
        notes.remove(&key)
    } else {
        notes.insert(key, note.to_owned())
    };
    Ok((Restore::Settings { was }, Edited { words, item: None, at: 0 }))
}

fn recode(review: &mut Review, source: &SourceId, code: &SourceId) -> Result<(Restore, Edited), Refused> {
    let at = review.sources.iter().position(|other| &other.id == source);
    let at = at.ok_or_else(|| Refused::because(format!("There is no source {source} here any more.")))?;
    let typed = code;
    let code = &code_typed(review, source, typed.as_str()).map_err(Refused)?;
    if code == source {
        return Err(Refused::because(format!("{source} has that code already.")));
    }
    let wanted = code.as_str().to_lowercase();
    let spelled = |other: &Source| {
        other.id.as_str().to_lowercase() == wanted || other.aliases.iter().any(|alias| alias.to_lowercase() == wanted)
    };
    if let Some((_, other)) = review.sources.iter().enumerate().find(|(n, other)| *n != at && spelled(other)) {
        return Err(Refused::because(format!("{typed} is a code of {} {} already.", other.id, other.label)));
    }
    let aliases = review.sources[at].aliases.clone();
    let old = source.as_str().to_owned();
    review.sources[at].aliases.retain(|alias| alias.to_lowercase() != wanted);
    if old.to_lowercase() != wanted && !review.sources[at].aliases.contains(&old) {
        review.sources[at].aliases.push(old);
    }
    rename(review, at, code);
    let words = format!("{source} now has the code {code}; {source} still finds it");
    Ok((Restore::Code { at, was: source.clone(), aliases }, Edited { words, item: None, at: 0 }))
}

/// Gives a source another key, wherever it is named.
fn rename(review: &mut Review, at: usize, code: &SourceId) {
    let old = std::mem::replace(&mut review.sources[at].id, code.clone());
    let notes = review.footnotes.iter_mut().flat_map(|note| &mut note.sources);
    let items = review.evidence.iter_mut().flat_map(|item| &mut item.sources);
    let like = review.sources.iter_mut().filter_map(|source| source.like.as_mut());
    notes.chain(items).chain(like).filter(|id| **id == old).for_each(|id| *id = code.clone());
}
