//! Passages made elsewhere are marked where their words stand, however the file counts.

use super::*;
use crate::review::fixture;

/// The first item with a line feed and a wide character before the words.
const TEXT: &str = "A \u{1f44d}\u{1f3fd} first line.\nThe risk was low for most of them. The risk was known.";
const WORDS: &str = "The risk was low";

fn ws() -> Workspace {
    let mut review = fixture::review();
    review.evidence[0].text = TEXT.to_owned();
    review.evidence[0].refs.clear();
    fixture::workspace_on(review)
}

fn project(text: &str, (start, end): (usize, usize), words: Option<&str>, codes: &[&str]) -> Project {
    let selection = Selection {
        words: words.map(str::to_owned),
        start,
        end,
        note: Some("see annex".to_owned()),
        codes: codes.iter().map(|code| (*code).to_owned()).collect(),
    };
    let text = Text { name: "a text".to_owned(), text: text.to_owned(), selections: vec![selection] };
    let code = |guid: &str, name: &str| Code {
        guid: guid.to_owned(),
        name: name.to_owned(),
        codable: true,
        ..Code::default()
    };
    Project {
        codes: vec![code("1", "Risk"), code("2", "1B: no: it was not funded"), code("3", "risk ")],
        texts: vec![text],
        ..Project::default()
    }
}

fn planned(project: &Project) -> (Workspace, Coded) {
    let mut ws = ws();
    let coded = plan(&mut ws, project, Moment::from_millis(0));
    if !coded.acts.is_empty() {
        ws.apply(&Act::Together { acts: coded.acts.clone() }).expect("is taken in");
    }
    (ws, coded)
}

#[test]
fn positions_are_put_right_whatever_a_program_counts() {
    let at = TEXT.chars().take_while(|c| *c != '\n').count() + 1;
    let end = at + WORDS.chars().count();
    let crlf = TEXT.replace('\n', "\r\n");
    let marked = format!("\u{feff}{TEXT}");
    // Two wide characters count twice in UTF-16; a line end of two characters, and a byte order mark, count one more.
    for (text, shift, healed) in [
        (TEXT, 0, 0),
        (TEXT, 2, 1),
        (crlf.as_str(), 0, 0),
        (crlf.as_str(), 1, 1),
        (marked.as_str(), 1, 1),
        (TEXT, 7, 1),
    ] {
        let (ws, coded) = planned(&project(text, (at + shift, end + shift), Some(WORDS), &[]));
        let quote = ws.state().quotes.first().unwrap_or_else(|| panic!("{text:?} {shift}: {:?}", coded.left));
        assert_eq!((quote.selector.exact.as_str(), quote.selector.start), (WORDS, at), "{text:?} {shift}");
        assert_eq!(coded.healed, healed, "{text:?} {shift}");
    }
}

#[test]
fn words_that_cannot_be_told_apart_or_are_not_there_are_listed_and_not_marked() {
    for (words, why) in [
        ("The risk was", "its words are too few"),
        ("something nobody ever wrote in this review", "do not stand in this review"),
    ] {
        let (ws, coded) = planned(&project("another text", (900, 950), Some(words), &[]));
        assert!(ws.state().quotes.is_empty());
        assert!(coded.left[0].contains(why), "{:?}", coded.left);
    }
    let (ws, coded) = planned(&project(TEXT, (900, 950), None, &[]));
    assert!(ws.state().quotes.is_empty() && coded.left[0].contains("outside the text"), "{:?}", coded.left);
}

#[test]
fn words_long_enough_are_found_in_a_text_of_the_review_that_holds_them_once() {
    let words = "The risk was low for most of them.";
    let (ws, coded) =
        planned(&project("a text of their own: The risk was low for most of them.", (0, 3), Some(words), &[]));
    assert_eq!(ws.state().quotes[0].selector.exact, words);
    assert_eq!(coded.healed, 1);
}

#[test]
fn a_code_is_a_question_a_tag_there_is_or_a_new_one_and_all_is_one_act() {
    let (mut ws, coded) = planned(&project(TEXT, (17, 33), Some(WORDS), &["1", "2", "3"]));
    assert_eq!((coded.tags, coded.passages), (1, 1), "alike names are one tag");
    let quote = ws.state().quotes[0].clone();
    assert_eq!(quote.tags.len(), 1);
    assert_eq!((quote.filings.len(), quote.filings[0].cell.to_string()), (1, "1B".to_owned()));
    assert_eq!(quote.note.as_deref(), Some("see annex"));
    let again = plan(&mut ws, &project(TEXT, (17, 33), Some(WORDS), &["1"]), Moment::from_millis(0));
    assert!(again.acts.is_empty() && again.there == 1, "what is there is not marked twice");
    ws.undo().expect("takes back");
    assert!(ws.state().quotes.is_empty() && ws.state().tag(&quote.tags[0]).is_none());
}

#[test]
fn whether_words_stand_in_a_text_that_is_kept_back_is_not_told() {
    let mut review = fixture::review();
    let told = "The Panel rates the funding of this commitment as inadequate.";
    let telling = review.evidence.iter().position(crate::model::evidence::Evidence::tells).expect("an item that rates");
    let words = review.evidence[telling].text.clone();
    review.evidence[telling].refs.clear();
    let mut ws = fixture::workspace_on(review);
    let mut left = Vec::new();
    for words in [words.as_str(), told] {
        let coded = plan(&mut ws, &project("x", (0, 1), Some(words), &[]), Moment::from_millis(0));
        assert!(coded.acts.iter().all(|act| !matches!(act, Act::Mark { .. })));
        left.push(coded.left[0].rsplit(": ").next().expect("a reason").to_owned());
    }
    assert_eq!(left[0], left[1], "both are simply not there");
}

#[test]
fn codes_of_somebodys_own_are_no_questions_and_alike_names_in_two_branches_stay_apart() {
    let mut project = project(TEXT, (17, 33), Some(WORDS), &[]);
    let code = |guid: &str, name: &str, parent| Code {
        guid: guid.to_owned(),
        name: name.to_owned(),
        codable: true,
        parent,
        ..Code::default()
    };
    project.codes = vec![
        code("1", "1: my own", None),
        code("2", "1B", None),
        code("3", "Nurses", None),
        code("4", "Trust", Some(2)),
        code("5", "Patients", None),
        code("6", "Trust", Some(4)),
    ];
    let (ws, _) = planned(&project);
    let labels: Vec<&str> = ws.state().codebook.iter().map(|tag| tag.label.as_str()).collect();
    for own in ["1: my own", "1B", "Nurses", "Trust", "Patients", "Patients: Trust"] {
        assert!(labels.contains(&own), "{own} is missing in {labels:?}");
    }
}
