//! Which characters a reader could not see, and the visible form each gets instead.
//!
//! Owns the lists of controls, bidirectional marks, formats and fillers. Uses nothing.
//! Invariant: a marker is printable ASCII, so a marker can never need a marker.

use std::fmt::Write;

/// What a text holds that would act on a screen instead of showing on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Unseen {
    /// Control characters other than tab and the line ends.
    pub controls: usize,
    /// Characters that reorder what is read.
    pub bidi: usize,
    /// Formats, fillers, tags, variation selectors, private use and non-characters.
    pub others: usize,
}

impl Unseen {
    /// Counts them in a text. Joiners and selectors inside an emoji count too: this looks at single
    /// characters.
    pub fn of(text: &str) -> Self {
        text.chars().fold(Self::default(), |mut seen, c| {
            match c {
                '\t' | '\r' => {}
                _ if is_line_end(c) => {}
                _ if c.is_control() => seen.controls += 1,
                _ if bidi_name(c).is_some() => seen.bidi += 1,
                _ if is_invisible(c) => seen.others += 1,
                _ => {}
            }
            seen
        })
    }
}

/// Whether a character ends a line: line feed, next line, line and paragraph separator. A carriage
/// return does too, but only alone; see [`crate::text::display`].
pub fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The short name of a character that reorders what is read.
pub fn bidi_name(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{061C}' => "ALM",
        '\u{200E}' => "LRM",
        '\u{200F}' => "RLM",
        '\u{202A}' => "LRE",
        '\u{202B}' => "RLE",
        '\u{202C}' => "PDF",
        '\u{202D}' => "LRO",
        '\u{202E}' => "RLO",
        '\u{2066}' => "LRI",
        '\u{2067}' => "RLI",
        '\u{2068}' => "FSI",
        '\u{2069}' => "PDI",
        _ => return None,
    })
}

/// Whether a character has no shape of its own, or none that is agreed on: general category Cf,
/// everything a renderer may ignore (fillers, variation selectors, tags), private use, non-characters.
///
/// Lists of Unicode 17.0; blocks reserved for such characters are taken whole.
pub fn is_invisible(c: char) -> bool {
    matches!(u32::from(c),
        0xAD | 0x34F | 0x600..=0x605 | 0x61C | 0x6DD | 0x70F | 0x890..=0x891 | 0x8E2
        | 0x115F..=0x1160 | 0x17B4..=0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x3164
        | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
        | 0x110BD | 0x110CD | 0x13430..=0x1343F | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
        | 0xE0000..=0xE0FFF | 0xF0000..=0x10FFFF)
        || u32::from(c) & 0xFFFE == 0xFFFE
}

/// Appends the visible form: `^[` for the controls of ASCII, `<RLO>` for a bidirectional mark,
/// `<U+200B>` for the rest.
pub fn push_marker(out: &mut String, c: char) {
    match (u32::from(c), bidi_name(c)) {
        (code @ (0..=0x1F | 0x7F), _) => {
            out.push('^');
            out.push(char::from_u32(code ^ 0x40).expect("an ASCII control with one bit turned is ASCII"));
        }
        (_, Some(name)) => {
            out.push('<');
            out.push_str(name);
            out.push('>');
        }
        (code, None) => write!(out, "<U+{code:04X}>").expect("a string takes whatever is written"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marker(c: char) -> String {
        let mut out = String::new();
        push_marker(&mut out, c);
        out
    }

    #[test]
    fn every_unseen_character_has_a_form_a_person_can_read() {
        for (c, shown) in [
            ('\0', "^@"),
            ('\u{1b}', "^["),
            ('\u{7f}', "^?"),
            ('\u{9b}', "<U+009B>"),
            ('\u{202e}', "<RLO>"),
            ('\u{2069}', "<PDI>"),
            ('\u{200b}', "<U+200B>"),
            ('\u{e0041}', "<U+E0041>"),
        ] {
            assert_eq!(marker(c), shown);
        }
    }

    #[test]
    fn a_marker_is_printable_ascii_for_every_character() {
        for c in '\0'..=char::MAX {
            assert!(marker(c).bytes().all(|b| (0x21..0x7f).contains(&b)), "{:?}", c);
        }
    }

    #[test]
    fn letters_signs_and_spaces_are_not_invisible() {
        for c in "aé£“”–…\u{a0}\u{2009}\u{3000}中한אعกक😀½©→✓\u{fffd}\u{fffc}".chars() {
            assert!(!is_invisible(c), "{c:?}");
        }
    }

    #[test]
    fn the_count_tells_reordering_from_other_tricks() {
        let seen = Unseen::of("a\tb\r\nc\u{1b}[0m\u{202e}x\u{2066}\u{200b}\u{e000}\u{ffff}");
        assert_eq!(seen, Unseen { controls: 1, bidi: 2, others: 3 });
    }
}
