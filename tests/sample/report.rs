//! The published report as plain text: its words, and the footnote references glued to them.

use std::collections::BTreeSet;
use std::collections::HashSet;
use std::io::Write;
use std::ops::RangeInclusive;

/// The variable that names the report's text, which is not part of this repository.
pub const VARIABLE: &str = "PLUMBLINE_REPORT";

/// How many words in a row may not be the report's.
pub const RUN: usize = 9;

pub struct Report {
    pub text: String,
}

impl Report {
    /// The report, or `None` after saying, past the test harness's capture, what is left out without it.
    pub fn find(left_out: &str) -> Option<Self> {
        let Some(path) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) else {
            let mut stderr = std::io::stderr();
            let _ = writeln!(stderr, "skipped: {left_out}: {VARIABLE} does not name the report's plain text");
            return None;
        };
        match std::fs::read_to_string(&path) {
            Ok(text) => Some(Self { text }),
            Err(error) => panic!("{VARIABLE} names {}, which cannot be read: {error}", path.display()),
        }
    }

    /// The numbers of the list of notes: the lines at the end that begin with a number and a blank.
    pub fn listed(&self) -> BTreeSet<u32> {
        let lines = self.text.lines().rev().map_while(|line| line.split_once(' ')?.0.parse().ok());
        lines.collect()
    }

    /// The numbers from a range that stand as references in some of its lines, counted from 1.
    pub fn references(&self, lines: RangeInclusive<usize>, numbers: RangeInclusive<u32>) -> BTreeSet<u32> {
        let lines = self.text.split('\n').skip(lines.start() - 1).take(lines.end() + 1 - lines.start());
        lines.flat_map(glued_numbers).filter(|number| numbers.contains(number)).collect()
    }
}

/// One to three digits right after a word or its punctuation, and before a blank, punctuation or the end.
fn glued_numbers(line: &str) -> Vec<u32> {
    let before = |c: char| c.is_ascii_alphabetic() || ".,;:”\"’')]–%".contains(c);
    let after = |c: char| c.is_whitespace() || ",;:.)]”\"’".contains(c);
    let mut numbers = Vec::new();
    let mut rest = line;
    let mut last = None;
    while let Some(c) = rest.chars().next() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        if digits == 0 {
            (last, rest) = (Some(c), &rest[c.len_utf8()..]);
            continue;
        }
        let (number, tail) = rest.split_at(digits);
        if digits <= 3 && last.is_some_and(before) && tail.chars().next().is_none_or(after) {
            numbers.extend(number.parse::<u32>());
        }
        (last, rest) = (Some('0'), tail);
    }
    numbers
}

/// The words of a text: runs of small letters, digits, pound and percent signs.
pub fn words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let is_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '£' || c == '%';
    lower.split(|c| !is_word(c)).filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// Every run of nine words of a text.
pub struct Runs(HashSet<Vec<String>>);

impl Runs {
    pub fn of(text: &str) -> Self {
        Self(words(text).windows(RUN).map(<[String]>::to_vec).collect())
    }

    /// The first run of another text that stands here too.
    pub fn shared_with(&self, text: &str) -> Option<String> {
        words(text).windows(RUN).find(|run| self.0.contains(*run)).map(|run| run.join(" "))
    }
}

#[test]
fn references_are_told_from_figures_and_years() {
    let line = "In 2021 some 30 users” 1200 of 75%.37 said so,38 (see39) and evidence40 that 41 is 4G or 5G";
    assert_eq!(glued_numbers(line), [37, 38, 39, 40]);
}

#[test]
fn nine_words_in_a_row_are_found_whatever_stands_between_them() {
    let runs = Runs::of("The quick brown fox, at £5 or 10%, jumps over the lazy dog");
    assert_eq!(
        runs.shared_with("so: brown FOX at £5 — or 10% jumps\nover the… cat").as_deref(),
        Some("brown fox at £5 or 10% jumps over the")
    );
    assert_eq!(runs.shared_with("brown fox at £5 or 10% jumps over a lazy dog"), None);
}
