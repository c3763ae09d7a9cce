//! The framework matrix: tags or submitters by questions, with what the member sums up.

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;

/// At the matrix of submitters for commitment 1, with one passage of DHS0020 filed under 1A.
fn at_submitters() -> Member {
    let mut member = Member::new();
    member.does("Enter Down Enter v 3 - Enter g c x x Tab");
    member
}

fn row(member: &Member, code: &str) -> String {
    member.looks().lines().into_iter().find(|row| row.contains(code)).unwrap_or_default()
}

#[test]
fn the_matrix_shows_tags_and_with_the_same_key_those_who_sent_something_in() {
    let mut member = Member::new();
    member.does("Enter Down Enter v 3 - Enter g c x");
    assert!(member.sees("Tags by questions, all commitments"), "{}", member.screen());
    member.does("x");
    assert!(member.sees("Submitters by questions, all commitments"), "{}", member.screen());
    for _ in 0..3 {
        member.does("PgDn");
        if !row(&member, "DHS0020").is_empty() {
            break;
        }
    }
    let numbers: Vec<String> = row(&member, "DHS0020").split_whitespace().rev().take(5).map(str::to_owned).collect();
    assert_eq!(numbers, ["1", "\u{b7}", "\u{b7}", "\u{b7}", "1"], "{}", member.screen());
    member.does("x");
    assert!(member.sees("Tags by questions, all commitments"), "{}", member.screen());
}

#[test]
fn a_summary_is_written_on_a_field_marked_shown_and_taken_back() {
    let mut member = at_submitters();
    member.does("e \"reach is uneven\" Enter");
    let summary = member.state().summaries.values().next().unwrap();
    assert_eq!((summary.cell.to_string(), summary.text.as_str()), ("1A".to_owned(), "reach is uneven"));
    assert_eq!(member.acts().last().map(String::as_str), Some("summarise"));
    let code = summary.source.to_string();
    assert!(row(&member, &code).contains('*'), "{}", member.screen());
    assert!(member.sees(&format!("Your summary of {code} on 1A: reach is uneven")), "{}", member.screen());
    member.does("e Enter");
    assert_eq!(member.acts().len(), 2, "unchanged is no act");
    member.does("u");
    assert!(member.state().summaries.is_empty());
    assert!(!row(&member, &code).contains('*'));
}

#[test]
fn a_summary_of_more_than_one_question_is_refused_and_says_how_to_choose_one() {
    let mut member = Member::new();
    member.does("g c x x e");
    assert!(member.said().starts_with("A summary is of one question of one commitment"), "{}", member.said());
    member.does("Tab Right Right Right Right e");
    assert!(member.said().starts_with("A summary is of one question"), "the last column is all of them");
    member.does("Left e");
    assert!(member.sees("says to 1D, in your words"), "{}", member.screen());
}

#[test]
fn enter_on_a_number_of_a_submitter_lists_its_passages_and_enter_goes_there() {
    let mut member = at_submitters();
    let at = |member: &Member| member.looks().cursor.map(|at| member.looks().row(at.y)).unwrap();
    for _ in 0..60 {
        if at(&member).contains("DHS0020") {
            break;
        }
        member.does("Down");
    }
    member.does("Enter");
    assert!(member.sees("under 1A: 1 passage"), "{}", member.screen());
    member.does("Backspace");
    assert_eq!(member.state().quotes[0].tags.len(), 1, "a passage keeps its tag: {}", member.said());
    member.does("Enter");
    assert!(member.sees("There is sound evidence"), "{}", member.screen());
}

#[test]
fn on_a_tag_the_matrix_writes_on_the_tag() {
    let mut member = Member::new();
    member.does("g c x e");
    assert!(member.sees("Interoperability"), "{}", member.screen());
    assert!(!member.sees("Note on"), "not on the question left behind:\n{}", member.screen());
}

#[test]
fn without_any_tag_the_matrix_shows_those_who_sent_something_in() {
    let mut review = sample().review().clone();
    review.themes.clear();
    let start = Start { catalog: catalog_of(review), ..Start::default() };
    let mut member = Member::starting(start, 80, 24);
    member.does("g c x");
    assert!(member.sees("Submitters by questions, all commitments"), "{}", member.screen());
    assert!(member.sees("DHS0001"), "{}", member.screen());
    member.does("x");
    assert!(member.sees("There is no tag yet."), "{}", member.screen());
    member.does("x Tab e \"uneven\" Enter");
    assert_eq!(member.state().summaries.len(), 1, "{}", member.said());
    member.does("Esc");
    assert!(member.sees("0 tags"), "{}", member.screen());
}
