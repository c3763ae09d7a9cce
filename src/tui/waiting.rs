//! What the app does while another thread works for a sheet: it draws and answers, and keeps in order what was typed
//! ahead.

use std::path::Path;

use crate::keys::action::Action;
use crate::keys::chord::Chord;
use crate::keys::chord::Key;
use crate::tui::app::App;
use crate::tui::walk::Walk;
use crate::tui::worker::Worker;

impl App {
    /// Has work done there that no frame waits for. Until this is called all is done at once.
    pub fn work_on(&mut self, worker: Worker) {
        self.worker = worker;
    }

    /// Something that was asked for was found.
    pub fn found(&mut self) {
        self.sheets.iter_mut().for_each(|sheet| sheet.collect());
        self.trace.collect();
        self.show_agreement();
        self.walk_on();
        self.release();
        self.settle();
    }

    /// A session was written to a file, or not.
    pub fn exported(&mut self, path: &Path, written: Result<(), String>) {
        let reply = self.sheets.last_mut().map(|sheet| sheet.written(&written));
        match written {
            Ok(()) => {
                let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
                self.say(format!("The session is in {}.", whole.display()));
            }
            Err(why) => self.say_mistake(why),
        }
        if let Some(reply) = reply {
            self.answer_sheet(reply);
        }
        self.release();
        self.settle();
    }

    /// Whether an action, or a character typed, has to wait for an answer to the sheet on top.
    pub(crate) fn awaits(&self, action: Option<Action>) -> bool {
        !self.held.is_empty() || self.step_waits() || self.sheets.last().is_some_and(|sheet| sheet.awaits(action))
    }

    /// Whether a step to the next place found waits for an answer.
    fn step_waits(&self) -> bool {
        self.walk.as_ref().is_some_and(Walk::waits)
    }

    /// Puts a key behind those that wait. Esc takes them all back.
    pub(crate) fn waits_with(&mut self, chord: Chord) -> bool {
        if self.held.is_empty() && !self.step_waits() {
            return false;
        }
        if chord == Chord::plain(Key::Esc) {
            self.held.clear();
            if self.step_waits() {
                self.walk.iter_mut().for_each(Walk::stay);
                self.status = None;
            }
        } else {
            self.held.push(chord);
        }
        true
    }

    /// Presses the keys that waited; those behind one that still has to wait go on waiting.
    fn release(&mut self) {
        for chord in std::mem::take(&mut self.held) {
            self.key(chord);
        }
    }
}
