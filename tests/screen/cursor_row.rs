//! A whole rating by ear: who hears only the row that the terminal's cursor stands on, as a screen reader reads it, is
//! told in words at every step what is selected. In the grid, whose rows are letters, `'` leads to the line that says it.

use crate::member::Member;

/// Presses keys and gives the row the cursor stands on then.
fn hears(member: &mut Member, keys: &str) -> String {
    member.does(keys);
    let looks = member.looks();
    looks.row(looks.cursor.expect("the cursor is shown").y)
}

#[test]
fn the_cursor_s_row_says_in_words_what_is_selected_at_every_step_of_a_rating() {
    for (width, height) in [(80, 24), (200, 50)] {
        let mut member = Member::at(width, height);
        let steps = [
            ("Right", "NHS App registrations"),
            ("'", "1B \u{b7} NHS App registrations: Funding and resource \u{b7} unrated"),
            ("' Enter", "finding"),
            ("Down", "account    DHS0020    Some of the evidence suggests"),
            ("Enter", "Some of the evidence suggests"),
            ("r", "1 Outstanding: Funded in full, without any shortfall."),
            ("Down", "> 1 Outstanding: Funded in full, without any shortfall."),
            ("Down", "> 2 Good: Funding was effective"),
            ("Down Down", "> 4 Inadequate: Funding fell significantly short"),
            ("Down", "> 0 Looked, cannot be rated"),
            ("Down", "> x I do not rate this"),
            ("Down", "Why:     (why you do not rate this)"),
            ("Up Up Up Up", "> 3 Requires improvement: Funding was ineffective."),
            ("4", "Reason:  (for 4 Inadequate)"),
            ("\"The money ended.\"", "Reason: The money ended."),
            ("Enter", "Some of the evidence suggests"),
            ("'", "1B is now inadequate."),
            ("'", "Some of the evidence suggests"),
            ("r", "> 4 Inadequate: Funding fell significantly short"),
        ];
        for (keys, words) in steps {
            let row = hears(&mut member, keys);
            assert!(row.contains(words), "after {keys} at {width}x{height} the row is\n{row}\nand not {words:?}");
        }
    }
}
