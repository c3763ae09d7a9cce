//! The workbench as a member meets it: begun, left and come back to, on a terminal that may do anything.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::path::PathBuf;

use plumbline::model::rating::Rating;

use crate::desk::Desk;
use crate::desk::PROGRAM;
use crate::desk::expect_gone;
use crate::desk::leave;
use crate::desk::rated;
use crate::desk::ready;
use crate::support::pty::Launch;
use crate::support::pty::PATIENCE;

const PASTED: &str = "That looked like pasted text.";

#[test]
fn beginning_shows_the_grid_and_the_first_steps_and_q_q_leaves() {
    let desk = Desk::new();
    let mut pty = ready(desk.launch());
    for shown in ["A B C D", "0 of 36 rated", "1A Commitment met", "First steps", "q leave"] {
        pty.expect_text(shown);
    }
    assert!(pty.on_alternate_screen() && pty.is_raw());
    pty.keys("<Space>");
    expect_gone(&pty, "First steps");
    leave(&mut pty);
    let mut again = desk.window();
    again.expect_text("q leave");
    assert!(!again.screen_text().contains("First steps"), "the card is for the first time");
    leave(&mut again);
}

#[test]
fn coming_back_finds_the_rating_the_place_and_a_line_about_what_was_done() {
    let desk = Desk::new();
    let mut pty = desk.window_with_a_rating();
    pty.keys("j j l");
    let title = "3B Funding and resource";
    pty.expect_text(title);
    leave(&mut pty);
    desk.assert_first_rating_kept();

    let mut again = desk.window();
    again.expect_text("Earlier today: 1 rated, 35 open.");
    again.expect_text(title);
    again.expect_text("1 of 36 rated");
    let at = again.cursor();
    leave(&mut again);
    let third = desk.window();
    third.expect_text("Earlier today");
    third.wait_for(|screen| screen.cursor_position() == (at.1, at.0), PATIENCE).unwrap();
}

#[test]
fn work_in_a_copied_data_folder_goes_into_the_copy_and_the_original_keeps_every_byte() {
    let (desk, other) = (Desk::new(), tempfile::tempdir().unwrap());
    leave(&mut desk.window_with_a_rating());
    let copy = other.path().join("copy");
    copy_folder(desk.data(), &copy);
    let before = bytes_of(desk.data());
    let mut pty = ready(Launch::new(PROGRAM).arg("--data-dir").arg(&copy).size(120, 40));
    pty.expect_text("1 of 36 rated");
    pty.keys("<Right> 2 <Enter>");
    pty.expect_text("2 of 36 rated");
    leave(&mut pty);
    assert_eq!(bytes_of(desk.data()), before);
    let copied = copy.display().to_string();
    let of_copy = desk.command(&["--data-dir", &copied, "rollup", "--json"]);
    assert_ne!(of_copy.stdout, desk.command(&["rollup", "--json"]).stdout, "each says what is in it");
    // A copy whose record is of a program that kept whole paths.
    let session = desk.session_path();
    let inside = session.strip_prefix(desk.data()).unwrap().display().to_string();
    let record = std::fs::read_to_string(copy.join("state.json")).unwrap();
    let older = record.replace(&inside, &session.display().to_string());
    assert_ne!(record, older);
    std::fs::write(copy.join("state.json"), older).unwrap();
    assert_eq!(desk.command(&["--data-dir", &copied, "rollup", "--json"]).stdout, of_copy.stdout);
}

fn bytes_of(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        match entry.path() {
            inner if inner.is_dir() => files.extend(bytes_of(&inner)),
            file => drop(files.insert(file.clone(), std::fs::read(file).unwrap())),
        }
    }
    files
}

fn copy_folder(from: &Path, to: &Path) {
    for (file, bytes) in bytes_of(from) {
        let copied = to.join(file.strip_prefix(from).unwrap());
        std::fs::create_dir_all(copied.parent().unwrap()).unwrap();
        std::fs::write(copied, bytes).unwrap();
    }
}

#[test]
fn what_was_chosen_last_is_offered_first_in_the_next_run_and_is_no_part_of_the_session() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space> :");
    pty.expect_text("Find anything");
    pty.type_text("8b\r");
    pty.expect_text("8B Funding and resource");
    leave(&mut pty);
    let mut again = desk.window();
    again.keys(":");
    again.expect_text("recent");
    again.keys("<Esc>");
    expect_gone(&again, "Find anything");
    leave(&mut again);
    let session = std::fs::read(desk.session_path()).unwrap();
    assert!(!String::from_utf8_lossy(&session).contains("go 8B"));
}

#[test]
fn what_is_typed_ahead_of_a_search_goes_to_what_it_finds() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space> /");
    pty.type_text("funding");
    pty.keys("<Enter> n");
    pty.expect_text("Found 2 of ");
    pty.keys(":");
    pty.type_text("8b");
    pty.keys("<Enter>");
    pty.expect_text("8B Funding and resource");
    leave(&mut pty);
}

#[test]
fn an_export_is_written_beside_the_work_and_said_when_it_is_done() {
    let desk = Desk::new();
    let mut pty = desk.window_with_a_rating();
    let out = desk.data().join("mine.json");
    pty.keys("g x");
    pty.expect_text("Export the session to JSON");
    pty.keys("<C-u>");
    pty.type_text(&out.display().to_string());
    pty.keys("<Enter>");
    pty.expect_text("The session is in ");
    expect_gone(&pty, "Writing the file");
    assert!(std::fs::read_to_string(&out).unwrap().contains("plumbline-session"));
    leave(&mut pty);
}

#[test]
fn every_form_goes_into_a_folder_and_nothing_there_is_written_over_unasked() {
    let desk = Desk::new();
    let mut pty = desk.window_with_a_rating();
    let out = desk.data().join("out");
    let asked = |pty: &mut crate::support::pty::Pty| {
        pty.keys("g x");
        pty.expect_text("Export the session to JSON");
        pty.keys("<C-u>");
        pty.type_text(&format!("{}/", out.display()));
        pty.expect_text("every form, in a folder");
        pty.keys("<Enter>");
    };
    asked(&mut pty);
    pty.expect_text("The session is in ");
    expect_gone(&pty, "Writing the file");
    for name in
        ["report.docx", "tables.xlsx", "project.qdpx", "bundle.json", "session.json", "matrix.svg", "ratings.csv"]
    {
        assert!(out.join(name).is_file(), "{name}");
    }
    std::fs::write(out.join("report.md"), "my own").unwrap();
    asked(&mut pty);
    pty.expect_text("Enter again writes over it");
    pty.keys("<Esc>");
    leave(&mut pty);
    assert_eq!(std::fs::read_to_string(out.join("report.md")).unwrap(), "my own");
}

#[test]
fn any_size_at_any_time_keeps_what_is_being_typed() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space> 4");
    pty.expect_text("Reason:");
    pty.type_text("few");
    for (columns, rows) in [(40, 10), (1, 1), (200, 50), (80, 24), (1, 1), (40, 10)] {
        pty.resize(columns, rows);
    }
    pty.expect_text("plumbline needs");
    // What cannot be seen is not done.
    pty.keys("x <Enter>");
    for columns in [41, 42] {
        pty.resize(columns, 10);
        pty.expect_text(&format!("is {columns} by"));
    }
    pty.resize(1, 1);
    pty.resize(120, 40);
    pty.expect_text("Reason: few");
    pty.type_text(" signed up");
    pty.expect_text("few signed up");
    pty.keys("<Enter>");
    pty.expect_text("1 of 36 rated");
    pty.resize(40, 10);
    pty.expect_text("plumbline needs");
    pty.resize(80, 24);
    pty.expect_text("1 of 36 rated");
    leave(&mut pty);
    assert_eq!(desk.rating("1A").unwrap().reason.as_deref(), Some("few signed up"));
}

#[test]
fn a_wrong_keys_file_is_told_before_the_screen_opens_and_nothing_is_begun() {
    let desk = Desk::new();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[everywhere]\nsuspend = \"Ctrl+Z\"\n").unwrap();
    let mut pty = desk.launch().env("PLUMBLINE_KEYS_FILE", file.path()).start();
    assert_eq!(pty.expect_exit().exit_code(), 3);
    pty.expect_text("line 2: Ctrl+Z asks for `undo`");
    assert!(!pty.on_alternate_screen());
    assert_eq!(std::fs::read_dir(desk.data()).unwrap().count(), 0, "no session was begun");
}

#[test]
fn keys_of_ones_own_work_in_the_real_program() {
    let desk = Desk::new();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), "[everywhere]\nrate = \"F1\"\nmenu = \"?\"\n").unwrap();
    let mut pty = ready(desk.launch().env("PLUMBLINE_KEYS_FILE", file.path()));
    pty.keys("<Space>");
    pty.expect_text("F1 rate");
    pty.keys("<F1>");
    pty.expect_text("Rate 1A:");
    pty.keys("4 <Enter>");
    pty.expect_text("1 of 36 rated");
    leave(&mut pty);
}

#[test]
fn an_editor_has_the_terminal_to_itself_and_what_it_wrote_is_kept() {
    let desk = Desk::new();
    // Reads a line from the terminal, as an editor would, and adds it to the file.
    let editor = "f() { echo EDITOR $(cat \"$1\"); read line; echo \"$line\" >>\"$1\"; }; f";
    let mut pty = ready(desk.launch().env("EDITOR", "false").env("VISUAL", editor));
    pty.keys("<Space> 4");
    pty.type_text("few");
    pty.expect_text("Reason: few");
    pty.keys("<C-o>");
    pty.expect_text("EDITOR few");
    assert!(!pty.on_alternate_screen() && !pty.is_raw(), "the terminal is given back");
    pty.type_text("q q, and late\r");
    pty.expect_text("Taken from your editor.");
    assert!(pty.on_alternate_screen() && pty.is_raw());
    pty.expect_text("q q, and late");
    pty.keys("<Enter>");
    pty.expect_text("1 of 36 rated");
    leave(&mut pty);
    assert_eq!(desk.rating("1A").unwrap().reason.as_deref(), Some("few\nq q, and late"));
}

#[test]
fn interrupting_the_editor_ends_the_editor_only() {
    let desk = Desk::new();
    // It answers before it is interrupted: a shell that is about to start it lets an interrupt pass.
    let mut pty = ready(desk.launch().env("EDITOR", "f() { echo EDI\"\"TOR; sed -u s/^/got-/; }; f"));
    pty.keys("<Space> 4");
    pty.type_text("few");
    pty.keys("<C-o>");
    pty.expect_text("EDITOR");
    pty.type_text("here\r");
    pty.expect_text("got-here");
    pty.type_text("\u{3}");
    pty.expect_text("The text is as it was.");
    pty.expect_text("Reason: few");
    pty.keys("<Enter>");
    pty.expect_text("1 of 36 rated");
    leave(&mut pty);
}

#[test]
fn a_storm_of_sizes_among_keys_ends_in_a_whole_screen() {
    let desk = Desk::new();
    let mut pty = desk.window_with_a_rating();
    for step in 0..120_u16 {
        pty.resize(1 + step * 37 % 160, 1 + step * 13 % 50);
        pty.keys("j");
    }
    pty.resize(120, 40);
    pty.expect_text("1 of 36 rated");
    pty.expect_text("q leave");
    leave(&mut pty);
    desk.assert_first_rating_kept();
}

#[test]
fn text_pasted_into_a_reason_is_text_with_its_lines() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space> 4");
    pty.expect_text("Reason:");
    pty.paste("few signed up\rq q 1 of them");
    pty.expect_text("q q 1 of them");
    pty.keys("<Enter>");
    pty.expect_text("1 of 36 rated");
    leave(&mut pty);
    assert_eq!(desk.rating("1A").unwrap().reason.as_deref(), Some("few signed up\nq q 1 of them"));
}

#[test]
fn text_pasted_elsewhere_does_nothing_with_or_without_paste_marks_and_says_so() {
    let desk = Desk::new();
    let mut pty = desk.window();
    pty.keys("<Space>");
    expect_gone(&pty, "First steps");
    pty.paste("4\r1\rq\rq\r");
    pty.expect_text(PASTED);
    pty.keys("j");
    expect_gone(&pty, PASTED);
    pty.send("4\r1\r2\r3\rxTuqq.yq\r");
    pty.expect_text(PASTED);
    pty.keys("k");
    expect_gone(&pty, PASTED);
    pty.expect_text("0 of 36 rated");
    leave(&mut pty);
    assert!(desk.session().workspace.history().entries().is_empty());
}

#[test]
fn without_colour_the_selected_cell_is_still_told_by_reversing_it() {
    let desk = Desk::new();
    let mut pty = ready(desk.launch().env("NO_COLOR", "1"));
    pty.keys("<Space>");
    expect_gone(&pty, "First steps");
    pty.expect_text("q leave");
    let (column, row) = pty.cursor();
    let selected = pty.look(column, row).unwrap();
    assert!(selected.inverse, "{selected:?}");
    for row in 0..40 {
        for column in 0..120 {
            let look = pty.look(column, row).unwrap();
            let plain = (vt100::Color::Default, vt100::Color::Default);
            assert_eq!((look.foreground, look.background), plain, "{column},{row}: {look:?}");
        }
    }
    leave(&mut pty);
}

#[test]
fn suspending_saves_and_gives_the_shell_back_and_fg_goes_on() {
    let desk = Desk::new();
    let shell = Launch::new("/bin/sh").arg("-i").env("PS1", "shell> ").env("PROGRAM", PROGRAM);
    let mut pty = desk.on(shell).start();
    pty.expect_text("shell> ");
    pty.send("\"$PROGRAM\"\r");
    pty.expect_text("of 36 rated");
    pty.expect_text("? menu");
    pty.keys("<Space> 4 <Enter> :");
    pty.expect_text("1 of 36 rated");
    pty.type_text("suspend");
    pty.expect_text("pause and go back to the shell");
    pty.keys("<Enter>");
    pty.expect_text("plumbline is paused, all saved. Type fg and Enter.");
    pty.wait_for(|screen| screen.contents().trim_end().ends_with("shell>"), PATIENCE).unwrap();
    assert!(!pty.on_alternate_screen());
    desk.assert_first_rating_kept();
    pty.send("fg\r");
    pty.wait_for(|screen| screen.alternate_screen() && screen.contents().contains("1 of 36 rated"), PATIENCE).unwrap();
    assert!(pty.is_raw());
    pty.keys("j 3 <Enter>");
    pty.expect_text("2 of 36 rated");
    pty.keys("q");
    pty.expect_text("q again leaves");
    pty.keys("q");
    let shell = |screen: &vt100::Screen| !screen.alternate_screen() && screen.contents().trim_end().ends_with("shell>");
    pty.wait_for(shell, PATIENCE).unwrap();
    pty.send("exit\r");
    pty.expect_exit();
    assert_eq!(desk.rating("2A").unwrap().rating, Rating::RequiresImprovement);
}

#[test]
fn an_exported_session_is_for_its_owner_alone_and_other_commands_take_it() {
    let desk = Desk::new();
    let mut pty = rated(desk.launch());
    pty.keys("g x");
    pty.expect_text("Export the session");
    pty.expect_text("Enter keep");
    pty.keys("<C-u>");
    pty.type_text("mine.json");
    pty.expect_text("Write mine.json");
    pty.keys("<Enter>");
    let file = pty.home().join("mine.json");
    pty.expect_text(&format!("The session is in {}.", file.display()));
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);

    let other = Desk::new();
    let file = file.to_str().unwrap();
    let rollup = other.command(&["rollup", file, "--json"]);
    assert!(rollup.status.success(), "{rollup:?}");
    let taken = other.command(&["sessions", "import", file]);
    assert!(taken.status.success(), "{taken:?}");
    other.assert_first_rating_kept();
    leave(&mut pty);
}
