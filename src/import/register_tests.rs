use proptest::prelude::*;

use super::*;
use crate::model::ids::SourceId;

fn refused(text: &str) -> String {
    read("register.csv", text.as_bytes()).expect_err("refused").to_string()
}

#[test]
fn headings_are_forgiving_and_semicolons_will_do() {
    let text = "Ref;Organisation;Type;File name;Date received;Private\nDHS 1;A trust;Written evidence;a\\b.docx;14/03/2022;no\n\n2;B;Round table;c.txt;March 2022;yes\n";
    let register = read("register.csv", text.as_bytes()).expect("reads");
    let [first, second] = &register.rows[..] else { panic!("two rows") };
    assert_eq!((first.row, first.code.as_deref(), first.kind), (2, Some("DHS 1"), Some(SourceKind::Submission)));
    assert_eq!(
        (first.file.as_deref(), first.date.as_deref(), first.confidential),
        (Some("a/b.docx"), Some("2022-03-14"), Some(false))
    );
    assert_eq!((second.row, second.kind, second.confidential), (3, Some(SourceKind::Roundtable), Some(true)));
    assert_eq!(second.date.as_deref(), Some("March 2022"));
}

#[test]
fn what_is_wrong_is_told_with_row_and_column() {
    for (text, place, what) in [
        ("code,kind\nA1,submission\nA2,lettre\n", "row 3, column B", "lettre"),
        ("code,name\nDHS0001,a\nDHS 1,b\n", "row 3, column A", "`DHS 1` stands in row 2 already"),
        ("code,file\nA,x.txt\nB,X.TXT\n", "row 3, column B", "row 2 already"),
        ("name,confidential\nx,y\n", "row 1, column A", "neither a column"),
        ("code,confidential\nA,perhaps\n", "row 2, column B", "neither yes nor no"),
        ("code,date\nA,2024-01-31\nB,2024-01-40\n", "row 3, column B", "`2024-01-40` is no date"),
        ("code,date\nA,yesterday\n", "row 2, column B", "17 February 2023"),
        ("code,name\n,nobody\n", "row 2, column A", "neither a code nor a file"),
        ("code,name,label\nA,b,c\n", "row 1, column C", "column B"),
    ] {
        let told = refused(text);
        assert!(told.contains("register.csv") && told.contains(place) && told.contains(what), "{told}");
    }
    assert!(refused("").contains("it is empty"));
}

#[test]
fn the_row_about_a_file_is_found_by_the_end_of_its_path() {
    let register = read("r", b"code,file\nA,talk.txt\nB,deep/talk.txt\n").expect("reads");
    let code = |path: &str| register.about_file(path).and_then(|entry| entry.code.clone());
    assert_eq!(code("TALK.txt").as_deref(), Some("A"));
    assert_eq!(code("x/deep/talk.txt").as_deref(), Some("B"));
    assert_eq!(code("x/other/talk.txt").as_deref(), Some("A"));
    assert_eq!(code("smalltalk.txt"), None);
}

#[test]
fn gaps_in_a_run_of_codes_are_told_and_codes_far_apart_are_no_run() {
    let of = |kind: SourceKind, numbers: &[u32]| {
        let source = |n: &u32| Source::new(SourceId(format!("DHS{n:04}")), kind, "x".to_owned());
        numbers.iter().map(source).collect::<Vec<_>>()
    };
    let submissions = |numbers: &[u32]| of(SourceKind::Submission, numbers);
    assert_eq!(gaps(&submissions(&[2, 3, 5, 9]), []), ["DHS0001", "DHS0004", "DHS0006 to DHS0008"]);
    assert_eq!(gaps(&submissions(&[3, 900, 2000]), []), Vec::<String>::new());
    let with_roundtables = [submissions(&[1, 3, 4, 9]), of(SourceKind::Roundtable, &[2, 5, 6, 7])].concat();
    assert_eq!(gaps(&with_roundtables, []), ["DHS0008"], "a roundtable has its code too");
    assert_eq!(gaps(&of(SourceKind::Roundtable, &[1, 2, 4]), []), Vec::<String>::new(), "no run of submissions");
    let unread = code::whole("DHS0004");
    assert_eq!(gaps(&submissions(&[2, 3, 5]), unread), ["DHS0001"], "a file that could not be read is no gap");
}

fn word() -> impl Strategy<Value = String> {
    "[a-zA-Z=+@\"',; \u{e9}-][a-z0-9=+@\"',; \u{e9}\u{4e2d}-]{0,12}".prop_map(|text| one_line(&text))
}

proptest! {
    #[test]
    fn a_register_that_is_written_reads_back_the_same(rows in prop::collection::vec((word(), word(), word(), any::<bool>()), 1..8)) {
        let source = |(at, (label, group, role, confidential)): (usize, &(String, String, String, bool))| {
            let mut source = Source::new(SourceId(format!("DHS{at:04}")), SourceKind::ALL[at % 6], label.clone());
            source.group = Some(group.clone()).filter(|text| !text.is_empty());
            source.confidential = *confidential;
            let role = Some(role.replace([';', '(', ')'], "")).map(|role| one_line(&role)).filter(|role| !role.is_empty());
            source.speakers = vec![Speaker { id: transcript::key(1), label: "Dr X".to_owned(), role }];
            source
        };
        let sources: Vec<Source> = rows.iter().enumerate().map(source).collect();
        let bytes = write(sources.iter().map(|source| (source, Some("a file.txt").filter(|_| source.id.0 == "DHS0000"))));
        let back = read("register.csv", &bytes).expect("reads");
        prop_assert_eq!(back.rows.len(), sources.len());
        for (entry, source) in back.rows.iter().zip(&sources) {
            prop_assert_eq!(entry.code.as_deref(), Some(source.id.as_str()));
            prop_assert_eq!(entry.name.clone().unwrap_or_default(), source.label.clone());
            prop_assert_eq!(entry.kind, Some(source.kind));
            prop_assert_eq!(&entry.group, &source.group);
            prop_assert_eq!(entry.confidential.unwrap_or_default(), source.confidential);
            prop_assert_eq!(entry.speakers.clone().unwrap_or_default(), source.speakers.clone());
        }
    }

    #[test]
    fn no_bytes_make_the_reading_of_a_register_panic(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let _ = read("register.csv", &bytes);
        let _ = read("register.csv", &[b"code,name,kind\n", &bytes[..]].concat());
        let _ = read("register.xlsx", &[b"PK\x03\x04", &bytes[..]].concat());
    }
}
