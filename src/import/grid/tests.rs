use proptest::prelude::*;

use super::*;
use crate::import::read::fixture::docx;
use crate::import::read::fixture::para;
use crate::import::read::fixture::zipped;

fn of(name: &str, text: &str) -> Result<Grid, ImportError> {
    read(File { name, bytes: text.as_bytes() }, None, &Tools::default())
}

fn review(name: &str, text: &str) -> Review {
    of(name, text).and_then(|grid| grid.review(None)).unwrap_or_else(|error| panic!("{error}"))
}

fn refused(name: &str, text: &str) -> String {
    of(name, text).expect_err("refused").to_string()
}

const TABLE: &str = "\
Title,The state of the buses,,,,\n\
Body,The Bus Panel,,,,\n\
,,,,,\n\
Area,No,Commitment,Deadline,A: Did they come?,Question B sub-questions\n\
Buses,1,\"Every village shall have a bus, daily.\",2026,\"- How many?\n2) When?\",Whose money?\n\
,,,,And at night?,\n\
,2,Buses shall be clean.,,,\n\
Stops,3,Every stop shall have a roof.,by June,,\n\
,,,,,\n\
Question,Outstanding,Good,Requires improvement,Inadequate\n\
A,All came,Most came,Some came,None came\n";

#[test]
fn a_table_as_panels_plan_becomes_an_empty_review() {
    let review = review("grid.csv", TABLE);
    assert_eq!((review.title.as_str(), review.body.as_str()), ("The state of the buses", "The Bus Panel"));
    let areas: Vec<&str> = review.commitments.iter().map(|commitment| commitment.area.as_str()).collect();
    assert_eq!(areas, ["1", "1", "2"]);
    let first = &review.commitments[0];
    assert_eq!(
        (first.text.as_str(), first.deadline.as_deref()),
        ("Every village shall have a bus, daily.", Some("2026"))
    );
    let asked = first.subquestions.as_ref().expect("sub-questions");
    assert_eq!(asked.get(&"A".into()).expect("A"), &["How many?", "When?", "And at night?"]);
    assert_eq!(asked.get(&"B".into()).expect("B"), &["Whose money?"]);
    let questions: Vec<&str> = review.questions.iter().map(|question| question.text.as_str()).collect();
    assert_eq!(questions[0], "Did they come?");
    assert_eq!(review.questions.len(), 2);
    assert_eq!(review.questions[0].anchors.get(&Grade::Good).map(String::as_str), Some("Most came"));
    assert!(!review.questions[1].anchors.is_empty(), "the usual question keeps its usual anchors");
}

#[test]
fn a_list_of_commitments_alone_is_asked_the_usual_questions() {
    let review = review("grid.csv", "Commitment\nOne.\nTwo.\n");
    assert_eq!((review.areas.len(), review.commitments.len(), review.questions.len()), (1, 2, 4));
}

#[test]
fn anchors_may_stand_in_a_file_of_their_own_by_question_or_by_rating() {
    let grid = File { name: "grid.csv", bytes: b"Commitment\nOne.\n" };
    for anchors in [
        "Question;Outstanding;Good;Requires improvement;Inadequate\nA;o;g;r;i\n",
        "Rating;A;B\nOutstanding;o;o\nGood;g;g\nRequires improvement;r;r\nInadequate;i;i\n",
        "Question;Rating;Anchor\nA;Good;g\n",
    ] {
        let read = read(grid, Some(File { name: "anchors.csv", bytes: anchors.as_bytes() }), &Tools::default())
            .expect("reads");
        let review = read.review(None).expect("holds together");
        assert_eq!(review.questions[0].anchors.get(&Grade::Good).map(String::as_str), Some("g"), "{anchors}");
    }
    let none = read(grid, Some(File { name: "anchors.csv", bytes: b"x,y\n1,2\n" }), &Tools::default());
    assert!(none.expect_err("refused").to_string().contains("anchors.csv"));
}

#[test]
fn what_is_wrong_is_told_with_row_and_column() {
    for (text, place, what) in [
        ("Area,Commitment\n,One.\n", "row 2, column A", "no area"),
        ("No,Commitment\n1,One.\n3,Two.\n", "row 3, column A", "where 2 should"),
        ("No,Commitment\n1,One.\nx,Two.\n", "row 3, column A", "`x` is no number; write 2"),
        ("No,Commitment\n1a,One.\n", "row 2, column A", "`1a` is no number"),
        ("No,Commitment\nCommitment 1,One.\nC3,Two.\n", "row 3, column A", "where 2 should"),
        ("Title,Buses\nDate,yesterday\nCommitment\nOne.\n", "row 2, column B", "`yesterday` is no date"),
        ("Date: 30 February 2024\nCommitment\nOne.\n", "row 1, column A", "is no date"),
        ("Commitment,Deadline\nOne.,2026\n,2027\n", "row 3, column A", "column B"),
        ("Commitment,A\n,what?\n", "row 2, column B", "no commitment"),
        ("Commitment,A,Question A\nOne.,,\n", "row 1, column C", "column already"),
        ("Question,Outstanding,Good\nA,o,\n", "row 2, column C", "missing"),
        ("Question,Outstanding,Good\nfirst,o,g\n", "row 2, column A", "letter of a question"),
        ("Rating,A,B\nSplendid,o,g\n", "row 2, column A", "no rating"),
        ("Question,Good,Inadequate\nA,g,i\nA,g,i\n", "row 3, column B", "already"),
        ("Question,Text\nA,What?\n\nCommitment,B\nOne.,x\n", "grid.csv", "not among the questions"),
    ] {
        let told = refused("grid.csv", text);
        assert!(told.contains("grid.csv") && told.contains(place) && told.contains(what), "{text}: {told}");
    }
    assert!(refused("grid.csv", "a,b\n1,2\n").contains("no commitments"));
}

fn cells(row: &[&str]) -> String {
    let cell = |text: &&str| format!("<w:tc>{}</w:tc>", text.lines().map(para).collect::<String>());
    format!("<w:tr>{}</w:tr>", row.iter().map(cell).collect::<String>())
}

#[test]
fn a_table_in_a_document_is_a_grid_too() {
    let rows = [
        cells(&["Area", "Commitment", "Deadline", "A: Did they come?"]),
        cells(&["Buses", "Every village shall have a bus.", "2026", "How many?\nWhen?"]),
        cells(&["", "Buses shall be clean.", "", ""]),
    ];
    let body = format!("{}<w:tbl>{}</w:tbl>", para("Planning grid"), rows.concat());
    let bytes = docx(&body, &[]);
    let grid = read(File { name: "grid.docx", bytes: &bytes }, None, &Tools::default()).expect("reads");
    let review = grid.review(None).expect("holds together");
    assert_eq!(review.commitments.len(), 2);
    let asked = review.commitments[0].subquestions.as_ref().expect("sub-questions");
    assert_eq!(asked.get(&"A".into()).expect("A"), &["How many?", "When?"]);
    let body = format!("<w:tbl>{}{}</w:tbl>", cells(&["Area", "Commitment"]), cells(&["", "One."]));
    let refused =
        read(File { name: "grid.docx", bytes: &docx(&body, &[]) }, None, &Tools::default()).expect_err("refused");
    assert!(refused.to_string().contains("grid.docx, row 2, column A"), "{refused}");
}

/// A workbook of sheets, each a name and rows of texts.
fn workbook(sheets: &[(&str, &[&[&str]])]) -> Vec<u8> {
    let mut parts: Vec<(String, String)> = Vec::new();
    let (mut listed, mut linked, mut typed) = (String::new(), String::new(), String::new());
    for (n, (name, rows)) in (1..).zip(sheets) {
        let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>");
        let row = |row: &&[&str]| format!("<row>{}</row>", row.iter().map(cell).collect::<String>());
        let data: String = rows.iter().map(row).collect();
        let main = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
        parts.push((
            format!("xl/worksheets/sheet{n}.xml"),
            format!("<worksheet {main}><sheetData>{data}</sheetData></worksheet>"),
        ));
        listed += &format!("<sheet name=\"{name}\" sheetId=\"{n}\" r:id=\"r{n}\"/>");
        let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
        linked += &format!("<Relationship Id=\"r{n}\" Type=\"{kind}\" Target=\"worksheets/sheet{n}.xml\"/>");
        typed += &format!(
            "<Override PartName=\"/xl/worksheets/sheet{n}.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
        );
    }
    let names = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
    let package = "xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"";
    parts.push(("xl/workbook.xml".to_owned(), format!("<workbook {names}><sheets>{listed}</sheets></workbook>")));
    parts.push(("xl/_rels/workbook.xml.rels".to_owned(), format!("<Relationships {package}>{linked}</Relationships>")));
    let book = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";
    parts.push((
        "_rels/.rels".to_owned(),
        format!("<Relationships {package}><Relationship Id=\"r1\" Type=\"{book}\" Target=\"xl/workbook.xml\"/></Relationships>"),
    ));
    let types = "xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"";
    parts.push(("[Content_Types].xml".to_owned(), format!("<Types {types}>{typed}</Types>")));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    zipped(&parts)
}

#[test]
fn a_workbook_with_anchors_on_another_sheet_is_a_grid_and_names_the_sheet_where_it_is_wrong() {
    let plan: &[&[&str]] = &[&["Area", "Commitment"], &["Buses", "Every village shall have a bus."]];
    let anchors: &[&[&str]] =
        &[&["Question", "Outstanding", "Good", "Requires improvement", "Inadequate"], &["A", "o", "g", "r", "i"]];
    let bytes = workbook(&[("Plan", plan), ("Anchors", anchors)]);
    let review = read(File { name: "grid.xlsx", bytes: &bytes }, None, &Tools::default())
        .and_then(|grid| grid.review(None))
        .expect("reads");
    assert_eq!(review.questions[0].anchors.get(&Grade::Good).map(String::as_str), Some("g"));
    let lacking: &[&[&str]] = &[&["Question", "Outstanding", "Good"], &["A", "o", ""]];
    let bytes = workbook(&[("Plan", plan), ("Anchors", lacking)]);
    let refused =
        read(File { name: "grid.xlsx", bytes: &bytes }, None, &Tools::default()).expect_err("refused").to_string();
    assert!(refused.contains("grid.xlsx, Anchors, row 2, column C"), "{refused}");
}

#[test]
fn columns_that_are_not_used_are_told() {
    let grid = of("grid.csv", "Commitment,Lead official\nOne.,Jo\n").expect("reads");
    assert_eq!(grid.unused, ["row 1, column B: the column `Lead official` is not used"]);
}

#[test]
fn the_template_is_a_grid_and_gives_a_review() {
    let review = review("grid.toml", TEMPLATE);
    assert_eq!((review.questions.len(), review.commitments.len()), (2, 2));
    assert_eq!(review.questions[0].anchors.len(), 4);
    assert_eq!(review.questions[0].anchors, frame::questions()[0].anchors, "the template shows the usual anchors");
    let uncommented: String = TEMPLATE
        .lines()
        .map(|line| {
            line.strip_prefix("# ").filter(|rest| rest.starts_with('[') || rest.contains(" = ")).unwrap_or(line)
        })
        .collect::<Vec<_>>()
        .join("\n");
    assert_eq!(self::review("grid.toml", &uncommented).themes.len(), 1, "what is commented out may be used too");
}

#[test]
fn a_grid_in_toml_is_refused_with_its_line() {
    for (text, line, what) in [
        ("title = \"x\"\ncolour = \"red\"\n", "line 2", "colour"),
        ("title = \"x\n", "line 1", ""),
        ("title = \"x\"\ndate = \"2024-01-40\"\n", "line 2", "is no date"),
        ("[[questions]]\nid = \"a\"\n", "line 2", "letter of a question"),
        (
            "[[areas]]\nlabel = \"x\"\n[[areas.commitments]]\ntext = \"y\"\n[areas.commitments.subquestions]\nE = [\"z\"]\n",
            "line 6",
            "no question `E`",
        ),
        ("[[questions]]\nid = \"A\"\n[questions.anchors]\nsplendid = \"x\"\n", "line 4", "splendid"),
    ] {
        let told = refused("grid.toml", text);
        assert!(told.contains(line) && told.contains(what), "{text}: {told}");
    }
}

#[test]
fn the_same_grid_gives_the_same_review_and_another_title_another_id() {
    let grid = of("grid.csv", TABLE).expect("reads");
    assert_eq!(grid.review(None).expect("makes"), grid.review(None).expect("makes"));
    assert_ne!(grid.review(Some("Other")).expect("makes").id, grid.review(None).expect("makes").id);
}

proptest! {
    #[test]
    fn every_commitment_of_a_table_is_in_the_review_in_order(
        rows in prop::collection::vec(("[A-Za-z][a-z ]{0,8}[a-z]", "[A-Z][a-z,;\"]{2,9} [a-z]{3,9}[.]", prop::option::of("[a-z]{2,9}[?]")), 1..20)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(["Area", "Commitment", "A sub-questions"]).expect("writes");
        for (area, text, asked) in &rows {
            writer.write_record([area, text, asked.as_deref().unwrap_or_default()]).expect("writes");
        }
        let bytes = writer.into_inner().expect("writes");
        let grid = read(File { name: "grid.csv", bytes: &bytes }, None, &Tools::default()).expect("reads");
        let review = grid.review(None).expect("holds together");
        prop_assert_eq!(review.commitments.len(), rows.len());
        for (commitment, (area, text, asked)) in review.commitments.iter().zip(&rows) {
            let label = &review.areas.iter().find(|known| known.id == commitment.area).expect("is there").label;
            prop_assert_eq!(label.to_lowercase(), area.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
            prop_assert_eq!(&commitment.text, text);
            let listed = commitment.subquestions.as_ref().and_then(|map| map.get(&"A".into())).cloned().unwrap_or_default();
            prop_assert_eq!(listed, asked.iter().cloned().collect::<Vec<_>>());
        }
    }

    #[test]
    fn no_bytes_make_the_reading_of_a_grid_panic(bytes in prop::collection::vec(any::<u8>(), 0..300), cells in "[A-Dno\",;\n ]{0,80}") {
        for name in ["grid.csv", "grid.toml", "grid.xlsx", "grid.docx"] {
            let _ = read(File { name, bytes: &bytes }, None, &Tools::default());
        }
        let _ = of("grid.csv", &format!("Area,Commitment,A,Deadline\n{cells}\nQuestion,Good,Inadequate\n{cells}"));
    }
}

#[test]
fn a_commitment_with_a_number_and_no_text_is_told_where_it_stands() {
    let told = refused("grid.csv", "Area,No,Commitment\nBoats,1,\nBoats,2,Two thing\n");
    assert!(told.contains("row 2, column C") && told.contains("commitment 1 has a number and no text"), "{told}");
}

#[test]
fn a_question_of_ones_own_has_no_answers_of_the_usual_one() {
    let made = review("grid.csv", "Commitment,A: Were the boats kept?\nOne thing,\n");
    let asked = &made.questions[0];
    assert_eq!((asked.text.as_str(), asked.yes.as_str()), ("Were the boats kept?", "it speaks for yes"));
}
