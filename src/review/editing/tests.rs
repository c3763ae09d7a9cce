//! Each change, taken back and made again; and texts cut and joined with their markers.

use proptest::prelude::*;

use super::*;
use crate::model::edit::Labelled;
use crate::model::evidence::Bearing;
use crate::model::evidence::EvidenceKind;
use crate::model::evidence::FootnoteRef;
use crate::model::footnote::Footnote;
use crate::model::ids::SourceId;
use crate::model::rating::Grade;
use crate::model::source::Source;
use crate::model::source::SourceKind;
use crate::model::source::Speaker;
use crate::review::fixture::review;

fn editing() -> Editing {
    Editing::new(review())
}

fn bears(commitment: &str, question: Option<&str>) -> Bearing {
    Bearing { commitment: Some(commitment.into()), question: question.map(Into::into), area: None }
}

fn every_change() -> Vec<Edit> {
    vec![
        Edit::Places { item: "e1".into(), cells: vec![bears("2", Some("B")), bears("1", None)] },
        Edit::Places { item: "e2".into(), cells: Vec::new() },
        Edit::Kind { item: "e1".into(), kind: EvidenceKind::Figure },
        Edit::Sources { item: "e3".into(), sources: vec!["DHS0007".into(), "DHS0032".into()] },
        Edit::Speaker {
            item: "e2".into(),
            speaker: Some("chair".into()),
            new: Some(Speaker { id: "chair".into(), label: "The chair".to_owned(), role: None }),
        },
        Edit::Split { item: "e3".into(), at: 29 },
        Edit::Join { item: "e1".into() },
        Edit::Label { of: Labelled::Commitment("1".into()), label: "Records for all".to_owned() },
        Edit::Label { of: Labelled::Area("care".into()), label: "Care".to_owned() },
        Edit::Label { of: Labelled::Question("B".into()), label: "Money".to_owned() },
        Edit::Label { of: Labelled::Source("DHS0007".into()), label: "Another charity".to_owned() },
        Edit::AnchorNote { question: "B".into(), grade: Grade::Good, note: "Under a twentieth short.".to_owned() },
        Edit::AnchorNote { question: "A".into(), grade: Grade::Inadequate, note: "No plan either.".to_owned() },
        Edit::Code { source: "DHS0032".into(), code: "DHS0033".into() },
    ]
}

#[test]
fn every_change_leaves_a_valid_review_and_is_taken_back_whole() {
    for edit in every_change() {
        let mut editing = editing();
        editing.apply(edit.clone()).unwrap_or_else(|why| panic!("{edit:?}: {why}"));
        assert_ne!(editing.review(), &review(), "{edit:?}");
        let saved = editing.to_save(uuid::Uuid::nil(), "a review").unwrap_or_else(|why| panic!("{edit:?}: {why}"));
        assert_eq!((saved.id, saved.edition), (review().id, 2), "{edit:?}");
        let after = editing.review().clone();
        editing.undo().expect("a change stands");
        assert_eq!(editing.review(), &review(), "{edit:?}");
        editing.redo().expect("a change was taken back");
        assert_eq!(editing.review(), &after, "{edit:?}");
    }
}

proptest! {
    #[test]
    fn changes_taken_back_one_by_one_leave_the_review_as_it_was(picks in proptest::collection::vec(0_usize..12, 1..14)) {
        let mut editing = editing();
        let mut steps = Vec::new();
        for pick in picks {
            let edit = every_change()[pick].clone();
            // What no longer fits is refused, and then nothing is changed.
            let before = editing.review().clone();
            match editing.apply(edit.clone()) {
                Ok(_) => steps.push(EditStep::Do(edit)),
                Err(_) => prop_assert_eq!(editing.review(), &before),
            }
        }
        let after = editing.review().clone();
        let mut again = Editing::new(review());
        for step in steps {
            prop_assert!(again.step(step).is_ok());
        }
        prop_assert_eq!(again.review(), &after);
        prop_assert!(editing.to_save(uuid::Uuid::nil(), "a review").is_ok());
        while editing.undo().is_ok() {}
        prop_assert_eq!(editing.review(), &review());
        while editing.redo().is_ok() {}
        prop_assert_eq!(editing.review(), &after);
    }

    #[test]
    fn an_item_split_and_joined_again_says_what_it_said(cut in 1_usize..56, marker in 0_usize..57) {
        let mut review = review();
        review.evidence[2].refs = vec![FootnoteRef { footnote: 427, at: marker }];
        let before = review.evidence[2].clone();
        let mut editing = Editing::new(review);
        if editing.apply(Edit::Split { item: "e3".into(), at: cut }).is_ok() {
            let (_, first) = editing.item(&"e3".into()).expect("it keeps its key");
            let (_, second) = editing.item(&"e3-2".into()).expect("a key of its own");
            prop_assert!(before.text.starts_with(&first.text) && before.text.ends_with(&second.text));
            prop_assert_eq!(first.refs.len() + second.refs.len(), 1);
            let blank = before.text.chars().nth(cut - 1) == Some(' ') || before.text.chars().nth(cut) == Some(' ');
            editing.apply(Edit::Join { item: "e3".into() }).expect("they can be joined");
            let (_, whole) = editing.item(&"e3".into()).expect("it keeps its key");
            if blank {
                prop_assert_eq!(&whole.text, &before.text);
            }
            let words = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(words(&whole.text), words(&before.text));
            let around = |item: &Evidence| item.text.chars().take(item.refs[0].at).filter(|c| *c != ' ').count();
            prop_assert_eq!(around(whole), around(&before));
        }
    }
}

#[test]
fn a_marker_at_the_cut_stays_with_the_words_before_it() {
    let mut review = review();
    review.evidence[0].text = "One. Two.".to_owned();
    review.evidence[0].refs = vec![FootnoteRef { footnote: 427, at: 4 }, FootnoteRef { footnote: 427, at: 9 }];
    let mut editing = Editing::new(review);
    editing.apply(Edit::Split { item: "e1".into(), at: 5 }).expect("splits");
    let refs = |id: &str| editing.item(&id.into()).expect("is there").1.refs.iter().map(|r| r.at).collect::<Vec<_>>();
    assert_eq!((refs("e1"), refs("e1-2")), (vec![4], vec![4]));
}

#[test]
fn after_a_split_a_part_keeps_the_sources_its_own_notes_cite_and_those_no_note_accounts_for() {
    let mut review = review();
    review.sources[0].speakers = vec![Speaker { id: "lee".into(), label: "Dr Lee".to_owned(), role: None }];
    let other = Footnote { number: 428, sources: vec!["DHS0099".into()], ..review.footnotes[0].clone() };
    review.footnotes.push(other);
    review.sources.push(Source::new("DHS0099".into(), SourceKind::Submission, "A third".to_owned()));
    let item = &mut review.evidence[0];
    item.text = "One. Two.".to_owned();
    item.refs = vec![FootnoteRef { footnote: 427, at: 4 }, FootnoteRef { footnote: 428, at: 9 }];
    item.sources = vec!["DHS0032".into(), "DHS0007".into(), "DHS0099".into()];
    item.speaker = Some("lee".into());
    let mut editing = Editing::new(review.clone());
    editing.apply(Edit::Split { item: "e1".into(), at: 5 }).expect("splits");
    let part = |id: &str| {
        let item = editing.item(&id.into()).expect("is there").1;
        let sources: Vec<&str> = item.sources.iter().map(|id| id.as_str()).collect();
        (sources.join(" "), item.speaker.is_some())
    };
    assert_eq!(part("e1"), ("DHS0032 DHS0007".to_owned(), true));
    assert_eq!(part("e1-2"), ("DHS0007 DHS0099".to_owned(), false), "nor whom another source names");
    editing.undo().expect("takes it back");
    assert_eq!(editing.review(), &review);
}

#[test]
fn what_does_not_fit_is_refused_in_words() {
    let mut editing = editing();
    for (edit, why) in [
        (Edit::Join { item: "e5".into() }, "e5 is the last item: there is none after it to join it with."),
        (
            Edit::Split { item: "e1".into(), at: 0 },
            "Put the cursor where the second item is to begin: Down, then w by word.",
        ),
        (Edit::Kind { item: "e1".into(), kind: EvidenceKind::Context }, "e1 is that already: context."),
        (Edit::Places { item: "e1".into(), cells: vec![bears("9", None)] }, "This review has no 9."),
        (Edit::Sources { item: "e1".into(), sources: vec!["X1".into()] }, "This review has no source X1."),
        (
            Edit::Code { source: "DHS0007".into(), code: "dhs0032".into() },
            "dhs0032 is a code of DHS0032 A trust already.",
        ),
        (Edit::Code { source: "DHS0007".into(), code: "DHS 7".into() }, "A code is one word, such as DHS0042."),
        (Edit::Label { of: Labelled::Area("care".into()), label: " ".to_owned() }, "A label needs a word at least."),
        (Edit::Speaker { item: "e1".into(), speaker: None, new: None }, "In e1 already speaks nobody in particular."),
    ] {
        assert_eq!(editing.apply(edit).expect_err(why).to_string(), why);
    }
    assert_eq!(editing.review(), &review());
}

#[test]
fn a_code_put_right_is_right_wherever_it_is_cited_and_the_old_one_still_finds_it() {
    let mut editing = editing();
    editing.apply(Edit::Code { source: "DHS0032".into(), code: "DHS0033".into() }).expect("renames");
    let review = editing.review();
    assert_eq!(review.footnotes[0].sources, ["DHS0033".into()]);
    assert_eq!(review.evidence[2].sources, ["DHS0033".into()]);
    assert!(review.sources[0].aliases.contains(&"DHS0032".to_owned()));
}

#[test]
fn a_code_is_kept_in_the_spelling_of_the_others_however_it_is_typed() {
    let review = review();
    let typed = |typed: &str| code_typed(&review, &"DHS0032".into(), typed);
    for (as_typed, kept) in [
        ("dhs33", "DHS0033"),
        (" DHS-00033 ", "DHS0033"),
        ("dhs_33", "DHS0033"),
        ("rt3", "RT3"),
        ("pub-2023-plan", "PUB-2023-PLAN"),
        ("x001", "X001"),
        ("Letter", "LETTER"),
    ] {
        assert_eq!(typed(as_typed).as_ref().map(SourceId::as_str), Ok(kept), "{as_typed}");
    }
    for odd in ["", "a code", "BIG0002Lv:edit-code", "DHS0033.", "-", "PUB--1", "PUB-"] {
        assert!(typed(odd).is_err(), "{odd}");
    }
}

#[test]
fn places_are_typed_as_they_are_shown() {
    let review = review();
    for (typed, shown) in
        [("1b 2a", "1B 2A"), ("1, 1B", "1 1B"), ("area:care", "area:care"), ("", "report"), ("report", "report")]
    {
        assert_eq!(places_of(&places_typed(&review, typed).expect(typed)), shown);
    }
    assert!(places_typed(&review, "3a").is_err());
    assert!(places_typed(&review, "1c").is_err());
    assert!(places_typed(&review, "area:9").is_err());
}

#[test]
fn the_next_edition_is_proposed_beside_the_file_and_a_copy_is_another_review() {
    let desk = |from: &str, copy: bool| EditDesk {
        editing: if copy { Editing::copy_of(review()) } else { editing() },
        journal: None,
        from: PathBuf::from(from),
    };
    for (from, copy, proposed) in [
        ("in/grid.json", false, "in/grid-edition-2.json"),
        ("in/grid-edition-1.plumb", false, "in/grid-edition-2.plumb"),
        ("practice-review.json", true, "practice-review-copy.json"),
    ] {
        assert_eq!(desk(from, copy).proposed(), PathBuf::from(proposed));
    }
    let copy = desk("x", true).editing.to_save(uuid::Uuid::from_u128(9), "a copy").expect("valid");
    assert_eq!((copy.id, copy.edition), (uuid::Uuid::from_u128(9), 1));
}
