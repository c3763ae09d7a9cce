//! A document as it was read: the frozen text of record and where its parts lie in it.
//!
//! Uses the model. Invariant: ranges are byte ranges on character boundaries of `text`, rising and apart;
//! the text is UTF-8 with LF, without byte order mark, carriage return or NUL, and what stands in a block
//! is what a reader of the original would read there, in reading order.

use std::ops::Range;

use crate::model::source::Original;

/// A document as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// The text of record, one block a line or more.
    pub text: String,
    /// Its parts, in reading order.
    pub blocks: Vec<Block>,
    /// References to notes that the format itself marks (a raised figure, a footnote of a word processor), in reading
    /// order. Empty for plain text, where figures are glued to words.
    pub markers: Vec<Marker>,
    /// The title as the format has it (`<title>`, document properties), if any.
    pub title: Option<String>,
    /// Where the text comes from: digest of the original bytes, name, what read it, what was left behind.
    pub original: Original,
}

/// One part of a text of record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it stands in the text: bytes, without the line end behind it.
    pub range: Range<usize>,
    /// The line of the text it begins on, from 1.
    pub line: u32,
    /// The page it begins on, from 1, where the input has pages.
    pub page: Option<u32>,
    /// The paragraph on that page, or in the whole document where there are no pages, from 1.
    pub paragraph: u32,
}

/// What a part of a text is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlockKind {
    /// A heading, 1 the highest.
    Heading(u8),
    /// A paragraph.
    Paragraph,
    /// An item of a list, 1 the outermost level.
    ListItem(u8),
    /// A quotation set apart.
    Quotation,
    /// A row of a table: the ranges of its cells in the text. Written as `one | two | three |`.
    Row {
        /// Which table of the document, from 0.
        table: u32,
        /// Its cells, left to right.
        cells: Vec<Range<usize>>,
    },
    /// A note of the document, with the number or sign it is printed with.
    Note(String),
}

/// A reference to a note, where the format marks it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marker {
    /// Where the marker stands in the text: bytes; written as `[12]`.
    pub range: Range<usize>,
    /// The note's number.
    pub footnote: u32,
}

impl Record {
    /// What stands in a block.
    pub fn words_of(&self, block: &Block) -> &str {
        self.text.get(block.range.clone()).unwrap_or_default()
    }
}
