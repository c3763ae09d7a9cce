//! How sources are written: codes spelled otherwise than usual, and one code with several names.

use std::collections::BTreeMap;
use std::collections::HashSet;

use crate::import::report::codes::Code as Printed;
use crate::import::report::codes::codes_in;
use crate::import::report::codes::swapped;
use crate::import::report::words as plain;
use crate::model::footnote::Footnote;
use crate::model::ids::SourceId;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::source::cites;
use crate::review::check::source::gave_evidence;
use crate::review::check::words::short;

/// Looks at how sources are written.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    variants(ground, found);
    named(ground, found);
}

/// A code as printed, and where.
struct Spelled {
    printed: String,
    id: SourceId,
    place: Place,
}

fn spelled(ground: &Ground<'_>) -> Vec<Spelled> {
    let mut found = Vec::new();
    let mut add = |text: &str, place: &dyn Fn() -> Place| {
        for code in codes_in(text) {
            if let Some(source) = ground.catalog.source_spelled(&code.printed()) {
                found.push(Spelled { printed: code.printed(), id: source.id.clone(), place: place() });
            }
        }
    };
    let noted: HashSet<&str> = ground.review.footnotes.iter().map(|note| note.text.as_str()).collect();
    for note in &ground.review.footnotes {
        add(&note.text, &|| Place::footnote(note.number));
    }
    for (at, line) in ground.lines.iter().flatten().enumerate() {
        // The list of notes stands in the report's text too.
        let is_note = line.split_once(' ').is_some_and(|(_, rest)| noted.contains(rest.trim()));
        if !is_note {
            add(line, &|| Place { line: u32::try_from(at + 1).ok(), ..Place::default() });
        }
    }
    found
}

/// Codes spelled otherwise: letters that changed places are told as one for all that share them, the rest by code.
fn variants(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let letters = |code: &str| code.trim_end_matches(|c: char| c.is_ascii_digit()).to_owned();
    let mut by_prefix: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    let mut by_code: BTreeMap<(String, String), Vec<Place>> = BTreeMap::new();
    for Spelled { printed, id, place } in spelled(ground) {
        if printed == id.as_str() || Some(id.as_str()) != usual(ground, &id, &printed).as_deref() {
            continue;
        }
        let (own, usual) = (letters(&printed), letters(id.as_str()));
        if swapped(&own, &usual) && printed.len() == id.as_str().len() {
            by_prefix.entry((own, usual)).or_default().push(place);
        } else {
            by_code.entry((printed, id.to_string())).or_default().push(place);
        }
    }
    for ((own, usual), places) in by_prefix {
        let message = match places.len() {
            1 => format!("A code begins with {own} here, elsewhere with {usual}."),
            many => format!("{many} codes begin with {own} here, elsewhere with {usual}."),
        };
        found.push(Finding::new(Code::SourceVariant, message, places).about(&own));
    }
    for ((printed, id), places) in by_code {
        let message = format!("The code {id} is spelled {printed} here.");
        found.push(Finding::new(Code::SourceVariant, message, places).about(&printed));
    }
}

/// The id, where what is printed is one of the source's spellings and not another code with the same letters.
fn usual(ground: &Ground<'_>, id: &SourceId, printed: &str) -> Option<String> {
    let source = ground.catalog.source(id)?;
    let figures = |code: &str| code.chars().filter(char::is_ascii_digit).collect::<String>();
    let same = figures(printed).trim_start_matches('0') == figures(id.as_str()).trim_start_matches('0');
    same.then(|| source.id.to_string())
}

/// The name that stands before each code of a note.
fn names_in(note: &Footnote) -> Vec<(String, Printed)> {
    let mut found = Vec::new();
    let mut from = 0;
    for code in codes_in(&note.text).into_iter().filter(|code| code.bracketed) {
        let before = &note.text[from..code.range.start];
        let name = before.trim_end_matches([' ', '(', '[']).trim_start_matches([' ', ',', ';', ')', ']', '.']);
        let name = name.strip_prefix("and ").unwrap_or(name).trim();
        // A sentence or another source before it is no part of the name.
        let name = name.rsplit(['.', ';']).next().unwrap_or(name).trim();
        from = code.range.end;
        found.push((name.to_owned(), code));
    }
    found
}

/// One code with several names.
fn named(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut others: BTreeMap<&SourceId, BTreeMap<String, Vec<Place>>> = BTreeMap::new();
    for note in &ground.review.footnotes {
        for (name, code) in names_in(note) {
            let Some(source) = ground.catalog.source_spelled(&code.printed()).filter(|s| gave_evidence(s)) else {
                continue;
            };
            if !name.is_empty() && !same_name(&name, &source.label) {
                others.entry(&source.id).or_default().entry(name).or_default().push(Place::footnote(note.number));
            }
        }
    }
    for (id, names) in others {
        let label = ground.catalog.source(id).map_or("", |source| source.label.as_str());
        for (name, places) in names {
            let message = format!(
                "{} {id} as “{}”; the list of evidence has “{}”.",
                cites(&places),
                short(&name, 80),
                short(label, 80)
            );
            found.push(Finding::new(Code::SourceName, message, places).about(id.as_str()));
        }
    }
}

/// Whether two names are one: articles, short forms in brackets and `et al` do not count.
fn same_name(one: &str, other: &str) -> bool {
    let (a, b) = (bare(one), bare(other));
    let short = |name: &str| {
        let lower = name.to_lowercase();
        let lower = lower.trim_end_matches(['.', ',', ' ']);
        lower.ends_with("et al") || lower.ends_with("and colleagues")
    };
    if short(one) || short(other) {
        return a.first() == b.first();
    }
    a == b || is_part(&a, &b) || is_part(&b, &a)
}

fn bare(name: &str) -> Vec<String> {
    let mut words = plain::words(&name.replace('&', " and "));
    words.retain(|word| {
        !["the", "dr", "prof", "professor", "mr", "ms", "mrs", "miss", "et", "al"].contains(&word.as_str())
    });
    words
}

/// Whether all words of one name stand in the other.
fn is_part(part: &[String], whole: &[String]) -> bool {
    !part.is_empty() && part.iter().all(|word| whole.contains(word))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    /// A review in which every source is cited by its name.
    fn cited() -> Made {
        Made::new().note(1, "Mill Society (ABC0001), Weavers of the Valley (ABC0002)", &["ABC0001", "ABC0002"]).note(
            2,
            "Department of Rivers (ABC0003); Millers, first event (ABC0009)",
            &["ABC0003", "ABC0009"],
        )
    }

    fn alias(id: &'static str, spelling: &'static str) -> impl FnOnce(&mut crate::model::review::Review) {
        move |review| {
            let source = review.sources.iter_mut().find(|source| source.id.as_str() == id).unwrap();
            source.aliases.push(spelling.to_owned());
        }
    }

    #[test]
    fn a_code_spelled_otherwise_is_told_once_for_all_that_share_the_letters() {
        let made = cited()
            .with(alias("ABC0001", "ACB0001"))
            .with(alias("ABC0002", "ACB0002"))
            .with(alias("ABC0003", "ABC003"))
            .note(3, "Mill Society (ACB0001), Weavers of the Valley (ACB0002)", &["ABC0001", "ABC0002"])
            .note(4, "Department of Rivers (ABC003)", &["ABC0003"]);
        let found = made.found(find);
        assert_eq!(codes(&found), ["source-variant", "source-variant"]);
        assert!(found[0].message.starts_with("2 codes begin with ACB"), "{}", found[0].message);
    }

    #[test]
    fn another_name_for_a_code_is_told_and_an_article_or_et_al_is_not() {
        let with = |name: &str| codes(&cited().note(3, &format!("{name} (ABC0001)"), &["ABC0001"]).found(find));
        assert_eq!(with("Mills Society"), ["source-name"]);
        assert_eq!(with("The Mill Society"), [""; 0]);
        assert_eq!(with("Mill et al"), [""; 0]);
        assert_eq!(with("Mill Society (MS)"), [""; 0]);
    }
}
