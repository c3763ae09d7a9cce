//! The places visited: back and forward along them, and how far Esc leads back.

use crate::tui::request::Place;

/// Longest trail kept.
const LONGEST: usize = 200;

/// Places behind and ahead.
#[derive(Debug, Clone, Default)]
pub struct Trail {
    behind: Vec<Place>,
    ahead: Vec<Place>,
    jumps: usize,
}

impl Trail {
    /// Leaves a place by a jump.
    pub fn leave(&mut self, from: Place) {
        if self.behind.last() != Some(&from) {
            self.behind.push(from);
        }
        if self.behind.len() > LONGEST {
            self.behind.remove(0);
        }
        self.ahead.clear();
        self.jumps += 1;
    }

    /// Goes back; `here` is where one is now.
    pub fn back(&mut self, here: Place) -> Option<Place> {
        let to = self.behind.pop()?;
        self.ahead.push(here);
        self.jumps = self.jumps.saturating_sub(1);
        Some(to)
    }

    /// Goes forward again.
    pub fn forward(&mut self, here: Place) -> Option<Place> {
        let to = self.ahead.pop()?;
        self.behind.push(here);
        self.jumps += 1;
        Some(to)
    }

    /// Names places anew.
    pub fn rename(&mut self, name: impl Fn(Place) -> Place) {
        for place in self.behind.iter_mut().chain(&mut self.ahead) {
            *place = name(place.clone());
        }
    }

    /// Where Esc leads back to, while a jump has not been returned from.
    pub fn returns_to(&self) -> Option<&Place> {
        (self.jumps > 0).then(|| self.behind.last()).flatten()
    }

    /// The member has settled here: Esc goes up a level again, `<` still leads back.
    pub fn settle(&mut self) {
        self.jumps = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::ids::ParentKey;
    use crate::model::ids::Subject;

    fn place(id: &str) -> Place {
        Place::Verdict(Subject::Parent(ParentKey::Commitment(id.into())))
    }

    #[test]
    fn back_and_forward_lead_along_the_same_places() {
        let mut trail = Trail::default();
        trail.leave(place("1"));
        trail.leave(place("2"));
        assert_eq!(trail.back(place("3")), Some(place("2")));
        assert_eq!(trail.back(place("2")), Some(place("1")));
        assert_eq!(trail.back(place("1")), None);
        assert_eq!(trail.forward(place("1")), Some(place("2")));
        assert_eq!(trail.forward(place("2")), Some(place("3")));
    }

    #[test]
    fn esc_leads_back_only_while_a_jump_is_open() {
        let mut trail = Trail::default();
        trail.leave(place("1"));
        assert!(trail.returns_to().is_some());
        trail.settle();
        assert!(trail.returns_to().is_none());
        assert!(trail.back(place("2")).is_some());
    }
}
