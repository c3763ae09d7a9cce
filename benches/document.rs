//! Reviews read and sessions written, beside plain `serde_json` on the same data.
#![allow(clippy::print_stdout)]

mod support;

use criterion::Criterion;
use criterion::Throughput;

use plumbline::document::digest::digest;
use plumbline::document::read::read_review;
use plumbline::document::read::read_session;
use plumbline::document::write::to_bytes;
use plumbline::document::write::write_session;
use plumbline::model::review::Review;
use plumbline::model::session::SessionFile;

use support::Figures;
use support::Reach;
use support::Times;
use support::data;

fn session() -> SessionFile {
    let mut workspace = data::workspace(data::review_of(5_000));
    data::rate_all(&mut workspace);
    data::mark(&mut workspace, 2_000);
    workspace.to_file(false, true)
}

fn parts(criterion: &mut Criterion, session: &SessionFile) {
    let bytes = data::sample_bytes();
    let review = data::sample();
    let mut group = criterion.benchmark_group("document");
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("read the first review", |bencher| bencher.iter(|| read_review(&bytes, "review")));
    group.bench_function("the same by serde_json", |bencher| {
        bencher.iter(|| serde_json::from_slice::<Review>(&bytes).map_err(|error| error.to_string()));
    });
    group.bench_function("digest of the first review", |bencher| bencher.iter(|| digest(&review)));
    group.throughput(Throughput::Bytes(to_bytes(session).map_or(0, |bytes| bytes.len() as u64)));
    group.bench_function("write a session", |bencher| bencher.iter(|| to_bytes(session)));
    group.bench_function("the same by serde_json, compact", |bencher| bencher.iter(|| serde_json::to_vec(session)));
    group.finish();
}

/// Reads of a review by us and by serde_json, in turn.
fn compare_reading(figures: &mut Figures, what: &str, bytes: &[u8], rounds: usize) {
    let (mut ours, mut plain) = (Times::default(), Times::default());
    for _ in 0..rounds {
        // What is read is given back outside the time taken.
        drop(plain.take(|| serde_json::from_slice::<Review>(bytes).expect("a review")));
        drop(ours.take(|| read_review(bytes, "review").expect("a review")));
    }
    figures.speed(what, ours.median(), ("serde_json", plain.median()), Reach::AtLeast(0.8));
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let session = session();
    parts(&mut criterion, &session);
    if !support::is_asked_for() {
        return;
    }
    let mut figures = Figures::new("Documents");
    compare_reading(&mut figures, "review JSON in: the first review", &data::sample_bytes(), 100);
    let large = to_bytes(&data::review_of(100_000)).expect("writes");
    let title = format!("review JSON in: 100,000 items, {} MB", large.len() / 1_000_000);
    compare_reading(&mut figures, &title, &large, 5);

    let written = to_bytes(&session).expect("writes");
    assert!(read_session(&written, "session").is_ok(), "the session that is written is a valid one");
    let (mut ours, mut compact, mut pretty) = (Times::default(), Times::default(), Times::default());
    let mut out = Vec::with_capacity(2 * written.len());
    for _ in 0..50 {
        out.clear();
        compact.take(|| serde_json::to_writer(&mut out, &session)).expect("writes");
        out.clear();
        pretty.take(|| serde_json::to_writer_pretty(&mut out, &session)).expect("writes");
        out.clear();
        ours.take(|| write_session(&session, &mut out)).expect("writes");
    }
    let title = format!("session JSON out: {} passages, {} KB", session.quotes.len(), written.len() / 1_000);
    figures.speed(&title, ours.median(), ("serde_json, compact", compact.median()), Reach::AtLeast(0.5));
    figures.speed("the same", ours.median(), ("serde_json, pretty", pretty.median()), Reach::Told);
    figures.print();
}
