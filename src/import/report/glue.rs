//! How much a run of figures looks like a reference to a note, from what it is glued to.
//!
//! A strength near 2 is all but certain, 0 could be either way, and none at all is for what cannot be a reference: a
//! year or number after a space, an amount, a code, a decimal that goes on. Invariant: looks at one line only.

use std::collections::HashMap;
use std::ops::Range;

use crate::import::report::words::is_year;

/// Names that hold figures, learnt from the whole text: `P5`, `Covid-19`, `GS1`.
#[derive(Debug, Default)]
pub(super) struct Names {
    seen: HashMap<String, usize>,
    prefixes: Vec<String>,
}

impl Names {
    /// Learns from lines of text; `prefixes` are those of codes.
    pub fn learn<'a>(texts: impl Iterator<Item = &'a str>, prefixes: Vec<String>) -> Self {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for text in texts {
            for token in text.split(|c: char| !(c.is_alphanumeric() || c == '-')) {
                let token = token.trim_matches('-');
                let letters = token.chars().any(char::is_alphabetic);
                if letters && token.len() < 40 && token.bytes().any(|b| b.is_ascii_digit()) {
                    *seen.entry(token.to_lowercase()).or_default() += 1;
                }
            }
        }
        Self { seen, prefixes }
    }

    /// How often a name stands in the text.
    fn times(&self, name: &str) -> usize {
        self.seen.get(&name.to_lowercase()).copied().unwrap_or_default()
    }
}

/// A run of figures and what stands around it.
pub(super) struct Glue<'a> {
    pub text: &'a str,
    pub start: usize,
    pub end: usize,
    /// Where the run of figures before it in the line ends, and its own strength.
    pub before: Option<(usize, f32)>,
    pub names: &'a Names,
}

impl Glue<'_> {
    /// The strength of the figures from `cut` on, and the marker's place; `None` where they cannot be a reference.
    pub fn strength(&self, cut: usize) -> Option<(f32, Range<usize>)> {
        let left = &self.text[..self.start];
        let right = &self.text[self.end..];
        if let Some(marked) = self.marked(left, right).filter(|_| cut == self.start) {
            return Some(marked);
        }
        let behind = self.behind(right)?;
        let strength =
            if cut == self.start { self.whole(left)? } else { self.end_of_run(left, &self.text[self.start..cut])? };
        Some((strength + behind, cut..self.end))
    }

    /// Between signs that mark a note: `[12]`, `[^12]`, `^12`, `^12^`, and `(12)` where it is glued to what is before.
    fn marked(&self, left: &str, right: &str) -> Option<(f32, Range<usize>)> {
        let glued = |upto: &str| upto.chars().next_back().filter(|c| !c.is_whitespace());
        if let Some(before) = left.strip_suffix("[^").filter(|_| right.starts_with(']')) {
            return Some((2.0, before.len()..self.end + 1));
        }
        if let Some(before) = left.strip_suffix('[').filter(|_| right.starts_with(']')) {
            return Some((if glued(before).is_some() { 2.0 } else { 1.0 }, before.len()..self.end + 1));
        }
        if let Some(before) = left.strip_suffix('^') {
            let end = self.end + usize::from(right.starts_with('^'));
            // `10^6` and `x^2` are powers.
            let letter = trailing(before, char::is_alphabetic).chars().count() == 1;
            let power = letter || before.ends_with(|c: char| c.is_ascii_digit());
            return (!power && self.behind(&self.text[end..]).is_some()).then_some((2.0, before.len()..end));
        }
        let before = left.strip_suffix('(').filter(|_| right.starts_with(')'))?;
        let last = glued(before)?;
        let number = &self.text[self.start..self.end];
        let likely = (last.is_alphabetic() || ".,;:!?”’\"')".contains(last)) && !is_year(number);
        // `S1(2)` and `f(2)` are names of something.
        let name = trailing(before, char::is_alphanumeric);
        let named = last.is_alphanumeric() && (name.chars().count() < 2 || name.chars().any(|c| c.is_ascii_digit()));
        (likely && !named).then_some((1.2, before.len()..self.end + 1))
    }

    /// What stands behind the figures: nothing that goes on a number or word.
    fn behind(&self, right: &str) -> Option<f32> {
        let mut next = right.chars();
        let Some(first) = next.next() else { return Some(0.0) };
        let second = next.next();
        let figure = second.is_some_and(|c| c.is_ascii_digit());
        match first {
            c if c.is_uppercase() => second.is_none_or(|c| c.is_lowercase() || c.is_whitespace()).then_some(-1.0),
            c if c.is_alphabetic() => None,
            '%' | '/' | '°' | '_' | '=' => None,
            '.' | ':' | '-' | '–' if figure => None,
            ',' if figure => self.text[self.end + 1..]
                .find(|c: char| !c.is_ascii_digit())
                .map_or(Some(-0.3), |n| (n != 3).then_some(-0.3)),
            '-' | '–' if second.is_some_and(char::is_alphanumeric) => Some(-1.0),
            _ => Some(0.0),
        }
    }

    /// The whole run is the reference.
    fn whole(&self, left: &str) -> Option<f32> {
        let last = left.chars().next_back()?;
        let before = &left[..left.len() - last.len_utf8()];
        let other = before.chars().next_back();
        match last {
            c if c.is_whitespace() => self.in_list(left),
            ',' => match other? {
                c if c.is_ascii_digit() => self.after_figure(before, ','),
                c if c.is_whitespace() => None,
                _ => Some(2.0),
            },
            c if c.is_alphabetic() => self.after_letters(left),
            ')' | ']' | '}' | '”' | '»' => Some(2.0),
            '’' | '"' | '\'' => other.filter(|c| !c.is_whitespace() && !"([“‘".contains(*c)).map(|_| 2.0),
            '.' => match other? {
                c if c.is_ascii_digit() => self.after_figure(before, '.'),
                c if c.is_whitespace() => None,
                _ => (!is_abbreviation(before)).then_some(2.0),
            },
            ';' | '!' | '?' | '…' => other.filter(|c| !c.is_whitespace()).map(|_| 2.0),
            ':' => other.filter(|c| !c.is_whitespace() && !c.is_ascii_digit()).map(|_| 1.2),
            '%' => Some(1.5),
            '*' | '™' | '®' => Some(0.5),
            _ => None,
        }
    }

    /// Glued to letters: a word, or a name of letters and figures.
    fn after_letters(&self, left: &str) -> Option<f32> {
        let letters: String = trailing(left, char::is_alphabetic);
        let token: String = trailing(left, |c| c.is_alphanumeric() || c == '-');
        let figures = &self.text[self.start..self.end];
        let capital = |c: char| c.is_uppercase();
        if letters.chars().all(|c| c.is_ascii_uppercase())
            && figures.len() >= 3
            && self.names.prefixes.contains(&letters)
        {
            return None;
        }
        let after: String = self.text[self.end..].chars().take_while(|c| c.is_alphanumeric()).collect();
        let whole = format!("{token}{figures}{after}");
        let known = self.names.times(whole.trim_matches('-')) > 1;
        let one = letters.chars().count() == 1;
        let strength = match () {
            () if one && token.chars().any(|c| c.is_ascii_digit()) => -0.3,
            () if one && left.chars().rev().nth(1) == Some('&') => 0.9,
            () if one && letters.chars().all(capital) => -0.6,
            () if one => -1.5,
            () if ["km", "cm", "mm", "CO", "PM"].contains(&letters.as_str()) => -1.0,
            () if letters.chars().all(capital) => 0.9,
            () => 2.0,
        };
        Some(if known { strength - 1.6 } else { strength })
    }

    /// Behind a number and a stop or comma: `in 2024.135`, and not `13.5` or `10,500`.
    fn after_figure(&self, before: &str, sign: char) -> Option<f32> {
        let number: String = trailing(before, |c| c.is_ascii_digit());
        let ahead = &before[..before.len() - number.len()];
        let figures = self.end - self.start;
        if sign == ',' && figures == 3 && number.len() <= 3 && !self.before_is_reference(before) {
            return None;
        }
        if self.before_is_reference(before) && sign == ',' {
            return Some(0.9);
        }
        let plain = ahead.chars().next_back().is_none_or(|c| !c.is_alphanumeric() && !".,£$€".contains(c));
        if is_year(&number) && plain {
            return Some(1.1);
        }
        let ends = self.ends_sentence();
        let money = ahead.ends_with(['£', '$', '€']);
        Some(match (sign, ends, plain, money) {
            ('.', true, true, false) if number.len() > 2 => 0.3,
            ('.', true, true, false) => 0.0,
            ('.', true, false, _) if ahead.ends_with([',', '.', '–', '-']) => 0.1,
            ('.', ..) => -0.4,
            _ => -0.3,
        })
    }

    /// A list of references: `word.12 13` or `word12, 13`.
    fn in_list(&self, left: &str) -> Option<f32> {
        let bare = left.trim_end().trim_end_matches([',', ';']);
        let joined = bare.len() + 2 >= left.len() && self.before_is_reference(bare);
        (joined && self.ends_sentence()).then_some(0.3)
    }

    fn before_is_reference(&self, upto: &str) -> bool {
        const SURE: f32 = 1.0;
        self.before.is_some_and(|(end, strength)| end == upto.len() && strength >= SURE)
    }

    /// Whether a sentence, or the clause, ends behind the figures.
    fn ends_sentence(&self) -> bool {
        let right = &self.text[self.end..];
        let rest = right.trim_start_matches(['”', '’', '"', '\'', ')', '.', ',', ';']);
        rest.is_empty()
            || (rest.starts_with(' ')
                && rest.trim_start().chars().next().is_some_and(|c| c.is_uppercase() || "“‘\"".contains(c)))
    }

    /// Only the end of the run is the reference, and `number` in front of it something of its own.
    fn end_of_run(&self, left: &str, number: &str) -> Option<f32> {
        let whole = &self.text[self.start..self.end];
        let last = left.chars().next_back();
        let long = whole.len() > 4;
        match last {
            Some(c) if c.is_alphabetic() => {
                let token: String = trailing(left, |c| c.is_alphanumeric() || c == '-');
                let letters: String = trailing(left, char::is_alphabetic);
                if self.names.prefixes.contains(&letters.to_uppercase()) && whole.len() >= 3 {
                    return None;
                }
                let name = format!("{token}{number}");
                let short =
                    letters.chars().count() == 1 && number.len() == 1 && letters.chars().all(char::is_uppercase);
                Some(if self.names.times(name.trim_matches('-')) > 0 {
                    1.5
                } else if short {
                    0.5
                } else {
                    -0.6
                })
            }
            Some('-') => {
                let token: String = trailing(left, |c| c.is_alphanumeric() || c == '-');
                let name = format!("{token}{number}");
                let name = name.trim_matches('-').to_lowercase();
                Some(if token.len() > 1 && (name == "covid-19" || self.names.times(&name) > 0) { 1.5 } else { -0.4 })
            }
            Some('–' | '/') if left.chars().rev().nth(1).is_some_and(|c| c.is_ascii_digit()) => {
                let first: String =
                    trailing(&left[..left.len() - last.map_or(0, char::len_utf8)], |c| c.is_ascii_digit());
                Some(if is_year(&first) && (number.len() == 2 || is_year(number)) { 0.9 } else { -0.3 })
            }
            Some(',') if number.len() == 3 && whole.len() > 3 => Some(1.0),
            Some('.' | ',' | '£' | '$' | '€') => Some(-0.4),
            Some(c) if c.is_alphanumeric() => None,
            _ if is_year(number) => Some(if long { 1.4 } else { -0.2 }),
            _ if is_year(whole) => Some(-1.2),
            // No number of five figures stands in a sentence without a comma.
            _ => Some(if long { 0.15 } else { -0.5 }),
        }
    }
}

/// The longest end of a text of which every character fits.
fn trailing(text: &str, fits: impl Fn(char) -> bool) -> String {
    const FAR: usize = 48;
    let mut end: Vec<char> = text.chars().rev().take(FAR).take_while(|c| fits(*c)).collect();
    end.reverse();
    end.into_iter().collect()
}

/// Whether a stop behind this ends an abbreviation that a number follows: `p.30`, `No.4`.
fn is_abbreviation(before: &str) -> bool {
    let word = trailing(before, char::is_alphabetic).to_lowercase();
    ["p", "pp", "no", "nos", "vol", "para", "paras", "fig", "figs", "s", "ss", "art", "ch", "c", "v", "ver", "col", "q"]
        .contains(&word.as_str())
}
