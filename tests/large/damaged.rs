//! A review database from elsewhere, damaged: it is told, and the program goes on.

use plumbline::keys::chord::Sequence;
use plumbline::review::open::OpenedReview;
use plumbline::tui::app::App;
use plumbline::tui::app::AppOptions;
use plumbline::tui::theme::ThemeName;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rusqlite::Connection;

use crate::large::Chance;
use crate::large::Large;
use crate::session;
use crate::written;

/// Opens the workbench and walks about in it; returns all that was said and shown.
pub fn presses(review: &OpenedReview) -> String {
    let options = AppOptions {
        theme: ThemeName::Mono,
        zone: jiff::tz::TimeZone::UTC,
        practice: false,
        greeting: None,
        banner: None,
        place: None,
        arranged: plumbline::review::queue::Arrangement::default(),
        first_start: false,
    };
    let mut app = App::new(session(&review.catalog), options, (100, 30));
    let mut seen = app.said().unwrap_or_default();
    for key in [
        "Enter", "End", "Home", "PgDn", "Enter", "n", "Esc", "a", "End", "a", "End", "s", "Down", "Enter", "s", "Esc",
        "g", "e", "Esc", "Esc", "Down", "Enter", "+",
    ] {
        let Sequence(chords) = key.parse().unwrap();
        chords.into_iter().for_each(|chord| app.key(chord));
        let mut buffer = Buffer::empty(Rect { x: 0, y: 0, width: 100, height: 30 });
        app.draw(buffer.area, &mut buffer);
        seen.extend(buffer.content.iter().map(|cell| cell.symbol()));
        seen.extend(app.said());
    }
    seen
}

/// The same, and looks at everything there is.
fn walks(review: &OpenedReview) -> String {
    let seen = presses(review);
    let catalog = &review.catalog;
    let _ = catalog.whole();
    catalog.review().sources.iter().for_each(|source| assert!(catalog.using_source(&source.id).iter().count() < 5_000));
    seen
}

#[test]
fn flipped_bytes_and_lost_pages_are_told_and_nothing_panics() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &Large::new(300, 1).whole());
    let whole = std::fs::read(&path).unwrap();
    let mut chance = Chance::new(5);
    let mut refused = 0;
    for round in 0..60 {
        let mut bytes = whole.clone();
        match round % 3 {
            0 => (0..1 + chance.below(40)).for_each(|_| {
                let at = chance.below(bytes.len());
                bytes[at] ^= 1 << chance.below(8);
            }),
            1 => {
                let page = chance.below(bytes.len() / 4096) * 4096;
                bytes[page..page + 4096].fill(if round % 2 == 0 { 0 } else { 0xff });
            }
            _ => bytes.truncate(chance.below(bytes.len())),
        }
        std::fs::write(&path, bytes).unwrap();
        match OpenedReview::file(&path) {
            Ok(review) => drop(walks(&review)),
            Err(error) => {
                assert!(error.to_string().contains("large.plumb"), "{error}");
                refused += 1;
            }
        }
    }
    assert!(refused >= 20, "what is cut short is refused");
}

#[test]
fn a_file_cut_while_it_is_open_shows_items_that_say_so() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &Large::new(2_000, 1).whole());
    let review = OpenedReview::file(&path).unwrap();
    let len = std::fs::metadata(&path).unwrap().len();
    std::fs::OpenOptions::new().write(true).open(&path).unwrap().set_len(len / 3).unwrap();
    let items = review.catalog.items();
    let unread = items.walk().filter(|item| item.text.contains("could not be read")).count();
    assert!(unread > 0, "some of it is gone");
    assert_eq!(items.walk().count(), 2_000);
    assert!(review.catalog.take_trouble().is_some_and(|why| why.contains("large.plumb")));
    assert!(review.catalog.whole().is_err());
    walks(&review);
}

#[test]
fn an_item_that_does_not_fit_the_review_is_named_and_not_shown() {
    for (damage, why) in [
        ("UPDATE evidence SET refs = '[{\"footnote\":1,\"at\":99999}]' WHERE n = 3", "outside its text"),
        ("UPDATE evidence SET refs = '[{\"footnote\":99999,\"at\":1}]' WHERE n = 3", "note 99999"),
        ("UPDATE evidence SET sources = '[\"nobody\"]' WHERE n = 3", "nobody"),
        ("UPDATE evidence SET cells = '[{\"commitment\":\"77\",\"question\":\"A\"}]' WHERE n = 3", "filed where"),
        ("UPDATE evidence SET kind = 'rumour' WHERE n = 3", "cannot be understood"),
        ("UPDATE evidence SET text = 'a' || char(13) || 'b' WHERE n = 3", "carriage return"),
        ("DELETE FROM evidence WHERE n = 3", "lacks items"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = written(folder.path(), &Large::new(100, 1).whole());
        Connection::open(&path).unwrap().execute(damage, []).unwrap();
        let review = OpenedReview::file(&path).unwrap();
        let items: Vec<String> = review.catalog.items().walk().map(|item| item.text.clone()).collect();
        let trouble = review.catalog.take_trouble().unwrap_or_default();
        assert!(trouble.contains(why), "{damage}: {trouble}");
        assert!(items[2].contains("could not be read"), "{damage}: {}", items[2]);
        assert_eq!(items.iter().filter(|text| text.contains("could not be read")).count(), 1, "{damage}");
        walks(&review);
    }
}

#[test]
fn lists_that_point_outside_the_review_are_told_and_left_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = written(folder.path(), &Large::new(200, 1).whole());
    let conn = Connection::open(&path).unwrap();
    conn.execute("UPDATE lists SET places = x'ffffffff00000000010000' WHERE extent = '1A'", []).unwrap();
    conn.execute("UPDATE counts SET items = 4000000000 WHERE extent = '1B'", []).unwrap();
    drop(conn);
    let review = OpenedReview::file(&path).unwrap();
    assert!(walks(&review).contains("damaged"));
    drop(review);
    // A file whose mark is not its own is read and checked as a whole.
    Connection::open(&path).unwrap().execute("UPDATE meta SET value = 'x' WHERE key = 'checked'", []).unwrap();
    assert!(!OpenedReview::file(&path).unwrap().catalog.is_paged());
}
