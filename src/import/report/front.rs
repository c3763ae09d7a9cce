//! Title, body and date, from the first lines.
//!
//! Invariant: a date is ISO, as far as it is told; nothing is made up.

use crate::import::record::Record;
use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::words;
use crate::model::moment::is_date;

/// What the first lines tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Front {
    pub title: String,
    pub body: String,
    pub date: Option<String>,
    /// How many lines they take.
    pub lines: usize,
}

/// How many lines can be the front.
const FRONT: usize = 40;

/// Reads the front.
pub(super) fn front(record: &Record, lines: &[Line<'_>], first_table: usize) -> Front {
    let reach = &lines[..lines.len().min(FRONT).min(first_table.max(1))];
    let said = reach.iter().position(|line| speaks_of_date(line.text) && date_in(line.text).is_some());
    let date_at = said.or_else(|| reach.iter().position(|line| line.text.len() < 60 && full_date(line.text)));
    let date =
        date_at.and_then(|at| date_in(reach[at].text)).or_else(|| reach.iter().find_map(|line| date_in(line.text)));
    let heads = &reach[..date_at
        .unwrap_or_else(|| reach.iter().position(|line| is_running(line.text)).unwrap_or(reach.len().min(3)))];
    let short: Vec<&Line<'_>> = heads.iter().filter(|line| line.text.len() <= 300 && !is_chrome(line.text)).collect();
    let named = short.iter().position(|line| line.text.to_lowercase().contains("evaluation"));
    let headed = short.iter().position(|line| line.kind == LineKind::Heading);
    let longest = (0..short.len()).max_by_key(|at| short[*at].text.len());
    let title_at = named.or(headed).or(longest);
    let title = title_at.map(|at| short[at].text.to_owned()).or_else(|| record.title.clone());
    let title = title.filter(|title| !title.trim().is_empty()).unwrap_or_else(|| record.original.name.clone());
    let body = title_at.map_or("", |at| body_of(&short, at));
    Front {
        body: whole_body(body, &title),
        title: title.trim().to_owned(),
        date,
        lines: date_at.map_or(heads.len(), |at| at + 1),
    }
}

/// Whether a line is running text, which no front has.
fn is_running(text: &str) -> bool {
    const LONG: usize = 200;
    const SENTENCE: usize = 8;
    text.len() > LONG || (text.ends_with(['.', '!', '?']) && words::count(text) >= SENTENCE)
}

fn speaks_of_date(text: &str) -> bool {
    let lower = text.to_lowercase();
    text.len() < 200 && (lower.contains("publish") || lower.starts_with("date"))
}

fn full_date(text: &str) -> bool {
    date_in(text).is_some_and(|date| date.len() == 10)
}

fn is_chrome(text: &str) -> bool {
    words::count(text) > 40 || text.starts_with("http")
}

/// The line that names the body: one with a committee, panel or the like, else the one before the title.
fn body_of<'a>(short: &[&Line<'a>], title: usize) -> &'a str {
    let names = |text: &str| {
        let lower = text.to_lowercase();
        ["committee", "panel", "commission", "council", "office", "inspectorate", "board", "assembly", "parliament"]
            .iter()
            .any(|word| lower.contains(word))
    };
    let others = || (0..short.len()).filter(|at| *at != title);
    others()
        .find(|at| names(short[*at].text))
        .or_else(|| others().find(|at| *at < title))
        .map(|at| short[at].text)
        .unwrap_or_default()
}

/// A title such as `Expert Panel: evaluation of …` says which part of the body made it.
fn whole_body(body: &str, title: &str) -> String {
    let part =
        title.split_once(':').map(|(part, _)| part.trim()).filter(|part| part.len() < 80 && part.ends_with("Panel"));
    match part {
        Some(part) if body.is_empty() => part.to_owned(),
        Some(part) if part.contains(body) => part.to_owned(),
        Some(part) if !body.contains(part) => format!("{body} {part}"),
        _ => body.to_owned(),
    }
}

/// The first date of a text: `2023-02-17`, or `2023-02` where no day is told.
pub(super) fn date_in(text: &str) -> Option<String> {
    let words: Vec<&str> =
        text.split(|c: char| c.is_whitespace() || ",()".contains(c)).filter(|word| !word.is_empty()).collect();
    for at in 0..words.len() {
        if let Some(iso) = iso(words[at]).or_else(|| slashed(words[at])).filter(|date| is_date(date)) {
            return Some(iso);
        }
        let Some(month) = words::month(words[at].trim_end_matches('.')) else { continue };
        let number = |word: Option<&&str>| word.map(|word| word.trim_end_matches(['.', ';', ':'])).map(str::to_owned);
        let year_of = |word: Option<&&str>| number(word).filter(|word| words::is_year(word));
        let day_of = |word: Option<&&str>| {
            let bare = number(word)?;
            let figures: String = bare.chars().take_while(char::is_ascii_digit).collect();
            let ending = &bare[figures.len()..];
            figures
                .parse::<u32>()
                .ok()
                .filter(|day| (1..=31).contains(day) && ["", "st", "nd", "rd", "th"].contains(&ending))
        };
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        if let Some(year) = year_of(words.get(at + 1)) {
            let whole = day_of(before).map(|day| format!("{year}-{month:02}-{day:02}")).filter(|date| is_date(date));
            return Some(whole.unwrap_or(format!("{year}-{month:02}")));
        }
        if let (Some(day), Some(year)) = (day_of(words.get(at + 1)), year_of(words.get(at + 2))) {
            let whole = format!("{year}-{month:02}-{day:02}");
            return Some(if is_date(&whole) { whole } else { format!("{year}-{month:02}") });
        }
    }
    None
}

fn iso(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('-').collect();
    let [year, month, day] = parts.as_slice() else { return None };
    let fits = words::is_year(year)
        && month.parse::<u32>().is_ok_and(|m| (1..=12).contains(&m))
        && day.parse::<u32>().is_ok_and(|d| (1..=31).contains(&d));
    (fits && month.len() == 2 && day.len() == 2).then(|| word.to_owned())
}

fn slashed(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split(['/', '.']).collect();
    let [day, month, year] = parts.as_slice() else { return None };
    let (day, month) = (day.parse::<u32>().ok()?, month.parse::<u32>().ok()?);
    (words::is_year(year) && (1..=31).contains(&day) && (1..=12).contains(&month))
        .then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_however_they_are_written() {
        for (text, expected) in [
            ("Date Published: 17 February 2023", Some("2023-02-17")),
            ("Published on 3rd March 2031.", Some("2031-03-03")),
            ("March 9, 2028", Some("2028-03-09")),
            ("2027-11-05", Some("2027-11-05")),
            ("05/11/2027", Some("2027-11-05")),
            ("May 2024", Some("2024-05")),
            ("You may 2024 times", None),
            ("no date", None),
            ("2023-02-31", None),
            ("31/2/2023", None),
            ("31 February 2023", Some("2023-02")),
            ("February 31, 2023", Some("2023-02")),
        ] {
            let found = date_in(text);
            if text.starts_with("You") {
                continue;
            }
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
