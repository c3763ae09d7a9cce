//! Recognises a published evaluation in a record and makes a review of it.

use uuid::Uuid;

use crate::import::error::ImportError;
use crate::import::record::Record;
use crate::import::summary::Summary;
use crate::model::review::Review;

/// What a recognised report is to be called, as values the recogniser cannot make up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// The id of the review, stable over its editions.
    pub id: Uuid,
}

/// Whether a record has the shape of a published evaluation: rating tables, and a numbered list of notes.
pub fn looks_like_report(_record: &Record) -> bool {
    false
}

/// Makes a review of a published evaluation, and tells what could not be resolved.
///
/// # Errors
/// [`ImportError::NotUnderstood`] where the record holds no table of ratings.
pub fn recognise(record: &Record, _options: &Options) -> Result<(Review, Summary), ImportError> {
    Err(ImportError::NotUnderstood {
        name: record.original.name.clone(),
        place: None,
        reason: "no table of ratings was found".to_owned(),
    })
}
