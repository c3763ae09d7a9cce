//! Pieces of lines: words with no wide gap between them, and where they stand.

use std::ops::Range;

use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::place::Place;

/// The gap between two words that cuts a line, in heights.
const WIDE: f32 = 0.6;
/// The room a raised figure took before it was moved, in heights.
const FIGURE: f32 = 0.45;

/// Some words of a line.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Piece {
    pub line: usize,
    pub words: Range<usize>,
    pub place: Place,
}

impl Piece {
    /// Its words.
    pub fn of<'a>(&self, page: &'a Page) -> &'a [Word] {
        page.lines.get(self.line).and_then(|line| line.words.get(self.words.clone())).unwrap_or_default()
    }
}

/// The pieces of a page's lines, from its top down and from left to right.
pub(super) fn pieces(page: &Page) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, line) in page.lines.iter().enumerate() {
        let mut from = 0;
        for next in 1..=line.words.len() {
            if next == line.words.len() || is_cut(&line.words[next - 1], &line.words[next]) {
                let place = Place::of(&line.words[from..next]);
                pieces.push(Piece { line: at, words: from..next, place });
                from = next;
            }
        }
    }
    let order = |piece: &Piece| (piece.place.top, piece.place.left);
    pieces.sort_by(|one, other| {
        let (one, other) = (order(one), order(other));
        one.0.total_cmp(&other.0).then(one.1.total_cmp(&other.1))
    });
    pieces
}

fn is_cut(before: &Word, word: &Word) -> bool {
    let height = before.height().max(word.height());
    let figures: usize = before.references.iter().map(|number| number.to_string().len()).sum();
    word.left - before.right > height * (WIDE + FIGURE * figures as f32)
}
