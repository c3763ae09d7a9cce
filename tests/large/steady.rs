//! What is done at a key does not grow with the review: counted in what is read from the file.

use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::sync::atomic::Ordering;

use plumbline::keys::chord::Sequence;
use plumbline::model::catalog::Catalog;
use plumbline::model::evidence::Evidence;
use plumbline::model::extent::Extent;
use plumbline::model::extent::ListKey;
use plumbline::model::heard::Heard;
use plumbline::model::ids::CommitmentId;
use plumbline::model::ids::EvidenceId;
use plumbline::model::ids::SourceId;
use plumbline::model::ids::Subject;
use plumbline::model::paged::ItemSource;
use plumbline::model::paged::Paged;
use plumbline::review::open::OpenedReview;
use plumbline::review::open::Origin;
use plumbline::store::review_file::review_in_file;
use plumbline::tui::app::App;
use plumbline::tui::app::AppOptions;
use plumbline::tui::theme::ThemeName;

use crate::damaged::presses;
use crate::large::Large;
use crate::written;

/// Counts what is asked of the file behind it.
struct Counting<S>(S, Arc<AtomicUsize>);

impl<S> Counting<S> {
    fn asked(&self) -> &S {
        self.1.fetch_add(1, Ordering::Relaxed);
        &self.0
    }
}

impl<S: ItemSource> ItemSource for Counting<S> {
    fn count(&self) -> usize {
        self.0.count()
    }

    fn items(&self, from: usize, count: usize) -> Result<Vec<Evidence>, String> {
        self.asked().items(from, count)
    }

    fn place_of(&self, id: &EvidenceId) -> Result<Option<usize>, String> {
        self.asked().place_of(id)
    }

    fn length_of(&self, list: &ListKey) -> Result<usize, String> {
        self.asked().length_of(list)
    }

    fn block(&self, list: &ListKey, number: usize) -> Result<Vec<usize>, String> {
        self.asked().block(list, number)
    }

    fn sources_in(&self, extent: &Extent) -> Result<Vec<(SourceId, usize)>, String> {
        self.asked().sources_in(extent)
    }

    fn heard_in(&self, extent: &Extent) -> Result<Heard, String> {
        self.asked().heard_in(extent)
    }

    fn bearing_on(&self, id: &CommitmentId) -> Result<usize, String> {
        self.asked().bearing_on(id)
    }

    fn told(&self) -> Result<Vec<Vec<Subject>>, String> {
        self.asked().told()
    }

    fn holding(&self, words: &str, most: usize) -> Result<Vec<usize>, String> {
        self.asked().holding(words, most)
    }
}

/// How often the file is asked while a member walks about in a review of a size.
fn asked_in(items: usize) -> usize {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &Large::new(items, 1).whole());
    let opened = review_in_file(&path).unwrap().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let source = Counting(opened.items, asked.clone());
    let catalog = Arc::new(Catalog::paged(opened.review, opened.digest, Paged::new(Box::new(source))));
    presses(&OpenedReview { catalog, origin: Origin::File(path) });
    asked.load(Ordering::Relaxed)
}

#[test]
fn walking_about_asks_no_more_of_a_large_review_than_of_a_small_one() {
    let (small, large) = (asked_in(2_000), asked_in(20_000));
    assert!(small > 20, "{small}");
    assert!(large < small * 5 / 4 + 40, "{small} times at 2,000 items, {large} at 20,000");
}

#[test]
fn a_search_on_the_first_start_asks_the_index_and_reads_no_more_than_it_shows() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &Large::new(20_000, 1).whole());
    let opened = review_in_file(&path).unwrap().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let source = Counting(opened.items, asked.clone());
    let catalog = Arc::new(Catalog::paged(opened.review, opened.digest, Paged::new(Box::new(source))));
    let options = AppOptions {
        theme: ThemeName::Mono,
        zone: jiff::tz::TimeZone::UTC,
        practice: false,
        greeting: None,
        banner: None,
        place: None,
        arranged: plumbline::review::queue::Arrangement::default(),
        first_start: true,
    };
    let mut app = App::new(crate::session(&catalog), options, (100, 30));
    app.search_in(Some(path));
    let before = asked.load(Ordering::Relaxed);
    for key in ["Esc", "/", "t", "h", "e"] {
        let Sequence(chords) = key.parse().unwrap();
        chords.into_iter().for_each(|chord| app.key(chord));
    }
    let asked = asked.load(Ordering::Relaxed) - before;
    assert!(asked < 100, "the file was asked {asked} times; all of it is 313 windows");
}
