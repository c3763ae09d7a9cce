//! Being told to end, and a terminal that goes away.

use std::time::Duration;
use std::time::Instant;

use rustix::process::Signal;

use crate::small_program::launch;
use crate::small_program::launch_by;
use crate::small_program::noted;
use crate::support::pty::Launch;
use crate::support::pty::PATIENCE;

/// The processor time, in hundredths of a second, that half a second without a terminal may take.
const QUIET: u64 = 10;

#[test]
fn a_request_to_end_is_answered_within_a_second_and_the_terminal_given_back() {
    for (signal, code) in [(Signal::TERM, 10), (Signal::INT, 11), (Signal::HUP, 12)] {
        let mut pty = launch().start();
        pty.expect_text("ready");
        pty.signal(signal);
        let status = pty.wait_exit(Duration::from_secs(1)).unwrap();
        assert_eq!(status.exit_code(), code, "{signal:?}");
        assert!(!pty.is_raw());
        pty.expect_exit();
        assert!(!pty.on_alternate_screen());
    }
}

#[test]
fn a_drawing_thread_that_hangs_is_ended_by_asking_again() {
    let mut pty = launch().start();
    pty.expect_text("ready");
    pty.keys("H");
    let asked = Instant::now();
    let status = loop {
        pty.signal(Signal::TERM);
        match pty.wait_exit(Duration::from_millis(100)) {
            Ok(status) => break status,
            Err(why) => assert!(asked.elapsed() < PATIENCE, "{why}"),
        }
    };
    assert_eq!(status.signal(), Some("Terminated"));
    assert!(asked.elapsed() > Duration::from_secs(1), "the first request leaves time to end in order");
}

/// Takes the terminal away and returns why the program ended, after looking that it did not spin meanwhile.
#[track_caller]
fn reason_after_hang_up(launch: Launch) -> String {
    let mut pty = launch.env("LINGER", "1").start();
    pty.expect_text("ready");
    pty.hang_up();
    pty.wait_exit(Duration::from_secs(2)).unwrap();
    let ticks: u64 = noted(&pty, "ticks").parse().unwrap();
    assert!(ticks <= QUIET, "{ticks} hundredths of a second spent on a terminal that is gone");
    noted(&pty, "reason")
}

#[test]
fn a_dropped_connection_ends_the_program_within_two_seconds() {
    let reason = reason_after_hang_up(launch());
    assert!(reason == "HangUp" || reason == "TerminalGone", "{reason}");
}

#[test]
fn a_dropped_connection_ends_the_program_though_hang_ups_were_to_be_ignored() {
    let reason = reason_after_hang_up(launch_by("/bin/sh", r#"trap "" HUP; exec "$0" "$@""#));
    assert!(reason == "HangUp" || reason == "TerminalGone", "{reason}");
}

#[test]
fn a_terminal_that_goes_away_without_any_signal_is_noticed() {
    assert_eq!(reason_after_hang_up(launch().without_controlling_terminal()), "TerminalGone");
}
