//! The chapters of a report: which paragraphs belong to which policy area, and its headings where they are kept.
//!
//! A chapter begins at its area's own rating table, or at a heading that names the area. Where a report has neither, all
//! that follows the summary's tables is one chapter. Invariant: chapters are in order and apart.

use std::ops::Range;

use crate::import::report::lines::Line;
use crate::import::report::lines::LineKind;
use crate::import::report::promises::Promises;
use crate::import::report::question::Asked;
use crate::import::report::tables::RatingTable;
use crate::import::report::words;

/// A chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chapter {
    /// Its area; none where the chapter holds all of them.
    pub area: Option<usize>,
    /// Its commitments in order.
    pub promises: Vec<usize>,
    /// Which lines it takes.
    pub lines: Range<usize>,
    /// Whether its text numbers its commitments from 1.
    pub anew: bool,
}

/// What a heading names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    Area(usize),
    Promise(usize),
    Question(usize),
    Whole,
    Other,
}

/// Finds the chapters within the body, which ends before `end`.
pub(super) fn chapters(
    tables: &[RatingTable<'_>],
    promises: &Promises,
    heads: &[(usize, Head)],
    end: usize,
) -> Vec<Chapter> {
    let mut starts: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut held: Vec<usize> = Vec::new();
    for (n, table) in tables.iter().enumerate() {
        const ENOUGH: usize = 3;
        let next = tables.get(n + 1).map_or(end, |next| next.lines.start);
        held.extend(promises.by_table[n].iter().filter(|promise| !held.contains(promise)).copied().collect::<Vec<_>>());
        // Tables that follow one another at once begin one stretch of text together.
        if table.lines.end + ENOUGH <= next && table.lines.end < end {
            starts.push((table.lines.end, std::mem::take(&mut held)));
        }
    }
    // A summary's tables are followed by more summary; a chapter's own copy of the rows comes later and counts.
    let again = |n: usize, promise: &usize| starts[n + 1..].iter().any(|(_, later)| later.contains(promise));
    let later: Vec<(usize, Vec<usize>)> = starts
        .iter()
        .enumerate()
        .map(|(n, (at, held))| (*at, held.iter().copied().filter(|promise| !again(n, promise)).collect::<Vec<usize>>()))
        .filter(|(_, held)| !held.is_empty())
        .collect();
    let single = later.len() == 1 && promises.areas.len() > 1;
    if later.is_empty() || single {
        let by_heads = by_headings(promises, heads, end);
        if by_heads.len() > later.len() {
            return by_heads;
        }
    }
    let mut found: Vec<Chapter> = Vec::new();
    for (n, (start, held)) in later.iter().enumerate() {
        let stop = later.get(n + 1).map_or(end, |next| next.0).max(*start);
        let area = promises.promises[held[0]].area;
        let one = held.iter().all(|promise| promises.promises[*promise].area == area);
        found.push(Chapter { area: one.then_some(area), promises: held.clone(), lines: *start..stop, anew: false });
    }
    found
}

fn by_headings(promises: &Promises, heads: &[(usize, Head)], end: usize) -> Vec<Chapter> {
    let mut starts: Vec<(usize, usize)> = Vec::new();
    let inside = || heads.iter().filter(|(at, _)| *at < end);
    // Where every area has a heading, those of commitments tell nothing more: they may be numbered anew in each.
    let all_headed = (0..promises.areas.len()).all(|area| inside().any(|(_, head)| *head == Head::Area(area)));
    for (at, head) in inside() {
        let area = match head {
            Head::Area(area) => *area,
            Head::Promise(promise) if !all_headed => promises.promises[*promise].area,
            _ => continue,
        };
        // The last heading of an area counts: earlier ones stand in a list of contents.
        if starts.last().is_none_or(|(_, last)| *last != area) {
            starts.retain(|(_, other)| *other < area);
            starts.push((*at, area));
        }
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, _)| *at).chain([end]).collect();
    starts
        .iter()
        .zip(ends)
        .map(|((start, area), stop)| Chapter {
            area: Some(*area),
            promises: (0..promises.promises.len()).filter(|at| promises.promises[*at].area == *area).collect(),
            lines: *start..stop,
            anew: false,
        })
        .collect()
}

/// What the headings name; in plain text a short line without a stop that is just such a name.
pub(super) fn heads(lines: &[Line<'_>], promises: &Promises, asked: &[Asked], texts: &[String]) -> Vec<(usize, Head)> {
    let area_keys: Vec<String> = promises.areas.iter().map(|label| words::key(label)).collect();
    let labels: Vec<String> = promises.questions.iter().map(|(_, label)| words::key(label)).collect();
    let texts: Vec<String> = texts.iter().map(|text| words::key(text)).collect();
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let heading = line.kind == LineKind::Heading;
        if !heading
            && (line.kind != LineKind::Text || line.text.len() > 160 || line.text.ends_with(['.', ':', '”', '…', ';']))
        {
            continue;
        }
        let key = words::key(line.text);
        let head = if let Some(promise) = numbered_promise(line.text, promises, heading) {
            Some(Head::Promise(promise))
        } else if let Some(question) = named_question(&key, &labels, &texts, asked) {
            Some(Head::Question(question))
        } else if let Some(area) = area_keys
            .iter()
            .position(|area| !area.is_empty() && (key == *area || (heading && key.ends_with(area.as_str()))))
        {
            Some(Head::Area(area))
        } else if let Some(promise) = same_words(&key, promises).filter(|_| heading) {
            Some(Head::Promise(promise))
        } else if let Some(question) = spoken_question(line.text, asked).filter(|_| heading) {
            Some(Head::Question(question))
        } else if heading && key.contains("overall") && key.len() < 60 {
            Some(Head::Whole)
        } else if heading {
            Some(Head::Other)
        } else {
            None
        };
        found.extend(head.map(|head| (at, head)));
    }
    found
}

/// Notes which chapters number their commitments anew, from 1, and puts the headings of these right.
pub(super) fn number_anew(chapters: &mut [Chapter], heads: &mut [(usize, Head)], lines: &[Line<'_>]) {
    for chapter in chapters {
        let span = chapter.lines.start..chapter.lines.end.min(lines.len());
        let numbers = lines.get(span).unwrap_or_default().iter().filter_map(|line| number(line.text));
        let foreign = |number: usize| !chapter.promises.contains(&(number - 1)) && number <= chapter.promises.len();
        chapter.anew = numbers.into_iter().any(foreign);
        for (at, head) in heads.iter_mut().filter(|(at, _)| chapter.anew && chapter.lines.contains(at)) {
            let own = number(lines[*at].text).and_then(|number| chapter.promises.get(number - 1));
            if let (Head::Promise(promise), Some(own)) = (head, own) {
                *promise = *own;
            }
        }
    }
}

/// The number behind `Commitment` at the beginning of a text.
pub(super) fn number(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("Commitment ").or_else(|| text.strip_prefix("COMMITMENT "))?;
    let figures: String = rest.chars().take_while(char::is_ascii_digit).collect();
    figures.parse().ok().filter(|number| (1..=99).contains(number))
}

/// `Commitment 3: Ferries`: by number, when there is such a commitment.
fn numbered_promise(text: &str, promises: &Promises, heading: bool) -> Option<usize> {
    let lower = text.to_lowercase();
    let rest = lower.strip_prefix("commitment ")?;
    let figures: String = rest.chars().take_while(char::is_ascii_digit).collect();
    let behind = rest[figures.len()..].trim_start();
    let bare = behind.is_empty() || behind.starts_with([':', '.', '-', '–', '—']);
    let number: usize = figures.parse().ok()?;
    (number >= 1 && number <= promises.promises.len() && (bare || (heading && !behind.contains(' '))))
        .then(|| number - 1)
}

/// The question whose label or text this is.
fn named_question(key: &str, labels: &[String], texts: &[String], asked: &[Asked]) -> Option<usize> {
    let exact = labels.iter().zip(asked).position(|(label, asked)| {
        !label.is_empty()
            && (key == *label || key.strip_prefix(asked.letter.to_ascii_lowercase()).is_some_and(|rest| rest == label))
    });
    exact.or_else(|| {
        texts
            .iter()
            .position(|text| !text.is_empty() && (key == *text || (key.len() > 12 && key.ends_with(text.as_str()))))
    })
}

/// The one question that a heading speaks of in words of its own.
fn spoken_question(text: &str, asked: &[Asked]) -> Option<usize> {
    if text.len() > 120 {
        return None;
    }
    let said = words::words(text);
    let scores: Vec<f32> = asked.iter().map(|asked| asked.spoken_of(&said)).collect();
    let most = scores.iter().copied().fold(0.0_f32, f32::max);
    let best: Vec<usize> = (0..scores.len()).filter(|at| scores[*at] >= most).collect();
    (most > 0.5 && best.len() == 1 && said.len() <= 14).then(|| best[0])
}

/// The commitment a heading shares its words with.
fn same_words(key: &str, promises: &Promises) -> Option<usize> {
    promises.promises.iter().position(|promise| shares_words(key, &promise.key))
}

fn shares_words(key: &str, promise: &str) -> bool {
    key.len() >= 16 && (promise.starts_with(key) || (promise.len() >= 8 && key.contains(promise)))
}

/// Whether a heading shares its words with a commitment.
pub(super) fn has_words_of(heading: &str, promises: &Promises, promise: usize) -> bool {
    shares_words(&words::key(heading), &promises.promises[promise].key)
}

/// Whether a text begins with a letter alone, as the heading of a question does: `A. Funding`, `(b) Funding`.
pub(super) fn begins_with_letter(text: &str) -> bool {
    let bare = text.strip_prefix('(').unwrap_or(text);
    let mut letters = bare.chars();
    letters.next().is_some_and(char::is_alphabetic) && letters.next().is_some_and(|c| ".):".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::report::promises::Promise;
    use crate::import::report::question::asked;

    #[test]
    fn a_heading_that_names_an_area_or_commitment_is_none_of_a_question_whose_words_it_uses() {
        let text = "Invest in ferries that are resourced well".to_owned();
        let key = words::key(&text);
        let questions = vec![('A', "Commitment met".to_owned()), ('B', "Funding".to_owned())];
        let promises = Promises {
            promises: vec![Promise { text, area: 0, key }],
            areas: vec!["Cost and efficiency of ferries".to_owned()],
            questions: questions.clone(),
            ..Promises::default()
        };
        let line = |text: &'static str| Line {
            text,
            start: 0,
            number: 1,
            page: None,
            paragraph: 1,
            kind: LineKind::Heading,
            level: 2,
        };
        let lines = [
            line("3 Cost and efficiency of ferries"),
            line("Invest in ferries that are resourced well"),
            line("Funding"),
            line("What was spent"),
        ];
        let texts = vec![String::new(), String::new()];
        let found = heads(&lines, &promises, &asked(&questions, &texts), &texts);
        let found: Vec<String> = found.iter().map(|(_, head)| format!("{head:?}")).collect();
        assert_eq!(found, ["Area(0)", "Promise(0)", "Question(1)", "Question(1)"]);
    }
}
