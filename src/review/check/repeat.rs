//! Passages that stand twice: one quotation used at two places, a source's words in the panel's own text without marks,
//! and long sentences of the panel's that are the same.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::ops::Range;

use crate::model::evidence::EvidenceKind;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::quotation;
use crate::review::check::quotation::Quoted;
use crate::review::check::words;
use crate::review::check::words::Runs;
use crate::review::check::words::short;

/// Words of a source that stand in the panel's text by more than chance.
const UNMARKED: usize = 10;
/// Words of a quotation that is used twice.
const TWICE: usize = 12;
/// Words of a sentence of the panel's own that is no turn of phrase.
const SENTENCE: usize = 25;

/// Looks for what is repeated.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    if !ground.own_words() {
        return;
    }
    let quoted = quotation::all(ground, UNMARKED);
    unmarked(ground, &quoted, found);
    twice(ground, &quoted, found);
    sentences(ground, found);
}

/// A source's words in the panel's own text.
fn unmarked(ground: &Ground<'_>, quoted: &[Quoted], found: &mut Vec<Finding>) {
    let given = ground.given();
    let mut runs = Runs::new(UNMARKED);
    for (n, quotation) in quoted.iter().enumerate() {
        runs.add(n, &quotation.words);
    }
    for item in ground.prose() {
        let words = words::words(item.text());
        // The longest run from each quotation.
        let mut longest: BTreeMap<usize, Range<usize>> = BTreeMap::new();
        let mut at = 0;
        while at + UNMARKED <= words.len() {
            let place = runs.places(&words, at).first().copied();
            let begins = words[at].range.start;
            let Some((n, there)) = place.filter(|_| !item.is_quoted(begins)) else {
                at += 1;
                continue;
            };
            let length = words::shared(&words[at..], &quoted[n].words[there..]);
            let end = words[at + length - 1].range.end;
            let known = (at..at + length).any(|at| !given.places(&words, at).is_empty());
            if !known && !item.is_quoted(end.saturating_sub(1)) {
                let kept = longest.entry(n).or_insert(begins..begins);
                if kept.len() < end - begins {
                    *kept = begins..end;
                }
            }
            at += length;
        }
        for (n, range) in longest {
            let source = &ground.items[quoted[n].item];
            // Words that an item has from a source it names are told in indirect speech.
            if source.evidence.sources.iter().any(|id| item.evidence.sources.contains(id)) {
                continue;
            }
            let whose = source.evidence.sources.first().and_then(|id| ground.catalog.source(id));
            let whose = whose.map_or("a quotation".to_owned(), |source| format!("{} ({})", source.label, source.id));
            let message = format!(
                "The report's own text repeats the words of {whose} without quotation marks: “{}”",
                short(&item.text()[range], 120)
            );
            let places = vec![Place::item(item.evidence), Place::item(source.evidence)];
            found.push(Finding::new(Code::TextRepeated, message, places).about("unmarked"));
        }
    }
}

/// One quotation at two places.
fn twice(ground: &Ground<'_>, quoted: &[Quoted], found: &mut Vec<Finding>) {
    let given = ground.given();
    let mut runs = Runs::new(TWICE);
    let mut told: HashSet<(usize, usize)> = HashSet::new();
    for (n, quotation) in quoted.iter().enumerate() {
        for at in 0..quotation.words.len() {
            let Some((other, there)) = runs.places(&quotation.words, at).first().copied() else { continue };
            let pair = (quoted[other].item, quotation.item);
            // In two wordings it is told as that.
            if quotation::differing((&quoted[other].words, there), (&quotation.words, at)).is_some() {
                continue;
            }
            if pair.0 == pair.1 || !given.places(&quotation.words, at).is_empty() || !told.insert(pair) {
                continue;
            }
            let length = words::shared(&quotation.words[at..], &quoted[other].words[there..]);
            let text = &ground.items[quotation.item].text()[quotation.range.clone()];
            let same = &text[quotation.words[at].range.start..quotation.words[at + length - 1].range.end];
            let message = format!("The same passage is quoted twice: “{}”", short(same, 120));
            let places = [pair.1, pair.0].map(|item| Place::item(ground.items[item].evidence));
            found.push(Finding::new(Code::TextRepeated, message, places.to_vec()).about("twice"));
        }
        runs.add(n, &quotation.words);
    }
}

/// Long sentences of the panel's own that stand twice. What rates is put alike on purpose.
fn sentences(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut seen: HashMap<u64, usize> = HashMap::new();
    for (n, item) in ground.items.iter().enumerate() {
        if ground.is_quotation(item.evidence) || item.evidence.kind == EvidenceKind::Conclusion {
            continue;
        }
        for (range, sentence) in item.sentences.iter().zip(item.said()) {
            let words = words::words(sentence);
            // `In this section we look at …` points the way.
            let points = sentence.starts_with("In this ");
            if points || words.len() < SENTENCE || item.is_quoted(range.start + sentence.len() / 2) {
                continue;
            }
            match seen.get(&words::run_of(&words)) {
                Some(first) if *first != n => {
                    let message = format!("The same sentence stands twice: “{}”", short(sentence, 120));
                    let places = [n, *first].map(|item| Place::item(ground.items[item].evidence));
                    found.push(Finding::new(Code::TextRepeated, message, places.to_vec()).about("sentence"));
                }
                Some(_) => {}
                None => {
                    seen.insert(words::run_of(&words), n);
                }
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    const WORDS: &str = "“One wheel shared by all the mills of the valley could save much grain every year.”[1]";

    fn made() -> Made {
        Made::new().note(1, "Mill Society (ABC0001)", &["ABC0001"]).quoted("1A", WORDS)
    }

    #[test]
    fn a_source_s_words_without_marks_are_told_and_within_marks_are_not() {
        let own = "This is so. One wheel shared by all the mills of the valley could save much grain every year.";
        let found = made().said("1B", own).found(find);
        assert_eq!(codes(&found), ["text-repeated"]);
        assert!(found[0].message.contains("Mill Society (ABC0001)"), "{}", found[0].message);
        let marked = "They say “one wheel shared by all the mills of the valley” would do.[1]";
        assert_eq!(codes(&made().said("1B", marked).found(find)), [""; 0]);
        let own = "One wheel shared by all of them could save much grain.";
        assert_eq!(codes(&made().said("1B", own).found(find)), [""; 0]);
    }

    #[test]
    fn a_quotation_used_at_two_places_is_told() {
        let found = made().quoted("1B", WORDS).found(find);
        assert_eq!(codes(&found), ["text-repeated"]);
        assert_eq!(found[0].places.len(), 2);
    }

    #[test]
    fn a_long_sentence_that_stands_twice_is_told_and_a_turn_of_phrase_is_not() {
        let long = "The Department told us that it has asked every mill in the valley for the state of its wheel, its weir, \
                    its race and its stones, and that all but two of them have answered.";
        assert_eq!(codes(&Made::new().said("1A", long).said("1B", long).found(find)), ["text-repeated"]);
        let turn = "In this section we look at whether it was met.";
        assert_eq!(codes(&Made::new().said("1A", turn).said("1B", turn).found(find)), [""; 0]);
    }
}
