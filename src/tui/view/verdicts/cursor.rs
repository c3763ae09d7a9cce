//! Where one stands in the matrix: a row, and on a commitment's row a column.
//!
//! Uses the model and the key names. Invariant: it stands on something the review has.

use crate::keys::action::Action;
use crate::model::catalog::Catalog;
use crate::model::ids::AreaId;
use crate::model::ids::CellKey;
use crate::model::ids::CommitmentId;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::tui::widget::window::moved;

/// One row of the matrix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Row {
    Area(AreaId),
    Commitment(CommitmentId),
    Overall,
}

impl Row {
    /// What the ratings of the row are combined into.
    pub(super) fn parent(&self) -> ParentKey {
        match self {
            Self::Area(id) => ParentKey::Area(id.clone()),
            Self::Commitment(id) => ParentKey::Commitment(id.clone()),
            Self::Overall => ParentKey::Overall,
        }
    }
}

/// The cursor and the rows it moves over.
#[derive(Debug, Clone)]
pub(super) struct Cursor {
    pub(super) rows: Vec<Row>,
    pub(super) row: usize,
    /// A question's place, or one past the last: the parent.
    pub(super) column: usize,
    questions: usize,
}

impl Cursor {
    /// Stands on the first question of the first commitment.
    pub(super) fn new(catalog: &Catalog) -> Self {
        let review = catalog.review();
        let mut rows = Vec::new();
        for area in &review.areas {
            rows.push(Row::Area(area.id.clone()));
            rows.extend(catalog.commitments_in(&area.id).map(|commitment| Row::Commitment(commitment.id.clone())));
        }
        rows.push(Row::Overall);
        let row = rows.iter().position(|row| matches!(row, Row::Commitment(_))).unwrap_or(0);
        Self { rows, row, column: 0, questions: review.questions.len() }
    }

    /// What it stands on.
    pub(super) fn subject(&self, catalog: &Catalog) -> Subject {
        match (&self.rows[self.row], catalog.review().questions.get(self.column)) {
            (Row::Commitment(id), Some(question)) => Subject::Cell(CellKey::new(id, &question.id)),
            (row, _) => Subject::Parent(row.parent()),
        }
    }

    /// The parent of its row.
    pub(super) fn parent(&self) -> ParentKey {
        self.rows[self.row].parent()
    }

    /// Whether it stands in the column of the results.
    pub(super) fn on_parent(&self) -> bool {
        self.column >= self.questions || !matches!(self.rows[self.row], Row::Commitment(_))
    }

    /// Puts it on something; what the review does not have leaves it where it is.
    pub(super) fn go(&mut self, catalog: &Catalog, subject: &Subject) {
        let (parent, column) = match subject {
            Subject::Cell(cell) => (
                ParentKey::Commitment(cell.commitment.clone()),
                catalog.review().questions.iter().position(|question| question.id == cell.question),
            ),
            Subject::Parent(parent) => (parent.clone(), Some(self.questions)),
        };
        let row = self.rows.iter().position(|row| row.parent() == parent);
        if let (Some(row), Some(column)) = (row, column) {
            self.row = row;
            self.column = column;
        }
    }

    /// Moves it; false where the key means something else.
    pub(super) fn act(&mut self, action: Action, page: usize) -> bool {
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        match action {
            Action::Up => self.step(-1),
            Action::Down => self.step(1),
            Action::PageUp => self.step(-page),
            Action::PageDown => self.step(page),
            Action::First => self.row = 0,
            Action::Last => self.row = self.rows.len() - 1,
            // On an area or the whole there is one column only.
            Action::Left | Action::Right if !matches!(self.rows[self.row], Row::Commitment(_)) => {}
            Action::Left => self.column = self.column.saturating_sub(1),
            Action::Right => self.column = (self.column + 1).min(self.questions),
            _ => return false,
        }
        true
    }

    fn step(&mut self, by: isize) {
        self.row = moved(self.row, by, self.rows.len());
    }
}
