//! Keys of the member's own: footer, menu, find-anything and what is pressed all follow them.

use plumbline::keys::lookup::Keys;
use plumbline::keys::overrides::read;
use plumbline::tui::effect::Effect;

use crate::member::Member;

fn with(file: &str) -> Member {
    let keys: &'static Keys = Box::leak(Box::new(read(file).unwrap()));
    let mut member = Member::at(120, 40);
    member.app.use_keys(keys);
    member
}

#[test]
fn what_is_pressed_footer_menu_and_find_anything_follow_the_file() {
    let mut member = with("[everywhere]\nrate = \"F5\"\nundo = \"u\"\nsuspend = \"ctrl+z\"\n");
    assert!(member.looks().lines().last().unwrap().contains("F5 rate"), "{}", member.screen());
    member.does("r");
    assert_eq!(member.said(), "r does nothing here. ? shows what can be done.");
    member.does("Ctrl+Z");
    assert_eq!(member.wishes(), [Effect::Suspend]);
    member.does("? \"rate the question\"");
    assert!(member.looks().lines().iter().any(|row| row.contains("F5") && row.contains("rate the question at hand")));
    member.does("Esc : \"pause\"");
    assert!(member.sees("do: Ctrl+Z"), "{}", member.screen());
    member.does("Esc F5 4 Enter");
    assert_eq!(member.acts(), ["rate"]);
}

#[test]
fn what_lost_its_key_is_still_done_by_its_name() {
    let mut member = with("[everywhere]\nzoom = []\n");
    member.does("z");
    assert_eq!(member.said(), "z does nothing here. ? shows what can be done.");
    member.does("? \"this pane alone\"");
    assert!(member.sees("by name"), "{}", member.screen());
    member.does("Enter");
    assert!(!member.sees("Notes of this item"), "{}", member.screen());
}

#[test]
fn a_screen_too_small_is_left_by_the_members_own_key() {
    let mut member = with("[everywhere]\nquit = \"Q\"\n");
    member.does("q");
    assert_eq!(member.said(), "q does nothing here. ? shows what can be done.");
    member.does("Q");
    assert_eq!(member.said(), "All saved. Q again leaves.");
    member.does("Esc");
    member.resizes(30, 8);
    member.does("q q");
    assert_eq!(member.wishes(), []);
    assert!(member.sees("Q Q"), "{}", member.screen());
    member.does("Q Q");
    assert_eq!(member.wishes(), [Effect::Quit]);
}
