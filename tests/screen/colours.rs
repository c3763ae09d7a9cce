//! Without colour everything is told by marks, words and modifiers.

use plumbline::tui::theme::ThemeName;
use ratatui::style::Color;
use ratatui::style::Modifier;

use crate::member::Member;
use crate::member::Start;
use crate::walks;

fn without_colour(width: u16, height: u16) -> Member {
    Member::starting(Start { theme: ThemeName::Mono, ..Start::default() }, width, height)
}

#[test]
fn without_colour_no_cell_has_one() {
    for (width, height) in [(80, 24), (200, 50), (40, 10)] {
        for (name, keys) in walks::all().filter(|(name, _)| *name != "other theme") {
            let mut member = without_colour(width, height);
            member.does("Enter + - Down v 3 Enter Esc Esc g g Down 4 Enter Right 2 Enter Left");
            member.does(keys);
            let screen = member.looks();
            for y in 0..height {
                for x in 0..width {
                    let cell = &screen.buffer[(x, y)];
                    assert_eq!((cell.fg, cell.bg), (Color::Reset, Color::Reset), "{name} at {x},{y}");
                }
            }
        }
    }
}

#[test]
fn without_colour_the_selected_line_is_reversed_and_only_it() {
    for (name, keys) in [
        ("list", "Enter Down Down"),
        ("show only", "Enter s Down"),
        ("find anything", ": Down"),
        ("menu", "? Down"),
        ("codebook", "g c Down"),
        ("notes", "Enter Enter Tab Down"),
        ("history", "Enter + + - Esc g h Down"),
    ] {
        let mut member = without_colour(80, 24);
        member.does(keys);
        let screen = member.looks();
        let reversed = |y: u16| (0..80).any(|x| screen.buffer[(x, y)].modifier.contains(Modifier::REVERSED));
        // Behind a sheet the place it was opened from stays selected.
        let sheet = (0..24).find(|y| screen.row(*y).starts_with('\u{250c}')).unwrap_or(0);
        let rows: Vec<u16> = (sheet..24).filter(|y| reversed(*y)).collect();
        assert_eq!(rows.len(), 1, "{name}: rows {rows:?}\n{}", screen.text());
        if !member.app.is_typing() {
            assert!(rows.contains(&screen.cursor.unwrap().y), "{name}: {rows:?}, cursor {:?}", screen.cursor);
        }
    }
}

#[test]
fn without_colour_read_items_passages_and_notes_are_told_by_words_and_marks() {
    let mut member = without_colour(80, 24);
    member.does("Enter v 3 - Enter");
    let rows = member.looks().lines();
    assert!(rows[3].starts_with("- account") && rows[3].ends_with("yours: Digital exclusion"), "{}", rows[3]);
    assert!(rows[4].ends_with("unread"), "{}", rows[4]);
    member.does("Enter");
    assert!(member.sees("met.[37]"), "{}", member.screen());
    assert!(member.looks().lines()[5].starts_with("3   Both"), "{}", member.screen());
}
