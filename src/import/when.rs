//! Dates as people write them in registers and grids.
//!
//! Invariant: a day that is not in the calendar is no date; what is a date is kept as it was written, but a day in figures,
//! which becomes ISO.

/// The months' names, in lower case.
pub(super) const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];
/// Words that stand in a date beside days, months and years.
const AROUND: [&str; 24] = [
    "spring",
    "summer",
    "autumn",
    "winter",
    "early",
    "mid",
    "late",
    "to",
    "and",
    "or",
    "of",
    "about",
    "circa",
    "c",
    "the",
    "on",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "between",
];

/// What a refusal says is a date.
pub const FORMS: &str = "write it as 2023-02-17, 17 February 2023, 2023-02, February 2023 or 2023, or leave it empty";

/// The date that a text gives, in the form it is kept in; nothing where it gives none.
pub fn date(text: &str) -> Option<String> {
    let plain = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A day with a time of day is that day.
    let is_time = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit()) && rest.contains(':');
    let plain = match plain.split_once([' ', 'T']) {
        Some((day, time)) if is_time(time) => day.to_owned(),
        _ => plain,
    };
    let parts: Vec<&str> = plain.split(['/', '.', '-', '\u{2013}']).map(str::trim).collect();
    let figures: Option<Vec<u32>> = parts.iter().map(|part| figure(part)).collect();
    match figures.as_deref() {
        Some(&[only]) => is_year(only).then_some(plain),
        Some(&[year, other]) if is_year(year) => {
            let next = other == year + 1 || (parts[1].len() == 2 && other == (year + 1) % 100);
            ((1..=12).contains(&other) || next).then_some(plain)
        }
        Some(&[month, year]) => (is_year(year) && (1..=12).contains(&month)).then(|| format!("{year:04}-{month:02}")),
        Some(&[year, month, day]) if is_year(year) => day_of(year, month, day),
        Some(&[day, month, year]) => day_of(year, month, day),
        Some(_) => None,
        None => in_words(&plain).then_some(plain),
    }
}

fn figure(part: &str) -> Option<u32> {
    part.bytes().all(|byte| byte.is_ascii_digit()).then(|| part.parse().ok()).flatten()
}

fn is_year(number: u32) -> bool {
    (1900..2200).contains(&number)
}

fn day_of(year: u32, month: u32, day: u32) -> Option<String> {
    let (year, month, day) = (i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?);
    let date = jiff::civil::Date::new(year, month, day).ok()?;
    is_year(u32::try_from(year).ok()?).then(|| date.to_string())
}

/// Whether a text is a year with months, days and the like around it, and its day is in the calendar.
fn in_words(text: &str) -> bool {
    let (mut years, mut months, mut days) = (Vec::new(), Vec::new(), Vec::new());
    for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let digits = word.trim_end_matches(char::is_alphabetic);
        let ordinal = ["", "st", "nd", "rd", "th"].contains(&&word[digits.len()..]);
        match figure(digits).filter(|_| ordinal && !digits.is_empty()) {
            Some(number) if is_year(number) => years.push(number),
            Some(number) if (1..=31).contains(&number) => days.push(number),
            Some(_) => return false,
            None => match month_of(&word) {
                Some(month) => months.push(month),
                None if AROUND.contains(&word.as_str()) => {}
                None => return false,
            },
        }
    }
    match (&years[..], &months[..], &days[..]) {
        ([], _, _) | (_, [], [_, ..]) => false,
        (&[year], &[month], days) => days.iter().all(|day| day_of(year, month, *day).is_some()),
        _ => true,
    }
}

fn month_of(word: &str) -> Option<u32> {
    let at = MONTHS.iter().position(|month| *month == word || (word.len() >= 3 && month.starts_with(word)))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_known_in_the_forms_people_use() {
        for (text, kept) in [
            ("2024-02-29", "2024-02-29"),
            ("14/03/2022", "2022-03-14"),
            ("2022-03-14T09:30:00", "2022-03-14"),
            ("1.2.2022", "2022-02-01"),
            ("2022", "2022"),
            ("2022-03", "2022-03"),
            ("3/2022", "2022-03"),
            ("2022-23", "2022-23"),
            ("March  2022", "March 2022"),
            ("17 February 2023", "17 February 2023"),
            ("Friday 17th Feb, 2023", "Friday 17th Feb, 2023"),
            ("17 to 19 February 2023", "17 to 19 February 2023"),
            ("Spring 2022", "Spring 2022"),
        ] {
            assert_eq!(date(text).as_deref(), Some(kept), "{text}");
        }
    }

    #[test]
    fn what_is_not_in_the_calendar_is_no_date() {
        for text in [
            "2024-01-40",
            "2023-02-29",
            "2024-13",
            "30 February 2023",
            "31/04/2022",
            "32 May 2022",
            "yesterday",
            "n.d.",
            "17 February",
            "soon 2023",
            "17 2023",
            "2024-00-01",
            "1",
            "",
            "--",
            "0/0/0",
            "\u{e9}\u{4e2d}2022",
        ] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
