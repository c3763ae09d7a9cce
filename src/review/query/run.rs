//! Answers queries, on whatever thread asks: from the full-text index, or by reading where that is less.
//!
//! The index of a `.plumb` file is asked through a connection of its own; a review that came otherwise gets the same
//! tables in memory, and is searched by reading until their index is whole. Invariant: whichever way is taken, the rows
//! found are the same, in reading order, and none is withheld.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::MutexGuard;
use std::sync::PoisonError;

use crate::model::catalog::Catalog;
use crate::model::places::Places;
use crate::review::query::found::Found;
use crate::review::query::parse::Query;
use crate::review::query::parse::QueryError;
use crate::review::query::row_set::RowSet;
use crate::review::query::run::desk::Desk;
use crate::review::query::session::Session;
use crate::store::error::StoreError;
use crate::store::review_file;
use crate::store::text_index::Order;
use crate::store::text_index::Stopper;
use crate::store::text_index::TextIndex;

mod candidates;
mod desk;
mod fields;

/// Rows found at once: where there are more, they are counted after the first of them are shown.
pub const AT_ONCE: usize = 1_000;
/// Rows of the ranked order at most.
pub const BEST: usize = 1_000;

/// A search of one review.
pub struct Search {
    catalog: Arc<Catalog>,
    file: Option<PathBuf>,
    desk: Mutex<Option<Desk>>,
    /// What stops a question, while one is answered and nothing is built.
    stopper: Mutex<Option<Stopper>>,
}

/// What is asked of it.
#[derive(Debug, Clone)]
pub struct Asked {
    /// What is looked for.
    pub query: Query,
    /// Where, unless everywhere.
    pub here: Option<Arc<Here>>,
    /// In what order.
    pub order: Order,
    /// How the session stands.
    pub session: Arc<Session>,
    /// So many rows and no more.
    pub limit: usize,
    /// A query that was answered whole before, and its rows: a narrower one looks only there.
    pub earlier: Option<(Query, Arc<Vec<i64>>)>,
}

/// Texts searched apart from the others.
#[derive(Debug, Clone)]
pub enum Here {
    /// A list of items.
    Items(Places),
    /// Sources' texts, as places in the review's sources.
    Sources(Vec<usize>),
}

impl Here {
    /// Whether there is nothing to search.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Items(places) => places.is_empty(),
            Self::Sources(sources) => sources.is_empty(),
        }
    }
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The rows, in the order asked for.
    pub rows: Arc<Vec<i64>>,
    /// Whether these are all.
    pub whole: bool,
}

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// Nobody wants it any more.
    #[error("The search was given up.")]
    GivenUp,
    /// The query names what is not there.
    #[error(transparent)]
    Query(#[from] QueryError),
    /// The file cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Search {
    /// Of a review; one that came from a `.plumb` file is searched there.
    pub fn of(catalog: Arc<Catalog>, file: Option<PathBuf>) -> Self {
        Self { catalog, file, desk: Mutex::new(None), stopper: Mutex::new(None) }
    }

    /// The review.
    pub fn catalog(&self) -> &Arc<Catalog> {
        &self.catalog
    }

    /// Does some of what every search needs; true once all is done.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn prepare(&self) -> Result<bool, StoreError> {
        let mut desk = self.locked();
        match &mut *desk {
            Some(desk) => desk.index.build(),
            empty => {
                let index = self.open()?;
                let whole = index.is_whole();
                *empty = Some(Desk::new(index));
                Ok(whole)
            }
        }
    }

    /// Prepares all there is to prepare.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn prepare_all(&self) -> Result<(), StoreError> {
        while !self.prepare()? {}
        Ok(())
    }

    fn open(&self) -> Result<TextIndex, StoreError> {
        if let Some(path) = &self.file {
            // What is found is shown from the review that is open: another one's rows would be something else there.
            let same = |digest: &str| {
                let replaced = || StoreError::Replaced { path: path.clone() };
                (digest == self.catalog.digest()).then_some(()).ok_or_else(replaced)
            };
            return match TextIndex::of_file(path)? {
                Some((index, digest)) => same(&digest).map(|()| index),
                None => {
                    let (review, digest) = review_file::read_review(path)?;
                    same(&digest)?;
                    TextIndex::in_memory(&review)
                }
            };
        }
        if !self.catalog.is_paged() {
            return TextIndex::in_memory(self.catalog.review());
        }
        let damaged = |detail| StoreError::Damaged { path: PathBuf::from("the review"), detail };
        TextIndex::in_memory(&self.catalog.whole().map_err(damaged)?)
    }

    /// Finds rows. `wanted` is asked now and then; where it says no, what was begun is given up.
    ///
    /// # Errors
    /// Nothing of a name that the query has, or a file that cannot be read.
    pub fn ask(&self, asked: &Asked, wanted: &dyn Fn() -> bool) -> Result<Answer, Unanswered> {
        // Only an index can rank.
        while asked.order == Order::Best && !self.prepare()? {
            if !wanted() {
                return Err(Unanswered::GivenUp);
            }
        }
        self.with_desk(wanted, |desk| desk.ask(&self.catalog, asked, wanted))
    }

    /// Shows rows in their context.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn show(&self, query: &Query, rows: &[i64], wanted: &dyn Fn() -> bool) -> Result<Vec<Found>, Unanswered> {
        self.with_desk(wanted, |desk| {
            let mut found = Vec::with_capacity(rows.len());
            for row in rows {
                found.extend(desk.show(query, *row)?);
            }
            Ok(found)
        })
    }

    /// Ends at once what is asked on another thread. What is asked next is not touched.
    pub fn stop(&self) {
        if let Some(stopper) = &*self.stopper() {
            stopper.stop();
        }
    }

    fn stopper(&self) -> MutexGuard<'_, Option<Stopper>> {
        self.stopper.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn with_desk<T>(
        &self,
        wanted: &dyn Fn() -> bool,
        ask: impl FnOnce(&mut Desk) -> Result<T, Unanswered>,
    ) -> Result<T, Unanswered> {
        if self.locked().is_none() {
            self.prepare()?;
        }
        let outcome = match &mut *self.locked() {
            Some(desk) => {
                *self.stopper() = Some(desk.index.stopper());
                let outcome = ask(desk);
                *self.stopper() = None;
                outcome
            }
            None => Err(Unanswered::GivenUp),
        };
        // What was stopped fails somewhere: that is no fault of the file.
        if outcome.is_err() && !wanted() { Err(Unanswered::GivenUp) } else { outcome }
    }

    fn locked(&self) -> MutexGuard<'_, Option<Desk>> {
        self.desk.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Search {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Search").field("file", &self.file).finish_non_exhaustive()
    }
}

/// What is worked out once for one state of a session.
#[derive(Default)]
struct Kept {
    sets: HashMap<String, Arc<RowSet>>,
    withheld: HashMap<i64, bool>,
    parts: Option<RowSet>,
}
