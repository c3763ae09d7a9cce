//! A planning grid in tables, as panels plan in spreadsheets and documents.
//!
//! Tables are told by their headings, wherever they stand: commitments by the heading `Commitment`, questions by
//! `Question` with `Text`, anchors by the names of the ratings. Invariant: every cell under a heading that is understood
//! is used or refused with its row and column.

use std::collections::BTreeMap;

use crate::import::error::ImportError;
use crate::import::grid::Asked;
use crate::import::grid::Grid;
use crate::import::grid::Promised;
use crate::import::grid::cell::grade_of;
use crate::import::grid::cell::is_number;
use crate::import::grid::cell::listed;
use crate::import::grid::cell::one_line;
use crate::import::grid::cell::question_heading;
use crate::import::grid::not_understood;
use crate::import::sheet::Row;
use crate::import::sheet::Sheet;
use crate::import::sheet::folded;
use crate::import::sheet::letters;
use crate::import::when;
use crate::model::ids::QuestionId;
use crate::model::rating::Grade;

const AREA: &[&str] = &["area", "policy area", "theme", "topic", "domain"];
const NUMBER: &[&str] = &["no", "number", "nr", "n", "commitment no", "commitment number"];
const PROMISE: &[&str] = &["commitment", "commitments", "promise", "government commitment"];
const IN_FULL: &[&str] =
    &["commitment text", "commitment in full", "text of commitment", "full text", "wording", "text"];
const LABEL: &[&str] = &["short name", "label", "short title", "name", "title", "in short"];
const DEADLINE: &[&str] = &["deadline", "date", "due", "by when", "target date", "due date"];
const NOTE: &[&str] = &["note", "notes", "background", "comment", "comments"];

/// Reads the tables of a grid. `name` is the file's.
///
/// # Errors
/// What is not understood, with row and column.
pub fn read(name: &str, sheets: &[Sheet]) -> Result<Grid, ImportError> {
    let mut reader = Reader { name, several: sheets.len() > 1, grid: Grid::default(), letters: BTreeMap::new() };
    for sheet in sheets {
        reader.sheet(sheet)?;
    }
    reader.finish()
}

/// What the rows below a heading are.
enum Table {
    Commitments(Columns),
    Questions {
        id: usize,
        label: Option<usize>,
        text: Option<usize>,
        yes: Option<usize>,
        no: Option<usize>,
    },
    /// A row for each question, a column for each grade.
    AnchorsByQuestion {
        id: usize,
        grades: Vec<(usize, Grade)>,
    },
    /// A row for each grade, a column for each question.
    AnchorsByGrade {
        grade: usize,
        questions: Vec<(usize, QuestionId)>,
    },
    /// A row for each question and grade.
    AnchorsOneByOne {
        id: usize,
        grade: usize,
        text: usize,
    },
}

/// Where things stand in a table of commitments.
#[derive(Default)]
struct Columns {
    area: Option<usize>,
    number: Option<usize>,
    text: usize,
    label: Option<usize>,
    deadline: Option<usize>,
    note: Option<usize>,
    questions: Vec<(usize, QuestionId)>,
}

struct Reader<'a> {
    name: &'a str,
    several: bool,
    grid: Grid,
    /// Letters of questions that columns of commitments have, with what the heading asks.
    letters: BTreeMap<String, Option<String>>,
}

impl Reader<'_> {
    fn sheet(&mut self, sheet: &Sheet) -> Result<(), ImportError> {
        let mut table = None;
        let mut area = None;
        for row in &sheet.rows {
            if let Some(heading) = self.heading(sheet, row)? {
                table = Some(heading);
                area = None;
                continue;
            }
            match &table {
                None => self.above(sheet, row)?,
                Some(Table::Commitments(columns)) => self.commitment(sheet, row, columns, &mut area)?,
                Some(Table::Questions { id, label, text, yes, no }) => {
                    let own =
                        |column: &Option<usize>| Some(row.at(*column)).filter(|text| !text.is_empty()).map(one_line);
                    let id = self.letter(sheet, row, *id)?;
                    self.grid.questions.push(Asked {
                        id: id.0,
                        label: own(label),
                        text: own(text),
                        yes: own(yes),
                        no: own(no),
                    });
                }
                Some(Table::AnchorsByQuestion { id, grades }) => {
                    let id = self.letter(sheet, row, *id)?;
                    for (column, grade) in grades {
                        self.anchor(sheet, row, *column, id.clone(), *grade)?;
                    }
                }
                Some(Table::AnchorsByGrade { grade, questions }) => {
                    let grade = self.grade(sheet, row, *grade)?;
                    for (column, id) in questions {
                        self.anchor(sheet, row, *column, id.clone(), grade)?;
                    }
                }
                Some(Table::AnchorsOneByOne { id, grade, text }) => {
                    let (id, grade) = (self.letter(sheet, row, *id)?, self.grade(sheet, row, *grade)?);
                    self.anchor(sheet, row, *text, id, grade)?;
                }
            }
        }
        Ok(())
    }

    /// What stands above the tables: title, body, date.
    fn above(&mut self, sheet: &Sheet, row: &Row) -> Result<(), ImportError> {
        let filled: Vec<&str> = row.filled().map(|(_, text)| text).collect();
        let (key, value) = match filled[..] {
            [key, value] => (folded(key), value),
            [one] => match one.split_once(':') {
                Some((key, value)) => (folded(key), value.trim()),
                None => ("title".to_owned(), one),
            },
            _ => return Ok(()),
        };
        let value = Some(one_line(value)).filter(|value| !value.is_empty());
        match key.as_str() {
            "title" | "review" | "evaluation" if self.grid.title.is_none() => self.grid.title = value,
            "body" | "panel" | "committee" => self.grid.body = value,
            "date" => {
                let column = row.filled().last().map_or(0, |(column, _)| column);
                let date = value.map(|told| {
                    let no_date = || format!("`{told}` is no date; {}", when::FORMS);
                    when::date(&told).ok_or_else(|| self.wrong(sheet, row, column, no_date()))
                });
                self.grid.date = date.transpose()?;
            }
            "note" => self.grid.note = value,
            _ => {}
        }
        Ok(())
    }

    /// The table that a row begins, if it is a heading.
    fn heading(&mut self, sheet: &Sheet, row: &Row) -> Result<Option<Table>, ImportError> {
        let heads: Vec<(usize, String)> = row.filled().map(|(column, text)| (column, folded(text))).collect();
        let of =
            |words: &[&str]| heads.iter().find(|(_, head)| words.contains(&head.as_str())).map(|(column, _)| *column);
        let grades: Vec<(usize, Grade)> =
            heads.iter().filter_map(|(column, head)| Some((*column, grade_of(head)?))).collect();
        let question = of(&["question", "questions", "main question", "letter"]);
        let grade = of(&["rating", "grade", "level", "score"]);
        if grades.len() >= 2 {
            let id = question.or_else(|| {
                heads.first().map(|(column, _)| *column).filter(|column| !grades.iter().any(|(of, _)| of == column))
            });
            let id = id.ok_or_else(|| self.wrong(sheet, row, 0, "the table of anchors has no column for the questions; put one before the ratings, headed `Question`"))?;
            return Ok(Some(Table::AnchorsByQuestion { id, grades }));
        }
        if let (Some(id), Some(grade)) = (question, grade)
            && let Some(text) = of(&["anchor", "anchors", "meaning", "text", "statement", "description", "definition"])
        {
            return Ok(Some(Table::AnchorsOneByOne { id, grade, text }));
        }
        let questions: Vec<(usize, QuestionId)> =
            row.filled().filter_map(|(column, text)| Some((column, QuestionId(question_heading(text)?.0)))).collect();
        if let Some(grade) = grade.filter(|_| questions.len() >= 2) {
            return Ok(Some(Table::AnchorsByGrade { grade, questions }));
        }
        if let Some(promise) = of(PROMISE).or_else(|| of(IN_FULL).filter(|_| of(AREA).is_some())) {
            return self.commitments_heading(sheet, row, promise, &of).map(Some);
        }
        let text = of(&["text", "in full", "question in full", "wording"]);
        let (label, yes, no) = (of(LABEL), of(&["yes", "supports"]), of(&["no", "undermines"]));
        match question.or_else(|| of(&["id"])).filter(|_| text.or(label).or(yes).is_some()) {
            Some(id) => Ok(Some(Table::Questions { id, label, text, yes, no })),
            None => Ok(None),
        }
    }

    fn commitments_heading(
        &mut self,
        sheet: &Sheet,
        row: &Row,
        promise: usize,
        of: &dyn Fn(&[&str]) -> Option<usize>,
    ) -> Result<Table, ImportError> {
        let in_full = of(IN_FULL).filter(|column| *column != promise);
        let number = of(NUMBER).or_else(|| row.filled().find(|(_, text)| *text == "#").map(|(column, _)| column));
        let mut columns = Columns {
            area: of(AREA),
            number,
            text: in_full.unwrap_or(promise),
            // Where the text has a column of its own, `Commitment` is its short name.
            label: of(LABEL).or_else(|| in_full.map(|_| promise)),
            deadline: of(DEADLINE),
            note: of(NOTE),
            questions: Vec::new(),
        };
        let known = [columns.area, columns.number, Some(columns.text), columns.label, columns.deadline, columns.note];
        for (column, text) in row.filled() {
            if known.contains(&Some(column)) {
                continue;
            }
            match question_heading(text) {
                Some((id, asks)) => {
                    if columns.questions.iter().any(|(_, known)| known.as_str() == id) {
                        return Err(self.wrong(
                            sheet,
                            row,
                            column,
                            format!("question {id} has a column already; put its sub-questions into one"),
                        ));
                    }
                    let told = self.letters.entry(id.clone()).or_default();
                    *told = told.take().or(asks);
                    columns.questions.push((column, QuestionId(id)));
                }
                None => self.grid.unused.push(format!(
                    "{}: the column `{}` is not used",
                    self.place(sheet, row, column),
                    one_line(text)
                )),
            }
        }
        Ok(Table::Commitments(columns))
    }

    fn commitment(
        &mut self,
        sheet: &Sheet,
        row: &Row,
        columns: &Columns,
        area: &mut Option<String>,
    ) -> Result<(), ImportError> {
        let own = |column: Option<usize>| Some(row.at(column)).filter(|text| !text.is_empty()).map(one_line);
        if let Some(named) = own(columns.area) {
            *area = Some(named);
        }
        let subquestions: BTreeMap<QuestionId, Vec<String>> = columns
            .questions
            .iter()
            .map(|(column, id)| (id.clone(), listed(row.get(*column))))
            .filter(|(_, list)| !list.is_empty())
            .collect();
        let text = own(Some(columns.text));
        let Some(text) = text else {
            return self.without_text(sheet, row, columns, subquestions);
        };
        let area = match (columns.area, &area) {
            (None, _) => "Commitments".to_owned(),
            (Some(_), Some(area)) => area.clone(),
            (Some(column), None) => {
                return Err(self.wrong(
                    sheet,
                    row,
                    column,
                    "the commitment has no area, and there is none above it; name one",
                ));
            }
        };
        let number = self.grid.commitments.len() + 1;
        if let Some((column, told)) = columns.number.zip(own(columns.number)) {
            if !is_number(&told) {
                let reason = format!("`{told}` is no number; write {number}, or leave it out");
                return Err(self.wrong(sheet, row, column, reason));
            }
            let plain = !told.trim_end_matches('.').contains('.');
            let digits: String = told.chars().filter(char::is_ascii_digit).collect();
            if plain && digits.parse() != Ok(number) {
                let reason = format!(
                    "commitment {told} stands where {number} should: they are numbered 1, 2 and so on in the order they stand; correct the number or leave it out"
                );
                return Err(self.wrong(sheet, row, column, reason));
            }
        }
        let label = own(columns.label);
        let (deadline, note) = (own(columns.deadline), own(columns.note));
        self.grid.commitments.push(Promised { area, label, text, deadline, note, subquestions });
        Ok(())
    }

    /// A row that names no commitment: an area by itself, or more sub-questions of the one above.
    fn without_text(
        &mut self,
        sheet: &Sheet,
        row: &Row,
        columns: &Columns,
        subquestions: BTreeMap<QuestionId, Vec<String>>,
    ) -> Result<(), ImportError> {
        for column in [columns.label, columns.deadline, columns.note].into_iter().flatten() {
            if !row.get(column).is_empty() {
                return Err(self.wrong(
                    sheet,
                    row,
                    columns.text,
                    format!(
                        "the commitment is missing that `{}` in column {} belongs to",
                        one_line(row.get(column)),
                        letters(column)
                    ),
                ));
            }
        }
        let number = columns.number.map(|column| one_line(row.get(column))).filter(|told| is_number(told));
        let of_above = |told: &String| told.trim_end_matches('.').parse() == Ok(self.grid.commitments.len());
        if let Some(told) = number.filter(|told| !of_above(told)) {
            let reason = format!("commitment {told} has a number and no text; write what was promised here");
            return Err(self.wrong(sheet, row, columns.text, reason));
        }
        if subquestions.is_empty() {
            return Ok(());
        }
        let at = columns.questions.first().map_or(columns.text, |(column, _)| *column);
        let Some(above) = self.grid.commitments.last_mut() else {
            return Err(self.wrong(sheet, row, at, "these sub-questions belong to no commitment: there is none above"));
        };
        for (id, more) in subquestions {
            above.subquestions.entry(id).or_default().extend(more);
        }
        Ok(())
    }

    fn anchor(
        &mut self,
        sheet: &Sheet,
        row: &Row,
        column: usize,
        id: QuestionId,
        grade: Grade,
    ) -> Result<(), ImportError> {
        let text = one_line(row.get(column));
        if text.is_empty() {
            let reason = format!("the anchor of {id} for {} is missing", grade.id().replace('_', " "));
            return Err(self.wrong(sheet, row, column, reason));
        }
        if self.grid.anchors.insert((id.clone(), grade), text).is_some() {
            let reason =
                format!("{id} has an anchor for {} already; take one of them out", grade.id().replace('_', " "));
            return Err(self.wrong(sheet, row, column, reason));
        }
        Ok(())
    }

    fn letter(&self, sheet: &Sheet, row: &Row, column: usize) -> Result<QuestionId, ImportError> {
        let text = row.get(column);
        let found = question_heading(text).map(|(id, _)| QuestionId(id));
        found.ok_or_else(|| {
            self.wrong(
                sheet,
                row,
                column,
                format!("`{}` is not the letter of a question; write A, B, C and so on", one_line(text)),
            )
        })
    }

    fn grade(&self, sheet: &Sheet, row: &Row, column: usize) -> Result<Grade, ImportError> {
        let text = row.get(column);
        grade_of(&folded(text)).ok_or_else(|| {
            self.wrong(
                sheet,
                row,
                column,
                format!(
                    "`{}` is no rating; they are Outstanding, Good, Requires improvement and Inadequate",
                    one_line(text)
                ),
            )
        })
    }

    fn place(&self, sheet: &Sheet, row: &Row, column: usize) -> String {
        let sheet = if self.several && !sheet.name.is_empty() { format!("{}, ", sheet.name) } else { String::new() };
        format!("{sheet}row {}, column {}", row.number, letters(column))
    }

    fn wrong(&self, sheet: &Sheet, row: &Row, column: usize, reason: impl Into<String>) -> ImportError {
        not_understood(self.name, Some(self.place(sheet, row, column)), reason)
    }

    /// Joins the questions of their own table with those that columns name.
    fn finish(self) -> Result<Grid, ImportError> {
        let Self { name, mut grid, letters, .. } = self;
        if grid.questions.is_empty() {
            grid.questions = letters.into_iter().map(|(id, text)| Asked { id, text, ..Asked::default() }).collect();
        } else if let Some((unknown, _)) =
            letters.iter().find(|(id, _)| !grid.questions.iter().any(|asked| asked.id == **id))
        {
            let reason = format!(
                "a column holds sub-questions of {unknown}, which is not among the questions; add it there, or take the column out"
            );
            return Err(not_understood(name, None, reason));
        }
        Ok(grid)
    }
}
