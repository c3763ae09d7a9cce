//! Where a passage stands in another edition of its text.
//!
//! Pure: a selector and a text in, a place out. Invariant: a passage is never put where its words do not stand, and
//! never moved to one of several places that would do equally well.

use crate::document::canonical::sha256_hex;
use crate::model::quote::Selector;

/// What became of a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// Its words stand where they stood; the selector is given where the text around them changed.
    Exact(Option<Selector>),
    /// Its words stand elsewhere, at one place only.
    Moved(Selector),
    /// Its words do not stand in the text any more, or at several places alike.
    Lost,
}

/// Finds a passage again in a text; in none it is lost.
///
/// A place counts as its own if the words are the same and either what stands before and after them is too, or they
/// stand nowhere else.
pub fn find_again(selector: &Selector, text: Option<&str>) -> Fate {
    let Some(text) = text.filter(|_| !selector.exact.is_empty()) else { return Fate::Lost };
    let digest = sha256_hex(text.as_bytes());
    let places = occurrences(text, &selector.exact);
    if digest == selector.text_sha256 && places.contains(&selector.start) {
        return Fate::Exact(None);
    }
    let length = selector.exact.chars().count();
    let at = |start: usize| Selector::of(text, start, start + length, digest.clone());
    // Where the text began or ended nearby there is less of it to compare, and more may stand there now.
    let as_marked =
        |found: &Selector| found.prefix.ends_with(&selector.prefix) && found.suffix.starts_with(&selector.suffix);
    let same_context: Vec<Selector> = places.iter().filter_map(|&start| at(start)).filter(as_marked).collect();
    let found = match (same_context.as_slice(), places.as_slice()) {
        ([one], _) => Some(one.clone()),
        ([], [only]) => at(*only),
        (several, _) => several.iter().find(|found| found.start == selector.start).cloned(),
    };
    match found {
        None => Fate::Lost,
        Some(found) if found.start == selector.start => Fate::Exact(Some(found)),
        Some(found) => Fate::Moved(found),
    }
}

/// Where some words stand in a text, in scalar values, overlaps included.
fn occurrences(text: &str, words: &str) -> Vec<usize> {
    let mut found = Vec::new();
    let (mut from, mut chars_before) = (0, 0);
    while let Some(next) = text[from..].find(words) {
        chars_before += text[from..from + next].chars().count();
        found.push(chars_before);
        let first = text[from + next..].chars().next().map_or(1, char::len_utf8);
        from += next + first;
        chars_before += 1;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked(text: &str, words: &str) -> Selector {
        let start = text[..text.find(words).expect("the words stand there")].chars().count();
        let end = start + words.chars().count();
        Selector::of(text, start, end, sha256_hex(text.as_bytes())).expect("inside")
    }

    fn moved_to(selector: &Selector, text: &str) -> Option<usize> {
        match find_again(selector, Some(text)) {
            Fate::Moved(found) => {
                assert_eq!(found.exact, selector.exact);
                Some(found.start)
            }
            _ => None,
        }
    }

    #[test]
    fn in_the_same_text_a_passage_stays_as_it_is() {
        let text = "Staff lacked time. Staff lacked funds.";
        let selector = marked(text, "Staff lacked");
        assert_eq!(find_again(&selector, Some(text)), Fate::Exact(None));
    }

    #[test]
    fn where_only_what_follows_changed_it_stays_in_place_with_the_new_surroundings() {
        let selector = marked("Naïve hopes. It was late.", "It was late.");
        let Fate::Exact(Some(found)) = find_again(&selector, Some("Naïve hopes. It was late. So be it.")) else {
            panic!("not exact");
        };
        assert_eq!((found.start, found.suffix.as_str()), (selector.start, " So be it."));
    }

    #[test]
    fn words_found_once_elsewhere_have_moved() {
        let selector = marked("It was late.", "late");
        assert_eq!(moved_to(&selector, "Écrit: it was late."), Some(14));
    }

    #[test]
    fn of_several_places_the_one_with_the_same_surroundings_is_taken() {
        let selector = marked("A: yes, funded. B: no.", "funded");
        assert_eq!(moved_to(&selector, "Not funded at all. A: yes, funded. B: no."), Some(27));
    }

    #[test]
    fn a_passage_is_lost_rather_than_put_at_one_of_several_places() {
        let selector = marked("A: yes, funded. B: no.", "funded");
        for text in
            ["Nothing of the kind.", "It was funded, or not funded.", "A: yes, funded. B: no. A: yes, funded. B: no?"]
        {
            let expected = if text.starts_with("A:") { "exact" } else { "lost" };
            let found = match find_again(&selector, Some(text)) {
                Fate::Exact(_) => "exact",
                Fate::Moved(_) => "moved",
                Fate::Lost => "lost",
            };
            assert_eq!(found, expected, "{text}");
        }
        assert_eq!(find_again(&selector, Some("C. A: yes, funded. B: no. A: yes, funded. B: no.")), Fate::Lost);
    }

    #[test]
    fn without_its_text_a_passage_is_lost() {
        assert_eq!(find_again(&marked("gone", "gone"), None), Fate::Lost);
        assert_eq!(find_again(&marked("gone", "gone"), Some("")), Fate::Lost);
    }
}
