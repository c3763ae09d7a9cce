//! The evidence of a review database, read in windows while the review is worked with.
//!
//! Uses `model`. Invariant: the file is read as it was when it was opened, never written; an item that does not fit the
//! review it stands in is not given out.

use std::collections::HashSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Mutex;
use std::sync::PoisonError;

use memchr::memchr2;
use rusqlite::Connection;
use rusqlite::OptionalExtension;

use crate::model::evidence::Evidence;
use crate::model::extent::Extent;
use crate::model::extent::ListKey;
use crate::model::heard::Heard;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::paged::ItemSource;
use crate::model::review::Review;
use crate::store::error::StoreError;
use crate::store::review_columns::ColumnError;
use crate::store::review_columns::get_evidence;
use crate::store::review_file::column;
use crate::store::review_fill::ITEMS;
use crate::store::review_fill::TOLD;
use crate::store::review_fill::get_meta;
use crate::store::review_lists::FROM;
use crate::store::review_lists::extent_name;
use crate::store::review_lists::get_block;
use crate::store::review_lists::get_count;
use crate::store::review_lists::list_name;
use crate::text::words::spaced;

/// Evidence in a file.
pub struct FileItems {
    conn: Mutex<Connection>,
    path: PathBuf,
    count: usize,
    known: Known,
}

impl FileItems {
    /// Takes an open review database, and the review it holds but for the evidence.
    ///
    /// # Errors
    /// A file whose number of items is not what it says.
    pub(crate) fn over(conn: Connection, path: &Path, review: &Review) -> Result<Self, StoreError> {
        let bad = column(path);
        conn.set_prepared_statement_cache_capacity(32);
        // Begun once and never ended: every window is read from the same state of the file.
        conn.execute_batch("BEGIN").map_err(|error| bad(error.into()))?;
        let said: String = get_meta(&conn, ITEMS).map_err(|error| bad(error.into()))?;
        let last: i64 = conn
            .query_row("SELECT coalesce(max(n), 0) FROM evidence", [], |row| row.get(0))
            .map_err(|e| bad(e.into()))?;
        match said.parse::<u32>() {
            Ok(count) if i64::from(count) == last => Ok(Self {
                conn: Mutex::new(conn),
                path: path.to_owned(),
                count: count as usize,
                known: Known::of(review),
            }),
            _ => {
                let detail = format!("it has {last} items of evidence, and says that it has another number of them");
                Err(StoreError::Damaged { path: path.to_owned(), detail })
            }
        }
    }

    fn read<T>(&self, ask: impl FnOnce(&Connection) -> Result<T, ColumnError>) -> Result<T, String> {
        let conn = self.conn.lock().unwrap_or_else(PoisonError::into_inner);
        ask(&conn).map_err(|error| column(&self.path)(error).told())
    }
}

impl ItemSource for FileItems {
    fn count(&self) -> usize {
        self.count
    }

    fn items(&self, from: usize, count: usize) -> Result<Vec<Evidence>, String> {
        let items = self.read(|conn| get_evidence(conn, from, count))?;
        if items.len() != count.min(self.count.saturating_sub(from)) {
            return Err(format!("{} lacks items of evidence", self.path.display()));
        }
        match items.iter().find_map(|item| self.known.problem(item)) {
            Some(why) => Err(format!("{} is damaged: {why}", self.path.display())),
            None => Ok(items),
        }
    }

    fn place_of(&self, id: &EvidenceId) -> Result<Option<usize>, String> {
        let n = self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT n FROM evidence WHERE id = ?1")?;
            Ok(select.query_row([id.as_str()], |row| row.get::<_, i64>(0)).optional()?)
        })?;
        Ok(n.and_then(|n| usize::try_from(n - 1).ok()))
    }

    fn length_of(&self, list: &ListKey) -> Result<usize, String> {
        self.read(|conn| {
            let (extent, facet) = list_name(list)?;
            get_count(conn, &extent, &facet)
        })
    }

    fn block(&self, list: &ListKey, number: usize) -> Result<Vec<usize>, String> {
        self.read(|conn| get_block(conn, list, number))
    }

    fn sources_in(&self, extent: &Extent) -> Result<Vec<(SourceId, usize)>, String> {
        let counts = self.read(|conn| {
            let mut select = conn.prepare_cached(
                "SELECT facet, items FROM counts WHERE extent = ?1 AND facet >= 'from:' AND facet < 'from;' ORDER BY facet",
            )?;
            let rows = select.query_map([extent_name(extent)], |row| Ok((row.get(0)?, row.get(1)?)))?;
            Ok(rows.collect::<Result<Vec<(String, u32)>, _>>()?)
        })?;
        let named =
            |(facet, items): (String, u32)| Some((SourceId(facet.strip_prefix(FROM)?.to_owned()), items as usize));
        Ok(counts.into_iter().filter_map(named).collect())
    }

    fn heard_in(&self, extent: &Extent) -> Result<Heard, String> {
        self.read(|conn| {
            let mut select = conn.prepare_cached("SELECT json FROM heard WHERE extent = ?1")?;
            let json = select.query_row([extent_name(extent)], |row| row.get::<_, String>(0)).optional()?;
            Ok(json.map(|json| serde_json::from_str(&json)).transpose()?.unwrap_or_default())
        })
    }

    fn bearing_on(&self, id: &CommitmentId) -> Result<usize, String> {
        self.read(|conn| get_count(conn, "", &format!("bearing:{id}")))
    }

    fn told(&self) -> Result<Vec<Vec<Subject>>, String> {
        self.read(|conn| Ok(serde_json::from_str(&get_meta(conn, TOLD)?)?))
    }

    fn holding(&self, words: &str, most: usize) -> Result<Vec<usize>, String> {
        let limit = i64::try_from(most).unwrap_or(i64::MAX);
        let rows: Vec<i64> = self.read(|conn| match phrase_within(words) {
            Some(phrase) => {
                let mut select = conn.prepare_cached(
                    "SELECT evidence.n FROM search JOIN evidence ON evidence.n = search.rowid \
                     WHERE search MATCH ?1 AND instr(evidence.text, ?2) > 0 ORDER BY search.rowid LIMIT ?3",
                )?;
                let rows = select.query_map(rusqlite::params![phrase, words, limit], |row| row.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
            None => {
                let mut select =
                    conn.prepare_cached("SELECT n FROM evidence WHERE instr(text, ?1) > 0 ORDER BY n LIMIT ?2")?;
                let rows = select.query_map(rusqlite::params![words, limit], |row| row.get(0))?;
                Ok(rows.collect::<Result<_, _>>()?)
            }
        })?;
        Ok(rows.into_iter().filter_map(|n| usize::try_from(n - 1).ok()).collect())
    }
}

/// The whole words within some words, as a phrase to find by; the first and the last may be parts of words.
fn phrase_within(words: &str) -> Option<String> {
    let chunks: Vec<&str> = words.split_ascii_whitespace().collect();
    let inner = chunks.get(1..chunks.len().checked_sub(1)?)?.join(" ");
    let inner = spaced(&inner);
    (!inner.trim().is_empty()).then(|| format!("text : \"{}\"", inner.trim()))
}

/// The keys of a review, to hold items against.
struct Known {
    commitments: HashSet<CommitmentId>,
    questions: HashSet<QuestionId>,
    areas: HashSet<AreaId>,
    sources: HashSet<SourceId>,
    footnotes: HashSet<u32>,
}

impl Known {
    fn of(review: &Review) -> Self {
        Self {
            commitments: review.commitments.iter().map(|commitment| commitment.id.clone()).collect(),
            questions: review.questions.iter().map(|question| question.id.clone()).collect(),
            areas: review.areas.iter().map(|area| area.id.clone()).collect(),
            sources: review.sources.iter().map(|source| source.id.clone()).collect(),
            footnotes: review.footnotes.iter().map(|note| note.number).collect(),
        }
    }

    /// What does not fit about an item.
    fn problem(&self, item: &Evidence) -> Option<String> {
        let id = &item.id;
        if memchr2(b'\r', 0, item.text.as_bytes()).is_some() {
            return Some(format!("the text of item {id} holds a carriage return or a NUL character"));
        }
        if !item.refs.is_sorted_by_key(|reference| reference.at)
            || item.refs.last().is_some_and(|last| last.at > item.text.chars().count())
        {
            return Some(format!("a note of item {id} stands outside its text"));
        }
        if let Some(reference) = item.refs.iter().find(|reference| !self.footnotes.contains(&reference.footnote)) {
            return Some(format!("item {id} refers to note {}, which the review does not have", reference.footnote));
        }
        if let Some(source) = item.sources.iter().find(|source| !self.sources.contains(source)) {
            return Some(format!("item {id} names the source {source}, which the review does not have"));
        }
        let fits =
            |bearing: &crate::model::evidence::Bearing| match (&bearing.commitment, &bearing.question, &bearing.area) {
                (Some(commitment), question, None) => {
                    self.commitments.contains(commitment)
                        && question.as_ref().is_none_or(|id| self.questions.contains(id))
                }
                (None, None, Some(area)) => self.areas.contains(area),
                _ => false,
            };
        (!item.cells.iter().all(fits)).then(|| format!("item {id} is filed where the review has nothing"))
    }
}
