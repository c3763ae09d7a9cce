//! The workbench without a terminal: takes keys and reports, changes the session through its one
//! door, and draws into a buffer. What it wants of the outside goes out as effects.
//!
//! Invariant: drawing reads; only `handle` and what it calls change anything.

use std::path::PathBuf;
use std::sync::Arc;

use ratatui::layout::Rect;

use crate::import::read::Tools;
use crate::keys::action::Action;
use crate::keys::chord::Chord;
use crate::keys::lookup::Keys;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::moment::Moment;
use crate::model::quote::Quote;
use crate::review::editing::EditDesk;
use crate::review::query::run::Search;
use crate::review::queue::Arrangement;
use crate::review::workspace::Access;
use crate::review::workspace::Workspace;
use crate::tui::dialog::findings::Mark;
use crate::tui::draft::Drafts;
use crate::tui::effect::Effect;
use crate::tui::pane::reader::Reader;
use crate::tui::pane::reader::Reading;
use crate::tui::panel_desk::PanelDesk;
use crate::tui::recent::Recent;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::request::ViewName;
use crate::tui::sheet::Sheet;
use crate::tui::sight::Sight;
use crate::tui::theme::Theme;
use crate::tui::theme::ThemeName;
use crate::tui::trail::Trail;
use crate::tui::ui::Ui;
use crate::tui::view::codebook::Codebook;
use crate::tui::view::meeting::MeetingView;
use crate::tui::view::review::ReviewView;
use crate::tui::view::trace::TraceView;
use crate::tui::view::triage::Triage;
use crate::tui::view::verdicts::Verdicts;
use crate::tui::walk::Walk;
use crate::tui::worker::Worker;

/// How the workbench starts.
#[derive(Debug, Clone)]
pub struct AppOptions {
    /// Which theme.
    pub theme: ThemeName,
    /// The member's time zone.
    pub zone: jiff::tz::TimeZone,
    /// Whether this is the practice review.
    pub practice: bool,
    /// What to say first.
    pub greeting: Option<String>,
    /// A line that stays until what it warns of is over.
    pub banner: Option<String>,
    /// Where the member was, as it was kept.
    pub place: Option<String>,
    /// How the sources in triage were arranged.
    pub arranged: Arrangement,
    /// Whether to show the first steps.
    pub first_start: bool,
}

/// Things as they are for one event or frame, apart from the session.
pub(crate) struct Look {
    keys: &'static Keys,
    theme: Theme,
    size: (u16, u16),
    view: ViewName,
    behind: Scope,
    at_hand: Subject,
    item: Option<usize>,
    now: Moment,
    zone: jiff::tz::TimeZone,
    worker: Worker,
}

impl Look {
    /// Joins it with the session.
    pub(crate) fn ui<'a>(&'a self, ws: &'a Workspace) -> Ui<'a> {
        Ui {
            ws,
            keys: self.keys,
            theme: self.theme,
            size: self.size,
            view: self.view,
            behind: self.behind,
            at_hand: Some(&self.at_hand),
            item: self.item,
            now: self.now,
            zone: &self.zone,
            worker: &self.worker,
        }
    }
}

/// The workbench.
pub struct App {
    pub(crate) ws: Workspace,
    pub(crate) keys: &'static Keys,
    pub(crate) review: ReviewView,
    pub(crate) verdicts: Verdicts,
    pub(crate) codebook: Codebook,
    pub(crate) trace: TraceView,
    pub(crate) meeting: MeetingView,
    /// What documents are read with.
    pub(crate) tools: Tools,
    pub(crate) triage: Triage,
    pub(crate) view: ViewName,
    pub(crate) sheets: Vec<Box<dyn Sheet>>,
    pub(crate) trail: Trail,
    pub(crate) status: Option<Say>,
    pub(crate) offer: Option<Place>,
    pub(crate) options: AppOptions,
    pub(crate) theme: Theme,
    pub(crate) size: (u16, u16),
    pub(crate) now: Moment,
    pub(crate) pending: Vec<Chord>,
    pub(crate) leaving: bool,
    pub(crate) cursor_away: bool,
    pub(crate) mouse: bool,
    pub(crate) last_mark: Option<Quote>,
    /// What of a source's text stands on the screen, and since when.
    pub(crate) sight: Option<Sight>,
    pub(crate) recent: Recent,
    /// The `.plumb` file that the review came from.
    pub(crate) file: Option<PathBuf>,
    pub(crate) search: Option<Arc<Search>>,
    pub(crate) walk: Option<Walk>,
    /// Whether the last jump was to something found.
    pub(crate) walking: bool,
    pub(crate) saved_through: u64,
    pub(crate) saved_at: Option<Moment>,
    pub(crate) trouble: Option<String>,
    pub(crate) effects: Vec<Effect>,
    pub(crate) drafts: Drafts,
    /// Where the member was among what a check found.
    pub(crate) finding: Mark,
    pub(crate) worker: Worker,
    /// Keys that wait for an answer.
    pub(crate) held: Vec<Chord>,
    /// The panel the member sits on.
    pub(crate) panel: PanelDesk,
    /// The review itself is edited, and no session worked on.
    pub(crate) editing: Option<EditDesk>,
}

impl App {
    /// Opens a session on a screen of a size, where the member was.
    pub fn new(mut ws: Workspace, options: AppOptions, size: (u16, u16)) -> Self {
        let now = ws.now();
        let saved_through = ws.history().entries().len() as u64;
        let mut app = Self {
            review: ReviewView::new(&ws),
            verdicts: Verdicts::new(ws.catalog()),
            codebook: Codebook::new(),
            trace: TraceView::default(),
            meeting: MeetingView::default(),
            tools: Tools::default(),
            triage: Triage::new(),
            ws,
            keys: Keys::usual(),
            view: ViewName::Review,
            sheets: Vec::new(),
            trail: Trail::default(),
            status: options.greeting.clone().map(Say::Notice),
            offer: None,
            theme: Theme::new(options.theme),
            size,
            now,
            pending: Vec::new(),
            leaving: false,
            cursor_away: false,
            mouse: false,
            last_mark: None,
            sight: None,
            recent: Recent::default(),
            file: None,
            search: None,
            walk: None,
            walking: false,
            saved_through,
            saved_at: None,
            trouble: None,
            effects: Vec::new(),
            drafts: Drafts::default(),
            finding: Mark::default(),
            worker: Worker::at_once(),
            held: Vec::new(),
            panel: PanelDesk::default(),
            editing: None,
            options,
        };
        app.resume();
        if app.options.first_start {
            app.perform(Action::TipCard);
        }
        app.settle();
        app
    }

    /// The session.
    pub fn workspace(&self) -> &Workspace {
        &self.ws
    }

    /// The key shown for an action in the view at hand.
    pub(crate) fn key_of(&self, action: Action) -> &'static str {
        self.keys.key_for(self.view_scope(), action).unwrap_or(":")
    }

    /// Takes what the secretariat handed out to the member to read: in triage it is what is to be decided about.
    pub fn hand_out(&mut self, sources: Vec<SourceId>) {
        if !sources.is_empty() {
            self.triage.hand_out(&self.ws, sources);
            self.refresh();
            self.settle();
        }
    }

    /// Takes keys that a keys file changed.
    pub fn use_keys(&mut self, keys: &'static Keys) {
        self.keys = keys;
    }

    /// What was chosen last in find-anything.
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// Takes up what was chosen when the program ran last.
    pub fn set_recent(&mut self, recent: Recent) {
        self.recent = recent;
    }

    /// Says which `.plumb` file the review came from: search asks its index.
    pub fn search_in(&mut self, file: Option<PathBuf>) {
        self.file = file;
        // One made before, for a sheet of the first start, would read the whole review.
        self.search = None;
    }

    /// Takes what it wants of the outside since it was last asked.
    pub fn take_effects(&mut self) -> Vec<Effect> {
        std::mem::take(&mut self.effects)
    }

    /// The line said last, for tests and for the plain reader of the screen.
    pub fn said(&self) -> Option<String> {
        self.status.as_ref().map(|say| match say {
            Say::Notice(text) | Say::Mistake(text) => text.clone(),
            Say::Moved(said, follows) => format!("{said}\n{follows}"),
        })
    }

    pub(crate) fn look(&self) -> Look {
        let (at_hand, item) = match self.view {
            ViewName::Review => (self.review.subject().clone(), self.review.item()),
            ViewName::Verdicts => (self.verdicts.subject(self.ws.catalog()), None),
            ViewName::Meeting => (self.meeting.subject().unwrap_or_else(|| self.review.subject()).clone(), None),
            ViewName::Codebook | ViewName::Triage | ViewName::Trace => (self.review.subject().clone(), None),
        };
        Look {
            keys: self.keys,
            theme: self.theme,
            size: self.size,
            view: self.view,
            behind: self.view_scope(),
            at_hand,
            item,
            now: self.now,
            zone: self.options.zone.clone(),
            worker: self.worker.clone(),
        }
    }

    pub(crate) fn view_scope(&self) -> Scope {
        match self.view {
            ViewName::Review => self.edit_scope(self.review.scope()),
            ViewName::Verdicts => self.verdicts.scope(),
            ViewName::Codebook => self.codebook.scope(),
            ViewName::Trace => self.trace.scope(),
            ViewName::Meeting => self.meeting.scope(),
            ViewName::Triage => self.triage.scope(),
        }
    }

    /// The reader of the view at hand, where it has one.
    pub(crate) fn reader(&self) -> Option<&Reader> {
        match self.view {
            ViewName::Review => Some(self.review.reader()),
            ViewName::Triage => Some(self.triage.reader()),
            ViewName::Verdicts | ViewName::Codebook | ViewName::Trace | ViewName::Meeting => None,
        }
    }

    /// Where keys are looked up now.
    pub fn scope(&self) -> Scope {
        match self.sheets.last() {
            Some(sheet) if !sheet.passes_through() => sheet.scope(),
            _ => self.view_scope(),
        }
    }

    /// Whether characters typed go into a text.
    pub fn is_typing(&self) -> bool {
        // What cannot be seen is not typed into.
        !self.is_too_small() && matches!(self.scope(), Scope::Text | Scope::Picker)
    }

    /// The screen has another size.
    pub fn resize(&mut self, width: u16, height: u16) {
        self.size = (width, height);
        self.settle();
    }

    /// Whether the screen is too small to be drawn: then nothing is done that could not be seen.
    pub(crate) fn is_too_small(&self) -> bool {
        self.size.0 < crate::tui::layout::SMALLEST.0 || self.size.1 < crate::tui::layout::SMALLEST.1
    }

    /// Everything through an entry of the log is safe.
    pub fn saved(&mut self, through: u64) {
        self.saved_through = self.saved_through.max(through);
        self.saved_at = Some(self.ws.now());
        self.trouble = None;
    }

    /// Something could not be saved. Stays on the screen until it could.
    pub fn not_saved(&mut self, message: &str, unsaved: usize) {
        let acts = crate::review::words::plural(unsaved, "act is", "acts are");
        // What to do comes before why: a long path must not push it off the screen.
        self.trouble = Some(format!("NOT SAVED: {acts} in memory only. : then save-again or rescue-copy. {message}"));
    }

    /// Goes on writing after taking a session over, or reads only after giving it up.
    pub fn set_banner(&mut self, banner: Option<String>) {
        self.options.banner = banner;
    }

    /// Says something on the status line.
    pub fn say(&mut self, text: impl Into<String>) {
        self.status = Some(Say::Notice(text.into()));
    }

    /// Says on the status line what went wrong.
    pub fn say_mistake(&mut self, text: impl Into<String>) {
        self.status = Some(Say::Mistake(text.into()));
    }

    /// Does an action: the sheet on top answers it, else the view, else the app.
    pub fn perform(&mut self, action: Action) {
        if action != Action::Quit {
            self.leaving = false;
        }
        if action == Action::CursorAway {
            // Who goes there to hear what was said finds it said still, and may take up what it offers.
            self.cursor_away = !self.cursor_away;
            return;
        }
        let offer = self.offer.take();
        if action != Action::SavedWhen {
            self.status = None;
        }
        if action == Action::WriteInEditor {
            return self.write_in_editor();
        }
        self.walking &= matches!(action, Action::SearchNext | Action::SearchPrevious);
        let look = self.look();
        if let Some(sheet) = self.sheets.last_mut().filter(|sheet| !sheet.passes_through()) {
            let reply = sheet.act(action, &look.ui(&self.ws));
            if reply.handled {
                return self.answer_sheet(reply);
            }
            return self.sheet_default(action);
        }
        if let (Action::Open, Some(place)) = (action, offer) {
            return self.go(place);
        }
        if action == Action::Back && !self.view_closes_something() && self.return_from_jump() {
            return;
        }
        let reply = match self.view {
            ViewName::Review => self.review.act(action, &look.ui(&self.ws)),
            ViewName::Verdicts => self.verdicts.act(action, &look.ui(&self.ws)),
            ViewName::Codebook => self.codebook.act(action, &look.ui(&self.ws)),
            ViewName::Trace => self.trace.act(action, &look.ui(&self.ws), &self.tools),
            ViewName::Meeting => self.meeting.act(action, &look.ui(&self.ws)),
            ViewName::Triage => self.triage.act(action, &look.ui(&self.ws)),
        };
        if reply.handled {
            if matches!(action, Action::Up | Action::Down | Action::Left | Action::Right) && self.scope() == Scope::Grid
            {
                self.trail.settle();
            }
            self.run(reply.requests);
            return self.show_agreement();
        }
        self.perform_here(action, &look);
    }

    /// Whether Esc first closes something within the view, before it leads back along a jump.
    fn view_closes_something(&self) -> bool {
        match self.view {
            ViewName::Review | ViewName::Trace => false,
            ViewName::Meeting => self.meeting.closes_something(),
            ViewName::Verdicts => self.verdicts.closes_something(),
            ViewName::Codebook => self.codebook.closes_something(),
            ViewName::Triage => self.triage.closes_something(),
        }
    }

    /// What a sheet leaves to the app: closing it.
    fn sheet_default(&mut self, action: Action) {
        match action {
            Action::Back | Action::DropIt | Action::Quit => {
                self.sheets.pop();
            }
            Action::Menu => self.open_menu(),
            Action::Undo | Action::Redo if self.scope() == Scope::Sheet => {
                self.run(vec![if action == Action::Undo { Request::Undo } else { Request::Redo }]);
            }
            _ => self.say_mistake("Esc goes back first."),
        }
    }

    pub(crate) fn answer_sheet(&mut self, reply: Reply) {
        if reply.close {
            self.sheets.pop();
        }
        self.run(reply.requests);
    }

    /// Fits everything to the screen and keeps cursors in view.
    pub(crate) fn settle(&mut self) {
        self.forget_drafts();
        let look = self.look();
        let parts = self.parts(&look);
        let ui = look.ui(&self.ws);
        let marking = self.sheets.last().is_some_and(|sheet| sheet.marking().is_some());
        match self.view {
            ViewName::Review => self.review.settle(&ui, parts.body, marking),
            ViewName::Verdicts => self.verdicts.settle(&ui, parts.body),
            ViewName::Codebook => self.codebook.settle(&ui, parts.body),
            ViewName::Trace => self.trace.settle(&ui, parts.body),
            ViewName::Meeting => self.meeting.settle(&ui, parts.body),
            ViewName::Triage => self.triage.settle(&ui, parts.body, marking),
        }
        self.note_what_is_seen(parts.body, marking);
        self.look_at_text(parts.body, marking);
        if let Some(why) = self.ws.catalog().take_trouble() {
            self.say_mistake(format!("Some of the review could not be read: {why}"));
        }
    }

    /// What is to be read on the screen, where its text shows.
    pub(crate) fn in_sight(&self, body: Rect, marking: bool) -> Option<&Reading> {
        match self.view {
            ViewName::Review => self.review.in_sight(body, marking),
            ViewName::Triage => self.triage.in_sight(body, marking),
            ViewName::Verdicts | ViewName::Codebook | ViewName::Trace | ViewName::Meeting => None,
        }
        .filter(|_| !self.is_too_small())
    }

    /// A text that states what was published is on the screen: that it was looked at is noted, as where the published
    /// rating itself is asked for.
    fn note_what_is_seen(&mut self, body: Rect, marking: bool) {
        if *self.ws.access() != Access::Write {
            return;
        }
        let (blind, catalog) = (self.ws.blindness(), self.ws.catalog());
        let unseen = match self.in_sight(body, marking) {
            Some(Reading::Item(at)) => catalog.item(*at).map(|item| blind.unseen_in(&item)),
            Some(Reading::Source(id)) => catalog.source(id).map(|source| blind.unseen_in_source(source)),
            None => None,
        };
        for on in unseen.unwrap_or_default() {
            let noted = self.ws.apply(&Act::SeePublished { on });
            debug_assert!(noted.is_ok(), "what a review states is of something it has");
        }
    }

    pub(crate) fn parts(&self, look: &Look) -> crate::tui::layout::Parts {
        let area = Rect { x: 0, y: 0, width: self.size.0, height: self.size.1 };
        let ui = look.ui(&self.ws);
        let rows = self.sheets.last().map(|sheet| sheet.height(&ui, self.size.0.saturating_sub(2)));
        crate::tui::layout::Parts::of(area, rows, self.status_rows())
    }

    pub(crate) fn status_rows(&self) -> u16 {
        let rows = self.status_lines(self.size.0).len().max(1);
        u16::try_from(rows).unwrap_or(1)
    }
}
