//! A panel's meeting: what members rated is talked over, what can change a verdict first, and what is agreed is recorded.

use std::path::Path;

use plumbline::model::ids::ParentKey;
use plumbline::model::ids::Subject;
use plumbline::model::rating::Rating;
use plumbline::model::session::Basis;
use plumbline::model::session::Consensus;
use plumbline::model::session::Override;
use plumbline::panel::opened::OpenedPanel;
use plumbline::tui::worker::Job;
use plumbline::tui::worker::Worker;

use crate::member::Member;

const SESSIONS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/sessions");

/// The practice panel at a meeting whose record is still empty.
fn meeting_at(width: u16, height: u16) -> Member {
    let mut member = Member::at(width, height);
    let panel = OpenedPanel { results: Vec::new(), ..OpenedPanel::load(Path::new(SESSIONS), None, &[]).unwrap() };
    member.app.meet(panel, None);
    member
}

fn meeting() -> Member {
    meeting_at(100, 40)
}

fn agreed(member: &Member, subject: &str) -> Option<Consensus> {
    member.state().consensus.get(&subject.parse::<Subject>().unwrap()).cloned()
}

#[test]
fn the_agenda_begins_with_what_can_change_the_whole_and_ends_with_what_all_gave_alike() {
    for (width, height) in [(80, 24), (100, 40), (200, 50)] {
        let mut member = meeting_at(width, height);
        assert!(member.sees("0 of 15 settled \u{b7} 0 set aside"), "{}", member.screen());
        let screen = member.screen();
        let row = |key: &str| screen.lines().position(|line| line.starts_with(key));
        assert!(row("3B ") < row("1C ") && row("1C ") < row("8B "), "{screen}");
        assert!(screen.contains("the whole evaluation (re"), "{screen}");
        member.does("End");
        assert!(member.sees("rule: open"), "{}", member.screen());
    }
}

#[test]
fn letters_stand_there_only_after_they_were_asked_for_and_go_again() {
    let mut member = meeting();
    member.does("Enter");
    let shown = member.screen();
    assert!(shown.contains("All who spoke of money") && shown.contains("1 good, 1 requires"), "{shown}");
    for letter in ["A  Inadequate", "B  Requires", "C  Good", "C: yes", "member C"] {
        assert!(!shown.contains(letter), "{letter} is told:\n{shown}");
    }
    member.does("a");
    assert!(member.sees("A  Inadequate") && member.sees("C  Good") && member.sees("C: yes"), "{}", member.screen());
    member.does("a Right Left");
    assert_eq!(member.screen(), shown, "and without them again");
}

#[test]
fn a_digit_and_a_reason_settle_a_question_in_one_act_and_the_verdict_follows() {
    let mut member = meeting();
    member.does("Enter 4");
    assert!(member.sees("3B agreed: inadequate"), "{}", member.screen());
    member.does("Enter");
    assert!(member.said().contains("Say why in a few words"), "{}", member.said());
    assert!(agreed(&member, "3B").is_none());
    member.does("\"not enough for this\" Enter");
    assert!(member.sees("Inadequate (consensus): not enough for this"), "{}", member.screen());
    assert!(member.sees("1 of 15 settled"), "{}", member.screen());
    let record = agreed(&member, "3B").unwrap();
    assert_eq!(
        (record.rating, record.basis, record.present.join(" ")),
        (Rating::Inadequate, Basis::Consensus, "A B C".to_owned())
    );
    assert_eq!(member.state().ratings[&"3B".parse().unwrap()].rating, Rating::Inadequate);
    member.does("u");
    assert!(agreed(&member, "3B").is_none() && member.state().ratings.is_empty(), "one step takes back both");
    member.does("Ctrl+R");
    assert!(agreed(&member, "3B").is_some());
    member.does("g v");
    assert!(member.sees("Verdicts"), "the record is a session as any other\n{}", member.screen());
    member.does("g m");
    assert!(member.sees("1 of 15 settled"), "{}", member.screen());
}

#[test]
fn what_all_gave_is_unanimous_and_a_dissent_makes_it_a_consensus() {
    let mut member = meeting();
    member.does(&"Down ".repeat(15));
    member.does("Enter");
    assert!(member.sees("1A NHS App registrations"), "{}", member.screen());
    member.does("2 \"as all gave it\" Enter");
    assert_eq!(agreed(&member, "1A").unwrap().basis, Basis::Unanimous);
    member.does("d Down Enter \"I would not any more\" Enter");
    let record = agreed(&member, "1A").unwrap();
    assert_eq!((record.basis, record.dissent[0].member.as_str()), (Basis::Consensus, "B"));
    assert!(member.sees("Dissent I would not any more"), "{}", member.screen());
    member.does("d Down Enter");
    for _ in 0.."I would not any more".len() {
        member.does("Backspace");
    }
    member.does("Enter");
    assert!(agreed(&member, "1A").unwrap().dissent.is_empty(), "an empty text takes it back");
}

#[test]
fn a_vote_has_its_tally_and_the_chair_may_decide() {
    let mut member = meeting();
    member.does("Enter v");
    assert!(member.said().contains("3B is not settled yet"), "{}", member.said());
    member.does("d");
    assert!(member.said().contains("3B is not settled yet"), "{}", member.said());
    member.does("3 \"the money is badly spread\" Enter v Down Enter Enter");
    assert!(member.said().contains("such as 2 of 3"), "{}", member.said());
    member.does("\"2 of 3\" Enter");
    let record = agreed(&member, "3B").unwrap();
    assert_eq!((record.basis, record.tally.as_deref()), (Basis::Vote, Some("2 of 3")));
    member.does("v Down Enter");
    let record = agreed(&member, "3B").unwrap();
    assert_eq!((record.basis, record.tally), (Basis::Chair, None));
    assert_eq!(record.reason, "the money is badly spread", "what was said before stays");
}

#[test]
fn what_is_set_aside_is_counted_kept_for_the_next_time_and_comes_back() {
    let mut member = meeting();
    member.does("Enter s");
    assert!(member.said().contains("3B is set aside"), "{}", member.said());
    assert!(member.sees("0 of 15 settled \u{b7} 1 set aside") && member.sees("5C "), "{}", member.screen());
    member.does("Left");
    assert!(member.sees("Set aside for later."), "{}", member.screen());
    let panel = OpenedPanel { results: Vec::new(), ..OpenedPanel::load(Path::new(SESSIONS), None, &[]).unwrap() };
    let mut later = Member::at(100, 40);
    later.app.meet(panel, Some("3B"));
    assert!(later.sees("1 set aside"), "{}", later.screen());
    later.does("s");
    assert!(later.sees("0 set aside") && later.said().contains("back on the table"), "{}", later.said());
}

#[test]
fn nothing_shows_while_the_screen_is_blank_and_no_key_settles_anything() {
    let mut member = meeting();
    member.does("Enter b");
    for told in ["inadequate", "3B", "settled", "funding"] {
        assert!(!member.screen().to_lowercase().contains(&told.to_lowercase()), "{told}:\n{}", member.screen());
    }
    member.does("4");
    assert!(member.state().consensus.is_empty() && !member.sees("agreed:"), "{}", member.screen());
    member.does("b");
    assert!(member.sees("3B"), "{}", member.screen());
}

#[test]
fn anchors_stand_under_the_question_when_asked_for() {
    let mut member = meeting();
    member.does("Enter");
    assert!(!member.sees("Funded in full, without any shortfall."));
    member.does("i");
    assert!(member.sees("Outstanding: Funded in full, without any shortfall."), "{}", member.screen());
}

#[test]
fn what_is_settled_is_opened_again_by_one_key() {
    let mut member = meeting();
    member.does("Enter Backspace");
    assert!(member.said().contains("3B is not settled yet"), "{}", member.said());
    member.does("4 \"too little\" Enter Backspace");
    assert!(agreed(&member, "3B").is_none() && member.state().ratings.is_empty());
    assert!(member.sees("Not settled yet"), "{}", member.screen());
}

#[test]
fn one_key_nods_to_all_that_everyone_gave_alike_but_what_is_set_aside() {
    let mut member = meeting();
    member.does("t");
    assert!(member.said().contains("21 questions agreed as all gave them"), "{}", member.said());
    assert_eq!(member.state().consensus.len(), 21);
    assert_eq!(agreed(&member, "4D").unwrap().abstained, ["C"]);
    member.does("t");
    assert!(member.said().contains("nothing to nod to"), "{}", member.said());
    member.does("u");
    assert!(member.state().consensus.is_empty(), "in one step");
}

#[test]
fn who_left_the_room_is_not_named_from_then_on() {
    let mut member = meeting();
    member.does("Enter w Down Enter");
    assert!(member.said().contains("Here: A, C."), "{}", member.said());
    member.does("3 \"without B\" Enter");
    assert_eq!(agreed(&member, "3B").unwrap().present, ["A", "C"]);
}

#[test]
fn a_verdict_that_departs_from_the_rule_says_so_before_and_after() {
    let mut member = meeting();
    member.does("t");
    member.does("4 \"too little\" Enter End Up Up Up Up Up Up Up Enter");
    assert!(member.sees("Commitment 3:") && member.sees("inadequate"), "{}", member.screen());
    member.does("3");
    assert!(member.sees("This departs from the rule, which gives inadequate"), "{}", member.screen());
    member.does("\"the first steps count for more\" Enter");
    assert!(member.sees("departing from the rule (inadequate)"), "{}", member.screen());
    assert_eq!(member.state().overrides[&ParentKey::Commitment("3".into())].rating, Rating::RequiresImprovement);
}

#[test]
fn a_record_of_another_keeper_stands_beside() {
    let mut member = Member::at(100, 40);
    member.app.meet(OpenedPanel::load(Path::new(SESSIONS), None, &[]).unwrap(), None);
    member.does("Enter");
    assert!(
        member.sees("Another record digitisation-nhs-agreed.json says: Inadequate (vote, 2 of 3)"),
        "{}",
        member.screen()
    );
    member.does("4 \"too little\" Enter");
    assert!(!member.sees("Another record"), "where both say the same it is no matter\n{}", member.screen());
}

#[test]
fn how_far_members_agreed_is_one_key_deeper() {
    let mut member = meeting();
    member.does("x");
    assert!(member.sees("Krippendorff's alpha, ordinal: 0.61"), "{}", member.screen());
    assert!(!member.sees("A and C"), "nobody is named while letters are off\n{}", member.screen());
    member.does("Esc a x End");
    assert!(member.sees("A and C: 27 rated by both"), "{}", member.screen());
}

#[test]
fn figures_that_come_late_do_not_come_between_a_reason_nor_onto_a_blank_screen() {
    for (meanwhile, then) in [("4", "3B agreed: inadequate"), ("b", "b shows the meeting again.")] {
        let mut member = meeting();
        let (worker, work) = by_hand();
        member.app.work_on(worker);
        member.does("Enter x").does(meanwhile);
        assert!(work() && !work());
        member.app.found();
        assert!(member.sees(then) && !member.sees("Krippendorff"), "{}", member.screen());
        member.does("\"too little\"");
        assert!(!member.sees("Krippendorff"), "{}", member.screen());
    }
}

/// A worker that does a piece of work when told to; false where there is none.
fn by_hand() -> (Worker, impl Fn() -> bool) {
    let (sender, receiver) = std::sync::mpsc::channel::<Job>();
    (Worker::new(move |job| drop(sender.send(job))), move || receiver.try_recv().map(|job| job()).is_ok())
}

#[test]
fn what_the_whole_can_come_out_as_stands_above_the_agenda() {
    for (width, height) in [(80, 24), (200, 50)] {
        let member = meeting_at(width, height);
        let screen = member.screen().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(screen.contains("the whole can come out as requires improvement or inadequate"), "{screen}");
    }
}

#[test]
fn the_cursor_stays_in_view_to_the_end_of_the_agenda_and_on_every_page() {
    for (width, height) in [(60, 15), (80, 24), (200, 50)] {
        let mut member = meeting_at(width, height);
        for key in ["Down"; 50].into_iter().chain(["Enter", "PgDn", "i", "a", "End", "Left", "Esc", "Home", "x"]) {
            member.does(key);
            member.looks().keeps_to_its_size(key);
        }
    }
}

#[test]
fn without_letters_the_order_does_not_tell_who_either() {
    let mut member = meeting();
    let mut panel = OpenedPanel::load(Path::new(SESSIONS), None, &[]).unwrap();
    let opinions = [(Rating::Inadequate, "the first to say so"), (Rating::Good, "the second to say so")];
    for (session, (rating, reason)) in panel.rounds[0].sessions.iter_mut().zip(opinions) {
        let (parent, at) = (ParentKey::Overall, session.session.ratings[0].at);
        session.session.overrides = vec![Override { parent, rating, reason: reason.to_owned(), at }];
    }
    member.app.meet(panel, None);
    member.does("End Enter");
    let row = |member: &Member, words: &str| member.screen().find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(row(&member, "the second to say so") != row(&member, "the first to say so"));
    let first = row(&member, "the second to say so") < row(&member, "the first to say so");
    assert!(first, "the better rating first, whoever gave it\n{}", member.screen());
    member.does("a");
    assert!(row(&member, "A  own judgement") < row(&member, "B  own judgement"), "{}", member.screen());
}

#[test]
fn who_does_not_vote_is_recorded_and_may_vote_after_all() {
    let mut member = meeting();
    member.does("Enter o");
    assert!(member.said().contains("3B is not settled yet"), "{}", member.said());
    member.does("3 \"the middle\" Enter d Down Enter \"never\" Enter o Down Enter");
    let record = agreed(&member, "3B").unwrap();
    assert_eq!((record.abstained, record.dissent.len()), (vec!["B".to_owned()], 0), "who stays out does not dissent");
    assert!(member.sees("Here    3; not voting: 1"), "{}", member.screen());
    member.does("a");
    assert!(member.sees("Here    A, B, C; not voting: B"), "{}", member.screen());
    member.does("d Down Enter \"never\" Enter");
    let record = agreed(&member, "3B").unwrap();
    assert_eq!((record.abstained.len(), record.dissent.len()), (0, 1), "and who dissents does not stay out");
    member.does("o Enter o Enter");
    assert!(agreed(&member, "3B").unwrap().abstained.is_empty());
}

#[test]
fn what_was_undone_is_gone_to_in_the_meeting() {
    let mut member = meeting();
    member.does("Enter 4 \"too little\" Enter Right Right u");
    assert!(member.said().contains("Enter goes there."), "{}", member.said());
    member.does("Enter");
    assert!(
        member.sees("\u{b7} Meeting") && member.sees("Not settled yet") && member.sees("3B "),
        "{}",
        member.screen()
    );
    member.does("Esc Esc Esc");
    assert!(member.sees("can change") && member.said().contains("Nothing further back"), "{}", member.screen());
}

#[test]
fn in_the_record_nothing_is_answered_but_by_an_agreement() {
    let mut member = meeting();
    member.does("Enter 4 \"too little\" Enter");
    for keys in ["g r 2", "r", "Backspace", "g v 1", "Backspace"] {
        member.does(keys);
        assert!(member.said().contains("the panel's record: g m goes to the meeting"), "{keys}: {}", member.said());
    }
    assert_eq!(member.state().ratings.len(), 1);
    assert_eq!(member.state().ratings[&"3B".parse().unwrap()].rating, Rating::Inadequate);
    member.does("g m");
    assert!(!member.sees("r rate") && !member.sees("e note"), "not offered either\n{}", member.screen());
    member.does("g v g p");
    assert!(member.said().contains("members hand in from their own workbench"), "{}", member.said());
    member.does("Esc");
    assert!(member.sees("1 of 15 settled"), "Esc leads back to the meeting\n{}", member.screen());
}

#[test]
fn who_left_is_still_away_the_next_time() {
    let mut member = meeting();
    member.does("Enter s w Down Enter Left 3 \"without B\" Enter");
    let mut later = member.starts_again();
    let panel = OpenedPanel { results: Vec::new(), ..OpenedPanel::load(Path::new(SESSIONS), None, &[]).unwrap() };
    let kept = later.kept_at("aside");
    later.app.meet(panel, kept.as_deref());
    assert!(later.sees("1 of 15 settled"), "{}", later.screen());
    later.does("Enter Right 3 \"still without B\" Enter");
    let last = later.state().consensus.values().find(|one| one.reason == "still without B").unwrap();
    assert_eq!(last.present, ["A", "C"]);
}

#[test]
fn without_a_meeting_it_says_how_one_is_opened() {
    let mut member = Member::new();
    member.does("g m");
    assert!(member.said().contains("plumbline panel FOLDER --meet"), "{}", member.said());
}
