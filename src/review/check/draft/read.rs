//! A draft as a review: recognised as a report where it has a table of ratings, else paragraph by paragraph over the
//! questions and commitments of the review it is about.

use std::collections::HashMap;

use uuid::Uuid;

use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::report;
use crate::import::report::level;
use crate::import::report::words as plain;
use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::evidence::FootnoteRef;
use crate::model::evidence::StatedRating;
use crate::model::footnote::Footnote;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::review::Published;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::review::check::ground::quoted;
use crate::text::offsets;
use crate::text::segment;

/// A draft, read.
pub struct Draft {
    /// What it says, as a review of its own.
    pub review: Review,
    /// The review's commitment for each of the draft's.
    pub commitments: HashMap<CommitmentId, CommitmentId>,
    /// Whether it has a register of its own.
    pub has_register: bool,
}

impl Draft {
    /// With its cross-references.
    pub fn catalog(&self) -> Catalog {
        Catalog::new(self.review.clone(), String::new())
    }
}

/// Reads a draft of a report on a review.
pub fn review_of(record: &Record, about: &Review) -> Draft {
    let options = report::Options { id: Uuid::nil() };
    let recognised = report::looks_like_report(record).then(|| report::recognise(record, &options).ok()).flatten();
    match recognised {
        Some((review, _)) => {
            let has_register =
                review.sources.iter().any(|s| s.locator.as_deref().is_some_and(|l| l.starts_with("Register")));
            Draft { commitments: commitments(&review, about), review, has_register }
        }
        None => {
            let commitments = about.commitments.iter().map(|own| (own.id.clone(), own.id.clone())).collect();
            Draft { review: plain_review(record, about), commitments, has_register: false }
        }
    }
}

/// Which of the review's commitments each of the draft's is: by its words, else by its number where there are as many.
fn commitments(draft: &Review, about: &Review) -> HashMap<CommitmentId, CommitmentId> {
    let words = |text: &str| plain::telling_words(text);
    let known: Vec<(Vec<String>, &CommitmentId)> =
        about.commitments.iter().map(|own| (words(&format!("{} {}", own.label, own.text)), &own.id)).collect();
    let mut found = HashMap::new();
    for (at, own) in draft.commitments.iter().enumerate() {
        let told = words(&own.text);
        let shared = |other: &[String]| told.iter().filter(|word| other.contains(word)).count();
        let best = known.iter().max_by_key(|(other, _)| shared(other));
        let by_words = best.filter(|(other, _)| shared(other) * 2 >= told.len().max(1)).map(|(_, id)| *id);
        let same_count = draft.commitments.len() == about.commitments.len();
        let by_number = about.commitments.get(at).filter(|_| same_count).map(|own| &own.id);
        if let Some(id) = by_words.or(by_number) {
            found.insert(own.id.clone(), id.clone());
        }
    }
    found
}

/// A draft without a table: its paragraphs as items, with what each sentence states of a question it names (`8B`,
/// `commitment 8`).
fn plain_review(record: &Record, about: &Review) -> Review {
    let mut evidence = Vec::new();
    let mut footnotes: Vec<Footnote> = Vec::new();
    let mut markers = record.markers.iter().peekable();
    for block in &record.blocks {
        let mut text = String::new();
        let mut refs = Vec::new();
        let mut from = block.range.start;
        while let Some(marker) = markers.next_if(|marker| marker.range.start < block.range.end) {
            if marker.range.start >= from {
                text.push_str(record.text.get(from..marker.range.start).unwrap_or_default());
                refs.push(FootnoteRef { footnote: marker.footnote, at: text.chars().count() });
                from = marker.range.end;
            }
        }
        text.push_str(record.text.get(from..block.range.end).unwrap_or_default());
        if let BlockKind::Note(sign) = &block.kind {
            footnotes.extend(sign.parse().ok().map(|number| note(number, &text, about)));
            continue;
        }
        if text.trim().is_empty() || matches!(block.kind, BlockKind::Row { .. }) {
            continue;
        }
        evidence.push(item(evidence.len(), block.line, &block.kind, text, refs, about));
    }
    let listed: Vec<u32> = footnotes.iter().map(|note| note.number).collect();
    let cited = evidence.iter().flat_map(|item: &Evidence| item.refs.iter().map(|reference| reference.footnote));
    let mut missing: Vec<u32> = cited.filter(|number| !listed.contains(number)).collect();
    missing.sort_unstable();
    missing.dedup();
    footnotes.extend(missing.into_iter().map(|number| Footnote { listed: false, ..note(number, "", about) }));
    footnotes.sort_by_key(|note| note.number);
    footnotes.dedup_by_key(|note| note.number);
    Review { wording: Wording::Verbatim, published: Published::default(), evidence, footnotes, ..about.clone() }
}

fn note(number: u32, text: &str, about: &Review) -> Footnote {
    let cites = |id: &str, aliases: &[String]| text.contains(id) || aliases.iter().any(|alias| text.contains(alias));
    let sources = about.sources.iter().filter(|source| cites(source.id.as_str(), &source.aliases));
    Footnote {
        number,
        text: text.trim().to_owned(),
        listed: true,
        class: None,
        sources: sources.map(|source| source.id.clone()).collect(),
        locator: None,
        note: None,
    }
}

fn item(at: usize, line: u32, kind: &BlockKind, text: String, refs: Vec<FootnoteRef>, about: &Review) -> Evidence {
    let whole = quoted(&text).first().is_some_and(|range| range.start < 4 && range.len() * 10 > text.len() * 8);
    let rates = if whole { Vec::new() } else { states(&text, about) };
    let kind = match kind {
        _ if whole => EvidenceKind::Quotation,
        BlockKind::Quotation => EvidenceKind::Quotation,
        _ if !rates.is_empty() => EvidenceKind::Conclusion,
        _ => EvidenceKind::Context,
    };
    Evidence {
        id: format!("D{:04}", at + 1).as_str().into(),
        kind,
        text,
        cells: Vec::new(),
        sources: Vec::new(),
        speaker: None,
        refs,
        rates,
        locator: None,
        line: Some(line),
        filed_by: None,
        note: None,
    }
}

/// Ratings that sentences state of what they name by its key.
fn states(text: &str, about: &Review) -> Vec<StatedRating> {
    let mut found = Vec::new();
    for range in segment::sentences(text) {
        let sentence = offsets::slice(text, range.start, range.end).unwrap_or_default();
        let mentions = level::mentions(sentence);
        let ([mention], Some(subject)) = (mentions.as_slice(), named(sentence, about)) else { continue };
        let (cell, parent) = match subject {
            Subject::Cell(cell) => (Some(cell), None),
            Subject::Parent(parent) => (None, Some(parent)),
        };
        found.push(StatedRating { cell, parent, rating: mention.grade.into() });
    }
    found
}

/// The question or commitment that a sentence names by its key; nothing where it names several.
fn named(sentence: &str, about: &Review) -> Option<Subject> {
    let words: Vec<&str> = sentence.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let cell = |word: &&str| word.parse::<CellKey>().ok().filter(|cell| about.cells().any(|own| own == *cell));
    let mut cells: Vec<CellKey> = words.iter().filter_map(cell).collect();
    cells.dedup();
    if let [only] = cells.as_slice() {
        return Some(Subject::Cell(only.clone()));
    }
    let numbered = words.windows(2).filter(|pair| pair[0].eq_ignore_ascii_case("commitment")).map(|pair| pair[1]);
    let known = |number: &&str| about.commitments.iter().any(|own| own.id.as_str() == *number);
    let mut numbers: Vec<&str> = numbered.filter(known).collect();
    numbers.dedup();
    match (cells.is_empty(), numbers.as_slice()) {
        (true, [only]) => Some(Subject::Parent(ParentKey::Commitment(CommitmentId((*only).to_owned())))),
        _ => None,
    }
}
