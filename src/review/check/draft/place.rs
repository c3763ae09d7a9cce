//! Places of findings as places of the draft: page, paragraph and first words.
//!
//! Invariant: a place that is not in the draft is left out.

use std::collections::HashMap;

use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::report::words as plain;
use crate::model::ids::SourceId;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;

/// Where things stand in a draft.
pub struct Places<'a> {
    record: &'a Record,
    ground: &'a Ground<'a>,
    /// The line of each note of its list.
    notes: HashMap<u32, u32>,
    /// Whether its sources are those it names itself, not the review's.
    own_sources: bool,
}

impl<'a> Places<'a> {
    /// Of a draft with its notes marked.
    pub fn of(record: &'a Record, ground: &'a Ground<'a>, own_sources: bool) -> Self {
        let mut notes = HashMap::new();
        for block in &record.blocks {
            if let BlockKind::Note(sign) = &block.kind
                && let Ok(number) = sign.parse()
            {
                notes.entry(number).or_insert(block.line);
            }
        }
        Self { record, ground, notes, own_sources }
    }

    /// Puts the places of a finding in the draft; whether its first one is there.
    pub fn put(&self, finding: &mut Finding) -> bool {
        let first = finding.places.first().is_some_and(|place| self.block_of(place).is_some());
        if !first {
            return false;
        }
        finding.places.retain_mut(|place| {
            let Some(block) = self.block_of(place) else { return false };
            // Items of the draft as a review are nothing anyone can go to.
            place.evidence = None;
            place.line = Some(block.line);
            place.page = block.page;
            place.paragraph = Some(block.paragraph);
            place.locator = Some(plain::first_words(self.record.words_of(block)));
            true
        });
        let own = finding.place.split_once(' ').map_or(String::new(), |(_, rest)| format!(" {rest}"));
        if let Some(line) = finding.places.first().and_then(|place| place.line) {
            finding.place = format!("line {line}{own}");
        }
        true
    }

    fn block_of(&self, place: &Place) -> Option<&'a Block> {
        let line = place
            .line
            .or_else(|| place.footnote.and_then(|number| self.line_of_note(number)))
            .or_else(|| place.source.as_ref().filter(|_| self.own_sources).and_then(|id| self.line_of_source(id)))?;
        block_on(self.record, line)
    }

    /// The line of the first reference to a note, else of the note.
    fn line_of_note(&self, number: u32) -> Option<u32> {
        let first =
            self.ground.catalog.citing_footnote(number).first().and_then(|citing| self.ground.items.get(citing));
        first.and_then(|item| item.evidence.line).or_else(|| self.notes.get(&number).copied())
    }

    /// The line that first names a source.
    fn line_of_source(&self, id: &SourceId) -> Option<u32> {
        let source = self.ground.catalog.source(id)?;
        let spelled =
            [id.as_str()].into_iter().chain(source.aliases.iter().map(String::as_str)).chain([source.label.as_str()]);
        let at = spelled.filter(|name| !name.is_empty()).find_map(|name| self.record.text.find(name))?;
        let after = self.record.blocks.partition_point(|block| block.range.start <= at);
        Some(self.record.blocks.get(after.checked_sub(1)?)?.line)
    }
}

/// The block that a line belongs to.
fn block_on(record: &Record, line: u32) -> Option<&Block> {
    let after = record.blocks.partition_point(|block| block.line <= line);
    record.blocks.get(after.checked_sub(1)?)
}

/// The words of the paragraph that a place is in, and how many paragraphs of the same words stand before it.
pub fn words_at<'a>(place: &Place, record: &'a Record) -> Option<(&'a str, usize)> {
    let block = block_on(record, place.line?).filter(|block| !matches!(block.kind, BlockKind::Note(_)))?;
    let words = record.words_of(block);
    let before = record.blocks.iter().take_while(|other| other.range.start < block.range.start);
    Some((words, before.filter(|other| record.words_of(other) == words).count()))
}
