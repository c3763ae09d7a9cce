//! What was agreed: what the panel recorded, else what a member rated.

use std::collections::BTreeMap;

use crate::model::ids::Subject;
use crate::model::rating::Rating;
use crate::model::session::SessionFile;

/// The ratings that a draft is to state.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreed {
    /// By question, commitment, area and whole.
    pub ratings: BTreeMap<Subject, Rating>,
}

impl Agreed {
    /// What a session says: its agreements where there are any, else its own ratings and judgements.
    pub fn of(session: &SessionFile) -> Self {
        let agreed = session.consensus.iter().filter_map(|entry| Some((entry.subject()?, entry.rating)));
        let mut ratings: BTreeMap<Subject, Rating> = agreed.collect();
        if ratings.is_empty() {
            ratings.extend(session.ratings.iter().map(|entry| (Subject::Cell(entry.cell.clone()), entry.rating)));
            // What follows from them by the rule, or by the member's own judgement.
            let parents = session.rollup.parents.iter();
            ratings.extend(parents.filter_map(|parent| Some((Subject::Parent(parent.id.clone()), parent.effective?))));
        }
        Self { ratings }
    }

    /// The rating of something.
    pub fn of_subject(&self, subject: &Subject) -> Option<Rating> {
        self.ratings.get(subject).copied()
    }
}
