//! A review goes from one kind of file to the other item by item, and comes back as it was.

use std::path::Path;

use plumbline::document::digest::digest;
use plumbline::document::write::to_bytes;
use plumbline::import::convert::ConvertError;
use plumbline::import::convert::Course;
use plumbline::import::convert::Stage;
use plumbline::import::convert::is_review;
use plumbline::import::convert::to_database;
use plumbline::import::convert::to_json;
use plumbline::review::open::OpenedReview;
use plumbline::store::atomic::Existing;

use crate::large::Large;

/// Looks on, and stops it where it is to be stopped.
struct Looking(Option<Stage>);

impl Course for Looking {
    fn at(&mut self, what: Stage, done: u64, all: u64) -> bool {
        assert!(done <= all || what == Stage::Index, "{what:?}: {done} of {all}");
        self.0 != Some(what)
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn json_to_a_database_and_back_gives_the_same_bytes_and_digest() {
    let folder = tempfile::tempdir().unwrap();
    let [json, plumb, back] = ["a.json", "a.plumb", "b.json"].map(|name| folder.path().join(name));
    for items in [0, 1, 65, 900] {
        let review = Large::new(items, 3).whole();
        std::fs::write(&json, to_bytes(&review).unwrap()).unwrap();
        assert!(is_review(&json));
        let made = to_database(&json, &plumb, Existing::Replace, &mut Looking(None)).unwrap();
        assert_eq!(made.items, items);
        assert!(is_review(&plumb));
        let opened = OpenedReview::file(&plumb).unwrap();
        assert_eq!(opened.catalog.digest(), digest(&review));
        assert_eq!(opened.whole().unwrap(), review);
        to_json(&plumb, &back, Existing::Replace, &mut Looking(None)).unwrap();
        assert_eq!(std::fs::read(&back).unwrap(), std::fs::read(&json).unwrap());
    }
}

#[test]
fn what_is_stopped_or_wrong_leaves_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let [json, plumb] = ["a.json", "a.plumb"].map(|name| folder.path().join(name));
    let review = Large::new(200, 3).whole();
    std::fs::write(&json, to_bytes(&review).unwrap()).unwrap();
    for stage in [Stage::Head, Stage::Evidence, Stage::Index] {
        let stopped = to_database(&json, &plumb, Existing::Refuse, &mut Looking(Some(stage))).unwrap_err();
        assert!(matches!(stopped, ConvertError::Stopped), "{stopped}");
        assert_eq!(names(folder.path()), ["a.json"]);
    }
    let mut twice = review.clone();
    twice.evidence[7].id = twice.evidence[3].id.clone();
    let mut dangling = review.clone();
    dangling.evidence[9].sources = vec!["nobody".into()];
    for (wrong, words) in [(twice, "two items of evidence have the key"), (dangling, "evidence[9].sources[0]")] {
        std::fs::write(&json, to_bytes(&wrong).unwrap()).unwrap();
        let refused = to_database(&json, &plumb, Existing::Refuse, &mut Looking(None)).unwrap_err();
        assert!(refused.to_string().contains(words), "{refused}");
        assert_eq!(names(folder.path()), ["a.json"]);
    }
}
