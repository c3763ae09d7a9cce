//! The tour without the screen: its lines talked through in one go, its commands run one after another.

use std::io::Write;
use std::path::Path;
use std::process::Command;
use std::process::Stdio;

use crate::page;
use crate::page::Page;
use crate::stage::step;

const SECTION: &str = "Without the screen";

/// The program in a folder that is its whole world.
fn program(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
    command.current_dir(folder).env_clear().env("HOME", folder).env("PLUMBLINE_DATA_DIR", folder.join("data"));
    command
}

#[test]
fn the_conversation_tells_what_its_table_says() {
    let rows: Vec<_> = Page::read().section(SECTION).rows("Type").collect();
    assert!(rows.len() > 15, "the conversation has {} lines", rows.len());
    let lines: Vec<String> = rows.iter().map(|row| step(&row[0]).remove(0)).collect();
    let folder = tempfile::tempdir().unwrap();
    let mut child = program(folder.path())
        .args(["sample", "--plain"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all((lines.join("\n") + "\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    let mut rest = told.as_str();
    for (row, line) in rows.iter().zip(&lines) {
        let (_, after) =
            rest.split_once(&format!(" > {line}\n")).unwrap_or_else(|| panic!("{line} has no prompt in\n{told}"));
        // What answers stands before the next prompt.
        let answer = after.split(" > ").next().unwrap();
        for promised in page::bold(&row[1]) {
            assert!(answer.contains(&promised), "after {line} “{promised}” is not told:\n{answer}");
        }
        rest = after;
    }
    assert_eq!(rest.lines().last(), Some("All saved."));
}

#[test]
fn the_commands_print_what_their_table_says() {
    let rows: Vec<_> = Page::read().section(SECTION).rows("Run").collect();
    assert!(rows.len() > 12, "there are {} commands", rows.len());
    let folder = tempfile::tempdir().unwrap();
    for row in &rows {
        let line = step(&row[0]).remove(0);
        let output = program(folder.path()).args(words(&line)).stdin(Stdio::null()).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let told = String::from_utf8(output.stdout).unwrap();
        for promised in page::bold(&row[1]) {
            assert!(told.contains(&promised), "{line} does not print “{promised}” but\n{told}");
        }
    }
    assert!(folder.path().join("mine.json").exists());
}

/// The words behind `plumbline`, what stands in quotation marks as one.
fn words(line: &str) -> Vec<String> {
    let line = line.strip_prefix("plumbline ").unwrap();
    let parts = line.split('"').enumerate();
    let split = |(at, part): (usize, &str)| match at % 2 {
        1 => vec![part.to_owned()],
        _ => part.split_whitespace().map(str::to_owned).collect(),
    };
    parts.flat_map(split).collect()
}
