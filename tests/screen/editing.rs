//! The review itself edited: its keys, what is taken back, saved, kept for next time.

use std::path::Path;

use plumbline::document::digest::digest;
use plumbline::document::read::read_review;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::ids::EvidenceId;
use plumbline::model::review::Review;
use plumbline::model::source::Source;
use plumbline::review::editing::EditDesk;
use plumbline::review::editing::Editing;
use plumbline::review::editing::write_edition;
use plumbline::store::atomic::Existing;
use plumbline::store::edit_journal::EditJournal;
use plumbline::tui::effect::Effect;

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;
use crate::submissions;

fn with_journal(folder: &Path) -> Member {
    let review = sample().review().clone();
    let (journal, steps) = EditJournal::open(folder, review.id, &digest(&review)).unwrap();
    let mut editing = Editing::new(review.clone());
    for step in steps {
        editing.step(step).unwrap();
    }
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    member.app.begin_editing(EditDesk { editing, journal: Some(journal), from: folder.join("grid.json") });
    member
}

fn editor() -> Member {
    let review = sample().review().clone();
    let mut member = Member::starting(Start { catalog: catalog_of(review.clone()), ..Start::default() }, 80, 24);
    let desk = EditDesk { editing: Editing::new(review), journal: None, from: "reviews/grid.json".into() };
    member.app.begin_editing(desk);
    member
}

fn review(member: &Member) -> &Review {
    member.app.workspace().catalog().review()
}

fn item(member: &Member, id: &str) -> plumbline::model::evidence::Evidence {
    let id: EvidenceId = id.into();
    member.app.workspace().catalog().evidence(&id).as_deref().cloned().unwrap_or_else(|| panic!("{id} is not there"))
}

/// The first item of 1A, which the list stands on.
const FIRST: &str = "E068";

#[test]
fn the_header_says_that_a_review_is_edited_and_how_much_is_not_saved() {
    let mut member = editor();
    assert!(member.sees("editing edition 2 \u{b7} nothing changed"), "{}", member.screen());
    member.does("Enter m \" 8b\" Enter");
    assert!(member.sees("editing edition 2 \u{b7} 1 change not saved"), "{}", member.screen());
    assert!(member.said().contains(&format!("{FIRST} now stands under 1A, 8B")), "{}", member.said());
    member.does("u");
    assert!(member.sees("nothing changed"));
    assert_eq!(review(&member), sample().review());
    member.does("Ctrl+R");
    assert!(member.sees("1 change not saved"));
}

#[test]
fn items_moved_away_one_after_the_other_leave_the_cursor_in_the_list() {
    let mut member = editor();
    let before = member.app.workspace().catalog().shelf(&plumbline::model::catalog::Shelf::Cell("1A".parse().unwrap()));
    member.does("Enter m Ctrl+U \"2a\" Enter m Ctrl+U \"2a\" Enter");
    let after = member.app.workspace().catalog().shelf(&plumbline::model::catalog::Shelf::Cell("1A".parse().unwrap()));
    assert!(after.iter().eq(before.iter().skip(2)));
    assert!(member.sees("1A Commitment met"), "{}", member.screen());
    member.looks().keeps_to_its_size("editing");
}

#[test]
fn kind_sources_and_speaker_are_put_right() {
    let mut member = editor();
    member.does("Enter c \"figure\" Enter");
    assert_eq!(item(&member, FIRST).kind, EvidenceKind::Figure);
    member.does("s Ctrl+U \"dhs42 nosuch\" Enter");
    assert!(member.said().contains("no source nosuch"), "{}", member.said());
    member.does("Esc Esc s Ctrl+U \"dhs42\" Enter");
    assert_eq!(item(&member, FIRST).sources, ["DHS0042".into()]);
    member.does("v \"A nurse\" Enter");
    let speaker = item(&member, FIRST).speaker.expect("somebody speaks");
    let source = member.app.workspace().catalog().source(&"DHS0042".into()).unwrap();
    assert_eq!(source.speakers.iter().find(|known| known.id == speaker).unwrap().label, "A nurse");
    member.does("u u u");
    assert_eq!(review(&member), sample().review());
}

#[test]
fn an_item_is_split_at_the_cursor_and_joined_again() {
    let mut member = editor();
    let before = item(&member, FIRST);
    member.does("Enter Enter w w w x");
    let (first, second) = (item(&member, FIRST), item(&member, &format!("{FIRST}-2")));
    assert!(before.text.starts_with(&first.text) && before.text.ends_with(&second.text), "{}", member.screen());
    assert!(member.said().contains("the rest is"), "{}", member.said());
    assert!(member.sees(&format!("\u{2500} {FIRST}-2")), "{}", member.screen());
    member.does("K +");
    assert_eq!(item(&member, FIRST), before);
    member.does("u u");
    assert_eq!(review(&member), sample().review());
}

#[test]
fn a_split_taken_back_leaves_one_in_the_text_where_it_was_cut() {
    let mut member = editor();
    member.does("Enter Enter w w w x");
    let second = item(&member, &format!("{FIRST}-2"));
    member.does("u");
    assert_eq!(review(&member), sample().review());
    assert!(member.sees(&format!("\u{2500} {FIRST} \u{b7} item 1 of")), "{}", member.screen());
    member.does("x");
    assert_eq!(item(&member, &format!("{FIRST}-2")), second, "{}", member.screen());
    // Dropped instead, one is still in the list.
    member.does("D Down Enter c \"figure\" Enter");
    assert_eq!(item(&member, FIRST).kind, EvidenceKind::Figure, "{}", member.said());
}

#[test]
fn what_was_found_is_walked_through_until_items_are_joined_or_split() {
    let mut member = editor();
    member.does("Enter / \"the\" Enter c \"figure\" Enter n");
    assert!(!member.said().contains("Nothing searched"), "{}", member.said());
    member.does("w w w x");
    assert!(member.said().contains("the rest is"), "{}", member.said());
    member.does("n");
    assert!(member.said().starts_with("Nothing searched for yet"), "{}", member.said());
}

#[test]
fn no_editor_is_opened_on_a_text_of_the_review() {
    let mut member = editor();
    member.does("L Enter Ctrl+O");
    assert!(member.said().contains("Only a member's reasons and notes"), "{}", member.said());
    assert!(member.wishes().is_empty());
    member.does("Ctrl+U \"The app\" Enter");
    assert_eq!(review(&member).commitments[0].label, "The app");
}

#[test]
fn a_label_and_a_code_are_put_right() {
    let mut member = editor();
    member.does("L Enter Ctrl+U \"The app\" Enter");
    assert_eq!(review(&member).commitments[0].label, "The app");
    assert!(member.sees("The app"), "{}", member.screen());
    member.does(": \"dhs42\" Enter g s \"dhs0042\" Enter");
    member.does("Left : \"dhs42\" Enter");
    assert!(member.sees("Source DHS0042"), "{}", member.screen());
    assert!(member.app.workspace().catalog().source(&"DHS0042".into()).is_some());
}

/// On a review with one text, which no item cites, and which another is like.
fn editor_of_a_text(width: u16, height: u16) -> Member {
    let mut review = sample().review().clone();
    let text = "Opening words.\n\nAnother sentence follows. And one more.\n";
    review.sources.push(submissions::source("SUB0001", "Ashby Clinics", text.to_owned()));
    let alike = submissions::source("SUB0002", "Ashby again", text.to_owned());
    review.sources.push(Source { like: Some("SUB0001".into()), ..alike });
    let catalog = catalog_of(review.clone());
    let mut member = Member::starting(Start { catalog, ..Start::default() }, width, height);
    let desk = EditDesk { editing: Editing::new(review), journal: None, from: "reviews/grid.json".into() };
    member.app.begin_editing(desk);
    member
}

#[test]
fn a_text_stays_open_while_its_code_is_put_right() {
    let mut member = editor_of_a_text(80, 24);
    let reads = |member: &Member, code: &str| {
        let screen = member.screen();
        assert!(screen.contains(&format!("Source {code}")) && screen.contains("Another sentence"), "{screen}");
    };
    member.does(": \"sub1\" Enter Down C Ctrl+U \"sub0009\" Enter");
    assert!(member.said().contains("SUB0001 now has the code SUB0009"), "{}", member.said());
    reads(&member, "SUB0009");
    member.does("u");
    reads(&member, "SUB0001");
    member.does("Ctrl+R < >");
    reads(&member, "SUB0009");
    member.does("D Down Enter");
    reads(&member, "SUB0001");
    // Also on the way back to it.
    member.does("C Ctrl+U \"sub0009\" Enter : \"8b\" Enter u <");
    reads(&member, "SUB0001");
}

#[test]
fn a_source_that_another_is_like_can_have_another_code_and_the_edition_is_saved() {
    let mut member = editor_of_a_text(80, 24);
    member.does(": \"sub1\" Enter C Ctrl+U \"sub0009\" Enter W Enter");
    let wishes = member.wishes();
    assert!(matches!(wishes.as_slice(), [Effect::SaveEdition { .. }]), "{}", member.said());
}

#[test]
fn label_and_code_of_a_source_without_a_text_that_nothing_cites_are_put_right() {
    for (width, height) in [(80, 24), (200, 50), (60, 15)] {
        let mut member = editor();
        member.resizes(width, height);
        member.does(": \"dhs49\" Enter L Enter Ctrl+U \"A hospice\" Enter");
        let source =
            |member: &Member, code: &str| review(member).sources.iter().find(|it| it.id == code.into()).cloned();
        let label = source(&member, "DHS0049").expect("it is there").label;
        assert_eq!(label, "A hospice", "{width}x{height}\n{}", member.screen());
        member.does("C Ctrl+U \"dhs949\" Enter");
        let recoded = source(&member, "DHS0949").unwrap_or_else(|| panic!("{}", member.said()));
        assert_eq!(recoded.label, "A hospice");
        member.looks().keeps_to_its_size("editing a source");
        member.does("u u");
        assert_eq!(review(&member), sample().review());
    }
}

#[test]
fn label_and_code_of_a_source_cited_in_the_notes_are_put_right() {
    let mut member = editor();
    member.does("Enter Enter Tab Down L Enter Ctrl+U \"Those in charge\" Enter");
    let cited = |member: &Member| member.app.workspace().catalog().source(&item(member, FIRST).sources[0]).cloned();
    assert_eq!(cited(&member).expect("it is there").label, "Those in charge", "{}", member.said());
    member.does("Tab Down C Ctrl+U \"dhs941\" Enter");
    assert_eq!(cited(&member).expect("it is there").id, "DHS0941".into(), "{}", member.said());
}

#[test]
fn a_code_field_takes_nothing_that_is_no_code() {
    let mut member = editor_of_a_text(80, 24);
    member.does(": \"sub1\" Enter C \"v:edit-code\" Enter");
    assert!(member.said().contains("A code is letters and digits"), "{}", member.said());
    assert!(member.sees("Its code"), "what was typed stays to be put right:\n{}", member.screen());
    member.does("Ctrl+U \"sub-12\" Enter");
    assert!(review(&member).sources.iter().any(|source| source.id == "SUB0012".into()), "{}", member.said());
}

#[test]
fn what_is_offered_while_editing_can_be_done_there() {
    let footer = |member: &Member| member.looks().lines().last().cloned().unwrap_or_default();
    let mut member = editor_of_a_text(200, 50);
    for keys in ["Enter", "Enter", "Tab"] {
        for refused in ["r rate", "e note"] {
            assert!(!footer(&member).contains(refused), "{keys}: {}", footer(&member));
        }
        member.does(keys);
    }
    member.does(": \"sub1\" Enter");
    let shown = footer(&member);
    for offered in ["L label", "C code", "W save"] {
        assert!(shown.contains(offered), "{shown}");
    }
    for refused in ["split here", "m move", "c kind", "s sources", "join", "r rate", "e note"] {
        assert!(!shown.contains(refused), "{shown}");
    }
    member.does("x");
    assert!(member.said().starts_with("x does nothing here."), "{}", member.said());
}

#[test]
fn nothing_is_rated_or_marked_while_a_review_is_edited() {
    let mut member = editor();
    member.does("r");
    assert!(member.said().contains("nothing is rated or marked"), "{}", member.said());
    member.does("Enter 1 Enter .");
    assert!(member.said().contains("nothing is rated or marked"), "{}", member.said());
    assert!(member.state().ratings.is_empty() && member.state().quotes.is_empty());
}

#[test]
fn keys_of_editing_do_nothing_for_a_member() {
    let mut member = Member::new();
    member.does("Enter W");
    assert_eq!(
        member.said(),
        "W does nothing here. Is Caps Lock on?".replace(" Is Caps Lock on?", " ? shows what can be done.")
    );
    member.does("x");
    assert!(member.said().starts_with("x does nothing here."), "{}", member.said());
}

#[test]
fn saving_asks_for_a_file_beside_the_old_one_and_makes_the_next_edition() {
    let folder = tempfile::tempdir().unwrap();
    let mut member = with_journal(folder.path());
    member.does("Enter c \"figure\" Enter W");
    assert!(member.sees("Save edition 2 as") && member.sees("grid-edition-2.json"), "{}", member.screen());
    member.does("Enter");
    let wish = member.wishes().pop();
    let Some(Effect::SaveEdition { path, review, force: false }) = wish else { panic!("not saved: {}", member.said()) };
    assert_eq!((review.id, review.edition), (sample().review().id, 2));
    write_edition(&path, &review, Existing::Refuse).unwrap();
    member.app.edition_saved(&path, *review.clone(), Ok(()));
    assert!(member.said().starts_with("Edition 2 is in "), "{}", member.said());
    assert!(member.sees("editing edition 3 \u{b7} nothing changed"), "{}", member.screen());
    assert_eq!(read_review(&std::fs::read(&path).unwrap(), "edition 2").unwrap(), *review);
    // Over a file that is there only when told so.
    member.does("c \"finding\" Enter W Ctrl+U");
    member.types(&path.display().to_string());
    member.does("Enter");
    assert!(member.sees("is there already"), "{}", member.screen());
    member.does("\"write over\" Enter");
    assert!(matches!(member.wishes().as_slice(), [Effect::SaveEdition { force: true, .. }]));
}

#[test]
fn a_copy_of_the_practice_review_is_saved_as_another_review_also_as_it_is() {
    let review = sample().review().clone();
    let mut member = Member::starting(Start { catalog: catalog_of(review.clone()), ..Start::default() }, 80, 24);
    let desk = EditDesk { editing: Editing::copy_of(review), journal: None, from: "practice-review.json".into() };
    member.app.begin_editing(desk);
    assert!(member.sees("editing a copy \u{b7} nothing changed"), "{}", member.screen());
    member.does("W");
    assert!(member.sees("practice-review-copy.json"), "{}", member.screen());
    member.does("Enter");
    let Some(Effect::SaveEdition { review, .. }) = member.wishes().pop() else { panic!("{}", member.said()) };
    assert_eq!(review.edition, 1);
    assert_ne!(review.id, sample().review().id);
}

#[test]
fn leaving_with_changes_asks_and_they_stand_there_again_next_time() {
    let folder = tempfile::tempdir().unwrap();
    let mut member = with_journal(folder.path());
    member.does("Enter c \"figure\" Enter c \"finding\" Enter u q");
    assert!(member.sees("1 change is not saved"), "{}", member.screen());
    assert!(member.wishes().is_empty());
    member.does("Esc : \"q\" Enter");
    assert!(member.sees("1 change is not saved"), "{}", member.screen());
    member.does("\"leave\" Enter");
    assert_eq!(member.wishes(), [Effect::Quit]);
    drop(member);
    let mut member = with_journal(folder.path());
    assert_eq!(item(&member, FIRST).kind, EvidenceKind::Figure);
    assert!(member.sees("1 change not saved"), "{}", member.screen());
    member.does("D Down Enter");
    assert_eq!(review(&member), sample().review());
    member.does("q");
    assert_eq!(member.wishes(), [Effect::Quit]);
    drop(member);
    assert!(with_journal(folder.path()).sees("nothing changed"));
}

#[test]
fn every_text_shows_to_who_edits_and_every_size_is_drawn() {
    let mut member = editor();
    for (width, height) in [(80, 24), (200, 50), (60, 15), (40, 10)] {
        member.resizes(width, height);
        member.each_key("Enter m Esc c Esc s Esc v Esc L Esc C Esc Esc Enter x u Esc Esc D W Esc", |member| {
            member.looks().keeps_to_its_size("editing");
        });
        assert!(!member.sees("It is shown once you have rated"));
    }
}
