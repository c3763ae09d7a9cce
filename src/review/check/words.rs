//! Words of a text, by which texts are compared: where they stand and a number for each, and runs of them.
//!
//! Invariant: pure; capitals, accents of typography and punctuation do not count.

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;
use std::ops::Range;

/// A word and where it stands, in bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Where it stands.
    pub range: Range<usize>,
    /// What it is, in lower case, as a number.
    pub hash: u64,
}

/// The words of a text, those in square brackets left out: a quotation's writer put them in.
pub fn words(text: &str) -> Vec<Word> {
    let mut found = Vec::new();
    let mut depth = 0_usize;
    let mut start: Option<usize> = None;
    let mut end = |start: &mut Option<usize>, at: usize, depth: usize| {
        if let Some(from) = start.take().filter(|_| depth == 0) {
            found.push(Word { range: from..at, hash: hash_of(&text[from..at]) });
        }
    };
    for (at, c) in text.char_indices() {
        let inside = c.is_alphanumeric() || (matches!(c, '’' | '\'') && start.is_some());
        if inside {
            start.get_or_insert(at);
            continue;
        }
        end(&mut start, at, depth);
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    end(&mut start, text.len(), depth);
    found
}

fn hash_of(word: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    let bare = word.trim_end_matches(['’', '\'']);
    for c in bare.chars().filter(|c| !matches!(c, '’' | '\'')).flat_map(char::to_lowercase) {
        c.hash(&mut hasher);
    }
    hasher.finish()
}

/// A run of words as one number.
pub fn run_of(words: &[Word]) -> u64 {
    let mut hasher = DefaultHasher::new();
    words.iter().for_each(|word| word.hash.hash(&mut hasher));
    hasher.finish()
}

/// Where each run of so many words stands: text and word. A run that stands oftener than `MOST` is kept so often.
pub struct Runs {
    length: usize,
    at: HashMap<u64, Vec<(usize, usize)>>,
}

/// So many places of one run are looked at.
const MOST: usize = 8;

impl Runs {
    /// Runs of a length.
    pub fn new(length: usize) -> Self {
        Self { length, at: HashMap::new() }
    }

    /// Adds those of a text.
    pub fn add(&mut self, text: usize, words: &[Word]) {
        for (at, run) in words.windows(self.length).enumerate() {
            let places = self.at.entry(run_of(run)).or_default();
            if places.len() < MOST {
                places.push((text, at));
            }
        }
    }

    /// Where the run that begins at a word of a text stands.
    pub fn places(&self, words: &[Word], at: usize) -> &[(usize, usize)] {
        words.get(at..at + self.length).and_then(|run| self.at.get(&run_of(run))).map_or(&[], Vec::as_slice)
    }
}

/// How many words two texts share from two places on.
pub fn shared(one: &[Word], other: &[Word]) -> usize {
    one.iter().zip(other).take_while(|(a, b)| a.hash == b.hash).count()
}

/// How many words have to be put in, left out or changed to come from one text to another (Levenshtein 1965), or
/// nothing where it is more than `most`.
pub fn distance(one: &[Word], other: &[Word], most: usize) -> Option<usize> {
    if one.len().abs_diff(other.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut before = row[0];
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let changed = before + usize::from(a.hash != b.hash);
            before = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(before + 1);
        }
        if row.iter().min().is_some_and(|least| *least > most) {
            return None;
        }
    }
    row.last().copied().filter(|distance| *distance <= most)
}

/// How many letters have to change to come from one word to another; nothing where it is more than `most`. Two letters
/// that change places count as one (Damerau 1964).
pub fn letters_apart(one: &str, other: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut rows: Vec<Vec<usize>> = vec![(0..=b.len()).collect()];
    for i in 1..=a.len() {
        let mut row = vec![i; b.len() + 1];
        for j in 1..=b.len() {
            let changed = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            row[j] = changed.min(row[j - 1] + 1).min(rows[i - 1][j] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                row[j] = row[j].min(rows[i - 2][j - 2] + 1);
            }
        }
        rows.push(row);
    }
    rows.last().and_then(|row| row.last()).copied().filter(|apart| *apart <= most)
}

/// A text in one line, cut behind a word where it is longer than so many characters.
pub fn short(text: &str, most: usize) -> String {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if plain.chars().count() <= most {
        return plain;
    }
    let cut: String = plain.chars().take(most).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
}

/// The last words of a text before a place, for people to find it by.
pub fn before(text: &str, at: usize) -> String {
    let words: Vec<&str> = text[..at].split_whitespace().collect();
    let from = words.len().saturating_sub(6);
    let dots = if from > 0 { "…" } else { "" };
    format!("“{dots}{}”", words[from..].join(" "))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn capitals_marks_and_words_in_square_brackets_do_not_count() {
        let hashes = |text: &str| words(text).into_iter().map(|word| word.hash).collect::<Vec<_>>();
        assert_eq!(hashes("The pier’s “end” is shut"), hashes("the piers end [of it] is, SHUT."));
        assert_ne!(hashes("The pier is shut"), hashes("The pier is open"));
    }

    #[test]
    fn words_and_letters_are_counted_apart() {
        let d = |a: &str, b: &str| distance(&words(a), &words(b), 3);
        assert_eq!(d("we keep the lights on", "we keep the lights on"), Some(0));
        assert_eq!(d("we keep the lights on", "we kept the light on"), Some(2));
        assert_eq!(d("a b c d e f", "u v w x y z"), None);
        assert_eq!(letters_apart("ABPI", "APBI", 1), Some(1));
        assert_eq!(letters_apart("pier", "beer", 1), None);
    }
}
