//! A panel, end to end: the commands of the README, played by a secretariat and three members with a repository between
//! them.
#![allow(clippy::print_stderr)]

use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;
use std::time::Duration;

use plumbline::model::act::Act;
use plumbline::model::rating::Rating;
use plumbline::model::session::MemberRef;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::Purpose;
use plumbline::review::open::begin;
use plumbline::review::open::open_session;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Machine;

use crate::page::Page;
use crate::page::bold;

const SECTION: &str = "A panel, end to end";

/// Everyone's folders, and the repository between them.
struct World(tempfile::TempDir);

impl World {
    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Runs the lines of a block in somebody's folder, as a shell would; gives what was said.
    fn plays(&self, who: &str, lines: &[&str]) -> String {
        let folder = self.at(who);
        let path = std::env::var("PATH").unwrap();
        let mut command = Command::new("sh");
        command.arg("-ec").arg(lines.join("\n")).current_dir(&folder).env_clear().stdin(Stdio::null());
        command.env("PATH", format!("{}:{path}", self.at("bin").display()));
        command.env("HOME", &folder).env("PLUMBLINE_DATA_DIR", folder.join("data")).env("GIT_CONFIG_NOSYSTEM", "1");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), format!("{who}@example.org"));
        }
        let output = command.output().unwrap();
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(output.status.success(), "{who}: {lines:?}\n{said}");
        said
    }
}

/// What a member says in the workbench.
fn rates(data: &Path, review: &Path, rating: Rating) {
    let review = OpenedReview::file(review).unwrap();
    let member = MemberRef { id: Machine.new_id(), name: None };
    let path = begin(&review, data, member, &mut Machine).unwrap();
    let mut session = open_session(&review, &path, Purpose::Work, Box::new(Machine)).unwrap();
    let act = Act::Rate {
        cell: "1A".parse().unwrap(),
        rating,
        reason: Some("because of what was said".to_owned()),
        quotes: Vec::new(),
        round: 1,
    };
    session.workspace.apply(&act).unwrap();
    session.saving.close(Duration::from_secs(10)).unwrap();
}

#[test]
fn a_panel_goes_from_its_roster_to_an_opened_round_by_the_commands_that_stand_there() {
    if Command::new("git").arg("--version").output().is_err() {
        eprintln!("skipped: there is no git here");
        return;
    }
    let section = Page::read().section(SECTION);
    let blocks = section.codes("sh");
    let [setting_up, getting, handing_in, opening, taking] = blocks.as_slice() else {
        panic!("five blocks, not {blocks:?}")
    };
    let world = World(tempfile::tempdir().unwrap());
    for name in ["bin", "secretariat", "a", "b", "c"] {
        std::fs::create_dir(world.at(name)).unwrap();
    }
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_plumbline"), world.at("bin/plumbline")).unwrap();
    world.plays("bin", &["git init --quiet --bare --initial-branch main ../panel.git"]);
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json");
    std::fs::copy(sample, world.at("secretariat/digital.review.json")).unwrap();
    std::fs::write(world.at("secretariat/roster.csv"), section.code("csv").join("\n")).unwrap();
    world.plays("secretariat", setting_up);
    let said = [("a", Rating::Good), ("b", Rating::Inadequate), ("c", Rating::Good)];
    for (who, rating) in said {
        world.plays(who, getting);
        rates(&world.at(who).join("data"), &world.at(who).join("panel/digital.review.json"), rating);
        let own: Vec<String> = handing_in
            .iter()
            .map(|line| {
                line.replace("--as A", &format!("--as {}", who.to_uppercase()))
                    .replace("member A", &format!("member {who}"))
            })
            .collect();
        let told = world.plays(who, &own.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(told.contains("1 of 36 rated, 35 left open"), "{told}");
    }
    // Nothing that lies in the repository says what anybody rated.
    let before = world.plays("b", &["git -C panel pull --quiet", "cat panel/panel.json panel/*.handin"]);
    assert!(!before.contains("because of what") && !before.contains("inadequate"));
    let told = world.plays("secretariat", opening);
    assert!(told.contains("Round 1: 3 of 3 in.") && told.contains("every seal held"), "{told}");
    for (who, _) in said {
        let told = world.plays(who, taking);
        assert!(told.contains("What you rate now is round 2"), "{told}");
        let there = world.plays(who, &["cat panel/*.session.json"]);
        assert!(there.contains("\"inadequate\"") && there.contains("because of what was said"));
    }
}

#[test]
fn the_practice_panel_shows_what_is_said_of_it() {
    let section = Page::read().section("A practice panel");
    let folder = tempfile::tempdir().unwrap();
    let mut said = String::new();
    for block in section.codes("sh") {
        for line in block {
            let line = line.replace("sample-data", concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data"));
            let words: Vec<&str> = line.split(' ').collect();
            let [program, args @ ..] = words.as_slice() else { panic!("{line}") };
            assert_eq!(*program, "plumbline");
            let mut command = Command::new(env!("CARGO_BIN_EXE_plumbline"));
            command.args(args).current_dir(&folder).env("HOME", folder.path());
            let output = command.env("PLUMBLINE_DATA_DIR", folder.path().join("data")).output().unwrap();
            assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
            said.push_str(&String::from_utf8_lossy(&output.stdout));
        }
    }
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    let promised: Vec<String> =
        bold(section.text()).map(|words| words.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    assert!(promised.len() > 6, "{promised:?}");
    for words in promised {
        assert!(said.contains(&words), "{words:?} is not in\n{said}");
    }
    assert!(folder.path().join("pack.docx").exists());
}
