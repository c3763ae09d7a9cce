//! A paragraph of the body with its markers taken out, and its sentences.
//!
//! Invariant: `at` of a reference is a place in `text` in scalar values, rising; sentences are in order and apart.

use std::ops::Range;

use crate::import::report::references::Reference;

/// A paragraph without markers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// Which of the lines it is.
    pub line: usize,
    pub text: String,
    /// Notes referred to, with the byte of `text` where each marker stood.
    pub refs: Vec<(u32, usize)>,
    /// Bytes of `text`.
    pub sentences: Vec<Range<usize>>,
}

impl Paragraph {
    /// Takes the markers out of a line's text.
    pub fn of(line: usize, text: &str, references: &[Reference]) -> Self {
        let mut own = Self { line, ..Self::default() };
        let mut at = 0;
        for reference in references {
            let Some(piece) = text.get(at..reference.range.start) else { continue };
            push(&mut own.text, piece);
            let behind = text[reference.range.end..].chars().next();
            if text[reference.range.clone()].starts_with('[')
                && behind.is_none_or(|c| c.is_whitespace() || ".,;:!?)".contains(c))
            {
                own.text.truncate(own.text.trim_end().len());
            }
            own.refs.push((reference.number, own.text.len()));
            at = reference.range.end;
        }
        push(&mut own.text, text.get(at..).unwrap_or_default());
        own.sentences = sentences(&own.text, &own.refs);
        own
    }

    pub fn sentence(&self, n: usize) -> &str {
        self.sentences.get(n).map_or("", |range| &self.text[range.clone()])
    }

    /// The last sentence.
    pub fn last_sentence(&self) -> &str {
        self.sentence(self.sentences.len().saturating_sub(1))
    }
}

fn push(text: &mut String, piece: &str) {
    text.extend(piece.chars().map(|c| if c.is_control() || c == '\u{2028}' || c == '\u{2029}' { ' ' } else { c }));
}

/// A sentence of more bytes than this is cut at a space: it is none.
const LONGEST: usize = 20_000;

/// Cuts a text at its sentence ends. A sentence ends at a stop, with what closes it, where a space or a marker stands
/// behind it and what follows begins one.
pub(super) fn sentences(text: &str, refs: &[(u32, usize)]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if at > start + LONGEST && c.is_whitespace() {
            found.push(start..at);
            start = at + c.len_utf8();
        }
        if !matches!(c, '.' | '!' | '?') {
            continue;
        }
        let mut end = at + c.len_utf8();
        while let Some((next, closer)) = chars.peek().copied().filter(|(_, c)| "”’\"')]".contains(*c)) {
            end = next + closer.len_utf8();
            chars.next();
        }
        let rest = &text[end..];
        let spaced = rest.starts_with(char::is_whitespace);
        let marker = refs.binary_search_by_key(&end, |(_, place)| *place).is_ok();
        let next = rest.trim_start().chars().next();
        let begins = next.is_none_or(|c| {
            c.is_uppercase() || "“‘\"'[(£".contains(c) || c.is_ascii_digit() || (marker && c.is_lowercase() && spaced)
        });
        if (spaced || rest.is_empty() || (marker && next.is_some_and(char::is_uppercase)))
            && begins
            && !abbreviates(&text[start..at], c)
        {
            let gap = rest.len() - rest.trim_start().len();
            found.push(start..end);
            start = end + gap;
        }
    }
    if !text[start..].trim().is_empty() {
        found.push(start..text.trim_end().len().max(start));
    }
    found
}

/// Whether a stop behind this belongs to an abbreviation or an initial.
fn abbreviates(before: &str, stop: char) -> bool {
    if stop != '.' {
        return false;
    }
    let word = before.rsplit(|c: char| c.is_whitespace() || "(“‘\"".contains(c)).next().unwrap_or_default();
    let initial = word.chars().count() == 1 && word.chars().all(char::is_uppercase);
    initial
        || [
            "Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Rt", "Hon", "No", "Nos", "Vol", "p", "pp", "para", "paras", "e.g",
            "i.e", "cf", "al", "vs", "approx", "Fig", "Inc", "Ltd",
        ]
        .contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        sentences(text, &[]).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn a_text_is_cut_at_its_sentence_ends_and_not_at_abbreviations() {
        assert_eq!(cut("One. Two? “Three.” Four"), ["One.", "Two?", "“Three.”", "Four"]);
        assert_eq!(cut("Dr. A. Smith saw 2.5 m. He left."), ["Dr. A. Smith saw 2.5 m.", "He left."]);
        assert_eq!(cut("Use care.data now. e.g. this"), ["Use care.data now. e.g. this"]);
        assert_eq!(cut(""), [""; 0]);
    }

    #[test]
    fn a_marker_is_taken_out_and_its_place_kept() {
        let text = "It grew.12 They left [13].";
        let reference = |range, number| Reference { line: 0, range, number, out_of_order: false };
        let paragraph = Paragraph::of(0, text, &[reference(8..10, 12), reference(21..25, 13)]);
        assert_eq!(paragraph.text, "It grew. They left.");
        assert_eq!(paragraph.refs, [(12, 8), (13, 18)]);
        assert_eq!(paragraph.sentences.len(), 2);
    }
}
