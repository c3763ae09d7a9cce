//! Words that a full stop shortens rather than ends.
//!
//! Owns the lists, English as panels write it. Uses nothing.
//! Invariant: a word is in one list only.

/// What a shortened word says about the stop behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Something always follows: `Dr`, `e.g`.
    Leads,
    /// A figure follows, or it is a word like any other: `No`, `p`.
    Numbered,
    /// It ends a sentence as often as not: `etc`, `p.m`.
    Trails,
    /// Part of a name, which may end a sentence: `Ltd`.
    Name,
    /// A letter standing for a name, or several: `J`, `U.S`.
    Initial,
}

const LEADS: &[&str] = &[
    "dr", "drs", "mr", "mrs", "ms", "mx", "messrs", "prof", "profs", "rev", "revd", "hon", "rt", "st", "lt", "col",
    "sgt", "capt", "cllr", "gen", "maj", "gov", "sen", "rep", "e.g", "eg", "i.e", "ie", "cf", "viz", "vs", "approx",
    "incl",
];

const NUMBERED: &[&str] = &[
    "no", "nos", "p", "pp", "para", "paras", "fig", "figs", "vol", "vols", "ch", "chs", "sec", "ss", "art", "arts",
    "reg", "regs", "al", "ref", "refs", "tab", "app", "ed", "eds", "ca", "c", "s", "n", "q", "qq", "v", "r", "cm",
    "cmnd", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
];

const TRAILS: &[&str] = &["etc", "a.m", "p.m", "am", "pm"];

const NAMES: &[&str] = &["ltd", "inc", "co", "corp", "plc", "dept", "jr", "sr", "ph.d", "m.d", "bros"];

/// Words that begin a sentence far more often than they follow an initial.
const BEGINNINGS: &[&str] = &[
    "A",
    "About",
    "According",
    "After",
    "Again",
    "All",
    "Also",
    "Although",
    "An",
    "And",
    "Another",
    "Any",
    "As",
    "At",
    "Because",
    "Before",
    "Both",
    "But",
    "By",
    "Despite",
    "Do",
    "Does",
    "During",
    "Each",
    "Even",
    "Every",
    "Few",
    "First",
    "For",
    "From",
    "Further",
    "Furthermore",
    "Given",
    "Has",
    "Have",
    "He",
    "Her",
    "Here",
    "His",
    "How",
    "However",
    "I",
    "If",
    "In",
    "Instead",
    "Is",
    "It",
    "Its",
    "Many",
    "Meanwhile",
    "More",
    "Moreover",
    "Most",
    "My",
    "No",
    "Nor",
    "Not",
    "Now",
    "Of",
    "On",
    "Once",
    "One",
    "Only",
    "Or",
    "Other",
    "Others",
    "Our",
    "Over",
    "Overall",
    "Patients",
    "People",
    "Several",
    "She",
    "Since",
    "So",
    "Some",
    "Still",
    "Such",
    "That",
    "The",
    "Their",
    "Then",
    "There",
    "Therefore",
    "These",
    "They",
    "This",
    "Those",
    "Though",
    "Through",
    "Thus",
    "To",
    "Two",
    "Under",
    "Until",
    "Was",
    "We",
    "Were",
    "What",
    "When",
    "Where",
    "Whether",
    "Which",
    "While",
    "Who",
    "Why",
    "Will",
    "With",
    "Without",
    "Would",
    "Yes",
    "Yet",
    "You",
    "Your",
];

/// Words whose letter is a label, not an initial: `Question B`, `vitamin C`.
const LABELLED: &[&str] = &[
    "annex",
    "appendix",
    "box",
    "category",
    "class",
    "figure",
    "grade",
    "group",
    "hepatitis",
    "option",
    "part",
    "phase",
    "plan",
    "question",
    "questions",
    "schedule",
    "section",
    "table",
    "tier",
    "type",
    "vitamin",
];

/// What a word before a full stop is short for, if anything.
pub fn kind(token: &[char]) -> Option<Kind> {
    if let [letter] = token
        && letter.is_uppercase()
    {
        return Some(Kind::Initial);
    }
    let word: String = token.iter().flat_map(|c| c.to_lowercase()).collect();
    let listed = |list: &[&str]| list.contains(&word.as_str());
    if listed(LEADS) {
        Some(Kind::Leads)
    } else if listed(NUMBERED) {
        Some(Kind::Numbered)
    } else if listed(TRAILS) {
        Some(Kind::Trails)
    } else if listed(NAMES) {
        Some(Kind::Name)
    } else if is_dotted(token) {
        Some(Kind::Initial)
    } else {
        None
    }
}

/// Letters with stops between them, as in `U.S` or `J.M`.
fn is_dotted(token: &[char]) -> bool {
    token.len() > 2
        && token.len() % 2 == 1
        && token.iter().enumerate().all(|(at, c)| if at % 2 == 0 { c.is_uppercase() } else { *c == '.' })
}

/// Whether a word as written is one that begins sentences.
pub fn begins_sentence(word: &str) -> bool {
    BEGINNINGS.binary_search(&word).is_ok()
}

/// Whether a letter after this word is its label.
pub fn takes_letter(word: &str) -> bool {
    LABELLED.binary_search(&word.to_lowercase().as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_that_are_searched_by_halves_are_sorted() {
        assert!(BEGINNINGS.is_sorted());
        assert!(LABELLED.is_sorted());
    }

    #[test]
    fn no_word_is_in_two_lists() {
        let mut all: Vec<&str> = [LEADS, NUMBERED, TRAILS, NAMES].concat();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn initials_are_capitals_with_stops_between() {
        let kind_of = |word: &str| kind(&word.chars().collect::<Vec<_>>());
        assert_eq!(kind_of("J"), Some(Kind::Initial));
        assert_eq!(kind_of("U.S"), Some(Kind::Initial));
        assert_eq!(kind_of("Dr"), Some(Kind::Leads));
        assert_eq!(kind_of("18.2m"), None);
        assert_eq!(kind_of("trust"), None);
        assert_eq!(kind_of(""), None);
    }
}
