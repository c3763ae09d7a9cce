//! What Enter keeps of a passage, and what dropping it leaves.

use crate::model::act::Act;
use crate::model::quote::Quote;
use crate::review::marking;
use crate::tui::dialog::passage::PassageSheet;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::ui::Ui;

impl PassageSheet {
    /// The passage as it stands in the sheet; none where there is nothing between its ends.
    pub(super) fn quote(&self, ui: &Ui<'_>) -> Option<Quote> {
        let stored = self.text.stored();
        let cut = marking::cut((&self.marked_in, stored), self.selection.range(), self.id, ui.now)?;
        Some(Quote {
            filings: self.filings.clone(),
            tags: self.tags.clone(),
            speaker: self.changing.as_ref().and_then(|quote| quote.speaker.clone()),
            note: self.note.clone(),
            ..cut
        })
    }

    /// Keeps it, with the tags made for it.
    pub(super) fn keep(&self, ui: &Ui<'_>) -> Reply {
        let Some(quote) = self.quote(ui) else {
            return Reply::mistake("There is nothing between the two ends.");
        };
        let remember = Request::RememberMark(quote.clone());
        let mut acts = marking::keeping(self.changing.as_ref(), quote, &self.new_tags);
        match (acts.len(), acts.pop()) {
            (1, Some(act)) => Reply::close_with(vec![Request::Apply(act), remember]),
            (_, Some(act)) => {
                acts.push(act);
                Reply::close_with(vec![Request::ApplyAll(acts, String::new()), remember])
            }
            (_, None) => Reply::close_with(vec![Request::Say(Say::Notice("The passage is as it was.".to_owned()))]),
        }
    }

    /// Takes a standing passage away; a new one is dropped.
    pub(super) fn delete(&self) -> Reply {
        match &self.changing {
            Some(quote) => Reply::close_with(vec![Request::Apply(Act::Unmark { quote: quote.id })]),
            None => Reply::close_with(vec![dropped()]),
        }
    }
}

fn dropped() -> Request {
    Request::Say(Say::Notice("Dropped; nothing was marked.".to_owned()))
}
