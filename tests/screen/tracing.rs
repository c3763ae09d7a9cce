//! The quotations of a text, traced beside it: asked for by name, walked through, gone to and come back from.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;

use plumbline::model::review::Wording;
use plumbline::tui::worker::Job;
use plumbline::tui::worker::Worker;

use crate::member::Member;
use crate::member::Start;
use crate::reviews::catalog_of;
use crate::reviews::sample;

/// At a review in the sources' own words, with a text about it in a folder.
fn begun(width: u16, height: u16) -> (Member, tempfile::TempDir, PathBuf) {
    let mut review = sample().review().clone();
    review.wording = Wording::Verbatim;
    let item = &mut review.evidence[1];
    item.text = "The wheels have stood still since the great flood, and nobody was told why.".to_owned();
    item.refs.clear();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.md");
    let text = "He says “The wheels have stood still since the great flood” and “nobody was ever told the reason why”.\n\n\
                > I never heard of any such thing in all of my long life.\n";
    std::fs::write(&path, text).unwrap();
    let start = Start { catalog: catalog_of(review), ..Start::default() };
    (Member::starting(start, width, height), folder, path)
}

#[test]
fn a_text_is_traced_walked_through_and_left_for_the_place_found_and_back() {
    for (width, height) in [(80, 24), (120, 40), (200, 50)] {
        let (mut member, _folder, path) = begun(width, height);
        member.does("g q");
        assert!(member.sees("Trace the quotations of a text"), "{}", member.screen());
        member.types(&path.display().to_string()).does("Enter");
        assert!(member.sees("1 of 3: word for word"), "{}", member.screen());
        assert!(member.sees("Searched:"), "what was searched is always said: {}", member.screen());
        member.does("Enter");
        assert!(member.sees("The wheels have stood still"), "{}", member.screen());
        member.does("Esc");
        assert!(member.sees("1 of 3: word for word"), "Esc leads back: {}", member.screen());
        member.does("Down Down");
        assert!(member.sees("3 of 3: not in this report"), "{}", member.screen());
        member.does("Esc g q");
        assert!(member.sees("3 of 3"), "it is still there: {}", member.screen());
        assert!(member.acts().is_empty(), "tracing changes nothing");
    }
}

#[test]
fn a_retold_review_says_what_to_import_instead() {
    let (_, _folder, path) = begun(80, 24);
    let mut member = Member::new();
    member.does(": \"quotations of a text\" Enter").types(&path.display().to_string()).does("Enter");
    assert!(member.sees("retold") && member.sees("Import the report itself"), "{}", member.screen());
}

#[test]
fn while_the_text_is_read_and_traced_the_workbench_answers() {
    let (mut member, _folder, path) = begun(120, 40);
    let (sender, jobs) = channel::<Job>();
    let sender = Arc::new(std::sync::Mutex::new(sender));
    member.app.work_on(Worker::new(move |job| sender.lock().unwrap().send(job).unwrap()));
    member.does("g q").types(&path.display().to_string()).does("Enter");
    assert!(member.sees("Reading and tracing"), "{}", member.screen());
    member.does("g r Down");
    assert!(jobs.try_recv().unwrap()());
    member.app.found();
    member.does("g q");
    assert!(member.sees("1 of 3: word for word"), "{}", member.screen());
}

#[test]
fn no_name_and_a_name_of_nothing_are_said_in_words() {
    let (mut member, folder, _) = begun(80, 24);
    member.does("g q Enter");
    assert_eq!(member.said(), "Type the name of a file.");
    member.types(&folder.path().join("gone.md").display().to_string()).does("Enter");
    assert!(member.sees("gone.md") && member.sees("cannot be opened"), "{}", member.screen());
    member.does("o");
    assert!(member.sees("Trace the quotations of a text"), "{}", member.screen());
}
