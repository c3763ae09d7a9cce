//! Search as a member meets it: its language, what is wrong under its place, its orders, and what was searched for.

use std::path::Path;

use insta::assert_snapshot;
use plumbline::store::atomic::Existing;
use plumbline::store::review_file::write_review;

use crate::member::Member;
use crate::reviews::sample;

fn searching(typed: &str) -> Member {
    let mut member = Member::new();
    member.does("/").types(typed);
    member
}

#[test]
fn what_is_found_stands_in_its_context_and_what_is_wrong_under_its_place() {
    let member = searching("staff train -\"short of\"");
    assert!(member.app.is_typing());
    assert_snapshot!("search", member.screen());
    let wrong = searching("staff train tag:nosuch");
    assert!(wrong.acts().is_empty());
    assert_snapshot!("search_wrong", wrong.screen());
    let mut large = Member::at(200, 50);
    large.does("/").types("q:8B kind:finding \"staff");
    assert_snapshot!("search_200x50", large.screen());
}

#[test]
fn what_the_member_marked_read_and_filed_is_searched_for() {
    let mut member = Member::new();
    member.does("Enter Down Enter v 3 - Enter Esc Esc");
    let label = member.state().codebook[2].label.clone();
    for (typed, found) in [
        (format!("tag:\"{label}\""), "1 item, everywhere"),
        ("stance:no".to_owned(), "1 item, everywhere"),
        ("stance:no q:1A".to_owned(), "1 item, everywhere"),
        ("stance:no q:2A".to_owned(), "Nothing found anywhere."),
        ("status:marked status:read".to_owned(), "1 item, everywhere"),
        ("status:marked status:unread".to_owned(), "Nothing found anywhere."),
    ] {
        member.does("/").types(&typed);
        assert!(member.sees(found), "{typed}:\n{}", member.screen());
        member.does("Esc");
    }
}

#[test]
fn the_lit_row_is_gone_to_and_the_others_are_walked_from_there() {
    let mut member = searching("staff");
    member.does("Down Down Enter");
    assert!(member.said().starts_with("Found 3 of "), "{}", member.said());
    member.does("n");
    assert!(member.said().starts_with("Found 4 of "), "{}", member.said());
    member.does("/ Ctrl+O");
    member.types("staff");
    assert!(member.sees("the best first (Ctrl+O: reading order)"), "{}", member.screen());
    member.does("Enter n");
    assert!(member.said().starts_with("Found 2 of "), "{}", member.said());
}

#[test]
fn up_in_an_empty_field_brings_back_what_was_searched_for() {
    let mut member = Member::new();
    member.does("/ \"funding\" Enter / \"staff\" Enter / Up");
    assert!(member.sees("/ staff"), "{}", member.screen());
    member.does("Up");
    assert!(member.sees("/ funding"), "{}", member.screen());
    member.does("Enter");
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
}

#[test]
fn a_review_in_a_file_of_its_own_is_searched_there_and_the_same_is_found() {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join("searched.plumb");
    write_review(&path, sample().review(), sample().digest(), Existing::Replace).unwrap();
    for typed in ["staff", "t", "kind:figure -staff", "q:8 \"digital\"", "zzqq", "E068"] {
        let here = searching(typed);
        let mut there = Member::new();
        there.app.search_in(Some(path.clone()));
        there.does("/").types(typed);
        assert_eq!(there.screen(), here.screen(), "{typed}");
    }
}

#[test]
fn the_word_found_is_marked_in_the_text_without_any_colour() {
    let mut member = searching("staff");
    member.does("Enter");
    let screen = member.looks();
    let cursor = screen.cursor.unwrap();
    let cell = |x: u16| &screen.buffer[(x, cursor.y)];
    let word: String = (cursor.x..cursor.x + 5).map(|x| cell(x).symbol()).collect();
    assert_eq!(word.to_lowercase(), "staff", "{}", member.screen());
    let reversed = |x: u16| cell(x).modifier.contains(ratatui::style::Modifier::REVERSED);
    assert!((cursor.x..cursor.x + 5).all(reversed), "{}", member.screen());
    assert!(!reversed(cursor.x + 6), "the word and no more");
    member.does("J");
    let screen = member.looks();
    let area = screen.buffer.area;
    let text = (area.y + 4..area.y + 15).flat_map(|y| (area.x..area.width).map(move |x| (x, y)));
    let lit = text.filter(|at| screen.buffer[*at].modifier.contains(ratatui::style::Modifier::REVERSED)).count();
    assert_eq!(lit, 0, "another text has no marks of it");
}
