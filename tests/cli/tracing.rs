//! Where quotations come from, by the command: a made-up review, a made-up article, and what cannot be traced.

use serde_json::Value;

use crate::kit::Home;
use crate::kit::SAMPLE;

/// A review in somebody's own words: the sample's shape with texts made up.
fn review(home: &Home, wording: &str) -> String {
    let mut review: Value = serde_json::from_slice(&std::fs::read(SAMPLE).expect("is there")).expect("is JSON");
    review["wording"] = wording.into();
    review["title"] = "The mills of the valley".into();
    review["footnotes"] = serde_json::json!([
        {"number": 1, "text": "Mill Society (ABC0001)", "listed": true, "sources": ["ABC0001"]}
    ]);
    review["sources"] = serde_json::json!([
        {"id": "ABC0001", "kind": "submission", "label": "Mill Society", "aliases": [], "speakers": []}
    ]);
    let item = |id: &str, kind: &str, text: &str, question: &str| {
        serde_json::json!({
            "id": id, "kind": kind, "text": text, "cells": [{"commitment": "8", "question": question}],
            "sources": ["ABC0001"], "refs": [{"footnote": 1, "at": text.chars().count()}], "line": 12,
        })
    };
    let mut weir =
        item("e2", "finding", "The weir leaks at every joint and the mending of it was paid for twice.", "B");
    weir["line"] = 14.into();
    review["evidence"] = serde_json::json!([
        item("e1", "quotation", "“The wheels have stood still since the great flood, and nobody was told why.”", "A"),
        weir,
    ]);
    review["published"] = serde_json::json!({"cells": {}, "commitments": {}, "areas": {}});
    home.write("review.json", review.to_string()).display().to_string()
}

const ARTICLE: &str = "\
# The valley waits

They wrote: “The wheels have stood still since the great flood, and nobody was told why.” A reader finds that \
“the wheels have stood quite still since the flood, and nobody was told” too.

> The weir leaks at every joint … since the great flood, and nobody was told why.

Of the “mill” itself he says: “I have never been there in all of my life.”
";

#[test]
fn every_verdict_has_its_places_and_the_shape_that_others_read() {
    let home = Home::new();
    let review = review(&home, "verbatim");
    home.write("article.md", ARTICLE);
    let json = home.run(&["trace", "article.md", &review, "--json"]).json();
    let quotations = json["quotations"].as_array().expect("a list");
    let verdicts: Vec<&str> = quotations.iter().filter_map(|quotation| quotation["verdict"].as_str()).collect();
    assert_eq!(verdicts, ["exact", "altered", "spliced", "not_found"]);
    let place = &quotations[0]["places"][0];
    assert_eq!(
        (&place["evidence"], &place["cell"], &place["source"], &place["footnote"], &place["line"]),
        (&"e1".into(), &"8A".into(), &"ABC0001".into(), &1.into(), &12.into())
    );
    assert!(quotations[1]["difference"].as_array().is_some_and(|parts| parts.len() > 2), "{}", quotations[1]);
    let places: Vec<&str> =
        quotations[2]["places"].as_array().expect("a list").iter().filter_map(|p| p["evidence"].as_str()).collect();
    assert_eq!(places, ["e2", "e1"]);
    assert_eq!(quotations[3]["places"], serde_json::json!([]), "empty, and there");
    assert_eq!(json["searched"]["title"], "The mills of the valley");
    assert_eq!((&json["searched"]["items"], &json["left_out"]["too_short"]), (&2.into(), &1.into()));
}

#[test]
fn a_changed_passage_is_printed_whole_with_its_place_and_every_word_that_differs() {
    let home = Home::new();
    let review = review(&home, "verbatim");
    let json =
        home.run_with(&["trace", "-", &review, "--json"], "He writes “The weir leaks at each joint”.".as_bytes());
    let same = |text: &str| serde_json::json!({"became": "same", "original": text, "quoted": text});
    assert_eq!(
        json.json(),
        serde_json::json!({
            "document": "standard input",
            "searched": {
                "title": "The mills of the valley", "edition": 1, "items": 2, "texts": 0, "only_quotations": false
            },
            "quotations": [{
                "text": "The weir leaks at each joint", "verdict": "altered", "line": 1, "paragraph": 1,
                "places": [{
                    "evidence": "e2", "cell": "8B", "source": "ABC0001", "footnote": 1, "line": 14, "at": 0,
                    "words": "The weir leaks at every joint"
                }],
                "difference": [
                    same("The weir leaks at"),
                    {"became": "changed", "original": "every", "quoted": "each"},
                    same("joint")
                ]
            }],
            "left_out": {"too_short": 0, "unclosed": 0}
        })
    );
}

#[test]
fn what_is_said_names_the_verdict_the_difference_the_place_and_what_was_searched() {
    let home = Home::new();
    let review = review(&home, "verbatim");
    home.write("article.md", ARTICLE);
    let text = home.run(&["trace", "article.md", &review]).well();
    for said in [
        "paragraph 2: word for word",
        "8A, e1, note 1, ABC0001 Mill Society, line 12",
        "same passage, changed",
        "put in: “quite”",
        "joined from 2 places",
        "“The weir leaks at every joint” from 8B, e2",
        "not in this report",
        "4 quotations traced: 1 word for word, 1 changed, 1 joined from several places, 1 not in this report. 1 is too short to trace.",
        "Searched: “The mills of the valley”, edition 1: 2 items and 0 texts of its sources.",
    ] {
        assert!(text.contains(said), "{said}\n{text}");
    }
    let piped = home.run_with(&["trace", "-", &review], ARTICLE.as_bytes()).well();
    assert!(piped.contains("word for word") && piped.contains("joined from 2 places"), "{piped}");
}

#[test]
fn a_retold_review_is_refused_with_what_to_do_and_of_a_mixed_one_its_quotations_are_searched() {
    let home = Home::new();
    home.write("article.md", ARTICLE);
    for arguments in [&["trace", "article.md"][..], &["trace", "article.md", SAMPLE, "--json"]] {
        let ran = home.run(arguments);
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
        assert!(ran.err.contains("retold") && ran.err.contains("plumbline import"), "{}", ran.err);
    }
    let mixed = review(&home, "mixed");
    let text = home.run(&["trace", "article.md", &mixed]).well();
    assert!(text.contains("1 quotation and 0 texts of its sources; the rest is retold and was not searched"), "{text}");
}

#[test]
fn what_cannot_be_read_is_refused_and_nothing_is_written() {
    let home = Home::new();
    let review = review(&home, "verbatim");
    let before = home.files();
    let gone = home.run(&["trace", "gone.md", &review]);
    assert_eq!(gone.code, 3, "{}", gone.err);
    assert!(gone.err.contains("gone.md"), "{}", gone.err);
    assert_eq!(home.run(&["trace", "-", "-"]).code, 2);
    assert_eq!(home.run_with(&["trace", "-", &review], b"\x89PNG\r\n").code, 3);
    assert_eq!(home.files(), before);
}
