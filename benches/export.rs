//! A session with 2,000 passages to every form there is, each beside the session itself written as JSON.
#![allow(clippy::print_stdout)]

mod support;

use std::time::Duration;

use criterion::Criterion;
use serde_json::json;
use uuid::Uuid;

use plumbline::document::canonical::sha256_hex;
use plumbline::document::digest::digest;
use plumbline::document::write::to_bytes;
use plumbline::export::forms::Form;
use plumbline::export::forms::Forms;
use plumbline::export::forms::Holds;
use plumbline::export::work::Work;
use plumbline::model::catalog::Catalog;
use plumbline::model::quote::Selector;
use plumbline::model::rating::Grade;
use plumbline::model::session::SessionFile;
use plumbline::review::intake;

use support::Figures;
use support::Times;
use support::data;

const PASSAGES: usize = 2_000;
const AT: &str = "2026-01-02T00:00:00.000Z";

/// Every question rated, and so many passages in items that state no rating.
fn session(catalog: &Catalog) -> SessionFile {
    let review = catalog.review();
    let open: Vec<_> = review.evidence.iter().filter(|item| !item.tells() && item.text.chars().count() > 60).collect();
    let rated = |(at, cell): (usize, _)| {
        json!({"cell": cell, "rating": Grade::ALL[at % 4], "reason": "The anchor's words fit, on the whole.", "quotes": [],
               "round": 1, "at": AT})
    };
    let quote = |n: usize| {
        let item = open[n % open.len()];
        let start = n / open.len();
        let selector = Selector::of(&item.text, start, start + 40, sha256_hex(item.text.as_bytes())).expect("inside");
        let cells = item.cells.iter().filter(|bears| bears.question.is_some() && bears.commitment.is_some());
        let filing =
            |bears| json!({"cell": bears, "stance": if n.is_multiple_of(3) { "supports" } else { "undermines" }});
        json!({"id": Uuid::from_u128(n as u128 + 1), "evidence": item.id, "selector": selector, "at": AT,
               "filings": cells.map(filing).collect::<Vec<_>>(), "tags": [review.themes[n % review.themes.len()].id]})
    };
    let tag = |theme: &plumbline::model::codebook::Theme| json!({"id": theme.id, "label": theme.label, "description": theme.description});
    let mut session: SessionFile = serde_json::from_value(json!({
        "format": "plumbline-session", "version": 1, "tool": {"name": "plumbline", "version": "0"},
        "review": {"id": review.id, "edition": review.edition, "digest": digest(review), "title": review.title},
        "member": {"id": Uuid::from_u128(7)}, "settings": {"rule": "count", "show_published": false},
        "codebook": review.themes.iter().map(tag).collect::<Vec<_>>(),
        "ratings": review.cells().enumerate().map(rated).collect::<Vec<_>>(),
        "quotes": (0..PASSAGES).map(quote).collect::<Vec<_>>(),
        "rollup": {"rule": "count", "rule_version": 1, "parents": []},
    }))
    .expect("a session");
    session.rollup = intake::rollup_of(&session, catalog);
    session
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let review = data::sample();
    let catalog = Catalog::new(review.clone(), digest(&review));
    let session = session(&catalog);
    criterion.bench_function("export/session", |bencher| bencher.iter(|| to_bytes(&session).expect("writes")));
    if !support::is_asked_for() {
        return;
    }
    let mut figures = Figures::new("2,000 passages to every form");
    let mut plain = Times::default();
    for _ in 0..20 {
        plain.take(|| to_bytes(&session).expect("writes"));
    }
    figures.time("the session as JSON", plain.median(), Duration::from_secs(1));
    let work = Work::new(&catalog, &session, None);
    let mut made = Times::default();
    for _ in 0..5 {
        made.take(|| Forms::of(&work, None, |_| {}));
    }
    figures.time("what reports are written from", made.median(), Duration::from_secs(1));
    let forms = Forms::of(&work, None, |_| {});
    for form in Form::all() {
        let mut times = Times::default();
        for _ in 0..5 {
            times.take(|| forms.bytes(form).expect("writes"));
        }
        figures.time(&form.file_name(), times.median(), Duration::from_secs(1));
    }
    let mut bundle = Times::default();
    for _ in 0..3 {
        bundle.take(|| Holds::Bundle.bytes(&catalog, &session).expect("writes"));
    }
    figures.time("bundle.json", bundle.median(), Duration::from_secs(1));
    figures.print();
}
