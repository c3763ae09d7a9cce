//! Search on a real terminal: the language of fields, the walk through what was found, and the next run.

use crate::desk::Desk;
use crate::desk::leave;

#[test]
fn a_search_says_where_it_is_wrong_goes_to_what_it_finds_and_is_remembered() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space> /");
    pty.type_text("kind:figure staff");
    pty.expect_text("everywhere, in reading order");
    pty.type_text(" tag:nosuch");
    pty.expect_text("No tag is");
    pty.keys("<C-u>");
    pty.type_text("kind:figure staff");
    pty.keys("<C-o>");
    pty.expect_text("everywhere, the best first");
    pty.keys("<Down> <Enter>");
    pty.expect_text("Found 2 of ");
    pty.keys("N");
    pty.expect_text("Found 1 of ");
    leave(&mut pty);
    let mut again = desk.window();
    again.keys("/ <Up>");
    again.expect_text("/ kind:figure staff");
    again.expect_text("in this list, in reading order");
    again.keys("<Esc>");
    leave(&mut again);
    let session = std::fs::read(desk.session_path()).unwrap();
    assert!(!String::from_utf8_lossy(&session).contains("kind:figure"), "what was searched for is no part of it");
}
