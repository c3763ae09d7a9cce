//! Finding one's way: show only, search, find anything, places visited, notes and sources.

use crate::member::Member;
use plumbline::tui::effect::Effect;

#[test]
fn show_only_narrows_the_list_and_esc_shows_all() {
    let mut member = Member::new();
    member.does("Enter + + - s \"yes\" Enter");
    assert!(member.sees("2 of 9 shown: only"), "{}", member.screen());
    member.does("Esc");
    assert!(member.sees("9 items: 2 say yes"), "{}", member.screen());
    assert!(!member.sees("shown: only"));
}

#[test]
fn show_only_is_dropped_under_another_question() {
    let mut member = Member::new();
    member.does("Enter s \"figures\" Enter");
    assert!(member.sees("2 of 9 shown: only figures"), "{}", member.screen());
    member.does("Left Right Enter");
    assert!(!member.sees("shown: only"), "{}", member.screen());
}

#[test]
fn show_only_pinned_stays_under_other_questions_until_all_is_shown() {
    let mut member = Member::new();
    member.does("Enter s");
    assert!(member.sees("Show only, here (Tab: at every question)"), "{}", member.screen());
    member.does("Tab \"figures\" Enter");
    assert!(member.sees("2 of 9 shown: only figures, at every question."), "{}", member.screen());
    member.does("Left Right Enter");
    assert!(member.sees("shown: only figures, at every question."), "{}", member.screen());
    member.does("s");
    assert!(member.sees("Show only, at every question until Esc (Tab: only here)"), "{}", member.screen());
    member.does("Esc Esc");
    assert!(!member.sees("shown: only"), "{}", member.screen());
    member.does("Esc Left Enter");
    assert!(!member.sees("shown: only"), "nor at the question it was pinned on: {}", member.screen());
}

#[test]
fn show_only_offers_all_that_is_filed_here_also_while_something_is_left_out() {
    let mut member = Member::new();
    member.does("Enter s \"figures\" Enter s \"all\"");
    assert!(member.sees("9 items"), "{}", member.screen());
    member.does("Enter s \"figures\" Enter s Enter");
    assert!(member.sees("2 of 9 shown"), "it stands on what is shown: {}", member.screen());
}

#[test]
fn an_item_that_a_pinned_choice_leaves_out_is_shown_when_it_is_asked_for() {
    let mut member = Member::new();
    member.does("Enter Down v 3 Enter s Tab \"figures\" Enter");
    assert!(!member.sees("DHS0020"), "left out:\n{}", member.screen());
    member.does(": \"digital exclusion\" Enter Enter Enter Left");
    assert!(member.sees("DHS0020") && !member.sees("shown: only"), "{}", member.screen());
}

#[test]
fn a_list_can_be_widened_to_the_commitment_and_its_background() {
    let mut member = Member::new();
    let items = |member: &Member| -> usize {
        let row = member.looks().lines().remove(2);
        row.split(' ').next().unwrap().parse().unwrap()
    };
    member.does("Enter");
    let one = items(&member);
    member.does("a");
    let all = items(&member);
    member.does("a");
    let with_background = items(&member);
    assert!(one < all && all < with_background, "{one}, {all}, {with_background}");
    member.does("a");
    assert_eq!(items(&member), one);
}

#[test]
fn another_question_is_read_from_the_top_even_where_lists_overlap() {
    let mut member = Member::new();
    member.does("Up Enter a a Esc Down Enter");
    assert_eq!(member.looks().cursor.unwrap().y, 3, "on the first item:\n{}", member.screen());
    member.does("Enter");
    assert!(member.sees("item 1 of"), "{}", member.screen());
}

#[test]
fn search_walks_what_was_found_with_n_and_back() {
    let mut member = Member::new();
    member.does("/ \"funding\" Enter");
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
    let first = member.looks().lines()[1].clone();
    member.does("n n");
    assert!(member.said().starts_with("Found 3 of "), "{}", member.said());
    member.does("N N");
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
    assert_eq!(member.looks().lines()[1], first);
    member.does("N");
    let last = member.said();
    let total = last.split([' ', ';', ',']).nth(3).unwrap();
    assert!(last.starts_with(&format!("Found {total} of {total}")), "backwards from the first comes the last: {last}");
}

#[test]
fn search_says_where_it_looks_and_tab_switches() {
    let mut member = Member::new();
    member.does("Enter / \"funding\"");
    assert!(member.sees("Search in this list (Tab: everywhere)"), "{}", member.screen());
    assert!(member.sees("Nothing found in this list."), "{}", member.screen());
    member.does("Tab");
    assert!(member.sees("Search everywhere"), "{}", member.screen());
    assert!(member.sees("everywhere, in reading order"), "{}", member.screen());
}

#[test]
fn nothing_found_says_so_and_stays() {
    let mut member = Member::new();
    member.does("/ \"xyzzy\" Enter");
    assert!(member.said().starts_with("Nothing found anywhere."), "{}", member.said());
    assert!(member.app.is_typing());
    member.does("Esc n");
    assert_eq!(member.said(), "Nothing searched for yet: / searches.");
}

#[test]
fn where_esc_leads_back_to_is_said_by_question_and_place_in_its_list() {
    let mut member = Member::new();
    member.does("Enter Down Down : \"8b\" Enter");
    assert!(member.sees("Esc: back to 1A, item 3"), "{}", member.screen());
}

#[test]
fn esc_returns_from_what_was_found_to_where_one_was() {
    let mut member = Member::new();
    member.does("Down Right / \"funding\" Enter");
    assert!(!member.sees("\u{2500} Commitments"));
    member.does("Esc");
    assert!(member.sees("2B \u{b7} Managing"), "{}", member.screen());
}

#[test]
fn a_question_a_note_and_a_source_are_found_by_name_at_once() {
    for (typed, expected) in [
        ("8b", "8B \u{b7} National digital workforce"),
        ("8B", "8B \u{b7} National digital workforce"),
        ("n37", "[37] NHS Digital"),
        ("dhs42", "Source DHS0042"),
        ("DHS0042", "Source DHS0042"),
        ("verdicts", "What your ratings add up to"),
    ] {
        let mut member = Member::new();
        member.does(&format!(": \"{typed}\" Enter"));
        assert!(member.sees(expected), "{typed}:\n{}", member.screen());
        assert!(member.acts().is_empty());
    }
}

#[test]
fn find_anything_does_what_it_names() {
    let mut member = Member::new();
    member.does(": \"history\" Enter");
    assert!(member.sees("History, newest first"), "{}", member.screen());
    let mut member = Member::new();
    member.does(": \"q\" Enter");
    assert!(member.wishes().contains(&Effect::Quit), "asked for by name, leaving is meant");
}

#[test]
fn enter_on_a_note_marker_goes_to_the_note_its_source_and_what_cites_it() {
    let mut member = Member::new();
    member.does("Enter Enter ] Enter");
    let cursor = member.looks().cursor.unwrap();
    assert!(member.looks().row(cursor.y).starts_with("[37]"), "{}", member.screen());
    member.does("Down Enter");
    assert!(member.sees("Source DHS0041") && member.sees("What cites it"), "{}", member.screen());
    assert!(member.sees("is not held here"), "{}", member.screen());
    member.does("Down Down Enter");
    let item = member.looks().lines()[1].clone();
    assert!(item.starts_with("\u{2500} E") && !item.contains("E068"), "another item that cites it: {item}");
    member.does("Esc");
    assert!(member.sees("Source DHS0041"), "{}", member.screen());
    member.does("Esc");
    assert!(member.sees("\u{2500} E068 \u{b7} item 1 of 9"), "{}", member.screen());
}

#[test]
fn the_way_back_and_forward_passes_the_same_places() {
    let mut member = Member::new();
    let title = |member: &Member| member.looks().lines()[1..20].join("\n");
    member.does(": \"8b\" Enter");
    let question = title(&member);
    member.does(": \"dhs42\" Enter");
    let source = title(&member);
    member.does(": \"n37\" Enter");
    let note = title(&member);
    member.does("<");
    assert_eq!(title(&member), source);
    member.does("<");
    assert_eq!(title(&member), question);
    member.does("> >");
    assert_eq!(title(&member), note);
    member.does(">");
    assert_eq!(member.said(), "There is nowhere further along the way.");
    member.does("< < <");
    assert!(member.sees("1A \u{b7} NHS App"), "{}", member.screen());
    member.does("<");
    assert_eq!(member.said(), "This is where you started.");
}

#[test]
fn esc_goes_one_level_at_a_time_and_never_leaves() {
    let mut member = Member::new();
    member.does("Enter Enter Tab Esc");
    assert!(member.sees("\u{2500} E068"), "from the notes to the text");
    member.does("Esc");
    assert!(member.sees("9 items"), "to the list");
    member.does("Esc");
    assert!(member.sees("\u{2500} Commitments"), "to the grid");
    member.does("Esc Esc Esc");
    assert!(member.said().starts_with("Nothing further back"), "{}", member.said());
    assert!(member.wishes().is_empty());
}

#[test]
fn starting_again_stands_where_one_left() {
    for keys in ["Down Right", "Enter Down", "Enter Down Enter Down", "g c Down Down", "g v Down"] {
        let mut member = Member::new();
        member.does(keys);
        let (before, cursor) = (member.screen(), member.looks().cursor);
        let member = member.starts_again();
        let body = |screen: &str| screen.lines().skip(1).take(19).collect::<Vec<_>>().join("\n");
        assert_eq!(body(&member.screen()), body(&before), "{keys}");
        assert_eq!(member.looks().cursor, cursor, "{keys}");
    }
}

#[test]
fn the_next_unread_and_the_next_unrated_are_one_key_away() {
    let mut member = Member::new();
    member.does("4 Enter g n");
    assert!(member.sees("1B \u{b7}"), "{}", member.screen());
    member.does("g e");
    let read: Vec<_> = member.app.workspace().read().iter().cloned().collect();
    assert_eq!(read.len(), 1);
    assert!(member.sees(&format!("\u{2500} {} \u{b7}", read[0])), "{}", member.screen());
}

#[test]
fn every_text_ends_at_the_next_question_and_not_in_a_wall() {
    let mut member = Member::new();
    member.does("Enter End Enter J");
    assert!(member.said().contains("after this one comes 1B"), "{}", member.said());
}

#[test]
fn what_was_chosen_last_in_find_anything_is_there_again_with_two_keys() {
    let mut member = Member::new();
    member.does(": \"8b\" Enter : \"n427\" Enter Esc :");
    let rows = member.looks().lines();
    let first = rows.iter().position(|row| row.contains("recent")).unwrap();
    assert!(rows[first].contains("427") && rows[first + 1].contains("8B"), "{}", member.screen());
    member.does("Down Enter");
    assert!(member.sees("8B \u{b7}"), "{}", member.screen());
}
