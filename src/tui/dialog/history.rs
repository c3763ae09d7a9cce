//! The history of acts, newest first: what was done, when, and what was taken back.
//!
//! Invariant: taking back and restoring change no line's place, so the cursor stays on its act.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::ids::ActId;
use crate::model::moment::Moment;
use crate::review::words::Spot;
use crate::review::workspace::Workspace;
use crate::tui::dialog::narrow::MOST_ROWS;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::sheet::Sheet;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::both_ends;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;

/// One act as the list shows it.
struct Row<'a> {
    id: ActId,
    words: &'a str,
    spot: &'a Spot,
    stands: bool,
}

/// The sheet.
pub struct HistorySheet {
    cursor: usize,
    window: Window,
}

impl HistorySheet {
    /// Opens on the newest act that stands.
    pub fn new(ui: &Ui<'_>) -> Self {
        let mut sheet = Self { cursor: 0, window: Window::default() };
        sheet.put_on(ui.ws.history().undone().len(), ui);
        sheet
    }

    fn put_on(&mut self, at: usize, ui: &Ui<'_>) {
        self.cursor = moved(at, 0, len(ui.ws));
        self.window.follow(self.cursor, len(ui.ws), MOST_ROWS);
    }

    fn go(&self, ui: &Ui<'_>) -> Reply {
        match row(ui.ws, self.cursor) {
            None => Reply::mistake("Nothing has been done yet. Esc goes back."),
            Some(row) => match place_of(row.spot) {
                Some(place) => Reply::close_with(vec![Request::Go(place)]),
                None => Reply::mistake("That has no place of its own to go to."),
            },
        }
    }
}

fn len(ws: &Workspace) -> usize {
    ws.history().undone().len() + ws.history().done().len()
}

/// The act at a line: first what was taken back, the newest of it first, then what stands.
fn row(ws: &Workspace, at: usize) -> Option<Row<'_>> {
    let (undone, done) = (ws.history().undone(), ws.history().done());
    if let Some(act) = undone.get(at) {
        return Some(Row { id: act.id, words: &act.words, spot: &act.spot, stands: false });
    }
    let act = done.iter().rev().nth(at - undone.len())?;
    Some(Row { id: act.id, words: &act.words, spot: &act.spot, stands: true })
}

fn time_of(ws: &Workspace, id: ActId) -> Option<Moment> {
    ws.history().entries().iter().rev().find(|entry| entry.id == id).map(|entry| entry.at)
}

/// Where an act can be seen.
pub fn place_of(spot: &Spot) -> Option<Place> {
    match spot {
        Spot::Subject(subject) => Some(Place::Grid(subject.clone())),
        Spot::Evidence(item, under) => Some(Place::Item { item: item.clone(), under: under.clone(), at: None }),
        Spot::InSource(id, at) => Some(Place::InSource { source: id.clone(), at: *at }),
        Spot::Source(id) => Some(Place::Source(id.clone())),
        Spot::Triage(id) | Spot::Alike(id) => Some(Place::Triage { source: id.clone(), at: None }),
        Spot::Footnote(number) => Some(Place::Footnote(*number)),
        Spot::Tag(id) => Some(Place::Tag(id.clone())),
        Spot::Nowhere => None,
    }
}

impl Sheet for HistorySheet {
    fn scope(&self) -> Scope {
        Scope::Sheet
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let len = len(ui.ws);
        let page = isize::try_from(MOST_ROWS).unwrap_or(1);
        let to = match action {
            Action::Open | Action::Keep => return self.go(ui),
            Action::Back | Action::DropIt | Action::GoHistory => return Reply::close(),
            Action::Undo => return Reply::ask(Request::Undo),
            Action::Redo => return Reply::ask(Request::Redo),
            Action::Up => moved(self.cursor, -1, len),
            Action::Down => moved(self.cursor, 1, len),
            Action::PageUp => moved(self.cursor, -page, len),
            Action::PageDown => moved(self.cursor, page, len),
            Action::First => 0,
            Action::Last => len,
            _ => return Reply::ignored(),
        };
        self.put_on(to, ui);
        Reply::done()
    }

    fn hints(&self, _ui: &Ui<'_>) -> Vec<(Action, &'static str)> {
        vec![
            (Action::Open, "go there"),
            (Action::Back, "back"),
            (Action::Menu, "menu"),
            (Action::Undo, "take back"),
            (Action::Redo, "restore"),
        ]
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        format!(
            "History, newest first (Enter goes there, {} takes back)",
            ui.keys.key_for(Scope::Sheet, Action::Undo).unwrap_or(":")
        )
    }

    fn height(&self, ui: &Ui<'_>, _width: u16) -> u16 {
        u16::try_from(len(ui.ws).clamp(1, MOST_ROWS)).unwrap_or(1)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        let plain = ui.theme.style(Role::Text);
        let len = len(ui.ws);
        if len == 0 {
            put(buf, area, 0, &Line::from(ui.span("Nothing has been done yet.", Role::Dim)), plain);
        }
        let mut cursor = Position::new(area.x, area.y);
        let top = self.window.top_for(self.cursor, len, usize::from(area.height));
        for (y, at) in (0..area.height).zip(top..len) {
            let Some(row) = row(ui.ws, at) else { break };
            let (words, role) = match row.stands {
                true => (row.words.to_owned(), Role::Text),
                false => (format!("taken back: {}", row.words), Role::Dim),
            };
            let time = time_of(ui.ws, row.id).map_or(String::new(), |at| ui.day_and_clock(at));
            let line = both_ends(vec![ui.span(&words, role)], vec![ui.span(&time, Role::Dim)], usize::from(area.width));
            put(buf, area, y, &line, plain);
            if at == self.cursor {
                buf.set_style(Rect { y: area.y + y, height: 1, ..area }, ui.theme.style(Role::Selected));
                cursor.y = area.y + y;
            }
        }
        Some(cursor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::rating::Rating;
    use crate::review::fixture::quote;
    use crate::tui::fixture::Stage;
    use crate::tui::fixture::only;

    fn stage() -> Stage {
        let mut stage = Stage::default();
        stage.rate("1A", Rating::Good, None);
        stage.rate("1B", Rating::Inadequate, None);
        stage
    }

    #[test]
    fn acts_stand_newest_first_in_words_with_their_time() {
        let stage = stage();
        let drawn = stage.drawn(&HistorySheet::new(&stage.ui()));
        let rows: Vec<&str> = drawn.lines().skip(1).collect();
        assert!(rows[0].starts_with("1B inadequate") && rows[0].ends_with("21 Nov 2026 09:30"), "{drawn}");
        assert!(rows[1].starts_with("1A good"), "{drawn}");
    }

    #[test]
    fn enter_goes_where_the_act_can_be_seen() {
        let stage = stage();
        let mut sheet = HistorySheet::new(&stage.ui());
        sheet.act(Action::Down, &stage.ui());
        let reply = sheet.act(Action::Open, &stage.ui());
        assert!(reply.close);
        assert!(matches!(only(reply), Request::Go(Place::Grid(subject)) if subject.to_string() == "1A"));
    }

    #[test]
    fn what_was_taken_back_stays_in_its_place_and_says_so() {
        let mut stage = stage();
        let mut sheet = HistorySheet::new(&stage.ui());
        let reply = sheet.act(Action::Undo, &stage.ui());
        assert!(!reply.close);
        assert!(matches!(only(reply), Request::Undo));
        stage.ws.undo().expect("undoes");
        let drawn = stage.drawn(&sheet);
        assert!(drawn.lines().nth(1).is_some_and(|row| row.starts_with("taken back: 1B inadequate")), "{drawn}");
        assert!(drawn.lines().nth(2).is_some_and(|row| row.starts_with("1A good")), "{drawn}");
    }

    #[test]
    fn a_passage_is_told_by_its_tag_and_place_and_not_by_its_text() {
        let mut stage = stage();
        let passage = quote(&mut stage.ws, 3, 28..38, "1B");
        stage.ws.apply(&crate::model::act::Act::Mark { quote: Box::new(passage) }).expect("marks");
        let drawn = stage.drawn(&HistorySheet::new(&stage.ui()));
        assert!(drawn.contains("tag funding"), "{drawn}");
        assert!(!drawn.contains("secretword"), "{drawn}");
    }

    #[test]
    fn with_nothing_done_it_says_so() {
        let stage = Stage::default();
        let mut sheet = HistorySheet::new(&stage.ui());
        assert!(stage.drawn(&sheet).contains("Nothing has been done yet."));
        assert!(!sheet.act(Action::Open, &stage.ui()).close);
    }
}
