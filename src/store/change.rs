//! One thing to be written into a session, on disk and in memory.
//!
//! Uses `model`. Invariant: a change does the same to the tables as to the contents held in memory.

use rusqlite::Connection;

use crate::model::session::ReviewRef;
use crate::model::session::Tool;
use crate::store::rows::ActRow;
use crate::store::rows::Contents;
use crate::store::rows::ReadingMark;
use crate::store::rows::key;
use crate::store::rows::put_pair;
use crate::store::rows::take_pair;

/// One thing to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Change {
    /// Another act, last in the log.
    Append(ActRow),
    /// An act is taken back or restored; what it said stays in the file.
    SetWithdrawn { seq: u64, withdrawn: bool },
    /// Another edition of the review was opened.
    Review(ReviewRef),
    /// The member's name, or that it is not to be written down.
    MemberName(Option<String>),
    /// Something else to write down about the session.
    Meta { key: String, value: String },
    /// What was read.
    Reading(Vec<ReadingMark>),
    /// Where the member was.
    Place { key: String, value: String },
}

fn review_pairs(review: &ReviewRef) -> [(&'static str, String); 4] {
    [
        (key::REVIEW_ID, review.id.to_string()),
        (key::REVIEW_EDITION, review.edition.to_string()),
        (key::REVIEW_DIGEST, review.digest.clone()),
        (key::REVIEW_TITLE, review.title.clone()),
    ]
}

/// What says which program wrote the last act.
pub(crate) fn signature() -> [(&'static str, String); 2] {
    let this = Tool::this();
    [(key::TOOL_NAME, this.name), (key::TOOL_VERSION, this.version)]
}

impl Change {
    /// The pairs it puts into `meta` or `place`; no value where it takes one out.
    pub(crate) fn pairs(&self) -> Vec<(&'static str, String, Option<String>)> {
        match self {
            Self::Append(_) | Self::SetWithdrawn { .. } | Self::Reading(_) => Vec::new(),
            Self::Review(review) => {
                review_pairs(review).map(|(key, value)| ("meta", key.to_owned(), Some(value))).into()
            }
            Self::MemberName(name) => vec![("meta", key::MEMBER_NAME.to_owned(), name.clone())],
            Self::Meta { key, value } => vec![("meta", key.clone(), Some(value.clone()))],
            Self::Place { key, value } => vec![("place", key.clone(), Some(value.clone()))],
        }
    }

    /// Writes it into the tables.
    pub(crate) fn write(&self, conn: &Connection) -> rusqlite::Result<()> {
        match self {
            Self::Append(row) => row.insert(conn),
            Self::SetWithdrawn { seq, withdrawn } => {
                let changed = conn
                    .prepare_cached("UPDATE acts SET withdrawn = ?2 WHERE seq = ?1")?
                    .execute((i64::try_from(*seq).unwrap_or(i64::MAX), withdrawn))?;
                if changed == 1 { Ok(()) } else { Err(rusqlite::Error::QueryReturnedNoRows) }
            }
            Self::Reading(marks) => marks.iter().try_for_each(|mark| mark.put(conn)),
            pairs => pairs.pairs().iter().try_for_each(|(table, key, value)| match value {
                Some(value) => put_pair(conn, table, key, value),
                None => take_pair(conn, table, key),
            }),
        }
    }

    /// Does the same to the contents in memory.
    pub(crate) fn apply(&self, contents: &mut Contents) {
        match self {
            Self::Append(row) => contents.acts.push(row.clone()),
            Self::SetWithdrawn { seq, withdrawn } => {
                if let Ok(at) = contents.acts.binary_search_by_key(seq, |row| row.seq) {
                    contents.acts[at].withdrawn = *withdrawn;
                }
            }
            Self::Reading(marks) => marks.iter().for_each(|mark| put_mark(&mut contents.reading, mark)),
            pairs => {
                for (table, key, value) in pairs.pairs() {
                    let all = if table == "place" { &mut contents.place } else { &mut contents.meta };
                    match value {
                        Some(value) => drop(all.insert(key, value)),
                        None => drop(all.remove(&key)),
                    }
                }
            }
        }
    }
}

/// Puts a mark where the table would: sorted by kind and key, one of each.
fn put_mark(marks: &mut Vec<ReadingMark>, mark: &ReadingMark) {
    let place = marks.binary_search_by(|other| (&other.kind, &other.id).cmp(&(&mark.kind, &mark.id)));
    match place {
        Ok(at) => marks[at] = mark.clone(),
        Err(at) => marks.insert(at, mark.clone()),
    }
}
