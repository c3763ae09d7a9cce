use std::sync::Arc;

use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::document::digest::digest;
use crate::document::fixture::cell;
use crate::document::fixture::quote;
use crate::model::act::Act;
use crate::model::rating::Rating;
use crate::model::session::NoteTarget;
use crate::panel::fixture::Stage;
use crate::panel::fixture::rate;
use crate::review::workspace::Workspace;

fn ground(stage: &Stage) -> Ground {
    Ground { catalog: stage.catalog.clone(), editions: Vec::new(), panel: stage.panel.clone() }
}

/// What a workspace says as a file of a member of the panel.
fn part(stage: &Stage, ws: &Workspace, letter: &str, name: &str, with_log: bool) -> Part {
    let mut session = ws.to_file(false, with_log);
    session.member.id = stage.member(letter).id;
    Part { name: name.to_owned(), session }
}

fn note(id: u128, text: &str) -> Act {
    Act::Note { id: Uuid::from_u128(id), on: NoteTarget::Cell(cell("1A")), text: text.to_owned(), shared: false }
}

fn merged(stage: &Stage, parts: &[Part]) -> Merged {
    merge(parts, &ground(stage), Vec::new())
}

#[test]
fn two_machines_of_one_member_come_together_where_they_do_not_differ() {
    let stage = Stage::in_one_step();
    let (mut desk, mut lap) = (stage.rated("A", &["1A good", "2A poor so"]), stage.rated("A", &["1A good", "1B good"]));
    desk.apply(&Act::Mark { quote: Box::new(quote()) }).expect("marks");
    lap.apply(&note(5, "a thought")).expect("notes");
    let parts = [part(&stage, &desk, "A", "desk", false), part(&stage, &lap, "A", "lap", false)];
    let out = merged(&stage, &parts);
    assert!(out.is_whole(), "{out:?}");
    let session = &out.sessions[0];
    assert_eq!(session.ratings.iter().map(|entry| entry.cell.to_string()).collect::<Vec<_>>(), ["1A", "1B", "2A"]);
    assert_eq!((session.quotes.len(), session.notes.len()), (1, 1));
    let report = &out.members[0];
    assert_eq!((report.taken, report.equal, report.conflicting.len()), (4, 3, 0), "two tags and 1A are equal");
}

#[test]
fn two_latest_ratings_are_a_conflict_with_both_shown_and_nothing_is_merged() {
    let stage = Stage::in_one_step();
    let (one, two) = (stage.rated("A", &["1A good early"]), stage.rated("A", &["2A poor", "1A inadequate late"]));
    let other = stage.rated("B", &["1A good"]);
    let parts = [
        part(&stage, &one, "A", "one", false),
        part(&stage, &two, "A", "two", false),
        part(&stage, &other, "B", "b", false),
    ];
    let out = merged(&stage, &parts);
    assert!(out.sessions.is_empty(), "all or nothing");
    let [conflict] = out.members[0].conflicting.as_slice() else { panic!("one conflict in {out:?}") };
    assert_eq!(conflict.what, "answer to 1A");
    let said: Vec<String> = conflict.said.iter().map(|(text, file)| format!("{file}: {text}")).collect();
    assert!(said.iter().any(|line| line.starts_with("one") && line.contains("early")), "{said:?}");
    assert!(said.iter().any(|line| line.starts_with("two") && line.contains("inadequate")), "{said:?}");
}

#[test]
fn a_rating_here_and_an_abstention_there_are_a_conflict_too() {
    let stage = Stage::in_one_step();
    let (one, mut two) = (stage.rated("A", &["1A good"]), stage.session("A"));
    two.apply(&Act::Abstain { cell: cell("1A"), why: "an interest".to_owned() }).expect("abstains");
    let out = merged(&stage, &[part(&stage, &one, "A", "one", false), part(&stage, &two, "A", "two", false)]);
    assert_eq!(out.members[0].conflicting.len(), 1, "{out:?}");
}

#[test]
fn one_id_with_two_contents_is_refused_with_both_shown() {
    let stage = Stage::in_one_step();
    let with = |text: &str| {
        let mut ws = stage.session("A");
        ws.apply(&note(5, text)).expect("notes");
        ws
    };
    let out = merged(
        &stage,
        &[part(&stage, &with("this"), "A", "one", false), part(&stage, &with("that"), "A", "two", false)],
    );
    let [refused] = out.refused.as_slice() else { panic!("one refusal in {out:?}") };
    assert!(refused.why.contains("this") && refused.why.contains("that"), "{refused:?}");
    assert!(out.sessions.is_empty());
}

#[test]
fn an_older_state_of_a_session_never_takes_a_rating_back() {
    let stage = Stage::in_one_step();
    let mut ws = stage.rated("A", &["1A good", "1B poor"]);
    let older = part(&stage, &ws, "A", "older", true);
    rate(&mut ws, &["1A inadequate on reflection"]);
    let newer = part(&stage, &ws, "A", "newer", true);
    for parts in [[older.clone(), newer.clone()], [newer.clone(), older.clone()]] {
        let out = merged(&stage, &parts);
        assert_eq!(out.sessions, std::slice::from_ref(&newer.session), "{:?}", out.members);
        assert_eq!(out.members[0].older, 1);
    }
}

#[test]
fn another_review_an_unknown_member_and_a_newer_file_are_refused_by_name() {
    let stage = Stage::in_one_step();
    let good = part(&stage, &stage.rated("A", &["1A good"]), "A", "good", false);
    let mut foreign = good.clone();
    (foreign.name, foreign.session.review.id) = ("foreign".to_owned(), Uuid::from_u128(9));
    let mut stranger = good.clone();
    (stranger.name, stranger.session.member.id) = ("stranger".to_owned(), Uuid::from_u128(8));
    let out = merged(&stage, &[good.clone(), foreign, stranger]);
    let told: Vec<String> = out.refused.iter().map(|it| format!("{}: {}", it.name, it.why)).collect();
    assert!(told[0].contains("foreign: it is about another review") && told[0].contains("Small review"), "{told:?}");
    assert!(told[1].contains("stranger: nobody on this panel is 00000000-0000-0000-0000-000000000008"), "{told:?}");
    let mut newer = serde_json::json!(good.session);
    newer["version"] = serde_json::json!(99);
    stage.write("newer.json", newer.to_string().as_bytes());
    let (parts, refused) = read(&[stage.path("newer.json"), stage.path("nowhere.json")]);
    assert!(parts.is_empty() && refused.len() == 2);
    assert!(refused[0].why.contains("made by a newer plumbline (version 99)"), "{refused:?}");
}

#[test]
fn editions_merge_unless_what_is_asked_changed_under_a_rating() {
    let stage = Stage::in_one_step();
    let edition = |change: &dyn Fn(&mut crate::model::review::Review)| {
        let mut review = stage.catalog.review().clone();
        review.edition = 2;
        change(&mut review);
        let digest = digest(&review);
        Arc::new(Catalog::new(review, digest))
    };
    let mut first = stage.rated("A", &["1A good", "1B good"]);
    first.apply(&Act::Mark { quote: Box::new(quote()) }).expect("marks");
    let part = part(&stage, &first, "A", "first", true);
    let on = |catalog: &Arc<Catalog>| {
        let ground =
            Ground { catalog: catalog.clone(), editions: vec![stage.catalog.clone()], panel: stage.panel.clone() };
        merge(std::slice::from_ref(&part), &ground, Vec::new())
    };
    let longer = edition(&|review| {
        review.evidence[0].text.insert_str(0, "Ja. ");
        review.evidence[0].refs.clear();
    });
    let out = on(&longer);
    assert!(out.is_whole(), "{out:?}");
    assert_eq!(out.sessions[0].quotes[0].selector.start, quote().selector.start + 4, "the passage follows its words");
    assert_eq!(out.sessions[0].review.edition, 2);
    let elsewhere = edition(&|review| review.commitments[1].text.push_str(" Soon."));
    assert!(on(&elsewhere).is_whole(), "nothing is rated there");
    let anchor = edition(&|review| {
        review.questions[1].anchors.insert(crate::model::rating::Grade::Good, "Another anchor".to_owned());
    });
    assert!(on(&anchor).refused[0].why.contains("1B (question B or an anchor of it)"), "{:?}", on(&anchor).refused);
    let commitment = edition(&|review| review.commitments[0].text.push_str(" Soon."));
    let told = on(&commitment).refused[0].why.clone();
    assert!(told.contains("became \u{201c}Every record is shared. Soon.\u{201d}"), "{told}");
    let not_at_hand = Ground { catalog: longer, editions: Vec::new(), panel: stage.panel.clone() };
    let out = merge(std::slice::from_ref(&part), &not_at_hand, Vec::new());
    assert!(out.refused[0].why.contains("not at hand"), "{out:?}");
}

#[test]
fn a_later_round_goes_before_an_earlier_one_and_keeps_it() {
    let stage = Stage::in_one_step();
    let mut ws = stage.rated("A", &["1A good", "1B good"]);
    stage.hand_in(&mut ws, "A");
    let sealed = part(&stage, &ws, "A", "round 1", false);
    let mut panel = stage.panel.clone();
    let opened = Some(crate::panel::fixture::minute(9));
    panel.rounds = vec![crate::model::panel::Round { n: 1, closes: None, received: Vec::new(), opened, names: false }];
    crate::panel::taking::take(&mut ws, &panel).expect("takes");
    rate(&mut ws, &["1A poor"]);
    ws.apply(&Act::Unrate { cell: cell("1B") }).expect("takes away");
    let later = part(&stage, &ws, "A", "round 2", false);
    let out = merged(&stage, &[later, sealed]);
    assert!(out.is_whole(), "{out:?}");
    let session = &out.sessions[0];
    assert_eq!(session.ratings.len(), 1, "what was taken away in the second round is not brought back");
    assert_eq!(session.ratings[0].rating, Rating::RequiresImprovement);
    assert_eq!(session.rounds[0].handed.as_ref().expect("handed in").ratings.len(), 2);
}

/// Something a member does on one of three machines.
fn doing() -> impl Strategy<Value = (usize, u8, u8)> {
    (0..3usize, 0..7u8, 0..4u8)
}

/// Sessions of two members on several machines, with and without logs.
fn sessions(stage: &Stage, doings: &[(usize, u8, u8)], logs: bool) -> Vec<Part> {
    let letters = ["A", "A", "B"];
    // Where ids do not differ, one id stands for two acts, as in a log that somebody wrote by hand.
    let machine = |at: usize| if doings.len().is_multiple_of(4) { 0 } else { at as u128 };
    let mut machines: Vec<Workspace> =
        letters.iter().enumerate().map(|(at, letter)| stage.session_at(letter, machine(at))).collect();
    for &(machine, what, how) in doings {
        let ws = &mut machines[machine];
        let cells = ["1A", "1B", "2A", "2B"];
        let at = cells[usize::from(what % 4)];
        // Few different things, so that machines often say the same.
        let act = match what {
            0..=3 => Act::Rate {
                cell: cell(at),
                rating: if how < 3 { Rating::Good } else { Rating::Inadequate },
                reason: None,
                quotes: Vec::new(),
                round: 1,
            },
            4 => note(u128::from(how) + 100 + 10 * machine as u128, "a note"),
            5 => Act::Abstain { cell: cell("2B"), why: "an interest".to_owned() },
            _ => note(7, if how < 3 { "the same" } else { "another" }),
        };
        let _ = ws.apply(&act);
    }
    let named = machines.iter().zip(letters).enumerate();
    named.map(|(at, (ws, letter))| part(stage, ws, letter, &format!("machine {at}"), logs)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn the_order_and_repeats_of_sessions_do_not_matter(
        doings in prop::collection::vec(doing(), 0..14),
        logs in any::<bool>(),
        order in Just(vec![0usize, 1, 2]).prop_shuffle(),
        repeats in prop::collection::vec(0..3usize, 0..4),
    ) {
        let stage = Stage::in_one_step();
        let parts = sessions(&stage, &doings, logs);
        let once = merged(&stage, &parts);
        let shuffled: Vec<Part> = order.iter().chain(&repeats).map(|&at| parts[at].clone()).collect();
        let again = merged(&stage, &shuffled);
        prop_assert_eq!(&again.sessions, &once.sessions);
        prop_assert_eq!(&again.refused, &once.refused);
        let conflicts = |out: &Merged| out.members.iter().map(|it| it.conflicting.clone()).collect::<Vec<_>>();
        prop_assert_eq!(conflicts(&again), conflicts(&once));
        prop_assert!(once.is_whole() != once.sessions.is_empty(), "all or nothing");
    }

    #[test]
    fn what_was_merged_merges_with_its_parts_to_the_same(doings in prop::collection::vec(doing(), 0..14)) {
        let stage = Stage::in_one_step();
        let parts = sessions(&stage, &doings, false);
        let once = merged(&stage, &parts);
        prop_assume!(once.is_whole());
        let back: Vec<Part> =
            once.sessions.iter().map(|session| Part { name: "merged".to_owned(), session: session.clone() }).collect();
        prop_assert_eq!(&merged(&stage, &back).sessions, &once.sessions);
        let with_parts: Vec<Part> = back.into_iter().chain(parts.clone()).collect();
        prop_assert_eq!(&merged(&stage, &with_parts).sessions, &once.sessions);
        // Nothing that a part says is lost.
        for part in &parts {
            let whole = once.sessions.iter().find(|it| it.member.id == part.session.member.id).expect("is there");
            for entry in &part.session.ratings {
                prop_assert!(whole.ratings.iter().any(|it| it.cell == entry.cell && it.rating == entry.rating));
            }
            for note in &part.session.notes {
                prop_assert!(whole.notes.iter().any(|it| it.id == note.id && it.text == note.text));
            }
        }
    }
}
