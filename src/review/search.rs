//! Search in the texts of evidence and in those of sources, with what is found given as ranges of the stored text.
//!
//! Searched are an item's text, its id, and the codes and names of its sources, and the texts of sources, paragraph
//! by paragraph; the member's own notes are not. All words must occur, each at the beginning of a word; `"several words"` must stand
//! together; `-word` must not occur. Case, accents and the kind of quotation mark make no difference.
//! Invariant: an item whose text is withheld for blindness is neither found nor counted.

use std::ops::Range;

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::source::Source;
use crate::review::blindness::Blindness;
use crate::review::state::State;
use crate::text::cuts::Cuts;
use crate::text::fold::Folded;
use crate::text::fold::fold;

/// A text that is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Text {
    /// An item, as a place in the review's evidence.
    Item(usize),
    /// A source whose text is held, as a place in the review's sources.
    Source(usize),
}

/// A place that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Where.
    pub text: Text,
    /// Scalar values of its text; empty at the start where only its id or a source's name matched.
    pub range: Range<usize>,
}

/// Why nothing can be searched for. Every message is fit for the status line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing was typed.
    #[error("Type what to look for.")]
    Empty,
    /// Everything typed is to be left out.
    #[error("Say also what to look for, not only what to leave out.")]
    OnlyWithout,
    /// A phrase has no end.
    #[error("The quotation mark is not closed.")]
    Unclosed,
}

/// What is looked for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    with: Vec<String>,
    without: Vec<String>,
}

impl Query {
    /// Reads what was typed.
    ///
    /// # Errors
    /// Nothing to look for, or a phrase without an end.
    pub fn read(typed: &str) -> Result<Self, QueryError> {
        let folded = fold(typed);
        let mut query = Self::default();
        let mut rest = folded.text().trim_start();
        while !rest.is_empty() {
            let (without, term) = match rest.strip_prefix('-') {
                Some(term) if !term.is_empty() && !term.starts_with(' ') => (true, term),
                _ => (false, rest),
            };
            let (term, after) = match term.strip_prefix('"') {
                Some(phrase) => phrase.split_once('"').ok_or(QueryError::Unclosed)?,
                None => term.split_at(term.find([' ', '"']).unwrap_or(term.len())),
            };
            let term = term.trim();
            if !term.is_empty() {
                if without { &mut query.without } else { &mut query.with }.push(term.to_owned());
            }
            rest = after.trim_start();
        }
        match (query.with.is_empty(), query.without.is_empty()) {
            (false, _) => Ok(query),
            (true, true) => Err(QueryError::Empty),
            (true, false) => Err(QueryError::OnlyWithout),
        }
    }
}

/// One item, or one paragraph of a source, folded.
#[derive(Debug)]
struct Piece {
    text: Text,
    /// Where in its text the piece begins.
    start: usize,
    body: Folded,
    names: String,
}

/// The texts of some items, folded once so that every letter typed does not.
#[derive(Debug)]
pub struct Texts {
    texts: Vec<Piece>,
}

impl Texts {
    /// Prepares texts in any order; items come before sources, hidden ones are left out.
    pub fn among(catalog: &Catalog, state: &State, texts: &[Text]) -> Self {
        let items = texts.iter().filter_map(|text| if let Text::Item(at) = text { Some(*at) } else { None });
        let mut all = Self::of(catalog, state, items);
        let blind = Blindness::new(catalog, state);
        for text in texts {
            if let Text::Source(at) = text
                && let Some(source) = catalog.review().sources.get(*at)
                && !blind.withholds_source(source)
            {
                all.texts.extend(paragraphs(*at, source));
            }
        }
        all
    }

    /// Prepares items given as places in the review's evidence, in any order. Hidden ones are left out.
    pub fn of(catalog: &Catalog, state: &State, items: impl IntoIterator<Item = usize>) -> Self {
        let blind = Blindness::new(catalog, state);
        let mut items: Vec<usize> = items.into_iter().collect();
        items.sort_unstable();
        items.dedup();
        let texts = items
            .into_iter()
            .filter_map(|at| Some((at, catalog.item(at)?)))
            .filter(|(_, item)| !blind.withholds(item))
            .map(|(at, item)| Piece {
                text: Text::Item(at),
                start: 0,
                body: fold(&item.text),
                names: names_of(catalog, &item),
            })
            .collect();
        Self { texts }
    }

    /// Prepares every item of the review, and every source whose text is held.
    pub fn all(catalog: &Catalog, state: &State) -> Self {
        Self::among(catalog, state, &everything(catalog))
    }

    /// Finds all places, in reading order, none overlapping another.
    pub fn find(&self, query: &Query) -> Vec<Hit> {
        self.find_while(query, || true)
    }

    /// The same, ended early where it is no longer wanted; asked between two items.
    pub fn find_while(&self, query: &Query, wanted: impl Fn() -> bool) -> Vec<Hit> {
        self.texts.iter().take_while(|_| wanted()).flat_map(|text| text.find(query)).collect()
    }
}

/// Every text of a review that can be searched.
pub fn everything(catalog: &Catalog) -> Vec<Text> {
    let review = catalog.review();
    let sources = review.sources.iter().enumerate().filter(|(_, source)| source.text.is_some());
    (0..catalog.items().len()).map(Text::Item).chain(sources.map(|(at, _)| Text::Source(at))).collect()
}

/// A source's paragraphs. All words of a query must occur in one: over a whole submission they say little.
fn paragraphs(at: usize, source: &Source) -> impl Iterator<Item = Piece> + '_ {
    let text = source.text.as_deref().unwrap_or_default();
    let cuts = Cuts::paragraphs(text);
    let pieces = (0..cuts.len()).map(move |piece| (cuts.chars_of(piece).start, cuts.bytes(piece)));
    let said = pieces.filter(|(_, bytes)| !text[bytes.clone()].trim_ascii().is_empty());
    said.map(move |(start, bytes)| Piece {
        text: Text::Source(at),
        start,
        body: fold(&text[bytes]),
        names: String::new(),
    })
}

impl Piece {
    fn find(&self, query: &Query) -> Vec<Hit> {
        let body = self.body.text();
        let stands =
            |term: &String| starts_of(body, term).next().is_some() || starts_of(&self.names, term).next().is_some();
        if !query.with.iter().all(stands) || query.without.iter().any(stands) {
            return Vec::new();
        }
        let mut ranges: Vec<Range<usize>> = Vec::new();
        for term in &query.with {
            let length = term.chars().count();
            let (mut byte, mut char) = (0, 0);
            for start in starts_of(body, term) {
                char += body[byte..start].chars().count();
                byte = start;
                let range = self.body.map().stored_range(char..char + length);
                ranges.push(range.start + self.start..range.end + self.start);
            }
        }
        ranges.sort_unstable_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        let mut hits: Vec<Hit> = Vec::new();
        for range in ranges {
            if hits.last().is_none_or(|last| last.range.end <= range.start) {
                hits.push(Hit { text: self.text, range });
            }
        }
        if hits.is_empty() {
            hits.push(Hit { text: self.text, range: 0..0 });
        }
        hits
    }
}

/// Finds all places of a query among some texts, in reading order. To search again as a query grows,
/// keep [`Texts`].
///
/// # Errors
/// Nothing to look for, or a phrase without an end.
pub fn search(catalog: &Catalog, state: &State, query: &str, scope: &[Text]) -> Result<Vec<Hit>, QueryError> {
    let query = Query::read(query)?;
    Ok(Texts::among(catalog, state, scope).find(&query))
}

/// What an item can be found by besides its text, folded, a line each.
fn names_of(catalog: &Catalog, item: &Evidence) -> String {
    let mut names = item.id.to_string();
    for id in &item.sources {
        names.push_str(&format!("\n{id}"));
        if let Some(source) = catalog.source(id) {
            names.push_str(&format!("\n{}", source.label));
            source.aliases.iter().for_each(|alias| names.push_str(&format!("\n{alias}")));
        }
    }
    fold(&names).text().to_owned()
}

/// Bytes at which a term begins a word.
fn starts_of<'a>(text: &'a str, term: &'a str) -> impl Iterator<Item = usize> + 'a {
    text.match_indices(term).map(|(at, _)| at).filter(move |&at| {
        let before = text[..at].chars().next_back();
        let first = term.chars().next();
        // Scripts without spaces between words have no beginnings of words to insist on.
        let spaced = first.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}');
        !(spaced && before.is_some_and(|c| c.is_alphanumeric() && c < '\u{2e80}'))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::act::Act;
    use crate::model::rating::Rating;
    use crate::review::fixture;
    use crate::review::workspace::Workspace;

    fn found(ws: &Workspace, query: &str) -> Vec<(usize, String)> {
        let evidence = &ws.catalog().review().evidence;
        search(ws.catalog(), ws.state(), query, &everything(ws.catalog()))
            .expect("a query")
            .into_iter()
            .map(|hit| {
                let Text::Item(item) = hit.text else { panic!("no source is held here") };
                let words = evidence[item].text.chars().skip(hit.range.start).take(hit.range.len()).collect();
                (item, words)
            })
            .collect()
    }

    fn items(ws: &Workspace, query: &str) -> Vec<usize> {
        let mut items: Vec<usize> = found(ws, query).into_iter().map(|(item, _)| item).collect();
        items.dedup();
        items
    }

    #[test]
    fn all_words_must_occur_whatever_their_case_and_accents() {
        let ws = fixture::workspace();
        assert_eq!(items(&ws, "FUNDING"), [1, 2]);
        assert_eq!(items(&ws, "funding pilot"), [2]);
        assert_eq!(found(&ws, "resume"), [(2, "résumé".to_owned())]);
    }

    #[test]
    fn a_word_is_found_by_its_beginning_and_not_by_its_middle() {
        let ws = fixture::workspace();
        assert_eq!(items(&ws, "fund"), [1, 2]);
        assert!(items(&ws, "unding").is_empty());
    }

    #[test]
    fn a_phrase_stands_together_and_what_is_left_out_does_not_occur() {
        let ws = fixture::workspace();
        assert_eq!(items(&ws, "\"funding ended\""), [2]);
        assert_eq!(items(&ws, "\u{201c}funding ended\u{201d}"), [2]);
        assert_eq!(items(&ws, "funding -pilot"), [1]);
        assert_eq!(items(&ws, "funding -\"funding ended\""), [1]);
    }

    #[test]
    fn an_item_is_found_by_the_name_of_its_source_too() {
        let ws = fixture::workspace();
        assert_eq!(items(&ws, "dhs0032"), [2]);
        assert_eq!(found(&ws, "trust"), [(2, String::new())]);
    }

    #[test]
    fn a_hidden_sentence_is_neither_found_nor_counted_until_what_it_rates_is_answered_and_it_was_opened() {
        let mut ws = fixture::workspace();
        assert!(items(&ws, "verdict").is_empty());
        assert!(items(&ws, "e4").is_empty());
        for cell in fixture::cells(&ws) {
            let act = Act::Rate { cell, rating: Rating::Good, reason: None, quotes: Vec::new(), round: 1 };
            ws.apply(&act).expect("rates");
        }
        assert!(items(&ws, "verdict").is_empty(), "it was not opened, so that looking is not noted yet");
        see(&mut ws, &["1A", "1B"]);
        assert_eq!(items(&ws, "verdict"), [3]);
    }

    fn see(ws: &mut Workspace, subjects: &[&str]) {
        for on in subjects {
            ws.apply(&Act::SeePublished { on: on.parse().expect("a subject") }).expect("notes");
        }
    }

    #[test]
    fn a_source_s_text_is_searched_paragraph_by_paragraph_and_a_report_only_once_it_was_opened() {
        let mut review = fixture::review();
        let said = "Ünfair to all.\n\nThe pilot was fair.\n\nMoney came late. It was the pilot's money.\n";
        review.sources[0].text = Some(said.to_owned());
        review.sources[1].text = Some("The verdict: secretword.".to_owned());
        review.sources[1].kind = crate::model::source::SourceKind::Publication;
        let mut ws = fixture::workspace_on(review);
        let found = |ws: &Workspace, query: &str| -> Vec<String> {
            let hits = search(ws.catalog(), ws.state(), query, &everything(ws.catalog())).expect("a query");
            let sources = hits.into_iter().filter_map(|hit| match hit.text {
                Text::Source(at) => Some((ws.catalog().review().sources[at].text.clone()?, hit.range)),
                Text::Item(_) => None,
            });
            sources.map(|(text, range)| text.chars().skip(range.start).take(range.len()).collect()).collect()
        };
        assert_eq!(found(&ws, "pilot money"), ["Money", "pilot", "money"]);
        assert_eq!(found(&ws, "unfair"), ["Ünfair"]);
        assert!(found(&ws, "secretword").is_empty());
        for cell in fixture::cells(&ws) {
            let act = Act::Rate { cell, rating: Rating::Good, reason: None, quotes: Vec::new(), round: 1 };
            ws.apply(&act).expect("rates");
        }
        see(&mut ws, &["1A", "1B"]);
        assert!(found(&ws, "secretword").is_empty(), "the text was not opened");
        see(&mut ws, &["1"]);
        assert_eq!(found(&ws, "secretword"), ["secretword"]);
    }

    #[test]
    fn what_cannot_be_searched_for_says_why() {
        assert_eq!(Query::read("  "), Err(QueryError::Empty));
        assert_eq!(Query::read("\"\""), Err(QueryError::Empty));
        assert_eq!(Query::read("-pilot"), Err(QueryError::OnlyWithout));
        assert_eq!(Query::read("\"pilot"), Err(QueryError::Unclosed));
    }

    #[test]
    fn places_do_not_overlap() {
        let ws = fixture::workspace();
        assert_eq!(found(&ws, "fund funding").len(), found(&ws, "funding").len());
    }
}
