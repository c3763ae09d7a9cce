//! Names of tags: what can be one, and the key a new tag gets.
//!
//! Uses the model and the session's state. Invariant: a tag made here is one the session takes.

use crate::model::codebook::Tag;
use crate::model::ids::TagId;
use crate::review::state::State;

/// A name as it is kept, if it can be the name of that tag, or of a new one.
///
/// # Errors
/// Why it cannot be, for the status line.
pub fn name_for(state: &State, name: &str, tag: Option<&TagId>) -> Result<String, String> {
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if name.is_empty() {
        return Err("A tag needs a name.".to_owned());
    }
    let twin = |other: &&Tag| Some(&other.id) != tag && other.label.to_lowercase() == name.to_lowercase();
    match state.codebook.iter().find(twin) {
        Some(other) => Err(format!("There is a tag {} already.", other.label)),
        None => Ok(name),
    }
}

/// A new tag of a name, with a key that no tag of the session has.
///
/// # Errors
/// Why there cannot be one, for the status line.
pub fn new_tag(state: &State, name: &str) -> Result<Tag, String> {
    let label = name_for(state, name, None)?;
    let letters: String = label.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let stem = letters.split_whitespace().collect::<Vec<_>>().join("-");
    let stem = if stem.is_empty() { "tag".to_owned() } else { stem };
    // One of so many different keys is free.
    let keys = std::iter::once(stem.clone()).chain((2..=state.codebook.len() + 2).map(|n| format!("{stem}-{n}")));
    let id = keys.map(TagId).find(|id| state.tag(id).is_none()).unwrap_or(TagId(stem));
    Ok(Tag { id, label, description: String::new(), parent: None, digit: None, color: None })
}
