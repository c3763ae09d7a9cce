//! Editing a review itself: the secretariat's door, apart from any session.
//!
//! Uses model and document. Invariant: taking back every change gives the review as it was opened, and what is saved
//! is a valid review of the next edition.

mod carry_out;
mod codes;
mod cutting;
mod places;

use std::path::Path;
use std::path::PathBuf;

use crate::document::digest::digest;
use crate::document::error::DocumentError;
use crate::document::validate::validate_review;
use crate::document::write::write_review;
use crate::model::edit::Edit;
use crate::model::edit::EditStep;
use crate::model::evidence::Evidence;
use crate::model::ids::EvidenceId;
use crate::model::review::Review;
use crate::review::editing::carry_out::Restore;
use crate::review::editing::carry_out::carry_out;
use crate::store::atomic;
use crate::store::atomic::Existing;
use crate::store::edit_journal::EditJournal;
use crate::store::error::StoreError;
use crate::store::review_file;

pub use crate::review::editing::codes::code_typed;
pub use crate::review::editing::places::places_of;
pub use crate::review::editing::places::places_typed;

/// Why a change was not made. Fit for the status line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Refused(pub String);

impl Refused {
    pub(crate) fn because(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// What a change did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// In words, for the status line.
    pub words: String,
    /// The item it can be seen at, if it is about one.
    pub item: Option<EvidenceId>,
    /// The scalar value of its text at which that is.
    pub at: usize,
}

#[derive(Debug)]
struct Done {
    edit: Edit,
    restore: Restore,
    edited: Edited,
}

/// A review being edited.
#[derive(Debug)]
pub struct Editing {
    review: Review,
    /// A copy of a review that itself stays as it is: saved as another review.
    copy: bool,
    done: Vec<Done>,
    undone: Vec<Edit>,
}

impl Editing {
    /// Begins with a review as it is.
    pub fn new(review: Review) -> Self {
        Self { review, copy: false, done: Vec::new(), undone: Vec::new() }
    }

    /// Begins with a copy, which gets an id of its own when it is saved.
    pub fn copy_of(review: Review) -> Self {
        Self { copy: true, ..Self::new(review) }
    }

    /// The review with all changes.
    pub fn review(&self) -> &Review {
        &self.review
    }

    /// Whether it will be another review.
    pub fn is_copy(&self) -> bool {
        self.copy
    }

    /// The edition it will be saved as.
    pub fn next_edition(&self) -> u32 {
        if self.copy { 1 } else { self.review.edition + 1 }
    }

    /// How many changes stand that are not saved.
    pub fn changes(&self) -> usize {
        self.done.len()
    }

    /// An item by key, with its place in reading order.
    pub fn item(&self, id: &EvidenceId) -> Option<(usize, &Evidence)> {
        self.review.evidence.iter().enumerate().find(|(_, item)| &item.id == id)
    }

    /// Makes a change.
    ///
    /// # Errors
    /// A change that does not fit the review; nothing is changed.
    pub fn apply(&mut self, edit: Edit) -> Result<Edited, Refused> {
        let edited = self.carry_out(edit)?;
        self.undone.clear();
        Ok(edited)
    }

    fn carry_out(&mut self, edit: Edit) -> Result<Edited, Refused> {
        let (restore, edited) = carry_out(&mut self.review, &edit)?;
        self.done.push(Done { edit, restore, edited: edited.clone() });
        Ok(edited)
    }

    /// Takes the last change back.
    ///
    /// # Errors
    /// Nothing to take back.
    pub fn undo(&mut self) -> Result<Edited, Refused> {
        let done = self.done.pop().ok_or_else(|| Refused::because("Nothing to undo: the review is as it was."))?;
        done.restore.put_back(&mut self.review);
        let edited = match &done.edit {
            // The second part is gone again: it is seen at the whole, where that was cut.
            Edit::Split { item, at } => Edited { item: Some(item.clone()), at: *at, ..done.edited },
            _ => done.edited,
        };
        self.undone.push(done.edit);
        Ok(edited)
    }

    /// Makes the change taken back last again.
    ///
    /// # Errors
    /// Nothing was taken back.
    pub fn redo(&mut self) -> Result<Edited, Refused> {
        let edit = self.undone.pop().ok_or_else(|| Refused::because("Nothing to redo."))?;
        self.carry_out(edit)
    }

    /// Makes a step of a journal again.
    ///
    /// # Errors
    /// A step that does not fit.
    pub fn step(&mut self, step: EditStep) -> Result<Edited, Refused> {
        match step {
            EditStep::Do(edit) => self.apply(edit),
            EditStep::Undo => self.undo(),
            EditStep::Redo => self.redo(),
        }
    }

    /// Takes every change back.
    pub fn discard(&mut self) {
        while self.undo().is_ok() {}
        self.undone.clear();
    }

    /// The review as it is to be saved; `fresh` is the id of a copy.
    ///
    /// # Errors
    /// What is wrong with it; `name` is what messages call it.
    pub fn to_save(&self, fresh: uuid::Uuid, name: &str) -> Result<Review, DocumentError> {
        let mut review = self.review.clone();
        review.edition = self.next_edition();
        if self.copy {
            review.id = fresh;
        }
        validate_review(&review, name)?;
        Ok(review)
    }

    /// Goes on from what was saved: nothing is unsaved any more.
    pub fn saved(&mut self, review: Review) {
        *self = Self::new(review);
    }
}

/// What the workbench needs to edit a review.
pub struct EditDesk {
    /// The review being edited.
    pub editing: Editing,
    /// Keeps every step until the edition is saved; none where the data folder cannot be written.
    pub journal: Option<EditJournal>,
    /// The file the review came from, or a name for one that came from none.
    pub from: PathBuf,
}

impl EditDesk {
    /// The name proposed for the next edition: beside the file it came from.
    pub fn proposed(&self) -> PathBuf {
        let stem =
            self.from.file_stem().map_or_else(|| "review".to_owned(), |stem| stem.to_string_lossy().into_owned());
        let stem = match stem.rsplit_once("-edition-") {
            Some((before, number)) if !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit()) => before,
            _ => stem.as_str(),
        };
        let ending = if self.from.extension().is_some_and(|ending| ending == "plumb") { "plumb" } else { "json" };
        let name = if self.editing.is_copy() {
            format!("{stem}-copy.{ending}")
        } else {
            format!("{stem}-edition-{}.{ending}", self.editing.next_edition())
        };
        self.from.with_file_name(name)
    }

    /// Keeps a step, so that a crash does not lose it.
    pub fn keep(&mut self, step: &EditStep) {
        if let Some(journal) = &self.journal {
            journal.append(step);
        }
    }

    /// Goes on from an edition that was saved to a file.
    pub fn saved(&mut self, path: &Path, review: Review) {
        self.journal = self.journal.take().and_then(|journal| journal.go_on(review.id, &digest(&review)));
        self.from = path.to_owned();
        self.editing.saved(review);
    }

    /// What went wrong with keeping the steps, if something did.
    pub fn trouble(&self) -> Option<String> {
        match &self.journal {
            Some(journal) => journal.trouble(),
            None => Some("Changes are in memory only until they are saved as an edition.".to_owned()),
        }
    }
}

/// Writes an edition to a file, in the form its name ends in; whole or not at all.
///
/// # Errors
/// A file that is there and not to be replaced, or a folder that cannot be written.
pub fn write_edition(path: &Path, review: &Review, existing: Existing) -> Result<(), StoreError> {
    if path.extension().is_some_and(|ending| ending == "plumb") {
        return review_file::write_review(path, review, &digest(review), existing);
    }
    atomic::write_with(path, existing, |mut out| write_review(review, &mut out))
}

impl std::fmt::Debug for EditDesk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("EditDesk").field("from", &self.from).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
