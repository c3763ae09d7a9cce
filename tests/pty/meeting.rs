//! A panel's meeting in the real program: what is agreed is in a record beside the panel file, and goes on from there.

use std::path::Path;
use std::path::PathBuf;

use plumbline::document::read::read_session;
use plumbline::model::session::SessionFile;
use rustix::process::Signal;

use crate::desk::Desk;
use crate::desk::PROGRAM;
use crate::desk::leave;
use crate::support::pty::Launch;
use crate::support::pty::Pty;

const SAMPLES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data");

fn record(folder: &Path, name: &str) -> SessionFile {
    read_session(&std::fs::read(folder.join(name)).unwrap(), name).unwrap()
}

fn settled(file: &SessionFile) -> usize {
    file.consensus.len()
}

#[test]
fn what_a_meeting_agrees_is_written_beside_the_panel_and_gone_on_with_elsewhere() {
    let desk = Desk::new();
    let folder = desk.data().join("panel");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(format!("{SAMPLES}/digitisation-nhs.review.json"), folder.join("nhs.json")).unwrap();
    for entry in std::fs::read_dir(format!("{SAMPLES}/sessions")).unwrap() {
        let path = entry.unwrap().path();
        std::fs::copy(&path, folder.join(path.file_name().unwrap())).unwrap();
    }
    let agreed = "digitisation-nhs-agreed.json";
    let before = settled(&record(&folder, agreed));
    let meet = |desk: &Desk| desk.on(Launch::new(PROGRAM).arg("panel").arg(&folder).arg("--meet")).start();
    let mut pty = meet(&desk);
    pty.expect_text("14 of 15 settled");
    pty.keys("<Down> <Enter> 4");
    pty.expect_text("5C agreed: inadequate");
    pty.type_text("the pause did harm\r");
    pty.expect_text("15 of 15 settled");
    leave(&mut pty);
    assert_eq!(settled(&record(&folder, agreed)), before + 1, "the record of the folder goes on");

    // Meanwhile another keeper wrote it down otherwise.
    std::fs::write(folder.join(agreed), std::fs::read(format!("{SAMPLES}/sessions/{agreed}")).unwrap()).unwrap();
    let mut pty = meet(&desk);
    pty.expect_text("15 of 15 settled");
    leave(&mut pty);
    assert_eq!(settled(&record(&folder, agreed)), before, "what another keeper wrote stays");
    let beside = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let names: Vec<String> = beside.filter(|name| name.ends_with("agreed.json") && name != agreed).collect();
    assert_eq!(names.len(), 1, "{names:?}");
    assert_eq!(settled(&record(&folder, &names[0])), before + 1, "one's own stands beside it");
}

/// The practice panel in a folder of its own; without its record and, if so asked, with no round opened.
fn panel(desk: &Desk, opened: bool) -> PathBuf {
    let folder = desk.data().join("panel");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::copy(format!("{SAMPLES}/digitisation-nhs.review.json"), folder.join("nhs.json")).unwrap();
    for entry in std::fs::read_dir(format!("{SAMPLES}/sessions")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let text = std::fs::read_to_string(format!("{SAMPLES}/sessions/{name}")).unwrap();
        if name == "panel.json" {
            let mut file: serde_json::Value = serde_json::from_str(&text).unwrap();
            if !opened {
                file["rounds"] = serde_json::json!([]);
            }
            std::fs::write(folder.join(name), file.to_string()).unwrap();
        } else if opened && !name.ends_with("agreed.json") {
            std::fs::write(folder.join(name), text).unwrap();
        }
    }
    folder
}

fn meet(desk: &Desk, folder: &Path) -> Pty {
    desk.on(Launch::new(PROGRAM).arg("panel").arg(folder).arg("--meet")).start()
}

fn records(folder: &Path) -> Vec<usize> {
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut names: Vec<String> = names.filter(|name| name.contains("-agreed")).collect();
    names.sort();
    names.iter().map(|name| settled(&record(folder, name))).collect()
}

fn settle(pty: &mut Pty, progress: &str) {
    pty.keys("4");
    pty.expect_text("agreed: inadequate");
    pty.type_text("too little\r");
    pty.expect_text(progress);
    pty.expect_text("saved ");
}

#[test]
fn a_meeting_that_was_killed_goes_on_in_the_same_record() {
    let desk = Desk::new();
    let folder = panel(&desk, true);
    let mut first = meet(&desk, &folder);
    first.expect_text("0 of 15 settled");
    settle(&mut first, "1 of 15 settled");
    leave(&mut first);
    assert_eq!(records(&folder), [1]);
    let mut killed = meet(&desk, &folder);
    killed.expect_text("1 of 15 settled");
    killed.keys("<Down>");
    settle(&mut killed, "2 of 15 settled");
    killed.signal(Signal::KILL);
    killed.expect_exit();
    assert_eq!(records(&folder), [1]);
    let mut last = meet(&desk, &folder);
    last.expect_text("2 of 15 settled");
    leave(&mut last);
    assert_eq!(records(&folder), [2], "one keeper, one record");
}

#[test]
fn a_second_window_only_looks_and_leaves_the_record_to_the_first() {
    let desk = Desk::new();
    let folder = panel(&desk, true);
    let mut first = meet(&desk, &folder);
    first.expect_text("0 of 15 settled");
    settle(&mut first, "1 of 15 settled");
    let mut second = meet(&desk, &folder);
    second.expect_text("T continues here");
    second.keys("<Enter> 3");
    second.expect_text("Open in another window");
    leave(&mut second);
    assert!(second.screen_text().contains("another window keeps the record"), "{}", second.screen_text());
    assert!(records(&folder).is_empty());
    settle(&mut first, "1 of 15 settled");
    leave(&mut first);
    assert_eq!(records(&folder), [1]);
}

#[test]
fn a_folder_without_an_opened_round_or_without_a_panel_is_told_in_words() {
    let desk = Desk::new();
    let folder = panel(&desk, false);
    let mut pty = meet(&desk, &folder);
    assert_eq!(pty.expect_exit().exit_code(), 4);
    assert!(pty.screen_text().contains("no round is opened yet"), "{}", pty.screen_text());
    let empty = desk.data().join("empty");
    std::fs::create_dir(&empty).unwrap();
    let mut pty = meet(&desk, &empty);
    assert_eq!(pty.expect_exit().exit_code(), 3);
    assert!(pty.screen_text().contains("no panel file lies here"), "{}", pty.screen_text());
}
