//! Codes of submissions, `DHS0042`: found in file names and first lines, and written one way.
//!
//! Uses the model. Invariant: spellings of one code that differ in capitals, separator, width or two swapped letters
//! become the same key once the usual spelling is known.

use std::collections::BTreeMap;

use crate::model::ids::SourceId;

/// A code as it was found.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// Its letters, as capitals.
    pub prefix: String,
    /// Its number.
    pub number: u32,
    /// How many digits it was written with.
    pub width: usize,
    /// As it was written.
    pub written: String,
}

/// How codes are usually written in one review: letters and number of digits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spelling {
    /// The letters.
    pub prefix: String,
    /// The digits.
    pub width: usize,
}

/// Letters before a number that make no code.
const WORDS: [&str; 46] = [
    "ANNEX", "APPX", "CH", "COPY", "COVID", "CP", "DOC", "DRAFT", "FIG", "FINAL", "FY", "HC", "ISBN", "ITEM", "NO",
    "NR", "PAGE", "PARA", "PART", "PHASE", "PP", "Q", "REF", "REV", "ROUND", "SCAN", "SESS", "STEP", "TABLE", "TEL",
    "TEST", "VER", "VOL", "WEEK", "YEAR", "JAN", "FEB", "MARCH", "APRIL", "MAY", "JUNE", "JULY", "AUG", "SEPT", "OCT",
    "NOV",
];

/// How many letters a code may have.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=6;

/// The code that a text is, whole: letters, at most one separator, digits.
pub fn whole(text: &str) -> Option<Code> {
    let text = text.trim();
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (prefix, rest) = text.split_at(letters);
    let digits = rest.strip_prefix([' ', '-', '_', '.', '/', '\u{a0}']).unwrap_or(rest);
    let all_digits = (1..=7).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !LETTERS.contains(&letters) || !all_digits {
        return None;
    }
    let prefix = prefix.to_ascii_uppercase();
    let known_word = WORDS.contains(&prefix.as_str());
    let number = digits.parse().ok()?;
    (!known_word).then(|| Code { prefix, number, width: digits.len(), written: text.to_owned() })
}

/// Whether nothing but a code is likely to be written so: joined, or with a number that no count or year has.
fn is_distinct(code: &Code) -> bool {
    let joined = code.written.len() == code.prefix.len() + code.width;
    let year = code.width == 4 && (1900..2100).contains(&code.number);
    let zeros = code.width > code.number.to_string().len();
    zeros || (code.width >= 3 && !year) || (joined && code.width >= 2 && !year)
}

/// The code in a file's name, and the words that stand beside it.
pub fn in_file_name(name: &str) -> (Option<Code>, String) {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    if let Some(code) = whole(stem) {
        return (Some(code), String::new());
    }
    let stem = stem.replace(['_', '(', ')', '[', ']'], " ");
    let words: Vec<&str> = stem.split(' ').filter(|word| !word.is_empty()).collect();
    let one =
        |at: usize| words.get(at).and_then(|word| whole(word.trim_matches(['-', ',', ':']))).map(|code| (code, 1));
    let two = |at: usize| {
        let pair = words.get(at..at + 2)?;
        whole(&pair.join(" ")).map(|code| (code, 2))
    };
    let found = (0..words.len()).find_map(|at| {
        let (code, count) = one(at).or_else(|| two(at)).filter(|(code, _)| is_distinct(code))?;
        Some((at, code, count))
    });
    match found {
        None => (None, tidy(words.iter().copied())),
        Some((at, code, count)) => {
            let around = words.iter().take(at).chain(words.iter().skip(at + count)).copied();
            (Some(code), tidy(around))
        }
    }
}

fn tidy<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let joined = words.collect::<Vec<_>>().join(" ");
    joined.trim_matches([' ', '-', ',', ':', '\u{2013}', '\u{2014}']).to_owned()
}

/// The code that a line of a text gives in brackets or by itself: "Written evidence submitted by a trust (DHS0042)".
pub fn in_line(line: &str) -> Option<Code> {
    let line = line.trim();
    if let Some(code) = whole(line).filter(is_distinct) {
        return Some(code);
    }
    let mut rest = line;
    while let Some((_, after)) = rest.split_once(['(', '[']) {
        let inside = after.split([')', ']']).next().unwrap_or_default();
        if let Some(code) = whole(inside).filter(is_distinct) {
            return Some(code);
        }
        rest = after;
    }
    None
}

/// The prefix and width that most codes have; of equals the first in the alphabet and the longer.
pub fn usual<'a>(codes: impl IntoIterator<Item = &'a Code>) -> Option<Spelling> {
    let mut counts: BTreeMap<(&str, usize), usize> = BTreeMap::new();
    for code in codes {
        *counts.entry((&code.prefix, code.width)).or_default() += 1;
    }
    let mut by_prefix: BTreeMap<&str, usize> = BTreeMap::new();
    counts.iter().for_each(|((prefix, _), count)| *by_prefix.entry(prefix).or_default() += count);
    let (prefix, _) = by_prefix.into_iter().rev().max_by_key(|(_, count)| *count)?;
    let widths = counts.into_iter().filter(|((of, _), _)| *of == prefix);
    let ((_, width), _) = widths.max_by_key(|((_, width), count)| (*count, *width))?;
    Some(Spelling { prefix: prefix.to_owned(), width })
}

impl Spelling {
    /// The key of a code: in the usual spelling where it is one of it, else as capitals joined to its own digits.
    pub fn key(&self, code: &Code) -> SourceId {
        if self.covers(&code.prefix) {
            SourceId(format!("{}{:0width$}", self.prefix, code.number, width = self.width))
        } else {
            SourceId(format!("{}{:0width$}", code.prefix, code.number, width = code.width))
        }
    }

    /// Whether letters are these, or these with two that stand side by side swapped.
    fn covers(&self, prefix: &str) -> bool {
        let (ours, theirs) = (self.prefix.as_bytes(), prefix.as_bytes());
        if ours == theirs {
            return true;
        }
        let swapped = |at: usize| ours[at] == theirs[at + 1] && ours[at + 1] == theirs[at];
        let apart: Vec<usize> = (0..ours.len()).filter(|&at| theirs.get(at) != Some(&ours[at])).collect();
        ours.len() == theirs.len() && matches!(apart[..], [first, second] if second == first + 1 && swapped(first))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(name: &str) -> (Option<String>, String) {
        let (code, rest) = in_file_name(name);
        (code.map(|code| format!("{}{:0w$}", code.prefix, code.number, w = code.width)), rest)
    }

    #[test]
    fn a_file_name_gives_code_and_name_apart() {
        for (name, code, rest) in [
            ("DHS0042 - Royal College of Things.docx", Some("DHS0042"), "Royal College of Things"),
            ("dhs_0042.pdf", Some("DHS0042"), ""),
            ("DHS0042.pdf", Some("DHS0042"), ""),
            ("A trust (XYZ0007).txt", Some("XYZ0007"), "A trust"),
            ("RT 03 nurses.txt", Some("RT03"), "nurses"),
            ("A trust, version 2.docx", None, "A trust, version 2"),
            ("COVID-19 and us.docx", None, "COVID-19 and us"),
            ("NHS 2023.docx", Some("NHS2023"), ""),
            ("Our view of NHS 2023.docx", None, "Our view of NHS 2023"),
            ("March 2023.txt", None, "March 2023"),
        ] {
            assert_eq!(named(name), (code.map(str::to_owned), rest.to_owned()), "{name}");
        }
    }

    #[test]
    fn the_first_lines_give_it_in_brackets_or_alone() {
        let found = |line: &str| in_line(line).map(|code| code.written);
        assert_eq!(found("Written evidence submitted by a trust (DHS0042)").as_deref(), Some("DHS0042"));
        assert_eq!(found(" DHS 0042 ").as_deref(), Some("DHS 0042"));
        assert_eq!(found("The Trust (founded 1948) and others (see p 12)"), None);
        assert_eq!(found("We welcome DHS0042 and agree"), None);
    }

    #[test]
    fn spellings_of_one_code_become_one_key_and_others_stay_apart() {
        let code = |text: &str| whole(text).expect(text);
        let codes: Vec<Code> = ["DHS0001", "DHS0002", "DSH003", "DHS0004", "EPW0001"].map(code).to_vec();
        let usual = usual(&codes).expect("there are codes");
        assert_eq!(usual, Spelling { prefix: "DHS".to_owned(), width: 4 });
        for (written, key) in [
            ("dhs 42", "DHS0042"),
            ("DSH042", "DHS0042"),
            ("SHD042", "SHD042"),
            ("EPW0042", "EPW0042"),
            ("DHS00042", "DHS0042"),
            ("DHSX042", "DHSX042"),
        ] {
            assert_eq!(usual.key(&code(written)).as_str(), key, "{written}");
        }
    }
}
