//! Tables as comma-separated values.
//!
//! Invariant: no cell is taken for a formula by a spreadsheet: an apostrophe stands before whatever begins one.

use std::io;
use std::io::Write;

use crate::export::tables::Cell;
use crate::export::tables::Table;

/// What begins a formula in a spreadsheet.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '\u{ff1d}', '\u{ff0b}', '\u{ff0d}', '\u{ff20}'];

/// Writes a table: UTF-8, commas, line feeds, quotation marks where a cell needs them.
///
/// # Errors
/// What `out` refuses.
pub fn write(table: &Table, out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(out);
    writer.write_record(table.columns.iter().map(|column| harmless(&column.heading)))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(|cell| match cell {
            Cell::Text(text) => harmless(text),
            Cell::Number(number) => number.to_string(),
            Cell::Empty => String::new(),
        }))?;
    }
    writer.flush()
}

/// The words of a cell, an apostrophe before them where they would be taken for a formula.
pub fn harmless(text: &str) -> String {
    match text.trim_start().starts_with(FORMULA) || text.starts_with(['\t', '\r']) {
        true => format!("'{text}"),
        false => text.to_owned(),
    }
}
