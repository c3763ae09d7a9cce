//! Places of findings as places of the draft: page, paragraph and first words.

use crate::import::record::Block;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::report::words as plain;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;

/// Puts the places of a finding in the draft. Items of the draft as a review are nothing anyone can go to.
pub fn in_draft(finding: &mut Finding, record: &Record, ground: &Ground<'_>) {
    for place in &mut finding.places {
        let line = place.line.or_else(|| line_of_note(place, ground));
        place.evidence = None;
        place.locator = None;
        let Some(block) = line.and_then(|line| block_at(record, line)) else { continue };
        place.line = Some(block.line);
        place.page = block.page;
        place.paragraph = Some(block.paragraph);
        place.locator = Some(plain::first_words(record.words_of(block)));
    }
    let own: String = finding.place.split_once(' ').map_or(String::new(), |(_, rest)| format!(" {rest}"));
    let starts = finding.places.first().and_then(|place| place.line).map(|line| format!("line {line}"));
    if let Some(start) = starts {
        finding.place = format!("{start}{own}");
    }
}

/// The line of the first reference to a note.
fn line_of_note(place: &Place, ground: &Ground<'_>) -> Option<u32> {
    let number = place.footnote?;
    let citing = ground.catalog.citing_footnote(number).first()?;
    ground.items.get(citing)?.evidence.line
}

/// The block that a line belongs to.
pub fn block_at(record: &Record, line: u32) -> Option<&Block> {
    let after = record.blocks.partition_point(|block| block.line <= line);
    let block = record.blocks.get(after.checked_sub(1)?)?;
    Some(block).filter(|block| !matches!(block.kind, BlockKind::Note(_)))
}

/// The words of the paragraph that a place is in, and how many paragraphs of the same words stand before it.
pub fn words_at<'a>(place: &Place, record: &'a Record) -> Option<(&'a str, usize)> {
    let block = block_at(record, place.line?)?;
    let words = record.words_of(block);
    let before = record.blocks.iter().take_while(|other| other.range.start < block.range.start);
    Some((words, before.filter(|other| record.words_of(other) == words).count()))
}
