//! Tables of a web page, gathered until they are whole: then it shows whether they are tables or only hold text apart.

use std::collections::VecDeque;

use crate::import::error::ImportError;
use crate::import::read::compose::Composer;
use crate::import::read::compose::Words;
use crate::import::record::BlockKind;

/// Columns and rows a merged cell may reach over.
const WIDEST_SPAN: u32 = 64;
const LONGEST_SPAN: u32 = 1_000;
/// A cell with more than this is read as paragraphs of its own.
const LONGEST_CELL: usize = 2_000;
const MOST_IN_CELL: usize = 3;

/// What stands in a cell.
#[derive(Debug, Default)]
struct Cell {
    blocks: Vec<(BlockKind, Words)>,
    columns: usize,
    rows: usize,
}

/// A table as far as it is read.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: VecDeque<Vec<Cell>>,
    in_cell: bool,
    /// It only holds text apart: another table stands in it, or it says so.
    pub is_layout: bool,
}

impl Table {
    pub fn new(is_layout: bool) -> Self {
        Self { is_layout, ..Self::default() }
    }

    pub fn begin_row(&mut self) {
        self.in_cell = false;
        self.rows.push_back(Vec::new());
    }

    pub fn begin_cell(&mut self, columns: Option<u32>, rows: Option<u32>) {
        if self.rows.is_empty() {
            self.begin_row();
        }
        let columns = columns.unwrap_or(1).clamp(1, WIDEST_SPAN) as usize;
        let rows = rows.unwrap_or(1).clamp(1, LONGEST_SPAN) as usize;
        if let Some(row) = self.rows.back_mut() {
            row.push(Cell { blocks: Vec::new(), columns, rows });
            self.in_cell = true;
        }
    }

    pub fn end_cell(&mut self) {
        self.in_cell = false;
    }

    /// Puts a part into the cell at hand; gives it back where there is none.
    pub fn take(&mut self, kind: BlockKind, words: Words) -> Option<(BlockKind, Words)> {
        let cell = self.rows.back_mut().and_then(|row| row.last_mut()).filter(|_| self.in_cell && !self.is_layout);
        match cell {
            Some(cell) => {
                cell.blocks.push((kind, words));
                None
            }
            None => Some((kind, words)),
        }
    }

    /// Writes what has been gathered as parts of the text, one below the other.
    pub fn write_apart(&mut self, composer: &mut Composer) -> Result<(), ImportError> {
        for (kind, words) in self.rows.drain(..).flatten().flat_map(|cell| cell.blocks) {
            composer.block(kind, words)?;
        }
        Ok(())
    }

    /// Writes the table: rows of cells, merged cells kept in place.
    pub fn write(mut self, table: u32, composer: &mut Composer) -> Result<(), ImportError> {
        if self.rows.iter().all(|row| row.len() <= 1) {
            return self.write_apart(composer);
        }
        // For each column, in how many of the rows to come a cell from above stands.
        let mut from_above: Vec<usize> = Vec::new();
        while let Some(row) = self.rows.pop_front() {
            let long = |cell: &Cell| {
                let length: usize = cell.blocks.iter().map(|(_, words)| words.text().len()).sum();
                cell.blocks.len() >= MOST_IN_CELL && length > LONGEST_CELL
            };
            if row.iter().any(long) {
                for (kind, words) in row.into_iter().flat_map(|cell| cell.blocks) {
                    composer.block(kind, words)?;
                }
                continue;
            }
            composer.row(table, in_place(row, &mut from_above))?;
        }
        Ok(())
    }
}

fn in_place(row: Vec<Cell>, from_above: &mut Vec<usize>) -> Vec<Words> {
    let mut words: Vec<Words> = Vec::new();
    let skip = |words: &mut Vec<Words>, from_above: &mut Vec<usize>| {
        while let Some(left @ 1..) = from_above.get_mut(words.len()) {
            *left -= 1;
            words.push(Words::default());
        }
    };
    for cell in row {
        skip(&mut words, from_above);
        let column = words.len();
        let mut inside = Words::default();
        for (_, block) in &cell.blocks {
            inside.space();
            inside.append(block);
        }
        words.push(inside);
        words.extend((1..cell.columns).map(|_| Words::default()));
        if cell.rows > 1 {
            from_above.resize(from_above.len().max(words.len()), 0);
            from_above.iter_mut().take(words.len()).skip(column).for_each(|left| *left = cell.rows - 1);
        }
    }
    skip(&mut words, from_above);
    words
}
