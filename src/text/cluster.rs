//! Grapheme clusters: what a reader takes for one character, and how many terminal cells it fills.
//!
//! Owns the cut of a text into runs of simple characters and clusters. Uses std and unicode crates.
//! Invariant: the pieces follow one another without gap, and every cut is a grapheme boundary.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;
use unicode_width::UnicodeWidthStr;

/// A stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Characters that are each a grapheme of their own, whatever stands beside them.
    Plain(&'a str),
    /// One grapheme that needs a closer look.
    Cluster(&'a str),
}

/// The pieces of a text, in order.
#[derive(Debug, Clone)]
pub struct Pieces<'a> {
    rest: &'a str,
}

/// Cuts a text into pieces.
pub fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text }
}

impl<'a> Iterator for Pieces<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        let mut last = 0;
        let stop = self.rest.char_indices().find(|&(at, c)| {
            let plain = is_plain(c);
            if plain {
                last = at;
            }
            !plain
        });
        let (piece, length) = match stop {
            None if self.rest.is_empty() => return None,
            None => (Piece::Plain(self.rest), self.rest.len()),
            // A mark may follow: the last plain character goes with it.
            Some(_) if last > 0 => (Piece::Plain(&self.rest[..last]), last),
            // Cutting afresh here gives the same graphemes as cutting from the start, since this is a
            // boundary and the rules look back no further than that.
            Some(_) => {
                let cluster = self.rest.graphemes(true).next().unwrap_or(self.rest);
                (Piece::Cluster(cluster), cluster.len())
            }
        };
        self.rest = &self.rest[length..];
        Some(piece)
    }
}

/// Whether a character can be shown as it is and never joins another such character: the common
/// letters, figures, punctuation, ideographs and pictures, and line feed. The ranges need not be
/// complete; what they leave out takes the careful way.
pub fn is_plain(c: char) -> bool {
    matches!(u32::from(c),
        0x20..=0x7E | 0x0A | 0xA0..=0xAC | 0xAE..=0x2FF | 0x370..=0x482 | 0x48A..=0x58F | 0x5D0..=0x5EA | 0x620..=0x64A
        | 0x1E00..=0x1FFF | 0x2010..=0x2027 | 0x2030..=0x205E | 0x2070..=0x20CF | 0x2100..=0x2BFF
        | 0x2E80..=0x3029 | 0x3030..=0x3098 | 0x309B..=0x30FF | 0x3400..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFF01..=0xFF9D | 0xFFE0..=0xFFE6 | 0x1F300..=0x1F3FA | 0x1F400..=0x1F6FF | 0x1F900..=0x1F9FF)
}

/// The cells one plain character fills.
pub fn plain_cells(c: char) -> usize {
    if c.is_ascii() { usize::from(c != '\n') } else { c.width().unwrap_or(0) }
}

/// The cells a text fills on one line, grapheme by grapheme as a terminal buffer counts them.
/// Line ends count nothing.
pub fn cells(text: &str) -> usize {
    pieces(text)
        .map(|piece| match piece {
            Piece::Plain(run) => run.chars().map(plain_cells).sum(),
            Piece::Cluster(cluster) => cluster_cells(cluster),
        })
        .sum()
}

/// The cells one grapheme fills.
pub fn cluster_cells(cluster: &str) -> usize {
    if matches!(cluster, "\n" | "\r" | "\r\n") { 0 } else { cluster.width() }
}

/// Whether a grapheme is a well-formed emoji that may keep its joiners and selectors: a picture with
/// selector 16 or skin tone, such pictures joined, a keycap, or the flag of England, Scotland or Wales
/// (the only flags spelt with hidden letters that are in general use).
pub fn is_emoji(cluster: &str) -> bool {
    const FLAGS: [&str; 3] = ["gbeng", "gbsct", "gbwls"];
    let mut chars = cluster.chars();
    let Some(first) = chars.next() else { return false };
    if chars.as_str() == "\u{FE0F}\u{20E3}" {
        return matches!(first, '0'..='9' | '#' | '*');
    }
    if first == '\u{1F3F4}' && cluster.ends_with('\u{E007F}') {
        let letter = |c: char| u32::from(c).checked_sub(0xE0000).and_then(char::from_u32);
        let name: Option<String> = chars.take_while(|&c| c != '\u{E007F}').map(letter).collect();
        return name
            .is_some_and(|name| FLAGS.contains(&name.as_str()) && cluster.chars().count() == name.chars().count() + 2);
    }
    cluster.split('\u{200D}').all(is_picture) && cluster.width() == 2
}

/// One picture, with at most one selector 16 or skin tone.
fn is_picture(element: &str) -> bool {
    let mut chars = element.chars();
    chars.next().is_some_and(is_pictographic)
        && matches!(chars.next(), None | Some('\u{FE0F}' | '\u{1F3FB}'..='\u{1F3FF}'))
        && chars.next().is_none()
}

/// Asks the grapheme rules: only a pictographic character is joined to the next picture by a joiner.
fn is_pictographic(c: char) -> bool {
    let mut joined = String::from(c);
    joined.push_str("\u{200D}\u{231A}");
    c >= '\u{A9}' && joined.graphemes(true).nth(1).is_none()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::invisible::is_invisible;
    use proptest::prelude::*;

    #[test]
    fn plain_characters_are_visible_and_never_join_each_other() {
        let joins = |text: String| text.graphemes(true).count() != text.chars().count();
        for c in ('\0'..=char::MAX).filter(|&c| is_plain(c) && c != '\n') {
            assert!(!c.is_control() && !is_invisible(c), "{c:?}");
            assert!(matches!(c.width(), Some(1 | 2)), "{c:?}");
            for other in ['a', '\u{AC00}', '\u{AC01}', '©', c] {
                assert!(!joins(format!("{c}{other}")) && !joins(format!("{other}{c}")), "{c:?} {other:?}");
            }
        }
    }

    #[test]
    fn emoji_that_people_send_are_well_formed() {
        let flag = |letters: &str| {
            let tags = letters.chars().map(|c| char::from_u32(0xE0000 + u32::from(c)).expect("a tag letter"));
            format!("\u{1F3F4}{}\u{E007F}", tags.collect::<String>())
        };
        for emoji in [
            "❤\u{FE0F}",
            "👩\u{200D}👩\u{200D}👧\u{200D}👦",
            "👩🏽\u{200D}⚕\u{FE0F}",
            "1\u{FE0F}\u{20E3}",
            "🏳\u{FE0F}\u{200D}🌈",
        ] {
            assert!(is_emoji(emoji), "{emoji}");
        }
        assert!(is_emoji(&flag("gbeng")));
        assert!(!is_emoji(&flag("gbxxx")));
        assert!(!is_emoji(&flag("send the money")));
    }

    #[test]
    fn a_joiner_or_selector_elsewhere_is_not_an_emoji() {
        for text in
            ["a\u{FE0F}", "中\u{FE0F}", "a\u{200D}", "👩\u{200D}", "👩\u{200D}a", "1\u{FE0F}", "👩\u{FE0F}\u{FE0F}", ""]
        {
            assert!(!is_emoji(text), "{text:?}");
        }
    }

    #[test]
    fn cells_are_counted_as_a_terminal_counts_them() {
        for (text, cells_filled) in [
            ("", 0),
            ("abc", 3),
            ("£5", 2),
            ("中文", 4),
            ("e\u{301}", 1),
            ("👩\u{200D}👧", 2),
            ("한글", 4),
            ("שלום", 4),
            ("a\nb", 2),
        ] {
            assert_eq!(cells(text), cells_filled, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn pieces_join_back_and_are_cut_at_graphemes(text in "[a é中👩\u{200D}\u{301}\u{FE0F}🇬🇧\r\n각\u{1100}\u{1161}\u{94d}\u{915}\u{1F3FD}]{0,24}") {
            let mut cut = Vec::new();
            for piece in pieces(&text) {
                match piece {
                    Piece::Plain(run) => cut.extend(run.chars().map(String::from)),
                    Piece::Cluster(cluster) => cut.push(cluster.to_owned()),
                }
            }
            let graphemes: Vec<String> = text.graphemes(true).map(str::to_owned).collect();
            prop_assert_eq!(cut, graphemes);
        }
    }
}
