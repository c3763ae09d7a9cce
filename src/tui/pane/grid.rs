//! The grid: commitments under their areas, a column for each question, then the parent.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::keys::action::Action;
use crate::model::catalog::Catalog;
use crate::model::catalog::Shelf;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::review::words::rating_mark;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::fit;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;

/// One row.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Row {
    Area(AreaId),
    Commitment(CommitmentId),
    Overall,
}

/// The grid's cursor.
#[derive(Debug, Clone)]
pub struct Grid {
    rows: Vec<Row>,
    row: usize,
    column: usize,
    columns: usize,
    window: Window,
}

impl Grid {
    /// Stands on the first question of the first commitment.
    pub fn new(catalog: &Catalog) -> Self {
        let review = catalog.review();
        let mut rows = Vec::new();
        for area in &review.areas {
            rows.push(Row::Area(area.id.clone()));
            rows.extend(catalog.commitments_in(&area.id).map(|commitment| Row::Commitment(commitment.id.clone())));
        }
        rows.push(Row::Overall);
        let row = rows.iter().position(|row| matches!(row, Row::Commitment(_))).unwrap_or(0);
        Self { rows, row, column: 0, columns: review.questions.len(), window: Window::default() }
    }

    /// What the cursor stands on.
    pub fn subject(&self, catalog: &Catalog) -> Subject {
        self.subject_at(catalog, self.row, self.column)
    }

    fn subject_at(&self, catalog: &Catalog, row: usize, column: usize) -> Subject {
        match self.rows.get(row) {
            Some(Row::Commitment(id)) => match catalog.review().questions.get(column) {
                Some(question) => Subject::Cell(CellKey::new(id, &question.id)),
                None => Subject::Parent(ParentKey::Commitment(id.clone())),
            },
            Some(Row::Area(id)) => Subject::Parent(ParentKey::Area(id.clone())),
            Some(Row::Overall) | None => Subject::Parent(ParentKey::Overall),
        }
    }

    /// The items that belong to what the cursor stands on.
    pub fn shelf(subject: &Subject) -> Shelf {
        Shelf::from(subject)
    }

    /// Puts the cursor on a subject.
    pub fn go(&mut self, catalog: &Catalog, subject: &Subject) {
        let (row, column) = match subject {
            Subject::Cell(cell) => (
                Row::Commitment(cell.commitment.clone()),
                catalog.review().questions.iter().position(|question| question.id == cell.question).unwrap_or(0),
            ),
            Subject::Parent(ParentKey::Commitment(id)) => (Row::Commitment(id.clone()), self.columns),
            Subject::Parent(ParentKey::Area(id)) => (Row::Area(id.clone()), self.column),
            Subject::Parent(ParentKey::Overall) => (Row::Overall, self.column),
        };
        if let Some(at) = self.rows.iter().position(|candidate| *candidate == row) {
            self.row = at;
            self.column = column;
        }
    }

    /// Moves the cursor; false where the key means something else (right of the last column).
    pub fn act(&mut self, action: Action, page: usize) -> bool {
        let last = self.rows.len().saturating_sub(1);
        match action {
            Action::Up => self.row = self.row.saturating_sub(1),
            Action::Down => self.row = (self.row + 1).min(last),
            Action::PageUp => self.row = self.row.saturating_sub(page),
            Action::PageDown => self.row = (self.row + page).min(last),
            Action::First => self.row = 0,
            Action::Last => self.row = last,
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right if self.column < self.columns && self.on_commitment() => self.column += 1,
            _ => return false,
        }
        true
    }

    fn on_commitment(&self) -> bool {
        matches!(self.rows.get(self.row), Some(Row::Commitment(_)))
    }

    /// Puts the cursor where the mouse points.
    pub fn click(&mut self, area: Rect, column: u16, row: u16) {
        let height = usize::from(area.height.saturating_sub(1));
        let top = self.window.top_for(self.row, self.rows.len(), height);
        if row > area.y {
            self.row = (top + usize::from(row - area.y - 1)).min(self.rows.len().saturating_sub(1));
        }
        let name = usize::from(area.width).saturating_sub(self.columns * 2 + 7);
        let at = usize::from(column.saturating_sub(area.x));
        if at >= name {
            self.column = ((at - name) / 2).min(self.columns);
        }
    }

    /// Keeps the cursor in view for the rows there are.
    pub fn settle(&mut self, height: usize) {
        self.window.follow(self.row, self.rows.len(), height.saturating_sub(1));
    }

    /// Draws the grid and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        if area.height < 2 {
            return None;
        }
        // Marks of two cells a question, three for the parent, then two digits of the bar.
        let right = self.columns * 2 + 3 + 4;
        let name_width = usize::from(area.width).saturating_sub(right + self.number_width(ui) + 2);
        let heading = self.heading(ui, name_width);
        put(buf, area, 0, &heading, ui.theme.style(Role::Dim));
        let rows = Rect { y: area.y + 1, height: area.height - 1, ..area };
        let top = self.window.top_for(self.row, self.rows.len(), usize::from(rows.height));
        let mut cursor = None;
        for (offset, row) in self.rows.iter().enumerate().skip(top).take(usize::from(rows.height)) {
            let y = u16::try_from(offset - top).unwrap_or(0);
            let selected = offset == self.row;
            let (line, column_x) = self.line(ui, row, offset, name_width, selected && focused);
            put(buf, rows, y, &line, ui.theme.style(Role::Text));
            if selected {
                let x = u16::try_from(column_x).unwrap_or(0).min(area.width.saturating_sub(1));
                cursor = Some(Position::new(rows.x + x, rows.y + y));
            }
        }
        cursor
    }

    /// Cells the longest number of a commitment takes; they are numbered from 1.
    fn number_width(&self, ui: &Ui<'_>) -> usize {
        ui.ws.catalog().review().commitments.len().to_string().len()
    }

    fn heading(&self, ui: &Ui<'_>, name_width: usize) -> Line<'static> {
        let mut text = fit("", name_width + self.number_width(ui) + 2);
        for question in &ui.ws.catalog().review().questions {
            text.push_str(question.id.as_str());
            text.push(' ');
        }
        text.push_str(" = read");
        Line::from(Span::styled(text, ui.theme.style(Role::Dim)))
    }

    fn line(&self, ui: &Ui<'_>, row: &Row, at: usize, name_width: usize, lit: bool) -> (Line<'static>, usize) {
        let catalog = ui.ws.catalog();
        let review = catalog.review();
        let here = at == self.row;
        let number = self.number_width(ui) + 2;
        let mut spans: Vec<Span<'static>> = Vec::new();
        let name_style = |ui: &Ui<'_>| {
            if here { ui.theme.style(Role::Heading) } else { ui.theme.style(Role::Text) }
        };
        match row {
            Row::Area(id) => {
                let style = if here && lit { ui.theme.style(Role::Selected) } else { ui.theme.style(Role::Dim) };
                let name = crate::review::words::area_word(review, id);
                spans.push(Span::styled(cut(&ui.line(&name), name_width + number + self.columns * 2), style));
                (Line::from(spans), 0)
            }
            Row::Overall => {
                let style = if here && lit { ui.theme.style(Role::Selected) } else { name_style(ui) };
                spans.push(Span::styled(fit("The whole evaluation", name_width + number), style));
                spans.push(Span::raw("  ".repeat(self.columns)));
                let (mark, style) = parent_mark(ui, &ParentKey::Overall);
                spans.push(Span::raw(" "));
                spans.push(Span::styled(mark, style));
                (Line::from(spans), 0)
            }
            Row::Commitment(id) => {
                let label = catalog.commitment(id).map_or("", |commitment| commitment.label.as_str());
                spans.push(Span::styled(fit(&ui.line(label), name_width), name_style(ui)));
                spans.push(Span::styled(
                    format!(" {id:>width$} ", id = id.as_str(), width = number - 2),
                    ui.theme.style(Role::Dim),
                ));
                let mut column_x = 0;
                for (column, question) in review.questions.iter().enumerate() {
                    let cell = CellKey::new(id, &question.id);
                    let (mark, mut style) = cell_mark(ui, &cell);
                    if here && column == self.column {
                        column_x = name_width + number + column * 2;
                        style = selected(ui, style, lit);
                    }
                    spans.push(Span::styled(mark, style));
                }
                let parent = ParentKey::Commitment(id.clone());
                let (mark, mut style) = parent_mark(ui, &parent);
                if here && self.column >= self.columns {
                    column_x = name_width + number + 1 + self.columns * 2;
                    style = selected(ui, style, lit);
                }
                spans.push(Span::raw(" "));
                spans.push(Span::styled(mark, style));
                spans.push(Span::styled(read_bar(ui, id), ui.theme.style(Role::Dim)));
                (Line::from(spans), column_x)
            }
        }
    }
}

fn selected(ui: &Ui<'_>, style: Style, lit: bool) -> Style {
    style.patch(ui.theme.style(if lit { Role::Selected } else { Role::SelectedElsewhere }))
}

/// A question's mark, two cells: letter, then `!` where the rating is to be confirmed, else `°` where a reason is
/// missing.
pub fn cell_mark(ui: &Ui<'_>, cell: &CellKey) -> (String, Style) {
    let state = ui.ws.state();
    if state.abstained.contains_key(cell) {
        return ("- ".to_owned(), ui.theme.style(Role::Text));
    }
    match state.ratings.get(cell) {
        None => ("\u{b7} ".to_owned(), ui.theme.style(Role::Dim)),
        Some(entry) => {
            let mark = rating_mark(ui.ws.catalog().review(), entry.rating);
            let after = match entry {
                entry if entry.unconfirmed => "!",
                entry if entry.reason.is_none() => "\u{b0}",
                _ => " ",
            };
            (format!("{}{after}", ui.line(&mark)), ui.theme.rating(entry.rating))
        }
    }
}

/// A parent's mark, two cells: the letter that counts, then `*` where it is the member's own
/// judgement and `~` where the rule is silent. Blank where the running verdict is not shown.
pub fn parent_mark(ui: &Ui<'_>, parent: &ParentKey) -> (String, Style) {
    let own = ui.ws.state().overrides.get(parent);
    let running = ui.ws.blindness().shows_running_verdict();
    let state = ui.ws.rollup().parent(parent);
    let effective = match own {
        Some(own) => Some(own.rating),
        None if running => state.and_then(|state| state.effective),
        None => return ("  ".to_owned(), ui.theme.style(Role::Dim)),
    };
    let after = match (own.is_some(), state.is_some_and(|state| state.silent)) {
        (true, _) => "*",
        (false, true) => "~",
        (false, false) => " ",
    };
    match effective {
        Some(rating) => {
            let mark = rating_mark(ui.ws.catalog().review(), rating);
            (format!("{}{after}", ui.line(&mark)), ui.theme.rating(rating))
        }
        None => ("\u{b7} ".to_owned(), ui.theme.style(Role::Dim)),
    }
}

/// How much of a commitment's evidence is read, in four cells.
fn read_bar(ui: &Ui<'_>, id: &CommitmentId) -> String {
    let percent = (ui.ws.read_of(id) * 100).checked_div(ui.ws.catalog().items_of(id)).unwrap_or(0);
    format!("{percent:>3}%")
}
