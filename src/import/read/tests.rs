//! What holds for every reader: nothing that comes in makes one panic, and what comes out keeps its promises.

#![allow(clippy::unwrap_used)]

use proptest::prelude::*;

use crate::import::read::Tools;
use crate::import::read::compose::assert_well_formed;
use crate::import::read::fixture::docx;
use crate::import::read::fixture::item;
use crate::import::read::fixture::para;
use crate::import::read::read_document;

const NAMES: [&str; 6] = ["a.txt", "a.md", "a.html", "a.docx", "a.pdf", "a"];

fn tried(name: &str, bytes: &[u8]) {
    if let Ok(record) = read_document(name, bytes, &Tools::default()) {
        assert_well_formed(&record);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_bytes_make_a_reader_panic(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        for name in NAMES {
            tried(name, &bytes);
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "\\PC{0,80}[\\x00-\\x1f\\x7f-\\x9f\u{2028}\u{200b}]{0,4}\\PC{0,80}") {
        for name in NAMES {
            tried(name, text.as_bytes());
        }
        tried("a.docx", &docx(&para(&text.replace(['<', '&'], "")), &[]));
    }

    #[test]
    fn no_soup_of_elements_makes_the_reader_of_word_processor_files_panic(
        soup in prop::collection::vec((prop::sample::select(vec![
            "w:p", "w:r", "w:t", "w:tbl", "w:tr", "w:tc", "w:tcPr", "w:gridSpan", "w:vMerge", "w:del", "w:ins", "w:rPr", "w:pPr", "w:numPr",
            "w:numId", "w:ilvl", "w:fldChar", "w:instrText", "w:txbxContent", "mc:Fallback", "w:footnoteReference", "w:endnoteReference",
            "w:footnote", "w:vertAlign", "w:sym", "w:br", "w:tab", "w:trPr", "w:gridBefore", "w:sdt", "w:pStyle", "w:outlineLvl",
        ]), prop::sample::select(vec!["", " w:val=\"2\"", " w:val=\"superscript\"", " w:id=\"2\"", " w:fldCharType=\"begin\"", " w:fldCharType=\"end\""]), 0usize..4), 0..80),
    ) {
        let mut xml = String::new();
        let mut open: Vec<&str> = Vec::new();
        for (name, attribute, closes) in soup {
            xml.push_str(&format!("<{name}{attribute}>12 words"));
            open.push(name);
            for _ in 0..closes {
                if let Some(name) = open.pop() {
                    xml.push_str(&format!("</{name}>"));
                }
            }
        }
        while let Some(name) = open.pop() {
            xml.push_str(&format!("</{name}>"));
        }
        let lists = "<w:abstractNum w:abstractNumId=\"0\"><w:lvl w:ilvl=\"0\"><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum>\
                     <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
        tried("a.docx", &docx(&(item(0, "x") + &xml), &[("footnotes", &xml), ("numbering", lists)]));
    }
}

#[test]
fn a_name_with_folders_of_either_kind_is_kept_without_them() {
    for name in ["/home/someone/evidence.txt", "C:\\evidence\\evidence.txt", "evidence.txt"] {
        let record = read_document(name, b"Words", &Tools::default()).unwrap();
        assert_eq!(record.original.name, "evidence.txt");
    }
}

#[test]
fn what_holds_no_text_is_refused() {
    for (name, bytes) in
        [("a.txt", &b" \n - \n"[..]), ("a.html", b"<nav>menu</nav><p> </p>"), ("a.docx", &docx(&para(" "), &[]))]
    {
        let message = read_document(name, bytes, &Tools::default()).unwrap_err().to_string();
        assert!(message.contains("holds no text"), "{message}");
    }
}
