use super::*;
use crate::document::fixture::REVIEW_JSON;
use crate::document::fixture::review;
use crate::document::fixture::session;
use crate::document::write::to_bytes;

fn refused(bytes: &[u8]) -> DocumentError {
    read_review(bytes, "small.json").expect_err("refused")
}

/// The small review with one piece of its text replaced.
fn with(old: &str, new: &str) -> String {
    assert!(REVIEW_JSON.contains(old), "{old}");
    REVIEW_JSON.replacen(old, new, 1)
}

/// Checks that a refused review is named, with these words in the message.
fn says(bytes: &[u8], kind: DocumentErrorKind, words: &[&str]) {
    let error = refused(bytes);
    let message = error.to_string();
    assert_eq!(error.kind, kind, "{message}");
    assert!(message.starts_with("small.json"), "{message}");
    assert_eq!(message.lines().count(), 2, "a remedy stands on the second line: {message}");
    for word in words {
        assert!(message.contains(word), "{word:?} is not in: {message}");
    }
}

#[test]
fn a_review_written_by_hand_reads() {
    assert_eq!(read_review(REVIEW_JSON.as_bytes(), "small.json").expect("reads"), review());
}

#[test]
fn a_byte_order_mark_is_passed_over_and_does_not_shift_what_errors_say() {
    let marked = format!("\u{feff}{REVIEW_JSON}");
    assert_eq!(read_review(marked.as_bytes(), "small.json").expect("reads"), review());
    let mut broken = marked.into_bytes();
    broken.truncate(10);
    broken.push(0xff);
    says(&broken, DocumentErrorKind::Unreadable, &["line 2", "byte 10 ", "UTF-8"]);
}

#[test]
fn an_empty_file_says_that_it_is_empty() {
    for bytes in ["", "\u{feff}", " \n"] {
        says(bytes.as_bytes(), DocumentErrorKind::Unreadable, &["the file is empty", "Get it again"]);
    }
}

#[test]
fn what_is_not_utf_8_text_is_named_by_byte_and_line() {
    says(b"{\n\"title\": \"caf\xe9\"}", DocumentErrorKind::Unreadable, &["line 2", "byte 15 ", "encoding UTF-8"]);
    let utf_16: Vec<u8> = REVIEW_JSON.encode_utf16().flat_map(u16::to_le_bytes).collect();
    says(&utf_16, DocumentErrorKind::Unreadable, &["UTF-8"]);
    says(b"{\n\"a\0\": 1}", DocumentErrorKind::Unreadable, &["line 2", "NUL", "plain UTF-8 text"]);
    says(b"SQLite format 3\0....", DocumentErrorKind::Unreadable, &["database", ".plumb"]);
}

#[test]
fn carriage_returns_are_refused_also_as_escapes() {
    let crlf = REVIEW_JSON.replace('\n', "\r\n");
    says(crlf.as_bytes(), DocumentErrorKind::Unreadable, &["line 1", "Save the file with LF line ends"]);
    let escaped = with("Background.", r"Back\\ground\r\n.");
    says(escaped.as_bytes(), DocumentErrorKind::Invalid, &["line 38", r"`\r`", "take NUL"]);
    says(with("Background.", r"a\u000Db").as_bytes(), DocumentErrorKind::Invalid, &["carriage return"]);
    says(with("Background.", r"a\u0000b").as_bytes(), DocumentErrorKind::Invalid, &["NUL"]);
    assert!(read_review(with("Background.", r"C:\\r\\u0000é\\").as_bytes(), "small.json").is_ok());
}

#[test]
fn broken_json_says_where_and_how() {
    let cut = &REVIEW_JSON[..REVIEW_JSON.len() - 3];
    says(cut.as_bytes(), DocumentErrorKind::Unreadable, &["ends in the middle", "cut short"]);
    let comma = with("\"label\": \"Records\"}]", "\"label\": \"Records\"},]");
    says(comma.as_bytes(), DocumentErrorKind::Unreadable, &["line 16", "comma", "Take the comma out"]);
    let more = format!("{REVIEW_JSON}{{}}");
    says(more.as_bytes(), DocumentErrorKind::Unreadable, &["end of the document"]);
    says(with("Background.", r"\ud83d!").as_bytes(), DocumentErrorKind::Unreadable, &["half a character"]);
    says(
        with("\"line\": 12", "\"line\": NaN").as_bytes(),
        DocumentErrorKind::Unreadable,
        &["evidence[0].line", "not JSON"],
    );
    says(b"hello", DocumentErrorKind::Unreadable, &["line 1", "not JSON"]);
}

#[test]
fn too_deep_nesting_is_refused_without_falling_over() {
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    says(deep.as_bytes(), DocumentErrorKind::Unreadable, &["nested too deeply"]);
    let inside = with("\"line\": 12", &format!("\"line\": {deep}"));
    assert!(!refused(inside.as_bytes()).remedy.is_empty());
    let unknown = with("\"title\"", &format!("\"x\": {deep}, \"title\""));
    says(unknown.as_bytes(), DocumentErrorKind::Invalid, &["unknown field `x`"]);
    let log = format!("{{\"format\":\"plumbline-session\",\"version\":1,\"log\":[{{\"payload\":{deep}}}]}}");
    let error = read_session(log.as_bytes(), "s.json").expect_err("refused").to_string();
    assert!(error.contains("too deeply") && error.contains("log[0].payload"), "{error}");
}

#[test]
fn another_kind_of_file_is_called_what_it_is() {
    let bytes = to_bytes(&session()).expect("writes");
    says(&bytes, DocumentErrorKind::Invalid, &["this is a `plumbline-session`, not a review", "Give a review file"]);
    let error = read_session(REVIEW_JSON.as_bytes(), "s.json").expect_err("refused").to_string();
    assert!(error.contains("this is a `plumbline-review`, not a session"), "{error}");
    says(with("plumbline-review", "plumbline-panel").as_bytes(), DocumentErrorKind::Invalid, &["`plumbline-panel`"]);
    says(b"{\"a\": 1}", DocumentErrorKind::Invalid, &["this is not a review", "\"plumbline-review\""]);
    says(b"[1, 2]", DocumentErrorKind::Invalid, &["this is not a review"]);
}

#[test]
fn a_newer_file_is_called_newer_whatever_else_it_holds() {
    let newer = with("\"version\": 1", "\"version\": 3, \"brand_new\": {\"a\": [1]}");
    let words = ["made by a newer plumbline (version 3); this one reads up to 2", "Install a newer plumbline"];
    says(newer.as_bytes(), DocumentErrorKind::Newer, &words);
    says(with("\"version\": 1", "\"version\": 3").as_bytes(), DocumentErrorKind::Newer, &words);
    let last = with("\"version\": 1,", "\"new\": 1,").replacen("\n}", ",\n\"version\": 3}", 1);
    says(last.as_bytes(), DocumentErrorKind::Newer, &words);
    let huge = with("\"version\": 1", "\"version\": 99999999999");
    says(huge.as_bytes(), DocumentErrorKind::Newer, &["version 99999999999"]);
    says(with("\"version\": 1", "\"version\": 0").as_bytes(), DocumentErrorKind::Invalid, &["version 0"]);
}

#[test]
fn an_unknown_field_is_named_with_what_may_stand_there() {
    let words = ["line 35", "evidence[0]", "unknown field `colour`", "Take it out", "sources"];
    let unknown = with("\"line\": 12", "\"colour\": 12");
    says(unknown.as_bytes(), DocumentErrorKind::Invalid, &words);
}

#[test]
fn a_missing_field_is_named() {
    let missing = with("\"title\": \"Small review\", ", "");
    says(missing.as_bytes(), DocumentErrorKind::Invalid, &["the field `title` is missing", "Add it"]);
}

#[test]
fn a_repeated_key_is_refused_in_objects_and_maps() {
    let field = with("\"line\": 12", "\"line\": 12, \"line\": 13");
    says(field.as_bytes(), DocumentErrorKind::Invalid, &["evidence[0]", "`line` stands twice", "take out the other"]);
    let key = with("\"1A\": \"good\"", "\"1A\": \"good\", \"1A\": \"inadequate\"");
    says(key.as_bytes(), DocumentErrorKind::Invalid, &["published.cells", "1A", "stands twice"]);
}

#[test]
fn a_repeated_key_deep_in_the_log_is_refused() {
    let text = String::from_utf8(to_bytes(&session()).expect("writes")).expect("UTF-8");
    let forged = text.replacen(
        "\"rating\": \"good\",\n        \"reason\"",
        "\"rating\": \"inadequate\",\n        \"rating\": \"good\",\n        \"reason\"",
        1,
    );
    assert_ne!(forged, text);
    let error = read_session(forged.as_bytes(), "s.json").expect_err("refused").to_string();
    assert!(error.contains("log[1].payload") && error.contains("`rating` stands twice"), "{error}");
}

#[test]
fn an_unknown_rating_is_answered_with_the_list() {
    let words =
        ["evidence[1].rates[0].rating", "`excellent` is not a rating", "outstanding, good, requires_improvement"];
    let rating = with("\"rating\": \"good\"", "\"rating\": \"excellent\"");
    says(rating.as_bytes(), DocumentErrorKind::Invalid, &words);
    let kind = with("\"kind\": \"context\"", "\"kind\": \"rumour\"");
    says(kind.as_bytes(), DocumentErrorKind::Invalid, &["evidence[2].kind", "`rumour`", "quotation, account"]);
}

#[test]
fn a_value_of_the_wrong_kind_is_named_in_plain_words() {
    let words = ["evidence[0].line", "found the text \"12\"", "a whole number"];
    says(with("\"line\": 12", "\"line\": \"12\"").as_bytes(), DocumentErrorKind::Invalid, &words);
    let words = ["evidence[1].rates[0].cell", "`1a`", "such as `8B`"];
    says(with("\"cell\": \"1A\"", "\"cell\": \"1a\"").as_bytes(), DocumentErrorKind::Invalid, &words);
    let uuid = with("00000000-0000-4000-8000-000000000001", "one");
    says(uuid.as_bytes(), DocumentErrorKind::Invalid, &["at id", "UUID"]);
    let list = with("\"sources\": [\"RT1\"]", "\"sources\": \"RT1\"");
    says(list.as_bytes(), DocumentErrorKind::Invalid, &["evidence[0].sources", "a list"]);
}

#[test]
fn what_a_file_holds_cannot_reach_the_terminal_through_a_message() {
    let hostile = with("\"line\": 12", "\"\\u001b[2J\\u202e\": 12");
    let message = refused(hostile.as_bytes()).to_string();
    assert!(message.lines().all(|line| line.chars().all(|c| !crate::document::escape::is_unseen(c))), "{message:?}");
    let error = read_review(b"", "a\u{1b}[31m\n.json").expect_err("refused").to_string();
    assert!(!error.contains('\u{1b}'), "{error:?}");
}

#[test]
fn a_problem_of_sense_has_its_line_and_says_how_many_more_there_are() {
    let dangling = with("\"commitment\": \"1\", \"question\"", "\"commitment\": \"7\", \"question\"");
    let words = ["line 34", "evidence[0].cells[0].commitment", "no commitment `7`", "Name one"];
    says(dangling.as_bytes(), DocumentErrorKind::Invalid, &words);
    assert!(!refused(dangling.as_bytes()).to_string().contains("more problem"));
    let two = dangling.replace("\"at\": 19", "\"at\": 20");
    says(two.as_bytes(), DocumentErrorKind::Invalid, &["(and 1 more problem)"]);
}

#[test]
fn errors_carry_the_code_that_commands_print() {
    assert_eq!(refused(b"").code(), "unreadable");
    assert_eq!(refused(b"{}").code(), "invalid");
    assert_eq!(refused(with("\"version\": 1", "\"version\": 3").as_bytes()).code(), "newer");
}
