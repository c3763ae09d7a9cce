use uuid::Uuid;

use super::*;
use crate::document::canonical::sha256_hex;
use crate::document::read::read_session;
use crate::document::write::to_bytes;
use crate::model::act::Act;
use crate::model::judged::RuleName;
use crate::model::moment::Moment;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::review::ShowRollup;
use crate::model::session::SessionFile;
use crate::model::thresholds::Bands;
use crate::model::thresholds::Step;
use crate::model::thresholds::Thresholds;
use crate::review::fixture;
use crate::review::intake;
use crate::review::plan::EditError;
use crate::store::testing::of_a_newer_program;

/// A clock that stands still and ids that count.
struct Counting(u128);

impl Context for Counting {
    fn now(&mut self) -> Moment {
        Moment::from_millis(1_795_250_000_000)
    }

    fn new_id(&mut self) -> Uuid {
        self.0 += 1;
        Uuid::from_u128(self.0)
    }
}

/// Every window counts on from its own number, so that no id is given twice.
fn window(number: u128) -> Box<dyn Context> {
    Box::new(Counting(number * 1000))
}

fn edited(change: impl FnOnce(&mut Review)) -> OpenedReview {
    let (mut review, _) = sample();
    change(&mut review);
    let bytes = to_bytes(&review).expect("writes");
    OpenedReview::bytes(&bytes, "edited").expect("an edition is valid")
}

fn passage(review: &OpenedReview, item: usize, id: u128, from: usize, to: usize) -> Act {
    let item = &review.catalog.review().evidence[item];
    let selector = Selector::of(&item.text, from, to, sha256_hex(item.text.as_bytes())).expect("inside");
    let at = Moment::from_millis(0);
    let quote = Quote {
        id: Uuid::from_u128(id),
        evidence: Some(item.id.clone()),
        source: None,
        selector,
        filings: Vec::new(),
        tags: Vec::new(),
        speaker: None,
        note: None,
        lost: false,
        at,
    };
    Act::Mark { quote: Box::new(quote) }
}

fn rate(cell: &str, rating: Rating) -> Act {
    Act::Rate { cell: cell.parse().expect("a cell"), rating, reason: None, quotes: Vec::new(), round: 1 }
}

fn begun(data: &Path) -> (OpenedReview, PathBuf) {
    let review = OpenedReview::sample();
    let member = MemberRef { id: Uuid::from_u128(7), name: None };
    let path = begin(&review, data, member, &mut Counting(0)).expect("begins");
    (review, path)
}

fn open_to_work(review: &OpenedReview, path: &Path, number: u128) -> OpenedSession {
    open_session(review, path, Purpose::Work, window(number)).expect("opens")
}

#[test]
fn what_was_done_and_read_is_there_when_the_session_is_opened_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let (review, path) = begun(folder.path());
    let item = review.catalog.review().evidence[0].id.clone();
    let mut first = open_to_work(&review, &path, 1);
    first.workspace.apply(&rate("8B", Rating::Inadequate)).expect("rates");
    first.workspace.set_read(&item, true);
    first.workspace.set_place("at", "8B");
    let before = first.workspace.state().clone();
    first.saving.close(Duration::from_secs(10)).expect("saves");
    drop(first);
    let again = open_to_work(&review, &path, 2);
    assert_eq!(again.workspace.state(), &before);
    assert!(again.workspace.read().contains(&item));
    assert_eq!(again.place.get("at").map(String::as_str), Some("8B"));
    assert_eq!(again.edition, None);
}

#[test]
fn a_second_window_reads_only_and_says_who_has_the_session() {
    let folder = tempfile::tempdir().expect("a folder");
    let (review, path) = begun(folder.path());
    let first = open_to_work(&review, &path, 1);
    let mut second = open_to_work(&review, &path, 2);
    assert_eq!(second.held.as_ref().map(|holder| holder.pid), Some(std::process::id()));
    let refused = second.workspace.apply(&rate("8B", Rating::Good));
    assert!(matches!(refused, Err(EditError::ReadOnly(_))), "{refused:?}");
    drop(first);
    assert_eq!(open_to_work(&review, &path, 3).held, None);
}

#[test]
fn a_session_is_not_opened_with_another_review_and_both_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let (review, path) = begun(folder.path());
    let other = edited(|review| {
        review.id = Uuid::from_u128(99);
        review.title = "Another".to_owned();
    });
    let error = open_session(&other, &path, Purpose::Work, window(1)).expect_err("refused").to_string();
    for named in ["Another", &review.catalog.review().title, &Uuid::from_u128(99).to_string()] {
        assert!(error.contains(named), "{error}");
    }
}

#[test]
fn in_another_edition_passages_move_with_their_words_and_what_is_lost_is_told_and_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (review, path) = begun(folder.path());
    let mut first = open_to_work(&review, &path, 1);
    for act in [passage(&review, 0, 21, 0, 12), passage(&review, 1, 22, 0, 12), passage(&review, 2, 23, 0, 12)] {
        first.workspace.apply(&act).expect("marks");
    }
    first.workspace.apply(&rate("8B", Rating::Inadequate)).expect("rates");
    first.workspace.apply(&rate("8C", Rating::Good)).expect("rates");
    drop(first);

    let next = edited(|review| {
        review.edition = 2;
        review.evidence[1].text.insert_str(0, "Zuerst: ");
        for reference in &mut review.evidence[1].refs {
            reference.at += 8;
        }
        review.evidence[2].text = "Nothing of it is left.".to_owned();
        review.evidence[2].refs.clear();
        review.questions[1].text.push_str(" And in time?");
        review.themes.truncate(2);
        for theme in &mut review.themes {
            theme.parent = None;
        }
    });
    let mut second = open_to_work(&next, &path, 2);
    let change = second.edition.clone().expect("another edition");
    assert_eq!((change.from, change.to, change.exact), (1, 2, 1));
    assert_eq!(change.moved, [Uuid::from_u128(22)]);
    assert_eq!(change.lost, [Uuid::from_u128(23)]);
    assert_eq!(change.asked_anew.iter().map(ToString::to_string).collect::<Vec<_>>(), ["8B"]);
    assert!(change.told().iter().any(|sentence| sentence.contains("8B")), "{:?}", change.told());
    let state = second.workspace.state();
    let quote = |id: u128| &state.quote(Uuid::from_u128(id)).expect("kept").selector;
    assert_eq!((quote(21).start, quote(22).start, quote(23).start), (0, 8, 0));
    assert_eq!(quote(23).exact.chars().count(), 12);
    let themes = review.catalog.review().themes.len();
    assert_eq!(state.codebook.len(), themes, "the member's codebook is not the edition's");

    assert_eq!(second.workspace.undo(), Err(EditError::NothingToUndo), "the earlier edition's acts stay");
    second.workspace.apply(&rate("8C", Rating::Inadequate)).expect("rates");
    second.workspace.undo().expect("acts on this edition can be undone");
    let before = second.workspace.state().clone();
    drop(second);
    let third = open_to_work(&next, &path, 3);
    assert_eq!(third.edition, None, "told once");
    assert_eq!(third.workspace.state(), &before);
    assert_eq!(third.workspace.to_file(false, true).review.edition, 2);
}

#[test]
fn looking_at_another_edition_changes_nothing_that_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let (_, path) = begun(folder.path());
    let next = edited(|review| review.edition = 2);
    let look = |number| open_session(&next, &path, Purpose::Look, window(number)).expect("opens");
    assert!(look(1).edition.is_some());
    let again = look(2);
    assert!(again.edition.is_some(), "still new: nobody has worked on it");
    assert!(matches!(again.workspace.access(), Access::ReadOnly(_)));
}

#[test]
fn ratings_given_after_the_review_was_opened_for_scrutiny_say_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let (review, path) = begun(folder.path());
    let mut opened = open_to_work(&review, &path, 1);
    opened.workspace.apply(&rate("8A", Rating::Good)).expect("rates");
    let show = |show| Act::ShowPublished { show, seen: Vec::new() };
    for act in [show(true), show(false), rate("8B", Rating::Good)] {
        opened.workspace.apply(&act).expect("applies");
    }
    let seen = |cell: &str| opened.workspace.state().ratings[&cell.parse().expect("a cell")].published_seen;
    assert_eq!((seen("8A"), seen("8B")), (false, true));
}

#[test]
fn an_export_keeps_what_ratings_add_up_to_only_once_it_may_be_shown_and_is_taken_in_either_way() {
    for show in [ShowRollup::WhenComplete, ShowRollup::AfterRound] {
        let folder = tempfile::tempdir().expect("a folder");
        let review = edited(|review| review.settings.get_or_insert_default().show_rollup = Some(show));
        let member = MemberRef { id: Uuid::from_u128(7), name: None };
        let path = begin(&review, folder.path(), member, &mut Counting(0)).expect("begins");
        let mut session = open_to_work(&review, &path, 1);
        session.workspace.apply(&rate("8B", Rating::Inadequate)).expect("rates");
        let hidden = session.workspace.to_file(false, true);
        assert!(hidden.rollup.parents.is_empty(), "{show:?}");
        let full = crate::review::intake::rollup_of(&hidden, &review.catalog);
        assert!(!full.parents.is_empty());
        for file in [hidden.clone(), SessionFile { rollup: full, ..hidden.clone() }] {
            intake::check(file, &review.catalog, "x").expect("fits");
        }
        let cells: Vec<_> = review.catalog.review().cells().collect();
        for cell in &cells {
            session.workspace.apply(&rate(&cell.to_string(), Rating::Good)).expect("rates");
        }
        let complete = session.workspace.to_file(false, true);
        assert_eq!(complete.rollup.parents.is_empty(), show == ShowRollup::AfterRound);
        let without = SessionFile { rollup: hidden.rollup, ..complete };
        assert_eq!(intake::check(without, &review.catalog, "x").is_ok(), show == ShowRollup::AfterRound);
    }
}

#[test]
fn a_session_of_a_newer_program_says_first_that_this_is_why_it_is_only_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (review, path) = begun(folder.path());
    of_a_newer_program(&path);
    for purpose in [Purpose::Work, Purpose::Look] {
        let session = open_session(&review, &path, purpose, window(1)).expect("opens to look");
        let Access::ReadOnly(why) = session.workspace.access() else { panic!("it can be changed") };
        // A screen of 80 columns has two lines for it.
        for told in [why, &session.warnings[0]] {
            assert!(told[..80].contains("made by a newer plumbline"), "{told}");
        }
        assert!(why.len() < 160 && why.contains("update plumbline"), "{why}");
        assert!(session.warnings[0].ends_with(&path.display().to_string()), "{}", session.warnings[0]);
    }
}

#[test]
fn a_panel_s_own_thresholds_stay_with_the_session_and_go_round_with_it() {
    let catalog = Arc::new(Catalog::new(fixture::review(), sha256_hex(b"a review")));
    let member = MemberRef { id: Uuid::from_u128(0xa), name: None };
    let (kept, context) = (Kept::default(), Box::new(crate::review::workspace::Machine));
    let mut ws = Workspace::open(catalog, member, kept, Access::Write, context, Box::new(Forgetful)).expect("no log");
    let given =
        Thresholds { name: "ours".to_owned(), count: vec![Step { up_to: None, needs: 4 }], bands: Bands::default() };
    let act = Act::ChooseRule { rule: RuleName::Count, thresholds: Some(given.clone()) };
    ws.apply(&act).expect("a rule can always be chosen");
    assert_eq!(ws.rollup().rule().thresholds(), Some(&given));
    let file = ws.to_file(true, true);
    assert_eq!(file.version, 2, "an older program would not understand it");
    let bytes = to_bytes(&file).expect("writes");
    let read = read_session(&bytes, "mine.json").expect("reads");
    assert_eq!(to_bytes(&read).expect("writes"), bytes);
    let checked = intake::check(read, ws.catalog(), "mine.json").expect("its roll-up is by the same thresholds");
    assert!(checked.with_log);
    ws.undo().expect("an act like any other");
    assert_eq!(ws.rollup().rule().thresholds(), None);
    assert_eq!(ws.to_file(true, false).version, 1);
    let bad = Thresholds { count: Vec::new(), ..given };
    assert!(ws.apply(&Act::ChooseRule { rule: RuleName::Count, thresholds: Some(bad) }).is_err());
}
