//! An article of 100 KB traced in a review the size of a report: made up, a third word for word, a third changed, a third
//! not in it; and in the real report where `PLUMBLINE_REPORT` names it. Beside them: the same bytes read as words once.
#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[allow(dead_code)]
#[path = "../tests/import/made_up.rs"]
mod made_up;
#[allow(dead_code)]
#[path = "../tests/import/plain.rs"]
mod plain;
mod support;

use std::time::Duration;

use criterion::Criterion;
use criterion::Throughput;
use uuid::Uuid;

use plumbline::document::digest::digest;
use plumbline::import::report;
use plumbline::model::catalog::Catalog;
use plumbline::review::trace::article::Article;
use plumbline::review::trace::article::Paragraph;
use plumbline::review::trace::trace;

use support::Figures;
use support::Reach;
use support::Times;

/// Bytes of the article.
const ARTICLE: usize = 100_000;

fn recognised(text: &str) -> Catalog {
    let review = report::recognise(&plain::record(text), &report::Options { id: Uuid::nil() }).expect("a report").0;
    let digest = digest(&review);
    Catalog::new(review, digest)
}

/// An article that quotes a review: passages of it as they stand, with words changed, and shuffled.
fn article(catalog: &Catalog) -> Article {
    let review = catalog.review();
    let words: Vec<&str> = review.evidence.iter().flat_map(|item| item.text.split_whitespace()).collect();
    let (mut paragraphs, mut bytes, mut at) = (Vec::new(), 0, 0);
    while bytes < ARTICLE {
        let from = (at * 7_919) % (words.len() - 40);
        let mut passage: Vec<&str> = words[from..from + 12 + at % 24].to_vec();
        match at % 3 {
            0 => {}
            1 => passage[4] = "hedgehog",
            _ => passage.sort_by_key(|word| (word.len() * 7) % 5),
        }
        let passage = passage.join(" ").replace(['“', '”', '"'], "");
        let text = format!("It was said in the course of the debate that “{passage}”, and the matter rested there.");
        bytes += text.len() + 1;
        at += 1;
        let number = u32::try_from(at).expect("few");
        paragraphs.push(Paragraph { text, set_apart: false, line: number, page: None, number });
    }
    Article { name: "article".to_owned(), paragraphs, warnings: Vec::new() }
}

fn compare(figures: &mut Figures, what: &str, catalog: &Catalog) {
    let article = article(catalog);
    let texts: Vec<&str> = catalog.review().evidence.iter().map(|item| item.text.as_str()).collect();
    for unmarked in [false, true] {
        let (mut ours, mut beside) = (Times::default(), Times::default());
        for _ in 0..20 {
            // Processor time: what others do on a busy machine is not in it.
            let start = support::processor_time();
            std::hint::black_box(trace(catalog, &article, unmarked).expect("is not retold"));
            ours.push(support::processor_time() - start);
            let start = support::processor_time();
            let lower: Vec<String> =
                texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_lowercase).collect();
            std::hint::black_box(lower);
            beside.push(support::processor_time() - start);
        }
        let what = if unmarked { format!("{what}, unmarked too") } else { what.to_owned() };
        figures.time(&what, ours.median(), Duration::from_secs(1));
        figures.ratio(
            &format!("{what}, beside"),
            ours.median(),
            ("its words in small letters", beside.median()),
            Reach::Told,
        );
    }
}

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    let made =
        made_up::make(&made_up::Spec { areas: vec![5, 5, 5], unlisted_every: 9, ..made_up::Spec::default() }).text;
    let catalog = recognised(&made);
    let quoting = article(&catalog);
    let mut group = criterion.benchmark_group("trace");
    group.throughput(Throughput::Bytes(ARTICLE as u64));
    group.sample_size(20);
    group.bench_function("an article of 100 KB", |bencher| bencher.iter(|| trace(&catalog, &quoting, false)));
    group.finish();
    if !support::is_asked_for() {
        return;
    }
    let mut figures = Figures::new("Trace: an article of 100 KB");
    compare(&mut figures, &format!("in a made-up report of {} KB", made.len() / 1_000), &catalog);
    if let Some(path) = std::env::var_os("PLUMBLINE_REPORT") {
        let text = std::fs::read_to_string(path).expect("the report is there");
        compare(&mut figures, "in the report PLUMBLINE_REPORT names", &recognised(&text));
    }
    figures.print();
}
