//! Tables by the places of their words: lines side by side in three columns or more, put back into rows.
//!
//! The extractor gives a table column by column. Two columns are left alone: most often they are a page set in columns.

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Word;

/// Columns a table has at least.
const FEWEST: usize = 3;
/// Lines of a page that are compared with one another.
const MOST_LINES: usize = 1_000;

/// Where a line stands.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Place {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
}

impl Place {
    fn of(line: &Line) -> Self {
        let edge =
            |from: f32, of: fn(f32, f32) -> f32, place: fn(&Word) -> f32| line.words.iter().map(place).fold(from, of);
        Self {
            left: edge(f32::MAX, f32::min, |word| word.left),
            right: edge(f32::MIN, f32::max, |word| word.right),
            top: edge(f32::MAX, f32::min, |word| word.top),
            bottom: edge(f32::MIN, f32::max, |word| word.bottom),
        }
    }

    fn height(self) -> f32 {
        self.bottom - self.top
    }

    /// On one level with another.
    fn is_level(self, other: Self) -> bool {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        shared > self.height().min(other.height()) * 0.5
    }

    fn is_beside(self, other: Self) -> bool {
        let gap = self.height().max(1.0) * 0.5;
        self.left > other.right + gap || other.left > self.right + gap
    }
}

/// Gathers the tables of a page: each becomes one line that carries its rows.
pub(super) fn gather(page: &mut Page) {
    if page.lines.len() > MOST_LINES {
        return;
    }
    let places: Vec<Place> = page.lines.iter().map(Place::of).collect();
    let mut level: Vec<usize> = (0..places.len()).filter(|at| stands_in_row(*at, &places)).collect();
    level.sort_by(|one, other| places[*one].top.total_cmp(&places[*other].top));
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in level {
        let far = |group: &Vec<usize>| {
            let bottom = group.iter().map(|at| places[*at].bottom).fold(f32::MIN, f32::max);
            places[at].top - bottom > places[at].height() * 8.0
        };
        match groups.last_mut().filter(|group| !far(group)) {
            Some(group) => group.push(at),
            None => groups.push(vec![at]),
        }
    }
    let mut taken: Vec<(Vec<usize>, Line)> = groups.iter().filter_map(|group| table(group, &places, page)).collect();
    taken.sort_by_key(|(lines, _)| lines.first().copied());
    for (lines, table) in taken.into_iter().rev() {
        let Some(first) = lines.first().copied() else { continue };
        for at in lines.into_iter().rev() {
            page.lines.remove(at);
        }
        page.lines.insert(first.min(page.lines.len()), table);
    }
}

/// Whether a line has so many beside it, and these beside one another, that they make a row.
fn stands_in_row(at: usize, places: &[Place]) -> bool {
    let place = places[at];
    let mut row: Vec<Place> = places
        .iter()
        .copied()
        .filter(|other| *other == place || (other.is_level(place) && other.is_beside(place)))
        .collect();
    row.sort_by(|one, other| one.left.total_cmp(&other.left));
    let mut columns: Vec<Place> = Vec::new();
    for place in row {
        if columns.last().is_none_or(|last| place.is_beside(*last)) {
            columns.push(place);
        }
    }
    columns.len() >= FEWEST
}

/// The columns that lines stand in, left to right; they do not overlap.
fn columns(group: &[usize], places: &[Place]) -> Vec<(f32, f32)> {
    let mut spans: Vec<(f32, f32)> = group.iter().map(|at| (places[*at].left, places[*at].right)).collect();
    spans.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    for (left, right) in spans {
        match columns.last_mut() {
            Some(last) if left < last.1 + 2.0 => last.1 = last.1.max(right),
            _ => columns.push((left, right)),
        }
    }
    columns
}

/// The table that a group of lines belongs to: the lines it takes from the page, and the line that stands for it.
fn table(group: &[usize], places: &[Place], page: &Page) -> Option<(Vec<usize>, Line)> {
    let columns = columns(group, places);
    if columns.len() < FEWEST {
        return None;
    }
    let top = group.iter().map(|at| places[*at].top).fold(f32::MAX, f32::min);
    let bottom = group.iter().map(|at| places[*at].bottom).fold(f32::MIN, f32::max);
    let blocks: Vec<usize> = group.iter().filter_map(|at| page.lines.get(*at)).map(|line| line.block).collect();
    let column_of = |place: Place| {
        let reach = |(left, right): (f32, f32)| place.right.min(right) - place.left.max(left);
        (0..columns.len())
            .filter(|at| reach(columns[*at]) > 0.0)
            .max_by(|one, other| reach(columns[*one]).total_cmp(&reach(columns[*other])))
    };
    let belongs = |at: &usize| {
        let (place, middle) = (places[*at], (places[*at].top + places[*at].bottom) / 2.0);
        let reached = columns.iter().filter(|(left, right)| place.left < *right && place.right > *left).count();
        let goes_on = reached == 1 && page.lines.get(*at).is_some_and(|line| blocks.contains(&line.block));
        (middle > top && middle < bottom) || goes_on
    };
    let lines: Vec<usize> = (0..places.len()).filter(belongs).collect();
    let rows = rows(&lines, places, page, columns.len(), &column_of);
    let words = lines.iter().filter_map(|at| page.lines.get(*at)).flat_map(|line| line.words.clone()).collect();
    let block = page.lines.iter().map(|line| line.block).max().unwrap_or_default()
        + 1
        + lines.first().copied().unwrap_or_default();
    Some((lines, Line { words, block, note: None, rows }))
}

/// Lines on one level, by column.
struct Band {
    place: Place,
    cells: Vec<Vec<usize>>,
}

fn rows(
    lines: &[usize],
    places: &[Place],
    page: &Page,
    columns: usize,
    column_of: &impl Fn(Place) -> Option<usize>,
) -> Vec<Vec<Vec<Word>>> {
    let mut sorted = lines.to_vec();
    sorted.sort_by(|one, other| places[*one].top.total_cmp(&places[*other].top));
    let mut bands: Vec<Band> = Vec::new();
    for at in sorted {
        let column = column_of(places[at]).unwrap_or(0);
        match bands.last_mut().filter(|band| band.place.is_level(places[at]) && band.cells[column].is_empty()) {
            Some(band) => band.cells[column].push(at),
            None => {
                let mut cells = vec![Vec::new(); columns];
                cells[column].push(at);
                bands.push(Band { place: places[at], cells });
            }
        }
    }
    let mut gaps: Vec<f32> = bands.windows(2).map(|pair| pair[1].place.top - pair[0].place.bottom).collect();
    gaps.sort_by(f32::total_cmp);
    let tight = gaps.get(gaps.len() / 4).copied().unwrap_or_default();
    let mut rows: Vec<Vec<Vec<Word>>> = Vec::new();
    let mut bottom = f32::MIN;
    for band in bands {
        let apart = band.place.top - bottom > tight + band.place.height() * 0.35;
        let filled = band.cells.iter().filter(|cell| !cell.is_empty()).count();
        let starts_small = |cell: &Vec<usize>| {
            let first = cell.first().and_then(|at| page.lines.get(*at)).and_then(|line| line.words.first());
            first.and_then(|word| word.text.chars().next()).is_some_and(char::is_lowercase)
        };
        let begins = band.cells.first().is_some_and(|cell| !cell.is_empty() && !starts_small(cell));
        if rows.is_empty() || apart || (begins && filled * 2 >= columns) {
            rows.push(vec![Vec::new(); columns]);
        }
        bottom = band.place.bottom;
        if let Some(row) = rows.last_mut() {
            for (cell, lines) in row.iter_mut().zip(band.cells) {
                cell.extend(lines.into_iter().filter_map(|at| page.lines.get(at)).flat_map(|line| line.words.clone()));
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

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
        let cell = |words: &Vec<Word>| words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" ");
        line.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
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
        gather(&mut page);
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
        gather(&mut page);
        assert_eq!(page, before);
    }
}
