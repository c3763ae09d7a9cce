//! What a check found, in the workbench: gone to, come back from, let stand.

use crate::member::Member;

#[test]
fn g_k_lists_findings_enter_goes_to_the_place_and_g_k_comes_back_to_the_same() {
    let mut member = Member::new();
    member.does("g k");
    assert!(member.sees("findings"), "{}", member.screen());
    assert!(member.sees("high   note 3, line 24"), "{}", member.screen());
    member.does("Down Enter");
    assert!(member.sees("[29]") && member.sees("item 3 of 15"), "the item that has note 29:\n{}", member.screen());
    member.does("g k");
    assert!(member.sees("Place: commitment 1, note 29, line 182"), "{}", member.screen());
}

#[test]
fn a_finding_let_stand_is_one_act_and_one_undo() {
    let mut member = Member::new();
    member.does("g k e \"known, a correction is out\" Enter");
    assert_eq!(member.acts(), ["waive"]);
    assert!(member.sees("1 let stand"), "{}", member.screen());
    assert!(member.said().starts_with("Finding at note 3 let stand"), "{}", member.said());
    member.does("Esc u");
    assert!(member.state().waivers.is_empty());
}

#[test]
fn with_nothing_rated_no_finding_says_what_was_published() {
    let mut member = Member::at(200, 50);
    member.does("g k");
    assert!(member.sees("What states a published rating is kept back"), "{}", member.screen());
    member.each_key("PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn PgDn", |member| {
        for told in ["the table has", "is printed", "inadequate", "requires improvement"] {
            assert!(!member.sees(told), "{told}:\n{}", member.screen());
        }
    });
}
