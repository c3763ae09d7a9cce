//! A made-up draft report against what was agreed, as a Word file and as plain text: nothing to tell where it is sound,
//! every planted fault told at its place where it is not.

use plumbline::model::rating::Rating;
use serde_json::Value;

use crate::kit::Home;
use crate::kit::rate;
use crate::support_docx::docx;
use crate::support_docx::heading;
use crate::support_docx::paragraph;
use crate::support_docx::table;

/// The draft: `#` a heading, `|` a row of a table, `[1]: ` a note, else a paragraph in which `[1]` refers to a note.
const SOUND: &str = "\
# The harbours of the coast
Our overall rating across all commitments is inadequate. The overall rating of each commitment is the lowest of its ratings, and the overall one is the lowest of these.
| Commitment | A. Commitment met | B. Funding | Overall |
| We will light 24 harbours by May 2034. | Good | Requires improvement | Requires improvement |
| We will dredge the northern channel. | Inadequate | Inadequate | Inadequate |
# Commitment 1: Light the harbours
We chose this promise as boats come home in the dark. We rate this commitment ‘requires improvement’ overall.
## Commitment met
The Pilots’ Guild told us that “the lamps on the outer wall burn from dusk until the last boat is in”.[1]
The Board counted 19 harbours that were lit before the winter began, of the 24 that were promised.[2]
For these reasons our rating is ‘good’. It is not ‘outstanding’, and would have been ‘inadequate’ had the lamps failed.
## Funding
Of 120 lamps, 30 (25%) were paid for by the harbours themselves.[3] We considered whether to rate it ‘inadequate’.
We conclude that it ‘requires improvement’.
## Impact
The impact of the commitment is rated ‘good’.
# Commitment 2: Dredge the channel
We rate this commitment as ‘inadequate’ overall, although our rating of its impact lay between ‘inadequate’ and ‘good’.
## Commitment met
The Ferrymen wrote that “nobody has seen a dredger in the northern channel since the autumn storms”.[4]
We conclude that progress is ‘inadequate’.
## Funding
The HCPA spoke to the HCPA of the coast, and the HCPA agreed with what the HCPA had written before the HCPA met.
We rate the funding as ‘inadequate’.
## Impact
Our rating is ‘requires improvement’.
[1]: Pilots’ Guild (HAR0001)
[2]: Coastal Board (HAR0002)
[3]: Coastal Board (HAR0002)
[4]: Ferrymen of the North (HAR0003)
";

/// What is put wrong: the words, what they become, the code, words of the message, and how the paragraph begins.
const FAULTS: &[[&str; 5]] = &[
    [
        "2034. | Good |",
        "2034. | Outstanding |",
        "draft-rating",
        "1A as outstanding; agreed was good",
        "We will light 24",
    ],
    [
        "our rating is ‘good’. It",
        "our rating is ‘inadequate’. It",
        "draft-rating",
        "1A as inadequate; agreed was good",
        "For these reasons",
    ],
    [
        "that it ‘requires improvement’",
        "that it is ‘good’",
        "draft-rating",
        "1B as good; agreed was requires improvement",
        "We conclude that it is",
    ],
    [
        "commitment as ‘inadequate’ overall",
        "commitment as ‘good’ overall",
        "draft-rating",
        "commitment 2 as good; agreed was inadequate",
        "We rate this commitment as",
    ],
    [
        "Our overall rating across all commitments is inadequate",
        "Our overall rating across all commitments is good",
        "draft-rating",
        "the whole evaluation as good",
        "Our overall rating across all",
    ],
    [
        "The impact of the commitment is rated ‘good’.",
        "The lamps are of use, as all can see.",
        "draft-unrated",
        "nowhere says that 1C is good",
        "",
    ],
    [
        "until the last boat is in",
        "until the first boat is out",
        "draft-quotation",
        "until the last boat is in",
        "The Pilots’ Guild told us",
    ],
    [
        "nobody has seen a dredger in the northern channel since the autumn storms",
        "we have waited for that dredger longer than for any boat",
        "draft-quotation",
        "not found",
        "The Ferrymen wrote",
    ],
    ["counted 19 harbours", "counted 16 harbours", "number-conflict", "16 here, 19 in", "The Board counted"],
    ["30 (25%)", "30 (35%)", "number-conflict", "30 of 120 is 25.0%", "Of 120 lamps"],
    [
        "Ferrymen of the North (HAR0003)",
        "Ferrymen of the North (HAR0093)",
        "source-unregistered",
        "HAR0093",
        "The Ferrymen wrote",
    ],
    ["what the HCPA had", "what the HPCA had", "name-variant", "HPCA", "The HCPA spoke"],
    [
        "We rate the funding as ‘inadequate’",
        "We rate commitments 1 and 2 as ‘inadequate’",
        "rating-ambiguous",
        "commitments 1 and 2 at once",
        "We rate commitments",
    ],
];

/// A reference `[1]` as Word has it.
fn with_references(words: &str) -> String {
    let mut runs = String::new();
    let mut rest = words;
    while let Some((before, after)) = rest.split_once('[') {
        let (number, behind) = after.split_once(']').expect("a reference closes");
        runs += &format!(
            "<w:r><w:t xml:space=\"preserve\">{before}</w:t></w:r><w:r><w:footnoteReference w:id=\"{number}\"/></w:r>"
        );
        rest = behind;
    }
    format!("<w:p>{runs}<w:r><w:t xml:space=\"preserve\">{rest}</w:t></w:r></w:p>")
}

fn as_word(draft: &str) -> Vec<u8> {
    let (mut body, mut notes) = (String::new(), String::new());
    let mut rows: Vec<Vec<&str>> = Vec::new();
    for line in draft.lines() {
        if let Some(row) = line.strip_prefix("| ") {
            rows.push(row.trim_end_matches(" |").split(" | ").collect());
            continue;
        }
        if !rows.is_empty() {
            body += &table(&rows.iter().map(Vec::as_slice).collect::<Vec<_>>());
            rows.clear();
        }
        if let Some(words) = line.strip_prefix("## ") {
            body += &heading(2, words);
        } else if let Some(words) = line.strip_prefix("# ") {
            body += &heading(1, words);
        } else if let Some((number, words)) = line.strip_prefix('[').and_then(|note| note.split_once("]: ")) {
            notes += &format!("<w:footnote w:id=\"{number}\">{}</w:footnote>", paragraph(words));
        } else if line.contains('[') {
            body += &with_references(line);
        } else {
            body += &paragraph(line);
        }
    }
    docx(&body, &[("footnotes", &notes)])
}

/// As plain text, with notes in the ways that plain texts mark them.
fn as_text(draft: &str, mark: &str, entry: &str) -> String {
    let mut text = String::new();
    for line in draft.lines() {
        let line = line.trim_start_matches(['#', ' ']).trim_start_matches("| ");
        let mut line = match line.strip_prefix('[').and_then(|note| note.split_once("]: ")) {
            Some((number, words)) => entry.replace('n', number) + words,
            None => line.to_owned(),
        };
        for number in 1..=4 {
            line = line.replace(&format!(".[{number}]"), &format!(".{}", mark.replace('n', &number.to_string())));
        }
        text += &line;
        text.push('\n');
    }
    text
}

/// As Markdown, with its tables and footnotes.
fn as_markdown(draft: &str) -> String {
    let mut text = String::new();
    let mut in_table = false;
    for line in draft.lines() {
        let row = line.starts_with("| ");
        text += if row && in_table { "" } else { "\n" };
        text += &line.replace('[', "[^");
        text.push('\n');
        if row && !in_table {
            text += &format!("|{}\n", "---|".repeat(line.matches('|').count() - 1));
        }
        in_table = row;
    }
    text
}

/// The review, and what was agreed on it, as files.
fn agreed(home: &Home) -> (String, String) {
    let anchors = serde_json::json!({"good": "Met with minor gaps.", "inadequate": "Very significant steps."});
    let question = |id: &str, label: &str| serde_json::json!({"id": id, "label": label, "text": format!("{label}?"), "yes": "yes", "no": "no", "anchors": anchors});
    let item = |id: &str, kind: &str, source: &str, cell: &str, text: &str| serde_json::json!({"id": id, "kind": kind, "sources": [source], "text": text, "cells": [{"commitment": cell[..1], "question": cell[1..]}]});
    let source = |id: &str, label: &str| serde_json::json!({"id": id, "kind": "submission", "label": label});
    let review = serde_json::json!({
        "format": "plumbline-review", "version": 1, "id": "00000000-0000-4000-8000-0000000000c3", "edition": 1,
        "title": "The harbours of the coast", "body": "A panel", "date": "2032-05-02", "wording": "verbatim",
        "scale": [
            {"id": "outstanding", "label": "Outstanding", "mark": "O"}, {"id": "good", "label": "Good", "mark": "G"},
            {"id": "requires_improvement", "label": "Requires improvement", "mark": "R"},
            {"id": "inadequate", "label": "Inadequate", "mark": "I"}
        ],
        "questions": [question("A", "Commitment met"), question("B", "Funding"), question("C", "Impact")],
        "areas": [{"id": "1", "label": "Sea"}],
        "commitments": [
            {"id": "1", "area": "1", "label": "Light the harbours", "text": "We will light 24 harbours by May 2034.", "deadline": "by May 2034"},
            {"id": "2", "area": "1", "label": "Dredge the channel", "text": "We will dredge the northern channel."}
        ],
        "sources": [source("HAR0001", "Pilots’ Guild"), source("HAR0002", "Coastal Board"), source("HAR0003", "Ferrymen of the North")],
        "footnotes": [], "published": {},
        "evidence": [
            item("E1", "quotation", "HAR0001", "1A", "“The lamps on the outer wall burn from dusk until the last boat is in, and no longer.”"),
            item("E2", "figure", "HAR0002", "1A", "The Board counted 19 harbours that were lit before the winter began, of the 24 that were promised."),
            item("E3", "quotation", "HAR0003", "2A", "“Nobody has seen a dredger in the northern channel since the autumn storms.”")
        ]
    });
    let review = home.write("review.json", review.to_string()).display().to_string();
    let opened = plumbline::review::open::OpenedReview::file(std::path::Path::new(&review)).expect("a review");
    let member = plumbline::model::session::MemberRef { id: uuid::Uuid::from_u128(9), name: None };
    let mut machine = plumbline::review::workspace::Machine;
    let path = plumbline::review::open::begin(&opened, &home.data(), member, &mut machine).expect("begins");
    let purpose = plumbline::review::open::Purpose::Work;
    let mut session = plumbline::review::open::open_session(&opened, &path, purpose, Box::new(machine)).expect("opens");
    let (good, improve, inadequate) = (Rating::Good, Rating::RequiresImprovement, Rating::Inadequate);
    for (cell, rating) in
        [("1A", good), ("1B", improve), ("1C", good), ("2A", inadequate), ("2B", inadequate), ("2C", improve)]
    {
        session.workspace.apply(&rate(cell, rating, "So agreed.")).expect("rates");
    }
    session.saving.close(std::time::Duration::from_secs(10)).expect("saves");
    let exported = home.run(&["export", &path.display().to_string(), "--as", "json", "--review", &review]).well();
    (review, home.write("agreed.json", exported).display().to_string())
}

/// The same draft in every form it may come in.
fn forms(home: &Home, draft: &str) -> Vec<String> {
    let text = |name: &str, mark: &str, entry: &str| home.write(name, as_text(draft, mark, entry));
    let paths = [
        home.write("draft.docx", as_word(draft)),
        text("bracketed.txt", "[n]", "n "),
        text("caret.txt", "^n", "n. "),
        home.write("draft.md", as_markdown(draft)),
        text("glued.txt", "n", "n "),
    ];
    paths.map(|path| path.display().to_string()).to_vec()
}

fn findings(json: &Value) -> Vec<Value> {
    json["findings"].as_array().expect("a list").clone()
}

#[test]
fn a_sound_draft_is_nothing_to_tell_in_any_form() {
    let home = Home::new();
    let (review, agreed) = agreed(&home);
    for draft in forms(&home, SOUND) {
        let ran = home.run(&["check", &draft, "--against", &agreed, "--review", &review, "--json"]);
        assert_eq!(findings(&ran.json()), Vec::<Value>::new(), "{draft}");
        assert_eq!(ran.code, 0, "{draft}: {}", ran.err);
    }
}

#[test]
fn every_planted_fault_is_told_where_it_stands_in_any_form() {
    let home = Home::new();
    let (review, agreed) = agreed(&home);
    let mut draft = SOUND.to_owned();
    for [sound, fault, ..] in FAULTS {
        assert_eq!(draft.matches(sound).count(), 1, "{sound}");
        draft = draft.replace(sound, fault);
    }
    for path in forms(&home, &draft) {
        let ran = home.run(&["check", &path, "--against", &agreed, "--review", &review, "--json"]);
        assert_eq!(ran.code, 1, "{path}: {}", ran.err);
        let found = findings(&ran.json());
        for [_, fault, code, words, begins] in FAULTS {
            let hit = found.iter().find(|finding| {
                finding["code"] == *code && finding["message"].as_str().expect("words").contains(words)
            });
            let Some(hit) = hit else { panic!("{path}: {code} for {fault}: {found:#?}") };
            if begins.is_empty() {
                continue;
            }
            let place = &hit["places"][0];
            assert!(place["paragraph"].is_u64(), "{path}: {hit}");
            assert!(place["locator"].as_str().expect("first words").contains(begins), "{path}: {hit}");
        }
        // Both at once are wrong of the first commitment too, and nothing else is told.
        assert_eq!(found.len(), FAULTS.len() + 1, "{path}: {found:#?}");
    }
}

#[test]
fn the_findings_stand_in_a_copy_of_the_word_file_as_comments() {
    let home = Home::new();
    let (review, agreed) = agreed(&home);
    let draft = FAULTS.iter().fold(SOUND.to_owned(), |draft, [sound, fault, ..]| draft.replace(sound, fault));
    let path = home.write("draft.docx", as_word(&draft)).display().to_string();
    let copy = home.path("checked.docx").display().to_string();
    home.run(&["check", &path, "--against", &agreed, "--review", &review, "-o", &copy, "--fail-on", "none"]).well();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(home.read("checked.docx"))).expect("a container");
    let mut comments = String::new();
    let mut part = archive.by_name("word/comments.xml").expect("has comments");
    std::io::Read::read_to_string(&mut part, &mut comments).expect("is text");
    for [_, _, code, words, _] in FAULTS {
        assert!(comments.contains(code) && comments.contains(words), "{code} {words}: {comments}");
    }
}
