//! Sheets out of files: values separated by commas, semicolons or tabs, and workbooks.
//!
//! Uses `sheet`. Invariant: a file is never run or followed: formulas count by the value saved with them.

use std::collections::BTreeMap;
use std::io;
use std::io::Cursor;
use std::io::Read;

use calamine::Data;
use calamine::Reader;
use calamine::Xlsx;
use calamine::open_workbook_from_rs;
use zip::ZipArchive;

use crate::import::error::ImportError;
use crate::import::read::limits;
use crate::import::sheet::Sheet;

/// The largest table file, in bytes.
const LARGEST: usize = 20 << 20;
/// The most rows and cells of one sheet.
const MOST_CELLS: usize = 2_000_000;
/// The column furthest to the right that is looked at, from 0.
const FURTHEST: usize = 500;

/// Reads the sheets of a file whose name ends in `.csv`, `.tsv`, `.txt` or `.xlsx`.
///
/// # Errors
/// What cannot be read, and what to save it as.
pub fn sheets(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    if bytes.len() > LARGEST {
        return Err(ImportError::OverLimit {
            name: name.to_owned(),
            what: "the size of a table".to_owned(),
            limit: format!("{} MB", LARGEST >> 20),
            remedy: "take out pictures and sheets that are not needed".to_owned(),
        });
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return workbook(name, bytes);
    }
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(refused(
            name,
            "it is a workbook of an older kind, or one with a password; save it as .xlsx without one",
        ));
    }
    if bytes.iter().take(4096).any(|byte| *byte == 0)
        && !bytes.starts_with(&[0xff, 0xfe])
        && !bytes.starts_with(&[0xfe, 0xff])
    {
        return Err(refused(name, "it is not a table; save it as .csv or .xlsx"));
    }
    Ok(vec![separated(name, &decoded(bytes))?])
}

fn refused(name: &str, reason: impl Into<String>) -> ImportError {
    ImportError::NotReadable { name: name.to_owned(), reason: reason.into() }
}

/// The text of a table file: UTF-8, or UTF-16 by its mark, else as older spreadsheets save it.
fn decoded(bytes: &[u8]) -> String {
    let (text, _, malformed) = encoding_rs::UTF_8.decode(bytes);
    if !malformed {
        return text.into_owned();
    }
    encoding_rs::WINDOWS_1252.decode(bytes).0.into_owned()
}

/// The character that stands most often between fields of the first row.
fn delimiter(text: &str) -> u8 {
    let mut counts = [(b',', 0), (b';', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in text.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' if !quoted && counts.iter().any(|(_, count)| *count > 0) => break,
            _ if !quoted => counts.iter_mut().filter(|(of, _)| *of == byte).for_each(|(_, count)| *count += 1),
            _ => {}
        }
    }
    // Of equals the last counts as the largest, so the comma is put there.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(byte, _)| *byte)
}

fn separated(name: &str, text: &str) -> Result<Sheet, ImportError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Some programs tell the delimiter in a line of its own.
    let (told, text) = match text.strip_prefix("sep=") {
        Some(rest) => (rest.bytes().next(), rest.split_once('\n').map_or("", |(_, rows)| rows)),
        None => (None, text),
    };
    let shift = usize::from(told.is_some());
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(told.unwrap_or_else(|| delimiter(text)))
        .from_reader(text.as_bytes());
    let mut rows = Vec::new();
    let mut cells = 0;
    for (at, record) in reader.records().enumerate() {
        let record = record.map_err(|error| refused(name, format!("row {}: {error}", at + 1 + shift)))?;
        cells += record.len();
        if cells > MOST_CELLS {
            return Err(too_many(name));
        }
        rows.push((at + 1 + shift, record.iter().map(safe_to_read).collect()));
    }
    Ok(Sheet::of("", rows))
}

fn too_many(name: &str) -> ImportError {
    ImportError::OverLimit {
        name: name.to_owned(),
        what: "the number of cells".to_owned(),
        limit: "2,000,000".to_owned(),
        remedy: "take out what is not needed".to_owned(),
    }
}

fn workbook(name: &str, bytes: &[u8]) -> Result<Vec<Sheet>, ImportError> {
    check_unpacked(name, bytes)?;
    let unreadable = |error: calamine::XlsxError| unreadable(name, &error);
    let mut book: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).map_err(unreadable)?;
    let mut sheets = Vec::new();
    for title in book.sheet_names() {
        // Charts have no cells.
        let Ok(mut reader) = book.worksheet_cells_reader(&title) else { continue };
        let mut rows: BTreeMap<u32, Vec<String>> = BTreeMap::new();
        let mut cells = 0;
        while let Some(cell) = reader.next_cell().map_err(unreadable)? {
            let ((row, column), text) = (cell.get_position(), shown(&cell.get_value().clone().into()));
            if text.is_empty() {
                continue;
            }
            let column = column as usize;
            cells += 1;
            if cells > MOST_CELLS || column > FURTHEST {
                return Err(too_many(name));
            }
            let row = rows.entry(row).or_default();
            row.resize(row.len().max(column + 1), String::new());
            row[column] = text;
        }
        sheets.push(Sheet::of(title, rows.into_iter().map(|(row, cells)| (row as usize + 1, cells))));
    }
    Ok(sheets)
}

fn unreadable(name: &str, error: &dyn std::fmt::Display) -> ImportError {
    refused(name, format!("it cannot be read as a workbook ({error}); save it as .xlsx or .csv anew"))
}

/// Unpacks a workbook to nowhere, to see that it does not unpack to too much, whatever it says of itself.
fn check_unpacked(name: &str, bytes: &[u8]) -> Result<(), ImportError> {
    let over = |what: &str, limit: String| ImportError::OverLimit {
        name: name.to_owned(),
        what: what.to_owned(),
        limit,
        remedy: "save the sheet that is needed as .csv".to_owned(),
    };
    let mut packed = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(name, &error))?;
    if packed.len() > limits::MOST_ENTRIES {
        return Err(over("the number of its parts", limits::MOST_ENTRIES.to_string()));
    }
    let mut left = limits::LARGEST_UNPACKED;
    for at in 0..packed.len() {
        let part = packed.by_index(at).map_err(|error| unreadable(name, &error))?;
        let unpacked = io::copy(&mut part.take(left + 1), &mut io::sink()).map_err(|error| unreadable(name, &error))?;
        left = left
            .checked_sub(unpacked)
            .ok_or_else(|| over("what the workbook unpacks to", format!("{} MB", limits::LARGEST_UNPACKED >> 20)))?;
    }
    Ok(())
}

/// A cell's value in words.
fn shown(cell: &Data) -> String {
    match cell {
        Data::Empty | Data::Error(_) => String::new(),
        Data::DateTime(moment) if moment.is_datetime() => day(moment.as_f64()).unwrap_or_else(|| cell.to_string()),
        Data::DateTimeIso(text) => text.split('T').next().unwrap_or(text).to_owned(),
        other => other.to_string(),
    }
}

/// The ISO date of a spreadsheet's day number.
fn day(serial: f64) -> Option<String> {
    // Day 60 never was; it stands for 1900-02-29.
    let days = serial.floor();
    let days = if days < 60.0 { days + 1.0 } else { days };
    if !(1.0..=2_958_466.0).contains(&days) {
        return None;
    }
    let from = jiff::civil::date(1899, 12, 30);
    #[allow(clippy::cast_possible_truncation)]
    let date = from.checked_add(jiff::Span::new().days(days as i64)).ok()?;
    Some(date.to_string())
}

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 5] = ['=', '+', '-', '@', '\t'];

/// Whether a spreadsheet would run a field, but for apostrophes that keep it from that.
fn is_formula(field: &str) -> bool {
    field.trim_start_matches('\'').starts_with(FORMULA)
}

/// A field as it is written, so that no spreadsheet runs it: with an apostrophe before it.
pub fn safe_to_write(field: &str) -> String {
    if is_formula(field) { format!("'{field}") } else { field.to_owned() }
}

/// The field that was written so.
fn safe_to_read(field: &str) -> String {
    field.strip_prefix('\'').filter(|_| is_formula(field)).unwrap_or(field).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(bytes: &[u8]) -> Vec<Vec<String>> {
        sheets("t.csv", bytes).expect("reads")[0].rows.iter().map(|row| row.cells.clone()).collect()
    }

    #[test]
    fn commas_semicolons_and_tabs_are_told_apart() {
        for text in [
            "a,b\n\"1;2\",3\n",
            "a;b\n\"1;2\";3\n",
            "a\tb\n1;2\t3\n",
            "sep=;\na;b\n\"1;2\";3\n",
            "\u{feff}a,b\r\n1;2,3\r\n",
        ] {
            assert_eq!(cells(text.as_bytes()), [["a", "b"], ["1;2", "3"]], "{text:?}");
        }
    }

    #[test]
    fn tables_of_older_spreadsheets_are_decoded() {
        assert_eq!(cells(b"name\nCaf\xe9 \x80\n"), [["name"], ["Caf\u{e9} \u{20ac}"]]);
        let wide: Vec<u8> = "\u{feff}a,b\n\u{e9},2\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(cells(&wide), [["a", "b"], ["\u{e9}", "2"]]);
    }

    #[test]
    fn what_a_spreadsheet_would_run_is_written_so_that_it_does_not_and_reads_back() {
        for text in ["=1+1", "-x", "@a", "+44 20", "plain", "'quoted'", "'=", "''-"] {
            let written = safe_to_write(text);
            assert!(!written.starts_with(FORMULA), "{written}");
            assert_eq!(safe_to_read(&written), text);
        }
    }

    #[test]
    fn a_workbooks_day_is_a_date() {
        assert_eq!(day(44_927.0).as_deref(), Some("2023-01-01"));
        assert_eq!(day(1.0).as_deref(), Some("1900-01-01"));
        assert_eq!(day(-3.0), None);
    }

    #[test]
    fn a_workbook_that_unpacks_to_too_much_is_refused_before_it_is_held() {
        let zeros = vec![0_u8; 1 << 20];
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).expect("begins");
        (0..201).for_each(|_| io::Write::write_all(&mut zip, &zeros).expect("writes"));
        let bytes = zip.finish().expect("ends").into_inner();
        let refused = sheets("grid.xlsx", &bytes).expect_err("refused").to_string();
        assert!(refused.contains("200 MB") && refused.contains(".csv"), "{refused}");
    }

    #[test]
    fn what_is_no_table_is_refused_with_a_remedy() {
        for bytes in [&b"PK\x03\x04nothing"[..], &[0xd0, 0xcf, 0x11, 0xe0, 1, 2], b"\x00\x01\x02"] {
            let refused = sheets("grid.xlsx", bytes).expect_err("refused").to_string();
            assert!(refused.contains("grid.xlsx") && refused.contains("save it as"), "{refused}");
        }
    }
}
