//! Columns of text for a terminal or a pipe.
//!
//! Uses `text`. Invariant: a row is one line; the last column is never cut.

use crate::text::display::display_line;

/// Rows of as many columns each, aligned by what they fill on a screen.
#[derive(Debug, Default)]
pub struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with a heading.
    pub fn new(heading: &[&str]) -> Self {
        let mut table = Self::default();
        table.row(heading.iter().copied());
        table
    }

    /// Adds a row of stored or own text.
    pub fn row<T: AsRef<str>>(&mut self, columns: impl IntoIterator<Item = T>) {
        let safe = |text: T| display_line(text.as_ref()).into_cow().into_owned();
        self.rows.push(columns.into_iter().map(safe).collect());
    }

    /// The lines, two spaces between columns.
    pub fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let width = |column: usize| self.rows.iter().filter_map(|row| row.get(column)).map(|text| cells(text)).max();
        let widths: Vec<usize> = (0..columns).map(|column| width(column).unwrap_or(0)).collect();
        let line = |row: &Vec<String>| {
            let mut line = String::new();
            for (text, width) in row.iter().zip(&widths) {
                line.push_str(text);
                line.push_str(&" ".repeat(width - cells(text) + 2));
            }
            line.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

fn cells(text: &str) -> usize {
    display_line(text).cells()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_stand_under_each_other_also_where_letters_are_wide() {
        let mut table = Table::new(&["NAME", "N"]);
        table.row(["日本", "1"]);
        table.row(["a\u{1b}[31m", "2"]);
        let lines = table.lines();
        let column = |line: &str| display_line(&line[..line.len() - 1]).cells();
        assert!(lines.iter().all(|line| column(line) == column(&lines[0])), "{lines:?}");
        assert!(!lines.concat().contains('\u{1b}'));
    }
}
