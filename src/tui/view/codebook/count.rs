//! How often a tag is used: passages by what they say and by question.
//!
//! Uses the model and the session's state. Invariant: a passage counts once in each number it belongs to.

use std::collections::HashMap;
use std::collections::HashSet;

use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::ids::SourceId;
use crate::model::ids::TagId;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::source::Source;
use crate::review::queue::bears_on;
use crate::review::queue::is_received;
use crate::review::state::State;
use crate::review::words::plural;

/// Which passages of a tag: all, those of a commitment, of a question, or both.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Under {
    pub(super) commitment: Option<CommitmentId>,
    pub(super) question: Option<QuestionId>,
}

impl Under {
    /// Whether a passage is filed there.
    pub(super) fn lets(&self, quote: &Quote) -> bool {
        *self == Self::default()
            || quote.filings.iter().any(|filing| {
                self.commitment.as_ref().is_none_or(|id| *id == filing.cell.commitment)
                    && self.question.as_ref().is_none_or(|id| Some(id) == filing.cell.question.as_ref())
            })
    }

    /// Where that is, in words: "8B", "commitment 8", "question B"; empty for everywhere.
    pub(super) fn words(&self) -> String {
        match (&self.commitment, &self.question) {
            (Some(commitment), Some(question)) => format!("{commitment}{question}"),
            (Some(commitment), None) => format!("commitment {commitment}"),
            (None, Some(question)) => format!("question {question}"),
            (None, None) => String::new(),
        }
    }
}

/// Whose passages: of a tag, or of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Of {
    Tag(TagId),
    Source(SourceId),
}

impl Of {
    /// Whether a passage is one of them.
    fn has(&self, quote: &Quote, catalog: &Catalog) -> bool {
        match self {
            Self::Tag(tag) => quote.tags.contains(tag),
            Self::Source(source) => sources_of(quote, catalog).contains(source),
        }
    }
}

/// The sources a passage speaks for: its own, or those its item names.
fn sources_of(quote: &Quote, catalog: &Catalog) -> Vec<SourceId> {
    let item = quote.evidence.as_ref().and_then(|id| catalog.brief(id));
    match (item, &quote.source) {
        (Some(item), _) => item.sources.clone(),
        (None, Some(source)) => vec![source.clone()],
        (None, None) => Vec::new(),
    }
}

/// Those who sent something in or were heard, and whatever else the member said bears on a commitment or summed up:
/// the rows of the matrix of submitters.
pub(super) fn submitters<'a>(state: &State, catalog: &'a Catalog) -> Vec<&'a Source> {
    let summed_up: HashSet<&SourceId> = state.summaries.keys().map(|(source, _)| source).collect();
    let of_concern = |source: &&Source| {
        is_received(source) || !bears_on(state, &source.id).is_empty() || summed_up.contains(&source.id)
    };
    catalog.review().sources.iter().filter(of_concern).collect()
}

/// The passages of each submitter, in that order, by question and in all.
pub(super) fn by_submitter(state: &State, catalog: &Catalog, under: &Under) -> Vec<Vec<usize>> {
    let rows = submitters(state, catalog);
    let place: HashMap<&SourceId, usize> = rows.iter().enumerate().map(|(at, source)| (&source.id, at)).collect();
    let questions = &catalog.review().questions;
    let mut out = vec![vec![0; questions.len() + 1]; rows.len()];
    for quote in state.quotes.iter().filter(|quote| under.lets(quote)) {
        for at in sources_of(quote, catalog).iter().filter_map(|source| place.get(source)).copied() {
            for (number, question) in out[at].iter_mut().zip(questions) {
                let one = Under { question: Some(question.id.clone()), ..under.clone() };
                *number += usize::from(one.lets(quote));
            }
            out[at][questions.len()] += 1;
        }
    }
    out
}

/// The passages of a tag or a source, in the order their texts are read.
pub(super) fn passages<'a>(state: &'a State, catalog: &Catalog, of: &Of, under: &Under) -> Vec<&'a Quote> {
    let mut found: Vec<&Quote> =
        state.quotes.iter().filter(|quote| of.has(quote, catalog) && under.lets(quote)).collect();
    found.sort_by_key(|quote| {
        let place = quote.evidence.as_ref().and_then(|id| catalog.evidence_at(id)).unwrap_or(usize::MAX);
        (place, quote.source.clone(), quote.selector.start, quote.selector.end)
    });
    found
}

/// The uses of one tag.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Count {
    pub(super) passages: usize,
    pub(super) yes: usize,
    pub(super) no: usize,
    pub(super) both: usize,
    pub(super) background: usize,
    /// In the order of the review's questions.
    pub(super) questions: Vec<usize>,
}

/// The uses of every tag, in the order of the codebook, among the passages let through.
pub(super) fn counts(state: &State, catalog: &Catalog, under: &Under) -> Vec<Count> {
    let questions = &catalog.review().questions;
    let blank = Count { questions: vec![0; questions.len()], ..Count::default() };
    let mut out = vec![blank; state.codebook.len()];
    for quote in state.quotes.iter().filter(|quote| under.lets(quote)) {
        let filed = || {
            let here = |id: &CommitmentId| under.commitment.as_ref().is_none_or(|wanted| wanted == id);
            quote.filings.iter().filter(move |filing| here(&filing.cell.commitment))
        };
        let says = |stance: Stance| usize::from(filed().any(|filing| filing.stance == Some(stance)));
        for (count, _) in out.iter_mut().zip(&state.codebook).filter(|(_, tag)| quote.tags.contains(&tag.id)) {
            count.passages += 1;
            count.yes += says(Stance::Supports);
            count.no += says(Stance::Undermines);
            count.both += says(Stance::Mixed);
            count.background += says(Stance::Context);
            for (number, question) in count.questions.iter_mut().zip(questions) {
                *number += usize::from(filed().any(|filing| filing.cell.question.as_ref() == Some(&question.id)));
            }
        }
    }
    out
}

impl Count {
    /// "12 passages: 3 yes, 7 no; A 4, B 6".
    pub(super) fn words(&self, catalog: &Catalog) -> String {
        let says = [(self.yes, "yes"), (self.no, "no"), (self.both, "both"), (self.background, "background")];
        let says: Vec<String> =
            says.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        let asked = catalog.review().questions.iter().zip(&self.questions).filter(|(_, count)| **count > 0);
        let asked: Vec<String> = asked.map(|(question, count)| format!("{} {count}", question.id)).collect();
        let mut out = plural(self.passages, "passage", "passages");
        for (mark, list) in [(": ", says), ("; ", asked)] {
            if !list.is_empty() {
                out.push_str(mark);
                out.push_str(&list.join(", "));
            }
        }
        out
    }
}

/// The codebook as it is shown: tags under their parents, with how deep they stand.
pub(super) fn tree(book: &[Tag]) -> Vec<(usize, usize)> {
    let known = |id: &TagId| book.iter().any(|tag| &tag.id == id);
    let mut out = Vec::with_capacity(book.len());
    for (at, tag) in book.iter().enumerate() {
        if tag.parent.as_ref().is_none_or(|parent| !known(parent)) {
            descend(book, at, 0, &mut out);
        }
    }
    out
}

fn descend(book: &[Tag], at: usize, depth: usize, out: &mut Vec<(usize, usize)>) {
    out.push((at, depth));
    let under = book.iter().enumerate().filter(|(_, tag)| tag.parent.as_ref() == Some(&book[at].id));
    for (child, _) in under {
        descend(book, child, depth + 1, out);
    }
}
