//! Citations: how an item or passage is named wherever its words leave the program: copied, listed, exported.
//!
//! They have one form: `… — Department of Health and Social Care, DHS0042; HC 780, note 427`. Invariant: retold text never
//! stands in quotation marks, and says that it is a paraphrase; of what is told in confidence the event and the speaker's
//! role are named, and nothing else of the source.

use std::ops::Range;

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::model::source::Source;

/// Words with where they come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cited {
    /// The words, without quotation marks.
    pub text: String,
    /// Whether they are the source's own.
    pub verbatim: bool,
    /// Where they come from.
    pub source: String,
    /// The numbers of the notes they hang on.
    pub notes: Vec<u32>,
}

impl Cited {
    /// The words as they stand in a text: in quotation marks where they are the source's own.
    pub fn words(&self) -> String {
        if self.verbatim { format!("\u{201c}{}\u{201d}", self.text) } else { self.text.clone() }
    }

    /// Where they come from, and whether they are a paraphrase.
    pub fn reference(&self) -> String {
        if self.verbatim { self.source.clone() } else { format!("{} (paraphrase)", self.source) }
    }
}

impl std::fmt::Display for Cited {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} \u{2014} {}", self.words(), self.reference())
    }
}

/// Who speaks in an item, as its source names them; in confidence, by role only.
pub fn speaker(catalog: &Catalog, item: &Evidence) -> Option<String> {
    let id = item.speaker.as_ref()?;
    let sources = item.sources.iter().filter_map(|source| catalog.source(source));
    sources.filter_map(|source| source.speaker_outside(id)).next()
}

/// Whether an item's text is the source's own words.
pub fn is_verbatim(catalog: &Catalog, item: &Evidence) -> bool {
    match catalog.review().wording {
        Wording::Verbatim => true,
        Wording::Retold => false,
        Wording::Mixed => item.kind == EvidenceKind::Quotation,
    }
}

/// How a report is called in a citation: by the number it was printed under as a paper of the House, where the review
/// says it; else by who made it, its title and its date.
pub fn report(review: &Review) -> String {
    let told = [Some(&review.title), review.licence.as_ref(), review.note.as_ref()];
    told.into_iter().flatten().find_map(|text| house_paper(text)).unwrap_or_else(|| {
        let parts = [&review.body, &review.title, &review.date].into_iter().filter(|part| !part.trim().is_empty());
        parts.map(String::as_str).collect::<Vec<_>>().join(", ")
    })
}

/// The first `HC 780` in a text.
fn house_paper(text: &str) -> Option<String> {
    let starts = |at: usize| !text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
    let mut found = text.match_indices("HC ").filter(|(at, _)| starts(*at));
    found.find_map(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let figures = rest.len() - rest.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        (figures > 0).then(|| format!("HC {}", &rest[..figures]))
    })
}

/// The notes that a part of an item hangs on: those whose markers stand in it or at its end, else those of the next
/// marker behind it.
pub fn notes_of(item: &Evidence, part: &Range<usize>) -> Vec<u32> {
    let inside = |at: usize| part.start < at && at <= part.end;
    let mut at: Vec<_> = item.refs.iter().filter(|reference| inside(reference.at)).collect();
    if at.is_empty() {
        let next = item.refs.iter().map(|reference| reference.at).filter(|at| *at > part.end).min();
        at = item.refs.iter().filter(|reference| Some(reference.at) == next).collect();
    }
    let mut notes: Vec<u32> = at.into_iter().map(|reference| reference.footnote).collect();
    notes.dedup();
    notes
}

/// `HC 780, note 427`; without notes the place, where it is told.
fn in_report(review: &Review, notes: &[u32], place: Option<&str>) -> String {
    let numbers = notes.iter().map(u32::to_string).collect::<Vec<_>>().join(", ");
    let report = report(review);
    match (notes.len(), place) {
        (0, None) => report,
        (0, Some(place)) => format!("{report}, {place}"),
        (1, _) => format!("{report}, note {numbers}"),
        _ => format!("{report}, notes {numbers}"),
    }
}

fn joined(parts: impl IntoIterator<Item = String>) -> String {
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ")
}

/// A part of an item with where it comes from: sources, speaker, report, notes or place.
pub fn of_item(catalog: &Catalog, item: &Evidence, part: Option<&Range<usize>>) -> Cited {
    let text = match part {
        None => item.text.clone(),
        Some(part) => item.text.chars().skip(part.start).take(part.len()).collect(),
    };
    let notes = notes_of(item, part.unwrap_or(&(0..usize::MAX)));
    let sources = item.sources.iter().map(|id| match catalog.source(id) {
        Some(source) => source.named_outside(),
        None => id.to_string(),
    });
    let place = in_report(catalog.review(), &notes, item.locator.as_deref());
    let source = joined(sources.chain(speaker(catalog, item)).chain([place]));
    Cited { text, verbatim: is_verbatim(catalog, item), source, notes }
}

/// A source's own words; of what is told in confidence only the event is named.
pub fn of_source(catalog: &Catalog, source: &Source, text: &str) -> Cited {
    let date = source.date.clone().filter(|_| !source.confidential);
    let source = joined([source.named_outside()].into_iter().chain(date).chain([report(catalog.review())]));
    Cited { text: text.to_owned(), verbatim: true, source, notes: Vec::new() }
}

/// A passage; `None` where the text it is marked in is not in the review. The words are those that were marked.
pub fn of_quote(catalog: &Catalog, quote: &Quote) -> Option<Cited> {
    let selector = &quote.selector;
    match quote.marked_in()? {
        MarkedIn::Item(id) => {
            let cited = of_item(catalog, &*catalog.evidence(&id)?, Some(&(selector.start..selector.end)));
            Some(Cited { text: selector.exact.clone(), ..cited })
        }
        MarkedIn::Source(id) => Some(of_source(catalog, catalog.source(&id)?, &selector.exact)),
    }
}

/// A passage with its citation.
pub fn quote_with_citation(catalog: &Catalog, quote: &Quote) -> Option<String> {
    of_quote(catalog, quote).map(|cited| cited.to_string())
}

/// A source by itself: its name, its date, the review it belongs to, where it is published.
pub fn source_citation(catalog: &Catalog, source: &Source) -> String {
    let open = !source.confidential;
    let date = source.date.clone().filter(|_| open);
    let url = source.url.clone().filter(|_| open);
    joined([source.named_outside()].into_iter().chain(date).chain([report(catalog.review())]).chain(url))
}

/// A source's own words with its citation.
pub fn words_of(catalog: &Catalog, source: &Source, text: &str) -> String {
    of_source(catalog, source, text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::sample::sample;

    fn catalog() -> Catalog {
        let (review, digest) = sample();
        Catalog::new(review, digest)
    }

    #[test]
    fn a_citation_names_submitter_code_report_and_note() {
        let catalog = catalog();
        let item = catalog.evidence(&"E600".into()).expect("there");
        let cited = of_item(&catalog, &item, Some(&(0..10))).to_string();
        assert_eq!(
            cited,
            "In its res \u{2014} Department of Health and Social Care, DHS0042; HC 780, note 427 (paraphrase)"
        );
    }

    #[test]
    fn without_a_note_the_place_is_told_and_without_a_number_the_report_is_named() {
        let mut review = catalog().review().clone();
        review.licence = Some("From HCX 12 and THC 9.".to_owned());
        review.note = None;
        let catalog = Catalog::new(review, String::new());
        let item = catalog.evidence(&"E035".into()).expect("there");
        let review = catalog.review();
        let named = format!("{}, {}, {}", review.body, review.title, review.date);
        assert_eq!(
            of_item(&catalog, &item, None).source,
            format!("{named}, {}", item.locator.as_deref().expect("there"))
        );
    }

    #[test]
    fn a_part_hangs_on_its_own_notes_else_on_the_next() {
        let catalog = catalog();
        let mut item = (*catalog.evidence(&"E600".into()).expect("there")).clone();
        let at = |footnote, at| crate::model::evidence::FootnoteRef { footnote, at };
        item.refs = vec![at(1, 10), at(2, 10), at(3, 40)];
        assert_eq!(notes_of(&item, &(0..10)), [1, 2]);
        assert_eq!(notes_of(&item, &(10..20)), [3]);
        assert_eq!(notes_of(&item, &(50..60)), Vec::<u32>::new());
    }

    #[test]
    fn of_what_was_told_in_confidence_the_event_is_named_and_nothing_else() {
        let mut review = catalog().review().clone();
        for source in &mut review.sources {
            source.confidential = true;
        }
        let catalog = Catalog::new(review, String::new());
        let item = catalog.evidence(&"E600".into()).expect("there");
        assert_eq!(of_item(&catalog, &item, None).source, "submission, in confidence; HC 780, note 427");
    }
}
