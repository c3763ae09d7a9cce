//! A draft as a review: recognised as a report where it has a table of ratings, else paragraph by paragraph over the
//! questions and commitments of the review it is about.

use std::collections::HashMap;
use std::collections::HashSet;

use uuid::Uuid;

use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::report;
use crate::import::report::codes::Prefixes;
use crate::import::report::codes::codes_of_in;
use crate::import::report::codes::likely_codes_in;
use crate::import::report::words as plain;
use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::evidence::FootnoteRef;
use crate::model::footnote::Footnote;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::review::Published;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::model::source::Source;
use crate::review::check::ground::quoted;

/// A draft, read.
pub struct Draft {
    /// What it says, as a review of its own.
    pub catalog: Catalog,
    /// The review's commitment for each of the draft's.
    pub commitments: HashMap<CommitmentId, CommitmentId>,
    /// Whether it was recognised as a report, with sources of its own.
    pub recognised: bool,
    /// Whether it has a register of its own.
    pub has_register: bool,
}

impl Draft {
    /// What the draft as a review names, as the review it is about does.
    pub fn own(&self, subject: &Subject) -> Option<Subject> {
        match subject {
            Subject::Cell(cell) => {
                Some(Subject::Cell(CellKey::new(self.commitments.get(&cell.commitment)?, &cell.question)))
            }
            Subject::Parent(ParentKey::Commitment(id)) => {
                Some(Subject::Parent(ParentKey::Commitment(self.commitments.get(id)?.clone())))
            }
            Subject::Parent(ParentKey::Area(_)) => None,
            Subject::Parent(ParentKey::Overall) => Some(subject.clone()),
        }
    }
}

/// Reads a draft of a report on a review, given as it was read and with its notes marked.
pub fn draft_of(record: &Record, marked: &Record, about: &Catalog) -> Draft {
    let options = report::Options { id: Uuid::nil() };
    let recognised = report::has_ratings(record).then(|| report::recognise(record, &options).ok()).flatten();
    let is_report = recognised.is_some();
    let (review, commitments, has_register) = match recognised {
        Some((review, _)) => {
            let registered = |locator: &str| locator.starts_with("Register");
            let has_register = review.sources.iter().any(|source| source.locator.as_deref().is_some_and(registered));
            let commitments = commitments(&review, about.review());
            (review, commitments, has_register)
        }
        None => {
            let same = about.review().commitments.iter().map(|own| (own.id.clone(), own.id.clone())).collect();
            (plain_review(marked, about), same, false)
        }
    };
    Draft { catalog: Catalog::new(review, String::new()), commitments, recognised: is_report, has_register }
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

/// A draft without a table: its paragraphs as items.
fn plain_review(record: &Record, about: &Catalog) -> Review {
    let known = Prefixes::of(
        &about.review().sources.iter().flat_map(|own| likely_codes_in(own.id.as_str())).collect::<Vec<_>>(),
    );
    let mut evidence: Vec<Evidence> = Vec::new();
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
            let Ok(number) = sign.parse() else { continue };
            match footnotes.last_mut().filter(|last| last.number == number) {
                Some(last) => {
                    last.text = format!("{} {}", last.text, text.trim());
                    last.sources = cited(&last.text, about, &known);
                }
                None => footnotes.push(note(number, &text, about, &known)),
            }
            continue;
        }
        if text.trim().is_empty() || matches!(block.kind, BlockKind::Row { .. }) {
            continue;
        }
        evidence.push(item(evidence.len(), block.line, &block.kind, text, refs));
    }
    let listed: HashSet<u32> = footnotes.iter().map(|note| note.number).collect();
    let referred = evidence.iter().flat_map(|item| item.refs.iter().map(|reference| reference.footnote));
    let mut missing: Vec<u32> = referred.filter(|number| !listed.contains(number)).collect();
    missing.sort_unstable();
    missing.dedup();
    footnotes.extend(missing.into_iter().map(|number| Footnote { listed: false, ..note(number, "", about, &known) }));
    footnotes.sort_by_key(|note| note.number);
    footnotes.dedup_by_key(|note| note.number);
    let about = about.review();
    Review {
        format: about.format.clone(),
        version: about.version,
        id: about.id,
        edition: about.edition,
        title: about.title.clone(),
        body: about.body.clone(),
        date: about.date.clone(),
        url: None,
        licence: None,
        note: None,
        wording: Wording::Verbatim,
        scale: about.scale.clone(),
        questions: about.questions.clone(),
        areas: about.areas.clone(),
        commitments: about.commitments.clone(),
        sources: about.sources.iter().map(without_text).collect(),
        footnotes,
        evidence,
        published: Published::default(),
        themes: Vec::new(),
        settings: None,
    }
}

fn without_text(source: &Source) -> Source {
    Source {
        aliases: source.aliases.clone(),
        group: source.group.clone(),
        locator: source.locator.clone(),
        ..Source::new(source.id.clone(), source.kind, source.label.clone())
    }
}

fn note(number: u32, text: &str, about: &Catalog, known: &Prefixes) -> Footnote {
    Footnote {
        number,
        text: text.trim().to_owned(),
        listed: true,
        class: None,
        sources: cited(text, about, known),
        locator: None,
        note: None,
    }
}

/// The sources of the review whose codes a note cites, each once.
fn cited(text: &str, about: &Catalog, known: &Prefixes) -> Vec<SourceId> {
    let mut found: Vec<SourceId> = Vec::new();
    for code in codes_of_in(text, known) {
        let source = about.source_spelled(&code.printed()).map(|source| source.id.clone());
        found.extend(source.filter(|id| !found.contains(id)));
    }
    found
}

fn item(at: usize, line: u32, kind: &BlockKind, text: String, refs: Vec<FootnoteRef>) -> Evidence {
    let whole = quoted(&text).first().is_some_and(|range| range.start < 4 && range.len() * 10 > text.len() * 8);
    let kind = match kind {
        BlockKind::Quotation => EvidenceKind::Quotation,
        _ if whole => EvidenceKind::Quotation,
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
        rates: Vec::new(),
        locator: None,
        line: Some(line),
        filed_by: None,
        note: None,
    }
}
