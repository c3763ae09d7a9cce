//! Small work to export, and texts that forms stumble over.

use proptest::prelude::*;

use crate::export::report::Report;
use crate::export::report::report;
use crate::export::work::Work;
use crate::model::act::Act;
use crate::model::act::Agreement;
use crate::model::rating::Rating;
use crate::model::review::Review;
use crate::model::session::Basis;
use crate::model::session::Dissent;
use crate::review::fixture;
use crate::review::workspace::Workspace;

/// A session on a changed fixture: 1B rated with a passage in each of the second and third item.
pub fn worked(change: impl FnOnce(&mut Review)) -> Workspace {
    let mut review = fixture::review();
    change(&mut review);
    let mut ws = fixture::workspace_on(review);
    let mut quotes = Vec::new();
    for (item, range) in [(1, 0..25), (2, 0..33)] {
        let quote = fixture::quote(&mut ws, item, range, "1B");
        quotes.push(quote.id);
        ws.apply(&Act::Mark { quote: Box::new(quote) }).expect("marks");
    }
    rate(&mut ws, "1B", Rating::Inadequate, "The money ended.", vec![quotes[1]]);
    ws
}

/// Rates a question.
pub fn rate(ws: &mut Workspace, cell: &str, rating: Rating, reason: &str, quotes: Vec<uuid::Uuid>) {
    let cell = cell.parse().expect("a question");
    ws.apply(&Act::Rate { cell, rating, reason: Some(reason.to_owned()), quotes, round: 1 }).expect("rates");
}

/// The panel agrees, the third member does not.
pub fn agree(ws: &mut Workspace, on: &str, rating: Rating) {
    let agreement = Agreement {
        rating,
        reason: "settled".to_owned(),
        basis: Basis::Vote,
        tally: Some("2 to 1".to_owned()),
        present: ["A", "B", "C"].map(str::to_owned).to_vec(),
        abstained: Vec::new(),
        dissent: vec![Dissent { member: "C".to_owned(), reason: "too kind".to_owned() }],
    };
    let on = on.parse().expect("a question or parent");
    ws.apply(&Act::Agree { on, agreement: Some(Box::new(agreement)) }).expect("agrees");
}

/// Does something with the work of a session on its way out.
pub fn out<T>(ws: &Workspace, then: impl FnOnce(&Work<'_>) -> T) -> T {
    let file = ws.to_file(false, false);
    then(&Work::new(ws.catalog(), &file, None))
}

/// The report of a session.
pub fn made(ws: &Workspace) -> Report {
    out(ws, |work| report(work, |_| {}))
}

/// Text of any kind, often with what has a meaning in some form.
pub fn awkward() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "|",
            "<",
            "&",
            "]]>",
            "=1+1",
            "\n",
            "\r\n",
            "\t",
            "\u{0}",
            "\u{1b}[31m",
            "\u{202e}",
            "\u{200b}",
            "\u{fffe}",
            "'",
            "\"",
            "*",
            "_",
            "`",
            "[x](y)",
            "<script>",
            "-",
            "1. ",
            "# ",
            "{{ report.title }}",
            "@",
            "+",
            "~~",
            "\\",
            "  ",
            "\u{feff}",
            "![",
            "&amp;",
            "www.example.org",
            "<br>",
            "--",
            "$x$",
            "[^1]",
            ":",
        ])
        .prop_map(str::to_owned),
        "[a-z ]{1,8}",
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}
