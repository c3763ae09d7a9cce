//! Lines as they are put together: their words, and the rectangle around them.

use std::collections::BTreeMap;

use crate::import::read::compose::Words;
use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::place::Place;
use crate::import::read::raised::Raised;

/// The lines of each cell of a row.
pub(super) type Row = Vec<Vec<Words>>;

/// A line as it is put together.
#[derive(Debug)]
pub(super) struct Flowing {
    pub words: Words,
    pub page: usize,
    pub block: usize,
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
    /// The height of most of its characters.
    pub height: f32,
    /// The rows of a table.
    pub rows: Vec<Row>,
}

/// Words with the references behind them.
pub(super) fn joined(placed: &[Word]) -> Words {
    let mut words = Words::default();
    for word in placed {
        words.space();
        words.push(&word.text);
        let figures: Vec<String> = word.references.iter().map(u32::to_string).collect();
        let mut raised = Raised::default();
        raised.push(&figures.join(","));
        raised.settle(&mut words);
    }
    words
}

pub(super) fn flowing(line: &Line, page: usize) -> Flowing {
    let Place { left, right, top, bottom } = Place::of(&line.words);
    let cell = |cell: &Vec<Vec<Word>>| cell.iter().map(|line| joined(line)).collect();
    let rows = line.table.iter().flat_map(|table| &table.rows).map(|row| row.iter().map(cell).collect()).collect();
    Flowing {
        words: joined(&line.words),
        rows,
        page,
        block: line.block,
        left,
        right,
        top,
        bottom,
        height: height(&line.words),
    }
}

/// The height of most characters of some words.
pub(super) fn height(words: &[Word]) -> f32 {
    usual(words.iter().map(|word| (word.height(), word.text.len())))
}

/// The height that most characters have, in halves of a point.
pub(super) fn usual(heights: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut counts: BTreeMap<i32, usize> = BTreeMap::new();
    for (height, characters) in heights {
        *counts.entry(halves(height)).or_default() += characters;
    }
    let most = counts.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(0.0, |(halves, _)| halves as f32 / 2.0)
}

pub(super) fn halves(height: f32) -> i32 {
    (height * 2.0).round() as i32
}
