//! Composing a text of record: words and markers become blocks at known places.
//!
//! What the readers of structured formats share. Invariant: what comes out keeps the promises of
//! [`crate::import::record`], whatever goes in.

use std::ops::Range;

use crate::import::error::ImportError;
use crate::import::read::decode::is_stray;
use crate::import::read::decode::without_strays;
use crate::import::read::limits::check_blocks;
use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Marker;
use crate::import::record::Record;
use crate::model::source::Original;

/// Words of one part of a document with the references in them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Words {
    text: String,
    markers: Vec<Marker>,
    /// Control characters that were left out.
    stray: usize,
}

impl Words {
    /// Adds characters as they are. Blanks that do not break become blanks, soft hyphens go.
    pub fn push(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\u{a0}' | '\u{202f}' => self.text.push(' '),
                c => self.character(c),
            }
        }
    }

    /// Adds characters with any run of white space as one blank.
    pub fn push_flowing(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                c if c.is_whitespace() => self.space(),
                c => self.character(c),
            }
        }
    }

    fn character(&mut self, c: char) {
        match c {
            '\u{ad}' | '\u{feff}' => {}
            '\r' | '\u{b}' | '\u{c}' | '\u{85}' => self.space(),
            c if is_stray(c) => self.stray += 1,
            c => self.text.push(c),
        }
    }

    /// Adds a blank, unless there is one or nothing before it.
    pub fn space(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with([' ', '\n', '\t']) {
            self.text.push(' ');
        }
    }

    /// Ends a line within the part.
    pub fn end_line(&mut self) {
        while self.text.ends_with([' ', '\t'])
            && self.markers.last().is_none_or(|marker| marker.range.end < self.text.len())
        {
            self.text.pop();
        }
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    /// Adds a reference to a note.
    pub fn marker(&mut self, footnote: u32) {
        let start = self.text.len();
        self.text.push_str(&format!("[{footnote}]"));
        self.markers.push(Marker { range: start..self.text.len(), footnote });
    }

    /// Adds other words behind these.
    pub fn append(&mut self, other: &Self) {
        self.append_from(other, 0);
    }

    /// Adds other words behind these, without the white space they begin with.
    pub fn append_trimmed(&mut self, other: &Self) {
        self.append_from(other, other.text.len() - other.text.trim_start().len());
    }

    fn append_from(&mut self, other: &Self, from: usize) {
        let to = self.text.len();
        self.text.push_str(other.text.get(from..).unwrap_or_default());
        self.stray += other.stray;
        let moved = |at: usize| (at + to).saturating_sub(from);
        let markers = other.markers.iter().filter(|marker| marker.range.start >= from);
        self.markers.extend(markers.map(|marker| Marker {
            range: moved(marker.range.start)..moved(marker.range.end),
            footnote: marker.footnote,
        }));
    }

    /// Takes back a character at the end, and tells whether it was there.
    pub fn drop_end(&mut self, c: char) -> bool {
        let is_there =
            self.text.ends_with(c) && self.markers.last().is_none_or(|marker| marker.range.end < self.text.len());
        if is_there {
            self.text.pop();
        }
        is_there
    }

    /// Takes out what stands before a place; markers there go with it.
    pub fn drop_start(&mut self, to: usize) {
        let rest = Self { text: self.text.clone(), markers: std::mem::take(&mut self.markers), stray: self.stray };
        *self = Self::default();
        self.append_from(&rest, to);
    }

    /// What is written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether there is nothing to read.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }

    /// The same on one line.
    fn on_one_line(mut self) -> Self {
        if self.text.contains('\n') {
            self.text = self.text.replace('\n', " ");
        }
        self
    }
}

/// Writes a text of record.
#[derive(Debug)]
pub(crate) struct Composer {
    name: String,
    text: String,
    blocks: Vec<Block>,
    markers: Vec<Marker>,
    line: u32,
    page: Option<u32>,
    paragraph: u32,
    stray: usize,
    cells: usize,
}

impl Composer {
    /// An empty text of record for the input of this name.
    pub fn new(name: &str) -> Self {
        let (text, blocks, markers) = (String::new(), Vec::new(), Vec::new());
        Self { name: name.to_owned(), text, blocks, markers, line: 1, page: None, paragraph: 0, stray: 0, cells: 0 }
    }

    /// What follows stands on this page.
    pub fn page(&mut self, page: u32) {
        if self.page != Some(page) {
            self.page = Some(page);
            self.paragraph = 0;
        }
    }

    /// Adds a part; nothing where there is nothing to read.
    pub fn block(&mut self, kind: BlockKind, words: Words) -> Result<(), ImportError> {
        if words.is_blank() {
            return Ok(());
        }
        self.separate(&kind);
        if let BlockKind::ListItem(level) = kind {
            self.text.push_str(&"  ".repeat(usize::from(level.saturating_sub(1)).min(8)));
        }
        let range = self.write(words);
        self.add(kind, range)
    }

    /// Adds a row of a table; nothing where all its cells are empty.
    pub fn row(&mut self, table: u32, cells: Vec<Words>) -> Result<(), ImportError> {
        if cells.iter().all(Words::is_blank) {
            return Ok(());
        }
        let kind = BlockKind::Row { table, cells: Vec::new() };
        self.separate(&kind);
        let start = self.text.len();
        let mut ranges = Vec::with_capacity(cells.len());
        for (at, cell) in cells.into_iter().enumerate() {
            if at > 0 {
                self.text.push(' ');
            }
            let range = self.write(cell.on_one_line());
            self.text.push_str(if range.is_empty() { "|" } else { " |" });
            ranges.push(range);
        }
        self.cells += ranges.len();
        let range = start..self.text.len();
        self.add(BlockKind::Row { table, cells: ranges }, range)
    }

    /// Adds a note, written with its number or sign before it.
    pub fn note(&mut self, label: &str, words: Words) -> Result<(), ImportError> {
        let mut whole = Words::default();
        whole.push(label);
        whole.push(" ");
        whole.append_trimmed(&words);
        self.block(BlockKind::Note(label.to_owned()), whole.on_one_line())
    }

    /// Makes the record. Digest and name are filled in at the door.
    pub fn finish(self, title: Option<String>, mut original: Original) -> Record {
        if self.stray > 0 {
            let what = crate::import::read::were(self.stray, "control character", "control characters");
            original.warnings.push(format!("{what} left out"));
        }
        let title = title.map(|title| without_strays(&title).0.split_whitespace().collect::<Vec<_>>().join(" "));
        let title = title.filter(|title| !title.is_empty());
        Record { text: self.text, blocks: self.blocks, markers: self.markers, title, original }
    }

    /// Ends the line before a part of this kind: rows, items and notes stand together, other parts apart.
    fn separate(&mut self, kind: &BlockKind) {
        let Some(before) = self.blocks.last() else { return };
        let together = match (&before.kind, kind) {
            (BlockKind::ListItem(_), BlockKind::ListItem(_)) | (BlockKind::Note(_), BlockKind::Note(_)) => true,
            (BlockKind::Row { table: one, .. }, BlockKind::Row { table: other, .. }) => one == other,
            _ => false,
        };
        let ends = if together { "\n" } else { "\n\n" };
        self.text.push_str(ends);
        self.line = self.line.saturating_add(if together { 1 } else { 2 });
    }

    /// Writes words without white space at their edges, and tells where they stand.
    fn write(&mut self, words: Words) -> Range<usize> {
        let lead = words.text.len() - words.text.trim_start().len();
        let end = words.text.trim_end().len().max(lead);
        let start = self.text.len();
        let mut from = lead;
        for marker in &words.markers {
            self.text.push_str(words.text.get(from..marker.range.start).unwrap_or_default());
            let begin = self.text.len();
            self.text.push_str(words.text.get(marker.range.clone()).unwrap_or_default());
            self.markers.push(Marker { range: begin..self.text.len(), footnote: marker.footnote });
            from = marker.range.end;
        }
        self.text.push_str(words.text.get(from..end).unwrap_or_default());
        self.stray += words.stray;
        start..self.text.len()
    }

    fn add(&mut self, kind: BlockKind, range: Range<usize>) -> Result<(), ImportError> {
        self.paragraph = self.paragraph.saturating_add(1);
        let inside = self.text.get(range.clone()).unwrap_or_default().matches('\n').count();
        self.blocks.push(Block { kind, range, line: self.line, page: self.page, paragraph: self.paragraph });
        self.line = self.line.saturating_add(u32::try_from(inside).unwrap_or(u32::MAX));
        check_blocks(&self.name, self.blocks.len().max(self.cells))
    }
}

/// Holds the promises of a record, for tests.
#[cfg(test)]
pub(crate) fn assert_well_formed(record: &Record) {
    let text = &record.text;
    assert!(!text.contains(|c: char| c == '\r' || c == '\0' || c == '\u{feff}' && text.starts_with(c)));
    let (mut end, mut line) = (0, 1);
    for block in &record.blocks {
        assert!(block.range.start >= end && block.range.start < block.range.end, "{block:?}");
        let words = text.get(block.range.clone()).expect("on character boundaries");
        assert_eq!(words.trim(), words, "{block:?}");
        line += text[end..block.range.start].matches('\n').count();
        assert_eq!(block.line as usize, line, "{block:?}");
        line += words.matches('\n').count();
        end = block.range.end;
        if let BlockKind::Row { cells, .. } = &block.kind {
            let mut at = block.range.start;
            for cell in cells {
                assert!(cell.start >= at && cell.end < end && text.get(cell.clone()).is_some(), "{block:?}");
                at = cell.end;
            }
        }
        if let BlockKind::Note(label) = &block.kind {
            assert!(words.starts_with(label.as_str()), "{words}");
        }
    }
    let mut end = 0;
    for marker in &record.markers {
        assert!(marker.range.start >= end, "{marker:?}");
        assert_eq!(&text[marker.range.clone()], format!("[{}]", marker.footnote));
        end = marker.range.end;
        let block = record.blocks.partition_point(|block| block.range.end < marker.range.end);
        assert!(record.blocks[block].range.start <= marker.range.start, "{marker:?}");
    }
}
