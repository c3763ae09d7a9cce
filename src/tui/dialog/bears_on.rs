//! What a source bears on: commitments as they are typed, `1 3 8`, kept in the review's order; with a question, `8b`, it
//! bears on commitment 8 and passages are filed under 8B from then on.

use crate::model::ids::CommitmentId;
use crate::model::ids::Subject;
use crate::model::source::Source;
use crate::review::filed;
use crate::review::queue::bears_on;
use crate::review::queue::filing;
use crate::review::words::filed_word;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::pane::queue::joined;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::ui::Ui;

/// Asks for it, starting from what was said before.
pub fn prompt(ui: &Ui<'_>, source: &Source) -> Prompt {
    let before = bears_on(ui.ws.state(), &source.id).to_vec();
    let start = match before.is_empty() {
        true => String::new(),
        false => format!("{} ", joined(&before)),
    };
    let title = format!("Which commitments does {} bear on?", source.id);
    let hint = "1 3 8, or nothing for none. 8b: it bears on 8, and passages are filed under 8B.";
    let id = source.id.clone();
    let keep = move |text: &str, ui: &Ui<'_>| {
        let cells = filed::typed(ui.ws.catalog(), text)?;
        let all = ui.ws.catalog().review().commitments.iter().map(|commitment| &commitment.id);
        let bears: Vec<CommitmentId> =
            all.filter(|id| cells.iter().any(|cell| cell.commitment == **id)).cloned().collect();
        let question = cells.iter().rev().find_map(|cell| cell.cell());
        let told = match &question {
            Some(cell) => format!("{}; passages are filed under {cell} from now on.", filed_word(&id, &bears)),
            None => format!("{}.", filed_word(&id, &bears)),
        };
        let mut requests: Vec<Request> =
            question.map(|cell| Request::FileUnder(Subject::Cell(cell))).into_iter().collect();
        requests.push(match bears != before {
            true => Request::ApplyAll(vec![filing(ui.ws.state(), &id, bears.clone())], told),
            false => Request::Say(Say::Notice(told)),
        });
        requests.push(Request::Filed(bears));
        Ok(requests)
    };
    Prompt::line(title, hint, &start, Box::new(keep))
}
