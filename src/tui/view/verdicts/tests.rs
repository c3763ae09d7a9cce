//! What the verdicts show, and what they keep to themselves.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::judgement::rule::Rule;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::judged::RuleName;
use crate::model::rating::Rating;
use crate::model::session::SessionSettings;
use crate::tui::fixture::Stage;
use crate::tui::fixture::mistake;
use crate::tui::fixture::only;
use crate::tui::fixture::text_of;
use crate::tui::request::Place;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::view::fixture::carry_out;
use crate::tui::view::fixture::review;
use crate::tui::view::fixture::stage;
use crate::tui::view::fixture::stage_on;
use crate::tui::view::verdicts::RuleSheet;
use crate::tui::view::verdicts::Verdicts;
use crate::tui::view::verdicts::rules::Rules;
use crate::tui::widget::canvas::Canvas;

fn subject(key: &str) -> Subject {
    key.parse().expect("a question or parent")
}

fn view(stage: &Stage, on: &str) -> Verdicts {
    let mut view = Verdicts::new(stage.ws.catalog());
    view.go(stage.ws.catalog(), &subject(on));
    view
}

fn drawn_at(stage: &Stage, view: &mut Verdicts, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    view.settle(&stage.ui(), area);
    let cursor = view.draw(&stage.ui(), area, &mut Canvas::on(&mut buf));
    assert!(cursor.is_some_and(|at| area.contains(at)), "{cursor:?} is off a screen of {width} by {height}");
    text_of(&buf)
}

fn drawn(stage: &Stage, view: &mut Verdicts) -> String {
    drawn_at(stage, view, 80, 30)
}

fn row<'a>(text: &'a str, begins: &str) -> &'a str {
    text.lines().find(|line| line.trim_start().starts_with(begins)).unwrap_or_else(|| panic!("no {begins} in\n{text}"))
}

fn do_all(stage: &Stage, view: &mut Verdicts, actions: &[Action]) {
    for action in actions {
        assert!(view.act(*action, &stage.ui()).handled, "{action:?}");
    }
}

#[test]
fn what_is_tried_moves_the_parents_of_the_copy_and_leaves_the_session_as_it_was() {
    let stage = stage(&["IIGG", "GGGG", "GGGG"]);
    let (state, entries) = (stage.ws.state().clone(), stage.ws.history().entries().len());
    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::WhatIf, Action::Digit2]);
    assert_eq!(view.scope(), Scope::WhatIf);
    let screen = drawn(&stage, &mut view);
    assert!(screen.starts_with("WHAT IF: nothing is saved. 1 change"), "{screen}");
    let line = row(&screen, "Shared records");
    assert!(line.contains("I>G") && line.contains("I>R~"), "{line}");
    assert!(screen.contains("1A: good in the copy, inadequate in your session."), "{screen}");
    assert_eq!((stage.ws.state(), stage.ws.history().entries().len()), (&state, entries));

    do_all(&stage, &mut view, &[Action::Back]);
    assert_eq!(view.scope(), Scope::Verdicts);
    assert!(!drawn(&stage, &mut view).contains('>'));
}

#[test]
fn enter_on_a_change_goes_to_the_question_with_the_sheet_at_the_new_rating() {
    let stage = stage(&["IIGG"]);
    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::WhatIf, Action::Digit2]);
    let reply = view.act(Action::Open, &stage.ui());
    assert!(matches!(&reply.requests[0], Request::Go(Place::Grid(to)) if *to == subject("1A")), "{reply:?}");
    assert!(matches!(&reply.requests[1], Request::Do(Action::Digit2)), "{reply:?}");

    do_all(&stage, &mut view, &[Action::Right]);
    assert!(matches!(only(view.act(Action::Open, &stage.ui())), Request::Go(Place::Grid(to)) if to == subject("1B")));
}

#[test]
fn a_change_that_the_session_has_made_too_is_no_change_any_more() {
    let mut stage = stage(&["IIGG"]);
    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::WhatIf, Action::Digit2]);
    stage.rate("1A", Rating::Good, None);
    assert!(drawn(&stage, &mut view).starts_with("WHAT IF: nothing is saved. no change yet"));
}

#[test]
fn undo_in_the_copy_takes_back_what_was_tried_and_nothing_of_the_session() {
    let stage = stage(&["IIGG"]);
    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::WhatIf, Action::Digit2, Action::Digit1]);
    assert!(row(&drawn(&stage, &mut view), "Shared").contains("I>O"));
    assert!(view.act(Action::Undo, &stage.ui()).requests.is_empty());
    assert!(row(&drawn(&stage, &mut view), "Shared").contains("I>G"));
    assert!(view.act(Action::Undo, &stage.ui()).requests.is_empty());
    assert!(mistake(view.act(Action::Undo, &stage.ui())).starts_with("Nothing was changed in the copy."));
}

#[test]
fn backspace_takes_a_change_back_and_where_there_is_none_takes_the_answer_away() {
    let stage = stage(&["IIGG"]);
    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::WhatIf, Action::Digit2, Action::Clear]);
    assert!(!row(&drawn(&stage, &mut view), "Shared").contains('>'));
    do_all(&stage, &mut view, &[Action::Clear]);
    assert!(row(&drawn(&stage, &mut view), "Shared").contains("I>\u{b7}"));
}

#[test]
fn digits_without_a_copy_are_left_to_the_rating_sheet() {
    let stage = stage(&["IIGG"]);
    assert!(!view(&stage, "1A").act(Action::Digit2, &stage.ui()).handled);
}

#[test]
fn rules_part_where_they_should_and_are_marked_there_only() {
    let stage = stage(&["IGGG", "GGGG", "RRRR"]);
    let rules = Rules::over(stage.ws.rollup());
    let part = |key: &str| rules.part(&key.parse().expect("a parent"));
    assert!(part("1"), "one inadequate of four: silent, worst, good, good");
    assert!(!part("2") && !part("3"), "all alike are alike under every rule");

    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::CompareRules]);
    let screen = drawn(&stage, &mut view);
    let marks = |begins: &str| row(&screen, begins).split_whitespace().skip(3).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(marks("1 Shared"), ["R~", "I", "G", "G", "\u{2260}"]);
    assert_eq!(marks("2 Open"), ["G", "G", "G", "G"]);
    assert!(screen.contains("The rules part on commitment 1."), "{screen}");
    assert_eq!(stage.ws.state().settings.rule, RuleName::Count);
    assert_eq!(view.subject(stage.ws.catalog()), subject("1"));
}

#[test]
fn a_rule_has_one_name_which_is_the_one_it_is_chosen_by() {
    let stage = stage(&["IGGG"]);
    let mut view = view(&stage, "1A");
    do_all(&stage, &mut view, &[Action::CompareRules]);
    let (table, sheet) = (drawn(&stage, &mut view), stage.drawn(&RuleSheet::new(&SessionSettings::default())));
    for rule in RuleName::ALL {
        assert_eq!(Rule::from(rule).title(), format!("{rule} rule"));
        assert!(table.contains(&format!(" {rule}")) && table.contains(&format!("by the {rule} rule")), "{table}");
        assert!(sheet.contains(&format!("{rule} rule")), "{sheet}");
    }
}

#[test]
fn what_every_rule_leaves_open_is_told_once() {
    let stage = stage(&[""]);
    let mut view = view(&stage, "2A");
    do_all(&stage, &mut view, &[Action::CompareRules]);
    let screen = drawn(&stage, &mut view);
    assert!(screen.contains("Under every rule commitment 2 is as open."), "{screen}");
    assert!(screen.contains("by every rule.") && screen.matches("outstanding").count() <= 1, "{screen}");
}

#[test]
fn a_rule_is_chosen_with_its_words_in_view() {
    let stage = stage(&["IGGG"]);
    let mut view = view(&stage, "1A");
    assert!(matches!(only(view.act(Action::ChooseRule, &stage.ui())), Request::Open(_)));
    let mut sheet = RuleSheet::new(&SessionSettings::default());
    assert!(stage.drawn(&sheet).contains("recalled, not confirmed"));
    sheet.act(Action::Down, &stage.ui());
    assert!(stage.drawn(&sheet).contains("The worst grade among the answers that have one."));
    let reply = sheet.act(Action::Open, &stage.ui());
    assert!(reply.close);
    assert!(matches!(only(reply), Request::Apply(Act::ChooseRule { rule: RuleName::Worst, .. })));
}

/// Everything the view can show, at every place, in every mode.
fn everything(stage: &Stage) -> Vec<String> {
    let mut screens = Vec::new();
    for modes in [&[][..], &[Action::ShowPublished], &[Action::CompareRules], &[Action::WhatIf, Action::Digit2]] {
        let mut view = Verdicts::new(stage.ws.catalog());
        for action in modes {
            let reply = view.act(*action, &stage.ui());
            screens.push(match reply.requests.first() {
                Some(Request::Say(said)) => format!("{said:?}"),
                other => format!("{other:?}"),
            });
        }
        view.act(Action::First, &stage.ui());
        for _ in 0..6 {
            for _ in 0..5 {
                screens.push(drawn(stage, &mut view));
                view.act(Action::Right, &stage.ui());
            }
            (0..5).for_each(|_| assert!(view.act(Action::Left, &stage.ui()).handled));
            view.act(Action::Down, &stage.ui());
        }
    }
    screens
}

#[test]
fn with_one_question_unrated_no_screen_depends_on_what_was_published() {
    let rows = ["IIGG", "RRRR", "GGG."];
    let one = everything(&stage_on(review("outstanding", "always"), &rows));
    let other = everything(&stage_on(review("inadequate", "always"), &rows));
    assert_eq!(one, other);
}

#[test]
fn published_ratings_are_asked_for_in_vain_until_everything_is_rated() {
    let stage = stage(&["IIGG", "RRRR", "GG.."]);
    let reply = view(&stage, "1A").act(Action::ShowPublished, &stage.ui());
    assert_eq!(mistake(reply), "What was published is shown once you have rated 3C and 1 more.");
}

#[test]
fn published_ratings_stand_beside_the_members_own_once_the_session_notes_that_they_were_seen() {
    let mut stage = stage(&["IIGG", "RRRR", "GGGG"]);
    let mut view = view(&stage, "1A");
    let reply = view.act(Action::ShowPublished, &stage.ui());
    assert!(!drawn(&stage, &mut view).contains("/O"), "not before it is on record");
    carry_out(&mut stage, reply);
    assert_eq!(stage.ws.state().seen.len(), 12 + 3 + 2 + 1);
    let screen = drawn(&stage, &mut view);
    assert_eq!(row(&screen, "Shared").split_whitespace().collect::<Vec<_>>()[3..], ["I/O", "I/O", "G/O", "G/O", "I/O"]);
    assert!(screen.contains("Published: outstanding."), "{screen}");

    stage.ws.apply(&Act::Unrate { cell: "1A".parse().expect("a question") }).expect("unrates");
    let screen = drawn(&stage, &mut view);
    assert_eq!(row(&screen, "Shared").split_whitespace().collect::<Vec<_>>()[3..7], ["\u{b7}", "I/O", "G/O", "G/O"]);
    assert!(!screen.contains("Published: "), "{screen}");

    stage.rate("1A", Rating::Good, None);
    assert!(stage.ws.state().ratings[&"1A".parse().expect("a question")].published_seen);
    do_all(&stage, &mut view, &[Action::ShowPublished]);
    assert!(!drawn(&stage, &mut view).contains("/O"));
    assert!(view.act(Action::ShowPublished, &stage.ui()).requests.is_empty(), "what was seen is noted once");
}

#[test]
fn where_the_running_verdict_is_hidden_only_own_judgements_show_and_a_line_says_why() {
    let mut stage = stage_on(review("outstanding", "after_round"), &["IIII", "GGGG", "GGGG"]);
    let (parent, reason) = (ParentKey::Commitment("2".into()), "the rest does not matter".to_owned());
    stage.ws.apply(&Act::Override { parent, rating: Rating::RequiresImprovement, reason }).expect("judges");
    let mut view = view(&stage, "1");
    let screen = drawn(&stage, &mut view);
    assert_eq!(row(&screen, "Shared").split_whitespace().collect::<Vec<_>>()[2..], ["1", "I", "I", "I", "I"]);
    assert!(row(&screen, "Open data").ends_with("R*"), "{screen}");
    assert!(screen.contains("shown once the round is opened"), "{screen}");
    assert!(!screen.contains("Why:") && !screen.contains("count rule"), "{screen}");
    for action in [Action::WhatIf, Action::CompareRules] {
        assert!(mistake(view.act(action, &stage.ui())).contains("once the round is opened"));
        assert_eq!(drawn(&stage, &mut view), screen);
    }
}

#[test]
fn a_parent_says_what_decided_what_nearly_did_what_would_change_it_and_what_is_open() {
    let stage = stage(&["IIIG", "GG..", "GGGG"]);
    let screen = drawn(&stage, &mut view(&stage, "1"));
    assert!(screen.contains("Commitment 1: inadequate by the count rule."), "{screen}");
    assert!(screen.contains("Why: 3 of 4 answers are inadequate; 2 suffice"), "{screen}");
    assert!(screen.contains("Nearly: With 2 of them better"), "{screen}");
    assert!(screen.contains("What would change it: requires improvement with any two of 1A, 1B and 1C at"), "{screen}");
    assert!(screen.contains("Still open: nothing."), "{screen}");
    let screen = drawn(&stage, &mut view(&stage, "2"));
    assert!(screen.contains("Still open: between inadequate and outstanding (2 of 4 open)."), "{screen}");
}

#[test]
fn an_area_has_a_result_and_says_that_it_feeds_nothing() {
    let stage = stage(&["GGGG", "GGGG", "IIII"]);
    let screen = drawn(&stage, &mut view(&stage, "area:data"));
    assert_eq!(row(&screen, "Data").split_whitespace().collect::<Vec<_>>(), ["Data", "I"]);
    assert!(screen.contains("An area's result feeds nothing"), "{screen}");
    let mut view = view(&stage, "area:data");
    do_all(&stage, &mut view, &[Action::WhatIf]);
    assert!(mistake(view.act(Action::Digit1, &stage.ui())).starts_with("Areas are not rated"));
}

#[test]
fn coming_back_to_a_commitment_finds_the_question_one_left_from() {
    let stage = stage(&["GGGG"]);
    let mut view = view(&stage, "2C");
    do_all(&stage, &mut view, &[Action::Open]);
    view.go(stage.ws.catalog(), &subject("2"));
    assert_eq!(view.subject(stage.ws.catalog()), subject("2C"));
    view.go(stage.ws.catalog(), &subject("2"));
    assert_eq!(view.subject(stage.ws.catalog()), subject("2"), "asked for by name it is the commitment");
}

#[test]
fn every_size_of_screen_is_drawn_with_the_cursor_on_it() {
    let stage = stage(&["IIGG", "R?RR"]);
    for (width, height) in [(1, 1), (3, 2), (10, 5), (40, 10), (60, 15), (80, 24), (200, 50)] {
        for modes in [&[][..], &[Action::CompareRules], &[Action::WhatIf, Action::Digit1]] {
            let mut view = view(&stage, "2D");
            do_all(&stage, &mut view, modes);
            let screen = drawn_at(&stage, &mut view, width, height);
            assert!(width < 10 || !screen.trim().is_empty(), "{width} by {height} shows nothing");
        }
    }
}
