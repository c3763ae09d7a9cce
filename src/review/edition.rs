//! What changes for a member when another edition of the review is opened.
//!
//! Uses `reanchor`, the document layer's digests and the model. Invariant: nothing a member said is altered or
//! dropped; passages get new places, everything else is told.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::canonical::sha256_of;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::ids::QuoteId;
use crate::model::quote::Quote;
use crate::model::review::Review;
use crate::model::session::LogEntry;
use crate::model::session::ReviewRef;
use crate::review::edition_evidence;
use crate::review::edition_evidence::EVIDENCE;
use crate::review::edition_evidence::EvidenceChange;
use crate::review::edition_sources;
use crate::review::edition_sources::SOURCES;
use crate::review::edition_sources::SourceChange;
use crate::review::elsewhere::in_another_item;
use crate::review::reanchor::Fate;
use crate::review::reanchor::find_again;
use crate::review::state::State;

/// How the keys of [`asked`] begin.
pub(crate) const ASKED: &str = "asked-";

/// What another edition means for a session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionChange {
    /// The edition it was last opened with.
    pub from: u32,
    /// The edition it is opened with.
    pub to: u32,
    /// What became of the sources.
    pub sources: SourceChange,
    /// What became of the evidence.
    pub evidence: EvidenceChange,
    /// How many ratings and passages there are; all are kept.
    pub kept: (usize, usize),
    /// Passages that stand where they stood.
    pub exact: usize,
    /// Passages that stand elsewhere in their text.
    pub moved: Vec<QuoteId>,
    /// Passages whose words are no longer there; they are kept with the words as marked.
    pub lost: Vec<QuoteId>,
    /// Passages lost in an earlier edition whose words stand in their text again.
    pub found: Vec<QuoteId>,
    /// Rated questions whose wording or anchors changed: whether the rating still holds is the member's decision.
    pub asked_anew: Vec<CellKey>,
    /// Whether that could not be told, because what the earlier edition asked is not known.
    pub not_compared: bool,
    /// Rated questions this edition no longer asks.
    pub no_longer_asked: Vec<CellKey>,
}

impl EditionChange {
    /// Whether it leaves the member something to settle.
    pub fn leaves_something(&self) -> bool {
        !(self.lost.is_empty() && self.asked_anew.is_empty() && self.no_longer_asked.is_empty())
    }

    /// What the member is told, a sentence each; always at least one.
    pub fn told(&self) -> Vec<String> {
        let brought: Vec<String> = self.sources.told().into_iter().chain(self.evidence.told()).collect();
        let begin = match (brought.is_empty(), self.from == self.to) {
            (false, _) => format!("Edition {}: {}.", self.to, brought.join(", ")),
            (true, true) => format!("Edition {} of the review was changed since you opened it.", self.to),
            (true, false) => {
                format!("The review is at edition {} now; you last opened edition {}.", self.to, self.from)
            }
        };
        let mut told = vec![format!("{begin}{}", self.kept_told())];
        if !self.moved.is_empty() {
            let its = if self.moved.len() == 1 { "its" } else { "their" };
            told.push(format!("{} moved with {its} words.", passages(self.moved.len())));
        }
        if !self.lost.is_empty() {
            let its = if self.lost.len() == 1 { "its" } else { "their" };
            told.push(format!(
                "{} lost {its} place: {its} words are kept as you marked them.",
                passages(self.lost.len())
            ));
        }
        if !self.found.is_empty() {
            let its = if self.found.len() == 1 { "its" } else { "their" };
            told.push(format!("{} found {its} place again.", passages(self.found.len())));
        }
        if !self.asked_anew.is_empty() {
            let cells = list(&self.asked_anew);
            told.push(format!("What is asked, or an anchor, changed under {cells}: confirm or rate anew."));
        }
        if self.not_compared {
            told.push("Whether an anchor under your ratings changed cannot be told here: see for yourself.".to_owned());
        }
        if !self.no_longer_asked.is_empty() {
            told.push(format!("This edition no longer asks {}, which you rated.", list(&self.no_longer_asked)));
        }
        told
    }
}

impl EditionChange {
    /// " Your 22 ratings and 140 passages are kept."
    fn kept_told(&self) -> String {
        let ratings = match self.kept.0 {
            0 => None,
            1 => Some("1 rating".to_owned()),
            many => Some(format!("{many} ratings")),
        };
        let marked = Some(passages(self.kept.1)).filter(|_| self.kept.1 > 0);
        let verb = if self.kept.0 + self.kept.1 == 1 { "is" } else { "are" };
        let parts: Vec<String> = ratings.into_iter().chain(marked).collect();
        if parts.is_empty() { String::new() } else { format!(" Your {} {verb} kept.", parts.join(" and ")) }
    }
}

fn passages(count: usize) -> String {
    if count == 1 { "1 passage".to_owned() } else { format!("{count} passages") }
}

fn list(cells: &[CellKey]) -> String {
    cells.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

/// Which review and edition a catalog is of.
pub fn reference(catalog: &Catalog) -> ReviewRef {
    let review = catalog.review();
    ReviewRef {
        id: review.id,
        edition: review.edition,
        digest: catalog.digest().to_owned(),
        title: review.title.clone(),
    }
}

/// What a session writes down about an edition, by keys of its `meta`: what is asked, and what the next edition's sources
/// and evidence are held against.
pub(crate) fn noted(catalog: &Catalog) -> impl Iterator<Item = (String, String)> {
    let review = catalog.review();
    let sources = (SOURCES.to_owned(), edition_sources::noted(review));
    let evidence = edition_evidence::noted(catalog.items()).map(|noted| (EVIDENCE.to_owned(), noted));
    asked(review).into_iter().chain([sources]).chain(evidence)
}

/// Digests of what each question and commitment asks, by keys for a session's `meta`.
pub fn asked(review: &Review) -> BTreeMap<String, String> {
    let digest = |value: serde_json::Value| sha256_of(&value);
    let questions = review.questions.iter().map(|question| {
        let asked = serde_json::json!([question.label, question.text, question.yes, question.no, question.anchors]);
        (question_key(&question.id), digest(asked))
    });
    let commitments = review.commitments.iter().map(|commitment| {
        let asked = serde_json::json!([commitment.text, commitment.deadline, commitment.subquestions]);
        (commitment_key(&commitment.id), digest(asked))
    });
    questions.chain(commitments).collect()
}

/// The keys under which [`asked`] tells what is asked of one cell.
pub fn asked_keys(cell: &CellKey) -> [String; 2] {
    [question_key(&cell.question), commitment_key(&cell.commitment)]
}

fn question_key(id: &QuestionId) -> String {
    format!("{ASKED}question-{id}")
}

fn commitment_key(id: &CommitmentId) -> String {
    format!("{ASKED}commitment-{id}")
}

/// The codebook a session began with, where its log has followed an edition and says so.
pub fn began_with(log: &[LogEntry]) -> Option<Vec<Tag>> {
    let codebook = log.iter().filter(|entry| entry.act == "follow").find_map(|entry| {
        let payload = entry.payload.as_ref()?;
        payload.get("codebook").cloned()
    })?;
    serde_json::from_value(codebook).ok()
}

/// The act that takes a session, which began with a codebook, to the catalog's edition, and what it means. `before`
/// is what [`asked`] gave for the earlier one, empty where that is not known.
pub fn follow(
    (state, began): (&State, &[Tag]),
    catalog: &Catalog,
    earlier: &ReviewRef,
    before: &BTreeMap<String, String>,
) -> (Act, EditionChange) {
    let mut change = EditionChange {
        from: earlier.edition,
        to: catalog.review().edition,
        sources: before
            .get(SOURCES)
            .map(|before| edition_sources::compare(before, catalog.review()))
            .unwrap_or_default(),
        evidence: before
            .get(EVIDENCE)
            .map(|before| edition_evidence::compare(before, catalog.items()))
            .unwrap_or_default(),
        kept: (state.ratings.len(), state.quotes.len()),
        exact: 0,
        moved: Vec::new(),
        lost: Vec::new(),
        found: Vec::new(),
        asked_anew: Vec::new(),
        not_compared: !state.ratings.is_empty() && !before.keys().any(|key| key.starts_with(ASKED)),
        no_longer_asked: Vec::new(),
    };
    let mut quotes = Vec::new();
    for before in &state.quotes {
        let (fate, quote) = followed(catalog, before);
        match fate {
            Fate::Lost if before.lost => {}
            Fate::Lost => change.lost.push(before.id),
            Fate::Exact(_) | Fate::Moved(_) if before.lost => change.found.push(before.id),
            Fate::Exact(_) => change.exact += 1,
            Fate::Moved(_) => change.moved.push(before.id),
        }
        if quote != *before {
            quotes.push(quote);
        }
    }
    let now = asked(catalog.review());
    for cell in state.ratings.keys() {
        let keys = [question_key(&cell.question), commitment_key(&cell.commitment)];
        let differs = |key: &String| before.get(key).is_some_and(|was| now.get(key) != Some(was));
        if !catalog.has_cell(cell) {
            change.no_longer_asked.push(cell.clone());
        } else if keys.iter().any(differs) {
            change.asked_anew.push(cell.clone());
        }
    }
    let unconfirmed = change.asked_anew.clone();
    let seen = match state.settings.show_published {
        true => catalog.review().published.subjects().collect(),
        false => Vec::new(),
    };
    (Act::Follow { review: reference(catalog), quotes, unconfirmed, seen, codebook: Some(began.to_vec()) }, change)
}

/// What becomes of a passage, and how it stands from now on.
fn followed(catalog: &Catalog, quote: &Quote) -> (Fate, Quote) {
    let quote = with_todays_code(catalog, quote);
    match find_again(&quote.selector, text_of(catalog, &quote).as_deref()) {
        Fate::Lost => match moved_on(catalog, &quote) {
            Some(moved) => (Fate::Moved(moved.selector.clone()), moved),
            None => (Fate::Lost, Quote { lost: true, ..quote }),
        },
        fate => {
            let (Fate::Exact(Some(selector)) | Fate::Moved(selector)) = &fate else {
                return (fate, Quote { lost: false, ..quote });
            };
            let selector = selector.clone();
            (fate, Quote { selector, lost: false, ..quote })
        }
    }
}

/// A passage in a source whose code was put right since, under the code it has now.
fn with_todays_code(catalog: &Catalog, quote: &Quote) -> Quote {
    let mut quote = quote.clone();
    if let Some(id) = &quote.source
        && catalog.source(id).is_none()
        && let Some(source) = catalog.source_spelled(id.as_str())
    {
        quote.source = Some(source.id.clone());
    }
    quote
}

/// A passage of an item in the item its words stand in now, where items were joined or split.
fn moved_on(catalog: &Catalog, quote: &Quote) -> Option<Quote> {
    let own = quote.evidence.as_ref()?;
    let (item, selector) = in_another_item(catalog, Some(own), &quote.selector)?;
    Some(Quote { evidence: Some(item), selector, lost: false, ..quote.clone() })
}

fn text_of<'a>(catalog: &'a Catalog, quote: &Quote) -> Option<Cow<'a, str>> {
    match (&quote.evidence, &quote.source) {
        (Some(id), _) => catalog.evidence(id).map(|item| Cow::Owned(item.text.clone())),
        (None, Some(id)) => catalog.source(id)?.text.as_deref().map(Cow::Borrowed),
        (None, None) => None,
    }
}

#[cfg(test)]
#[path = "edition_tests.rs"]
mod tests;
