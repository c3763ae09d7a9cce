//! Lists of items in a review database, kept in blocks of places so that any place is found at once, and their counts.
//!
//! Uses `model`. Invariant: block `b` of a list holds its places from `b` times [`BLOCK`] on, rising, four bytes each,
//! the lowest first, counted from 0.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::model::extent::Extent;
use crate::model::extent::ListKey;
use crate::model::paged::BLOCK;
use crate::store::review_columns::ColumnError;
use crate::store::review_columns::shelf_name;
use crate::store::review_columns::word;

type Outcome<T> = Result<T, ColumnError>;

/// How a facet that names a source begins.
pub(crate) const FROM: &str = "from:";

/// An extent's name in the tables.
pub(crate) fn extent_name(extent: &Extent) -> String {
    match extent {
        Extent::Shelf(shelf) => shelf_name(shelf),
        Extent::Questions(id) => format!("questions:{id}"),
        Extent::Background(id) => format!("background:{id}"),
    }
}

/// A list's names in the tables: its extent, empty for the whole review, and which of its items.
pub(crate) fn list_name(key: &ListKey) -> Outcome<(String, String)> {
    Ok(match key {
        ListKey::All(extent) => (extent_name(extent), String::new()),
        ListKey::Kind(extent, kind) => (extent_name(extent), format!("kind:{}", word(kind)?)),
        ListKey::From(extent, source) => (extent_name(extent), format!("{FROM}{source}")),
        ListKey::Using(source) => (String::new(), format!("using:{source}")),
        ListKey::Citing(number) => (String::new(), format!("citing:{number}")),
    })
}

/// Lists as they are being written: of each the block that is not full yet.
#[derive(Debug, Default)]
pub(crate) struct OpenLists(HashMap<ListKey, OpenList>);

#[derive(Debug, Default)]
struct OpenList {
    full: u32,
    places: Vec<u8>,
}

const INSERT: &str = "INSERT INTO lists (extent, facet, block, places) VALUES (?1, ?2, ?3, ?4)";

impl OpenLists {
    /// Adds a place, higher than all before, to a list.
    pub fn add(&mut self, conn: &Connection, key: ListKey, place: u32) -> Outcome<()> {
        let list = match self.0.get_mut(&key) {
            Some(list) => list,
            None => self.0.entry(key.clone()).or_default(),
        };
        list.places.extend(place.to_le_bytes());
        if list.places.len() == BLOCK * 4 {
            let (extent, facet) = list_name(&key)?;
            conn.prepare_cached(INSERT)?.execute(params![extent, facet, list.full, list.places])?;
            list.full += 1;
            list.places.clear();
        }
        Ok(())
    }

    /// Writes what is left, and how many places each list has.
    pub fn finish(self, conn: &Connection) -> Outcome<()> {
        for (key, list) in self.0 {
            let (extent, facet) = list_name(&key)?;
            if !list.places.is_empty() {
                conn.prepare_cached(INSERT)?.execute(params![extent, facet, list.full, list.places])?;
            }
            put_count(conn, &extent, &facet, list.full as usize * BLOCK + list.places.len() / 4)?;
        }
        Ok(())
    }
}

/// Keeps a count.
pub(crate) fn put_count(conn: &Connection, extent: &str, facet: &str, items: usize) -> Outcome<()> {
    conn.prepare_cached("INSERT INTO counts (extent, facet, items) VALUES (?1, ?2, ?3)")?.execute(params![
        extent,
        facet,
        i64::try_from(items).unwrap_or(i64::MAX)
    ])?;
    Ok(())
}

/// A count; 0 where none is kept.
pub(crate) fn get_count(conn: &Connection, extent: &str, facet: &str) -> Outcome<usize> {
    let kept = conn
        .prepare_cached("SELECT items FROM counts WHERE extent = ?1 AND facet = ?2")?
        .query_row([extent, facet], |row| row.get::<_, u32>(0))
        .optional()?;
    Ok(kept.unwrap_or(0) as usize)
}

/// A block of a list.
pub(crate) fn get_block(conn: &Connection, key: &ListKey, number: usize) -> Outcome<Vec<usize>> {
    let (extent, facet) = list_name(key)?;
    let places: Vec<u8> = conn
        .prepare_cached("SELECT places FROM lists WHERE extent = ?1 AND facet = ?2 AND block = ?3")?
        .query_row(params![extent, facet, i64::try_from(number).unwrap_or(i64::MAX)], |row| row.get(0))?;
    Ok(places
        .chunks_exact(4)
        .map(|place| u32::from_le_bytes([place[0], place[1], place[2], place[3]]) as usize)
        .collect())
}
