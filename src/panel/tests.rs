//! Handing in and opening, with every way a file can be wrong; and that nothing shows before a round is opened.

use serde_json::Value;
use serde_json::json;

use crate::document::fixture::cell;
use crate::document::fixture::quote;
use crate::document::write::to_bytes;
use crate::model::act::Act;
use crate::model::handin::HandInPayload;
use crate::model::rating::Rating;
use crate::model::session::NoteTarget;
use crate::model::session::SessionFile;
use crate::panel::arrived::Doubt;
use crate::panel::fixture::Stage;
use crate::panel::fixture::minute;
use crate::panel::fixture::rate;
use crate::panel::folder::Folder;
use crate::panel::folder::Strange;
use crate::panel::handing;
use crate::panel::opened::Answer;
use crate::panel::opened::OpenedPanel;
use crate::panel::opening;
use crate::panel::seal::OpeningKey;
use crate::panel::seal::Salt;
use crate::panel::seal::seal;
use crate::panel::status::status;
use crate::panel::taking;
use crate::review::sealed_round::withhold;
use crate::review::workspace::Workspace;

fn doubt(stage: &Stage, letter: &str) -> Option<Doubt> {
    let examined = stage.examine(1);
    examined.doubts.into_iter().find(|(member, _)| member.letter == letter).map(|(_, doubt)| doubt)
}

/// The doubt's code, and that the round is refused for it with nothing written and nothing said of a rating.
#[track_caller]
fn refused(stage: &Stage, letter: &str) -> (String, String) {
    let before = stage.names();
    let panel = std::fs::read(stage.path("panel.json")).expect("is there");
    let told = stage.open(1, &[]).expect_err("is refused").to_string();
    assert_eq!(stage.names(), before, "nothing is written");
    assert_eq!(std::fs::read(stage.path("panel.json")).expect("is there"), panel);
    for rating in ["good", "outstanding", "inadequate"] {
        assert!(!told.contains(rating), "{told}");
    }
    let doubt = doubt(stage, letter).expect("a doubt");
    assert!(told.contains(&format!("  {letter}: {doubt}")), "{told}");
    (doubt.code().to_owned(), doubt.to_string())
}

#[test]
fn a_round_that_is_as_it_was_handed_in_is_opened_and_stands_by_member() {
    let stage = Stage::in_one_step();
    stage.all_in();
    let opening = stage.open(1, &[]).expect("opens");
    assert_eq!(opening.written.iter().map(|(letter, _)| letter.as_str()).collect::<Vec<_>>(), ["A", "B", "C"]);
    assert!(stage.names().contains(&"small-round1-A.session.json".to_owned()));
    let opened = OpenedPanel::load(stage.folder.path(), None, &[]).expect("loads");
    let round = opened.latest().expect("a round");
    let answer = |letter: &str, key: &str| match round
        .of(stage.member(letter).id)
        .expect("is in")
        .answer(&opened.catalog, &cell(key))
    {
        Answer::Rated(entry) => entry.rating.id(),
        Answer::Abstained(_) => "abstained",
        Answer::Open => "open",
        Answer::NotAsked => "not asked",
    };
    assert_eq!([answer("A", "1A"), answer("B", "1A"), answer("C", "1A")], ["good", "inadequate", "outstanding"]);
    assert_eq!([answer("A", "2A"), answer("C", "2A")], ["open", "good"]);
    assert!(opened.panel.members.iter().all(|member| member.name.is_none()));
    for session in &round.sessions {
        assert!(session.session.member.name.is_none() && session.session.log.is_none());
        assert!(!session.session.rollup.parents.is_empty(), "what it adds up to is worked out");
    }
    let again = opening::examine(&stage.read(), &stage.catalog, 1, &stage.key, minute(101)).expect_err("once");
    assert!(again.to_string().contains("round 1 was opened on"), "{again}");
}

#[test]
fn what_is_handed_in_stays_and_the_rest_goes_on() {
    let stage = Stage::in_one_step();
    let mut ws = stage.session("A");
    ws.apply(&Act::Mark { quote: Box::new(quote()) }).expect("marks");
    let rests = Act::Rate { cell: cell("1A"), rating: Rating::Good, reason: None, quotes: vec![quote().id], round: 1 };
    ws.apply(&rests).expect("rates");
    stage.hand_in(&mut ws, "A");
    let handed = ws.state().clone();
    let own = Act::Override { parent: "1".parse().expect("a parent"), rating: Rating::Good, reason: "so".to_owned() };
    for act in [
        rests.clone(),
        Act::Unrate { cell: cell("1A") },
        Act::Abstain { cell: cell("1B"), why: "an interest".to_owned() },
        own,
        Act::Together { acts: vec![rests.clone()] },
        Act::Unmark { quote: quote().id },
    ] {
        let why = ws.apply(&act).expect_err("is refused").to_string();
        assert!(why.contains("round 1 was handed in") && why.contains("once the panel opens"), "{why}");
    }
    assert!(ws.undo().is_err(), "what is out cannot be taken back");
    assert_eq!(ws.state(), &handed);
    let note = Act::Note { id: quote().id, on: NoteTarget::Cell(cell("1A")), text: "more".to_owned(), shared: false };
    ws.apply(&note).expect("notes go on");
    ws.undo().expect("and can be undone");
    assert!(ws.apply(&note).is_ok());
}

#[test]
fn a_file_that_was_lost_is_written_again_with_the_same_seal() {
    let stage = Stage::in_one_step();
    let mut ws = stage.rated("A", &["1A good because"]);
    let first = stage.hand_in(&mut ws, "A");
    let again = stage.hand_in(&mut ws, "A");
    assert_eq!((&first.mac, first.at, first.open), (&again.mac, again.at, again.open));
    let read = |sealed: &Option<String>| stage.key.unseal(sealed.as_deref().expect("sealed")).expect("opens");
    assert_eq!(read(&first.sealed), read(&again.sealed), "the same content, however it is encrypted");
    assert_eq!(ws.history().entries().iter().filter(|entry| entry.act == "hand-in").count(), 1);
}

#[test]
fn before_it_is_opened_every_file_is_the_same_whatever_was_rated() {
    let kind = |ws: &mut Workspace, harsh: bool| {
        let long = "because ".repeat(if harsh { 90 } else { 1 });
        let word = if harsh { "inadequate" } else { "good" };
        let lines =
            [format!("1A {word} {long}"), format!("1B {}", if harsh { "no_information" } else { "outstanding" })];
        rate(ws, &[&lines[0], &lines[1]]);
        let judged = if harsh { Rating::Inadequate } else { Rating::Outstanding };
        let own = Act::Override { parent: "1".parse().expect("a parent"), rating: judged, reason: long };
        let why = if harsh { "my own project".to_owned() } else { "x".to_owned() };
        let note = |id: u128, shared| Act::Note {
            id: uuid::Uuid::from_u128(id),
            on: NoteTarget::Cell(cell("1A")),
            text: if shared { "a fact".to_owned() } else { format!("I think {word}") },
            shared,
        };
        for act in [own, Act::Abstain { cell: cell("2A"), why }, note(1, true), note(2, false)] {
            ws.apply(&act).expect("applies");
        }
    };
    let seen = |harsh: bool| {
        let stage = Stage::in_one_step();
        let mut ws = stage.session("A");
        kind(&mut ws, harsh);
        let name = stage.arrives(&mut ws, "A");
        let handin = std::fs::read_to_string(stage.path(&name)).expect("is there");
        opening::close(&stage.read(), 1, None, minute(50)).expect("closes");
        let mut export = ws.to_file(true, true);
        assert_eq!(withhold(&mut export, &stage.catalog), Some(1));
        assert_eq!(export.notes.len(), 1, "what is shared goes out, what is private does not");
        let status = format!("{:?}", status(&stage.read(), 1));
        let panel = std::fs::read_to_string(stage.path("panel.json")).expect("is there");
        let mut outside: Value = serde_json::from_str(&handin).expect("reads");
        let mac = outside["mac"].as_str().expect("a MAC").to_owned();
        let sealed = outside["sealed"].take();
        let flow = {
            let state = crate::review::state::State::from_file(&export);
            format!("{:?}", state.ratings)
        };
        // The encryption itself adds a little that is random.
        let length = stage.key.unseal(sealed.as_str().expect("sealed")).expect("opens").len();
        let export = String::from_utf8(to_bytes(&export).expect("writes")).expect("text");
        let receipt = crate::panel::status::receipt(&mac);
        let key = stage.panel.opening_key.clone();
        let plain = |text: &str| {
            let told = text.replace(&mac, "MAC").replace(&receipt, "RECEIPT").replace(&key, "KEY");
            told.replace(&stage.folder.path().display().to_string(), "FOLDER")
        };
        [outside.to_string(), panel, export, status, flow, length.to_string()].map(|text| plain(&text))
    };
    let (one, other) = (seen(false), seen(true));
    for (at, (one, other)) in one.iter().zip(&other).enumerate() {
        assert_eq!(one, other, "file {at}");
        assert!(!one.contains("outstanding") && !one.contains("because"), "{one}");
    }
}

#[test]
fn the_size_of_what_is_sealed_follows_passages_and_never_ratings() {
    let stage = Stage::in_one_step();
    let length = |said: &[&str]| {
        let mut ws = stage.rated("A", said);
        stage.key.unseal(&stage.hand_in(&mut ws, "A").sealed.expect("sealed")).expect("opens").len()
    };
    let reason = format!("1A inadequate {}", "x".repeat(2_000));
    assert_eq!(length(&[]), length(&["1A good", "1B good", "2A good", "2B good"]));
    assert_eq!(length(&[]), length(&[&reason, "1B inadequate for a reason"]));
}

#[test]
fn nobody_in_and_late_and_missing_are_told_apart() {
    let stage = Stage::in_one_step();
    let (mut a, mut b) = (stage.rated("A", &["1A good"]), stage.rated("B", &["1A good"]));
    stage.arrives(&mut a, "A");
    assert_eq!(opening::close(&stage.read(), 1, None, minute(50)).expect("closes"), ["A"]);
    stage.arrives(&mut b, "B");
    assert_eq!(refused(&stage, "B").0, "late");
    assert_eq!(refused(&stage, "C"), ("missing".to_owned(), "nothing has come in".to_owned()));
    assert!(stage.open(1, &["C"]).is_err(), "B is late still");
    let late = opening::open(&stage.read(), stage.examine(1), (&["C".to_owned()], true, false), minute(100));
    let opened = late.expect("with what came late");
    assert_eq!((opened.written.len(), opened.without), (2, vec!["C".to_owned()]));
}

#[test]
fn a_time_set_before_makes_late_what_says_that_it_was_handed_in_after() {
    let stage = Stage::in_one_step();
    let mut a = stage.rated("A", &["1A good"]);
    opening::close(&stage.read(), 1, Some(minute(0)), minute(-5)).expect("is set");
    stage.arrives(&mut a, "A");
    assert_eq!(refused(&stage, "A").0, "late");
    assert!(stage.open(1, &["A", "B", "C"]).is_err(), "not without anybody");
}

#[test]
fn what_was_changed_is_told_as_altered() {
    type Change = fn(&Stage, &str);
    let changes: [(&str, Change); 6] = [
        ("was changed since it was sealed", |stage, name| {
            stage.change(name, |handin| {
                let sealed = handin.sealed.as_mut().expect("sealed");
                let at = sealed.len() / 2;
                let other = if &sealed[at..=at] == "A" { "B" } else { "A" };
                sealed.replace_range(at..=at, other);
            });
        }),
        ("sealed to another key", |stage, name| {
            let payload = payload(stage, name);
            let sealed = seal(&payload, &OpeningKey::generate().public()).expect("seals");
            stage.change(name, |handin| handin.sealed = Some(sealed));
        }),
        ("other ratings than those that were sealed", |stage, name| {
            let mut payload = payload(stage, name);
            let better = |session: &mut SessionFile| {
                session.ratings[0].rating = Rating::Outstanding;
                session.rounds[0].handed.as_mut().expect("handed").ratings[0].rating = Rating::Outstanding;
            };
            better(&mut payload.session);
            let sealed = seal(&payload, &stage.panel.opening_key).expect("seals");
            stage.change(name, |handin| handin.sealed = Some(sealed));
        }),
        ("other ratings than those that were sealed", |stage, name| {
            stage.change(name, |handin| handin.mac = "0".repeat(64));
        }),
        ("says its ratings twice, and differently", |stage, name| {
            let mut payload = payload(stage, name);
            payload.session.ratings[0].rating = Rating::Outstanding;
            let sealed = seal(&payload, &stage.panel.opening_key).expect("seals");
            stage.change(name, |handin| handin.sealed = Some(sealed));
        }),
        ("something else on the outside", |stage, name| stage.change(name, |handin| handin.open -= 1)),
    ];
    for (how, change) in changes {
        let stage = Stage::in_one_step();
        stage.all_in();
        change(&stage, "small-round1-B.handin");
        let (code, told) = refused(&stage, "B");
        assert_eq!(code, "altered", "{told}");
        assert!(told.contains(how) && told.contains("small-round1-B.handin"), "{told}");
        assert_eq!(stage.open(1, &["B"]).expect("without it").written.len(), 2);
    }
}

fn payload(stage: &Stage, name: &str) -> HandInPayload {
    let bytes = std::fs::read(stage.path(name)).expect("is there");
    let handin: crate::model::handin::HandIn = serde_json::from_slice(&bytes).expect("reads");
    let bytes = stage.key.unseal(&handin.sealed.expect("sealed")).expect("opens");
    serde_json::from_slice(&bytes).expect("reads")
}

#[test]
fn a_members_file_under_anothers_name_is_told_as_swapped() {
    let stage = Stage::in_one_step();
    stage.all_in();
    std::fs::copy(stage.path("small-round1-A.handin"), stage.path("small-round1-B.handin")).expect("copies");
    let (code, told) = refused(&stage, "B");
    assert_eq!((code.as_str(), told.contains("holds what member A handed in")), ("swapped", true), "{told}");
    // Also where the outside is made to fit the name.
    let b = stage.member("B").id;
    stage.change("small-round1-B.handin", |handin| (handin.member, handin.letter) = (b, "B".to_owned()));
    assert_eq!(refused(&stage, "B").0, "swapped");
}

#[test]
fn a_file_of_another_round_review_or_panel_or_an_older_one_is_told_as_replayed() {
    let stage = Stage::in_one_step();
    stage.all_in();
    let name = "small-round1-B.handin";
    let other_panel = Stage::in_one_step();
    let mut elsewhere = other_panel.rated("B", &["1A good"]);
    let mut foreign = other_panel.hand_in(&mut elsewhere, "B");
    foreign.panel = uuid::Uuid::from_u128(0xdead);
    let original = std::fs::read(stage.path(name)).expect("is there");

    stage.write(name, &to_bytes(&foreign).expect("writes"));
    let (code, told) = refused(&stage, "B");
    assert_eq!((code.as_str(), told.contains("another panel")), ("replayed", true), "{told}");

    stage.write(name, &original);
    stage.change(name, |handin| handin.review.id = uuid::Uuid::from_u128(0xbeef));
    let (code, told) = refused(&stage, "B");
    assert_eq!((code.as_str(), told.contains("another review")), ("replayed", true), "{told}");

    // The file of another round, as it is and with its outside made to fit.
    stage.write(name, &original);
    stage.change(name, |handin| handin.round = 2);
    let (code, told) = refused(&stage, "B");
    assert_eq!((code.as_str(), told.contains("with round 2")), ("replayed", true), "{told}");

    // An older file in place of the one that was there when the round was closed.
    stage.write(name, &original);
    opening::close(&stage.read(), 1, None, minute(50)).expect("closes");
    let mut second = stage.rated("B", &["1A outstanding", "1B good"]);
    let salt = Salt::of_hex(&"ab".repeat(32)).expect("a salt");
    handing::hand_in(&mut second, &stage.panel, stage.member("B"), &salt).expect("hands in");
    let other = handing::file_of(&second, &stage.panel, stage.member("B"), false).expect("makes the file");
    stage.write(name, &to_bytes(&other).expect("writes"));
    let (code, told) = refused(&stage, "B");
    assert_eq!((code.as_str(), told.contains("its seal was taken down on")), ("replayed", true), "{told}");
}

#[test]
fn the_first_round_handed_in_again_as_the_second_is_told() {
    let stage = Stage::in_one_step();
    let mut all = stage.all_in();
    stage.open(1, &[]).expect("opens");
    let panel = stage.read().panel;
    let told = taking::take(&mut all[1], &panel).expect("takes");
    assert!(told[0].contains("What you rate now is round 2"), "{told:?}");
    std::fs::copy(stage.path("small-round1-B.handin"), stage.path("small-round2-B.handin")).expect("copies");
    let examined = stage.examine(2);
    let (_, doubt) = examined.doubts.iter().find(|(member, _)| member.letter == "B").expect("a doubt");
    assert!(matches!(doubt, Doubt::OtherRound { of: 1, .. }), "{doubt}");
    stage.change("small-round2-B.handin", |handin| handin.round = 2);
    let examined = stage.examine(2);
    let (_, doubt) = examined.doubts.iter().find(|(member, _)| member.letter == "B").expect("a doubt");
    assert!(matches!(doubt, Doubt::OtherRound { of: 1, .. }), "{doubt}");
}

#[test]
fn two_files_of_one_member_are_not_chosen_between_and_conflicted_copies_are_named() {
    let stage = Stage::in_one_step();
    stage.all_in();
    let mut second = stage.rated("B", &["2B good"]);
    let other = stage.hand_in(&mut second, "B");
    stage.write("b-again.handin", &to_bytes(&other).expect("writes"));
    assert_eq!(refused(&stage, "B").0, "twice");
    std::fs::remove_file(stage.path("b-again.handin")).expect("goes");
    let copy = "small-round1-B (Ada's conflicted copy 2026-11-21).handin";
    stage.write(copy, &to_bytes(&other).expect("writes"));
    stage.write("opening.txt", stage.key.to_file(&[]).as_bytes());
    stage.write("broken.handin", b"{\"format\": \"plumbline-handin\"");
    let folder = stage.read();
    let why = |name: &str| &folder.strangers.iter().find(|it| it.path.ends_with(name)).expect(name).why;
    assert!(matches!(why(copy), Strange::Conflicted(copied) if copied.of == "small-round1-B.handin"));
    assert!(matches!(why("opening.txt"), Strange::SecretKey));
    assert!(matches!(why("broken.handin"), Strange::Unreadable(_)));
    stage.open(1, &[]).expect("the copy is left aside");
}

#[test]
fn in_two_steps_no_ratings_are_taken_before_every_mac_is_in() {
    let stage = Stage::in_two_steps();
    let mut all: Vec<(&str, Workspace)> =
        ["A", "B", "C"].map(|letter| (letter, stage.rated(letter, &["1A good"]))).into_iter().collect();
    for (letter, ws) in &mut all {
        stage.hand_in(ws, letter);
        let first = handing::file_of(ws, &stage.panel, stage.member(letter), true).expect("makes the file");
        assert!(first.sealed.is_none());
        stage.write(&handing::file_name("small", 1, letter), &to_bytes(&first).expect("writes"));
    }
    assert_eq!(refused(&stage, "A").0, "mac-only");
    // Ratings that come before the MACs were taken down could have been made after others' were read.
    let name = stage.arrives(&mut all[0].1, "A");
    assert_eq!(refused(&stage, "A").0, "not-taken-down");
    let first = handing::file_of(&all[0].1, &stage.panel, stage.member("A"), true).expect("makes the file");
    stage.write(&name, &to_bytes(&first).expect("writes"));
    assert_eq!(opening::close(&stage.read(), 1, None, minute(50)).expect("closes"), ["A", "B", "C"]);
    for (letter, ws) in &mut all {
        stage.arrives(ws, letter);
    }
    assert_eq!(stage.open(1, &[]).expect("opens").written.len(), 3);
}

#[test]
fn a_wrong_key_opens_nothing_and_says_whose_it_is() {
    let stage = Stage::in_one_step();
    stage.all_in();
    let other = OpeningKey::generate();
    let told =
        opening::examine(&stage.read(), &stage.catalog, 1, &other, minute(100)).expect_err("refused").to_string();
    assert!(told.contains(&other.public()) && told.contains(&stage.panel.opening_key), "{told}");
    let file = stage.key.to_file(&["about".to_owned()]);
    assert_eq!(OpeningKey::from_file(file.as_bytes(), "key").expect("reads").public(), stage.panel.opening_key);
    assert!(OpeningKey::from_file(b"# nothing\n", "key").is_err());
}

#[test]
fn sessions_of_an_opening_that_was_cut_off_are_strangers_and_are_written_anew() {
    let stage = Stage::in_one_step();
    stage.all_in();
    let panel = std::fs::read(stage.path("panel.json")).expect("is there");
    stage.open(1, &[]).expect("opens");
    stage.write("panel.json", &panel);
    let folder = stage.read();
    assert!(folder.opened.is_empty() && folder.strangers.iter().all(|it| matches!(it.why, Strange::NotOpened(1))));
    let opened = OpenedPanel::of_folder(&folder, &stage.catalog).expect("loads");
    assert!(opened.rounds.is_empty(), "nothing of it shows");
    assert_eq!(stage.open(1, &[]).expect("opens again").written.len(), 3);
}

#[test]
fn a_second_round_keeps_the_first_beside_it() {
    let stage = Stage::in_one_step();
    let mut all = stage.all_in();
    stage.open(1, &[]).expect("opens");
    let panel = stage.read().panel;
    for ws in &mut all {
        assert!(ws.apply(&Act::Unrate { cell: cell("1A") }).is_err(), "before it is taken in");
        taking::take(ws, &panel).expect("takes");
        assert!(taking::take(ws, &panel).expect("takes").is_empty(), "once");
    }
    rate(&mut all[0], &["1A poor after talking"]);
    all[0].apply(&Act::Abstain { cell: cell("1B"), why: "an interest after all".to_owned() }).expect("abstains");
    let state = all[0].state();
    assert_eq!((state.ratings[&cell("1A")].round, state.round()), (2, 2));
    let first = state.rounds[&1].handed.as_ref().expect("handed in");
    assert_eq!(first.rating(&cell("1A")).expect("kept").rating, Rating::Good);
    assert_eq!(first.rating(&cell("1B")).expect("kept").rating, Rating::Inadequate);
    for (ws, letter) in all.iter_mut().zip(["A", "B", "C"]) {
        stage.arrives(ws, letter);
    }
    stage.open(2, &[]).expect("opens the second");
    let opened = OpenedPanel::load(stage.folder.path(), None, &[]).expect("loads");
    let of = |n: u32| {
        let round = opened.round(n).expect("a round");
        round.of(stage.member("A").id).expect("is in").answer(&opened.catalog, &cell("1A"))
    };
    let (Answer::Rated(one), Answer::Rated(two)) = (of(1), of(2)) else { panic!("both rated") };
    assert_eq!((one.rating, two.rating, two.round), (Rating::Good, Rating::RequiresImprovement, 2));
    let session = &opened.round(2).expect("a round").of(stage.member("A").id).expect("is in").session;
    assert_eq!(session.rounds.len(), 2, "both rounds stand in the record");
    assert_eq!(session.abstained[0].why, "an interest after all");
}

#[test]
fn what_a_session_with_rounds_says_is_written_read_and_replayed_the_same() {
    let stage = Stage::in_one_step();
    let mut ws = stage.rated("A", &["1A good because"]);
    stage.arrives(&mut ws, "A");
    let mut panel = stage.panel.clone();
    panel.rounds = vec![crate::model::panel::Round {
        n: 1,
        closes: None,
        received: Vec::new(),
        opened: Some(minute(9)),
        names: false,
    }];
    taking::take(&mut ws, &panel).expect("takes");
    rate(&mut ws, &["1A poor on second thoughts"]);
    let file = ws.to_file(false, true);
    assert_eq!(file.version, 3);
    let bytes = to_bytes(&file).expect("writes");
    let read = crate::document::read::read_session(&bytes, "session").expect("reads");
    assert_eq!(to_bytes(&read).expect("writes"), bytes);
    let checked = crate::review::intake::check(read, &stage.catalog, "session").expect("holds");
    assert!(checked.with_log, "the log gives what stands there");
    let schema: Value = serde_json::from_str(crate::document::schema::SchemaKind::Session.text()).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    assert!(validator.is_valid(&json!(file)));
    let before = stage.rated("B", &["1A good"]).to_file(false, true);
    assert_eq!(before.version, 1, "an older program reads what has no round");
}

#[test]
fn who_hands_in_is_asked_once_and_never_guessed() {
    let stage = Stage::in_one_step();
    let mut ws = stage.rated("A", &["1A good"]);
    let asked = handing::who(&stage.panel, &ws, None).expect_err("not known").to_string();
    assert!(asked.contains("--as") && asked.contains("A, B, C"), "{asked}");
    assert_eq!(handing::who(&stage.panel, &ws, Some("a")).expect("found").letter, "A");
    assert!(handing::who(&stage.panel, &ws, Some("Q")).is_err());
    stage.hand_in(&mut ws, "A");
    assert_eq!(handing::who(&stage.panel, &ws, None).expect("known now").letter, "A");
    assert!(handing::who(&stage.panel, &ws, Some("B")).is_err(), "not as another");
    let mut other = stage.panel.clone();
    other.review.id = uuid::Uuid::from_u128(7);
    assert!(handing::who(&other, &ws, Some("A")).is_err(), "not to a panel on another review");
}

#[test]
fn a_folder_without_a_panel_or_with_two_is_refused() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(Folder::read(folder.path()).expect_err("empty").to_string().contains("no panel file lies here"));
    let stage = Stage::in_one_step();
    stage.write("other.json", &to_bytes(&stage.panel).expect("writes"));
    assert!(Folder::read(stage.folder.path()).expect_err("two").to_string().contains("two panel files"));
    assert!(Folder::read(&stage.path("panel.json")).is_ok(), "the one named is meant");
}
