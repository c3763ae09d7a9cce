//! What the ladder shows, and what a digit does on it.

use super::*;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::review::fixture::quote;
use crate::review::ladder::Ladder;
use crate::tui::fixture::Stage;
use crate::tui::fixture::mistake;
use crate::tui::fixture::only;

fn cell(text: &str) -> CellKey {
    text.parse().expect("a question")
}

fn stage() -> Stage {
    let mut stage = Stage::default();
    for (item, stance) in [(1, Stance::Undermines), (2, Stance::Undermines), (4, Stance::Supports)] {
        let mut quote = quote(&mut stage.ws, item, 0..6, "1B");
        quote.filings[0].stance = Some(stance);
        stage.ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    }
    stage
}

fn sheet(stage: &Stage) -> LadderSheet {
    LadderSheet::new(&stage.ui(), &Subject::Cell(cell("1B"))).expect("a question")
}

#[test]
fn passages_stand_by_what_they_say_until_a_digit_puts_them_on_a_rung() {
    let mut stage = stage();
    let mut ladder = sheet(&stage);
    let drawn = stage.drawn(&ladder);
    assert!(drawn.contains("on no rung, 2 passages: no"), "{drawn}");
    let Request::Apply(act) = only(ladder.act(Action::Digit3, &stage.ui())) else { panic!("an act") };
    stage.ws.apply(&act).expect("puts it there");
    let placed = Ladder::of(stage.ws.state(), &cell("1B"));
    assert_eq!(placed.rungs.each_ref().map(Vec::len), [0, 0, 1, 0]);
    let quote = stage.ws.state().quote(placed.rungs[2][0]).expect("there");
    assert_eq!(quote.filed_under(&cell("1B")).and_then(|filing| filing.anchor), Some(Grade::RequiresImprovement));
    stage.ws.undo().expect("one act, one undo");
    assert_eq!(Ladder::of(stage.ws.state(), &cell("1B")).rungs.each_ref().map(Vec::len), [0; 4]);
}

#[test]
fn a_notice_stands_there_only_where_rating_and_sources_part() {
    let mut stage = stage();
    stage.rate("1B", Rating::Inadequate, Some("late"));
    assert!(!stage.drawn(&sheet(&stage)).contains("other side"), "most of it says no");
    stage.rate("1B", Rating::Good, Some("on the whole"));
    let drawn = stage.drawn(&sheet(&stage));
    assert!(drawn.contains("2 stand on the other side"), "{drawn}");
}

#[test]
fn the_course_says_what_a_rating_was_why_and_what_was_read() {
    let mut stage = stage();
    stage.rate("1B", Rating::Good, Some("the plan is funded"));
    stage.ws.set_read(&"e1".into(), true);
    stage.rate("1B", Rating::Inadequate, Some("the money went back"));
    let steps = crate::review::course::course(&stage.ws, &cell("1B"));
    assert_eq!(steps.len(), 2);
    let reasons: Vec<&str> = steps.iter().filter_map(|step| step.reason.as_deref()).collect();
    assert_eq!(reasons, ["the plan is funded", "the money went back"]);
    assert!(steps.iter().all(|step| !step.seen));
    stage.ws.apply(&Act::SeePublished { on: Subject::Cell(cell("1B")) }).expect("looks");
    stage.rate("1B", Rating::RequiresImprovement, None);
    stage.rate("1B", Rating::Good, None);
    stage.ws.undo().expect("takes it back");
    let steps = crate::review::course::course(&stage.ws, &cell("1B"));
    assert_eq!(steps.len(), 3, "what was taken back is no step");
    assert!(steps[2].seen && !steps[1].seen);
    let drawn = stage.drawn(&sheet(&stage));
    assert!(drawn.contains("The course of your rating"), "{drawn}");
}

#[test]
fn it_is_about_one_question_and_says_what_a_digit_needs() {
    let stage = Stage::default();
    let whole = Subject::Parent(crate::model::ids::ParentKey::Overall);
    assert!(LadderSheet::new(&stage.ui(), &whole).is_err_and(|why| why.contains("one question")));
    let mut empty = sheet(&stage);
    assert!(stage.drawn(&empty).contains("No passage of yours is filed here yet"));
    assert!(mistake(empty.act(Action::Digit1, &stage.ui())).contains("Go to a passage first"));
}

#[test]
fn what_all_passages_come_to_stays_in_sight_on_a_small_screen() {
    let mut stage = stage();
    stage.rate("1B", Rating::Good, Some("on the whole"));
    for item in [1, 2, 4].into_iter().cycle().take(30) {
        let mut quote = quote(&mut stage.ws, item, 0..6, "1B");
        quote.filings[0].stance = Some(Stance::Undermines);
        stage.ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    }
    let mut ladder = sheet(&stage);
    for action in [Action::First, Action::Last] {
        ladder.act(action, &stage.ui());
        let drawn = stage.drawn(&ladder);
        assert!(drawn.contains("33 passages") && drawn.contains("other side"), "{action:?}: {drawn}");
    }
}
