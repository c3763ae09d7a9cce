//! Names in several spellings: organisations and programmes that differ in one word, abbreviations with letters that
//! changed places.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;
use std::collections::HashSet;

use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::words::letters_apart;

/// How often a spelling is met, and where first.
#[derive(Debug, Clone, Default)]
struct Met {
    times: usize,
    /// The first few places, in reading order.
    places: Vec<Place>,
}

/// So many places of a spelling are kept.
const KEPT: usize = 5;

impl Met {
    fn at(&mut self, place: impl FnOnce() -> Place) {
        self.times += 1;
        if self.places.len() < KEPT {
            self.places.push(place());
        }
    }
}

/// Looks at the names.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    abbreviations(ground, found);
    names(ground, found);
}

/// Texts whose spelling is the report's own, with their places.
fn texts<'a>(ground: &'a Ground<'a>) -> impl Iterator<Item = (&'a str, Box<dyn Fn() -> Place + 'a>)> {
    let prose = ground.prose().map(|item| {
        let place: Box<dyn Fn() -> Place> = Box::new(|| Place::item(item.evidence));
        (item.text(), place)
    });
    let notes = ground.review.footnotes.iter().map(|note| {
        let place: Box<dyn Fn() -> Place> = Box::new(|| Place::footnote(note.number));
        (note.text.as_str(), place)
    });
    prose.chain(notes)
}

/// Abbreviations with letters that changed places, next to one that is usual.
fn abbreviations(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut met: BTreeMap<&str, Met> = BTreeMap::new();
    for (text, place) in texts(ground) {
        for word in text.split(|c: char| !c.is_alphanumeric()) {
            if (3..=7).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_uppercase()) {
                met.entry(word).or_default().at(&place);
            }
        }
    }
    for source in &ground.review.sources {
        for word in source.label.split(|c: char| !c.is_alphanumeric()) {
            if let Some(met) = met.get_mut(word) {
                met.times += 1;
            }
        }
    }
    // Letters in order: what has the same may be the same with two changed.
    let mut alike: HashMap<Vec<u8>, Vec<&str>> = HashMap::new();
    for word in met.keys() {
        for key in keys(word) {
            alike.entry(key).or_default().push(word);
        }
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    for group in alike.values().filter(|group| group.len() > 1 && group.len() <= 12) {
        for rare in group {
            for usual in group.iter().filter(|usual| *usual != rare) {
                let (few, many) = (met[rare].times, met[usual].times);
                if few * 4 <= many && few <= 2 && slip(rare, usual) {
                    told.insert((rare, usual));
                }
            }
        }
    }
    for (rare, usual) in told {
        let message = format!("“{rare}” stands here; elsewhere it is “{usual}” ({} times).", met[usual].times);
        found.push(Finding::new(Code::NameVariant, message, met[rare].places.clone()).about(rare));
    }
}

/// What two abbreviations share where one may be a slip of the other: their letters in order, all or all but one.
fn keys(word: &str) -> Vec<Vec<u8>> {
    let mut letters = word.as_bytes().to_vec();
    letters.sort_unstable();
    let mut keys = vec![letters.clone()];
    if word.len() >= 5 {
        for at in 0..letters.len() {
            let mut fewer = letters.clone();
            fewer.remove(at);
            fewer.push(b'-');
            keys.push(fewer);
        }
    }
    keys
}

/// Whether one abbreviation is a slip of another: two letters changed places; of five letters or more one may be
/// another besides, where both begin and end alike.
fn slip(one: &str, other: &str) -> bool {
    if one.len() != other.len() {
        return false;
    }
    let apart = letters_apart(one, other, 2);
    let sorted = |word: &str| {
        let mut letters = word.as_bytes().to_vec();
        letters.sort_unstable();
        letters
    };
    if sorted(one) == sorted(other) {
        return apart == Some(1) && one.len() >= 4;
    }
    one.len() >= 5 && apart == Some(2) && one[..1] == other[..1] && one[one.len() - 1..] == other[other.len() - 1..]
}

/// Small words within a name.
const SMALL: &[&str] = &["of", "for", "and", "the", "in", "on", "to", "with"];

/// Names: runs of words with capitals, small words between them.
fn names_in(text: &str) -> Vec<Vec<&str>> {
    let mut found = Vec::new();
    let mut run: Vec<&str> = Vec::new();
    for part in text.split_whitespace() {
        let bare = part.trim_matches(|c: char| !c.is_alphanumeric());
        let owned = bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s"));
        let capital = bare.starts_with(char::is_uppercase);
        let small = SMALL.contains(&bare) && !run.is_empty();
        if part.starts_with(|c: char| !c.is_alphanumeric()) || !(capital || small) {
            end(&mut run, &mut found);
        }
        if capital || (small && !run.is_empty()) {
            run.push(owned.unwrap_or(bare));
        }
        if owned.is_some() || part.ends_with(|c: char| !c.is_alphanumeric()) {
            end(&mut run, &mut found);
        }
    }
    end(&mut run, &mut found);
    found
}

fn end<'a>(run: &mut Vec<&'a str>, found: &mut Vec<Vec<&'a str>>) {
    while run.last().is_some_and(|word| SMALL.contains(word)) {
        run.pop();
    }
    if run.first() == Some(&"The") {
        run.remove(0);
    }
    if (2..=12).contains(&run.len()) {
        found.push(std::mem::take(run));
    }
    run.clear();
}

/// Names that differ in one word, by a letter or two, or by a small word.
fn names(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut met: HashMap<String, Met> = HashMap::new();
    for (text, place) in texts(ground) {
        for name in names_in(text) {
            // A long run may be two names: its beginnings and ends are too, which a later pair of names decides.
            met.entry(name.join(" ")).or_default().at(&place);
        }
    }
    let mut masked: HashMap<String, Vec<&str>> = HashMap::new();
    for name in met.keys() {
        let words: Vec<&str> = name.split(' ').collect();
        for at in 0..words.len() {
            let mut key = words.clone();
            key[at] = "*";
            masked.entry(key.join(" ")).or_default().push(name);
        }
    }
    let mut told: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut seen: HashSet<(&str, &str)> = HashSet::new();
    for group in masked.values().filter(|group| group.len() > 1 && group.len() <= 12) {
        for one in group {
            for other in group.iter().filter(|other| *other != one) {
                let rarer =
                    met[*one].times < met[*other].times || (met[*one].times == met[*other].times && one > other);
                if rarer && seen.insert((one, other)) && is_variant(one, other) {
                    told.insert((one, other));
                }
            }
        }
    }
    for name in met.keys() {
        let words: Vec<&str> = name.split(' ').collect();
        for at in (1..words.len().saturating_sub(1)).filter(|_| words.len() >= 5) {
            let mut fewer = words.clone();
            fewer.remove(at);
            let Some((shorter, few)) = met.get_key_value(&fewer.join(" ")) else { continue };
            if few.times * 2 <= met[name].times || few.times == 1 {
                told.insert((shorter, name));
            }
        }
    }
    for (rare, usual) in told {
        let message = format!("“{rare}” stands here, elsewhere “{usual}”.");
        let mut places = met[rare].places.clone();
        places.extend(met[usual].places.first().cloned());
        found.push(Finding::new(Code::NameVariant, message, places).about(rare));
    }
}

/// Whether two names that differ in one word are one name in two spellings.
fn is_variant(one: &str, other: &str) -> bool {
    let (a, b): (Vec<&str>, Vec<&str>) = (one.split(' ').collect(), other.split(' ').collect());
    let differs: Vec<usize> = (0..a.len()).filter(|at| a[*at] != b[*at]).collect();
    let [at] = differs[..] else { return false };
    let (x, y) = (a[at], b[at]);
    if SMALL.contains(&x) && SMALL.contains(&y) {
        return a.len() >= 4;
    }
    let figures = |word: &str| word.chars().any(|c| c.is_ascii_digit());
    if figures(x) || figures(y) {
        return false;
    }
    // The last word in singular and plural is grammar; so is a word written small or large.
    let last = at + 1 == a.len();
    let plural = x.strip_suffix('s') == Some(y) || y.strip_suffix('s') == Some(x);
    if x.eq_ignore_ascii_case(y) || (last && plural) {
        return false;
    }
    let shortest = x.chars().count().min(y.chars().count());
    shortest >= 4 && letters_apart(x, y, if shortest >= 7 { 2 } else { 1 }).is_some()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    #[test]
    fn an_abbreviation_with_letters_that_changed_places_is_told() {
        let told = |rare: &str| {
            let usual = "The MRVB met. The MRVB voted. The MRVB left. The MRVB wrote again.";
            codes(&Made::new().said("1A", usual).said("1B", &format!("The {rare} agreed.")).found(find)).len()
        };
        assert_eq!(told("MVRB"), 1);
        assert_eq!(told("MRVC"), 0, "another body");
        assert_eq!(told("MRVB"), 0);
    }

    #[test]
    fn a_name_in_two_spellings_is_told_and_a_plural_is_not() {
        let told = |other: &str| {
            let one = "The Mill Keepers Alliance of the Valley met, and so did the Department of Rivers and Lakes.";
            codes(&Made::new().said("1A", one).said("1B", &format!("We heard the {other} again.")).found(find)).len()
        };
        assert_eq!(told("Mill Keeper Alliance of the Valley"), 1);
        assert_eq!(told("Department for Rivers and Lakes"), 1);
        assert_eq!(told("Mill Keepers Alliance of the Valleys"), 0);
        assert_eq!(told("Mill Owners Alliance of the Valley"), 0);
        assert_eq!(told("Mill Keepers Alliance the Valley"), 1, "a word left out");
    }
}
