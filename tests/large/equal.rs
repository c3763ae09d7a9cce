//! Whatever is asked of a review, held or left in its file, the answer is the same.

use plumbline::judgement::balance::Balance;
use plumbline::judgement::balance::Who;
use plumbline::model::act::Act;
use plumbline::model::catalog::Catalog;
use plumbline::model::catalog::Shelf;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::extent::Extent;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::SourceId;
use plumbline::model::ids::TagId;
use plumbline::model::places::Places;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::quote::Stance;
use plumbline::model::rating::Grade;
use plumbline::review::heard::in_item;
use plumbline::review::tally::stances;
use plumbline::review::tally::tally;
use plumbline::review::workspace::Workspace;
use plumbline::tui::pane::filter::Filter;
use proptest::prelude::*;

use crate::both;
use crate::large::Chance;
use crate::large::Large;
use crate::session;

/// Every extent of a review, and some it does not have.
fn extents(catalog: &Catalog) -> Vec<Extent> {
    let review = catalog.review();
    let mut extents: Vec<Extent> = review.cells().map(|cell| Extent::Shelf(Shelf::Cell(cell))).collect();
    for commitment in &review.commitments {
        extents.push(Extent::Shelf(Shelf::Commitment(commitment.id.clone())));
        extents.push(Extent::Questions(commitment.id.clone()));
        extents.push(Extent::Background(commitment.id.clone()));
    }
    extents.extend(review.areas.iter().map(|area| Extent::Shelf(Shelf::Area(area.id.clone()))));
    extents.extend([
        Extent::Shelf(Shelf::Whole),
        Extent::Questions("99".into()),
        Extent::Shelf(Shelf::Area("none".into())),
    ]);
    extents
}

fn listed(places: &Places) -> Vec<usize> {
    let all: Vec<usize> = places.iter().collect();
    assert_eq!(all.len(), places.len());
    for (at, place) in all.iter().enumerate() {
        assert_eq!((places.get(at), places.position(*place)), (Some(*place), Some(at)));
    }
    assert_eq!((places.get(all.len()), places.position(usize::MAX)), (None, None));
    all
}

/// Marks, reads and rates by chance.
fn works(ws: &mut Workspace, chance: &mut Chance) {
    let count = ws.catalog().items().len();
    let cells: Vec<CellKey> = ws.catalog().review().cells().collect();
    for _ in 0..chance.below(20) {
        let item = ws.catalog().item(chance.below(count)).map(|item| (*item).clone());
        let Some(item) = item else { continue };
        ws.set_read(&item.id, chance.below(4) > 0);
        let cell =
            item.cells.first().and_then(|bearing| bearing.cell()).unwrap_or(cells[chance.below(cells.len())].clone());
        let stance =
            [None, Some(Stance::Supports), Some(Stance::Undermines), Some(Stance::Mixed), Some(Stance::Context)];
        let filing = Filing { cell: (&cell).into(), stance: stance[chance.below(5)], anchor: None };
        let tags: Vec<TagId> = ws.state().codebook.iter().take(chance.below(3)).map(|tag| tag.id.clone()).collect();
        let digest = plumbline::document::canonical::sha256_hex(item.text.as_bytes());
        let quote = Quote {
            id: ws.new_id(),
            evidence: Some(item.id.clone()),
            source: None,
            selector: Selector::of(&item.text, 0, 3, digest).unwrap(),
            filings: if chance.below(5) > 0 { vec![filing] } else { Vec::new() },
            tags,
            speaker: None,
            note: None,
            lost: false,
            at: ws.now(),
        };
        ws.apply(&Act::Mark { quote: Box::new(quote) }).unwrap();
    }
    for cell in cells {
        if chance.below(3) == 0 {
            continue;
        }
        let rating = Grade::ALL[chance.below(4)].into();
        ws.apply(&Act::Rate { cell, rating, reason: None, quotes: Vec::new(), round: 1 }).unwrap();
    }
}

/// Whether a filter lets an item through, asked of the item alone.
fn lets(filter: &Filter, ws: &Workspace, at: usize, cell: Option<&CellKey>) -> bool {
    let item = ws.catalog().item(at).unwrap();
    let state = ws.state();
    match filter {
        Filter::Kind(kind) => item.kind == *kind,
        Filter::Source(id) => item.sources.contains(id),
        Filter::Tag(id) => stances(state, &item.id, None).any(|(quote, _)| quote.tags.contains(id)),
        Filter::Stance(stance) => stances(state, &item.id, cell).any(|(_, found)| found == Some(*stance)),
        Filter::Unmarked => stances(state, &item.id, cell).next().is_none(),
        Filter::Unread => !ws.read().contains(&item.id),
        Filter::Found(_, items) => items.contains(&item.id),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_catalog_answers_alike_whether_its_evidence_is_held_or_stays_in_its_file(items in 0_usize..700, seed in 0_u64..1000) {
        let folder = tempfile::tempdir().unwrap();
        let review = Large::new(items, seed).whole();
        let [held, in_file] = both(folder.path(), review.clone());
        prop_assert_eq!(in_file.items().len(), items);
        prop_assert_eq!(in_file.whole().unwrap(), review.clone());
        prop_assert!(in_file.items().walk().map(|item| (*item).clone()).eq(review.evidence.iter().cloned()));
        prop_assert!(in_file.item(items).is_none());
        for (at, item) in review.evidence.iter().enumerate() {
            prop_assert_eq!(&*in_file.item(at).unwrap(), item);
            prop_assert_eq!(in_file.evidence_at(&item.id), Some(at));
        }
        prop_assert_eq!(in_file.evidence_at(&"none".into()), None);
        for extent in extents(&held) {
            prop_assert_eq!(listed(&in_file.extent(&extent)), listed(&held.extent(&extent)), "{:?}", extent);
            for kind in EvidenceKind::ALL {
                prop_assert_eq!(listed(&in_file.of_kind(&extent, kind)), listed(&held.of_kind(&extent, kind)));
            }
            prop_assert_eq!(in_file.sources_in(&extent), held.sources_in(&extent));
            for source in [SourceId::from("MUR0001"), "MUR0006".into(), "none".into()] {
                prop_assert_eq!(listed(&in_file.from_source(&extent, &source)), listed(&held.from_source(&extent, &source)));
            }
            prop_assert_eq!(in_file.heard_in(&extent), held.heard_in(&extent));
        }
        for source in &review.sources {
            prop_assert_eq!(listed(&in_file.using_source(&source.id)), listed(&held.using_source(&source.id)));
        }
        for note in &review.footnotes {
            prop_assert_eq!(in_file.citing_footnote(note.number), held.citing_footnote(note.number));
        }
        for commitment in &review.commitments {
            prop_assert_eq!(in_file.items_of(&commitment.id), held.items_of(&commitment.id));
        }
        prop_assert_eq!(in_file.told(), held.told());
        for item in review.evidence.iter().step_by(97) {
            let (from, to) = (item.text.len() / 3, item.text.len() * 2 / 3);
            for words in [item.text.as_str(), item.text.get(from..to).unwrap_or("the ")] {
                prop_assert_eq!(in_file.holding(words, 2), held.holding(words, 2), "{}", words);
            }
        }
        prop_assert_eq!(in_file.take_trouble(), None);
    }

    #[test]
    fn headers_and_filters_count_what_counting_item_by_item_gives(items in 1_usize..400, seed in 0_u64..1000) {
        let folder = tempfile::tempdir().unwrap();
        let catalogs = both(folder.path(), Large::new(items, seed).whole());
        let mut tallies = Vec::new();
        for catalog in &catalogs {
            let mut ws = session(catalog);
            works(&mut ws, &mut Chance::new(seed));
            let mut of_this = Vec::new();
            for extent in extents(catalog) {
                let cell = match &extent { Extent::Shelf(Shelf::Cell(cell)) => Some(cell.clone()), _ => None };
                let all = catalog.extent(&extent);
                let counted = tally(catalog, ws.state(), &extent, &all, cell.as_ref());
                let marked = |at: &usize| {
                    let item = catalog.item(*at).unwrap();
                    !ws.blindness().hides(&item) && stances(ws.state(), &item.id, cell.as_ref()).next().is_some()
                };
                prop_assert_eq!(counted.items - counted.unmarked, all.iter().filter(marked).count());
                let shown = all.iter().filter_map(|at| catalog.item(at)).filter(|item| !ws.blindness().hides(item));
                let heard: Vec<Who> = shown.flat_map(|item| in_item(catalog, &item)).collect();
                let heard = Balance::of(heard.into_iter().map(|who| (who, None))).all;
                let heads = counted.heads;
                prop_assert_eq!(
                    (heads.submitters, heads.voices, heads.roundtables),
                    (heard.submitters, heard.voices, heard.roundtables)
                );
                of_this.push(counted);
                let tag = ws.state().codebook[0].id.clone();
                let found = Filter::Found("words".to_owned(), vec!["E0000002".into(), "E0000005".into(), "none".into()]);
                for filter in [
                    Filter::Kind(EvidenceKind::Account), Filter::Source("MUR0001".into()), Filter::Tag(tag),
                    Filter::Stance(Stance::Supports), Filter::Unmarked, Filter::Unread, found,
                ] {
                    let naive: Vec<usize> = all.iter().filter(|at| lets(&filter, &ws, *at, cell.as_ref())).collect();
                    prop_assert_eq!(listed(&filter.shown(&ws, &extent, &all, cell.as_ref())), naive, "{:?}", filter);
                }
            }
            let read: Vec<usize> = catalog.review().commitments.iter().map(|it| ws.read_of(&it.id)).collect();
            tallies.push((of_this, read, ws.read_places().clone(), ws.blindness().place(&catalog.item(0).unwrap()).map(str::to_owned)));
        }
        prop_assert_eq!(&tallies[0], &tallies[1]);
    }
}
