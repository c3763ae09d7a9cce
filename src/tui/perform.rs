//! Actions that no pane answers: those that hold everywhere.

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::ids::ParentKey;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::session::NoteTarget;
use crate::review::rated::next_unrated;
use crate::review::sealed_round::stays;
use crate::review::selection::Reach;
use crate::tui::app::App;
use crate::tui::app::Look;
use crate::tui::dialog::passage::Anew;
use crate::tui::dialog::passage::PassageSheet;
use crate::tui::dialog::rating::RatingSheet;
use crate::tui::effect::Effect;
use crate::tui::pane::grid::Grid;
use crate::tui::pane::reader::Reader;
use crate::tui::request::Place;
use crate::tui::request::Request;
use crate::tui::request::ViewName;
use crate::tui::resume::AT;
use crate::tui::resume::QUEUE;
use crate::tui::resume::decode;
use crate::tui::resume::encode;
use crate::tui::resume::encode_queue;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;

/// Said where no meeting is at hand.
const NO_MEETING: &str = "A meeting is opened from the panel's folder: plumbline panel FOLDER --meet.";

impl App {
    /// Does what holds everywhere.
    pub(crate) fn perform_here(&mut self, action: Action, look: &Look) {
        if self.edit_here(action, look) {
            return;
        }
        if let Some(why) = self.is_not_for_a_record(action) {
            return self.say_mistake(why);
        }
        if let Some(digit) = action.rung() {
            return self.open_rating(look, Some(digit));
        }
        match action {
            Action::Rate => self.open_rating(look, None),
            Action::Passage => self.begin_passage(look, Reach::Sentence),
            Action::WholeItem => self.begin_passage(look, Reach::Whole),
            Action::RepeatMark => self.repeat_mark(),
            Action::Clear => self.clear(look),
            Action::Undo => self.run(vec![Request::Undo]),
            Action::Redo => self.run(vec![Request::Redo]),
            Action::TrailBack => self.trail_back(),
            Action::TrailForward => {
                let here = self.place();
                match self.trail.forward(here) {
                    Some(to) => self.jump(&to),
                    None => self.say("There is nowhere further along the way."),
                }
            }
            Action::GoReview => self.switch(ViewName::Review),
            Action::GoVerdicts => self.switch(ViewName::Verdicts),
            Action::GoCodebook => self.switch(ViewName::Codebook),
            Action::GoTrace | Action::TraceOther | Action::TraceUnmarked => self.go_trace(),
            Action::GoTriage => self.switch(ViewName::Triage),
            Action::GoMeeting if self.meeting.is_begun() => self.switch(ViewName::Meeting),
            Action::GoMeeting => self.say_mistake(NO_MEETING),
            Action::GoUnrated => self.go_unrated(),
            Action::GoUnread => self.go_unread(),
            Action::SearchNext => self.walk(true),
            Action::SearchPrevious => self.walk(false),
            Action::Back => self.back(),
            Action::Quit => self.quit(),
            Action::SavedWhen => self.say_saved(),
            Action::TakeOver => self.effects.push(Effect::TakeOver),
            Action::MouseToggle => {
                self.mouse = !self.mouse;
                self.effects.push(Effect::Mouse(self.mouse));
                let words = if self.mouse {
                    "Mouse on: click and wheel work here; hold Shift to select text in the terminal."
                } else {
                    "Mouse off: the terminal's own selecting works."
                };
                self.say(words);
            }
            Action::SwitchTheme => {
                let next = self.theme.name().next();
                self.theme = crate::tui::theme::Theme::new(next);
                self.ws.set_place("theme", next.name());
                self.say(format!("Theme: {}.", next.name()));
            }
            Action::Suspend => self.effects.push(Effect::Suspend),
            Action::SwitchMember => self.effects.push(Effect::ListMembers),
            Action::HandIn => self.effects.push(Effect::LookAtPanel { letter: None }),
            Action::SaveAgain => self.effects.push(Effect::SaveAgain),
            Action::RescueCopy => self.effects.push(Effect::Rescue),
            Action::Up | Action::Down | Action::Left | Action::Right => {}
            other => self.open_sheet(other, look),
        }
    }

    fn open_rating(&mut self, look: &Look, digit: Option<u8>) {
        if matches!(self.view, ViewName::Codebook | ViewName::Trace) {
            return self.say_mistake(format!(
                "No question is at hand here: {} goes to the review.",
                self.key_of(Action::GoReview)
            ));
        }
        let ui = look.ui(&self.ws);
        let Some(subject) = ui.at_hand.cloned() else { return };
        if matches!(subject, Subject::Parent(ParentKey::Area(_))) {
            return self.say_mistake("Areas are not rated; choose a question, a commitment or the whole evaluation.");
        }
        if let Some(why) = self.ws.read_only().map(str::to_owned) {
            return self.say_mistake(why);
        }
        if let Some(why) = stays(self.ws.state(), &subject) {
            return self.say_mistake(why);
        }
        let sheet = RatingSheet::new(&ui, &subject, digit);
        self.push_sheet(Box::new(sheet));
    }

    fn begin_passage(&mut self, look: &Look, reach: Reach) {
        let Some(reader) = self.reader() else {
            return self.say_mistake(format!(
                "Passages are marked in a text: {} goes to the review.",
                self.key_of(Action::GoReview)
            ));
        };
        let markable = reader.is_markable();
        if let Some(why) = self.ws.read_only().map(str::to_owned) {
            return self.say_mistake(why);
        }
        if !markable {
            return self.say_mistake("There is no text here to mark.");
        }
        let reach = if self.on_a_list() && reach == Reach::Sentence { Reach::Whole } else { reach };
        let id = self.ws.new_id();
        let ui = look.ui(&self.ws);
        let Some(reader) = self.reader() else { return };
        let Some(text) = reader.marked_in(&ui) else { return };
        let page = reader.page();
        let anew = Anew { cursor: reader.cursor(), reach, id };
        let sheet = match passage_to_change(reader, &ui, &text, reach) {
            Some(quote) => Some(PassageSheet::change(quote, &text, page, anew)),
            None => PassageSheet::begin(&ui, &text, page, anew),
        };
        match sheet {
            Some(sheet) => self.push_sheet(Box::new(sheet)),
            None => self.say_mistake("There is no text here to mark."),
        }
    }

    /// Whether the cursor stands in the evidence list, not in the text beside it.
    fn on_a_list(&self) -> bool {
        self.view == ViewName::Review && self.review.focus() == Focus::List
    }

    /// Marks the sentence under the cursor, or the item in the list, as the last one was.
    fn repeat_mark(&mut self) {
        let Some(last) = self.last_mark.clone() else {
            let mark = self.keys.key_for(Scope::Reader, Action::Passage).unwrap_or(":");
            return self.say_mistake(format!("Nothing to repeat yet: {mark} marks a passage first."));
        };
        if !self.reader().is_some_and(Reader::is_markable) {
            return self.say_mistake("There is no text here to mark.");
        }
        let item = self.review.item().filter(|_| self.view == ViewName::Review);
        let unread = item.and_then(|at| self.ws.catalog().item(at));
        if unread.is_some_and(|item| self.ws.blindness().withholds(&item)) {
            return self.say_mistake("This sentence states what was published: open it before you mark it.");
        }
        let Some(reader) = self.reader() else { return };
        let look = self.look();
        let Some(marked_in) = reader.marked_in(&look.ui(&self.ws)) else { return };
        let text = reader.page().text();
        let range = match self.on_a_list() {
            true => 0..text.chars(),
            false => reader.sentence().unwrap_or(0..text.chars()),
        };
        let digest = crate::document::canonical::sha256_hex(text.stored().as_bytes());
        let selector = crate::model::quote::Selector::of(text.stored(), range.start, range.end, digest);
        let Some(selector) = selector else { return };
        let mut quote = last;
        let stance = quote.filings.first().and_then(|filing| filing.stance);
        if let Subject::Cell(cell) = self.review.subject() {
            let filed = crate::model::quote::FiledCell::from(cell);
            quote.filings = vec![crate::model::quote::Filing { cell: filed, stance, anchor: None }];
        }
        quote.tags.retain(|tag| self.ws.state().tag(tag).is_some());
        quote.id = self.ws.new_id();
        (quote.evidence, quote.source) = marked_in.fields();
        quote.selector = selector;
        quote.note = None;
        self.run(vec![Request::Apply(Act::Mark { quote: Box::new(quote) })]);
    }

    fn clear(&mut self, look: &Look) {
        // Only where the rating is on the screen: nothing that matters happens by one slip.
        if !matches!(self.view_scope(), Scope::Grid | Scope::Verdicts) {
            return self.say_mistake("There is nothing here to take away; a rating is cleared in the grid.");
        }
        let act = match look.ui(&self.ws).at_hand {
            Some(Subject::Cell(cell)) => Act::Unrate { cell: cell.clone() },
            Some(Subject::Parent(parent)) => Act::ClearOverride { parent: parent.clone() },
            None => return,
        };
        self.run(vec![Request::Apply(act)]);
    }

    /// Where the member is, as a place to come back to.
    pub(crate) fn place(&self) -> Place {
        match self.view {
            ViewName::Review => self.review.place(&self.ws),
            ViewName::Verdicts => Place::Verdict(self.verdicts.subject(self.ws.catalog())),
            ViewName::Codebook => match self.codebook.tag(&self.ws) {
                Some(tag) => Place::Tag(tag),
                None => Place::Grid(self.review.subject().clone()),
            },
            ViewName::Trace => Place::Traced(self.trace.at()),
            ViewName::Meeting => {
                Place::Meeting(self.look().ui(&self.ws).at_hand.cloned().unwrap_or(Subject::Parent(ParentKey::Overall)))
            }
            ViewName::Triage => {
                self.triage.place(&self.ws).unwrap_or_else(|| Place::Grid(self.review.subject().clone()))
            }
        }
    }

    /// Goes somewhere; back leads here again.
    pub(crate) fn go(&mut self, to: Place) {
        let here = self.place();
        if here != to {
            self.trail.leave(here);
        }
        self.jump(&to);
    }

    /// Goes somewhere without leaving a trail.
    pub(crate) fn jump(&mut self, to: &Place) {
        self.view = match to {
            Place::Verdict(_) => ViewName::Verdicts,
            Place::Tag(_) => ViewName::Codebook,
            Place::Traced(_) => ViewName::Trace,
            Place::Meeting(_) if self.meeting.is_begun() => ViewName::Meeting,
            Place::Triage { .. } => ViewName::Triage,
            // What is listed in triage is read there.
            Place::Source(id) | Place::InSource { source: id, .. }
                if self.view == ViewName::Triage && self.triage.lists(&self.ws, id) =>
            {
                ViewName::Triage
            }
            _ => ViewName::Review,
        };
        let look = self.look();
        let ui = look.ui(&self.ws);
        match to {
            Place::Grid(subject) => self.review.go_subject(&ui, subject),
            Place::Item { item, under, at } => self.review.go_item(&ui, item, under.as_ref(), *at),
            Place::Triage { source, at } => {
                self.triage.refresh(&ui);
                self.triage.go(&ui, source, *at);
            }
            Place::Source(id) if self.view == ViewName::Triage => self.triage.go(&ui, id, None),
            Place::InSource { source, at } if self.view == ViewName::Triage => self.triage.go(&ui, source, Some(*at)),
            Place::Source(id) => self.review.go_source(&ui, id, None),
            Place::InSource { source, at } => self.review.go_source(&ui, source, Some(*at)),
            Place::Footnote(number) => {
                if !self.review.go_footnote(&ui, *number) {
                    self.say_mistake(format!("Note {number}: no text here refers to it."));
                }
            }
            Place::Tag(tag) => self.codebook.go(&self.ws, tag),
            Place::Verdict(subject) => self.verdicts.go(self.ws.catalog(), subject),
            Place::Traced(quotation) => self.trace.go(*quotation),
            Place::Meeting(subject) => self.meeting.go(subject),
        }
    }

    /// A place in words, for "Esc: back to …".
    pub(crate) fn place_words(&self, place: &Place) -> String {
        let review = self.ws.catalog().review();
        match place {
            Place::Grid(subject) => crate::review::words::subject_word(review, subject),
            Place::Item { item, under, .. } => match under {
                Some(subject) => {
                    let shelf = self.ws.catalog().shelf(&Grid::shelf(subject));
                    let at = self.ws.catalog().evidence_at(item).and_then(|at| shelf.position(at));
                    let item = at.map_or_else(|| item.to_string(), |at| format!("item {}", at + 1));
                    format!("{}, {item}", crate::review::words::subject_word(review, subject))
                }
                None => item.to_string(),
            },
            Place::Footnote(number) => format!("note {number}"),
            Place::Source(id) | Place::InSource { source: id, .. } => id.to_string(),
            Place::Triage { source, .. } => format!("triage, {source}"),
            Place::Tag(tag) => {
                self.ws.state().tag(tag).map_or_else(|| "the codebook".to_owned(), |tag| tag.label.clone())
            }
            Place::Verdict(_) => "the verdicts".to_owned(),
            Place::Traced(number) => format!("quotation {}", number + 1),
            Place::Meeting(subject) => format!("the meeting, {subject}"),
        }
    }

    pub(crate) fn trail_back(&mut self) {
        let here = self.place();
        match self.trail.back(here) {
            // Where the codebook was left, with its matrix and passages as they stood.
            Some(Place::Tag(tag)) if self.codebook.tag(&self.ws).as_ref() == Some(&tag) => {
                self.view = ViewName::Codebook;
            }
            Some(to) => self.jump(&to),
            None => self.say("This is where you started."),
        }
    }

    pub(crate) fn return_from_jump(&mut self) -> bool {
        if self.trail.returns_to().is_none() {
            return false;
        }
        self.trail_back();
        true
    }

    fn back(&mut self) {
        if self.view == if self.meeting.is_begun() { ViewName::Meeting } else { ViewName::Review } {
            self.say(format!("Nothing further back. {} leaves; everything is saved.", self.key_of(Action::Quit)));
        } else if self.meeting.is_begun() {
            self.switch(ViewName::Meeting);
        } else {
            self.switch(ViewName::Review);
        }
    }

    pub(crate) fn switch(&mut self, view: ViewName) {
        self.view = view;
        self.trail.settle();
        self.refresh();
    }

    /// Works views out anew after the session changed.
    pub(crate) fn refresh(&mut self) {
        let look = self.look();
        let ui = look.ui(&self.ws);
        self.review.refresh(&ui);
        if self.view == ViewName::Triage {
            self.triage.refresh(&ui);
        }
    }

    fn go_unrated(&mut self) {
        let look = self.look();
        let here = match look.ui(&self.ws).at_hand {
            Some(Subject::Cell(cell)) => Some(cell.clone()),
            _ => None,
        };
        match next_unrated(&self.ws, here.as_ref()) {
            Some(cell) => self.go(Place::Grid(Subject::Cell(cell))),
            None => {
                self.say(format!("Every question is rated. {} shows the verdicts.", self.key_of(Action::GoVerdicts)))
            }
        }
    }

    fn go_unread(&mut self) {
        let items = self.ws.catalog().items();
        let here = self.review.item().map_or(0, |at| at + 1);
        let unread = |at: &usize| {
            let hidden = || items.get(*at).is_none_or(|item| self.ws.blindness().hides(&item));
            !self.ws.read_places().contains(at) && !hidden()
        };
        let next = (here..items.len()).chain(0..here.min(items.len())).find(unread).and_then(|at| items.get(at));
        match next {
            Some(item) => {
                let item = item.id.clone();
                self.go(Place::Item { item: item.clone(), under: None, at: Some(0) });
                self.run(vec![Request::SetRead(item, true)]);
            }
            None => self.say("Everything has been read."),
        }
    }

    pub(crate) fn quit(&mut self) {
        let waiting = self.saved_through < self.ws.history().entries().len() as u64;
        if self.leaving {
            self.effects.push(Effect::Quit);
            return;
        }
        self.leaving = true;
        let (find, leave) = (self.key_of(Action::FindAnything), self.key_of(Action::Quit));
        let words = match (&self.trouble, waiting) {
            (Some(_), _) => {
                format!(
                    "Some acts are NOT saved. {find} then save-again or rescue-copy; {leave} again leaves without them."
                )
            }
            (None, true) => format!("Saving the last act. {leave} again leaves once it is safe."),
            (None, false) => format!("All saved. {leave} again leaves."),
        };
        self.say(words);
    }

    fn say_saved(&mut self) {
        let look = self.look();
        let ui = look.ui(&self.ws);
        let last = self.ws.history().entries().last().map(|entry| entry.at);
        let words = match (self.saved_at, last) {
            _ if self.trouble.is_some() => "Not saved: see above.".to_owned(),
            (Some(at), _) | (None, Some(at)) => format!("Saved already, {}.", ui.clock(at)),
            (None, None) => "Nothing to save yet; every act is saved as it is made.".to_owned(),
        };
        self.say(words);
    }

    /// What a note would be on.
    pub(crate) fn note_target(&self) -> NoteTarget {
        let in_triage = self.triage.note_target(&self.ws).filter(|_| self.view == ViewName::Triage);
        match (self.view, in_triage) {
            (ViewName::Review, _) => self.review.note_target(&self.ws),
            (_, Some(target)) => target,
            _ => match self.look().ui(&self.ws).at_hand {
                Some(Subject::Cell(cell)) => NoteTarget::Cell(cell.clone()),
                Some(Subject::Parent(parent)) => NoteTarget::Parent(parent.clone()),
                None => NoteTarget::Parent(ParentKey::Overall),
            },
        }
    }

    /// Notes where the member is, so that starting again resumes there. Done with every act and on
    /// every way out, not with every move: a move is not worth a write to the disk.
    pub fn keep_place(&mut self) {
        self.note_what_stood_there();
        self.ws.keep_opened();
        let place = encode(&self.place());
        if self.options.place.as_ref() != Some(&place) {
            self.ws.set_place(AT, &place);
            self.options.place = Some(place);
        }
        self.keep_aside();
        let arranged = self.triage.pane().queue.arrangement();
        if *arranged != self.options.arranged {
            self.options.arranged = arranged.clone();
            self.ws.set_place(QUEUE, &encode_queue(&self.options.arranged));
        }
    }

    /// Goes where the member was, the sources in triage arranged as they were.
    pub(crate) fn resume(&mut self) {
        self.triage.take_up(&self.ws, self.options.arranged.clone());
        if let Some(place) = self.options.place.as_deref().and_then(decode) {
            self.jump(&place);
        }
    }
}

/// The passage that marking here changes: over the whole item that of the whole item, in its text the shortest under
/// the cursor. A mark on a longer item as a whole does not keep its sentences from being marked.
fn passage_to_change<'a>(reader: &Reader, ui: &Ui<'a>, text: &MarkedIn, reach: Reach) -> Option<&'a Quote> {
    let whole = 0..reader.page().stored_len();
    let (cursor, one_sentence) = (reader.cursor(), reader.sentence().as_ref() == Some(&whole));
    let here = |quote: &Quote| match ui.at_hand {
        Some(Subject::Cell(cell)) => quote.filed_under(cell).is_some(),
        _ => false,
    };
    let own = ui.ws.state().quotes_of(text);
    let range = |quote: &Quote| quote.selector.start..quote.selector.end;
    if reach == Reach::Whole {
        return own.filter(|quote| range(quote) == whole).max_by_key(|quote| here(quote));
    }
    own.filter(|quote| range(quote).contains(&cursor) && (one_sentence || range(quote) != whole))
        .min_by_key(|quote| range(quote).len())
}
