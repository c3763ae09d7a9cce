//! The view on made-up texts.

use ratatui::buffer::Buffer;

use super::*;
use crate::model::rating::Rating;
use crate::tui::fixture::Stage;
use crate::tui::fixture::mistake;
use crate::tui::fixture::only;
use crate::tui::fixture::text_of;
use crate::tui::request::Place;
use crate::tui::view::fixture::stage;
use crate::tui::widget::canvas::Canvas;

const TEXT: &str = "\
# On the three promises

They say that “the money came late and went early”, and that “Nobody was trained to use it”.

He calls it “Secretword is what we call it” and adds: “I have never seen it in all of my life.”
";

/// The view after a text was traced, and what it shows at a size.
fn traced(stage: &Stage, text: &str) -> TraceView {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("article.md");
    std::fs::write(&path, text).expect("writes");
    let mut view = TraceView::default();
    view.trace(&stage.ui(), &Tools::default(), path, false);
    view
}

fn drawn(view: &mut TraceView, stage: &Stage, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    view.settle(&stage.ui(), area);
    let mut buf = Buffer::empty(area);
    let cursor = view.draw(&stage.ui(), area, &mut Canvas::on(&mut buf));
    assert!(cursor.is_some_and(|at| area.contains(at)), "the cursor stands in the view");
    text_of(&buf)
}

#[test]
fn the_text_stands_beside_the_place_found_and_the_verdict_is_in_words_and_in_the_margin() {
    let stage = stage(&["...."]);
    let mut view = traced(&stage, TEXT);
    let shown = drawn(&mut view, &stage, 120, 20);
    for words in [
        "4 quotations traced",
        "~ They say that",
        "1 of 4: same passage, changed (only capitals)",
        "1A, e1",
        "The money came late and went early.",
        "Searched: “Three promises”, edition 1: 3 items",
    ] {
        assert!(shown.contains(words), "{words}\n{shown}");
    }
    view.act(Action::Down, &stage.ui(), &Tools::default());
    assert!(drawn(&mut view, &stage, 80, 20).contains("2 of 4: word for word"));
    view.act(Action::Last, &stage.ui(), &Tools::default());
    assert!(drawn(&mut view, &stage, 80, 20).contains("4 of 4: not in this report"));
    for (width, height) in [(1, 1), (10, 3), (60, 8), (200, 50)] {
        drawn(&mut view, &stage, width, height);
    }
}

#[test]
fn enter_goes_to_the_words_in_the_item() {
    let stage = stage(&["...."]);
    let mut view = traced(&stage, TEXT);
    view.act(Action::Down, &stage.ui(), &Tools::default());
    match only(view.act(Action::Open, &stage.ui(), &Tools::default())) {
        Request::Go(Place::Item { item, at, .. }) => assert_eq!((item.as_str(), at), ("e2", Some(0))),
        other => panic!("{other:?}"),
    }
    view.act(Action::Last, &stage.ui(), &Tools::default());
    assert!(mistake(view.act(Action::Open, &stage.ui(), &Tools::default())).contains("no place"));
}

#[test]
fn what_may_not_be_seen_yet_is_not_shown_and_not_told_of() {
    let mut stage = stage(&["...."]);
    let mut view = traced(&stage, TEXT);
    view.go(2);
    let shown = drawn(&mut view, &stage, 120, 20);
    assert!(shown.contains("3 of 4: stands in a text that is shown once you have rated"), "{shown}");
    assert!(!shown.contains("3 of 4: word for word") && shown.matches("Secretword").count() == 1, "{shown}");
    let copied = match only(view.act(Action::Copy, &stage.ui(), &Tools::default())) {
        Request::Copy(copied) => copied.text,
        other => panic!("{other:?}"),
    };
    assert!(!copied.contains("word for word"), "{copied}");
    stage.rate("1A", Rating::Good, Some("so it is"));
    assert!(drawn(&mut view, &stage, 120, 20).contains("3 of 4: stands in"), "it was not opened yet");
}

#[test]
fn a_file_that_cannot_be_read_is_said_in_the_view_and_another_can_be_asked_for() {
    let stage = stage(&["...."]);
    let mut view = TraceView::default();
    assert!(drawn(&mut view, &stage, 80, 20).contains("No text was traced yet"));
    view.trace(&stage.ui(), &Tools::default(), PathBuf::from("no/such/file.md"), false);
    assert!(drawn(&mut view, &stage, 80, 20).contains("no/such/file.md"));
    assert!(matches!(only(view.act(Action::TraceOther, &stage.ui(), &Tools::default())), Request::Open(_)));
}

#[test]
fn unmarked_repeats_are_traced_when_asked_for() {
    let stage = stage(&["...."]);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("article.md");
    std::fs::write(&path, "The money came late and went early, nobody was trained to use it. “Not this one at all”")
        .expect("writes");
    let mut view = TraceView::default();
    view.trace(&stage.ui(), &Tools::default(), path, false);
    view.act(Action::TraceUnmarked, &stage.ui(), &Tools::default());
    assert_eq!(view.asked.as_ref().map(|(_, unmarked)| *unmarked), Some(true));
    view.act(Action::TraceUnmarked, &stage.ui(), &Tools::default());
    assert_eq!(view.asked.as_ref().map(|(_, unmarked)| *unmarked), Some(false));
}
