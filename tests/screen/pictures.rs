//! Pictures of screens, read by eye before they were accepted: would a panel member understand them?
//! Each stands beside what the session then holds.

use insta::assert_snapshot;

use crate::member::Member;

fn after(keys: &str) -> Member {
    let mut member = Member::new();
    member.does(keys);
    member
}

/// The screen, but for how many items the sample has.
fn picture(member: &Member) -> String {
    let items = member.app.workspace().catalog().review().evidence.len();
    member.screen().replace(&format!("of {items} read"), "of NNN read")
}

fn cell(key: &str) -> plumbline::model::ids::CellKey {
    key.parse().unwrap()
}

#[test]
fn the_first_screen_is_the_grid_on_the_first_question() {
    let member = after("");
    assert!(member.acts().is_empty() && member.said().is_empty());
    assert_snapshot!("first_screen", picture(&member));
    assert_snapshot!("first_screen_120x40", picture(&Member::at(120, 40)));
    assert_snapshot!("first_screen_200x50", picture(&Member::at(200, 50)));
}

#[test]
fn the_list_has_a_line_for_every_item_of_the_question() {
    let member = after("Enter Down + -");
    assert_eq!(member.state().quotes.len(), 2);
    assert_snapshot!("list", picture(&member));
}

#[test]
fn the_reader_shows_the_text_with_its_notes_below() {
    let member = after("Enter Down Enter ]");
    assert_eq!(member.app.workspace().read().len(), 1);
    assert_snapshot!("reader", picture(&member));
    for (width, height) in [(120, 40), (200, 50)] {
        let mut member = Member::at(width, height);
        member.does("Enter Down Enter v 3 - Enter ]");
        assert_eq!(member.state().quotes.len(), 1);
        assert_snapshot!(format!("reader_{width}x{height}"), picture(&member));
    }
}

#[test]
fn the_passage_sheet_shows_words_tags_and_what_they_say() {
    let member = after("Enter Down Enter v 3 - f \" 2d\" Enter");
    assert!(member.state().quotes.is_empty(), "nothing is kept before Enter");
    assert_snapshot!("passage_sheet", picture(&member));
}

#[test]
fn the_rating_sheet_shows_the_four_anchors_with_the_lit_one_in_full() {
    let member = after("Enter v 3 - Enter Esc 4 \"two years late\"");
    assert!(member.state().ratings.is_empty(), "nothing is kept before Enter");
    assert_snapshot!("rating_sheet", picture(&member));
}

#[test]
fn after_rating_two_lines_say_what_moved_and_what_follows() {
    let member = after(": \"8a\" Enter 4 Enter Right 3 \"no plan for the money\" Enter Right 4 Enter Left 4 Enter");
    let ratings = &member.state().ratings;
    assert_eq!(ratings.len(), 3);
    assert_eq!(ratings[&cell("8B")].rating.id(), "inadequate");
    assert_eq!(ratings[&cell("8B")].reason.as_deref(), Some("no plan for the money"), "the reason stays");
    assert_snapshot!("after_rating", picture(&member));
}

#[test]
fn the_verdicts_say_what_the_ratings_add_up_to_and_why() {
    let member = after("1 Enter Right 3 Enter Right 3 \"few\" Enter Right 2 Enter g v Down Up End");
    assert_eq!(member.state().ratings.len(), 4);
    assert_snapshot!("verdicts", picture(&member));
}

#[test]
fn what_if_is_a_marked_copy_that_changes_nothing() {
    let member = after("1 Enter Right 3 Enter Right 3 \"few\" Enter Right 2 Enter g v w 4 Right 4");
    assert_eq!(member.acts().len(), 4, "the copy is not the session");
    assert_snapshot!("what_if", picture(&member));
}

#[test]
fn the_codebook_counts_passages_by_tag() {
    let member = after("Enter Enter v 3 - Enter J v 3 + Enter Right Enter v 2 3 m Enter g c Down Down");
    assert_eq!(member.state().quotes.len(), 3);
    assert_snapshot!("codebook", picture(&member));
}

#[test]
fn the_menu_lists_what_can_be_done_here() {
    let member = after("Enter Enter ?");
    assert!(member.app.is_typing());
    assert_snapshot!("menu", picture(&member));
}

#[test]
fn find_anything_finds_questions_notes_sources_and_actions() {
    let member = after(": \"fund\"");
    assert!(member.acts().is_empty());
    assert_snapshot!("find_anything", picture(&member));
}

#[test]
fn what_is_asked_stands_in_full() {
    let member = after("i");
    assert!(member.acts().is_empty());
    assert_snapshot!("what_is_asked", picture(&member));
}

#[test]
fn a_first_start_shows_three_steps_over_the_grid() {
    let start = crate::member::Start { first_start: true, ..Default::default() };
    let mut member = Member::starting(start, 80, 24);
    assert_snapshot!("first_steps", picture(&member));
    member.does("Down");
    assert!(!member.sees("First steps"));
    assert!(member.sees("2A \u{b7}"), "an arrow dismisses the card and moves:\n{}", member.screen());
}
