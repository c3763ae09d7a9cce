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
    let mut block = page.lines.iter().map(|line| line.block).max().unwrap_or_default();
    let mut tables: Vec<(usize, Line)> = Vec::new();
    for (pieces, table) in &found {
        block += 1;
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
    use crate::import::read::pdf::boxes::Word;

    fn line(left: f32, top: f32, block: usize, text: &str) -> Line {
        let mut at = left;
        let words = text.split(' ').map(|word| {
            let width = word.chars().count() as f32 * 5.0;
            let placed = Word {
                text: word.to_owned(),
                left: at,
                right: at + width,
                top,
                bottom: top + 10.0,
                references: vec![],
            };
            at += width + 3.0;
            placed
        });
        Line { words: words.collect(), block, ..Line::default() }
    }

    fn shown(line: &Line) -> Vec<Vec<String>> {
        let cell = |lines: &Vec<Vec<Word>>| {
            lines.iter().flatten().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        let table = line.table.as_ref().unwrap();
        table.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
    }

    #[test]
    fn columns_become_rows_again_with_cells_of_several_lines_whole() {
        let mut page = Page {
            height: 842.0,
            lines: vec![
                line(72.0, 80.0, 1, "A paragraph before the table that goes from one side of the page to the other"),
                line(72.0, 120.0, 2, "Commitment"),
                line(72.0, 140.0, 2, "Join up records"),
                line(72.0, 152.0, 2, "everywhere"),
                line(72.0, 172.0, 2, "Train staff"),
                line(220.0, 120.0, 3, "A"),
                line(220.0, 140.0, 3, "Good"),
                line(220.0, 172.0, 3, "Inadequate"),
                line(320.0, 120.0, 4, "Overall"),
                line(320.0, 140.0, 4, "Requires"),
                line(320.0, 152.0, 4, "improvement"),
                line(320.0, 172.0, 4, "Good"),
                line(72.0, 220.0, 5, "A paragraph behind the table"),
            ],
        };
        gather(&mut page, None);
        assert_eq!(page.lines.len(), 3);
        assert_eq!(
            shown(&page.lines[1]),
            [
                ["Commitment", "A", "Overall"],
                ["Join up records everywhere", "Good", "Requires improvement"],
                ["Train staff", "Inadequate", "Good"],
            ]
        );
    }

    #[test]
    fn a_page_in_two_columns_is_left_alone() {
        let lines = (0..20).map(|n| {
            line(if n % 2 == 0 { 72.0 } else { 320.0 }, 100.0 + 14.0 * (n / 2) as f32, n % 2, "words of a column")
        });
        let mut page = Page { height: 842.0, lines: lines.collect() };
        let before = page.clone();
        gather(&mut page, None);
        assert_eq!(page, before);
    }
}
