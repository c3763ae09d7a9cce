//! Words cut at the end of a line, joined again where that is plain.

use std::collections::HashSet;

/// First parts of words that are written with a hyphen.
const FIRST_PARTS: [&str; 32] = [
    "self", "non", "well", "co", "ex", "long", "short", "high", "low", "cross", "post", "pre", "mid", "part", "full",
    "half", "real", "third", "user", "peer", "face", "day", "end", "one", "two", "three", "decision", "evidence",
    "data", "multi", "anti", "whole",
];

/// The words of a document, which tell whether a word cut at a hyphen is one word.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
}

/// What happens where one line ends and the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Joint {
    /// A blank stands between.
    Blank,
    /// The hyphen stays, without a blank.
    Hyphen,
    /// The hyphen goes.
    Nothing,
}

fn word(c: char) -> bool {
    c.is_alphanumeric() || c == '-' || c == '’' || c == '\''
}

fn trimmed(text: &str) -> String {
    text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

impl Vocabulary {
    /// Learns the words of a document from its lines.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut words = HashSet::new();
        for line in lines {
            // The half of a cut word is none.
            let is_cut = line.ends_with(['-', '\u{2010}', '\u{ad}']);
            let inside = if is_cut { line.trim_end_matches(|c: char| !c.is_whitespace()) } else { line };
            words.extend(inside.split(|c| !word(c)).map(trimmed).filter(|word| word.len() > 2));
        }
        Self { words }
    }

    /// How a line goes on in the next.
    pub fn joint(&self, line: &str, next: &str) -> Joint {
        if line.ends_with('\u{ad}') {
            return Joint::Nothing;
        }
        let Some((first, second)) = cut(line, next) else {
            let goes_on = line.ends_with('/') || line.ends_with("://");
            return if goes_on && !next.starts_with(' ') { Joint::Hyphen } else { Joint::Blank };
        };
        let knows = |word: &str| self.words.contains(word);
        if knows(&format!("{first}-{second}")) {
            return Joint::Hyphen;
        }
        if knows(&format!("{first}{second}")) {
            return Joint::Nothing;
        }
        // Unknown in either form: two words of their own make a word with a hyphen, two halves that are none do not.
        let are_words = FIRST_PARTS.contains(&first.as_str()) || (knows(&first) && knows(&second));
        if are_words { Joint::Hyphen } else { Joint::Nothing }
    }
}

/// The two halves of a word cut between two lines, lower case.
fn cut(line: &str, next: &str) -> Option<(String, String)> {
    let before = line.strip_suffix(['-', '\u{2010}'])?;
    let ends = before.chars().next_back().is_some_and(char::is_lowercase);
    let begins = next.chars().next().is_some_and(char::is_lowercase);
    if !ends || !begins {
        return None;
    }
    let first = trimmed(before.rsplit(|c| !word(c)).next()?);
    let second = trimmed(next.split(|c| !word(c)).next()?);
    Some((first, second))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_cut_word_is_joined_where_the_document_knows_it_whole() {
        let lines = [
            "the govern-",
            "ment said that a government",
            "with long-",
            "term plans has long-term aims and organi-",
            "sations are decision-",
            "making.",
        ];
        let vocabulary = Vocabulary::of(lines.into_iter());
        assert_eq!(vocabulary.joint(lines[0], lines[1]), Joint::Nothing);
        assert_eq!(vocabulary.joint(lines[2], lines[3]), Joint::Hyphen);
        assert_eq!(vocabulary.joint(lines[3], lines[4]), Joint::Nothing, "two halves that are no words");
        assert_eq!(vocabulary.joint(lines[4], lines[5]), Joint::Hyphen, "two words");
        assert_eq!(vocabulary.joint("a whole", "line"), Joint::Blank);
        assert_eq!(vocabulary.joint("between 10-", "20 per cent"), Joint::Blank);
    }
}
