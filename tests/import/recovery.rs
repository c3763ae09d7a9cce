//! Made-up evaluations come back as they were made, whatever their shape and however they are written.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use plumbline::document::validate::validate_review;
use plumbline::import::record::Record;
use plumbline::import::report;
use plumbline::import::summary::Summary;
use plumbline::model::evidence::Evidence;
use plumbline::model::evidence::EvidenceKind;
use plumbline::model::review::Review;
use plumbline::model::source::SourceKind;
use uuid::Uuid;

use crate::made_up::ANNEX;
use crate::made_up::Spec;
use crate::made_up::Truth;
use crate::made_up::make;
use crate::plain;

pub fn recognised(text: &str) -> (Review, Summary) {
    recognised_record(&plain::record(text))
}

pub fn recognised_record(record: &Record) -> (Review, Summary) {
    let (review, summary) = report::recognise(record, &report::Options { id: Uuid::nil() }).unwrap();
    validate_review(&review, "made up").unwrap();
    (review, summary)
}

fn places(item: &Evidence) -> BTreeSet<String> {
    item.cells
        .iter()
        .map(|bearing| match (&bearing.area, bearing.cell(), &bearing.commitment) {
            (Some(area), ..) => format!("area {area}"),
            (_, Some(cell), _) => cell.to_string(),
            (_, _, commitment) => commitment.as_ref().unwrap().to_string(),
        })
        .collect()
}

/// Holds a review against the truth.
fn comes_back(spec: &Spec) {
    let truth = make(spec);
    let record = if spec.headings { plain::structured(&truth.text) } else { plain::record(&truth.text) };
    assert!(report::looks_like_report(&record));
    let (review, _) = recognised_record(&record);
    tables(&review, &truth, spec);
    lists(&review, &truth);
    body(&review, &truth, spec);
}

fn tables(review: &Review, truth: &Truth, spec: &Spec) {
    assert_eq!(review.date, "2033-05-09", "{spec:?}");
    assert!(review.body.starts_with("Islands and Harbours Committee"));
    assert_eq!(review.questions.len(), spec.questions.len());
    let commitments: Vec<_> =
        review.commitments.iter().map(|one| (one.text.replace('\'', "’"), one.area.to_string())).collect();
    let expected: Vec<_> =
        truth.commitments.iter().map(|(text, area)| (text.clone(), (area + 1).to_string())).collect();
    assert_eq!(commitments, expected, "{spec:?}");
    if spec.area_table || spec.headings {
        assert_eq!(review.areas.iter().map(|area| area.label.clone()).collect::<Vec<_>>(), truth.areas);
    }
    let mut grades: BTreeMap<String, String> = BTreeMap::new();
    for subject in review.published.subjects() {
        grades.insert(subject.to_string(), review.published.of(&subject).unwrap().id().to_owned());
    }
    let expected: BTreeMap<String, String> =
        truth.grades.iter().map(|(key, grade)| (key.clone(), (*grade).to_owned())).collect();
    assert_eq!(grades, expected, "{spec:?}");
    for (n, question) in review.questions.iter().enumerate() {
        assert_eq!(question.label, spec.questions[n]);
        assert_eq!(question.anchors.len(), if spec.annex { 4 } else { 0 });
        if spec.annex {
            assert_eq!(question.text, ANNEX[n]);
        }
    }
}

fn lists(review: &Review, truth: &Truth) {
    let registered: Vec<_> = review
        .sources
        .iter()
        .filter(|source| matches!(source.kind, SourceKind::Submission | SourceKind::Roundtable))
        .map(|source| (source.id.to_string(), source.label.clone(), source.group.clone()))
        .collect();
    let expected: Vec<_> =
        truth.register.iter().map(|(id, name, group)| (id.clone(), name.clone(), group.clone())).collect();
    assert_eq!(registered, expected);
    let codes: BTreeSet<&str> = truth.register.iter().map(|(code, ..)| code.as_str()).collect();
    let notes: BTreeMap<u32, Vec<String>> = review
        .footnotes
        .iter()
        .filter(|note| note.listed)
        .map(|note| {
            (
                note.number,
                note.sources.iter().map(ToString::to_string).filter(|id| codes.contains(id.as_str())).collect(),
            )
        })
        .collect();
    let expected: BTreeMap<u32, Vec<String>> =
        truth.notes.iter().map(|(number, (_, codes))| (*number, codes.clone())).collect();
    assert_eq!(notes, expected);
}

fn body(review: &Review, truth: &Truth, spec: &Spec) {
    let mut references: BTreeSet<(u32, u32, BTreeSet<String>)> = BTreeSet::new();
    for item in &review.evidence {
        for reference in &item.refs {
            references.insert((reference.footnote, item.line.unwrap(), places(item)));
        }
    }
    let lost: Vec<_> = truth.references.difference(&references).collect();
    let more: Vec<_> = references.difference(&truth.references).collect();
    assert!(lost.is_empty() && more.is_empty(), "lost {lost:?}\nmore {more:?}\n{spec:?}");
    let quotations: Vec<_> = review
        .evidence
        .iter()
        .filter(|item| item.kind == EvidenceKind::Quotation)
        .map(|item| {
            (item.line.unwrap(), item.text.clone(), item.sources.first().map(ToString::to_string).unwrap_or_default())
        })
        .collect();
    assert_eq!(quotations, truth.quotations, "{spec:?}");
    let rates: BTreeSet<(String, &str, u32)> = review
        .evidence
        .iter()
        .flat_map(|item| {
            item.rates
                .iter()
                .map(|stated| (stated.subject().unwrap().to_string(), stated.rating.id(), item.line.unwrap()))
        })
        .collect();
    let expected: BTreeSet<(String, &str, u32)> = truth.rates.iter().cloned().collect();
    assert_eq!(rates, expected, "{spec:?}");
}

#[test]
fn a_report_of_two_areas_comes_back() {
    comes_back(&Spec::default());
}

#[test]
fn it_comes_back_however_its_sentences_are_turned() {
    for turn in 0..20 {
        comes_back(&Spec { turn, grades: vec![turn % 4, 1, 3, (turn + 2) % 4, 2], ..Spec::default() });
    }
}

#[test]
fn it_comes_back_with_other_numbers_of_areas_and_commitments() {
    for areas in [vec![1], vec![3], vec![1, 1, 1], vec![2, 3, 1, 1], vec![5, 5, 5], vec![15]] {
        comes_back(&Spec { areas, turn: 1, ..Spec::default() });
    }
}

#[test]
fn it_comes_back_with_three_or_five_questions() {
    comes_back(&Spec { questions: vec!["Commitment Met", "Funding and Resource", "Impact"], ..Spec::default() });
    comes_back(&Spec {
        questions: vec!["Promise Kept", "Funding", "Impact", "Appropriateness", "Openness"],
        turn: 2,
        ..Spec::default()
    });
}

#[test]
fn it_comes_back_with_other_codes_and_misspelt_ones() {
    for (prefix, width) in
        [("ABC", 4), ("XYZ", 3), ("EC", 5), ("HMPOL", 4), ("QTR", 6), ("RB", 2), ("RTR", 1), ("EVID", 1), ("X", 3)]
    {
        comes_back(&Spec { prefix, width, ..Spec::default() });
    }
    comes_back(&Spec { misspelt: true, areas: vec![2, 2], ..Spec::default() });
}

#[test]
fn it_comes_back_in_capitals_with_straight_marks_without_annex() {
    comes_back(&Spec { upper_case: true, ..Spec::default() });
    comes_back(&Spec { straight_quotes: true, ..Spec::default() });
    comes_back(&Spec { annex: false, ..Spec::default() });
    comes_back(&Spec { long_rationale: true, ..Spec::default() });
}

#[test]
fn notes_left_out_of_the_list_or_never_referred_to_shift_nothing() {
    for (unlisted_every, unreferred_every) in [(7, 0), (0, 6), (5, 9), (3, 4)] {
        comes_back(&Spec { unlisted_every, unreferred_every, areas: vec![3, 2], ..Spec::default() });
    }
}

#[test]
fn without_a_table_of_areas_the_chapters_tell_them_and_without_chapters_tables_the_joints_do() {
    comes_back(&Spec { area_table: false, areas: vec![2, 2], ..Spec::default() });
    comes_back(&Spec { chapter_tables: false, areas: vec![2, 1, 2], ..Spec::default() });
}

#[test]
fn it_comes_back_from_formats_that_keep_rows_headings_quotations_notes_and_markers() {
    for turn in 0..4 {
        comes_back(&Spec { rows: true, ..Spec::default() });
        comes_back(&Spec { rows: true, headings: true, turn, areas: vec![2, 3], unlisted_every: 7, ..Spec::default() });
        comes_back(&Spec {
            rows: true,
            headings: true,
            turn,
            chapter_tables: false,
            long_rationale: true,
            ..Spec::default()
        });
    }
}

#[test]
fn it_comes_back_where_commitments_are_numbered_anew_in_every_area() {
    for turn in 0..5 {
        comes_back(&Spec { local_numbers: true, areas: vec![2, 3], turn, ..Spec::default() });
        comes_back(&Spec {
            local_numbers: true,
            rows: true,
            headings: true,
            areas: vec![2, 3],
            turn,
            ..Spec::default()
        });
    }
}

#[test]
fn headings_name_the_areas_and_tell_them_apart_where_no_table_does() {
    for (one_table, chapter_tables) in [(false, true), (false, false), (true, true), (true, false)] {
        for local_numbers in [false, true] {
            let rows = Spec { rows: true, headings: true, area_table: false, areas: vec![2, 3, 1], ..Spec::default() };
            comes_back(&Spec { one_table, chapter_tables, local_numbers, ..rows.clone() });
            // Headings that stand equally high name areas that tables tell apart.
            if chapter_tables || !one_table {
                comes_back(&Spec { one_table, chapter_tables, local_numbers, flat: true, ..rows });
            }
        }
    }
}

#[test]
fn it_comes_back_where_commitments_close_with_their_overall_rationale() {
    for turn in 0..5 {
        for chapter_tables in [true, false] {
            let whole_last = Spec { whole_last: true, areas: vec![2, 1, 2], turn, chapter_tables, ..Spec::default() };
            comes_back(&Spec { long_rationale: turn % 2 == 1, ..whole_last.clone() });
            comes_back(&Spec { grades: vec![turn % 4], ..whole_last });
        }
    }
}
