//! What changes when a tag is made, changed, moved, pinned, merged or deleted: the codebook, and every passage that
//! carries the tag.
//!
//! Part of `plan`. Invariant: after it no tag stands under itself, no digit has two tags and no passage names a tag
//! that is gone.

use crate::model::act::Act;
use crate::model::codebook::Tag;
use crate::model::ids::TagId;
use crate::model::moment::Moment;
use crate::review::plan::EditError;
use crate::review::state::Slot;
use crate::review::state::State;

/// What an act about tags changes.
pub(crate) fn change_tags(state: &State, act: &Act, at: Moment) -> Result<Vec<Slot>, EditError> {
    let mut book = state.codebook.clone();
    let find = |book: &[Tag], id: &TagId| {
        book.iter().position(|tag| &tag.id == id).ok_or_else(|| EditError::Gone(format!("tag {id}")))
    };
    let mut slots = Vec::new();
    match act {
        Act::AddTag { tag } => {
            named_once(&book, tag)?;
            release_digit(&mut book, tag.digit);
            book.push(tag.clone());
        }
        Act::ChangeTag { tag } => {
            let at = find(&book, &tag.id)?;
            named_once(&book, tag)?;
            if tag.digit != book[at].digit {
                release_digit(&mut book, tag.digit);
            }
            book[at] = tag.clone();
            no_circle(&book, &tag.id)?;
        }
        Act::MoveTag { tag, to } => {
            let from = find(&book, tag)?;
            let moved = book.remove(from);
            book.insert((*to).min(book.len()), moved);
        }
        Act::PinTag { tag, digit } => {
            let at = find(&book, tag)?;
            if digit.is_some_and(|digit| !(1..=9).contains(&digit)) {
                return Err(EditError::Refused("Tags are pinned to the digits 1 to 9.".to_owned()));
            }
            release_digit(&mut book, *digit);
            book[at].digit = *digit;
        }
        Act::MergeTags { from, into } => {
            if from == into {
                return Err(EditError::Refused("A tag cannot be merged with itself.".to_owned()));
            }
            let (gone, kept) = (find(&book, from)?, find(&book, into)?);
            if book[kept].digit.is_none() {
                book[kept].digit = book[gone].digit;
            }
            take_out(&mut book, gone, Some(into));
            no_circle(&book, into)?;
            slots.extend(replace_tag(state, from, Some(into), at));
        }
        Act::DeleteTag { tag } => {
            let gone = find(&book, tag)?;
            take_out(&mut book, gone, None);
            slots.extend(replace_tag(state, tag, None, at));
        }
        _ => {}
    }
    slots.insert(0, Slot::Codebook(book));
    Ok(slots)
}

fn named_once(book: &[Tag], tag: &Tag) -> Result<(), EditError> {
    if tag.label.trim().is_empty() {
        return Err(EditError::Missing("A tag needs a name."));
    }
    let twin = |other: &&Tag| other.id != tag.id && other.label.to_lowercase() == tag.label.to_lowercase();
    match book.iter().find(twin) {
        Some(other) => Err(EditError::Refused(format!("There is a tag {} already.", other.label))),
        None => Ok(()),
    }
}

fn release_digit(book: &mut [Tag], digit: Option<u8>) {
    for tag in book.iter_mut().filter(|tag| digit.is_some() && tag.digit == digit) {
        tag.digit = None;
    }
}

/// Follows parents upwards from a tag: longer than the codebook means a circle.
fn no_circle(book: &[Tag], id: &TagId) -> Result<(), EditError> {
    let mut at = Some(id.clone());
    for _ in 0..=book.len() {
        let Some(current) = at else { return Ok(()) };
        at = book.iter().find(|tag| tag.id == current).and_then(|tag| tag.parent.clone());
    }
    Err(EditError::Refused("A tag cannot stand under itself.".to_owned()))
}

/// Removes a tag; what stood under it moves under `heir`, or up to where the tag stood.
fn take_out(book: &mut Vec<Tag>, gone: usize, heir: Option<&TagId>) {
    let removed = book.remove(gone);
    let up = heir.cloned().or(removed.parent);
    for tag in book.iter_mut().filter(|tag| tag.parent.as_ref() == Some(&removed.id)) {
        tag.parent = up.clone().filter(|parent| *parent != tag.id);
    }
}

/// The passages that had a tag, with another in its place or none.
fn replace_tag(state: &State, from: &TagId, into: Option<&TagId>, at: Moment) -> Vec<Slot> {
    let touched = state.quotes.iter().enumerate().filter(|(_, quote)| quote.tags.contains(from));
    touched
        .map(|(place, quote)| {
            let mut quote = quote.clone();
            let already = into.is_some_and(|into| quote.tags.contains(into));
            match into {
                Some(into) if !already => {
                    for tag in quote.tags.iter_mut().filter(|tag| *tag == from) {
                        *tag = into.clone();
                    }
                }
                _ => quote.tags.retain(|tag| tag != from),
            }
            quote.at = at;
            Slot::Quote(quote.id, Some((place, Box::new(quote))))
        })
        .collect()
}
