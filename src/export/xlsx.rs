//! Tables as one workbook, a sheet for each.
//!
//! Invariants: words are written as words, never as formulas or links; no author, no machine and no time of writing is
//! in it, so equal tables give equal bytes.

use std::io;

use rust_xlsxwriter::DocProperties;
use rust_xlsxwriter::ExcelDateTime;
use rust_xlsxwriter::Format;
use rust_xlsxwriter::FormatAlign;
use rust_xlsxwriter::FormatBorder;
use rust_xlsxwriter::Workbook;
use rust_xlsxwriter::Worksheet;
use rust_xlsxwriter::XlsxError;

use crate::export::tables::Cell;
use crate::export::tables::Table;
use crate::export::tables::TableName;

/// The most a cell of a workbook holds, in UTF-16 units.
pub const MOST: usize = 32_767;
/// What stands at the end of a text that was cut.
const CUT: &str = " \u{2026} [cut: a cell holds no more]";

/// Makes a workbook.
///
/// # Errors
/// A table with more rows than a sheet can hold.
pub fn workbook(title: &str, tables: &[Table]) -> io::Result<Vec<u8>> {
    build(title, tables).map_err(io::Error::other)
}

fn build(title: &str, tables: &[Table]) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    // A fixed time: the library would else put in the time of writing.
    let stamp = ExcelDateTime::from_ymd(1980, 1, 1)?;
    let title: String = title.chars().take(255).collect();
    workbook.set_properties(&DocProperties::new().set_title(title).set_creation_datetime(&stamp));
    for table in tables {
        fill(workbook.add_worksheet(), table)?;
    }
    workbook.save_to_buffer()
}

fn sheet_name(name: TableName) -> &'static str {
    match name {
        TableName::Matrix => "Submitters by questions",
        TableName::Passages => "Passages",
        TableName::Ratings => "Ratings",
        TableName::Triage => "Sources",
    }
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_background_color(0x00EC_ECEC)
        .set_border_bottom(FormatBorder::Thin);
    let body = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_name(sheet_name(table.name))?;
    sheet.set_freeze_panes(1, table.fixed)?;
    sheet.set_landscape();
    sheet.set_repeat_rows(0, 0)?;
    for (at, column) in (0_u16..).zip(&table.columns) {
        sheet.set_column_width(at, f64::from(column.width))?;
        sheet.write_string_with_format(0, at, fitting(&column.heading), &head)?;
    }
    for (row, cells) in (1_u32..).zip(&table.rows) {
        for (at, cell) in (0_u16..).zip(cells) {
            match cell {
                Cell::Text(text) => sheet.write_string_with_format(row, at, fitting(text), &body)?,
                #[allow(clippy::cast_precision_loss)]
                Cell::Number(number) => sheet.write_number_with_format(row, at, *number as f64, &body)?,
                Cell::Empty => continue,
            };
        }
    }
    let (rows, columns) = (u32::try_from(table.rows.len()), u16::try_from(table.columns.len()));
    if let (Ok(rows), Ok(columns @ 1..)) = (rows, columns) {
        sheet.autofilter(0, 0, rows, columns - 1)?;
    }
    Ok(())
}

/// A text as far as a cell holds it.
fn fitting(text: &str) -> String {
    if text.encode_utf16().count() <= MOST {
        return text.to_owned();
    }
    let mut room = MOST - CUT.encode_utf16().count();
    let fits = |c: &char| {
        let fits = c.len_utf16() <= room;
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    let mut kept: String = text.chars().take_while(fits).collect();
    kept.push_str(CUT);
    kept
}
