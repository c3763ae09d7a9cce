//! Holds the README to the program: its picture, its tour, its keys, its commands.
//!
//! The picture and the keys are generated: `PLUMBLINE_BLESS=1` writes them anew, otherwise they are compared.
#![allow(clippy::unwrap_used)]

#[path = "readme/exports.rs"]
mod exports;
#[path = "readme/lines.rs"]
mod lines;
#[path = "import/made_up.rs"]
#[allow(dead_code)]
mod made_up;
#[path = "readme/page.rs"]
mod page;
#[cfg(unix)]
#[path = "readme/panel.rs"]
mod panel;
#[cfg(unix)]
#[path = "readme/report.rs"]
mod report;
#[path = "readme/stage.rs"]
mod stage;
#[path = "support/mod.rs"]
mod support;

use std::collections::BTreeSet;
use std::process::Command;

use plumbline::model::source::SourceKind;
use plumbline::review::open::OpenedReview;

use page::Page;
use stage::Stage;
use stage::step;

/// What is pressed and typed for the picture: a passage is marked, and its question is being rated.
const PICTURE: [&str; 3] =
    ["`Right` `Enter` `Down` `Enter` `v` `6` `-` `Enter`", "`r` `4`", "type `The money ended with the pilots.`"];

#[test]
fn the_picture_is_what_the_workbench_draws() {
    let mut stage = Stage::begun(120, 32);
    for keys in PICTURE {
        stage.play(keys);
    }
    Page::holds("screen", &format!("```text\n{}\n```", stage.screen()));
}

#[test]
fn the_keys_are_those_of_the_program() {
    Page::holds("keys", run(&["keys", "--markdown"]).trim_end());
}

#[test]
fn the_codes_of_a_check_are_those_of_the_program() {
    Page::holds("codes", &format!("```text\n{}\n```", run(&["check", "--codes"]).trim_end()));
}

#[test]
fn every_step_of_the_tour_does_what_it_says() {
    let page = Page::read();
    let rows: Vec<_> = page.section("Two minutes with it").rows("Press").collect();
    assert!(rows.len() > 25, "the tour has {} steps", rows.len());
    for (width, height) in [(80, 24), (120, 32), (200, 50)] {
        let mut stage = Stage::first_start(width, height);
        for row in &rows {
            let [press, see] = row.as_slice() else { panic!("two cells in {row:?}") };
            stage.play(press);
            for promised in page::bold(see) {
                let (words, screen) = (stage.words(), stage.screen());
                assert!(words.contains(&promised), "after {press} “{promised}” is not on the screen:\n{screen}");
            }
        }
        assert_eq!((stage.exports(), stage.has_left()), (1, true), "the tour exports once and ends by leaving");
    }
}

#[test]
fn every_command_of_the_program_is_in_the_table_and_no_other() {
    let told: BTreeSet<String> =
        Page::read().section("Commands").rows("Command").map(|row| step(&row[0]).remove(0)).collect();
    let help = run(&["--help"]);
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    let there: BTreeSet<String> = listed
        .filter_map(|line| line.split_whitespace().next())
        .filter(|name| *name != "help")
        .map(str::to_owned)
        .collect();
    assert_eq!(told, there);
}

#[test]
fn every_example_of_a_command_is_a_command_line_the_program_takes() {
    let examples: Vec<String> =
        Page::read().section("Commands").rows("Command").map(|row| step(&row[2]).remove(0)).collect();
    for example in examples {
        let words: Vec<&str> = example.split_whitespace().collect();
        let ["plumbline", arguments @ ..] = words.as_slice() else { panic!("{example}") };
        let parsed = <plumbline::cli::args::Args as clap::Parser>::try_parse_from(&words);
        assert!(parsed.is_ok(), "{example}: {}", parsed.unwrap_err());
        let help = run(&[arguments[0], "--help"]);
        assert!(help.contains("Usage: plumbline"), "{example}: {help}");
    }
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let help = run(&["--help"]);
    for row in Page::read().section("Commands").rows("Exit code") {
        let line = format!("  {:<4} {}", row[0], row[1].replace('`', ""));
        assert!(help.contains(&line), "`{line}` is not in the help");
    }
}

#[test]
fn the_first_two_commands_are_all_one_needs_and_the_tests_are_run_by_ci_in_the_same_way() {
    let section = Page::read().section("Two commands");
    let block = section.code("sh");
    assert_eq!(block, ["cargo run --release", "cargo test"]);
    let root = env!("CARGO_MANIFEST_DIR");
    let ci = std::fs::read_to_string(format!("{root}/.ci/run")).unwrap();
    let stage: Vec<&str> = ci
        .lines()
        .skip_while(|line| *line != "stage_test() {")
        .take_while(|line| *line != "}")
        .map(str::trim)
        .collect();
    assert!(stage.iter().any(|line| line.strip_suffix(" --locked") == Some(block[1])), "{stage:?}");
    let cargo = std::fs::read_to_string(format!("{root}/Cargo.toml")).unwrap();
    assert!(cargo.contains("default-run = \"plumbline\""), "without it `cargo run` would ask which program");
}

#[test]
fn the_needed_rust_is_the_one_the_package_asks_for() {
    let needed = env!("CARGO_PKG_RUST_VERSION");
    assert!(Page::read().text().contains(&format!("Rust {needed} or newer")));
}

#[test]
fn the_first_review_holds_as_many_things_as_it_is_said_to() {
    let catalog = OpenedReview::sample().catalog;
    let review = catalog.review();
    let of_kind = |kind| review.sources.iter().filter(|source| source.kind == kind).count();
    let told = Page::read().section("The first review").text().replace('\n', " ");
    for count in [
        format!("{} questions", review.cells().count()),
        format!("{} items of evidence", review.evidence.len()),
        format!("{} notes", review.footnotes.len()),
        format!("{} sources", review.sources.len()),
        format!("{} submissions", of_kind(SourceKind::Submission)),
        format!("{} roundtables", of_kind(SourceKind::Roundtable)),
    ] {
        assert!(told.contains(&count), "{count} are not told");
    }
}

/// Runs the program in an empty world and gives what it prints.
fn run(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    let output = command.args(arguments).env_clear().output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn every_promise_names_a_test_that_there_is() {
    let page = Page::read().section("What is promised and how it is tested");
    let mut sources = String::new();
    let mut folders =
        vec![concat!(env!("CARGO_MANIFEST_DIR"), "/src").into(), concat!(env!("CARGO_MANIFEST_DIR"), "/tests").into()];
    while let Some(folder) = folders.pop() {
        let folder: std::path::PathBuf = folder;
        for entry in std::fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                sources.push_str(&std::fs::read_to_string(&path).unwrap());
            }
        }
    }
    let rows: Vec<_> = page.rows("Promise").collect();
    assert!(rows.len() > 20, "{} promises", rows.len());
    for row in rows {
        let name = row[1].trim_matches('`');
        assert!(sources.contains(&format!("fn {name}(")), "there is no test {name}");
    }
}
