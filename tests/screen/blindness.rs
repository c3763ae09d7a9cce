//! What was published is kept from a member who has not rated: two reviews that differ in nothing but
//! that look the same, cell for cell, on every screen.

use std::sync::Arc;
use std::sync::OnceLock;

use plumbline::keys::chord::Chord;
use plumbline::keys::chord::Key;
use plumbline::model::catalog::Catalog;
use plumbline::model::catalog::Shelf;
use plumbline::model::ids::CellKey;
use plumbline::model::ids::Subject;
use plumbline::model::source::SourceKind;
use plumbline::review::workspace::Access;
use plumbline::tui::effect::Effect;

use crate::member::Member;
use crate::member::Start;
use crate::member::chords_of;
use crate::reviews::HIDDEN_WORD;
use crate::reviews::catalog_of;
use crate::reviews::judged_otherwise;
use crate::reviews::sample;
use crate::submissions;
use crate::walks;

/// Two members who do the same, one on the sample and one on a review that was judged otherwise.
struct Pair {
    sample: Member,
    other: Member,
    done: String,
}

impl Pair {
    fn on(other: Arc<Catalog>, width: u16, height: u16) -> Self {
        let start = |catalog| Start { catalog, ..Start::default() };
        Self {
            sample: Member::starting(start(sample()), width, height),
            other: Member::starting(start(other), width, height),
            done: String::new(),
        }
    }

    /// Both press a key, and see and copy the same.
    fn press(&mut self, chord: Chord) {
        self.done.push_str(&format!(" {chord}"));
        self.sample.presses(chord);
        self.other.presses(chord);
        self.see_the_same();
    }

    /// Both do the same; looked at in the end only.
    fn do_unseen(&mut self, script: &str) {
        self.done.push_str(&format!(" {script}"));
        self.sample.does(script);
        self.other.does(script);
        self.see_the_same();
    }

    fn do_both(&mut self, script: &str) {
        chords_of(script).into_iter().for_each(|chord| self.press(chord));
    }

    fn see_the_same(&mut self) {
        let (here, there) = (self.sample.looks(), self.other.looks());
        if here.buffer != there.buffer || here.cursor != there.cursor {
            let rows = here.lines().into_iter().zip(there.lines()).filter(|(a, b)| a != b);
            let rows: Vec<String> = rows.map(|(a, b)| format!("- {a}\n+ {b}")).collect();
            panic!("after{}:\n{}\n\n{}", self.done, rows.join("\n"), here.text());
        }
        assert_eq!(self.sample.app.said(), self.other.app.said(), "after{}", self.done);
        let copied = |member: &mut Member| -> Vec<Effect> {
            let effects = member.wishes();
            effects.into_iter().filter(|effect| !matches!(effect, Effect::Export { .. })).collect()
        };
        assert_eq!(copied(&mut self.sample), copied(&mut self.other), "after{}", self.done);
    }
}

fn nothing_the_same() -> Arc<Catalog> {
    static OTHER: OnceLock<Arc<Catalog>> = OnceLock::new();
    OTHER.get_or_init(|| judged_otherwise(|_| false)).clone()
}

fn cell(key: &str) -> CellKey {
    key.parse().unwrap()
}

/// Ways that look for what is hidden.
const PRYING: &[walks::Walk] = &[
    ("search for words of the sample's rating sentences", "/ \"overall conclusion\" Enter"),
    ("search for words of the other's", "/ \"quodlibet\" Enter"),
    ("search for a rating", "/ \"requires improvement\" Enter Esc"),
    ("search for the sentence by its id", "/ \"E075\" Enter Esc"),
    ("search in a list", "Enter / Tab \"concludes\" Enter Esc"),
    ("find the words", ": \"quodlibet\""),
    ("find the rating", ": \"inadequate\""),
    ("find the sentence by its id", ": \"E075\""),
    ("what was published, everywhere", "p Esc Right Right Right Right p Esc G p Esc g v p Esc G p Esc"),
    ("the hidden sentence", "Enter J End Up Enter y Esc v Esc V Esc . e \"mine\" Enter ] Enter Tab Down Enter Esc Esc"),
    ("marks on the hidden sentence", "Enter End Up + - m c Space v y e Esc"),
    ("only conclusions", "Enter s \"concl\" Enter Enter Down y Esc i Esc"),
    ("rules and copies", "g v c Esc w 4 c Esc Esc Down y Esc e Esc C Down Enter"),
    ("note on what nobody can see", "Enter End Up e \"why hidden?\" Enter g h Enter"),
    ("menu of everything", "? PgDn PgDn PgDn End"),
];

#[test]
fn with_nothing_rated_every_screen_is_the_same_whatever_was_published() {
    for (name, keys) in walks::all().chain(PRYING.iter().copied()).filter(|(name, _)| !rates(name)) {
        let mut pair = Pair::on(nothing_the_same(), 80, 24);
        pair.done = format!(" {name}:");
        pair.see_the_same();
        pair.do_both(keys);
        let mut wide = Pair::on(nothing_the_same(), 200, 50);
        wide.done = format!(" {name}, wide:");
        wide.do_unseen(keys);
    }
}

/// Walks that rate, after which something may be shown.
fn rates(name: &str) -> bool {
    ["rated", "undone"].contains(&name)
}

#[test]
fn with_nothing_rated_every_list_and_every_text_is_the_same() {
    let mut pair = Pair::on(nothing_the_same(), 120, 40);
    pair.do_both("g g");
    for _ in 0..14 {
        for _ in 0..5 {
            pair.do_both("Right");
        }
        pair.do_both("Esc Left Left Left Left Left Down");
    }
    // Through every item of the review, each in its list and with its notes.
    pair.do_both("g g Enter a a");
    for row in 0..14 {
        pair.do_both(if row == 0 { "Enter" } else { "Esc Esc Down Enter Enter" });
        while !pair.sample.said().starts_with("That was the last item") {
            pair.press(Chord::plain(Key::Char('J')));
        }
    }
    let ws = pair.sample.app.workspace();
    let evidence = &ws.catalog().review().evidence;
    let unread = evidence.iter().find(|item| !ws.read().contains(&item.id) && !ws.blindness().hides(item));
    assert_eq!(unread.map(|item| &item.id), None, "every text was looked at");
}

#[test]
fn with_nothing_rated_every_hidden_sentence_is_the_same_from_near() {
    let sample = sample();
    let hidden = sample.review().evidence.iter().enumerate().filter(|(_, item)| !item.rates.is_empty());
    let mut pair = Pair::on(nothing_the_same(), 80, 24);
    for (at, item) in hidden {
        pair.done = format!(" to {}:", item.id);
        pair.do_both(&way_to(&sample, at));
        assert!(pair.sample.sees(&format!("\u{2500} {} \u{b7}", item.id)), "{}:\n{}", item.id, pair.sample.screen());
        assert!(pair.sample.sees("It is shown once you have rated"), "{}:\n{}", item.id, pair.sample.screen());
        pair.do_both("y Esc v V . e Esc p i Esc Tab Enter Esc");
    }
    assert!(pair.sample.state().quotes.is_empty(), "what is hidden cannot be marked");
}

/// Keys that lead to an item in the reader: its first list, then down.
fn way_to(catalog: &Catalog, item: usize) -> String {
    let shelf = plumbline::model::catalog::shelves_of(&catalog.review().evidence[item]).remove(0);
    let grid = match &shelf {
        Shelf::Cell(cell) => format!(": \"{cell}\" Enter"),
        Shelf::Commitment(id) => format!(": \"{id}d\" Enter Right"),
        Shelf::Area(id) => {
            let first = catalog.commitments_in(id).next().unwrap();
            format!(": \"{}a\" Enter Up", first.id)
        }
        Shelf::Whole => ": \"1a\" Enter G".to_owned(),
    };
    let place = catalog.shelf(&shelf).position(item).unwrap();
    format!("g r {grid} Enter Home {} Enter", "Down ".repeat(place))
}

#[test]
fn with_nothing_rated_every_way_to_narrow_every_list_shows_the_same() {
    for commitment in 1..=9 {
        let mut pair = Pair::on(nothing_the_same(), 80, 24);
        pair.do_both(&format!(": \"{commitment}a\" Enter Enter a a s"));
        for at in 1..12 {
            pair.do_both("Esc s");
            pair.do_unseen(&"Down ".repeat(at));
            pair.do_both("Enter Enter Esc Esc");
        }
    }
}

#[test]
fn after_rating_one_question_only_what_speaks_of_it_alone_is_shown() {
    // Where 1A and the sentences about 1A alone are the same in both reviews, nothing may differ.
    let only = Subject::Cell(cell("1A"));
    let other = judged_otherwise(|subject| *subject == only);
    for (name, keys) in walks::all().chain(PRYING.iter().copied()).filter(|(name, _)| !rates(name)) {
        let mut pair = Pair::on(other.clone(), 80, 24);
        pair.done = format!(" {name}:");
        pair.do_both("4 \"late\" Enter p Esc y Esc");
        pair.do_both(keys);
    }
}

#[test]
fn after_rating_its_question_a_sentence_and_its_published_rating_are_shown() {
    let mut member = Member::starting(Start { catalog: nothing_the_same(), ..Start::default() }, 80, 24);
    member.does("/ \"quodlibet\" Enter");
    assert!(member.said().starts_with("Nothing found"), "{}", member.said());
    // No search has the words before the sentence was opened, so that looking is noted.
    member.does("Esc 4 Enter / \"quodlibet\" Enter");
    assert!(member.said().starts_with("Nothing found"), "{}", member.said());
    member.does("Esc : \"1a\" Enter Enter End");
    assert!(member.sees("(states what was published)") && !member.sees(HIDDEN_WORD), "{}", member.screen());
    assert!(member.state().seen.is_empty(), "nothing was looked at yet");
    member.does("Up Enter");
    assert!(member.sees(HIDDEN_WORD), "{}", member.screen());
    member.does("Esc Esc / \"quodlibet\" Enter");
    assert!(member.sees(HIDDEN_WORD), "{}", member.screen());
    member.does("Esc p");
    assert!(
        member.screen().to_lowercase().contains("published  requires improvement"),
        "1A, good in the sample, was judged otherwise:\n{}",
        member.screen()
    );
    assert!(member.state().seen.contains_key(&Subject::Cell(cell("1A"))), "that it was looked at is noted");
    member.does("Esc Right Right Right Right p");
    assert!(member.said().contains("once you have rated 1B, 1C and 1D"), "{}", member.said());
}

#[test]
fn a_rating_given_after_looking_is_marked_so() {
    let mut member = Member::new();
    member.does("4 Enter p Esc 3 Enter Right 4 Enter");
    assert!(member.state().ratings[&cell("1A")].published_seen);
    assert!(!member.state().ratings[&cell("1B")].published_seen);
}

#[test]
fn what_was_marked_in_a_sentence_is_hidden_again_with_it() {
    // The rating is taken back after a passage was marked in the sentence it had opened.
    let marked = "4 Enter Right Left Enter End Up Enter v 3 - Enter : \"1a\" Enter Backspace";
    let mut pair = Pair::on(nothing_the_same(), 80, 24);
    pair.sample.does(marked);
    pair.other.does(marked);
    assert!(pair.sample.state().ratings.is_empty() && pair.sample.state().quotes.len() == 1);
    pair.done = marked.to_owned();
    for keys in [
        "Enter End Up",
        "Enter Esc Esc",
        "r Up Up Esc",
        "g c Down Down Enter",
        "y Esc Esc",
        "x Right Enter y Esc Esc Esc",
        "g r g h Esc",
        ": \"digital exclusion\" Esc",
        "g r : \"1a\" Enter Enter End Up Enter v V y Esc . Backspace",
    ] {
        pair.do_both(keys);
    }
}

#[test]
fn no_sentence_that_is_shown_before_rating_says_a_published_grade() {
    let member = Member::new();
    let ws = member.app.workspace();
    let words = ["requires improvement", "inadequate", "outstanding"];
    for item in ws.catalog().review().evidence.iter().filter(|item| !ws.blindness().hides(item)) {
        let shown = [Some(item.text.as_str()), item.locator.as_deref(), item.note.as_deref()];
        for text in shown.into_iter().flatten() {
            let small = text.to_lowercase();
            assert!(!words.iter().any(|word| small.contains(word)), "{}: {text}", item.id);
        }
    }
}

#[test]
fn reading_a_sentence_that_states_a_rating_is_noted_and_a_change_after_it_is_marked_so() {
    let one = Subject::Cell(cell("1A"));
    for (answer, what) in [("4 Enter", "rated"), ("r x \"an interest\" Enter", "declined")] {
        let mut member = Member::new();
        member.does(&format!("{answer} : \"1a\" Enter Enter End Up Enter"));
        assert!(member.state().seen.contains_key(&one), "{what}:\n{}", member.screen());
        member.does("Esc Esc : \"1a\" Enter Backspace");
        assert!(member.state().ratings.is_empty() && member.state().abstained.is_empty(), "{what}");
        member.does("3 Enter");
        assert!(member.state().ratings[&cell("1A")].published_seen, "{what}");
        // It was seen: taking back takes back what was said, not that.
        member.does("u u u");
        assert!(member.state().seen.contains_key(&one), "{what}");
    }
}

#[test]
fn a_sentence_beside_the_list_is_seen_as_soon_as_it_shows_and_where_nothing_is_kept_nothing_is_noted() {
    let mut wide = Member::at(200, 50);
    wide.does("4 Enter : \"1a\" Enter Enter End Up");
    assert!(wide.state().seen.contains_key(&Subject::Cell(cell("1A"))), "{}", wide.screen());
    let access = Access::ReadOnly("Only to be read.".to_owned());
    let mut reader = Member::starting(Start { access, ..Start::default() }, 200, 50);
    reader.does(": \"1a\" Enter Enter End Up Enter");
    assert!(reader.state().seen.is_empty());
}

#[test]
fn a_sentence_that_was_not_opened_is_neither_marked_nor_copied_from_the_list() {
    let mut member = Member::new();
    member.does("4 Enter : \"1a\" Enter Enter End Up +");
    assert!(member.said().contains("open it before you mark it"), "{}", member.said());
    member.does(". y");
    assert!(member.state().quotes.is_empty() && member.wishes().is_empty(), "{}", member.screen());
    member.does("Esc Esc : \"1a\" Enter Enter End Up Enter Esc +");
    assert_eq!(member.state().quotes.len(), 1, "{}", member.screen());
}

#[test]
fn reading_a_report_that_states_the_ratings_is_noted_for_all_of_them() {
    let mut review = sample().review().clone();
    let mut report = submissions::source("REPORT1", "The whole report", "It was judged so and so.\n".to_owned());
    report.kind = SourceKind::Publication;
    review.sources.push(report);
    let mut member = Member::starting(Start { catalog: catalog_of(review), ..Start::default() }, 80, 24);
    for cell in sample().review().cells() {
        member.does(&format!("g r : \"{cell}\" Enter 2 Enter"));
    }
    assert_eq!(member.state().ratings.len(), 36, "{}", member.screen());
    let before = member.state().seen.len();
    member.does(": \"report1\" Enter");
    assert!(member.sees("judged so and so"), "{}", member.screen());
    let published = member.app.workspace().catalog().review().published.subjects().count();
    assert!(before < published && member.state().seen.len() >= published, "{before} of {published}");
}

#[test]
fn a_review_opened_for_scrutiny_says_so_on_every_view() {
    assert!(!Member::new().sees("scrutiny"));
    let mut member = Member::starting(Start { scrutiny: true, ..Start::default() }, 80, 24);
    for keys in ["g r", "g v", "g c"] {
        member.does(keys);
        assert!(member.looks().row(0).contains("scrutiny"), "{}", member.screen());
    }
}
