#![allow(clippy::unwrap_used)]

use crate::import::error::ImportError;
use crate::import::read::Tools;
use crate::import::read::compose::assert_well_formed;
use crate::import::read::fixture::docx;
use crate::import::read::fixture::item;
use crate::import::read::fixture::para;
use crate::import::read::fixture::styled;
use crate::import::read::fixture::zipped;
use crate::import::read::read_document;
use crate::import::record::BlockKind;
use crate::import::record::Record;

fn tried(bytes: &[u8]) -> Result<Record, ImportError> {
    let record = read_document("evidence.docx", bytes, &Tools::default());
    record.iter().for_each(assert_well_formed);
    record
}

fn read(body: &str, parts: &[(&str, &str)]) -> Record {
    tried(&docx(body, parts)).unwrap()
}

fn kinds(record: &Record) -> Vec<(BlockKind, &str)> {
    record.blocks.iter().map(|block| (block.kind.clone(), record.words_of(block))).collect()
}

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r>")
}

#[test]
fn tracked_changes_are_read_as_accepted_and_counted() {
    let record = read(
        &format!(
            "<w:p>{}<w:ins>{}</w:ins><w:del><w:r><w:delText>40%</w:delText></w:r></w:del>{}</w:p>\
             <w:p><w:pPr><w:rPr><w:del w:id=\"3\"/></w:rPr></w:pPr>{}</w:p><w:p>{}</w:p>\
             <w:moveFrom>{}</w:moveFrom><w:p><w:moveFrom><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>\
             <w:p><w:moveTo><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>",
            run("Uptake was "),
            run("60%"),
            run(" in May."),
            run("A sentence "),
            run("in two."),
            para("Moved block.")
        ),
        &[],
    );
    assert_eq!(record.text, "Uptake was 60% in May.\n\nA sentence in two.\n\nMoved.");
    assert_eq!(record.original.warnings, ["2 tracked insertions taken in", "4 tracked deletions left out"]);
    assert_eq!(record.original.extractor, "plumbline docx");
}

#[test]
fn tables_become_rows_with_merged_cells_in_place() {
    let cell = |inside: &str| format!("<w:tc>{inside}</w:tc>");
    let wide = format!("<w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr>{}</w:tc>", para("Both"));
    let above = format!("<w:tc><w:tcPr><w:vMerge/></w:tcPr>{}</w:tc>", para("unseen"));
    let inner = format!("<w:tbl><w:tr>{}{}</w:tr></w:tbl>{}", cell(&para("in")), cell(&para("ner")), para(""));
    let body = format!(
        "<w:tbl><w:tr>{}{wide}</w:tr><w:tr>{above}{}{}</w:tr><w:tr>{}{}{}</w:tr>\
         <w:tr><w:trPr><w:del/></w:trPr>{}</w:tr></w:tbl>{}",
        cell(&para("Area")),
        cell(&(para("Good") + &para("so far"))),
        cell(&inner),
        cell(&para("")),
        cell(&para("x &amp; y")),
        cell(&para("")),
        cell(&para("deleted row")),
        para("After")
    );
    let record = read(&body, &[]);
    assert_eq!(record.text, "Area | Both | |\n| Good so far | in ner |\n| x & y | |\n\nAfter");
    let BlockKind::Row { table: 0, cells } = &record.blocks[1].kind else { panic!("{:?}", record.blocks) };
    let cells: Vec<&str> = cells.iter().map(|cell| &record.text[cell.clone()]).collect();
    assert_eq!(cells, ["", "Good so far", "in ner"]);
}

#[test]
fn a_frame_or_a_form_of_long_answers_is_read_as_paragraphs() {
    let frame =
        format!("<w:tbl><w:tr><w:tc>{}{}</w:tc></w:tr></w:tbl>", styled("Heading2", "In a box"), para("Words."));
    let answers: String = (0..4).map(|_| para(&"An answer goes on. ".repeat(60))).collect();
    let form = format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{answers}</w:tc></w:tr></w:tbl>", para("Question 1"));
    let record = read(&(frame + &form), &[]);
    assert_eq!(record.blocks.len(), 7, "{}", record.text);
    assert_eq!(record.blocks[0].kind, BlockKind::Heading(2));
    assert!(record.blocks.iter().all(|block| !matches!(block.kind, BlockKind::Row { .. })));
}

#[test]
fn notes_stand_at_the_end_with_markers_in_place() {
    let reference = |kind: &str, id: u8| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let note = |kind: &str, id: u8, words: &str| {
        format!("<w:{kind} w:id=\"{id}\"><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p></w:{kind}>", run(words))
    };
    let separator = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>";
    let footnotes = [
        separator.to_owned(),
        note("footnote", 8, " Second."),
        note("footnote", 5, " First."),
        note("footnote", 9, "Unused."),
    ];
    let body = format!(
        "<w:p>{}{}{}{}{}</w:p><w:p>{}{}</w:p>",
        run("One"),
        reference("footnote", 5),
        run(" and two."),
        reference("footnote", 8),
        reference("endnote", 2),
        run("Three."),
        "<w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>1</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t></w:r>",
    );
    let record = read(&body, &[("footnotes", &footnotes.concat()), ("endnotes", &note("endnote", 2, " Last."))]);
    assert_eq!(record.text, "One[1] and two.[2][3]\n\nThree.[12]\n\n1 First.\n2 Second.\n3 Last.");
    assert_eq!(record.markers.iter().map(|marker| marker.footnote).collect::<Vec<_>>(), [1, 2, 3, 12]);
    assert_eq!(record.blocks[3].kind, BlockKind::Note("2".to_owned()));
    let told = &record.original.warnings;
    assert!(told.iter().any(|told| told.contains("1 note that nothing refers to")), "{told:?}");
    assert!(told.iter().any(|told| told.contains("endnotes count on")), "{told:?}");
}

#[test]
fn headings_lists_and_quotations_stay_readable() {
    let styles = "<w:style w:styleId=\"berschrift1\"><w:name w:val=\"heading 1\"/></w:style>\
                  <w:style w:styleId=\"Zitat\"><w:name w:val=\"Quote\"/></w:style>\
                  <w:style w:styleId=\"Titel\"><w:name w:val=\"Title\"/></w:style>\
                  <w:style w:styleId=\"V1\"><w:name w:val=\"toc 1\"/></w:style>";
    let lists = "<w:abstractNum w:abstractNumId=\"0\">\
                 <w:lvl w:ilvl=\"0\"><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%1.\"/></w:lvl>\
                 <w:lvl w:ilvl=\"1\"><w:numFmt w:val=\"bullet\"/><w:lvlText w:val=\"x\"/></w:lvl></w:abstractNum>\
                 <w:num w:numId=\"1\"><w:abstractNumId w:val=\"0\"/></w:num>";
    let body = [
        styled("Titel", "Our evidence"),
        styled("V1", "Introduction 3"),
        styled("berschrift1", "Introduction"),
        item(0, "First"),
        item(1, "Inner"),
        item(0, "Second"),
        styled("Zitat", "Set apart"),
    ];
    let record = read(&body.concat(), &[("styles", styles), ("numbering", lists)]);
    assert_eq!(
        kinds(&record),
        [
            (BlockKind::Heading(1), "Our evidence"),
            (BlockKind::Heading(1), "Introduction"),
            (BlockKind::ListItem(1), "1. First"),
            (BlockKind::ListItem(2), "- Inner"),
            (BlockKind::ListItem(1), "2. Second"),
            (BlockKind::Quotation, "Set apart"),
        ]
    );
    assert_eq!(record.title.as_deref(), Some("Our evidence"));
    assert_eq!(record.original.warnings, ["1 line of a table of contents left out"]);
}

#[test]
fn results_of_fields_text_boxes_and_controls_are_in_and_everything_once() {
    let field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>REF x</w:instrText></w:r>\
                 <w:r><w:t>not seen</w:t></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>Table 3</w:t></w:r>\
                 <w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", para("In a box."));
    let body = format!(
        "<w:p>{}{field}{}<w:r><mc:AlternateContent><mc:Choice><wps:txbx>{boxed}</wps:txbx></mc:Choice>\
         <mc:Fallback><w:pict>{boxed}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:sdt><w:sdtPr><w:alias w:val=\"x\"/></w:sdtPr><w:sdtContent><w:p><w:hyperlink>{}</w:hyperlink>\
         <w:r><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:br w:type=\"page\"/><w:t>d</w:t></w:r></w:p></w:sdtContent></w:sdt>\
         <w:p><w:r><w:drawing><a:blip/></w:drawing><w:commentReference w:id=\"1\"/></w:r>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r></w:p>",
        run("See "),
        run("."),
        run("link"),
    );
    let record = read(&body, &[]);
    assert_eq!(record.text, "See Table 3.\n\nIn a box.\n\nlink\tb\nc d");
    assert_eq!(
        record.original.warnings,
        ["1 comment left out", "1 picture left out", "1 piece of hidden text left out"]
    );
}

#[test]
fn a_document_type_is_refused_and_entities_are_not_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><w:document xmlns:w=\"x\"><w:p/></w:document>";
    let message = tried(&zipped(&[("word/document.xml", bomb.as_bytes())])).unwrap_err().to_string();
    assert!(message.contains("document type") && message.contains("save it as .docx"), "{message}");
    let record = read(&para("5 &lt; 6 &#8211; &amp; &unknown;"), &[]);
    assert_eq!(record.text, "5 < 6 – & &unknown;");
}

#[test]
fn depth_size_and_number_of_parts_are_bounded() {
    let deep = format!("{}{}", "<w:p>".repeat(60_000), "</w:p>".repeat(60_000));
    let message = tried(&docx(&deep, &[])).unwrap_err().to_string();
    assert!(message.contains("256 deep"), "{message}");

    let blank = vec![b' '; 60 << 20];
    let message = tried(&zipped(&[("word/document.xml", &blank)])).unwrap_err().to_string();
    assert!(message.contains("200 times") || message.contains("50 MB"), "{message}");

    let many: Vec<String> = (0..2_001).map(|n| format!("word/{n}.xml")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let message = tried(&zipped(&many)).unwrap_err().to_string();
    assert!(message.contains("number of its parts is over the limit of 2,000"), "{message}");
}

#[test]
fn sizes_that_lie_and_names_that_climb_do_no_harm() {
    let mut parts: Vec<(&str, &[u8])> = vec![("../../climbs", b"x"), ("/absolute", b"x"), ("C:\\drive", b"x")];
    let document = format!("<w:document xmlns:w=\"x\">{}</w:document>", para("Words."));
    parts.push(("word/document.xml", document.as_bytes()));
    let whole = zipped(&parts);
    assert_eq!(tried(&whole).unwrap().text, "Words.");
    // Every size field of the list at the end is made to say four bytes, then nearly four gigabytes.
    for size in [4u32, 0xffff_fff0] {
        let mut lying = whole.clone();
        let entries: Vec<usize> =
            whole.windows(4).enumerate().filter(|(_, at)| *at == b"PK\x01\x02").map(|(at, _)| at).collect();
        for at in entries {
            lying[at + 24..at + 28].copy_from_slice(&size.to_le_bytes());
        }
        match tried(&lying) {
            Ok(record) => assert_eq!(record.text, "Words."),
            Err(error) => assert!(error.to_string().contains("damaged"), "{error}"),
        }
    }
}

#[test]
fn a_link_in_place_of_a_part_is_refused() {
    use std::io::Cursor;
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    zip.add_symlink("word/document.xml", "/etc/passwd", zip::write::SimpleFileOptions::default()).unwrap();
    let message = tried(&zip.finish().unwrap().into_inner()).unwrap_err().to_string();
    assert!(message.contains("a link"), "{message}");
}

#[test]
fn a_file_cut_anywhere_or_with_any_bit_turned_is_read_or_refused() {
    let notes = "<w:footnote w:id=\"2\"><w:p><w:r><w:t>A note.</w:t></w:r></w:p></w:footnote>";
    let body = para("Words before.")
        + "<w:p><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p><w:tbl><w:tr><w:tc/></w:tr></w:tbl>";
    let whole = docx(&body, &[("footnotes", notes)]);
    for end in 0..whole.len() {
        assert!(tried(&whole[..end]).is_err(), "cut at {end}");
    }
    for at in 0..whole.len() {
        for bit in [0, 3, 7] {
            let mut turned = whole.clone();
            turned[at] ^= 1 << bit;
            let _ = tried(&turned);
        }
    }
}
