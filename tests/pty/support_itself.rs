//! The pseudo-terminal the other tests lean on, tried with programs that are on every machine.
use std::time::Duration;

use crate::support::pty::Launch;
use crate::support::pty::PATIENCE;

#[test]
fn what_is_typed_to_cat_comes_back_on_the_screen() {
    let mut pty = Launch::new("/bin/cat").size(40, 10).start();
    pty.keys("h i <Enter>");
    pty.wait_for(|screen| screen.contents().starts_with("hi\nhi"), PATIENCE).unwrap();
    assert_eq!(pty.cursor(), (0, 2));
    pty.keys("<C-d>");
    assert!(pty.expect_exit().success());
}

#[test]
fn a_condition_that_never_comes_true_fails_at_the_deadline_and_shows_the_screen() {
    let pty = Launch::new("/bin/sh").arg("-c").arg("echo here; sleep 30").start();
    pty.expect_text("here");
    let why = pty.wait_for(|screen| screen.contents().contains("there"), Duration::from_millis(50)).unwrap_err();
    assert!(why.contains("deadline") && why.contains("here"), "{why}");
}

#[test]
fn colours_and_attributes_of_a_cell_can_be_asked_for() {
    let mut pty = Launch::new("/bin/sh").arg("-c").arg(r"printf 'a\033[7;1;31mB\033[m'").start();
    assert!(pty.expect_exit().success());
    let (column, row) = pty.find("B").unwrap();
    let look = pty.look(column, row).unwrap();
    assert!(look.inverse && look.bold);
    assert_eq!(look.foreground, vt100::Color::Idx(1));
    assert!(!pty.look(0, 0).unwrap().inverse);
}

#[test]
fn the_program_sees_its_own_home_its_size_and_nothing_of_our_environment() {
    let mut pty = Launch::new("/bin/sh").arg("-c").arg("echo $HOME; stty size; env | wc -l; read x; stty size");
    pty = pty.size(70, 20).env("EXTRA", "1");
    let home = pty.home().to_owned();
    let mut pty = pty.start();
    pty.expect_text("20 70");
    let text: String = pty.screen_text().lines().collect();
    assert!(text.contains(&*home.to_string_lossy()), "{text}");
    pty.resize(60, 15);
    pty.keys("<Enter>");
    pty.expect_text("15 60");
    assert!(pty.expect_exit().success());
}

#[test]
fn hanging_up_ends_a_program_that_does_not_mind_its_terminal() {
    let mut pty = Launch::new("/bin/sh").arg("-c").arg("echo up; sleep 30").start();
    pty.expect_text("up");
    pty.hang_up();
    let status = pty.wait_exit(PATIENCE).unwrap();
    assert_eq!(status.signal().map(str::to_owned), Some("Hangup".to_owned()), "{status:?}");
    assert!(pty.screen_text().contains("up"));
}
