//! Citations: how an item or passage is named when it is copied or listed.
//!
//! Invariant: retold text never stands in quotation marks; of what is told in confidence the event and the speaker's role
//! are named, and nothing else of the source.

use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::review::Wording;
use crate::model::source::Source;

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

/// Where an item comes from: sources, speaker, notes, place, report.
pub fn source_line(catalog: &Catalog, item: &Evidence) -> String {
    let review = catalog.review();
    let mut parts: Vec<String> = item
        .sources
        .iter()
        .map(|id| catalog.source(id).map_or_else(|| id.to_string(), Source::named_outside))
        .collect();
    parts.extend(speaker(catalog, item));
    if !item.refs.is_empty() {
        let mut numbers: Vec<String> = item.refs.iter().map(|reference| reference.footnote.to_string()).collect();
        numbers.dedup();
        let word = if numbers.len() == 1 { "note" } else { "notes" };
        parts.push(format!("{word} {}", numbers.join(", ")));
    }
    parts.extend(item.locator.clone());
    parts.push(format!("{}, {}, {}", review.body, review.title, review.date));
    parts.join("; ")
}

/// A text with its citation: in quotation marks where it is the source's own words, else as a
/// paraphrase that says so.
pub fn with_citation(catalog: &Catalog, item: &Evidence, text: &str) -> String {
    let source = source_line(catalog, item);
    if is_verbatim(catalog, item) {
        format!("\u{201c}{text}\u{201d} ({source})")
    } else {
        format!("{text} (Paraphrase. {source})")
    }
}

/// A passage with its citation.
pub fn quote_with_citation(catalog: &Catalog, quote: &Quote) -> Option<String> {
    match quote.marked_in()? {
        MarkedIn::Item(id) => Some(with_citation(catalog, &*catalog.evidence(&id)?, &quote.selector.exact)),
        MarkedIn::Source(id) => Some(words_of(catalog, catalog.source(&id)?, &quote.selector.exact)),
    }
}

/// A source by itself: its name, its date, the review it belongs to, where it is published.
pub fn source_citation(catalog: &Catalog, source: &Source) -> String {
    let review = catalog.review();
    let mut parts = vec![source.named_outside()];
    parts.extend(source.date.clone());
    parts.push(format!("{}, {}", review.body, review.title));
    parts.extend(source.url.clone().filter(|_| !source.confidential));
    parts.join("; ")
}

/// A source's own words with its citation; of what is told in confidence only the event is named.
pub fn words_of(catalog: &Catalog, source: &Source, text: &str) -> String {
    let review = catalog.review();
    let mut parts = vec![source.named_outside()];
    parts.extend(source.date.clone().filter(|_| !source.confidential));
    parts.push(format!("{}, {}", review.body, review.title));
    format!("\u{201c}{text}\u{201d} ({})", parts.join("; "))
}
