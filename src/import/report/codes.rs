//! Codes of submissions: some letters and a number, and the spellings of one code.
//!
//! The normal form has the prefix and the width that are most common in the notes (in the register where the notes cite
//! none). The same prefix with two letters swapped, and a number of other width, are spellings of it; any other prefix
//! stays itself. A code of one letter or of one or two figures reads like much else (`P5`, `GS1`): it is one where the
//! register has its letters. Invariant: a normal form normalises to itself.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::ops::Range;

/// A code as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Code {
    pub prefix: String,
    pub figures: String,
    /// Where it stands, bytes of the text searched, without brackets.
    pub range: Range<usize>,
    /// Whether it stands in brackets, as a citation does.
    pub bracketed: bool,
}

impl Code {
    /// As printed, in capitals.
    pub fn printed(&self) -> String {
        format!("{}{}", self.prefix, self.figures)
    }
}

/// The letters of the codes that a register has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Prefixes(BTreeSet<String>);

impl Prefixes {
    /// Those of some codes.
    pub fn of<'a>(codes: impl IntoIterator<Item = &'a Code>) -> Self {
        Self(codes.into_iter().map(|code| code.prefix.clone()).collect())
    }

    fn know(&self, prefix: &str) -> bool {
        self.0.iter().any(|own| own == prefix || swapped(own, prefix))
    }
}

/// Every code of a text that reads like one wherever it stands.
pub(crate) fn codes_in(text: &str) -> Vec<Code> {
    found_in(text, &is_plain)
}

/// Every code of a text that reads like one wherever it stands, or has letters that are known.
pub(crate) fn codes_of_in(text: &str, known: &Prefixes) -> Vec<Code> {
    found_in(text, &|code| is_plain(code) || known.know(&code.prefix))
}

/// Whatever may be a code: some letters and a number.
pub(crate) fn likely_codes_in(text: &str) -> Vec<Code> {
    found_in(text, &|_| true)
}

fn found_in(text: &str, is: &dyn Fn(&Code) -> bool) -> Vec<Code> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let end = at + bytes[at..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let alone = text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
            && text[end..].chars().next().is_none_or(|c| !c.is_alphanumeric());
        if let Some(mut code) = code(&text[at..end]).filter(|code| alone && is(code)) {
            let before = text[..at].trim_end().ends_with(['(', '[']);
            let after = text[end..].trim_start().starts_with([')', ']']);
            code.range = at..end;
            code.bracketed = before || after;
            if code.bracketed || text[at..end].chars().all(|c| !c.is_ascii_lowercase()) {
                found.push(code);
            }
        }
        at = end;
    }
    found
}

fn code(token: &str) -> Option<Code> {
    let letters = token.bytes().take_while(u8::is_ascii_alphabetic).count();
    let figures = &token[letters..];
    let fits =
        (1..=6).contains(&letters) && (1..=7).contains(&figures.len()) && figures.bytes().all(|b| b.is_ascii_digit());
    fits.then(|| Code {
        prefix: token[..letters].to_ascii_uppercase(),
        figures: figures.to_owned(),
        range: 0..0,
        bracketed: false,
    })
}

/// Whether nothing but a code is likely to be written so.
pub(crate) fn is_plain(code: &Code) -> bool {
    code.prefix.len() >= 2 && code.figures.len() >= 3
}

/// How this report spells its codes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Spelling {
    /// The prefix, once one is known.
    pub prefix: Option<String>,
    /// How many figures the number has.
    pub width: usize,
}

impl Spelling {
    /// Learns the spelling from codes cited in notes, else from those of the register.
    pub fn learn(cited: &[Code], registered: &[Code]) -> Self {
        let from = if cited.is_empty() { registered } else { cited };
        let Some(prefix) = most_common(from.iter().map(|code| code.prefix.as_str())) else { return Self::default() };
        let widths = from.iter().filter(|code| code.prefix == prefix).map(|code| code.figures.len());
        Self { width: most_common(widths).unwrap_or(4), prefix: Some(prefix.to_owned()) }
    }

    /// The normal form of a code.
    pub fn normal(&self, code: &Code) -> String {
        match &self.prefix {
            Some(prefix) if code.prefix == *prefix || swapped(&code.prefix, prefix) => {
                let number = code.figures.trim_start_matches('0');
                format!("{prefix}{:0>width$}", if number.is_empty() { "0" } else { number }, width = self.width)
            }
            _ => code.printed(),
        }
    }

    /// Whether a code is one of this report's own.
    pub fn owns(&self, code: &Code) -> bool {
        self.prefix.as_ref().is_some_and(|prefix| code.prefix == *prefix || swapped(&code.prefix, prefix))
    }
}

/// What stands most often; of several the first by order.
fn most_common<T: Ord + Copy>(all: impl Iterator<Item = T>) -> Option<T> {
    let mut counts: BTreeMap<T, usize> = BTreeMap::new();
    for one in all {
        *counts.entry(one).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    counts.into_iter().find(|(_, count)| *count == most).map(|(one, _)| one)
}

/// Whether two prefixes differ by two letters that changed places.
pub(crate) fn swapped(one: &str, other: &str) -> bool {
    let differ: Vec<(u8, u8)> = one.bytes().zip(other.bytes()).filter(|(a, b)| a != b).collect();
    one.len() == other.len() && matches!(differ.as_slice(), [(a, b), (c, d)] if a == d && b == c)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn one(text: &str) -> Code {
        likely_codes_in(text).into_iter().next().unwrap()
    }

    #[test]
    fn codes_are_told_from_other_capitals_and_figures() {
        let printed = |text: &str| codes_in(text).iter().map(Code::printed).collect::<Vec<_>>();
        assert_eq!(printed("Name (ABC0007), Other(EC00123 and XYZ012"), ["ABC0007", "EC00123", "XYZ012"]);
        assert_eq!(printed("HC 115, P5, COVID-19, E114, 2019, GS1, e26744, pp12"), [""; 0]);
        assert!(one("(abc0007)").bracketed);
        assert_eq!(printed("abc0007 in running text"), [""; 0]);
    }

    #[test]
    fn a_short_code_is_one_where_its_letters_are_known() {
        let known = Prefixes::of(&["(RB01)", "(X001)"].map(one));
        let printed = |text: &str| codes_of_in(text, &known).iter().map(Code::printed).collect::<Vec<_>>();
        assert_eq!(
            printed("Name (RB7), Other (BR12 and X003), (P5), GS1, A Guild (EC00123)"),
            ["RB7", "BR12", "X003", "EC00123"]
        );
    }

    #[test]
    fn swapped_letters_and_another_width_are_spellings_and_another_prefix_is_not() {
        let cited: Vec<Code> = ["(ABC0001)", "(ABC0002)", "(ACB0003)", "(XYZ012)"].map(one).into();
        let spelling = Spelling::learn(&cited, &[]);
        assert_eq!(spelling.normal(&one("(ACB0003)")), "ABC0003");
        assert_eq!(spelling.normal(&one("(ABC007)")), "ABC0007");
        assert_eq!(spelling.normal(&one("(ABC00021)")), "ABC0021");
        assert_eq!(spelling.normal(&one("(XYZ012)")), "XYZ012");
        assert_eq!(spelling.normal(&one("(BCA0001)")), "BCA0001", "three letters moved are another prefix");
        assert!(!spelling.owns(&one("(XYZ012)")));
    }

    #[test]
    fn where_no_note_cites_one_the_register_tells_the_spelling() {
        let spelling = Spelling::learn(&[], &["(EC00123)", "(EC00124)", "(CE0125)"].map(one));
        assert_eq!(spelling.normal(&one("(CE0125)")), "EC00125");
    }
}
