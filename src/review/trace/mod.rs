//! Where the quotations in an article, a speech or a reply come from: for each passage quoted, whether the review has it
//! word for word, changed, joined from several places, or not at all.
//!
//! `article` takes the text apart, `quoted` and `unmarked` find the passages, `search` walks the texts of the review
//! (`ground`) once and finds where they may come from, `judge` says what they are, `place` leads there. Pure: nothing here
//! prints, saves or knows a clock. Invariants: a lookalike is never called word for word; time is all but linear in article
//! and review; texts that members may not see yet are searched as well, so whoever shows places asks `blindness` first.

mod align;
pub mod article;
mod chain;
pub mod difference;
mod exact;
mod ground;
mod judge;
pub mod place;
pub mod quoted;
mod search;
#[cfg(test)]
mod tests;
mod unmarked;
mod word;
pub mod words;

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::ops::Range;

use serde::Serialize;

use crate::model::catalog::Catalog;
use crate::model::review::Wording;
use crate::review::trace::article::Article;
use crate::review::trace::difference::Part;
use crate::review::trace::difference::Sign;
use crate::review::trace::ground::Ground;
use crate::review::trace::judge::Judged;
use crate::review::trace::judge::judge;
use crate::review::trace::place::Place;
use crate::review::trace::place::places;
use crate::review::trace::quoted::How;
use crate::review::trace::quoted::Quoted;
use crate::review::trace::quoted::quoted;
use crate::review::trace::search::Wanted;
use crate::review::trace::search::search;
use crate::review::trace::unmarked::unmarked;

pub use crate::review::trace::judge::Verdict;

/// Words from which a passage is traced whatever they are.
const LONG: usize = 5;
/// Words from which it is where it stands word for word at few places.
const SHORT: usize = 3;
/// So many places, an item and the text it was taken from counted apart: words that stand at more are no passage but a name or a turn of phrase.
const FEW: usize = 4;

/// What was found of a text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Traced {
    /// In what was searched.
    pub searched: Searched,
    /// The passages traced, in reading order.
    pub quotations: Vec<Quotation>,
    /// What was left out.
    pub left_out: LeftOut,
}

/// What was searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Searched {
    /// The review's title.
    pub title: String,
    /// Its edition.
    pub edition: u32,
    /// How many items.
    pub items: usize,
    /// How many texts of sources, the report's own among them.
    pub texts: usize,
    /// Where only the words of sources were searched, as the rest is retold.
    pub only_quotations: bool,
}

/// What was quoted and not traced.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// Quoted words and names too short to come from one place.
    pub too_short: usize,
    /// Marks that open and do not close.
    pub unclosed: usize,
}

/// One passage traced.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quotation {
    /// As it stands in the text.
    pub text: String,
    /// What it is.
    pub verdict: Verdict,
    /// Where it comes from; of a joined one, each piece in its order.
    pub places: Vec<Place>,
    /// How many more places it stands at.
    #[serde(skip_serializing_if = "is_zero")]
    pub more: usize,
    /// In what it differs from the first place, word by word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Vec<Part>>,
    /// Where no word differs: in which signs.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub only: BTreeSet<Sign>,
    /// Whether it stands without marks.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unmarked: bool,
    /// Line of the text that quotes, from 1.
    pub line: u32,
    /// Its page, where it has pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<u32>,
    /// The paragraph on that page, or in the whole text, from 1.
    pub paragraph: u32,
    /// Which paragraph of the article, and where in its text, in bytes.
    #[serde(skip)]
    pub at: (usize, Range<usize>),
}

fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The review's texts are retold: no wording can be held against it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "the texts of \"{title}\" are retold, so no quotation can be traced in it\nImport the report itself (`plumbline import REPORT`) and trace in the review that makes."
)]
pub struct Retold {
    /// The review's title.
    pub title: String,
}

/// Traces what a text quotes; with `with_unmarked` also what it repeats without a mark.
///
/// # Errors
/// [`Retold`].
pub fn trace(catalog: &Catalog, article: &Article, with_unmarked: bool) -> Result<Traced, Retold> {
    let review = catalog.review();
    if review.wording == Wording::Retold {
        return Err(Retold { title: review.title.clone() });
    }
    let ground = Ground::of(catalog);
    let (mut passages, unclosed) = quoted(article);
    if with_unmarked {
        passages.extend(unmarked(&ground, article, &passages));
        in_order(&mut passages);
    }
    let (items, texts) = ground.count();
    let searched = Searched {
        title: review.title.clone(),
        edition: review.edition,
        items,
        texts,
        only_quotations: ground.is_mixed(),
    };
    let (quotations, too_short) = Tracing::of(&ground, article, &passages).told(article, &passages);
    Ok(Traced { searched, quotations, left_out: LeftOut { too_short, unclosed } })
}

/// Puts passages in reading order; those that stand in others know where these are then.
fn in_order(passages: &mut Vec<Quoted>) {
    let mut order: Vec<usize> = (0..passages.len()).collect();
    order.sort_by_key(|&at| (passages[at].paragraph, passages[at].range.start, at));
    let mut now_at = vec![0; order.len()];
    order.iter().enumerate().for_each(|(now, &before)| now_at[before] = now);
    *passages = order
        .iter()
        .map(|&at| {
            let passage = passages[at].clone();
            Quoted { within: passage.within.map(|outer| now_at[outer]), ..passage }
        })
        .collect();
}

/// Passages being traced: each text once, however often it is quoted.
struct Tracing<'a> {
    ground: &'a Ground<'a>,
    wanted: Vec<Wanted>,
    judged: Vec<Judged>,
    /// For each passage its text among those wanted; none where it is too short.
    of: Vec<Option<usize>>,
}

impl<'a> Tracing<'a> {
    fn of(ground: &'a Ground<'a>, article: &Article, passages: &[Quoted]) -> Self {
        let mut wanted: Vec<Wanted> = Vec::new();
        let mut known: HashMap<&str, Option<usize>> = HashMap::new();
        let of = passages.iter().map(|passage| {
            let text = &article.paragraphs[passage.paragraph].text[passage.range.clone()];
            *known.entry(text).or_insert_with(|| {
                let new = Wanted::new(text.to_owned());
                let long = new.words.len() >= SHORT;
                long.then(|| {
                    wanted.push(new);
                    wanted.len() - 1
                })
            })
        });
        let of = of.collect();
        let judged = search(ground, &wanted)
            .into_iter()
            .zip(&mut wanted)
            .map(|(matches, wanted)| {
                wanted.weigh(&matches.often);
                judge(wanted, matches, wanted.words.len() < LONG)
            })
            .collect();
        Self { ground, wanted, judged, of }
    }

    /// What is told of each passage, and how many are too short. One that stands in another is told only where the
    /// outer is not found: then it may be what somebody quoted of the review.
    fn told(&self, article: &Article, passages: &[Quoted]) -> (Vec<Quotation>, usize) {
        let mut told = Vec::new();
        let mut too_short = 0;
        let mut found = vec![false; passages.len()];
        for (at, passage) in passages.iter().enumerate() {
            let outer_found = passage.within.is_some_and(|outer| found[outer]);
            let of = self.of[at].filter(|&of| self.is_long_enough(of));
            found[at] = outer_found || of.is_some_and(|of| self.judged[of].verdict != Verdict::NotFound);
            match of {
                _ if outer_found => {}
                None => too_short += 1,
                Some(of) => told.push(self.quotation(article, passage, of)),
            }
        }
        (told, too_short)
    }

    fn is_long_enough(&self, of: usize) -> bool {
        let (wanted, judged) = (&self.wanted[of], &self.judged[of]);
        wanted.words.len() >= LONG || (judged.verdict == Verdict::Exact && judged.hits.len() + judged.more <= FEW)
    }

    fn quotation(&self, article: &Article, passage: &Quoted, of: usize) -> Quotation {
        let (wanted, judged) = (&self.wanted[of], &self.judged[of]);
        let paragraph = &article.paragraphs[passage.paragraph];
        Quotation {
            text: wanted.text.clone(),
            verdict: judged.verdict,
            places: places(self.ground, &judged.hits, &wanted.text),
            more: judged.more,
            difference: judged.difference.as_ref().map(|difference| difference.parts.clone()),
            only: judged.difference.as_ref().map(|difference| difference.only.clone()).unwrap_or_default(),
            unmarked: passage.how == How::Unmarked,
            line: paragraph.line,
            page: paragraph.page,
            paragraph: paragraph.number,
            at: (passage.paragraph, passage.range.clone()),
        }
    }
}
