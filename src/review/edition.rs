//! What changes for a member when another edition of the review is opened.
//!
//! Uses `reanchor`, the document layer's digests and the model. Invariant: nothing a member said is altered or
//! dropped; passages get new places, everything else is told.

use std::collections::BTreeMap;

use crate::document::canonical::sha256_of;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::ids::QuoteId;
use crate::model::quote::Quote;
use crate::model::review::Review;
use crate::model::session::ReviewRef;
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
    /// Passages that stand where they stood.
    pub exact: usize,
    /// Passages that stand elsewhere in their text.
    pub moved: Vec<QuoteId>,
    /// Passages whose words are no longer there; they are kept with the words as marked.
    pub lost: Vec<QuoteId>,
    /// Rated questions whose wording or anchors changed: whether the rating still holds is the member's decision.
    pub asked_anew: Vec<CellKey>,
    /// Rated questions this edition no longer asks.
    pub no_longer_asked: Vec<CellKey>,
}

impl EditionChange {
    /// What the member is told, a sentence each; always at least one.
    pub fn told(&self) -> Vec<String> {
        let mut told = vec![if self.from == self.to {
            format!("Edition {} of the review was changed since you opened it.", self.to)
        } else {
            format!("The review is at edition {} now; you last opened edition {}.", self.to, self.from)
        }];
        if !self.moved.is_empty() {
            told.push(format!("{} moved with their words.", passages(self.moved.len())));
        }
        if !self.lost.is_empty() {
            let words = if self.lost.len() == 1 { "its words are" } else { "their words are" };
            told.push(format!("{} lost their place: {words} kept as you marked them.", passages(self.lost.len())));
        }
        if !self.asked_anew.is_empty() {
            let cells = list(&self.asked_anew);
            told.push(format!(
                "What is asked, or an anchor, changed under {cells}: see whether your ratings still hold."
            ));
        }
        if !self.no_longer_asked.is_empty() {
            told.push(format!("This edition no longer asks {}, which you rated.", list(&self.no_longer_asked)));
        }
        told
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

fn question_key(id: &QuestionId) -> String {
    format!("{ASKED}question-{id}")
}

fn commitment_key(id: &CommitmentId) -> String {
    format!("{ASKED}commitment-{id}")
}

/// The act that takes a session to the catalog's edition, and what it means. `before` is what [`asked`] gave for the
/// earlier one, empty where that is not known.
pub fn follow(
    state: &State,
    catalog: &Catalog,
    earlier: &ReviewRef,
    before: &BTreeMap<String, String>,
) -> (Act, EditionChange) {
    let mut change = EditionChange {
        from: earlier.edition,
        to: catalog.review().edition,
        exact: 0,
        moved: Vec::new(),
        lost: Vec::new(),
        asked_anew: Vec::new(),
        no_longer_asked: Vec::new(),
    };
    let mut quotes = Vec::new();
    for quote in &state.quotes {
        let quote = &with_todays_code(catalog, quote);
        let selector = match find_again(&quote.selector, text_of(catalog, quote)) {
            Fate::Exact(selector) => {
                change.exact += 1;
                selector
            }
            Fate::Moved(selector) => {
                change.moved.push(quote.id);
                Some(selector)
            }
            Fate::Lost => match moved_on(catalog, quote) {
                Some(moved) => {
                    change.moved.push(quote.id);
                    quotes.push(moved);
                    None
                }
                None => {
                    change.lost.push(quote.id);
                    None
                }
            },
        };
        let recoded = state.quote(quote.id).is_some_and(|before| before.source != quote.source);
        let selector = selector.or_else(|| recoded.then(|| quote.selector.clone()));
        quotes.extend(selector.map(|selector| Quote { selector, ..quote.clone() }));
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
    (Act::Follow { review: reference(catalog), quotes }, change)
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
    Some(Quote { evidence: Some(item), selector, ..quote.clone() })
}

fn text_of<'a>(catalog: &'a Catalog, quote: &Quote) -> Option<&'a str> {
    match (&quote.evidence, &quote.source) {
        (Some(id), _) => catalog.evidence(id).map(|item| item.text.as_str()),
        (None, Some(id)) => catalog.source(id)?.text.as_deref(),
        (None, None) => None,
    }
}
