//! Who is heard in items and passages: writers of sources, voices at roundtables.
//!
//! Uses the review's cross-references and the session. Invariant: what is hidden names nobody.

use crate::judgement::balance::Balance;
use crate::judgement::balance::Who;
use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::evidence::Evidence;
use crate::model::extent::Extent;
use crate::model::heard;
use crate::model::ids::CellKey;
use crate::model::ids::SourceId;
use crate::model::quote::Quote;
use crate::model::source::SourceKind;
use crate::review::blindness::Blindness;
use crate::review::state::State;
use crate::review::tally::tally;

/// Everybody an item lets be heard. What a note on a roundtable cites was spoken there, whatever kind of source it is.
pub fn in_item(catalog: &Catalog, item: &Evidence) -> Vec<Who> {
    let spoken: Vec<&SourceId> = noted(catalog, item).collect();
    let sources = item.sources.iter().filter(|id| !spoken.contains(id)).filter_map(|id| catalog.source(id));
    let wrote = sources.filter(|source| source.kind != SourceKind::Roundtable).map(Who::wrote);
    wrote.chain(voice(catalog, item)).collect()
}

/// What the notes on roundtables cite that an item refers to.
fn noted<'a>(catalog: &'a Catalog, item: &'a Evidence) -> impl Iterator<Item = &'a SourceId> {
    heard::noted_at_roundtables(catalog, item).flat_map(|note| &note.sources)
}

/// Who is heard at a roundtable in an item, and at which, where that is known.
fn voice(catalog: &Catalog, item: &Evidence) -> Option<Who> {
    heard::voice(catalog, item).map(|voice| Who::Voice(voice.by, voice.at))
}

/// Everybody a passage lets be heard: in a source's own text its writer, or whoever speaks there.
pub fn in_passage(catalog: &Catalog, quote: &Quote) -> Vec<Who> {
    if let Some(item) = quote.evidence.as_ref().and_then(|id| catalog.evidence(id)) {
        return in_item(catalog, &item);
    }
    let Some(source) = quote.source.as_ref().and_then(|id| catalog.source(id)) else { return Vec::new() };
    match (source.kind, &quote.speaker) {
        (SourceKind::Roundtable, Some(speaker)) => {
            vec![Who::Voice(format!("speaker {speaker}"), Some(source.id.clone()))]
        }
        (SourceKind::Roundtable, None) => vec![Who::Voice(format!("source {}", source.id), Some(source.id.clone()))],
        _ => vec![Who::wrote(source)],
    }
}

/// Who is heard on a question and what they say, as the member marked it; before that, who there is to be heard.
pub fn words(catalog: &Catalog, state: &State, cell: &CellKey) -> String {
    let said = marked(catalog, state, cell);
    let words = said.words();
    if !words.is_empty() {
        return words;
    }
    let extent = Extent::Shelf(Shelf::Cell(cell.clone()));
    let there = tally(catalog, state, &extent, &catalog.extent(&extent), Some(cell)).who();
    let marks = if said.all.is_empty() { "none marked yet" } else { "none marked yes or no yet" };
    if there.is_empty() { String::new() } else { format!("{there}, {marks}") }
}

/// Who is heard in the member's passages under a question, by what they say.
pub fn marked(catalog: &Catalog, state: &State, cell: &CellKey) -> Balance {
    let blind = Blindness::new(catalog, state);
    let shown = state.quotes_under(cell).filter(|quote| !quote.lost && !blind.hides_quote(quote));
    Balance::of(shown.flat_map(|quote| {
        let stance = quote.filed_under(cell).and_then(|filing| filing.stance);
        in_passage(catalog, quote).into_iter().map(move |who| (who, stance))
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::fixture;
    use crate::document::sample::sample;
    use crate::model::footnote::FootnoteClass;

    #[test]
    fn what_was_said_at_a_roundtable_is_a_voice_and_no_publication_besides() {
        let (review, digest) = sample();
        let catalog = Catalog::new(review, digest);
        let heard = |item: &Evidence| Balance::of(in_item(&catalog, item).into_iter().map(|who| (who, None))).all;
        let of_roundtable = |item: &&Evidence| {
            let class = |number| catalog.footnote(number).and_then(|note| note.class);
            item.sources.len() == 1 && item.refs.iter().all(|it| class(it.footnote) == Some(FootnoteClass::Roundtable))
        };
        let evidence = &catalog.review().evidence;
        let spoken: Vec<&Evidence> = evidence.iter().filter(|it| !it.refs.is_empty()).filter(of_roundtable).collect();
        assert!(!spoken.is_empty());
        for item in spoken {
            assert_eq!((heard(item).voices, heard(item).heads()), (1, 1), "{}", item.id);
        }
    }

    #[test]
    fn headers_count_the_same_voices_and_roundtables_as_the_passages_on_all_items_would() {
        let (review, digest) = sample();
        let mut most = 0;
        for catalog in [Catalog::new(review, digest), Catalog::new(fixture::review(), String::new())] {
            for extent in catalog.review().cells().map(|cell| Extent::Shelf(Shelf::Cell(cell))) {
                let items = catalog.extent(&extent);
                let items: Vec<_> = items.iter().filter_map(|at| catalog.item(at)).collect();
                let all = Balance::of(items.iter().flat_map(|item| in_item(&catalog, item)).map(|who| (who, None))).all;
                let heads = catalog.heard_in(&extent).count(|_| true);
                assert_eq!((heads.voices, heads.roundtables), (all.voices, all.roundtables), "{extent:?}");
                most = most.max(heads.roundtables);
            }
        }
        assert!(most > 0, "some roundtable is heard in one of them");
    }
}
