//! What the last line offers is what its keys do here, and what a card says leads where it says.

use plumbline::review::workspace::Access;
use plumbline::tui::effect::Effect;

use crate::member::Member;
use crate::member::Start;

/// The last line, on a screen wide enough for all of it.
fn footer(member: &Member) -> String {
    member.looks().lines().pop().unwrap()
}

#[test]
fn a_sheet_offers_what_its_own_keys_do() {
    for (name, keys, offered) in [
        ("copy", "y", "Enter copy \u{b7} Esc drop \u{b7} ? menu"),
        ("rule to choose", "g v C", "Enter choose \u{b7} Esc back \u{b7} ? menu"),
        ("history", "g h", "Enter go there \u{b7} Esc back \u{b7} ? menu \u{b7} u take back \u{b7} Ctrl+R restore"),
        ("what is asked", "i", "Esc back \u{b7} ? menu \u{b7} r rate \u{b7} e note \u{b7} PgDn on"),
    ] {
        let mut member = Member::at(200, 50);
        member.does(keys);
        assert_eq!(footer(&member), offered, "{name}");
    }
}

#[test]
fn where_a_session_is_only_read_nothing_is_offered_that_writes() {
    for (keys, offered) in [
        ("", ["asked", "search"]),
        ("Enter", ["show only", "search"]),
        ("Enter Enter", ["next note", "copy"]),
        ("g v", ["what if", "other rules"]),
        ("g v w", ["change the copy", "search"]),
        ("g c", ["search", "leave"]),
        ("i", ["back", "menu"]),
    ] {
        let access = Access::ReadOnly("The review was opened to be read only.".to_owned());
        let mut member = Member::starting(Start { access, ..Start::default() }, 200, 50);
        member.does(keys);
        let shown = footer(&member);
        let words: Vec<&str> = shown.split(" \u{b7} ").filter_map(|part| part.split_once(' ')).map(|it| it.1).collect();
        for word in offered {
            assert!(words.contains(&word) || words.contains(&format!("to 4 {word}").as_str()), "{keys}: {shown}");
        }
        for word in ["rate", "to 4 rate", "note", "undo", "mark", "yes", "no", "new", "merge", "to 9 pin"] {
            assert!(!words.contains(&word), "{keys}: {word} in {shown}");
        }
    }
}

#[test]
fn the_card_of_first_steps_is_brought_back_as_it_says() {
    let mut member = Member::starting(Start { first_start: true, ..Start::default() }, 80, 24);
    assert!(member.sees("? \u{201c}first steps\u{201d} brings it back"), "{}", member.screen());
    member.does("Esc");
    assert!(!member.sees("First steps"));
    member.does("? \"first steps\" Enter");
    assert!(member.sees("First steps (any key closes this"), "{}", member.screen());
}

#[test]
fn a_source_s_page_is_copied_as_a_citation_of_the_source() {
    let mut member = Member::new();
    member.does("Enter Enter Tab Down Enter");
    assert!(member.sees(" Source "), "{}", member.screen());
    member.does("y");
    assert!(member.sees("Copy the citation of "), "{}", member.screen());
    member.does("Enter");
    let wishes = member.wishes();
    let [Effect::Copy { text, .. }] = wishes.as_slice() else { panic!("{wishes:?}") };
    assert!(text.contains(", DHS0041; HC 780") && !text.contains("My rating") && !text.contains("Not rated"), "{text}");
}
