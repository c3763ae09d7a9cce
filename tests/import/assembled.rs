//! A report and submissions together, as a secretariat has them in a folder.

use std::path::Path;
use std::path::PathBuf;

use plumbline::document::write::to_bytes;
use plumbline::import::assemble::Outcome;
use plumbline::import::assemble::Request;
use plumbline::import::assemble::TakenFor;
use plumbline::import::assemble::import;
use plumbline::import::error::ImportError;
use plumbline::import::read::Tools;
use plumbline::import::summary::Summary;
use plumbline::import::summary::Unresolved;
use plumbline::import::take::Unwatched;
use plumbline::import::update;
use plumbline::import::update::update;
use plumbline::model::review::Review;
use plumbline::model::source::Source;
use plumbline::model::source::SourceKind;

use crate::made_up;
use crate::made_up::Truth;

fn report() -> Truth {
    made_up::make(&made_up::Spec::default())
}

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn imported(inputs: &[&Path], taken_for: TakenFor) -> Result<Outcome, ImportError> {
    let inputs: Vec<PathBuf> = inputs.iter().map(|path| path.to_path_buf()).collect();
    import(&Request { inputs, taken_for, ..Request::default() }, &Tools::default(), &mut Unwatched)
}

#[test]
fn a_submission_goes_to_the_source_that_the_report_lists() {
    let truth = report();
    let (code, name, _) = truth.register[0].clone();
    let text = "We say what we think of it, at some length.\n";
    let folder = folder(&[("report.txt", &truth.text), (&format!("{code}.txt"), text)]);
    let made = imported(&[folder.path()], TakenFor::Either).unwrap();
    assert_eq!(made.review.commitments.len(), truth.commitments.len());
    let source = made.review.sources.iter().find(|source| source.id.as_str() == code).unwrap();
    assert_eq!((source.label.as_str(), source.text.as_deref()), (name.as_str(), Some(text)));
    assert_eq!((made.placed.filled.len(), made.placed.added.len()), (1, 0), "{:?}", made.placed);
}

#[test]
fn a_report_with_or_without_submissions_is_the_same_review_and_gives_the_same_bytes_again() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let alone = imported(&[&folder.path().join("report.txt")], TakenFor::Either).unwrap();
    let both = imported(&[folder.path()], TakenFor::Either).unwrap();
    assert_eq!(alone.review.id, both.review.id);
    assert_eq!(both.review.sources.len(), alone.review.sources.len() + 1);
    let again = imported(&[folder.path()], TakenFor::Either).unwrap();
    assert_eq!(to_bytes(&again.review).unwrap(), to_bytes(&both.review).unwrap());
}

#[test]
fn what_inputs_are_taken_for_can_be_said() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let as_submissions = imported(&[folder.path()], TakenFor::Submission).unwrap();
    assert_eq!(as_submissions.review.sources.len(), 2);
    assert_eq!(as_submissions.review.published.subjects().count(), 0, "it is not read as a report");
    let letter = folder.path().join("letter.txt");
    let refused = imported(&[&letter], TakenFor::Report).unwrap_err().to_string();
    assert!(refused.contains("letter.txt"), "{refused}");
}

#[test]
fn a_report_taken_as_a_source_is_told_and_waits_as_publications_do() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let (report, letter) = (folder.path().join("report.txt"), folder.path().join("letter.txt"));
    let is_told = |summary: &Summary| {
        let about = |left: &&Unresolved| left.why.contains("looks like a published evaluation");
        let told: Vec<_> = summary.unresolved.iter().filter(about).collect();
        assert_eq!(told.len(), 1, "{:?}", summary.unresolved);
        assert!(told[0].what.contains("report.txt"), "{told:?}");
    };
    let kind_of = |review: &Review, name: &str| {
        let from = |source: &&Source| source.original.as_ref().is_some_and(|original| original.name == name);
        review.sources.iter().find(from).map(|source| source.kind)
    };
    let as_submissions = imported(&[folder.path()], TakenFor::Submission).unwrap();
    is_told(&as_submissions.summary);
    assert_eq!(kind_of(&as_submissions.review, "report.txt"), Some(SourceKind::Publication));
    assert_eq!(kind_of(&as_submissions.review, "letter.txt"), Some(SourceKind::Submission));

    let letters = imported(&[&letter], TakenFor::Either).unwrap().review;
    let request = Request { inputs: vec![report.clone()], into: Some(letters.clone()), ..Request::default() };
    let added = import(&request, &Tools::default(), &mut Unwatched).unwrap();
    is_told(&added.summary);
    assert_eq!(kind_of(&added.review, "report.txt"), Some(SourceKind::Publication));

    let request = update::Request { inputs: vec![report], ..update::Request::default() };
    let updated = update(&letters, &request, &Tools::default(), &mut Unwatched).unwrap();
    is_told(&updated.summary);
    assert_eq!(kind_of(&updated.review, "report.txt"), Some(SourceKind::Publication));
}

#[test]
fn a_roundtable_fills_the_gap_its_code_leaves_among_submissions() {
    let talk = "Facilitator: Go on.\nNurse: Yes.\nFacilitator: More?\nNurse: No.\n";
    let folder =
        folder(&[("MSE0001.txt", "One."), ("MSE0002.txt", talk), ("MSE0003.txt", "Three."), ("MSE0005.txt", "Five.")]);
    let made = imported(&[folder.path()], TakenFor::Either).unwrap();
    let told: Vec<&str> = made.summary.unresolved.iter().map(|left| left.what.as_str()).collect();
    assert_eq!(told, ["the codes MSE0004"]);
    assert!(made.summary.unresolved[0].why.contains("no source has these codes"));
}

#[test]
fn two_reports_are_told_apart_from_one() {
    let truth = report();
    let folder = folder(&[("a.txt", &truth.text), ("b.txt", &format!("{}\n", truth.text))]);
    let refused = imported(&[folder.path()], TakenFor::Either).unwrap_err().to_string();
    assert!(refused.contains("b.txt") && refused.contains("a.txt") && refused.contains("--into"), "{refused}");
}

#[test]
fn a_corrected_report_is_read_anew_into_the_next_edition_and_its_items_keep_their_keys() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let made = imported(&[folder.path()], TakenFor::Either).unwrap();
    let corrected = folder.path().join("report-corrected.txt");
    let before = "Tides wait for nobody, and 14 crews told us so in 2031.";
    let again = truth.text.replacen(before, "Tides wait for nobody, and 15 crews told us so in 2031.", 1).replacen(
        "Impact is as 20 as can be",
        "Impact is as long as can be",
        1,
    );
    let again = again.replacen("Small ports wait longest,", "A new paragraph.\nSmall ports wait longest,", 1);
    std::fs::write(&corrected, again).unwrap();
    let request = update::Request { inputs: vec![corrected.clone()], ..update::Request::default() };
    let next = update(&made.review, &request, &Tools::default(), &mut Unwatched).unwrap();
    assert_eq!((next.changed, next.review.edition, next.review.id), (true, 2, made.review.id));
    let counts = &next.summary.counts;
    assert_eq!((counts["items_added"], counts["items_gone"], counts["anchors_changed"]), (1, 0, 1), "{counts:?}");
    let key = |review: &Review, words: &str| {
        review.evidence.iter().find(|item| item.text.contains(words)).map(|item| item.id.clone()).unwrap()
    };
    assert_eq!(key(&next.review, "and 15 crews"), key(&made.review, "and 14 crews"));
    assert_eq!(key(&next.review, "Small ports wait"), key(&made.review, "Small ports wait"));
    assert_eq!(next.review.published.cells, made.review.published.cells);
    assert_eq!(next.review.sources.len(), made.review.sources.len(), "the letter stays, and no source is there twice");
    let held = next.review.sources.iter().find(|source| source.id.as_str() == "REPORT").unwrap();
    assert!(held.text.as_ref().unwrap().contains("and 15 crews"));

    let same = update(&next.review, &request, &Tools::default(), &mut Unwatched).unwrap();
    assert!(!same.changed, "given again it changes nothing");

    let fewer = truth.text.replace(&format!("{} |", truth.commitments[2].0), "Outstanding |");
    std::fs::write(&corrected, fewer).unwrap();
    let refused = update(&made.review, &request, &Tools::default(), &mut Unwatched).unwrap_err().to_string();
    assert!(refused.contains("commitments") && refused.contains("plumbline import"), "{refused}");
}

#[test]
fn what_the_secretariat_put_right_outlives_a_report_read_anew() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text)]);
    let mut edited = imported(&[folder.path()], TakenFor::Either).unwrap().review;
    edited.edition = 2;
    let moved = edited.evidence.iter().position(|item| item.text.contains("Small ports wait")).unwrap();
    edited.evidence[moved].kind = plumbline::model::evidence::EvidenceKind::Figure;
    let own = edited.evidence[moved].clone();
    std::fs::write(folder.path().join("report.txt"), truth.text.replacen("14 crews", "15 crews", 1)).unwrap();
    let request = update::Request { inputs: vec![folder.path().to_owned()], ..update::Request::default() };
    let next = update(&edited, &request, &Tools::default(), &mut Unwatched).unwrap();
    let item = next.review.evidence.iter().find(|item| item.id == own.id).unwrap();
    assert_eq!((item.kind, &item.text), (own.kind, &own.text));
    let told = |left: &Unresolved| left.why.contains("put right by hand");
    assert!(next.summary.unresolved.iter().any(told));
}

#[test]
fn what_is_added_to_a_review_is_its_next_edition() {
    let folder = folder(&[("ABC0001.txt", "A letter.\n"), ("ABC0002.txt", "Another letter.\n")]);
    let one = imported(&[&folder.path().join("ABC0001.txt")], TakenFor::Either).unwrap().review;
    let into = |review: &Review, name: &str| {
        let inputs = vec![folder.path().join(name)];
        import(&Request { inputs, into: Some(review.clone()), ..Request::default() }, &Tools::default(), &mut Unwatched)
    };
    let two = into(&one, "ABC0002.txt").unwrap().review;
    assert_eq!((one.edition, two.edition, two.id), (1, 2, one.id));
    assert_eq!(into(&two, "ABC0002.txt").unwrap().review, two, "the same again is the same edition");
}

#[test]
fn a_report_added_as_a_source_says_that_it_is_not_read_as_one() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let letters = imported(&[&folder.path().join("letter.txt")], TakenFor::Either).unwrap().review;
    let request = Request { inputs: vec![folder.path().join("report.txt")], into: Some(letters), ..Request::default() };
    let made = import(&request, &Tools::default(), &mut Unwatched).unwrap();
    let why: Vec<&str> = made.summary.unresolved.iter().map(|left| left.why.as_str()).collect();
    assert!(why.iter().any(|why| why.contains("its ratings, notes and evidence are not read")), "{why:?}");
}

#[test]
fn an_update_tells_a_file_that_is_no_longer_in_the_folder() {
    let names = ["TRQ0001.txt", "TRQ0002.txt", "TRQ0003.txt"];
    let folder = folder(&names.map(|name| (name, name)));
    let made = imported(&[folder.path()], TakenFor::Either).unwrap();
    std::fs::remove_file(folder.path().join("TRQ0003.txt")).unwrap();
    let told = |inputs: Vec<PathBuf>, withdraw: Vec<String>| {
        let request = update::Request { inputs, withdraw, register: None };
        let next = update(&made.review, &request, &Tools::default(), &mut Unwatched).unwrap();
        let of = next.summary.unresolved.into_iter().map(|left| format!("{}: {}", left.what, left.why));
        of.filter(|told| told.contains("no longer there")).collect::<Vec<_>>()
    };
    let expected =
        "the file TRQ0003.txt: it is no longer there; TRQ0003 stays as it was, and `--withdraw TRQ0003` withdraws it";
    assert_eq!(told(vec![folder.path().to_owned()], Vec::new()), [expected]);
    assert_eq!(told(vec![folder.path().to_owned()], vec!["TRQ0003".to_owned()]), [""; 0]);
    assert_eq!(told(vec![folder.path().join("TRQ0001.txt")], Vec::new()), [""; 0], "a file by itself is no folder");
    let of_new = tempfile::tempdir().unwrap();
    std::fs::write(of_new.path().join("TRQ0004.txt"), "new").unwrap();
    assert_eq!(told(vec![of_new.path().to_owned()], Vec::new()), [""; 0], "a folder of what is new tells nothing");
}

#[test]
fn a_file_that_cannot_be_read_is_told_once_and_its_code_is_no_gap() {
    let files = [("TRQ0001.txt", "one"), ("TRQ0002.txt", "two"), ("TRQ0003.txt", ""), ("TRQ0004.txt", "four")];
    let made = imported(&[folder(&files).path()], TakenFor::Either).unwrap();
    let told: Vec<String> = made.summary.unresolved.iter().map(|left| format!("{}: {}", left.what, left.why)).collect();
    assert_eq!(told.iter().filter(|told| told.contains("TRQ0003")).count(), 1, "{told:?}");
    assert!(told.iter().any(|told| told.starts_with("the file TRQ0003.txt: ") && told.matches("TRQ0003").count() == 1));
}

#[test]
fn a_report_added_to_a_review_made_from_a_grid_waits_for_what_it_may_rate() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let letters = imported(&[&folder.path().join("letter.txt")], TakenFor::Either).unwrap().review;
    assert!(letters.published.is_empty());
    let request = Request { inputs: vec![folder.path().join("report.txt")], into: Some(letters), ..Request::default() };
    let review = import(&request, &Tools::default(), &mut Unwatched).unwrap().review;
    let catalog = plumbline::model::catalog::Catalog::new(review, String::new());
    let state = plumbline::review::state::State::new(catalog.review());
    let blind = plumbline::review::blindness::Blindness::new(&catalog, &state);
    for source in &catalog.review().sources {
        let is_report = source.kind == SourceKind::Publication;
        assert_eq!(blind.hides_source(source), is_report, "{}", source.id);
    }
    assert_eq!(blind.waiting_for_report().len(), catalog.review().cells().count());
}

#[test]
fn an_update_with_the_report_and_submissions_again_changes_nothing() {
    let truth = report();
    let folder = folder(&[("report.txt", &truth.text), ("letter.txt", "A letter.\n")]);
    let made = imported(&[folder.path()], TakenFor::Either).unwrap();
    let request = update::Request { inputs: vec![folder.path().to_owned()], ..update::Request::default() };
    let again = update(&made.review, &request, &Tools::default(), &mut Unwatched).unwrap();
    assert!(!again.changed, "{:?}", again.placed);
    assert_eq!(again.review, made.review);
}
