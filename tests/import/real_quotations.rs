//! Quotations cut from the real report, where `PLUMBLINE_REPORT` names it, lead back to where they were cut from. The
//! article is made while the test runs.

use plumbline::document::digest::digest;
use plumbline::import::report;
use plumbline::model::catalog::Catalog;
use plumbline::model::evidence::Evidence;
use plumbline::model::review::Review;
use plumbline::review::trace::Traced;
use plumbline::review::trace::Verdict;
use plumbline::review::trace::article::Article;
use plumbline::review::trace::article::Paragraph;
use plumbline::review::trace::trace;
use uuid::Uuid;

use crate::plain;

/// The report as recognised; `None` where none is named.
fn review() -> Option<Review> {
    let Some(path) = std::env::var_os("PLUMBLINE_REPORT") else {
        eprintln!("skipped: PLUMBLINE_REPORT names no report");
        return None;
    };
    let text = std::fs::read_to_string(path).unwrap();
    Some(report::recognise(&plain::record(&text), &report::Options { id: Uuid::nil() }).unwrap().0)
}

/// A number that looks like chance and is the same on every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// So many words of an item, without quotation marks in them.
fn cut(dice: &mut Dice, items: &[&Evidence], words: usize) -> (String, String) {
    loop {
        let item = items[dice.below(items.len())];
        let all: Vec<&str> = item.text.split_whitespace().collect();
        let from = dice.below(all.len().saturating_sub(words));
        let passage = all[from..(from + words).min(all.len())].join(" ");
        if all.len() > words && !passage.contains(['“', '”', '‘', '"', '…']) {
            return (item.id.to_string(), passage);
        }
    }
}

fn edited(dice: &mut Dice, passage: &str) -> String {
    let mut words: Vec<&str> = passage.split(' ').collect();
    for _ in 0..words.len() / 8 {
        let at = 1 + dice.below(words.len() - 2);
        match dice.below(3) {
            0 => {
                words.remove(at);
            }
            1 => words.insert(at, "hedgehog"),
            _ => words[at] = "hedgehog",
        }
    }
    words.join(" ")
}

/// Passages of a verdict, each with the items it comes from.
fn passages(review: &Review, verdict: Verdict) -> Vec<(String, Vec<String>)> {
    let mut dice = Dice(7 + verdict as u64);
    let items: Vec<&Evidence> =
        review.evidence.iter().filter(|item| item.text.split_whitespace().count() > 24).collect();
    let vocabulary: Vec<&str> = items.iter().flat_map(|item| item.text.split_whitespace()).collect();
    let one = |_| match verdict {
        Verdict::Exact | Verdict::Altered => {
            let length = 16 + dice.below(8);
            let (item, passage) = cut(&mut dice, &items, length);
            let altered = if verdict == Verdict::Altered { edited(&mut dice, &passage) } else { passage };
            (altered, vec![item])
        }
        Verdict::Spliced => {
            let (one, other) = (cut(&mut dice, &items, 11), cut(&mut dice, &items, 11));
            (format!("{} … {}", one.1, other.1), vec![one.0, other.0])
        }
        Verdict::NotFound => {
            let words = (0..20).map(|_| vocabulary[dice.below(vocabulary.len())]);
            let words: String = words.collect::<Vec<_>>().join(" ");
            (words.replace(['“', '”', '‘', '’', '"', '…'], ""), Vec::new())
        }
    };
    (0..120).map(one).collect()
}

fn traced(review: &Review, passages: &[(String, Vec<String>)]) -> Traced {
    let paragraph = |(at, (text, _)): (usize, &(String, Vec<String>))| Paragraph {
        text: format!("It was said of this that “{text}”, and more."),
        set_apart: false,
        line: at as u32 + 1,
        page: None,
        number: at as u32 + 1,
    };
    let paragraphs = passages.iter().enumerate().map(paragraph).collect();
    let article = Article { name: "made".to_owned(), paragraphs, warnings: Vec::new() };
    let catalog = Catalog::new(review.clone(), digest(review));
    trace(&catalog, &article, false).unwrap()
}

/// How many in a hundred are told rightly, with every item they were cut from.
fn right(review: &Review, verdict: Verdict) -> f64 {
    let passages = passages(review, verdict);
    let traced = traced(review, &passages);
    assert_eq!(traced.quotations.len(), passages.len(), "{verdict:?}");
    let held = traced.quotations.iter().zip(&passages).filter(|(found, (_, items))| {
        let there =
            |id: &String| found.places.iter().any(|place| place.evidence.as_ref().is_some_and(|e| e.as_str() == id));
        found.verdict == verdict && items.iter().all(there)
    });
    let share = 100.0 * held.count() as f64 / passages.len() as f64;
    eprintln!("{verdict:?}: {share:.1} of 100");
    share
}

#[test]
fn quotations_of_the_real_report_lead_back_to_where_they_were_cut_from() {
    let Some(review) = review() else { return };
    assert_eq!(right(&review, Verdict::Exact), 100.0);
    assert!(right(&review, Verdict::Altered) >= 98.0);
    // Some pieces stand at two places, and either is right.
    assert!(right(&review, Verdict::Spliced) >= 90.0);
    assert_eq!(right(&review, Verdict::NotFound), 100.0);
}
