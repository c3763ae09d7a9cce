//! Reasons and notes written in the member's editor.
//!
//! Invariant: only what the member typed goes to an editor, never a text of the review; what comes back stands in the
//! sheet it came from and is kept by Enter like anything typed there.

use crate::keys::action::Action;
use crate::tui::app::App;
use crate::tui::effect::Effect;
use crate::tui::event::clean_paste;

impl App {
    /// Asks for the editor on the text being typed; where none is, on the note or reason at hand.
    pub(crate) fn write_in_editor(&mut self) {
        if self.editing.is_some() {
            return self.say_mistake("Only a member's reasons and notes are written in an editor.");
        }
        if let Some(why) = self.ws.read_only().map(str::to_owned) {
            return self.say_mistake(why);
        }
        if self.own_text().is_none() {
            self.perform(Action::Note);
        }
        match self.own_text() {
            Some(text) => self.effects.push(Effect::Write { text }),
            None if self.status.is_none() => self.say_mistake("Only reasons and notes are written in an editor."),
            None => {}
        }
    }

    fn own_text(&self) -> Option<String> {
        self.sheets.last().and_then(|sheet| sheet.own_text()).map(str::to_owned)
    }

    /// The editor has ended: with a text, or with why there is none.
    pub fn written(&mut self, written: Result<String, String>) {
        self.now = self.ws.now();
        match written {
            Ok(text) => {
                let text = clean_paste(&text);
                let same = self.own_text().as_deref() == Some(text.as_str());
                if let Some(sheet) = self.sheets.last_mut().filter(|_| !same) {
                    sheet.take_text(&text);
                }
                self.say(if same {
                    "The editor left the text as it was. One with a window of its own has to wait: for one, code --wait."
                } else {
                    "Taken from your editor. Enter keeps it; Esc leaves it as it was."
                });
            }
            Err(why) => self.say_mistake(why),
        }
        self.settle();
    }
}
