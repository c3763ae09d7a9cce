//! Carries out what panes and sheets ask for.

use crate::judgement::words::at_start;
use crate::keys::action::Action;
use crate::model::act::Act;
use crate::model::ids::Subject;
use crate::review::plan::EditError;
use crate::review::rated::Moved;
use crate::review::rated::next_unrated;
use crate::review::rated::rate;
use crate::review::sealed_round::withhold;
use crate::review::words::Spot;
use crate::tui::app::App;
use crate::tui::dialog::export::ExportSheet;
use crate::tui::dialog::history::place_of;
use crate::tui::effect::Effect;
use crate::tui::request::Place;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::request::ViewName;
use crate::tui::view::triage::told;

impl App {
    /// Carries out requests in order.
    pub(crate) fn run(&mut self, requests: Vec<Request>) {
        let acts = self.ws.history().entries().len();
        for request in requests {
            self.answer(request);
        }
        if self.ws.history().entries().len() > acts {
            self.keep_place();
        }
    }

    fn answer(&mut self, request: Request) {
        match request {
            Request::Apply(act) => self.apply(act),
            Request::ApplyAll(acts, said) => self.apply_all(acts, &said),
            Request::Rate(act) => self.rate(&act),
            Request::Triage(act) => self.decide(&act),
            Request::Arrange(how) => {
                let look = self.look();
                self.triage.arrange(&look.ui(&self.ws), &how);
            }
            Request::Filed(bears) => self.triage.filed(&bears),
            Request::FileUnder(subject) => {
                let look = self.look();
                self.review.go_subject(&look.ui(&self.ws), &subject);
            }
            Request::Undo => self.undo(true),
            Request::Redo => self.undo(false),
            Request::Go(place) => {
                self.go(place);
                self.sheets.clear();
            }
            Request::TrailBack => self.trail_back(),
            Request::Switch(view) => self.switch(view),
            Request::Say(say) => self.status = Some(say),
            Request::Open(sheet) => self.push_sheet(sheet),
            Request::Do(action) => self.perform(action),
            Request::Copy(copy) => self.effects.push(Effect::Copy { text: copy.text, what: copy.what }),
            Request::SetRead(item, read) => {
                self.ws.set_read(&item, read);
                self.review.read_changed(&self.ws);
            }
            Request::Walk { query, results, at } => self.begin_walk(&query, *results, at),
            Request::Filter { only, pinned } => {
                let look = self.look();
                self.review.set_filter(&look.ui(&self.ws), only, pinned);
            }
            Request::Chose(name) => self.recent.chose(name),
            Request::RememberMark(quote) => self.last_mark = Some(quote),
            Request::Export { path, with_name, with_log, force } if !force && path.exists() => {
                // In the place of the sheet that asked.
                self.sheets.pop();
                self.sheets.push(Box::new(ExportSheet::over(&path, with_name, with_log)));
            }
            Request::Export { path, with_name, with_log, force } => {
                let mut session = Box::new(self.ws.to_file(with_name, with_log));
                withhold(&mut session, self.ws.catalog());
                self.effects.push(Effect::Export { path, session, force });
            }
            Request::LookAtPanel(letter) => self.effects.push(Effect::LookAtPanel { letter: Some(letter) }),
            Request::HandIn(out) => self.effects.push(Effect::HandIn(out)),
            Request::SwitchMember(id) => self.effects.push(Effect::SwitchMember(id)),
            Request::NewMember(name) => self.effects.push(Effect::NewMember(name)),
            Request::Trace(path) => self.begin_trace(path),
            Request::Present(letter) => {
                let words = self.meeting.came_or_left(&letter);
                self.say(words);
            }
            Request::Edit(edit) => self.edit_review(edit),
            Request::SaveEdition { path, force } => self.save_edition(&path, force),
            Request::DiscardEdits => self.discard_edits(),
            Request::Quit if self.asks_before_leaving() => {}
            Request::Quit | Request::LeaveEditing => self.effects.push(Effect::Quit),
        }
    }

    fn apply(&mut self, act: Act) {
        let act = self.with_id(act);
        let facts = act.is_fact();
        match self.ws.apply(&act) {
            Ok(done) if !facts => self.say(at_start(&done.words) + "."),
            Ok(_) => {}
            Err(error) => self.status = Some(Say::Mistake(error.to_string())),
        }
        self.refresh();
    }

    /// A passage begun in a list gets its id here, where ids are made.
    fn with_id(&mut self, mut act: Act) -> Act {
        if let Act::Mark { quote } = &mut act
            && quote.id.is_nil()
        {
            quote.id = self.ws.new_id();
        }
        act
    }

    /// Several acts of one gesture are one act, taken back as one; facts stay each their own.
    fn apply_all(&mut self, acts: Vec<Act>, said: &str) {
        let mut acts: Vec<Act> = acts.into_iter().map(|act| self.with_id(act)).collect();
        if acts.len() > 1 && !acts.iter().any(Act::is_fact) {
            acts = vec![Act::Together { acts }];
        }
        let mut words = String::new();
        for act in acts {
            match self.ws.apply(&act) {
                Ok(done) => words = done.words,
                Err(error) => {
                    self.status = Some(Say::Mistake(error.to_string()));
                    self.refresh();
                    return;
                }
            }
        }
        let line = if said.is_empty() { at_start(&words) + "." } else { said.to_owned() };
        self.say(line);
        self.refresh();
    }

    /// Rates, and says in two lines what moved; Enter then goes to the next unrated question.
    fn rate(&mut self, act: &Act) {
        let subject = match act {
            Act::Rate { cell, .. } | Act::Abstain { cell, .. } => Subject::Cell(cell.clone()),
            Act::Override { parent, .. } => Subject::Parent(parent.clone()),
            _ => return,
        };
        match rate(&mut self.ws, act) {
            Ok(Moved { said, mut follows }) => {
                let next = match &subject {
                    Subject::Cell(cell) => next_unrated(&self.ws, Some(cell)),
                    Subject::Parent(_) => None,
                };
                match &next {
                    Some(cell) => follows.push_str(&format!(" (Enter: next unrated, {cell})")),
                    None if matches!(subject, Subject::Cell(_)) => {
                        let verdicts = self.key_of(Action::GoVerdicts);
                        follows.push_str(&format!(" Every question is rated now; {verdicts} shows the verdicts."));
                    }
                    None => {}
                }
                self.status = Some(Say::Moved(said, follows.trim().to_owned()));
                self.offer = next.map(|cell| Place::Grid(Subject::Cell(cell)));
            }
            Err(error) => self.status = Some(Say::Mistake(error.to_string())),
        }
        self.refresh();
    }

    /// Decides about a source and goes on to the next that is undecided.
    fn decide(&mut self, act: &Act) {
        match self.ws.apply(act) {
            Ok(done) => {
                let look = self.look();
                let decided = self.triage.go_on(&look.ui(&self.ws));
                let counts = self.triage.pane().queue.counts();
                let undecided = counts.of - counts.decided - counts.later;
                self.say(told(&at_start(&done.words), decided, (undecided, counts.later)));
            }
            Err(error) => self.status = Some(Say::Mistake(error.to_string())),
        }
        self.refresh();
    }

    fn undo(&mut self, back: bool) {
        if self.editing.is_some() {
            return self.undo_edit(back);
        }
        let result = if back { self.ws.undo() } else { self.ws.redo() };
        match result {
            Ok(done) => {
                let returned = self.return_in_triage(&done.spot);
                let place = place_of(&done.spot).filter(|_| !returned);
                let place = place.map(|place| match place {
                    // What was settled is talked over where one is.
                    Place::Grid(subject) if self.view == ViewName::Meeting => Place::Meeting(subject),
                    place => place,
                });
                let verb = if back { "Undone" } else { "Done again" };
                let there = if place.is_some() { " Enter goes there." } else { "" };
                self.say(format!("{verb}: {}.{there}", done.words));
                self.offer = place;
            }
            Err(error @ (EditError::NothingToUndo | EditError::NothingToRedo)) => {
                let sealed = self.ws.state().sealed().map(|(round, _)| {
                    format!(
                        " Round {round} is handed in: what was done before cannot be taken back, and ratings stay as they \
                         are until it is opened."
                    )
                });
                self.say(format!("{error}{}", sealed.unwrap_or_default()));
            }
            Err(error) => self.status = Some(Say::Mistake(error.to_string())),
        }
        self.refresh();
    }

    /// In triage a step back or forward leads to its source at once, and to where one was in its text.
    fn return_in_triage(&mut self, spot: &Spot) -> bool {
        let source = match spot {
            Spot::Triage(id) | Spot::Alike(id) => id,
            Spot::Source(id) | Spot::InSource(id, _) if self.triage.lists(&self.ws, id) => id,
            _ => return false,
        };
        if self.view != ViewName::Triage {
            return false;
        }
        let look = self.look();
        let ui = look.ui(&self.ws);
        match spot {
            Spot::InSource(_, at) => self.triage.go(&ui, source, Some(*at)),
            // Beside the texts it was about one need not move: the key is pressed on any of them.
            Spot::Alike(_) if self.triage.stands_by_one_like(&self.ws, source) => {}
            _ => self.triage.return_to(&ui, source),
        }
        true
    }
}
