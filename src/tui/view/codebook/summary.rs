//! The member's summary of what a source says to a question: written, marked and shown in the framework matrix.
//!
//! Invariant: a summary is of one question of one commitment.

use ratatui::layout::Rect;

use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::SourceId;
use crate::review::queue::bears_on;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::prose::Sentence;

/// Said where the cursor stands on more than one question of one commitment.
const ONE_FIELD: &str =
    "A summary is of one question of one commitment: Tab chooses the commitment, arrows the question.";

/// Rows below the matrix.
pub(super) fn rows(area: Rect) -> u16 {
    if area.height >= 12 { 4 } else { 0 }
}

fn cell(under: &Under) -> Option<CellKey> {
    Some(CellKey::new(under.commitment.as_ref()?, under.question.as_ref()?))
}

/// The numbers of a row with whether a summary was written there; the last number is of no one question.
pub(super) fn beside(ui: &Ui<'_>, source: &SourceId, under: &Under, numbers: Vec<usize>) -> Vec<(usize, bool)> {
    let questions = &ui.ws.catalog().review().questions;
    let written = |at: usize| {
        let question = questions.get(at).map(|question| question.id.clone());
        let one = Under { question, ..under.clone() };
        cell(&one).is_some_and(|cell| text(ui, source, &cell).is_some())
    };
    numbers.into_iter().enumerate().map(|(at, number)| (number, written(at))).collect()
}

fn text<'a>(ui: &Ui<'a>, source: &SourceId, cell: &CellKey) -> Option<&'a str> {
    ui.ws.state().summaries.get(&(source.clone(), cell.clone())).map(|summary| summary.text.as_str())
}

/// What is shown below the matrix.
pub(super) fn about(ui: &Ui<'_>, source: &SourceId, under: &Under) -> Vec<Sentence> {
    let Some(cell) = cell(under) else { return vec![Sentence::told(ONE_FIELD, Role::Dim)] };
    let mut out = match text(ui, source, &cell) {
        Some(text) => vec![Sentence::new(&format!("Your summary of {source} on {cell}:"), text.to_owned())],
        None => vec![Sentence::told(format!("No summary of {source} on {cell} yet."), Role::Dim)],
    };
    if bears_on(ui.ws.state(), source).contains(&cell.commitment) {
        out.push(Sentence::told(format!("You said it bears on commitment {}.", cell.commitment), Role::Dim));
    }
    out
}

/// Opens the text of the field under the cursor.
pub(super) fn write(ui: &Ui<'_>, source: &SourceId, under: &Under) -> Reply {
    let Some(cell) = cell(under) else { return Reply::mistake(ONE_FIELD) };
    let start = text(ui, source, &cell).unwrap_or_default().to_owned();
    let title = format!("What {source} says to {cell}, in your words");
    let (source, before) = (source.clone(), start.clone());
    let keep = move |text: &str, _: &Ui<'_>| {
        let text = text.trim().to_owned();
        let act = Act::Summarise { source: source.clone(), cell: cell.clone(), text: text.clone() };
        Ok(if text == before { Vec::new() } else { vec![Request::Apply(act)] })
    };
    let hint = "Ctrl+J makes a new line. An empty summary is taken away.";
    Reply::ask(Request::Open(Box::new(Prompt::text(title, hint, &start, Box::new(keep)))))
}
