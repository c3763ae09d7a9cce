//! Reviews of other shapes than the sample: every view and sheet is drawn, and what is empty says what to do next.

use std::sync::Arc;

use plumbline::document::validate::validate_review;
use plumbline::model::catalog::Catalog;
use plumbline::model::ids::CommitmentId;
use plumbline::model::ids::QuestionId;
use plumbline::model::review::Published;
use plumbline::model::review::Review;

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;
use crate::submissions;
use crate::walks;

/// The sample with so many commitments in one area, and questions A, B and on.
fn shaped(commitments: usize, questions: usize) -> Review {
    let mut review = sample().review().clone();
    review.areas.truncate(1);
    let first = review.commitments[0].clone();
    review.commitments = (1..=commitments)
        .map(|n| {
            let mut commitment = first.clone();
            commitment.id = CommitmentId(n.to_string());
            commitment.label = format!("Promise {n}");
            commitment.subquestions = None;
            commitment
        })
        .collect();
    let first = review.questions[0].clone();
    review.questions = ('A'..='Z')
        .take(questions)
        .map(|id| {
            let mut question = first.clone();
            question.id = QuestionId(id.to_string());
            question.label = format!("Question {id}");
            question
        })
        .collect();
    review.published = Published::default();
    review.settings = None;
    let (has_commitments, has_questions) = (review.commitments.clone(), review.questions.clone());
    for item in &mut review.evidence {
        item.rates.clear();
        item.cells.retain(|bearing| {
            bearing.commitment.as_ref().is_some_and(|id| has_commitments.iter().any(|known| &known.id == id))
                && bearing.question.as_ref().is_none_or(|id| has_questions.iter().any(|known| &known.id == id))
        });
    }
    review
}

fn bare() -> Review {
    let mut review = shaped(2, 2);
    review.evidence.clear();
    review.footnotes.clear();
    review.sources.clear();
    review.themes.clear();
    review.areas.iter_mut().for_each(|area| area.label.clear());
    review.questions.iter_mut().for_each(|question| question.anchors = Default::default());
    review
}

fn shapes() -> Vec<(&'static str, Arc<Catalog>)> {
    let mut long = shaped(3, 4);
    let name = "An extraordinarily long name that goes on and on \u{2013} \u{4e2d}\u{6587}\u{4e2d}\u{6587} ".repeat(6);
    long.title = name.clone();
    long.commitments.iter_mut().for_each(|commitment| commitment.label = name.clone());
    long.questions.iter_mut().for_each(|question| question.label = name.clone());
    long.areas.iter_mut().for_each(|area| area.label = name.clone());
    long.sources.iter_mut().for_each(|source| source.label = name.clone());
    long.scale.iter_mut().for_each(|point| point.label = name.clone());
    long.themes.iter_mut().for_each(|theme| theme.label = name.clone());
    let mut only_sources = bare();
    for n in 1..=5_000 {
        let label = format!("Made-up charity {n}");
        only_sources.sources.push(submissions::source(&format!("SUB{n:04}"), &label, "One. Two.\n".to_owned()));
    }
    let mut nothing_promised = bare();
    nothing_promised.commitments.clear();
    let reviews = [
        ("1 commitment", shaped(1, 4)),
        ("15 commitments", shaped(15, 4)),
        ("3 questions", shaped(9, 3)),
        ("6 questions", shaped(9, 6)),
        ("1 question", shaped(1, 1)),
        ("long names", long),
        ("bare", bare()),
        ("sources only", only_sources),
        ("no commitments", nothing_promised),
    ];
    reviews
        .into_iter()
        .map(|(what, review)| {
            validate_review(&review, what).unwrap_or_else(|error| panic!("{error}"));
            (what, catalog_of(review))
        })
        .collect()
}

fn member_on(catalog: Arc<Catalog>, width: u16, height: u16) -> Member {
    Member::starting(Start { catalog, ..Start::default() }, width, height)
}

#[test]
fn every_view_and_sheet_is_drawn_on_a_review_of_any_shape() {
    for (what, catalog) in shapes() {
        for (n, (where_to, keys)) in walks::all().enumerate() {
            // Each walk on one size in turn: all of them on each would say no more and take long.
            let (width, height) = [(80, 24), (200, 50), (60, 15), (120, 40)][n % 4];
            let mut member = member_on(catalog.clone(), width, height);
            member.does(keys);
            member.looks().keeps_to_its_size(&format!("{what}: {where_to}"));
        }
    }
}

fn of(what: &str) -> Arc<Catalog> {
    shapes().into_iter().find(|(name, _)| *name == what).unwrap().1
}

#[test]
fn fifteen_commitments_stand_in_line_with_their_numbers() {
    let member = member_on(of("15 commitments"), 80, 24);
    let rows: Vec<String> = member.looks().lines();
    let column = |name: &str| {
        let row = rows.iter().find(|row| row.contains(name)).unwrap_or_else(|| panic!("{name} is not shown"));
        row.chars().position(|c| c == '\u{b7}').expect("unrated")
    };
    assert_eq!(column("Promise 9 "), column("Promise 10 "), "{}", member.screen());
    let heading = rows.iter().find(|row| row.contains("A B C D")).expect("a heading");
    assert_eq!(heading.chars().position(|c| c == 'A'), Some(column("Promise 9 ")), "{}", member.screen());
}

#[test]
fn six_questions_are_rated_and_rolled_up() {
    let mut member = member_on(of("6 questions"), 80, 24);
    for key in ["1a", "1b", "1c", "1d", "1e", "1f"] {
        member.does(&format!(": \"{key}\" Enter 2 Enter"));
    }
    assert_eq!(member.state().ratings.len(), 6);
    assert!(member.said().contains("Commitment 1"), "{}", member.said());
    member.does("g v");
    assert!(
        member.screen().lines().any(|line| line.split_whitespace().take(6).eq(["A", "B", "C", "D", "E", "F"])),
        "{}",
        member.screen()
    );
}

#[test]
fn an_area_without_a_name_is_named_by_its_key() {
    let mut member = member_on(of("bare"), 80, 24);
    let key = member.app.workspace().catalog().review().areas[0].id.clone();
    for keys in ["", "g v", "g r Up i"] {
        member.does(keys);
        assert!(member.sees(&format!("Area {key}")), "{keys}: {}", member.screen());
    }
}

#[test]
fn where_there_is_nothing_to_read_the_list_says_what_to_do() {
    let mut member = member_on(of("sources only"), 80, 24);
    member.does("Enter");
    assert!(member.sees("g s lists the"), "{}", member.screen());
    member.does("g s \"charity 4711\" Enter v + Enter");
    assert_eq!(member.state().quotes[0].source.as_ref().unwrap().as_str(), "SUB4711");
    member.does("Left");
    assert!(member.sees("1 passage of yours from"), "{}", member.screen());
    let mut member = member_on(of("bare"), 80, 24);
    member.does("Enter");
    assert!(member.sees("holds no evidence"), "{}", member.screen());
    member.does("g s");
    assert!(member.sees("this review has none"), "{}", member.screen());
    let mut member = member_on(of("no commitments"), 80, 24);
    assert!(member.sees("The whole evaluation"), "{}", member.screen());
    member.does("Enter r");
    member.looks().keeps_to_its_size("no commitments");
}

#[test]
fn nothing_published_and_no_anchors_are_said_and_not_missed() {
    let mut member = member_on(of("bare"), 80, 24);
    member.does("2 \"It seems so.\" Enter p");
    assert!(member.said().contains("was published"), "{}", member.said());
    member.does("i");
    member.looks().keeps_to_its_size("no anchors");
    assert_eq!(member.state().ratings.len(), 1);
}
