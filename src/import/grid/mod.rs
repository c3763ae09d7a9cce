//! The panel's planning grid: areas, commitments, questions, sub-questions and anchors, before anything is read.
//!
//! Uses `sheet`, `frame` and the model. A grid comes as tables ([`table`]) or as TOML ([`text`]). Invariant: what is in it
//! is understood, told as not used, or refused with its row and column.

mod cell;
pub mod table;
pub mod text;

use std::collections::BTreeMap;

use crate::document::validate::validate_review;
use crate::import::assemble::invalid;
use crate::import::error::ImportError;
use crate::import::frame;
use crate::import::read::Tools;
use crate::import::read::read_document;
use crate::import::record::BlockKind;
use crate::import::record::Record;
use crate::import::sheet::Sheet;
use crate::import::sheet_file;
use crate::model::codebook::Theme;
use crate::model::commitment::Area;
use crate::model::commitment::Commitment;
use crate::model::commitment::Question;
use crate::model::ids::AreaId;
use crate::model::ids::CommitmentId;
use crate::model::ids::QuestionId;
use crate::model::rating::Grade;
use crate::model::review::Review;
use crate::model::strict_map::StrictMap;

/// A template for a grid in TOML, with what each field is for.
pub const TEMPLATE: &str = include_str!("../../../assets/grid-template.toml");

/// A grid as it was read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Grid {
    /// What the review is called.
    pub title: Option<String>,
    /// Who makes the evaluation.
    pub body: Option<String>,
    /// When.
    pub date: Option<String>,
    /// What a reader should know.
    pub note: Option<String>,
    /// The questions, where the grid says.
    pub questions: Vec<Asked>,
    /// The commitments in order.
    pub commitments: Vec<Promised>,
    /// What the ratings mean.
    pub anchors: BTreeMap<(QuestionId, Grade), String>,
    /// The starting codebook.
    pub themes: Vec<Theme>,
    /// What was not used, in words.
    pub unused: Vec<String>,
}

/// A question as a grid has it; what is not given is as usual.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// Its letter.
    pub id: String,
    /// A few words.
    pub label: Option<String>,
    /// The question in full.
    pub text: Option<String>,
    /// What a supporting passage says.
    pub yes: Option<String>,
    /// What an undermining passage says.
    pub no: Option<String>,
}

/// A commitment as a grid has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Promised {
    /// The area it belongs to.
    pub area: String,
    /// A few words.
    pub label: Option<String>,
    /// The commitment in full.
    pub text: String,
    /// When it was to be met.
    pub deadline: Option<String>,
    /// What a member should know.
    pub note: Option<String>,
    /// What is asked under each question.
    pub subquestions: BTreeMap<QuestionId, Vec<String>>,
}

/// A file of a grid.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name.
    pub name: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// Reads a grid, and the file its anchors stand in where that is another.
///
/// # Errors
/// What is not understood, with row and column.
pub fn read(grid: File<'_>, anchors: Option<File<'_>>, tools: &Tools) -> Result<Grid, ImportError> {
    let mut read = of_file(grid, tools)?;
    if let Some(file) = anchors {
        let more = of_file(file, tools)?;
        if more.anchors.is_empty() {
            return Err(not_understood(
                file.name,
                None,
                "it holds no anchors: a table with the headings Question, Outstanding, Good, Requires improvement, Inadequate is looked for",
            ));
        }
        read.anchors.extend(more.anchors);
    }
    if read.commitments.is_empty() {
        return Err(not_understood(
            grid.name,
            None,
            "it holds no commitments: a table with the heading `Commitment` is looked for (`plumbline help new` says how a grid is written)",
        ));
    }
    Ok(read)
}

fn of_file(file: File<'_>, tools: &Tools) -> Result<Grid, ImportError> {
    let ending = file.name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default();
    match ending.as_str() {
        "toml" => text::read(file.name, file.bytes),
        "docx" => table::read(file.name, &tables_of(&read_document(file.name, file.bytes, tools)?)),
        _ => table::read(file.name, &sheet_file::sheets(file.name, file.bytes)?),
    }
}

/// The tables of a document as sheets.
fn tables_of(record: &Record) -> Vec<Sheet> {
    let mut tables: BTreeMap<u32, Vec<Vec<String>>> = BTreeMap::new();
    for block in &record.blocks {
        if let BlockKind::Row { table, cells } = &block.kind {
            let text = |range: &std::ops::Range<usize>| record.text.get(range.clone()).unwrap_or_default().to_owned();
            tables.entry(*table).or_default().push(cells.iter().map(text).collect());
        }
    }
    let sheet = |(at, rows): (usize, Vec<Vec<String>>)| Sheet::of(format!("table {}", at + 1), (1..).zip(rows));
    tables.into_values().enumerate().map(sheet).collect()
}

pub(crate) fn not_understood(name: &str, place: Option<String>, reason: impl Into<String>) -> ImportError {
    ImportError::NotUnderstood { name: name.to_owned(), place, reason: reason.into() }
}

impl Grid {
    /// The empty review that a grid describes, with an id that follows from it.
    ///
    /// # Errors
    /// A review that does not hold together.
    pub fn review(&self, title: Option<&str>) -> Result<Review, ImportError> {
        let title =
            title.map(str::to_owned).or_else(|| self.title.clone()).unwrap_or_else(|| "Untitled review".to_owned());
        let mut review = frame::empty(frame::id_of([]), title);
        review.body = self.body.clone().unwrap_or_default();
        review.date = self.date.clone().unwrap_or_default();
        review.note.clone_from(&self.note);
        review.themes.clone_from(&self.themes);
        review.questions = self.asked();
        for promised in &self.commitments {
            let area = area_of(&mut review.areas, &promised.area);
            let number = review.commitments.len() + 1;
            review.commitments.push(promised.commitment(number, area));
        }
        let content = serde_json::to_string(&(
            &review.title,
            &review.body,
            &review.questions,
            &review.areas,
            &review.commitments,
        ));
        review.id = frame::id_of(["grid", &content.unwrap_or_default()]);
        validate_review(&review, "the review made of this grid").map_err(invalid)?;
        Ok(review)
    }

    /// The questions with their anchors: those of the grid, else the usual four.
    fn asked(&self) -> Vec<Question> {
        let mut questions = match self.questions.as_slice() {
            [] => frame::questions(),
            asked => asked.iter().map(Asked::question).collect(),
        };
        for question in &mut questions {
            let own: StrictMap<Grade, String> = self
                .anchors
                .iter()
                .filter(|((id, _), _)| *id == question.id)
                .map(|((_, grade), text)| (*grade, text.clone()))
                .collect();
            if !own.is_empty() {
                question.anchors = own;
            }
        }
        questions
    }
}

impl Asked {
    fn question(&self) -> Question {
        let usual = frame::question_called(&self.id);
        let own = |text: &Option<String>, usual: String| text.clone().unwrap_or(usual);
        // What the usual anchors and answers say is said of the usual question.
        let as_usual = self.text.is_none() || self.text.as_ref() == Some(&usual.text);
        let (yes, no) = if as_usual { (usual.yes, usual.no) } else { frame::any_answers() };
        let label = self.label.clone().or_else(|| self.text.as_deref().map(|text| first_words(text, 4)));
        Question {
            label: own(&label, usual.label),
            text: own(&self.text, usual.text),
            yes: own(&self.yes, yes),
            no: own(&self.no, no),
            anchors: if as_usual { usual.anchors } else { StrictMap::default() },
            id: usual.id,
            locator: usual.locator,
        }
    }
}

impl Promised {
    fn commitment(&self, number: usize, area: AreaId) -> Commitment {
        let subquestions: StrictMap<_, _> = self.subquestions.clone().into_iter().collect();
        Commitment {
            id: CommitmentId(number.to_string()),
            area,
            label: self.label.clone().unwrap_or_else(|| first_words(&self.text, 6)),
            text: self.text.clone(),
            deadline: self.deadline.clone(),
            subquestions: Some(subquestions).filter(|map| !map.is_empty()),
            locator: None,
            note: self.note.clone(),
        }
    }
}

/// The area of a name, new if it is not there yet.
fn area_of(areas: &mut Vec<Area>, label: &str) -> AreaId {
    if let Some(known) = areas.iter().find(|area| area.label.to_lowercase() == label.to_lowercase()) {
        return known.id.clone();
    }
    let id = AreaId((areas.len() + 1).to_string());
    areas.push(Area { id: id.clone(), label: label.to_owned(), locator: None });
    id
}

/// The first words of a text, as a label.
fn first_words(text: &str, count: usize) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shown = words.iter().take(count).copied().collect::<Vec<_>>().join(" ");
    let shown = shown.trim_end_matches([',', ';', ':', '.', '?']);
    if words.len() > count { format!("{shown} \u{2026}") } else { shown.to_owned() }
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
