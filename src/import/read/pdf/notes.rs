//! Notes at the foot of pages: a number before small words, raised or hanging, and the small lines that follow it.
//!
//! Invariant: numbers rise; a line that is no part of a note stays on its page.

use std::collections::BTreeSet;

use crate::import::read::pdf::boxes::Line;
use crate::import::read::pdf::boxes::Page;
use crate::import::read::pdf::boxes::Word;
use crate::import::read::pdf::flowing::height;
use crate::import::read::pdf::flowing::usual;
use crate::import::read::pdf::place::Place;
use crate::import::read::raised::note_number;

/// How small the words of a note are beside those of the text.
const SMALL: f32 = 0.93;
/// The part of a page that notes begin below.
const LOW: f32 = 0.3;
/// How far a raised number may be from the one before, and a plain one that nothing on the page refers to.
const FAR: u32 = 60;
const NEXT: u32 = 3;

/// A note.
#[derive(Debug)]
pub(super) struct Note {
    pub number: u32,
    /// The page it begins on, from 0.
    pub page: usize,
    pub lines: Vec<Vec<Word>>,
}

/// What one page is looked through with.
struct Foot {
    page: usize,
    /// Words below this height are small.
    small: f32,
    /// The place that notes begin below.
    low: f32,
    /// Numbers that the page refers to, or the page before.
    referred: BTreeSet<u32>,
    /// Where the text above the notes ends.
    text_ends: f32,
    /// Where the first note of the page begins, and how high its words are.
    first: Option<(f32, f32)>,
}

/// Takes the notes out of pages.
pub(super) fn take_out(pages: &mut [Page]) -> Vec<Note> {
    let words = pages.iter().flat_map(|page| &page.lines).flat_map(|line| &line.words);
    let body = usual(words.map(|word| (word.height(), word.text.len())));
    let mut notes: Vec<Note> = Vec::new();
    let mut before = BTreeSet::new();
    for (at, page) in pages.iter_mut().enumerate() {
        let small = body * SMALL;
        let low = page.height * LOW;
        let own: BTreeSet<u32> =
            page.lines.iter().flat_map(|line| &line.words).flat_map(|word| word.references.clone()).collect();
        by_height(page);
        let is_small = |line: &&Line| height(&line.words) < small;
        let text_ends = page.lines.iter().filter(|line| !is_small(line)).map(bottom).fold(0.0, f32::max);
        let mut last = notes.last().map_or(0, |note| note.number);
        let referred: BTreeSet<u32> = before.union(&own).copied().collect();
        hang(page, small, low, |number| {
            let expected = number > last && (referred.contains(&number) || number <= last.saturating_add(NEXT));
            last = if expected { number } else { last };
            expected
        });
        let mut foot = Foot { page: at, small, low, referred, text_ends, first: None };
        let mut kept = Vec::new();
        let mut inside = false;
        for line in std::mem::take(&mut page.lines) {
            inside = match foot.take(line, inside, &mut notes) {
                Some(line) => {
                    kept.push(line);
                    false
                }
                None => true,
            };
        }
        page.lines = kept;
        before = own;
    }
    notes
}

impl Foot {
    /// Takes a line into a note; gives it back where it belongs to none.
    fn take(&mut self, mut line: Line, inside: bool, notes: &mut Vec<Note>) -> Option<Line> {
        let (top, size) = (top(&line), height(&line.words));
        if size >= self.small {
            return Some(line);
        }
        let last = notes.last().map_or(0, |note| note.number);
        if let Some(number) = self.number(&line, top, last) {
            if line.note.is_none() {
                drop_number(&mut line);
            }
            self.first = self.first.or(Some((top, size)));
            notes.push(Note { number, page: self.page, lines: vec![line.words] });
            return None;
        }
        let alike = |other: f32| (size - other).abs() < other * 0.15;
        let goes_on = match self.first {
            Some((first, size)) => inside && top > first && alike(size),
            // Small lines between the text and the first note are the rest of a note of the page before.
            None => {
                let above = notes.last().filter(|note| note.page + 1 == self.page);
                let of_note = above.and_then(|note| note.lines.last()).map(|words| height(words));
                top > self.low && top > self.text_ends && of_note.is_some_and(|of| (size - of).abs() < of * 0.05)
            }
        };
        match notes.last_mut().filter(|_| goes_on) {
            Some(note) => {
                note.lines.push(line.words);
                None
            }
            None => Some(line),
        }
    }

    /// The number of the note that a small line begins.
    fn number(&self, line: &Line, top: f32, last: u32) -> Option<u32> {
        let fits = |number: &u32| *number > last && *number <= last.saturating_add(FAR);
        if let Some(number) = line.note {
            return Some(number).filter(fits);
        }
        let number = line.words.first().and_then(|word| printed(&word.text)).map(|(number, _)| number).filter(fits)?;
        let expected = self.referred.contains(&number) || number <= last.saturating_add(NEXT);
        (expected && line.words.len() > 1 && top > self.low).then_some(number)
    }
}

/// Gives small lines the number that stands alone to the left of them, where such a number is expected.
fn hang(page: &mut Page, small: f32, low: f32, mut expected: impl FnMut(u32) -> bool) {
    let number = |line: &Line| match line.words.as_slice() {
        [word] if word.height() < small && word.top > low => note_number(&word.text),
        _ => None,
    };
    let mut numbers: Vec<(usize, u32, Word)> = (0..)
        .zip(&page.lines)
        .filter_map(|(at, line)| Some((at, number(line)?, line.words.first()?.clone())))
        .collect();
    numbers.sort_by(|one, other| one.2.top.total_cmp(&other.2.top));
    let mut gone = Vec::new();
    for (at, number, word) in numbers {
        let beside = |line: &&mut Line| {
            let Some(first) = line.words.first() else { return false };
            let gap = first.left - word.right;
            let level = (first.bottom - word.bottom).abs() < word.height() * 0.3;
            level && gap > 0.0 && gap < word.height() * 5.0 && first.height() < small
        };
        let host = page.lines.iter_mut().find(beside);
        if let Some(line) = host.filter(|_| expected(number)) {
            line.note = Some(number);
            gone.push(at);
        }
    }
    let mut at = 0;
    page.lines.retain(|_| {
        at += 1;
        !gone.contains(&(at - 1))
    });
}

/// Puts the notes of a page that stand below one another in that order, whichever the extractor gave them in.
fn by_height(page: &mut Page) {
    let numbered = || page.lines.iter().filter(|line| line.note.is_some());
    let lefts = || numbered().filter_map(|line| line.words.first()).map(|word| word.left);
    let (first, last) = (lefts().fold(f32::MAX, f32::min), lefts().fold(f32::MIN, f32::max));
    if last - first > 40.0 || numbered().count() < 2 {
        return;
    }
    let from = numbered().map(top).fold(f32::MAX, f32::min);
    let size = numbered().map(|line| height(&line.words)).fold(0.0, f32::max);
    let is_note = |line: &Line| top(line) >= from - 1.0 && height(&line.words) < size * 1.1;
    let lines = std::mem::take(&mut page.lines);
    let (mut notes, rest): (Vec<Line>, Vec<Line>) = lines.into_iter().partition(is_note);
    notes.sort_by(|one, other| top(one).total_cmp(&top(other)));
    page.lines = rest.into_iter().chain(notes).collect();
}

fn top(line: &Line) -> f32 {
    Place::of(&line.words).top
}

fn bottom(line: &Line) -> f32 {
    Place::of(&line.words).bottom
}

/// The number a word begins with, and what stands behind it: "12", "[12]", "12." or a word set close.
fn printed(word: &str) -> Option<(u32, &str)> {
    let inner = word.trim_start_matches(['[', '(']);
    let end = inner.find(|c: char| !c.is_ascii_digit()).unwrap_or(inner.len());
    let (number, rest) = inner.split_at_checked(end)?;
    let rest = rest.trim_start_matches([']', ')', '.', ':']);
    let is_apart = rest.chars().next().is_none_or(|c| c.is_alphabetic() || matches!(c, '‘' | '“'));
    Some((note_number(number)?, rest)).filter(|_| is_apart)
}

/// Takes the number from the words of a note.
fn drop_number(line: &mut Line) {
    let Some(first) = line.words.first_mut() else { return };
    match printed(&first.text).map(|(_, rest)| rest.to_owned()) {
        Some(rest) if !rest.is_empty() => first.text = rest,
        _ => {
            line.words.remove(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::read::pdf::made_up::page;
    use crate::import::read::pdf::raise::attach;

    /// The notes of pages, and the lines that stay on each.
    fn read(mut pages: Vec<Page>) -> (Vec<String>, Vec<usize>) {
        pages.iter_mut().for_each(|page| assert!(attach(page)));
        let notes = take_out(&mut pages);
        let shown = notes.iter().map(|note| {
            let words: Vec<&str> = note.lines.iter().flatten().map(|word| word.text.as_str()).collect();
            format!("p{} {}: {}", note.page + 1, note.number, words.join(" "))
        });
        (shown.collect(), pages.iter().map(|page| page.lines.len()).collect())
    }

    const TEXT: &str = "72 300 10 1 Words of a paragraph that is set in the size of the text and fills a line
72 314 10 1 and another line of it";

    #[test]
    fn raised_numbers_set_close_begin_notes_whatever_order_they_are_given_in() {
        let first = page(&format!(
            "{TEXT}
72 740.4 5 2 1
76 740 8 2 Letter of a minister, which goes on in
72 749 8 2 a second line
72 758.4 5 2 2
76 767 8 2 Minutes of a meeting
76 758 8 2 Roundtable
72 767.4 5 3 3"
        ));
        let (notes, left) = read(vec![first]);
        let wanted = [
            "p1 1: Letter of a minister, which goes on in a second line",
            "p1 2: Roundtable",
            "p1 3: Minutes of a meeting",
        ];
        assert_eq!((notes.as_slice(), left.as_slice()), (wanted.map(str::to_owned).as_slice(), [2].as_slice()));
    }

    #[test]
    fn hanging_numbers_in_blocks_of_their_own_go_to_the_words_beside_them() {
        let first = page(&format!(
            "{TEXT}
72 740 8 2 1
72 758 8 2 2
72 767 8 2 3
95 740 8 3 Letter of a minister, which goes on
95 749 8 3 2019 in a second line
95 758 8 3 Roundtable
95 767 8 3 Minutes"
        ));
        let (notes, left) = read(vec![first]);
        let wanted =
            ["p1 1: Letter of a minister, which goes on 2019 in a second line", "p1 2: Roundtable", "p1 3: Minutes"];
        assert_eq!((notes.as_slice(), left.as_slice()), (wanted.map(str::to_owned).as_slice(), [2].as_slice()));
    }

    #[test]
    fn a_note_goes_on_at_the_foot_of_the_next_page_and_small_words_of_the_text_do_not() {
        let first =
            page(&format!("{TEXT}\n72 758.4 5 2 1\n76 758 8 2 A note that is so long\n72 767 8 2 that it goes on"));
        let second = page(&format!(
            "72 200 8 1 10,500 small words of a table
{TEXT}
72 749 8 2 on the next page.
72 758.4 5 2 2\n76 758 8 2 Roundtable"
        ));
        let (notes, left) = read(vec![first, second]);
        let wanted = ["p1 1: A note that is so long that it goes on on the next page.", "p2 2: Roundtable"];
        assert_eq!((notes.as_slice(), left.as_slice()), (wanted.map(str::to_owned).as_slice(), [2, 3].as_slice()));
    }

    #[test]
    fn a_number_of_the_text_begins_no_note() {
        let (notes, left) = read(vec![page(&format!("{TEXT}\n72 500 8 2 10,500 more staff\n72 509 8 2 1. an item"))]);
        assert_eq!(notes, ["p1 1: an item"]);
        assert_eq!(left, [3]);
    }
}
