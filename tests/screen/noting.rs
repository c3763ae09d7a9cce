//! Notes on questions, commitments, sources, items and the report's notes.

use plumbline::model::session::NoteTarget;

use crate::member::Member;

fn noted(member: &Member) -> Vec<(String, String, bool)> {
    let notes = member.state().notes.iter();
    notes.map(|note| (note.on.to_string(), note.text.clone(), note.shared)).collect()
}

#[test]
fn a_note_is_on_what_is_under_the_cursor() {
    for (keys, on) in [
        ("", "1A"),
        ("Right Right Right Right", "commitment 1"),
        ("G", "overall"),
        ("Enter", "E068"),
        ("Enter Enter", "E068"),
        ("Enter Enter Tab", "note 37"),
        ("Enter Enter Tab Down", "DHS0041"),
        ("Enter Enter Tab Down Enter", "DHS0041"),
        ("g v Down", "2A"),
    ] {
        let mut member = Member::new();
        member.does(keys).does("e \"remember\" Enter");
        assert_eq!(noted(&member), [(on.to_owned(), "remember".to_owned(), false)], "{keys}");
    }
}

#[test]
fn a_note_is_seen_where_it_belongs() {
    let mut member = Member::new();
    member.does("Enter Enter e \"check the date\" Enter");
    assert!(member.sees("Your note: check the date"), "{}", member.screen());
    member.does("Tab Down e \"which annex?\" Enter");
    assert!(member.sees("your note: which annex?"), "{}", member.screen());
}

#[test]
fn a_note_is_private_unless_tab_allows_it() {
    let mut member = Member::new();
    member.does("e \"for the meeting\" Tab Enter");
    assert_eq!(noted(&member), [("1A".to_owned(), "for the meeting".to_owned(), true)]);
}

#[test]
fn a_note_has_lines_and_is_changed_in_place() {
    let mut member = Member::new();
    member.does("e \"one\" Ctrl+J \"two\" Enter e \" and three\" Enter");
    assert_eq!(noted(&member), [("1A".to_owned(), "one\ntwo and three".to_owned(), false)]);
}

#[test]
fn esc_never_loses_what_was_typed_without_asking() {
    let mut member = Member::new();
    member.does("e \"a long thought\" Esc");
    let kept = member.sees("a long thought") || !member.state().notes.is_empty();
    assert!(kept, "typed text is still there after one Esc:\n{}", member.screen());
}

#[test]
fn an_emptied_note_is_taken_away() {
    let mut member = Member::new();
    member.does("e \"gone soon\" Enter e Ctrl+U Enter");
    assert!(member.state().notes.is_empty());
    assert_eq!(member.state().note_on(&NoteTarget::Cell("1A".parse().unwrap())), None);
}

#[test]
fn emptying_a_note_that_was_never_there_is_no_act() {
    let mut member = Member::new();
    member.does("e Enter e \"  \" Enter");
    assert!(member.acts().is_empty(), "{:?}", member.acts());
}
