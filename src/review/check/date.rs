//! Dates: one document with two of them, a promise's deadline told otherwise, deadlines that had passed.

use std::collections::HashMap;

use crate::import::report::words as plain;
use crate::model::catalog::commitments_of;
use crate::review::check::code::Code;
use crate::review::check::finding::Finding;
use crate::review::check::finding::Place;
use crate::review::check::ground;
use crate::review::check::ground::Ground;
use crate::review::check::words::short;

/// Looks at the dates.
pub fn find(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    documents(ground, found);
    titles_in_text(ground, found);
    deadlines(ground, found);
    passed(ground, found);
}

/// A date as far as it is told: a year, and the month where there is one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Date {
    year: u32,
    month: Option<u32>,
}

impl Date {
    /// Whether two can be the same.
    fn fits(self, other: Self) -> bool {
        self.year == other.year && self.month.zip(other.month).is_none_or(|(a, b)| a == b)
    }

    /// Whether it ended before a month of a year began.
    fn before(self, year: u32, month: u32) -> bool {
        self.year < year || (self.year == year && self.month.is_some_and(|own| own < month))
    }
}

impl std::fmt::Display for Date {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const MONTHS: [&str; 12] = [
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December",
        ];
        if let Some(month) = self.month.and_then(|month| MONTHS.get(month as usize - 1)) {
            write!(f, "{month} ")?;
        }
        write!(f, "{}", self.year)
    }
}

/// The dates of a text: years, with the month right before them.
pub fn dates(text: &str) -> Vec<(Date, usize)> {
    let mut found = Vec::new();
    let mut month: Option<u32> = None;
    let mut at = 0;
    for word in text.split(|c: char| !c.is_alphanumeric()) {
        let start = at;
        at += word.len() + text[at + word.len()..].chars().next().map_or(0, char::len_utf8);
        if word.is_empty() {
            continue;
        }
        if plain::is_year(word) {
            if let Ok(year) = word.parse() {
                found.push((Date { year, month }, start));
            }
            month = None;
        } else {
            month = plain::month(word).filter(|_| word.chars().next().is_some_and(char::is_uppercase));
        }
    }
    found
}

/// A note's document.
struct Document<'a> {
    date: Date,
    note: u32,
    text: &'a str,
}

/// A listed document with the title that is told apart from its publisher, and one date at the end.
fn document(text: &str) -> Option<(String, Date)> {
    let text = text.split(" accessed ").next().unwrap_or(text);
    let dates = dates(text);
    let (date, at) = *dates.last()?;
    // The title ends where the date, a paper's number or a bracket begins.
    let mut head = text[..at].trim_end();
    let mut figures = false;
    loop {
        let word = head.rsplit(' ').next().unwrap_or_default();
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        // The series that a paper is numbered in: a few capitals before the number.
        let series = figures && (2..=4).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_uppercase());
        let dated = plain::month(bare).is_some()
            || bare.bytes().all(|b| b.is_ascii_digit())
            || series
            || bare == "updated"
            || bare == "Last";
        if head.is_empty() || !dated {
            break;
        }
        figures = !bare.is_empty() && bare.bytes().all(|b| b.is_ascii_digit());
        head = head[..head.len() - word.len()].trim_end();
    }
    let head = head.trim_end_matches(|c: char| !c.is_alphanumeric());
    // A title in quotation marks is told apart by these, any other from its publisher by the last comma.
    let quoted = titles_marked(head).last().copied();
    let title = quoted.unwrap_or_else(|| head.rsplit([',', ':']).next().unwrap_or(head));
    if title.to_lowercase().contains("press release") {
        return None;
    }
    let words: Vec<String> = plain::words(title);
    (words.len() >= 5).then(|| (words.join(" "), date))
}

/// What stands in quotation marks of some length.
fn titles_marked(text: &str) -> Vec<&str> {
    let double = ground::quoted(text).into_iter().map(|range| &text[range]);
    let single = titles(text).into_iter().map(|(title, _, _)| title);
    double.chain(single).filter(|title| plain::count(title) >= 4).collect()
}

/// Notes that give one document two dates.
fn documents(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut first: HashMap<String, Vec<Document<'_>>> = HashMap::new();
    for note in &ground.review.footnotes {
        // Several documents in one note have several dates.
        if note.sources.len() > 1 {
            continue;
        }
        let Some((title, date)) = document(&note.text) else { continue };
        let own = first.entry(title).or_default();
        if own.iter().any(|other| other.date.fits(date)) {
            continue;
        }
        if let Some(other) = own.first() {
            let message = format!(
                "Note {} dates “{}” {date}, note {} {}.",
                note.number,
                short(other.text, 100),
                other.note,
                other.date
            );
            let places = vec![Place::footnote(note.number), Place::footnote(other.note)];
            found.push(Finding::new(Code::DateConflict, message, places));
        }
        own.push(Document { date, note: note.number, text: &note.text });
    }
}

/// Titles in single marks with a date right before or behind, against the date of the note that lists them.
fn titles_in_text(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut listed: HashMap<String, (Date, u32)> = HashMap::new();
    for note in &ground.review.footnotes {
        if let Some((title, date)) = document(&note.text).filter(|_| note.sources.len() <= 1) {
            listed.entry(title).or_insert((date, note.number));
        }
    }
    for item in ground.prose() {
        for sentence in item.said() {
            for (title, before, behind) in titles(sentence) {
                let key = plain::words(title).join(" ");
                let Some((date, note)) = listed.get(&key).or_else(|| {
                    let tail = title.rsplit(':').next().unwrap_or(title);
                    listed.get(&plain::words(tail).join(" "))
                }) else {
                    continue;
                };
                let Some(said) = date_beside(before, behind).filter(|said| !said.fits(*date)) else { continue };
                let message = format!("“{}” is of {said} here, and of {date} in note {note}.", short(title, 80));
                let places = vec![Place::item(item.evidence), Place::footnote(*note)];
                found.push(Finding::new(Code::DateConflict, message, places).about(&format!("note {note}")));
            }
        }
    }
}

/// What stands in single marks, with what is before and behind.
fn titles(sentence: &str) -> Vec<(&str, &str, &str)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(open) = sentence[from..].find('‘').map(|at| from + at) {
        let start = open + '‘'.len_utf8();
        // An apostrophe within a word closes nothing.
        let close = sentence[start..]
            .match_indices('’')
            .map(|(at, _)| start + at)
            .find(|at| !sentence[at + '’'.len_utf8()..].chars().next().is_some_and(char::is_alphanumeric));
        let Some(close) = close else { break };
        let title = &sentence[start..close];
        if plain::count(title) >= 4 {
            found.push((title, &sentence[..open], &sentence[close + '’'.len_utf8()..]));
        }
        from = close + '’'.len_utf8();
    }
    found
}

/// The date that belongs to a title: `the 2021 ‘…’`, `‘…’ (June 2022)`, `‘…’, published in June 2022`.
fn date_beside(before: &str, behind: &str) -> Option<Date> {
    let words: Vec<&str> = before.split_whitespace().collect();
    let last = words.last().copied().unwrap_or_default();
    if plain::is_year(last.trim_end_matches(['’', 's'])) {
        return dates(before).last().map(|(date, _)| *date);
    }
    let near: String = behind.chars().take(40).collect();
    let near = near.trim_start_matches([',', ' ']);
    let told = ["published in ", "published on ", "(published ", "("].iter().any(|lead| near.starts_with(lead));
    let (date, at) = *dates(near).first()?;
    (told && at <= 30).then_some(date)
}

/// `by March 2025` said of a promise whose own text has another date.
fn deadlines(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    for item in ground.prose() {
        let about = commitments_of(item.evidence);
        let [only] = about.as_slice() else { continue };
        let Some(commitment) = ground.catalog.commitment(only) else { continue };
        // A promise can name several dates, and its deadline may be told beside it.
        let mut own: Vec<Date> = Vec::new();
        for text in [commitment.text.as_str(), commitment.deadline.as_deref().unwrap_or_default()] {
            own.extend(
                dates(text).into_iter().map(|(date, _)| date).filter(|date| !own.contains(date)).collect::<Vec<_>>(),
            );
        }
        if own.is_empty() {
            continue;
        }
        for sentence in item.said() {
            let lower = sentence.to_lowercase();
            let said = [
                "this commitment promises",
                "the commitment promises",
                "this commitment aims",
                "this commitment is to",
                "the commitment is to",
                "commitment has a deadline",
                "commitment has a target",
                "deadline for this commitment",
            ];
            if !said.iter().any(|said| lower.contains(said)) {
                continue;
            }
            let other = dates(sentence).into_iter().find(|(date, at)| {
                let before: Vec<&str> = sentence[..*at].split_whitespace().rev().take(4).collect();
                before.contains(&"by") && !own.iter().any(|own| own.fits(*date))
            });
            let Some((date, _)) = other else { continue };
            let told: Vec<String> = own.iter().map(ToString::to_string).collect();
            let message = format!(
                "Commitment {} names {}; here its date is {date}: “{}”",
                commitment.id,
                told.join(" and "),
                short(sentence, 110)
            );
            found.push(Finding::new(Code::DateConflict, message, vec![Place::item(item.evidence)]).about("deadline"));
        }
    }
}

/// Deadlines that had passed when the report came out.
fn passed(ground: &Ground<'_>, found: &mut Vec<Finding>) {
    let mut parts = ground.review.date.split('-').map(|part| part.parse::<u32>().ok());
    let (Some(Some(year)), month) = (parts.next(), parts.next().flatten()) else { return };
    for commitment in &ground.review.commitments {
        let deadline = commitment.deadline.as_deref().unwrap_or_default();
        if deadline.contains("start") || deadline.contains("ongoing") {
            continue;
        }
        let last = dates(deadline).into_iter().map(|(date, _)| date).max_by_key(|date| (date.year, date.month));
        let Some(last) = last.filter(|last| last.before(year, month.unwrap_or(1))) else { continue };
        let message = format!(
            "The deadline of commitment {} ({last}) had passed when the report was published ({}).",
            commitment.id, ground.review.date
        );
        let place = Place { commitment: Some(commitment.id.clone()), ..Place::default() };
        found.push(Finding::new(Code::DeadlinePassed, message, vec![place]));
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::review::check::fixture::Made;
    use crate::review::check::fixture::codes;

    const TITLE: &str = "River Board, A plan for the mills of the whole valley";

    #[test]
    fn one_document_with_two_dates_is_told_and_two_documents_are_not() {
        let told =
            |one: &str, two: &str| codes(&Made::new().note(1, one, &["P"]).note(2, two, &["P"]).found(find)).len();
        assert_eq!(told(&format!("{TITLE} (June 2030)"), &format!("{TITLE}, July 2030")), 1);
        assert_eq!(told(&format!("{TITLE} (June 2030)"), &format!("{TITLE}, 2030")), 0);
        assert_eq!(
            told(
                &format!("{TITLE} HC 12 (June 2030)"),
                "River Board, A plan for the weirs of the whole valley (July 2030)"
            ),
            0
        );
        assert_eq!(
            told("Board, Annual report (June 2029)", "Board, Annual report (June 2030)"),
            0,
            "too short to be sure"
        );
    }

    #[test]
    fn a_title_dated_otherwise_in_the_text_is_told() {
        let told = |text: &str| {
            codes(&Made::new().note(1, &format!("{TITLE}, June 2030"), &["P"]).said("1A", text).found(find)).len()
        };
        assert_eq!(told("It stands in the 2029 ‘A plan for the mills of the whole valley’."), 1);
        assert_eq!(told("It stands in the 2030 ‘A plan for the mills of the whole valley’."), 0);
        assert_eq!(told("‘A plan for the mills of the whole valley’, published in May 2030, has it."), 1);
        assert_eq!(told("‘A plan for the mills of the whole valley’ says that by 2029 all turn."), 0);
    }

    #[test]
    fn a_promise_s_date_told_otherwise_is_told() {
        let told = |text: &str| codes(&Made::new().said("1A", text).found(find)).len();
        assert_eq!(told("This commitment promises 40 wheels by March 2034."), 1);
        assert_eq!(told("This commitment promises 40 wheels by March 2033."), 0);
        assert_eq!(told("The Department will mend it by March 2034."), 0);
        assert_eq!(
            told("This commitment promises 40 wheels by March 2033 and 60 by March 2034."),
            1,
            "each date counts"
        );
        // A date within the promise that is no deadline, and the deadline told beside it.
        let two = |text: &str| {
            let made = Made::new().with(|review| {
                review.commitments[0].text = "We will turn 40 mill wheels to meet the demand by 2040.".to_owned();
                review.commitments[0].deadline = Some("March 2033 (by 2040 in the text)".to_owned());
            });
            codes(&made.said("1A", text).found(find)).len()
        };
        assert_eq!(two("This commitment promises 40 wheels by March 2033."), 0);
        assert_eq!(two("This commitment promises 40 wheels by 2040."), 0);
        assert_eq!(two("This commitment promises 40 wheels by March 2034."), 1);
    }

    #[test]
    fn a_deadline_that_had_passed_is_told() {
        let told = |date: &str| codes(&Made::new().with(|review| review.date = date.to_owned()).found(find)).len();
        assert_eq!(told("2033-04-01"), 1);
        assert_eq!(told("2033-03-20"), 0);
    }
}
