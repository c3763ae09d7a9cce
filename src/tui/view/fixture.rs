//! A review of three commitments in two areas under four questions, and sessions on it, for tests of the views.

use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::review::fixture::quote;
use crate::review::fixture::workspace_on;
use crate::tui::fixture::Stage;
use crate::tui::request::Reply;
use crate::tui::request::Request;

/// The review; everything was published as `published`, and a conclusion of commitment 1 says so.
pub fn review(published: &str, show_rollup: &str) -> Review {
    let question = |id| serde_json::json!({"id": id, "label": "", "text": "", "yes": "it was", "no": "it was not"});
    let scale = [("outstanding", "O"), ("good", "G"), ("requires_improvement", "R"), ("inadequate", "I")];
    let scale = scale.map(|(id, mark)| serde_json::json!({"id": id, "label": label(id), "mark": mark}));
    let ids = ["1", "2", "3"];
    let cells: Vec<String> = ids.iter().flat_map(|id| ["A", "B", "C", "D"].map(|q| format!("{id}{q}"))).collect();
    let item = |id: &str, kind: &str, text: &str, question: &str| serde_json::json!({"id": id, "kind": kind, "text": text, "cells": [{"commitment": "1", "question": question}]});
    serde_json::from_value(serde_json::json!({
        "format": "plumbline-review", "version": 1, "id": "00000000-0000-4000-8000-000000000002", "edition": 1,
        "title": "Three promises", "body": "A panel", "date": "2026-01-02", "wording": "verbatim", "scale": scale,
        "questions": (["A", "B", "C", "D"].map(question)),
        "areas": [{"id": "care", "label": "Care of patients"}, {"id": "data", "label": "Data"}],
        "commitments": [
            {"id": "1", "area": "care", "label": "Shared records", "text": ""},
            {"id": "2", "area": "care", "label": "Open data", "text": ""},
            {"id": "3", "area": "data", "label": "Skilled staff", "text": ""},
        ],
        "evidence": [
            item("e1", "account", "The money came late and went early.", "A"),
            item("e2", "account", "Nobody was trained to use it.", "B"),
            item("e3", "conclusion", "Secretword is what we call it.", "A"),
        ],
        "published": {
            "cells": cells.iter().map(|cell| (cell.clone(), published)).collect::<std::collections::BTreeMap<_, _>>(),
            "commitments": {"1": published, "2": published, "3": published},
            "areas": {"care": published, "data": published}, "overall": published,
        },
        "themes": [
            {"id": "means", "label": "means", "description": "What it takes."},
            {"id": "funding", "label": "funding", "description": "Money.", "parent": "means"},
            {"id": "staff", "label": "staff", "description": "", "parent": "means"},
            {"id": "trust", "label": "trust", "description": ""},
        ],
        "settings": {"show_rollup": show_rollup},
    }))
    .expect("the fixture reads")
}

fn label(id: &str) -> &'static str {
    match id {
        "outstanding" => "Outstanding",
        "good" => "Good",
        "requires_improvement" => "Requires improvement",
        _ => "Inadequate",
    }
}

/// A session in which the rows are rated: O, G, R, I, `?`, and `.` for unrated.
pub fn stage_on(review: Review, rows: &[&str]) -> Stage {
    let ws = workspace_on(review);
    let mut stage = Stage::default();
    let cells: Vec<CellKey> = ws.catalog().review().cells().collect();
    stage.ws = ws;
    for (cell, letter) in cells.into_iter().zip(rows.concat().chars()) {
        if let Some(rating) = rating(letter) {
            stage.rate(&cell.to_string(), rating, Some("so it is"));
        }
    }
    stage
}

/// The same where results are shown at any time.
pub fn stage(rows: &[&str]) -> Stage {
    stage_on(review("outstanding", "always"), rows)
}

fn rating(letter: char) -> Option<Rating> {
    match letter {
        'O' => Some(Rating::Outstanding),
        'G' => Some(Rating::Good),
        'R' => Some(Rating::RequiresImprovement),
        'I' => Some(Rating::Inadequate),
        '?' => Some(Rating::NoInformation),
        _ => None,
    }
}

/// Marks a passage of an item under a question with tags and a note.
pub fn mark(stage: &mut Stage, item: usize, cell: &str, tags: &[&str], note: Option<&str>) -> Quote {
    let mut quote = quote(&mut stage.ws, item, 4..12, cell);
    quote.tags = tags.iter().map(|tag| (*tag).into()).collect();
    quote.note = note.map(str::to_owned);
    if tags == ["trust"] {
        quote.filings[0].stance = Some(Stance::Supports);
    }
    stage.ws.apply(&Act::Mark { quote: Box::new(quote.clone()) }).expect("marks");
    quote
}

/// Does to the session what a reply asks for; what concerns the screen alone is left aside.
pub fn carry_out(stage: &mut Stage, reply: Reply) {
    for request in reply.requests {
        let acts = match request {
            Request::Apply(act) | Request::Rate(act) => vec![act],
            Request::ApplyAll(acts, _) => acts,
            _ => Vec::new(),
        };
        for act in acts {
            stage.ws.apply(&act).expect("the act fits the session");
        }
    }
}
