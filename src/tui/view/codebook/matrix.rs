//! Tags by questions, to read: how many passages of a tag are filed where.
//!
//! Uses the session to read and the widgets. Invariant: the number under the cursor is the number of passages that
//! Enter lists.

use ratatui::buffer::Buffer;
use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::text::Span;

use crate::keys::action::Action;
use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::review::state::State;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::codebook::count::counts;
use crate::tui::view::codebook::count::tree;
use crate::tui::widget::line::fit;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Cells of a column.
const COLUMN: usize = 6;

/// The cursor in the matrix.
#[derive(Debug, Clone, Default)]
pub(super) struct Matrix {
    row: usize,
    /// A question's place, or one past the last: all of them.
    column: usize,
    /// Which commitment, by place from 1; 0 for all.
    commitment: usize,
    window: Window,
    /// Whether the passages of a number are listed.
    pub(super) listing: bool,
}

impl Matrix {
    /// The matrix with the cursor on a tag.
    pub(super) fn on(state: &State, tag: Option<&Tag>) -> Self {
        let rows = tree(&state.codebook);
        let row = rows.iter().position(|(at, _)| Some(&state.codebook[*at].id) == tag.map(|tag| &tag.id));
        Self { row: row.unwrap_or(0), ..Self::default() }
    }

    /// The tag of the cursor's row.
    pub(super) fn tag<'a>(&self, state: &'a State) -> Option<&'a Tag> {
        let rows = tree(&state.codebook);
        rows.get(moved(self.row, 0, rows.len())).and_then(|(at, _)| state.codebook.get(*at))
    }

    fn scope(&self, catalog: &Catalog) -> Under {
        let commitments = &catalog.review().commitments;
        let at = self.commitment.checked_sub(1);
        Under { commitment: at.and_then(|at| commitments.get(at)).map(|it| it.id.clone()), question: None }
    }

    /// What the number under the cursor counts.
    pub(super) fn under(&self, catalog: &Catalog) -> Under {
        let question = catalog.review().questions.get(self.column).map(|question| question.id.clone());
        Under { question, ..self.scope(catalog) }
    }

    /// Moves the cursor, or goes on to the next commitment; false where the key means something else.
    pub(super) fn act(&mut self, action: Action, ui: &Ui<'_>, page: usize) -> bool {
        let review = ui.ws.catalog().review();
        let rows = ui.ws.state().codebook.len();
        let pages = review.commitments.len() + 1;
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        match action {
            Action::Up => self.row = moved(self.row, -1, rows),
            Action::Down => self.row = moved(self.row, 1, rows),
            Action::PageUp => self.row = moved(self.row, -page, rows),
            Action::PageDown => self.row = moved(self.row, page, rows),
            Action::First => self.row = 0,
            Action::Last => self.row = rows.saturating_sub(1),
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right => self.column = (self.column + 1).min(review.questions.len()),
            Action::NextPane => self.commitment = (self.commitment + 1) % pages,
            Action::PreviousPane => self.commitment = (self.commitment + pages - 1) % pages,
            _ => return false,
        }
        true
    }

    /// Keeps the cursor in view.
    pub(super) fn settle(&mut self, state: &State, height: u16) {
        self.row = moved(self.row, 0, state.codebook.len());
        self.window.follow(self.row, state.codebook.len(), usize::from(height).saturating_sub(1));
    }

    /// What stands above it.
    pub(super) fn title(&self, ui: &Ui<'_>) -> String {
        let which = match self.scope(ui.ws.catalog()).commitment {
            Some(id) => {
                let label = ui.ws.catalog().commitment(&id).map_or("", |commitment| commitment.label.as_str());
                format!("commitment {id}, {label}")
            }
            None => "all commitments".to_owned(),
        };
        format!("Tags by questions, {which} \u{b7} Tab next \u{b7} Enter lists \u{b7} Esc back")
    }

    /// Draws the rows in view and says where the cursor stands.
    pub(super) fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let state = ui.ws.state();
        let questions = &ui.ws.catalog().review().questions;
        let name = usize::from(area.width).saturating_sub(COLUMN * (questions.len() + 1));
        let mut heading = fit("  tag", name);
        for question in questions {
            heading.push_str(&format!("{:>COLUMN$}", ui.line(question.id.as_str())));
        }
        heading.push_str(&format!("{:>COLUMN$}", "all"));
        put(buf, area, 0, &Line::from(ui.span(&heading, Role::Dim)), ui.theme.style(Role::Text));
        let all = counts(state, ui.ws.catalog(), &self.scope(ui.ws.catalog()));
        let rows = tree(&state.codebook);
        let height = usize::from(area.height.saturating_sub(1));
        let here = moved(self.row, 0, rows.len());
        let top = self.window.top_for(here, rows.len(), height);
        let mut found = None;
        for (row, (at, depth)) in rows.iter().enumerate().skip(top).take(height) {
            let y = u16::try_from(row - top + 1).unwrap_or(u16::MAX);
            let tag = &state.codebook[*at];
            let label = format!("{}{}", "  ".repeat(depth + 1), ui.line(&tag.label));
            let mut spans = vec![Span::styled(fit(&label, name), ui.theme.tag(tag.color))];
            let numbers = all[*at].questions.iter().chain([&all[*at].passages]);
            for (column, count) in numbers.enumerate() {
                let text = if *count == 0 { "\u{b7}".to_owned() } else { count.to_string() };
                let lit = row == here && column == self.column;
                spans.push(Span::raw(" ".repeat(COLUMN.saturating_sub(text.chars().count()))));
                spans.push(Span::styled(text, ui.theme.style(if lit { Role::Selected } else { Role::Text })));
            }
            put(buf, area, y, &Line::from(spans), ui.theme.style(Role::Text));
            if row == here {
                let x =
                    u16::try_from(name + COLUMN * (self.column + 1) - 1).unwrap_or(0).min(area.width.saturating_sub(1));
                found = Some(Position::new(area.x + x, area.y + y));
            }
        }
        found
    }
}
