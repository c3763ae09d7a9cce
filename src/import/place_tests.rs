use super::*;
use crate::import::fixture::record;
use crate::import::frame;
use crate::import::register;

fn given(name: &str, text: &str) -> Given {
    Given::Read(Box::new(Submission::of(name, record(name, text))))
}

fn empty() -> Review {
    frame::without_grid(frame::id_of(["test"]), "T".to_owned())
}

struct Done {
    review: Review,
    placed: Placed,
    told: Vec<String>,
}

fn placing(mut review: Review, documents: Vec<Given>, rows: &str, other: OtherText) -> Done {
    let register = match rows {
        "" => Register::default(),
        rows => register::read("register.csv", rows.as_bytes()).expect("a register"),
    };
    let mut summary = Summary::default();
    let placed = place(&mut review, documents, &register, other, &mut summary);
    let told = summary.unresolved.into_iter().map(|left| format!("{}: {}", left.what, left.why)).collect();
    Done { review, placed, told }
}

fn ids(review: &Review) -> Vec<&str> {
    review.sources.iter().map(|source| source.id.as_str()).collect()
}

#[test]
fn codes_come_in_one_spelling_and_other_spellings_find_them() {
    let documents = vec![
        given("DHS0003.txt", "c"),
        given("dhs 0001 - A.txt", "a"),
        given("DSH002 - B.txt", "b"),
        given("DHS0004.txt", "d"),
    ];
    let done = placing(empty(), documents, "", OtherText::Stays);
    assert_eq!(ids(&done.review), ["DHS0001", "DHS0002", "DHS0003", "DHS0004"]);
    assert_eq!(done.review.sources[1].aliases, ["DSH002"]);
    assert_eq!(done.told, Vec::<String>::new());
}

#[test]
fn what_has_no_code_is_numbered_and_that_is_told() {
    let talk = "Facilitator: Go on.\nNurse: Yes.\nFacilitator: More?\nNurse: No.\n";
    let done = placing(empty(), vec![given("our view.txt", "x y z"), given("talk.txt", talk)], "", OtherText::Stays);
    assert_eq!(ids(&done.review), ["RT01", "SUB0001"]);
    assert!(done.told[0].contains("our view.txt") && done.told[0].contains("SUB0001"), "{:?}", done.told);
}

#[test]
fn a_first_line_of_a_word_and_a_number_is_no_other_code() {
    let documents =
        (120..124).map(|n| given(&format!("ZZZ0{n}.txt"), &format!("PERSON {n}\nWe write of it."))).collect();
    let done = placing(empty(), documents, "", OtherText::Stays);
    assert_eq!(done.told, Vec::<String>::new());
    let documents = vec![given("ZZZ0001.txt", "Evidence (ZZZ0002)\nWe write."), given("ZZZ0003.txt", "c")];
    assert_eq!(placing(empty(), documents, "", OtherText::Stays).told.len(), 1, "a code of the same letters is told");
}

#[test]
fn a_word_with_a_small_number_is_a_code_where_others_have_its_letters() {
    let ids_of = |names: &[&str]| {
        let documents = names.iter().map(|name| given(name, &format!("We write of {name}."))).collect();
        placing(empty(), documents, "", OtherText::Stays)
            .review
            .sources
            .into_iter()
            .map(|one| one.id.0)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids_of(&["smith-2.txt", "TRQ0001.txt"]), ["SUB0001", "TRQ0001"]);
    assert_eq!(ids_of(&["EVID1.txt", "EVID2.txt"]), ["EVID1", "EVID2"]);
}

#[test]
fn the_register_goes_before_what_files_say() {
    let rows = "code,name,kind,group,file,date,confidential,speakers\nDHS0007,A college,submission,,letter.txt,1/2/2022,,\n\
        RT1,,roundtable,nurses,talk.txt,,yes,Lead (facilitator); Ann (ward nurse)\nDHS0009,Someone,,,,,,\n";
    let documents = vec![
        given("in/letter.txt", "Submission from a trust (DHS0001)\nx"),
        given("talk.txt", "Chair: Begin.\nAnn B: Yes.\n"),
    ];
    let done = placing(empty(), documents, rows, OtherText::Stays);
    assert_eq!(ids(&done.review), ["DHS0007", "DHS0009", "RT1"]);
    let [letter, listed, talk] = &done.review.sources[..] else { panic!("three") };
    assert_eq!((letter.label.as_str(), letter.date.as_deref()), ("A college", Some("2022-02-01")));
    assert_eq!((listed.label.as_str(), &listed.text), ("Someone", &None));
    assert_eq!((talk.kind, talk.confidential, talk.group.as_deref()), (SourceKind::Roundtable, true, Some("nurses")));
    let roles: Vec<Option<&str>> = talk.speakers.iter().map(|speaker| speaker.role.as_deref()).collect();
    assert_eq!(roles, [Some("facilitator"), Some("ward nurse")]);
    assert_eq!(done.told.len(), 1, "the listed one without a text: {:?}", done.told);
}

#[test]
fn word_and_pdf_of_one_submission_are_both_kept() {
    let documents = vec![given("DHS0001.docx", "the text"), given("DHS0001.pdf", "the  text")];
    let done = placing(empty(), documents, "", OtherText::Stays);
    assert_eq!(ids(&done.review), ["DHS0001", "DHS0001-2"]);
    assert!(done.told[0].contains("DHS0001.pdf") && done.told[0].contains("DHS0001-2"), "{:?}", done.told);
    let same = placing(
        empty(),
        vec![given("DHS0001.txt", "the text"), given("copy/DHS0001.txt", "the text")],
        "",
        OtherText::Stays,
    );
    assert_eq!(ids(&same.review), ["DHS0001"]);
    assert!(same.told[0].contains("byte for byte"), "{:?}", same.told);
}

#[test]
fn a_source_that_a_report_lists_gets_its_text_and_keeps_its_name() {
    let mut review = empty();
    review.sources.push(Source::new("DHS0042".into(), SourceKind::Submission, "As the report has it".to_owned()));
    let done = placing(review, vec![given("DHS42 - other name.txt", "words")], "", OtherText::Stays);
    assert_eq!((done.placed.filled, done.placed.added), (vec!["DHS0042".into()], Vec::new()));
    let source = &done.review.sources[0];
    assert_eq!((source.label.as_str(), source.text.as_deref()), ("As the report has it", Some("words")));
}

#[test]
fn a_text_that_says_another_name_than_its_code_is_listed_under_is_told() {
    let listed = |label: &str| {
        let mut review = empty();
        review.sources.push(Source::new("DHS0042".into(), SourceKind::Submission, label.to_owned()));
        review
    };
    let letter = |label: &str, rows: &str| {
        let document = given("DHS0042.txt", "Written evidence submitted by Youth Link (DHS0042)\n\nWe think so.\n");
        placing(listed(label), vec![document], rows, OtherText::Stays)
    };
    let done = letter("Rural Voice", "");
    assert!(
        done.told[0].contains("\u{201c}Rural Voice\u{201d}") && done.told[0].contains("Youth Link"),
        "{:?}",
        done.told
    );
    assert_eq!(done.review.sources[0].label, "Rural Voice", "the registered name stays");
    assert!(letter("Youth Link Ltd", "").told.is_empty(), "another spelling is not told");
    let rows = "code,file,name\nDHS0042,DHS0042.txt,Rural Voice\n";
    assert!(letter("Rural Voice", rows).told.is_empty(), "the register says whose the file is");
    let by_code = given("DHS0042.txt", "Written evidence submitted by Youth Link (DHS0042)\n");
    let told = placing(empty(), vec![by_code], "code,name\nDHS0042,Rural Voice\n", OtherText::Stays).told;
    assert_eq!(told.len(), 1, "also where the list is the register: {told:?}");
    let headed = given("DHS0042.txt", "# Youth Link (DHS0042)\n\nWe think so.\n");
    let told = placing(listed("Rural Voice"), vec![headed], "", OtherText::Stays).told;
    assert_eq!(told.len(), 1, "{told:?}");
    let none = given("DHS0042.txt", "Why the buses come late\n\nWe think so.\n");
    assert!(placing(listed("Rural Voice"), vec![none], "", OtherText::Stays).told.is_empty(), "a title is no name");
}

#[test]
fn adding_leaves_another_text_alone_and_an_update_takes_it() {
    let first = placing(empty(), vec![given("DHS0001.txt", "old words")], "", OtherText::Stays).review;
    let stays = placing(first.clone(), vec![given("DHS0001.txt", "new words")], "", OtherText::Stays);
    assert_eq!(stays.review, first);
    assert!(stays.told[0].contains("plumbline update"), "{:?}", stays.told);
    let corrected = placing(first, vec![given("DHS0001.txt", "new words")], "", OtherText::Corrects);
    assert_eq!(corrected.placed.corrected, ["DHS0001".into()]);
    assert_eq!(corrected.review.sources[0].text.as_deref(), Some("new words"));
}

#[test]
fn an_update_knows_a_file_without_a_code_by_its_name() {
    let first = placing(empty(), vec![given("our view.txt", "old words")], "", OtherText::Stays).review;
    let done = placing(first, vec![given("our view.txt", "new words")], "", OtherText::Corrects);
    assert_eq!((ids(&done.review), done.placed.corrected.len()), (vec!["SUB0001"], 1));
}

#[test]
fn a_key_stays_where_the_register_gives_another_code() {
    let first = placing(empty(), vec![given("our view.txt", "words")], "", OtherText::Stays).review;
    let rows = "code,file\nDHS0005,our view.txt\n";
    let done = placing(first, vec![given("our view.txt", "words")], rows, OtherText::Corrects);
    assert_eq!(ids(&done.review), ["SUB0001"]);
    assert_eq!(done.review.sources[0].aliases, ["DHS0005"]);
    let again = placing(done.review.clone(), vec![given("our view.txt", "words")], rows, OtherText::Corrects);
    assert_eq!(again.review, done.review);
}

#[test]
fn what_is_withdrawn_stays_listed_without_its_text_until_the_register_says_otherwise() {
    let documents = || vec![given("DHS0001.txt", "words")];
    let first = placing(empty(), documents(), "", OtherText::Stays).review;
    let gone = placing(first, documents(), "code,withdrawn\nDHS0001,yes\n", OtherText::Corrects);
    assert_eq!(gone.placed.withdrawn, ["DHS0001".into()]);
    assert_eq!((gone.review.sources[0].withdrawn, &gone.review.sources[0].text), (true, &None));
    let again = placing(gone.review.clone(), documents(), "", OtherText::Corrects);
    assert_eq!(again.review, gone.review);
    let back = placing(gone.review, documents(), "code,withdrawn\nDHS0001,no\n", OtherText::Corrects);
    assert_eq!((back.review.sources[0].withdrawn, back.review.sources[0].text.as_deref()), (false, Some("words")));
}

#[test]
fn speakers_keep_their_keys_when_their_names_are_corrected() {
    let speaker = |id: &str, label: &str| Speaker { id: id.into(), label: label.to_owned(), role: None };
    let before = [speaker("s1", "Chair"), speaker("s2", "Anne"), speaker("s3", "Bob")];
    let now = vec![speaker("s1", "Chair"), speaker("s2", "Ann Lee"), speaker("s3", "Bob")];
    let keys = |list: Vec<Speaker>| list.into_iter().map(|speaker| speaker.id.0).collect::<Vec<_>>();
    assert_eq!(keys(merged(&before, now)), ["s1", "s2", "s3"]);
    assert_eq!(keys(merged(&before, vec![speaker("s1", "Bob"), speaker("s2", "New")])), ["s3", "s4"]);
    assert_eq!(
        keys(merged(&before, vec![speaker("", "Anne"), speaker("", "Bob"), speaker("", "Cy")])),
        ["s2", "s3", "s4"]
    );
}
