//! The names of the four grades, in cells and in sentences, whatever their capitals.
//!
//! Uses the model. Invariant: a name is found only as whole words.

use std::ops::Range;

use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// The grades' usual names.
pub(crate) const NAMES: [(Grade, &str); 4] = [
    (Grade::Outstanding, "outstanding"),
    (Grade::Good, "good"),
    (Grade::RequiresImprovement, "requires improvement"),
    (Grade::Inadequate, "inadequate"),
];

/// What a cell of a rating table says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Said {
    /// A grade, or that there is none to give.
    Rating(Rating),
    /// Nothing: an empty cell or a dash.
    Nothing,
}

/// What a cell says, if it is one of a rating's. A note's figures behind the name do not count.
pub(crate) fn said(cell: &str) -> Option<Said> {
    if cell.len() > 60 {
        return None;
    }
    let lower = cell.to_lowercase();
    let letters: Vec<&str> = lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    let plain = letters.join(" ");
    if let Some(grade) = grade_named(&plain) {
        return Some(Said::Rating(grade.into()));
    }
    match plain.as_str() {
        "no information"
        | "insufficient information"
        | "insufficient evidence"
        | "unable to rate"
        | "cannot be rated" => Some(Said::Rating(Rating::NoInformation)),
        "not rated" | "unrated" | "n a" | "not applicable" => Some(Said::Nothing),
        "" if cell.chars().all(|c| !c.is_alphanumeric()) => Some(Said::Nothing),
        _ => None,
    }
}

/// The grade that words in lower case name.
fn grade_named(plain: &str) -> Option<Grade> {
    NAMES
        .iter()
        .find(|(_, name)| *name == plain || *name == plain.trim_start_matches("rated "))
        .map(|(grade, _)| *grade)
}

/// A grade named in a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mention {
    pub grade: Grade,
    /// Bytes of the sentence, without quotation marks.
    pub range: Range<usize>,
    /// Whether it stands in quotation marks or capitals, as a name does.
    pub marked: bool,
}

/// Every grade a sentence names, in order.
pub(crate) fn mentions(sentence: &str) -> Vec<Mention> {
    let lower: String = sentence.chars().map(|c| c.to_ascii_lowercase()).collect();
    let mut found = Vec::new();
    for (grade, name) in NAMES {
        let first_word = name.split(' ').next().unwrap_or(name);
        let mut from = 0;
        while let Some(at) = lower.get(from..).and_then(|rest| rest.find(first_word)) {
            let start = from + at;
            from = start + first_word.len();
            let Some(end) = end_of_name(&lower, start, name) else { continue };
            if lower[..start].chars().next_back().is_some_and(char::is_alphanumeric) {
                continue;
            }
            found.push(Mention { grade, marked: is_marked(sentence, start, end), range: start..end });
        }
    }
    found.sort_by_key(|mention| mention.range.start);
    found
}

/// Where a name that begins at a place ends, if it stands there in full; any space or hyphen joins its words.
fn end_of_name(lower: &str, start: usize, name: &str) -> Option<usize> {
    let mut at = start;
    for (n, word) in name.split(' ').enumerate() {
        if n > 0 {
            let rest = &lower[at..];
            let gap: usize = rest.chars().take_while(|c| c.is_whitespace() || *c == '-').map(char::len_utf8).sum();
            if gap == 0 {
                return None;
            }
            at += gap;
        }
        at += lower[at..].strip_prefix(word).map(|_| word.len())?;
    }
    (!lower[at..].chars().next().is_some_and(char::is_alphanumeric)).then_some(at)
}

fn is_marked(sentence: &str, start: usize, end: usize) -> bool {
    let before = sentence[..start].chars().next_back();
    let after = sentence[end..].trim_start_matches(['.', ',']).chars().next();
    let quoted = before.is_some_and(|c| "‘“'\"".contains(c)) && after.is_some_and(|c| "’”'\"".contains(c));
    let capital = start > 0 && sentence[start..end].chars().next().is_some_and(char::is_uppercase);
    quoted || capital
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_names_its_grade_in_any_capitals_and_with_a_note_glued_to_it() {
        for cell in [
            "Requires improvement",
            "REQUIRES IMPROVEMENT",
            "requires Improvement",
            "Requires-improvement",
            "Requires improvement12",
        ] {
            assert_eq!(said(cell), Some(Said::Rating(Rating::RequiresImprovement)), "{cell}");
        }
        assert_eq!(said("–"), Some(Said::Nothing));
        assert_eq!(said(""), Some(Said::Nothing));
        assert_eq!(said("Good schools for all"), None);
        assert_eq!(said("34"), None);
    }

    #[test]
    fn a_grade_is_found_in_a_sentence_as_whole_words_only() {
        let found = mentions("Goods are ‘good’, goodness; it Requires  Improvement and is inadequate.");
        let grades: Vec<_> = found.iter().map(|mention| (mention.grade, mention.marked)).collect();
        assert_eq!(grades, [(Grade::Good, true), (Grade::RequiresImprovement, true), (Grade::Inadequate, false)]);
        assert!(mentions("adequate").is_empty());
    }
}
