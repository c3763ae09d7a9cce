//! Reasons and notes written in the member's own editor.

use plumbline::tui::effect::Effect;

use crate::member::Member;

/// The text an editor was asked for, if it was.
fn asked(member: &mut Member) -> Option<String> {
    member.wishes().into_iter().find_map(|wish| match wish {
        Effect::Write { text } => Some(text),
        _ => None,
    })
}

#[test]
fn a_reason_begun_in_the_sheet_is_written_on_in_the_editor_and_kept_by_enter() {
    let mut member = Member::new();
    member.does("4 \"few\" Ctrl+O");
    assert_eq!(asked(&mut member).as_deref(), Some("few"));
    assert!(member.sees("Reason: few"), "the sheet waits for it:\n{}", member.screen());
    member.app.written(Ok("few\n\nand late".to_owned()));
    assert!(member.acts().is_empty(), "nothing is kept before Enter");
    assert_eq!(member.said(), "Taken from your editor. Enter keeps it; Esc leaves it as it was.");
    member.does("Enter");
    let entry = member.state().ratings.values().next().unwrap();
    assert_eq!(entry.reason.as_deref(), Some("few\n\nand late"));
}

#[test]
fn what_came_from_the_editor_is_not_lost_to_one_esc() {
    let mut member = Member::new();
    member.does("4 Ctrl+O");
    member.app.written(Ok("a long reason".to_owned()));
    member.does("Esc");
    assert!(member.sees("a long reason"), "{}", member.screen());
    member.does("Esc");
    assert!(member.state().ratings.is_empty());
}

#[test]
fn a_failed_editor_says_so_and_loses_nothing() {
    let mut member = Member::new();
    member.does("4 \"few\" Ctrl+O");
    member.app.written(Err("The editor ed ended with code 1. The text is as it was.".to_owned()));
    assert!(member.said().starts_with("The editor ed ended"), "{}", member.said());
    assert!(member.sees("Reason: few"), "{}", member.screen());
    member.app.written(Ok("few".to_owned()));
    assert!(member.said().starts_with("The editor left the text as it was."), "{}", member.said());
    member.does("Enter");
    assert_eq!(member.state().ratings.values().next().unwrap().reason.as_deref(), Some("few"));
}

#[test]
fn an_editor_is_given_the_members_own_text_and_never_one_of_the_review() {
    for (keys, own) in [
        ("Ctrl+O", ""),
        ("Enter Ctrl+O", ""),
        ("Enter Enter Ctrl+O", ""),
        ("Enter Enter Tab Ctrl+O", ""),
        ("Enter Enter v Ctrl+O", ""),
        ("e \"mine\" Enter Ctrl+O", "mine"),
        ("4 \"mine\" Enter Ctrl+O", "mine"),
        ("r 4 Shift+Tab Ctrl+O", ""),
        (": \"your editor\" Enter", ""),
    ] {
        let mut member = Member::new();
        member.does(keys);
        assert_eq!(asked(&mut member).as_deref(), Some(own), "{keys}:\n{}", member.screen());
        member.app.written(Ok("from elsewhere".to_owned()));
        assert!(member.sees("from elsewhere"), "{keys}:\n{}", member.screen());
    }
}

#[test]
fn where_no_reason_or_note_is_typed_nothing_is_written_elsewhere() {
    for keys in ["/ Ctrl+O", "r Ctrl+O", "Enter Enter v f Ctrl+O", ": Ctrl+O", "g x Ctrl+O"] {
        let mut member = Member::new();
        member.does(keys);
        assert_eq!(asked(&mut member), None, "{keys}");
    }
    let mut member = Member::new();
    member.does("r Ctrl+O");
    assert!(member.said().starts_with("Choose 1 to 4"), "{}", member.said());
}

#[test]
fn what_could_steer_a_terminal_is_taken_out_as_from_a_paste() {
    let mut member = Member::new();
    member.does("e Ctrl+O");
    member.app.written(Ok("one\r\ntwo\u{1b}]52;c;x\u{7}\u{9b}1m".to_owned()));
    member.does("Enter");
    assert_eq!(member.state().notes[0].text, "one\ntwo]52;c;x1m");
}
