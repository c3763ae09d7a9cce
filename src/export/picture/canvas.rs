//! What a picture is drawn on: shapes and labels at places, in pixels, growing downwards.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::export::xml;

/// Where a label stands in regard to its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// It begins there.
    Start,
    /// Its middle is there.
    Middle,
}

/// A picture as it is drawn.
#[derive(Debug, Default)]
pub struct Canvas {
    body: String,
}

/// Height of a line of labels.
pub const LINE: usize = 17;

impl Canvas {
    /// Adds a shape.
    pub fn put(&mut self, shape: &str) {
        self.body.push_str(shape);
        self.body.push('\n');
    }

    /// Adds a rectangle.
    pub fn rect(&mut self, (x, y): (usize, usize), (width, height): (usize, usize), fill: &str) {
        self.put(&format!("<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" fill=\"{fill}\"/>"));
    }

    /// Adds a label; `class` is `b` for bold, `s` for small, empty for plain.
    pub fn label(&mut self, (x, y): (usize, usize), anchor: Anchor, class: &str, text: &str) {
        let anchor = if anchor == Anchor::Middle { " text-anchor=\"middle\"" } else { "" };
        let class = if class.is_empty() { String::new() } else { format!(" class=\"{class}\"") };
        self.put(&format!("<text x=\"{x}\" y=\"{y}\"{anchor}{class}>{}</text>", xml::text(text)));
    }

    /// The picture, with its title and what it shows in words.
    pub fn finish(self, (width, height): (usize, usize), title: &str, words: &str) -> String {
        let mut out = String::with_capacity(self.body.len() + 1024);
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} \
             {height}\" role=\"img\" aria-labelledby=\"title desc\" lang=\"en-GB\">\n<title id=\"title\">{}</title>\n\
             <desc id=\"desc\">{}</desc>\n<style>text{{font:14px \"DejaVu Sans\",Verdana,Arial,sans-serif;fill:#1a1a1a}}\
             .b{{font-weight:bold}}.h{{font-size:17px;font-weight:bold}}.s{{font-size:12px;fill:#404040}}</style>\n\
             <rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n{}</svg>\n",
            xml::text(title),
            xml::text(words),
            self.body
        );
        out
    }
}

/// A text in lines of at most so many columns, and at most so many lines.
pub fn wrapped(text: &str, columns: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let word = clipped(word, columns);
        let last = lines.len() - 1;
        let line = &mut lines[last];
        if line.is_empty() {
            *line = word;
        } else if line.width() + 1 + word.width() <= columns {
            line.push(' ');
            line.push_str(&word);
        } else if lines.len() == most {
            let line = &mut lines[last];
            *line = clipped(&format!("{line} {word}"), columns.saturating_sub(1));
            if !line.ends_with('\u{2026}') {
                line.push('\u{2026}');
            }
            break;
        } else {
            lines.push(word);
        }
    }
    lines
}

fn clipped(word: &str, columns: usize) -> String {
    if word.width() <= columns {
        return word.to_owned();
    }
    let mut kept = String::new();
    for c in word.chars() {
        if kept.width() + 2 > columns {
            break;
        }
        kept.push(c);
    }
    kept.push('\u{2026}');
    kept
}
