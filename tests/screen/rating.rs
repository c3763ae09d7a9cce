//! Rating questions, commitments and the whole: reasons, no information, declining, clearing.

use plumbline::model::ids::CellKey;
use plumbline::model::ids::ParentKey;
use plumbline::model::rating::Rating;

use crate::member::Member;

fn cell(key: &str) -> CellKey {
    key.parse().unwrap()
}

fn on(question: &str) -> Member {
    let mut member = Member::new();
    member.does(&format!(": \"{question}\" Enter"));
    member
}

#[test]
fn a_digit_rates_and_the_reason_is_typed_at_once() {
    let mut member = on("8b");
    member.does("4 \"no plan\" Ctrl+J \"no money\" Enter");
    let entry = &member.state().ratings[&cell("8B")];
    assert_eq!(entry.rating.id(), "inadequate");
    assert_eq!(entry.reason.as_deref(), Some("no plan\nno money"));
    assert!(member.said().starts_with("8B is now "), "{}", member.said());
    assert_eq!(member.acts(), ["rate"]);
}

#[test]
fn a_rating_without_a_reason_is_kept_and_shown_with_a_ring() {
    let mut member = on("8b");
    member.does("4 Enter");
    assert_eq!(member.state().ratings[&cell("8B")].reason, None);
    let row =
        |member: &Member| member.looks().lines().into_iter().find(|row| row.contains("National digital")).unwrap();
    assert!(row(&member).contains("I\u{b0}"), "{}", row(&member));
    member.does("r e \"now with one\" Enter");
    assert!(!row(&member).contains('\u{b0}'), "{}", row(&member));
}

#[test]
fn esc_leaves_the_rating_as_it_was() {
    let mut member = on("8b");
    member.does("4 \"a reason\" Enter");
    let before = member.state().clone();
    member.does("1 Esc");
    assert_eq!(*member.state(), before);
    assert_eq!(member.said(), "8B left as it was.");
    member.does("r Up Up Esc");
    assert_eq!(*member.state(), before);
}

#[test]
fn looked_at_but_not_to_be_rated_is_an_answer() {
    let mut member = on("8b");
    member.does("0 \"nothing was sent in\" Enter");
    assert_eq!(member.state().ratings[&cell("8B")].rating.id(), "no_information");
    assert!(member.sees("1 of 36 rated"), "{}", member.screen());
}

#[test]
fn declining_to_rate_needs_a_line() {
    let mut member = on("8b");
    member.does("r x Enter");
    assert_eq!(member.said(), "Say in a line why you do not rate this.");
    assert!(member.app.is_typing(), "the sheet stays open for it");
    member.types("I run the programme").does("Enter");
    assert_eq!(member.state().abstained[&cell("8B")].why, "I run the programme");
    assert!(member.sees("1 not rated by you"), "{}", member.screen());
    member.does("2 Enter");
    assert!(member.state().abstained.is_empty(), "a rating takes the place of declining");
}

#[test]
fn backspace_clears_a_rating_and_says_so_where_there_is_none() {
    let mut member = on("8b");
    member.does("Backspace");
    assert_eq!(member.said(), "8B is not rated.");
    member.does("4 Enter Backspace");
    assert!(member.state().ratings.is_empty());
    assert_eq!(member.said(), "Rating of 8B cleared.");
    member.does("4 Enter r Backspace");
    assert!(member.state().ratings.is_empty(), "also from the sheet");
}

#[test]
fn nothing_chosen_is_nothing_kept() {
    let mut member = on("8b");
    member.does("r Enter");
    assert_eq!(member.said(), "Choose 1 to 4, 0 or x first; Esc leaves it as it was.");
    assert!(member.acts().is_empty());
}

#[test]
fn an_own_judgement_of_a_commitment_insists_on_a_reason() {
    let mut member = on("8d");
    member.does("Right 3 Enter");
    assert_eq!(member.said(), "Your own judgement needs a reason.");
    assert!(member.state().overrides.is_empty());
    member.types("the count hides the trend").does("Enter");
    let entry = &member.state().overrides[&ParentKey::Commitment("8".into())];
    assert_eq!((entry.rating.id(), entry.reason.as_str()), ("requires_improvement", "the count hides the trend"));
    member.does("Backspace");
    assert!(member.state().overrides.is_empty());
}

#[test]
fn the_whole_is_judged_but_areas_are_not() {
    let mut member = Member::new();
    member.does("G 4 \"too slow throughout\" Enter");
    assert!(member.state().overrides.contains_key(&ParentKey::Overall));
    member.does("g g 4");
    assert!(member.said().starts_with("Areas are not rated"), "{}", member.said());
    assert_eq!(member.acts().len(), 1);
}

#[test]
fn enter_after_rating_goes_to_the_next_unrated_question() {
    let mut member = on("8b");
    member.does("4 Enter");
    assert!(member.said().contains("(Enter: next unrated, 8C)"), "{}", member.said());
    member.does("Enter 4 Enter Enter");
    assert!(member.sees("8D \u{b7}"), "{}", member.screen());
    assert_eq!(member.state().ratings.len(), 2);
}

#[test]
fn the_offer_of_the_next_question_is_gone_after_another_key() {
    let mut member = on("8b");
    member.does("4 Enter Left Enter");
    assert!(member.sees("8A Commitment met"), "Enter opens the list again:\n{}", member.screen());
}

#[test]
fn thirty_six_answers_with_enter_end_at_the_verdicts() {
    let mut member = Member::new();
    for n in 0..36 {
        member.does(if n == 0 { "3 Enter" } else { "Enter 3 Enter" });
    }
    assert_eq!(member.state().ratings.len(), 36);
    assert!(member.said().contains("Every question is rated now; g v shows the verdicts."), "{}", member.said());
    member.does("g n");
    assert_eq!(member.said(), "Every question is rated. g v shows the verdicts.");
}

#[test]
fn two_lines_say_what_was_rated_and_what_follows_for_commitment_and_whole() {
    let mut member = on("8a");
    member.does("4 Enter Right 3 Enter Right 4 Enter Right 2 Enter Left Left 4 Enter");
    let said = member.said().to_lowercase();
    let (first, second) = said.split_once('\n').unwrap();
    assert_eq!(first, "8b is now inadequate (was requires improvement).");
    assert!(second.contains("commitment 8 stays inadequate: 3 of 4 answers are, 2 suffice."), "{second}");
    assert!(second.contains("overall"), "{second}");
}

#[test]
fn the_members_passages_are_attached_and_one_can_be_left_out() {
    let mut member = Member::new();
    member.does("Enter + - Esc r Up Up");
    assert!(member.sees("[x]"), "{}", member.screen());
    member.does("Space 4 Enter");
    let entry = &member.state().ratings[&cell("1A")];
    assert_eq!(entry.quotes.len(), 1, "one of two was left out");
    assert_eq!(member.state().quotes.len(), 2, "the passage itself stays");
}

#[test]
fn tab_takes_the_words_of_the_anchor_into_the_reason() {
    let mut member = on("1a");
    member.does("2 Tab Enter");
    let reason = member.state().ratings[&cell("1A")].reason.clone().unwrap();
    assert!(reason.starts_with("Met with some minor gaps"), "{reason}");
}

#[test]
fn rating_from_the_reader_leaves_the_member_at_the_same_sentence() {
    let mut member = Member::new();
    member.does("Enter Down Enter Down");
    let before = member.looks().cursor;
    member.does("r 4 \"late\" Enter");
    assert_eq!(member.looks().cursor, before);
    assert!(member.state().ratings.contains_key(&cell("1A")));
}

#[test]
fn the_reason_of_a_rating_can_be_changed_alone_and_an_unchanged_one_is_no_act() {
    let mut member = on("1a");
    member.does("4 \"late\" Enter r Enter");
    assert_eq!(member.acts(), ["rate"], "kept as it was");
    member.does("r e \" and dear\" Enter");
    assert_eq!(member.state().ratings[&cell("1A")].reason.as_deref(), Some("late and dear"));
    assert_eq!(member.acts(), ["rate", "rate"]);
}

#[test]
fn a_second_digit_corrects_the_rung_and_does_not_become_the_reason() {
    let mut member = Member::new();
    member.does("4 3 Enter");
    let entry = member.state().ratings.values().next().unwrap();
    assert_eq!((entry.rating, entry.reason.as_deref()), (Rating::RequiresImprovement, None));
}

#[test]
fn esc_does_not_throw_a_reason_away_at_the_first_press() {
    let mut member = Member::new();
    member.does("4 \"half a reason\" Esc");
    assert!(member.said().contains("Esc again"), "{}", member.said());
    member.does("Enter");
    let entry = member.state().ratings.values().next().unwrap();
    assert_eq!(entry.reason.as_deref(), Some("half a reason"));
}

#[test]
fn a_rating_is_not_cleared_from_where_it_cannot_be_seen() {
    let mut member = Member::new();
    member.does("4 Enter g c x Backspace g r Enter Enter Tab Backspace");
    assert_eq!(member.state().ratings.len(), 1, "{}", member.said());
}

#[test]
fn a_rating_that_undo_brings_back_after_the_published_one_was_seen_says_so() {
    let mut member = Member::new();
    member.does("2 Enter 4 Enter p Esc u");
    let entry = member.state().ratings.values().next().unwrap();
    assert_eq!((entry.rating, entry.published_seen), (Rating::Good, true));
}

#[test]
fn the_anchor_s_words_are_taken_once_however_often_they_are_asked_for() {
    let mut member = on("8b");
    member.does("3 Tab");
    member.does("Tab \" and late\" Tab Enter");
    let reason = member.state().ratings[&cell("8B")].reason.clone().unwrap();
    let anchor = member.app.workspace().catalog().question(&"B".into()).unwrap().anchors
        [&plumbline::model::rating::Grade::RequiresImprovement]
        .clone();
    assert_eq!(reason, format!("{anchor} and late"));
}
