//! The tables of ratings: their header, their rows and what stands in them.
//!
//! A header is a run of cells with the questions' letters (`A. …`, `B. …`) and usually `Overall`, or, where the letters
//! are left out, one that begins with `Commitment` and ends with `Overall`. Below it a cell that names a grade belongs to
//! the row at hand; any other cell begins a row; a row that gets no rating is the heading of those behind it. This
//! reads tables with one cell a line as well as those with rows. Invariant: a row has at most as many ratings as columns.

use std::ops::Range;

use crate::import::report::level::Said;
use crate::import::report::level::said;
use crate::import::report::lines::Cell;
use crate::import::report::lines::Run;
use crate::import::report::words;

/// A column of a rating table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    /// A question, with its letter and label.
    Question(char, String),
    /// The commitment as a whole.
    Overall,
}

/// A table of ratings.
#[derive(Debug, Clone)]
pub(super) struct RatingTable<'a> {
    pub columns: Vec<Column>,
    pub rows: Vec<Row<'a>>,
    /// Which lines it takes.
    pub lines: Range<usize>,
}

/// A row of a rating table.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// The commitment as printed.
    pub text: &'a str,
    pub number: u32,
    /// The heading it stands under within the table, if any.
    pub heading: Option<&'a str>,
    /// What each column says, in order; shorter where cells are missing.
    pub ratings: Vec<(Said, Cell<'a>)>,
}

/// Every rating table among some runs of cells.
pub(super) fn rating_tables<'a>(runs: &[Run<'a>]) -> Vec<RatingTable<'a>> {
    let mut tables = Vec::new();
    for run in runs {
        let cells = &run.cells;
        let mut at = 0;
        while at < cells.len() {
            let Some((columns, after)) = header(cells, at) else {
                at += 1;
                continue;
            };
            let end = (after..cells.len()).find(|next| header(cells, *next).is_some()).unwrap_or(cells.len());
            let rows = rows(&cells[after..end], columns.len());
            if !rows.is_empty() {
                let last = cells[..end].last().map_or(run.lines.end, |cell| cell.line + 1);
                tables.push(RatingTable { columns, rows, lines: cells[at].line..last });
            }
            at = end.max(at + 1);
        }
    }
    tables
}

/// The columns a header at a place names, and the cell behind it.
fn header(cells: &[Cell<'_>], at: usize) -> Option<(Vec<Column>, usize)> {
    const WIDEST: usize = 28;
    if said(cells[at].text).is_some() && !cells[at].text.is_empty() {
        return None;
    }
    let mut columns = Vec::new();
    let mut next = at + 1;
    while let Some(cell) = cells.get(next).filter(|_| columns.len() < WIDEST) {
        let letter = b'A' + columns.iter().filter(|column| **column != Column::Overall).count() as u8;
        if is_overall(cell.text) && !columns.contains(&Column::Overall) {
            columns.push(Column::Overall);
        } else if let Some(label) = lettered(cell.text, letter as char) {
            columns.push(Column::Question(letter as char, label));
        } else {
            break;
        }
        next += 1;
    }
    let questions = columns.len() - usize::from(columns.contains(&Column::Overall));
    if questions >= 2 && lettered(cells[at].text, 'A').is_none() {
        return Some((columns, next));
    }
    without_letters(cells, at)
}

fn without_letters(cells: &[Cell<'_>], at: usize) -> Option<(Vec<Column>, usize)> {
    const WIDEST: usize = 9;
    let first = cells[at].text.to_lowercase();
    if !(first.starts_with("commitment") && first.len() < 40) {
        return None;
    }
    let end = (at + 3..cells.len().min(at + WIDEST)).find(|next| is_overall(cells[*next].text))?;
    let labels = &cells[at + 1..end];
    if labels.iter().any(|cell| cell.text.is_empty() || cell.text.len() > 60 || said(cell.text).is_some()) {
        return None;
    }
    let mut columns: Vec<Column> =
        labels.iter().zip('A'..='Z').map(|(cell, letter)| Column::Question(letter, words::plain(cell.text))).collect();
    columns.push(Column::Overall);
    Some((columns, end + 1))
}

fn is_overall(cell: &str) -> bool {
    cell.len() < 40 && cell.to_lowercase().trim_start_matches("commitment ").starts_with("overall")
}

/// The label behind a question's letter: `B. Funding`, `B: Funding`, `(b) Funding`, `B Funding`.
fn lettered(cell: &str, letter: char) -> Option<String> {
    if cell.len() > 120 {
        return None;
    }
    let bare = cell.strip_prefix('(').unwrap_or(cell);
    let bare = bare.strip_prefix("Question ").unwrap_or(bare);
    let rest = bare.strip_prefix(letter).or_else(|| bare.strip_prefix(letter.to_ascii_lowercase()))?;
    let behind = rest.trim_start_matches([')', '.', ':', '-', '–', '—', ' ', '\u{a0}']);
    let apart = rest.starts_with([')', '.', ':', '-', '–', '—'])
        || (rest.starts_with([' ', '\u{a0}']) && bare.starts_with(letter));
    (apart && !behind.is_empty()).then(|| words::plain(behind))
}

fn rows<'a>(cells: &[Cell<'a>], columns: usize) -> Vec<Row<'a>> {
    let mut rows: Vec<Row<'a>> = Vec::new();
    let mut heading: Option<&'a str> = None;
    let mut open: Option<Row<'a>> = None;
    for cell in cells {
        match (said(cell.text), &mut open) {
            (Some(what), Some(row)) if row.ratings.len() < columns => row.ratings.push((what, cell.clone())),
            (Some(_), _) => {}
            (None, _) => {
                close(open.take(), &mut rows, &mut heading);
                open = Some(Row { text: cell.text, number: cell.number, heading, ratings: Vec::new() });
            }
        }
    }
    close(open, &mut rows, &mut heading);
    rows
}

/// Files a row: with ratings it is one, without it is a heading.
fn close<'a>(row: Option<Row<'a>>, rows: &mut Vec<Row<'a>>, heading: &mut Option<&'a str>) {
    let Some(mut row) = row else { return };
    if row.ratings.iter().any(|(what, _)| *what != Said::Nothing) {
        row.heading = *heading;
        rows.push(row);
    } else {
        *heading = Some(row.text);
    }
}
