//! The framework matrix: tags or submitters by questions, how many passages are filed where, and what was summed up.
//!
//! Uses the session to read and the widgets. Invariant: the number under the cursor is the number of passages that
//! Enter lists.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::catalog::Catalog;
use crate::model::codebook::Tag;
use crate::model::source::Source;
use crate::review::queue::bears_on;
use crate::review::state::State;
use crate::review::workspace::Workspace;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Of;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::codebook::count::by_submitter;
use crate::tui::view::codebook::count::counts;
use crate::tui::view::codebook::count::submitters;
use crate::tui::view::codebook::count::tree;
use crate::tui::view::codebook::summary;
use crate::tui::view::prose::Sentence;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::fit;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Cells of a column.
const COLUMN: usize = 6;

/// Cells of a row's name at most: beyond, its numbers are too far away to be read with it.
const WIDEST_NAME: usize = 64;

/// What the rows are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Rows {
    #[default]
    Tags,
    Submitters,
}

/// One row.
struct Row {
    label: String,
    style: Style,
    /// By question, then in all; with whether a summary was written there.
    numbers: Vec<(usize, bool)>,
}

/// The cursor in the matrix.
#[derive(Debug, Clone, Default)]
pub(super) struct Matrix {
    rows: Rows,
    /// The place among the other kind of rows, to come back to.
    other: usize,
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
    /// The matrix with the cursor on a tag; where there is none, of those who sent something in.
    pub(super) fn on(state: &State, tag: Option<&Tag>) -> Self {
        let rows = tree(&state.codebook);
        let row = rows.iter().position(|(at, _)| Some(&state.codebook[*at].id) == tag.map(|tag| &tag.id));
        let first = if state.codebook.is_empty() { Rows::Submitters } else { Rows::Tags };
        Self { rows: first, row: row.unwrap_or(0), ..Self::default() }
    }

    /// The tag of the cursor's row; among submitters, the tag it stood on before.
    pub(super) fn standing_tag<'a>(&self, state: &'a State) -> Option<&'a Tag> {
        let rows = tree(&state.codebook);
        let row = if self.rows == Rows::Tags { self.row } else { self.other };
        rows.get(moved(row, 0, rows.len())).and_then(|(at, _)| state.codebook.get(*at))
    }

    /// Whose passages the numbers of the cursor's row count.
    pub(super) fn of(&self, ws: &Workspace) -> Option<Of> {
        match self.rows {
            Rows::Tags => self.standing_tag(ws.state()).map(|tag| Of::Tag(tag.id.clone())),
            Rows::Submitters => {
                submitters(ws.state(), ws.catalog()).get(self.row).map(|source| Of::Source(source.id.clone()))
            }
        }
    }

    fn len(&self, ws: &Workspace) -> usize {
        match self.rows {
            Rows::Tags => ws.state().codebook.len(),
            Rows::Submitters => submitters(ws.state(), ws.catalog()).len(),
        }
    }

    fn switch(&mut self) {
        self.rows = if self.rows == Rows::Tags { Rows::Submitters } else { Rows::Tags };
        std::mem::swap(&mut self.row, &mut self.other);
        self.window = Window::default();
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
        let rows = self.len(ui.ws);
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
            Action::Matrix => self.switch(),
            _ => return false,
        }
        true
    }

    /// Keeps the cursor in view.
    pub(super) fn settle(&mut self, ws: &Workspace, height: u16) {
        let rows = self.len(ws);
        self.row = moved(self.row, 0, rows);
        self.window.follow(self.row, rows, usize::from(height).saturating_sub(1));
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
        let rows = if self.rows == Rows::Tags { "Tags" } else { "Submitters" };
        format!("{rows} by questions, {which}")
    }

    /// What stands below it: the summary of the field under the cursor, and what can be written there.
    pub(super) fn about(&self, ui: &Ui<'_>) -> Vec<Sentence> {
        match self.of(ui.ws) {
            Some(Of::Source(source)) => summary::about(ui, &source, &self.under(ui.ws.catalog())),
            Some(Of::Tag(_)) => {
                let tag = self.standing_tag(ui.ws.state());
                tag.map(|tag| Sentence::told(tag.description.clone(), Role::Dim)).into_iter().collect()
            }
            None if self.rows == Rows::Tags => {
                let key = ui.keys.key_for(Scope::Codebook, Action::NewTag).unwrap_or(":");
                vec![Sentence::told(format!("There is no tag yet. Esc leads back, {key} makes one there."), Role::Dim)]
            }
            None => Vec::new(),
        }
    }

    fn lines(&self, ui: &Ui<'_>) -> Vec<Row> {
        let (state, catalog) = (ui.ws.state(), ui.ws.catalog());
        let scope = self.scope(catalog);
        match self.rows {
            Rows::Tags => {
                let all = counts(state, catalog, &scope);
                let row = |(at, depth): &(usize, usize)| {
                    let tag = &state.codebook[*at];
                    let numbers = all[*at].questions.iter().chain([&all[*at].passages]);
                    Row {
                        label: format!("{}{}", "  ".repeat(depth + 1), ui.line(&tag.label)),
                        style: ui.theme.tag(tag.color),
                        numbers: numbers.map(|number| (*number, false)).collect(),
                    }
                };
                tree(&state.codebook).iter().map(row).collect()
            }
            Rows::Submitters => {
                let numbers = by_submitter(state, catalog, &scope);
                let row = |(source, numbers): (&Source, Vec<usize>)| Row {
                    label: format!("{} {} {}", bearing(state, source, &scope), source.id, ui.line(&source.label)),
                    style: ui.theme.style(Role::Text),
                    numbers: summary::beside(ui, &source.id, &scope, numbers),
                };
                submitters(state, catalog).into_iter().zip(numbers).map(row).collect()
            }
        }
    }

    /// Draws the rows in view and says where the cursor stands.
    pub(super) fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let questions = &ui.ws.catalog().review().questions;
        let name = usize::from(area.width).saturating_sub(COLUMN * (questions.len() + 1)).min(WIDEST_NAME);
        let first = if self.rows == Rows::Tags { "  tag" } else { "  submitter (> you said it bears on this)" };
        let mut heading = fit(first, name);
        for question in questions {
            heading.push_str(&format!("{:>COLUMN$}", ui.line(question.id.as_str())));
        }
        heading.push_str(&format!("{:>COLUMN$}", "all"));
        put(buf, area, 0, &Line::from(ui.span(&heading, Role::Dim)), ui.theme.style(Role::Text));
        let rows = self.lines(ui);
        let height = usize::from(area.height.saturating_sub(1));
        let here = moved(self.row, 0, rows.len());
        let top = self.window.top_for(here, rows.len(), height);
        let mut found = None;
        for (row, Row { label, style, numbers }) in rows.iter().enumerate().skip(top).take(height) {
            let y = u16::try_from(row - top + 1).unwrap_or(u16::MAX);
            let mut spans = vec![Span::styled(fit(label, name), *style)];
            for (column, (count, summed_up)) in numbers.iter().enumerate() {
                let number = if *count == 0 { "\u{b7}".to_owned() } else { count.to_string() };
                let text = format!("{number}{}", if *summed_up { "*" } else { "" });
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

/// The sign of a source the member said bears on the commitment shown, or on any where all are.
fn bearing(state: &State, source: &Source, scope: &Under) -> &'static str {
    let bears = bears_on(state, &source.id);
    let here = scope.commitment.as_ref().map_or(!bears.is_empty(), |id| bears.contains(id));
    if here { ">" } else { " " }
}
