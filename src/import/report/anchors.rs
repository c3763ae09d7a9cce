//! The table of anchor statements: what each grade means for each question.
//!
//! Known by its shape: the four grades, each once, the same number of other cells behind each, and a header as wide.
//! Invariant: every question of a table found has four statements.

use std::ops::Range;

use crate::import::report::level::Said;
use crate::import::report::level::said;
use crate::import::report::lines::Cell;
use crate::import::report::lines::Run;
use crate::import::report::words;
use crate::model::rating::Grade;

/// A table of anchors.
#[derive(Debug, Clone)]
pub(super) struct Anchors {
    /// The questions in full, in order, each with what the grades mean for it.
    pub questions: Vec<(String, Vec<(Grade, String)>)>,
    /// The grades' names as this report prints them, best first.
    pub names: Vec<(Grade, String)>,
    /// Which lines it takes.
    pub lines: Range<usize>,
    pub number: u32,
}

/// The first table of anchors.
pub(super) fn anchors(runs: &[Run<'_>]) -> Option<Anchors> {
    runs.iter().find_map(|run| upright(&run.cells).or_else(|| lying(&run.cells)).or_else(|| upright(&once(&run.cells))))
}

/// The cells without rows that say again what the first one says, as a table does on each of its pages.
fn once<'a>(cells: &[Cell<'a>]) -> Vec<Cell<'a>> {
    let rows: Vec<&[Cell<'a>]> = cells.chunk_by(|one, other| one.line == other.line).collect();
    let again = |row: &&[Cell<'a>]| {
        rows.first().is_some_and(|first| {
            first.len() == row.len() && first.iter().zip(row.iter()).all(|(one, other)| one.text == other.text)
        })
    };
    rows.iter().enumerate().filter(|(at, row)| *at == 0 || !again(row)).flat_map(|(_, row)| row.to_vec()).collect()
}

fn grade(cell: &Cell<'_>) -> Option<Grade> {
    match said(cell.text) {
        Some(Said::Rating(rating)) => rating.grade(),
        _ => None,
    }
}

/// Grades down the side, questions along the top.
fn upright(cells: &[Cell<'_>]) -> Option<Anchors> {
    let graded: Vec<(usize, Grade)> =
        cells.iter().enumerate().filter_map(|(at, cell)| Some((at, grade(cell)?))).collect();
    for four in graded.windows(4) {
        let width = four[1].0 - four[0].0;
        let even = four.windows(2).all(|pair| pair[1].0 - pair[0].0 == width);
        let mut kinds: Vec<Grade> = four.iter().map(|(_, grade)| *grade).collect();
        kinds.sort();
        let first = four[0].0;
        if !even
            || kinds != Grade::ALL
            || !(3..=27).contains(&width) && width != 2
            || first < width
            || cells.len() < four[3].0 + width
        {
            continue;
        }
        let header = &cells[first - width..first];
        let questions = (1..width)
            .map(|column| {
                let mut meanings: Vec<(Grade, String)> =
                    four.iter().map(|(at, grade)| (*grade, words::plain(cells[at + column].text))).collect();
                meanings.sort_by_key(|(grade, _)| *grade);
                (words::plain(header[column].text), meanings)
            })
            .collect();
        let names = four.iter().map(|(at, grade)| (*grade, cells[*at].text.to_owned())).collect();
        return Some(found(questions, names, cells, first - width, four[3].0 + width));
    }
    None
}

/// Questions down the side, grades along the top.
fn lying(cells: &[Cell<'_>]) -> Option<Anchors> {
    let first = (1..cells.len().saturating_sub(4)).find(|at| {
        let mut kinds: Vec<Grade> = cells[*at..at + 4].iter().filter_map(grade).collect();
        kinds.sort();
        kinds == Grade::ALL
    })?;
    let heads: Vec<Grade> = cells[first..first + 4].iter().filter_map(grade).collect();
    let body = &cells[first + 4..];
    let mut questions = Vec::new();
    for row in
        body.chunks_exact(5).take_while(|row| row.iter().all(|cell| grade(cell).is_none() && !cell.text.is_empty()))
    {
        let mut meanings: Vec<(Grade, String)> =
            heads.iter().zip(&row[1..]).map(|(grade, cell)| (*grade, words::plain(cell.text))).collect();
        meanings.sort_by_key(|(grade, _)| *grade);
        questions.push((words::plain(row[0].text), meanings));
    }
    if questions.is_empty() {
        return None;
    }
    let names = cells[first..first + 4].iter().filter_map(|cell| Some((grade(cell)?, cell.text.to_owned()))).collect();
    let end = first + 4 + 5 * questions.len();
    Some(found(questions, names, cells, first - 1, end))
}

fn found(
    questions: Vec<(String, Vec<(Grade, String)>)>,
    mut names: Vec<(Grade, String)>,
    cells: &[Cell<'_>],
    from: usize,
    to: usize,
) -> Anchors {
    names.sort_by_key(|(grade, _)| *grade);
    let end = cells.get(to - 1).map_or(cells[from].line, |cell| cell.line) + 1;
    Anchors { questions, names, lines: cells[from].line..end, number: cells[from].number }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::import::fixture::record;
    use crate::import::read::compose::Composer;
    use crate::import::read::compose::Words;
    use crate::import::report::lines::lines_of;
    use crate::import::report::lines::runs_of;
    use crate::import::report::tables::rating_tables;

    #[test]
    fn a_table_that_goes_on_on_the_next_page_is_read_whole() {
        let mut composer = Composer::new("made.pdf");
        let words = |text: &str| {
            let mut words = Words::default();
            words.push(text);
            words
        };
        let anchors_head = ["Rating", "Was it met?", "Was it funded?"];
        let pages: [(u32, u32, &[[&str; 3]]); 4] = [
            (1, 0, &[["Commitment", "A. Met", "B. Funded"], ["Build a pier", "Good", "Good"]]),
            (2, 1, &[["Build a bridge", "Inadequate", "Good"]]),
            (3, 2, &[anchors_head, ["Outstanding", "all", "whole"], ["Good", "most", "nearly"]]),
            (4, 3, &[anchors_head, ["Requires improvement", "some", "half"], ["Inadequate", "none", "not"]]),
        ];
        for (page, table, rows) in pages {
            composer.page(page);
            if page == 3 {
                composer.block(crate::import::record::BlockKind::Paragraph, words("Words between.")).unwrap();
            }
            rows.iter().for_each(|row| composer.row(table, row.iter().map(|cell| words(cell)).collect()).unwrap());
        }
        let record = composer.finish(None, record("made.pdf", "").original);
        let lines = lines_of(&record);
        let runs = runs_of(&record, &lines);
        let tables = rating_tables(&runs);
        let rows: Vec<&str> = tables.iter().flat_map(|table| &table.rows).map(|row| row.text).collect();
        assert_eq!(rows, ["Build a pier", "Build a bridge"]);
        let found = anchors(&runs).unwrap();
        let met: Vec<&str> = found.questions[0].1.iter().map(|(_, means)| means.as_str()).collect();
        assert_eq!((found.questions[0].0.as_str(), met), ("Was it met?", vec!["all", "most", "some", "none"]));
    }
}
