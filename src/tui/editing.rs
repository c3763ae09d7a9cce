//! The workbench while the review itself is edited: its keys, its sheets, saving, leaving.
//!
//! Uses the door of `review::editing`. Invariant: no session is changed here, and no file is written without a name
//! given or confirmed.

use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::act::Act;
use crate::model::catalog::Catalog;
use crate::model::edit::Edit;
use crate::model::edit::EditStep;
use crate::model::ids::EvidenceId;
use crate::model::ids::SourceId;
use crate::model::ids::Subject;
use crate::model::review::Review;
use crate::review::editing::EditDesk;
use crate::review::editing::Edited;
use crate::review::editing::Refused;
use crate::review::words::plural;
use crate::review::workspace::Access;
use crate::review::workspace::Forgetful;
use crate::tui::app::App;
use crate::tui::app::Look;
use crate::tui::dialog::edit_sheets;
use crate::tui::dialog::picker::Choice;
use crate::tui::dialog::picker::Picker;
use crate::tui::dialog::prompt::Prompt;
use crate::tui::effect::Effect;
use crate::tui::request::Place;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;
use crate::tui::view::review::Focus;

/// Why nothing is rated or marked here.
const NO_SESSION: &str =
    "The review itself is edited here: nothing is rated or marked. Open it without --edit for that.";

/// A place by the code its source has now.
fn with_code_now(place: Place, before: &[SourceId], now: &[SourceId]) -> Place {
    let named = |id: SourceId| {
        let at = before.iter().position(|code| *code == id);
        at.and_then(|at| now.get(at)).cloned().unwrap_or(id)
    };
    match place {
        Place::Source(id) => Place::Source(named(id)),
        Place::InSource { source, at } => Place::InSource { source: named(source), at },
        Place::Triage { source, at } => Place::Triage { source: named(source), at },
        other => other,
    }
}

/// Whether an action is about a session, of which there is none here.
pub(crate) fn is_for_a_session(action: Action) -> bool {
    action.rung().is_some()
        || matches!(
            action,
            Action::Rate
                | Action::Abstain
                | Action::Passage
                | Action::WholeItem
                | Action::RepeatMark
                | Action::Note
                | Action::Clear
                | Action::SwitchMember
                | Action::TakeOver
                | Action::HandIn
                | Action::Export
                | Action::GoTriage
        )
}

impl App {
    /// Edits the review instead of working on a session. Everything is shown: who edits has to see what is there.
    pub fn begin_editing(&mut self, desk: EditDesk) {
        self.ws.hand_to(Access::Write, Box::new(Forgetful));
        let shown = self.ws.apply(&Act::ShowPublished { show: true, seen: Vec::new() });
        debug_assert!(shown.is_ok(), "a setting can always be made");
        self.ws.hand_to(Access::ReadOnly(NO_SESSION.to_owned()), Box::new(Forgetful));
        self.editing = Some(desk);
        self.show_edited(None);
        self.settle();
    }

    /// The keys of a pane, or those of editing.
    pub(crate) fn edit_scope(&self, scope: Scope) -> Scope {
        match (self.editing.is_some(), scope) {
            (true, Scope::Grid | Scope::List) => Scope::Editing,
            (true, Scope::Reader) if self.review.source().is_some() => Scope::EditingSource,
            (true, Scope::Reader) => Scope::EditingText,
            (true, Scope::Notes) => Scope::EditingNotes,
            (_, scope) => scope,
        }
    }

    /// What the header says: "editing edition 2 · 3 changes not saved".
    pub(crate) fn edit_words(&self) -> Option<String> {
        let desk = self.editing.as_ref()?;
        let what = if desk.editing.is_copy() {
            "editing a copy".to_owned()
        } else {
            format!("editing edition {}", desk.editing.next_edition())
        };
        let unsaved = match desk.editing.changes() {
            0 => "nothing changed".to_owned(),
            changes => format!("{} not saved", plural(changes, "change", "changes")),
        };
        Some(format!("{what} \u{b7} {unsaved}"))
    }

    /// Does what means something else, or something at all, while the review is edited.
    pub(crate) fn edit_here(&mut self, action: Action, look: &Look) -> bool {
        let Some(desk) = &self.editing else {
            return match action {
                Action::DiscardEdits | Action::SaveEdition => {
                    self.say_mistake("No review is edited here: plumbline REVIEW --edit does.");
                    true
                }
                _ => false,
            };
        };
        match action {
            Action::Quit => {
                if !self.asks_before_leaving() {
                    self.effects.push(Effect::Quit);
                }
            }
            Action::SavedWhen => {
                let words = match desk.editing.changes() {
                    0 => "Nothing to save: the review is as it was.".to_owned(),
                    changes => {
                        let unsaved = plural(changes, "change is", "changes are");
                        format!("{unsaved} not saved as an edition yet: {} does.", self.key_of(Action::SaveEdition))
                    }
                };
                self.say(words);
            }
            Action::SaveEdition => self.ask_where(),
            Action::DiscardEdits => self.ask_whether_to_discard(),
            Action::EditLabel | Action::EditCode => self.open_naming(action, look),
            _ if is_for_a_session(action) => self.say_mistake(NO_SESSION),
            _ => return self.edit_item(action, look),
        }
        true
    }

    /// Changes the item under the cursor, or opens the sheet that asks how.
    fn edit_item(&mut self, action: Action, look: &Look) -> bool {
        let changes_an_item = matches!(
            action,
            Action::EditJoin
                | Action::EditSplit
                | Action::EditPlaces
                | Action::EditKind
                | Action::EditSources
                | Action::EditSpeaker
        );
        if !changes_an_item {
            return false;
        }
        let Some(item) = self.item_edited() else { return true };
        match action {
            Action::EditJoin => self.edit_review(Edit::Join { item }),
            Action::EditSplit => self.edit_review(Edit::Split { item, at: self.review.reader().cursor() }),
            _ => {
                let sheet = edit_sheets::for_item(&look.ui(&self.ws), action, &item);
                self.open_or_say(sheet);
            }
        }
        true
    }

    /// Opens what gives labels and codes to what is at hand.
    fn open_naming(&mut self, action: Action, look: &Look) {
        let sheet = {
            let ui = look.ui(&self.ws);
            let source = self.review.source().or_else(|| self.review.noted_source());
            match action {
                Action::EditLabel => edit_sheets::labels(&ui, self.review.subject(), source),
                _ => edit_sheets::codes(&ui, self.review.item(), source),
            }
        };
        self.open_or_say(sheet);
    }

    fn open_or_say(&mut self, sheet: Result<Box<dyn Sheet>, String>) {
        match sheet {
            Ok(sheet) => self.push_sheet(sheet),
            Err(why) => self.say_mistake(why),
        }
    }

    /// The item under the cursor.
    fn item_edited(&mut self) -> Option<EvidenceId> {
        let at = self.review.item().filter(|_| self.review.focus() != Focus::Grid);
        let item = at.and_then(|at| self.ws.catalog().item(at)).map(|item| item.id.clone());
        if item.is_none() {
            self.say_mistake("Go to an item in the list first: Enter, then Up and Down.");
        }
        item
    }

    /// Changes the review.
    pub(crate) fn edit_review(&mut self, edit: Edit) {
        let stays = matches!(edit, Edit::Places { .. }).then(|| self.item_beside()).flatten();
        let Some(desk) = &mut self.editing else { return };
        let step = EditStep::Do(edit.clone());
        let done = desk.editing.apply(edit);
        if done.is_ok() {
            desk.keep(&step);
        }
        self.after_edit(done, "", stays);
    }

    /// Takes the last change back, or makes it again.
    pub(crate) fn undo_edit(&mut self, back: bool) {
        let Some(desk) = &mut self.editing else { return };
        let (step, done, verb) = if back {
            (EditStep::Undo, desk.editing.undo(), "Undone: ")
        } else {
            (EditStep::Redo, desk.editing.redo(), "Done again: ")
        };
        if done.is_ok() {
            desk.keep(&step);
        }
        self.after_edit(done, verb, None);
    }

    /// The item that stands where an item is once that has moved away: the next in the list, else the one before.
    fn item_beside(&self) -> Option<EvidenceId> {
        let (n, of) = self.review.list().position();
        let items = self.review.list().items();
        let beside = if n < of { items.get(n) } else { n.checked_sub(2).and_then(|at| items.get(at)) };
        beside.and_then(|at| self.ws.catalog().item(at)).map(|item| item.id.clone())
    }

    fn after_edit(&mut self, done: Result<Edited, Refused>, verb: &str, stays: Option<EvidenceId>) {
        match done {
            Ok(edited) => {
                let (here, under) = (self.place(), self.review.subject().clone());
                let reading = self.review.focus() == Focus::Reader;
                self.show_edited(Some(here));
                if let Some(item) = edited.item {
                    self.stand_on(item, stays, under, reading.then_some(edited.at));
                }
                self.say(format!("{verb}{}.", edited.words));
                if let Some(trouble) = self.editing.as_ref().and_then(EditDesk::trouble) {
                    self.options.banner = Some(trouble);
                }
            }
            Err(why) => self.status = Some(Say::Mistake(why.to_string())),
        }
    }

    /// Stays in the list one edits in: on the item, or on the one beside it where it has moved away. `at` is where in
    /// its text, where that is read.
    fn stand_on(&mut self, item: EvidenceId, beside: Option<EvidenceId>, under: Subject, at: Option<usize>) {
        self.jump(&Place::Grid(under.clone()));
        let listed = |app: &Self, id: &EvidenceId| {
            app.ws.catalog().evidence_at(id).is_some_and(|at| app.review.list().items().contains(at))
        };
        let item = match beside {
            Some(beside) if !listed(self, &item) && listed(self, &beside) => beside,
            _ => item,
        };
        self.jump(&Place::Item { item, under: Some(under), at });
    }

    /// Shows the review as it is now.
    fn show_edited(&mut self, here: Option<Place>) {
        let Some(desk) = &self.editing else { return };
        let catalog = Catalog::new(desk.editing.review().clone(), self.ws.catalog().digest().to_owned());
        let ids = |catalog: &Catalog| catalog.items().walk().map(|item| item.id.clone()).collect::<Vec<_>>();
        if ids(&catalog) != ids(self.ws.catalog()) {
            // What was found is known by its place among the items.
            self.walk = None;
        }
        let subject = self.review.subject().clone();
        let focus = self.review.focus();
        // Changes leave the sources in their order, so one with another code is found by where it stands.
        let codes = |catalog: &Catalog| catalog.review().sources.iter().map(|it| it.id.clone()).collect::<Vec<_>>();
        let (before, now) = (codes(self.ws.catalog()), codes(&catalog));
        let named_now = |place: Place| with_code_now(place, &before, &now);
        self.trail.rename(named_now);
        self.ws.look_at(Arc::new(catalog));
        self.review = crate::tui::view::review::ReviewView::new(&self.ws);
        self.jump(&Place::Grid(subject));
        if let Some(here) = here {
            self.jump(&named_now(here));
        }
        if focus == Focus::Grid {
            self.review.focus_grid();
        } else if self.review.focus() == Focus::Grid {
            // What stood here is not there any more.
            self.review.focus_list();
        }
    }

    /// Asks where the edition goes.
    fn ask_where(&mut self) {
        let Some(desk) = &self.editing else { return };
        if desk.editing.changes() == 0 && !desk.editing.is_copy() {
            return self.say("Nothing has changed, so there is no new edition to save.");
        }
        let title = if desk.editing.is_copy() {
            "Save the copy as".to_owned()
        } else {
            format!("Save edition {} as", desk.editing.next_edition())
        };
        let proposed = desk.proposed().display().to_string();
        let keep = |text: &str, _: &crate::tui::ui::Ui<'_>| match text.trim() {
            "" => Err("Type where to write the file.".to_owned()),
            path if path.ends_with(['/', '\\']) => Err("That is a folder. Type the name of a file in it.".to_owned()),
            path if !path.ends_with(".json") && !path.ends_with(".plumb") => {
                Err("The name ends in .json or .plumb: that decides the form.".to_owned())
            }
            path => Ok(vec![Request::SaveEdition { path: PathBuf::from(path), force: false }]),
        };
        let hint = "The old file stays as it is; members' sessions follow to the new edition.";
        self.push_sheet(Box::new(Prompt::line(title, hint, &proposed, Box::new(keep)).of_no_session()));
    }

    /// Writes the edition, asking first where a file of that name is there.
    pub(crate) fn save_edition(&mut self, path: &Path, force: bool) {
        let fresh = self.ws.new_id();
        let Some(desk) = &self.editing else { return };
        if !force && path.exists() {
            let there = path.to_owned();
            let choices = vec![
                Choice::new("No, another name", "asks again"),
                Choice::new("Write over it", "what it holds now is lost"),
            ];
            let choose = move |at: usize, _: &str| match at {
                1 => vec![Request::SaveEdition { path: there.clone(), force: true }],
                _ => vec![Request::Do(Action::SaveEdition)],
            };
            let title = format!("{} is there already", path.display());
            self.sheets.push(Box::new(Picker::new(title, choices, Box::new(choose), false)));
            return;
        }
        match desk.editing.to_save(fresh, "the edited review") {
            Ok(review) => {
                self.effects.push(Effect::SaveEdition { path: path.to_owned(), review: Box::new(review), force });
            }
            Err(error) => self.say_mistake(format!("Not saved: {error}")),
        }
    }

    /// An edition was written, or not.
    pub fn edition_saved(&mut self, path: &Path, review: Review, written: Result<(), String>) {
        let Some(desk) = &mut self.editing else { return };
        match written {
            Ok(()) => {
                let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
                let words = format!("Edition {} is in {}.", review.edition, whole.display());
                desk.saved(path, review);
                let here = self.place();
                self.show_edited(Some(here));
                self.say(words);
            }
            Err(why) => self.say_mistake(why),
        }
        self.settle();
    }

    fn ask_whether_to_discard(&mut self) {
        let changes = self.editing.as_ref().map_or(0, |desk| desk.editing.changes());
        if changes == 0 {
            return self.say("Nothing has changed.");
        }
        let changes = plural(changes, "change", "changes");
        let choices = vec![Choice::new("Keep them", ""), Choice::new(format!("Take back all {changes}"), "for good")];
        let choose = |at: usize, _: &str| if at == 1 { vec![Request::DiscardEdits] } else { Vec::new() };
        self.sheets.push(Box::new(Picker::new("Drop what is not saved?", choices, Box::new(choose), false)));
    }

    /// Takes back all changes.
    pub(crate) fn discard_edits(&mut self) {
        let Some(desk) = &mut self.editing else { return };
        desk.editing.discard();
        if let Some(journal) = &desk.journal {
            journal.clear();
        }
        let here = self.place();
        self.show_edited(Some(here));
        self.say("The review is as it was.");
    }

    /// Asks what is to become of changes that are not saved; false where there are none.
    pub(crate) fn asks_before_leaving(&mut self) -> bool {
        let Some(desk) = &self.editing else { return false };
        let changes = desk.editing.changes();
        if changes == 0 {
            return false;
        }
        let unsaved = plural(changes, "change is", "changes are");
        let kept = if desk.journal.is_some() { "they stand here again next time" } else { "they are lost" };
        let choices = vec![
            Choice::new("Save them as a new edition", "asks where"),
            Choice::new("Leave without saving", kept),
            Choice::new("Stay here", ""),
        ];
        let choose = |at: usize, _: &str| match at {
            0 => vec![Request::Do(Action::SaveEdition)],
            1 => vec![Request::LeaveEditing],
            _ => Vec::new(),
        };
        let title = format!("{unsaved} not saved");
        self.sheets.push(Box::new(Picker::new(title, choices, Box::new(choose), false)));
        true
    }
}
