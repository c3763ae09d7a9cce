//! Where words stand on a page.

use crate::import::read::pdf::boxes::Word;

/// Where something stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub left: f32,
    pub right: f32,
    pub top: f32,
    pub bottom: f32,
}

impl Place {
    /// The rectangle around some words.
    pub fn of(words: &[Word]) -> Self {
        let edge = |from: f32, of: fn(f32, f32) -> f32, place: fn(&Word) -> f32| words.iter().map(place).fold(from, of);
        Self {
            left: edge(f32::MAX, f32::min, |word| word.left),
            right: edge(f32::MIN, f32::max, |word| word.right),
            top: edge(f32::MAX, f32::min, |word| word.top),
            bottom: edge(f32::MIN, f32::max, |word| word.bottom),
        }
    }

    /// Its height; never nothing, for it is what other lengths are measured by.
    pub fn height(self) -> f32 {
        (self.bottom - self.top).max(1.0)
    }

    /// Whether one stands above or below the other, at least in part.
    pub fn overlaps(self, other: Self) -> bool {
        self.left < other.right && other.left < self.right
    }

    /// On one level with another.
    pub fn is_level(self, other: Self) -> bool {
        let shared = self.bottom.min(other.bottom) - self.top.max(other.top);
        shared > self.height().min(other.height()) * 0.5
    }
}
