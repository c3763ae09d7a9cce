//! Word processor files made for tests.

use std::io::Cursor;
use std::io::Write;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const NAMES: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// A word processor file with this body, and these parts besides: `footnotes`, `endnotes`, `styles`, `numbering`.
pub fn docx(body: &str, parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut part = |name: &str, xml: String| {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    };
    part("word/document.xml", format!("<w:document {NAMES}><w:body>{body}</w:body></w:document>"));
    for (name, inside) in parts {
        part(&format!("word/{name}.xml"), format!("<w:{name} {NAMES}>{inside}</w:{name}>"));
    }
    zip.finish().unwrap().into_inner()
}

/// A paragraph of plain words.
pub fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

/// A heading.
pub fn heading(level: u8, words: &str) -> String {
    format!("<w:p><w:pPr><w:pStyle w:val=\"Heading{level}\"/></w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>")
}

/// A table of plain cells.
pub fn table(rows: &[&[&str]]) -> String {
    let cell = |words: &&str| format!("<w:tc>{}</w:tc>", paragraph(words));
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}
