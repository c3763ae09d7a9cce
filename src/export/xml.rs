//! Text within XML.
//!
//! Invariant: what is written here is well-formed XML 1.0 and reads as the same text, but for characters that XML cannot
//! hold, which are left out.

use std::borrow::Cow;

/// A text as content or attribute.
pub fn text(text: &str) -> Cow<'_, str> {
    match text.chars().all(may_stand) {
        true => quick_xml::escape::escape(text),
        false => {
            let held: String = text.chars().filter(|c| may_stand(*c)).collect();
            Cow::Owned(quick_xml::escape::escape(held.as_str()).into_owned())
        }
    }
}

/// Whether XML 1.0 can hold a character.
fn may_stand(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}
