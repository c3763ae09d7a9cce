//! What is settled in a meeting, and the sheets that ask for it.
//!
//! Invariant: whatever is asked for, the record changes by one act that one undo takes back.

use crate::keys::action::Action;
use crate::model::act::Act;
use crate::model::act::Agreement;
use crate::model::ids::Subject;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::session::Basis;
use crate::model::session::Dissent;
use crate::panel::chair::Chair;
use crate::panel::chair::Look;
use crate::panel::chair::Said;
use crate::panel::chair::words::agreement as agreement_words;
use crate::panel::chair::words::pairs as pair_words;
use crate::panel::record::agreed;
use crate::review::words::rating_word;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::meeting::MeetingView;
use crate::tui::worker::Newest;

/// How something can have been settled, in the order it is offered.
const BASES: [(Basis, &str); 4] = [
    (Basis::Unanimous, "unanimous: all gave it"),
    (Basis::Consensus, "consensus: all can live with it"),
    (Basis::Vote, "a vote"),
    (Basis::Chair, "the chair decides"),
];

/// Said where the round on which agreement is computed is not there.
const NOT_APART: &str = "Agreement is that of round 1, before anything was talked over; it is not opened.";

/// Lines on the group, and lines that name two members each.
pub(super) type Figures = (Vec<String>, Vec<String>);

impl MeetingView {
    /// What an action settles; none where it settles nothing.
    pub(super) fn settle_by(&mut self, action: Action, ui: &Ui<'_>) -> Option<Reply> {
        let writes = action.rung().is_some()
            || matches!(
                action,
                Action::MeetDissent
                    | Action::MeetAbstain
                    | Action::MeetVote
                    | Action::MeetNod
                    | Action::MeetPresent
                    | Action::Clear
            );
        if let Some(why) = ui.ws.read_only().filter(|_| writes) {
            return Some(Reply::mistake(why.to_owned()));
        }
        if let Some(digit) = action.rung() {
            return Some(self.agree(digit, ui));
        }
        Some(match action {
            Action::MeetDissent => self.dissent(ui),
            Action::MeetAbstain => self.stays_out(ui),
            Action::MeetVote => self.basis(ui),
            Action::MeetNod => self.nod(ui),
            Action::MeetPresent => self.who(),
            Action::Clear => self.reopen(ui),
            // The record answers no question by itself.
            Action::Rate | Action::Note | Action::ShowPublished | Action::RepeatMark => {
                Reply::mistake("In the meeting a digit settles what is talked over; g r goes to the review.")
            }
            _ => return None,
        })
    }

    /// What is agreed unless something else is said: who was there, how it came about.
    fn proposed(&self, ui: &Ui<'_>, rating: Rating) -> Agreement {
        let subject = self.subject();
        let question = match subject {
            Some(Subject::Cell(cell)) => self.question(cell),
            _ => None,
        };
        let alike = question.is_some_and(|question| {
            let mut given = question.ratings.iter().filter_map(|given| given.rating);
            given.clone().next().is_some() && given.all(|one| one == rating)
        });
        let abstained = question.into_iter().flat_map(|question| &question.ratings);
        let abstained = abstained.filter(|given| given.said == Said::Abstained).map(|given| given.member.clone());
        let standing = self.standing(ui).filter(|standing| standing.rating == rating);
        standing.unwrap_or_else(|| Agreement {
            rating,
            reason: String::new(),
            basis: if alike { Basis::Unanimous } else { Basis::Consensus },
            tally: None,
            present: self.in_the_room(),
            abstained: abstained.collect(),
            dissent: Vec::new(),
        })
    }

    fn in_the_room(&self) -> Vec<String> {
        let all = || self.meeting.as_ref().map(|meeting| meeting.letters()).unwrap_or_default();
        if self.present.is_empty() { all() } else { self.present.clone() }
    }

    /// A digit: the agreed rating, and its reason is asked for.
    fn agree(&mut self, digit: u8, ui: &Ui<'_>) -> Reply {
        let rating = match digit {
            0 => Rating::NoInformation,
            digit => match Grade::from_rank(usize::from(digit) - 1) {
                Some(grade) => Rating::from(grade),
                None => return Reply::ignored(),
            },
        };
        let Some(subject) = self.subject().cloned() else { return Reply::ignored() };
        let proposed = self.proposed(ui, rating);
        let word = rating_word(ui.ws.catalog().review(), rating);
        let mut hint = "Why, in a sentence or two; it goes into the record.".to_owned();
        if let Some(by_rule) = self.departs(ui, &subject, rating) {
            let by_rule = rating_word(ui.ws.catalog().review(), by_rule);
            hint = format!("This departs from the rule, which gives {by_rule}: say why. It goes into the record.");
        }
        let start = proposed.reason.clone();
        let on = subject.clone();
        let keep = move |typed: &str, _: &Ui<'_>| match typed.trim() {
            "" => Err("Say why in a few words: the record is read by those who were not there.".to_owned()),
            typed => Ok(vec![Request::Apply(agreed(&on, Agreement { reason: typed.to_owned(), ..proposed.clone() }))]),
        };
        let title = format!("{subject} agreed: {word}");
        Reply::ask(Request::Open(Box::new(Prompt::text(title, hint, &start, Box::new(keep)))))
    }

    /// What the rule gives for a parent, where a rating departs from it.
    pub(super) fn departs(&self, ui: &Ui<'_>, subject: &Subject, rating: Rating) -> Option<Rating> {
        let Subject::Parent(parent) = subject else { return None };
        ui.ws.rollup().parent(parent).and_then(|state| state.by_rule.completed).filter(|by_rule| *by_rule != rating)
    }

    fn unsettled(&self) -> Reply {
        let subject = self.subject().map(ToString::to_string).unwrap_or_default();
        Reply::mistake(format!("{subject} is not settled yet: a digit settles it, then this can be added."))
    }

    /// Who does not agree, and why. Asked again it can be changed; an empty text takes it back.
    fn dissent(&self, ui: &Ui<'_>) -> Reply {
        let (Some(standing), Some(on)) = (self.standing(ui), self.subject().cloned()) else { return self.unsettled() };
        // Also who has left: what they said on leaving goes into the record.
        let letters = self.meeting.as_ref().map(|meeting| meeting.letters()).unwrap_or_default();
        let mark = |letter: &String| standing.dissent.iter().find(|one| one.member == *letter);
        let choices =
            letters.iter().map(|letter| Choice::new(letter.clone(), mark(letter).map_or("", |_| "dissents"))).collect();
        let ask = move |at: usize, _: &str| {
            let Some(letter) = letters.get(at).cloned() else { return Vec::new() };
            let (on, standing) = (on.clone(), standing.clone());
            let start = standing.dissent.iter().find(|one| one.member == letter).map(|one| one.reason.clone());
            let title = format!("Why {letter} does not agree on {on}");
            let keep = move |typed: &str, _: &Ui<'_>| {
                let dissents = !typed.trim().is_empty();
                let abstained = standing.abstained.iter().filter(|one| !dissents || **one != letter).cloned().collect();
                let others = standing.dissent.iter().filter(|one| one.member != letter).cloned();
                let mut dissent: Vec<Dissent> = others.collect();
                if dissents {
                    dissent.push(Dissent { member: letter.clone(), reason: typed.trim().to_owned() });
                    dissent.sort_by(|one, other| one.member.cmp(&other.member));
                }
                let basis = match standing.basis {
                    Basis::Unanimous if !dissent.is_empty() => Basis::Consensus,
                    basis => basis,
                };
                Ok(vec![Request::Apply(agreed(&on, Agreement { dissent, basis, abstained, ..standing.clone() }))])
            };
            let hint = "In the member's own words; it goes into the record. Empty: no dissent.";
            let prompt = Prompt::text(title, hint, start.as_deref().unwrap_or_default(), Box::new(keep));
            vec![Request::Open(Box::new(prompt))]
        };
        Reply::ask(Request::Open(Box::new(Picker::new("Who does not agree?", choices, Box::new(ask), false))))
    }

    /// Who does not vote on it, or does after all. Who stays out does not dissent.
    fn stays_out(&self, ui: &Ui<'_>) -> Reply {
        let (Some(standing), Some(on)) = (self.standing(ui), self.subject().cloned()) else { return self.unsettled() };
        let letters = self.meeting.as_ref().map(|meeting| meeting.letters()).unwrap_or_default();
        let hint = |letter: &String| if standing.abstained.contains(letter) { "does not vote" } else { "" };
        let choices = letters.iter().map(|letter| Choice::new(letter.clone(), hint(letter))).collect();
        let ask = move |at: usize, _: &str| {
            let Some(letter) = letters.get(at) else { return Vec::new() };
            let mut agreement = standing.clone();
            if agreement.abstained.contains(letter) {
                agreement.abstained.retain(|one| one != letter);
            } else {
                agreement.abstained.push(letter.clone());
                agreement.abstained.sort();
                agreement.dissent.retain(|one| one.member != *letter);
            }
            vec![Request::Apply(agreed(&on, agreement))]
        };
        let title = "Who does not vote on this? Again: does after all.";
        Reply::ask(Request::Open(Box::new(Picker::new(title, choices, Box::new(ask), false))))
    }

    /// How it was settled; of a vote, with how many.
    fn basis(&self, ui: &Ui<'_>) -> Reply {
        let (Some(standing), Some(on)) = (self.standing(ui), self.subject().cloned()) else { return self.unsettled() };
        let at = BASES.iter().position(|(basis, _)| *basis == standing.basis).unwrap_or(0);
        let choices = BASES.iter().map(|(_, words)| Choice::new(*words, "")).collect();
        let ask = move |at: usize, _: &str| {
            let Some((basis, _)) = BASES.get(at) else { return Vec::new() };
            let (on, standing) = (on.clone(), Agreement { basis: *basis, ..standing.clone() });
            if *basis != Basis::Vote {
                return vec![Request::Apply(agreed(&on, Agreement { tally: None, ..standing }))];
            }
            let start = standing.tally.clone().unwrap_or_default();
            let keep = move |typed: &str, _: &Ui<'_>| match typed.trim() {
                "" => Err("Say how many were for it, such as 2 of 3.".to_owned()),
                typed => {
                    let tally = Some(typed.to_owned());
                    Ok(vec![Request::Apply(agreed(&on, Agreement { tally, ..standing.clone() }))])
                }
            };
            let prompt = Prompt::line("How many were for it?", "Such as 2 of 3.", &start, Box::new(keep));
            vec![Request::Open(Box::new(prompt))]
        };
        let picker = Picker::new("How was it settled?", choices, Box::new(ask), false).standing_on(at);
        Reply::ask(Request::Open(Box::new(picker)))
    }

    /// Everything on which all who rated it gave the same and that is still open, in one act.
    fn nod(&self, ui: &Ui<'_>) -> Reply {
        let state = ui.ws.state();
        let mut acts = Vec::new();
        for question in self.meeting.iter().flat_map(|meeting| &meeting.chair.cells) {
            let on = Subject::Cell(question.cell.clone());
            let mut given = question.ratings.iter().filter_map(|given| given.rating);
            let Some(rating) = given.next().filter(|first| given.all(|one| one == *first)) else { continue };
            if state.consensus.contains_key(&on) || self.is_aside(&on) {
                continue;
            }
            let abstained = question.ratings.iter().filter(|one| one.said == Said::Abstained);
            let agreement = Agreement {
                rating,
                reason: "All who rated it gave this, for the reasons in their sessions.".to_owned(),
                basis: Basis::Unanimous,
                tally: None,
                present: self.in_the_room(),
                abstained: abstained.map(|given| given.member.clone()).collect(),
                dissent: Vec::new(),
            };
            if let Act::Together { acts: both } = agreed(&on, agreement) {
                acts.extend(both);
            }
        }
        let count = acts.len() / 2;
        if count == 0 {
            return Reply::mistake("There is nothing to nod to: what all gave alike is settled, or set aside.");
        }
        let questions = crate::review::words::plural(count, "question", "questions");
        let words = format!("{questions} agreed as all gave them. u takes that back.");
        let done = Request::Say(crate::tui::request::Say::Notice(words));
        Reply { handled: true, close: false, requests: vec![Request::Apply(Act::Together { acts }), done] }
    }

    /// Who is in the room, from now on.
    fn who(&mut self) -> Reply {
        let all = self.meeting.as_ref().map(|meeting| meeting.letters()).unwrap_or_default();
        let here = self.in_the_room();
        let hint = |letter: &String| if here.contains(letter) { "here" } else { "away" };
        let choices = all.iter().map(|letter| Choice::new(letter.clone(), hint(letter))).collect();
        let ask = move |at: usize, _: &str| all.get(at).cloned().map(Request::Present).into_iter().collect();
        let title = "Who came or left? What is settled from now on names who is here.";
        Reply::ask(Request::Open(Box::new(Picker::new(title, choices, Box::new(ask), false))))
    }

    /// A member came, or left.
    pub fn came_or_left(&mut self, letter: &str) -> String {
        let mut here = self.in_the_room();
        let left = here.iter().any(|one| one == letter);
        if left {
            here.retain(|one| one != letter);
        } else {
            here.push(letter.to_owned());
            here.sort();
        }
        let words = if here.is_empty() { "nobody".to_owned() } else { here.join(", ") };
        if here.is_empty() {
            return "Somebody has to be here.".to_owned();
        }
        self.present = here;
        format!("Here: {words}.")
    }

    /// How far members agreed before they talked: computed beside, shown once it is there.
    pub(super) fn agreement(&mut self, ui: &Ui<'_>) -> Reply {
        let Some(meeting) = self.meeting.clone() else { return Reply::ignored() };
        self.agreement.get_or_insert_with(|| Newest::new(ui.worker)).ask(move |_| {
            let look = Look::at(&meeting.panel).with_agreement(&meeting.panel);
            let chair = Chair::of(&meeting.panel, &look);
            match &chair.agreement {
                Some(agreement) => (agreement_words(agreement), pair_words(agreement)),
                None => (vec![NOT_APART.to_owned()], Vec::new()),
            }
        });
        Reply::say("Computing how far members agreed \u{2026}")
    }

    /// Figures of the group; who differs from whom only while letters are shown.
    pub(super) fn agreement_lines(&self, mut lines: Vec<String>, pairs: Vec<String>) -> Vec<String> {
        match (pairs.is_empty(), self.names) {
            (true, _) => {}
            (false, true) => lines.extend(std::iter::once(String::new()).chain(pairs)),
            (false, false) => {
                lines.push(String::new());
                lines.push("Who differs from whom is told here once letters are on.".to_owned());
            }
        }
        lines
    }
}
