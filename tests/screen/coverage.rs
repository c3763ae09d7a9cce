//! What was opened of a text is noted beside the acts: by the cursor, or by standing on the screen for a while.

use plumbline::model::ids::SourceId;

use crate::member::Member;
use crate::triage::member_at;

fn opened(member: &Member, code: &str) -> String {
    member.app.workspace().opened().get(&SourceId::from(code)).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn a_text_passed_by_in_the_list_counts_for_nothing_and_one_that_is_looked_at_does() {
    let mut member = member_at(200, 50);
    member.does("Down Down Up");
    assert!(member.app.workspace().opened().is_empty(), "each stood there for a second");
    // A key that moves nothing, so that the text stands there for two.
    member.does("Left Left");
    assert_eq!(opened(&member, "DHS0002"), "3:0-2");
    assert!(member.sees("100% of 1 page") && member.sees("3 of 3 paragraphs opened"), "{}", member.screen());
    assert!(member.acts().is_empty(), "reading is no act");
}

#[test]
fn on_a_small_screen_only_what_is_read_counts() {
    let mut member = member_at(80, 24);
    member.does("Left Left Left");
    assert!(member.app.workspace().opened().is_empty(), "no text was on the screen");
    member.does("Down Down Enter");
    assert!(member.app.workspace().opened().is_empty(), "where one comes to a text nothing is read yet");
    member.does("Left Enter Down Up");
    let first = opened(&member, "DHS0003");
    assert!(first.contains(":0"), "the paragraph the cursor is put in: {first}");
    member.does("PgDn PgDn End");
    let (of, ranges) =
        opened(&member, "DHS0003").split_once(':').map(|(of, it)| (of.to_owned(), it.to_owned())).unwrap();
    let last = of.parse::<usize>().unwrap() - 1;
    assert!(ranges.starts_with("0") && ranges.ends_with(&last.to_string()), "{ranges} of {of}");
    assert!(member.sees(" paragraphs opened"), "{}", member.screen());
}

#[test]
fn marks_are_kept_many_at_once_and_found_again() {
    let mut member = member_at(80, 24);
    member.does("Enter Down Down Down J Down Down Esc");
    let (kept, batches) = member.kept_of_paragraphs();
    assert!(!kept.is_empty() && batches <= 3, "{batches} for {} texts", kept.len());
    let before = member.app.workspace().opened().clone();
    let member = member.starts_again();
    assert_eq!(member.app.workspace().opened(), &before);
}

#[test]
fn undo_leaves_what_was_read() {
    let mut member = member_at(80, 24);
    member.does("Enter Down 1 u");
    assert!(opened(&member, "DHS0001").starts_with("3:"), "{}", opened(&member, "DHS0001"));
}

#[test]
fn the_same_text_read_in_the_review_counts_as_well() {
    let mut member = member_at(80, 24);
    member.does("g r : \"dhs1\" Enter Down Up");
    assert!(opened(&member, "DHS0001").starts_with("3:0"), "{}", opened(&member, "DHS0001"));
}

#[test]
fn what_became_of_the_sources_stands_in_a_sheet() {
    let mut member = member_at(80, 24);
    member.does("Enter Down v 3 - Enter 1 2 3 c");
    for words in ["What became of the sources", "submissions", "roundtables", "Set aside: 1 without a reason."] {
        assert!(member.sees(words), "{words}:\n{}", member.screen());
    }
    member.does("Esc");
    assert!(!member.sees("What became of the sources"));
    insta::assert_snapshot!("flow", {
        member.does("c");
        member.screen()
    });
}

#[test]
fn every_question_stands_on_the_other_page_with_what_was_opened_and_who_is_heard() {
    let mut member = member_at(80, 24);
    member.does("f \"8\" Enter Enter Down v 3 - Enter c Tab");
    assert!(member.sees("How much was opened, by question"), "{}", member.screen());
    let row = |member: &Member, cell: &str| {
        let lines = member.looks().lines();
        lines.into_iter().find(|line| line.contains(&format!("{cell}  "))).unwrap_or_default()
    };
    assert!(row(&member, "1A").contains("1 submitter says no"), "{}", member.screen());
    member.does("End");
    assert!(!row(&member, "9D").is_empty(), "the last question can be read:\n{}", member.screen());
    for _ in 0..3 {
        if row(&member, "8B").is_empty() {
            member.does("PgUp");
        }
    }
    assert!(row(&member, "8B").contains("1 of 1"), "the text filed under 8 was opened:\n{}", member.screen());
    member.does("Tab");
    assert!(member.sees("What became of the sources"), "{}", member.screen());
}

#[test]
fn on_a_narrow_screen_every_number_can_be_read() {
    let mut member = member_at(60, 15);
    member.does("1 2 3 Enter Down v 3 - Enter c");
    let mut seen = String::new();
    for _ in 0..12 {
        seen.push_str(&member.screen());
        member.does("Down");
    }
    for words in ["43 sources", "1 relevant", "1 aside", "1 raise", "1 marked", "183 sources"] {
        assert!(seen.contains(words), "{words}:\n{seen}");
    }
}
