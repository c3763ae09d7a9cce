//! Words in the order they were drawn, gathered into lines and blocks as an extractor would.

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::place::Place;

/// Lines that a word may still belong to: raised figures and cells stand between the words of one line.
const OPEN: usize = 6;
/// The gap within a line, and the gap between the lines of a block, in heights.
const WITHIN: f32 = 2.2;
const BETWEEN: f32 = 0.9;

/// The lines of a page.
pub(super) fn lines(words: Vec<Word>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for word in words {
        let from = lines.len().saturating_sub(OPEN);
        let open = lines.get_mut(from..).unwrap_or_default();
        match open.iter_mut().rev().find(|line| line.words.last().is_some_and(|last| is_next(last, &word))) {
            Some(line) => line.words.push(word),
            None => lines.push(Line { words: vec![word], ..Line::default() }),
        }
    }
    let mut block = 0;
    let mut last: Option<Place> = None;
    for line in &mut lines {
        let place = Place::of(&line.words);
        // A raised figure is its word's, whichever lines it was drawn between.
        let is_figure = |word: &Word| word.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b',');
        let is_figure = line.words.len() == 1 && line.words.iter().all(is_figure);
        let goes_on = last.is_some_and(|last| {
            let height = place.height();
            let near = place.top - last.bottom < height * BETWEEN && place.top > last.top - height * 0.2;
            near && place.overlaps(last)
        });
        block += usize::from(!goes_on && !is_figure);
        line.block = block;
        if !is_figure {
            last = Some(place);
        }
    }
    lines
}

fn is_next(last: &Word, word: &Word) -> bool {
    let height = last.height().max(word.height()).max(1.0);
    let gap = word.left - last.right;
    let is_level =
        (last.bottom - word.bottom).abs() < height * 0.12 && (last.height() - word.height()).abs() < height * 0.2;
    is_level && gap > height * -0.3 && gap < height * WITHIN
}
