//! Which sheet an action opens.

use std::sync::Arc;

use crate::keys::action::Action;
use crate::model::ids::Subject;
use crate::model::quote::MarkedIn;
use crate::review::query::run::Search;
use crate::tui::app::App;
use crate::tui::app::Look;
use crate::tui::dialog::arrange;
use crate::tui::dialog::ask::AskSheet;
use crate::tui::dialog::copy::Copied;
use crate::tui::dialog::copy::CopySheet;
use crate::tui::dialog::export::ExportSheet;
use crate::tui::dialog::filed::filed;
use crate::tui::dialog::findings::FindingsSheet;
use crate::tui::dialog::flow::FlowSheet;
use crate::tui::dialog::history::HistorySheet;
use crate::tui::dialog::ladder::LadderSheet;
use crate::tui::dialog::members::members;
use crate::tui::dialog::menu::MenuSheet;
use crate::tui::dialog::note::NoteSheet;
use crate::tui::dialog::palette::PaletteSheet;
use crate::tui::dialog::published::PublishedSheet;
use crate::tui::dialog::search::SearchSheet;
use crate::tui::dialog::show_only::ShowOnly;
use crate::tui::dialog::sources::SourcesSheet;
use crate::tui::dialog::tip::TipSheet;
use crate::tui::dialog::unsettled::UnsettledSheet;
use crate::tui::request::Request;
use crate::tui::request::ViewName;
use crate::tui::sheet::Sheet;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;
use crate::tui::view::triage::Focus as TriageFocus;

/// A sheet and what it asks for as it opens, or why it does not.
type Opened = Result<(Box<dyn Sheet>, Vec<Request>), String>;

impl App {
    /// Opens the menu of what can be done in the scope at hand, over whatever sheet is open.
    pub(crate) fn open_menu(&mut self) {
        let scope = self.scope();
        let look = self.look();
        let sheet = MenuSheet::new(&look.ui(&self.ws), scope);
        self.sheets.push(Box::new(sheet));
    }

    /// Opens the sheet an action asks for.
    pub(crate) fn open_sheet(&mut self, action: Action, look: &Look) {
        match self.sheet_for(action, look) {
            Ok((sheet, requests)) => {
                self.push_sheet(sheet);
                self.run(requests);
            }
            Err(why) => self.say_mistake(why),
        }
    }

    fn sheet_for(&mut self, action: Action, look: &Look) -> Opened {
        let fresh = self.ws.new_id();
        let search = self.search();
        let ui = look.ui(&self.ws);
        let subject = ui.at_hand.cloned().unwrap_or(Subject::Parent(crate::model::ids::ParentKey::Overall));
        let list = self.review.list();
        let sheet: Box<dyn Sheet> = match action {
            Action::Menu => Box::new(MenuSheet::new(&ui, self.scope())),
            Action::Ask => Box::new(AskSheet::new(&ui, &subject)),
            Action::Note => Box::new(NoteSheet::new(&ui, self.note_target(), fresh)),
            Action::FindAnything => Box::new(PaletteSheet::new(&ui, &self.recent)),
            Action::Search => {
                let (here, everywhere) = match self.view {
                    ViewName::Triage => (self.triage.searched_here(&ui), false),
                    ViewName::Review => (self.review.searched_here(&ui), self.review.focus() == Focus::Grid),
                    ViewName::Verdicts | ViewName::Codebook | ViewName::Trace | ViewName::Meeting => {
                        (self.review.searched_here(&ui), true)
                    }
                };
                Box::new(SearchSheet::new(&ui, search, here, everywhere, self.recent.queries().to_vec()))
            }
            Action::GoSources => {
                let in_triage = self.triage.source(&self.ws).filter(|_| self.view == ViewName::Triage);
                Box::new(SourcesSheet::new(&ui, in_triage.as_ref().or(self.review.source())))
            }
            Action::GoFiled => Box::new(filed(&ui, &subject)?),
            Action::Flow => Box::new(FlowSheet::new(&ui)),
            Action::GoLadder => Box::new(LadderSheet::new(&ui, &subject)?),
            Action::GoHistory => Box::new(HistorySheet::new(&ui)),
            Action::GoCheck => Box::new(FindingsSheet::new(&ui, self.finding.clone())),
            Action::GoUnsettled => Box::new(UnsettledSheet::new(&ui)?),
            Action::Copy => Box::new(CopySheet::new(&ui, &self.what_to_copy(&subject))?),
            Action::ShowPublished => {
                let (sheet, requests) = PublishedSheet::new(&ui, &subject)?;
                return Ok((Box::new(sheet), requests));
            }
            Action::ShowOnly if self.view == ViewName::Triage => {
                Box::new(arrange::show_only(&ui, &self.triage.pane().queue))
            }
            Action::Order if self.view != ViewName::Triage => {
                return Err(format!("Sources are ordered in triage: {} goes there.", self.key_of(Action::GoTriage)));
            }
            Action::Order => Box::new(arrange::order(&ui, &self.triage.pane().queue)),
            Action::ShowOnly => Box::new(ShowOnly::new(&ui, list)),
            Action::Export => Box::new(ExportSheet::new(&ui)),
            Action::TipCard => Box::new(TipSheet::new(&ui)),
            other => return Err(format!("Nothing to do here: {}.", other.about())),
        };
        Ok((sheet, Vec::new()))
    }

    /// What searches the review as it is now; made when it is first asked for.
    fn search(&mut self) -> Arc<Search> {
        let catalog = self.ws.catalog();
        let known = self.search.take().filter(|search| Arc::ptr_eq(search.catalog(), catalog));
        let file = self.file.clone().filter(|_| self.editing.is_none());
        let search = known.unwrap_or_else(|| Arc::new(Search::of(catalog.clone(), file)));
        self.search = Some(search.clone());
        search
    }

    /// Shows what a new edition left to settle, beside what was said of it.
    pub fn show_unsettled(&mut self) {
        let said = self.status.take();
        let look = self.look();
        self.open_sheet(Action::GoUnsettled, &look);
        self.status = said.or(self.status.take());
        self.settle();
    }

    /// Opens the choice of members of this machine.
    pub fn choose_member(&mut self, known: Vec<(uuid::Uuid, String)>) {
        let look = self.look();
        let sheet = members(&look.ui(&self.ws), known);
        self.sheets.push(Box::new(sheet));
        self.settle();
    }

    /// The passage or item under the cursor, or the question at hand.
    fn what_to_copy(&self, subject: &Subject) -> Copied {
        let look = self.look();
        let ui = look.ui(&self.ws);
        if self.view == ViewName::Triage {
            return self.what_to_copy_in_triage(&ui, subject);
        }
        if self.view != ViewName::Review || self.review.focus() == Focus::Grid {
            return Copied::Subject(subject.clone());
        }
        if let Some(quote) = self.review.quote_at_cursor(&ui).filter(|_| self.review.focus() == Focus::Reader) {
            return Copied::Passage(quote.id);
        }
        match (self.review.item(), self.review.text_at_hand(&ui), self.review.reader().sentence()) {
            (Some(at), _, _) => Copied::Item(at),
            (None, Some(MarkedIn::Source(id)), Some(sentence)) => Copied::InSource(id, sentence),
            _ => match self.review.source() {
                Some(id) => Copied::Source(id.clone()),
                None => Copied::Subject(subject.clone()),
            },
        }
    }

    /// The passage or sentence under the cursor, or the source at hand.
    fn what_to_copy_in_triage(&self, ui: &Ui<'_>, subject: &Subject) -> Copied {
        if let Some(quote) = self.triage.quote_at_cursor(ui) {
            return Copied::Passage(quote.id);
        }
        let reader = self.triage.reader();
        let read = self.triage.focus() == TriageFocus::Text && reader.is_markable();
        match (self.triage.source(&self.ws), reader.sentence().filter(|_| read)) {
            (Some(id), Some(sentence)) => Copied::InSource(id, sentence),
            (Some(id), None) => Copied::Source(id),
            (None, _) => Copied::Subject(subject.clone()),
        }
    }
}
