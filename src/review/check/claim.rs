//! How many are said to hold something, against how many the notes name.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::import::report::words as plain;
use crate::model::footnote::FootnoteClass;
use crate::model::ids::SourceId;
use crate::model::source::SourceKind;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::ground::Item;
use crate::review::check::words::short;

/// Words for many, and how many sources they promise at least. `Most` promises more than half.
const CLAIMS: &[(&str, Promise)] = &[
    ("several", Promise::AtLeast(3)),
    ("many", Promise::AtLeast(4)),
    ("numerous", Promise::AtLeast(4)),
    ("various", Promise::AtLeast(3)),
    ("most", Promise::Most),
    ("majority", Promise::Most),
    ("all", Promise::Most),
    ("widespread", Promise::AtLeast(4)),
    ("some", Promise::AtLeast(2)),
    ("two", Promise::AtLeast(2)),
    ("three", Promise::AtLeast(3)),
    ("four", Promise::AtLeast(4)),
    ("five", Promise::AtLeast(5)),
    ("six", Promise::AtLeast(6)),
    ("seven", Promise::AtLeast(7)),
];

/// Who is counted.
const THOSE: &[&str] =
    &["stakeholder", "submission", "respondent", "contributor", "submitter", "organisation", "organization", "witness"];

#[derive(Debug, Clone, Copy)]
enum Promise {
    AtLeast(usize),
    Most,
}

/// Looks at the words for many.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let submissions = ground.review.sources.iter().filter(|source| source.kind == SourceKind::Submission).count();
    for item in ground.prose() {
        for range in &item.sentences {
            let sentence = &item.text()[range.clone()];
            let Some((said, promise, at)) = claim(sentence) else { continue };
            // `Many bodies, including one[4], …`: that note is an example's.
            if ["including", "such as", "for example"].iter().any(|example| sentence[at..].contains(example)) {
                continue;
            }
            let Some(named) = named_after(ground, item, range, range.start + at) else { continue };
            let short_of = match promise {
                Promise::AtLeast(least) => named.len() < least,
                Promise::Most => submissions > 0 && named.len() * 2 <= submissions,
            };
            if !short_of || named.is_empty() {
                continue;
            }
            let who: Vec<String> = named.iter().map(ToString::to_string).collect();
            let names = match named.len() {
                1 => format!("one source ({})", who[0]),
                many if many <= 4 => format!("{many} sources ({})", who.join(", ")),
                many => format!("{many} sources"),
            };
            let of = match promise {
                Promise::Most => format!(" of {submissions} submissions"),
                Promise::AtLeast(_) => String::new(),
            };
            let message =
                format!("“{said}”, and the notes of the sentence name {names}{of}: “{}”", short(sentence, 100));
            found.push(Finding::new(Code::ClaimStrength, message, vec![Place::item(item.evidence)]).about(&said));
        }
    }
}

/// The first claim of a sentence: its words, what it promises, and where it ends.
fn claim(sentence: &str) -> Option<(String, Promise, usize)> {
    const NEAR: usize = 5;
    let words: Vec<(usize, &str)> =
        sentence.split_whitespace().map(|word| (word.as_ptr() as usize - sentence.as_ptr() as usize, word)).collect();
    for (n, (start, word)) in words.iter().enumerate() {
        let bare = bare(word);
        let Some((_, promise)) = CLAIMS.iter().find(|(claim, _)| *claim == bare) else { continue };
        // `not all`, `not many`; `as many as`.
        if n > 0 && ["not", "as", "than", "how"].contains(&self::bare(words[n - 1].1).as_str()) {
            continue;
        }
        let near = words[n + 1..].iter().take(NEAR);
        for (m, (at, next)) in near.enumerate() {
            let next_bare = self::bare(next);
            if THOSE.iter().any(|those| next_bare.starts_with(those)) {
                let end = at + next.len();
                let said = sentence[*start..end].trim_end_matches(|c: char| !c.is_alphanumeric());
                return Some((said.to_owned(), *promise, end));
            }
            let broken =
                next.ends_with([',', ';', ':']) || ["that", "which", "who", "and"].contains(&next_bare.as_str());
            let counted = [
                "of",
                "the",
                "these",
                "our",
                "other",
                "key",
                "written",
                "evidence",
                "support",
                "agreement",
                "concern",
                "among",
            ];
            if broken || (m > 0 && !counted.contains(&next_bare.as_str())) {
                break;
            }
        }
    }
    None
}

fn bare(word: &str) -> String {
    plain::words(word).into_iter().next().unwrap_or_default()
}

/// The sources that the notes behind a claim name; nothing where one of them cannot be counted: a note that is missing,
/// an explanation, a roundtable where many spoke.
fn named_after(ground: &Ground<'_>, item: &Item<'_>, range: &Range<usize>, from: usize) -> Option<BTreeSet<SourceId>> {
    let mut named = BTreeSet::new();
    let behind = from..range.end;
    let mut any = false;
    for number in item.refs_in(&behind) {
        let note = ground.catalog.footnote(number)?;
        let countless = matches!(note.class, Some(FootnoteClass::Roundtable | FootnoteClass::Explanation));
        let roundtable = |id: &SourceId| ground.catalog.source(id).is_some_and(|s| s.kind == SourceKind::Roundtable);
        let talk = note.text.to_lowercase().contains("roundtable");
        if !note.listed || countless || talk || note.sources.is_empty() || note.sources.iter().any(roundtable) {
            return None;
        }
        named.extend(note.sources.iter().cloned());
        any = true;
    }
    any.then_some(named)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    fn told(text: &str) -> Vec<&'static str> {
        let made = Made::new()
            .note(1, "Mill Society (ABC0001)", &["ABC0001"])
            .note(
                2,
                "Mill Society (ABC0001), Weavers (ABC0002), Department of Rivers (ABC0003)",
                &["ABC0001", "ABC0002", "ABC0003"],
            )
            .note(3, "Stakeholder roundtable", &["ABC0009"])
            .unlisted(4);
        codes(&made.said("1A", text).found(find))
    }

    #[test]
    fn words_for_many_are_held_against_the_sources_of_their_notes() {
        assert_eq!(told("Several stakeholders said that the wheels are old.[1]"), ["claim-strength"]);
        assert_eq!(told("Several stakeholders said that the wheels are old.[2]"), [""; 0]);
        assert_eq!(told("Two of the stakeholders found them new.[1]"), ["claim-strength"]);
        assert_eq!(told("Most stakeholders found them new.[1]"), ["claim-strength"]);
        assert_eq!(told("Most stakeholders found them new.[2]"), [""; 0]);
    }

    #[test]
    fn what_cannot_be_counted_is_not_told() {
        assert_eq!(
            told("Several stakeholders said that the wheels are old.[3]"),
            [""; 0],
            "many speak at a roundtable"
        );
        assert_eq!(told("Several stakeholders said that the wheels are old.[4]"), [""; 0], "the note is missing");
        assert_eq!(told("Several stakeholders said that the wheels are old."), [""; 0]);
        assert_eq!(told("Several mills stand, the Mill Society said.[1]"), [""; 0]);
        assert_eq!(told("Several stakeholders, including the Mill Society,[1] agreed."), [""; 0]);
        assert_eq!(told("Not all stakeholders agreed.[1]"), [""; 0]);
        assert_eq!(told("The society, unlike several stakeholders elsewhere, agreed. It is so.[1]"), [""; 0]);
    }
}
