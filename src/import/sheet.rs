//! A table as a spreadsheet has it: rows and columns of text, with the numbers people see beside them.
//!
//! Invariant: a cell is named as its file shows it ("row 7, column C"), so that what is wrong can be found there.

/// One sheet of a workbook, one table of a document, or a file of values.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name, or what it is called in messages: "table 2".
    pub name: String,
    /// Its rows that are not empty, top to bottom.
    pub rows: Vec<Row>,
}

/// One row.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Its number, from 1, as a spreadsheet counts.
    pub number: usize,
    /// Its cells, left to right.
    pub cells: Vec<String>,
}

impl Sheet {
    /// A sheet of rows in order; rows without any text are left out, and white space around a text too.
    pub fn of(name: impl Into<String>, rows: impl IntoIterator<Item = (usize, Vec<String>)>) -> Self {
        let row = |(number, cells): (usize, Vec<String>)| {
            let cells: Vec<String> = cells.iter().map(|cell| clean(cell)).collect();
            cells.iter().any(|cell| !cell.is_empty()).then_some(Row { number, cells })
        };
        Self { name: name.into(), rows: rows.into_iter().filter_map(row).collect() }
    }
}

impl Row {
    /// What stands in a column, from 0; empty where the row is shorter.
    pub fn get(&self, column: usize) -> &str {
        self.cells.get(column).map_or("", String::as_str)
    }

    /// What stands in a column that there may be.
    pub fn at(&self, column: Option<usize>) -> &str {
        column.map_or("", |column| self.get(column))
    }

    /// Its texts that are not empty, with their columns.
    pub fn filled(&self) -> impl Iterator<Item = (usize, &str)> {
        self.cells.iter().map(String::as_str).enumerate().filter(|(_, text)| !text.is_empty())
    }
}

/// The letters a spreadsheet shows above a column, from 0: `A`, `Z`, `AA`.
pub fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(char::from(b'A' + u8::try_from(rest % 26).unwrap_or_default()));
        match rest / 26 {
            0 => break,
            more => rest = more - 1,
        }
    }
    letters.iter().rev().collect()
}

/// A heading as it is compared: small letters and figures, single spaces.
pub fn folded(heading: &str) -> String {
    let words: String = heading.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    words.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// A text without carriage returns, NUL and white space around it.
fn clean(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_the_letters_of_a_spreadsheet() {
        let found: Vec<String> = [0, 25, 26, 51, 52, 701, 702].into_iter().map(letters).collect();
        assert_eq!(found, ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn empty_rows_are_left_out_and_the_others_keep_their_numbers() {
        let rows =
            [(1, vec![" Code ".to_owned()]), (2, vec![" ".to_owned()]), (5, vec![String::new(), "x\r\ny".to_owned()])];
        let sheet = Sheet::of("s", rows);
        assert_eq!(sheet.rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 5]);
        assert_eq!((sheet.rows[0].get(0), sheet.rows[1].get(1), sheet.rows[1].get(9)), ("Code", "x\ny", ""));
    }
}
