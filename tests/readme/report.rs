//! The tour with a report: its commands run, its keys pressed in a real terminal, on a report made up for it and on the
//! real one where `PLUMBLINE_REPORT` names it.
#![allow(clippy::print_stderr)]

use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use serde_json::Value;

use crate::made_up;
use crate::page;
use crate::page::Page;
use crate::stage::step;
use crate::support::pty::Launch;
use crate::support::pty::PATIENCE;
use crate::support::pty::Pty;

const SECTION: &str = "With a real report, and with your own documents";
const PROGRAM: &str = env!("CARGO_BIN_EXE_plumbline");

#[test]
fn the_tour_with_a_report_does_what_it_says_on_one_made_up_for_it() {
    played(&made_up::make(&made_up::Spec::default()).text);
}

#[test]
fn the_tour_with_a_report_does_what_it_says_on_the_real_one() {
    match std::env::var_os("PLUMBLINE_REPORT") {
        Some(path) => played(&std::fs::read_to_string(path).unwrap()),
        None => eprintln!("skipped: PLUMBLINE_REPORT names no report"),
    }
}

fn played(report: &str) {
    let section = Page::read().section(SECTION);
    let codes = section.codes("sh");
    let [import, open] = codes[0].as_slice() else { panic!("two commands in {:?}", codes[0]) };
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("report.txt"), report).unwrap();
    run(folder.path(), import);
    let mut pty = opened(folder.path(), open);
    let rows: Vec<_> = section.rows("Press").collect();
    assert!(rows.len() > 7, "the tour has {} steps", rows.len());
    for row in &rows {
        let [press, see] = row.as_slice() else { panic!("two cells in {row:?}") };
        for part in step(press) {
            match press.starts_with("type ") {
                true => pty.type_text(&part),
                false if part.chars().count() == 1 => pty.keys(&part),
                false => pty.keys(&format!("<{part}>")),
            }
        }
        for promised in page::bold(see) {
            let shown = pty.wait_for(|screen| words(&screen.contents()).contains(&promised), PATIENCE);
            assert!(shown.is_ok(), "after {press} “{promised}” is not on the screen: {}", shown.unwrap_err());
        }
    }
    assert!(pty.expect_exit().success());
    run(folder.path(), codes[1][0]);
    let file = std::fs::read(folder.path().join("mine.json")).unwrap();
    let session: Value = serde_json::from_slice(&file).unwrap();
    let [rated] = session["ratings"].as_array().unwrap().as_slice() else { panic!("one rating in {session}") };
    for (field, wanted) in [("cell", "1B"), ("rating", "requires_improvement"), ("reason", "Money came in part.")] {
        assert_eq!(rated[field], wanted, "{rated}");
    }
}

/// Runs a command of the README in a folder.
fn run(folder: &Path, line: &str) {
    let arguments = line.strip_prefix("plumbline ").unwrap().split(' ');
    let mut command = Command::new(PROGRAM);
    command
        .args(arguments)
        .current_dir(folder)
        .env_clear()
        .env("HOME", folder)
        .env("PLUMBLINE_DATA_DIR", folder.join("data"));
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Opens a review in a terminal of 80x24.
fn opened(folder: &Path, line: &str) -> Pty {
    let review = line.strip_prefix("plumbline ").unwrap();
    let launch = Launch::new(PROGRAM).arg(folder.join(review)).env("PLUMBLINE_DATA_DIR", folder.join("data"));
    let pty = launch.start();
    pty.expect_text("1A");
    pty
}

fn words(screen: &str) -> String {
    let apart = screen.split(|c: char| c.is_whitespace() || "│┌┐└┘─".contains(c));
    apart.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}
