//! Documents made for tests.

#![allow(clippy::unwrap_used)]

use std::io::Cursor;
use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:wps="wps" xmlns:mc="mc" xmlns:v="v" xmlns:a="a""#;

/// A container of these parts.
pub(crate) fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A word processor file with this body, and these parts besides: `footnotes`, `endnotes`, `styles`, `numbering`.
pub(crate) fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut all = vec![(
        "word/document.xml".to_owned(),
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<w:document {NAMES}><w:body>{body}</w:body></w:document>"),
    )];
    for (part, inside) in parts {
        all.push((format!("word/{part}.xml"), format!("<w:{part} {NAMES}>{inside}</w:{part}>")));
    }
    let all: Vec<(&str, &[u8])> = all.iter().map(|(name, xml)| (name.as_str(), xml.as_bytes())).collect();
    zipped(&all)
}

/// A paragraph of plain words.
pub(crate) fn para(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

/// A paragraph in a style.
pub(crate) fn styled(style: &str, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// An item of list 1.
pub(crate) fn item(level: u8, words: &str) -> String {
    let place = format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"1\"/></w:numPr>");
    format!("<w:p><w:pPr>{place}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}
