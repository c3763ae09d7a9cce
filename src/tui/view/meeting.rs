//! The meeting: what members rated apart, one question after another, and what the panel settles on each.
//!
//! Owns the order of what is talked over, what is set aside, and what of it stands on the wall. Uses the opened panel, the
//! panel's own record to read, the widgets. Invariants: letters of members are shown only after they were asked for;
//! private notes never are; nothing is settled but by an act of the record.

mod lines;
mod settling;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::judgement::rule::Rule;
use crate::judgement::spread::agenda::Treatment;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Agreement;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::panel::chair::Chair;
use crate::panel::chair::Look;
use crate::panel::chair::Question;
use crate::panel::opened::OpenedPanel;
use crate::panel::record;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;
use crate::tui::widget::paragraph::Scroll;
use crate::tui::widget::window::Window;
use crate::tui::widget::window::moved;
use crate::tui::worker::Newest;

/// Under which name the session keeps what was set aside, and who was in the room.
const ASIDE: &str = "aside";

/// Rows that what the whole can come out as takes at most.
const WHOLE_ROWS: usize = 2;

/// A panel at its meeting.
#[derive(Debug)]
pub struct Meeting {
    /// What was opened.
    pub panel: OpenedPanel,
    /// The chair's view of it.
    pub chair: Chair,
}

impl Meeting {
    /// Looks at the round opened last, by the rule the record goes by.
    pub fn of(panel: OpenedPanel, rule: Rule) -> Self {
        let chair = Chair::of(&panel, &Look { rule, ..Look::at(&panel) });
        Self { panel, chair }
    }

    /// Letters of those whose round is there.
    fn letters(&self) -> Vec<String> {
        self.chair.members.iter().filter(|member| member.handed_in).map(|member| member.letter.clone()).collect()
    }
}

/// What stands on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Page {
    #[default]
    Agenda,
    Subject,
}

/// The view's state.
#[derive(Default)]
pub struct MeetingView {
    meeting: Option<Arc<Meeting>>,
    rows: Vec<Subject>,
    at: usize,
    page: Page,
    names: bool,
    anchors: bool,
    blank: bool,
    aside: BTreeSet<String>,
    /// Who is in the room; empty: everyone whose round is there.
    present: Vec<String>,
    window: Window,
    scroll: Scroll,
    height: usize,
    agreement: Option<Newest<settling::Figures>>,
}

impl MeetingView {
    /// Begins a meeting, with what was set aside before and who was in the room.
    pub fn begin(&mut self, panel: OpenedPanel, rule: Rule, kept: Option<&str>) {
        let meeting = Meeting::of(panel, rule);
        let review = meeting.panel.catalog.review();
        let commitments = review.commitments.iter().map(|one| ParentKey::Commitment(one.id.clone()));
        let parents = commitments.chain([ParentKey::Overall]).map(Subject::Parent);
        self.rows = meeting.chair.agenda.iter().cloned().map(Subject::Cell).chain(parents).collect();
        let (aside, present) = kept.map(|kept| kept.split_once(';').unwrap_or((kept, ""))).unwrap_or_default();
        self.aside = aside.split_whitespace().map(str::to_owned).collect();
        let letters = meeting.letters();
        let present = present.split_whitespace().map(str::to_owned);
        self.present = present.filter(|letter| letters.contains(letter)).collect();
        self.meeting = Some(Arc::new(meeting));
    }

    /// Whether there is a meeting.
    pub fn is_begun(&self) -> bool {
        self.meeting.is_some()
    }

    /// Under which name, and how, the session keeps what is set aside and who is in the room.
    pub fn kept(&self) -> (&'static str, String) {
        let aside = self.aside.iter().map(String::as_str).collect::<Vec<_>>().join(" ");
        (ASIDE, format!("{aside};{}", self.present.join(" ")))
    }

    /// The name under which it was kept.
    pub fn kept_under() -> &'static str {
        ASIDE
    }

    /// Where keys are looked up.
    pub fn scope(&self) -> Scope {
        Scope::Meeting
    }

    /// What is being talked over.
    pub fn subject(&self) -> Option<&Subject> {
        self.rows.get(self.at)
    }

    /// Goes to a question or parent.
    pub fn go(&mut self, subject: &Subject) {
        if let Some(at) = self.rows.iter().position(|row| row == subject) {
            (self.at, self.scroll) = (at, Scroll::default());
        }
    }

    /// Whether Esc first goes from a question back to the agenda.
    pub fn closes_something(&self) -> bool {
        self.blank || self.page == Page::Subject
    }

    fn question(&self, cell: &CellKey) -> Option<&Question> {
        self.meeting.as_ref()?.chair.question(cell)
    }

    /// Questions on which members differ.
    fn disputed(&self) -> impl Iterator<Item = &Question> {
        let cells = self.meeting.iter().flat_map(|meeting| &meeting.chair.cells);
        cells.filter(|question| !matches!(question.treatment, Treatment::Agreed | Treatment::Open))
    }

    /// "11 of 15 settled · 3 set aside".
    fn progress(&self, ui: &Ui<'_>) -> String {
        let state = ui.ws.state();
        let settled = |cell: &CellKey| state.consensus.contains_key(&Subject::Cell(cell.clone()));
        let (all, done) = (self.disputed().count(), self.disputed().filter(|one| settled(&one.cell)).count());
        let aside = self.rows.iter().filter(|row| self.is_aside(row) && !state.consensus.contains_key(*row)).count();
        format!("{done} of {all} settled \u{b7} {aside} set aside")
    }

    fn is_aside(&self, subject: &Subject) -> bool {
        self.aside.contains(&subject.to_string())
    }

    /// Answers an action.
    pub fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.meeting.is_none() {
            return Reply::ignored();
        }
        if self.blank {
            return self.while_blank(action);
        }
        match action {
            Action::MeetBlank => {
                self.blank = true;
                return Reply::done();
            }
            Action::MeetNames => {
                self.names = !self.names;
                let words = if self.names { "Letters of members are shown." } else { "Without letters." };
                return Reply::say(words);
            }
            Action::Ask => {
                self.anchors = !self.anchors;
                self.page = Page::Subject;
                return Reply::done();
            }
            Action::MeetAside => return self.put_aside(ui),
            Action::MeetAgreement => return self.agreement(ui),
            Action::GoMeeting => return Reply::say("This is the meeting."),
            _ => {}
        }
        if let Some(reply) = self.settle_by(action, ui) {
            return reply;
        }
        self.move_by(action)
    }

    fn while_blank(&mut self, action: Action) -> Reply {
        if matches!(action, Action::MeetBlank | Action::Back | Action::Open) {
            self.blank = false;
            return Reply::done();
        }
        if action == Action::Quit { Reply::ignored() } else { Reply::mistake("The screen is blank: b shows it again.") }
    }

    fn move_by(&mut self, action: Action) -> Reply {
        let last = self.rows.len();
        match (self.page, action) {
            (_, Action::Left) if self.page == Page::Subject => self.step(-1),
            (_, Action::Right) if self.page == Page::Subject => self.step(1),
            (Page::Agenda, Action::Up) => self.at = moved(self.at, -1, last),
            (Page::Agenda, Action::Down) => self.at = moved(self.at, 1, last),
            (Page::Agenda, Action::PageUp) => self.at = self.at.saturating_sub(self.height.max(1)),
            (Page::Agenda, Action::PageDown) => self.at = (self.at + self.height.max(1)).min(last.saturating_sub(1)),
            (Page::Agenda, Action::First) => self.at = 0,
            (Page::Agenda, Action::Last) => self.at = last.saturating_sub(1),
            (Page::Agenda, Action::Open | Action::Right) => {
                (self.page, self.scroll) = (Page::Subject, Scroll::default());
            }
            (Page::Subject, Action::Back) => self.page = Page::Agenda,
            (Page::Subject, _) => {
                // Drawing stops at the end, wherever this leads.
                if !self.scroll.act(action, usize::MAX, self.height.max(1)) {
                    return Reply::ignored();
                }
            }
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn step(&mut self, by: isize) {
        (self.at, self.scroll) = (moved(self.at, by, self.rows.len()), Scroll::default());
    }

    fn put_aside(&mut self, ui: &Ui<'_>) -> Reply {
        let Some(subject) = self.subject().cloned() else { return Reply::ignored() };
        if ui.ws.state().consensus.contains_key(&subject) {
            return Reply::mistake(format!("{subject} is settled; Backspace opens it again."));
        }
        let key = subject.to_string();
        if self.aside.remove(&key) {
            return Reply::say(format!("{key} is back on the table."));
        }
        self.aside.insert(key.clone());
        self.on();
        Reply::say(format!("{key} is set aside for later."))
    }

    /// On to the next that is neither settled nor set aside; stays where that is all.
    fn on(&mut self) {
        let after = (self.at + 1..self.rows.len()).chain(0..self.at);
        let next = after.into_iter().find(|&at| !self.is_aside(&self.rows[at]));
        if let Some(at) = next.filter(|_| self.page == Page::Subject) {
            (self.at, self.scroll) = (at, Scroll::default());
        }
    }

    /// What was agreed is taken away, in one act with the answer it gave.
    fn reopen(&self, ui: &Ui<'_>) -> Reply {
        let Some(subject) = self.subject() else { return Reply::ignored() };
        match record::reopened(ui.ws.state(), subject) {
            Some(act) => Reply::ask(Request::Apply(act)),
            None => Reply::mistake(format!("{subject} is not settled yet: a digit settles it.")),
        }
    }

    /// What stands agreed on what is being talked over.
    fn standing(&self, ui: &Ui<'_>) -> Option<Agreement> {
        let agreed = ui.ws.state().consensus.get(self.subject()?)?;
        Some(Agreement {
            rating: agreed.rating,
            reason: agreed.reason.clone(),
            basis: agreed.basis,
            tally: agreed.tally.clone(),
            present: agreed.present.clone(),
            abstained: agreed.abstained.clone(),
            dissent: agreed.dissent.clone(),
        })
    }

    /// Keeps the cursor in view.
    pub fn settle(&mut self, ui: &Ui<'_>, area: Rect) {
        let above = match self.page {
            Page::Agenda => 2 + self.whole(ui, area.width).len(),
            Page::Subject => 1,
        };
        self.height = usize::from(area.height).saturating_sub(above);
        self.window.follow(self.at, self.rows.len(), self.height);
    }

    /// Takes what was computed since it was last asked; the sheet's lines. Lines that name members stay away where
    /// letters went off meanwhile.
    pub fn collect(&mut self) -> Option<Vec<String>> {
        let (lines, pairs) = self.agreement.as_mut().and_then(Newest::take).and_then(Result::ok)?;
        Some(self.agreement_lines(lines, pairs))
    }

    /// Whether nothing of the meeting may show.
    pub fn is_blank(&self) -> bool {
        self.blank
    }

    /// Wants no figures any more.
    pub fn forget_agreement(&mut self) {
        self.agreement.iter_mut().for_each(Newest::forget);
    }

    /// Draws the view and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let corner = Some(Position::new(area.x, area.y));
        let text = ui.theme.style(Role::Text);
        let (Some(meeting), false) = (&self.meeting, area.height == 0) else { return corner };
        if self.blank {
            put(buf, area, area.height / 2, &Line::from(ui.span("b shows the meeting again.", Role::Dim)), text);
            return corner;
        }
        let names = if self.names { "with letters" } else { "without letters" };
        let round = meeting.chair.round.unwrap_or_default();
        let heading = format!("Meeting, round {round}: {} \u{b7} {names}", self.progress(ui));
        put(buf, area, 0, &Line::from(ui.span(&heading, Role::Focus)), text);
        let body = Rect { y: area.y + 1, height: area.height - 1, ..area };
        match self.page {
            Page::Agenda => self.draw_agenda(ui, body, buf),
            Page::Subject => {
                let lines = self.lines(ui, usize::from(body.width));
                self.scroll.draw(&lines, body, buf, text)
            }
        }
        .or(corner)
    }

    fn draw_agenda(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        let text = ui.theme.style(Role::Text);
        let whole = self.whole(ui, area.width);
        let above = (0..area.height).zip(&whole).map(|(row, line)| put(buf, area, row, line, text)).count();
        let above = u16::try_from(above).unwrap_or(area.height);
        let area = Rect { y: area.y + above, height: area.height - above, ..area };
        if area.height == 0 {
            return None;
        }
        let rows = area.height - 1;
        put(buf, area, 0, &Line::from(ui.span(&self.agenda_heading(usize::from(area.width)), Role::Dim)), text);
        let top = self.window.top_for(self.at, self.rows.len(), usize::from(rows));
        let mut cursor = None;
        for (row, at) in (1..=rows).zip(top..self.rows.len()) {
            let role = if at == self.at { Role::Selected } else { Role::Text };
            let line = self.agenda_line(ui, &self.rows[at], usize::from(area.width));
            put(buf, area, row, &Line::from(ui.span(&line, role)), text);
            if at == self.at {
                cursor = Some(Position::new(area.x, area.y + row));
            }
        }
        cursor
    }
}
