//! Evidence and rating of one question side by side: the anchors as a ladder, the member's passages on it, the rating
//! as marker, and the course the rating took.
//!
//! Invariant: it counts and places what the member said; it never proposes a rating. What is hidden stays hidden here.

mod rows;
#[cfg(test)]
mod tests;

use std::cell::RefCell;
use std::rc::Rc;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::review::course::Step;
use crate::review::course::course;
use crate::review::labels::Lead;
use crate::tui::dialog::ask::least_rows;
use crate::tui::dialog::ladder::rows::Row;
use crate::tui::dialog::ladder::rows::rows;
use crate::tui::dialog::palette::place_of;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::put;

/// The sheet for one question.
pub struct LadderSheet {
    cell: CellKey,
    /// The row the cursor stands on.
    cursor: usize,
    /// The course of the rating, and how long the log was when it was read from there.
    course: RefCell<Option<(usize, Rc<[Step]>)>>,
}

impl LadderSheet {
    /// Opens on a question.
    ///
    /// # Errors
    /// Something other than a question is at hand, in words for the status line.
    pub fn new(ui: &Ui<'_>, subject: &Subject) -> Result<Self, String> {
        let Subject::Cell(cell) = subject else {
            return Err("Anchors and passages stand side by side for one question: go to one first.".to_owned());
        };
        let mut sheet = Self { cell: cell.clone(), cursor: 0, course: RefCell::default() };
        let rows = sheet.rows(ui, usize::from(ui.size.0.saturating_sub(2)));
        sheet.cursor = rows.iter().position(|row| row.passage.is_some()).unwrap_or(0);
        Ok(sheet)
    }

    fn rows(&self, ui: &Ui<'_>, width: usize) -> Vec<Row> {
        rows(ui, &self.cell, &self.course(ui), width)
    }

    /// Every act, and every one taken back, makes the log longer: as long as it is the same, so is the course.
    fn course(&self, ui: &Ui<'_>) -> Rc<[Step]> {
        let long = ui.ws.history().entries().len();
        let mut known = self.course.borrow_mut();
        match &*known {
            Some((at, steps)) if *at == long => steps.clone(),
            _ => {
                let steps: Rc<[Step]> = course(ui.ws, &self.cell).into();
                *known = Some((long, steps.clone()));
                steps
            }
        }
    }

    /// Moves to the next row one can do something with; where there is none, by a row.
    fn step(&mut self, rows: &[Row], down: bool) {
        let next = if down {
            (self.cursor + 1..rows.len()).find(|&at| rows[at].passage.is_some())
        } else {
            (0..self.cursor).rev().find(|&at| rows[at].passage.is_some())
        };
        let by_one = self.cursor.saturating_add_signed(if down { 1 } else { -1 });
        self.cursor = next.unwrap_or(by_one).min(rows.len().saturating_sub(1));
    }

    /// Puts the passage under the cursor on a rung, or takes it off.
    fn place(&self, ui: &Ui<'_>, rows: &[Row], rung: Option<Grade>) -> Reply {
        let Some(id) = rows.get(self.cursor).and_then(|row| row.passage) else {
            return Reply::mistake("Go to a passage first; a digit then puts it on that rung.");
        };
        let Some(quote) = ui.ws.state().quote(id) else { return Reply::ignored() };
        let mut quote = quote.clone();
        let filing = quote.filings.iter_mut().find(|filing| filing.cell.cell().as_ref() == Some(&self.cell));
        let Some(filing) = filing.filter(|filing| filing.anchor != rung) else { return Reply::done() };
        filing.anchor = rung;
        Reply::ask(Request::Apply(Act::Remark { quote: Box::new(quote) }))
    }

    fn go(&self, ui: &Ui<'_>, rows: &[Row]) -> Reply {
        let passage = rows.get(self.cursor).and_then(|row| row.passage);
        match passage.and_then(|id: QuoteId| place_of(ui.ws, &Lead::Quote(id))) {
            Some(place) => Reply::close_with(vec![Request::Go(place)]),
            None => Reply::close(),
        }
    }
}

impl Sheet for LadderSheet {
    fn scope(&self) -> Scope {
        Scope::Ladder
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Back | Action::DropIt | Action::GoLadder | Action::Left => return Reply::close(),
            Action::Rate | Action::Ask | Action::ShowPublished | Action::Note => {
                return Reply::close_with(vec![Request::Do(action)]);
            }
            Action::Undo => return Reply::ask(Request::Undo),
            Action::Redo => return Reply::ask(Request::Redo),
            _ => {}
        }
        let rows = self.rows(ui, usize::from(ui.size.0.saturating_sub(2)));
        let page = least_rows(ui);
        match action {
            Action::Open | Action::Keep => return self.go(ui, &rows),
            Action::Clear => return self.place(ui, &rows, None),
            Action::Up | Action::Down => self.step(&rows, action == Action::Down),
            Action::PageUp => self.cursor = self.cursor.saturating_sub(page),
            Action::PageDown => self.cursor = (self.cursor + page).min(rows.len().saturating_sub(1)),
            Action::First => self.cursor = 0,
            Action::Last => self.cursor = rows.len().saturating_sub(1),
            other => match other.rung().filter(|rung| *rung > 0) {
                Some(rung) => return self.place(ui, &rows, Grade::from_rank(usize::from(rung) - 1)),
                None => return Reply::ignored(),
            },
        }
        Reply::done()
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![
            (Action::Open, "go there"),
            (Action::Back, "back"),
            (Action::Menu, "menu"),
            (Action::Digit1, "to 4 put it on a rung"),
            (Action::Clear, "off the ladder"),
            (Action::Rate, "rate"),
        ]
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        let question = ui.ws.catalog().question(&self.cell.question).map_or("", |question| question.text.as_str());
        ui.line(&format!("{}: {question}", self.cell))
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.rows(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let rows = self.rows(ui, usize::from(area.width));
        // What stays in sight takes a third of the room at most.
        let whole = usize::from(area.height);
        let kept = rows.iter().take_while(|row| row.stays).count();
        let kept = if kept * 3 <= whole { kept } else { 0 };
        for (at, row) in rows.iter().enumerate().take(kept) {
            put(buf, area, u16::try_from(at).unwrap_or(u16::MAX), &row.line, ui.theme.style(Role::Text));
        }
        let above = u16::try_from(kept).unwrap_or(0);
        let area = Rect { y: area.y + above, height: area.height - above, ..area };
        let (rows, room) = (&rows[kept..], whole - kept);
        let cursor = self.cursor.saturating_sub(kept).min(rows.len().saturating_sub(1));
        let top = (cursor + 2).saturating_sub(room).min(rows.len().saturating_sub(room));
        for (at, row) in rows.iter().enumerate().skip(top).take(room) {
            let y = u16::try_from(at - top).unwrap_or(u16::MAX);
            put(buf, area, y, &row.line, ui.theme.style(Role::Text));
            if at == cursor && row.passage.is_some() {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
            }
        }
        let y = u16::try_from(cursor - top.min(cursor)).unwrap_or(0);
        (area.height > 0).then(|| Position::new(area.x, area.y + y))
    }
}
