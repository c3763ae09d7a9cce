//! A panel of twenty that handed in two rounds with 2,000 passages in all: the matrix, agreement, and the papers.
#![allow(clippy::print_stdout)]

mod support;

use std::sync::Arc;
use std::time::Duration;

use criterion::Criterion;
use serde_json::Value;
use serde_json::json;
use uuid::Uuid;

use plumbline::document::canonical::sha256_hex;
use plumbline::document::digest::digest;
use plumbline::export::pack::PackForm;
use plumbline::export::pack::pack;
use plumbline::judgement::rollup::Tree;
use plumbline::model::catalog::Catalog;
use plumbline::model::quote::Selector;
use plumbline::model::rating::Grade;
use plumbline::model::review::Review;
use plumbline::model::session::SessionFile;
use plumbline::panel::chair::Chair;
use plumbline::panel::chair::Look;
use plumbline::panel::chair::matrix;
use plumbline::panel::opened::OpenedPanel;

use support::Figures;
use support::Times;
use support::data;

const MEMBERS: usize = 20;
const ROUNDS: usize = 2;
const PASSAGES: usize = 2_000;
const AT: &str = "2026-01-02T00:00:00.000Z";

fn id(of: usize) -> Uuid {
    Uuid::from_u128(0x1000 + of as u128)
}

fn file(value: Value) -> SessionFile {
    serde_json::from_value(value).expect("a session")
}

/// Members differ on every question by who they are, and by more in the first round.
fn session(review: &Review, member: usize, round: usize) -> SessionFile {
    let rating = |at: usize| Grade::ALL[(at * 7 + member * (3 - round) + member * at / 5) % 4];
    let rated = |(at, cell): (usize, _)| {
        json!({"cell": cell, "rating": rating(at), "reason": "The anchor's words fit, on the whole.", "quotes": [],
               "round": round, "at": AT})
    };
    let open: Vec<_> = review.evidence.iter().filter(|item| !item.tells() && item.text.chars().count() > 60).collect();
    let each = PASSAGES / MEMBERS / ROUNDS;
    let quote = |n: usize| {
        let item = open[(member * 13 + n * 5) % open.len()];
        let start = (member + n) % 20;
        let selector = Selector::of(&item.text, start, start + 40, sha256_hex(item.text.as_bytes())).expect("inside");
        let cells = item.cells.iter().filter(|bears| bears.question.is_some() && bears.commitment.is_some());
        let filing = |bears| json!({"cell": bears, "stance": if (member + n).is_multiple_of(3) { "supports" } else { "undermines" }});
        json!({"id": Uuid::from_u128((member * 1_000 + n + 1) as u128), "evidence": item.id, "selector": selector,
               "filings": cells.map(filing).collect::<Vec<_>>(), "at": AT,
               "tags": [review.themes[(member + n) % review.themes.len()].id]})
    };
    let tag = |theme: &plumbline::model::codebook::Theme| json!({"id": theme.id, "label": theme.label, "description": theme.description});
    file(json!({
        "format": "plumbline-session", "version": 1, "tool": {"name": "plumbline", "version": "0"},
        "review": {"id": review.id, "edition": review.edition, "digest": digest(review), "title": review.title},
        "member": {"id": id(member)}, "settings": {"rule": "count", "show_published": false},
        "codebook": review.themes.iter().map(tag).collect::<Vec<_>>(),
        "ratings": review.cells().enumerate().map(rated).collect::<Vec<_>>(),
        "quotes": (0..each).map(quote).collect::<Vec<_>>(),
        "rollup": {"rule": "count", "rule_version": 1, "parents": []},
    }))
}

fn panel() -> OpenedPanel {
    let review = data::sample();
    let member = |at: usize| json!({"id": id(at), "letter": format!("M{at}"), "role": "core"});
    let panel = json!({
        "format": "plumbline-panel", "version": 1, "id": Uuid::from_u128(9),
        "review": {"id": review.id, "digest": digest(&review)}, "members": (0..MEMBERS).map(member).collect::<Vec<_>>(),
        "disagreement": {"range": 2, "majority": true}, "opening_key": "age1example",
        "rounds": (1..=ROUNDS).map(|n| json!({"n": n, "opened": AT})).collect::<Vec<_>>(),
    });
    let panel = serde_json::from_value(panel).expect("a panel");
    let rounds = (1..=ROUNDS).flat_map(|round| (0..MEMBERS).map(move |member| (member, round)));
    let sessions: Vec<_> = rounds
        .map(|(member, round)| (u32::try_from(round).expect("few"), session(&review, member, round), None))
        .collect();
    let catalog = Catalog::new(review.clone(), digest(&review));
    OpenedPanel::of(Arc::new(catalog), panel, sessions, Vec::new()).expect("a panel")
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let panel = panel();
    let look = Look::at(&panel);
    let tree = Tree::of(panel.catalog.review());
    let round = panel.latest().expect("a round is opened");
    criterion.bench_function("panel/matrix", |bencher| bencher.iter(|| matrix(&panel, round, &tree, &look.rule)));
    criterion.bench_function("panel/chair", |bencher| bencher.iter(|| Chair::of(&panel, &look)));
    if !support::is_asked_for() {
        return;
    }
    let (mut spread, mut chair, mut apart, mut papers) =
        (Times::default(), Times::default(), Times::default(), Times::default());
    for _ in 0..20 {
        spread.take(|| matrix(&panel, round, &tree, &look.rule));
        let seen = chair.take(|| Chair::of(&panel, &look));
        papers.take(|| PackForm::Docx.bytes(&pack(&panel, &seen).expect("a round")).expect("fits"));
    }
    let deeper = look.with_agreement(&panel);
    for _ in 0..3 {
        apart.take(|| Chair::of(&panel, &deeper));
    }
    let mut figures = Figures::new("Panel");
    figures.time("what can change a verdict, 20 members, 36 questions", spread.median(), Duration::from_millis(200));
    figures.time("the chair's whole view, 2,000 passages", chair.median(), Duration::from_millis(200));
    figures.time("with agreement, pairs, tags and 5,000 draws each", apart.median(), Duration::from_secs(10));
    figures.time("the papers as a Word file", papers.median(), Duration::from_secs(1));
    figures.print();
}
