//! Pages made up for tests.

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Word;

/// A page of lines: for each its left edge, top, height and block, and its words; half as wide as high, and ` | ` where
/// the next word begins at a place of its own, as in `| 300 Good`.
pub(super) fn page(lines: &str) -> Page {
    let lines = lines.lines().map(|line| {
        let mut parts = line.splitn(5, ' ');
        let mut number = || parts.next().and_then(|number| number.parse::<f32>().ok()).unwrap_or_default();
        let (left, top, height, block) = (number(), number(), number(), number());
        placed(left, top, height, block as usize, parts.next().unwrap_or_default())
    });
    Page { height: 842.0, lines: lines.collect() }
}

/// A line of words set apart by blanks.
pub(super) fn placed(left: f32, top: f32, height: f32, block: usize, text: &str) -> Line {
    let mut at = left;
    let mut words = Vec::new();
    let mut is_place = false;
    for text in text.split(' ') {
        if text == "|" || is_place {
            at = text.parse().unwrap_or(at);
            is_place = !is_place;
            continue;
        }
        let right = at + text.chars().count() as f32 * height * 0.5;
        words.push(Word { text: text.to_owned(), left: at, right, top, bottom: top + height, references: Vec::new() });
        at = right + height * 0.3;
    }
    Line { words, block, ..Line::default() }
}
