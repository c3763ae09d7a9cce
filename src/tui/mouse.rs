//! Click and wheel, where the member turned the mouse on.

use crossterm::event::MouseButton;
use crossterm::event::MouseEvent;
use crossterm::event::MouseEventKind;

use crate::keys::action::Action;
use crate::tui::app::App;
use crate::tui::request::ViewName;

impl App {
    /// The wheel moves as the arrows do; a click puts the cursor where it points.
    pub fn mouse(&mut self, event: MouseEvent) {
        match event.kind {
            MouseEventKind::ScrollDown => self.perform(Action::Down),
            MouseEventKind::ScrollUp => self.perform(Action::Up),
            MouseEventKind::Down(MouseButton::Left) if self.view == ViewName::Review && self.sheets.is_empty() => {
                let look = self.look();
                let parts = self.parts(&look);
                self.review.click(&look.ui(&self.ws), parts.body, event.column, event.row);
            }
            MouseEventKind::Down(MouseButton::Left) if self.view == ViewName::Triage && self.sheets.is_empty() => {
                let look = self.look();
                let parts = self.parts(&look);
                self.triage.click(&look.ui(&self.ws), parts.body, event.column, event.row);
            }
            _ => return,
        }
        self.settle();
    }
}
