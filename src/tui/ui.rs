//! What panes and sheets see of the rest when they answer or draw: to read, never to change.

use crate::keys::action::Action;
use crate::keys::lookup::Keys;
use crate::keys::table::Scope;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::review::workspace::Workspace;
use crate::text::display::display_line;
use crate::tui::request::ViewName;
use crate::tui::theme::Role;
use crate::tui::theme::Theme;
use crate::tui::widget::line::Span;
use crate::tui::worker::Worker;

/// A look at the session and the screen.
#[derive(Clone, Copy)]
pub struct Ui<'a> {
    /// The session.
    pub ws: &'a Workspace,
    /// The keys in use.
    pub keys: &'static Keys,
    /// The styles.
    pub theme: Theme,
    /// Columns and rows of the whole screen.
    pub size: (u16, u16),
    /// The view behind any sheet.
    pub view: ViewName,
    /// The scope behind any sheet.
    pub behind: Scope,
    /// The question or parent at hand.
    pub at_hand: Option<&'a Subject>,
    /// The item at hand, as a place in the review's evidence.
    pub item: Option<usize>,
    /// The time at the last event.
    pub now: Moment,
    /// The member's time zone.
    pub zone: &'a jiff::tz::TimeZone,
    /// Where work is done that no frame waits for.
    pub worker: &'a Worker,
}

impl Ui<'_> {
    /// Stored text on its way to the screen, in a role.
    pub fn span(&self, text: &str, role: Role) -> Span<'static> {
        Span::styled(self.line(text), self.theme.style(role))
    }

    /// Stored text on its way to the screen: one line, nothing that a terminal would act on.
    pub fn line(&self, text: &str) -> String {
        display_line(text).into_string()
    }

    /// A moment on the member's clock: hours and minutes, with seconds.
    pub fn clock(&self, at: Moment) -> String {
        at.timestamp().to_zoned(self.zone.clone()).strftime("%H:%M:%S").to_string()
    }

    /// A moment on the member's calendar and clock.
    pub fn day_and_clock(&self, at: Moment) -> String {
        at.timestamp().to_zoned(self.zone.clone()).strftime("%e %b %Y %H:%M").to_string().trim().to_owned()
    }

    /// The key shown for an action in the scope behind.
    pub fn key(&self, action: Action) -> &'static str {
        self.keys.key_for(self.behind, action).unwrap_or(":")
    }
}
