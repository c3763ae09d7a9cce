//! A planning grid in TOML, as the template has it.
//!
//! Invariant: what is not understood is refused with its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::import::error::ImportError;
use crate::import::grid::Asked;
use crate::import::grid::Grid;
use crate::import::grid::Promised;
use crate::import::grid::not_understood;
use crate::import::when;
use crate::model::codebook::Theme;
use crate::model::ids::QuestionId;
use crate::model::rating::Grade;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Option<String>,
    body: Option<String>,
    date: Option<Spanned<String>>,
    note: Option<String>,
    #[serde(default)]
    questions: Vec<FileQuestion>,
    #[serde(default)]
    areas: Vec<FileArea>,
    #[serde(default)]
    themes: Vec<Theme>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileQuestion {
    id: Spanned<String>,
    label: Option<String>,
    text: Option<String>,
    yes: Option<String>,
    no: Option<String>,
    #[serde(default)]
    anchors: BTreeMap<Grade, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileArea {
    label: Spanned<String>,
    #[serde(default)]
    commitments: Vec<FileCommitment>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FileCommitment {
    text: Spanned<String>,
    label: Option<String>,
    deadline: Option<String>,
    note: Option<String>,
    #[serde(default)]
    subquestions: BTreeMap<Spanned<String>, Vec<String>>,
}

/// Reads a grid. `name` is the file's.
///
/// # Errors
/// What is not understood, with its line.
pub fn read(name: &str, bytes: &[u8]) -> Result<Grid, ImportError> {
    let text =
        std::str::from_utf8(bytes).map_err(|_| not_understood(name, None, "it is not UTF-8 text; save it as UTF-8"))?;
    let line = |at: usize| Some(format!("line {}", 1 + text.get(..at).unwrap_or(text).matches('\n').count()));
    let file: File = toml::from_str(text).map_err(|error| {
        let message = error.message().trim().replace('\n', " ");
        not_understood(name, error.span().and_then(|span| line(span.start)), message)
    })?;
    let wrong = |at: usize, reason: String| not_understood(name, line(at), reason);
    let date = file.date.filter(|told| !told.get_ref().trim().is_empty()).map(|told| {
        let no_date = || format!("`{}` is no date; {}", told.get_ref(), when::FORMS);
        when::date(told.get_ref()).ok_or_else(|| wrong(told.span().start, no_date()))
    });
    let mut grid = Grid {
        title: file.title,
        body: file.body,
        date: date.transpose()?,
        note: file.note,
        themes: file.themes,
        ..Grid::default()
    };
    for question in file.questions {
        let (span, id) = (question.id.span(), question.id.into_inner());
        if !matches!(id.as_bytes(), [b'A'..=b'Z']) {
            return Err(wrong(span.start, format!("`{id}` is not the letter of a question; write A, B, C and so on")));
        }
        if grid.questions.iter().any(|known| known.id == id) {
            return Err(wrong(span.start, format!("question {id} is there already; give this one another letter")));
        }
        let anchors = question.anchors.into_iter().map(|(grade, text)| ((QuestionId(id.clone()), grade), clean(&text)));
        grid.anchors.extend(anchors);
        let own = |text: Option<String>| text.map(|text| clean(&text)).filter(|text| !text.is_empty());
        grid.questions.push(Asked {
            id,
            label: own(question.label),
            text: own(question.text),
            yes: own(question.yes),
            no: own(question.no),
        });
    }
    for area in file.areas {
        let (span, label) = (area.label.span(), clean(area.label.get_ref()));
        if label.is_empty() {
            return Err(wrong(span.start, "the area has no name".to_owned()));
        }
        for commitment in area.commitments {
            grid.commitments.push(promised(&label, commitment, &grid.questions, &wrong)?);
        }
    }
    Ok(grid)
}

fn promised(
    area: &str,
    commitment: FileCommitment,
    questions: &[Asked],
    wrong: &dyn Fn(usize, String) -> ImportError,
) -> Result<Promised, ImportError> {
    let text = clean(commitment.text.get_ref());
    if text.is_empty() {
        return Err(wrong(commitment.text.span().start, "the commitment has no text".to_owned()));
    }
    let mut subquestions = BTreeMap::new();
    for (letter, list) in commitment.subquestions {
        let (at, letter) = (letter.span().start, letter.into_inner());
        let known = if questions.is_empty() {
            ["A", "B", "C", "D"].contains(&letter.as_str())
        } else {
            questions.iter().any(|asked| asked.id == letter)
        };
        if !known {
            return Err(wrong(
                at,
                format!("there is no question `{letter}`; name one of the questions, or add it to them"),
            ));
        }
        subquestions.insert(QuestionId(letter), list.iter().map(|text| clean(text)).collect());
    }
    let own = |text: Option<String>| text.map(|text| clean(&text)).filter(|text| !text.is_empty());
    Ok(Promised {
        area: area.to_owned(),
        label: own(commitment.label),
        text,
        deadline: own(commitment.deadline),
        note: own(commitment.note),
        subquestions,
    })
}

fn clean(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
