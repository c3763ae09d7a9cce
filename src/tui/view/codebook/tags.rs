//! The tags: each with its digit, under its parent, and how often it is used.
//!
//! Uses the session to read and the widgets. Invariant: the cursor stays on its tag wherever the tag moves.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::model::codebook::Tag;
use crate::model::ids::TagId;
use crate::review::state::State;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::count::Count;
use crate::tui::view::codebook::count::Under;
use crate::tui::view::codebook::count::counts;
use crate::tui::view::codebook::count::tree;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::Span;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// Cells of a number in a row.
const NUMBER: usize = 4;

/// The cursor over the tags.
#[derive(Debug, Clone, Default)]
pub(super) struct Tags {
    /// The tag it stands on.
    on: Option<TagId>,
    /// Its row, for when the tag goes.
    row: usize,
    window: Window,
}

impl Tags {
    /// The row it stands on now.
    fn place(&self, state: &State) -> usize {
        let rows = tree(&state.codebook);
        let found = rows.iter().position(|(at, _)| Some(&state.codebook[*at].id) == self.on.as_ref());
        found.unwrap_or_else(|| moved(self.row, 0, rows.len()))
    }

    /// The tag it stands on; none where there are none.
    pub(super) fn tag<'a>(&self, state: &'a State) -> Option<&'a Tag> {
        let (at, _) = *tree(&state.codebook).get(self.place(state))?;
        state.codebook.get(at)
    }

    /// Puts it on a tag.
    pub(super) fn go(&mut self, id: &TagId) {
        self.on = Some(id.clone());
    }

    /// Moves it; false where the key means something else.
    pub(super) fn act(&mut self, action: Action, state: &State, page: usize) -> bool {
        let rows = tree(&state.codebook);
        let page = isize::try_from(page.max(1)).unwrap_or(1);
        let at = self.place(state);
        let to = match action {
            Action::Up => moved(at, -1, rows.len()),
            Action::Down => moved(at, 1, rows.len()),
            Action::PageUp => moved(at, -page, rows.len()),
            Action::PageDown => moved(at, page, rows.len()),
            Action::First => 0,
            Action::Last => rows.len().saturating_sub(1),
            _ => return false,
        };
        self.row = to;
        self.on = rows.get(to).map(|(at, _)| state.codebook[*at].id.clone());
        true
    }

    /// Where the tag goes in the codebook to change places with its neighbour; none at the end.
    pub(super) fn place_beside(&self, state: &State, down: bool) -> Option<usize> {
        let tag = self.tag(state)?;
        let book = &state.codebook;
        let at = book.iter().position(|other| other.id == tag.id)?;
        let beside = |other: &usize| book[*other].parent == tag.parent;
        if down { (at + 1..book.len()).find(beside) } else { (0..at).rev().find(beside) }
    }

    /// Keeps the cursor in view and remembers its row.
    pub(super) fn settle(&mut self, state: &State, height: u16) {
        self.row = self.place(state);
        self.on = self.tag(state).map(|tag| tag.id.clone());
        self.window.follow(self.row, state.codebook.len(), usize::from(height));
    }

    /// Draws the rows in view below a heading and says where the cursor stands.
    pub(super) fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        let state = ui.ws.state();
        let columns = Columns::new(ui, usize::from(area.width));
        put(buf, area, 0, &columns.heading(ui), ui.theme.style(Role::Text));
        let rows = tree(&state.codebook);
        let all = counts(state, ui.ws.catalog(), &Under::default());
        let place = self.place(state);
        let height = usize::from(area.height.saturating_sub(1));
        let top = self.window.top_for(place, rows.len(), height);
        let mut found = None;
        for (row, (at, depth)) in rows.iter().enumerate().skip(top).take(height) {
            let y = u16::try_from(row - top + 1).unwrap_or(u16::MAX);
            put(buf, area, y, &columns.line(ui, &state.codebook[*at], *depth, &all[*at]), ui.theme.style(Role::Text));
            if row == place {
                let role = if focused { Role::Selected } else { Role::SelectedElsewhere };
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(role));
                found = Some(Position::new(area.x, area.y + y));
            }
        }
        found
    }
}

/// How much of the counts a width has room for.
struct Columns {
    cells: usize,
    stances: bool,
    questions: bool,
}

impl Columns {
    fn new(ui: &Ui<'_>, cells: usize) -> Self {
        let questions = ui.ws.catalog().review().questions.len() * NUMBER;
        Self { cells, stances: cells >= 44, questions: cells >= 60 + questions }
    }

    fn heading(&self, ui: &Ui<'_>) -> Line<'static> {
        let mut right = format!("{:>NUMBER$}", "all");
        if self.stances {
            right.push_str("  yes  no both back");
        }
        if self.questions {
            for question in &ui.ws.catalog().review().questions {
                right.push_str(&format!("{:>NUMBER$}", ui.line(question.id.as_str())));
            }
        }
        both_ends(vec![ui.span("  tag", Role::Dim)], vec![ui.span(&right, Role::Dim)], self.cells)
    }

    fn line(&self, ui: &Ui<'_>, tag: &Tag, depth: usize, count: &Count) -> Line<'static> {
        let number = |count: usize, cells: usize| match count {
            0 => format!("{:>cells$}", "\u{b7}"),
            count => format!("{count:>cells$}"),
        };
        let mut right = number(count.passages, NUMBER);
        if self.stances {
            right.push_str(&number(count.yes, 5));
            right.push_str(&number(count.no, 4));
            right.push_str(&number(count.both, 5));
            right.push_str(&number(count.background, 5));
        }
        if self.questions {
            right.extend(count.questions.iter().map(|&count| number(count, NUMBER)));
        }
        let digit = tag.digit.map_or_else(|| " ".to_owned(), |digit| digit.to_string());
        let left = vec![
            Span::styled(format!("{digit} {}", "  ".repeat(depth)), ui.theme.style(Role::Key)),
            Span::styled(ui.line(&tag.label), ui.theme.tag(tag.color)),
        ];
        both_ends(left, vec![Span::styled(right, ui.theme.style(Role::Text))], self.cells)
    }
}
