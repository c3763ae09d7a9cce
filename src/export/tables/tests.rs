use proptest::prelude::*;

use super::*;
use crate::export::csv;
use crate::export::fixture::awkward;
use crate::export::fixture::out;
use crate::export::fixture::worked;
use crate::export::xlsx;
use crate::model::act::Act;

fn all(ws: &crate::review::workspace::Workspace) -> Vec<Table> {
    out(ws, |work| TableName::ALL.map(|name| table(work, name)).to_vec())
}

fn text(cell: &Cell) -> &str {
    match cell {
        Cell::Text(text) => text,
        Cell::Number(_) | Cell::Empty => "",
    }
}

#[test]
fn every_row_has_a_cell_for_every_column() {
    for table in all(&worked(|_| {})) {
        assert!(!table.rows.is_empty(), "{:?}", table.name);
        for row in &table.rows {
            assert_eq!(row.len(), table.columns.len(), "{:?}: {row:?}", table.name);
        }
    }
}

#[test]
fn the_matrix_counts_what_each_submitter_says_and_holds_the_summary() {
    let mut ws = worked(|_| {});
    let cell = "1B".parse().expect("a question");
    let summary = Act::Summarise { source: "DHS0032".into(), cell, text: "The pilot ended it.".to_owned() };
    ws.apply(&summary).expect("summarises");
    let matrix = all(&ws).remove(0);
    let at = |heading: &str| matrix.columns.iter().position(|it| it.heading == heading).expect("a column");
    let row = matrix.rows.iter().find(|row| text(&row[0]) == "DHS0032").expect("the submitter");
    assert_eq!(row[at("1B")], Cell::Number(1));
    assert_eq!((text(&row[at("1B says")]), text(&row[at("1B summary")])), ("1 no", "The pilot ended it."));
    assert_eq!(row[at("1A")], Cell::Empty);
}

#[test]
fn no_cell_names_a_source_told_of_in_confidence() {
    let ws = worked(|review| review.sources.iter_mut().for_each(|source| source.confidential = true));
    for table in all(&ws) {
        for cell in table.rows.iter().flatten() {
            for secret in ["A trust", "A charity", "DHS00"] {
                assert!(!text(cell).contains(secret), "{:?}: {cell:?}", table.name);
            }
        }
    }
}

#[test]
fn equal_tables_make_an_equal_workbook_without_formulas_author_or_time() {
    let tables = all(&worked(|review| review.title = "=HYPERLINK(\"x\")".to_owned()));
    let bytes = xlsx::workbook("=1+1", &tables).expect("fits");
    assert_eq!(bytes, xlsx::workbook("=1+1", &tables).expect("fits"));
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("a container");
    for at in 0..archive.len() {
        let mut part = String::new();
        let mut entry = archive.by_index(at).expect("a part");
        std::io::Read::read_to_string(&mut entry, &mut part).expect("text");
        assert!(!part.contains("<f>") && !part.contains("<hyperlink"), "{part}");
        if part.contains("coreProperties") {
            assert!(part.contains("<dc:creator></dc:creator>") || part.contains("<dc:creator/>"), "{part}");
            assert_eq!(part.matches("1980-01-01T00:00:00Z").count(), part.matches("xsi:type=").count(), "{part}");
        }
    }
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_says_so() {
    let long = "\u{1f600}".repeat(xlsx::MOST);
    let mut table = Table::new(TableName::Ratings, 0, &[("x", 9)]);
    table.rows.push(vec![Cell::text(long)]);
    let bytes = xlsx::workbook("", &[table]).expect("fits");
    let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("opens");
    let range = calamine::Reader::worksheet_range(&mut book, "Ratings").expect("a sheet");
    let told = range.get_value((1, 0)).expect("a cell").to_string();
    assert!(told.ends_with("[cut: a cell holds no more]") && told.encode_utf16().count() <= xlsx::MOST);
}

proptest! {
    #[test]
    fn no_text_becomes_a_formula_or_breaks_a_row(texts in prop::collection::vec(awkward(), 1..5)) {
        let texts: Vec<String> = texts.iter().map(|text| crate::export::work::plain(text)).collect();
        let mut table = Table::new(TableName::Ratings, 0, &[]);
        table.columns = texts.iter().map(|_| Column { heading: "x".to_owned(), width: 9 }).collect();
        table.rows.push(texts.iter().map(|text| Cell::text(text.clone())).collect());
        let mut bytes = Vec::new();
        csv::write(&table, &mut bytes).expect("writes");
        let mut reader = ::csv::Reader::from_reader(bytes.as_slice());
        let rows: Vec<::csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("reads");
        prop_assert_eq!(rows.len(), 1);
        for (said, read) in texts.iter().zip(&rows[0]) {
            prop_assert!(!read.trim_start().starts_with(['=', '+', '-', '@']), "{:?}", read);
            prop_assert!(read == said || read.strip_prefix('\'') == Some(said), "{:?} for {:?}", read, said);
        }
    }

    #[test]
    fn a_workbook_holds_any_text_as_it_is(said in awkward()) {
        let said = crate::export::work::plain(&said);
        let mut table = Table::new(TableName::Ratings, 0, &[("x", 9), ("y", 9)]);
        table.rows.push(vec![Cell::text(said.clone()), Cell::Number(7)]);
        let bytes = xlsx::workbook(&said, &[table]).expect("fits");
        let mut book: calamine::Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(bytes)).expect("opens");
        let range = calamine::Reader::worksheet_range(&mut book, "Ratings").expect("a sheet");
        let read = range.get_value((1, 0)).map(ToString::to_string).unwrap_or_default();
        prop_assert_eq!(read, said);
    }
}
