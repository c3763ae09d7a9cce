//! What a word, a phrase or a beginning asks of a text.
//!
//! Invariant: what it finds is given as ranges of the stored text, and a text has it exactly where the full-text index
//! says so.

use std::ops::Range;

use crate::text::fold::Folded;
use crate::text::fold::fold;
use crate::text::words::words;

/// Words that stand together, the last one perhaps only a beginning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    words: Vec<String>,
    beginning: bool,
    text_only: bool,
}

impl Pattern {
    /// Of what was typed; none where there is neither letter nor figure in it.
    pub fn new(typed: &str, beginning: bool) -> Option<Self> {
        let folded = fold(typed);
        let words: Vec<String> = words(folded.text()).map(|word| folded.text()[word].to_owned()).collect();
        (!words.is_empty()).then_some(Self { words, beginning, text_only: false })
    }

    /// The same, to be looked for in texts only and not in what their sources are called.
    pub fn in_texts(self) -> Self {
        Self { text_only: true, ..self }
    }

    /// Whether what a source is called does not answer it.
    pub fn is_text_only(&self) -> bool {
        self.text_only
    }

    /// Its words.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Whether its last word is a beginning.
    pub fn is_beginning(&self) -> bool {
        self.beginning
    }

    /// Whether every text that has it also has the other.
    pub fn implies(&self, other: &Self) -> bool {
        let Some((last, before)) = other.words.split_last() else { return true };
        let Some(same) = self.words.get(before.len()) else { return false };
        if other.text_only && !self.text_only {
            return false;
        }
        let longer = self.words.len() > other.words.len();
        self.words.starts_with(before)
            && if other.beginning {
                same.starts_with(last.as_str())
            } else {
                same == last && (longer || !self.beginning)
            }
    }

    /// Whether words one after another, from a place on, are these.
    fn stands<'w>(&self, mut there: impl Iterator<Item = &'w str>) -> bool {
        let last = self.words.len() - 1;
        self.words.iter().enumerate().all(|(at, word)| {
            there.next().is_some_and(|found| {
                if at == last && self.beginning { found.starts_with(word.as_str()) } else { found == word }
            })
        })
    }

    /// Whether it stands among words that are one space apart.
    pub fn is_in(&self, spaced: &str) -> bool {
        let mut rest = Some(spaced);
        while let Some(here) = rest {
            if self.stands(here.split(' ')) {
                return true;
            }
            rest = here.split_once(' ').map(|(_, after)| after);
        }
        false
    }
}

/// A text cut into its words.
#[derive(Debug)]
pub struct Words {
    folded: Folded,
    words: Vec<Range<usize>>,
}

impl Words {
    /// Folds and cuts a text.
    pub fn of(text: &str) -> Self {
        let folded = fold(text);
        let words = words(folded.text()).collect();
        Self { folded, words }
    }

    fn places<'a>(&'a self, pattern: &'a Pattern) -> impl Iterator<Item = usize> + 'a {
        let text = self.folded.text();
        (0..self.words.len()).filter(move |&at| pattern.stands(self.words[at..].iter().map(|word| &text[word.clone()])))
    }

    /// Whether a pattern stands in it.
    pub fn has(&self, pattern: &Pattern) -> bool {
        self.places(pattern).next().is_some()
    }

    /// Where patterns stand, as scalar values of the stored text, in order, none overlapping another. Of a beginning
    /// only what was typed of it.
    pub fn find<'p>(&self, patterns: impl IntoIterator<Item = &'p Pattern>) -> Vec<Range<usize>> {
        let mut bytes: Vec<Range<usize>> = Vec::new();
        for pattern in patterns {
            let Some(last) = pattern.words.last() else { continue };
            bytes.extend(self.places(pattern).map(|at| {
                let end = &self.words[at + pattern.words.len() - 1];
                self.words[at].start..end.start + last.len()
            }));
        }
        bytes.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let (mut byte, mut char) = (0, 0);
        let mut found: Vec<Range<usize>> = Vec::new();
        for range in bytes {
            char += self.folded.text()[byte..range.start].chars().count();
            byte = range.start;
            let length = self.folded.text()[range].chars().count();
            let stored = self.folded.map().stored_range(char..char + length);
            match found.last_mut() {
                Some(last) if stored.start < last.end => last.end = last.end.max(stored.end),
                _ => found.push(stored),
            }
        }
        found
    }
}
