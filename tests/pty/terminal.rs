//! Entering and leaving the terminal, and what keys, pastes and sizes become.

use std::time::Duration;
use std::time::Instant;

use rustix::process::Pid;
use rustix::process::Signal;

use crate::small_program::in_a_shell;
use crate::small_program::launch;
use crate::support::pty::PATIENCE;
use crate::support::pty::Pty;

fn started(launch: crate::support::pty::Launch) -> Pty {
    let pty = launch.start();
    pty.expect_text("ready");
    pty
}

#[track_caller]
fn assert_given_back(pty: &Pty) {
    assert!(!pty.on_alternate_screen(), "the alternate screen is left");
    assert!(pty.cursor_is_shown(), "the cursor is shown");
    assert_eq!(pty.paste_and_mouse(), (false, false), "bracketed paste and mouse are off");
    assert!(!pty.is_raw(), "keys are echoed again");
}

#[test]
fn entering_takes_the_terminal_and_leaving_gives_it_back_as_it_was() {
    let mut pty = started(launch());
    assert!(pty.on_alternate_screen() && pty.is_raw());
    assert_eq!(pty.paste_and_mouse(), (true, false), "the mouse is left to the terminal unless asked for");
    assert_eq!(pty.cursor(), (0, 0), "the cursor stands on the selected line");
    assert!(pty.cursor_is_shown());
    pty.keys("m");
    pty.expect_text("mouse on: true");
    assert_eq!(pty.paste_and_mouse(), (true, true));
    pty.keys("q");
    assert!(pty.expect_exit().success());
    assert_given_back(&pty);
    let raw = pty.raw();
    for query in ["\x1b[6n", "\x1b[?u", "\x1b[c"] {
        assert!(!raw.windows(query.len()).any(|bytes| bytes == query.as_bytes()), "{query:?} asks and waits");
    }
}

#[test]
fn a_panic_while_drawing_gives_the_terminal_back_and_is_then_reported() {
    let mut pty = started(launch());
    pty.keys("m p");
    assert!(!pty.expect_exit().success());
    assert_given_back(&pty);
    assert!(pty.screen_text().contains("the drawing thread failed"), "{}", pty.screen_text());
}

#[test]
fn a_panic_in_the_background_leaves_the_screen_alone_and_is_told_afterwards() {
    let mut pty = started(launch());
    pty.keys("w");
    let screen = pty.expect_text("worker ended");
    assert!(pty.on_alternate_screen() && pty.is_raw());
    assert!(!screen.contains("the worker failed"), "{screen}");
    pty.keys("x");
    pty.expect_text("letter 'x'");
    pty.keys("q");
    assert!(pty.expect_exit().success());
    assert_given_back(&pty);
    let told = pty.screen_text();
    assert!(told.contains("kept: worker:") && told.contains("the worker failed"), "{told}");
}

#[test]
fn the_selected_line_is_still_reversed_and_bold_when_no_color_is_set() {
    for no_color in ["", "1"] {
        let pty = started(launch().env("NO_COLOR", no_color));
        let look = pty.look(0, 0).unwrap();
        assert!(look.inverse && look.bold, "NO_COLOR={no_color:?}: {look:?}");
    }
}

#[test]
fn pasted_text_has_no_effect_where_none_was_asked_for_with_or_without_paste_marks() {
    let mut pty = started(launch());
    pty.send("quite a paste\rq\rq\r");
    pty.expect_text("burst 15");
    pty.paste("quite\ra \x07paste");
    pty.expect_text(r#"paste "quite\na paste""#);
    assert!(!pty.screen_text().contains("letter"), "{}", pty.screen_text());
}

#[test]
fn a_long_paste_without_marks_is_one_burst_though_it_comes_in_several_reads() {
    let mut pty = started(launch());
    pty.send("pasted text ".repeat(128));
    pty.expect_text("burst 1536");
    pty.keys("x");
    pty.expect_text("letter 'x'");
}

#[test]
fn fast_typing_is_never_taken_for_a_paste() {
    let mut pty = started(launch());
    pty.type_text("abcdefghij,klno,rsuv");
    let screen = pty.expect_text("letter 'v'");
    assert!(!screen.contains("burst"), "{screen}");
    assert_eq!(screen.matches("letter").count(), 20, "{screen}");
}

#[test]
fn in_a_text_field_a_line_sent_at_once_stays_what_was_typed() {
    let mut pty = started(launch());
    pty.keys("t");
    pty.send("not met\r");
    pty.expect_text("key Enter");
    pty.send("not funded either\r");
    // 26 keys; the last 23 of them fit on the screen, both Enters among the text.
    pty.wait_for(|screen| screen.contents().matches("key ").count() == 23, PATIENCE).unwrap();
    let screen = pty.screen_text();
    assert!(
        screen.trim_end().ends_with("key Enter") && !screen.contains("burst") && !screen.contains("paste"),
        "{screen}"
    );
}

#[test]
fn a_change_of_size_is_drawn_at_once_and_the_next_key_counts() {
    let mut pty = started(launch());
    for (columns, rows) in [(60, 15), (120, 40), (1, 1), (81, 25)] {
        pty.resize(columns, rows);
        if columns > 1 {
            pty.expect_text(&format!("size ({columns}, {rows})"));
        }
    }
    pty.resize(90, 30);
    pty.keys("x");
    pty.expect_text("letter 'x'");
    pty.expect_text("size (90, 30)");
}

#[test]
fn a_copy_is_sent_to_the_terminal_and_kept_in_a_file() {
    let mut pty = started(launch());
    pty.keys("y");
    pty.expect_text("sent to the terminal's clipboard; also in …/last-copy.txt");
    let sent = b"\x1b]52;c;OEIgd2FzIG1ldA==\x1b\\";
    assert!(pty.raw().windows(sent.len()).any(|bytes| bytes == sent));
    assert_eq!(std::fs::read_to_string(pty.home().join("last-copy.txt")).unwrap(), "8B was met");
}

#[test]
fn suspending_gives_the_shell_back_and_fg_brings_the_screen_again() {
    let (mut pty, line) = in_a_shell();
    pty.expect_text("shell> ");
    pty.send(&line);
    pty.expect_text("ready");
    pty.keys("m z");
    pty.expect_text("The small program is paused.");
    pty.wait_for(|screen| screen.contents().trim_end().ends_with("shell>"), PATIENCE).unwrap();
    assert!(!pty.on_alternate_screen());
    assert_eq!(pty.paste_and_mouse(), (false, false));
    pty.send("echo still $((40+2))\r");
    pty.expect_text("still 42");
    pty.send("fg\r");
    pty.expect_text("came back");
    assert!(pty.on_alternate_screen() && pty.is_raw());
    assert_eq!(pty.paste_and_mouse(), (true, true));
    pty.keys("x");
    pty.expect_text("letter 'x'");
    pty.keys("q");
    // What is typed before the shell reads again goes to the program that is ending.
    let shell = |screen: &vt100::Screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>");
    pty.wait_for(shell, PATIENCE).unwrap();
    pty.send("exit\r");
    pty.expect_exit();
    assert!(!pty.is_raw());
}

#[test]
fn being_stopped_from_outside_and_continued_brings_the_whole_screen_again() {
    let (mut pty, line) = in_a_shell();
    pty.expect_text("shell> ");
    pty.send(&line);
    let screen = pty.expect_text("ready");
    let pid: i32 = screen.split_once("pid ").unwrap().1.split(' ').next().unwrap().parse().unwrap();
    rustix::process::kill_process(Pid::from_raw(pid).unwrap(), Signal::TSTP).unwrap();
    pty.wait_for(|screen| screen.contents().trim_end().ends_with("shell>"), PATIENCE).unwrap();
    // This shell leaves the modes as the stopped program had them, so a line ends with a line feed.
    pty.send("fg\n");
    let screen = pty.expect_text("resumed");
    assert!(screen.contains("ready") && !screen.contains("shell>"), "nothing of the shell is left: {screen}");
    assert!(pty.on_alternate_screen() && pty.is_raw());
    pty.keys("x");
    pty.expect_text("letter 'x'");
    pty.keys("q");
    pty.wait_for(|screen| !screen.alternate_screen(), PATIENCE).unwrap();
}

#[test]
fn suspending_where_no_shell_could_bring_it_back_goes_on_at_once() {
    let mut pty = started(launch());
    pty.keys("z");
    pty.expect_text("nowhere to go");
    assert!(pty.on_alternate_screen() && pty.is_raw());
    pty.keys("q");
    assert!(pty.expect_exit().success());
}

#[test]
fn doing_nothing_costs_no_processor_time() {
    let pty = started(launch());
    let before = pty.cpu_time();
    let until = Instant::now() + Duration::from_millis(600);
    // Not a wait for something to happen: the span that is measured.
    std::thread::sleep(until - Instant::now());
    assert!(pty.cpu_time() - before <= Duration::from_millis(20), "{:?}", pty.cpu_time() - before);
}
