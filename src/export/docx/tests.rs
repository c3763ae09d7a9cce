use proptest::prelude::*;

use super::*;
use crate::export::fixture::agree;
use crate::export::fixture::awkward;
use crate::export::fixture::made;
use crate::export::fixture::worked;
use crate::import::read::docx::read;
use crate::model::rating::Rating;

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    let mut text = String::new();
    let mut entry = archive.by_name(name).expect("a part");
    std::io::Read::read_to_string(&mut entry, &mut text).expect("text");
    text
}

#[test]
fn it_reads_back_with_headings_tables_and_notes_at_their_places() {
    let mut ws = worked(|_| {});
    agree(&mut ws, "1B", Rating::Good);
    let bytes = document(&made(&ws)).expect("fits");
    let text = read("report.docx", &bytes).expect("reads").text;
    for told in [
        "Small Review of 2026",
        "Commitment 1: Shared records",
        "1B: Funded",
        "Agreed by vote (2 to 1). settled",
        "Dissent, C: too kind",
        "The funding ended with the pilot,",
        "A trust, DHS0032; A panel, Small Review of 2026, 2026-01-02, note 427 (paraphrase)",
        "Annex B: register of sources",
    ] {
        assert!(text.contains(told), "{told:?} is not in {text}");
    }
    let body = part(&bytes, "word/document.xml");
    assert_eq!(body.matches("<w:footnoteReference ").count(), 2);
    assert_eq!(body.matches("<w:tblHeader/>").count(), body.matches("<w:tbl>").count(), "a header row for each table");
}

#[test]
fn it_names_no_author_and_no_time_and_is_the_same_twice() {
    let report = made(&worked(|_| {}));
    let bytes = document(&report).expect("fits");
    assert_eq!(bytes, document(&report).expect("fits"));
    let core = part(&bytes, "docProps/core.xml");
    assert!(core.contains("<dc:creator></dc:creator>") && core.contains("<dc:language>en-GB</dc:language>"), "{core}");
    assert!(!core.contains("dcterms"), "{core}");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a container");
    for at in 0..archive.len() {
        let entry = archive.by_index(at).expect("a part");
        assert_eq!(entry.last_modified(), Some(DateTime::default()), "{:?}", entry.name());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_stands_in_it_as_text(title in awkward()) {
        let ws = worked(|review| {
            review.title = title.clone();
            review.commitments[0].text = title.clone();
        });
        let report = made(&ws);
        let bytes = document(&report).expect("fits");
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").replace(['\u{fffe}', '\u{ffff}'], "");
        let read = words(&read("report.docx", &bytes).expect("reads").text);
        prop_assert!(read.contains(words(&report.commitments[0].text).trim()), "{:?} in {}", title, &read[..600.min(read.len())]);
    }
}
