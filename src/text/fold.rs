//! Text without case and accents, for search.
//!
//! Owns what counts as the same letter when a member looks for words. Uses the unicode crates.
//! Invariant: what is found is given as ranges of the original text, whole characters only.

use std::ops::Range;

use unicode_normalization::char::canonical_combining_class;
use unicode_normalization::char::decompose_compatible;
use unicode_normalization::char::is_combining_mark;

use crate::text::invisible::is_invisible;
use crate::text::span_map::SpanMap;

/// A folded text with the way back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    text: String,
    map: SpanMap,
}

/// Folds a text: compatibility forms taken apart (NFKD), accents and invisible characters dropped, lower
/// case, typographic quotes and dashes as typed on a keyboard, each run of white space one space.
///
/// Vowel signs and voicing marks of Asian scripts stay, as they make another letter.
pub fn fold(text: &str) -> Folded {
    let mut folded = Folded { text: String::with_capacity(text.len()), map: SpanMap::default() };
    let mut rest = text;
    while !rest.is_empty() {
        let plain = plain_run(rest);
        if plain > 0 {
            let from = folded.text.len();
            folded.text.push_str(&rest[..plain]);
            folded.text[from..].make_ascii_lowercase();
            folded.map.keep(plain);
            rest = &rest[plain..];
        }
        let Some(c) = rest.chars().next() else { break };
        rest = &rest[c.len_utf8()..];
        if c.is_whitespace() {
            let after = rest.trim_start_matches(char::is_whitespace);
            folded.push(1 + rest[..rest.len() - after.len()].chars().count(), 1);
            folded.text.push(' ');
            rest = after;
        } else if c.is_ascii() {
            folded.push(1, 1);
            folded.text.push(c.to_ascii_lowercase());
        } else {
            let made = push_folded(&mut folded.text, c);
            folded.push(1, made);
        }
    }
    folded
}

/// Bytes at the start of a text that fold to themselves in small letters: ASCII without runs of white space.
fn plain_run(text: &str) -> usize {
    let bytes = text.as_bytes();
    let plain = |at: usize| match bytes[at] {
        b' ' => bytes.get(at + 1).is_some_and(u8::is_ascii_graphic),
        byte => byte.is_ascii_graphic(),
    };
    (0..bytes.len()).position(|at| !plain(at)).unwrap_or(bytes.len())
}

/// Appends the folded form of one character that is not ASCII, and counts it.
fn push_folded(out: &mut String, c: char) -> usize {
    if is_invisible(c) {
        return 0;
    }
    let mut made = 0;
    let mut push = |c: char| {
        out.push(c);
        made += 1;
    };
    if let Some(spelling) = plain_spelling(c) {
        spelling.chars().for_each(&mut push);
        return made;
    }
    let mut spacing_accent = false;
    decompose_compatible(c, |part| spacing_accent |= part == ' ');
    if spacing_accent {
        // An accent standing alone, such as `¨`, is taken apart into a space and a mark. It is no space.
        push(c);
        return made;
    }
    decompose_compatible(c, |part| {
        let accent = is_combining_mark(part)
            && (canonical_combining_class(part) >= 10 || matches!(part, '\u{20DD}'..='\u{20E4}'));
        if accent || is_invisible(part) {
            return;
        }
        match plain_spelling(part) {
            Some(spelling) => spelling.chars().for_each(&mut push),
            None => part.to_lowercase().filter(|&c| c != '\u{307}').for_each(&mut push),
        }
    });
    made
}

/// Letters that no decomposition takes apart, and punctuation as a keyboard has it.
fn plain_spelling(c: char) -> Option<&'static str> {
    Some(match c {
        '´' | '‘' | '’' | '‚' | '‛' | '′' | 'ʼ' => "'",
        '“' | '”' | '„' | '‟' | '″' | '«' | '»' => "\"",
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => "-",
        '⁄' => "/",
        'ß' | 'ẞ' => "ss",
        'Æ' | 'æ' => "ae",
        'Œ' | 'œ' => "oe",
        'Ø' | 'ø' => "o",
        'Ł' | 'ł' => "l",
        'Đ' | 'đ' | 'Ð' | 'ð' => "d",
        'Þ' | 'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => return None,
    })
}

impl Folded {
    /// The folded text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Places in the original (`stored`) and the folded text (`made`), in scalar values.
    pub fn map(&self) -> &SpanMap {
        &self.map
    }

    /// Where a needle, folded the same way, stands: ranges of the original in order, none twice and
    /// none overlapping. A needle that folds to nothing is nowhere.
    pub fn find_all(&self, needle: &str) -> Vec<Range<usize>> {
        let needle = fold(needle).text;
        if needle.is_empty() {
            return Vec::new();
        }
        let length = needle.chars().count();
        let (mut byte, mut char) = (0, 0);
        let mut found: Vec<Range<usize>> = Vec::new();
        for (at, _) in self.text.match_indices(&needle) {
            char += self.text[byte..at].chars().count();
            byte = at;
            let range = self.map.stored_range(char..char + length);
            // Several folded letters can come from one character, such as a ligature.
            if found.last().is_none_or(|last| last.end <= range.start) {
                found.push(range);
            }
        }
        found
    }

    fn push(&mut self, stored: usize, made: usize) {
        if stored == 1 && made == 1 { self.map.keep(1) } else { self.map.change(stored, made) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn spellings_a_member_takes_for_the_same_fold_to_the_same() {
        for (text, folded) in [
            ("NHS Digital", "nhs digital"),
            ("École é e\u{301} ÉCOLE", "ecole e e ecole"),
            ("don’t “stop” — ever…", "don't \"stop\" - ever..."),
            ("oﬃce ﬁnal", "office final"),
            ("Straße STRASSE", "strasse strasse"),
            ("İstanbul ıspanak", "istanbul ispanak"),
            ("ΟΔΥΣΣΕΥΣ ς", "οδυσσευσ σ"),
            ("co\u{ad}operate zero\u{200b}width", "cooperate zerowidth"),
            ("a \n\t\u{a0} b", "a b"),
            ("x² ½ Ｗｉｄｅ 5″", "x2 1/2 wide 5\""),
            ("שָׁלוֹם", "שלום"),
            ("नि नी", "नि नी"),
        ] {
            assert_eq!(fold(text).text(), folded, "{text:?}");
        }
    }

    #[test]
    fn what_is_found_is_given_in_the_original_with_its_accents() {
        for (text, needle, ranges) in [
            ("The École, école.", "ecole", vec![(4, 9), (11, 16)]),
            ("cafe\u{301} bar", "CAFÉ", vec![(0, 5)]),
            ("the oﬃce", "fi", vec![(5, 6)]),
            ("ﬀ", "f", vec![(0, 1)]),
            ("over\n  the line", "over the", vec![(0, 10)]),
            ("aaa", "aa", vec![(0, 2)]),
            ("co\u{ad}operate", "cooperate", vec![(0, 10)]),
            ("anything", "", vec![]),
            ("anything", "\u{301}", vec![]),
        ] {
            let found: Vec<(usize, usize)> =
                fold(text).find_all(needle).into_iter().map(|hit| (hit.start, hit.end)).collect();
            assert_eq!(found, ranges, "{needle:?} in {text:?}");
        }
    }

    #[test]
    fn folding_any_character_twice_changes_nothing() {
        for c in ('\0'..='\u{3FFFF}').filter(|c| !c.is_ascii()) {
            let once = fold(&c.to_string());
            assert_eq!(fold(once.text()).text(), once.text(), "{c:?}");
        }
    }

    proptest! {
        #[test]
        fn every_whole_word_of_a_text_is_found_where_it_stands(text in "([a-zA-ZéÉßﬁñ中]{1,5}[ \n’]{1,2}){1,8}") {
            let folded = fold(&text);
            let chars: Vec<char> = text.chars().collect();
            let mut start = 0;
            for word in chars.split(|c| c.is_whitespace() || *c == '’') {
                let range = start..start + word.len();
                start = range.end + 1;
                if !word.is_empty() {
                    let needle: String = word.iter().collect();
                    // A match may begin a little earlier where words repeat within one another.
                    let found = folded.find_all(&needle);
                    prop_assert!(found.iter().any(|hit| hit.start < range.end && range.start < hit.end), "{:?} {:?}", needle, found);
                }
            }
        }

        #[test]
        fn folding_twice_changes_nothing_and_ranges_stay_in_the_text(text in any::<String>(), needle in "\\PC{1,2}") {
            let folded = fold(&text);
            let again = fold(folded.text());
            prop_assert_eq!(again.text(), folded.text());
            prop_assert_eq!(folded.map().made_len(), folded.text().chars().count());
            let length = text.chars().count();
            prop_assert_eq!(folded.map().stored_len(), length);
            for range in folded.find_all(&needle) {
                prop_assert!(range.start < range.end && range.end <= length);
            }
        }
    }
}
