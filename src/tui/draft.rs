//! Text that was being typed when its window had to close or to let its session go: kept beside the member's place,
//! and back in the sheet it was typed in when that is opened again, in whichever window.
//!
//! Invariant: a draft is never part of what the member said, so it is in no act and in no export; it is dropped only
//! when the sheet it came back into is kept or left.

use serde::Deserialize;
use serde::Serialize;
use serde_json::Value;

use crate::tui::app::App;
use crate::tui::request::Say;
use crate::tui::sheet::Sheet;

/// Key of the drafts among what is kept of the member's place.
pub const DRAFTS: &str = "drafts";

/// What was typed in a sheet and not kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Draft {
    /// The sheet, by what it is on.
    pub on: String,
    /// What it is, in words, with the key that opens it: "the reason for 8B (r)".
    pub words: String,
    /// What was typed, as that sheet writes it down.
    pub typed: Value,
}

/// The drafts of a session.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    /// Those whose sheet was not opened since.
    waiting: Vec<Draft>,
    /// The sheet that one came back into.
    restored: Option<String>,
    /// As they are kept.
    kept: String,
}

impl App {
    /// Takes over what was being typed when the session was last open, and says so.
    pub fn offer_drafts(&mut self, kept: Option<&str>) {
        let Some(waiting) = kept.and_then(|kept| serde_json::from_str::<Vec<Draft>>(kept).ok()) else { return };
        self.drafts = Drafts { kept: kept.unwrap_or_default().to_owned(), waiting, restored: None };
        let words: Vec<&str> = self.drafts.waiting.iter().map(|draft| draft.words.as_str()).collect();
        if words.is_empty() {
            return;
        }
        let offer = format!("You were typing {}: open it again, and your text is there.", words.join(" and "));
        let before = self.said().map_or(String::new(), |said| format!(" {said}"));
        self.status = Some(Say::Notice(offer + &before));
    }

    /// Opens a sheet above those that are open, with what was typed in it before, if anything was. One for a text of
    /// the member's opens only where that can be kept.
    pub(crate) fn push_sheet(&mut self, mut sheet: Box<dyn Sheet>) {
        let on = sheet.draft_key();
        if on.is_some()
            && let Some(why) = self.ws.read_only().map(str::to_owned)
        {
            // What could not be kept must not be typed.
            return self.say_mistake(why);
        }
        let draft = on.and_then(|on| {
            let at = self.drafts.waiting.iter().position(|draft| draft.on == on)?;
            Some(self.drafts.waiting.remove(at))
        });
        if let Some(draft) = draft {
            sheet.restore(&draft.typed);
            self.drafts.restored = Some(draft.on);
            self.say("What you had typed here is back. Enter keeps it, Esc leaves it.");
        }
        self.sheets.push(sheet);
    }

    /// Keeps what is being typed, for the window that opens the session next. Returns whether anything is.
    pub fn keep_drafts(&mut self) -> bool {
        let typed: Vec<Draft> = {
            let look = self.look();
            let ui = look.ui(&self.ws);
            self.sheets.iter().filter_map(|sheet| sheet.draft(&ui)).collect()
        };
        let any = !typed.is_empty();
        let mut drafts = self.drafts.waiting.clone();
        drafts.retain(|draft| typed.iter().all(|newer| newer.on != draft.on));
        drafts.extend(typed);
        let text = match drafts.is_empty() {
            true => String::new(),
            false => serde_json::to_string(&drafts).expect("a draft's keys are strings"),
        };
        if text != self.drafts.kept {
            self.ws.set_place(DRAFTS, &text);
            self.drafts.kept = text;
        }
        any
    }

    /// Once the sheet a draft came back into is kept or left, the draft is done with.
    pub(crate) fn forget_drafts(&mut self) {
        let Some(on) = &self.drafts.restored else { return };
        if !self.sheets.iter().any(|sheet| sheet.draft_key().as_ref() == Some(on)) {
            self.drafts.restored = None;
            self.keep_drafts();
        }
    }
}
