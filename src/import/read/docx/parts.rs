//! What the flow of a word processor's text is made of, on its way to the text of record.

use std::collections::HashMap;

use crate::import::read::compose::Words;
use crate::import::read::docx::styles::ListPlace;
use crate::import::read::raised::Raised;

/// Columns a merged cell may reach over.
pub(super) const WIDEST_SPAN: usize = 64;

/// A paragraph.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub words: Words,
    pub style: Option<String>,
    pub outline: Option<u8>,
    pub place: ListPlace,
    pub raised: Raised,
    /// Its end was deleted: it goes on in the next.
    pub runs_on: bool,
    /// What hangs on it: text boxes.
    pub after: Vec<Item>,
}

/// A cell of a table: what stands in it, or nothing where it belongs to the cell above or before.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub items: Vec<Item>,
    pub span: usize,
    /// Belongs to the cell above or before it.
    pub continues: bool,
    pub deleted: bool,
}

/// A row of a table.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub cells: Vec<Cell>,
    pub before: usize,
    pub deleted: bool,
}

/// A part of the flow.
#[derive(Debug)]
pub(super) enum Item {
    Paragraph(Paragraph),
    /// A table.
    Table(Vec<Row>),
}

/// What was met on the way and is told in warnings.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Met {
    pub insertions: usize,
    pub deletions: usize,
    pub comments: usize,
    pub pictures: usize,
    pub charts: usize,
    pub embedded: usize,
    pub hidden: usize,
    pub symbols: usize,
    pub unfinished_field: bool,
}

/// The notes of a document, numbered as they are referred to.
#[derive(Debug, Default)]
pub(super) struct References {
    /// Ids of notes with their numbers.
    pub footnotes: HashMap<String, u32>,
    pub endnotes: HashMap<String, u32>,
    /// Notes of the other kind before the first endnote.
    pub endnotes_from: u32,
}

impl References {
    pub fn footnote(&mut self, id: String) -> u32 {
        let next = u32::try_from(self.footnotes.len() + 1).unwrap_or(u32::MAX);
        *self.footnotes.entry(id).or_insert(next)
    }

    pub fn endnote(&mut self, id: String) -> u32 {
        let next = u32::try_from(self.endnotes.len() + 1).unwrap_or(u32::MAX).saturating_add(self.endnotes_from);
        *self.endnotes.entry(id).or_insert(next)
    }
}

/// A body, a cell or a text box that paragraphs gather in.
#[derive(Debug, Default)]
pub(super) struct Container {
    pub items: Vec<Item>,
    /// A paragraph whose end was deleted and that waits for the next.
    pub waiting: Option<Paragraph>,
}

impl Container {
    pub fn add(&mut self, mut paragraph: Paragraph) {
        if let Some(mut waiting) = self.waiting.take() {
            waiting.words.append(&paragraph.words);
            paragraph.words = waiting.words;
            waiting.after.append(&mut paragraph.after);
            paragraph.after = waiting.after;
        }
        if paragraph.runs_on {
            self.waiting = Some(paragraph);
            return;
        }
        let after = std::mem::take(&mut paragraph.after);
        self.items.push(Item::Paragraph(paragraph));
        self.items.extend(after);
    }

    pub fn finish(mut self) -> Vec<Item> {
        if let Some(mut last) = self.waiting.take() {
            last.runs_on = false;
            self.add(last);
        }
        self.items
    }
}

impl Row {
    /// Its cells with an empty one wherever a merged cell reaches, so that columns stay under one another.
    pub fn in_place(self) -> Vec<Cell> {
        let empty = || Cell { span: 1, ..Cell::default() };
        let mut cells: Vec<Cell> = (0..self.before).map(|_| empty()).collect();
        for mut cell in self.cells.into_iter().filter(|cell| !cell.deleted) {
            if cell.continues {
                cell.items.clear();
            }
            let more = cell.span.saturating_sub(1);
            cells.push(cell);
            cells.extend((0..more).map(|_| empty()));
        }
        cells
    }
}
