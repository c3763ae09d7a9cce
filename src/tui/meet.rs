//! The meeting: what the app does for the view that shows it.

use crate::panel::opened::OpenedPanel;
use crate::tui::app::App;
use crate::tui::dialog::hand_in::HandInSheet;
use crate::tui::dialog::hand_in::Row;
use crate::tui::request::ViewName;

impl App {
    /// Begins a meeting over a round that was opened: the session is the panel's record.
    pub fn meet(&mut self, panel: OpenedPanel, aside: Option<&str>) {
        self.meeting.begin(panel, aside);
        if let Some(subject) = self.options.place.as_deref().and_then(crate::tui::resume::decode) {
            self.jump(&subject);
        }
        self.view = ViewName::Meeting;
        self.settle();
    }

    /// What was set aside is kept with the session, for the next time.
    pub(crate) fn keep_aside(&mut self) {
        if self.meeting.is_begun() {
            let (name, kept) = self.meeting.kept();
            self.ws.set_place(name, &kept);
        }
    }

    /// Shows how far members agreed, once that was computed.
    pub(crate) fn show_agreement(&mut self) {
        let Some(lines) = self.meeting.collect() else { return };
        let rows = lines.into_iter().map(|text| Row { head: String::new(), text }).collect();
        self.push_sheet(Box::new(HandInSheet::told("How far members agreed before they talked", rows)));
        self.status = None;
    }
}
