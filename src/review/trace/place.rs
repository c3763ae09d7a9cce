//! From a place found in a text to what leads a reader there: item, question, source, notes, line, page.
//!
//! Uses the catalog. Invariant: every place names at least one thing that the review has; where a passage stands in the
//! report's own text and in an item taken from there, the item alone is named.

use std::ops::Range;

use serde::Serialize;

use crate::model::catalog::Catalog;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::review::trace::ground::Ground;
use crate::review::trace::ground::Origin;
use crate::review::trace::ground::Unit;
use crate::review::trace::judge::Hit;
use crate::review::trace::words::short;
use crate::text::offsets::char_of;

/// Characters of a source's name that are told.
const NAME: usize = 60;

/// A place that a passage comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// The item; none where the passage stands in no item.
    pub evidence: Option<EvidenceId>,
    /// The question it is filed under first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cell: Option<CellKey>,
    /// The commitment, where it is filed under or stands in one as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub commitment: Option<CommitmentId>,
    /// The area, where it is filed under one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub area: Option<AreaId>,
    /// The question whose words or anchors they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<QuestionId>,
    /// The source it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<SourceId>,
    /// All its sources, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<SourceId>,
    /// The note that gives its source.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footnote: Option<u32>,
    /// All its notes, where there are several.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub footnotes: Vec<u32>,
    /// Line of the report's text, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// For people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub locator: Option<String>,
    /// The words there.
    pub words: String,
    /// The part of the passage that comes from there, where only a part does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub piece: Option<String>,
    /// The scalar value of the item's or source's text where the words begin.
    pub at: usize,
    /// Where in the passage that part stands, in bytes.
    #[serde(skip)]
    pub part: Option<Range<usize>>,
}

impl Place {
    /// In words: `8B, note 466, DHS0042 Royal Society, line 1234`.
    pub fn said(&self, catalog: &Catalog) -> String {
        let named = |id: &SourceId| match catalog.source(id) {
            Some(source) if source.label != id.as_str() => format!("{} {}", source.id, short(&source.label, NAME)),
            _ => id.to_string(),
        };
        let notes = match (self.footnote, self.footnotes.as_slice()) {
            (Some(number), []) => Some(format!("note {number}")),
            (_, numbers @ [_, ..]) => {
                Some(format!("notes {}", numbers.iter().map(u32::to_string).collect::<Vec<_>>().join(", ")))
            }
            (None, []) => None,
        };
        let sources = match self.sources.as_slice() {
            [] => self.source.as_ref().map(named),
            several => Some(several.iter().map(named).collect::<Vec<_>>().join("; ")),
        };
        let parts = [
            self.cell.as_ref().map(ToString::to_string),
            self.commitment.as_ref().map(|id| format!("commitment {id}")),
            self.area.as_ref().map(|id| format!("area {id}")),
            self.question.as_ref().map(|id| format!("question {id}")),
            self.evidence.as_ref().map(ToString::to_string),
            notes,
            sources,
            self.line.map(|line| format!("line {line}")),
            self.locator.clone().filter(|_| self.line.is_none()),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// The places that hits in texts are, in order; `passage` is the text of what was looked for.
pub fn places(ground: &Ground<'_>, hits: &[Hit], passage: &str) -> Vec<Place> {
    let mut found: Vec<Place> = Vec::new();
    for hit in hits {
        let Some(unit) = ground.fetch(&hit.origin) else { continue };
        let part = hit.part.clone();
        let mut own = of_hit(ground, &unit, &hit.range);
        for place in &mut own {
            place.piece = part.clone().and_then(|part| passage.get(part)).map(str::to_owned);
            place.part = part.clone();
        }
        let of_report = matches!(hit.origin, Origin::Source(at) if ground.is_report(at));
        // An item says where it is from better than the text it was taken from does.
        own.retain(|place| !of_report || !found.iter().any(|known| known.part == place.part && is_told(known, place)));
        found.append(&mut own);
    }
    found
}

/// Whether an item tells already what a place in the report's own text would.
fn is_told(known: &Place, place: &Place) -> bool {
    let same_item = place.evidence.is_some() && known.evidence == place.evidence;
    known.evidence.is_some() && (same_item || (known.line.is_some() && known.line == place.line))
}

fn of_hit(ground: &Ground<'_>, unit: &Unit<'_>, range: &Range<usize>) -> Vec<Place> {
    let catalog = ground.catalog();
    let review = catalog.review();
    let words = unit.text.get(range.clone()).unwrap_or_default();
    let at = char_of(&unit.text, range.start).unwrap_or_default();
    let bare = Place { words: words.to_owned(), at, ..Place::default() };
    match unit.origin {
        Origin::Items(_) => {
            let of = |(at, range): (usize, Range<usize>)| Some(of_item(catalog, &*catalog.item(at)?, &range));
            unit.items_in(range).into_iter().filter_map(of).collect()
        }
        Origin::Commitment(at) => {
            let commitment = &review.commitments[at];
            vec![Place { commitment: Some(commitment.id.clone()), locator: commitment.locator.clone(), ..bare }]
        }
        Origin::Question(at, part) => {
            let question = &review.questions[at];
            let anchor = part.checked_sub(1).and_then(|part| question.anchors.keys().nth(part));
            let label = |grade| review.scale.iter().find(|point| point.id == grade).map(|point| point.label.clone());
            let anchor = anchor.and_then(|grade| label(*grade)).map(|label| format!("anchor of {label}"));
            let locator = anchor.or_else(|| question.locator.clone());
            vec![Place { question: Some(question.id.clone()), locator, ..bare }]
        }
        Origin::Note(at) => {
            let note = &review.footnotes[at];
            let source = note.sources.first().cloned();
            vec![Place { footnote: Some(note.number), source, locator: note.locator.clone(), ..bare }]
        }
        Origin::Source(source) => {
            let held = review.sources[source].text.as_deref().unwrap_or_default();
            let at = char_of(held, unit.held_at(range.start)).unwrap_or_default();
            let line = ground.is_report(source).then(|| ground.line_at(source, unit.held_at(range.start))).flatten();
            let item = line.and_then(|line| ground.item_at(line, words));
            let of = |item: usize| catalog.item(item).map(|item| of_item(catalog, &item, &(0..0)));
            let of_item = item.and_then(of).unwrap_or_default();
            let source = of_item.source.clone().or(Some(review.sources[source].id.clone()));
            vec![Place { source, line, at: if item.is_some() { 0 } else { at }, words: bare.words, ..of_item }]
        }
    }
}

fn of_item(catalog: &Catalog, item: &Evidence, range: &Range<usize>) -> Place {
    let text = item.text.as_str();
    let (start, end) = (char_of(text, range.start).unwrap_or_default(), char_of(text, range.end).unwrap_or_default());
    let notes = notes(item, start, end);
    let cited = |id: &SourceId| {
        notes.iter().filter_map(|number| catalog.footnote(*number)).any(|note| note.sources.contains(id))
    };
    let mut sources: Vec<SourceId> = item.sources.iter().filter(|id| cited(id)).cloned().collect();
    if sources.is_empty() {
        sources.clone_from(&item.sources);
    }
    let bearing = item.cells.first();
    let cell = bearing.and_then(Bearing::cell);
    Place {
        evidence: Some(item.id.clone()),
        commitment: bearing.filter(|_| cell.is_none()).and_then(|bearing| bearing.commitment.clone()),
        area: bearing.and_then(|bearing| bearing.area.clone()),
        cell,
        source: sources.first().cloned(),
        sources: if sources.len() > 1 { sources } else { Vec::new() },
        footnote: notes.first().copied(),
        footnotes: if notes.len() > 1 { notes } else { Vec::new() },
        line: item.line,
        locator: item.locator.clone(),
        words: text.get(range.clone()).unwrap_or_default().to_owned(),
        at: start,
        ..Place::default()
    }
}

/// The notes of a range of an item: those within it or right behind it, else the next one.
fn notes(item: &Evidence, start: usize, end: usize) -> Vec<u32> {
    let near = item.refs.iter().filter(|reference| reference.at > start && reference.at <= end + 3);
    let mut found: Vec<u32> = near.map(|reference| reference.footnote).collect();
    if found.is_empty() {
        found.extend(item.refs.iter().find(|reference| reference.at > end).map(|reference| reference.footnote));
    }
    found.dedup();
    found
}
