//! `--plain` through pipes: the conversation as a reader gets it, and what is kept of it.

use crate::kit::Home;

/// What is told after lines typed, in a session that goes on.
fn talk(home: &Home, lines: &[&str]) -> String {
    home.run_with(&["sample", "--plain"], format!("{}\n", lines.join("\n")).as_bytes()).well()
}

#[test]
fn a_question_is_read_marked_and_rated_in_lines() {
    let home = Home::new();
    let told = talk(
        &home,
        &[
            "8b",
            "item 5",
            "read",
            "s 2",
            "tag funding",
            "no",
            "anchors",
            "rate 4 because no money came",
            "where",
            "quit",
        ],
    );
    for line in [
        "8B, unrated > item 5",
        "8B item 5 of 9, unread > read",
        "1 The Department gives the same £1.1m in response to the area’s other commitment, the one on expanding the DDaT workforce.",
        "8B item 5 of 9, read > s 2",
        "8B item 5 of 9, read, sentence 2 taken > tag funding",
        "Tag Funding and its continuity on DHS0042, 8B.",
        "8B item 5 of 9, read, passage p1 > no",
        "4 Inadequate: Funding fell significantly short, and because of this the commitment could not be met.",
        "8B is now inadequate.",
        "Enter goes to the next unrated, 8C.",
        "1 of 36 rated, 35 open; 1 of 700 items read.",
        "All saved.",
    ] {
        assert!(told.lines().any(|heard| heard == line), "{line:?} is not told in\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "no control sequences");
}

#[test]
fn the_end_of_the_input_leaves_with_everything_saved_and_commands_and_conversation_follow_one_another() {
    let home = Home::new();
    talk(&home, &["8b", "next", "next", "read", "yes", "rate good because paid"]);
    assert!(home.run(&["list"]).well().contains("8B\tgood\t1 of 9 read"));
    assert!(home.run(&["rate", "8B", "4"]).well().contains("(was good)"));
    let told = talk(&home, &["undo", "undo", "passages"]);
    assert!(told.contains("8B item 2 of 9, read > undo"), "it comes back to its place:\n{told}");
    assert!(
        told.contains("Undone: 8B inadequate (was good).") && told.contains("p1, DHS0042 E600, 8B yes: it was funded")
    );
    assert!(home.run(&["log"]).well().contains("8B good, taken back"));
    let cut = home.run_with(&["sample", "--plain"], b"9a\nrate 2 because no line end").well();
    assert!(cut.contains("9A is now good."), "the last line counts without its end:\n{cut}");
}

#[test]
fn what_is_not_understood_or_cannot_be_is_said_and_the_talk_goes_on() {
    let home = Home::new();
    let told = talk(
        &home,
        &["frobnicate", "rate fine", "9Z", "s 1", "undo", "item 99", "relevant", "\u{1b}[31mred", "more", "clear"],
    );
    for says in [
        "“frobnicate” is not understood here. help tells what can be typed.",
        "`fine` is no rating here",
        "“9Z” is not understood",
        "Go to an item first",
        "Nothing to undo.",
        "from 1 to 9: item 4.",
        "Decisions are about sources",
        "There is no more.",
        "1A is not rated.",
    ] {
        assert!(told.contains(says), "{says:?} is not told in\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "what is typed acts on no terminal either");
    assert!(home.run(&["log"]).well().is_empty());
}

#[test]
fn a_look_changes_nothing_and_editing_needs_the_screen() {
    let home = Home::new();
    let ran = home.run_with(&["sample", "--plain", "--read-only"], b"8b\nrate 4\nnext\nread\n");
    assert_eq!(ran.code, 0, "{}", ran.err);
    assert!(ran.out.contains("opened to be read only"), "{}", ran.out);
    assert!(home.files().iter().all(|file| !file.to_string_lossy().contains("session")), "{:?}", home.files());
    assert_eq!(home.run(&["sample", "--plain", "--edit"]).code, 2);
}
