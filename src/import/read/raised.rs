//! Raised figures: references to notes, unless they are powers or units.
//!
//! Invariant: what is raised is either a marker or stays in the words; nothing is lost.

use crate::import::read::compose::Words;

/// Units that a raised 2 or 3 belongs to.
const UNITS: [&str; 8] = ["m", "km", "cm", "mm", "ft", "in", "mi", "x"];
/// References of one place.
const MOST_TOGETHER: usize = 20;

/// Raised characters that wait for what comes behind them: a word processor cuts "12" into pieces at will.
#[derive(Debug, Default)]
pub(crate) struct Raised(String);

impl Raised {
    /// Adds raised characters.
    pub fn push(&mut self, text: &str) {
        self.0.push_str(text);
    }

    /// Writes what waits behind the words: as markers where it is figures, else as it is.
    pub fn settle(&mut self, words: &mut Words) {
        if self.0.is_empty() {
            return;
        }
        let raised = std::mem::take(&mut self.0);
        let figures = raised.trim();
        if figures.is_empty() {
            return words.push(&raised);
        }
        let Some(numbers) = numbers(figures) else { return words.push(&raised) };
        if is_power(words.text(), &numbers) {
            return words.push(&figures.chars().map(small).collect::<String>());
        }
        numbers.into_iter().for_each(|number| words.marker(number));
        if raised.ends_with(char::is_whitespace) {
            words.push(" ");
        }
    }
}

/// The numbers that raised figures stand for: one, or several set off from one another.
fn numbers(figures: &str) -> Option<Vec<u32>> {
    let inner = figures.trim_matches(|c: char| matches!(c, '[' | ']' | '(' | ')' | ',' | ';' | ' ' | '.'));
    let parts = inner.split([',', ';', ' ']).map(str::trim).filter(|part| !part.is_empty());
    let numbers: Option<Vec<u32>> = parts.map(note_number).collect();
    numbers.filter(|numbers| !numbers.is_empty() && numbers.len() <= MOST_TOGETHER)
}

/// A number that a note can have.
pub(crate) fn note_number(figures: &str) -> Option<u32> {
    let plain = (1..=4).contains(&figures.len()) && figures.bytes().all(|byte| byte.is_ascii_digit());
    (plain && !figures.starts_with('0')).then(|| figures.parse().ok()).flatten()
}

/// The number that words begin with.
pub(crate) fn leading_number(words: &str) -> Option<u32> {
    let words = words.trim_start_matches(['[', '(']);
    let end = words.find(|c: char| !c.is_ascii_digit()).unwrap_or(words.len());
    note_number(words.get(..end)?)
}

/// Whether raised numbers are a power of ten or belong to a unit.
fn is_power(before: &str, numbers: &[u32]) -> bool {
    let [number] = numbers else { return false };
    let word = before.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '/' | '×')).next().unwrap_or_default();
    let unit = word.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    (matches!(number, 2 | 3) && UNITS.contains(&unit)) || word == "10"
}

fn small(c: char) -> char {
    match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn settled(before: &str, raised: &[&str]) -> String {
        let mut words = Words::default();
        words.push(before);
        let mut waiting = Raised::default();
        raised.iter().for_each(|piece| waiting.push(piece));
        waiting.settle(&mut words);
        words.text().to_owned()
    }

    #[test]
    fn raised_figures_are_references_but_powers_and_ordinals_stay() {
        for (before, raised, shown) in [
            ("care.", &["1", "2"][..], "care.[12]"),
            ("in 2022", &["5"], "in 2022[5]"),
            ("care", &["[12]", " "], "care[12] "),
            ("care", &["3, 4"], "care[3][4]"),
            ("the 21", &["st"], "the 21st"),
            ("of 40 m", &["2"], "of 40 m²"),
            ("of 40m", &["2"], "of 40m²"),
            ("term", &["2"], "term[2]"),
            ("3 × 10", &["6"], "3 × 10⁶"),
            ("x", &["007"], "x007"),
        ] {
            assert_eq!(settled(before, raised), shown);
        }
    }
}
