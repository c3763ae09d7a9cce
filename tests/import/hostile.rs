//! Nothing makes the recogniser panic, hang or hand out a review that does not hold together.

use std::time::Duration;
use std::time::Instant;

use plumbline::document::validate::validate_review;
use plumbline::import::record::Record;
use plumbline::import::report;
use proptest::prelude::*;
use uuid::Uuid;

use crate::made_up::Spec;
use crate::made_up::make;
use crate::plain;

fn survives(record: &Record) {
    let _ = report::looks_like_report(record);
    if let Ok((review, summary)) = report::recognise(record, &report::Options { id: Uuid::nil() }) {
        validate_review(&review, "hostile").unwrap();
        assert_eq!(summary.counts["commitments"], review.commitments.len());
    }
}

/// Lines of the pieces reports are made of, in any order.
fn lines() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("Commitment |".to_owned()),
        Just("A. Met |\nB. Money |\nC. Help |\nOverall |".to_owned()),
        Just("Good |".to_owned()),
        Just("Requires improvement |".to_owned()),
        Just("Rating |\nWas it met? |\nWas it funded? |\nDid it help? |".to_owned()),
        Just("Outstanding |\na |\nb |\nc |\nGood |\na |\nb |\nc |\nRequires improvement |\na |\nb |\nc |\nInadequate |\na |\nb |\nc |".to_owned()),
        "[(]?[0-9]{1,5}[)]? [A-Z][a-z]{0,9} [(][A-Z]{2,4}[0-9]{2,6}[)]",
        "[0-9]{1,4} [A-Za-z ]{1,30}",
        "“[A-Za-z0-9 .,]{0,60}”?[0-9]{0,4}",
        "[A-Za-z£%. ]{0,40}[0-9]{1,9}[.,;]?[A-Za-z ]{0,20}",
        "We (rate|conclude) (this|the|both) (commitment|commitments|funding|impact) (is|as) ‘(good|inadequate|requires improvement)’[.]",
        "Commitment [0-9]{1,3}: [a-z ]{0,20}",
        "\\PC{0,80}",
        Just(String::new()),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.join("\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn lines_in_any_order_do_no_harm(text in lines()) {
        survives(&plain::record(&text));
        survives(&plain::structured(&text));
    }

    #[test]
    fn a_report_with_lines_lost_moved_doubled_and_cut_does_no_harm(
        turn in 0..6_usize,
        changes in prop::collection::vec((0..4_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..40),
    ) {
        let text = make(&Spec { turn, unlisted_every: 5, ..Spec::default() }).text;
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        for (what, one, other) in changes {
            let (at, to) = (one.index(lines.len()), other.index(lines.len()));
            match what {
                0 if lines.len() > 1 => { lines.remove(at); }
                1 => lines.swap(at, to),
                2 => { let line = lines[at].clone(); lines.insert(to, line); }
                _ => { let half = lines[at].chars().count() / 2; lines[at] = lines[at].chars().take(half).collect(); }
            }
        }
        survives(&plain::record(&lines.join("\n")));
    }
}

/// A report with something in front of its first chapter, which takes no longer than its length explains.
fn in_time(what: &str, text: &str) {
    const TIME: Duration = Duration::from_secs(60);
    let started = Instant::now();
    survives(&plain::record(text));
    assert!(started.elapsed() < TIME, "{what}: {:?}", started.elapsed());
}

#[test]
fn much_of_one_kind_takes_no_longer_than_its_length_explains() {
    let report = make(&Spec::default()).text;
    let (front, rest) = report.split_once("In this chapter").unwrap();
    let with = |more: String| format!("{front}{more}\nIn this chapter{rest}");
    in_time("one long line of references", &with("word1 ".repeat(40_000)));
    in_time("one long line of figures", &with("1".repeat(200_000)));
    in_time("quotation marks", &with("“\n".repeat(2_000)));
    in_time("verdicts", &with("We rate this commitment ‘good’ overall.\n".repeat(4_000)));
    in_time("headers", &with("Commitment |\nA. Met |\nB. Money |\nOverall |\n".repeat(2_000)));
    in_time(
        "rows",
        &with(format!(
            "Commitment |\nA. Met |\nB. Money |\nOverall |\n{}",
            (0..2_000).map(|n| format!("We will do {n} things |\nGood |\nGood |\nGood |\n")).collect::<String>()
        )),
    );
    in_time("entries", &with((1..2_000).map(|n| format!("({n}) Body number {n} of all (HBR{n:05})\n")).collect()));
    in_time("brackets", &with("The Body of Many Names (BMN) and ".repeat(2_000)));
    in_time("numbered lines", &with("7 lines of text\n".repeat(20_000)));
    in_time("grades", &with("good ".repeat(40_000)));
    in_time("commitments", &with("commitment ".repeat(40_000)));
}

#[test]
fn nothing_at_all_and_no_table_are_refused_with_a_way_out() {
    for text in ["", "\n\n", "A letter.\nWith kind regards,\nThe Net Menders"] {
        let record = plain::record(text);
        assert!(!report::looks_like_report(&record));
        let error = report::recognise(&record, &report::Options { id: Uuid::nil() }).unwrap_err().to_string();
        assert!(
            error.contains("report.txt") && error.contains("table of ratings") && error.contains("--as submission"),
            "{error}"
        );
    }
}
