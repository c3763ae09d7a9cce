//! A published evaluation recognised: a made-up one, the real one where `PLUMBLINE_REPORT` names it, and a text of 50 MB.
//! Beside them: the same bytes read from disk and the review they become written by `serde_json`.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../tests/import/made_up.rs"]
mod made_up;
#[allow(dead_code)]
#[path = "../tests/import/plain.rs"]
mod plain;
mod support;

use std::path::Path;
use std::time::Duration;

use criterion::Criterion;
use criterion::Throughput;
use uuid::Uuid;

use plumbline::import::report;
use plumbline::model::review::Review;

use support::Figures;
use support::Reach;
use support::Times;

fn recognised(text: &str) -> Review {
    let record = plain::record(text);
    report::recognise(&record, &report::Options { id: Uuid::nil() }).expect("it is a report").0
}

/// A long report: three areas with five commitments each.
fn long() -> String {
    made_up::make(&made_up::Spec { areas: vec![5, 5, 5], unlisted_every: 9, ..made_up::Spec::default() }).text
}

/// A report with so much front matter that it has so many bytes.
fn of_size(bytes: usize) -> String {
    let report = long();
    let paragraph = "In 2019, 75% of piers stood open, and “P9 berths” cost £10,500 each; the Trust stated that 30 of 40 were shut.\n";
    let (front, rest) = report.split_once("Policy Area |").expect("it has a table of areas");
    format!("{front}{}Policy Area |{rest}", paragraph.repeat(bytes / paragraph.len()))
}

fn compare(figures: &mut Figures, what: &str, path: &Path, rounds: usize, limit: Duration) {
    let (mut ours, mut beside) = (Times::default(), Times::default());
    for _ in 0..rounds {
        // Processor time: what others do on a busy machine is not in it.
        let start = support::processor_time();
        let bytes = std::fs::read(path).expect("the report is there");
        let review = recognised(&String::from_utf8_lossy(&bytes));
        ours.push(support::processor_time() - start);
        let start = support::processor_time();
        let bytes = std::fs::read(path).expect("the report is there");
        std::hint::black_box((bytes, serde_json::to_vec(&review).expect("writes")));
        beside.push(support::processor_time() - start);
    }
    figures.time(what, ours.median(), limit);
    figures.ratio(&format!("{what}, beside"), ours.median(), ("read and serde_json out", beside.median()), Reach::Told);
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let text = long();
    let mut group = criterion.benchmark_group("import");
    group.throughput(Throughput::Bytes(text.len() as u64));
    group.bench_function("recognise a made-up report", |bencher| bencher.iter(|| recognised(&text)));
    group.finish();
    if !support::is_asked_for() {
        return;
    }
    let mut figures = Figures::new("Import");
    let folder = support::folder("import");
    let made = folder.join("made-up.txt");
    std::fs::write(&made, &text).expect("writes");
    let limit = Duration::from_millis(150);
    compare(&mut figures, &format!("made-up report, {} KB", text.len() / 1_000), &made, 20, limit);
    if let Some(path) = std::env::var_os("PLUMBLINE_REPORT") {
        compare(&mut figures, "the report PLUMBLINE_REPORT names", Path::new(&path), 20, limit);
    }
    let large = of_size(50_000_000);
    let path = folder.join("large.txt");
    std::fs::write(&path, &large).expect("writes");
    compare(&mut figures, "a text of 50 MB", &path, 1, Duration::from_secs(60));
    figures.print();
}
