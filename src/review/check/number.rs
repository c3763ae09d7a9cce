//! Numbers: shares that their own numbers do not give, counts that the review's own lists do not have, a promise's figure
//! told otherwise.

use std::ops::Range;

use crate::import::report::level;
use crate::import::report::words as plain;
use crate::model::catalog::commitments_of;
use crate::model::evidence::EvidenceKind;
use crate::model::source::SourceKind;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground::Ground;
use crate::review::check::words::short;

/// Looks at the numbers.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    for item in &ground.items {
        for sentence in item.said() {
            for message in shares(sentence) {
                let message = format!("{message} “{}”", short(sentence, 110));
                found
                    .push(Finding::new(Code::NumberConflict, message, vec![Place::item(item.evidence)]).about("share"));
            }
        }
    }
    received(ground, found);
    rated(ground, found);
    promised(ground, found);
}

/// A number in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    /// What it is worth.
    pub value: f64,
    /// How many figures stand behind its point.
    pub decimals: usize,
    /// Where it stands, with a currency's sign before and `%` behind.
    pub range: Range<usize>,
    /// `%`, `£`, `million` and the like, in lower case and in order.
    pub unit: String,
}

/// Every number written in figures.
pub fn numbers(text: &str) -> Vec<Number> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && (bytes[at].is_ascii_digit() || separates(bytes, at)) {
            at += 1;
        }
        let glued = text[..start].chars().next_back().is_some_and(char::is_alphabetic);
        let figures = text[start..at].replace(',', "");
        let decimals = figures.split_once('.').map_or(0, |(_, behind)| behind.len());
        let Ok(value) = figures.parse() else { continue };
        if glued {
            continue;
        }
        let mut range = start..at;
        let mut unit = String::new();
        if let Some(sign) = text[..start].chars().next_back().filter(|c| "£$€".contains(*c)) {
            range.start -= sign.len_utf8();
            unit.push(sign);
        }
        for (sign, name) in [
            ("%", "%"),
            (" per cent", "%"),
            ("bn", "billion"),
            (" billion", "billion"),
            ("m", "million"),
            (" million", "million"),
            (" thousand", "thousand"),
        ] {
            let behind = text[at..].strip_prefix(sign);
            if behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)) {
                unit.push_str(name);
                range.end = at + sign.len();
                break;
            }
        }
        found.push(Number { value, decimals, range, unit });
    }
    found
}

/// Whether a comma or point stands within a number.
fn separates(bytes: &[u8], at: usize) -> bool {
    let figure = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    match bytes[at] {
        b',' => figure(at + 1) && figure(at + 2) && figure(at + 3) && !figure(at + 4),
        b'.' => figure(at + 1),
        _ => false,
    }
}

/// Shares that their own numbers do not give: `51 (18%) of 287`, `20% (18/90)`, `9 out of 12 (75%)`, `of 12 mills, 9 (75%)`.
fn shares(sentence: &str) -> Vec<String> {
    let numbers = numbers(sentence);
    let mut found = Vec::new();
    for three in numbers.windows(3) {
        let [one, two, three] = three else { continue };
        let (first, second) = (&sentence[one.range.end..two.range.start], &sentence[two.range.end..three.range.start]);
        let of = |between: &str| {
            let words = plain::words(between);
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            between.trim() == "/"
                || matches!(words.as_slice(), ["of" | "of the" | "out", ..])
                    && words.len() <= 5
                    && words.iter().all(|w| ["of", "out", "the", "a", "total", "all"].contains(w))
        };
        let near = |between: &str| between.len() <= 60 && !between.contains(['.', ';', '%']) && between.ends_with('(');
        let whole = |number: &Number| number.unit.is_empty() && number.decimals == 0;
        let before = plain::words(&sentence[..one.range.start]);
        let leads = match before.as_slice() {
            [ahead @ .., of, the] if of == "of" && the == "the" => !counts(ahead),
            [ahead @ .., of] if of == "of" => !counts(ahead),
            _ => false,
        };
        let behind = leads
            && first.trim_end().ends_with(',')
            && plain::count(first) <= 6
            && !first.contains(['.', ';', '(', '%']);
        let share = if behind && three.unit == "%" && whole(one) && whole(two) && second == " (" {
            Some((three, two, one))
        } else if two.unit == "%"
            && whole(one)
            && whole(three)
            && first == " ("
            && second.starts_with(')')
            && of(&second[1..])
        {
            Some((two, one, three))
        } else if one.unit == "%" && whole(two) && whole(three) && near(first) && of(second) {
            Some((one, two, three))
        } else if three.unit == "%" && whole(one) && whole(two) && of(first) && near(second) {
            Some((three, one, two))
        } else {
            None
        };
        let Some((said, part, all)) = share.filter(|(_, part, all)| all.value > 0.0 && part.value <= all.value) else {
            continue;
        };
        let gives = part.value / all.value * 100.0;
        // Rounded either way, or cut.
        let step = 10_f64.powi(-i32::try_from(said.decimals).unwrap_or(0));
        if (gives - said.value).abs() > step {
            found.push(format!(
                "{} of {} is {gives:.1}%, not {}:",
                part.value,
                all.value,
                &sentence[said.range.clone()]
            ));
        }
    }
    found
}

/// Whether words end with a number: `12` in `12 of 200`.
fn counts(words: &[String]) -> bool {
    words
        .last()
        .is_some_and(|word| word.starts_with(|c: char| c.is_ascii_digit()) || plain::small_number(word).is_some())
}

/// How many submissions are said to have come in, against the list of them.
fn received(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let count = ground.review.sources.iter().filter(|source| source.kind == SourceKind::Submission).count();
    if count == 0 {
        return;
    }
    for item in ground.prose().filter(|item| item.evidence.cells.is_empty()) {
        for sentence in item.said() {
            for number in numbers(sentence).iter().filter(|number| number.unit.is_empty() && number.value >= 5.0) {
                let behind = plain::words(&sentence[number.range.end..]);
                let behind: Vec<&str> = behind.iter().map(String::as_str).take(3).collect();
                let counted = matches!(
                    behind.as_slice(),
                    ["submissions", ..] | ["written", "submissions", ..] | ["written", "evidence", "submissions"]
                );
                if counted && (number.value - count as f64).abs() > 0.5 {
                    let message = format!(
                        "{} submissions are spoken of, and {count} are listed: “{}”",
                        number.value,
                        short(sentence, 110)
                    );
                    let place = vec![Place::item(item.evidence)];
                    found.push(Finding::new(Code::NumberConflict, message, place).about("submissions"));
                }
            }
        }
    }
}

/// `Four of the nine commitments were rated inadequate`, against the tables.
fn rated(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let published = &ground.review.published.commitments;
    let all = ground.review.commitments.len();
    if published.len() < all {
        return;
    }
    for item in ground.prose().filter(|item| item.evidence.cells.is_empty()) {
        for sentence in item.said() {
            let mentions = level::mentions(sentence);
            let [mention] = mentions.as_slice() else { continue };
            let words = plain::words(sentence);
            let Some(at) = words.iter().position(|word| word == "commitments") else { continue };
            let number = |word: Option<&String>| word.and_then(|word| plain::small_number(word));
            let of = at >= 4 && words[at - 3] == "of" && words[at - 2] == "the";
            let (said, of_all) = if of {
                (number(words.get(at - 4)), number(words.get(at - 1)))
            } else {
                continue;
            };
            let (Some(said), Some(of_all)) = (said, of_all) else { continue };
            let really = published.values().filter(|rating| rating.grade() == Some(mention.grade)).count();
            if (said, of_all) != (really, all) {
                let message = format!("The tables rate {really} of {all} commitments so: “{}”", short(sentence, 120));
                found
                    .push(Finding::new(Code::NumberConflict, message, vec![Place::item(item.evidence)]).about("rated"));
            }
        }
    }
}

/// A figure of the promise told otherwise in what is said of it: the same unit and the same words behind.
fn promised(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let figures = |text: &str| -> Vec<(Number, String)> {
        let key = |number: &Number| {
            let behind = plain::words(&text[number.range.end..].chars().take(60).collect::<String>());
            let told: Vec<String> =
                behind.into_iter().filter(|word| !["of", "the", "an"].contains(&word.as_str())).take(2).collect();
            told.join(" ")
        };
        numbers(text).into_iter().filter(|n| !is_year(n)).map(|n| (n.clone(), key(&n))).collect()
    };
    let promises: Vec<(_, Vec<(Number, String)>)> =
        ground.review.commitments.iter().map(|commitment| (commitment, figures(&commitment.text))).collect();
    for item in ground.prose().filter(|item| item.evidence.kind != EvidenceKind::Context) {
        let about = commitments_of(item.evidence);
        let [only] = about.as_slice() else { continue };
        let Some((commitment, figures_there)) = promises.iter().find(|(commitment, _)| commitment.id == **only) else {
            continue;
        };
        if figures_there.is_empty() {
            continue;
        }
        for sentence in item.said() {
            let words = plain::words(sentence);
            if !words
                .iter()
                .any(|word| ["commitment", "promise", "promises", "target", "goal"].contains(&word.as_str()))
            {
                continue;
            }
            for (number, key) in figures(sentence) {
                let same =
                    |(other, words): &&(Number, String)| other.unit == number.unit && !key.is_empty() && *words == key;
                let alike: Vec<&(Number, String)> = figures_there.iter().filter(same).collect();
                if alike.is_empty() || alike.iter().any(|(other, _)| (other.value - number.value).abs() < 1e-9) {
                    continue;
                }
                let message = format!(
                    "Commitment {} promises {} {key}; here it is {}: “{}”",
                    commitment.id,
                    &commitment.text[alike[0].0.range.clone()],
                    &sentence[number.range.clone()],
                    short(sentence, 100)
                );
                found.push(
                    Finding::new(Code::NumberConflict, message, vec![Place::item(item.evidence)]).about("promise"),
                );
            }
        }
    }
}

fn is_year(number: &Number) -> bool {
    number.unit.is_empty() && number.decimals == 0 && (1900.0..2100.0).contains(&number.value)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::model::rating::Rating;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    #[test]
    fn numbers_are_read_with_their_units() {
        let read = |text: &str| numbers(text).into_iter().map(|n| (n.value, n.unit)).collect::<Vec<_>>();
        let unit = |value: f64, unit: &str| (value, unit.to_owned());
        assert_eq!(
            read("£1.1m of 10,500 and 31 per cent, 2.05 billion"),
            [unit(1.1, "£million"), unit(10500.0, ""), unit(31.0, "%"), unit(2.05, "billion"),]
        );
        assert_eq!(read("P9 and DHS0042"), []);
    }

    #[test]
    fn a_share_that_its_numbers_do_not_give_is_told_and_rounding_is_not() {
        let told = |text: &str| codes(&Made::new().said("1A", text).found(find)).len();
        assert_eq!(told("It reached 51 (18%) of 287 mills."), 0);
        assert_eq!(told("It reached 51 (28%) of 287 mills."), 1);
        assert_eq!(told("79% of answers came from mills (71/90), and 25% (18/90) from weavers."), 1);
        assert_eq!(told("9 out of 12 (75%) turn."), 0);
        assert_eq!(told("9 out of the 12 (57%) turn."), 1);
        assert_eq!(told("Of 12 mills, 9 turn, 57% (in 2030)."), 0);
        assert_eq!(told("Of 200 mills, 50 (40%) turn."), 1);
        assert_eq!(told("Of 200 mills, 50 (25%) turn."), 0);
        assert_eq!(told("Of the 200 mills in the valley, 50 (40%) turn."), 1);
        assert_eq!(told("Of the old mills, 12 of 200, 50 (40%) turn."), 0, "which number is the whole is not plain");
    }

    #[test]
    fn submissions_are_counted_against_the_list() {
        let told = |text: &str| codes(&Made::new().said("", text).found(find)).len();
        assert_eq!(told("We read 43 written submissions."), 1);
        let many = (10..53).fold(Made::new().with(|r| r.sources.clear()), |made, n| {
            made.source(&format!("ABC00{n}"), SourceKind::Submission, "Someone")
        });
        assert_eq!(codes(&many.said("", "We read 43 written submissions.").found(find)), [""; 0]);
    }

    #[test]
    fn how_many_commitments_were_rated_so_is_held_against_the_tables() {
        let told = |text: &str| {
            let made = Made::new().published("1", Rating::Good).published("2", Rating::Inadequate);
            codes(&made.said("", text).found(find)).len()
        };
        assert_eq!(told("One of the two commitments was rated good."), 0);
        assert_eq!(told("Two of the two commitments were rated good."), 1);
        assert_eq!(told("One of the three commitments was rated good."), 1);
    }

    #[test]
    fn a_promise_s_figure_told_otherwise_is_told() {
        let told = |text: &str| codes(&Made::new().said("1A", text).found(find)).len();
        assert_eq!(told("This commitment speaks of 45 mill wheels."), 1);
        assert_eq!(told("This commitment speaks of 40 mill wheels."), 0);
        assert_eq!(told("The commitment helps 12 mills."), 0);
    }
}
