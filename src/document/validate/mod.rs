//! Whether what a document says holds together: keys given once, nothing dangling, offsets inside their text.
//!
//! Uses model, and `write` for what a text may hold. Invariant: a document without problems can be indexed by
//! [`Catalog::new`] and every key in it looked up.

mod against;
mod evidence;
mod handin;
mod panel;
mod review;
mod session;

use std::collections::HashMap;
use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

use serde::Serialize;

use crate::document::error::DocumentError;
use crate::document::error::Problems;
use crate::document::write::is_writable;
use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::ids::TagId;
use crate::model::panel::Panel;
use crate::model::review::Review;
use crate::model::session::SessionFile;

pub use crate::document::validate::handin::handin_problems;
pub use crate::document::validate::panel::panel_problems;
pub use crate::document::validate::review::review_problems;
pub use crate::document::validate::session::session_problems;

/// Holds a review made in memory to all that a file is held to. `name` is what messages call it.
///
/// # Errors
/// The first problem, and how many more.
pub fn validate_review(review: &Review, name: &str) -> Result<(), DocumentError> {
    let mut problems = review_problems(review);
    forbidden_characters(review, &mut problems);
    problems.into_result(name)
}

/// The same of a review of which it is known that no text holds a carriage return or NUL: those are not looked for.
///
/// # Errors
/// As [`validate_review`].
pub fn validate_plain_review(review: &Review, name: &str) -> Result<(), DocumentError> {
    review_problems(review).into_result(name)
}

/// Holds a session against the review it is about.
///
/// Where it was made on another edition, quotes and what they are marked in are left to
/// re-anchoring; questions and parents that are rated must exist in any case.
///
/// # Errors
/// [`crate::document::error::DocumentErrorKind::OtherReview`] if it is about another one; else the
/// first problem, and how many more.
pub fn validate_session(session: &SessionFile, catalog: &Catalog, name: &str) -> Result<(), DocumentError> {
    against::same_review(session, catalog, name)?;
    let mut problems = session_problems(session);
    against::references(session, catalog, &mut problems);
    forbidden_characters(session, &mut problems);
    problems.into_result(name)
}

/// Holds a panel against the review it judges.
///
/// # Errors
/// As [`validate_session`].
pub fn validate_panel(panel: &Panel, catalog: &Catalog, name: &str) -> Result<(), DocumentError> {
    panel::same_review(panel, catalog, name)?;
    let mut problems = panel_problems(panel);
    panel::references(panel, catalog, &mut problems);
    forbidden_characters(panel, &mut problems);
    problems.into_result(name)
}

fn forbidden_characters(document: &impl Serialize, problems: &mut Problems) {
    if !is_writable(document) {
        problems.add(
            "",
            "a text holds a carriage return or a NUL character",
            "Take it out; a line ends with LF alone.",
        );
    }
}

/// Holds items of evidence, one by one, against the review they belong to.
pub struct ItemCheck<'a>(review::Keys<'a>);

impl<'a> ItemCheck<'a> {
    /// Against a review, whose own evidence does not matter.
    pub fn of(review: &'a Review) -> Self {
        Self(review::Keys::of(review))
    }

    /// What is wrong with the item at a place, but for a key that another has.
    pub fn item(&self, at: usize, item: &Evidence, problems: &mut Problems) {
        evidence::one(item, at, &self.0, problems);
    }
}

/// What to do about a key that two things have.
const RENAME: &str = "Give one of the two another key.";

/// Keys seen so far, with where each stood.
struct Seen<K> {
    at: HashMap<K, usize>,
}

impl<K: Eq + Hash + Display> Seen<K> {
    fn with_capacity(count: usize) -> Self {
        Self { at: HashMap::with_capacity(count) }
    }

    /// Notes a key; a second time is a problem.
    fn note(&mut self, key: K, list: &str, at: usize, field: &str, problems: &mut Problems) {
        if let Some(first) = self.at.get(&key) {
            let what = format!("`{key}` stands here again, after {list}[{first}]");
            problems.add(format_args!("{list}[{at}].{field}"), what, RENAME);
            return;
        }
        self.at.insert(key, at);
    }
}

/// Whether a text is a SHA-256 in lower-case hex.
fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn sha256_wanted(text: &str, place: impl Display, problems: &mut Problems) {
    if !is_sha256(text) {
        problems.add(place, format!("`{text}` is not a SHA-256"), "Put 64 hex digits there, letters in lower case.");
    }
}

/// The same of 32 bytes that are no SHA-256.
fn hex_wanted(text: &str, thing: &str, place: impl Display, problems: &mut Problems) {
    if !is_sha256(text) {
        problems.add(place, format!("`{text}` is not {thing}"), "Put 64 hex digits there, letters in lower case.");
    }
}

fn empty_key(key: &str, place: impl Display, problems: &mut Problems) {
    if key.trim().is_empty() {
        problems.add(place, "the key is empty", "Give it a key that nothing else of its kind has.");
    }
}

/// The tags of a codebook: keys given once, parents that exist, no tag under itself.
fn tree<'a>(list: &str, nodes: impl Iterator<Item = (&'a TagId, Option<&'a TagId>)> + Clone, problems: &mut Problems) {
    let mut seen = Seen::with_capacity(16);
    for (at, (id, _)) in nodes.clone().enumerate() {
        empty_key(id.as_str(), format_args!("{list}[{at}].id"), problems);
        seen.note(id, list, at, "id", problems);
    }
    let parents: HashMap<&TagId, &TagId> =
        nodes.clone().filter_map(|(id, parent)| parent.map(|parent| (id, parent))).collect();
    for (at, (id, parent)) in nodes.enumerate() {
        let Some(parent) = parent else { continue };
        let place = format!("{list}[{at}].parent");
        if !seen.at.contains_key(parent) {
            problems.add(
                place,
                format!("`{parent}` is not in the codebook"),
                "Name one that is, or leave `parent` out.",
            );
            continue;
        }
        let mut passed = HashSet::new();
        let mut above = Some(&parent);
        while let Some(next) = above {
            if *next == id {
                problems.add(
                    place,
                    format!("`{id}` stands under itself"),
                    "Name another parent, or leave `parent` out.",
                );
                break;
            }
            if !passed.insert(*next) {
                break;
            }
            above = parents.get(*next);
        }
    }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
