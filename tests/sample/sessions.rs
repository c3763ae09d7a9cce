//! The practice panel of `sample-data/sessions`: three members read the first review, rate it apart, hand in, and keep a
//! record of what they agree. What they say stands in `panel.txt`; the files follow from it by the program's own doors.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use plumbline::document::write::to_bytes;
use plumbline::model::act::Act;
use plumbline::model::act::Agreement;
use plumbline::model::catalog::Catalog;
use plumbline::model::evidence::Bearing;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::ParentKey;
use plumbline::model::ids::Subject;
use plumbline::model::moment::Moment;
use plumbline::model::panel::Disagreement;
use plumbline::model::panel::Panel;
use plumbline::model::panel::PanelRole;
use plumbline::model::quote::FiledCell;
use plumbline::model::quote::Filing;
use plumbline::model::quote::Quote;
use plumbline::model::quote::Selector;
use plumbline::model::rating::Rating;
use plumbline::model::session::Basis;
use plumbline::model::session::Dissent;
use plumbline::model::session::MemberRef;
use plumbline::model::session::NoteTarget;
use plumbline::panel::folder::Folder;
use plumbline::panel::handing;
use plumbline::panel::opened::Answer;
use plumbline::panel::opened::OpenedPanel;
use plumbline::panel::opening;
use plumbline::panel::record;
use plumbline::panel::roster::Seat;
use plumbline::panel::seal::OpeningKey;
use plumbline::panel::seal::Salt;
use plumbline::panel::seat;
use plumbline::panel::setup;
use plumbline::panel::setup::Terms;
use plumbline::review::open::OpenedReview;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Context;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Workspace;
use plumbline::text::segment::sentences;
use uuid::Uuid;

const SAID: &str = include_str!("panel.txt");
const SESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/sessions");

/// The public half of a pair made for this panel. Nobody kept the other half: its round is open, and no second one is
/// to be handed in.
const OPENING_KEY: &str = "age13y3m68cexnsuzzdxj92xw96c6xc4wrjrr00gd74dpag02gtpssjswzhr5d";

/// Monday, 2 March 2026, nine in the morning.
const MORNING: i64 = 1_772_442_000_000;

/// A clock that goes on by a minute and ids that count, so that the files are the same whenever they are made.
struct Steady {
    millis: i64,
    ids: u128,
}

impl Steady {
    fn on_day(day: i64, ids: u128) -> Self {
        Self { millis: MORNING + day * 86_400_000, ids: ids << 64 }
    }
}

impl Context for Steady {
    fn now(&mut self) -> Moment {
        self.millis += 60_000;
        Moment::from_millis(self.millis)
    }

    fn new_id(&mut self) -> Uuid {
        self.ids += 1;
        // Random ids have a version and a variant; so have these.
        uuid::Builder::from_random_bytes(
            (self.ids.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835)).to_be_bytes(),
        )
        .into_uuid()
    }
}

/// One answer of one member.
struct Said<'a> {
    cell: CellKey,
    letter: &'a str,
    answer: &'a str,
    reason: &'a str,
    passages: &'a str,
}

fn said() -> impl Iterator<Item = Said<'static>> {
    let lines = SAID.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let mut parts = line.split(" | ");
        let head: Vec<&str> = parts.next().unwrap().split(' ').collect();
        let [cell, letter, answer] = head[..] else { panic!("{line}") };
        let (reason, passages) = (parts.next().unwrap(), parts.next().unwrap_or_default());
        Said { cell: cell.parse().unwrap(), letter, answer, reason, passages }
    })
}

fn rating(name: &str) -> Rating {
    serde_json::from_value(serde_json::Value::from(name)).unwrap_or_else(|_| panic!("{name}"))
}

fn begun(catalog: &Arc<Catalog>, id: Uuid, context: Steady) -> Workspace {
    let member = MemberRef { id, name: None };
    Workspace::open(catalog.clone(), member, Kept::default(), Access::Write, Box::new(context), Box::new(Forgetful))
        .unwrap()
}

/// Marks a sentence of an item: `E065:2 undermines funding`.
fn marked(ws: &mut Workspace, cell: &CellKey, words: &str) -> Uuid {
    let parts: Vec<&str> = words.trim().split([' ', ':']).collect();
    let [item, sentence, stance, tag] = parts[..] else { panic!("{words}") };
    let catalog = ws.catalog().clone();
    let item = catalog.evidence(&item.into()).unwrap_or_else(|| panic!("{words}: no such item"));
    let near = |place: &Bearing| place.commitment.as_ref() == Some(&cell.commitment);
    assert!(item.cells.iter().any(near), "{words}: not an item of commitment {}", cell.commitment);
    let range = sentences(&item.text).into_iter().nth(sentence.parse::<usize>().unwrap() - 1);
    let range = range.unwrap_or_else(|| panic!("{words}: no such sentence"));
    let digest = plumbline::document::canonical::sha256_hex(item.text.as_bytes());
    let id = ws.new_id();
    let quote = Quote {
        id,
        evidence: Some(item.id.clone()),
        source: None,
        selector: Selector::of(&item.text, range.start, range.end, digest).unwrap(),
        filings: vec![Filing {
            cell: FiledCell::from(cell),
            stance: Some(serde_json::from_value(stance.into()).unwrap()),
            anchor: None,
        }],
        tags: vec![tag.into()],
        speaker: None,
        note: None,
        lost: false,
        at: Moment::from_millis(0),
    };
    ws.apply(&Act::Mark { quote: Box::new(quote) }).unwrap_or_else(|error| panic!("{words}: {error}"));
    id
}

/// Everything a member says, in their own session.
fn rated(ws: &mut Workspace, letter: &str) {
    for Said { cell, answer, reason, passages, .. } in said().filter(|said| said.letter == letter) {
        let marks = passages.split(';').filter(|words| !words.trim().is_empty());
        let quotes: Vec<Uuid> = marks.map(|words| marked(ws, &cell, words)).collect();
        let act = match answer {
            "abstains" => Act::Abstain { cell, why: reason.to_owned() },
            answer => Act::Rate { cell, rating: rating(answer), reason: Some(reason.to_owned()), quotes, round: 1 },
        };
        ws.apply(&act).unwrap();
    }
    if letter == "B" {
        let on = NoteTarget::Cell("8B".parse().unwrap());
        let text = "Where did the other £0.6m go? Let us ask again before we meet.".to_owned();
        let id = ws.new_id();
        ws.apply(&Act::Note { id, on, text, shared: true }).unwrap();
    }
}

/// What the panel agrees where it had to talk for long.
fn talked_over(cell: &str) -> Option<Agreement> {
    let (rating, basis, reason) = match cell {
        "3B" => (
            Rating::Inadequate,
            Basis::Vote,
            "The money is short for a change of this size, and what there is has to be bid for.",
        ),
        "8B" => (
            Rating::RequiresImprovement,
            Basis::Consensus,
            "£1.1m, of which nobody told us what £0.6m is for: ineffective, not the cause of failure.",
        ),
        _ => return None,
    };
    let why = "What is missing is small beside what was given, and it went where it was needed.";
    let dissent = Dissent { member: "C".to_owned(), reason: why.to_owned() };
    let voted = basis == Basis::Vote;
    Some(Agreement {
        rating,
        reason: reason.to_owned(),
        basis,
        tally: voted.then(|| "2 of 3".to_owned()),
        present: Vec::new(),
        abstained: Vec::new(),
        dissent: if voted { vec![dissent] } else { Vec::new() },
    })
}

/// What it agrees where members had given this: what most gave, or where two differ, the lower.
fn nodded(given: &[Rating]) -> Agreement {
    let alike = given.iter().all(|rating| *rating == given[0]);
    let most = given.iter().copied().max_by_key(|one| (given.iter().filter(|it| *it == one).count(), *one));
    let reason = match (alike, given.len()) {
        (true, _) => "All who rated it gave this, for the reasons in their sessions.",
        (false, 2) => "The two who rated it differed; having talked, both can live with this.",
        (false, _) => "What most had given stands; who gave another rating can live with it.",
    };
    Agreement {
        rating: most.expect("somebody rated it"),
        reason: reason.to_owned(),
        basis: if alike { Basis::Unanimous } else { Basis::Consensus },
        tally: None,
        present: Vec::new(),
        abstained: Vec::new(),
        dissent: Vec::new(),
    }
}

/// What the panel agrees; 5C is still open.
fn agreements(panel: &OpenedPanel) -> Vec<(Subject, Agreement)> {
    let sessions = &panel.latest().unwrap().sessions;
    let present: Vec<String> = sessions.iter().map(|one| one.member.letter.clone()).collect();
    let mut out = Vec::new();
    for cell in panel.catalog.review().cells().filter(|cell| cell.to_string() != "5C") {
        let (mut given, mut abstained) = (Vec::new(), Vec::new());
        for one in sessions {
            match one.answer(&panel.catalog, &cell) {
                Answer::Rated(entry) => given.push(entry.rating),
                Answer::Abstained(_) => abstained.push(one.member.letter.clone()),
                Answer::Open | Answer::NotAsked => {}
            }
        }
        let agreed = talked_over(&cell.to_string()).unwrap_or_else(|| nodded(&given));
        out.push((Subject::Cell(cell), Agreement { present: present.clone(), abstained, ..agreed }));
    }
    let whole = Agreement {
        rating: Rating::Inadequate,
        reason: "Four of the nine are far from met, and those are the ones on which the others rest.".to_owned(),
        basis: Basis::Consensus,
        present,
        ..nodded(&[Rating::Inadequate])
    };
    out.push((Subject::Parent(ParentKey::Overall), whole));
    out
}

/// Makes the panel's folder anew, by name.
fn made() -> BTreeMap<String, Vec<u8>> {
    let path = PathBuf::from(super::FILE);
    let review = OpenedReview::file(&path).unwrap();
    let catalog = review.catalog;
    let key = OpeningKey::generate();
    let seat = |letter: &str, role, areas: &[&str]| Seat {
        name: format!("Member {letter}"),
        letter: letter.to_owned(),
        role,
        areas: areas.iter().map(|area| (*area).into()).collect(),
        reads: Vec::new(),
    };
    let seats = [
        seat("A", PanelRole::Chair, &[]),
        seat("B", PanelRole::Core, &[]),
        seat("C", PanelRole::Specialist, &["1", "2", "4"]),
    ];
    let terms = Terms { disagreement: Disagreement { range: 2, majority: true }, two_step: false };
    let panel = setup::panel(&catalog, &seats, &terms, &key, &mut Steady::on_day(0, 1));
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).unwrap();
    write("panel.json", &to_bytes(&panel).unwrap());
    for (letter, number) in ["A", "B", "C"].into_iter().zip(2..) {
        let who = seat::lettered(&panel, letter).unwrap();
        let mut ws = begun(&catalog, who.id, Steady::on_day(i64::from(number), u128::from(number as u32)));
        rated(&mut ws, letter);
        let salt = Salt::of_hex(&format!("{:02x}", letter.as_bytes()[0]).repeat(32)).unwrap();
        handing::hand_in(&mut ws, &panel, who, &salt).unwrap();
        let handin = handing::file_of(&ws, &panel, who, false).unwrap();
        write(&handing::file_name("digitisation-nhs", 1, letter), &to_bytes(&handin).unwrap());
    }
    let at = Steady::on_day(7, 0).now();
    let read = Folder::read(folder.path()).unwrap();
    let examined = opening::examine(&read, &catalog, 1, &key, at).unwrap();
    opening::open(&read, examined, (&[], false, false), at).unwrap();
    let read = Folder::read(folder.path()).unwrap();
    let opened = OpenedPanel::of_folder(&read, &catalog).unwrap();
    let mut ws = begun(&catalog, panel.id, Steady::on_day(8, 9));
    for (on, agreement) in agreements(&opened) {
        ws.apply(&record::agreed(&on, agreement)).unwrap();
    }
    write("digitisation-nhs-agreed.json", &to_bytes(&ws.to_file(false, false)).unwrap());
    let shared = Panel { opening_key: OPENING_KEY.to_owned(), ..read.panel };
    write("panel.json", &to_bytes(&shared).unwrap());
    files(folder.path())
}

/// What lies in a folder, but for what was sealed: that is never the same twice, and opened it is there anyway.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let kept = entries.filter(|path| path.extension().is_some_and(|ending| ending == "json"));
    kept.map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read(&path).unwrap())).collect()
}

#[test]
fn the_practice_panel_is_what_its_members_say() {
    let made = made();
    if std::env::var_os("PLUMBLINE_BLESS").is_some() {
        std::fs::create_dir_all(SESSIONS).unwrap();
        for (name, bytes) in &made {
            std::fs::write(Path::new(SESSIONS).join(name), bytes).unwrap();
        }
    }
    let kept = files(Path::new(SESSIONS));
    assert_eq!(kept.keys().collect::<Vec<_>>(), made.keys().collect::<Vec<_>>());
    for (name, bytes) in &made {
        assert_eq!(String::from_utf8_lossy(&kept[name]), String::from_utf8_lossy(bytes), "{name}");
    }
}
