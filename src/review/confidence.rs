//! What a session holds of a confidential source: the words marked, and not who says them or what stands beside them.
//!
//! A session is exported, handed in and merged, with its log; so names are kept from it when an act is made, not when it
//! is written. Uses the model. Invariant: of a confidential source no passage holds its surroundings (in a transcript these
//! begin with a name), and a speaker is told by role.

use std::borrow::Cow;

use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::ids::SourceId;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::model::source::Source;

/// The act as it may be kept.
pub fn without_names<'a>(act: &'a Act, catalog: &Catalog) -> Cow<'a, Act> {
    if !acts_on_confidential(act, catalog) {
        return Cow::Borrowed(act);
    }
    Cow::Owned(match act.clone() {
        Act::Mark { quote } => Act::Mark { quote: Box::new(plain(*quote, catalog)) },
        Act::Remark { quote } => Act::Remark { quote: Box::new(plain(*quote, catalog)) },
        Act::Follow { review, quotes, unconfirmed, seen, codebook } => {
            let quotes = quotes.into_iter().map(|quote| plain(quote, catalog)).collect();
            Act::Follow { review, quotes, unconfirmed, seen, codebook }
        }
        Act::Together { acts } => {
            Act::Together { acts: acts.iter().map(|act| without_names(act, catalog).into_owned()).collect() }
        }
        other => other,
    })
}

fn acts_on_confidential(act: &Act, catalog: &Catalog) -> bool {
    match act {
        Act::Mark { quote } | Act::Remark { quote } => confidential(quote, catalog).next().is_some(),
        Act::Follow { quotes, .. } => quotes.iter().any(|quote| confidential(quote, catalog).next().is_some()),
        Act::Together { acts } => acts.iter().any(|act| acts_on_confidential(act, catalog)),
        _ => false,
    }
}

/// The confidential sources that a passage is from.
fn confidential<'a>(quote: &Quote, catalog: &'a Catalog) -> impl Iterator<Item = &'a Source> {
    let of_item = quote.evidence.as_ref().and_then(|id| catalog.evidence(id)).map(|item| item.sources.clone());
    let ids: Vec<SourceId> = of_item.into_iter().flatten().chain(quote.source.clone()).collect();
    ids.into_iter().filter_map(|id| catalog.source(&id)).filter(|source| source.confidential)
}

fn plain(quote: Quote, catalog: &Catalog) -> Quote {
    if confidential(&quote, catalog).next().is_none() {
        return quote;
    }
    // Told as a citation tells it; what names no speaker of the source is a role already.
    let named = quote.speaker.as_deref().and_then(|told| {
        confidential(&quote, catalog).find_map(|source| {
            let known = source.speakers.iter().find(|known| known.label.eq_ignore_ascii_case(told.trim()))?;
            Some(source.speaker_outside(&known.id))
        })
    });
    let speaker = named.unwrap_or_else(|| quote.speaker.clone());
    let selector = Selector { prefix: String::new(), suffix: String::new(), ..quote.selector };
    Quote { selector, speaker, ..quote }
}
