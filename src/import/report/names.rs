//! The names by which the text speaks of those who gave evidence.
//!
//! From the register: the name in full and without its article, the short form in brackets, the surnames of people, the
//! capitals of a name that stand in the text as a word. From the text: a short form it explains, `Name (the Department)`.
//! Invariant: a name that two sources share names neither.

use std::collections::HashMap;

use crate::import::report::codes::Code;
use crate::import::report::register::Entry;
use crate::import::report::words;

/// Names and which entry of the register each is for.
#[derive(Debug, Default)]
pub(crate) struct SourceNames {
    /// By first word: the words of the names that begin with it, longest first, with the entry's place.
    names: HashMap<String, Vec<(Vec<String>, usize)>>,
}

/// So many short forms that a text explains are looked at.
const MOST: usize = 20_000;

impl SourceNames {
    /// Learns the names of the register's entries, and the short forms that the text explains.
    pub fn learn<'a>(entries: &[Entry], texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let mut claims: HashMap<String, Option<usize>> = HashMap::new();
        let mut claim = |name: &str, at: usize| {
            let name = folded(name);
            if name.chars().count() >= 3 {
                claims.entry(name).and_modify(|own| *own = own.filter(|own| *own == at)).or_insert(Some(at));
            }
        };
        for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.roundtable) {
            for name in own_names(&entry.name) {
                claim(&name, at);
            }
        }
        let departments: Vec<usize> = (0..entries.len()).filter(|at| is_department(&entries[*at].name)).collect();
        if let [one] = departments.as_slice() {
            let first =
                entries[*one].name.trim_start_matches("The ").split(' ').next().unwrap_or_default().to_lowercase();
            claim(&format!("the {first}"), *one);
        }
        let owners = owners(entries);
        for (name, short) in texts.clone().flat_map(explained).take(MOST) {
            if let Some(Some(at)) = owners.get(&bare(&folded(&name))) {
                claim(&short, *at);
            }
        }
        initials(entries, texts, &mut claims);
        let mut names: HashMap<String, Vec<(Vec<String>, usize)>> = HashMap::new();
        for (name, at) in claims.into_iter().filter_map(|(name, at)| Some((name, at?))) {
            let words: Vec<String> = name.split(' ').map(str::to_owned).collect();
            names.entry(words[0].clone()).or_default().push((words, at));
        }
        for own in names.values_mut() {
            own.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then_with(|| a.cmp(b)));
        }
        Self { names }
    }

    /// The same from names alone, of which none is a discussion's.
    pub fn of<'a>(names: impl Iterator<Item = &'a str>, texts: impl Iterator<Item = &'a str> + Clone) -> Self {
        let code = || Code { prefix: String::new(), figures: String::new(), range: 0..0, bracketed: false };
        let entry = |(at, name): (usize, &str)| Entry {
            number: None,
            name: name.to_owned(),
            code: code(),
            heading: None,
            roundtable: false,
            line: 0,
            at,
        };
        Self::learn(&names.enumerate().map(entry).collect::<Vec<_>>(), texts)
    }

    /// The entries a sentence names, in the order it names them.
    pub fn named_in(&self, sentence: &str) -> Vec<usize> {
        let words = tokens(sentence);
        let mut found = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let begun = self.names.get(&words[at]).into_iter().flatten();
            let hit = begun.into_iter().find(|(name, _)| words[at..].starts_with(name));
            match hit {
                Some((name, entry)) => {
                    if !found.contains(entry) {
                        found.push(*entry);
                    }
                    at += name.len();
                }
                None => at += 1,
            }
        }
        found
    }
}

/// The words of a text with short all-capital words kept apart from the same letters as a word.
fn tokens(text: &str) -> Vec<String> {
    text.split(|c: char| c.is_whitespace() || "(),;:“”\"‘[]—–/".contains(c))
        .map(|word| {
            let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
            bare.strip_suffix("’s").or_else(|| bare.strip_suffix("'s")).unwrap_or(bare)
        })
        .filter(|word| !word.is_empty())
        .map(case)
        .collect()
}

/// Capitals of a short form count; of other words they do not.
fn case(word: &str) -> String {
    let capitals = word.chars().filter(|c| c.is_uppercase()).count();
    if capitals >= 2 && word.chars().count() <= 8 { word.to_owned() } else { word.to_lowercase() }
}

fn folded(name: &str) -> String {
    tokens(name).join(" ")
}

/// Names under which an entry is known by its own words.
fn own_names(name: &str) -> Vec<String> {
    let mut names = Vec::new();
    let outside: String = without_brackets(name);
    let bare = outside.trim_start_matches("The ").trim_start_matches("the ").trim();
    names.push(name.to_owned());
    names.push(bare.to_owned());
    for inside in brackets(name) {
        names.push(inside.trim_start_matches("The ").to_owned());
    }
    for part in bare.split(" - ") {
        if part.len() < bare.len() && words::count(part) >= 1 {
            names.push(part.to_owned());
        }
    }
    let people = people(name);
    match people.as_slice() {
        [] => {}
        [one] => names.push(one.clone()),
        [first, second] => names.extend([format!("{first} and {second}"), format!("{first} et al"), first.clone()]),
        [first, ..] => names.extend([format!("{first} and colleagues"), format!("{first} et al"), first.clone()]),
    }
    names
}

fn brackets(name: &str) -> Vec<&str> {
    name.split('(').skip(1).filter_map(|rest| rest.split_once(')')).map(|(inside, _)| inside).collect()
}

fn without_brackets(name: &str) -> String {
    let mut depth = 0_usize;
    name.chars()
        .filter(|c| {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

/// The surnames, where the entry is people with titles.
fn people(name: &str) -> Vec<String> {
    const TITLES: [&str; 11] =
        ["Dr", "Prof", "Professor", "Mr", "Mrs", "Ms", "Miss", "Sir", "Dame", "Lord", "Baroness"];
    let pieces = name.replace(", and ", ", ").replace(" and ", ", ").replace(" & ", ", ");
    let people: Vec<&str> = pieces.split(", ").map(str::trim).filter(|piece| !piece.is_empty()).collect();
    let titled = |piece: &str| piece.split([' ', '.']).next().is_some_and(|word| TITLES.contains(&word));
    if !people.first().is_some_and(|piece| titled(piece)) {
        return Vec::new();
    }
    people
        .iter()
        .filter(|piece| titled(piece))
        .filter_map(|piece| piece.split_whitespace().rev().find(|word| word.chars().any(char::is_lowercase)))
        .map(str::to_owned)
        .collect()
}

fn is_department(name: &str) -> bool {
    let first = name.trim_start_matches("The ").split(' ').next().unwrap_or_default();
    ["Department", "Ministry", "Office", "Directorate", "Government"].contains(&first)
}

/// Short forms a text explains: `Care Alliance (CA)`, `the Ministry of Works (the Ministry)`.
fn explained(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices(" (") {
        let Some((inside, _)) = text[at + 2..].split_once(')') else { break };
        let short = inside.trim();
        if short.is_empty() || short.len() > 30 || short.contains(['.', ',', ';']) {
            continue;
        }
        let before: Vec<&str> = text[..at].split_whitespace().rev().take(9).collect();
        for length in 2..=before.len() {
            let name: Vec<&str> = before[..length].iter().rev().copied().collect();
            if name[0].chars().next().is_some_and(char::is_uppercase) {
                found.push((name.join(" "), short.to_owned()));
            }
        }
        // The other way round: `ABC (Alliance of Builders and Carpenters)`.
        if let Some(word) = before.first().filter(|word| word.chars().filter(|c| c.is_uppercase()).count() >= 2) {
            found.push((short.to_owned(), (*word).to_owned()));
        }
    }
    found
}

/// A folded name without articles and the ends of words, by which names are compared.
fn bare(name: &str) -> String {
    let words: Vec<String> = name
        .split(' ')
        .filter(|word| !["the", "of", "for", "and"].contains(word))
        .map(|word| words::stem(&word.to_lowercase()))
        .collect();
    words.join(" ")
}

/// The entry that a bare name of two words or more is for, with or without its last word; none where two share it.
fn owners(entries: &[Entry]) -> HashMap<String, Option<usize>> {
    let mut owners: HashMap<String, Option<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.roundtable) {
        let name = bare(&folded(&entry.name));
        let shorter = name.rsplit_once(' ').map(|(shorter, _)| shorter.to_owned());
        for name in std::iter::once(name).chain(shorter).filter(|name| name.contains(' ')) {
            owners.entry(name).and_modify(|own| *own = own.filter(|own| *own == at)).or_insert(Some(at));
        }
    }
    owners
}

/// The initials of a name, where the text has them as a word and no two entries share them.
fn initials<'a>(entries: &[Entry], texts: impl Iterator<Item = &'a str>, claims: &mut HashMap<String, Option<usize>>) {
    let mut shorts: HashMap<String, Option<usize>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| !entry.roundtable) {
        let outside = without_brackets(&entry.name);
        let short: String = outside
            .split([' ', '/'])
            .filter(|word| !["The", "the", "of", "for", "and", "at", "in", "&"].contains(word))
            .filter_map(|word| word.chars().next().filter(|c| c.is_uppercase()))
            .collect();
        if short.chars().count() >= 3 && people(&entry.name).is_empty() {
            shorts.entry(short).and_modify(|own| *own = None).or_insert(Some(at));
        }
    }
    shorts.retain(|short, at| at.is_some() && !claims.contains_key(short));
    if shorts.is_empty() {
        return;
    }
    for text in texts {
        for word in tokens(text) {
            if let Some(at) = shorts.remove(&word) {
                claims.insert(word, at);
            }
        }
    }
}
