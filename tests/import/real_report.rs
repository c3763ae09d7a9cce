//! The published evaluation of the digitisation of the NHS, where `PLUMBLINE_REPORT` names its plain text: held against
//! the first review, which was made from it by hand.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use plumbline::document::read::read_review;
use plumbline::document::validate::validate_review;
use plumbline::import::report;
use plumbline::import::summary::Summary;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::review::Review;
use plumbline::model::source::SourceKind;
use uuid::Uuid;

use crate::plain;

/// The report as recognised, and the review made by hand; `None` where no report is named.
fn both() -> Option<(Review, Summary, Review)> {
    let Some(path) = std::env::var_os("PLUMBLINE_REPORT") else {
        eprintln!("skipped: PLUMBLINE_REPORT names no report");
        return None;
    };
    let text = std::fs::read_to_string(path).unwrap();
    let record = plain::record(&text);
    assert!(report::looks_like_report(&record));
    let started = std::time::Instant::now();
    let (review, summary) = report::recognise(&record, &report::Options { id: Uuid::nil() }).unwrap();
    eprintln!("recognised in {:?}", started.elapsed());
    let sample = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sample-data/digitisation-nhs.review.json")).unwrap();
    Some((review, summary, read_review(&sample, "sample").unwrap()))
}

#[test]
fn dump() {
    let Some((review, summary, sample)) = both() else { return };
    std::fs::write("/tmp/w/out.json", serde_json::to_string_pretty(&review).unwrap()).unwrap();
    for (what, many) in &summary.counts { eprintln!("{what}: {many}"); }
    let mut s = String::new();
    for u in &summary.unresolved { s += &format!("{:?} {} | {}\n", u.line, u.what, u.why); }
    std::fs::write("/tmp/w/out.txt", s).unwrap();
    validate_review(&review, "report").unwrap();
    let _ = sample;
}
