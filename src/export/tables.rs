//! The work as four tables: submitters by questions, passages, ratings, and what became of the sources.
//!
//! Uses the work on its way out. Invariants: every row of a table has as many cells as the table has columns; of what is
//! told in confidence no code and no name stands in any cell; what is kept back is a row without words.

pub(in crate::export) mod matrix;
mod passages;
mod ratings;
#[cfg(test)]
mod tests;
mod triage;

use crate::export::work::Work;

/// One of the four.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableName {
    /// Submitters by questions, with counts, stance and the member's summary.
    Matrix,
    /// One row for each passage and question it is filed under.
    Passages,
    /// Ratings of questions and parents, with reasons and why.
    Ratings,
    /// Every source with what was decided and how far it came; last the numbers of each kind.
    Triage,
}

impl TableName {
    /// All of them, in the order of a workbook's sheets.
    pub const ALL: [Self; 4] = [Self::Matrix, Self::Passages, Self::Ratings, Self::Triage];

    /// Its name as a file, without an ending.
    pub fn id(self) -> &'static str {
        match self {
            Self::Matrix => "matrix",
            Self::Passages => "passages",
            Self::Ratings => "ratings",
            Self::Triage => "triage",
        }
    }
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Words; they never become a formula, whatever they begin with.
    Text(String),
    /// A number.
    Number(usize),
    /// Nothing.
    Empty,
}

impl Cell {
    /// Words, or nothing where there are none.
    fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }

    fn maybe(text: Option<impl Into<String>>) -> Self {
        text.map_or(Self::Empty, Self::text)
    }

    fn yes(is: bool) -> Self {
        if is { Self::Text("yes".to_owned()) } else { Self::Empty }
    }
}

/// A column: its heading and how wide it is shown, in characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its heading.
    pub heading: String,
    /// Its width.
    pub width: u16,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Which.
    pub name: TableName,
    /// How many columns say what a row is: they stay in sight.
    pub fixed: u16,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows.
    pub rows: Vec<Vec<Cell>>,
}

impl Table {
    fn new(name: TableName, fixed: u16, columns: &[(&str, u16)]) -> Self {
        let column = |(heading, width): &(&str, u16)| Column { heading: (*heading).to_owned(), width: *width };
        Self { name, fixed, columns: columns.iter().map(column).collect(), rows: Vec::new() }
    }
}

/// Makes a table.
pub fn table(work: &Work<'_>, name: TableName) -> Table {
    match name {
        TableName::Matrix => matrix::table(work),
        TableName::Passages => passages::table(work),
        TableName::Ratings => ratings::table(work),
        TableName::Triage => triage::table(work),
    }
}
