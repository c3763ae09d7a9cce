//! Every screen at every size: nothing panics, nothing is drawn beyond the screen, and the cursor
//! stands on what is selected.

use plumbline::keys::chord::Sequence;
use plumbline::keys::table::Scope;
use plumbline::tui::effect::Effect;
use plumbline::tui::theme::ThemeName;
use ratatui::style::Modifier;

use crate::member::Member;
use crate::member::Start;
use crate::walks;

const SIZES: [(u16, u16); 7] = [(80, 24), (120, 40), (200, 50), (60, 15), (59, 14), (40, 10), (1, 1)];

#[test]
fn every_screen_keeps_to_its_size() {
    for (width, height) in SIZES {
        for (name, keys) in walks::all() {
            let mut member = Member::at(width, height);
            let what = format!("{name} at {width}x{height}");
            if (width, height) == (80, 24) {
                member.each_key(keys, |member| member.looks().keeps_to_its_size(&what));
            }
            member.does(keys);
            member.looks().keeps_to_its_size(&what);
        }
    }
}

#[test]
fn every_size_shows_a_screen_that_was_reached_at_another() {
    for (name, keys) in walks::all() {
        let mut member = Member::new();
        member.does(keys);
        let before = member.screen();
        for (width, height) in SIZES.into_iter().chain([(10, 3), (300, 4), (61, 80)]) {
            member.resizes(width, height);
            member.looks().keeps_to_its_size(&format!("{name} resized to {width}x{height}"));
        }
        member.resizes(80, 24);
        assert_eq!(member.screen(), before, "{name} is as it was at its first size");
    }
}

#[test]
fn the_cursor_stands_on_what_is_selected() {
    for (width, height) in [(80, 24), (120, 40), (200, 50), (60, 15)] {
        for (name, keys) in walks::all().filter(|(name, _)| *name != "cursor away") {
            let mut member = Member::starting(Start { theme: ThemeName::Mono, ..Start::default() }, width, height);
            member.does(keys);
            if member.app.is_typing() || !shows_a_selection(&member) {
                continue;
            }
            let screen = member.looks();
            let at = screen.cursor.unwrap();
            let lit = screen.buffer[at].modifier;
            let selected = Modifier::REVERSED;
            let told =
                if matches!(member.app.scope(), Scope::Reader | Scope::TriageText) { Modifier::BOLD } else { selected };
            assert!(
                lit.intersects(told | selected),
                "{name} at {width}x{height}: cursor at {at}, lit {lit:?}\n{}",
                screen.text()
            );
        }
    }
}

/// Sheets that are only read, lists that are empty, and a ladder on which nothing is proposed have a place
/// to read from but no selected line.
fn shows_a_selection(member: &Member) -> bool {
    let proposes_nothing = member.app.scope() == Scope::Rating && !member.sees("> ") && !member.sees("[x]");
    !proposes_nothing
        && member.app.scope() != Scope::Sheet
        && !member.sees("No item here is left")
        && !member.sees("No passage")
}

#[test]
fn a_screen_too_small_says_what_it_needs_and_nothing_is_done_unseen() {
    let mut member = Member::at(59, 14);
    assert!(member.sees("60 by 15"), "{}", member.screen());
    member.does("4 Enter").resizes(80, 24);
    assert!(member.acts().is_empty(), "nobody could see what was rated");
    member.does("4 \"late\" Enter");
    assert!(member.sees("1 of 36 rated"));
}

#[test]
fn a_screen_too_small_can_be_left_as_its_line_says_also_out_of_a_text() {
    for open in ["", "4", "e", "Enter Enter v e", "/", ":"] {
        let mut member = Member::new();
        member.does(open).resizes(30, 5).does("q x q");
        assert!(member.wishes().is_empty(), "{open}: one slip does not end it");
        member.does("q");
        assert_eq!(member.wishes(), [Effect::Quit], "{open}");
    }
}

#[test]
fn what_was_typed_is_there_after_the_screen_changed_its_size() {
    for (name, open) in [
        ("reason", "4"),
        ("why not", "r x"),
        ("note", "e"),
        ("note on an item", "Enter e"),
        ("note of a passage", "Enter Enter v e"),
        ("tags of a passage", "Enter Enter v t"),
        ("search", "/"),
        ("menu", "?"),
        ("find anything", ":"),
        ("show only", "Enter s"),
        ("new tag", "g c t"),
        ("merge", "g c m"),
        ("another member", ": \"another member\" Enter"),
    ] {
        let mut member = Member::new();
        member.does(open).types("tracking");
        assert!(member.sees("tracking"), "{name}:\n{}", member.screen());
        for (width, height) in SIZES {
            member.resizes(width, height);
        }
        member.resizes(80, 24).types("xq");
        assert!(member.sees("trackingxq"), "{name} after resizing:\n{}", member.screen());
    }
}

#[test]
fn what_is_being_worked_on_shows_on_the_smallest_screens() {
    for (width, height) in [(60, 15), (61, 15), (62, 16)] {
        let mut member = Member::at(width, height);
        member.does("Enter Enter v 6 e").types("says who");
        assert!(member.sees("Note: says who") && member.sees("[1A] "), "{}", member.screen());
        member.does("Ctrl+J \"two\" Ctrl+J \"three\" Ctrl+J \"four\" Ctrl+J \"and when\"");
        assert!(member.sees("and when") && member.sees("[1A] "), "{}", member.screen());

        let mut member = Member::at(width, height);
        member.does("Enter Enter v 6 t").types("brand new");
        assert!(member.sees("Tag:  brand new") && member.sees("new tag \u{201c}brand new"), "{}", member.screen());
        member.does("Enter");
        assert!(member.sees("\u{2713}brand new"), "it is said that the tag was taken:\n{}", member.screen());

        let mut member = Member::at(width, height);
        member.does("3").types("because");
        assert!(member.sees("> 3 ") && member.sees("because"), "{}", member.screen());
        member.does("Ctrl+J \"two\" Ctrl+J \"three\" Ctrl+J \"four\" Ctrl+J \"and so\"");
        assert!(member.sees("> 3 ") && member.sees("and so"), "{}", member.screen());
    }
}

#[test]
fn the_matrix_of_verdicts_takes_the_rows_left_to_it_and_keeps_together_on_a_wide_screen() {
    let mut member = Member::new();
    member.does("g v");
    assert!(member.sees("National digital workforce strategy"), "{}", member.screen());
    member.resizes(200, 50);
    let lines = member.looks().lines();
    let heading = lines.iter().find(|line| line.contains(" A ") && line.contains(" D ")).unwrap();
    let at = heading.chars().position(|c| c == 'A').unwrap();
    assert!(at < 60, "the answers stand by the names, not at {at}");
}

#[test]
fn every_key_of_a_walk_can_be_read() {
    for (name, keys) in walks::all() {
        for (at, part) in keys.split('"').enumerate().filter(|(at, part)| at % 2 == 0 && !part.trim().is_empty()) {
            assert!(part.parse::<Sequence>().is_ok(), "{name}, part {at}: {part}");
        }
    }
}
