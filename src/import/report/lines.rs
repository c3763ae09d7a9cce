//! The parts of a record as the recogniser walks them: one line each, tables as cells.
//!
//! Uses the record. Invariant: a line's text is trimmed and never empty; its ranges are bytes of the record's text.

use std::ops::Range;

use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;

/// One part of a record.
#[derive(Debug, Clone)]
pub(super) struct Line<'a> {
    pub text: &'a str,
    /// Where its text begins: a byte of the record's text.
    pub start: usize,
    /// Line of the record's text, from 1.
    pub number: u32,
    pub page: Option<u32>,
    pub paragraph: u32,
    pub kind: LineKind,
    /// How high a heading is, 1 the highest; 0 for what is none.
    pub level: u8,
}

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum LineKind {
    Heading,
    Text,
    Item,
    Quotation,
    /// Cells of a table: ranges of the record's text, and which table where the format says.
    Cells(Vec<Range<usize>>, Option<u32>),
    /// A note, with its number where it has one.
    Note(Option<u32>),
}

impl Line<'_> {
    /// Whether it stands in a table.
    pub fn is_cells(&self) -> bool {
        matches!(self.kind, LineKind::Cells(..))
    }
}

/// The lines of a record, empty ones left out.
pub(super) fn lines_of(record: &Record) -> Vec<Line<'_>> {
    record.blocks.iter().filter_map(|block| line_of(record, block)).collect()
}

fn line_of<'a>(record: &'a Record, block: &Block) -> Option<Line<'a>> {
    let whole = record.words_of(block);
    let text = whole.trim();
    let start = block.range.start + (whole.len() - whole.trim_start().len());
    let kind = match &block.kind {
        BlockKind::Row { table, cells } => {
            let inside = |cell: &&Range<usize>| record.text.get((*cell).clone()).is_some();
            LineKind::Cells(cells.iter().filter(inside).map(|cell| trimmed(&record.text, cell)).collect(), Some(*table))
        }
        _ if text.is_empty() => return None,
        BlockKind::Heading(_) => LineKind::Heading,
        BlockKind::Paragraph if text.ends_with('|') => LineKind::Cells(cells_of(&record.text, start, text), None),
        BlockKind::Paragraph => LineKind::Text,
        BlockKind::ListItem(_) => LineKind::Item,
        BlockKind::Quotation => LineKind::Quotation,
        BlockKind::Note(sign) => LineKind::Note(sign.trim().parse().ok().filter(|number| *number > 0)),
    };
    let number = block.line.max(1);
    let level = if let BlockKind::Heading(level) = block.kind { level.max(1) } else { 0 };
    Some(Line { text, start, number, page: block.page, paragraph: block.paragraph, kind, level })
}

/// A line such as `one | two |` cut at its bars; the bar that ends it opens no further cell.
fn cells_of(text: &str, start: usize, line: &str) -> Vec<Range<usize>> {
    let body = &line[..line.len() - 1];
    let body = body.strip_prefix('|').map_or((start, body), |rest| (start + 1, rest));
    let mut at = body.0;
    let mut cells = Vec::new();
    for piece in body.1.split('|') {
        cells.push(trimmed(text, &(at..at + piece.len())));
        at += piece.len() + 1;
    }
    cells
}

fn trimmed(text: &str, range: &Range<usize>) -> Range<usize> {
    let piece = text.get(range.clone()).unwrap_or_default();
    let start = range.start + (piece.len() - piece.trim_start().len());
    start..start + piece.trim().len()
}

/// One cell of a table.
#[derive(Debug, Clone)]
pub(super) struct Cell<'a> {
    pub text: &'a str,
    /// Line of the record's text, from 1.
    pub number: u32,
    /// Which of the lines it stands in.
    pub line: usize,
}

/// A run of cells that follow one another, as the range of lines and the cells in reading order.
#[derive(Debug, Clone)]
pub(super) struct Run<'a> {
    pub lines: Range<usize>,
    pub cells: Vec<Cell<'a>>,
}

/// Every run of cells of a record. Where the text has pages, a table that goes on on the next one in as many columns is
/// one with what stands before.
pub(super) fn runs_of<'a>(record: &'a Record, lines: &[Line<'a>]) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::new();
    let mut last_table = None;
    let mut last_columns = 0;
    for (at, line) in lines.iter().enumerate() {
        let LineKind::Cells(ranges, table) = &line.kind else { continue };
        let goes_on = line.page.is_some() && last_columns == ranges.len();
        let joins = runs.last().is_some_and(|run| run.lines.end == at) && (last_table == Some(*table) || goes_on);
        if !joins {
            runs.push(Run { lines: at..at, cells: Vec::new() });
        }
        (last_table, last_columns) = (Some(*table), ranges.len());
        let Some(run) = runs.last_mut() else { continue };
        run.lines.end = at + 1;
        run.cells.extend(ranges.iter().map(|range| Cell {
            text: record.text.get(range.clone()).unwrap_or_default(),
            number: line.number,
            line: at,
        }));
    }
    runs
}
