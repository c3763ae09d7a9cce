//! The verdicts: what the ratings add up to, why, what would change it, and what other rules would say.
//!
//! Owns the cursor in the matrix and the copy on which changes are tried. Uses judgement, the session to read, the
//! widgets. Invariant: nothing tried on the copy reaches the session; only a rating sheet opened from it can.

mod cursor;
mod fewest;
mod matrix;
mod rules;
#[cfg(test)]
mod tests;
mod trial;
mod why;

use std::borrow::Cow;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::judgement::rollup::Rollup;
use crate::judgement::words::Words;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::ids::CellKey;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::review::blindness::PublishedView;
use crate::tui::request::Place;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::theme::Role;
use crate::tui::ui::Ui;
use crate::tui::view::prose;
use crate::tui::view::prose::Sentence;
use crate::tui::view::verdicts::cursor::Cursor;
use crate::tui::view::verdicts::fewest::Fewest;
use crate::tui::view::verdicts::matrix::Matrix;
use crate::tui::view::verdicts::rules::Rules;
use crate::tui::view::verdicts::trial::Change;
use crate::tui::view::verdicts::trial::Trial;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::line::Line;
use crate::tui::widget::line::put;
use crate::tui::widget::window::Window;

pub use crate::tui::view::verdicts::rules::RuleSheet;

/// Rows from which on there is room to say more of a question.
const ROOMY: u16 = 28;

/// Rows kept for the sentences under the table at most, where there is room.
const SENTENCES: u16 = 9;

/// The view's state.
#[derive(Debug, Clone)]
pub struct Verdicts {
    cursor: Cursor,
    window: Window,
    page: usize,
    trial: Option<Trial>,
    rules: bool,
    published: bool,
    fewest: Option<Fewest>,
    /// The question one last went to from here, to come back to.
    left_from: Option<CellKey>,
}

/// Where the parts of the view stand.
struct Parts {
    title: Rect,
    table: Rect,
    below: Rect,
}

impl Verdicts {
    /// Stands on the first question.
    pub fn new(catalog: &Catalog) -> Self {
        let cursor = Cursor::new(catalog);
        Self {
            cursor,
            window: Window::default(),
            page: 1,
            trial: None,
            rules: false,
            published: false,
            fewest: None,
            left_from: None,
        }
    }

    /// What the cursor stands on: the question or parent at hand.
    pub fn subject(&self, catalog: &Catalog) -> Subject {
        if self.rules { Subject::Parent(self.cursor.parent()) } else { self.cursor.subject(catalog) }
    }

    /// Puts the cursor on a question or parent; coming back to a commitment, on the question one left from.
    pub fn go(&mut self, catalog: &Catalog, subject: &Subject) {
        let left = self
            .left_from
            .take()
            .filter(|cell| *subject == Subject::Parent(ParentKey::Commitment(cell.commitment.clone())));
        self.cursor.go(catalog, &left.map_or_else(|| subject.clone(), Subject::Cell));
    }

    /// Whether Esc closes something in here: the copy or the rules.
    pub fn closes_something(&self) -> bool {
        self.trial.is_some() || self.rules
    }

    /// Where keys are looked up.
    pub fn scope(&self) -> Scope {
        if self.trial.is_some() { Scope::WhatIf } else { Scope::Verdicts }
    }

    /// Answers an action.
    pub fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.cursor.act(action, self.page) {
            return Reply::done();
        }
        let running = ui.ws.blindness().shows_running_verdict();
        match action {
            Action::Open => self.open(ui),
            Action::Back => self.back(),
            Action::WhatIf if self.trial.is_some() => self.drop_copy(),
            Action::WhatIf | Action::CompareRules if !running => Reply::mistake(why::hidden(ui)),
            Action::WhatIf => {
                self.trial = Some(Trial::default());
                Reply::say("A copy to try things on. Digits change answers there; nothing is saved. Esc drops it.")
            }
            Action::CompareRules => {
                self.rules = !self.rules;
                Reply::done()
            }
            Action::ChooseRule => Reply::ask(Request::Open(Box::new(RuleSheet::new(&ui.ws.state().settings)))),
            Action::ShowPublished => self.show_published(ui),
            _ => self.act_on_copy(action, ui),
        }
    }

    /// What digits and the like do to the copy; without one they mean nothing here.
    fn act_on_copy(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        let subject = self.subject(ui.ws.catalog());
        let Some(trial) = &mut self.trial else { return Reply::ignored() };
        let on_area = matches!(subject, Subject::Parent(ParentKey::Area(_)));
        match action {
            Action::Clear if !on_area => trial.clear(subject, ui.ws.rollup()),
            Action::Clear => return Reply::mistake("Areas are not rated, and their results feed nothing."),
            Action::Undo if trial.take_back() => {}
            Action::Undo => return Reply::mistake("Nothing was changed in the copy. Esc drops it."),
            Action::Redo => return Reply::mistake("Not in the copy. Esc drops it."),
            _ => match action.rung() {
                Some(_) if on_area => return Reply::mistake("Areas are not rated, and their results feed nothing."),
                Some(rung) => trial.set(subject, rating_of(rung)),
                None => return Reply::ignored(),
            },
        }
        Reply::done()
    }

    fn back(&mut self) -> Reply {
        if self.rules {
            self.rules = false;
            return Reply::done();
        }
        if self.trial.is_some() { self.drop_copy() } else { Reply::ignored() }
    }

    fn drop_copy(&mut self) -> Reply {
        self.trial = None;
        Reply::say("The copy is dropped. Your session is as it was.")
    }

    /// Goes to the place; from a change in the copy, with the rating sheet at that rung.
    fn open(&mut self, ui: &Ui<'_>) -> Reply {
        let subject = self.subject(ui.ws.catalog());
        self.left_from = match &subject {
            Subject::Cell(cell) => Some(cell.clone()),
            Subject::Parent(_) => None,
        };
        let change = self.trial.as_ref().and_then(|trial| trial.change(ui.ws.rollup(), &subject));
        let mut reply = Reply::ask(Request::Go(Place::Grid(subject)));
        if let Some(change) = change {
            reply.requests.push(Request::Do(rating_action(change)));
        }
        reply
    }

    /// Shows what was published beside the member's own, once everything is answered, and records what is seen.
    fn show_published(&mut self, ui: &Ui<'_>) -> Reply {
        if self.published {
            self.published = false;
            return Reply::done();
        }
        let (catalog, state) = (ui.ws.catalog(), ui.ws.state());
        if catalog.review().published.is_empty() {
            return Reply::mistake("No ratings were published with this review.");
        }
        let open: Vec<CellKey> = catalog.review().cells().filter(|cell| !state.answered(cell)).collect();
        if let Some(first) = open.first().filter(|_| !state.settings.show_published) {
            let more = if open.len() > 1 { format!(" and {} more", open.len() - 1) } else { String::new() };
            return Reply::mistake(format!("What was published is shown once you have rated {first}{more}."));
        }
        self.published = true;
        let cells = catalog.review().cells().map(Subject::Cell);
        let subjects = cells.chain(catalog.parents().into_iter().map(Subject::Parent));
        let unseen = subjects.filter(|subject| {
            let published = matches!(ui.ws.blindness().published(subject), PublishedView::Published(_));
            published && !state.seen.contains_key(subject)
        });
        let mut acts: Vec<Act> = unseen.map(|on| Act::SeePublished { on }).collect();
        match acts.len() {
            0 => Reply::done(),
            1 => Reply::ask(Request::Apply(acts.remove(0))),
            n => Reply::ask(Request::ApplyAll(
                acts,
                format!("{n} published ratings are shown beside yours. Your session notes it."),
            )),
        }
    }

    /// The ratings shown: the copy's, or the session's.
    fn shown<'a>(&self, ui: &Ui<'a>) -> Cow<'a, Rollup> {
        match &self.trial {
            Some(trial) => Cow::Owned(trial.rollup(ui.ws.rollup())),
            None => Cow::Borrowed(ui.ws.rollup()),
        }
    }

    /// Takes in what changed: keeps the cursor in view, and drops what may no longer be shown.
    pub fn settle(&mut self, ui: &Ui<'_>, area: Rect) {
        if !ui.ws.blindness().shows_running_verdict() {
            self.trial = None;
            self.rules = false;
        }
        if ui.ws.blindness().shows_running_verdict() && !self.rules {
            let (subject, shown) = (self.subject(ui.ws.catalog()), self.shown(ui));
            self.fewest = Some(Fewest::renewed(self.fewest.take(), ui, &subject, &shown, area.height >= ROOMY));
        }
        let (_, _, sentences) = self.told(ui);
        let parts = self.parts(area, prose::height(&sentences, area.width));
        let rows = usize::from(parts.table.height).saturating_sub(1);
        self.page = rows.max(1);
        self.window.follow(self.cursor.row, self.cursor.rows.len(), rows);
    }

    /// The ratings shown, and what stands under the table.
    fn told<'a>(&self, ui: &Ui<'a>) -> (Cow<'a, Rollup>, Option<Rules>, Vec<Sentence>) {
        let running = ui.ws.blindness().shows_running_verdict();
        let shown = self.shown(ui);
        if self.rules && running {
            let rules = Rules::over(&shown);
            let sentences = rules.sentences(ui, &self.cursor.parent());
            return (shown, Some(rules), sentences);
        }
        let subject = self.subject(ui.ws.catalog());
        let mut sentences = why::sentences(ui, &subject, &shown, running);
        if let Some(rating) = matrix::published(ui, self.published && self.trial.is_none(), &subject) {
            let word = Words::new(&ui.ws.catalog().review().scale).rating(rating);
            sentences.insert(1.min(sentences.len()), Sentence::new("Published:", format!("{word}.")));
        }
        if let Some(fewest) = self.fewest.as_ref().filter(|_| running) {
            sentences.extend_from_slice(fewest.said(&subject));
        }
        (shown, None, sentences)
    }

    /// Divides the view; rows that the sentences do not take are the table's.
    fn parts(&self, area: Rect, sentences: u16) -> Parts {
        let title = Rect { height: area.height.min(1), ..area };
        let rest = area.height - title.height;
        let wanted = u16::try_from(self.cursor.rows.len() + 1).unwrap_or(u16::MAX);
        let least = if rest < 5 { 0 } else { sentences.min(SENTENCES).min(rest / 2) };
        let height = wanted.min(rest - least);
        let table = Rect { y: area.y + title.height, height, ..area };
        // A blank row between table and sentences, where none has to go for it.
        let gap = u16::from(rest - height > sentences.min(SENTENCES));
        let below = Rect { y: table.y + height + gap, height: rest - height - gap, ..area };
        Parts { title, table, below }
    }

    /// Draws the view and says where the cursor stands.
    pub fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        if area.height == 0 || area.width == 0 {
            return None;
        }
        // Where there is no room for a row, the cursor stands on the heading.
        let corner = Some(Position::new(area.x, area.y));
        let running = ui.ws.blindness().shows_running_verdict();
        let (shown, rules, sentences) = self.told(ui);
        let parts = self.parts(area, prose::height(&sentences, area.width));
        let heading = self.heading(ui, running);
        put(buf, parts.title, 0, &Line::from(ui.span(&heading.text, heading.role)), ui.theme.style(heading.role));
        let rows = usize::from(parts.table.height).saturating_sub(1);
        let top = self.window.top_for(self.cursor.row, self.cursor.rows.len(), rows);
        prose::draw(&sentences, ui, parts.below, buf);
        if let Some(rules) = rules {
            return rules.draw(ui, &self.cursor, parts.table, top, buf).or(corner);
        }
        let trial = self.trial.as_ref().filter(|_| running);
        Matrix { ui, cursor: &self.cursor, rollup: &shown, trial, running, published: self.published }
            .draw(parts.table, top, buf)
            .or(corner)
    }

    fn heading(&self, ui: &Ui<'_>, running: bool) -> Sentence {
        let rule = ui.ws.rollup().rule().title();
        match &self.trial {
            Some(trial) => {
                let changes = match trial.count(ui.ws.rollup()) {
                    0 => "no change yet".to_owned(),
                    1 => "1 change".to_owned(),
                    n => format!("{n} changes"),
                };
                Sentence::told(format!("WHAT IF: nothing is saved. {changes} \u{b7} Esc drops the copy"), Role::Marking)
            }
            None if self.rules => {
                Sentence::told("The same ratings by each rule \u{b7} Esc back to the matrix", Role::Focus)
            }
            None if self.published => {
                Sentence::told(format!("Yours, then behind the slash what was published \u{b7} {rule}"), Role::Focus)
            }
            None if running => {
                Sentence::told(format!("What your ratings add up to by the {rule}, a hypothesis"), Role::Focus)
            }
            None => Sentence::told("Your ratings and your own judgements", Role::Focus),
        }
    }
}

fn rating_of(rung: u8) -> Rating {
    usize::from(rung).checked_sub(1).and_then(Grade::from_rank).map_or(Rating::NoInformation, Rating::from)
}

/// The key that opens the rating sheet at what was tried.
fn rating_action(change: Change) -> Action {
    match change.to.rating() {
        Some(Rating::Outstanding) => Action::Digit1,
        Some(Rating::Good) => Action::Digit2,
        Some(Rating::RequiresImprovement) => Action::Digit3,
        Some(Rating::Inadequate) => Action::Digit4,
        Some(Rating::NoInformation) => Action::Digit0,
        None => Action::Rate,
    }
}
