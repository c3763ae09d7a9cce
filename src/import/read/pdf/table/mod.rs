//! Tables by the places of their words: pieces of lines that stand in columns, put back into rows.
//!
//! The extractor gives a table column by column, or joins cells that stand close. Here lines are cut at wide gaps
//! ([`piece`]), pieces gathered as long as they leave the columns apart ([`region`]), and cut into rows where a blank
//! strip goes through all columns ([`rows`]). What is no table by then stays as it was.

mod over;
mod piece;
mod region;
mod rows;

pub(super) use over::gather_all;

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Table;
use crate::import::read::pdf::table::piece::Piece;
use crate::import::read::pdf::table::piece::pieces;
use crate::import::read::pdf::table::region::regions;
use crate::import::read::pdf::table::rows::table;

/// Lines of a page that are compared with one another.
const MOST_LINES: usize = 1_000;

/// Gathers the tables of a page: each becomes one line that carries its rows. A table may go on from the page before
/// under the same header.
fn gather(page: &mut Page, before: Option<&Table>) {
    if page.lines.len() > MOST_LINES {
        return;
    }
    let pieces = pieces(page);
    let found: Vec<(Vec<Piece>, Table)> = regions(&pieces)
        .into_iter()
        .filter_map(|mut region| {
            let table = table(&mut region, page, before)?;
            Some((region.pieces, table))
        })
        .collect();
    if found.is_empty() {
        return;
    }
    let last = page.lines.iter().map(|line| line.block).max().unwrap_or_default();
    let mut tables: Vec<(usize, Line)> = Vec::new();
    for (block, (pieces, table)) in (last + 1..).zip(&found) {
        let first = pieces.iter().map(|piece| piece.line).min().unwrap_or_default();
        let words = pieces.iter().flat_map(|piece| piece.of(page).to_vec()).collect();
        tables.push((first, Line { words, block, table: Some(table.clone()), ..Line::default() }));
    }
    let mut taken: Vec<&Piece> = found.iter().flat_map(|(pieces, _)| pieces).collect();
    taken.sort_by_key(|piece| std::cmp::Reverse((piece.line, piece.words.start)));
    for piece in taken {
        if let Some(line) = page.lines.get_mut(piece.line) {
            line.words.drain(piece.words.clone());
        }
    }
    tables.sort_by_key(|(first, _)| std::cmp::Reverse(*first));
    for (first, table) in tables {
        page.lines.insert(first.min(page.lines.len()), table);
    }
    page.lines.retain(|line| !line.words.is_empty());
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::import::read::pdf::boxes::Cell;
    use crate::import::read::pdf::boxes::Word;
    use crate::import::read::pdf::made_up::page;

    /// The rows of a line that stands for a table, cells set apart by bars; the words of any other.
    fn shown(page: &Page) -> Vec<String> {
        let words = |words: &[Word]| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        let cell = |cell: &Cell| cell.iter().map(|line| words(line)).collect::<Vec<_>>().join(" ");
        let row = |row: &Vec<Cell>| row.iter().map(cell).collect::<Vec<_>>().join("|");
        let of = |line: &Line| match &line.table {
            Some(table) => table.rows.iter().map(row).collect(),
            None => vec![words(&line.words)],
        };
        page.lines.iter().flat_map(of).collect()
    }

    fn gathered(lines: &str) -> Vec<String> {
        let mut page = page(lines);
        gather(&mut page, None);
        shown(&page)
    }

    const BEFORE: &str = "72 80 10 1 A paragraph before the table that goes from one side of the page to the other";
    const BEHIND: &str = "72 260 10 9 A paragraph behind the table that goes from one side of the page to the other";

    #[test]
    fn columns_become_rows_again_with_cells_of_several_lines_whole() {
        let found = gathered(&format!(
            "{BEFORE}
72 120 10 2 Commitment
72 140 10 2 Join up records
72 152 10 2 everywhere
72 172 10 2 Train staff
220 120 10 3 A
220 140 10 3 Good
220 172 10 3 Inadequate
320 120 10 4 Overall
320 140 10 4 Requires
320 152 10 4 improvement
320 172 10 4 Good
{BEHIND}"
        ));
        let wanted = [
            "Commitment|A|Overall",
            "Join up records everywhere|Good|Requires improvement",
            "Train staff|Inadequate|Good",
        ];
        assert_eq!(found[1..4], wanted, "{found:?}");
        assert_eq!(found.len(), 5);
    }

    #[test]
    fn cells_set_to_the_middle_and_joined_by_the_extractor_come_apart() {
        let found = gathered(&format!(
            "{BEFORE}
72 126 10 2 Commitment
220 120 10 3 A. Met | 320 B. Funding
220 132 10 3 overall | 320 and more
72 150 10 2 Join up
72 161 10 2 all records
72 172 10 2 everywhere
72 183 10 2 by May
220 166 10 3 Inadequate | 320 Good
{BEHIND}"
        ));
        assert_eq!(
            found[1..3],
            ["Commitment|A. Met overall|B. Funding and more", "Join up all records everywhere by May|Inadequate|Good"],
            "{found:?}"
        );
        assert_eq!(found.len(), 4);
    }

    #[test]
    fn two_tables_below_one_another_in_columns_of_other_widths_stay_two() {
        let table = |top: usize, second: usize, third: usize| {
            format!(
                "72 {top} 10 2 Commitment | {second} A | {third} Overall
72 {} 10 2 Join up records | {second} Good | {third} Inadequate
72 {} 10 2 Train all staff | {second} Inadequate | {third} Good",
                top + 20,
                top + 40
            )
        };
        let found = gathered(&format!("{}\n{}", table(100, 220, 320), table(190, 180, 250)));
        let rows = ["Commitment|A|Overall", "Join up records|Good|Inadequate", "Train all staff|Inadequate|Good"];
        assert_eq!(found, [rows, rows].concat());
    }

    #[test]
    fn two_columns_of_short_and_long_cells_are_a_table_and_lists_are_none() {
        let two = gathered(&format!(
            "{BEFORE}
72 120 10 2 Area
200 120 10 3 What was promised
72 140 10 2 Records
200 140 10 3 That records are joined up
200 152 10 3 everywhere
72 172 10 2 Staff
200 172 10 3 That staff are trained
{BEHIND}"
        ));
        assert_eq!(
            two[1..4],
            ["Area|What was promised", "Records|That records are joined up everywhere", "Staff|That staff are trained"],
            "{two:?}"
        );
        for [one, other, third] in [["1.", "2.", "3."], ["Chair:", "Witness:", "Chair:"], ["•", "•", "•"]] {
            let list = format!(
                "72 120 10 2 {one}\n200 120 10 2 First words\n72 140 10 2 {other}\n200 140 10 2 Second words
72 160 10 2 {third}\n200 160 10 2 Third words"
            );
            assert_eq!(gathered(&list).len(), 6, "{one}");
        }
        let contents = "72 120 10 2 Introduction | 300 3\n72 140 10 2 Records | 300 5\n72 160 10 2 Staff | 300 12";
        assert_eq!(gathered(contents).len(), 3);
    }

    #[test]
    fn a_page_in_two_columns_is_left_alone() {
        let lines = (0..20).map(|n| {
            let (left, top) = (if n % 2 == 0 { 72 } else { 320 }, 100 + 14 * (n / 2));
            format!("{left} {top} 10 {} words of a column", n % 2)
        });
        let lines: Vec<String> = lines.collect();
        let mut found = page(&lines.join("\n"));
        let before = found.clone();
        gather(&mut found, None);
        assert_eq!(found, before);
    }

    #[test]
    fn a_row_goes_on_on_the_next_page_under_the_header_printed_again_or_on_its_own() {
        let header = |top: usize| format!("72 {top} 10 2 Commitment | 220 A | 320 Overall");
        let first = format!(
            "{}\n72 120 10 2 Join up | 220 Good | 320 Inadequate\n72 140 10 2 Train all | 220 Good | 320 Good",
            header(100)
        );
        let repeated = format!("{}\n72 120 10 3 the staff\n72 132 10 3 there is\n{BEHIND}", header(100));
        let alone = format!("72 80 10 3 the staff\n72 92 10 3 there is\n{BEHIND}");
        for second in [repeated, alone] {
            let mut pages = vec![page(&first), page(&second)];
            gather_all(&mut pages);
            let wanted = ["Commitment|A|Overall", "Join up|Good|Inadequate", "Train all the staff there is|Good|Good"];
            assert_eq!(shown(&pages[0]), wanted, "{second}");
            assert_eq!(shown(&pages[1]).len(), 1, "{second}");
        }
    }

    #[test]
    fn a_row_alone_on_the_next_page_and_a_header_alone_on_the_one_before_are_rows_of_their_own() {
        let rows = ["Commitment|A|Overall", "Join up|Good|Inadequate", "Mend the walls|Outstanding|Good"];
        let header = "72 100 10 2 Commitment\n220 100 10 3 A\n320 100 10 4 Overall";
        let (one, other) = (
            |top: usize| format!("72 {top} 10 5 Join up\n220 {top} 10 6 Good\n320 {top} 10 7 Inadequate"),
            |top: usize| {
                let next = top + 12;
                format!(
                    "72 {top} 10 5 Mend\n72 {next} 10 5 the walls\n220 {next} 10 6 Outstanding\n320 {next} 10 7 Good"
                )
            },
        );
        for [first, second] in [
            [format!("{BEFORE}\n{header}\n{}", one(120)), format!("{}\n{BEHIND}", other(80))],
            [format!("{BEFORE}\n{header}"), format!("{}\n{}\n{BEHIND}", one(80), other(110))],
        ] {
            let mut pages = vec![page(&first), page(&second)];
            gather_all(&mut pages);
            let shown: Vec<String> = pages.iter().flat_map(shown).collect();
            assert_eq!(shown[1..4], rows, "{shown:?}");
            assert_eq!(shown.len(), 5, "{shown:?}");
        }
    }
}
