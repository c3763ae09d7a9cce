//! The matrix: commitments under their areas, a column for each question, then the result.
//!
//! Uses the session to read and the widgets. Invariant: a published rating is drawn only where blindness lets it and
//! the session has recorded that it was looked at; a result only where the running verdict may be shown.

use ratatui::layout::Position;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Standing;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::review::blindness::PublishedView;
use crate::review::words::area_word;
use crate::review::words::rating_mark;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::verdicts::cursor::Cursor;
use crate::tui::view::verdicts::cursor::Row;
use crate::tui::view::verdicts::trial::Trial;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::cut;
use crate::tui::widget::line::fit;
use crate::tui::widget::line::put;
use crate::tui::widget::line::width;

/// Cells of a commitment's number.
const NUMBER: usize = 4;

/// Cells of a name at most: on a wide screen the answers stand by it, not at the far edge.
pub(super) const NAME: usize = 50;

/// What the matrix shows.
pub(super) struct Matrix<'a> {
    pub(super) ui: &'a Ui<'a>,
    pub(super) cursor: &'a Cursor,
    /// The ratings shown: the session's, or the copy's.
    pub(super) rollup: &'a Rollup,
    /// What was tried on the copy.
    pub(super) trial: Option<&'a Trial>,
    /// Whether results may be shown.
    pub(super) running: bool,
    /// Whether published ratings are asked for.
    pub(super) published: bool,
}

/// Cells of the columns at a width.
struct Columns {
    name: usize,
    cell: usize,
    result: usize,
}

impl Columns {
    fn new(cells: usize, questions: usize) -> Self {
        let (cell, result) = if cells >= 64 { (6, 8) } else { (4, 6) };
        Self { name: cells.saturating_sub(NUMBER + questions * cell + result).min(NAME), cell, result }
    }
}

/// The mark of where something stands.
pub(super) fn standing_mark(ui: &Ui<'_>, standing: Standing) -> String {
    match standing {
        Standing::Unrated => "\u{b7}".to_owned(),
        Standing::Abstained => "-".to_owned(),
        Standing::Graded(_) | Standing::NoInformation => mark(ui, standing.rating()),
    }
}

/// The mark of a rating; a dot for none.
pub(super) fn mark(ui: &Ui<'_>, rating: Option<Rating>) -> String {
    rating.map_or_else(|| "\u{b7}".to_owned(), |rating| ui.line(&rating_mark(ui.ws.catalog().review(), rating)))
}

/// A published rating, where it was asked for, may be shown and is on record as looked at.
pub(super) fn published(ui: &Ui<'_>, asked_for: bool, subject: &Subject) -> Option<Rating> {
    match ui.ws.blindness().published(subject) {
        PublishedView::Published(rating) if asked_for && ui.ws.state().seen.contains_key(subject) => Some(rating),
        _ => None,
    }
}

impl Matrix<'_> {
    /// Draws the heading and the rows in view, and says where the cursor stands.
    pub(super) fn draw(&self, area: Rect, top: usize, buf: &mut Canvas<'_>) -> Option<Position> {
        let questions = &self.ui.ws.catalog().review().questions;
        let columns = Columns::new(usize::from(area.width), questions.len());
        let mut heading = fit("", columns.name + NUMBER);
        for question in questions {
            heading.push_str(&fit(&self.ui.line(question.id.as_str()), columns.cell));
        }
        heading.push_str(if self.running { "result" } else { "yours" });
        put(buf, area, 0, &Line::from(self.ui.span(&heading, Role::Dim)), self.ui.theme.style(Role::Text));
        let mut found = None;
        let rows = usize::from(area.height.saturating_sub(1));
        for (at, row) in self.cursor.rows.iter().enumerate().skip(top).take(rows) {
            let y = u16::try_from(at - top + 1).unwrap_or(u16::MAX);
            put(buf, area, y, &self.line(row, at, &columns), self.ui.theme.style(Role::Text));
            if at == self.cursor.row {
                let column = if self.cursor.on_parent() { questions.len() } else { self.cursor.column };
                let x = columns.name + NUMBER + column * columns.cell;
                let x = u16::try_from(x).unwrap_or(u16::MAX).min(area.width.saturating_sub(1));
                found = Some(Position::new(area.x + x, area.y + y));
            }
        }
        found
    }

    fn line(&self, row: &Row, at: usize, columns: &Columns) -> Line<'static> {
        let review = self.ui.ws.catalog().review();
        let here = at == self.cursor.row;
        let area: String;
        let (label, number, role) = match row {
            Row::Area(id) => {
                area = area_word(review, id);
                (Some(area.as_str()), "", Role::Dim)
            }
            Row::Commitment(id) => {
                (self.ui.ws.catalog().commitment(id).map(|it| it.label.as_str()), id.as_str(), Role::Text)
            }
            Row::Overall => (Some("The whole evaluation"), "", Role::Text),
        };
        let name = fit(&self.ui.line(label.unwrap_or_default()), columns.name);
        let role = if here { Role::Heading } else { role };
        let mut spans = vec![self.ui.span(&name, role), self.ui.span(&format!("{number:>3} "), Role::Dim)];
        for (column, question) in review.questions.iter().enumerate() {
            match row {
                Row::Commitment(id) => {
                    let lit = here && column == self.cursor.column;
                    spans.extend(self.padded(self.cell(&CellKey::new(id, &question.id)), columns.cell, lit));
                }
                Row::Area(_) | Row::Overall => spans.push(Span::raw(" ".repeat(columns.cell))),
            }
        }
        let lit = here && self.cursor.on_parent();
        spans.extend(self.padded(self.parent(&row.parent()), columns.result, lit));
        Line::from(spans)
    }

    /// An entry with one blank behind it at least, lit where the cursor stands.
    fn padded(&self, (text, style): (String, Style), cells: usize, lit: bool) -> [Span<'static>; 2] {
        let text = cut(&text, cells.saturating_sub(1));
        let blank = " ".repeat(cells.saturating_sub(width(&text)));
        let style = if lit { style.patch(self.ui.theme.style(Role::Selected)) } else { style };
        [Span::styled(text, style), Span::raw(blank)]
    }

    fn cell(&self, cell: &CellKey) -> (String, Style) {
        let ui = self.ui;
        let subject = Subject::Cell(cell.clone());
        if let Some(change) = self.trial.and_then(|trial| trial.change(ui.ws.rollup(), &subject)) {
            let text = format!("{}>{}", standing_mark(ui, change.from), standing_mark(ui, change.to));
            return (text, ui.theme.style(Role::Focus));
        }
        let standing = self.rollup.cell(cell).unwrap_or(Standing::Unrated);
        let style = standing.rating().map_or(ui.theme.style(Role::Dim), |rating| ui.theme.rating(rating));
        let own = standing_mark(ui, standing);
        if self.trial.is_none() && self.published {
            return (self.beside(own, &subject), style);
        }
        let after = match ui.ws.state().ratings.get(cell) {
            Some(entry) if entry.unconfirmed => "!",
            Some(entry) if entry.reason.is_none() => "\u{b0}",
            _ => "",
        };
        (format!("{own}{after}"), style)
    }

    fn parent(&self, parent: &ParentKey) -> (String, Style) {
        let ui = self.ui;
        let subject = Subject::Parent(parent.clone());
        let Some(state) = self.rollup.parent(parent) else { return (String::new(), Style::default()) };
        let shown = if self.running { state.effective } else { state.own };
        let after = match (state.own.is_some(), state.silent && self.running) {
            (true, _) => "*",
            (false, true) => "~",
            (false, false) => "",
        };
        let style = shown.map_or(ui.theme.style(Role::Dim), |rating| ui.theme.rating(rating));
        let own = format!("{}{after}", if shown.is_none() && !self.running { " ".to_owned() } else { mark(ui, shown) });
        let before = ui.ws.rollup().parent(parent).and_then(|state| state.effective);
        if self.trial.is_some() && before != shown {
            return (format!("{}>{own}", mark(ui, before)), ui.theme.style(Role::Focus));
        }
        if self.trial.is_none() && self.published {
            return (self.beside(own, &subject), style);
        }
        (own, style)
    }

    /// The member's mark with the published one behind a slash.
    fn beside(&self, own: String, subject: &Subject) -> String {
        match published(self.ui, self.published, subject) {
            Some(rating) => format!("{own}/{}", mark(self.ui, Some(rating))),
            None => own,
        }
    }
}
