//! What a source bears on: commitments as they are typed, `1 3 8`; with a question, `8b`, passages are filed under that
//! one from then on.

use crate::model::ids::CommitmentId;
use crate::model::ids::Subject;
use crate::model::source::Source;
use crate::review::filed;
use crate::review::queue::bears_on;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::pane::queue::joined;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::triage::filing;

/// Asks for it, starting from what was said before.
pub fn prompt(ui: &Ui<'_>, source: &Source) -> Prompt {
    let before = bears_on(ui.ws.state(), &source.id).to_vec();
    let start = match before.is_empty() {
        true => String::new(),
        false => format!("{} ", joined(&before)),
    };
    let title = format!("Which commitments does {} bear on?", source.id);
    let hint = "1 3 8, or nothing for none. With a letter, 8b: passages are filed under 8B until changed.";
    let id = source.id.clone();
    let keep = move |text: &str, ui: &Ui<'_>| {
        let cells = filed::typed(ui.ws.catalog(), text)?;
        let mut bears: Vec<CommitmentId> = Vec::new();
        for cell in &cells {
            if !bears.contains(&cell.commitment) {
                bears.push(cell.commitment.clone());
            }
        }
        let mut requests = Vec::new();
        if bears != before {
            requests.push(Request::Apply(filing(ui, &id, bears.clone())));
        }
        requests.push(Request::Filed(bears));
        let question = cells.iter().rev().find_map(|cell| cell.cell());
        requests.extend(question.map(|cell| Request::FileUnder(Subject::Cell(cell))));
        Ok(requests)
    };
    Prompt::line(title, hint, &start, Box::new(keep))
}
