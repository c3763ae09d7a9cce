//! The lines a text takes at a width.
//!
//! Owns where each line starts; the reader wraps once per text and width and then looks up. Uses safe
//! text only, as nothing else has a width.
//! Invariant: the lines joined are the text, and none is wider than the width, trailing spaces and a
//! single grapheme wider than it apart.

use std::ops::Range;

use crate::text::cluster::Piece;
use crate::text::cluster::cells;
use crate::text::cluster::cluster_cells;
use crate::text::cluster::pieces;
use crate::text::cluster::plain_cells;
use crate::text::display::Safe;

/// Safe text cut into lines. Places are scalar values of that text; columns are terminal cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrapped {
    text: Safe<'static>,
    width: usize,
    /// Starts of the lines, and the end of the text behind them.
    starts: Vec<Place>,
}

/// One line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its scalar values, with trailing spaces and line feed; the next line starts where it ends.
    pub chars: Range<usize>,
    /// The same in bytes.
    pub bytes: Range<usize>,
    /// The bytes to draw: without trailing spaces and line feed.
    pub shown: Range<usize>,
}

/// A place in the text, counted both ways.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Place {
    byte: usize,
    char: usize,
}

impl Wrapped {
    /// Wraps at a width in cells; 0 counts as 1. A line feed ends a line; after the last one stands an
    /// empty line, where a caret can be. Lines break after spaces and hyphens and beside wide
    /// characters; a word longer than the width is broken by grapheme.
    pub fn new(text: Safe<'_>, width: usize) -> Self {
        let width = width.max(1);
        let starts = Breaker::new(width).run(text.as_str());
        Self { text: text.into_owned(), width, starts }
    }

    /// The text that was wrapped.
    pub fn text(&self) -> &Safe<'static> {
        &self.text
    }

    /// The width it was wrapped at.
    pub fn width(&self) -> usize {
        self.width
    }

    /// How many lines there are; at least one.
    pub fn line_count(&self) -> usize {
        self.starts.len() - 1
    }

    /// The scalar values of the text.
    pub fn chars(&self) -> usize {
        self.starts[self.line_count()].char
    }

    /// One line, from 0; `None` beyond the last.
    pub fn line(&self, index: usize) -> Option<Line> {
        let (start, end) = (self.starts.get(index)?, self.starts.get(index + 1)?);
        let content = &self.text.as_str()[start.byte..end.byte];
        let shown = content.trim_end_matches('\n').trim_end_matches(is_space).len();
        Some(Line { chars: start.char..end.char, bytes: start.byte..end.byte, shown: start.byte..start.byte + shown })
    }

    /// The lines, in order.
    pub fn lines(&self) -> impl ExactSizeIterator<Item = Line> + '_ {
        (0..self.line_count()).map(|index| self.line(index).expect("the index is below the number of lines"))
    }

    /// What to draw of a line; empty beyond the last.
    pub fn shown(&self, index: usize) -> Safe<'_> {
        self.line(index).map_or_else(Safe::default, |line| self.text.slice(line.shown))
    }

    /// The line a place is on; the last one for the end and beyond. The place between two lines is on
    /// the second.
    pub fn line_of(&self, char_offset: usize) -> usize {
        let lines = &self.starts[..self.line_count()];
        lines.partition_point(|start| start.char <= char_offset).saturating_sub(1)
    }

    /// The cells between the start of its line and a place. In trailing spaces it may pass the width.
    pub fn column_of(&self, char_offset: usize) -> usize {
        let start = self.starts[self.line_of(char_offset)];
        let rest = &self.text.as_str()[start.byte..];
        let before = char_offset.saturating_sub(start.char);
        let end = rest.char_indices().nth(before).map_or(rest.len(), |(byte, _)| byte);
        cells(&rest[..end])
    }

    /// The place whose grapheme covers a column of a line. Beyond the last one it is where the caret
    /// rests on that line: before its line feed, its trailing spaces or, in a broken word, its last
    /// grapheme; at the end of the text on the last line. A line beyond the last counts as the last.
    pub fn offset_at(&self, line: usize, column: usize) -> usize {
        let index = line.min(self.line_count() - 1);
        let (start, end) = (self.starts[index], self.starts[index + 1]);
        let line = self.line(index).expect("the index is below the number of lines");
        let shown = &self.text.as_str()[line.shown.clone()];
        let (mut place, mut last, mut filled) = (start.char, start.char, 0);
        for (grapheme_chars, grapheme_cells) in graphemes(shown) {
            filled += grapheme_cells;
            if column < filled {
                return place;
            }
            last = place;
            place += grapheme_chars;
        }
        if index + 1 == self.line_count() {
            // Trailing spaces of the last line can hold the caret, as it is being written there.
            return (place + column.saturating_sub(filled)).min(end.char);
        }
        if place < end.char { place } else { last }
    }
}

/// The graphemes of a text as scalar values and cells.
fn graphemes(text: &str) -> impl Iterator<Item = (usize, usize)> + '_ {
    pieces(text).flat_map(|piece| {
        let (run, cluster) = match piece {
            Piece::Plain(run) => (run, None),
            Piece::Cluster(cluster) => ("", Some((cluster.chars().count(), cluster_cells(cluster)))),
        };
        run.chars().map(|c| (1, plain_cells(c))).chain(cluster)
    })
}

/// Spaces a line may break after and that hang over its end.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200A}' | '\u{205F}' | '\u{3000}')
}

/// Punctuation that does not begin a line of Chinese or Japanese.
fn is_closing(c: char) -> bool {
    "、。，．：；！？）」』】〕〉》］｝…—ー々’”)]}!?,.:;".contains(c)
}

/// Finds the line starts in one pass.
struct Breaker {
    width: usize,
    starts: Vec<Place>,
    at: Place,
    /// Cells since the start of the line.
    column: usize,
    /// The last place the line may break at, and its column.
    chance: Option<(Place, usize)>,
    /// The two characters before, for hyphens and wide characters.
    before: (char, char),
    was_wide: bool,
}

impl Breaker {
    fn new(width: usize) -> Self {
        let at = Place::default();
        Self { width, starts: vec![at], at, column: 0, chance: None, before: ('\n', '\n'), was_wide: false }
    }

    fn run(mut self, text: &str) -> Vec<Place> {
        for piece in pieces(text) {
            match piece {
                Piece::Plain(run) => {
                    for c in run.chars() {
                        self.take(c, c.len_utf8(), 1, plain_cells(c));
                    }
                }
                Piece::Cluster(cluster) => {
                    let first = cluster.chars().next().unwrap_or(' ');
                    self.take(first, cluster.len(), cluster.chars().count(), cluster_cells(cluster));
                }
            }
        }
        self.starts.push(self.at);
        self.starts
    }

    /// Takes the next grapheme, `first` being its first character.
    fn take(&mut self, first: char, bytes: usize, chars: usize, cells: usize) {
        let end = Place { byte: self.at.byte + bytes, char: self.at.char + chars };
        if first == '\n' {
            self.at = end;
            self.start_line(end, 0);
        } else if chars == 1 && is_space(first) {
            // Alone: a space that carries an accent is something to see.
            self.at = end;
            self.column += cells;
            self.chance = Some((end, self.column));
        } else {
            if self.may_break_before(first, cells) {
                self.chance = Some((self.at, self.column));
            }
            while self.column + cells > self.width && self.at != self.line_start() {
                let (place, column) = self.chance.take().unwrap_or((self.at, self.column));
                self.start_line(place, self.column - column);
            }
            self.at = end;
            self.column += cells;
        }
        self.before = (self.before.1, first);
        self.was_wide = cells > 1;
    }

    fn line_start(&self) -> Place {
        self.starts.last().copied().unwrap_or_default()
    }

    fn start_line(&mut self, place: Place, column: usize) {
        self.starts.push(place);
        self.column = column;
        self.chance = None;
    }

    fn may_break_before(&self, next: char, cells: usize) -> bool {
        if self.at == self.line_start() {
            return false;
        }
        let wide = (self.was_wide || cells > 1) && !is_closing(next);
        let hyphen = matches!(self.before.1, '-' | '\u{2010}' | '–' | '—')
            && self.before.0.is_alphabetic()
            && next.is_alphabetic();
        wide || hyphen
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::display::display;
    use proptest::prelude::*;

    fn lines(text: &str, width: usize) -> Vec<String> {
        let wrapped = Wrapped::new(display(text), width);
        (0..wrapped.line_count()).map(|index| wrapped.shown(index).to_string()).collect()
    }

    #[test]
    fn lines_break_where_a_reader_expects() {
        for (text, width, expected) in [
            ("", 10, vec![""]),
            ("the quick brown fox", 10, vec!["the quick", "brown fox"]),
            ("ends in a feed\n", 20, vec!["ends in a feed", ""]),
            ("a\n\nb", 10, vec!["a", "", "b"]),
            ("exactly ten", 7, vec!["exactly", "ten"]),
            ("a     b", 3, vec!["a", "b"]),
            ("  indented text", 10, vec!["  indented", "text"]),
            ("go supercalifragilistic on", 8, vec!["go", "supercal", "ifragili", "stic on"]),
            ("a well-known fact", 8, vec!["a well-", "known", "fact"]),
            ("in 2020-21 or -5", 8, vec!["in", "2020-21", "or -5"]),
            ("中文字数据", 5, vec!["中文", "字数", "据"]),
            ("用中文。好", 6, vec!["用中", "文。好"]),
            ("中文", 1, vec!["中", "文"]),
            ("e\u{301}e\u{301}e\u{301}", 2, vec!["e\u{301}e\u{301}", "e\u{301}"]),
            ("👩\u{200D}👧👩\u{200D}👧", 3, vec!["👩\u{200D}👧", "👩\u{200D}👧"]),
            ("a \u{301} \u{301}", 1, vec!["a", " \u{301}", " \u{301}"]),
            ("שלום עולם", 5, vec!["שלום", "עולם"]),
            ("abc", 0, vec!["a", "b", "c"]),
        ] {
            assert_eq!(lines(text, width), expected, "{text:?} at {width}");
        }
    }

    #[test]
    fn places_and_columns_lead_to_each_other() {
        let wrapped = Wrapped::new(display("ab 中文 e\u{301}f\ngh "), 4);
        // ab_ / 中文_ / éf\n / gh_
        let at: Vec<(usize, usize)> =
            (0..=wrapped.chars()).map(|place| (wrapped.line_of(place), wrapped.column_of(place))).collect();
        assert_eq!(at[..3], [(0, 0), (0, 1), (0, 2)]);
        assert_eq!(at[3..6], [(1, 0), (1, 2), (1, 4)]);
        assert_eq!((at[6], at[8], at[9]), ((2, 0), (2, 1), (2, 2)));
        assert_eq!(at[10..], [(3, 0), (3, 1), (3, 2), (3, 3)]);
        assert_eq!(wrapped.offset_at(1, 0), 3);
        assert_eq!(wrapped.offset_at(1, 3), 4);
        assert_eq!(wrapped.offset_at(1, 99), 5);
        assert_eq!(wrapped.offset_at(2, 1), 8);
        assert_eq!(wrapped.offset_at(2, 99), 9);
        assert_eq!(wrapped.offset_at(3, 99), 13);
        assert_eq!(wrapped.offset_at(99, 0), 10);
    }

    #[test]
    fn a_broken_word_keeps_the_caret_on_its_line() {
        let wrapped = Wrapped::new(display("abcdef"), 3);
        assert_eq!(wrapped.offset_at(0, 99), 2);
        assert_eq!(wrapped.offset_at(1, 99), 6);
    }

    #[test]
    fn a_million_characters_without_a_space_wrap_at_once() {
        let wrapped = Wrapped::new(display(&"x".repeat(1_000_000)), 70);
        assert_eq!(wrapped.line_count(), 1_000_000_usize.div_ceil(70));
        assert_eq!(wrapped.line_of(999_999), wrapped.line_count() - 1);
    }

    const WORDS: &str = "([a-c]{0,6}[ \n中-]|é|e\u{301}|👩\u{200D}👧|🇬🇧|한글|\u{1b}|\t|\u{3000}|。){0,24}";

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(1_000))]

        #[test]
        fn no_text_is_lost_or_repeated_and_no_line_is_too_wide(text in prop_oneof![WORDS, any::<String>()], width in 1usize..12) {
            let wrapped = Wrapped::new(display(&text), width);
            let safe = wrapped.text().as_str();
            let mut joined = String::new();
            let mut chars = 0;
            for line in wrapped.lines() {
                prop_assert_eq!((line.bytes.start, line.chars.start), (joined.len(), chars));
                prop_assert_eq!(safe[line.bytes.clone()].chars().count(), line.chars.len());
                chars = line.chars.end;
                joined.push_str(&safe[line.bytes.clone()]);
                let shown = &safe[line.shown.clone()];
                prop_assert!(cells(shown) <= width || graphemes(shown).count() == 1, "{:?} at {}", shown, width);
                prop_assert!(!shown.contains('\n'));
            }
            prop_assert_eq!(joined, safe);
        }

        #[test]
        fn every_place_is_found_again_from_its_line_and_column(text in WORDS, width in 1usize..12) {
            let wrapped = Wrapped::new(display(&text), width);
            for index in 0..wrapped.line_count() {
                for column in 0..width + 3 {
                    prop_assert_eq!(wrapped.line_of(wrapped.offset_at(index, column)), index);
                }
                let line = wrapped.line(index).expect("below the number of lines");
                let mut place = line.chars.start;
                for (grapheme_chars, grapheme_cells) in graphemes(&wrapped.text().as_str()[line.shown]) {
                    if grapheme_cells > 0 {
                        prop_assert_eq!(wrapped.offset_at(index, wrapped.column_of(place)), place);
                    }
                    place += grapheme_chars;
                }
            }
        }

        #[test]
        fn a_line_is_as_full_as_it_can_be(text in "([a-f]{1,8} ){1,12}", width in 8usize..20) {
            let wrapped = Wrapped::new(display(&text), width);
            for index in 1..wrapped.line_count() {
                let next = wrapped.shown(index).to_string();
                let word = next.split(' ').next().unwrap_or_default();
                let previous = wrapped.shown(index - 1).cells();
                prop_assert!(word.is_empty() || previous + 1 + word.len() > width);
            }
        }
    }
}
