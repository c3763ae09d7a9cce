//! Words cut at the end of a line, joined again where that is plain.

use std::collections::HashSet;

/// The words of a document, which tell whether a word cut at a hyphen is one word.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    words: HashSet<String>,
    /// The document cuts words to fill its lines.
    cuts_words: bool,
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
    pub fn of<'a>(lines: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut words = HashSet::new();
        for line in lines.clone() {
            // The half of a cut word is none.
            let is_cut = line.ends_with(['-', '\u{2010}', '\u{ad}']);
            let inside = if is_cut { line.trim_end_matches(|c: char| !c.is_whitespace()) } else { line };
            words.extend(inside.split(|c| !word(c)).map(trimmed).filter(|word| word.len() > 2));
        }
        let mut vocabulary = Self { words, cuts_words: false };
        let (mut whole, mut hyphenated) = (0usize, 0usize);
        for (line, next) in lines.clone().zip(lines.skip(1)) {
            if let Some((first, second)) = cut(line, next) {
                whole += usize::from(vocabulary.words.contains(&format!("{first}{second}")));
                hyphenated += usize::from(vocabulary.words.contains(&format!("{first}-{second}")));
            }
        }
        vocabulary.cuts_words = whole > hyphenated;
        vocabulary
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
        let whole = self.words.contains(&format!("{first}{second}"));
        let hyphenated = self.words.contains(&format!("{first}-{second}"));
        if hyphenated || (!whole && !self.cuts_words) { Joint::Hyphen } else { Joint::Nothing }
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
    use super::*;

    #[test]
    fn a_cut_word_is_joined_where_the_document_knows_it_whole() {
        let lines = [
            "the govern-",
            "ment said that a government",
            "with long-",
            "term plans has long-term aims and pro-",
            "grammes.",
        ];
        let vocabulary = Vocabulary::of(lines.into_iter());
        assert_eq!(vocabulary.joint(lines[0], lines[1]), Joint::Nothing);
        assert_eq!(vocabulary.joint(lines[2], lines[3]), Joint::Hyphen);
        assert_eq!(vocabulary.joint(lines[3], lines[4]), Joint::Hyphen, "where it is not plain the hyphen stays");
        assert_eq!(vocabulary.joint("a whole", "line"), Joint::Blank);
        assert_eq!(vocabulary.joint("between 10-", "20 per cent"), Joint::Blank);
    }
}
