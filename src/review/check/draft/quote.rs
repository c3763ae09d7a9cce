//! What a draft quotes and counts, against what the review holds; codes that its notes cite, against the register.

use std::collections::BTreeMap;

use crate::import::report::codes::codes_in;
use crate::model::catalog::Catalog;
use crate::model::review::Wording;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::number;
use crate::review::check::quotation;
use crate::review::check::words;
use crate::review::check::words::Runs;
use crate::review::check::words::Word;
use crate::review::check::words::short;

/// Words from which a quotation is looked for.
const LONG: usize = 6;
/// Words in a run by which a place is found.
const RUN: usize = 4;

/// A text that the review holds.
struct Held<'a> {
    text: &'a str,
    words: Vec<Word>,
    name: String,
}

/// What a quotation is found to be.
enum Found {
    Exact,
    /// In other words: those of the text held, and its name.
    Altered(String, String),
    Nowhere,
}

/// Looks at quotations and numbers. A retold review holds nobody's words and says nothing of them.
pub fn find(draft: &Ground<'_>, about: &Catalog, found: &mut Vec<Finding>) {
    if about.review().wording == Wording::Retold {
        return;
    }
    let about_ground = Ground::of(about);
    let held = held(&about_ground);
    let mut runs = Runs::new(RUN);
    for (at, text) in held.iter().enumerate() {
        runs.add(at, &text.words);
    }
    let (given, own) = (draft.given(), about_ground.given());
    for quoted in quotation::all(draft, LONG) {
        let item = &draft.items[quoted.item];
        let text = &item.text()[quoted.range.clone()];
        let promise = |runs: &Runs| (0..quoted.words.len()).any(|at| !runs.places(&quoted.words, at).is_empty());
        if promise(given) || promise(own) {
            continue;
        }
        let message = match look_up(&quoted.words, &held, &runs) {
            Found::Exact => continue,
            Found::Altered(there, name) => {
                let (here, there) = apart(text, &there);
                format!("Quoted otherwise than it stands in {name}: here {here}, there {there}")
            }
            Found::Nowhere => {
                format!("Quoted, and not found in anything the review holds: “{}”", short(text, 100))
            }
        };
        found.push(Finding::new(Code::DraftQuotation, message, vec![Place::item(item.evidence)]).about(&first(text)));
    }
    numbers(draft, &held, &runs, found);
}

/// The first words of a quotation, which tell it from others in its paragraph.
fn first(text: &str) -> String {
    text.split_whitespace().take(3).collect::<Vec<_>>().join(" ")
}

/// The texts that quotations can come from: sources held in full, and what was filed.
fn held<'a>(about: &Ground<'a>) -> Vec<Held<'a>> {
    let sources = about.review.sources.iter().filter_map(|source| {
        let text = source.text.as_deref()?;
        Some(Held { text, words: words::words(text), name: format!("{} ({})", source.label, source.id) })
    });
    let items = about.items.iter().map(|item| item.evidence).map(|item| {
        let source = item.sources.first().and_then(|id| about.catalog.source(id));
        let name = source
            .map_or_else(|| item.id.to_string(), |source| format!("{} ({}, {})", item.id, source.label, source.id));
        Held { text: &item.text, words: words::words(&item.text), name }
    });
    sources.chain(items).collect()
}

/// Where words stand: word for word, or with as many words about as good as the same.
fn look_up(wanted: &[Word], held: &[Held<'_>], runs: &Runs) -> Found {
    let mut best: Option<(usize, usize, std::ops::Range<usize>)> = None;
    for at in 0..wanted.len() {
        for (text, there) in runs.places(wanted, at) {
            let words = &held[*text].words;
            let Some(from) = there.checked_sub(at) else { continue };
            let to = (from + wanted.len()).min(words.len());
            if words::shared(wanted, &words[from..to]) == wanted.len() {
                return Found::Exact;
            }
            let most = (wanted.len() / 4).max(1);
            for end in [to, to.saturating_sub(1), (to + 1).min(words.len())] {
                if end <= from {
                    continue;
                }
                let apart = words::distance(wanted, &words[from..end], most);
                if let Some(apart) = apart.filter(|apart| best.as_ref().is_none_or(|(least, ..)| apart < least)) {
                    best = Some((apart, *text, from..end));
                }
            }
        }
    }
    match best {
        Some((_, text, range)) => {
            let words = &held[text].words;
            let (from, to) = (words[range.start].range.start, words[range.end - 1].range.end);
            Found::Altered(held[text].text[from..to].to_owned(), held[text].name.clone())
        }
        None => Found::Nowhere,
    }
}

/// Two wordings from a few words before where they part.
fn apart(one: &str, other: &str) -> (String, String) {
    let (a, b) = (words::words(one), words::words(other));
    let same = words::shared(&a, &b);
    let show = |text: &str, words: &[Word]| {
        let from = words.get(same.saturating_sub(3)).map_or(0, |word| word.range.start);
        let dots = if from > 0 { "…" } else { "" };
        format!("“{dots}{}”", short(&text[from..], 50))
    };
    (show(one, &a), show(other, &b))
}

/// Sentences that stand in the review with another number.
fn numbers(draft: &Ground<'_>, held: &[Held<'_>], runs: &Runs, found: &mut Vec<Finding>) {
    for item in draft.prose() {
        for sentence in item.said() {
            let own = number::numbers(sentence);
            let all = words::words(sentence);
            if own.is_empty() || all.len() < 8 {
                continue;
            }
            let Found::Altered(there, name) = look_up(&all, held, runs) else { continue };
            let other = number::numbers(&there);
            let values = |numbers: &[number::Number]| {
                numbers.iter().map(|n| (n.unit.clone(), n.value.to_bits())).collect::<Vec<_>>()
            };
            if own.len() != other.len() || values(&own) == values(&other) {
                continue;
            }
            let differs = own.iter().zip(&other).find(|(a, b)| a.unit != b.unit || (a.value - b.value).abs() > 1e-9);
            let Some((a, b)) = differs else { continue };
            let message = format!(
                "{} here, {} in {name}: “{}”",
                &sentence[a.range.clone()],
                &there[b.range.clone()],
                short(sentence, 100)
            );
            found.push(Finding::new(Code::NumberConflict, message, vec![Place::item(item.evidence)]).about("held"));
        }
    }
}

/// Codes that the draft's notes cite and the review does not know.
pub fn codes(draft: &Ground<'_>, about: &Catalog, found: &mut Vec<Finding>) {
    let mut lacking: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for note in &draft.review.footnotes {
        for code in codes_in(&note.text).iter().filter(|code| code.bracketed) {
            if about.source_spelled(&code.printed()).is_none() {
                lacking.entry(code.printed()).or_default().push(Place::footnote(note.number));
            }
        }
    }
    for (code, places) in lacking {
        let message = format!("Note {} cites {code}, which the review does not have.", places[0].footnote.unwrap_or(0));
        found.push(Finding::new(Code::SourceUnregistered, message, places).about(&code));
    }
}
