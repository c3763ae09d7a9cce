//! Characters that must not stand bare in a written file or an error message.
//!
//! Uses nothing. Invariant: what passes through here holds no character that a terminal, editor or
//! diff would act on instead of showing.

/// Whether a character is a control, format, line-separator or private-use one: categories Cc, Cf, Zl, Zp, Co.
pub fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{0}'..='\u{1f}'
        | '\u{7f}'..='\u{9f}'
        | '\u{ad}'
        | '\u{600}'..='\u{605}'
        | '\u{61c}'
        | '\u{6dd}'
        | '\u{70f}'
        | '\u{890}'..='\u{891}'
        | '\u{8e2}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{110bd}'
        | '\u{110cd}'
        | '\u{13430}'..='\u{1343f}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0001}'
        | '\u{e0020}'..='\u{e007f}'
        | '\u{f0000}'..='\u{10ffff}')
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
