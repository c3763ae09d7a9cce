//! Tables that go on on the next page: one again, without the header printed twice.
//!
//! A row that stands alone on the next page, or a header alone at the end of the page before, is one of the table. Invariant:
//! a row that begins anew is joined to no other.

use crate::import::read::pdf::boxes::Cell;
use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Table;
use crate::import::read::pdf::place::Place;
use crate::import::read::pdf::table::gather;

/// Gathers the tables of all pages, and joins what a page begins with to the table that the page before ends with.
pub(crate) fn gather_all(pages: &mut [Page]) {
    let mut from: Option<usize> = None;
    for at in 0..pages.len() {
        let (before, rest) = pages.split_at_mut(at);
        let Some(page) = rest.first_mut() else { return };
        let table = match from.and_then(|from| before.get_mut(from)) {
            Some(page) => page.lines.last_mut().and_then(|line| line.table.as_mut()),
            None => None,
        };
        gather(page, table.as_deref());
        if let Some(table) = table {
            take_on(table, page);
        } else if let Some(before) = before.last_mut() {
            take_header(before, page);
        }
        if let Some(line) = page.lines.last() {
            from = line.table.is_some().then_some(at);
        }
    }
}

/// Takes from a page what belongs to a table of the page before.
fn take_on(table: &mut Table, page: &mut Page) {
    let Some(first) = page.lines.first_mut() else { return };
    if let Some(next) = first.table.as_mut().filter(|next| next.columns.len() == table.columns.len()) {
        let mut rows = std::mem::take(&mut next.rows);
        if table.rows.first().zip(rows.first()).is_some_and(|(header, first)| is_same(header, first)) {
            rows.remove(0);
        }
        let is_begun = table.rows.last().and_then(|row| row.first()).is_some_and(Vec::is_empty);
        let goes_on = rows.first().is_some_and(|row| is_begun || is_rest(row));
        if goes_on && let Some(last) = table.rows.last_mut() {
            for (cell, rest) in last.iter_mut().zip(rows.remove(0)) {
                cell.extend(rest);
            }
        }
        table.rows.extend(rows);
        page.lines.remove(0);
        return;
    }
    // A whole row that is too little to be told as a table, or the rest of the last row's longest cell.
    let (row, lines) = lone_row(table, page, true);
    if begins_anew(&row) {
        page.lines.drain(..lines);
        table.rows.push(row);
        return;
    }
    let (rest, lines) = lone_row(table, page, false);
    page.lines.drain(..lines);
    if let Some(last) = table.rows.last_mut() {
        last.iter_mut().zip(rest).for_each(|(cell, rest)| cell.extend(rest));
    }
}

/// The cells that the first lines of a page make in the columns of a table, and how many lines these are. A cell may reach
/// `far`: to the next column, which the words seen so far may leave far off.
fn lone_row(table: &Table, page: &Page, far: bool) -> (Vec<Cell>, usize) {
    let mut row: Vec<Cell> = vec![Vec::new(); table.columns.len()];
    let mut bottom: Option<f32> = None;
    let mut count = 0;
    for line in page.lines.iter().take_while(|line| line.table.is_none()) {
        let place = Place::of(&line.words);
        let near = bottom.is_none_or(|bottom| place.top - bottom < place.height() * 0.5);
        let stands = |(at, (left, _)): &(usize, &(f32, f32))| {
            (place.left - left).abs() < 1.0 && place.right < end_of(*at, table, far)
        };
        let column = table.columns.iter().enumerate().find(stands).map(|(at, _)| at);
        let Some(column) = column.filter(|_| near && !is_wide(line, table)) else { break };
        bottom = Some(place.bottom);
        row[column].push(line.words.clone());
        count += 1;
    }
    (row, count)
}

/// Takes the header that stands alone at the end of a page into the table that the next one begins with.
fn take_header(before: &mut Page, page: &mut Page) {
    const ENOUGH: usize = 3;
    let Some(table) = page.lines.first_mut().and_then(|line| line.table.as_mut()) else { return };
    let mut header: Vec<Cell> = vec![Vec::new(); table.columns.len()];
    let mut from = before.lines.len();
    let mut top: Option<f32> = None;
    while let Some(line) = from.checked_sub(1).and_then(|last| before.lines.get(last)) {
        let place = Place::of(&line.words);
        let near = top.is_none_or(|top| top - place.bottom < place.height() * 0.5);
        let over = |(_, (left, right)): &(usize, &(f32, f32))| place.left < *right && place.right > *left;
        let mut columns = table.columns.iter().enumerate().filter(over).map(|(at, _)| at);
        let (Some(column), None, None, true) = (columns.next(), columns.next(), &line.table, near) else { break };
        header[column].insert(0, line.words.clone());
        top = Some(top.map_or(place.top, |top| top.min(place.top)));
        from -= 1;
    }
    if table.columns.len() >= ENOUGH && begins_anew(&header) {
        before.lines.truncate(from);
        table.rows.insert(0, header);
    }
}

/// Whether a row is one of its own: its first cell begins one, and most others are filled.
fn begins_anew(row: &[Cell]) -> bool {
    let filled = row.iter().filter(|cell| !cell.is_empty()).count();
    filled * 2 > row.len() && row.first().is_some_and(|cell| !cell.is_empty() && !begins_small(cell))
}

fn begins_small(cell: &Cell) -> bool {
    let word = cell.first().and_then(|line| line.first());
    word.and_then(|word| word.text.chars().next()).is_some_and(char::is_lowercase)
}

/// Where a cell of a column ends at most.
fn end_of(at: usize, table: &Table, far: bool) -> f32 {
    const LAST: f32 = 80.0;
    let right = table.columns.get(at).map_or(0.0, |(_, right)| *right);
    match table.columns.get(at + 1) {
        Some((next, _)) if far => next - 2.0,
        None if far => right + LAST,
        _ => right + 4.0,
    }
}

/// Whether a line is as wide as the table.
fn is_wide(line: &Line, table: &Table) -> bool {
    let place = Place::of(&line.words);
    table.columns.last().is_some_and(|(left, _)| place.right > *left && place.left < left - 1.0)
        && table.columns.len() > 2
}

/// The words of each cell.
pub(super) fn words(row: &[Cell]) -> Vec<String> {
    let cell = |cell: &Cell| cell.iter().flatten().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
    row.iter().map(cell).collect()
}

/// Whether a header is printed again: most of its cells are the same.
pub(super) fn is_same(header: &[Cell], row: &[Cell]) -> bool {
    let (header, row) = (words(header), words(row));
    header.iter().zip(&row).filter(|(one, other)| one == other).count() * 2 > header.len()
}

/// Whether a row is the rest of one: cells are blank in it, or its first begins in lower case.
fn is_rest(row: &[Cell]) -> bool {
    !begins_anew(row) && (row.iter().any(Vec::is_empty) || row.first().is_some_and(begins_small))
}
