//! Text within XML.
//!
//! Invariant: what is written here is well-formed XML 1.0 and reads as the same text, but for characters that XML cannot
//! hold, which are left out; what no reader could see stands there as its number.

use std::borrow::Cow;
use std::fmt::Write;

use crate::document::escape::is_unseen;

/// A text as content or attribute.
pub fn text(text: &str) -> Cow<'_, str> {
    if !text.chars().any(needs_care) {
        return quick_xml::escape::escape(text);
    }
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(needs_care) {
        let special = part.chars().next_back().filter(|c| needs_care(*c));
        let plain = &part[..part.len() - special.map_or(0, char::len_utf8)];
        out.push_str(&quick_xml::escape::escape(plain));
        if let Some(c) = special.filter(|c| may_stand(*c)) {
            // A string takes whatever is written.
            let _ = write!(out, "&#x{:X};", u32::from(c));
        }
    }
    Cow::Owned(out)
}

/// Whether a character cannot stand as it is: in XML at all, or without acting on whoever prints the file.
fn needs_care(c: char) -> bool {
    !matches!(c, '\t' | '\n' | '\r') && (is_unseen(c) || !may_stand(c))
}

/// Whether XML 1.0 can hold a character.
fn may_stand(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

#[cfg(test)]
mod tests {
    use super::*;

    // Fails where such characters are written as they are.
    #[test]
    fn what_nobody_could_see_stands_as_its_number_and_reads_as_it_was() {
        let written = text("a\u{202e}<b>\u{3164}\u{1b}\u{fffe}c\n\u{e000}");
        assert_eq!(written, "a&#x202E;&lt;b&gt;&#x3164;c\n&#xE000;");
        let read = quick_xml::escape::unescape(&written).expect("is well-formed");
        assert_eq!(read, "a\u{202e}<b>\u{3164}c\n\u{e000}");
        assert!(matches!(text("plain – “text”"), Cow::Borrowed(_)));
    }
}
