//! Handing a round in: what goes out is said first, then where its file lies; after opening, one's own answers beside
//! how many gave what.
//!
//! Invariant: nothing goes out but by an Enter given on the sheet that says what does.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::tui::panel_desk::Outgoing;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::paragraph::Scroll;
use crate::tui::widget::paragraph::hanging;

/// Widest line of a sentence.
const MEASURE: usize = 90;

/// A line, with what stands before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What stands before it, not wrapped.
    pub head: String,
    /// Its words.
    pub text: String,
}

/// What Enter does.
enum Next {
    Closes,
    HandsIn(Outgoing, bool),
    Opens(Option<Box<HandInSheet>>),
}

/// The sheet.
pub struct HandInSheet {
    title: String,
    rows: Vec<Row>,
    next: Next,
    scroll: Scroll,
}

impl HandInSheet {
    /// Says something; Enter goes back.
    pub fn told(title: impl Into<String>, rows: Vec<Row>) -> Self {
        Self { title: title.into(), rows, next: Next::Closes, scroll: Scroll::default() }
    }

    /// Says what goes out; Enter hands it in, or writes again what was handed in.
    pub fn asks(round: u32, again: bool, rows: Vec<Row>, out: Outgoing) -> Self {
        let title = if again { format!("Round {round} is handed in") } else { format!("Hand in round {round}?") };
        Self { title, rows, next: Next::HandsIn(out, again), scroll: Scroll::default() }
    }

    /// Shows a round that was opened; Enter goes on to handing in the next, where that can be done.
    pub fn spread(round: u32, rows: Vec<Row>, next: Option<Box<HandInSheet>>) -> Self {
        let title = format!("Round {round}, opened: your answers and the panel's");
        Self { title, rows, next: Next::Opens(next), scroll: Scroll::default() }
    }

    fn lines(&self, ui: &Ui<'_>, width: usize) -> Vec<Line<'static>> {
        let (dim, text) = (ui.theme.style(Role::Dim), ui.theme.style(Role::Text));
        let width = width.clamp(1, MEASURE);
        self.rows.iter().flat_map(|row| hanging(&ui.line(&row.head), &row.text, width, dim, text)).collect()
    }

    fn enter(&mut self) -> Reply {
        match &mut self.next {
            Next::Closes => Reply::close(),
            Next::HandsIn(out, _) => Reply::ask(Request::HandIn(out.clone())),
            Next::Opens(next) => match next.take() {
                Some(sheet) => Reply::close_with(vec![Request::Open(sheet)]),
                None => Reply::close(),
            },
        }
    }
}

impl Sheet for HandInSheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        match action {
            Action::Back | Action::HandIn | Action::Left => Reply::close(),
            Action::Open => self.enter(),
            _ => {
                let lines = self.lines(ui, usize::from(ui.size.0.saturating_sub(2))).len();
                match self.scroll.act(action, lines, super::ask::least_rows(ui)) {
                    true => Reply::done(),
                    false => Reply::ignored(),
                }
            }
        }
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        let mut hints = match &self.next {
            Next::Closes | Next::Opens(None) => vec![(Action::Back, "back")],
            Next::HandsIn(_, false) => vec![(Action::Open, "hand it in"), (Action::Back, "not now")],
            Next::HandsIn(_, true) => vec![(Action::Open, "write the file again"), (Action::Back, "back")],
            Next::Opens(Some(_)) => vec![(Action::Open, "hand in the next round"), (Action::Back, "back")],
        };
        hints.extend([(Action::Menu, "menu"), (Action::PageDown, "on")]);
        hints
    }

    fn title(&self, _ui: &Ui<'_>) -> String {
        self.title.clone()
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        u16::try_from(self.lines(ui, usize::from(width)).len()).unwrap_or(u16::MAX)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let lines = self.lines(ui, usize::from(area.width));
        self.scroll.draw(&lines, area, buf, ui.theme.style(Role::Text))
    }
}
