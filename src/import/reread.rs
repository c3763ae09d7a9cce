//! A corrected report read anew into the next edition of the review that was made of it.
//!
//! Items keep their keys: one with the same words, and one with nearly the same words that stands between the same
//! neighbours. What the secretariat changed since the first edition (places, kinds, sources) stays, and so does every
//! passage filed as evidence. Invariant: commitments and questions stay those that members rate; where the report has
//! others it is refused, for a rating would stand under another promise.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::VecDeque;

use crate::import::error::ImportError;
use crate::import::record::Record;
use crate::import::report;
use crate::import::report::Options;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::model::evidence::Evidence;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::review::Review;
use crate::model::source::Source;
use crate::model::source::SourceKind;

/// What a report read anew changed, for the summary's counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Changes {
    items_added: usize,
    items_changed: usize,
    items_gone: usize,
    anchors_changed: usize,
    ratings_changed: usize,
}

/// The report that a review was made of: the source with its text, where ratings were published.
pub(crate) fn report_of(review: &Review) -> Option<&Source> {
    let made_of = |source: &&Source| source.id.as_str() == report::REPORT && source.original.is_some();
    review.sources.iter().find(made_of).filter(|source| source.kind == SourceKind::Publication && source.text.is_some())
}

/// Reads a record into the review, if it is the report that the review was made of; gives the source it is of.
///
/// # Errors
/// [`ImportError::NotUnderstood`] where its commitments or questions are others than the review's.
pub(crate) fn reread(
    review: &mut Review,
    record: &Record,
    summary: &mut Summary,
) -> Result<Option<SourceId>, ImportError> {
    if report_of(review).is_none() {
        return Ok(None);
    }
    let (found, told) = report::recognise(record, &Options { id: review.id })?;
    let shared =
        found.commitments.iter().filter(|one| review.commitments.iter().any(|own| alike(&own.text, &one.text)));
    // Another evaluation is a source like any other.
    if shared.count() * 2 < found.commitments.len().max(1) {
        return Ok(None);
    }
    same_frame(review, &found, record)?;
    summary.take_in(told);
    let changes = take_in(review, found, summary);
    for (what, many) in [
        ("items_added", changes.items_added),
        ("items_changed", changes.items_changed),
        ("items_gone", changes.items_gone),
        ("anchors_changed", changes.anchors_changed),
        ("ratings_changed", changes.ratings_changed),
    ] {
        summary.counts.insert(what.to_owned(), many);
    }
    Ok(Some(SourceId::from(report::REPORT)))
}

/// Whether members would still rate the same promises under the same questions.
fn same_frame(review: &Review, found: &Review, record: &Record) -> Result<(), ImportError> {
    let refused = |what: String| {
        let reason = format!(
            "it is the report that the review was made of, but {what}; ratings would stand under another promise, so make a new review of it with plumbline import"
        );
        Err(ImportError::NotUnderstood { name: record.original.name.clone(), place: None, reason })
    };
    let (had, has) = (review.commitments.len(), found.commitments.len());
    if had != has {
        return refused(format!("it has {has} commitments and the review {had}"));
    }
    let moved = review.commitments.iter().zip(&found.commitments).find(|(own, new)| !alike(&own.text, &new.text));
    if let Some((own, _)) = moved {
        return refused(format!("its commitment {} is another one", own.id));
    }
    let asked = |review: &Review| review.questions.iter().map(|question| question.id.clone()).collect::<Vec<_>>();
    if asked(review) != asked(found) {
        return refused("it has other questions".to_owned());
    }
    Ok(())
}

fn take_in(review: &mut Review, mut found: Review, summary: &mut Summary) -> Changes {
    let mut changes = Changes::default();
    let renamed = take_sources(review, &mut found);
    for note in &mut found.footnotes {
        note.sources.iter_mut().for_each(|id| rename(id, &renamed));
    }
    for item in &mut found.evidence {
        item.sources.iter_mut().for_each(|id| rename(id, &renamed));
    }
    review.footnotes = found.footnotes;
    for (own, new) in review.questions.iter_mut().zip(found.questions) {
        if own.anchors != new.anchors && new.anchors.iter().next().is_some() {
            changes.anchors_changed += 1;
            own.anchors = new.anchors;
        }
    }
    for (own, new) in review.commitments.iter_mut().zip(found.commitments) {
        own.text = new.text;
        own.locator = new.locator;
    }
    let before: BTreeMap<_, _> =
        review.published.subjects().map(|one| (one.clone(), review.published.of(&one))).collect();
    let after: BTreeMap<_, _> = found.published.subjects().map(|one| (one.clone(), found.published.of(&one))).collect();
    let subjects: BTreeSet<_> = before.keys().chain(after.keys()).collect();
    changes.ratings_changed = subjects.into_iter().filter(|one| before.get(one) != after.get(one)).count();
    review.published = found.published;
    if !found.date.is_empty() {
        review.date = found.date;
    }
    take_evidence(review, found.evidence, &mut changes, summary);
    changes
}

fn rename(id: &mut SourceId, renamed: &HashMap<SourceId, SourceId>) {
    if let Some(own) = renamed.get(id) {
        id.clone_from(own);
    }
}

/// Sources keep their keys: one found under a key that another has gets the key of the same name, or one of its own.
fn take_sources(review: &mut Review, found: &mut Review) -> HashMap<SourceId, SourceId> {
    let mut renamed = HashMap::new();
    for mut new in std::mem::take(&mut found.sources) {
        if new.id.as_str() == report::REPORT {
            if let Some(own) = review.sources.iter_mut().find(|own| own.id == new.id) {
                (own.text, own.original, own.date) = (new.text, new.original, new.date);
            }
            continue;
        }
        let of_note = new.id.as_str().starts_with("note-");
        let same =
            |own: &&mut Source| if of_note { own.label == new.label && own.date == new.date } else { own.id == new.id };
        if let Some(own) = review.sources.iter_mut().find(same) {
            renamed.insert(new.id.clone(), own.id.clone());
            // Speakers of a roundtable are told by the report, beside those of its own text.
            let more: Vec<_> =
                new.speakers.into_iter().filter(|one| own.speakers.iter().all(|own| own.id != one.id)).collect();
            own.speakers.extend(more);
            continue;
        }
        let taken = |id: &str| review.sources.iter().any(|own| own.id.as_str().eq_ignore_ascii_case(id));
        let key = new.id.to_string();
        let free = (0..).map(|n| if n == 0 { key.clone() } else { format!("{key}-{}", n + 1) }).find(|id| !taken(id));
        let own = SourceId(free.unwrap_or_else(|| key.clone()));
        renamed.insert(std::mem::replace(&mut new.id, own.clone()), own);
        review.sources.push(new);
    }
    renamed
}

/// Puts the items found in place of those the report had, and keeps what was filed beside them.
fn take_evidence(review: &mut Review, found: Vec<Evidence>, changes: &mut Changes, summary: &mut Summary) {
    let edited = review.edition > 1;
    let (filed, before): (Vec<Evidence>, Vec<Evidence>) =
        std::mem::take(&mut review.evidence).into_iter().partition(|item| item.filed_by.is_some());
    let pairs = paired(&before, &found);
    let number = |id: &EvidenceId| id.as_str().trim_start_matches(|c: char| !c.is_ascii_digit()).parse::<usize>().ok();
    let mut next = before.iter().chain(&filed).filter_map(|item| number(&item.id)).max().unwrap_or_default();
    let width = before.first().map_or(3, |item| item.id.as_str().len().saturating_sub(1));
    changes.items_gone = before.len() - pairs.iter().flatten().count();
    let mut kept_apart = 0;
    for (mut item, own) in found.into_iter().zip(pairs) {
        let Some(own) = own.map(|at| &before[at]) else {
            next += 1;
            item.id = EvidenceId(format!("E{next:0width$}"));
            changes.items_added += 1;
            review.evidence.push(item);
            continue;
        };
        item.id = own.id.clone();
        if edited && judged(&item) != judged(own) {
            kept_apart += 1;
            let own = own.clone();
            item = Evidence { text: item.text, refs: item.refs, line: item.line, rates: item.rates, ..own };
        }
        changes.items_changed += usize::from(item != *own);
        review.evidence.push(item);
    }
    review.evidence.extend(filed);
    if kept_apart > 0 {
        summary.unresolved.push(Unresolved {
            what: format!("the place, kind or sources of {kept_apart} items"),
            line: None,
            input: None,
            why: "the report as read now tells otherwise; they stay as this review has them, for they may have been put right by hand".to_owned(),
        });
    }
}

/// What the secretariat may have put right.
fn judged(item: &Evidence) -> (impl PartialEq + use<'_>, impl PartialEq + use<'_>) {
    ((item.kind, &item.cells, &item.sources), (&item.speaker, &item.note))
}

/// For each item found, the one before that it is: those whose words stand once in both hold the others in place; between
/// two of them the same words, else nearly the same, in order; what was moved elsewhere is found by its words last.
fn paired(before: &[Evidence], found: &[Evidence]) -> Vec<Option<usize>> {
    let mut pairs = fixed(before, found);
    let mut taken: BTreeSet<usize> = pairs.iter().flatten().copied().collect();
    let (mut from, mut next_fixed) = (0, 0);
    for n in 0..pairs.len() {
        if let Some(at) = pairs[n] {
            from = at + 1;
            continue;
        }
        if next_fixed <= n {
            next_fixed = (n..pairs.len()).find(|at| pairs[*at].is_some()).unwrap_or(pairs.len());
        }
        let to = pairs.get(next_fixed).copied().flatten().unwrap_or(before.len());
        let same = (from..to).find(|at| before[*at].text == found[n].text);
        if let Some(at) = same.or_else(|| (from..to).find(|at| alike(&before[*at].text, &found[n].text))) {
            pairs[n] = Some(at);
            taken.insert(at);
            from = at + 1;
        }
    }
    let mut left: HashMap<&str, VecDeque<usize>> = HashMap::new();
    for at in (0..before.len()).filter(|at| !taken.contains(at)) {
        left.entry(&before[at].text).or_default().push_back(at);
    }
    for (pair, item) in pairs.iter_mut().zip(found).filter(|(pair, _)| pair.is_none()) {
        *pair = left.get_mut(item.text.as_str()).and_then(VecDeque::pop_front);
    }
    pairs
}

/// The pairs of items whose words stand once before and once now, as far as they are in the same order.
fn fixed(before: &[Evidence], found: &[Evidence]) -> Vec<Option<usize>> {
    let once = |items: &[Evidence]| -> HashMap<String, Option<usize>> {
        let mut places: HashMap<String, Option<usize>> = HashMap::new();
        for (at, item) in items.iter().enumerate() {
            places.entry(item.text.clone()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let (was, is) = (once(before), once(found));
    let mut from = 0;
    found
        .iter()
        .map(|item| {
            is.get(&item.text).copied().flatten()?;
            let at = was.get(&item.text).copied().flatten().filter(|at| *at >= from)?;
            from = at + 1;
            Some(at)
        })
        .collect()
}

/// Whether two texts share most of their words.
fn alike(one: &str, other: &str) -> bool {
    let words = |text: &str| -> BTreeSet<String> {
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared > 0 && shared * 3 >= one.len().max(other.len()) * 2
}
