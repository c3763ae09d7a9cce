//! Going from one place found to the next in the reader.
//!
//! Invariant: a step that waits for what is still being searched keeps the keys behind it waiting too; nothing hidden
//! meanwhile is gone to.

use crate::keys::action::Action;
use crate::review::query::found::Found;
use crate::review::query::found::Text;
use crate::review::query::pattern::Pattern;
use crate::text::numbers::grouped;
use crate::tui::app::App;
use crate::tui::request::Place;
use crate::tui::request::ViewName;
use crate::tui::results::Results;

/// What was found, and which of it is at hand.
pub struct Walk {
    results: Results,
    at: usize,
    /// Begun in triage: what is found in the sources listed there is read there.
    in_triage: bool,
    /// The last step went round, past the end or past the start.
    round: Option<&'static str>,
    /// A step that waits: forward or back.
    step: Option<bool>,
}

impl Walk {
    /// Begins at a place found.
    pub fn from(results: Results, at: usize, in_triage: bool) -> Self {
        Self { results, at, in_triage, round: None, step: None }
    }

    /// Whether a step waits for an answer.
    pub fn waits(&self) -> bool {
        self.step.is_some()
    }

    /// Waits no more.
    pub fn stay(&mut self) {
        self.step = None;
    }

    /// Goes a step, and says where one stands then; none where that is still to be searched for, or is nowhere.
    fn go(&mut self, forward: bool) -> Option<Found> {
        let (count, whole) = (self.results.len(), self.results.is_whole());
        let over = if forward { self.at + 1 >= count } else { self.at == 0 };
        if over && !whole && self.results.works() {
            self.step = Some(forward);
            return None;
        }
        let next = match (forward, over) {
            (true, true) => 0,
            (true, false) => self.at + 1,
            (false, true) => count.checked_sub(1)?,
            (false, false) => self.at - 1,
        };
        self.results.look_at(next);
        match self.results.shown(next) {
            Some(found) => {
                (self.at, self.step) = (next, None);
                self.round = over.then_some(if forward { ", from the start again" } else { ", from the end again" });
                Some(found.clone())
            }
            None => {
                self.step = Some(forward);
                None
            }
        }
    }

    fn told(&self) -> String {
        let more = if self.results.is_whole() { "" } else { "+" };
        let round = self.round.unwrap_or_default();
        format!("Found {} of {}{more}{round}", grouped(self.at + 1), grouped(self.results.len()))
    }
}

impl App {
    /// Goes to the next place found, or the one before.
    pub(crate) fn walk(&mut self, forward: bool) {
        let Some(walk) = &mut self.walk else {
            return self.say_mistake(format!("Nothing searched for yet: {} searches.", self.key_of(Action::Search)));
        };
        let Some(found) = walk.go(forward) else {
            return self.say("Searching on\u{2026} Esc stays here.");
        };
        self.show_found(&found, forward);
    }

    /// Takes what was found since, and goes the step that waits for it.
    pub(crate) fn walk_on(&mut self) {
        let Some(walk) = &mut self.walk else { return };
        walk.results.collect();
        if let Some(forward) = walk.step {
            self.walk(forward);
        }
    }

    /// Begins to walk through what was found.
    pub(crate) fn begin_walk(&mut self, query: &str, results: Results, at: usize) {
        self.recent.searched(query.to_owned());
        let found = results.shown(at).cloned();
        self.walk = Some(Walk::from(results, at, self.view == ViewName::Triage));
        self.walking = false;
        match found {
            Some(found) => self.show_found(&found, true),
            None => self.say_mistake(format!("Nothing found for \u{201c}{query}\u{201d}.")),
        }
    }

    /// Marks the words found in the text that was gone to.
    fn light_hits(&mut self) {
        let query = self.walk.as_ref().and_then(|walk| walk.results.query());
        let patterns: Vec<Pattern> = query.map_or_else(Vec::new, |query| query.patterns().cloned().collect());
        match self.view {
            ViewName::Triage => self.triage.reader_mut().light(&patterns),
            _ => self.review.reader_mut().light(&patterns),
        }
    }

    /// Goes to a place found; one that was hidden meanwhile is passed over.
    fn show_found(&mut self, found: &Found, forward: bool) {
        let (catalog, blind) = (self.ws.catalog(), self.ws.blindness());
        let place = match found.text {
            Text::Item(at) => catalog.item(at).filter(|item| !blind.hides(item)).map(|item| Place::Item {
                item: item.id.clone(),
                under: Some(self.review.subject().clone()),
                at: Some(found.at),
            }),
            Text::Source(at) => catalog
                .review()
                .sources
                .get(at)
                .filter(|source| !blind.hides_source(source))
                .map(|source| Place::InSource { source: source.id.clone(), at: found.at }),
        };
        let Some(place) = place else {
            return self.say_mistake(format!(
                "What was found there is hidden now; {} goes on.",
                self.key_of(if forward { Action::SearchNext } else { Action::SearchPrevious })
            ));
        };
        if let Place::InSource { source, .. } = &place
            && self.walking
            && self.walk.as_ref().is_some_and(|walk| walk.in_triage)
            && self.triage.lists(&self.ws, source)
        {
            self.view = ViewName::Triage;
        }
        // A walk through what was found is one jump: back leads to where the search began.
        if self.walking {
            self.jump(&place)
        } else {
            self.go(place)
        }
        self.walking = true;
        self.light_hits();
        let (next, before) = (self.key_of(Action::SearchNext), self.key_of(Action::SearchPrevious));
        if let Some(walk) = &self.walk {
            let told = walk.told();
            self.say(format!("{told}; {next} the next, {before} the one before."));
        }
    }
}
