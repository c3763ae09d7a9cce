//! Slips: keys that mean nothing here, texts pasted in the wrong place, Caps Lock. Nothing that matters
//! happens by one.

use plumbline::tui::effect::Effect;

use crate::member::Member;
use crate::walks;

#[test]
fn digits_do_nothing_where_they_should_not() {
    for (name, keys) in [
        ("list", "Enter"),
        ("reader", "Enter Enter"),
        ("notes", "Enter Enter Tab"),
        ("what is asked", "i"),
        ("history", "g h"),
        ("copy", "y"),
        ("passages under a tag", "g c Enter"),
        ("matrix", "g c x"),
    ] {
        let mut member = Member::new();
        member.does(keys);
        let (state, screen) = (member.state().clone(), member.screen());
        for digit in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] {
            member.does(digit);
            assert_eq!(*member.state(), state, "{digit} in {name}");
            let said = format!("{digit} does nothing here. ? shows what can be done.");
            assert_eq!(member.said(), said, "{digit} in {name}");
        }
        let body = |screen: &str| screen.lines().skip(1).take(15).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(body(&member.screen()), body(&screen), "{name} stays");
    }
}

#[test]
fn two_keys_that_mean_nothing_together_are_both_named() {
    for (keys, said) in [
        ("g w", "g w does nothing here. ? shows what can be done."),
        ("g V", "g V does nothing here. Is Caps Lock on?"),
    ] {
        let mut member = Member::new();
        member.does(keys);
        assert_eq!(member.said(), said);
    }
}

#[test]
fn an_unknown_key_says_so_once_and_changes_nothing() {
    let mut member = Member::new();
    member.does("X");
    assert_eq!(member.said(), "X does nothing here. ? shows what can be done.");
    assert!(member.acts().is_empty());
    member.does("Down");
    assert_eq!(member.said(), "", "the next key takes the words away");
}

#[test]
fn capitals_where_small_letters_have_a_meaning_ask_about_caps_lock() {
    let mut member = Member::new();
    member.does("R");
    assert_eq!(member.said(), "R does nothing here. Is Caps Lock on?");
    member.does("Enter Enter E");
    assert_eq!(member.said(), "E does nothing here. Is Caps Lock on?");
}

#[test]
fn a_key_that_continues_another_wrongly_does_nothing() {
    let mut member = Member::new();
    member.does("g");
    assert!(member.sees("v verdicts") && member.sees("c codebook"), "{}", member.screen());
    member.does("X");
    assert!(member.acts().is_empty());
    member.does("4");
    assert!(member.sees("Rate 1A"), "the next key has its own meaning again:\n{}", member.screen());
}

#[test]
fn a_text_pasted_where_none_is_asked_for_changes_nothing() {
    for (name, keys) in walks::all() {
        let mut member = Member::new();
        member.does(keys);
        if member.app.is_typing() {
            continue;
        }
        let state = member.state().clone();
        member.app.paste("4\n3\nq\nq\ngx".to_owned());
        assert_eq!(*member.state(), state, "{name}");
        assert_eq!(member.said(), "That looked like pasted text. Press e first.", "{name}");
        member.app.burst();
        assert_eq!(*member.state(), state, "{name}");
        assert!(!member.wishes().contains(&Effect::Quit), "{name}");
    }
}

#[test]
fn a_text_pasted_into_a_field_stands_there_with_its_lines() {
    let mut member = Member::new();
    member.does("4");
    member.app.paste("one\r\ntwo\u{1b}[31m\tthree".to_owned());
    assert!(member.state().ratings.is_empty(), "a line end in a paste keeps nothing");
    member.does("Enter");
    let reason = member.state().ratings.values().next().unwrap().reason.clone().unwrap();
    assert!(reason.starts_with("one\ntwo"), "{reason:?}");
    assert!(!member.sees("\u{1b}"));
}

#[test]
fn leaving_takes_two_keys_and_another_key_between_forgets_the_first() {
    let mut member = Member::new();
    member.does("q");
    assert_eq!(member.said(), "All saved. q again leaves.");
    member.does("Down q");
    assert!(!member.wishes().contains(&Effect::Quit));
    member.does("q");
    assert!(member.wishes().contains(&Effect::Quit));
}

#[test]
fn ctrl_c_neither_leaves_nor_loses_what_is_typed() {
    let mut member = Member::new();
    member.does("4 \"half a\" Ctrl+C \" reason\" Enter");
    assert_eq!(member.state().ratings.values().next().unwrap().reason.as_deref(), Some("half a reason"));
    assert!(!member.wishes().contains(&Effect::Quit));
}

#[test]
fn letters_typed_as_text_are_not_taken_for_keys() {
    let mut member = Member::new();
    member.does("4 \"quick undo: jk 1234 ?/.<>\" Enter");
    let reason = member.state().ratings.values().next().unwrap().reason.clone();
    assert_eq!(reason.as_deref(), Some("quick undo: jk 1234 ?/.<>"));
    assert_eq!(member.acts(), ["rate"]);
}

#[test]
fn a_session_that_is_only_read_is_not_changed_and_says_why() {
    let access = plumbline::review::workspace::Access::ReadOnly("Open in another window since 14:02.".to_owned());
    for (keys, _) in
        [("4 Enter", ""), ("Enter +", ""), ("Enter Enter v 3 Enter", ""), ("e \"x\" Enter", ""), ("g c c", "")]
    {
        let start = crate::member::Start { access: access.clone(), ..Default::default() };
        let mut member = Member::starting(start, 80, 24);
        let state = member.state().clone();
        member.does(keys);
        assert_eq!(*member.state(), state, "{keys}");
        assert!(member.acts().is_empty(), "{keys}");
        assert!(member.sees("reads only"), "{keys}");
    }
}

#[test]
fn the_copy_shows_itself_before_it_goes_and_names_its_source() {
    let mut member = Member::new();
    member.does("Enter Enter y");
    assert!(member.wishes().is_empty(), "nothing is copied before Enter");
    assert!(member.sees("Retold, so copied as a paraphrase"), "{}", member.screen());
    member.does("Enter");
    let effects = member.wishes();
    let [Effect::Copy { text, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(text.contains("NHS Digital") && !text.starts_with('\u{201c}'), "{text}");
}
