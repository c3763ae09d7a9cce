//! From the flow of a word processor's text to the text of record.

use crate::import::error::ImportError;
use crate::import::read::compose::Composer;
use crate::import::read::compose::Words;
use crate::import::read::docx::numbering::Numbering;
use crate::import::read::docx::parts::Cell;
use crate::import::read::docx::parts::Item;
use crate::import::read::docx::parts::Paragraph;
use crate::import::read::docx::parts::Row;
use crate::import::read::docx::styles::Role;
use crate::import::read::docx::styles::Styles;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::model::source::Original;

/// A cell with more than this is written as paragraphs of its own: forms hold whole answers in a cell.
const LONGEST_CELL: usize = 2_000;
const MOST_IN_CELL: usize = 3;

/// Writes the items of a document one after the other.
pub(super) struct Writer<'a> {
    composer: Composer,
    styles: &'a Styles,
    numbering: Numbering,
    tables: u32,
    /// The first paragraph of the style for titles.
    pub title: Option<String>,
    /// Lines of a table of contents, left out.
    pub contents: usize,
    /// Notes that nothing refers to, and references to notes that are not there.
    pub unused_notes: usize,
    pub missing_notes: usize,
}

impl<'a> Writer<'a> {
    pub fn new(name: &str, styles: &'a Styles, numbering: Numbering) -> Self {
        let composer = Composer::new(name);
        Self { composer, styles, numbering, tables: 0, title: None, contents: 0, unused_notes: 0, missing_notes: 0 }
    }

    /// Writes a part of the flow.
    pub fn items(&mut self, items: Vec<Item>) -> Result<(), ImportError> {
        for item in items {
            match item {
                Item::Paragraph(paragraph) => self.paragraph(paragraph)?,
                Item::Table(rows) => self.table(rows)?,
            }
        }
        Ok(())
    }

    /// Writes a note.
    pub fn note(&mut self, number: u32, inside: Option<Vec<Item>>) -> Result<(), ImportError> {
        let Some(items) = inside else {
            self.missing_notes += 1;
            return Ok(());
        };
        let words = self.flattened(items);
        self.composer.note(&number.to_string(), words)
    }

    pub fn finish(self, title: Option<String>, original: Original) -> Record {
        self.composer.finish(title, original)
    }

    fn paragraph(&mut self, mut paragraph: Paragraph) -> Result<(), ImportError> {
        if paragraph.words.is_blank() {
            return Ok(());
        }
        let role = self.styles.role(paragraph.style.as_deref(), paragraph.outline);
        let item = self.counted(&mut paragraph);
        let kind = match role {
            Role::Contents => {
                self.contents += 1;
                return Ok(());
            }
            Role::Title => {
                self.title.get_or_insert_with(|| paragraph.words.text().to_owned());
                BlockKind::Heading(1)
            }
            Role::Heading(level) => BlockKind::Heading(level),
            Role::Quotation => BlockKind::Quotation,
            Role::Body => item.map_or(BlockKind::Paragraph, BlockKind::ListItem),
        };
        self.composer.block(kind, paragraph.words)
    }

    /// Puts the number or bullet of a list before a paragraph that has one, and tells its level from 1.
    fn counted(&mut self, paragraph: &mut Paragraph) -> Option<u8> {
        let place = paragraph.place.or(self.styles.place(paragraph.style.as_deref()));
        let level = place.level.unwrap_or(0).min(8);
        let before = self.numbering.next(place.list.filter(|list| *list > 0)?, level)?;
        let mut words = Words::default();
        words.push(&before);
        words.append(&paragraph.words);
        paragraph.words = words;
        Some(level + 1)
    }

    fn table(&mut self, rows: Vec<Row>) -> Result<(), ImportError> {
        let table = self.tables;
        self.tables = self.tables.saturating_add(1);
        // A table of one column is a frame around text.
        let is_frame = rows.iter().all(|row| row.cells.len() <= 1);
        for row in rows {
            let cells = row.in_place();
            let long = |cell: &Cell| cell.items.len() >= MOST_IN_CELL && length(&cell.items) > LONGEST_CELL;
            if is_frame || cells.iter().any(long) {
                for cell in cells {
                    self.items(cell.items)?;
                }
                continue;
            }
            let cells = cells.into_iter().map(|cell| self.flattened(cell.items)).collect();
            self.composer.row(table, cells)?;
        }
        Ok(())
    }

    /// All of a part of the flow as words on one line; tables in it lose their rows.
    fn flattened(&mut self, items: Vec<Item>) -> Words {
        let mut words = Words::default();
        for item in items {
            match item {
                Item::Paragraph(paragraph) if paragraph.words.is_blank() => {}
                Item::Paragraph(mut paragraph) => {
                    self.counted(&mut paragraph);
                    words.space();
                    words.append(&paragraph.words);
                }
                Item::Table(rows) => {
                    for cell in rows.into_iter().flat_map(|row| row.cells) {
                        let inside = self.flattened(cell.items);
                        words.space();
                        words.append(&inside);
                    }
                }
            }
        }
        words
    }
}

/// Whether there is anything to read.
pub(super) fn holds_words(items: &[Item]) -> bool {
    length(items) > 0
}

fn length(items: &[Item]) -> usize {
    let of = |item: &Item| match item {
        Item::Paragraph(paragraph) => paragraph.words.text().trim().len(),
        Item::Table(rows) => rows.iter().flat_map(|row| &row.cells).map(|cell| length(&cell.items)).sum(),
    };
    items.iter().map(of).sum()
}
