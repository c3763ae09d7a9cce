//! Sessions that go on from edition to edition: what becomes of passages and ratings, and that what is exported is
//! taken in as it was.

use std::path::Path;
use std::time::Duration;

use proptest::prelude::*;
use uuid::Uuid;

use crate::document::canonical::sha256_hex;
use crate::document::read::read_session;
use crate::document::write::to_bytes;
use crate::model::act::Act;
use crate::model::act::Agreement;
use crate::model::codebook::Tag;
use crate::model::codebook::Theme;
use crate::model::edit::Edit;
use crate::model::evidence::Evidence;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::moment::Moment;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::session::Basis;
use crate::model::session::MemberRef;
use crate::model::session::NoteTarget;
use crate::model::session::TriageStatus;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::review::editing::Editing;
use crate::review::fixture;
use crate::review::intake::check;
use crate::review::intake::take_in;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Purpose;
use crate::review::open::begin;
use crate::review::open::open_session;
use crate::review::tally::progress;
use crate::review::workspace::Context;
use crate::review::workspace::Workspace;
use crate::store::change::Change;
use crate::store::session_file::OpenMode;
use crate::store::session_file::SessionStore;

#[path = "edition_plays_tests.rs"]
mod plays;

/// A clock that stands still and ids that count on from a number.
struct Counting(u128);

impl Context for Counting {
    fn now(&mut self) -> Moment {
        Moment::from_millis(fixture::START)
    }

    fn new_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// The small review as another edition.
fn edition(number: u32, change: impl FnOnce(&mut Review)) -> OpenedReview {
    let mut review = fixture::review();
    review.edition = number;
    change(&mut review);
    OpenedReview::bytes(&to_bytes(&review).expect("writes"), "an edition").unwrap_or_else(|error| panic!("{error}"))
}

/// One member's session on the small review, opened with one edition after the other.
struct Desk {
    folder: tempfile::TempDir,
    path: std::path::PathBuf,
    opened: u128,
}

impl Desk {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let member = MemberRef { id: Uuid::from_u128(7), name: None };
        let path = begin(&edition(1, |_| ()), folder.path(), member, &mut Counting(0)).expect("begins");
        Self { folder, path, opened: 0 }
    }

    fn open(&mut self, review: &OpenedReview) -> OpenedSession {
        self.opened += 1;
        let context = Box::new(Counting(self.opened << 64));
        open_session(review, &self.path, Purpose::Work, context).unwrap_or_else(|error| panic!("{error}"))
    }
}

fn cell(key: &str) -> CellKey {
    key.parse().expect("a question")
}

fn rate(key: &str, rating: Rating) -> Act {
    Act::Rate { cell: cell(key), rating, reason: None, quotes: Vec::new(), round: 1 }
}

fn passage(review: &Review, item: usize, (from, to): (usize, usize), id: u128, under: &str) -> Option<Quote> {
    let item = review.evidence.get(item)?;
    Some(Quote {
        id: Uuid::from_u128(id),
        evidence: Some(item.id.clone()),
        source: None,
        selector: Selector::of(&item.text, from, to, sha256_hex(item.text.as_bytes()))?,
        filings: vec![Filing { cell: FiledCell::from(&cell(under)), stance: Some(Stance::Undermines), anchor: None }],
        tags: vec!["funding".into()],
        speaker: None,
        note: Some("See the table.".to_owned()),
        lost: false,
        at: Moment::from_millis(0),
    })
}

fn mark(session: &mut OpenedSession, item: usize, range: (usize, usize), id: u128, under: &str) {
    let quote = passage(session.review.catalog.review(), item, range, id, under).expect("words of the item");
    session.workspace.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
}

fn of(ws: &Workspace, id: u128) -> &Quote {
    ws.state().quote(Uuid::from_u128(id)).expect("kept")
}

/// Exports a session, takes it in elsewhere, and exports it again: with and without log the bytes are the same.
fn goes_round(session: &OpenedSession) {
    for with_log in [false, true] {
        let file = session.workspace.to_file(false, with_log);
        let bytes = to_bytes(&file).expect("writes");
        let read = read_session(&bytes, "a session").unwrap_or_else(|error| panic!("{error}"));
        let checked = check(read, &session.review.catalog, "a session").unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(checked.with_log, with_log, "the log is taken in");
        let elsewhere = tempfile::tempdir().expect("a folder");
        let context = || Counting(1 << 100);
        let taken = take_in(checked, &session.review, elsewhere.path(), false, &mut context()).expect("takes it in");
        let again = open_session(&session.review, &taken.path, Purpose::Work, Box::new(context()))
            .unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(again.edition, None, "it was exported on this edition");
        let second = to_bytes(&again.workspace.to_file(false, with_log)).expect("writes");
        assert_eq!(String::from_utf8_lossy(&bytes), String::from_utf8_lossy(&second), "with log: {with_log}");
        assert_eq!(again.workspace.state(), session.workspace.state());
    }
}

#[test]
fn a_passage_that_lost_its_place_is_exported_taken_in_and_found_again_when_its_words_are_back() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    // e5 goes altogether, the words of e2 change.
    mark(&mut first, 4, (0, 10), 50, "2A");
    mark(&mut first, 1, (4, 11), 51, "1B");
    mark(&mut first, 0, (0, 7), 52, "1A");
    goes_round(&first);
    assert_eq!(first.workspace.to_file(false, true).version, 1, "an older program reads it still");
    drop(first);

    let without = |number| {
        edition(number, |review| {
            review.evidence.remove(4);
            review.evidence[1].text = "Money came late.".to_owned();
        })
    };
    let mut second = desk.open(&without(2));
    let change = second.edition.clone().expect("another edition");
    assert_eq!(change.lost, [Uuid::from_u128(50), Uuid::from_u128(51)]);
    assert!(of(&second.workspace, 50).lost && of(&second.workspace, 51).lost && !of(&second.workspace, 52).lost);
    assert_eq!(of(&second.workspace, 51).selector.exact, "funding");
    let here = "e2".into();
    assert_eq!(second.workspace.state().quotes_in(&here).count(), 0, "it stands nowhere in the text");
    let catalog = second.review.catalog.clone();
    assert_eq!(progress(&catalog, second.workspace.state(), second.workspace.read()).lost, 2);
    assert_eq!(second.workspace.to_file(false, false).version, 2);
    goes_round(&second);

    // What is said about it can still be changed, and it can be taken away.
    let renoted =
        Quote { note: Some("Was on page 3.".to_owned()), tags: Vec::new(), ..of(&second.workspace, 50).clone() };
    second.workspace.apply(&Act::Remark { quote: Box::new(renoted) }).expect("changes what is said");
    assert!(of(&second.workspace, 50).lost);
    let moved = Selector { start: 1, end: 11, ..of(&second.workspace, 50).selector.clone() };
    let moved = Quote { selector: moved, ..of(&second.workspace, 50).clone() };
    second.workspace.apply(&Act::Remark { quote: Box::new(moved) }).expect_err("its text is not there");
    second.workspace.apply(&Act::Unmark { quote: Uuid::from_u128(50) }).expect("is taken away");
    second.workspace.undo().expect("and brought back");
    goes_round(&second);
    drop(second);

    let third = desk.open(&without(3));
    let change = third.edition.clone().expect("another edition");
    assert_eq!((change.lost.len(), change.found.len(), change.exact), (0, 0, 1), "told once");
    goes_round(&third);
    drop(third);

    let fourth = desk.open(&edition(4, |review| review.evidence[1].text.insert_str(0, "So they say: ")));
    let change = fourth.edition.clone().expect("another edition");
    assert_eq!(change.found, [Uuid::from_u128(50), Uuid::from_u128(51)]);
    assert!(change.told().iter().any(|line| line == "2 passages found their place again."), "{:?}", change.told());
    let found = of(&fourth.workspace, 51);
    assert!(!found.lost);
    assert_eq!(found.selector.start, 17);
    assert_eq!(of(&fourth.workspace, 50).note.as_deref(), Some("Was on page 3."));
    goes_round(&fourth);
}

#[test]
fn a_passage_that_lost_its_place_is_found_again_in_the_item_its_words_stand_in_later() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    mark(&mut first, 2, (4, 28), 53, "1B");
    drop(first);
    let gone = edition(2, |review| {
        review.evidence[2].text = "Money came late.".to_owned();
        review.evidence[2].refs.clear();
    });
    let second = desk.open(&gone);
    assert_eq!(second.edition.clone().expect("another edition").lost, [Uuid::from_u128(53)]);
    drop(second);
    let elsewhere = edition(3, |review| {
        let words = review.evidence.remove(2).text;
        review.evidence[3].text.push_str(&format!(" {words}"));
    });
    let third = desk.open(&elsewhere);
    let change = third.edition.clone().expect("another edition");
    assert_eq!((change.found.len(), change.moved.len(), change.lost.len()), (1, 0, 0));
    let found = of(&third.workspace, 53);
    assert!(!found.lost);
    assert_eq!(found.evidence, Some("e5".into()));
    assert_eq!(third.workspace.state().quotes_in(&"e5".into()).count(), 1, "it stands there now");
    goes_round(&third);
}

#[test]
fn a_passage_lost_in_a_source_follows_its_code_and_is_found_there() {
    let held = |number: u32, code: &str, text: &str| {
        edition(number, |review| {
            review.sources[1].text = Some(text.to_owned());
            if code != "DHS0007" {
                let code = Edit::Code { source: "DHS0007".into(), code: code.into() };
                let mut editing = Editing::new(review.clone());
                editing.apply(code).expect("a code");
                *review = editing.review().clone();
            }
        })
    };
    let text = "The money came on time.";
    let mut desk = Desk::new();
    let first_edition = held(1, "DHS0007", text);
    let mut first = desk.open(&first_edition);
    let item = passage(first.review.catalog.review(), 1, (4, 11), 54, "1B").expect("words of an item");
    let selector = Selector::of(text, 4, 9, sha256_hex(text.as_bytes())).expect("inside");
    let quote = Quote { evidence: None, source: Some("DHS0007".into()), selector, ..item };
    first.workspace.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    goes_round(&first);
    drop(first);
    let second = desk.open(&held(2, "DHS0009", "Nothing came."));
    let lost = of(&second.workspace, 54);
    assert_eq!((lost.lost, lost.source.clone()), (true, Some("DHS0009".into())));
    assert_eq!(second.workspace.state().quotes_of(&MarkedIn::Source("DHS0009".into())).count(), 0);
    goes_round(&second);
    drop(second);
    let third = desk.open(&held(3, "DHS0009", &format!("So they say. {text}")));
    let found = of(&third.workspace, 54);
    assert_eq!((found.lost, found.selector.start), (false, 17));
    assert_eq!(third.workspace.state().quotes_of(&MarkedIn::Source("DHS0009".into())).count(), 1);
    goes_round(&third);
}

#[test]
fn words_that_are_back_at_several_places_stay_lost() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    mark(&mut first, 1, (4, 11), 51, "1B");
    drop(first);
    let gone = edition(2, |review| review.evidence[1].text = "Money came late.".to_owned());
    drop(desk.open(&gone));
    let twice = edition(3, |review| review.evidence[1].text = "Now funding, now no funding.".to_owned());
    let third = desk.open(&twice);
    assert!(of(&third.workspace, 51).lost);
    goes_round(&third);
}

#[test]
fn a_log_that_followed_an_edition_with_other_themes_is_taken_in() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    mark(&mut first, 1, (4, 11), 51, "1B");
    first.workspace.apply(&Act::DeleteTag { tag: "staff".into() }).expect("deletes");
    drop(first);
    let theme = Theme { id: "other".into(), label: "Other".to_owned(), description: String::new(), parent: None };
    let mut second = desk.open(&edition(2, |review| review.themes = vec![theme.clone()]));
    second.workspace.apply(&rate("1B", Rating::Good)).expect("rates");
    goes_round(&second);
    drop(second);
    let third = desk.open(&edition(3, |review| review.themes.clear()));
    let book: Vec<&str> = third.workspace.state().codebook.iter().map(|tag| tag.id.as_str()).collect();
    assert_eq!(book, ["funding"]);
    goes_round(&third);
}

#[test]
fn what_was_said_of_a_commitment_that_is_gone_is_exported_and_named_as_gone() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    first.workspace.apply(&rate("2A", Rating::Good)).expect("rates");
    let reason = "On the whole.".to_owned();
    let parent = ParentKey::Commitment("2".into());
    first.workspace.apply(&Act::Override { parent, rating: Rating::Good, reason }).expect("judges");
    drop(first);
    let mut second = desk.open(&edition(2, without_commitment));
    let file = second.workspace.to_file(false, false);
    assert_eq!(file.ratings.len(), 1, "what was rated is not dropped");
    assert_eq!(file.gone.cells, [cell("2A")]);
    assert_eq!(file.gone.parents, [ParentKey::Commitment("2".into())]);
    goes_round(&second);
    second.workspace.apply(&rate("2A", Rating::Good)).expect_err("nor is it asked any more");

    // Only what is named as gone may be missing, and only what is missing may be named.
    let mut unnamed = file.clone();
    unnamed.gone.cells.clear();
    let error = check(unnamed, &second.review.catalog, "a session").expect_err("2A is not in the review");
    assert!(error.to_string().contains("2A"), "{error}");
    let mut there = file;
    there.gone.cells.push(cell("1A"));
    let error = check(there, &second.review.catalog, "a session").expect_err("1A is there");
    assert!(error.to_string().contains("gone.cells[1]"), "{error}");
}

#[test]
fn a_rating_under_changed_anchors_is_to_be_confirmed_until_it_is_confirmed_or_given_anew() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    for key in ["1A", "1B", "2B"] {
        first.workspace.apply(&rate(key, Rating::Good)).expect("rates");
    }
    drop(first);
    let anew = |number: u32| {
        edition(number, |review| {
            let good = crate::model::rating::Grade::Good;
            review.questions[1].anchors.insert(good, format!("Funded in the main, says edition {number}."));
        })
    };
    let open = |session: &OpenedSession| -> Vec<String> {
        let state = session.workspace.state();
        state.ratings.values().filter(|entry| entry.unconfirmed).map(|entry| entry.cell.to_string()).collect()
    };
    let second_edition = anew(2);
    let second = desk.open(&second_edition);
    let change = second.edition.clone().expect("another edition");
    assert!(change.told().iter().any(|line| line.contains("1B, 2B: confirm or rate anew")), "{:?}", change.told());
    assert_eq!(open(&second), ["1B", "2B"]);
    assert_eq!(second.workspace.state().ratings[&cell("1B")].rating, Rating::Good, "the rating stays");
    goes_round(&second);
    drop(second);

    let mut again = desk.open(&second_edition);
    assert_eq!(open(&again), ["1B", "2B"], "also when it is opened again");
    again.workspace.apply(&Act::Confirm { cell: cell("1A") }).expect_err("nothing changed under it");
    again.workspace.apply(&Act::Confirm { cell: cell("1B") }).expect("confirms");
    assert_eq!(open(&again), ["2B"]);
    goes_round(&again);
    again.workspace.undo().expect("takes it back");
    assert_eq!(open(&again), ["1B", "2B"]);
    goes_round(&again);
    again.workspace.redo().expect("restores it");
    again.workspace.apply(&rate("2B", Rating::Inadequate)).expect("rates anew");
    assert_eq!(open(&again), Vec::<String>::new());
    goes_round(&again);
    drop(again);

    let third = desk.open(&anew(3));
    assert_eq!(open(&third), ["1B", "2B"], "and anew with the next change");
    goes_round(&third);
}

#[test]
fn that_published_ratings_were_seen_stays_so_on_an_edition_that_publishes_others() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    for show in [true, false] {
        first.workspace.apply(&Act::ShowPublished { show, seen: Vec::new() }).expect("shows");
    }
    first.workspace.apply(&rate("1A", Rating::Good)).expect("rates");
    drop(first);
    let second = desk.open(&edition(2, |review| {
        review.published.cells.clear();
        review.published.cells.insert(cell("2A"), Rating::Good);
    }));
    let state = second.workspace.state();
    assert!(state.ratings[&cell("1A")].published_seen, "what was known then is not forgotten");
    assert!(!state.seen.contains_key(&Subject::Cell(cell("2A"))), "what was not there then was not seen");
    goes_round(&second);
}

#[test]
fn a_rating_brought_back_after_looking_says_so_also_where_what_was_taken_back_does_not_leave() {
    let mut desk = Desk::new();
    let mut session = desk.open(&edition(1, |_| ()));
    let ws = &mut session.workspace;
    ws.apply(&rate("1A", Rating::Good)).expect("rates");
    ws.apply(&rate("1A", Rating::Inadequate)).expect("rates");
    ws.apply(&Act::SeePublished { on: Subject::Cell(cell("1A")) }).expect("looks");
    ws.undo().expect("takes back");
    let back = &ws.state().ratings[&cell("1A")];
    assert!(back.rating == Rating::Good && back.published_seen);
    goes_round(&session);
}

#[test]
fn what_an_edition_does_to_the_sources_is_told_with_what_is_kept() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    mark(&mut first, 0, (0, 7), 52, "1A");
    for key in ["1A", "1B"] {
        first.workspace.apply(&rate(key, Rating::Good)).expect("rates");
    }
    drop(first);
    let with_another = |number| {
        edition(number, |review| {
            review.sources.push(Source::new("NEW1".into(), SourceKind::Submission, "A new one".to_owned()));
        })
    };
    let told = |opened: OpenedSession| opened.edition.expect("another edition").told();
    assert_eq!(
        told(desk.open(&with_another(2)))[0],
        "Edition 2: 1 submission added. Your 2 ratings and 1 passage are kept."
    );
    let third = told(desk.open(&with_another(3)));
    assert_eq!(
        third[0], "The review is at edition 3 now; you last opened edition 2. Your 2 ratings and 1 passage are kept.",
        "what was told is not told again"
    );
}

#[test]
fn what_an_edition_does_to_the_evidence_is_told_with_what_is_kept() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    first.workspace.apply(&rate("1A", Rating::Good)).expect("rates");
    drop(first);
    let filed = |number| {
        edition(number, |review| {
            let item = Evidence { id: "P1".into(), filed_by: Some("Clerk".to_owned()), ..review.evidence[0].clone() };
            review.evidence.push(item);
            edit(review, Edit::Places { item: "e2".into(), cells: Vec::new() });
        })
    };
    let second = desk.open(&filed(2)).edition.expect("another edition").told();
    assert_eq!(second[0], "Edition 2: 1 passage added as evidence, 1 item moved. Your 1 rating is kept.");
    let third = desk.open(&filed(3)).edition.expect("another edition").told();
    assert!(!third[0].contains("evidence"), "what was told is not told again: {third:?}");
}

#[test]
fn a_session_that_kept_nothing_of_the_evidence_is_told_the_edition_and_what_is_kept() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    first.workspace.apply(&rate("1A", Rating::Good)).expect("rates");
    drop(first);
    let (mut store, _) =
        SessionStore::open(&desk.path, OpenMode::Write { now: Moment::from_millis(0) }).expect("opens");
    let forget = |key: &str| Change::Meta { key: key.to_owned(), value: String::new() };
    store.commit(&[forget("evidence"), forget("sources")]).expect("forgets");
    drop(store);
    let second = edition(2, |review| drop(review.evidence.remove(2)));
    let told = desk.open(&second).edition.expect("another edition").told();
    assert_eq!(told[0], "The review is at edition 2 now; you last opened edition 1. Your 1 rating is kept.");
}

#[test]
fn of_a_confidential_source_nothing_that_stands_beside_a_passage_is_kept_from_edition_to_edition() {
    let confidential = |number, before: &str| {
        edition(number, |review| {
            review.sources.iter_mut().for_each(|source| source.confidential = true);
            let item = &mut review.evidence[1];
            item.sources = vec![review.sources[0].id.clone()];
            item.speaker = None;
            item.refs.clear();
            item.text = format!("{before}Dr Ann Lee: we lacked funding. Dr Ann Lee: yes.");
        })
    };
    let mut desk = Desk::new();
    let mut first = desk.open(&confidential(1, ""));
    let at = "Dr Ann Lee: we lacked ".len();
    mark(&mut first, 1, (at, at + "funding".len()), 50, "1B");
    assert_eq!(of(&first.workspace, 50).selector.prefix, "");
    drop(first);
    let second = desk.open(&confidential(2, "So then. "));
    assert_eq!(second.edition.as_ref().expect("another edition").moved.len(), 1);
    let exported = to_bytes(&second.workspace.to_file(true, true)).expect("writes");
    assert!(!String::from_utf8_lossy(&exported).contains("Ann Lee"));
    goes_round(&second);
}

#[test]
fn where_the_earlier_anchors_are_not_known_the_member_is_told_so() {
    let mut desk = Desk::new();
    let mut first = desk.open(&edition(1, |_| ()));
    first.workspace.apply(&rate("1B", Rating::Good)).expect("rates");
    let file = first.workspace.to_file(false, false);
    let next = edition(2, |_| ());
    let elsewhere = tempfile::tempdir().expect("a folder");
    let checked = check(file, &next.catalog, "a session").unwrap_or_else(|error| panic!("{error}"));
    let taken = take_in(checked, &next, elsewhere.path(), false, &mut Counting(9)).expect("takes it in");
    let opened = open_session(&next, &taken.path, Purpose::Work, Box::new(Counting(90))).expect("opens");
    let told = opened.edition.expect("another edition").told();
    assert!(told.iter().any(|line| line.contains("cannot be told")), "{told:?}");
}

fn without_commitment(review: &mut Review) {
    review.commitments.retain(|commitment| commitment.id.as_str() != "2");
    for item in &mut review.evidence {
        item.cells.retain(|cell| !format!("{cell:?}").contains("\"2\""));
    }
}

/// A change as the secretariat makes it, where it fits.
fn edit(review: &mut Review, edit: Edit) {
    let mut editing = Editing::new(review.clone());
    if editing.apply(edit).is_ok() {
        *review = editing.review().clone();
    }
}
