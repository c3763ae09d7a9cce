//! What a row of the register says, taken into a source.
//!
//! Invariant: what the row does not give stays as it is, and so do the keys of speakers.

use crate::import::register::Entry;
use crate::import::transcript;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::model::source::Speaker;

/// Takes what a row of the register says into a source.
pub(super) fn described(source: &mut Source, entry: &Entry) {
    let set = |field: &mut Option<String>, said: &Option<String>| {
        if said.is_some() {
            field.clone_from(said);
        }
    };
    set(&mut source.group, &entry.group);
    set(&mut source.date, &entry.date);
    set(&mut source.url, &entry.url);
    if let Some(name) = &entry.name {
        source.label.clone_from(name);
    }
    if let Some(kind) = entry.kind {
        source.kind = kind;
    }
    if let Some(confidential) = entry.confidential {
        source.confidential = confidential;
    }
    if source.kind == SourceKind::Roundtable && source.speakers.is_empty() && entry.speakers.is_none() {
        source.speakers = source.text.as_deref().and_then(|text| transcript::speakers(text, true)).unwrap_or_default();
    }
    if let Some(speakers) = &entry.speakers {
        source.speakers = merged(&source.speakers, speakers.clone());
    }
    if entry.withdrawn == Some(true) {
        withdraw(source);
    }
}

/// Takes a source back: it stays listed, so that what members said of it stands, without its text.
pub fn withdraw(source: &mut Source) {
    source.withdrawn = true;
    source.text = None;
    source.like = None;
}

/// Speakers as they are now, each with the key it had: members' passages may name it.
///
/// A speaker is the one of the same name; where the number is the same, else the one in the same place, corrected.
pub(super) fn merged(before: &[Speaker], now: Vec<Speaker>) -> Vec<Speaker> {
    let same_name = |one: &Speaker, other: &Speaker| one.label.to_lowercase() == other.label.to_lowercase();
    let in_place = before.len() == now.len();
    let by_name = |speaker: &Speaker| before.iter().find(|known| same_name(known, speaker));
    let free = |at: usize| before.get(at).filter(|known| in_place && !now.iter().any(|other| same_name(known, other)));
    let mut next = before.len();
    let mut keys = Vec::with_capacity(now.len());
    for (at, speaker) in now.iter().enumerate() {
        let known = by_name(speaker).or_else(|| free(at)).map(|known| known.id.clone());
        keys.push(known.filter(|key| !keys.contains(key)).unwrap_or_else(|| {
            next += 1;
            transcript::key(next)
        }));
    }
    now.into_iter().zip(keys).map(|(speaker, id)| Speaker { id, ..speaker }).collect()
}
