//! Passages whose item is gone or was cut: found again in whichever item their words stand in now.
//!
//! Pure. Invariant: a passage moves to another item only where its words stand in exactly one.

use crate::model::catalog::Catalog;
use crate::model::ids::EvidenceId;
use crate::model::quote::Selector;
use crate::review::reanchor::Fate;
use crate::review::reanchor::find_again;

/// Fewest letters and figures by which words are known again in another item.
const TELLING: usize = 12;

/// The one item, other than its own, that a lost passage stands in, and where.
///
/// Asked for when items were joined or split between two editions: the words are the same, their item is not.
pub fn in_another_item(
    catalog: &Catalog,
    own: Option<&EvidenceId>,
    selector: &Selector,
) -> Option<(EvidenceId, Selector)> {
    if selector.exact.chars().filter(|c| c.is_alphanumeric()).count() < TELLING {
        return None;
    }
    // Where its own item still holds them, more than once, they are not gone from it.
    if own.and_then(|id| catalog.evidence(id)).is_some_and(|item| item.text.contains(&selector.exact)) {
        return None;
    }
    let found = catalog.holding(&selector.exact, 3);
    let others = found.iter().filter_map(|at| catalog.item(at));
    let mut found = others.filter(|item| Some(&item.id) != own);
    let item = found.next()?;
    if found.next().is_some() {
        return None;
    }
    match find_again(selector, Some(&item.text)) {
        Fate::Moved(place) | Fate::Exact(Some(place)) => Some((item.id.clone(), place)),
        Fate::Exact(None) | Fate::Lost => None,
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use crate::model::act::Act;
    use crate::model::catalog::Catalog;
    use crate::model::edit::Edit;
    use crate::model::quote::Quote;
    use crate::model::quote::Selector;
    use crate::review::editing::Editing;
    use crate::review::edition::EditionChange;
    use crate::review::edition::follow;
    use crate::review::edition::reference;
    use crate::review::fixture;

    /// What following does to one passage once the review was edited.
    fn followed(edits: Vec<Edit>, marked: impl Fn(&mut Quote)) -> (EditionChange, Option<Quote>) {
        let mut before = fixture::review();
        before.sources[0].text = Some("A long text of the trust, held here.".to_owned());
        let mut ws = fixture::workspace_on(before.clone());
        let mut quote = fixture::quote(&mut ws, 2, 33..56, "1B");
        marked(&mut quote);
        ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
        let mut editing = Editing::new(before);
        for edit in edits {
            editing.apply(edit).expect("fits");
        }
        let catalog = Catalog::new(editing.review().clone(), "another".to_owned());
        let (act, change) = follow((ws.state(), &[]), &catalog, &reference(ws.catalog()), &BTreeMap::new());
        let Act::Follow { quotes, .. } = act else { panic!("not followed") };
        (change, quotes.into_iter().next())
    }

    #[test]
    fn a_passage_in_the_second_half_of_a_split_item_goes_with_its_words() {
        let (change, quote) = followed(vec![Edit::Split { item: "e3".into(), at: 18 }], |_| {});
        assert_eq!((change.moved.len(), change.lost.len()), (1, 0));
        let quote = quote.expect("it has moved");
        assert_eq!(quote.evidence.expect("an item").as_str(), "e3-2");
        assert_eq!((quote.selector.start, quote.selector.end), (15, 38));
    }

    #[test]
    fn a_passage_in_an_item_that_was_joined_to_another_goes_there() {
        let (change, quote) = followed(vec![Edit::Join { item: "e2".into() }], |_| {});
        assert_eq!((change.moved.len(), change.lost.len()), (1, 0));
        assert_eq!(quote.expect("it has moved").evidence.expect("an item").as_str(), "e2");
    }

    #[test]
    fn a_passage_in_a_source_follows_its_code() {
        let code = Edit::Code { source: "DHS0032".into(), code: "DHS0033".into() };
        let (change, quote) = followed(vec![code], |quote| {
            (quote.evidence, quote.source) = (None, Some("DHS0032".into()));
            let text = "A long text of the trust, held here.";
            let digest = crate::document::canonical::sha256_hex(text.as_bytes());
            quote.selector = Selector::of(text, 2, 11, digest).expect("inside");
        });
        assert_eq!((change.exact, change.lost.len()), (1, 0));
        assert_eq!(quote.expect("it has another code").source.expect("a source").as_str(), "DHS0033");
    }

    #[test]
    fn words_that_their_own_item_still_holds_twice_do_not_move_to_another() {
        let mut review = fixture::review();
        let words = "with the pilot, it says in its r\u{e9}sum\u{e9}";
        let selector = Selector::of(&review.evidence[2].text, 18, 56, String::new()).expect("inside");
        assert!(selector.exact.starts_with("with the pilot"), "{}", selector.exact);
        review.evidence[2].text = format!("{words}. And {words} anew.", words = selector.exact);
        review.evidence[1].text = selector.exact.clone();
        let catalog = Catalog::new(review, "another".to_owned());
        assert_eq!(super::in_another_item(&catalog, Some(&"e3".into()), &selector), None);
        assert!(super::in_another_item(&catalog, Some(&"e1".into()), &selector).is_none(), "two hold it: {words}");
    }

    #[test]
    fn words_that_stand_in_two_items_move_to_neither() {
        let mut before = fixture::review();
        before.evidence[1].text = "with the pilot, it says in its résumé, and again".to_owned();
        before.evidence[4].text = before.evidence[1].text.clone();
        let text = &fixture::review().evidence[2].text;
        let selector = Selector::of(text, 18, 56, String::new()).expect("inside");
        before.evidence.remove(2);
        let catalog = Catalog::new(before, "another".to_owned());
        assert_eq!(super::in_another_item(&catalog, Some(&"e3".into()), &selector), None);
    }
}
