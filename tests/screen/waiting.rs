//! Search, find-anything and export while the thread that works for them is slow: keys are answered, nothing stale is
//! shown, and what was typed ahead is done in order.

use std::cell::RefCell;
use std::path::Path;
use std::rc::Rc;
use std::sync::mpsc::Receiver;
use std::sync::mpsc::channel;

use plumbline::tui::worker::Job;
use plumbline::tui::worker::Worker;

use crate::member::Member;

/// A worker that does nothing until it is told to.
struct Slow {
    jobs: Rc<RefCell<Receiver<Job>>>,
}

impl Slow {
    fn given_to(member: &mut Member) -> Self {
        let (sender, receiver) = channel();
        member.app.work_on(Worker::new(move |job| sender.send(job).unwrap()));
        Self { jobs: Rc::new(RefCell::new(receiver)) }
    }

    /// Does so many pieces of work and tells the app where somebody waits for them, as the thread does.
    fn does(&self, count: usize, member: &mut Member) {
        for _ in 0..count {
            let job = self.jobs.borrow().try_recv().expect("there is work");
            if job() {
                member.app.found();
            }
        }
    }

    /// Does all there is to do, also what that brings.
    fn catches_up(&self, member: &mut Member) {
        loop {
            let Ok(job) = self.jobs.borrow().try_recv() else { return };
            if job() {
                member.app.found();
            }
        }
    }
}

#[test]
fn letters_are_drawn_at_once_and_a_stale_result_is_never_shown() {
    let mut member = Member::at(120, 40);
    let slow = Slow::given_to(&mut member);
    member.does("/ \"pati\"");
    assert!(member.sees("/ pati") && member.sees("Searching everywhere\u{2026}"), "{}", member.screen());
    // A step of the preparing, and three letters nobody waits for any more.
    slow.does(4, &mut member);
    assert!(member.sees("Searching everywhere\u{2026}"), "{}", member.screen());
    slow.catches_up(&mut member);
    assert!(member.sees("in reading order") && !member.sees("Searching"), "{}", member.screen());
    let found = member.screen();
    member.does("\"e\"");
    assert!(member.sees("/ patie") && member.sees("Searching"), "{}", member.screen());
    let rows = |screen: &str| -> Vec<String> {
        let mut lines = screen.lines().skip_while(|line| !line.contains("/ pati"));
        lines.by_ref().take(2).for_each(drop);
        lines.take(5).map(str::to_owned).collect()
    };
    assert_eq!(rows(&member.screen()), rows(&found), "what was found last stays until something else is");
    member.does("Backspace Backspace Backspace Backspace Backspace \"zzqq\"");
    slow.catches_up(&mut member);
    assert!(member.sees("Nothing found anywhere."), "{}", member.screen());
}

#[test]
fn esc_leaves_a_slow_search_and_its_answer_comes_to_nothing() {
    let mut member = Member::new();
    member.does("Down Up");
    let before = member.screen();
    let slow = Slow::given_to(&mut member);
    member.does("/ \"funding\" Esc");
    assert_eq!(member.screen(), before);
    slow.catches_up(&mut member);
    assert_eq!(member.screen(), before);
}

#[test]
fn enter_given_before_the_answer_waits_for_it_and_esc_takes_it_back() {
    let mut member = Member::new();
    let slow = Slow::given_to(&mut member);
    member.does("/ \"funding\" Enter n");
    assert!(member.sees("Searching"), "{}", member.screen());
    slow.catches_up(&mut member);
    assert!(member.said().starts_with("Found 2 of "), "{}", member.said());

    member.does("/ \"patients\" Enter n Esc");
    slow.catches_up(&mut member);
    assert!(member.sees("/ patients") && member.sees("in reading order"), "Enter was taken back:\n{}", member.screen());
    member.does("Enter");
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
}

#[test]
fn a_step_to_what_is_still_being_shown_keeps_its_turn_and_esc_stays() {
    let mut member = Member::at(120, 40);
    let slow = Slow::given_to(&mut member);
    member.does("/ \"the\" Enter");
    slow.catches_up(&mut member);
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
    let first = member.screen();
    member.does("N Down");
    assert!(member.said().starts_with("Searching on"), "the last is far from the first: {}", member.said());
    member.does("Esc");
    slow.catches_up(&mut member);
    assert_eq!(member.screen().lines().take(20).collect::<Vec<_>>(), first.lines().take(20).collect::<Vec<_>>());
    member.does("N n");
    slow.catches_up(&mut member);
    assert!(
        member.said().contains("Found 1 of ") && member.said().contains("from the start again"),
        "{}",
        member.said()
    );
    assert_eq!(member.screen().lines().take(20).collect::<Vec<_>>(), first.lines().take(20).collect::<Vec<_>>());
}

#[test]
fn find_anything_chooses_from_what_was_typed_and_not_from_what_was_shown() {
    let mut member = Member::new();
    let slow = Slow::given_to(&mut member);
    member.does(": \"8b\" Enter");
    assert!(member.sees("Find anything"), "{}", member.screen());
    slow.catches_up(&mut member);
    assert!(!member.sees("Find anything") && member.sees("8B \u{b7} National digital"), "{}", member.screen());
}

#[test]
fn typing_ahead_of_a_slow_worker_does_what_it_does_with_a_quick_one() {
    for script in [
        "/ \"funding\" Enter n n",
        "/ Tab \"fund\" Backspace Backspace Enter n Enter",
        "/ \"zzqq\" Enter \"x\" Down",
        "/ Enter \"staff\" Up Up Down Enter N",
        "/ \"staff\" Enter / Up Down PgDn Enter n",
        "/ \"the\" Ctrl+O Down Enter n N N",
        "/ \"the tag:\" Enter Backspace Backspace Backspace Backspace Enter",
        "Enter / \"funding\" Enter Tab Enter n",
        ": \"8b\" Enter Enter Down",
        ": \"nhs app\" Down Down Up Enter Down Down",
        ": \"app\" PgDn Enter Down",
        ": \"zzqq\" Enter \"x\" Down",
        ": \"n427\" Enter",
        "/ \"app\" Enter / \"fund\" Enter : \"5c\" Enter Enter",
    ] {
        let mut quick = Member::at(120, 40);
        quick.does(script);
        let mut late = Member::at(120, 40);
        let slow = Slow::given_to(&mut late);
        late.does(script);
        slow.catches_up(&mut late);
        assert_eq!(late.screen(), quick.screen(), "{script}");
        let mut halting = Member::at(120, 40);
        let slow = Slow::given_to(&mut halting);
        let mut turn = 0;
        halting.each_key(script, |member| {
            turn += 1;
            if turn % 3 == 0 {
                slow.catches_up(member);
            }
        });
        slow.catches_up(&mut halting);
        assert_eq!(halting.screen(), quick.screen(), "{script}, with a worker that halts");
    }
}

#[test]
fn what_is_hidden_is_not_found_by_a_slow_search_either() {
    let mut member = Member::at(120, 40);
    let slow = Slow::given_to(&mut member);
    member.does("/ \"requires improvement\"");
    slow.catches_up(&mut member);
    let rows: Vec<String> = member.looks().lines().into_iter().filter(|row| row.contains("conclusion")).collect();
    assert!(!rows.iter().any(|row| row.contains("requires improvement")), "{rows:?}");
}

#[test]
fn a_paste_behind_an_enter_that_waits_is_refused_and_not_put_before_it() {
    let mut member = Member::new();
    let slow = Slow::given_to(&mut member);
    member.does("/ \"funding\" Enter");
    member.app.paste("something else".to_owned());
    assert!(member.said().contains("wait a moment"), "{}", member.said());
    slow.catches_up(&mut member);
    assert!(member.said().starts_with("Found 1 of "), "{}", member.said());
}

/// Until the file is written the sheet says so; the member's harness tells at once, so the app is asked itself here.
#[test]
fn the_export_says_that_it_is_under_way_until_the_file_is_written() {
    use plumbline::keys::action::Action;
    use plumbline::tui::effect::Effect;

    let out = Path::new(env!("CARGO_TARGET_TMPDIR")).join("waiting-export.json");
    let _ = std::fs::remove_file(&out);
    let begin = || {
        let mut member = Member::at(120, 40);
        member.app.perform(Action::Export);
        member.does("Ctrl+u");
        member.types(&out.display().to_string());
        member.app.perform(Action::Keep);
        let asked = member.app.take_effects();
        assert!(matches!(&asked[..], [Effect::Export { path, .. }] if *path == out), "{asked:?}");
        assert!(member.sees("Writing the file."), "{}", member.screen());
        member
    };

    let mut member = begin();
    member.app.exported(&out, Ok(()));
    assert!(!member.sees("Export") && member.said().starts_with("The session is in "), "{}", member.screen());

    let mut member = begin();
    member.app.exported(&out, Err("There is no room on the disk.".to_owned()));
    assert!(member.sees("Export the session to JSON") && member.sees("There is no room on the disk."));

    let mut member = begin();
    member.does("Esc");
    assert!(!member.sees("Writing the file."), "Esc goes back to work:\n{}", member.screen());
    member.does("Down");
    member.app.exported(&out, Ok(()));
    assert!(member.said().starts_with("The session is in "), "{}", member.said());
}
