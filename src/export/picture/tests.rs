use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::export::fixture::agree;
use crate::export::fixture::awkward;
use crate::export::fixture::made;
use crate::export::fixture::out;
use crate::export::fixture::worked;
use crate::export::work::plain;
use crate::model::rating::Rating;

/// The names of the elements of a picture, and its texts; fails where it is not well-formed.
pub(super) fn read(svg: &str) -> (Vec<String>, Vec<String>) {
    let mut reader = Reader::from_str(svg);
    let (mut names, mut texts) = (Vec::new(), vec![String::new()]);
    let mut depth = 0;
    loop {
        match reader.read_event().expect("is well-formed") {
            Event::Start(start) => {
                depth += 1;
                names.push(start.name().into_inner().to_owned());
                texts.push(String::new());
            }
            Event::Empty(empty) => names.push(empty.name().into_inner().to_owned()),
            Event::End(_) => depth -= 1,
            Event::Text(text) => texts.last_mut().expect("one").push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = reference.resolve_char_ref().expect("a reference").unwrap_or_else(|| {
                    let name: &str = &reference;
                    quick_xml::escape::resolve_predefined_entity(name).expect("known").chars().next().expect("one")
                });
                texts.last_mut().expect("one").push(c);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "every element ends");
    (names, texts)
}

#[test]
fn every_picture_has_a_title_says_in_words_what_it_shows_and_draws_signs_as_paths() {
    let mut ws = worked(|_| {});
    agree(&mut ws, "1B", Rating::Good);
    let report = made(&ws);
    for picture in Picture::ALL {
        let svg = out(&ws, |work| svg(work, &report, picture));
        let (names, texts) = read(&svg);
        assert_eq!(&names[..3], ["svg", "title", "desc"], "{picture:?}");
        assert!(names.iter().filter(|name| *name == "path").count() > 3, "{picture:?} draws its signs");
        assert!(!names.iter().any(|name| matches!(name.as_str(), "script" | "image" | "use" | "a" | "foreignObject")));
        assert!(texts.iter().any(|text| text.contains("Ratings of the panel: 1 of 4")), "{picture:?}");
    }
}

#[test]
fn the_words_of_a_picture_say_every_rating() {
    let ws = worked(|_| {});
    let report = made(&ws);
    let (_, texts) = read(&out(&ws, |work| svg(work, &report, Picture::Matrix)));
    assert!(texts.iter().any(|text| text.contains("Commitment 1, Shared records: Met not rated, Funded inadequate; ")));
    let (_, texts) = read(&out(&ws, |work| svg(work, &report, Picture::Bars)));
    assert!(texts.iter().any(|text| text.contains("B Funded: 1 inadequate, 1 not rated.")
        || text.contains("B  Funded: 1 inadequate, 1 not rated.")));
    let (_, texts) = read(&out(&ws, |work| svg(work, &report, Picture::Submitters)));
    assert!(texts.iter().any(|text| text.contains("DHS0032 A trust: 1B 1 no.")), "{texts:?}");
}

#[test]
fn nothing_marked_and_nothing_rated_is_a_picture_too() {
    let ws = crate::review::fixture::workspace();
    let report = made(&ws);
    for picture in Picture::ALL {
        read(&out(&ws, |work| svg(work, &report, picture)));
    }
}

#[test]
fn of_what_was_told_in_confidence_no_picture_names_a_source() {
    let ws = worked(|review| review.sources.iter_mut().for_each(|source| source.confidential = true));
    let report = made(&ws);
    let drawn = out(&ws, |work| svg(work, &report, Picture::Submitters));
    assert!(drawn.contains("submission, in confidence") && !drawn.contains("DHS00") && !drawn.contains("A trust"));
}

proptest! {
    #[test]
    fn any_title_leaves_a_picture_well_formed(title in awkward()) {
        let ws = worked(|review| {
            review.title = title.clone();
            review.commitments[0].label = title.clone();
            review.sources[0].label = title.clone();
        });
        let report = made(&ws);
        for picture in Picture::ALL {
            let (names, texts) = read(&out(&ws, |work| svg(work, &report, picture)));
            prop_assert!(!names.contains(&"script".to_owned()));
            let said: String = crate::export::work::line(&plain(&title)).chars().filter(|c| *c < '\u{fffe}' || *c > '\u{ffff}').collect();
            prop_assert!(texts.iter().any(|text| text.contains(said.trim())), "{:?} in {:?}", said, texts);
        }
    }
}
