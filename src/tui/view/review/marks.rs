//! Marks from the list and the reader: whole items, reading marks, taking a passage away.
//!
//! Changes nothing itself: it asks.

use crate::model::act::Act;
use crate::model::quote::FiledCell;
use crate::model::quote::Filing;
use crate::model::quote::MarkedIn;
use crate::model::quote::Quote;
use crate::model::quote::Stance;
use crate::review::marking::cut;
use crate::review::marking::whole_item;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::ui::Ui;
use crate::tui::view::review::Focus;
use crate::tui::view::review::ReviewView;

impl ReviewView {
    pub(super) fn toggle_read(&mut self, ui: &Ui<'_>) -> Reply {
        let Some(item) = self.item().and_then(|at| ui.ws.catalog().item(at)) else {
            return Reply::done();
        };
        let read = !ui.ws.read().contains(&item.id);
        let mut reply = Reply::ask(Request::SetRead(item.id.clone(), read));
        if self.focus == Focus::List && read && self.list.step(1) {
            self.sync(ui);
        }
        reply.handled = true;
        reply
    }

    /// Marks the whole item under the cursor for the question at hand, and goes on.
    pub(super) fn mark_whole(&mut self, ui: &Ui<'_>, stance: Stance) -> Reply {
        let Some(cell) = self.list.cell().cloned() else {
            return Reply::mistake("Choose a question in the grid first; then + - m c say what an item says to it.");
        };
        let Some(item) = self.list.item().and_then(|at| ui.ws.catalog().item(at)) else {
            return Reply::done();
        };
        if ui.ws.blindness().hides(&item) {
            return Reply::mistake("This sentence is shown once you have rated; it cannot be marked before.");
        }
        if ui.ws.blindness().withholds(&item) {
            return Reply::mistake("This sentence states what was published: open it before you mark it.");
        }
        let filing = Filing { cell: FiledCell::from(&cell), stance: Some(stance), anchor: None };
        let text = MarkedIn::Item(item.id.clone());
        let whole = whole_item(ui.ws.state(), (&text, &item.text), &cell);
        let act = match whole {
            Some(before) => {
                let mut quote = before.clone();
                for filed in quote.filings.iter_mut().filter(|filed| filed.cell.cell().as_ref() == Some(&cell)) {
                    filed.stance = Some(stance);
                }
                Act::Remark { quote: Box::new(quote) }
            }
            None => {
                let whole = 0..item.text.chars().count();
                let Some(quote) = cut((&text, &item.text), whole, uuid::Uuid::nil(), ui.now) else {
                    return Reply::done();
                };
                Act::Mark { quote: Box::new(Quote { filings: vec![filing], ..quote }) }
            }
        };
        let remember = match &act {
            Act::Mark { quote } | Act::Remark { quote } => Some(Request::RememberMark((**quote).clone())),
            _ => None,
        };
        let mut requests = vec![Request::Apply(act), Request::SetRead(item.id.clone(), true)];
        requests.extend(remember);
        if self.list.step(1) {
            self.sync(ui);
        }
        Reply { handled: true, close: false, requests }
    }

    /// Takes away the member's passage on the item under the cursor for the question at hand.
    pub(super) fn clear_mark(&mut self, ui: &Ui<'_>) -> Reply {
        let Some(text) = self.text_at_hand(ui) else { return Reply::done() };
        let here = self.list.cell().cloned().filter(|_| matches!(text, MarkedIn::Item(_)));
        let sentence = self.reader.sentence().filter(|_| self.focus == Focus::Reader);
        let found = ui.ws.state().quotes_of(&text).rev().find(|quote| {
            here.as_ref().is_none_or(|cell| quote.filed_under(cell).is_some())
                && sentence.as_ref().is_none_or(|s| quote.selector.start < s.end && s.start < quote.selector.end)
        });
        match found {
            Some(quote) => Reply::ask(Request::Apply(Act::Unmark { quote: quote.id })),
            None => Reply::mistake("There is no passage of yours here to take away."),
        }
    }

    /// The text at hand: the one read where the reader has the focus, else the item in the list.
    pub fn text_at_hand(&self, ui: &Ui<'_>) -> Option<MarkedIn> {
        match self.focus {
            Focus::Reader | Focus::Notes => self.reader.marked_in(ui),
            Focus::Grid | Focus::List => {
                let item = ui.ws.catalog().item(self.item()?)?;
                Some(MarkedIn::Item(item.id.clone()))
            }
        }
    }

    /// The passage of the member's under the reader's cursor, the shortest where several overlap.
    pub fn quote_at_cursor<'a>(&self, ui: &Ui<'a>) -> Option<&'a Quote> {
        let cursor = self.reader.cursor();
        ui.ws
            .state()
            .quotes_of(&self.text_at_hand(ui)?)
            .filter(|quote| {
                self.focus == Focus::List || (quote.selector.start <= cursor && cursor < quote.selector.end)
            })
            .min_by_key(|quote| quote.selector.end - quote.selector.start)
    }
}
