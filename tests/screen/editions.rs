//! Another edition of the review: ratings under changed anchors, passages whose words are gone, and what a member does
//! about them.

use std::sync::Arc;

use plumbline::model::catalog::Catalog;
use plumbline::model::rating::Grade;

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;
use crate::submissions;

/// The sample with another anchor under question A, and without the words of its first item under 1A.
fn next() -> Arc<Catalog> {
    let mut review = sample().review().clone();
    review.edition += 1;
    review.questions[0].anchors.insert(Grade::Good, "Met but for a remainder.".to_owned());
    let cell = review.cells().next().unwrap();
    let first = review.evidence.iter_mut().find(|item| item.cells.iter().any(|at| at.cell().as_ref() == Some(&cell)));
    let first = first.unwrap();
    first.text = "Quite other words stand here now.".to_owned();
    first.refs.clear();
    catalog_of(review)
}

/// The first commitment's row of the grid.
fn row(member: &Member) -> String {
    let screen = member.screen();
    screen.lines().find(|line| line.contains("NHS App") && line.contains('%')).unwrap_or_default().to_owned()
}

#[test]
fn a_rating_under_a_changed_anchor_is_marked_until_it_is_confirmed_in_its_sheet() {
    let mut member = Member::at(120, 40);
    member.does("2 \"in the main\" Enter");
    assert!(member.sees("1 of 36 rated \u{b7} 0 of"), "{}", member.screen());
    assert!(row(&member).contains("G "), "{}", member.screen());

    let mut member = member.starts_again_on(next());
    assert!(member.sees("1 of 36 rated \u{b7} 1 to confirm"), "{}", member.screen());
    assert!(row(&member).contains("G!"), "{}", member.screen());
    let at_hand = "1A \u{b7} good, anchors changed since: confirm or rate anew (r)";
    assert!(member.sees(at_hand), "{}", member.screen());
    assert!(member.resizes(80, 24).sees(at_hand), "also on a small screen:\n{}", member.screen());
    member.resizes(120, 40);
    member.does("i");
    assert!(member.sees("your rating; anchors changed since: confirm or rate anew"), "{}", member.screen());
    member.does("Esc g v");
    assert!(member.sees("1A: anchors changed since: confirm or rate anew (r)."), "{}", member.screen());

    member.does("g r r");
    assert!(member.sees("Anchors changed since: Enter confirms, or rate anew."), "{}", member.screen());
    assert!(member.sees("Met but for a remainder."), "{}", member.screen());
    member.does("Enter");
    assert_eq!(member.said(), "1A confirmed as asked now.");
    assert!(!member.sees("to confirm") && row(&member).contains("G "), "{}", member.screen());
    member.does("u");
    assert!(member.sees("1 to confirm"));
    member.does("4 Enter");
    assert!(!member.sees("to confirm"), "rated anew:\n{}", member.screen());
}

#[test]
fn a_passage_that_lost_its_place_is_read_counted_noted_and_taken_away() {
    let mut member = Member::at(120, 40);
    member.does("Enter Enter v 1 - e \"check this\" Enter Enter");
    let words = member.state().quotes[0].selector.exact.clone();
    let mut member = member.starts_again_on(next());
    assert!(member.state().quotes[0].lost);
    member.does("g u");
    let begin: String = words.chars().take(20).collect();
    for part in ["Left by a new edition: 1 passage lost", begin.as_str(), "Tags: ", "1A: no: ", "Note: check this"] {
        assert!(member.sees(part), "{part}:\n{}", member.screen());
    }
    member.does("e \" soon\" Enter");
    assert!(member.sees("Note: check this soon"), "{}", member.screen());
    member.does("Backspace");
    assert!(member.sees("All is settled.") && member.state().quotes.is_empty(), "{}", member.screen());
    member.does("u");
    assert!(member.sees("1 passage lost"), "{}", member.screen());
}

#[test]
fn the_reader_underlines_nothing_where_a_lost_passage_stood_and_a_new_one_can_be_marked_there() {
    let mut member = Member::at(120, 40);
    member.does("Enter Enter v 1 - Enter");
    let mut member = member.starts_again_on(next());
    member.does("g r Esc Enter Enter v Enter");
    assert_eq!(member.state().quotes.len(), 2, "{}", member.screen());
    assert_eq!(member.state().quotes[1].selector.exact, "Quite other words stand here now.");
    // Under its tag it is found, and leads to what it said.
    member.does("g c Right Enter");
    assert!(member.sees("Left by a new edition: 1 passage lost"), "{}", member.screen());
}

#[test]
fn a_passage_that_lost_its_place_in_a_submission_leads_to_what_stands_there_now() {
    let with = |text: &str, later: u32| {
        let mut review = sample().review().clone();
        review.edition += later;
        review.sources.push(submissions::source("SUB0001", "Ashby Clinics", text.to_owned()));
        catalog_of(review)
    };
    let catalog = with("The wards were short of staff all winter.\n\nSo it went.\n", 0);
    let mut member = Member::starting(Start { catalog, ..Start::default() }, 120, 40);
    member.does("g s \"sub0001\" Enter v 1 Enter");
    assert_eq!(member.state().quotes.len(), 1, "{}", member.screen());
    let mut member = member.starts_again_on(with("Nothing is said of that.\n", 1));
    member.does("g u");
    assert!(member.sees("1 passage lost") && member.sees("The wards were short of staff"), "{}", member.screen());
    member.does("Enter");
    assert!(member.sees(" Source SUB0001 ") && member.sees("Nothing is said of that."), "{}", member.screen());
    member.does("v Enter");
    assert_eq!(member.state().quotes.len(), 2, "it is not in the way of a new one");
    member.does("g f");
    assert!(member.sees("lost its place; "), "{}", member.screen());
    member.does("Enter");
    assert!(member.sees("Left by a new edition: 1 passage lost"), "{}", member.screen());
}

#[test]
fn with_nothing_left_to_settle_it_says_so() {
    let mut member = Member::new();
    member.does("g u");
    assert_eq!(member.said(), "No edition left anything to settle.");
}

#[test]
fn what_is_left_to_settle_offers_what_its_keys_do() {
    let mut member = Member::at(120, 40);
    member.does("Enter Enter v 1 - Enter");
    let mut member = member.starts_again_on(next());
    member.does("g u");
    let last = member.looks().lines().pop().unwrap();
    assert_eq!(
        last,
        "Enter to its text \u{b7} Esc back \u{b7} ? menu \u{b7} e note \u{b7} y copy \u{b7} Backspace take away"
    );
}
