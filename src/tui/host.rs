//! Opens sessions for the workbench: the first one, the same one again after another window let go, and
//! those of other members of this machine.
//!
//! Uses the doors of `review::open`. Invariant: what a member is told on opening is said in plain words.

use std::path::PathBuf;
use std::time::Duration;

use jiff::tz::TimeZone;

use crate::model::moment::Moment;
use crate::model::session::MemberRef;
use crate::panel::opened::OpenedPanel;
use crate::panel::taking::take;
use crate::review::editing::EditDesk;
use crate::review::edition::EditionChange;
use crate::review::handed_out::PanelFile;
use crate::review::handed_out::doubts;
use crate::review::handed_out::reads_of;
use crate::review::open::OpenedReview;
use crate::review::open::OpenedSession;
use crate::review::open::Purpose;
use crate::review::open::begin;
use crate::review::open::open_session;
use crate::review::queue::Arrangement;
use crate::review::tally::progress;
use crate::review::words::plural;
use crate::review::workspace::Context;
use crate::review::workspace::Machine;
use crate::review::workspace::Workspace;
use crate::store::last_used;
use crate::store::sessions;
use crate::tui::app::AppOptions;
use crate::tui::draft::DRAFTS;
use crate::tui::panel_desk::PanelDesk;
use crate::tui::recent::Recent;
use crate::tui::resume::AT;
use crate::tui::resume::QUEUE;
use crate::tui::resume::decode_queue;
use crate::tui::run::Host;
use crate::tui::run::Opening;
use crate::tui::theme::ThemeName;
use crate::tui::view::meeting::MeetingView;

/// How long a window that holds the session may take to let go.
const PATIENCE: Duration = Duration::from_secs(5);
/// Why a workbench opened to look does not begin to write.
const ONLY_READS: &str = "This workbench was opened with --read-only. Leave it and start it without that to go on.";

/// Where sessions come from.
pub struct SessionHost {
    review: OpenedReview,
    path: PathBuf,
    /// Opened to look: no session is opened to be changed from here.
    looks: bool,
    data: PathBuf,
    theme: Option<ThemeName>,
    color: bool,
    zone: TimeZone,
    panel: Option<PanelFile>,
    meeting: Option<OpenedPanel>,
}

impl SessionHost {
    /// Remembers where a session was opened from. Without colour the theme is `mono`, whatever was asked for.
    pub fn new(session: &OpenedSession, data: PathBuf, theme: Option<ThemeName>, color: bool) -> Self {
        Self {
            review: session.review.clone(),
            path: session.path.clone(),
            looks: session.purpose == Purpose::Look,
            data,
            theme,
            color,
            zone: TimeZone::system(),
            panel: None,
            meeting: None,
        }
    }

    /// The same with a panel whose lists hand out what is to be read.
    #[must_use]
    pub fn of_panel(mut self, panel: Option<PanelFile>) -> Self {
        self.panel = panel;
        self
    }

    /// The same with a panel at its meeting.
    #[must_use]
    pub fn meeting(mut self, panel: Option<OpenedPanel>) -> Self {
        self.meeting = panel;
        self
    }

    /// Makes a session ready for the workbench.
    pub fn opening(&self, mut session: OpenedSession, first_time: bool, notices: &[String]) -> Opening {
        let mut told = notices.to_vec();
        if let Some(PanelFile { panel, .. }) = self.panel.as_ref().filter(|_| session.workspace.read_only().is_none()) {
            match take(&mut session.workspace, panel) {
                Ok(opened) => told.extend(opened),
                Err(error) => told.push(error.to_string()),
            }
        }
        let unsettled = session.edition.as_ref().is_some_and(EditionChange::leaves_something);
        if told.is_empty() && !first_time {
            told.extend(coming_back(&session.workspace, &self.zone));
        }
        let (catalog, member) = (session.workspace.catalog(), session.workspace.member());
        let state = session.workspace.state();
        let reads = self.panel.as_ref().map(|file| reads_of(&file.panel, catalog.review().id, member, state));
        let reads = reads.unwrap_or_default();
        // Before what is only pleasant to know: a line has its end.
        told.splice(0..0, self.panel.iter().flat_map(|file| doubts(&file.panel, catalog, &reads)));
        let options = AppOptions {
            theme: self.theme_for(&session),
            zone: self.zone.clone(),
            practice: session.review.is_practice(),
            greeting: (!told.is_empty()).then(|| told.join(" ")),
            banner: self.banner(&session),
            place: session.place.get(AT).cloned(),
            arranged: session.place.get(QUEUE).map(|kept| decode_queue(kept)).unwrap_or_default(),
            first_start: first_time,
        };
        let drafts = session.place.get(DRAFTS).cloned();
        Opening {
            reads,
            panel: PanelDesk { file: self.panel.clone(), origin: session.review.origin.clone() },
            workspace: session.workspace,
            saving: session.saving,
            options,
            unsettled,
            drafts,
            editing: None,
            meeting: self.meeting.clone().map(|panel| (panel, session.place.get(MeetingView::kept_under()).cloned())),
        }
    }

    fn theme_for(&self, session: &OpenedSession) -> ThemeName {
        if !self.color {
            return ThemeName::Mono;
        }
        let kept = || session.place.get("theme").and_then(|name| ThemeName::named(name));
        self.theme.or_else(kept).unwrap_or_default()
    }

    fn banner(&self, session: &OpenedSession) -> Option<String> {
        if let Some(holder) = &session.held {
            let since = holder.since.timestamp().to_zoned(self.zone.clone()).strftime("%H:%M");
            return Some(format!(
                "Open in another window since {since}. T continues here; the other then only reads, nothing is lost."
            ));
        }
        session.workspace.read_only().map(str::to_owned)
    }

    fn known_members(&self) -> Vec<(uuid::Uuid, String)> {
        let id = self.review.catalog.review().id;
        let Ok(listing) = sessions::list(&self.data) else { return Vec::new() };
        listing
            .sessions
            .into_iter()
            .filter(|session| session.review.id == id)
            .map(|session| {
                let id = session.member.id;
                (id, session.member.name.unwrap_or_else(|| format!("member {}", short(id))))
            })
            .collect()
    }

    fn open(&self, path: PathBuf, purpose: Purpose) -> Result<Opening, String> {
        let session =
            open_session(&self.review, &path, purpose, Box::new(Machine)).map_err(|error| error.to_string())?;
        let mut notices = session.warnings.clone();
        notices.extend(session.edition.iter().flat_map(|change| change.told()));
        Ok(self.opening(session, false, &notices))
    }
}

/// A member without a name, by the last digits of the id: the first ones are the time it was made, and alike.
fn short(id: uuid::Uuid) -> String {
    id.simple().to_string()[24..].to_owned()
}

/// Where the review itself is edited there are no members and no sessions.
pub struct EditHost;

impl EditHost {
    /// Makes a review ready to be edited.
    pub fn opening(session: OpenedSession, editing: EditDesk, theme: ThemeName, notices: &[String]) -> Opening {
        let options = AppOptions {
            theme,
            zone: TimeZone::system(),
            practice: false,
            greeting: (!notices.is_empty()).then(|| notices.join(" ")),
            banner: None,
            place: None,
            arranged: Arrangement::default(),
            first_start: false,
        };
        Opening {
            workspace: session.workspace,
            saving: session.saving,
            options,
            unsettled: false,
            drafts: None,
            reads: Vec::new(),
            panel: PanelDesk::default(),
            editing: Some(editing),
            meeting: None,
        }
    }
}

const NO_MEMBERS: &str = "The review itself is edited here; members work on it without --edit.";

impl Host for EditHost {
    fn members(&mut self) -> Vec<(uuid::Uuid, String)> {
        Vec::new()
    }

    fn take_over(&mut self) -> Result<Opening, String> {
        Err(NO_MEMBERS.to_owned())
    }

    fn switch_member(&mut self, _: uuid::Uuid) -> Result<Opening, String> {
        Err(NO_MEMBERS.to_owned())
    }

    fn new_member(&mut self, _: &str) -> Result<Opening, String> {
        Err(NO_MEMBERS.to_owned())
    }
}

impl Host for SessionHost {
    fn members(&mut self) -> Vec<(uuid::Uuid, String)> {
        self.known_members()
    }

    fn recent(&mut self, member: uuid::Uuid) -> Recent {
        let (used, _) = last_used::read(&self.data);
        let review = self.review.catalog.review().id;
        Recent::of(used.recent(member, review).to_vec(), used.searched(member, review).to_vec())
    }

    fn keep_recent(&mut self, member: uuid::Uuid, recent: &Recent) {
        let review = self.review.catalog.review().id;
        // Convenience only, and there is no screen any more to say so on.
        let _ = last_used::remember_recent(&self.data, member, review, recent.names(), recent.queries());
    }

    fn review_file(&self) -> Option<PathBuf> {
        self.review.indexed_file()
    }

    fn take_over(&mut self) -> Result<Opening, String> {
        if self.looks {
            return Err(ONLY_READS.to_owned());
        }
        self.open(self.path.clone(), Purpose::TakeOver { patience: PATIENCE })
    }

    fn switch_member(&mut self, member: uuid::Uuid) -> Result<Opening, String> {
        let path = sessions::session_path(&self.data, self.review.catalog.review().id, member);
        let opening = self.open(path.clone(), if self.looks { Purpose::Look } else { Purpose::Work })?;
        self.path = path;
        Ok(opening)
    }

    fn new_member(&mut self, name: &str) -> Result<Opening, String> {
        if self.looks {
            return Err(ONLY_READS.to_owned());
        }
        let member = MemberRef { id: Machine.new_id(), name: Some(name.trim().to_owned()) };
        let path = begin(&self.review, &self.data, member, &mut Machine).map_err(|error| error.to_string())?;
        let opening = self.open(path.clone(), Purpose::Work)?;
        self.path = path;
        Ok(opening)
    }
}

/// "yesterday: 14 rated, 22 open", where something was said before.
fn coming_back(ws: &Workspace, zone: &TimeZone) -> Option<String> {
    let last = ws.history().entries().last()?.at;
    let at = progress(ws.catalog(), ws.state(), ws.read());
    let open = at.cells.saturating_sub(at.rated + at.abstained);
    let left = match (at.unconfirmed, at.lost) {
        (0, 0) => String::new(),
        (confirm, 0) => format!(" {confirm} to confirm (g u)."),
        (0, lost) => format!(" {} without a place in this edition (g u).", plural(lost, "passage", "passages")),
        (confirm, lost) => {
            let passages = plural(lost, "passage", "passages");
            format!(" {confirm} to confirm, {passages} without a place in this edition (g u).")
        }
    };
    Some(format!("{}: {} rated, {open} open.{left}", day(last, Machine.now(), zone), at.rated))
}

/// A day in a word where there is one.
fn day(at: Moment, now: Moment, zone: &TimeZone) -> String {
    let date = |moment: Moment| moment.timestamp().to_zoned(zone.clone()).date();
    let (then, today) = (date(at), date(now));
    if then == today {
        "Earlier today".to_owned()
    } else if today.yesterday().is_ok_and(|yesterday| yesterday == then) {
        "Yesterday".to_owned()
    } else {
        then.strftime("On %e %B").to_string().replace("  ", " ")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_workbench_opened_to_look_does_not_take_a_session_over_for_writing() {
        let folder = tempfile::tempdir().expect("a folder");
        let review = OpenedReview::sample();
        let member = |id| MemberRef { id: uuid::Uuid::from_u128(id), name: None };
        let path = begin(&review, folder.path(), member(7), &mut Machine).expect("begins");
        begin(&review, folder.path(), member(8), &mut Machine).expect("begins");
        let open = |purpose| open_session(&review, &path, purpose, Box::new(Machine)).expect("opens");
        let held = open(Purpose::Work);
        let mut host = SessionHost::new(&open(Purpose::Look), folder.path().to_owned(), None, true);
        for refused in [host.take_over().err(), host.new_member("Ada").err()] {
            assert_eq!(refused.as_deref(), Some(ONLY_READS));
        }
        assert!(!held.saving.is_wanted(), "the other window is not even asked");
        let other = host.switch_member(uuid::Uuid::from_u128(8)).unwrap_or_else(|why| panic!("{why}"));
        assert!(other.workspace.read_only().is_some());
    }

    #[test]
    fn a_list_of_what_to_read_that_does_not_fit_the_review_is_told_in_the_greeting() {
        let folder = tempfile::tempdir().expect("a folder");
        let review = OpenedReview::sample();
        let member = MemberRef { id: uuid::Uuid::from_u128(7), name: None };
        let path = begin(&review, folder.path(), member.clone(), &mut Machine).expect("begins");
        let mut panel = crate::document::fixture::panel();
        panel.review.id = review.catalog.review().id;
        panel.members[1].id = member.id;
        panel.members[1].reads = vec!["DHS0001".into(), "DHS9999".into()];
        let session = open_session(&review, &path, Purpose::Work, Box::new(Machine)).expect("opens");
        let host = SessionHost::new(&session, folder.path().to_owned(), None, true)
            .of_panel(Some(PanelFile { path: folder.path().join("panel.json"), panel }));
        let greeting = host.opening(session, false, &[]).options.greeting.expect("something is told");
        assert!(greeting.starts_with("Handed out to you but not in this review: DHS9999."), "{greeting}");
        assert!(greeting.contains("made for another edition"), "{greeting}");
    }

    #[test]
    fn members_made_in_one_minute_are_told_apart() {
        let made = |text: &str| short(text.parse().expect("an id"));
        let one = made("01a2152e-4d01-7aaa-8123-0123456789ab");
        assert_eq!(one, "456789ab");
        assert_ne!(one, made("01a2152e-4d02-7aaa-8123-0123fedcba98"));
    }

    #[test]
    fn a_day_is_told_by_its_word_on_the_members_own_calendar() {
        let now = "2026-11-21T09:00:00.000Z".parse().expect("a moment");
        let utc = TimeZone::UTC;
        for (at, word) in [
            ("2026-11-21T00:30:00.000Z", "Earlier today"),
            ("2026-11-20T23:59:00.000Z", "Yesterday"),
            ("2026-11-03T12:00:00.000Z", "On 3 November"),
        ] {
            assert_eq!(day(at.parse().expect("a moment"), now, &utc), word);
        }
    }
}
