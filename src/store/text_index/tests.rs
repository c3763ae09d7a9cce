use super::*;
use crate::store::atomic::Existing;
use crate::store::review_file::write_review;

fn review() -> Review {
    serde_json::from_value(serde_json::json!({
        "format": "plumbline-review", "version": 1, "id": "6f1c1f2e-0000-4000-8000-000000000001", "edition": 1,
        "title": "Digitisation", "body": "Panel", "date": "2023-02-17", "wording": "mixed", "scale": [], "questions": [],
        "areas": [], "commitments": [], "footnotes": [], "published": {}, "themes": [],
        "sources": [{"id": "DHS0001", "kind": "submission", "label": "A trust", "aliases": ["DHS 1"]}],
        "evidence": [
            {"id": "e1", "kind": "quotation", "text": "Naïve funding was late.", "sources": ["DHS0001"]},
            {"id": "e2", "kind": "conclusion", "text": "Overall good.", "sources": []},
            {"id": "e3", "kind": "context", "text": "The area of care.", "sources": []}
        ]
    }))
    .expect("the fixture reads")
}

fn found(index: &TextIndex, expression: &str) -> Vec<i64> {
    let mut rows = Vec::new();
    let mut take = |row| {
        rows.push(row);
        true
    };
    index.matching(expression, 0, Order::Reading, &mut take).expect("asks");
    rows
}

fn whole_in_memory(review: &Review) -> TextIndex {
    let mut index = TextIndex::in_memory(review).expect("fills");
    while !index.build().expect("builds") {}
    index
}

#[test]
fn text_is_found_in_reading_order_by_its_words_and_their_beginnings_whatever_the_accents() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.plumb");
    let mut review = review();
    review.sources[0].text = Some("One naïve line.\n\n \n\nAnother fund.\n".to_owned());
    write_review(&path, &review, "d", Existing::Refuse).expect("writes");
    let (in_file, digest) = TextIndex::of_file(&path).expect("opens").expect("has an index");
    assert_eq!(digest, "d");
    for index in [in_file, whole_in_memory(&review)] {
        let found =
            |word: &str, beginning| found(&index, &index.expression(&[word.to_owned()], beginning).expect("reads"));
        assert_eq!(found("naive", false), [1, FIRST_PART]);
        assert_eq!(found("o", true), [2, 3, FIRST_PART], "paragraphs come behind the items");
        assert_eq!(found("fund", true), [1, FIRST_PART + 1]);
        assert_eq!(found("fundx", true), [0; 0]);
        let part = index.part(FIRST_PART + 1).expect("reads").expect("is there");
        assert_eq!((part.source, part.text.trim(), part.start), (1, "Another fund.", 20));
        assert_eq!(index.item(2).expect("reads").as_ref(), review.evidence.get(1));
        assert_eq!(index.row_of(review.evidence[2].id.as_str()).expect("reads"), Some(3));
    }
}

#[test]
fn an_index_half_built_can_be_asked_and_a_beginning_of_many_words_is_asked_as_one() {
    let mut review = review();
    let first = review.evidence[0].clone();
    review.evidence = (0..2_500)
        .map(|at| {
            let mut item = first.clone();
            item.id = format!("E{at}").as_str().into();
            item.text = format!("word{at} common");
            item
        })
        .collect();
    let mut index = TextIndex::in_memory(&review).expect("fills");
    assert!(!index.build().expect("builds"));
    assert_eq!(found(&index, "\"common\"").len(), 2_000);
    assert!(!index.is_whole());
    while !index.build().expect("builds") {}
    assert_eq!(index.expression(&["word1".to_owned()], true).expect("reads"), "\"word1\" *");
    assert_eq!(found(&index, "\"word1\" *").len(), 1_611 - 500);
    assert_eq!(index.expression(&["word249".to_owned()], true).expect("reads").matches(" OR ").count(), 10);
}

#[test]
fn a_file_from_before_there_was_an_index_has_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("r.plumb");
    write_review(&path, &review(), "d", Existing::Refuse).expect("writes");
    let older = rusqlite::Connection::open(&path).expect("opens");
    older.execute_batch("DROP TABLE search; DROP TABLE search_words; PRAGMA user_version = 1;").expect("changes");
    drop(older);
    assert!(TextIndex::of_file(&path).expect("opens").is_none());
}
