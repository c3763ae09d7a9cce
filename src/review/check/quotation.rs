//! Quotations: without a source, with marks that do not close, in two wordings.

use std::collections::HashSet;
use std::ops::Range;

use crate::import::report::words as plain;
use crate::model::review::Review;
use crate::review::check::code::Code;
use crate::review::check::code::Severity;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::ground::Item;
use crate::review::check::rollup::capital;
use crate::review::check::words;
use crate::review::check::words::Runs;
use crate::review::check::words::Word;
use crate::review::check::words::short;

/// Words from which a quotation within a sentence is expected to have a source.
const LONG: usize = 8;
/// Words that two quotations share to be compared.
const RUN: usize = 6;

/// Looks at what is quoted.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    if !ground.own_words() {
        return;
    }
    unsourced(ground, found);
    unbalanced(ground, found);
    variants(ground, found);
}

/// Texts that a report quotes without a note as everyone knows where they stand: the promises, anchors and questions.
pub fn given(review: &Review) -> Runs {
    let mut runs = Runs::new(RUN);
    let promises = review.commitments.iter().map(|commitment| commitment.text.as_str());
    let asked = review.questions.iter().flat_map(|question| {
        std::iter::once(question.text.as_str()).chain(question.anchors.values().map(String::as_str))
    });
    for (at, text) in promises.chain(asked).chain([review.title.as_str()]).enumerate() {
        runs.add(at, &words::words(text));
    }
    runs
}

fn unsourced(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let given = ground.given();
    let known = |text: &str| {
        let words = words::words(text);
        (0..words.len()).any(|at| !given.places(&words, at).is_empty())
    };
    for paragraph in &ground.paragraphs {
        let pieces = &ground.items[paragraph.clone()];
        for (n, item) in pieces.iter().enumerate() {
            let named = !item.evidence.sources.is_empty() || item.evidence.speaker.is_some();
            if ground.is_quotation(item.evidence) {
                let bare = item.refs.is_empty() && !named && !known(item.text());
                if bare && words::words(item.text()).len() >= LONG {
                    found.push(bare_quotation(item, item.text(), None));
                }
                continue;
            }
            // A note behind it in its paragraph is its note.
            let noted = |from: usize| {
                item.refs.iter().any(|(_, at)| *at >= from)
                    || pieces[n + 1..].iter().any(|piece| !piece.refs.is_empty())
            };
            for range in item.quoted.iter().filter(|range| !named && !noted(range.start)) {
                let text = &item.text()[range.clone()];
                if words::words(text).len() >= LONG && !known(text) && is_speech(item.text(), range) {
                    let begins = item.sentence_at(range.start).map_or(0, |sentence| sentence.start);
                    let who = attributed(ground, &item.text()[begins.min(range.start)..range.start]);
                    found.push(bare_quotation(item, text, who));
                }
            }
        }
    }
}

/// Whether what is quoted is somebody's words, and no title: a title has its words in capitals.
fn is_speech(text: &str, range: &Range<usize>) -> bool {
    let words: Vec<&str> = text[range.clone()].split_whitespace().collect();
    let small = words.iter().filter(|word| word.chars().next().is_some_and(char::is_lowercase)).count();
    small * 2 > words.len()
}

/// A quotation without a note. Where its sentence says whose words they are, only the place is lacking.
fn bare_quotation(item: &Item<'_>, text: &str, who: Option<String>) -> Finding {
    let text = short(text, 100);
    let message = match &who {
        Some(who) => capital(&format!("{who} is quoted, and no note says where the words stand: “{text}”")),
        None => format!("Quoted without a note or a source: “{text}”"),
    };
    let mut finding = Finding::new(Code::QuotationUnsourced, message, vec![Place::item(item.evidence)]);
    if who.is_some() {
        finding.severity = Severity::Low;
    }
    finding
}

/// Words by which a sentence says whose words follow.
const SAYING: &[&str] = &[
    "say",
    "said",
    "says",
    "told",
    "wrote",
    "writes",
    "written",
    "state",
    "describ",
    "characteri",
    "call",
    "according",
    "argue",
    "conclud",
    "report",
    "explain",
    "noted",
    "notes",
    "claim",
    "defin",
    "refer",
    "sets",
    "set",
    "added",
    "answer",
    "respond",
    "respons",
    "put",
    "warn",
    "stress",
    "promis",
    "announc",
    "declar",
    "commit",
    "observ",
];

/// Who a sentence says is quoted, from what it has before the quotation: somebody who handed in evidence, or a name with
/// capitals, beside a word for saying.
fn attributed(ground: &Ground<'_>, before: &str) -> Option<String> {
    if !plain::words(before).iter().any(|word| plain::begins_with_any(word, SAYING)) {
        return None;
    }
    if let Some(who) = ground.submitter_names().named_in(before).last() {
        return Some(ground.submitter(*who).label.clone());
    }
    let words: Vec<&str> =
        before.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let is_name = |at: usize| {
        let word = words[at].trim_end_matches("’s").trim_end_matches("'s");
        let named = word.starts_with(char::is_uppercase) && word.chars().count() > 1;
        // A sentence's first word has a capital anyway.
        named && (at > 0 || word.chars().skip(1).any(char::is_uppercase))
    };
    let last = (0..words.len()).rev().find(|at| is_name(*at))?;
    let first = (0..last).rev().take_while(|at| is_name(*at) || ["of", "for", "and"].contains(&words[*at])).last();
    let first = (first.unwrap_or(last)..=last).find(|at| is_name(*at))?;
    let name = words[first..=last].join(" ");
    let name = name.trim_end_matches("’s").trim_end_matches("'s");
    let the = first.checked_sub(1).is_some_and(|at| words[at].eq_ignore_ascii_case("the"));
    Some(format!("{}{name}", if the { "the " } else { "" }))
}

/// Marks that open and do not close within their paragraph, or the other way round.
fn unbalanced(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    for paragraph in &ground.paragraphs {
        let pieces = &ground.items[paragraph.clone()];
        let text: String = pieces.iter().map(Item::text).collect::<Vec<_>>().join(" ");
        let Some(what) = imbalance(&text) else { continue };
        let telling = pieces.iter().find(|item| imbalance(item.text()).is_some()).unwrap_or(&pieces[0]);
        let place = Place::item(telling.evidence);
        let message = format!("{what} in “{}”", short(telling.text(), 90));
        found.push(Finding::new(Code::QuotationUnbalanced, message, vec![place]));
    }
}

/// What is wrong with the marks of a text. Each paragraph of a long quotation may open anew.
fn imbalance(text: &str) -> Option<&'static str> {
    let (mut open, mut straight) = (0_i32, 0);
    let mut start = true;
    for c in text.chars() {
        match c {
            '“' if start && open > 0 => {}
            '“' => open += 1,
            '”' => open -= 1,
            '"' => straight += 1,
            _ => {}
        }
        if open < 0 {
            return Some("A quotation mark closes that was not opened");
        }
        start = c == '\n' || (start && (c.is_whitespace() || c == '['));
    }
    if open > 0 {
        return Some("A quotation mark opens and does not close");
    }
    (straight % 2 == 1).then_some("One quotation mark is left over")
}

/// A quotation: which item, what range, its words.
pub struct Quoted {
    /// Place in the ground's items.
    pub item: usize,
    /// Its text.
    pub range: Range<usize>,
    /// Its words.
    pub words: Vec<Word>,
}

/// Everything quoted of some length: whole items, and what stands between marks.
pub fn all(ground: &Ground<'_>, least: usize) -> Vec<Quoted> {
    let mut all = Vec::new();
    for (at, item) in ground.items.iter().enumerate() {
        let whole = ground.is_quotation(item.evidence).then(|| 0..item.text().len());
        let parts = item.quoted.iter().filter(|_| whole.is_none()).cloned();
        let ranges: Vec<Range<usize>> = whole.clone().into_iter().chain(parts).collect();
        for range in ranges {
            let words = words::words(&item.text()[range.clone()]);
            if words.len() >= least {
                all.push(Quoted { item: at, range, words });
            }
        }
    }
    all
}

/// The same words quoted in two wordings: what they share is long, and what differs is little.
fn variants(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let all = all(ground, LONG);
    let given = ground.given();
    let mut runs = Runs::new(RUN);
    let mut compared: HashSet<(usize, usize)> = HashSet::new();
    for (n, quoted) in all.iter().enumerate() {
        for at in 0..quoted.words.len() {
            if !given.places(&quoted.words, at).is_empty() {
                continue;
            }
            for (other, there) in runs.places(&quoted.words, at).to_vec() {
                if !compared.insert((other, n)) {
                    continue;
                }
                let (one, two) = (&all[other], quoted);
                if let Some(differs) = differing((&one.words, there), (&two.words, at)) {
                    found.push(variant(ground, one, two, &differs));
                }
            }
        }
        runs.add(n, &quoted.words);
    }
}

/// How two quotations that share a run differ around it: the shorter against as many words of the longer; nothing where
/// they are the same there, or differ in more than a fifth.
pub fn differing(one: (&[Word], usize), two: (&[Word], usize)) -> Option<(Range<usize>, Range<usize>)> {
    let (a, at_a, b, at_b) = (one.0, one.1, two.0, two.1);
    let back = at_a.min(at_b);
    let ahead = (a.len() - at_a).min(b.len() - at_b);
    let (in_a, in_b) = (at_a - back..at_a + ahead, at_b - back..at_b + ahead);
    let length = in_a.len();
    if length < LONG {
        return None;
    }
    let apart = words::distance(&a[in_a.clone()], &b[in_b.clone()], length / 5)?;
    (apart > 0).then_some((in_a, in_b))
}

fn variant(
    ground: &Ground<'_>,
    one: &Quoted,
    two: &Quoted,
    (in_one, in_two): &(Range<usize>, Range<usize>),
) -> Finding {
    let words = |quoted: &Quoted, range: &Range<usize>| {
        let text = &ground.items[quoted.item].text()[quoted.range.clone()];
        let (from, to) = (quoted.words[range.start].range.start, quoted.words[range.end - 1].range.end);
        text[from..to].to_owned()
    };
    let (a, b) = (words(one, in_one), words(two, in_two));
    let same = a.chars().zip(b.chars()).take_while(|(a, b)| a == b).count();
    let show = |text: &str| {
        let from: String = text.chars().take(same).collect();
        let from = from.rmatch_indices(' ').nth(3).map_or(0, |(at, _)| at + 1);
        let dots = if from > 0 { "…" } else { "" };
        format!("“{dots}{}”", short(&text[from..], 60))
    };
    let message = format!("The same words are quoted in two wordings: {} and {}", show(&a), show(&b));
    let places = vec![Place::item(ground.items[two.item].evidence), Place::item(ground.items[one.item].evidence)];
    Finding::new(Code::QuotationVariant, message, places)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::ids::SourceId;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    const WORDS: &str = "“The wheels have stood still since the great flood of the spring.”";

    #[test]
    fn a_quotation_without_note_or_source_is_told_and_one_with_either_is_not() {
        assert_eq!(codes(&Made::new().quoted("1A", WORDS).found(find)), ["quotation-unsourced"]);
        let noted = Made::new().note(1, "Mill Society (ABC0001)", &["ABC0001"]);
        assert_eq!(codes(&noted.quoted("1A", &format!("{WORDS}[1]")).found(find)), [""; 0]);
        let within = "We heard that “the wheels have stood still since the great flood of spring”.";
        assert_eq!(codes(&Made::new().said("1A", within).found(find)), ["quotation-unsourced"]);
        let named =
            Made::new().said("1A", within).with(|review| review.evidence[0].sources = vec![SourceId::from("ABC0001")]);
        assert_eq!(codes(&named.found(find)), [""; 0]);
        // Where the sentence says whose words they are, only their place is lacking.
        let told = |text: &str| Made::new().said("1A", text).found(find).remove(0);
        let bare = told(within);
        assert_eq!(bare.severity, Severity::High);
        for (text, who) in [
            (
                "The Mill Society told us that “the wheels have stood still since the great flood of spring”.",
                "Mill Society",
            ),
            (
                "It is what the River Board characterises as “a wheel that stands still since the great flood”.",
                "The River Board",
            ),
            ("According to the NMTB, “the wheels have stood still since the great flood of spring”.", "The NMTB"),
        ] {
            let own = told(text);
            assert_eq!(own.severity, Severity::Low, "{text}");
            assert!(own.message.starts_with(&format!("{who} is quoted, and no note")), "{}", own.message);
        }
        let promise = "It reads “We will turn 40 mill wheels by March 2033”, no more.";
        assert_eq!(codes(&Made::new().said("1A", promise).found(find)), [""; 0]);
    }

    #[test]
    fn marks_that_do_not_close_are_told_and_paragraphs_of_one_quotation_are_not() {
        let told = |text: &str| codes(&Made::new().said("1A", text).found(find));
        assert_eq!(told("It is “a wheel, we heard. It turns."), ["quotation-unbalanced"]);
        assert_eq!(told("It is a wheel”, we heard."), ["quotation-unbalanced"]);
        assert_eq!(told("It is \"a wheel, we heard."), ["quotation-unbalanced"]);
        assert_eq!(told("“It turns.\n“It stops.”"), [""; 0]);
        assert_eq!(told("It is “a wheel”, we heard."), [""; 0]);
    }

    #[test]
    fn one_quotation_in_two_wordings_is_told_and_an_excerpt_is_not() {
        let note = || Made::new().note(1, "Mill Society (ABC0001)", &["ABC0001"]);
        let first = "“It leans ever more on hired hands, so that the craft is not kept within the mill.”[1]";
        let made = note().quoted("1A", first);
        let changed = "They see “leans ever more on hired hands, so that the craft is not kept in the mill”.[1]";
        let found = made.said("1B", changed).found(find);
        assert_eq!(codes(&found), ["quotation-variant"]);
        assert!(found[0].message.contains("within the mill") && found[0].message.contains("in the mill"));
        let excerpt = "They see “ever more on hired hands, so that the craft [of the miller] is not kept within”.[1]";
        assert_eq!(codes(&note().quoted("1A", first).said("1B", excerpt).found(find)), [""; 0]);
    }

    #[test]
    fn a_retelling_is_held_to_no_wording() {
        assert_eq!(codes(&Made::new().retold().quoted("1A", WORDS).found(find)), [""; 0]);
    }
}
