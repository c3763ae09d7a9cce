//! What became of the sources follows from the work, and adds up.

use proptest::prelude::*;

use super::*;
use crate::model::act::Act;
use crate::model::rating::Rating;
use crate::review::fixture::quote;
use crate::review::fixture::review;
use crate::review::fixture::workspace_on;
use crate::review::workspace::Workspace;

const TEXT: &str = "One.\n\nTwo.\n\nThree.\n";

fn session() -> Workspace {
    let mut review = review();
    review.sources[1].text = Some(TEXT.to_owned());
    let mut gone = Source::new("DHS0009".into(), SourceKind::Submission, "Gone".to_owned());
    gone.withdrawn = true;
    review.sources.push(gone);
    review.sources.push(Source::new("GOV1".into(), SourceKind::Government, "A plan".to_owned()));
    workspace_on(review)
}

fn of(ws: &Workspace) -> Flow {
    flow(ws.catalog(), ws.state(), Some(Reading { opened: ws.opened(), items: ws.read() }))
}

fn triage(ws: &mut Workspace, source: &str, status: TriageStatus, reason: Option<&str>, bears_on: &[&str]) {
    let bears_on = bears_on.iter().map(|id| (*id).into()).collect();
    let act = Act::Triage { source: source.into(), status, reason: reason.map(str::to_owned), bears_on };
    ws.apply(&act).expect("decides");
}

#[test]
fn each_step_of_the_work_shows_in_its_number() {
    let mut ws = session();
    let all = of(&ws).all;
    assert_eq!((all.sources, all.withdrawn, all.held, all.undecided), (4, 1, 1, 3));
    assert!(all.received < all.sources, "a government paper was not received");
    assert_eq!((all.opened, all.read_through, all.relevant, all.used), (Some(0), Some(0), 0, 0));

    let paragraphs = Paragraphs::of(TEXT);
    ws.open_paragraphs(&"DHS0007".into(), &paragraphs, &(0..2));
    assert_eq!((of(&ws).all.opened, of(&ws).all.read_through), (Some(1), Some(0)));
    ws.open_paragraphs(&"DHS0007".into(), &paragraphs, &(0..99));
    assert_eq!(of(&ws).all.read_through, Some(1));
    ws.set_read(&"e3".into(), true);
    assert_eq!(of(&ws).all.opened, Some(2), "an item that names it was read");

    triage(&mut ws, "DHS0007", TriageStatus::Relevant, None, &["1"]);
    triage(&mut ws, "GOV1", TriageStatus::SetAside, Some("a leaflet"), &[]);
    let passage = quote(&mut ws, 1, 0..5, "1B");
    ws.apply(&Act::Mark { quote: Box::new(passage.clone()) }).expect("marks");
    let now = of(&ws);
    assert_eq!((now.all.relevant, now.all.set_aside, now.all.filed), (1, 1, 1));
    assert_eq!((now.all.with_passages, now.all.used), (1, 0));
    assert_eq!(now.set_aside, [Why { reason: Some("a leaflet".to_owned()), sources: 1 }]);
    let cell = "1B".parse().expect("a question");
    let rate = Act::Rate { cell, rating: Rating::Good, reason: None, quotes: vec![passage.id], round: 1 };
    ws.apply(&rate).expect("rates");
    assert_eq!(of(&ws).all.used, 1);
    let of_kind = |kind| of(&ws).kinds.into_iter().find(|it| it.kind == kind).map(|it| it.numbers);
    assert_eq!(of_kind(SourceKind::Government).map(|it| (it.sources, it.received, it.set_aside)), Some((1, 0, 1)));
    assert_eq!(of_kind(SourceKind::Web), None);
}

#[test]
fn without_reading_marks_what_was_read_is_unknown_not_nothing() {
    let ws = session();
    let flow = flow(ws.catalog(), ws.state(), None);
    assert_eq!((flow.all.opened, flow.all.read_through), (None, None));
    let cell = "1B".parse().expect("a question");
    let coverage = coverage(ws.catalog(), ws.state(), None, &cell);
    assert_eq!((coverage.texts, coverage.paragraphs), (1, 3), "what there is to read is known");
    assert_eq!((coverage.texts_opened, coverage.paragraphs_opened), (None, None));
}

#[test]
fn a_question_is_covered_by_what_cites_it_and_by_what_was_said_to_bear_on_it() {
    let mut ws = session();
    let at = |ws: &Workspace, cell: &str| {
        let cell = cell.parse().expect("a question");
        let reading = Some(Reading { opened: ws.opened(), items: ws.read() });
        let it = coverage(ws.catalog(), ws.state(), reading, &cell);
        (it.texts, it.texts_opened, it.paragraphs, it.paragraphs_opened)
    };
    assert_eq!(at(&ws, "2A"), (0, Some(0), 0, Some(0)));
    triage(&mut ws, "DHS0007", TriageStatus::Undecided, None, &["2"]);
    ws.open_paragraphs(&"DHS0007".into(), &Paragraphs::of(TEXT), &(6..7));
    assert_eq!(at(&ws, "2A"), (1, Some(1), 3, Some(1)));
    assert_eq!(at(&ws, "1B"), at(&ws, "2A"), "an item of 1B names it");
    for reading in [Some(Reading { opened: ws.opened(), items: ws.read() }), None] {
        let cells = ws.catalog().review().cells();
        let one_by_one: Vec<Coverage> = cells.map(|it| coverage(ws.catalog(), ws.state(), reading, &it)).collect();
        assert_eq!(coverages(ws.catalog(), ws.state(), reading), one_by_one);
    }
}

proptest! {
    #[test]
    fn decisions_and_kinds_add_up(steps in proptest::collection::vec((0..4_usize, 0..5_usize), 0..20)) {
        use TriageStatus::*;
        let mut ws = session();
        for (source, status) in steps {
            let id = ws.catalog().review().sources[source].id.to_string();
            triage(&mut ws, &id, [Undecided, Relevant, SetAside, Flagged, Deferred][status], None, &[]);
        }
        let Flow { all, kinds, set_aside } = of(&ws);
        let decided = |n: &Numbers| n.undecided + n.deferred + n.flagged + n.set_aside + n.relevant + n.withdrawn;
        prop_assert_eq!(decided(&all), all.sources);
        let sum = |count: fn(&Numbers) -> usize| kinds.iter().map(|it| count(&it.numbers)).sum::<usize>();
        prop_assert_eq!(sum(|n| n.sources), all.sources);
        prop_assert_eq!(sum(|n| n.received), all.received);
        prop_assert_eq!(sum(|n| n.set_aside), all.set_aside);
        prop_assert_eq!(set_aside.iter().map(|why| why.sources).sum::<usize>(), all.set_aside);
    }
}
