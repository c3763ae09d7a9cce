//! Words in the order they were drawn, gathered into lines and blocks as an extractor would.

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Word;

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
    let mut last: Option<(f32, f32, f32, f32)> = None;
    for line in &mut lines {
        let edge =
            |from: f32, of: fn(f32, f32) -> f32, place: fn(&Word) -> f32| line.words.iter().map(place).fold(from, of);
        let (left, right) = (edge(f32::MAX, f32::min, |word| word.left), edge(f32::MIN, f32::max, |word| word.right));
        let (top, bottom) = (edge(f32::MAX, f32::min, |word| word.top), edge(f32::MIN, f32::max, |word| word.bottom));
        let height = (bottom - top).max(1.0);
        // A raised figure is its word's, whichever line it was drawn between.
        let is_figure = matches!(line.words.as_slice(), [word] if word.text.bytes().all(|byte| byte.is_ascii_digit() || byte == b','));
        let goes_on = last.is_some_and(|(before_left, before_right, before_top, before_bottom)| {
            let near = top - before_bottom < height * BETWEEN && top > before_top - height * 0.2;
            near && left < before_right && right > before_left
        });
        block += usize::from(!goes_on && !is_figure);
        line.block = block;
        if !is_figure {
            last = Some((left, right, top, bottom));
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
