//! What was chosen last in find-anything, by name, newest first.
//!
//! Invariant: it holds names of actions and of things, never their words; what is not to be found any more is not
//! offered.

use crate::keys::action::Action;
use crate::review::labels::Lead;

/// How many are kept.
const MOST: usize = 8;

/// Names of what was chosen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recent(Vec<String>);

impl Recent {
    /// What was kept, newest first.
    pub fn from_names(names: Vec<String>) -> Self {
        let mut recent = Self(names);
        recent.0.truncate(MOST);
        recent
    }

    /// The names, newest first.
    pub fn names(&self) -> &[String] {
        &self.0
    }

    /// Something was chosen just now.
    pub fn chose(&mut self, name: String) {
        self.0.retain(|other| *other != name);
        self.0.insert(0, name);
        self.0.truncate(MOST);
    }
}

/// The name of an action.
pub fn of_action(action: Action) -> String {
    format!("do {}", action.name())
}

/// The name of something to go to.
pub fn of_lead(lead: &Lead) -> String {
    match lead {
        Lead::Subject(subject) => format!("go {subject}"),
        Lead::Source(id) => format!("source {id}"),
        Lead::Footnote(number) => format!("note {number}"),
        Lead::Tag(id) => format!("tag {id}"),
        Lead::Quote(id) => format!("passage {id}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_stands_first_each_once_and_the_oldest_goes() {
        let mut recent = Recent::default();
        for number in 0..20 {
            recent.chose(of_lead(&Lead::Footnote(number)));
        }
        recent.chose(of_lead(&Lead::Footnote(15)));
        assert_eq!(recent.names()[..3], ["note 15", "note 19", "note 18"]);
        assert_eq!(recent.names().len(), MOST);
        assert_eq!(Recent::from_names(recent.names().to_vec()), recent);
    }
}
