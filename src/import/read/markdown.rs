//! Markdown: a plain text whose marks say what its parts are.
//!
//! Headings, lists, quotations, tables and notes are recognised; emphasis and links stay as written. Invariant: line n
//! of the text of record is line n of the file.

use std::collections::HashMap;
use std::ops::Range;

use crate::import::error::ImportError;
use crate::import::read::VERSION;
use crate::import::read::decode::decode;
use crate::import::read::limits::check_blocks;
use crate::import::read::original;
use crate::import::read::raised::note_number;
use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Marker;
use crate::import::record::Record;

/// Letters of a note's name.
const LONGEST_NAME: usize = 64;

/// What a line is.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Line {
    Blank,
    Fence,
    Heading(u8, Range<usize>),
    /// A row of `=` or `-`: the line before it is a heading of this level.
    Underline(u8),
    Quotation(Range<usize>),
    /// An item: level, its mark and its words.
    Item(u8, String, Range<usize>),
    /// A note: its name and words.
    Note(String, Range<usize>),
    Row,
    /// The line between head and body of a table.
    Rule,
    Words(Range<usize>),
}

/// Reads a Markdown text.
pub fn read(name: &str, bytes: &[u8]) -> Result<Record, ImportError> {
    let decoded = decode(name, bytes, None)?;
    let mut reader = Reader { name, numbers: numbers(&decoded.text), ..Reader::default() };
    for line in decoded.text.split('\n') {
        reader.line(line)?;
    }
    reader.close()?;
    reader.text.pop();
    let original = original("plumbline markdown", VERSION, decoded.warnings);
    let Reader { text, blocks, markers, .. } = reader;
    Ok(Record { text, blocks, markers, title: None, original })
}

#[derive(Debug, Default)]
struct Reader<'a> {
    name: &'a str,
    numbers: HashMap<String, u32>,
    text: String,
    blocks: Vec<Block>,
    markers: Vec<Marker>,
    open: Option<Block>,
    line: u32,
    tables: u32,
    in_table: bool,
    in_fence: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str) -> Result<(), ImportError> {
        self.line = self.line.saturating_add(1);
        let what = self.what(line);
        if !matches!(what, Line::Row | Line::Rule) && self.in_table {
            self.in_table = false;
            self.tables = self.tables.saturating_add(1);
        }
        match what {
            Line::Blank => self.close()?,
            Line::Fence => {
                self.in_fence = !self.in_fence;
                self.close()?;
            }
            Line::Underline(level) => {
                if let Some(open) = &mut self.open {
                    open.kind = BlockKind::Heading(level);
                }
                self.close()?;
            }
            Line::Heading(level, words) => {
                self.begin(BlockKind::Heading(level), "", &line[words])?;
                self.close()?;
            }
            Line::Quotation(words) => match &self.open {
                Some(open) if open.kind == BlockKind::Quotation => self.go_on(&line[words]),
                _ => self.begin(BlockKind::Quotation, "", &line[words])?,
            },
            Line::Item(level, mark, words) => {
                self.text.push_str(&"  ".repeat(usize::from(level - 1)));
                self.begin(BlockKind::ListItem(level), &format!("{mark} "), &line[words])?;
            }
            Line::Note(name, words) => {
                let label = self.numbers.get(&name).map_or(name, u32::to_string);
                self.begin(BlockKind::Note(label.clone()), &format!("{label} "), &line[words])?;
            }
            Line::Row => self.row(line)?,
            Line::Rule => self.close()?,
            Line::Words(words) => match &self.open {
                Some(open) if !matches!(open.kind, BlockKind::Row { .. } | BlockKind::Heading(_)) => {
                    self.go_on(&line[words])
                }
                _ => self.begin(BlockKind::Paragraph, "", &line[words])?,
            },
        }
        self.text.push('\n');
        Ok(())
    }

    fn what(&self, line: &str) -> Line {
        let words = line.trim();
        let lead = line.len() - line.trim_start().len();
        let all = lead..line.trim_end().len();
        let rest = |from: usize| {
            let inner = line.get(from..all.end).unwrap_or_default();
            all.end - inner.trim_start().len()..all.end
        };
        if words.starts_with("```") || words.starts_with("~~~") {
            return Line::Fence;
        }
        match () {
            () if words.is_empty() => Line::Blank,
            () if self.in_fence => Line::Words(all),
            () if is_rule(words) && self.in_table => Line::Rule,
            () if words.trim_matches('=').is_empty() && self.is_paragraph() => Line::Underline(1),
            () if words.trim_matches('-').is_empty() && words.len() > 1 && self.is_paragraph() => Line::Underline(2),
            () if words.len() > 2
                && ["*", "-", "_"].iter().any(|mark| words.replace([' '], "").replace(mark, "").is_empty()) =>
            {
                Line::Blank
            }
            () if words.starts_with('#') => {
                let level = words.bytes().take_while(|byte| *byte == b'#').count();
                let inner = words.get(level..).unwrap_or_default();
                if level > 6 || !inner.starts_with([' ', '\t']) || inner.trim_matches(['#', ' ', '\t']).is_empty() {
                    return Line::Words(all);
                }
                let begin = rest(lead + level).start;
                let end = begin + line.get(begin..all.end).unwrap_or_default().trim_end_matches('#').trim_end().len();
                Line::Heading(u8::try_from(level).unwrap_or(6), begin..end)
            }
            () if words.starts_with('>') => Line::Quotation(rest(lead + 1)),
            () if words.starts_with('|') => Line::Row,
            () => self.item_or_note(line, lead, rest).unwrap_or(Line::Words(all)),
        }
    }

    fn item_or_note(&self, line: &str, lead: usize, rest: impl Fn(usize) -> Range<usize>) -> Option<Line> {
        let words = line.get(lead..)?;
        if let Some(inner) = words.strip_prefix("[^") {
            let (name, _) = inner.split_once("]:")?;
            return is_name(name).then(|| Line::Note(name.to_owned(), rest(lead + name.len() + 4)));
        }
        let columns: usize = line.get(..lead)?.chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
        let level = u8::try_from((columns / 2 + 1).min(9)).unwrap_or(9);
        let digits = words.bytes().take_while(u8::is_ascii_digit).count();
        let mark = if digits == 0 { words.get(..1)? } else { words.get(..digits + 1)? };
        let is_mark = matches!(mark, "-" | "*" | "+") || (digits > 0 && digits < 10 && mark.ends_with(['.', ')']));
        let behind = words.get(mark.len()..)?;
        let shown = if digits == 0 { "-" } else { mark };
        (is_mark && behind.starts_with([' ', '\t']) && !behind.trim().is_empty())
            .then(|| Line::Item(level, shown.to_owned(), rest(lead + mark.len())))
    }

    fn is_paragraph(&self) -> bool {
        self.open.as_ref().is_some_and(|open| open.kind == BlockKind::Paragraph)
    }

    fn begin(&mut self, kind: BlockKind, mark: &str, words: &str) -> Result<(), ImportError> {
        self.close()?;
        let start = self.text.len();
        self.text.push_str(mark);
        self.write(words);
        let paragraph = u32::try_from(self.blocks.len() + 1).unwrap_or(u32::MAX);
        self.open = Some(Block { kind, range: start..self.text.len(), line: self.line, page: None, paragraph });
        Ok(())
    }

    fn go_on(&mut self, words: &str) {
        self.write(words);
        if let Some(open) = &mut self.open {
            open.range.end = self.text.len();
        }
    }

    /// Writes words, references as `[12]`.
    fn write(&mut self, words: &str) {
        let mut rest = words;
        while let Some((before, behind)) = rest.split_once("[^") {
            self.text.push_str(before);
            let number = name_at(behind).and_then(|name| Some((name, *self.numbers.get(name)?)));
            rest = behind;
            let Some((name, footnote)) = number else {
                self.text.push_str("[^");
                continue;
            };
            let start = self.text.len();
            self.text.push_str(&format!("[{footnote}]"));
            self.markers.push(Marker { range: start..self.text.len(), footnote });
            rest = behind.get(name.len() + 1..).unwrap_or_default();
        }
        self.text.push_str(rest);
    }

    fn row(&mut self, line: &str) -> Result<(), ImportError> {
        self.close()?;
        self.in_table = true;
        let inner = line.trim().trim_start_matches('|');
        let inner = inner.strip_suffix('|').unwrap_or(inner);
        let start = self.text.len();
        let mut cells = Vec::new();
        for (at, cell) in inner.split('|').enumerate() {
            if at > 0 {
                self.text.push(' ');
            }
            let begin = self.text.len();
            self.write(cell.trim());
            cells.push(begin..self.text.len());
            self.text.push_str(if cell.trim().is_empty() { "|" } else { " |" });
        }
        let paragraph = u32::try_from(self.blocks.len() + 1).unwrap_or(u32::MAX);
        let kind = BlockKind::Row { table: self.tables, cells };
        self.open = Some(Block { kind, range: start..self.text.len(), line: self.line, page: None, paragraph });
        self.close()
    }

    fn close(&mut self) -> Result<(), ImportError> {
        if let Some(mut block) = self.open.take() {
            let inside = self.text.get(block.range.clone()).unwrap_or_default();
            let lead = inside.len() - inside.trim_start().len();
            let before = inside.get(..lead).unwrap_or_default().matches('\n').count();
            block.line = block.line.saturating_add(u32::try_from(before).unwrap_or(u32::MAX));
            block.range = block.range.start + lead..block.range.start + inside.trim_end().len().max(lead);
            if !block.range.is_empty() {
                self.blocks.push(block);
            }
        }
        check_blocks(self.name, self.blocks.len())
    }
}

/// `|---|:--:|`
fn is_rule(words: &str) -> bool {
    words.contains('-') && words.chars().all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len()) && !name.contains(|c: char| c.is_whitespace() || matches!(c, '[' | ']'))
}

/// The name that ends at the next closing bracket.
fn name_at(text: &str) -> Option<&str> {
    let end = text.bytes().take(LONGEST_NAME + 1).position(|byte| byte == b']')?;
    text.get(..end).filter(|name| is_name(name))
}

/// The numbers of notes: their own where they are numbers, else the next free ones.
fn numbers(text: &str) -> HashMap<String, u32> {
    let names: Vec<&str> = text.split("[^").skip(1).filter_map(name_at).collect();
    let mut next = names.iter().filter_map(|name| note_number(name)).max().unwrap_or(0);
    let mut numbers = HashMap::new();
    for name in names {
        if !numbers.contains_key(name) {
            let number = note_number(name).unwrap_or_else(|| {
                next += 1;
                next
            });
            numbers.insert(name.to_owned(), number);
        }
    }
    numbers
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::import::read::compose::assert_well_formed;

    const TEXT: &str = "# Our evidence #\n\nWords of one[^1] paragraph\nin two lines.[^b]\n\nPart two\n--------\n\n> quoted\n> on\n\n\
                        - first\n  goes on\n  * inner\n12. twelfth\n\n| A | B |\n|---|---|\n| Good |  |\n\n[^1]: A note\n    going on\n[^b]: Another\n";

    #[test]
    fn marks_become_kinds_and_lines_stay_where_they_are() {
        let record = read("a.md", TEXT.as_bytes()).unwrap();
        assert_well_formed(&record);
        let found: Vec<_> = record
            .blocks
            .iter()
            .map(|block| match &block.kind {
                BlockKind::Row { table, .. } => {
                    (BlockKind::Row { table: *table, cells: vec![] }, block.line, record.words_of(block))
                }
                kind => (kind.clone(), block.line, record.words_of(block)),
            })
            .collect();
        let row = || BlockKind::Row { table: 0, cells: vec![] };
        assert_eq!(
            found,
            [
                (BlockKind::Heading(1), 1, "Our evidence"),
                (BlockKind::Paragraph, 3, "Words of one[1] paragraph\nin two lines.[2]"),
                (BlockKind::Heading(2), 6, "Part two"),
                (BlockKind::Quotation, 9, "quoted\non"),
                (BlockKind::ListItem(1), 12, "- first\ngoes on"),
                (BlockKind::ListItem(2), 14, "- inner"),
                (BlockKind::ListItem(1), 15, "12. twelfth"),
                (row(), 17, "A | B |"),
                (row(), 19, "Good | |"),
                (BlockKind::Note("1".to_owned()), 21, "1 A note\ngoing on"),
                (BlockKind::Note("2".to_owned()), 23, "2 Another"),
            ]
        );
        assert_eq!(record.markers.iter().map(|marker| marker.footnote).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(record.text.matches('\n').count(), TEXT.matches('\n').count());
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_soup_of_marks_makes_the_reader_panic_or_lose_its_lines(pieces in prop::collection::vec(prop::sample::select(vec![
            "# ", "#", " ", "\n", "\n\n", "> ", "- ", "* ", "1. ", "|", "---", "===", "[^1]", "[^b]: ", "[^", "]", "```", "words", "é", "\t", "[^1]: x",
        ]), 0..60)) {
            let text = pieces.concat();
            if let Ok(record) = read("a.md", text.as_bytes()) {
                assert_well_formed(&record);
                prop_assert_eq!(record.text.matches('\n').count(), text.matches('\n').count());
            }
        }
    }
}
