//! From words with places to a text of record: paragraphs, headings, lists, notes; heads and feet of pages left out.

use std::collections::HashMap;

use crate::import::error::ImportError;
use crate::import::read::compose::Composer;
use crate::import::read::compose::Words;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::flowing::Flowing;
use crate::import::read::pdf::flowing::Row;
use crate::import::read::pdf::flowing::flowing;
use crate::import::read::pdf::flowing::halves;
use crate::import::read::pdf::flowing::joined;
use crate::import::read::pdf::flowing::usual;
use crate::import::read::pdf::heads;
use crate::import::read::pdf::hyphen::Joint;
use crate::import::read::pdf::hyphen::Vocabulary;
use crate::import::read::pdf::notes;
use crate::import::read::pdf::raise::attach;
use crate::import::read::pdf::table;
use crate::import::read::raised::leading_number;
use crate::import::record::BlockKind;

/// What was found besides the text.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Lines of heads and feet of pages left out.
    pub heads: usize,
    /// Pages without any text.
    pub empty: Vec<usize>,
    /// Tables put together.
    pub tables: usize,
    /// Pages whose raised figures were not looked for.
    pub crowded: usize,
}

/// A paragraph that may go on.
#[derive(Debug)]
struct Open {
    words: Words,
    first: Flowing,
    last: Flowing,
    number: Option<u32>,
    is_item: bool,
    /// Its lines that end at the right edge.
    flush: usize,
}

/// Lines that end at one place before the text is taken to be set to it.
const FLUSH: usize = 2;

/// Writes the pages.
pub(super) fn write(mut pages: Vec<Page>, composer: &mut Composer) -> Result<Told, ImportError> {
    let empty = (1..).zip(&pages).filter(|(_, page)| page.lines.is_empty()).map(|(number, _)| number).collect();
    let crowded = pages.iter_mut().map(|page| usize::from(!attach(page))).sum();
    let heads = heads::take_out(&mut pages);
    let notes = notes::take_out(&mut pages);
    table::gather_all(&mut pages);
    let tables = pages.iter().flat_map(|page| &page.lines).filter(|line| line.table.is_some()).count();
    let told = Told { heads, empty, tables, crowded };
    let mut lines: Vec<Flowing> = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        lines.extend(page.lines.iter().map(|line| flowing(line, number)));
    }
    let body = usual(lines.iter().map(|line| (line.height, line.words.text().len())));
    let cells = lines.iter().flat_map(|line| &line.rows).flatten().flatten();
    let running = lines.iter().filter(|line| line.rows.is_empty()).map(|line| &line.words);
    let vocabulary = Vocabulary::of(running.chain(cells).map(Words::text));
    let sizes = heading_sizes(&lines, body);
    let gap = usual_gap(&lines);
    let rights = right_edges(&lines);
    let mut tables = 0;
    let mut open: Option<Open> = None;
    for line in lines {
        let edge = |line: &Flowing| rights.get(&(line.page, line.block)).copied().unwrap_or(line.right);
        let right = edge(&line);
        match &mut open {
            Some(paragraph) if goes_on(paragraph, &line, gap, right, edge(&paragraph.last)) => {
                join(&mut paragraph.words, &line.words, &vocabulary);
                paragraph.flush += usize::from((line.right - right).abs() < 0.5);
                paragraph.last = line;
            }
            _ => {
                end(open.take(), &sizes, &vocabulary, &mut tables, composer)?;
                open = Some(begin(line));
            }
        }
    }
    end(open, &sizes, &vocabulary, &mut tables, composer)?;
    for note in notes {
        composer.page(page_number(note.page));
        let lines: Vec<Words> = note.lines.iter().map(|line| joined(line)).collect();
        composer.note(&note.number.to_string(), together(&lines, &vocabulary))?;
    }
    Ok(told)
}

fn page_number(page: usize) -> u32 {
    u32::try_from(page + 1).unwrap_or(u32::MAX)
}

/// The sizes that headings have, largest first, in halves of a point.
fn heading_sizes(lines: &[Flowing], body: f32) -> Vec<i32> {
    let mut sizes: Vec<i32> = lines
        .iter()
        .filter(|line| line.rows.is_empty())
        .map(|line| halves(line.height))
        .filter(|size| *size as f32 / 2.0 > body * 1.12)
        .collect();
    sizes.sort_unstable_by(|one, other| other.cmp(one));
    sizes.dedup();
    sizes
}

/// The space between the lines of a paragraph.
fn usual_gap(lines: &[Flowing]) -> f32 {
    let same = |(one, other): &(&Flowing, &Flowing)| one.page == other.page && one.block == other.block;
    let pairs = lines.iter().zip(lines.iter().skip(1)).filter(same);
    let gaps = pairs.map(|(one, other)| other.top - one.bottom).filter(|gap| *gap > -20.0 && *gap < 40.0);
    let mut gaps: Vec<f32> = gaps.collect();
    gaps.sort_unstable_by(f32::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or_default()
}

/// How far each block of a page reaches to the right.
fn right_edges(lines: &[Flowing]) -> HashMap<(usize, usize), f32> {
    let mut edges = HashMap::new();
    for line in lines {
        let edge = edges.entry((line.page, line.block)).or_insert(line.right);
        *edge = edge.max(line.right);
    }
    edges
}

const BULLETS: [char; 10] = ['•', '▪', '●', '◦', '‣', '■', '○', '➢', '\u{f0b7}', '\u{f0a7}'];

fn is_item(text: &str) -> bool {
    text.starts_with(BULLETS) || text.starts_with("– ") || text.starts_with("- ")
}

/// A sentence is over.
fn is_complete(text: &str) -> bool {
    // Only the end matters: looking through all of a long paragraph for each of its lines would take for ever.
    let from = text.char_indices().rev().take(64).last().map_or(0, |(at, _)| at);
    let text = text.get(from..).unwrap_or(text);
    let text =
        text.trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '[' | ']' | '”' | '’' | '"' | '\'' | ')'));
    text.ends_with(['.', '!', '?', ':', ';'])
}

/// Whether a line belongs to the paragraph before it.
fn goes_on(open: &Open, line: &Flowing, gap: f32, right: f32, last_right: f32) -> bool {
    let (last, text) = (&open.last, line.words.text());
    let similar = (line.height - last.height).abs() <= last.height.max(1.0) * 0.1;
    let in_table = !line.rows.is_empty() || !last.rows.is_empty();
    if !similar || in_table || is_item(text) {
        return false;
    }
    let counts_on = open.number.zip(leading_number(text)).is_some_and(|(before, now)| now == before.saturating_add(1));
    let complete = is_complete(open.words.text());
    if counts_on && complete
        || counts_on && open.first.left - line.left > -2.0 && (line.left - open.first.left).abs() < 2.0
    {
        return false;
    }
    // A numbered or dotted item does not go on to the left of its number.
    let is_listed = open.number.is_some() || open.is_item;
    let is_left = is_listed && line.left < open.first.left - last.height;
    let begins_list = text.starts_with('(') && leading_number(text).is_some() && line.left > last.left + last.height;
    if last.page == line.page && (is_left || begins_list) {
        return false;
    }
    if last.page == line.page && last.block == line.block {
        let apart = line.top - last.bottom > gap + last.height * 0.45;
        let beside = line.top < last.bottom - last.height * 0.5;
        let indented = complete && line.left > last.left + last.height * 0.8;
        let short = complete && last.right < right - (right - last.left) * 0.2;
        return !apart && !beside && !indented && !short;
    }
    let begins_small = text.chars().next().is_some_and(char::is_lowercase);
    // A name may begin the next page: then the line before it is full, and both begin at one edge.
    let is_full = last.right > last_right - last.height && last.right - last.left > last.height * 20.0;
    let is_next = line.page == last.page + 1 && (line.left - last.left).abs() < last.height;
    // Between sentences nothing tells, but that a last line seldom ends just where all the others do.
    let is_flush = open.flush >= FLUSH && is_full && (last.right - last_right).abs() < 0.5;
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    if complete { is_flush && is_next && begins } else { begins_small || (is_full && is_next) }
}

fn begin(line: Flowing) -> Open {
    let number = leading_number(line.words.text());
    let text = line.words.text();
    let is_item = is_item(text);
    let mut words = Words::default();
    if is_item {
        let mut rest = line.words.clone();
        let bullet = text.chars().next().map_or(0, char::len_utf8);
        rest.drop_start(bullet);
        words.push("- ");
        words.append_trimmed(&rest);
    } else {
        words.append(&line.words);
    }
    // A table is not joined to anything: what stands last in it need not be known, but that it is one.
    let in_table = if line.rows.is_empty() { Vec::new() } else { vec![Vec::new()] };
    let place = Flowing { words: Words::default(), rows: Vec::new(), ..line };
    let last = Flowing { words: Words::default(), rows: in_table, ..place };
    let first = Flowing { words: Words::default(), rows: line.rows, ..place };
    Open { words, first, last, number, is_item, flush: 0 }
}

/// Lines as one.
fn together(lines: &[Words], vocabulary: &Vocabulary) -> Words {
    let mut words = Words::default();
    for line in lines {
        if words.is_blank() {
            words.append(line);
        } else {
            join(&mut words, line, vocabulary);
        }
    }
    words
}

fn join(words: &mut Words, next: &Words, vocabulary: &Vocabulary) {
    match vocabulary.joint(words.text(), next.text()) {
        Joint::Blank => words.space(),
        Joint::Hyphen => {}
        Joint::Nothing => {
            let _ = ['-', '\u{2010}', '\u{ad}'].iter().any(|hyphen| words.drop_end(*hyphen));
        }
    }
    words.append(next);
}

/// Writes a paragraph that is complete.
fn end(
    open: Option<Open>,
    sizes: &[i32],
    vocabulary: &Vocabulary,
    tables: &mut u32,
    composer: &mut Composer,
) -> Result<(), ImportError> {
    let Some(open) = open else { return Ok(()) };
    const LONGEST_HEADING: usize = 250;
    composer.page(page_number(open.first.page));
    if !open.first.rows.is_empty() {
        let table = *tables;
        *tables = tables.saturating_add(1);
        let whole = |row: Row| row.iter().map(|cell| together(cell, vocabulary)).collect();
        return open.first.rows.into_iter().try_for_each(|row| composer.row(table, whole(row)));
    }
    let size = sizes.iter().position(|size| *size == halves(open.first.height));
    let kind = match size {
        Some(rank) if open.words.text().len() <= LONGEST_HEADING => {
            BlockKind::Heading(u8::try_from(rank + 1).unwrap_or(6).min(6))
        }
        _ if open.is_item => BlockKind::ListItem(1),
        _ => BlockKind::Paragraph,
    };
    composer.block(kind, open.words)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;
    use crate::import::read::compose::assert_well_formed;
    use crate::import::read::original;
    use crate::import::read::pdf::made_up::page;
    use crate::import::read::pdf::made_up::placed;
    use crate::import::record::Record;

    fn sheet(lines: &[(f32, f32, f32, usize, &str)]) -> Page {
        let placed = |(left, top, height, block, text): &(f32, f32, f32, usize, &str)| {
            placed(*left, *top, *height, *block, text)
        };
        Page { height: 842.0, lines: lines.iter().map(placed).collect() }
    }

    fn read(pages: Vec<Page>) -> (Record, Told) {
        let mut composer = Composer::new("x");
        let told = write(pages, &mut composer).unwrap();
        let record = composer.finish(None, original("x", "1", Vec::new()));
        assert_well_formed(&record);
        (record, told)
    }

    #[test]
    fn raised_figures_go_back_to_the_word_they_touch_and_notes_to_the_end() {
        let (record, _) = read(vec![page(
            "72 100 10 1 One two
107.5 97 6 2 12
72 114 10 1 and a third.
72 140 10 3 Another paragraph with words in it.
72 745 5 4 12
79 747 8 5 Minutes of a
72 757 8 5 meeting",
        )]);
        assert_eq!(
            record.text,
            "One two[12] and a third.\n\nAnother paragraph with words in it.\n\n12 Minutes of a meeting"
        );
        assert_eq!(record.blocks[2].kind, BlockKind::Note("12".to_owned()));
        assert_eq!(record.blocks[2].page, Some(1));
    }

    #[test]
    fn a_sentence_goes_on_across_pages_and_heads_and_page_numbers_are_left_out() {
        let sheet = |number: usize, text: &str| {
            page(&format!("72 30 10 1 A running head\n72 400 10 2 {text}\n290 800 10 3 {number}"))
        };
        let (record, told) = read(vec![sheet(1, "This goes"), sheet(2, "on and ends."), sheet(3, "Next begins.")]);
        assert_eq!(record.text, "This goes on and ends.\n\nNext begins.");
        assert_eq!((told.heads, record.blocks[1].page, record.blocks[1].paragraph), (6, Some(3), 1));
    }

    #[test]
    fn a_full_line_goes_on_on_the_next_page_though_a_name_or_a_sentence_begins_there() {
        let long = "Words that go on to the right edge of all lines of his";
        for (end, begins, paragraphs) in [
            ("Words that go on to the right edge of all lines by the", "Committee ends it.", 1),
            ("Words that go on to the right edge of all lines of it.", "Another sentence.", 1),
            ("Words that go on to the right edge of all lines.", "Another sentence.", 2),
            ("Words that end", "Another paragraph.", 2),
        ] {
            let first = format!("72 100 10 1 {long}\n72 114 10 1 {long}\n72 128 10 1 {long}\n72 142 10 1 {end}");
            let (record, _) = read(vec![page(&first), page(&format!("72 80 10 1 {begins}"))]);
            assert_eq!(record.blocks.len(), paragraphs, "{end} | {begins}: {}", record.text);
        }
    }

    #[test]
    fn a_numbered_entry_does_not_go_on_to_the_left_of_its_number() {
        let (record, _) = read(vec![page(
            "94 100 10 1 (42) A college (ABC0055)
94 113 10 1 (43) A department (ABC0056)
72 126 10 1 Roundtables with people who know
94 139 10 1 (1) Group 1 (ABC0049)",
        )]);
        assert_eq!(record.blocks.len(), 4, "{}", record.text);
    }

    #[test]
    fn larger_lines_are_headings_and_bullets_and_counted_lines_stay_apart() {
        let (record, _) = read(vec![page(
            "72 100 18 1 Title
72 130 13 2 Part
72 160 10 3 1. First words here
72 174 10 3 go on in a line
72 188 10 3 2. Second words
72 220 10 4 • an item
72 234 10 4 • another item",
        )]);
        let found: Vec<_> = record.blocks.iter().map(|block| (block.kind.clone(), record.words_of(block))).collect();
        assert_eq!(
            found,
            [
                (BlockKind::Heading(1), "Title"),
                (BlockKind::Heading(2), "Part"),
                (BlockKind::Paragraph, "1. First words here go on in a line"),
                (BlockKind::Paragraph, "2. Second words"),
                (BlockKind::ListItem(1), "- an item"),
                (BlockKind::ListItem(1), "- another item"),
            ]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]
        #[test]
        fn no_places_of_words_make_the_reader_panic(lines in prop::collection::vec((
            prop::sample::select(vec![-1e30_f32, -5.0, 0.0, 72.0, 108.0, 220.0, 320.0, 500.0, 1e30]),
            prop::sample::select(vec![-1e30_f32, 0.0, 30.0, 100.0, 103.0, 114.0, 400.0, 745.0, 800.0, 1e30]),
            prop::sample::select(vec![-3.0_f32, 0.0, 5.0, 8.0, 10.0, 18.0, 1e30]),
            0usize..4,
            prop::sample::select(vec!["12", "12,13", "a word", "cut-", "• item", "3. three", "", " ", "Good", "x\u{ad}", "7", "é—", "- 4 -"]),
        ), 0..24), split in 1usize..8) {
            read(lines.chunks(split).map(sheet).collect());
        }
    }
}
