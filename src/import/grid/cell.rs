//! What stands in a cell of a planning grid: a question's letter, a rating's name, a list.

use crate::model::rating::Grade;

/// The letter of a question that a heading names, and what it asks: `B: Was it funded?`, `Question B sub-questions`.
pub(super) fn question_heading(text: &str) -> Option<(String, Option<String>)> {
    let text = text.trim();
    let lower = text.to_lowercase();
    let rest = ["sub-questions for", "subquestions for", "sub-questions", "subquestions", "question", "q"]
        .iter()
        .find_map(|word| lower.strip_prefix(word).map(|rest| text.get(text.len() - rest.len()..).unwrap_or(text)))
        .unwrap_or(text);
    let rest = rest.trim_start_matches([' ', '\t', '\n', '.', ':', '-', '(']);
    let mut chars = rest.chars();
    let letter = chars.next().filter(char::is_ascii_alphabetic)?;
    let after = chars.as_str();
    let plain = after.is_empty() || after.starts_with([':', '.', ')', '-', '\u{2013}', '\u{2014}', '\n']);
    // "A sub-questions" names a question, "A good plan" does not.
    let named = after.trim_start().to_lowercase().starts_with("sub");
    let upper = letter.is_ascii_uppercase() || rest.len() != text.len();
    if !(plain || named) || !upper {
        return None;
    }
    let asks = after.trim_start_matches([':', '.', ')', '-', '\u{2013}', '\u{2014}', ' ', '\n']);
    let asks = Some(one_line(asks)).filter(|asks| !asks.is_empty() && !asks.to_lowercase().starts_with("sub"));
    Some((letter.to_ascii_uppercase().to_string(), asks))
}

/// The grade of a name, folded.
pub(super) fn grade_of(heard: &str) -> Option<Grade> {
    Grade::ALL.into_iter().find(|grade| grade.id().replace('_', " ") == heard)
}

/// Whether a cell numbers its row: `3`, `3.`, `(3)`, `C3`, `Commitment 3`; `2.3` where they are numbered by area.
pub(super) fn is_number(text: &str) -> bool {
    let lower = text.to_lowercase();
    let bare = ["commitment", "no", "nr", "c", "#"].iter().find_map(|word| lower.strip_prefix(word)).unwrap_or(&lower);
    let bare = bare.trim_matches([' ', '.', '(', ')', ':']);
    let mut parts = bare.split('.');
    parts.all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The lines of a cell without their bullets and numbers; questions that a document's reader put on one line apart.
pub(super) fn listed(cell: &str) -> Vec<String> {
    let lines = cell.lines().flat_map(questions_on);
    lines.map(|line| one_line(without_bullet(line))).filter(|line| !line.is_empty()).collect()
}

/// The questions that stand on one line, each to its question mark.
fn questions_on(line: &str) -> Vec<&str> {
    let begins = |rest: &str| {
        rest.trim_start().starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "-\u{2022}*(".contains(c))
    };
    let ends: Vec<usize> = line
        .match_indices("? ")
        .map(|(at, _)| at + 1)
        .filter(|end| begins(&line[*end..]))
        .chain([line.len()])
        .collect();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    starts.zip(&ends).map(|(start, end)| &line[start..*end]).collect()
}

fn without_bullet(line: &str) -> &str {
    let line = line
        .trim()
        .trim_start_matches(['-', '\u{2022}', '*', '\u{2013}', '\u{b7}', '\u{25cf}', '\u{25e6}'])
        .trim_start();
    let bare = line.trim_start_matches('(');
    let mark = bare.chars().take_while(|c| c.is_ascii_alphanumeric()).count();
    let ends = bare.get(mark..).is_some_and(|rest| rest.starts_with(['.', ')']) && rest[1..].starts_with(' '));
    let number = (1..=3).contains(&mark)
        && (bare[..mark].bytes().all(|byte| byte.is_ascii_digit())
            || mark == 1
            || bare[..mark].bytes().all(|byte| b"ivx".contains(&byte)));
    if ends && number { bare[mark + 1..].trim_start() } else { line }
}

/// A text on one line.
pub(super) use crate::import::report::words::plain as one_line;
