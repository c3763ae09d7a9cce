//! From keys pressed, pasted or held down to actions and typed text.
//!
//! Uses the key table and the sheet on top. Invariant: what cannot be seen is not done, and keys that mean nothing say
//! so once.

use crate::keys::action::Action;
use crate::keys::chord::Chord;
use crate::keys::chord::Key;
use crate::keys::chord::Sequence;
use crate::keys::lookup::Found;
use crate::keys::table::Scope;
use crate::tui::app::App;
use crate::tui::request::Say;
use crate::tui::sheet::TextKey;

impl App {
    /// A key was pressed.
    pub fn key(&mut self, chord: Chord) {
        self.now = self.ws.now();
        if chord == (Chord { key: Key::Char('c'), ctrl: true, alt: false }) {
            self.pending.clear();
            let (copy, leave) = (self.key_of(Action::Copy), self.key_of(Action::Quit));
            return self.say(format!("{copy} copies with its source; {leave} leaves."));
        }
        if self.waits_with(chord) {
            return;
        }
        self.note_what_stood_there();
        if self.dismiss_card(chord) {
            return self.settle();
        }
        if self.is_too_small() {
            return self.key_unseen(chord);
        }
        if !self.pending.is_empty() && chord.key == Key::Esc {
            self.pending.clear();
            return;
        }
        self.pending.push(chord);
        let scope = self.scope();
        match self.keys.look_up(scope, &self.pending) {
            Found::Action(action) if self.awaits(Some(action)) => self.held.append(&mut self.pending),
            Found::Action(action) => {
                self.pending.clear();
                self.perform(action);
            }
            Found::Prefix(_) if !self.is_typing() => {}
            _ if self.awaits(None) => self.held.append(&mut self.pending),
            _ => {
                let pressed = std::mem::take(&mut self.pending);
                if !(pressed.len() == 1 && self.type_key(chord)) {
                    self.unknown(pressed);
                }
            }
        }
        self.settle();
    }

    /// What cannot be seen is not done, but for leaving, as the line says: also out of a text being typed.
    fn key_unseen(&mut self, chord: Chord) {
        self.pending.clear();
        if self.keys.look_up(Scope::Everywhere, &[chord]) == Found::Action(Action::Quit) {
            self.quit();
        } else {
            self.leaving = false;
        }
    }

    /// A card that only informs goes at the first key; arrows move as well.
    fn dismiss_card(&mut self, chord: Chord) -> bool {
        if !self.sheets.last().is_some_and(|sheet| sheet.passes_through()) {
            return false;
        }
        self.sheets.pop();
        !matches!(chord.key, Key::Up | Key::Down | Key::Left | Key::Right)
    }

    /// Gives a key to the text field of the sheet on top; false where there is none.
    fn type_key(&mut self, chord: Chord) -> bool {
        let Some(key) = text_key(chord) else { return false };
        self.edit(key)
    }

    fn edit(&mut self, key: TextKey) -> bool {
        let look = self.look();
        let Some(sheet) = self.sheets.last_mut() else { return false };
        let reply = sheet.edit(key, &look.ui(&self.ws));
        let handled = reply.handled;
        self.answer_sheet(reply);
        handled
    }

    /// Says of keys pressed one after another that together they mean nothing.
    fn unknown(&mut self, mut pressed: Vec<Chord>) {
        self.offer = None;
        self.leaving = false;
        let name = Sequence(pressed.clone()).to_string();
        let mut text = format!("{name} does nothing here. {} shows what can be done.", self.key_of(Action::Menu));
        if let Some(last) = pressed.last_mut()
            && let Key::Char(c) = last.key
            && c.is_uppercase()
            && !last.ctrl
        {
            *last = Chord::plain(Key::Char(c.to_lowercase().next().unwrap_or(c)));
            if self.keys.look_up(self.scope(), &pressed) != Found::Nothing {
                text = format!("{name} does nothing here. Is Caps Lock on?");
            }
        }
        self.status = Some(Say::Mistake(text));
    }

    /// A text was pasted.
    pub fn paste(&mut self, text: String) {
        self.now = self.ws.now();
        self.pending.clear();
        self.offer = None;
        if self.awaits(None) {
            return self.say_mistake("That was not taken: wait a moment, or press Esc.");
        }
        if !self.is_typing() || !self.edit(TextKey::Paste(text)) {
            self.say_pasted();
        }
        self.settle();
    }

    /// Many keys came at once where no text was asked for.
    pub fn burst(&mut self) {
        self.pending.clear();
        self.offer = None;
        self.say_pasted();
    }

    fn say_pasted(&mut self) {
        self.say_mistake(format!("That looked like pasted text. Press {} first.", self.key_of(Action::Note)));
    }
}

/// What a chord means to a text field.
fn text_key(chord: Chord) -> Option<TextKey> {
    Some(match (chord.key, chord.ctrl, chord.alt) {
        (Key::Char(c), false, false) => TextKey::Char(c),
        (Key::Char('w'), true, false) => TextKey::DeleteWord,
        (Key::Char('u'), true, false) => TextKey::DeleteToStart,
        (Key::Char('a'), true, false) | (Key::Home, ..) => TextKey::Home,
        (Key::Char('e'), true, false) | (Key::End, ..) => TextKey::End,
        (Key::Char('b'), false, true) | (Key::Left, true, _) => TextKey::WordLeft,
        (Key::Char('f'), false, true) | (Key::Right, true, _) => TextKey::WordRight,
        (Key::Backspace, ..) => TextKey::Backspace,
        (Key::Delete, ..) => TextKey::Delete,
        (Key::Left, false, _) => TextKey::Left,
        (Key::Right, false, _) => TextKey::Right,
        _ => return None,
    })
}
