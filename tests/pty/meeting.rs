//! A panel's meeting in the real program: what is agreed is in a record beside the panel file, and goes on from there.

use std::path::Path;

use plumbline::document::read::read_session;
use plumbline::model::session::SessionFile;

use crate::desk::Desk;
use crate::desk::PROGRAM;
use crate::desk::leave;
use crate::support::pty::Launch;

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
