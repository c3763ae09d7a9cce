//! Deciding about the source at hand: a digit, with a reason where the review asks for one; what it bears on.
//!
//! Changes nothing itself: it asks.

use crate::document::log::act_of;
use crate::keys::action::Action;
use crate::model::act::Act;
use crate::model::ids::CommitmentId;
use crate::model::ids::SourceId;
use crate::model::session::TriageEntry;
use crate::model::session::TriageStatus;
use crate::review::queue::asks;
use crate::review::queue::filing;
use crate::review::queue::seed_of;
use crate::review::words::decided_word;
use crate::tui::dialog::bears_on;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::triage::Arrange;
use crate::tui::view::triage::Focus;
use crate::tui::view::triage::Triage;

/// How long after a passage was kept a digit decides nothing: it may have been meant for a tag.
const BREATH: i64 = 1_000;

/// What came of a decision.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// It went on to one that is undecided, or to one put off.
    WentOn(TriageStatus),
    /// Nothing is left open among those shown.
    AllDone,
}

impl Triage {
    /// Answers what decides; none where the action is another.
    pub(super) fn decide(&mut self, action: Action, ui: &Ui<'_>) -> Option<Reply> {
        let status = match action {
            Action::Relevant => TriageStatus::Relevant,
            Action::SetAside => TriageStatus::SetAside,
            Action::Raise => TriageStatus::Flagged,
            Action::Later => TriageStatus::Deferred,
            Action::Clear if self.focus == Focus::Queue => TriageStatus::Undecided,
            Action::Note if self.focus == Focus::Queue => return self.write_reason(ui),
            Action::BearsOn => return Some(self.ask_bears_on(ui)),
            Action::AlikeToo => return Some(self.alike_too(ui)),
            Action::RepeatMark if self.focus == Focus::Queue => return Some(self.file_as_before(ui)),
            _ => return None,
        };
        let Some(source) = self.pane.source(ui.ws) else { return Some(Reply::mistake("There is no source here.")) };
        if let Some(why) = ui.ws.read_only() {
            return Some(Reply::mistake(why));
        }
        let entry = ui.ws.state().triage.get(&source.id);
        let id = source.id.clone();
        if status == TriageStatus::Undecided {
            return Some(match entry.filter(|entry| entry.status != TriageStatus::Undecided) {
                Some(entry) => Reply::ask(Request::Apply(act(&id, status, None, entry.bears_on.clone()))),
                None => Reply::mistake(format!("{id} is undecided.")),
            });
        }
        if source.withdrawn {
            return Some(Reply::mistake(format!("{id} was taken back by who sent it: there is nothing to decide.")));
        }
        if just_kept_a_passage(ui) {
            let words = "That came right after a passage was kept and decided nothing. Press it again to decide.";
            return Some(Reply::mistake(words));
        }
        let bears = entry.map_or_else(Vec::new, |entry| entry.bears_on.clone());
        // The same decision again keeps its reason.
        let standing = entry.filter(|entry| entry.status == status).and_then(|entry| entry.reason.clone());
        if asks(ui.ws, status) && standing.is_none() {
            return Some(Reply::ask(Request::Open(Box::new(reason_for(&id, status, bears)))));
        }
        Some(Reply::ask(Request::Triage(act(&id, status, standing, bears))))
    }

    /// Goes on after a decision, from the line it was made on.
    pub fn go_on(&mut self, ui: &Ui<'_>) -> Decided {
        self.leave_text();
        let next = self.pane.queue.next_open(ui.ws, self.pane.line());
        self.pane.keep_on(ui.ws, |queue, ws| queue.refresh(ws));
        let went = next.filter(|at| self.pane.put_on(*at)).and_then(|at| ui.ws.catalog().review().sources.get(at));
        let went = went.map(|source| crate::review::queue::status(ui.ws.state(), &source.id));
        self.show(ui);
        went.map_or(Decided::AllDone, Decided::WentOn)
    }

    /// The reason for a decision that stands; on a source without one, a note is written instead.
    fn write_reason(&self, ui: &Ui<'_>) -> Option<Reply> {
        let source = self.pane.source(ui.ws)?;
        let entry = ui.ws.state().triage.get(&source.id)?;
        if entry.status == TriageStatus::Undecided {
            return None;
        }
        let TriageEntry { source, status, reason, bears_on, .. } = entry.clone();
        let before = reason.unwrap_or_default();
        let title = format!("Why {source} is {}", decided_word(status));
        let start = before.clone();
        let keep = move |text: &str, _: &Ui<'_>| {
            let text = text.trim();
            let changed = act(&source, status, (!text.is_empty()).then(|| text.to_owned()), bears_on.clone());
            Ok(if text == before { Vec::new() } else { vec![Request::Apply(changed)] })
        };
        Some(Reply::ask(Request::Open(Box::new(Prompt::text(title, "The decision stays.", &start, Box::new(keep))))))
    }

    /// The decision about this text, or about one like it, for all that are like it and undecided.
    fn alike_too(&self, ui: &Ui<'_>) -> Reply {
        let Some(source) = self.pane.source(ui.ws) else { return Reply::done() };
        if self.pane.queue.alike(source) == 0 {
            return Reply::mistake(format!("No other text here is like {}.", source.id));
        }
        let group = source.first_alike();
        let sources = &ui.ws.catalog().review().sources;
        let mut alike: Vec<&SourceId> =
            sources.iter().filter(|it| it.first_alike() == group && !it.withdrawn).map(|it| &it.id).collect();
        // The one at hand comes first: that is where taking it back leads.
        alike.sort_by_key(|id| **id != source.id);
        let triage = &ui.ws.state().triage;
        let decided = |id: &&SourceId| triage.get(*id).filter(|entry| entry.status != TriageStatus::Undecided);
        let Some(entry) = std::iter::once(&source.id).chain(alike.iter().copied()).find_map(|id| decided(&id)) else {
            return Reply::mistake("None of these texts is decided yet: decide about this one first.");
        };
        let open: Vec<Act> = alike
            .into_iter()
            .filter(|id| decided(id).is_none())
            .map(|id| {
                let bears = triage.get(id).map_or_else(|| entry.bears_on.clone(), |own| own.bears_on.clone());
                act(id, entry.status, entry.reason.clone(), bears)
            })
            .collect();
        if open.is_empty() {
            return Reply::say(format!("All texts like {} are decided.", source.id));
        }
        let texts = if open.len() == 1 { "1 text".to_owned() } else { format!("{} texts", open.len()) };
        let words = decided_word(entry.status);
        let told = format!("{texts} like {} {words}, as {}. One undo takes it back.", source.id, entry.source);
        Reply::ask(Request::ApplyAll(open, told))
    }

    fn ask_bears_on(&self, ui: &Ui<'_>) -> Reply {
        if let Some(why) = ui.ws.read_only() {
            return Reply::mistake(why);
        }
        match self.pane.source(ui.ws) {
            Some(source) => Reply::ask(Request::Open(Box::new(bears_on::prompt(ui, source)))),
            None => Reply::mistake("There is no source here."),
        }
    }

    /// Remembers what was said last, for the sources after.
    pub fn filed(&mut self, bears: &[CommitmentId]) {
        self.filed = Some(bears.to_vec());
    }

    /// Files the source at hand as the one filed last.
    fn file_as_before(&self, ui: &Ui<'_>) -> Reply {
        let Some(source) = self.pane.source(ui.ws) else { return Reply::done() };
        match &self.filed {
            Some(bears) => Reply::ask(Request::Apply(filing(ui.ws.state(), &source.id, bears.clone()))),
            None => {
                let key = ui.key(Action::BearsOn);
                Reply::mistake(format!("Nothing to repeat yet: {key} says which commitments a source bears on."))
            }
        }
    }

    /// Back to the register's order: what it was sorted by goes, and the member's own order if that lay under it.
    pub(super) fn register_order(&mut self, ui: &Ui<'_>) -> Reply {
        let mut requests = vec![Request::Arrange(Arrange::Sort(None))];
        if ui.ws.state().settings.order_seed.is_some() {
            requests.push(Request::Apply(Act::SeedOrder { seed: None }));
        } else {
            requests.push(Request::Say(crate::tui::request::Say::Notice("In the register's order.".to_owned())));
        }
        Reply { handled: true, close: false, requests }
    }
}

/// The act by which the sources stand in the member's own order.
pub fn own_order(ui: &Ui<'_>) -> Act {
    Act::SeedOrder { seed: Some(seed_of(ui.ws.member().id, ui.ws.catalog().review().id)) }
}

fn act(source: &SourceId, status: TriageStatus, reason: Option<String>, bears_on: Vec<CommitmentId>) -> Act {
    Act::Triage { source: source.clone(), status, reason, bears_on }
}

/// Asks for the reason in the gesture that decides; Enter alone decides without one.
fn reason_for(source: &SourceId, status: TriageStatus, bears_on: Vec<CommitmentId>) -> Prompt {
    let title = format!("Why is {source} {}?", decided_word(status));
    let source = source.clone();
    let keep = move |text: &str, _: &Ui<'_>| {
        let text = text.trim();
        let reason = (!text.is_empty()).then(|| text.to_owned());
        Ok(vec![Request::Triage(act(&source, status, reason, bears_on.clone()))])
    };
    Prompt::line(title, "Enter keeps it, also without a reason (\u{b0}). Esc leaves it undecided.", "", Box::new(keep))
}

/// Whether the last act kept a passage, less than a breath ago.
fn just_kept_a_passage(ui: &Ui<'_>) -> bool {
    let Some(entry) = ui.ws.history().entries().last() else { return false };
    let fresh = (0..BREATH).contains(&(ui.now.millis() - entry.at.millis()));
    fresh && act_of(entry).ok().flatten().is_some_and(|act| keeps_a_passage(&act))
}

fn keeps_a_passage(act: &Act) -> bool {
    match act {
        Act::Mark { .. } | Act::Remark { .. } => true,
        Act::Together { acts } => acts.iter().any(keeps_a_passage),
        _ => false,
    }
}

/// What was done, in a line: "DHS0020 set aside. 22 to go."
pub fn told(words: &str, decided: Decided, open: (usize, usize)) -> String {
    let (undecided, later) = open;
    match decided {
        Decided::WentOn(TriageStatus::Deferred) => {
            format!("{words}. All are looked at; this is one of {later} put off.")
        }
        Decided::WentOn(_) => format!("{words}. {undecided} to go."),
        Decided::AllDone if undecided + later == 0 => format!("{words}. Every source here is decided."),
        Decided::AllDone if undecided == 0 && later == 1 => format!("{words}. Only this one is put off."),
        Decided::AllDone => format!("{words}. None is left open among those shown; {undecided} are elsewhere."),
    }
}
