//! Fills the tables of a review database, item by item, with what a reader would otherwise have to count.
//!
//! Uses `model`. Invariant: of the evidence nothing is held but what is counted, so that a large review is written in
//! little memory.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use memchr::memchr2;
use rusqlite::Connection;
use rusqlite::params;

use crate::document::pack::pack;
use crate::document::unpack::holds_forbidden;
use crate::document::unpack::unpack;
use crate::model::catalog::Catalog;
use crate::model::catalog::commitments_of;
use crate::model::evidence::Evidence;
use crate::model::extent::Extent;
use crate::model::extent::extents_in;
use crate::model::extent::lists_in;
use crate::model::heard::Listening;
use crate::model::ids::CommitmentId;
use crate::model::ids::Subject;
use crate::model::review::Review;
use crate::store::review_columns;
use crate::store::review_columns::ColumnError;
use crate::store::review_lists::OpenLists;
use crate::store::review_lists::extent_name;
use crate::store::review_lists::put_count;
use crate::store::review_schema;
use crate::store::review_schema::REVIEW_TABLES;

type Outcome<T> = Result<T, ColumnError>;

/// Key of `meta` for the review without its lists.
pub(crate) const HEAD: &str = "head";
/// Key of `meta` for the digest.
pub(crate) const DIGEST: &str = "digest";
/// Key of `meta` for the number of items.
pub(crate) const ITEMS: &str = "items";
/// Key of `meta` for what sentences that rate speak of.
pub(crate) const TOLD: &str = "told";
/// Key of `meta` for the mark that the whole review was valid when it was written.
pub(crate) const CHECKED: &str = "checked";

/// Key of `meta` for the review without its evidence and the texts of its sources, packed: read at once, where the lists
/// would be read row by row.
pub(crate) const PREPARED: &str = "prepared";

/// What the mark of a review says: of which review, and by which rules.
pub(crate) fn checked(digest: &str) -> String {
    format!("{REVIEW_TABLES}:{digest}")
}

/// Counts and lists of the items filled in so far.
pub(crate) struct Filling {
    /// The review without its evidence, to look things up in.
    about: Catalog,
    count: u32,
    lists: OpenLists,
    heard: BTreeMap<Extent, Listening>,
    told: BTreeSet<Vec<Subject>>,
    bearing: BTreeMap<CommitmentId, usize>,
}

impl Filling {
    /// Makes the tables in an empty database and fills in all but the evidence.
    pub fn begin(conn: &Connection, review: &Review) -> Outcome<Self> {
        conn.set_prepared_statement_cache_capacity(32);
        review_schema::make_tables(conn)?;
        put_meta(conn, HEAD, &serde_json::to_string(&without_lists(review))?)?;
        review_columns::put_list(conn, "scale", &review.scale, |point| point.id.id())?;
        review_columns::put_list(conn, "questions", &review.questions, |question| question.id.0.clone())?;
        review_columns::put_list(conn, "areas", &review.areas, |area| area.id.0.clone())?;
        review_columns::put_list(conn, "commitments", &review.commitments, |commitment| commitment.id.0.clone())?;
        review_columns::put_list(conn, "themes", &review.themes, |theme| theme.id.0.clone())?;
        review_columns::put_list(conn, "footnotes", &review.footnotes, |note| note.number)?;
        review_columns::put_sources(conn, &review.sources)?;
        Ok(Self {
            about: Catalog::new(without_evidence(review), String::new()),
            count: 0,
            lists: OpenLists::default(),
            heard: BTreeMap::new(),
            told: BTreeSet::new(),
            bearing: BTreeMap::new(),
        })
    }

    /// How many items were filled in.
    pub fn count(&self) -> usize {
        self.count as usize
    }

    /// Fills in the next item.
    pub fn put(&mut self, conn: &Connection, item: &Evidence) -> Outcome<()> {
        let place = self.count;
        self.count += 1;
        review_columns::put_item(conn, i64::from(place) + 1, item)?;
        let extents = extents_in(&self.about, item);
        for key in lists_in(&self.about, item, &extents) {
            self.lists.add(conn, key, place)?;
        }
        for extent in extents {
            self.heard.entry(extent).or_default().listen(&self.about, item);
        }
        if item.tells() {
            self.told.insert(item.spoken_of());
        }
        for id in commitments_of(item) {
            *self.bearing.entry(id.clone()).or_default() += 1;
        }
        Ok(())
    }

    /// Fills in what was counted, and makes the ways to find a row by its key.
    pub fn finish(self, conn: &Connection, digest: &str) -> Outcome<()> {
        put_meta(conn, DIGEST, digest)?;
        put_meta(conn, ITEMS, &self.count.to_string())?;
        put_meta(conn, TOLD, &serde_json::to_string(&self.told)?)?;
        put_meta(conn, CHECKED, &checked(digest))?;
        self.lists.finish(conn)?;
        for (extent, listening) in self.heard {
            let heard = serde_json::to_string(&listening.heard())?;
            conn.prepare_cached("INSERT INTO heard (extent, json) VALUES (?1, ?2)")?
                .execute(params![extent_name(&extent), heard])?;
        }
        for (id, items) in self.bearing {
            put_count(conn, "", &format!("bearing:{id}"), items)?;
        }
        Ok(review_schema::make_keys(conn)?)
    }
}

/// Keeps the review without its evidence in a form that is read quickly.
pub(crate) fn put_prepared(conn: &Connection, review: &Review) -> Outcome<()> {
    let mut head = without_evidence(review);
    head.sources.iter_mut().for_each(|source| source.text = None);
    if let Some(packed) = pack(&serde_json::to_value(&head)?) {
        conn.execute("INSERT INTO meta (key, value) VALUES (?1, ?2)", params![PREPARED, packed])?;
    }
    Ok(())
}

/// The review without its evidence, as it was prepared, and whether no text of it may hold a carriage return or NUL; none
/// where it was not prepared or cannot be understood.
pub(crate) fn get_prepared(conn: &Connection) -> Outcome<Option<(Review, bool)>> {
    let mut select = conn.prepare("SELECT value FROM meta WHERE key = ?1")?;
    let mut rows = select.query([PREPARED])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let Some(packed) = row.get_ref(0)?.as_blob_or_null().ok().flatten() else { return Ok(None) };
    let Ok(mut head) = unpack::<Review>(packed) else { return Ok(None) };
    let mut plain = !holds_forbidden(packed);
    let mut texts = conn.prepare("SELECT n, text FROM sources WHERE text IS NOT NULL")?;
    let mut rows = texts.query([])?;
    while let Some(row) = rows.next()? {
        let (n, text): (i64, String) = (row.get(0)?, row.get(1)?);
        plain &= memchr2(b'\r', 0, text.as_bytes()).is_none();
        let source = usize::try_from(n - 1).ok().and_then(|at| head.sources.get_mut(at));
        let Some(source) = source else { return Ok(None) };
        source.text = Some(text);
    }
    Ok(Some((head, plain)))
}

fn put_meta(conn: &Connection, key: &str, value: &str) -> Outcome<()> {
    conn.prepare_cached("INSERT INTO meta (key, value) VALUES (?1, ?2)")?.execute([key, value])?;
    Ok(())
}

/// What `meta` has under a key.
pub(crate) fn get_meta(conn: &Connection, key: &str) -> rusqlite::Result<String> {
    conn.prepare_cached("SELECT value FROM meta WHERE key = ?1")?.query_row([key], |row| row.get(0))
}

/// The review without its evidence.
pub(crate) fn without_evidence(review: &Review) -> Review {
    Review {
        scale: review.scale.clone(),
        questions: review.questions.clone(),
        areas: review.areas.clone(),
        commitments: review.commitments.clone(),
        sources: review.sources.clone(),
        footnotes: review.footnotes.clone(),
        themes: review.themes.clone(),
        ..without_lists(review)
    }
}

/// The review without its lists, which have tables of their own.
fn without_lists(review: &Review) -> Review {
    Review {
        format: review.format.clone(),
        version: review.version,
        id: review.id,
        edition: review.edition,
        title: review.title.clone(),
        body: review.body.clone(),
        date: review.date.clone(),
        url: review.url.clone(),
        licence: review.licence.clone(),
        note: review.note.clone(),
        wording: review.wording,
        scale: Vec::new(),
        questions: Vec::new(),
        areas: Vec::new(),
        commitments: Vec::new(),
        sources: Vec::new(),
        footnotes: Vec::new(),
        evidence: Vec::new(),
        published: review.published.clone(),
        themes: Vec::new(),
        settings: review.settings.clone(),
    }
}
