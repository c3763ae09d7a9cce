//! What was chosen last in find-anything, by name, newest first; and what was searched for, newest last.
//!
//! Invariant: it holds names of actions and of things, never their words; what is not to be found any more is not
//! offered.

use crate::keys::action::Action;
use crate::review::labels::Lead;

/// How many are kept.
const MOST: usize = 8;

/// How many queries are kept.
const MOST_QUERIES: usize = 50;

/// Names of what was chosen, and what was searched for.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recent {
    names: Vec<String>,
    queries: Vec<String>,
}

impl Recent {
    /// What was kept: names newest first, queries newest last.
    pub fn of(mut names: Vec<String>, mut queries: Vec<String>) -> Self {
        names.truncate(MOST);
        queries.drain(..queries.len().saturating_sub(MOST_QUERIES));
        Self { names, queries }
    }

    /// The names, newest first.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// What was searched for, newest last.
    pub fn queries(&self) -> &[String] {
        &self.queries
    }

    /// Something was chosen just now.
    pub fn chose(&mut self, name: String) {
        self.names.retain(|other| *other != name);
        self.names.insert(0, name);
        self.names.truncate(MOST);
    }

    /// Something was searched for just now.
    pub fn searched(&mut self, query: String) {
        self.queries.retain(|other| *other != query);
        self.queries.push(query);
        self.queries.drain(..self.queries.len().saturating_sub(MOST_QUERIES));
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
        for number in 0..60 {
            recent.searched(format!("word{}", number % 55));
        }
        assert_eq!(recent.queries().len(), MOST_QUERIES);
        assert_eq!(recent.queries().last().map(String::as_str), Some("word4"));
        assert_eq!(Recent::of(recent.names().to_vec(), recent.queries().to_vec()), recent);
    }
}
