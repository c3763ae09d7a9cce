//! What programs of qualitative analysis are given, read as they read it.

use std::io::Read;

use quick_xml::Reader;
use quick_xml::events::BytesStart;
use quick_xml::events::Event;

use super::*;
use crate::export::fixture::out;
use crate::export::fixture::worked;

struct Project {
    xml: String,
    texts: std::collections::BTreeMap<String, String>,
}

fn read(bytes: &[u8]) -> Project {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let (mut xml, mut texts) = (String::new(), std::collections::BTreeMap::new());
    for at in 0..archive.len() {
        let mut file = archive.by_index(at).expect("a part");
        let name = file.name().expect("a name").into_owned();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("UTF-8");
        match name.as_str() {
            PROJECT_FILE => xml = text,
            _ => drop(texts.insert(name, text)),
        }
    }
    Project { xml, texts }
}

/// Every element of a name, with its attributes.
fn elements(xml: &str, name: &str) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = Reader::from_str(xml);
    let attributes = |start: &BytesStart<'_>| {
        let each = start.attributes().map(|attribute| {
            let attribute = attribute.expect("an attribute");
            let key = attribute.key.as_ref().to_owned();
            (key, attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).expect("text").into_owned())
        });
        each.collect()
    };
    let mut out = Vec::new();
    loop {
        match reader.read_event().expect("well-formed") {
            Event::Start(start) | Event::Empty(start) if start.name().as_ref() == name => {
                out.push(attributes(&start));
            }
            Event::Eof => return out,
            _ => {}
        }
    }
}

fn project_of(offsets: Offsets) -> Project {
    out(&worked(|_| ()), |work| read(&project(work, offsets).expect("writes")))
}

#[test]
fn every_passage_is_what_stands_between_its_positions() {
    let it = project_of(Offsets::CodePoints);
    let mut seen = 0;
    for source in it.xml.split("<TextSource ").skip(1) {
        let path = source.split("internal://").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
        let text = &it.texts[&format!("sources/{path}")];
        assert!(!text.contains('\r') && !text.starts_with('\u{feff}'));
        for selection in elements(source.split("</TextSource>").next().expect("its end"), "PlainTextSelection") {
            let at = |key: &str| selection[key].parse::<usize>().expect("a position");
            let (start, end) = (at("startPosition"), at("endPosition"));
            let words: String = text.chars().skip(start).take(end - start).collect();
            assert_eq!(words, selection["name"]);
            seen += 1;
        }
    }
    assert!(seen > 0, "there are passages");
}

#[test]
fn codes_and_texts_that_are_referred_to_are_there_and_no_id_stands_twice() {
    let it = project_of(Offsets::CodePoints);
    let codes: Vec<String> = elements(&it.xml, "Code").into_iter().map(|code| code["guid"].clone()).collect();
    for reference in elements(&it.xml, "CodeRef") {
        assert!(codes.contains(&reference["targetGUID"]), "{reference:?}");
    }
    let notes: Vec<String> = elements(&it.xml, "Note").into_iter().map(|note| note["guid"].clone()).collect();
    for reference in elements(&it.xml, "NoteRef") {
        assert!(notes.contains(&reference["targetGUID"]), "{reference:?}");
    }
    let mut all: Vec<String> = it.xml.split(" guid=\"").skip(1).map(|rest| rest[..36].to_owned()).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count);
}

#[test]
fn equal_sessions_give_equal_bytes_and_utf16_counts_differ_only_behind_wide_characters() {
    let bytes = || out(&worked(|_| ()), |work| project(work, Offsets::CodePoints).expect("writes"));
    assert_eq!(bytes(), bytes());
    assert_eq!(Offsets::Utf16.of("a\u{1f600}b", 2), 3);
    assert_eq!(Offsets::CodePoints.of("a\u{1f600}b", 2), 2);
}

#[test]
fn a_rating_is_a_case_with_its_reason_and_the_codebook_stands_alone() {
    let ws = worked(|_| ());
    let it = out(&ws, |work| read(&project(work, Offsets::CodePoints).expect("writes")));
    assert!(it.xml.contains("<TextValue>inadequate</TextValue>"), "{}", it.xml);
    assert!(it.xml.contains("<TextValue>The money ended.</TextValue>"), "{}", it.xml);
    let alone = out(&ws, |work| String::from_utf8(codebook(work)).expect("UTF-8"));
    assert_eq!(elements(&alone, "Code").len(), elements(&it.xml, "Code").len());
    assert!(alone.contains(CODEBOOK));
}

#[test]
fn what_acts_on_a_screen_unseen_stands_as_a_mark_and_passages_are_still_what_stands_between_their_positions() {
    let ws = worked(|review| review.evidence[1].text.insert_str(0, "\u{202e}\u{feff}\u{1b}[31m "));
    let it = out(&ws, |work| read(&project(work, Offsets::CodePoints).expect("writes")));
    assert!(!it.texts.values().any(|text| text.contains(['\u{202e}', '\u{feff}', '\u{1b}'])));
    let mut seen = 0;
    for source in it.xml.split("<TextSource ").skip(1) {
        let path = source.split("internal://").nth(1).and_then(|rest| rest.split('"').next()).expect("a path");
        let text = &it.texts[&format!("sources/{path}")];
        for selection in elements(source.split("</TextSource>").next().expect("its end"), "PlainTextSelection") {
            let at = |key: &str| selection[key].parse::<usize>().expect("a position");
            let words: String =
                text.chars().skip(at("startPosition")).take(at("endPosition") - at("startPosition")).collect();
            assert_eq!(words, selection["name"]);
            seen += 1;
        }
    }
    assert_eq!(seen, 2);
}

#[test]
fn nothing_of_a_confidential_text_is_in_it() {
    let ws = worked(|review| {
        for source in &mut review.sources {
            source.confidential = true;
            source.text = Some("What was told in confidence.".to_owned());
        }
    });
    let it = out(&ws, |work| read(&project(work, Offsets::CodePoints).expect("writes")));
    assert!(!it.texts.values().any(|text| text.contains("told in confidence")));
    assert!(!it.xml.contains("DHS00"), "no code of a confidential source\n{}", it.xml);
}
