//! Sentences and words: what the reader's cursor moves by and what a passage is made of.
//!
//! Owns where a sentence ends. Uses std and the unicode crates.
//! Invariant: ranges are scalar values of the stored text, in order, apart, without white space at
//! either end; every character that is not white space is in exactly one sentence.
//!
//! The sentence rules of UAX 29 know no abbreviations, join what follows a stop when a figure comes
//! next, and break inside `stop.[12] Next`. Panel evidence is full of all three, so the rules here are
//! our own; on plain prose both agree, and a test holds them together.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;

mod abbreviation;

use abbreviation::Kind;

/// The sentences of a text.
///
/// An empty line ends a sentence, and so does a line end, unless the line was plainly broken in the
/// middle of one. Closing quotes, brackets and footnote numbers behind the stop belong to the sentence.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    let chars: Vec<char> = text.chars().collect();
    let mut finder = Finder { chars: &chars, start: 0, line: 0, before: 0, found: Vec::new() };
    finder.run(chars.len());
    finder.found
}

/// The sentences of a piece of a text that begins where a sentence does and ends where one does, such as between two
/// [`crate::text::cuts`]. `after` is what follows the piece; `into_line` the scalar values of its first line that stand
/// before it. Ranges count from the start of the piece.
pub fn sentences_of_piece(piece: &str, after: &str, into_line: usize) -> Vec<Range<usize>> {
    let mut chars: Vec<char> = piece.chars().collect();
    let length = chars.len();
    chars.extend(after.chars().take(FAR));
    let mut finder = Finder { chars: &chars, start: 0, line: 0, before: into_line, found: Vec::new() };
    finder.run(length);
    finder.found
}

/// Whether a sentence has ended at the line feed at byte `at` of a text, whatever stands before `start`, where one
/// begins with `into_line` scalar values of its line before it.
pub fn ends_at_line_feed(text: &str, start: usize, into_line: usize, at: usize) -> bool {
    let last = text[start..at].char_indices().rfind(|&(_, c)| is_line_end(c));
    let line = last.map_or(start, |(before, c)| start + before + c.len_utf8());
    let mut chars: Vec<char> = text[line..=at].chars().collect();
    let line_feed = chars.len() - 1;
    let rest = &text[at + 1..];
    let indent = rest.find(|c: char| !c.is_whitespace() || is_line_end(c)).unwrap_or(rest.len());
    chars.extend(rest[..indent].chars());
    chars.extend(rest[indent..].chars().take(FAR));
    let before = if last.is_none() { into_line } else { 0 };
    let mut finder = Finder { chars: &chars, start: 0, line: 0, before, found: Vec::new() };
    finder.find_until(line_feed);
    chars[finder.start..line_feed].iter().all(|c| c.is_whitespace()) || finder.line_ends_sentence(line_feed)
}

/// The words of a text: letters and figures, without the punctuation around them.
pub fn words(text: &str) -> Vec<Range<usize>> {
    let (mut byte, mut char) = (0, 0);
    text.unicode_word_indices()
        .map(|(at, word)| {
            char += text[byte..at].chars().count();
            let start = char;
            char += word.chars().count();
            byte = at + word.len();
            start..char
        })
        .collect()
}

/// The index of the range that holds a place, or else of the last one before it, or 0; `None` if there
/// are no ranges. For sentences and words alike.
pub fn index_at(ranges: &[Range<usize>], offset: usize) -> Option<usize> {
    (!ranges.is_empty()).then(|| ranges.partition_point(|range| range.start <= offset).saturating_sub(1))
}

/// Lines at least this long were broken by a width rather than by their writer.
const BROKEN_LINE: usize = 60;

/// Scalar values looked at around a stop: no name, label or gap that matters is longer.
const NEAR: usize = 64;

/// Scalar values after a piece that its last stop may look at: a gap and the word behind it.
const FAR: usize = 4 * NEAR;

struct Finder<'a> {
    chars: &'a [char],
    /// Where the sentence being read starts.
    start: usize,
    /// Where its line starts.
    line: usize,
    /// Scalar values of the first line that stand before `chars`.
    before: usize,
    found: Vec<Range<usize>>,
}

impl Finder<'_> {
    /// Finds the sentences that end up to `limit`, where the last one ends.
    fn run(&mut self, limit: usize) {
        self.find_until(limit);
        self.emit(limit);
    }

    fn find_until(&mut self, limit: usize) {
        let mut at = 0;
        while let Some(&c) = self.chars[..limit].get(at) {
            if is_line_end(c) {
                // A carriage return before a line feed is one line end with it.
                if c != '\r' || self.get(at + 1) != Some('\n') {
                    if self.line_ends_sentence(at) {
                        self.emit(at);
                    }
                    self.line = at + 1;
                }
                at += 1;
            } else if is_stop(c) && !self.is_elision(at) {
                let end = self.tail(at).min(limit);
                if self.stop_ends_sentence(at, end) {
                    self.emit(end);
                }
                at = end;
            } else {
                at += 1;
            }
        }
    }

    /// Notes the sentence from `start` to `end`, without white space around it.
    fn emit(&mut self, end: usize) {
        let sentence = &self.chars[self.start..end];
        if let Some(first) = sentence.iter().position(|c| !c.is_whitespace()) {
            let last = sentence.iter().rposition(|c| !c.is_whitespace()).unwrap_or(first);
            self.found.push(self.start + first..self.start + last + 1);
        }
        self.start = end;
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// Whether a stop stands in `[…]` or `[...]`, which marks words left out.
    fn is_elision(&self, at: usize) -> bool {
        let dots = |c: &char| matches!(c, '.' | '…' | ' ');
        let near = self.chars[at.saturating_sub(4)..at].iter().rev().find(|c| !dots(c));
        let next = self.chars[at..].iter().take(5).find(|c| !dots(c));
        matches!((near, next), (Some('[' | '('), Some(']' | ')')))
    }

    /// The end of the stop: more stops, closing quotes and brackets, footnote numbers.
    fn tail(&self, stop: usize) -> usize {
        let mut at = stop + 1;
        while let Some(c) = self.get(at) {
            if is_stop(c) || is_closer(c) || is_superscript(c) {
                at += 1;
            } else if let Some(end) = self.bracketed_note(at) {
                at = end;
            } else {
                break;
            }
        }
        self.bare_note(stop, at).unwrap_or(at)
    }

    /// The end of a footnote number in brackets, as in `target.[12]`.
    fn bracketed_note(&self, at: usize) -> Option<usize> {
        let close = match self.get(at)? {
            '[' => ']',
            '(' => ')',
            _ => return None,
        };
        let figures = self.chars[at + 1..].iter().take(4).take_while(|c| c.is_ascii_digit()).count();
        (figures > 0 && self.get(at + 1 + figures) == Some(close)).then_some(at + figures + 2)
    }

    /// The end of a footnote number that lost its raised type, as in `the target.12 The next`: behind
    /// a word, not behind a figure, and a new sentence or nothing follows.
    fn bare_note(&self, stop: usize, at: usize) -> Option<usize> {
        let word = self.token(stop);
        let is_word = word.len() > 1 && word.iter().all(|c| c.is_alphabetic()) && abbreviation::kind(word).is_none();
        if !is_word && at == stop + 1 {
            return None;
        }
        let figures = self.chars[at..].iter().take(4).take_while(|c| c.is_ascii_digit()).count();
        let end = at + figures;
        let fits = (1..=3).contains(&figures)
            && self.get(end).is_none_or(char::is_whitespace)
            && self.next_letter(end).is_none_or(|c| !c.is_lowercase());
        fits.then_some(end)
    }

    /// The characters before a place back to a space or an opening bracket or quote.
    fn token(&self, end: usize) -> &[char] {
        let from = self.start.max(end.saturating_sub(NEAR));
        let part = &self.chars[from..end];
        let start = part.iter().rposition(|&c| c.is_whitespace() || is_opener(c) || matches!(c, '/' | '—'));
        &part[start.map_or(0, |at| at + 1)..]
    }

    /// The first character that carries meaning after a place: past spaces, opening marks and `[…]`.
    fn next_letter(&self, from: usize) -> Option<char> {
        self.next_letter_at(from).and_then(|at| self.get(at))
    }

    fn next_letter_at(&self, from: usize) -> Option<usize> {
        let passed = |c: char| c.is_whitespace() || is_opener(c) || is_closer(c) || c == '…' || c == '.';
        let near = self.chars[from..].iter().take(NEAR);
        near.clone().position(|&c| !passed(c)).map(|at| from + at)
    }

    /// The word after a place.
    fn next_word(&self, from: usize) -> String {
        let start = self.next_letter_at(from).unwrap_or(from);
        self.chars[start..].iter().take(NEAR).take_while(|c| c.is_alphabetic()).collect()
    }

    fn stop_ends_sentence(&self, stop: usize, end: usize) -> bool {
        let c = self.chars[stop];
        let Some(after) = self.get(end) else { return true };
        if is_wide_stop(c) {
            return true;
        }
        if !after.is_whitespace() {
            return false;
        }
        if self.empty_line_follows(end) {
            return true;
        }
        let Some(next) = self.next_letter(end) else { return true };
        if next.is_lowercase() {
            return false;
        }
        c != '.' || end > stop + 1 || self.full_stop_ends_sentence(stop, next)
    }

    /// Decides for a single full stop before a space and something that could begin a sentence.
    fn full_stop_ends_sentence(&self, stop: usize, next: char) -> bool {
        let token = self.token(stop);
        if self.is_label(token, stop) {
            return false;
        }
        let new_sentence = || abbreviation::begins_sentence(&self.next_word(stop + 1));
        match abbreviation::kind(token) {
            Some(Kind::Leads) => false,
            Some(Kind::Numbered) => !next.is_ascii_digit(),
            Some(Kind::Trails) => !next.is_ascii_digit(),
            Some(Kind::Name) => new_sentence(),
            Some(Kind::Initial) => new_sentence() || !next.is_uppercase() || self.names_a_thing(stop - token.len()),
            None => true,
        }
    }

    /// Whether a stop closes the label of a list item, as in `1. The first`.
    fn is_label(&self, token: &[char], stop: usize) -> bool {
        let begins = self.chars[self.start.max(self.line)..stop - token.len()].iter().all(|c| c.is_whitespace());
        let number = token.len() <= 3 && token.iter().all(|c| c.is_ascii_digit());
        let letter = token.len() == 1 && token[0].is_alphabetic();
        begins && !token.is_empty() && (number || letter)
    }

    /// Whether the word before a place makes the letter after it a label, as in `Question B`.
    fn names_a_thing(&self, before: usize) -> bool {
        let end = self.chars[self.start..before].iter().rposition(|c| !c.is_whitespace());
        end.is_some_and(|end| {
            let word: String = self.token(self.start + end + 1).iter().collect();
            abbreviation::takes_letter(&word)
        })
    }

    fn empty_line_follows(&self, end: usize) -> bool {
        let gap = self.chars[end..].iter().take_while(|c| c.is_whitespace());
        // A carriage return before a line feed is one line end.
        gap.filter(|&&c| c != '\r' && is_line_end(c)).count() > 1
    }

    /// Whether the line end at `at` is also the end of the sentence.
    fn line_ends_sentence(&self, at: usize) -> bool {
        let line = &self.chars[self.line..at];
        let Some(last) = line.iter().rev().find(|c| !c.is_whitespace()) else { return true };
        let rest = &self.chars[at + 1..];
        let indent = rest.iter().take_while(|&&c| c.is_whitespace() && !is_line_end(c)).count();
        let next = match rest.get(indent) {
            None => return true,
            Some(&c) if is_line_end(c) || matches!(last, ':' | ';') => return true,
            Some(&c) => c,
        };
        if is_list_label(&rest[indent..]) {
            return true;
        }
        if is_stop(*last) && !next.is_lowercase() {
            // The stop itself did not end it: an abbreviation at the end of a line.
            return false;
        }
        let length = if self.line == 0 { self.before + line.len() } else { line.len() };
        !(next.is_lowercase() || (next.is_alphanumeric() && length >= BROKEN_LINE))
    }
}

/// Whether a line begins with `1.`, `12)`, `(a)`, `iv)` or `b.`.
fn is_list_label(line: &[char]) -> bool {
    let line = line.strip_prefix(&['(']).unwrap_or(line);
    let length = line.iter().take(5).take_while(|c| c.is_alphanumeric()).count();
    let (label, rest) = line.split_at(length);
    let end = match (label, rest.first()) {
        ([], _) => return false,
        (_, Some(')')) => true,
        ([letter], Some('.')) => !letter.is_uppercase(),
        (_, Some('.')) => label.iter().all(|c| c.is_ascii_digit()),
        _ => false,
    };
    end && length < 5 && rest.get(1).is_none_or(|c| c.is_whitespace())
}

fn is_line_end(c: char) -> bool {
    c == '\r' || crate::text::invisible::is_line_end(c)
}

fn is_stop(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '॥' | '።' | '፧' | '។' | '։')
        || is_wide_stop(c)
}

/// Stops that need no space behind them.
fn is_wide_stop(c: char) -> bool {
    matches!(c, '。' | '．' | '！' | '？' | '｡')
}

fn is_closer(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '】' | '》' | '*' | '†' | '‡'
    )
}

fn is_opener(c: char) -> bool {
    matches!(c, '"' | '\'' | '“' | '‘' | '«' | '‹' | '(' | '[' | '{' | '「' | '『' | '（' | '【' | '《' | '*')
}

fn is_superscript(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

#[cfg(test)]
mod tests;
