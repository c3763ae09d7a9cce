//! What every check looks at: the items with their sentences and references, and the lines of the report where its text
//! is held. Worked out once.
//!
//! Invariant: ranges are bytes on character boundaries of the text they are of; one pass over each text.

use std::cell::OnceCell;
use std::collections::HashMap;
use std::ops::Range;

use crate::import::report::names::SourceNames;
use crate::model::catalog::Catalog;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::check::quotation;
use crate::review::check::words::Runs;
use crate::text::segment;

/// What checks look at.
pub struct Ground<'a> {
    /// The review with its cross-references.
    pub catalog: &'a Catalog,
    /// The review.
    pub review: &'a Review,
    /// Its items, in reading order.
    pub items: Vec<Item<'a>>,
    /// Runs of items that are pieces of one paragraph, as places in `items`.
    pub paragraphs: Vec<Range<usize>>,
    /// The lines of the report's text, where it is held.
    pub lines: Option<Vec<&'a str>>,
    given: OnceCell<Runs>,
    /// Which sources are submissions.
    submissions: Vec<usize>,
    names: OnceCell<SourceNames>,
}

/// One item, looked at.
pub struct Item<'a> {
    /// The item.
    pub evidence: &'a Evidence,
    /// Its sentences.
    pub sentences: Vec<Range<usize>>,
    /// Its references to notes: the number and where the marker stood.
    pub refs: Vec<(u32, usize)>,
    /// What stands between double quotation marks, without these.
    pub quoted: Vec<Range<usize>>,
}

impl<'a> Ground<'a> {
    /// Looks at a review whose evidence is at hand.
    pub fn of(catalog: &'a Catalog) -> Self {
        let review = catalog.review();
        let Review { evidence, .. } = review;
        let items: Vec<Item<'a>> = evidence.iter().map(Item::of).collect();
        let mut paragraphs: Vec<Range<usize>> = Vec::new();
        for (at, item) in items.iter().enumerate() {
            match paragraphs.last_mut() {
                Some(last) if goes_on(&items[last.start], item) => last.end = at + 1,
                _ => paragraphs.push(at..at + 1),
            }
        }
        let lines = report_text(review).map(|text| text.split('\n').collect());
        let submitted = |(_, source): &(usize, &Source)| source.kind == SourceKind::Submission;
        let submissions = review.sources.iter().enumerate().filter(submitted).map(|(at, _)| at).collect();
        let (given, names) = (OnceCell::new(), OnceCell::new());
        Self { catalog, review, items, paragraphs, lines, given, submissions, names }
    }

    /// Texts that a report quotes without a note as everyone knows where they stand.
    pub fn given(&self) -> &Runs {
        self.given.get_or_init(|| quotation::given(self.review))
    }

    /// The names by which the text speaks of those who handed in evidence.
    pub(crate) fn submitter_names(&self) -> &SourceNames {
        self.names.get_or_init(|| {
            let labels = self.submissions.iter().map(|at| self.review.sources[*at].label.as_str());
            SourceNames::of(labels, self.items.iter().map(|item| item.text()))
        })
    }

    /// The submission that is so manieth among those whose names are known.
    pub fn submitter(&self, n: usize) -> &'a Source {
        &self.review.sources[self.submissions[n]]
    }

    /// Whether an item holds a source's own words.
    pub fn is_quotation(&self, item: &Evidence) -> bool {
        item.kind == EvidenceKind::Quotation && self.review.wording != Wording::Retold
    }

    /// Whether texts are words that someone wrote, not a retelling: whether their wording can be held to account.
    pub fn own_words(&self) -> bool {
        self.review.wording != Wording::Retold
    }

    /// The items that are not a source's own words.
    pub fn prose(&self) -> impl Iterator<Item = &Item<'a>> {
        self.items.iter().filter(|item| !self.is_quotation(item.evidence))
    }

    /// A line of the report, from 1.
    pub fn line(&self, number: u32) -> Option<&'a str> {
        let at = usize::try_from(number.checked_sub(1)?).ok()?;
        self.lines.as_ref()?.get(at).copied()
    }
}

/// The text that `line` counts in: that of the report an import took the review from.
pub fn report_text(review: &Review) -> Option<&str> {
    let reports = review.sources.iter().filter(|source| source.kind == SourceKind::Publication);
    let held = reports.filter(|source| source.original.is_some() && source.label == review.title);
    held.filter_map(|source| source.text.as_deref()).next()
}

fn goes_on(first: &Item<'_>, item: &Item<'_>) -> bool {
    let (one, other) = (first.evidence, item.evidence);
    one.line.is_some() && one.line == other.line
}

impl<'a> Item<'a> {
    fn of(evidence: &'a Evidence) -> Self {
        let text = evidence.text.as_str();
        let chars = segment::sentences(text);
        let bytes = bytes_of(
            text,
            chars.iter().flat_map(|range| [range.start, range.end]),
            evidence.refs.iter().map(|reference| reference.at),
        );
        let sentences = chars.iter().map(|range| bytes(range.start)..bytes(range.end)).collect();
        let refs = evidence.refs.iter().map(|reference| (reference.footnote, bytes(reference.at))).collect();
        Self { evidence, sentences, refs, quoted: quoted(text) }
    }

    /// Its text.
    pub fn text(&self) -> &'a str {
        &self.evidence.text
    }

    /// Its sentences, as text.
    pub fn said(&self) -> impl Iterator<Item = &'a str> {
        let text = self.text();
        self.sentences.iter().map(move |range| &text[range.clone()])
    }

    /// The sentence that a place stands in or right behind.
    pub fn sentence_at(&self, at: usize) -> Option<&Range<usize>> {
        let behind = self.sentences.partition_point(|range| range.start < at.max(1));
        self.sentences.get(behind.checked_sub(1)?)
    }

    /// The references that belong to a range: within it or right behind it, before the next sentence.
    pub fn refs_in(&self, range: &Range<usize>) -> impl Iterator<Item = u32> {
        let range = range.clone();
        self.refs.iter().filter(move |(_, at)| *at > range.start && *at <= range.end).map(|(number, _)| *number)
    }

    /// Whether a place stands between quotation marks.
    pub fn is_quoted(&self, at: usize) -> bool {
        self.quoted.iter().any(|range| range.contains(&at))
    }
}

/// Bytes by scalar value, for the places that are asked for.
fn bytes_of(
    text: &str,
    ends: impl Iterator<Item = usize>,
    more: impl Iterator<Item = usize>,
) -> impl Fn(usize) -> usize {
    let ascii = text.is_ascii();
    let length = text.len();
    let mut map: HashMap<usize, usize> = HashMap::new();
    if !ascii {
        let mut wanted: Vec<usize> = ends.chain(more).collect();
        wanted.sort_unstable();
        let mut next = wanted.into_iter().peekable();
        for (char, byte) in text.char_indices().map(|(byte, _)| byte).enumerate() {
            while next.next_if_eq(&char).is_some() {
                map.insert(char, byte);
            }
        }
    }
    move |char| if ascii { char.min(length) } else { map.get(&char).copied().unwrap_or(length) }
}

/// What stands between double quotation marks, innermost marks of that kind taken in pairs as they come.
pub fn quoted(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open: Option<(usize, char)> = None;
    for (at, c) in text.char_indices() {
        match (open, c) {
            (None, '“' | '«') => open = Some((at + c.len_utf8(), if c == '“' { '”' } else { '»' })),
            (None, '"') => open = Some((at + 1, '"')),
            (Some((start, close)), c) if c == close => {
                found.push(start..at);
                open = None;
            }
            _ => {}
        }
    }
    found
}
