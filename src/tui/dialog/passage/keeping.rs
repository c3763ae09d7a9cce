//! What Enter keeps of a passage, and what dropping it leaves.

use crate::document::canonical::sha256_hex;
use crate::model::act::Act;
use crate::model::quote::Quote;
use crate::model::quote::Selector;
use crate::tui::dialog::passage::PassageSheet;
use crate::tui::request::Reply;
use crate::tui::request::Request;
use crate::tui::request::Say;
use crate::tui::ui::Ui;

impl PassageSheet {
    /// The passage as it stands in the sheet; none where there is nothing between its ends.
    pub(super) fn quote(&self, ui: &Ui<'_>) -> Option<Quote> {
        let range = self.selection.range();
        let stored = self.text.stored();
        let selector = Selector::of(stored, range.start, range.end, sha256_hex(stored.as_bytes()))?;
        let (evidence, source) = self.marked_in.fields();
        Some(Quote {
            id: self.id,
            evidence,
            source,
            selector,
            filings: self.filings.clone(),
            tags: self.tags.clone(),
            speaker: self.changing.as_ref().and_then(|quote| quote.speaker.clone()),
            note: self.note.clone(),
            lost: false,
            at: ui.now,
        })
    }

    /// Keeps it, with the tags made for it.
    pub(super) fn keep(&self, ui: &Ui<'_>) -> Reply {
        let Some(quote) = self.quote(ui) else {
            return Reply::mistake("There is nothing between the two ends.");
        };
        let mut acts: Vec<Act> = self
            .new_tags
            .iter()
            .filter(|tag| self.tags.contains(&tag.id))
            .map(|tag| Act::AddTag { tag: tag.clone() })
            .collect();
        let remembered = quote.clone();
        let act = match &self.changing {
            Some(before) => {
                if leaves_as_it_was(before, &quote) {
                    return Reply::close_with(vec![Request::Say(Say::Notice("The passage is as it was.".to_owned()))]);
                }
                Act::Remark { quote: Box::new(quote) }
            }
            None => Act::Mark { quote: Box::new(quote) },
        };
        let remember = Request::RememberMark(remembered);
        if acts.is_empty() {
            return Reply::close_with(vec![Request::Apply(act), remember]);
        }
        acts.push(act);
        Reply::close_with(vec![Request::ApplyAll(acts, String::new()), remember])
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

/// Whether nothing was changed. What stands beside the words is not compared: of a source in confidence it is not
/// kept.
fn leaves_as_it_was(before: &Quote, quote: &Quote) -> bool {
    let there = |selector: &Selector| (selector.start, selector.end, selector.text_sha256.clone());
    let selector = before.selector.clone();
    there(&selector) == there(&quote.selector) && Quote { at: before.at, selector, ..quote.clone() } == *before
}
