//! What a text announces and does not have: a list behind a colon, a figure.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::import::report::words as plain;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::ground::Item;
use crate::review::check::words::short;

/// Looks for what is announced.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    if !ground.own_words() {
        return;
    }
    lists(ground, found);
    figures(ground, found);
}

/// Colons with a whole new paragraph behind them.
fn lists(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    for (n, paragraph) in ground.paragraphs.iter().enumerate() {
        let last = &ground.items[paragraph.end - 1];
        let text = last.text().trim_end();
        if !text.ends_with(':') || is_heading(text) || ground.is_quotation(last.evidence) {
            continue;
        }
        let next = match (last.evidence.line, &ground.lines) {
            (Some(line), Some(_)) => following(ground, line),
            _ => ground.paragraphs.get(n + 1).map(|next| ground.items[next.start].text()),
        };
        if next.is_some_and(|next| !begins_anew(next) && !goes_on_numbering(text, next)) {
            continue;
        }
        let announced = last.said().last().unwrap_or(text);
        let message = format!("A list or quotation is announced and nothing follows: “{}”", ending(announced));
        found.push(Finding::new(Code::ListLost, message, vec![Place::item(last.evidence)]));
    }
}

/// The next line that is not empty.
fn following<'a>(ground: &Ground<'a>, line: u32) -> Option<&'a str> {
    (line + 1..line + 4).find_map(|line| ground.line(line).map(str::trim).filter(|text| !text.is_empty()))
}

/// A line in which most words have capitals is a title that happens to end with a colon.
fn is_heading(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let capitals = words.iter().filter(|word| word.chars().next().is_some_and(char::is_uppercase)).count();
    capitals * 2 > words.len() || words.len() < 2
}

/// Whether two paragraphs are numbered one after the other, and so the second is no item of a list in the first.
fn goes_on_numbering(text: &str, next: &str) -> bool {
    let number = |text: &str| text.split_once(". ").and_then(|(figures, _)| figures.parse::<u32>().ok());
    number(text).zip(number(next)).is_some_and(|(one, two)| two == one + 1)
}

/// Whether a paragraph is one of its own: neither quoted, counted, marked nor short as the items of a list are.
fn begins_anew(text: &str) -> bool {
    let text = text.trim();
    let first = text.chars().next().unwrap_or(' ');
    let row = text.ends_with('|');
    let ends = text.ends_with(['.', ':', '!', '?']) || text.chars().next_back().is_some_and(|c| c.is_ascii_digit());
    let least = if text.ends_with(':') { 3 } else { 6 };
    !row && first.is_uppercase() && ends && plain::count(text) >= least
}

fn ending(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let from = words.len().saturating_sub(16);
    let dots = if from > 0 { "…" } else { "" };
    format!("{dots}{}", words[from..].join(" "))
}

/// Figures that are spoken of and have no caption.
fn figures(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut there: BTreeSet<String> = BTreeSet::new();
    let lines = ground.lines.iter().flatten().copied();
    for line in lines.chain(ground.items.iter().map(Item::text)) {
        if let Some(name) = figure_at(line.trim_start()) {
            there.insert(name);
        }
    }
    let mut lost: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    let mut said: BTreeMap<String, String> = BTreeMap::new();
    for item in ground.prose() {
        for sentence in item.said() {
            for name in spoken_of(sentence) {
                if there.contains(&name) {
                    continue;
                }
                said.entry(name.clone()).or_insert_with(|| short(sentence, 90));
                lost.entry(name).or_default().push(Place::item(item.evidence));
            }
        }
    }
    for (name, places) in lost {
        let message = format!("“{name}” is spoken of and is not in the text: “{}”", said[&name]);
        found.push(Finding::new(Code::FigureLost, message, places).about(&name));
    }
}

const FIGURES: &[&str] = &["figure", "chart", "graph", "diagram"];

/// The figure that a text begins with the caption of.
fn figure_at(text: &str) -> Option<String> {
    let mut words = text.split_whitespace();
    let (name, number) = (words.next()?, words.next()?);
    named(name, number).filter(|_| !text.starts_with(char::is_lowercase))
}

fn named(name: &str, number: &str) -> Option<String> {
    let lower = name.to_lowercase();
    let name = FIGURES.iter().find(|figure| lower.trim_start_matches(['(', '“', '[']) == **figure)?;
    let figures: String = number.chars().take_while(char::is_ascii_digit).collect();
    // `figure 2022` is no figure's number, and `figure 3,500` neither.
    let rest = &number[figures.len()..];
    let ends = rest.trim_end_matches([')', ']', '.', ',', ';', ':', '”', '’']).is_empty();
    ((1..=2).contains(&figures.len()) && ends).then(|| format!("{name} {figures}"))
}

/// The figures a sentence speaks of, with their numbers; one without a number where it is said to stand below.
fn spoken_of(sentence: &str) -> Vec<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let numbered = words.windows(2).filter_map(|pair| named(pair[0], pair[1]));
    let below = words.windows(2).any(|pair| {
        let first = pair[0].to_lowercase();
        FIGURES.iter().any(|figure| first.trim_end_matches('s') == *figure)
            && ["below", "opposite", "overleaf"].contains(&pair[1].trim_end_matches([',', '.', ';']))
    });
    let mut found: Vec<String> = numbered.collect();
    if below && found.is_empty() {
        found.push("the figure below".to_owned());
    }
    found.dedup();
    found
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    const NEXT: &str = "The Mill Society told us that all of this has been known for a long time.";

    #[test]
    fn a_colon_that_nothing_follows_is_told() {
        let told = |next: &str| codes(&Made::new().said("1A", "The troubles are:").said("1A", next).held().found(find));
        assert_eq!(told(NEXT), ["list-lost"]);
        for follows in ["“The wheel is old.”", "(1) the wheel", "- the wheel", "the wheel, which is old;", "Old wheels"]
        {
            assert_eq!(told(follows), [""; 0], "{follows}");
        }
        let numbered =
            |next: &str| codes(&Made::new().said("", "4. The troubles are:").said("", next).held().found(find)).len();
        assert_eq!(numbered("5. The Mill Society told us that all of this is known."), 1);
        assert_eq!(numbered("1. The wheel."), 0);
        let end = Made::new().said("1A", "The troubles are:");
        assert_eq!(codes(&end.found(find)), ["list-lost"], "at the end of the text");
        let table = Made::new().said("1A", "The troubles are:").line("Wheel | Old |").said("1A", NEXT).held();
        assert_eq!(codes(&table.found(find)), [""; 0], "a table follows");
        let title = Made::new().said("1A", "The Valley Committee's Panel:").said("1A", NEXT);
        assert_eq!(codes(&title.found(find)), [""; 0], "a title");
    }

    #[test]
    fn a_figure_without_a_caption_is_told_once_with_all_places() {
        let made = Made::new().said("1A", "See Figure 1 below.").said("1A", "As figure 1 shows, it rose.").held();
        let found = made.found(find);
        assert_eq!((codes(&found), found[0].places.len()), (vec!["figure-lost"], 2));
        let there = Made::new().said("1A", "See Figure 1 below.").line("Figure 1: Mills by year").held();
        assert_eq!(codes(&there.found(find)), [""; 0]);
        let number = Made::new().said("1A", "The figure 3,500 and the figure of 40 mills are the Society's.");
        assert_eq!(codes(&number.held().found(find)), [""; 0]);
    }
}
