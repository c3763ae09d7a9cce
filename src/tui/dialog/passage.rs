//! The passage sheet: what is being marked, its tags, what it says to which question.
//!
//! Nothing is kept before Enter; Esc drops it. The reader shows the passage itself.

mod draft;
mod drawing;
mod keeping;
mod typing;

use std::rc::Rc;

use ratatui::layout::Position;
use ratatui::layout::Rect;

use crate::keys::action::Action;
use crate::keys::table::Scope;
use crate::model::codebook::Tag;
use crate::model::ids::QuoteId;
use crate::model::ids::TagId;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::marking::filed_at_hand;
use crate::review::selection::Reach;
use crate::review::selection::Selection;
use crate::review::selection::Units;
use crate::tui::dialog::passage::typing::Typing;
use crate::tui::draft::Draft;
use crate::tui::pane::page::Page;
use crate::tui::pane::page::PageText;
use crate::tui::pane::reader::Marking;
use crate::tui::request::CopyText;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;
use crate::tui::sheet::TextKey;
use crate::tui::ui::Ui;
use crate::tui::widget::canvas::Canvas;
use crate::tui::widget::field::Field;

/// Where a passage begins, and the id it would have.
#[derive(Debug, Clone, Copy)]
pub struct Anew {
    /// The cursor, a scalar value of the text.
    pub cursor: usize,
    /// How much is taken.
    pub reach: Reach,
    /// The id.
    pub id: QuoteId,
}

/// The sheet.
pub struct PassageSheet {
    marked_in: MarkedIn,
    text: Rc<PageText>,
    selection: Selection,
    /// The passage being changed; none: a new one.
    changing: Option<Quote>,
    /// Where a new passage begins instead, while one is changed.
    anew: Option<Anew>,
    id: QuoteId,
    tags: Vec<TagId>,
    new_tags: Vec<Tag>,
    filings: Vec<Filing>,
    note: Option<String>,
    typing: Option<Typing>,
    /// The filing that what is said goes to; none: all of them.
    question: Option<usize>,
    /// Whether anything but the ends was changed, and whether Esc has warned of it.
    changed: bool,
    warned: bool,
}

impl PassageSheet {
    /// Begins a passage in a text, filed under the question at hand.
    pub fn begin(ui: &Ui<'_>, text: &MarkedIn, page: &Page, Anew { cursor, reach, id }: Anew) -> Option<Self> {
        let mut sheet = Self::over(text, page, Selection::of(0..1), id);
        sheet.selection = Selection::at(&*sheet.text, cursor, reach)?;
        sheet.filings = filed_at_hand(ui.at_hand);
        Some(sheet)
    }

    /// Changes a passage that stands; `v` again begins a new one where it was opened.
    pub fn change(quote: &Quote, text: &MarkedIn, page: &Page, anew: Anew) -> Self {
        let selection = Selection::of(quote.selector.start..quote.selector.end);
        let mut sheet = Self::over(text, page, selection, quote.id);
        sheet.tags = quote.tags.clone();
        sheet.filings = quote.filings.clone();
        sheet.note = quote.note.clone();
        sheet.changing = Some(quote.clone());
        sheet.anew = Some(anew);
        sheet
    }

    fn over(text: &MarkedIn, page: &Page, selection: Selection, id: QuoteId) -> Self {
        Self {
            marked_in: text.clone(),
            text: page.text().clone(),
            selection,
            changing: None,
            anew: None,
            id,
            tags: Vec::new(),
            new_tags: Vec::new(),
            filings: Vec::new(),
            note: None,
            typing: None,
            question: None,
            changed: false,
            warned: false,
        }
    }

    fn move_end(&mut self, action: Action) {
        let mut selection = self.selection.clone();
        let units: &dyn Units = &*self.text;
        match action {
            Action::EndForward => selection.by_word(units, true),
            Action::EndBack => selection.by_word(units, false),
            Action::EndDown => selection.by_sentence(units, true),
            Action::EndUp => selection.by_sentence(units, false),
            Action::CharForward => selection.by_grapheme(units, true),
            Action::CharBack => selection.by_grapheme(units, false),
            Action::SwapEnds => selection.swap_ends(),
            Action::Passage => selection.again(units),
            Action::WholeItem => selection.whole(units),
            _ => {}
        }
        self.selection = selection;
    }

    /// Leaves the passage that stands as it is and begins a new one in its place.
    fn begin_anew(&mut self, Anew { cursor, reach, id }: Anew, ui: &Ui<'_>) -> Reply {
        let moved = self
            .changing
            .as_ref()
            .is_some_and(|quote| self.selection.range() != (quote.selector.start..quote.selector.end));
        if moved || self.changed {
            return Reply::mistake("Enter keeps the change, Esc drops it; after that v v begins a new passage here.");
        }
        let Some(selection) = Selection::at(&*self.text, cursor, reach) else { return Reply::ignored() };
        self.selection = selection;
        (self.changing, self.anew, self.id) = (None, None, id);
        (self.filings, self.tags, self.note, self.question) = (filed_at_hand(ui.at_hand), Vec::new(), None, None);
        Reply::say("A new passage; the one that stands stays as it is.")
    }

    fn toggle_tag(&mut self, id: &TagId) {
        match self.tags.iter().position(|tag| tag == id) {
            Some(at) => {
                self.tags.remove(at);
            }
            None => self.tags.push(id.clone()),
        }
        self.changed = true;
    }

    /// Sets what the passage says, to every question it is filed under.
    fn set_stance(&mut self, stance: Stance) -> Reply {
        if self.filings.is_empty() {
            return Reply::mistake("File it under a question first: f.");
        }
        let question = self.question;
        let meant = self.filings.iter_mut().enumerate().filter(|(at, _)| question.is_none_or(|only| only == *at));
        let meant: Vec<&mut Filing> = meant.map(|(_, filing)| filing).collect();
        let again = meant.iter().all(|filing| filing.stance == Some(stance));
        for filing in meant {
            filing.stance = if again { None } else { Some(stance) };
        }
        self.changed = true;
        Reply::done()
    }
}

impl Sheet for PassageSheet {
    fn scope(&self) -> Scope {
        match self.typing {
            Some(Typing::Tags(..)) => Scope::Picker,
            Some(_) => Scope::Text,
            None => Scope::Passage,
        }
    }

    fn act(&mut self, action: Action, ui: &Ui<'_>) -> Reply {
        if self.typing.is_some() {
            return self.act_typing(action, ui);
        }
        let key = |action| ui.keys.key_for(Scope::Passage, action).unwrap_or(":");
        if let Some(digit) = action.tag_digit() {
            let Some(id) = ui.ws.state().pinned(digit).map(|tag| tag.id.clone()) else {
                return Reply::mistake(format!(
                    "No tag is pinned to {digit}. {} chooses from all tags.",
                    key(Action::PickTags)
                ));
            };
            self.toggle_tag(&id);
            return Reply::done();
        }
        if let (Action::Passage, Some(anew)) = (action, self.anew) {
            return self.begin_anew(anew, ui);
        }
        match action {
            Action::Keep => return self.keep(ui),
            Action::DropIt if self.note.is_some() && self.changed && !self.warned => {
                self.warned = true;
                return Reply::mistake("Enter keeps the passage and its note. Esc again drops them.");
            }
            Action::NextFiling if self.filings.len() > 1 => {
                let next = self.question.map_or(0, |at| at + 1);
                self.question = (next < self.filings.len()).then_some(next);
                let said = match self.question.and_then(|at| self.filings.get(at)) {
                    Some(filing) => format!("+ - m c now say what it says to {}.", filing.cell),
                    None => "+ - m c now say what it says to all of them.".to_owned(),
                };
                return Reply::say(said);
            }
            Action::DropIt => {
                let words =
                    if self.changing.is_some() { "The passage is as it was." } else { "Dropped; nothing was marked." };
                return Reply::close_with(vec![Request::Say(Say::Notice(words.to_owned()))]);
            }
            Action::Clear => return self.delete(),
            Action::MarkYes => return self.set_stance(Stance::Supports),
            Action::MarkNo => return self.set_stance(Stance::Undermines),
            Action::MarkBoth => return self.set_stance(Stance::Mixed),
            Action::MarkBackground => return self.set_stance(Stance::Context),
            Action::PickTags => self.typing = Some(Typing::Tags(Field::line(), 0)),
            Action::FileUnder => {
                let filed: Vec<String> =
                    self.filings.iter().map(|filing| filing.cell.to_string().to_lowercase()).collect();
                let apart = if filed.is_empty() { "" } else { " " };
                self.typing = Some(Typing::File(Field::line_with(&format!("{}{apart}", filed.join(" ")))));
            }
            Action::Note => self.typing = Some(Typing::Note(Field::text(self.note.as_deref().unwrap_or("")))),
            Action::Copy => {
                let Some(text) =
                    self.quote(ui).and_then(|quote| crate::review::cite::quote_with_citation(ui.ws.catalog(), &quote))
                else {
                    return Reply::ignored();
                };
                return Reply::ask(Request::Copy(CopyText { text, what: "the passage with its source".to_owned() }));
            }
            Action::EndForward
            | Action::EndBack
            | Action::EndDown
            | Action::EndUp
            | Action::CharForward
            | Action::CharBack
            | Action::SwapEnds
            | Action::Passage
            | Action::WholeItem => self.move_end(action),
            _ => return Reply::ignored(),
        }
        Reply::done()
    }

    fn edit(&mut self, key: TextKey, _ui: &Ui<'_>) -> Reply {
        match &mut self.typing {
            Some(Typing::File(field) | Typing::Note(field)) => field.edit(key),
            Some(Typing::Tags(field, at)) => {
                field.edit(key);
                *at = 0;
            }
            None => return Reply::ignored(),
        }
        Reply::done()
    }

    fn own_text(&self) -> Option<&str> {
        match &self.typing {
            Some(Typing::Note(field)) => Some(field.value()),
            _ => None,
        }
    }

    fn take_text(&mut self, text: &str) {
        if let Some(Typing::Note(field)) = &mut self.typing {
            self.warned = false;
            field.set(text);
        }
    }

    fn title(&self, ui: &Ui<'_>) -> String {
        if let Some(Typing::Tags(..)) = self.typing {
            return ui.line(&format!("Tags of the passage{}", self.ticked(ui)));
        }
        if self.changing.is_some() {
            let anew = ui.keys.key_for(Scope::Passage, Action::Passage).unwrap_or(":");
            format!("Change the passage \u{b7} {anew}: a new one here")
        } else {
            "Mark a passage".to_owned()
        }
    }

    fn height(&self, ui: &Ui<'_>, width: u16) -> u16 {
        self.rows(ui, width)
    }

    fn draw(&self, ui: &Ui<'_>, area: Rect, buf: &mut Canvas<'_>) -> Option<Position> {
        self.draw_inside(ui, area, buf)
    }

    fn draft_key(&self) -> Option<String> {
        Some(self.key_of_draft())
    }

    fn draft(&self, ui: &Ui<'_>) -> Option<Draft> {
        self.write_down(ui)
    }

    fn restore(&mut self, typed: &serde_json::Value) {
        self.take_back(typed);
    }

    fn marking(&self) -> Option<Marking> {
        Some(Marking {
            text: self.marked_in.clone(),
            range: self.selection.range(),
            caret: self.selection.caret(),
            instead_of: self.changing.as_ref().map(|quote| quote.id),
        })
    }
}
