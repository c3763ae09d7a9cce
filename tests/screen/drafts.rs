//! What is being typed when a window has to close or to let its session go is there again afterwards.

use plumbline::review::workspace::Access;

use crate::member::Member;
use crate::member::Start;

#[test]
fn what_was_being_typed_is_offered_and_is_back_in_its_sheet() {
    for (name, open, offered) in [
        ("reason", "4", "the reason for 1A (r)"),
        ("why not", "r x", "the reason for 1A (r)"),
        ("note", "e", "the note on 1A (e)"),
        ("note on an item", "Enter e", "the note on this"),
        ("note of a passage", "Enter Enter v e", "on a passage in the"),
        ("tags of a passage", "Enter Enter v t", "on a passage in the"),
        ("a tag", "g c e", "on the tag"),
        ("a new tag", "g c t", "New tag"),
    ] {
        let mut member = Member::at(120, 40);
        member.does(open).types("tracking");
        let mut member = member.starts_again();
        assert!(member.said().contains(offered), "{name}: {}", member.said());
        assert!(!member.sees("tracking") || name == "a tag", "{name}: nothing opens by itself");
        member.does(open);
        assert!(member.sees("tracking"), "{name}:\n{}", member.screen());
        assert!(member.said().starts_with("What you had typed here is back."), "{name}: {}", member.said());
    }
}

#[test]
fn a_reason_that_is_back_keeps_its_rung_and_once_kept_is_offered_no_more() {
    let mut member = Member::new();
    member.does("3 \"half of it\"");
    let mut member = member.starts_again();
    member.does("r Enter");
    let entry = member.state().ratings.values().next().unwrap().clone();
    assert_eq!((entry.rating.id(), entry.reason.as_deref()), ("requires_improvement", Some("half of it")));
    let mut member = member.starts_again();
    assert!(!member.said().contains("typing"), "{}", member.said());
    member.does("r");
    assert!(!member.said().contains("is back"), "{}", member.said());
}

#[test]
fn a_draft_waits_until_its_sheet_is_opened_and_goes_when_it_is_left() {
    let mut member = Member::new();
    member.does("e \"ask them\"");
    let member = member.starts_again();
    let mut member = member.starts_again();
    assert!(member.said().contains("the note on 1A (e)"), "another start does not lose it: {}", member.said());
    member.does("e Esc Esc");
    assert!(member.acts().is_empty());
    let member = member.starts_again();
    assert!(!member.said().contains("typing"), "{}", member.said());
}

#[test]
fn where_nothing_can_be_kept_nothing_is_typed() {
    let access = Access::ReadOnly("It is open in another window.".to_owned());
    let mut member = Member::starting(Start { access, ..Start::default() }, 80, 24);
    for open in ["e", "r", "4", "g c t", "e"] {
        member.does(open);
        assert_eq!(member.said(), "It is open in another window.", "{open}");
    }
}
