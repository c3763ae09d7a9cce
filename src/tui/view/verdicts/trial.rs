//! What if: changes tried on a copy of the ratings.
//!
//! Uses judgement and the model. Invariant: the session is only ever read; what is tried lives and dies here.

use std::collections::BTreeMap;

use crate::judgement::rollup::Rollup;
use crate::judgement::rule::Standing;
use crate::model::ids::Subject;
use crate::model::rating::Rating;

/// What was tried on one question or parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Try {
    /// This rating; none: unrated, or no own judgement.
    To(Option<Rating>),
    /// As the session has it.
    AsItWas,
}

/// A change in the copy, in terms of ratings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Change {
    /// How the session has it.
    pub(super) from: Standing,
    /// How the copy has it.
    pub(super) to: Standing,
}

/// What was tried, in order.
#[derive(Debug, Clone, Default)]
pub(super) struct Trial {
    tries: Vec<(Subject, Try)>,
}

impl Trial {
    /// Tries a rating of a question, or an own judgement of a parent.
    pub(super) fn set(&mut self, subject: Subject, rating: Rating) {
        self.tries.push((subject, Try::To(Some(rating))));
    }

    /// Takes a change back; where there is none, tries without the rating.
    pub(super) fn clear(&mut self, subject: Subject, session: &Rollup) {
        let back = if self.change(session, &subject).is_some() { Try::AsItWas } else { Try::To(None) };
        self.tries.push((subject, back));
    }

    /// Takes back what was tried last; false where nothing was.
    pub(super) fn take_back(&mut self) -> bool {
        self.tries.pop().is_some()
    }

    /// The copy: the session's ratings with the changes.
    pub(super) fn rollup(&self, session: &Rollup) -> Rollup {
        let mut copy = session.clone();
        for (subject, rating) in self.last() {
            match subject {
                Subject::Cell(cell) => {
                    copy.set_cell(cell, rating.map_or(Standing::Unrated, Standing::from));
                }
                Subject::Parent(parent) => {
                    copy.set_own(parent, rating);
                }
            }
        }
        copy
    }

    /// How a question, or the own judgement of a parent, differs from the session's.
    pub(super) fn change(&self, session: &Rollup, subject: &Subject) -> Option<Change> {
        let rating = *self.last().get(subject)?;
        let from = said(session, subject)?;
        let to = rating.map_or(Standing::Unrated, Standing::from);
        (from != to).then_some(Change { from, to })
    }

    /// How many things differ from the session.
    pub(super) fn count(&self, session: &Rollup) -> usize {
        self.last().into_keys().filter(|subject| self.change(session, subject).is_some()).count()
    }

    fn last(&self) -> BTreeMap<&Subject, Option<Rating>> {
        let mut last = BTreeMap::new();
        for (subject, tried) in &self.tries {
            match tried {
                Try::To(rating) => last.insert(subject, *rating),
                Try::AsItWas => last.remove(subject),
            };
        }
        last
    }
}

/// What was said of a question, or by own judgement of a parent.
pub(super) fn said(rollup: &Rollup, subject: &Subject) -> Option<Standing> {
    match subject {
        Subject::Cell(cell) => rollup.cell(cell),
        Subject::Parent(parent) => {
            rollup.parent(parent).map(|state| state.own.map_or(Standing::Unrated, Standing::from))
        }
    }
}
