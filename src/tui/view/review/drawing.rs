//! Draws the review view: its panes with their titles. Reads only.

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::import::filed::is_filed_passage;
use crate::model::evidence::Evidence;
use crate::model::ids::Subject;
use crate::tui::layout::Panes;
use crate::tui::pane::reader::Marking;
use crate::tui::pane::reader::Reading;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;
use crate::tui::view::review::ReviewView;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;

/// What an item is called above its text: a key made up for a passage says nothing to people.
fn name_of(item: &Evidence) -> String {
    if is_filed_passage(item) { "Filed passage".to_owned() } else { item.id.to_string() }
}

impl ReviewView {
    /// Draws the panes and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, marking: Option<&Marking>) -> Option<Position> {
        let focus = if marking.is_some() { Focus::Reader } else { self.focus };
        let panes = Panes::of(area, focus, self.zoomed);
        let mut cursor = None;
        if let Some(rect) = panes.grid {
            let focused = focus == Focus::Grid;
            let inner = panes.frame(ui, rect, buf, "Commitments", focused);
            let at = self.grid.draw(ui, inner, buf, focused);
            cursor = if focused { at } else { cursor };
        }
        if let Some(rect) = panes.list {
            let focused = focus == Focus::List;
            let title = self.list_title(ui);
            let inner = panes.frame(ui, rect, buf, &title, focused);
            let at = self.draw_list(ui, inner, buf, focused);
            cursor = if focused { at } else { cursor };
        }
        if let Some(rect) = panes.reader {
            let focused = focus == Focus::Reader;
            let inner = panes.frame(ui, rect, buf, &self.reader_title(ui), focused);
            let shown = marking.filter(|marking| self.shows(ui, marking));
            let at = self.reader.draw(ui, inner, buf, focused, shown);
            cursor = if focused { at } else { cursor };
        }
        if let Some(rect) = panes.notes {
            let focused = focus == Focus::Notes;
            let title = match self.reader.reading() {
                Some(Reading::Source(_)) => "What cites it",
                _ => "Notes of this item",
            };
            let inner = panes.frame(ui, rect, buf, title, focused);
            let at = self.notes.draw(ui, inner, buf, focused);
            cursor = if focused { at } else { cursor };
        }
        cursor
    }

    fn shows(&self, ui: &Ui<'_>, marking: &Marking) -> bool {
        self.reader.marked_in(ui).as_ref() == Some(&marking.text)
    }

    fn list_title(&self, ui: &Ui<'_>) -> String {
        let catalog = ui.ws.catalog();
        match self.subject() {
            Subject::Cell(cell) => {
                let question = catalog.question(&cell.question).map_or("", |question| question.label.as_str());
                let commitment = catalog.commitment(&cell.commitment).map_or("", |c| c.label.as_str());
                format!("{cell} {question} \u{b7} {commitment}")
            }
            subject => {
                let word = crate::review::words::subject_word(catalog.review(), subject);
                format!("{word}, as a whole")
            }
        }
    }

    fn draw_list(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>, focused: bool) -> Option<Position> {
        if area.height == 0 {
            return None;
        }
        let header = Line::from(ui.span(&self.list.header(ui), Role::Dim));
        crate::tui::widget::line::put(buf, area, 0, &header, ui.theme.style(Role::Text));
        let rows = Rect { y: area.y + 1, height: area.height - 1, ..area };
        self.list.draw(ui, rows, buf, focused)
    }

    fn reader_title(&self, ui: &Ui<'_>) -> String {
        match self.reader.reading() {
            Some(Reading::Item(at)) => {
                let (n, of) = self.list.position();
                match ui.ws.catalog().item(*at).map(|item| name_of(&item)) {
                    Some(name) if of > 0 => format!("{name} \u{b7} item {n} of {of}"),
                    Some(name) => name,
                    None => String::new(),
                }
            }
            Some(Reading::Source(id)) => format!("Source {id}"),
            None => "Text".to_owned(),
        }
    }
}
