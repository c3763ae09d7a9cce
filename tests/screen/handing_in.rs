//! A member hands a round in, waits, and sees how the panel rated once it is opened.

use std::path::PathBuf;

use plumbline::document::read::read_handin;
use plumbline::document::write::to_bytes;
use plumbline::model::act::Act;
use plumbline::model::moment::Moment;
use plumbline::model::panel::Disagreement;
use plumbline::model::panel::Panel;
use plumbline::model::panel::PanelRole;
use plumbline::model::rating::Rating;
use plumbline::model::session::MemberRef;
use plumbline::panel::folder::Folder;
use plumbline::panel::handing;
use plumbline::panel::opening;
use plumbline::panel::roster::Seat;
use plumbline::panel::seal::OpeningKey;
use plumbline::panel::seal::Salt;
use plumbline::panel::seat;
use plumbline::panel::setup;
use plumbline::panel::setup::Terms;
use plumbline::review::open::Origin;
use plumbline::review::workspace::Access;
use plumbline::review::workspace::Forgetful;
use plumbline::review::workspace::Kept;
use plumbline::review::workspace::Machine;
use plumbline::review::workspace::Workspace;
use plumbline::tui::panel_desk::PanelDesk;
use tempfile::TempDir;

use crate::member::Member;
use crate::reviews::sample;

/// A panel of three in a folder of its own, with the review beside it.
struct Secretariat {
    folder: TempDir,
    panel: Panel,
    key: OpeningKey,
}

impl Secretariat {
    fn new() -> Self {
        let key = OpeningKey::generate();
        let seat = |letter: &str, role| Seat {
            name: format!("Member {letter}"),
            letter: letter.to_owned(),
            role,
            areas: Vec::new(),
            reads: Vec::new(),
        };
        let seats = [seat("A", PanelRole::Chair), seat("B", PanelRole::Core), seat("C", PanelRole::Core)];
        let terms = Terms { disagreement: Disagreement { range: 2, majority: true }, two_step: false };
        let panel = setup::panel(&sample(), &seats, &terms, &key, &mut Machine);
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("panel.json"), to_bytes(&panel).unwrap()).unwrap();
        Self { folder, panel, key }
    }

    fn desk(&self) -> PanelDesk {
        PanelDesk { file: None, origin: Origin::File(self.folder.path().join("digital.review.json")) }
    }

    /// A member at the workbench who has the panel's folder.
    fn seats(&self) -> Member {
        let mut member = Member::at(100, 30);
        member.app.sit_on(self.desk());
        member
    }

    fn file(&self, letter: &str) -> PathBuf {
        self.folder.path().join(format!("digital-round1-{letter}.handin"))
    }

    /// Another member hands a rating of 1A in.
    fn arrives(&self, letter: &str, rating: Rating) {
        let who = seat::lettered(&self.panel, letter).unwrap();
        let own = MemberRef { id: who.id, name: None };
        let mut ws =
            Workspace::open(sample(), own, Kept::default(), Access::Write, Box::new(Machine), Box::new(Forgetful))
                .unwrap();
        let reason = Some("for a reason that is nobody's business yet".to_owned());
        let act = Act::Rate { cell: "1A".parse().unwrap(), rating, reason, quotes: Vec::new(), round: 1 };
        ws.apply(&act).unwrap();
        handing::hand_in(&mut ws, &self.panel, who, &Salt::fresh().unwrap()).unwrap();
        let handin = handing::file_of(&ws, &self.panel, who, false).unwrap();
        std::fs::write(self.file(letter), to_bytes(&handin).unwrap()).unwrap();
    }

    fn opens(&self) {
        let folder = Folder::read(self.folder.path()).unwrap();
        let at: Moment = "2027-01-01T09:00:00.000Z".parse().unwrap();
        let examined = opening::examine(&folder, &sample(), 1, &self.key, at).unwrap();
        opening::open(&folder, examined, (&[], false, false), at).unwrap();
    }
}

/// The words of a screen, whatever lines they stand on.
fn words(member: &Member) -> String {
    member.screen().split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn what_goes_out_is_said_first_and_only_enter_hands_it_in() {
    let secretariat = Secretariat::new();
    let mut member = secretariat.seats();
    member.does("2 Enter g p");
    assert!(member.sees("Which letter did the secretariat give you?"), "{}", member.screen());
    member.does("Down Enter");
    let shown = words(&member);
    for part in [
        "Hand in round 1?",
        "as member B: 1 of 36 rated, 35 left open, 1 without reason",
        "It does not hold your name, what you read, your drafts",
        "cannot be taken back",
        "digital-round1-B.handin",
    ] {
        assert!(shown.contains(part), "{part:?} is missing in\n{}", member.screen());
    }
    member.does("Esc");
    assert!(member.state().sealed().is_none() && !secretariat.file("B").exists(), "Esc hands nothing in");
    member.does("g p Down Enter Enter");
    let shown = words(&member);
    assert!(shown.contains("Round 1 is handed in") && shown.contains("Send it to the secretariat."), "{shown}");
    let handin = read_handin(&std::fs::read(secretariat.file("B")).unwrap(), "").unwrap();
    assert_eq!((handin.letter.as_str(), handin.open, handin.without_reason), ("B", 35, 1));
    assert_eq!(handin.mac, member.state().sealed().unwrap().1.mac);
    member.does("Esc");
    assert!(member.looks().row(0).contains("round 1 handed in"), "{}", member.looks().row(0));
    // Lost, it is written again under the same seal, and nobody asks for the letter any more.
    std::fs::remove_file(secretariat.file("B")).unwrap();
    member.does("g p");
    assert!(words(&member).contains("the same is written again"), "{}", member.screen());
    member.does("Enter");
    let again = read_handin(&std::fs::read(secretariat.file("B")).unwrap(), "").unwrap();
    assert_eq!(again.mac, handin.mac);
}

#[test]
fn a_rating_of_a_round_that_is_handed_in_is_refused_before_a_sheet_opens() {
    let secretariat = Secretariat::new();
    let mut member = secretariat.seats();
    member.does("2 Enter g p Enter Enter Esc");
    assert!(member.state().sealed().is_some());
    let before = member.acts().len();
    for key in ["4", "0", "r", "Backspace"] {
        member.does(key);
        assert!(member.said().contains("1A stays as it is: round 1 was handed in"), "{key}: {}", member.said());
        assert!(!member.sees("Enter keep"), "{key} opens no sheet");
    }
    member.does("u");
    assert!(member.said().contains("Round 1 is handed in"), "{}", member.said());
    member.does("g v End r");
    assert!(member.said().contains("stay"), "an own judgement too: {}", member.said());
    assert_eq!(member.acts().len(), before, "nothing was changed");
    member.does("Esc e \"looked at again\" Enter");
    assert_eq!(member.state().notes.len(), 1, "notes go on\n{}", member.screen());
}

#[test]
fn without_a_panel_file_it_says_what_is_needed_and_where_to_put_it() {
    let secretariat = Secretariat::new();
    std::fs::remove_file(secretariat.folder.path().join("panel.json")).unwrap();
    let mut member = secretariat.seats();
    member.does("g p");
    let shown = words(&member);
    assert!(
        shown.contains("panel file that the secretariat sends") && shown.contains("under the name panel.json"),
        "{shown}"
    );
    member.does("Enter g p Esc");
    assert!(member.state().sealed().is_none() && member.acts().is_empty());
    let mut practice = Member::new();
    practice.does("g p");
    assert!(words(&practice).contains("Start plumbline with --panel"), "{}", practice.screen());
}

#[test]
fn a_file_of_somebody_elses_is_not_written_over_and_nothing_is_handed_in() {
    let secretariat = Secretariat::new();
    std::fs::write(secretariat.file("A"), "something else").unwrap();
    let mut member = secretariat.seats();
    member.does("2 Enter g p Enter Enter");
    assert!(member.said().contains("Nothing was handed in"), "{}", member.said());
    assert!(member.state().sealed().is_none());
    assert_eq!(std::fs::read(secretariat.file("A")).unwrap(), b"something else");
}

#[test]
fn once_opened_own_answers_stand_beside_the_spread_without_names_and_a_second_rating_is_private() {
    let secretariat = Secretariat::new();
    let mut member = secretariat.seats();
    member.does("2 Enter g p Enter Enter Esc");
    secretariat.arrives("B", Rating::Inadequate);
    secretariat.arrives("C", Rating::Inadequate);
    secretariat.opens();
    member.does("g p");
    let shown = words(&member);
    assert!(member.said().contains("Round 1 was opened"), "{}", member.said());
    for part in
        ["1A you: good \u{b7} 1 good, 2 inadequate", "Left open by everybody: 35 questions.", "both rounds are kept"]
    {
        assert!(shown.contains(part), "{part:?} is missing in\n{}", member.screen());
    }
    for letter in ["member B", "Member B", "nobody's business", "B inadequate"] {
        assert!(!shown.contains(letter), "{letter} is told");
    }
    opening::with_letters(&Folder::read(secretariat.folder.path()).unwrap(), 1).unwrap();
    member.does("Esc g p");
    let told = words(&member);
    assert!(told.contains("1A you: good \u{b7} A good, B inadequate, C inadequate"), "{}", member.screen());
    assert!(!told.contains("nobody's business"));
    let panel = std::fs::read(secretariat.folder.path().join("panel.json")).unwrap();
    assert_eq!(plumbline::document::read::read_panel(&panel, "panel").unwrap().version, 2);
    let mut plain = plumbline::document::read::read_panel(&panel, "panel").unwrap();
    plain.rounds[0].names = false;
    std::fs::write(secretariat.folder.path().join("panel.json"), to_bytes(&plain).unwrap()).unwrap();
    member.does("Esc g p");
    member.does("Esc 3 Enter g p");
    assert!(
        words(&member).contains("1A you: good \u{b7} 1 good, 2 inadequate \u{b7} now: requires improvement"),
        "{}",
        member.screen()
    );
    member.does("Enter");
    assert!(member.sees("Hand in round 2?"), "{}", member.screen());
    member.does("Esc");
    let kept = &member.state().rounds[&1].handed.as_ref().unwrap().ratings[0];
    assert_eq!(kept.rating, Rating::Good, "round 1 is kept");
}

#[test]
fn before_opening_no_screen_of_another_member_differs_by_what_was_rated() {
    let looks = |rating| {
        let secretariat = Secretariat::new();
        secretariat.arrives("B", rating);
        let mut member = secretariat.seats();
        let mut screens = Vec::new();
        member.each_key("2 Enter g p Enter Enter Esc g p Esc g v g r i Esc", |member| {
            let folder = secretariat.folder.path().display().to_string();
            screens.push(words(member).replace(&folder, "FOLDER").replace(&folder[..12], "FOLDER"));
        });
        screens
    };
    let (good, bad) = (looks(Rating::Outstanding), looks(Rating::Inadequate));
    for (at, (good, bad)) in good.iter().zip(&bad).enumerate() {
        // The receipt is the MAC of the member's own seal, of a panel with ids of its own; folders are each their own.
        let plain = |screen: &str| {
            let start = screen.find("Saved as").or(screen.find("saved as")).unwrap_or(screen.len());
            screen[..start].to_owned()
        };
        assert_eq!(plain(good), plain(bad), "after key {at}");
    }
}
