//! Characters that must not stand bare in a written file or an error message.
//!
//! Uses `text`. Invariant: what passes through here holds no character that a terminal, editor or
//! diff would act on instead of showing.

use crate::text::invisible::is_invisible;
use crate::text::invisible::is_line_end;

/// Whether a character is a control, a line separator, or one that a reader could not see: formats, fillers, variation
/// selectors, tags, private use, non-characters.
pub fn is_unseen(c: char) -> bool {
    c.is_control() || is_line_end(c) || is_invisible(c)
}

/// A text as an error message may quote it: one line, unseen characters spelled out, at most `limit` characters.
pub fn shown(text: &str, limit: usize) -> String {
    let mut out = String::new();
    for (at, c) in text.chars().enumerate() {
        if at == limit {
            out.push('…');
            break;
        }
        if is_unseen(c) { out.extend(c.escape_unicode()) } else { out.push(c) }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_cannot_drive_the_terminal_or_flood_it() {
        assert_eq!(shown("a\u{1b}[2Jb\u{202e}c\n", 40), "a\\u{1b}[2Jb\\u{202e}c\\u{a}");
        assert_eq!(shown("abcdef", 3), "abc…");
        assert_eq!(shown("Médecins “sans” 日本", 40), "Médecins “sans” 日本");
    }
}
