//! The text that quotes: its paragraphs as a reader sees them, with where each stands.
//!
//! Uses what import reads. Invariant: references to notes are taken out of the paragraphs, so that they part no
//! quotation; a text with lines of a fixed width is put together to paragraphs.

use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;

/// What a record says read it, where it was a plain text.
const PLAIN_TEXT: &str = "plumbline text";
/// Characters that a line of a text with lines of a fixed width has at most.
const WIDEST: usize = 100;

/// A text that quotes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    /// The file's name.
    pub name: String,
    /// Its paragraphs, in order.
    pub paragraphs: Vec<Paragraph>,
    /// What could not be read of it, in words.
    pub warnings: Vec<String>,
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Its words.
    pub text: String,
    /// Whether the format sets it apart as a quotation.
    pub set_apart: bool,
    /// Its line in the text that was read, from 1.
    pub line: u32,
    /// Its page, where there are pages, from 1.
    pub page: Option<u32>,
    /// Its number on its page, or in the document, from 1.
    pub number: u32,
}

impl Article {
    /// Takes the paragraphs of a document that was read.
    pub fn of(record: &Record) -> Self {
        let lines: Vec<Paragraph> = record.blocks.iter().map(|block| paragraph(record, block)).collect();
        let plain = record.original.extractor == PLAIN_TEXT;
        let joins = if plain && is_of_fixed_width(&lines) { goes_on_below } else { goes_on_over_the_page };
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        let mut last_line = 0;
        for mut paragraph in lines {
            if plain {
                take_reply_mark(&mut paragraph);
            }
            let line = paragraph.line;
            match paragraphs.last_mut() {
                Some(last) if joins(last, last_line, &paragraph) => {
                    last.text.push(if plain { '\n' } else { ' ' });
                    last.text.push_str(&paragraph.text);
                }
                _ => paragraphs.push(paragraph),
            }
            last_line = line;
        }
        for (number, paragraph) in (1..).zip(&mut paragraphs).filter(|_| plain) {
            paragraph.number = number;
        }
        Self { name: record.original.name.clone(), paragraphs, warnings: record.original.warnings.clone() }
    }
}

/// A block without the references to notes in it.
fn paragraph(record: &Record, block: &Block) -> Paragraph {
    let mut text = String::with_capacity(block.range.len());
    let mut from = block.range.start;
    let first = record.markers.partition_point(|marker| marker.range.start < block.range.start);
    for marker in record.markers[first..].iter().take_while(|marker| marker.range.end <= block.range.end) {
        text.push_str(record.text.get(from..marker.range.start).unwrap_or_default());
        from = marker.range.end;
    }
    text.push_str(record.text.get(from..block.range.end).unwrap_or_default());
    Paragraph {
        text,
        set_apart: block.kind == BlockKind::Quotation,
        line: block.line,
        page: block.page,
        number: block.paragraph,
    }
}

/// Whether lines were broken at a width: nearly every line that another follows at once is short.
fn is_of_fixed_width(lines: &[Paragraph]) -> bool {
    let followed = lines.windows(2).filter(|pair| pair[0].line + 1 == pair[1].line).map(|pair| &pair[0]);
    let (mut short, mut all) = (0, 0);
    for line in followed {
        all += 1;
        short += usize::from(line.text.len() <= WIDEST || line.text.chars().count() <= WIDEST);
    }
    all > 0 && short * 10 >= all * 9
}

/// A line that is marked as quoted in a letter.
fn take_reply_mark(paragraph: &mut Paragraph) {
    if let Some(rest) = paragraph.text.strip_prefix('>') {
        paragraph.text = rest.trim_start_matches(['>', ' ']).to_owned();
        paragraph.set_apart = true;
    }
}

fn goes_on_below(before: &Paragraph, last_line: u32, next: &Paragraph) -> bool {
    next.line == last_line + 1 && before.set_apart == next.set_apart
}

/// Whether a paragraph goes on over the end of a page: its sentence is not finished.
fn goes_on_over_the_page(before: &Paragraph, _: u32, next: &Paragraph) -> bool {
    let other_page = before.page.is_some() && before.page != next.page && before.set_apart == next.set_apart;
    let open = || before.text.chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, ',' | ';' | '-'));
    let inside = || next.text.chars().next().is_some_and(char::is_lowercase);
    other_page && open() && inside()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::Tools;
    use crate::import::read::read_document;

    fn paragraphs(name: &str, text: &str) -> Vec<(bool, String)> {
        let record = read_document(name, text.as_bytes(), &Tools::default()).expect("reads");
        Article::of(&record).paragraphs.into_iter().map(|p| (p.set_apart, p.text)).collect()
    }

    #[test]
    fn lines_of_a_fixed_width_are_put_together_and_long_ones_stand_alone() {
        let wrapped = "The mill turned\nby night and by\nday.\n\nIt stopped.\n";
        let found = paragraphs("a.txt", wrapped);
        assert_eq!(found, [(false, "The mill turned\nby night and by\nday.".into()), (false, "It stopped.".into())]);
        let long = format!("{}\n{}\n", "word ".repeat(40).trim(), "other ".repeat(40).trim());
        assert_eq!(paragraphs("a.txt", &long).len(), 2);
    }

    #[test]
    fn what_a_format_or_a_letter_sets_apart_is_told() {
        let page = "<p>He wrote:</p><blockquote><p>The wheel turns.</p></blockquote><p>So it does.</p>";
        assert_eq!(paragraphs("a.html", page)[1], (true, "The wheel turns.".into()));
        assert!(paragraphs("a.md", "He wrote:\n\n> The wheel\n> turns.\n")[1].0);
        let letter = paragraphs("a.txt", "He wrote:\n> The wheel\n> turns.\nSo it does.\n");
        assert_eq!(letter[1], (true, "The wheel\nturns.".into()));
    }

    #[test]
    fn references_to_notes_part_no_quotation() {
        let page = "<p>He says “the wheel<sup><a href=\"#fn1\">1</a></sup> turns”.</p><p id=\"fn1\">1. A note.</p>";
        assert!(paragraphs("a.html", page)[0].1.contains("the wheel turns"), "{:?}", paragraphs("a.html", page));
    }
}
