//! Passages that the secretariat's staff filed become evidence for all.
//!
//! Pure: a review and sessions in, the next edition out. Invariant: of a session only its filed passages go over, with who
//! filed them and who speaks: no rating, stance, tag, note or anything else it says; the same passages again change nothing.

use std::collections::BTreeSet;

use crate::document::canonical::sha256_hex;
use crate::document::validate::validate_review;
use crate::import::assemble::invalid;
use crate::import::error::ImportError;
use crate::import::summary::Summary;
use crate::import::summary::Unresolved;
use crate::import::transcript;
use crate::model::evidence::Bearing;
use crate::model::evidence::Evidence;
use crate::model::evidence::EvidenceKind;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::QuestionId;
use crate::model::quote::Quote;
use crate::model::review::Review;
use crate::model::review::Wording;
use crate::model::session::SessionFile;
use crate::model::source::Source;

/// How the keys of items made here begin.
const FILED: &str = "filed-";

/// Whether an item is a passage that was filed and published, and so has a key made up here.
pub fn is_filed_passage(item: &Evidence) -> bool {
    item.filed_by.is_some() && item.id.as_str().starts_with(FILED)
}

/// What publishing made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The review, at the next edition if anything changed.
    pub review: Review,
    /// Whether anything changed.
    pub changed: bool,
    /// What was found.
    pub summary: Summary,
}

/// Adds the filed passages of sessions to a review. `by` is who filed them where a session has no name.
///
/// # Errors
/// A review that does not hold together afterwards.
pub fn publish(old: &Review, sessions: &[SessionFile], by: &str) -> Result<Outcome, ImportError> {
    let mut review = old.clone();
    let mut summary = Summary::default();
    for session in sessions {
        let who = session.member.name.as_deref().map(str::trim).filter(|name| !name.is_empty()).unwrap_or(by);
        for quote in &session.quotes {
            if quote.filings.is_empty() {
                summary.count("not_filed", 1);
                continue;
            }
            match item_of(&review, quote, who) {
                Ok(item) => add(&mut review, item, &mut summary),
                Err(why) => {
                    let what = format!("a passage that begins \u{201c}{}\u{201d}", beginning(&quote.selector.exact));
                    summary.unresolved.push(Unresolved { what, line: None, input: Some(who.to_owned()), why });
                }
            }
        }
    }
    let changed = review != *old;
    if changed {
        review.edition = old.edition.saturating_add(1);
    }
    for what in ["published", "joined", "unchanged"] {
        summary.count(what, 0);
    }
    summary.counts.insert("evidence".to_owned(), review.evidence.len());
    summary.counts.insert("edition".to_owned(), review.edition as usize);
    validate_review(&review, "the edition made of these passages").map_err(invalid)?;
    Ok(Outcome { review, changed, summary })
}

fn beginning(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().take(6).collect();
    words.join(" ")
}

/// The item that a passage becomes, or why it becomes none.
fn item_of(review: &Review, quote: &Quote, who: &str) -> Result<Evidence, String> {
    let item = match (&quote.evidence, &quote.source) {
        (Some(id), _) => of_evidence(review, quote, id),
        (None, Some(id)) => {
            let source = review.sources.iter().find(|source| &source.id == id);
            of_source(review, quote, source.ok_or_else(|| format!("the review has no source {id}"))?)
        }
        (None, None) => Err("it is marked in nothing".to_owned()),
    }?;
    let cells = bearings(review, quote);
    if cells.is_empty() {
        return Err("what it is filed under is not in this edition".to_owned());
    }
    Ok(Evidence { cells, filed_by: Some(who.to_owned()), ..item })
}

fn of_source(review: &Review, quote: &Quote, source: &Source) -> Result<Evidence, String> {
    let text = source.text.as_deref().ok_or_else(|| format!("{} has no text in this edition", source.id))?;
    let start = place_of(text, quote)
        .ok_or_else(|| format!("its words no longer stand in {} where they were marked", source.id))?;
    let kind = if review.wording == Wording::Retold { EvidenceKind::Account } else { EvidenceKind::Quotation };
    let line = 1 + text[..start].matches('\n').count();
    Ok(Evidence {
        id: key(source.id.as_str(), quote),
        kind,
        text: quote.selector.exact.clone(),
        cells: Vec::new(),
        sources: vec![source.id.clone()],
        speaker: transcript::speaker_at(text, &source.speakers, start).map(|speaker| speaker.id.clone()),
        refs: Vec::new(),
        rates: Vec::new(),
        locator: Some(format!("line {line}")),
        line: None,
        filed_by: None,
        note: None,
    })
}

/// Where a passage's words stand in a text, in bytes, if they stand where they were marked.
fn place_of(text: &str, quote: &Quote) -> Option<usize> {
    let start = text.char_indices().map(|(at, _)| at).nth(quote.selector.start)?;
    text[start..].starts_with(&quote.selector.exact).then_some(start)
}

fn of_evidence(review: &Review, quote: &Quote, id: &EvidenceId) -> Result<Evidence, String> {
    let of = review.evidence.iter().find(|item| &item.id == id);
    let of = of.ok_or_else(|| format!("the review has no item {id}"))?;
    // Members who have not rated yet do not see the text of what rates.
    if of.kind == EvidenceKind::Conclusion || !of.rates.is_empty() {
        return Err(format!("it is part of {id}, which states a published rating"));
    }
    place_of(&of.text, quote).ok_or_else(|| format!("its words no longer stand in {id} where they were marked"))?;
    let (start, end) = (quote.selector.start, quote.selector.end);
    let inside = |at: usize| (start..=end).contains(&at) && at > start;
    let refs = of.refs.iter().filter(|reference| inside(reference.at)).cloned();
    let refs =
        refs.map(|reference| crate::model::evidence::FootnoteRef { at: reference.at - start, ..reference }).collect();
    Ok(Evidence {
        id: key(id.as_str(), quote),
        text: quote.selector.exact.clone(),
        refs,
        note: None,
        cells: Vec::new(),
        filed_by: None,
        ..of.clone()
    })
}

/// A key that follows from what is marked.
fn key(of: &str, quote: &Quote) -> EvidenceId {
    let what = format!("{of}\n{}\n{}", quote.selector.start, quote.selector.exact);
    EvidenceId(format!("{FILED}{}", &sha256_hex(what.as_bytes())[..16]))
}

/// What a passage is filed under, as far as the review has it.
fn bearings(review: &Review, quote: &Quote) -> Vec<Bearing> {
    let commitments: BTreeSet<&CommitmentId> = review.commitments.iter().map(|commitment| &commitment.id).collect();
    let questions: BTreeSet<&QuestionId> = review.questions.iter().map(|question| &question.id).collect();
    let cells = quote.filings.iter().map(|filing| &filing.cell);
    let known = cells.filter(|cell| {
        commitments.contains(&cell.commitment)
            && cell.question.as_ref().is_none_or(|question| questions.contains(question))
    });
    let unique: BTreeSet<_> = known.collect();
    let bearing = |cell: &crate::model::quote::FiledCell| Bearing {
        commitment: Some(cell.commitment.clone()),
        question: cell.question.clone(),
        area: None,
    };
    unique.into_iter().map(bearing).collect()
}

/// Puts an item in, or what is new of it into the one that is there.
fn add(review: &mut Review, item: Evidence, summary: &mut Summary) {
    let Some(known) = review.evidence.iter_mut().find(|known| known.id == item.id) else {
        summary.count("published", 1);
        review.evidence.push(item);
        return;
    };
    let before = known.clone();
    for cell in item.cells {
        if !known.cells.contains(&cell) {
            known.cells.push(cell);
        }
    }
    if let Some(who) = item.filed_by {
        let names = known.filed_by.get_or_insert_default();
        if !names.split(", ").any(|name| name == who) {
            names.push_str(if names.is_empty() { "" } else { ", " });
            names.push_str(&who);
        }
    }
    summary.count(if *known == before { "unchanged" } else { "joined" }, 1);
}

#[cfg(test)]
#[path = "filed_tests.rs"]
mod tests;
