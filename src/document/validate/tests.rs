use super::*;
use crate::document::error::DocumentErrorKind;
use crate::document::fixture::catalog;
use crate::document::fixture::cell;
use crate::document::fixture::panel;
use crate::document::fixture::review;
use crate::document::fixture::session;
use crate::model::ids::ParentKey;
use crate::model::session::NoteTarget;

/// What breaks a document, and where that is to be found.
type Case<T> = (&'static str, fn(&mut T));

/// Checks that each change is found at its place, and that a remedy is given.
fn each_is_found<T>(make: fn() -> T, problems: impl Fn(&T) -> Problems, cases: &[Case<T>]) {
    assert_eq!(problems(&make()), Problems::default(), "the fixture itself is valid");
    for (place, change) in cases {
        let mut document = make();
        change(&mut document);
        let found = problems(&document);
        let places: Vec<&str> = found.first.iter().map(|problem| problem.place.as_str()).collect();
        assert!(places.contains(place), "{place} is not among {places:?}");
        assert!(found.first.iter().all(|problem| !problem.remedy.is_empty() && !problem.what.is_empty()));
    }
}

#[test]
fn the_scale_questions_commitments_and_sources_of_a_review_are_sound() {
    each_is_found(
        review,
        review_problems,
        &[
            ("edition", |r| r.edition = 0),
            ("date", |r| r.date = "yesterday".to_owned()),
            ("date", |r| r.date = "2023-02-31".to_owned()),
            ("date", |r| r.date = "17 February 2023".to_owned()),
            ("date", |r| r.date = "2023-13".to_owned()),
            ("scale", |r| r.scale.swap(0, 1)),
            ("scale", |r| drop(r.scale.pop())),
            ("questions[0].id", |r| r.questions[0].id = "a".into()),
            ("questions[1].id", |r| r.questions[1].id = "AB".into()),
            ("questions[1].id", |r| r.questions[1].id = "A".into()),
            ("areas[1].id", |r| r.areas.push(r.areas[0].clone())),
            ("commitments[1].id", |r| r.commitments[1].id = "3".into()),
            ("commitments[0].id", |r| r.commitments.swap(0, 1)),
            ("commitments[0].area", |r| r.commitments[0].area = "none".into()),
            ("commitments[0].subquestions.Z", |r| {
                r.commitments[0].subquestions = Some([("Z".into(), vec![])].into_iter().collect());
            }),
            ("sources[1].id", |r| r.sources[1].id = "sub0001".into()),
            ("sources[1].aliases[0]", |r| r.sources[1].aliases = vec!["Sub0001".to_owned()]),
            ("sources[1].aliases[0]", |r| r.sources[1].aliases = vec!["SUB 1".to_owned()]),
            ("sources[0].aliases[0]", |r| r.sources[0].aliases = vec!["RT1".to_owned()]),
            ("sources[1].like", |r| r.sources[1].like = Some("none".into())),
            ("sources[1].like", |r| r.sources[1].like = Some("RT1".into())),
            ("sources[1].speakers[1].id", |r| {
                let speaker = r.sources[1].speakers[0].clone();
                r.sources[1].speakers.push(speaker);
            }),
            ("sources[1].original.sha256", |r| {
                r.sources[1].original.as_mut().expect("there").sha256 = "E3".to_owned();
            }),
        ],
    );
}

#[test]
fn the_notes_published_ratings_and_themes_of_a_review_refer_to_something() {
    each_is_found(
        review,
        review_problems,
        &[
            ("footnotes[1].number", |r| r.footnotes[1].number = 1),
            ("footnotes[0].number", |r| r.footnotes[0].number = 0),
            ("footnotes[1].number", |r| r.footnotes.swap(0, 1)),
            ("footnotes[0].sources[0]", |r| r.footnotes[0].sources[0] = "none".into()),
            ("published.cells.3A", |r| {
                r.published.cells.insert(cell("3A"), crate::model::rating::Rating::Good);
            }),
            ("published.commitments.9", |r| {
                r.published.commitments.insert("9".into(), crate::model::rating::Rating::Good);
            }),
            ("published.areas.none", |r| {
                r.published.areas.insert("none".into(), crate::model::rating::Rating::Good);
            }),
            ("published.printed[0]", |r| r.published.printed.as_mut().expect("there")[0].cell = Some(cell("1A"))),
            ("published.printed[0].parent", |r| {
                r.published.printed.as_mut().expect("there")[0].parent = Some(ParentKey::Area("none".into()));
            }),
            ("themes[1].id", |r| r.themes[1].id = "money".into()),
            ("themes[1].parent", |r| r.themes[1].parent = Some("none".into())),
            ("themes[0].parent", |r| r.themes[0].parent = Some("staff".into())),
            ("settings.anchor_notes.A:great", |r| {
                let notes = [("A:great".to_owned(), String::new())];
                r.settings.as_mut().expect("there").anchor_notes = notes.into_iter().collect();
            }),
        ],
    );
}

#[test]
fn every_item_of_evidence_refers_to_something_and_its_offsets_are_inside_its_text() {
    each_is_found(
        review,
        review_problems,
        &[
            ("evidence[1].id", |r| r.evidence[1].id = "e1".into()),
            ("evidence[0].id", |r| r.evidence[0].id = "".into()),
            ("evidence[0].cells[0].commitment", |r| r.evidence[0].cells[0].commitment = Some("3".into())),
            ("evidence[0].cells[0].question", |r| r.evidence[0].cells[0].question = Some("C".into())),
            ("evidence[0].cells[0]", |r| r.evidence[0].cells[0].area = Some("records".into())),
            ("evidence[0].cells[0]", |r| r.evidence[0].cells[0].commitment = None),
            ("evidence[1].cells[1].area", |r| r.evidence[1].cells[1].area = Some("none".into())),
            ("evidence[0].sources[0]", |r| r.evidence[0].sources[0] = "none".into()),
            ("evidence[0].speaker", |r| r.evidence[0].sources = vec!["SUB0001".into()]),
            ("evidence[0].refs[0].footnote", |r| r.evidence[0].refs[0].footnote = 2),
            ("evidence[0].refs[1].at", |r| r.evidence[0].refs[1].at = 20),
            ("evidence[0].refs[1].at", |r| r.evidence[0].refs[1].at = 4),
            ("evidence[1].rates[0]", |r| r.evidence[1].rates[0].cell = None),
            ("evidence[1].rates[0].cell", |r| r.evidence[1].rates[0].cell = Some(cell("1C"))),
            ("evidence[0].line", |r| r.evidence[0].line = Some(0)),
        ],
    );
}

#[test]
fn a_text_that_could_not_be_written_is_a_problem_of_a_review_made_in_memory() {
    assert_eq!(validate_review(&review(), "new review"), Ok(()));
    let mut broken = review();
    broken.evidence[2].text = "a\r\nb".to_owned();
    let error = validate_review(&broken, "new review").expect_err("refused").to_string();
    assert!(error.contains("new review") && error.contains("carriage return"), "{error}");
}

#[test]
fn every_key_of_a_session_stands_once_and_what_it_names_of_its_own_is_there() {
    each_is_found(
        session,
        session_problems,
        &[
            ("review.digest", |s| s.review.digest = "abc".to_owned()),
            ("codebook[1].id", |s| s.codebook[1].id = "money".into()),
            ("codebook[1].parent", |s| s.codebook[1].parent = Some("staff".into())),
            ("codebook[1].digit", |s| s.codebook[1].digit = Some(1)),
            ("codebook[1].digit", |s| s.codebook[1].digit = Some(10)),
            ("triage[1].source", |s| s.triage.push(s.triage[0].clone())),
            ("quotes[1].id", |s| s.quotes.push(s.quotes[0].clone())),
            ("quotes[0]", |s| s.quotes[0].evidence = None),
            ("quotes[0]", |s| s.quotes[0].source = Some("SUB0001".into())),
            ("quotes[0].tags[0]", |s| s.quotes[0].tags[0] = "none".into()),
            ("quotes[0].selector", |s| s.quotes[0].selector.end = 12),
            ("quotes[0].selector", |s| s.quotes[0].selector.end = 3),
            ("quotes[0].filings[1].cell", |s| {
                let filing = s.quotes[0].filings[0].clone();
                s.quotes[0].filings.push(filing);
            }),
            ("ratings[1].cell", |s| s.ratings.push(s.ratings[0].clone())),
            ("ratings[0].round", |s| s.ratings[0].round = 0),
            ("ratings[0].quotes[0]", |s| s.ratings[0].quotes[0] = uuid::Uuid::from_u128(7)),
            ("abstained[0].cell", |s| s.abstained[0].cell = cell("1A")),
            ("abstained[1].cell", |s| s.abstained.push(s.abstained[0].clone())),
            ("overrides[0].reason", |s| s.overrides[0].reason = " ".to_owned()),
            ("overrides[1].parent", |s| s.overrides.push(s.overrides[0].clone())),
            ("notes[1].id", |s| s.notes[1].id = s.notes[0].id),
            ("summaries[1]", |s| s.summaries.push(s.summaries[0].clone())),
            ("waivers[1]", |s| s.waivers.push(s.waivers[0].clone())),
            ("consensus[1]", |s| s.consensus.push(s.consensus[0].clone())),
            ("consensus[0]", |s| s.consensus[0].cell = Some(cell("1A"))),
            ("seen_published[1].on", |s| s.seen_published.push(s.seen_published[0].clone())),
            ("log[1].payload", |s| s.log.as_mut().expect("there")[1].payload = None),
        ],
    );
}

fn against_review(session: &SessionFile) -> Problems {
    let mut problems = Problems::default();
    against::references(session, &catalog(), &mut problems);
    problems
}

#[test]
fn everything_a_session_names_is_in_its_review() {
    each_is_found(
        session,
        against_review,
        &[
            ("triage[0].source", |s| s.triage[0].source = "none".into()),
            ("triage[0].bears_on[0]", |s| s.triage[0].bears_on[0] = "9".into()),
            ("quotes[0].evidence", |s| s.quotes[0].evidence = Some("none".into())),
            ("quotes[0].filings[0].cell", |s| s.quotes[0].filings[0].cell.commitment = "9".into()),
            ("quotes[0].source", |s| {
                s.quotes[0].evidence = None;
                s.quotes[0].source = Some("RT1".into());
            }),
            ("quotes[0].selector.end", |s| s.quotes[0].selector.end = 20),
            ("quotes[0].selector.exact", |s| s.quotes[0].selector.exact = "Satx".to_owned()),
            ("quotes[0].selector.text_sha256", |s| s.quotes[0].selector.text_sha256 = "0".repeat(64)),
            ("ratings[0].cell", |s| s.ratings[0].cell = cell("9A")),
            ("abstained[0].cell", |s| s.abstained[0].cell = cell("1Z")),
            ("overrides[0].parent", |s| s.overrides[0].parent = ParentKey::Area("none".into())),
            ("notes[0].on", |s| s.notes[0].on = NoteTarget::Source("none".into())),
            ("notes[1].on", |s| s.notes[1].on = NoteTarget::Footnote(2)),
            ("notes[2].on", |s| s.notes[2].on = NoteTarget::Evidence("none".into())),
            ("summaries[0].source", |s| s.summaries[0].source = "none".into()),
            ("summaries[0].cell", |s| s.summaries[0].cell = cell("3A")),
            ("consensus[0]", |s| s.consensus[0].parent = Some(ParentKey::Commitment("3".into()))),
        ],
    );
}

#[test]
fn a_session_made_on_another_edition_leaves_lost_passages_to_re_anchoring() {
    let mut older = session();
    older.review.digest = "0".repeat(64);
    older.quotes[0].selector.text_sha256 = "1".repeat(64);
    older.quotes[0].evidence = Some("gone".into());
    older.triage[0].source = "gone".into();
    assert_eq!(validate_session(&older, &catalog(), "s.json"), Ok(()));
    older.ratings[0].cell = cell("9A");
    let error = validate_session(&older, &catalog(), "s.json").expect_err("refused").to_string();
    assert!(error.contains("ratings[0].cell") && error.contains("edition 1"), "{error}");
}

#[test]
fn a_session_or_panel_of_another_review_names_both() {
    let mut other = session();
    other.review.id = uuid::Uuid::from_u128(5);
    other.review.title = "Another one".to_owned();
    let error = validate_session(&other, &catalog(), "s.json").expect_err("refused");
    assert_eq!((error.kind, error.code()), (DocumentErrorKind::OtherReview, "other-review"));
    let message = error.to_string();
    let ids = [other.review.id.to_string(), review().id.to_string()];
    for word in ["s.json", "Another one", "Small review", &ids[0], &ids[1], "Open it with the review"] {
        assert!(message.contains(word), "{word} is not in: {message}");
    }
    let mut other = panel();
    other.review.id = uuid::Uuid::from_u128(5);
    let error = validate_panel(&other, &catalog(), "p.json").expect_err("refused");
    assert_eq!(error.kind, DocumentErrorKind::OtherReview);
}

#[test]
fn a_passage_of_a_source_is_held_against_the_text_of_the_source() {
    let mut session = session();
    let text = review().sources[0].text.clone().expect("there");
    let quote = &mut session.quotes[0];
    quote.evidence = None;
    quote.source = Some("SUB0001".into());
    let digest = crate::document::canonical::sha256_hex(text.as_bytes());
    let length = text.chars().count();
    quote.selector = crate::model::quote::Selector::of(&text, length - 7, length, digest).expect("inside");
    assert_eq!(quote.selector.exact, "Nearly.");
    assert_eq!(validate_session(&session, &catalog(), "s.json"), Ok(()));
}

#[test]
fn a_panel_holds_together_and_fits_its_review() {
    let problems = |panel: &Panel| {
        let mut problems = panel_problems(panel);
        panel::references(panel, &catalog(), &mut problems);
        problems
    };
    each_is_found(
        panel,
        problems,
        &[
            ("review.digest", |p| p.review.digest.clear()),
            ("members[1].id", |p| p.members[1].id = p.members[0].id),
            ("members[1].letter", |p| p.members[1].letter = "A".to_owned()),
            ("members[1].letter", |p| p.members[1].letter.clear()),
            ("members[0].areas[0]", |p| p.members[0].areas[0] = "none".into()),
            ("members[1].reads[0]", |p| p.members[1].reads[0] = "none".into()),
            ("disagreement.range", |p| p.disagreement.range = 0),
            ("opening_key", |p| p.opening_key.clear()),
            ("rounds[0].n", |p| p.rounds[0].n = 2),
            ("rounds[0].received[0].member", |p| p.rounds[0].received[0].member = uuid::Uuid::from_u128(1)),
            ("rounds[0].received[0].mac", |p| p.rounds[0].received[0].mac = "x".to_owned()),
        ],
    );
}

#[test]
fn a_file_wrong_throughout_reports_the_first_and_counts_the_rest() {
    let mut broken = review();
    for number in 0..200 {
        let mut item = broken.evidence[2].clone();
        item.id = crate::model::ids::EvidenceId(format!("x{number}"));
        item.sources = vec!["none".into()];
        broken.evidence.push(item);
    }
    let error = validate_review(&broken, "r.json").expect_err("refused");
    assert_eq!(error.place.as_deref(), Some("evidence[3].sources[0]"));
    assert_eq!(error.more, 199);
}

#[test]
fn a_session_in_an_early_form_says_nothing_that_the_form_lacks() {
    let mut session = session();
    session.quotes[0].lost = true;
    let problems = session_problems(&session);
    let error = problems.into_result("s.json").expect_err("version 1 has no lost passages");
    assert_eq!(error.place.as_deref(), Some("version"));
    session.version = 2;
    assert_eq!(session_problems(&session).into_result("s.json"), Ok(()));
}
