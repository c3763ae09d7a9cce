//! The meeting: what the app does for the view that shows it.

use crate::keys::action::Action;
use crate::panel::opened::OpenedPanel;
use crate::tui::app::App;
use crate::tui::dialog::hand_in::HandInSheet;
use crate::tui::dialog::hand_in::Row;
use crate::tui::request::ViewName;

impl App {
    /// Begins a meeting over a round that was opened, with what was set aside before: the session is the panel's
    /// record. Records in `panel` are those of other keepers.
    pub fn meet(&mut self, panel: OpenedPanel, aside: Option<&str>) {
        let rule = self.ws.rollup().rule().clone();
        self.meeting.begin(panel, rule, aside);
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

    /// Why something is not done while the session is a panel's record: in it nothing is answered but by an agreement,
    /// and it is no member's.
    pub(crate) fn is_not_for_a_record(&self, action: Action) -> Option<String> {
        if !self.meeting.is_begun() {
            return None;
        }
        let meeting = self.key_of(Action::GoMeeting);
        match action {
            Action::Rate | Action::Clear => {}
            Action::HandIn => {
                return Some("This is the panel's record: members hand in from their own workbench.".to_owned());
            }
            Action::SwitchMember => {
                return Some("This is the panel's record. Leave the meeting to go on as a member.".to_owned());
            }
            _ if action.rung().is_some() => {}
            _ => return None,
        }
        Some(format!("This is the panel's record: {meeting} goes to the meeting, where a digit settles a question."))
    }

    /// Shows how far members agreed, once that was computed. Where something else is being done by then it is dropped:
    /// no sheet comes between what is typed, and nothing onto a blank screen.
    pub(crate) fn show_agreement(&mut self) {
        if self.view != ViewName::Meeting || !self.sheets.is_empty() || self.meeting.is_blank() {
            return self.meeting.forget_agreement();
        }
        let Some(lines) = self.meeting.collect() else { return };
        let rows = lines.into_iter().map(|text| Row { head: String::new(), text }).collect();
        self.push_sheet(Box::new(HandInSheet::told("How far members agreed before they talked", rows)));
        self.status = None;
    }
}
