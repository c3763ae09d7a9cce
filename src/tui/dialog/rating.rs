//! The rating sheet: four rungs with their anchors, the reason, and the passages filed here.
//!
//! Nothing is kept before Enter; Esc leaves the rating as it was.

mod drawing;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::judgement::words::at_start;
use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::CellKey;
use crate::model::ids::QuoteId;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::review::heard::marked;
use crate::review::rated;
use crate::review::words::subject_word;
use crate::tui::dialog::prompt::TYPED;
use crate::tui::draft::Draft;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;

/// What a draft calls the rungs that are no grade.
const NO_INFORMATION: &str = "no_information";
const ABSTAIN: &str = "abstain";

/// What is chosen on the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Rung {
    Grade(Grade),
    NoInformation,
    Abstain,
}

/// Which part has the focus.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Passages,
    Rungs,
    Reason,
}

/// The sheet for one question, or for the member's own judgement of a parent.
pub struct RatingSheet {
    subject: Subject,
    rung: Option<Rung>,
    part: Part,
    reason: Field,
    passages: Vec<(QuoteId, bool)>,
    passage: usize,
    /// Given before what is asked, or an anchor, changed: keeping it as it stands confirms it.
    unconfirmed: bool,
    /// Who is heard in the member's passages here; empty where nobody is.
    heard: String,
    width: u16,
    /// Whether something was typed that is not kept yet, and whether Esc has warned of it.
    typed: bool,
    warned: bool,
}

impl RatingSheet {
    /// Opens on what is given: a rung already chosen, or the rating as it stands.
    pub fn new(ui: &Ui<'_>, subject: &Subject, digit: Option<u8>) -> Self {
        let state = ui.ws.state();
        let (standing, reason): (Option<Rung>, String) = match subject {
            Subject::Cell(cell) => match (state.ratings.get(cell), state.abstained.get(cell)) {
                (Some(entry), _) => (Some(rung_of(entry.rating)), entry.reason.clone().unwrap_or_default()),
                (None, Some(entry)) => (Some(Rung::Abstain), entry.why.clone()),
                (None, None) => (None, String::new()),
            },
            Subject::Parent(parent) => match state.overrides.get(parent) {
                Some(entry) => (Some(rung_of(entry.rating)), entry.reason.clone()),
                None => (None, String::new()),
            },
        };
        let passages = match subject {
            Subject::Cell(cell) => rated::attached(state, cell),
            Subject::Parent(_) => Vec::new(),
        };
        let chosen = digit.and_then(|digit| match digit {
            0 => Some(Rung::NoInformation),
            digit => Grade::from_rank(usize::from(digit) - 1).map(Rung::Grade),
        });
        Self {
            subject: subject.clone(),
            rung: chosen.or(standing),
            part: if chosen.is_some() { Part::Reason } else { Part::Rungs },
            reason: Field::text(&reason),
            passages,
            passage: 0,
            unconfirmed: match subject {
                Subject::Cell(cell) => state.ratings.get(cell).is_some_and(|entry| entry.unconfirmed),
                Subject::Parent(_) => false,
            },
            heard: match subject {
                Subject::Cell(cell) => marked(ui.ws.catalog(), state, cell).words(),
                Subject::Parent(_) => String::new(),
            },
            width: ui.size.0.saturating_sub(6).max(10),
            typed: false,
            warned: false,
        }
    }

    fn is_cell(&self) -> bool {
        matches!(self.subject, Subject::Cell(_))
    }

    fn rungs(&self) -> Vec<Rung> {
        let mut rungs: Vec<Rung> = Grade::ALL.into_iter().map(Rung::Grade).collect();
        rungs.push(Rung::NoInformation);
        if self.is_cell() {
            rungs.push(Rung::Abstain);
        }
        rungs
    }

    fn step(&mut self, down: bool) {
        let rungs = self.rungs();
        let at = self.rung.and_then(|rung| rungs.iter().position(|other| *other == rung));
        match (at, down) {
            (None, true) => self.rung = rungs.first().copied(),
            (None, false) if !self.passages.is_empty() => self.part = Part::Passages,
            (None, false) => self.rung = rungs.first().copied(),
            (Some(0), false) if !self.passages.is_empty() => {
                self.part = Part::Passages;
                self.passage = self.passages.len() - 1;
            }
            (Some(at), false) => self.rung = rungs.get(at.saturating_sub(1)).copied(),
            (Some(at), true) if at + 1 == rungs.len() => self.part = Part::Reason,
            (Some(at), true) => self.rung = rungs.get(at + 1).copied(),
        }
    }

    fn step_passages(&mut self, down: bool) {
        if down && self.passage + 1 >= self.passages.len() {
            self.part = Part::Rungs;
        } else {
            self.passage = self.passage.saturating_add_signed(if down { 1 } else { -1 });
        }
    }

    fn choose(&mut self, rung: Rung) -> Reply {
        self.rung = Some(rung);
        self.part = Part::Reason;
        Reply::done()
    }

    fn keep(&self, ui: &Ui<'_>) -> Reply {
        let reason = self.reason.value().trim().to_owned();
        let Some(rung) = self.rung else {
            return Reply::mistake("Choose 1 to 4, 0 or x first; Esc leaves it as it was.");
        };
        match (&self.subject, rung) {
            (Subject::Cell(cell), Rung::Abstain) => {
                if reason.is_empty() {
                    return Reply::mistake("Say in a line why you do not rate this.");
                }
                Reply::close_with(vec![Request::Rate(Act::Abstain { cell: cell.clone(), why: reason })])
            }
            (Subject::Cell(cell), rung) => self.rate(ui, cell, rating_of(rung), reason),
            (Subject::Parent(parent), rung) => {
                if reason.is_empty() {
                    return Reply::mistake("Your own judgement needs a reason.");
                }
                Reply::close_with(vec![Request::Rate(Act::Override {
                    parent: parent.clone(),
                    rating: rating_of(rung),
                    reason,
                })])
            }
        }
    }

    fn rate(&self, ui: &Ui<'_>, cell: &CellKey, rating: Rating, reason: String) -> Reply {
        let quotes: Vec<QuoteId> = self.passages.iter().filter(|(_, on)| *on).map(|(id, _)| *id).collect();
        let reason = (!reason.is_empty()).then_some(reason);
        Reply::close_with(vec![match rated::rating_of(ui.ws.state(), cell, (rating, reason, quotes)) {
            Some(act @ Act::Confirm { .. }) => Request::Apply(act),
            Some(act) => Request::Rate(act),
            None => left(&self.subject, ui),
        }])
    }
}

impl Sheet for RatingSheet {
    fn scope(&self) -> Scope {
        if self.part == Part::Reason { Scope::Text } else { Scope::Rating }
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if let Some(digit) = action.rung() {
            return match digit {
                0 => self.choose(Rung::NoInformation),
                digit => match Grade::from_rank(usize::from(digit) - 1) {
                    Some(grade) => self.choose(Rung::Grade(grade)),
                    None => Reply::ignored(),
                },
            };
        }
        match (action, self.part) {
            (Action::Keep, _) => return self.keep(ui),
            (Action::DropIt, _) if self.typed && !self.warned => {
                self.warned = true;
                return Reply::mistake(TYPED);
            }
            (Action::DropIt, _) => return Reply::close_with(vec![left(&self.subject, ui)]),
            (Action::Abstain, _) if self.is_cell() => return self.choose(Rung::Abstain),
            (Action::Clear, Part::Rungs | Part::Passages) => {
                return Reply::close_with(vec![Request::Do(Action::Clear)]);
            }
            (Action::NextPane | Action::Note, _) if self.rung.is_none() => {
                return Reply::mistake("Choose 1 to 4, 0 or x first; then the reason.");
            }
            (Action::NextPane | Action::Note, _) => self.part = Part::Reason,
            (Action::PreviousPane, Part::Reason) => self.part = Part::Rungs,
            (Action::PreviousPane, _) if !self.passages.is_empty() => self.part = Part::Passages,
            (Action::NewLine, Part::Reason) => self.reason.new_line(),
            (Action::TakeAnchor, Part::Reason) => {
                if let Some(Rung::Grade(grade)) = self.rung {
                    let words = self.anchor(ui, grade).to_owned();
                    // Once: what stands there already is not written again.
                    if !words.is_empty() && !self.reason.value().contains(&words) {
                        let apart = self.reason.value().chars().last().is_some_and(|c| !c.is_whitespace());
                        self.reason.edit(TextKey::Paste(if apart { format!(" {words}") } else { words }));
                        self.typed = true;
                    }
                }
            }
            (Action::Up | Action::Down, Part::Reason) => {
                let down = action == Action::Down;
                if !self.reason.vertical(down, self.width) && !down {
                    self.part = Part::Rungs;
                }
            }
            (Action::Up | Action::Down, Part::Rungs) => self.step(action == Action::Down),
            (Action::Up | Action::Down, Part::Passages) => self.step_passages(action == Action::Down),
            (Action::Toggle, Part::Passages) => {
                if let Some((_, on)) = self.passages.get_mut(self.passage) {
                    *on = !*on;
                }
            }
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        // A digit corrects the rung as long as no reason is begun: digits decide.
        if let (Part::Reason, true, TextKey::Char(c @ '0'..='4')) = (self.part, self.reason.is_empty(), &key) {
            self.rung = match c.to_digit(10).map(|digit| digit as usize) {
                Some(0) | None => Some(Rung::NoInformation),
                Some(digit) => Grade::from_rank(digit - 1).map(Rung::Grade),
            };
            return Reply::done();
        }
        // Letters typed on the rungs begin the reason: nothing typed is lost.
        if self.part != Part::Reason {
            match key {
                TextKey::Char(_) | TextKey::Paste(_) => self.part = Part::Reason,
                _ => return Reply::ignored(),
            }
        }
        self.reason.edit(key);
        (self.typed, self.warned) = (true, false);
        Reply::done()
    }

    fn draft_key(&self) -> Option<String> {
        Some(format!("rating {}", self.subject))
    }

    fn draft(&self, ui: &Ui<'_>) -> Option<Draft> {
        let rung = match self.rung {
            Some(Rung::Grade(grade)) => grade.id(),
            Some(Rung::NoInformation) => NO_INFORMATION,
            Some(Rung::Abstain) => ABSTAIN,
            None => "",
        };
        self.typed.then(|| Draft {
            on: format!("rating {}", self.subject),
            words: format!("the reason for {} (r)", subject_word(ui.ws.catalog().review(), &self.subject)),
            typed: serde_json::json!({"rung": rung, "reason": self.reason.value()}),
        })
    }

    fn restore(&mut self, typed: &serde_json::Value) {
        let text = |field: &str| typed.get(field).and_then(serde_json::Value::as_str).unwrap_or_default();
        self.rung = match text("rung") {
            NO_INFORMATION => Some(Rung::NoInformation),
            ABSTAIN if self.is_cell() => Some(Rung::Abstain),
            id => Grade::ALL.into_iter().find(|grade| grade.id() == id).map(Rung::Grade).or(self.rung),
        };
        self.reason = Field::text(text("reason"));
        self.part = Part::Reason;
        self.typed = true;
    }

    fn own_text(&self) -> Option<&str> {
        (self.part == Part::Reason).then(|| self.reason.value())
    }

    fn take_text(&mut self, text: &str) {
        self.reason.set(text);
        (self.typed, self.warned) = (true, false);
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        let catalog = ui.ws.catalog();
        match &self.subject {
            Subject::Cell(cell) => {
                let question = catalog.question(&cell.question).map_or("", |question| question.text.as_str());
                ui.line(&format!("Rate {cell}: {question}"))
            }
            Subject::Parent(parent) => {
                let running = ui.ws.blindness().shows_running_verdict();
                let rule = ui.ws.rollup().parent(parent).and_then(|state| state.by_rule.result).filter(|_| running);
                let by_rule = match rule {
                    Some(rating) => format!(
                        "; {} by the {}",
                        crate::review::words::rating_word(catalog.review(), rating),
                        ui.ws.rollup().rule().title()
                    ),
                    None => String::new(),
                };
                ui.line(&format!("Your judgement of {}{by_rule}", subject_word(catalog.review(), &self.subject)))
            }
        }
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        self.rows(ui, width)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        self.draw_inside(ui, area, buf)
    }
}

fn rung_of(rating: Rating) -> Rung {
    rating.grade().map_or(Rung::NoInformation, Rung::Grade)
}

fn rating_of(rung: Rung) -> Rating {
    match rung {
        Rung::Grade(grade) => grade.into(),
        Rung::NoInformation | Rung::Abstain => Rating::NoInformation,
    }
}

/// "8B left as it was."
fn left(subject: &Subject, ui: &Ui<'_>) -> Request {
    let word = subject_word(ui.ws.catalog().review(), subject);
    Request::Say(Say::Notice(format!("{} left as it was.", at_start(&word))))
}
