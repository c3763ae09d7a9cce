//! Being ended from outside, and failing inside: no act is lost, and the terminal is given back.

use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;

use crate::desk::Desk;
use crate::desk::assert_given_back;
use crate::desk::leave;
use crate::desk::rated;
use crate::desk::ready;
use crate::support::pty::Launch;
use crate::support::pty::Pty;

/// How long the program may take to end in order.
const SOON: Duration = Duration::from_secs(1);
/// How long it is waited for: a machine may stand still for a moment, and is then asked again.
const PATIENCE: Duration = Duration::from_secs(10);
const TRIES: usize = 4;

/// Ends the program in some way, until it is gone within the time; each time everything it promises must hold.
#[track_caller]
fn ends_soon(end: impl Fn() -> Duration) {
    let mut took = Vec::new();
    while took.len() < TRIES {
        took.push(end());
        if took.last().is_some_and(|took| *took < SOON) {
            return;
        }
    }
    panic!("it took {took:?} to end");
}
/// The processor time that ending may take: closing the session, not waiting for a terminal that is gone.
const LITTLE: Duration = Duration::from_millis(700);

#[test]
fn told_to_end_it_ends_within_a_second_with_the_last_act_kept() {
    for (signal, code) in [(Signal::TERM, 130), (Signal::INT, 130), (Signal::HUP, 0)] {
        ends_soon(|| {
            let desk = Desk::new();
            let mut pty = desk.window_with_a_rating();
            let asked = Instant::now();
            pty.signal(signal);
            let status = pty.wait_exit(PATIENCE).unwrap();
            let took = asked.elapsed();
            assert_eq!(status.exit_code(), code, "{signal:?}");
            pty.expect_exit();
            assert_given_back(&pty);
            desk.assert_first_rating_kept();
            took
        });
    }
}

// Fails where the log is begun only by commands, and where the saving thread says nothing.
#[test]
fn what_the_workbench_does_is_written_down_where_that_is_asked_for_and_nothing_the_member_says() {
    let desk = Desk::new();
    let log = desk.data().join("help.log");
    let mut pty = rated(desk.launch().arg("--log").arg(log.to_str().unwrap()));
    pty.keys("j 3 <Enter>");
    pty.expect_text("saved");
    pty.signal(Signal::TERM);
    pty.wait_exit(PATIENCE).unwrap();
    let told = std::fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = told.lines().collect();
    assert!(lines[0].contains("INFO plumbline") && lines[0].contains("the workbench; linux"), "{told}");
    for words in ["session open to change: ", "saved through act ", "stops: Terminate", "earlier state kept: "] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert!(lines[lines.len() - 1].ends_with("ends"), "{told}");
    assert!(!told.to_lowercase().contains("inadequate") && !told.contains("2A"), "{told}");
}

#[test]
fn told_to_end_inside_a_sheet_it_keeps_the_place() {
    let desk = Desk::new();
    let mut pty = desk.window_with_a_rating();
    pty.keys("j j 3");
    pty.expect_text("Rate 3A");
    pty.signal(Signal::TERM);
    pty.wait_exit(PATIENCE).unwrap();
    let mut again = desk.window();
    again.expect_text("3A Commitment met");
    leave(&mut again);
}

/// What the program told to nobody, its terminal being gone.
fn told(pty: &Pty) -> String {
    std::fs::read_to_string(pty.home().join("told")).unwrap_or_default()
}

/// Takes the terminal away just after a rating, and looks that the program ends soon, without spinning.
#[track_caller]
fn ends_after_hang_up(launch: impl Fn(&Desk) -> Launch) {
    ends_soon(|| gone_after_hang_up(&launch));
}

fn gone_after_hang_up(launch: impl Fn(&Desk) -> Launch) -> Duration {
    let desk = Desk::new();
    let mut pty = rated(launch(&desk));
    let before = pty.cpu_time();
    pty.hang_up();
    let asked = Instant::now();
    let until = asked + PATIENCE;
    let mut spent = Duration::ZERO;
    let status = loop {
        spent = spent.max(pty.cpu_time().saturating_sub(before));
        match pty.wait_exit(Duration::from_millis(5)) {
            Ok(status) => break status,
            Err(why) => assert!(Instant::now() < until, "{why}"),
        }
    };
    let took = asked.elapsed();
    assert!(status.success(), "a terminal that is gone is no failure: {status:?} {}", told(&pty));
    assert!(spent < LITTLE, "{spent:?} of processor time spent on a terminal that is gone");
    desk.assert_first_rating_kept();
    took
}

#[test]
fn a_dropped_connection_ends_it_with_the_last_act_kept() {
    ends_after_hang_up(|desk| desk.launch_by(r#"exec "$0" 2>"$HOME/told""#));
}

#[test]
fn a_dropped_connection_ends_it_though_hang_ups_were_to_be_ignored() {
    ends_after_hang_up(|desk| desk.launch_by(r#"trap "" HUP; exec "$0" 2>"$HOME/told""#));
}

#[test]
fn a_terminal_that_goes_away_without_a_signal_ends_it() {
    ends_after_hang_up(|desk| desk.launch_by(r#"exec "$0" 2>"$HOME/told""#).without_controlling_terminal());
}

#[test]
fn a_dropped_connection_in_the_middle_of_a_frame_is_no_failure_either() {
    for _ in 0..5 {
        let desk = Desk::new();
        let mut pty = ready(desk.launch_by(r#"exec "$0" 2>"$HOME/told""#));
        pty.send("j4\r");
        pty.hang_up();
        let status = pty.wait_exit(PATIENCE).unwrap();
        assert!(status.success(), "{status:?} {}", told(&pty));
        desk.session();
    }
}

#[test]
fn a_mistake_while_drawing_gives_the_terminal_back_says_so_and_keeps_every_act() {
    let desk = Desk::new();
    let mut pty = rated(desk.launch().env("PLUMBLINE_TEST_PANIC", "draw"));
    // In one go, so that the second rating can hardly be saved yet when the next frame fails.
    pty.send("j3\r\x1b[200~now\x1b[201~");
    let status = pty.expect_exit();
    assert!(!status.success() && status.signal().is_none(), "{status:?}");
    assert_given_back(&pty);
    let told = pty.screen_text();
    for words in ["drawing failed, as a test asked", "every act is saved"] {
        assert!(told.contains(words), "{told}");
    }
    desk.assert_first_rating_kept();
    assert!(desk.rating("2A").is_some(), "the act made last was kept too");
    leave(&mut desk.window());
}

#[test]
fn a_mistake_in_the_background_leaves_the_screen_and_the_work_alone_and_is_told_afterwards() {
    let desk = Desk::new();
    let mut pty = ready(desk.launch().env("PLUMBLINE_TEST_PANIC", "worker"));
    pty.keys("<Space>");
    pty.paste("now");
    pty.expect_text("A worker was started and has ended");
    assert!(pty.on_alternate_screen() && pty.is_raw());
    assert!(!pty.screen_text().contains("as a test asked"), "{}", pty.screen_text());
    pty.keys("4 <Enter>");
    pty.expect_text("1 of 36 rated");
    leave(&mut pty);
    let told = pty.screen_text();
    assert!(told.contains("in the background") && told.contains("a worker failed, as a test asked"), "{told}");
    desk.assert_first_rating_kept();
}
