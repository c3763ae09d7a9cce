//! Tags and passages go out to programs of qualitative analysis and come back.

use std::io::Write;

use serde_json::Value;

use crate::kit::Home;

const A: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/sessions/digitisation-nhs-round1-A.session.json");

fn said(home: &Home, args: &[&str]) -> Value {
    let ran = home.run(args);
    assert_eq!(ran.code, 0, "{}", ran.err);
    serde_json::from_str(&ran.out).expect("JSON")
}

fn marks(home: &Home, session: &str) -> Vec<(String, u64, Vec<String>)> {
    let ran = home.run(&["export", session, "--as", "json"]);
    let value: Value = serde_json::from_str(&ran.out).expect("JSON");
    let quote = |quote: &Value| {
        let filed = quote["filings"].as_array().expect("filings").iter().map(ToString::to_string);
        let place = quote["evidence"].as_str().expect("an item").to_owned();
        (place, quote["selector"]["start"].as_u64().expect("a position"), filed.collect())
    };
    let mut marks: Vec<_> = value["quotes"].as_array().expect("quotes").iter().map(quote).collect();
    marks.sort();
    marks
}

#[test]
fn passages_come_back_from_a_project_where_they_were_with_what_they_say() {
    let home = Home::new();
    for offsets in ["codepoints", "utf16"] {
        home.run(&["export", A, "--as", "qdpx", "--offsets", offsets, "-o", "a.qdpx", "--force"]).well();
        let home_again = Home::new();
        home_again.write("a.qdpx", home.read("a.qdpx"));
        let dry = said(&home_again, &["sessions", "import", "a.qdpx", "--dry-run", "--json"]);
        assert_eq!((dry["passages"].as_u64(), dry["added"].as_bool()), (Some(54), Some(false)));
        let taken = said(&home_again, &["sessions", "import", "a.qdpx", "--json"]);
        assert_eq!(taken["passages"], 54, "{taken}");
        let list = home_again.run(&["sessions", "list", "--json"]);
        let list: Value = serde_json::from_str(&list.out).expect("JSON");
        let member = list["sessions"][0]["member"]["id"].as_str().expect("a member").to_owned();
        assert_eq!(marks(&home_again, &member), marks(&home, A));
        let again = said(&home_again, &["sessions", "import", "a.qdpx", "--json"]);
        assert_eq!((again["passages"].as_u64(), again["there"].as_u64()), (Some(0), Some(54)));
    }
}

#[test]
fn a_codebook_and_a_table_of_tags_make_tags_and_one_step_takes_them_back() {
    let home = Home::new();
    home.write(
        "own.qdc",
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>\
         <Code guid=\"a\" name=\"Trust &amp; care\" isCodable=\"true\"><Description>who trusts whom</Description>\
         <Code guid=\"b\" name=\"Distrust\" isCodable=\"true\"/></Code></Codes><Sets/></CodeBook>",
    );
    let taken = said(&home, &["sessions", "import", "own.qdc", "--json"]);
    assert_eq!((taken["tags"].as_u64(), taken["left"][0].as_str()), (Some(2), Some("Sets: 1 not understood")));
    home.write("tags.csv", "Tag;Description;Under\nDigital;all of it;\nSkills;;Digital\n");
    assert_eq!(said(&home, &["sessions", "import", "tags.csv", "--json"])["tags"], 2);
    home.run(&["undo"]).well();
    let again = said(&home, &["sessions", "import", "tags.csv", "--dry-run", "--json"]);
    assert_eq!(again["tags"], 2, "they were taken back together");
}

#[test]
fn what_is_no_project_is_refused_and_changes_nothing() {
    let home = Home::new();
    let mut bomb = Vec::new();
    let mut container = zip::ZipWriter::new(std::io::Cursor::new(&mut bomb));
    container.start_file("project.qde", zip::write::SimpleFileOptions::default()).expect("begins");
    let blank = vec![b' '; 1 << 20];
    for _ in 0..60 {
        container.write_all(&blank).expect("writes");
    }
    container.finish().expect("ends");
    home.write("bomb.qdpx", bomb);
    home.write("no.qdpx", "no container");
    home.write("no.qdc", "<CodeBook><Codes>");
    home.write(
        "entity.qdc",
        "<!DOCTYPE x [<!ENTITY a \"aaaa\">]><CodeBook><Codes><Code guid=\"a\" name=\"&a;\"/></Codes></CodeBook>",
    );
    home.write("no.csv", "one,two\n1,2\n");
    for (file, told) in [
        ("bomb.qdpx", "unpacked"),
        ("no.qdpx", "no.qdpx"),
        ("no.qdc", "no.qdc"),
        ("entity.qdc", "entity.qdc"),
        ("no.csv", "heading tag"),
    ] {
        let ran = home.run(&["sessions", "import", file]);
        assert_eq!(ran.code, 3, "{file}: {}", ran.err);
        assert!(ran.err.contains(told), "{file}: {}", ran.err);
    }
    let list = home.run(&["sessions", "list", "--json"]);
    assert!(!list.out.contains("\"member\""), "no session was begun: {}", list.out);
    let ran = home.run(&["sessions", "import", A, "--dry-run"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}
