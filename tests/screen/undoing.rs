//! Undo and redo of every kind of act, here and after starting again: the exact state before, the exact
//! state after.

use crate::member::Member;

/// What is set up first, the keys of one gesture, and the acts it makes.
const GESTURES: &[(&str, &str, &str)] = &[
    ("", "4 \"late\" Enter", "rate"),
    ("4 \"late\" Enter", "2 Enter", "rate"),
    ("4 \"late\" Enter", "Backspace", "unrate"),
    ("4 Enter", "r x \"an interest\" Enter", "abstain"),
    ("r x \"an interest\" Enter", "3 Enter", "rate"),
    ("r x \"an interest\" Enter", "Backspace", "unrate"),
    ("Right Right Right Right", "3 \"the trend\" Enter", "override"),
    ("G", "1 \"all in all\" Enter", "override"),
    ("G 1 \"all in all\" Enter", "Backspace", "clear-override"),
    ("Enter Enter", "v 3 - Enter", "mark"),
    ("Enter Enter", "v t \"new to all\" Enter Enter Enter", "together"),
    ("Enter Enter v 3 - Enter", "v 3 4 + Left e \"x\" Enter Enter", "remark"),
    ("Enter Enter v 3 - Enter", "v f \" 8\" Enter Enter", "remark"),
    ("Enter Enter v 3 - Enter", "Backspace", "unmark"),
    ("Enter Enter v 3 - Enter r 4 Enter", "Backspace", "unmark"),
    ("Enter Enter v 3 - Enter J", ".", "mark"),
    ("Enter", "+", "mark"),
    ("Enter + Up", "-", "remark"),
    ("Enter + Up", "Backspace", "unmark"),
    ("", "e \"ask the Department\" Enter", "note"),
    ("e \"ask the Department\" Enter", "e \" again\" Enter", "note"),
    ("e \"ask\" Enter", "e Ctrl+U Enter", "note"),
    ("Enter", "e \"on an item\" Enter", "note"),
    ("Enter Enter Tab", "e \"on a note\" Enter", "note"),
    ("Enter Enter Tab Down", "e \"on a source\" Enter", "note"),
    ("g c", "t \"Waiting\" Enter", "add-tag"),
    ("g c", "e \" of systems\" Enter", "change-tag"),
    ("g c", "c", "change-tag"),
    ("g c", "J", "move-tag"),
    ("g c Down", "K", "move-tag"),
    ("g c G", "3", "pin-tag"),
    ("g c", "1", "pin-tag"),
    ("Enter Enter v 1 2 Enter J v 1 Enter g c", "m Enter", "merge-tags"),
    ("Enter Enter v 1 2 Enter g c", "Backspace Backspace", "delete-tag"),
    ("g v", "C Down Enter", "choose-rule"),
];

#[test]
fn one_undo_takes_back_one_gesture_and_redo_restores_it() {
    for (before, gesture, act) in GESTURES {
        let what = format!("{gesture} after {before:?}");
        let mut member = Member::new();
        member.does(before);
        let (earlier, acts) = (member.state().clone(), member.acts().len());
        member.does(gesture);
        let later = member.state().clone();
        assert_eq!(member.acts()[acts..], [act.to_owned()], "{what}\n{}", member.screen());
        assert_ne!(later, earlier, "{what}");
        member.does("u");
        assert_eq!(*member.state(), earlier, "undo of {what}");
        assert!(member.said().starts_with("Undone: "), "{what}: {}", member.said());
        member.does("Ctrl+R");
        assert_eq!(*member.state(), later, "redo of {what}");
        assert!(member.said().starts_with("Done again: "), "{what}: {}", member.said());
        member.does("Ctrl+Z Ctrl+Y");
        assert_eq!(*member.state(), later, "by the other keys too: {what}");
    }
}

#[test]
fn what_was_done_is_there_after_starting_again_and_can_still_be_taken_back() {
    for (before, gesture, _) in GESTURES {
        let what = format!("{gesture} after {before:?}");
        let mut member = Member::new();
        member.does(before);
        let earlier = member.state().clone();
        member.does(gesture);
        let later = member.state().clone();
        let mut member = member.starts_again();
        assert_eq!(*member.state(), later, "{what}");
        member.does("u");
        assert_eq!(*member.state(), earlier, "undo of {what}, started again");
        let mut member = member.starts_again();
        assert_eq!(*member.state(), earlier, "undone, then started again: {what}");
        member.does("Ctrl+R");
        assert_eq!(*member.state(), later, "redo of {what}, started twice again");
    }
}

#[test]
fn a_whole_session_is_taken_back_step_by_step_and_restored() {
    let mut member = Member::new();
    let mut states = vec![member.state().clone()];
    for (before, gesture, _) in GESTURES {
        member.does("Esc Esc Esc Esc g r : \"1a\" Enter").does(before).does(gesture).does("Esc Esc");
    }
    let acts = member.app.workspace().history().done().len();
    let last = member.state().clone();
    for _ in 0..acts {
        states.push(member.state().clone());
        member.does("u");
    }
    assert_eq!(*member.state(), states[0], "back at the beginning after {acts} steps");
    member.does("u");
    assert_eq!(member.said(), "Nothing to undo.");
    let mut member = member.starts_again();
    for expected in states.drain(1..).rev() {
        member.does("Ctrl+R");
        assert_eq!(*member.state(), expected);
    }
    assert_eq!(*member.state(), last);
    member.does("Ctrl+R");
    assert_eq!(member.said(), "Nothing to redo.");
}

#[test]
fn enter_after_undo_goes_to_where_it_was() {
    let mut member = Member::new();
    member.does("Enter Down Enter v 3 - Enter Esc Esc : \"9d\" Enter u");
    assert!(member.said().ends_with("Enter goes there."), "{}", member.said());
    member.does("Enter");
    let at = member.looks().cursor.unwrap();
    assert!(member.sees("9 items") && member.looks().row(at.y).contains("placing the COVID"), "{}", member.screen());
}

#[test]
fn a_new_act_after_undo_leaves_nothing_to_restore() {
    let mut member = Member::new();
    member.does("4 Enter u 2 Enter Ctrl+R");
    assert_eq!(member.said(), "Nothing to redo.");
}

#[test]
fn reading_is_not_on_the_undo_stack() {
    let mut member = Member::new();
    member.does("Enter Enter J J");
    assert_eq!(member.app.workspace().read().len(), 3);
    member.does("u");
    assert_eq!(member.said(), "Nothing to undo.");
    assert_eq!(member.starts_again().app.workspace().read().len(), 3);
}

#[test]
fn looking_at_what_was_published_is_not_taken_back() {
    let mut member = Member::new();
    member.does("4 Enter p Esc u");
    assert!(member.state().ratings.is_empty());
    assert_eq!(member.state().seen.len(), 1, "it was seen");
    member.does("p");
    assert!(member.said().contains("once you have rated 1A"), "{}", member.said());
}

// Fails where acts are put in order by their times.
#[test]
fn what_was_done_keeps_its_order_whatever_the_clock_does() {
    let mut member = Member::at(120, 40);
    member.does("4 \"first\" Enter").clock_jumps(-365);
    member.does("3 \"second\" Enter").clock_jumps(730);
    member.does("2 \"third\" Enter").clock_jumps(-365);
    let said =
        |member: &Member| member.state().ratings.get(&"1A".parse().unwrap()).and_then(|given| given.reason.clone());
    assert_eq!(said(&member).as_deref(), Some("firstsecondthird"));
    let mut member = member.starts_again();
    assert_eq!(said(&member).as_deref(), Some("firstsecondthird"), "replayed in the order it was done");
    member.does("g h");
    let screen = member.screen();
    let line = |word: &str| screen.lines().position(|line| line.contains(word)).unwrap_or_else(|| panic!("{screen}"));
    assert!(
        line("1A good (was") < line("1A requires") && line("1A requires") < line("1A inadequate"),
        "the newest first: {screen}"
    );
    member.does("Esc u");
    assert_eq!(said(&member).as_deref(), Some("firstsecond"), "the last one is taken back");
}
