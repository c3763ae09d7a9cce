//! Two windows on one session: one writes, the other looks, and the right to write can change hands.

#[cfg(target_os = "linux")]
use std::time::Instant;

#[cfg(target_os = "linux")]
use plumbline::review::open::Purpose;
use rustix::process::Signal;

use crate::desk::Desk;
use crate::desk::PROGRAM;
use crate::desk::expect_gone;
use crate::desk::leave;
#[cfg(target_os = "linux")]
use crate::desk::open_checked;
#[cfg(target_os = "linux")]
use crate::desk::rated;
use crate::support::pty::Launch;
#[cfg(target_os = "linux")]
use crate::support::pty::PATIENCE;
#[cfg(target_os = "linux")]
use crate::support::pty::Pty;

const HELD: &str = "Open in another window since ";
const GIVEN_UP: &str = "Continued in another window; this one reads only.";

#[test]
fn the_second_window_says_since_when_the_first_is_open_and_reads_only() {
    let desk = Desk::new();
    let mut first = desk.window_with_a_rating();
    let mut second = desk.window();
    let screen = second.expect_text(HELD);
    let since: Vec<char> = screen.split(HELD).nth(1).unwrap().chars().take(5).collect();
    let is_a_time = since.iter().enumerate().all(|(at, c)| if at == 2 { *c == ':' } else { c.is_ascii_digit() });
    assert!(is_a_time, "{screen}");
    second.expect_text("reads only");
    second.keys("2");
    second.expect_text("This session is open in another window; here it can only be read.");
    leave(&mut second);
    first.keys("j 3 <Enter>");
    first.expect_text("2 of 36 rated");
    leave(&mut first);
    assert_eq!(desk.session().workspace.state().ratings.len(), 2);
}

#[test]
fn the_right_to_write_goes_to_whoever_takes_it_and_nothing_is_lost_on_the_way() {
    let desk = Desk::new();
    let mut first = desk.window_with_a_rating();
    let mut second = desk.window();
    second.expect_text(HELD);
    first.keys("j 3 <Enter>");
    first.expect_text("2 of 36 rated");
    second.keys("T");
    // What the first did after the second was opened is there too.
    second.expect_text("2 of 36 rated");
    expect_gone(&second, HELD);
    first.expect_text(GIVEN_UP);
    first.keys("4");
    first.expect_text("reads only");
    second.keys("j 2 <Enter>");
    second.expect_text("3 of 36 rated");

    first.keys("T");
    first.expect_text("3 of 36 rated");
    expect_gone(&first, GIVEN_UP);
    second.expect_text(GIVEN_UP);
    // Between 3A and 4A stands the line of an area.
    first.keys("j j 1 <Enter>");
    first.expect_text("4 of 36 rated");
    leave(&mut second);
    leave(&mut first);
    assert_eq!(desk.session().workspace.state().ratings.len(), 4);
}

#[test]
fn what_is_being_typed_goes_along_to_the_window_that_takes_over_and_to_the_next_start() {
    let desk = Desk::new();
    let mut first = desk.window_with_a_rating();
    let mut second = desk.window();
    second.expect_text(HELD);
    first.keys("j 3");
    first.type_text("half of it, as far as");
    first.expect_text("as far as");
    second.keys("T");
    first.expect_text("What you were typing here went along.");
    second.expect_text("You were typing the reason for 2A (r)");
    second.keys("r");
    second.expect_text("half of it, as far as");
    second.type_text(" they say");
    second.expect_text("as far as they say");
    second.signal(Signal::TERM);
    second.expect_exit();

    let mut third = desk.window();
    third.expect_text("You were typing the reason for 2A (r)");
    third.keys("r <Enter>");
    third.expect_text("2 of 36 rated");
    leave(&mut third);
    leave(&mut first);
    assert_eq!(desk.rating("2A").unwrap().reason.as_deref(), Some("half of it, as far as they say"));
    leave(&mut desk.window());
}

#[test]
fn a_window_that_was_killed_keeps_nobody_out() {
    let desk = Desk::new();
    let mut first = desk.window_with_a_rating();
    let mut second = desk.window();
    second.expect_text(HELD);
    first.expect_text("saved ");
    first.signal(Signal::KILL);
    first.expect_exit();
    second.keys("T");
    expect_gone(&second, HELD);
    second.keys("j 3 <Enter>");
    second.expect_text("2 of 36 rated");
    leave(&mut second);
    assert_eq!(desk.session().workspace.state().ratings.len(), 2);
}

/// Lets a program write files of any length again.
#[cfg(target_os = "linux")]
fn lift_the_limit(pty: &Pty) {
    use rustix::process::Pid;
    use rustix::process::Resource;
    use rustix::process::Rlimit;
    let pid = Pid::from_raw(i32::try_from(pty.pid()).unwrap());
    rustix::process::prlimit(pid, Resource::Fsize, Rlimit { current: None, maximum: None }).unwrap();
}

#[cfg(target_os = "linux")]
#[test]
fn a_window_that_cannot_save_keeps_the_session_until_it_can_and_a_rescue_copy_holds_everything() {
    let desk = Desk::new();
    // No file may grow beyond this: what a full disk is to the session.
    let mut first = rated(desk.launch_by(r#"trap "" XFSZ; ulimit -S -f 160; exec "$0""#));
    let mut acts = 1;
    // Acts made quickly are saved together, so how many it takes depends on the machine.
    let until = Instant::now() + PATIENCE;
    while !first.screen_text().contains("NOT SAVED") {
        assert!(Instant::now() < until, "saving never failed: {}", first.screen_text());
        first.keys(if acts % 2 == 0 { "4 <Enter>" } else { "3 <Enter>" });
        acts += 1;
    }
    first.expect_text(": then save-again or rescue-copy.");
    let mut second = desk.window();
    second.expect_text(HELD);
    second.keys("T");
    first.expect_text("Another window asks for this session. It stays here until all is saved.");
    second.expect_text("the other window does not answer");

    let palette = |first: &mut Pty, command: &str| {
        first.keys(":");
        first.expect_text("Find anything");
        first.type_text(command);
        first.expect_text(&format!("({command})"));
        first.keys("<Enter>");
    };
    palette(&mut first, "rescue-copy");
    first.expect_text("A rescue copy of everything is in");
    let rescued = std::fs::read_dir(first.home().join("tmp")).unwrap().flatten().map(|entry| entry.path());
    let rescued = rescued.filter(|path| path.extension().is_some_and(|ending| ending == "plumbsession"));
    let rescued = open_checked(&rescued.collect::<Vec<_>>()[0], Purpose::Look);
    assert_eq!(rescued.workspace.history().entries().len(), acts);

    lift_the_limit(&first);
    palette(&mut first, "save-again");
    expect_gone(&first, "NOT SAVED");
    assert_eq!(desk.session().workspace.history().entries().len(), acts);
    // Having refused once, the first window hears the next request, and has nothing to refuse it for.
    second.keys("T");
    expect_gone(&second, HELD);
    first.expect_text(GIVEN_UP);
    second.keys("j 1 <Enter>");
    second.expect_text("2 of 36 rated");
    leave(&mut second);
    leave(&mut first);
    assert_eq!(desk.session().workspace.history().entries().len(), acts + 1);
}

#[test]
fn a_conversation_gives_way_to_a_window_that_takes_over_with_everything_saved() {
    let desk = Desk::new();
    let mut talk = desk.on(Launch::new(PROGRAM).arg("sample").arg("--plain")).start();
    talk.expect_text("1A, unrated >");
    assert!(!talk.on_alternate_screen(), "it is a conversation, not a screen");
    talk.send("rate 4 because late\r");
    talk.expect_text("1A is now inadequate.");
    talk.expect_text("1A, inadequate >");
    let mut window = desk.window();
    window.expect_text(HELD);
    window.keys("T");
    talk.expect_text("Continued in another window. Nothing is lost; this conversation ends.");
    assert!(talk.expect_exit().success());
    expect_gone(&window, HELD);
    window.expect_text("1 of 36 rated");
    leave(&mut window);
    desk.assert_first_rating_kept();
}
