//! A panel on the small review in a folder of its own, and members who rate and hand in; clock and ids never differ.

use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;
use uuid::Uuid;

use crate::document::fixture;
use crate::document::write::to_bytes;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::handin::HandIn;
use crate::model::moment::Moment;
use crate::model::panel::Disagreement;
use crate::model::panel::Panel;
use crate::model::panel::PanelMember;
use crate::model::panel::PanelRole;
use crate::model::rating::Rating;
use crate::model::session::MemberRef;
use crate::panel::error::PanelError;
use crate::panel::folder::Folder;
use crate::panel::handing;
use crate::panel::opening;
use crate::panel::opening::Examined;
use crate::panel::opening::Opening;
use crate::panel::roster::Seat;
use crate::panel::seal::OpeningKey;
use crate::panel::seal::Salt;
use crate::panel::seat;
use crate::panel::setup;
use crate::panel::setup::Terms;
use crate::review::workspace::Access;
use crate::review::workspace::Context;
use crate::review::workspace::Forgetful;
use crate::review::workspace::Kept;
use crate::review::workspace::Workspace;

/// The first moment of every test.
const START: i64 = 1_795_253_400_000;

struct Fixed {
    millis: i64,
    ids: u128,
}

impl Context for Fixed {
    fn now(&mut self) -> Moment {
        self.millis += 1000;
        Moment::from_millis(self.millis)
    }

    fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(self.ids)
    }
}

/// A moment so many minutes after the first.
pub fn minute(at: i64) -> Moment {
    Moment::from_millis(START + 60_000 * at)
}

/// A panel in a folder.
pub struct Stage {
    pub folder: TempDir,
    pub catalog: Arc<Catalog>,
    pub panel: Panel,
    pub key: OpeningKey,
}

impl Stage {
    /// A panel of three: the chair A, B and C.
    pub fn in_one_step() -> Self {
        Self::of(false)
    }

    /// The same, handing in in two steps.
    pub fn in_two_steps() -> Self {
        Self::of(true)
    }

    fn of(two_step: bool) -> Self {
        let catalog = Arc::new(fixture::catalog());
        let key = OpeningKey::generate();
        let seat = |letter: &str, role| Seat {
            name: format!("Member {letter}"),
            letter: letter.to_owned(),
            role,
            areas: Vec::new(),
            reads: Vec::new(),
        };
        let seats = [seat("A", PanelRole::Chair), seat("B", PanelRole::Core), seat("C", PanelRole::Core)];
        let terms = Terms { disagreement: Disagreement { range: 2, majority: true }, two_step };
        let panel = setup::panel(&catalog, &seats, &terms, &key, &mut Fixed { millis: START, ids: 0xc0 });
        let stage = Self { folder: tempfile::tempdir().expect("a folder"), catalog, panel, key };
        stage.write("panel.json", &to_bytes(&stage.panel).expect("writes"));
        stage.write("small.review.json", &to_bytes(stage.catalog.review()).expect("writes"));
        stage
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.path(name), bytes).expect("writes");
    }

    pub fn read(&self) -> Folder {
        Folder::read(self.folder.path()).expect("the folder reads")
    }

    /// Every name in the folder, in order.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .expect("lists")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    pub fn member(&self, letter: &str) -> &PanelMember {
        seat::lettered(&self.panel, letter).expect("a member")
    }

    /// A member's session in which nothing was said.
    pub fn session(&self, letter: &str) -> Workspace {
        self.session_on(letter, 0)
    }

    /// The same on one of several machines, whose ids differ.
    pub fn session_at(&self, letter: &str, machine: u128) -> Workspace {
        self.session_on(letter, machine)
    }

    fn session_on(&self, letter: &str, machine: u128) -> Workspace {
        let number = u128::from(letter.as_bytes()[0]);
        let member = MemberRef { id: Uuid::from_u128(0x1_0000 + number), name: Some(format!("Member {letter}")) };
        let context = Box::new(Fixed { millis: START, ids: (number << 16) + (machine << 32) });
        Workspace::open(self.catalog.clone(), member, Kept::default(), Access::Write, context, Box::new(Forgetful))
            .expect("opens")
    }

    /// A member's session with ratings, written `1A good because it was`.
    pub fn rated(&self, letter: &str, ratings: &[&str]) -> Workspace {
        let mut ws = self.session(letter);
        rate(&mut ws, ratings);
        ws
    }

    /// Hands the round at hand in, without writing a file.
    pub fn hand_in(&self, ws: &mut Workspace, letter: &str) -> HandIn {
        let number = letter.as_bytes()[0];
        let salt = Salt::of_hex(&format!("{number:02x}").repeat(32)).expect("a salt");
        handing::hand_in(ws, &self.panel, self.member(letter), &salt).expect("hands in");
        handing::file_of(ws, &self.panel, self.member(letter), false).expect("makes the file")
    }

    /// The same with its file in the folder; returns its name.
    pub fn arrives(&self, ws: &mut Workspace, letter: &str) -> String {
        let handin = self.hand_in(ws, letter);
        let name = handing::file_name("small", handin.round, letter);
        self.write(&name, &to_bytes(&handin).expect("writes"));
        name
    }

    /// All three hand in something of their own.
    pub fn all_in(&self) -> Vec<Workspace> {
        let said: [&[&str]; 3] =
            [&["1A good because", "1B inadequate"], &["1A inadequate"], &["1A outstanding", "2A good"]];
        let letters = ["A", "B", "C"].into_iter().zip(said);
        letters
            .map(|(letter, said)| {
                let mut ws = self.rated(letter, said);
                self.arrives(&mut ws, letter);
                ws
            })
            .collect()
    }

    /// A handed-in file, changed as JSON.
    pub fn change(&self, name: &str, change: impl FnOnce(&mut HandIn)) {
        let bytes = std::fs::read(self.path(name)).expect("is there");
        let mut handin: HandIn = serde_json::from_slice(&bytes).expect("reads");
        change(&mut handin);
        self.write(name, &to_bytes(&handin).expect("writes"));
    }

    pub fn examine(&self, round: u32) -> Examined {
        opening::examine(&self.read(), &self.catalog, round, &self.key, minute(100)).expect("can be looked into")
    }

    pub fn open(&self, round: u32, without: &[&str]) -> Result<Opening, PanelError> {
        let without: Vec<String> = without.iter().map(|letter| (*letter).to_owned()).collect();
        opening::open(&self.read(), self.examine(round), (&without, false, false), minute(100))
    }
}

/// Rates questions, written `1A good because it was`.
pub fn rate(ws: &mut Workspace, ratings: &[&str]) {
    for line in ratings {
        let mut words = line.splitn(3, ' ');
        let cell = words.next().and_then(|cell| cell.parse().ok()).expect("a question");
        let rating = match words.next().expect("a rating") {
            "outstanding" => Rating::Outstanding,
            "good" => Rating::Good,
            "poor" => Rating::RequiresImprovement,
            "inadequate" => Rating::Inadequate,
            _ => Rating::NoInformation,
        };
        let reason = words.next().map(str::to_owned);
        ws.apply(&Act::Rate { cell, rating, reason, quotes: Vec::new(), round: 1 }).expect("rates");
    }
}
