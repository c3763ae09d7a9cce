//! Text within Markdown, so that it reads as text.
//!
//! Invariant: what is escaped here comes out of a Markdown reader as the same characters, in a paragraph, a list item or
//! a cell of a table; line feeds as breaks of a line.

/// What has a meaning within a line.
const SPECIAL: [char; 13] = ['\\', '`', '*', '_', '[', ']', '<', '>', '&', '|', '~', '#', '$'];

/// A text as Markdown.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    for (at, line) in text.trim().split('\n').enumerate() {
        if at > 0 {
            out.push_str("<br>");
        }
        escape_line(line.trim(), &mut out);
    }
    out
}

fn escape_line(line: &str, out: &mut String) {
    let figures = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in line.char_indices() {
        // What begins a list, a heading or a rule at the start of a line.
        let opens =
            (at == 0 && matches!(c, '-' | '+' | '=' | ':')) || (at == figures && figures > 0 && matches!(c, '.' | ')'));
        let image = c == '!' && line[at + 1..].starts_with('[');
        if opens || image || SPECIAL.contains(&c) {
            out.push('\\');
        }
        out.push(c);
    }
}

/// A page without two empty lines in a row, and with one line feed at its end.
pub fn tidy(page: &str) -> String {
    let mut out = String::with_capacity(page.len());
    let mut empty = true;
    for line in page.lines() {
        let line = line.trim_end();
        if line.is_empty() && empty {
            continue;
        }
        empty = line.is_empty();
        out.push_str(line);
        out.push('\n');
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}
