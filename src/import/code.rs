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

/// The longest name that stands behind a code, in characters.
const LONGEST_NAME: usize = 120;
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

/// What stands before a code in a line that gives it: "Ref: DHS0042", "Written evidence DHS0042".
const LEADS: [&str; 14] = [
    "written evidence",
    "written submission",
    "evidence",
    "submission",
    "submission code",
    "submission number",
    "evidence number",
    "evidence code",
    "reference number",
    "reference",
    "our reference",
    "our ref",
    "ref",
    "code",
];

/// Whether a code has few figures and none of them a leading zero: `UTF16` and `smith-2` are written so too.
pub fn is_short(code: &Code) -> bool {
    code.width < 3 && code.width == code.number.to_string().len()
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

/// The code that a line of a text gives in brackets, by itself or behind what announces it: "Written evidence submitted
/// by a trust (DHS0042)", "Ref: DHS0042".
pub fn in_line(line: &str) -> Option<Code> {
    let line = line.trim();
    if let Some(code) = whole(line).filter(|code| is_distinct(code) && is_in_capitals(code)) {
        return Some(code);
    }
    if let Some(code) = announced(line) {
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

/// Whether a code written apart, `DHS 0042`, is in capitals as one is: "Person 124" is not.
fn is_in_capitals(code: &Code) -> bool {
    let joined = code.written.len() == code.prefix.len() + code.width;
    joined || code.written.starts_with(&code.prefix)
}

/// The code behind words that announce one.
fn announced(line: &str) -> Option<Code> {
    let lower = line.to_ascii_lowercase();
    let behind = |lead: &str| {
        let rest = line.get(lead.len()..).filter(|_| lower.starts_with(lead))?;
        let code = rest.trim_start_matches([' ', ':', '.', '-', '#', '\u{a0}', '\u{2013}', '\u{2014}']);
        whole(code.trim_end_matches(['.', ' '])).filter(|_| code.len() < rest.len())
    };
    LEADS.iter().find_map(|lead| behind(lead)).filter(|code| is_distinct(code) && is_in_capitals(code))
}

/// The code that a line begins with, and who stands behind it: "DHS0042 - A trust", "DHS0042: A trust", "DHS0042 A Trust".
pub fn begins(line: &str) -> Option<(Code, &str)> {
    let line = line.trim();
    let end = line.find([' ', ':', ',', '|', '\t', '\u{a0}', '\u{2013}', '\u{2014}'])?;
    let (first, rest) = line.split_at(end);
    let code = whole(first).filter(|code| is_distinct(code) && !is_short(code) && first.starts_with(&code.prefix))?;
    let name = rest.trim_start_matches([' ', ':', ',', '|', '\t', '-', '\u{a0}', '\u{2013}', '\u{2014}']);
    let parted = rest.trim_start().starts_with([':', ',', '|', '-', '\u{2013}', '\u{2014}']);
    let named = name.chars().next().is_some_and(|first| first.is_uppercase() || (parted && first.is_alphanumeric()));
    (named && name.chars().count() <= LONGEST_NAME).then_some((code, name))
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
    pub fn covers(&self, prefix: &str) -> bool {
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
        assert_eq!(found("Person 124"), None);
        assert_eq!(found("Written evidence ABC0020").as_deref(), Some("ABC0020"));
        assert_eq!(found("Ref: TRQ0104.").as_deref(), Some("TRQ0104"));
        assert_eq!(found("Evidence that DHS0042 gives"), None);
    }

    #[test]
    fn a_line_may_begin_with_it_and_go_on_with_a_name() {
        let found = |line: &'static str| begins(line).map(|(code, name)| (code.written, name));
        for (line, code, name) in [
            ("TRQ0102 - Ferry Guild two", "TRQ0102", "Ferry Guild two"),
            ("TRQ0103: ferry folk", "TRQ0103", "ferry folk"),
            ("ABC0017 Ferries for All", "ABC0017", "Ferries for All"),
        ] {
            assert_eq!(found(line), Some((code.to_owned(), name)), "{line}");
        }
        for line in
            ["DHS0042 was the first to say so", "UTF16 Encodings", "NHS2023 Plans", "We like DHS0042", "DHS0042"]
        {
            assert_eq!(found(line), None, "{line}");
        }
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
