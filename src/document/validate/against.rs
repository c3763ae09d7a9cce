//! Whether a session fits the review it is about.
//!
//! Uses model and `canonical`. Invariant: in a session without problems every question and parent is one the
//! review has; on the same edition every quote stands where it says, word for word.

use std::collections::HashMap;

use crate::document::canonical::sha256_hex;
use crate::document::error::DocumentError;
use crate::document::error::DocumentErrorKind;
use crate::document::error::Problems;
use crate::model::catalog::Catalog;
use crate::model::gone::Gone;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::EvidenceId;
use crate::model::ids::ParentKey;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::quote::Quote;
use crate::model::session::NoteTarget;
use crate::model::session::SessionFile;

/// Refuses a session about another review.
pub(super) fn same_review(session: &SessionFile, catalog: &Catalog, name: &str) -> Result<(), DocumentError> {
    let review = catalog.review();
    if session.review.id == review.id {
        return Ok(());
    }
    let what = format!(
        "this session is about another review: \"{}\" ({}), not \"{}\" ({})",
        session.review.title, session.review.id, review.title, review.id
    );
    let remedy = "Open it with the review it is about.";
    Err(DocumentError::new(DocumentErrorKind::OtherReview, name, what, remedy).at("review.id"))
}

/// Checks everything a session names in the review.
pub(super) fn references(session: &SessionFile, catalog: &Catalog, problems: &mut Problems) {
    let mut check = Check {
        catalog,
        same_edition: session.review.digest == catalog.digest(),
        edition: session.review.edition,
        gone: &session.gone,
        problems,
    };
    check.gone(&session.gone);
    check.triage(session);
    let mut digests = HashMap::new();
    for (at, quote) in session.quotes.iter().enumerate() {
        check.filings(quote, at);
        // One that lost its place stands in no text that it could be held against.
        if check.same_edition && !quote.lost {
            check.passage(quote, at, &mut digests);
        }
    }
    check.judgements(session);
    check.notes(session);
}

struct Check<'a> {
    catalog: &'a Catalog,
    same_edition: bool,
    edition: u32,
    gone: &'a Gone,
    problems: &'a mut Problems,
}

impl<'a> Check<'a> {
    fn missing(&mut self, place: String, what: String) {
        let remedy = if self.same_edition {
            "Name something the review has, or take this out.".to_owned()
        } else {
            format!("It was made on edition {}: open it with that, or take this out.", self.edition)
        };
        self.problems.add(place, what, remedy);
    }

    fn cell(&mut self, cell: &CellKey, place: String) {
        if !self.catalog.has_cell(cell) && !self.gone.cells.contains(cell) {
            self.missing(place, format!("the review has no question `{cell}`"));
        }
    }

    fn parent(&mut self, parent: &ParentKey, place: String) {
        if !self.catalog.has_parent(parent) && !self.gone.parents.contains(parent) {
            self.missing(place, format!("the review has no `{parent}`"));
        }
    }

    fn subject(&mut self, subject: &Subject, place: String) {
        match subject {
            Subject::Cell(cell) => self.cell(cell, place),
            Subject::Parent(parent) => self.parent(parent, place),
        }
    }

    fn commitment(&mut self, commitment: &CommitmentId, place: String) {
        let gone = self.gone.parents.contains(&ParentKey::Commitment(commitment.clone()));
        if self.catalog.commitment(commitment).is_none() && !gone {
            self.missing(place, format!("the review has no commitment `{commitment}`"));
        }
    }

    /// Sources, evidence and notes come and go with editions; on another one they may be gone.
    fn source(&mut self, source: &SourceId, place: String) {
        if self.same_edition && self.catalog.source(source).is_none() && !self.gone.sources.contains(source) {
            self.missing(place, format!("the review has no source `{source}`"));
        }
    }

    fn misses_evidence(&self, id: &EvidenceId) -> bool {
        self.same_edition && self.catalog.evidence(id).is_none() && !self.gone.evidence.contains(id)
    }

    fn misses_footnote(&self, number: u32) -> bool {
        self.same_edition && self.catalog.footnote(number).is_none() && !self.gone.footnotes.contains(&number)
    }

    /// On the same edition, what is called gone must be so.
    fn gone(&mut self, gone: &Gone) {
        if !self.same_edition {
            return;
        }
        let catalog = self.catalog;
        let mut there = Vec::new();
        let mut note = |list: &str, at: usize, key: String, has: bool| {
            if has {
                there.push((format!("gone.{list}[{at}]"), format!("the review has `{key}`, so it is not gone")));
            }
        };
        let each = gone.cells.iter().enumerate();
        each.for_each(|(at, key)| note("cells", at, key.to_string(), catalog.has_cell(key)));
        let each = gone.parents.iter().enumerate();
        each.for_each(|(at, key)| note("parents", at, key.to_string(), catalog.has_parent(key)));
        let each = gone.sources.iter().enumerate();
        each.for_each(|(at, key)| note("sources", at, key.to_string(), catalog.source(key).is_some()));
        let each = gone.evidence.iter().enumerate();
        each.for_each(|(at, key)| note("evidence", at, key.to_string(), catalog.evidence(key).is_some()));
        let each = gone.footnotes.iter().enumerate();
        each.for_each(|(at, key)| note("footnotes", at, key.to_string(), catalog.footnote(*key).is_some()));
        for (place, what) in there {
            self.problems.add(place, what, "The session was changed after it was written: ask for it again.");
        }
    }

    fn triage(&mut self, session: &SessionFile) {
        for (at, entry) in session.triage.iter().enumerate() {
            self.source(&entry.source, format!("triage[{at}].source"));
            for (n, commitment) in entry.bears_on.iter().enumerate() {
                self.commitment(commitment, format!("triage[{at}].bears_on[{n}]"));
            }
        }
    }

    fn filings(&mut self, quote: &Quote, at: usize) {
        for (n, filing) in quote.filings.iter().enumerate() {
            let place = format!("quotes[{at}].filings[{n}].cell");
            match filing.cell.cell() {
                Some(cell) => self.cell(&cell, place),
                None => self.commitment(&filing.cell.commitment, place),
            }
        }
    }

    /// Holds a quote against the text it is marked in. The digest of each text is worked out once.
    fn passage(&mut self, quote: &'a Quote, at: usize, digests: &mut HashMap<(bool, &'a str), String>) {
        let catalog = self.catalog;
        let item;
        let (key, text) = match (&quote.evidence, &quote.source) {
            (Some(id), None) => match catalog.evidence(id) {
                Some(found) => {
                    item = found;
                    (id.as_str(), item.text.as_str())
                }
                None => {
                    return self
                        .missing(format!("quotes[{at}].evidence"), format!("the review has no evidence `{id}`"));
                }
            },
            (None, Some(id)) => match catalog.source(id).map(|source| source.text.as_deref()) {
                Some(Some(text)) => (id.as_str(), text),
                Some(None) => {
                    return self.missing(format!("quotes[{at}].source"), format!("the review holds no text of `{id}`"));
                }
                None => {
                    return self.missing(format!("quotes[{at}].source"), format!("the review has no source `{id}`"));
                }
            },
            _ => return,
        };
        let selector = &quote.selector;
        let found = slice(text, selector.start, selector.end);
        let remedy = "The session was changed after it was written: ask for it again.";
        match found {
            None => {
                let what = format!(
                    "the range {} to {} is outside the text, which has {} characters",
                    selector.start,
                    selector.end,
                    text.chars().count()
                );
                self.problems.add(format_args!("quotes[{at}].selector.end"), what, remedy);
            }
            Some(found) if found != selector.exact => {
                let what = "these are not the words that stand there";
                self.problems.add(format_args!("quotes[{at}].selector.exact"), what, remedy);
            }
            Some(_) => {
                let actual =
                    digests.entry((quote.source.is_some(), key)).or_insert_with(|| sha256_hex(text.as_bytes()));
                if *actual != selector.text_sha256 {
                    let what = "this is not the digest of the text it is marked in";
                    self.problems.add(format_args!("quotes[{at}].selector.text_sha256"), what, remedy);
                }
            }
        }
    }

    fn judgements(&mut self, session: &SessionFile) {
        for (at, entry) in session.ratings.iter().enumerate() {
            self.cell(&entry.cell, format!("ratings[{at}].cell"));
        }
        for (at, entry) in session.abstained.iter().enumerate() {
            self.cell(&entry.cell, format!("abstained[{at}].cell"));
        }
        let handed = session.rounds.iter().enumerate().filter_map(|(at, round)| Some((at, round.handed.as_ref()?)));
        for (at, handed) in handed {
            let cells = handed.ratings.iter().map(|entry| &entry.cell);
            for cell in cells.chain(handed.abstained.iter().map(|entry| &entry.cell)) {
                self.cell(cell, format!("rounds[{at}].handed"));
            }
            for entry in &handed.overrides {
                self.parent(&entry.parent, format!("rounds[{at}].handed"));
            }
        }
        for (at, entry) in session.overrides.iter().enumerate() {
            self.parent(&entry.parent, format!("overrides[{at}].parent"));
        }
        for (at, entry) in session.consensus.iter().enumerate() {
            if let Some(subject) = entry.subject() {
                self.subject(&subject, format!("consensus[{at}]"));
            }
        }
        for (at, seen) in session.seen_published.iter().enumerate() {
            self.subject(&seen.on, format!("seen_published[{at}].on"));
        }
        for (at, parent) in session.rollup.parents.iter().enumerate() {
            self.parent(&parent.id, format!("rollup.parents[{at}].id"));
        }
    }

    fn notes(&mut self, session: &SessionFile) {
        for (at, summary) in session.summaries.iter().enumerate() {
            self.source(&summary.source, format!("summaries[{at}].source"));
            self.cell(&summary.cell, format!("summaries[{at}].cell"));
        }
        for (at, note) in session.notes.iter().enumerate() {
            let place = format!("notes[{at}].on");
            match &note.on {
                NoteTarget::Cell(cell) => self.cell(cell, place),
                NoteTarget::Parent(parent) => self.parent(parent, place),
                NoteTarget::Source(source) => self.source(source, place),
                NoteTarget::Evidence(id) if self.misses_evidence(id) => {
                    self.missing(place, format!("the review has no evidence `{id}`"));
                }
                NoteTarget::Footnote(number) if self.misses_footnote(*number) => {
                    self.missing(place, format!("the review has no note {number}"));
                }
                NoteTarget::Evidence(_) | NoteTarget::Footnote(_) => {}
            }
        }
    }
}

/// A half-open range of scalar values of a text; `None` if it is outside.
fn slice(text: &str, start: usize, end: usize) -> Option<&str> {
    let mut bounds = text.char_indices().map(|(byte, _)| byte).chain([text.len()]);
    let from = bounds.nth(start)?;
    match end.checked_sub(start)? {
        0 => Some(""),
        length => Some(&text[from..bounds.nth(length - 1)?]),
    }
}
