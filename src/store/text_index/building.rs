//! Makes the full-text index of a review's tables, a step at a time.
//!
//! Invariant: every item and every paragraph of a source's text is indexed once, under its row number, in the words of
//! `text::words`; and what a step leaves behind can be asked already.

use std::collections::HashMap;

use rusqlite::Connection;
use rusqlite::OptionalExtension;
use rusqlite::params;

use crate::model::evidence::EvidenceKind;
use crate::model::source::Source;
use crate::store::text_index::FIRST_PART;
use crate::store::text_index::STEERS;
use crate::store::text_index::kind_mark;
use crate::store::text_index::whole;
use crate::text::cuts::Cuts;
use crate::text::words::spaced;

/// Items in a step.
const STEP: i64 = 2_000;
/// Bytes of sources' texts in a step.
const SOURCES_STEP: usize = 500_000;

/// `search` holds words only, no text of its own: `text` those of an item or paragraph, `names` those of its sources
/// and marks that no text has. `source_parts` says where a paragraph stands: bytes and scalar values of its source's
/// text. `search_words` are all words, with how many texts have them.
const TABLES: &str = "
CREATE VIRTUAL TABLE search USING fts5(text, names, content = '', prefix = '1 2 3', tokenize = 'ascii');
INSERT INTO search (search, rank) VALUES ('hashsize', 16777216);
CREATE TABLE search_words (word TEXT PRIMARY KEY, texts INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE source_parts (
    n INTEGER PRIMARY KEY, source INTEGER NOT NULL, byte INTEGER NOT NULL, bytes INTEGER NOT NULL, char INTEGER NOT NULL
);
";

/// The words are gathered from the index itself; marks are no words.
const WORDS: &str = "
CREATE VIRTUAL TABLE temp.search_vocabulary USING fts5vocab(main, search, row);
INSERT INTO search_words
    SELECT term, doc FROM temp.search_vocabulary WHERE NOT (term >= '\u{e000}' AND term < '\u{e001}');
DROP TABLE temp.search_vocabulary;
";

/// How far the index is.
#[derive(Debug)]
pub struct Building {
    /// The item and the source after which it goes on.
    item: i64,
    source: i64,
    items: i64,
    names: HashMap<String, String>,
}

impl Building {
    /// Begins an index: where the paragraphs stand is worked out at once.
    pub fn new(conn: &Connection) -> rusqlite::Result<Self> {
        conn.execute_batch(TABLES)?;
        in_one(conn, || find_parts(conn))?;
        let items = conn.query_row("SELECT coalesce(max(n), 0) FROM evidence", [], |row| row.get(0))?;
        Ok(Self { item: 0, source: 0, items, names: HashMap::new() })
    }

    /// Indexes some more; true once all is indexed.
    pub fn step(&mut self, conn: &Connection) -> rusqlite::Result<bool> {
        if self.item < self.items {
            return in_one(conn, || self.some_items(conn)).map(|()| false);
        }
        in_one(conn, || self.some_sources(conn))
    }

    /// Indexes some sources, and gathers the words once there is no more.
    fn some_sources(&mut self, conn: &Connection) -> rusqlite::Result<bool> {
        let mut done = false;
        let mut read = 0;
        // Many short texts in one step, or one long one.
        while !done && read < SOURCES_STEP {
            match self.one_source(conn)? {
                Some(bytes) => read += bytes + 1_000,
                None => done = true,
            }
        }
        if done {
            conn.execute_batch(WORDS)?;
            self.names = HashMap::new();
        }
        Ok(done)
    }

    fn some_items(&mut self, conn: &Connection) -> rusqlite::Result<()> {
        let mut select = conn.prepare_cached(
            "SELECT n, text, kind, sources, rates IS NOT NULL FROM evidence WHERE n > ?1 ORDER BY n LIMIT ?2",
        )?;
        let mut insert = conn.prepare_cached("INSERT INTO search (rowid, text, names) VALUES (?1, ?2, ?3)")?;
        let mut rows = select.query([self.item, STEP])?;
        let before = self.item;
        while let Some(row) = rows.next()? {
            let kind: String = row.get(2)?;
            let mut names = kind_mark(&kind);
            if kind == EvidenceKind::Conclusion.word() || row.get(4)? {
                names.push(' ');
                names.push_str(STEERS);
            }
            // A list that does not read is told where the review is checked.
            let sources = row.get_ref(3)?.as_str_or_null()?.and_then(|json| serde_json::from_str(json).ok());
            for id in sources.unwrap_or_else(Vec::<String>::new) {
                names.push(' ');
                names.push_str(self.names_of(conn, &id)?);
            }
            self.item = row.get(0)?;
            insert.execute(params![self.item, spaced(row.get_ref(1)?.as_str()?), names])?;
        }
        if self.item == before {
            self.item = self.items;
        }
        Ok(())
    }

    /// What an item is found by besides its text, and of what kind its source is.
    fn names_of(&mut self, conn: &Connection, id: &str) -> rusqlite::Result<&str> {
        if !self.names.contains_key(id) {
            let mut select = conn.prepare_cached("SELECT json FROM sources WHERE id = ?1")?;
            let json: Option<String> = select.query_row([id], |row| row.get(0)).optional()?;
            let source = json.and_then(|json| serde_json::from_str(&json).ok());
            let names = source.as_ref().map_or_else(|| spaced(id), names_of);
            self.names.insert(id.to_owned(), names);
        }
        Ok(self.names.get(id).map_or("", String::as_str))
    }

    /// Indexes the paragraphs of the next source whose text is held, and says how long that was; none where there is
    /// no more.
    fn one_source(&mut self, conn: &Connection) -> rusqlite::Result<Option<usize>> {
        let mut select = conn
            .prepare_cached("SELECT n, json, text FROM sources WHERE n > ?1 AND text IS NOT NULL ORDER BY n LIMIT 1")?;
        let mut rows = select.query([self.source])?;
        let Some(row) = rows.next()? else { return Ok(None) };
        self.source = row.get(0)?;
        let marks = serde_json::from_str::<Source>(row.get_ref(1)?.as_str()?)
            .map_or_else(|_| String::new(), |source| kind_mark(source.kind.word()));
        let text = row.get_ref(2)?.as_str()?;
        let mut parts = conn.prepare_cached("SELECT n, byte, bytes FROM source_parts WHERE source = ?1")?;
        let mut insert = conn.prepare_cached("INSERT INTO search (rowid, text, names) VALUES (?1, ?2, ?3)")?;
        let mut parts = parts.query([self.source])?;
        while let Some(part) = parts.next()? {
            let (n, byte, bytes): (i64, i64, i64) = (part.get(0)?, part.get(1)?, part.get(2)?);
            let range = usize::try_from(byte).ok().zip(usize::try_from(byte + bytes).ok());
            let words = range.and_then(|(from, to)| text.get(from..to)).map_or_else(String::new, spaced);
            insert.execute(params![n, words, marks])?;
        }
        Ok(Some(text.len()))
    }
}

/// Where the paragraphs of the sources' texts stand. Blank ones are left out.
fn find_parts(conn: &Connection) -> rusqlite::Result<()> {
    let mut select = conn.prepare("SELECT n, text FROM sources WHERE text IS NOT NULL ORDER BY n")?;
    let sql = "INSERT INTO source_parts (n, source, byte, bytes, char) VALUES (?1, ?2, ?3, ?4, ?5)";
    let mut insert = conn.prepare(sql)?;
    let mut rows = select.query([])?;
    let mut next = FIRST_PART;
    while let Some(row) = rows.next()? {
        let (source, text): (i64, &str) = (row.get(0)?, row.get_ref(1)?.as_str()?);
        let cuts = Cuts::paragraphs(text);
        for piece in 0..cuts.len() {
            let bytes = cuts.bytes(piece);
            if text[bytes.clone()].trim_ascii().is_empty() {
                continue;
            }
            let start = whole(cuts.chars_of(piece).start);
            insert.execute(params![next, source, whole(bytes.start), whole(bytes.len()), start])?;
            next += 1;
        }
    }
    conn.execute_batch("CREATE INDEX source_parts_of ON source_parts (source)")
}

/// Does something in one transaction: the one that is open, or one of its own.
fn in_one<T>(conn: &Connection, work: impl FnOnce() -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    let own = conn.is_autocommit().then(|| conn.unchecked_transaction()).transpose()?;
    let done = work()?;
    own.map_or(Ok(()), rusqlite::Transaction::commit)?;
    Ok(done)
}

/// The words and marks by which a source's items are found.
pub fn names_of(source: &Source) -> String {
    let mut names = kind_mark(source.kind.word());
    for name in source.names() {
        names.push(' ');
        names.push_str(&spaced(name));
    }
    names
}
