//! What the codebook asks for, and what becomes of it in the session.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::TagId;
use crate::tui::fixture::Stage;
use crate::tui::fixture::mistake;
use crate::tui::fixture::only;
use crate::tui::fixture::text_of;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::view::codebook::Codebook;
use crate::tui::view::codebook::TagSheet;
use crate::tui::view::fixture::carry_out;
use crate::tui::view::fixture::mark;
use crate::tui::view::fixture::stage;
use crate::tui::widget::canvas::Canvas;

fn on(stage: &Stage, tag: &str) -> Codebook {
    let mut view = Codebook::new();
    view.go(&stage.ws, &tag.into());
    view
}

fn drawn_at(stage: &Stage, view: &mut Codebook, width: u16, height: u16) -> String {
    let area = Rect::new(0, 0, width, height);
    let mut buf = Buffer::empty(area);
    view.settle(&stage.ui(), area);
    let cursor = view.draw(&stage.ui(), area, &mut Canvas::on(&mut buf));
    assert!(cursor.is_some_and(|at| area.contains(at)), "{cursor:?} is off a screen of {width} by {height}");
    text_of(&buf)
}

fn drawn(stage: &Stage, view: &mut Codebook) -> String {
    drawn_at(stage, view, 120, 24)
}

fn act(stage: &Stage, view: &mut Codebook, action: Action) -> Reply {
    view.act(action, &stage.ui())
}

fn sheet_of(reply: Reply) -> Box<dyn Sheet> {
    match only(reply) {
        Request::Open(sheet) => sheet,
        other => panic!("{other:?} opens nothing"),
    }
}

fn order(stage: &Stage) -> Vec<&str> {
    stage.ws.state().codebook.iter().map(|tag| tag.label.as_str()).collect()
}

fn says(reply: Reply) -> String {
    match only(reply) {
        Request::Say(Say::Notice(text)) | Request::ApplyAll(_, text) => text,
        other => panic!("{other:?} says nothing"),
    }
}

#[test]
fn a_digit_pins_the_tag_takes_the_digit_from_another_and_says_so_and_again_unpins() {
    let mut stage = stage(&[]);
    let mut view = on(&stage, "trust");
    let reply = act(&stage, &mut view, Action::Tag9);
    carry_out(&mut stage, reply);
    let pinned = |stage: &Stage, digit| stage.ws.state().pinned(digit).map(|tag| tag.id.to_string());
    assert_eq!(pinned(&stage, 9).as_deref(), Some("trust"));

    assert_eq!(pinned(&stage, 1).as_deref(), Some("funding"));
    let reply = act(&stage, &mut view, Action::Tag1);
    assert!(matches!(&reply.requests[0], Request::ApplyAll(_, words) if words == "1 is now trust; it was funding."));
    carry_out(&mut stage, reply);
    assert_eq!((pinned(&stage, 1).as_deref(), pinned(&stage, 9)), (Some("trust"), None));

    let reply = act(&stage, &mut view, Action::Tag1);
    assert!(matches!(&reply.requests[0], Request::Apply(Act::PinTag { digit: None, .. })));
}

#[test]
fn a_new_tag_is_made_of_its_name_alone_and_a_name_that_is_taken_keeps_the_sheet_open() {
    let mut stage = stage(&[]);
    let mut sheet = sheet_of(act(&stage, &mut Codebook::new(), Action::NewTag));
    assert_eq!(mistake(sheet.act(Action::Keep, &stage.ui())), "A tag needs a name.");
    stage.types(&mut *sheet, " Funding ");
    let reply = sheet.act(Action::Keep, &stage.ui());
    assert!(!reply.close);
    assert_eq!(mistake(reply), "There is a tag funding already.");
    stage.types(&mut *sheet, "gap");
    let reply = sheet.act(Action::Keep, &stage.ui());
    assert!(matches!(&reply.requests[1], Request::Go(Place::Tag(id)) if id.as_str() == "funding-gap"));
    carry_out(&mut stage, reply);
    assert_eq!(order(&stage), ["means", "funding", "staff", "trust", "Funding gap"]);
}

#[test]
fn names_that_make_the_same_key_get_different_ones() {
    let mut stage = stage(&[]);
    for name in ["a/b", "a b", "\u{2014}", "!"] {
        let tag = super::naming::new_tag(stage.ws.state(), name).expect("a tag");
        stage.ws.apply(&Act::AddTag { tag }).expect("adds");
    }
    let keys: Vec<&str> = stage.ws.state().codebook[4..].iter().map(|tag| tag.id.as_str()).collect();
    assert_eq!(keys, ["a-b", "a-b-2", "tag", "tag-2"]);
}

#[test]
fn a_tag_is_renamed_described_and_moved_under_another_by_one_act() {
    let mut stage = stage(&[]);
    let mut sheet = sheet_of(act(&stage, &mut on(&stage, "trust"), Action::Note));
    assert!(stage.drawn(&*sheet).contains("Stands under: nothing"));
    stage.types(&mut *sheet, "ed");
    sheet.act(Action::TakeAnchor, &stage.ui());
    stage.types(&mut *sheet, "By whom?");
    sheet.act(Action::TakeAnchor, &stage.ui());
    stage.types(&mut *sheet, "m");
    assert!(stage.drawn(&*sheet).contains("Stands under: means"));
    let reply = sheet.act(Action::Keep, &stage.ui());
    assert!(reply.close);
    carry_out(&mut stage, reply);
    let tag = stage.ws.state().tag(&"trust".into()).expect("stands");
    assert_eq!((tag.label.as_str(), tag.description.as_str()), ("trusted", "By whom?"));
    assert_eq!((tag.parent.clone(), tag.digit), (Some("means".into()), Some(3)));
    stage.ws.undo().expect("one undo");
    assert_eq!(
        stage.ws.state().tag(&"trust".into()).map(|tag| (tag.label.as_str(), tag.parent.is_none())),
        Some(("trust", true))
    );
}

#[test]
fn a_tag_is_never_offered_a_place_under_itself() {
    let stage = stage(&[]);
    let tag = stage.ws.state().tag(&"means".into()).expect("stands").clone();
    let mut sheet = TagSheet::new(stage.ws.state(), &tag);
    sheet.act(Action::PreviousPane, &stage.ui());
    let mut offered = std::collections::BTreeSet::new();
    for _ in 0..8 {
        sheet.edit(TextKey::Right, &stage.ui());
        offered.extend(stage.drawn(&sheet).lines().last().map(str::to_owned));
    }
    assert_eq!(offered.len(), 2, "nothing and trust: {offered:?}");
}

#[test]
fn what_was_typed_on_a_tag_is_not_lost_to_one_esc() {
    let stage = stage(&[]);
    let mut sheet = sheet_of(act(&stage, &mut on(&stage, "trust"), Action::Note));
    assert!(sheet.act(Action::DropIt, &stage.ui()).close, "nothing was typed");
    let mut sheet = sheet_of(act(&stage, &mut on(&stage, "trust"), Action::Note));
    stage.types(&mut *sheet, "x");
    assert!(!sheet.act(Action::DropIt, &stage.ui()).close);
    assert!(sheet.act(Action::DropIt, &stage.ui()).close);
}

#[test]
fn tags_change_places_with_their_neighbours_under_the_same_parent_and_the_cursor_goes_along() {
    let mut stage = stage(&[]);
    let mut view = on(&stage, "means");
    let reply = act(&stage, &mut view, Action::MoveTagDown);
    carry_out(&mut stage, reply);
    assert_eq!(order(&stage), ["funding", "staff", "trust", "means"]);
    assert_eq!(view.tag(&stage.ws), Some("means".into()));
    let screen = drawn(&stage, &mut view);
    let place = |label: &str| screen.lines().skip(1).position(|line| line.contains(label)).expect("drawn");
    assert!(place("trust") < place("means") && place("means") < place("funding"), "children stay below: {screen}");
    assert_eq!(mistake(act(&stage, &mut view, Action::MoveTagDown)), "It stands last already.");
    assert_eq!(mistake(act(&stage, &mut on(&stage, "funding"), Action::MoveTagUp)), "It stands first already.");
}

#[test]
fn merging_keeps_every_passage_and_its_note_and_undo_brings_the_tag_back() {
    let mut stage = stage(&[]);
    mark(&mut stage, 0, "1A", &["staff"], Some("check the date"));
    mark(&mut stage, 1, "1B", &["staff", "funding"], Some("twice"));
    let mut view = on(&stage, "staff");
    let mut sheet = sheet_of(act(&stage, &mut view, Action::MergeTag));
    stage.types(&mut *sheet, "fund");
    assert!(!stage.drawn(&*sheet).contains("trust"));
    let reply = sheet.act(Action::Keep, &stage.ui());
    assert!(matches!(&reply.requests[1], Request::Go(Place::Tag(id)) if id.as_str() == "funding"));
    carry_out(&mut stage, reply);
    let left: Vec<(Vec<TagId>, Option<&str>)> =
        stage.ws.state().quotes.iter().map(|quote| (quote.tags.clone(), quote.note.as_deref())).collect();
    let funding = || vec![TagId::from("funding")];
    assert_eq!(left, [(funding(), Some("check the date")), (funding(), Some("twice"))]);
    assert_eq!(order(&stage), ["means", "funding", "trust"]);
    stage.ws.undo().expect("one undo");
    assert_eq!(order(&stage), ["means", "funding", "staff", "trust"]);
    assert_eq!(stage.ws.state().quotes[0].tags, [TagId::from("staff")]);
}

#[test]
fn colours_go_round_and_end_at_none() {
    let mut stage = stage(&[]);
    let mut view = on(&stage, "trust");
    let mut said = Vec::new();
    for _ in 0..9 {
        let reply = act(&stage, &mut view, Action::Recolour);
        said.push(match &reply.requests[0] {
            Request::ApplyAll(_, words) => words.clone(),
            other => panic!("{other:?}"),
        });
        carry_out(&mut stage, reply);
    }
    assert_eq!(said.first().map(String::as_str), Some("trust is now blue."));
    assert_eq!(said.last().map(String::as_str), Some("trust has no colour now."));
    assert_eq!(stage.ws.state().tag(&"trust".into()).and_then(|tag| tag.color), None);
}

#[test]
fn deleting_asks_once_says_what_it_costs_and_any_other_key_calls_it_off() {
    let mut stage = stage(&[]);
    mark(&mut stage, 0, "1A", &["funding"], None);
    let mut view = on(&stage, "funding");
    let warning = "Backspace again deletes the tag and takes it off 1 passage.";
    assert_eq!(says(act(&stage, &mut view, Action::Clear)), warning);
    act(&stage, &mut view, Action::Left);
    assert_eq!(says(act(&stage, &mut view, Action::Clear)), warning, "asked anew");
    let reply = act(&stage, &mut view, Action::Clear);
    carry_out(&mut stage, reply);
    assert_eq!(order(&stage), ["means", "staff", "trust"]);
    assert!(stage.ws.state().quotes[0].tags.is_empty());
    assert!(says(act(&stage, &mut on(&stage, "means"), Action::Clear)).ends_with("The tag under it moves up."));
}

#[test]
fn enter_on_a_passage_leads_to_its_place_under_its_question() {
    let mut stage = stage(&[]);
    mark(&mut stage, 1, "1B", &["funding"], None);
    mark(&mut stage, 0, "1A", &["funding"], None);
    let mut view = on(&stage, "funding");
    for action in [Action::NextPane, Action::NextItem] {
        assert!(act(&stage, &mut view, action).handled);
    }
    assert_eq!(view.scope(), Scope::Passages);
    match only(act(&stage, &mut view, Action::Open)) {
        Request::Go(Place::Item { item, under, at }) => {
            assert_eq!((item.as_str(), at), ("e2", Some(4)), "the second in reading order");
            assert_eq!(under.map(|subject| subject.to_string()).as_deref(), Some("1B"));
        }
        other => panic!("{other:?}"),
    }
    assert!(act(&stage, &mut view, Action::Back).handled);
    assert_eq!(view.scope(), Scope::Codebook);
    assert!(!act(&stage, &mut view, Action::Back).handled, "from the tags Esc leads out");
}

#[test]
fn backspace_on_a_passage_takes_this_tag_off_and_leaves_the_passage() {
    let mut stage = stage(&[]);
    mark(&mut stage, 0, "1A", &["funding", "staff"], Some("mine"));
    let mut view = on(&stage, "funding");
    act(&stage, &mut view, Action::Open);
    let reply = act(&stage, &mut view, Action::Clear);
    carry_out(&mut stage, reply);
    let quote = &stage.ws.state().quotes[0];
    assert_eq!((quote.tags.as_slice(), quote.note.as_deref()), ([TagId::from("staff")].as_slice(), Some("mine")));
}

#[test]
fn counts_stand_beside_each_tag_and_in_words_below() {
    let mut stage = stage(&[]);
    mark(&mut stage, 0, "1A", &["trust"], None);
    mark(&mut stage, 1, "2B", &["trust", "staff"], None);
    let screen = drawn(&stage, &mut on(&stage, "trust"));
    assert!(screen.contains("trust: 2 passages: 1 yes, 1 no; A 1, B 1."), "{screen}");
    let row = screen.lines().find(|line| line.contains("staff")).expect("drawn");
    let left: String = row.chars().take(60).collect();
    let numbers: Vec<&str> = left.split_whitespace().collect();
    let none = "\u{b7}";
    assert_eq!(numbers, ["2", "staff", "1", none, "1", none, none]);
    let wide = drawn_at(&stage, &mut on(&stage, "trust"), 80, 24);
    let row = wide.lines().find(|line| line.contains("staff")).expect("drawn");
    let numbers: Vec<&str> = row.split_whitespace().collect();
    assert_eq!(numbers[2..], ["1", none, "1", none, none, none, "1", none, none]);
}

#[test]
fn a_number_of_the_matrix_counts_the_passages_that_enter_lists() {
    let mut stage = stage(&[]);
    mark(&mut stage, 0, "1A", &["funding"], None);
    mark(&mut stage, 1, "1B", &["funding"], None);
    mark(&mut stage, 1, "2B", &["funding"], None);
    let mut view = on(&stage, "funding");
    act(&stage, &mut view, Action::Matrix);
    assert_eq!(view.scope(), Scope::Matrix);
    let numbers = |screen: &str| {
        let row = screen.lines().find(|line| line.contains("funding")).expect("drawn").to_owned();
        row.split_whitespace().skip(1).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(numbers(&drawn(&stage, &mut view)), ["1", "2", "\u{b7}", "\u{b7}", "3"]);
    act(&stage, &mut view, Action::Right);
    act(&stage, &mut view, Action::Open);
    assert!(drawn(&stage, &mut view).starts_with("funding under question B: 2 passages"));
    act(&stage, &mut view, Action::Back);
    act(&stage, &mut view, Action::NextPane);
    act(&stage, &mut view, Action::NextPane);
    assert_eq!(numbers(&drawn(&stage, &mut view)), ["\u{b7}", "1", "\u{b7}", "\u{b7}", "1"]);
    act(&stage, &mut view, Action::Open);
    let screen = drawn(&stage, &mut view);
    assert!(screen.starts_with("funding under 2B: 1 passage\n"), "{screen}");
    act(&stage, &mut view, Action::Back);
    act(&stage, &mut view, Action::Back);
    assert_eq!((view.scope(), view.tag(&stage.ws)), (Scope::Codebook, Some("funding".into())));
    assert_eq!(stage.ws.history().entries().len(), 3, "only the marks were made");
}

#[test]
fn words_of_a_rating_sentence_are_hidden_again_when_its_question_is_unrated_again() {
    let mut stage = stage(&["I"]);
    let quote = crate::review::fixture::quote(&mut stage.ws, 2, 0..10, "1A");
    stage.ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    let mut view = on(&stage, "funding");
    assert!(drawn(&stage, &mut view).contains("Secretword"));
    stage.ws.apply(&Act::Unrate { cell: "1A".parse().expect("a question") }).expect("unrates");
    let screen = drawn(&stage, &mut view);
    assert!(!screen.contains("Secretword") && screen.contains("(shown once you have rated)"), "{screen}");
    act(&stage, &mut view, Action::Open);
    assert_eq!(mistake(act(&stage, &mut view, Action::Copy)), "What is hidden cannot be copied.");
}

#[test]
fn an_empty_codebook_says_how_to_begin_and_nothing_panics_on_it() {
    let mut stage = stage(&[]);
    for tag in ["funding", "staff", "means", "trust"] {
        stage.ws.apply(&Act::DeleteTag { tag: tag.into() }).expect("deletes");
    }
    let mut view = Codebook::new();
    assert!(drawn(&stage, &mut view).contains("There is no tag yet. t makes one."));
    for action in Action::ALL {
        view.act(*action, &stage.ui());
        drawn(&stage, &mut view);
    }
    let mut view = Codebook::new();
    assert_eq!(mistake(act(&stage, &mut view, Action::MergeTag)), "There is no tag yet. t makes one.");
    act(&stage, &mut view, Action::Matrix);
    assert!(drawn(&stage, &mut view).contains("Submitters by questions"), "they need no tag");
}

#[test]
fn every_size_of_screen_is_drawn_with_the_cursor_on_it() {
    let mut stage = stage(&[]);
    mark(&mut stage, 0, "1A", &["funding"], None);
    for (width, height) in [(1, 1), (3, 2), (10, 5), (40, 10), (60, 15), (80, 24), (100, 24), (200, 50)] {
        let mut view = on(&stage, "funding");
        for action in [Action::Down, Action::Up, Action::Open, Action::Back, Action::Matrix, Action::Open, Action::Back]
        {
            drawn_at(&stage, &mut view, width, height);
            act(&stage, &mut view, action);
        }
    }
}
