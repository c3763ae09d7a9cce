//! The rows of a region: cut where a blank strip goes through all its columns.

use crate::import::read::pdf::boxes::Cell;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Table;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::table::over::is_same;
use crate::import::read::pdf::table::piece::Piece;
use crate::import::read::pdf::table::region::Region;

/// Columns a table has that needs no more proof than its rows.
const ENOUGH: usize = 3;
/// Lines that the shorter cell of a row in two columns has at most: text set in two columns has more.
const MOST_LINES: usize = 8;

/// Pieces in each column of a row, from the top down.
type Cells = Vec<Vec<Piece>>;

/// The table that a region makes, if it makes one; what follows its last row is taken from the region.
pub(super) fn table(region: &mut Region, page: &Page, before: Option<&Table>) -> Option<Table> {
    let columns = region.columns.len();
    let tight = tight(region);
    let mut rows = by_strips(region, tight);
    if let Some(kept) = without_what_follows(&rows, region) {
        rows.truncate(kept);
    }
    if let ([only], true) = (rows.as_slice(), columns >= ENOUGH) {
        rows = by_first_column(only, page);
    }
    let words = |row: &Cells| -> Vec<Cell> { row.iter().map(|cell| lines(cell, page)).collect() };
    let full = |row: &Cells| row.iter().filter(|cell| !cell.is_empty()).count();
    let counted = rows.iter().filter(|row| full(row) * 2 > columns).count();
    let header = before.filter(|before| before.columns.len() == columns).and_then(|before| before.rows.first());
    let goes_on = header.zip(rows.first()).is_some_and(|(header, first)| is_same(header, &words(first)));
    let proven = goes_on || counted >= 2 && (columns >= ENOUGH || is_plain(&rows, page));
    if !proven || is_list(&rows, page) {
        return None;
    }
    region.pieces = rows.iter().flatten().flatten().cloned().collect();
    Some(Table { columns: region.columns.clone(), rows: rows.iter().map(words).collect() })
}

/// The lines of a cell.
fn lines(cell: &[Piece], page: &Page) -> Vec<Vec<Word>> {
    cell.chunk_by(|one, other| one.place.is_level(other.place))
        .map(|level| {
            let mut level: Vec<&Piece> = level.iter().collect();
            level.sort_by(|one, other| one.place.left.total_cmp(&other.place.left));
            level.into_iter().flat_map(|piece| piece.of(page).to_vec()).collect()
        })
        .collect()
}

fn column_of(piece: &Piece, region: &Region) -> usize {
    let middle = (piece.place.left + piece.place.right) / 2.0;
    region.columns.iter().rposition(|(left, _)| *left <= middle).unwrap_or_default()
}

/// The blank between two lines of one cell.
fn tight(region: &Region) -> f32 {
    let mut bottoms: Vec<Option<f32>> = vec![None; region.columns.len()];
    let mut gaps = Vec::new();
    for piece in &region.pieces {
        let Some(bottom) = bottoms.get_mut(column_of(piece, region)) else { continue };
        gaps.extend(bottom.map(|bottom| piece.place.top - bottom).filter(|gap| *gap > piece.place.height() * -0.5));
        *bottom = Some(piece.place.bottom);
    }
    gaps.sort_by(f32::total_cmp);
    let height = region.pieces.first().map_or(1.0, |piece| piece.place.height());
    gaps.get(gaps.len() / 4).copied().unwrap_or_default().min(height * 0.45)
}

/// Cuts a region where nothing stands in any column.
fn by_strips(region: &Region, tight: f32) -> Vec<Cells> {
    let mut rows: Vec<Cells> = Vec::new();
    let mut bottom = f32::MIN;
    for piece in &region.pieces {
        if rows.is_empty() || piece.place.top - bottom > tight + piece.place.height() * 0.35 {
            rows.push(vec![Vec::new(); region.columns.len()]);
        }
        bottom = bottom.max(piece.place.bottom);
        let cell = rows.last_mut().and_then(|row| row.get_mut(column_of(piece, region)));
        cell.into_iter().for_each(|cell| cell.push(piece.clone()));
    }
    rows
}

/// How many rows are left where the last ones are text behind the table: one piece wide, and set off or out of line.
fn without_what_follows(rows: &[Cells], region: &Region) -> Option<usize> {
    let top = |row: &Cells| row.iter().flatten().map(|piece| piece.place.top).fold(f32::MAX, f32::min);
    let bottom = |row: &Cells| row.iter().flatten().map(|piece| piece.place.bottom).fold(f32::MIN, f32::max);
    let gap = |at: usize| top(&rows[at]) - bottom(&rows[at - 1]);
    let is_single = |row: &Cells| row.iter().filter(|cell| !cell.is_empty()).count() == 1;
    let mut kept = rows.len();
    while kept > 1 && is_single(&rows[kept - 1]) {
        kept -= 1;
    }
    if kept == rows.len() {
        return None;
    }
    let widest = (1..kept).map(gap).fold(0.0, f32::max);
    let is_off = |at: &usize| {
        let row = &rows[*at];
        let piece = row.iter().flatten().next();
        let edge = piece.and_then(|piece| region.columns.get(column_of(piece, region)).map(|column| (piece, column)));
        let out_of_line = edge.is_some_and(|(piece, _)| {
            let column = column_of(piece, region);
            let first = rows[..kept].iter().filter_map(|row| row.get(column)?.first()).next();
            first.is_some_and(|first| (first.place.left - piece.place.left).abs() > 1.5)
        });
        out_of_line || (kept > 1 && gap(*at) > widest * 1.25)
    };
    (kept..rows.len()).find(is_off)
}

/// Cuts rows set close at the lines that begin in the first column and fill at least half of the others.
fn by_first_column(row: &Cells, page: &Page) -> Vec<Cells> {
    let mut pieces: Vec<(usize, &Piece)> =
        row.iter().enumerate().flat_map(|(at, cell)| cell.iter().map(move |piece| (at, piece))).collect();
    pieces.sort_by(|one, other| one.1.place.top.total_cmp(&other.1.place.top));
    let starts_small = |piece: &Piece| {
        piece.of(page).first().and_then(|word| word.text.chars().next()).is_some_and(char::is_lowercase)
    };
    let mut rows: Vec<Cells> = Vec::new();
    for level in pieces.chunk_by(|one, other| one.1.place.is_level(other.1.place)) {
        let begins = level.iter().any(|(at, piece)| *at == 0 && !starts_small(piece));
        let small = level.iter().filter(|(_, piece)| starts_small(piece)).count();
        if rows.is_empty() || (begins && level.len() * 2 >= row.len() && small * 2 < level.len()) {
            rows.push(vec![Vec::new(); row.len()]);
        }
        for (at, piece) in level {
            rows.last_mut().into_iter().for_each(|row| row[*at].push((*piece).clone()));
        }
    }
    rows
}

/// Whether rows in two columns are a table: both filled, the shorter cell short, and level at the top or the middle.
fn is_plain(rows: &[Cells], page: &Page) -> bool {
    let extent = |cell: &Vec<Piece>| {
        let top = cell.iter().map(|piece| piece.place.top).fold(f32::MAX, f32::min);
        let bottom = cell.iter().map(|piece| piece.place.bottom).fold(f32::MIN, f32::max);
        (top, (top + bottom) / 2.0, cell.first().map_or(1.0, |piece| piece.place.height()))
    };
    let fits = |row: &&Cells| {
        let [left, right] = row.as_slice() else { return false };
        let short = lines(left, page).len().min(lines(right, page).len());
        let (one, other) = (extent(left), extent(right));
        let level = (one.0 - other.0).abs() < one.2 * 0.5 || (one.1 - other.1).abs() < one.2 * 0.7;
        short > 0 && short <= MOST_LINES && level
    };
    rows.iter().filter(fits).count() + 1 >= rows.len()
}

/// Whether rows are a list: what stands first are numbers or bullets, names of speakers, or what stands last are pages.
fn is_list(rows: &[Cells], page: &Page) -> bool {
    let text = |cell: &Vec<Piece>| -> String {
        let words = cell.iter().flat_map(|piece| piece.of(page));
        words.map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ")
    };
    let column = |of: fn(&Cells) -> Option<&Vec<Piece>>| -> Vec<String> {
        rows.iter().filter_map(of).map(text).filter(|text| !text.is_empty()).collect()
    };
    let most = |texts: &[String], is: &dyn Fn(&str) -> bool| {
        texts.iter().filter(|text| is(text)).count() * 10 >= texts.len() * 7
    };
    let counts = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count() <= 4 && text.len() <= 8;
    let (first, last) = (column(|row| row.first()), column(|row| row.last()));
    let is_page = |text: &str| text.len() <= 4 && text.bytes().all(|byte| byte.is_ascii_digit());
    let rising = last.windows(2).all(|pair| pair[0].parse::<u32>().unwrap_or(0) <= pair[1].parse::<u32>().unwrap_or(0));
    let numbered = most(&first, &counts) && rows.first().is_some_and(|row| row.len() == 2);
    let spoken = most(&first, &|text| text.ends_with(':'));
    numbered || spoken || (last.len() > 2 && rising && last.iter().all(|text| is_page(text)))
}
