//! How many members stand where on one question.
//!
//! Owns the counting and what follows from it without any rule. Uses `rule`'s standings and the model. Invariant: who
//! kept out of a question or has not rated it is counted, and has no part in range, majority or disagreement.

use serde::Serialize;

use crate::judgement::rule::Standing;
use crate::model::panel::Disagreement;
use crate::model::rating::Grade;
use crate::model::rating::Rating;

/// Members by what they say of a question.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// The best of the four.
    pub outstanding: usize,
    /// The second best.
    pub good: usize,
    /// The second worst.
    pub requires_improvement: usize,
    /// The worst.
    pub inadequate: usize,
    /// Looked at and not to be rated.
    pub no_information: usize,
    /// Members who do not rate it.
    pub abstained: usize,
    /// Members who have said nothing of it.
    pub unrated: usize,
}

impl Counts {
    /// Counts what members say.
    pub fn of(said: impl IntoIterator<Item = Standing>) -> Self {
        let mut counts = Self::default();
        for standing in said {
            *counts.place(standing) += 1;
        }
        counts
    }

    fn place(&mut self, standing: Standing) -> &mut usize {
        match standing {
            Standing::Graded(Grade::Outstanding) => &mut self.outstanding,
            Standing::Graded(Grade::Good) => &mut self.good,
            Standing::Graded(Grade::RequiresImprovement) => &mut self.requires_improvement,
            Standing::Graded(Grade::Inadequate) => &mut self.inadequate,
            Standing::NoInformation => &mut self.no_information,
            Standing::Abstained => &mut self.abstained,
            Standing::Unrated => &mut self.unrated,
        }
    }

    /// Members who gave a rating, no information among them.
    pub fn of_rating(&self, rating: Rating) -> usize {
        let mut counts = *self;
        *counts.place(rating.into())
    }

    /// Ratings given, with how many gave them, best first and no information last; those nobody gave left out.
    pub fn given(&self) -> impl Iterator<Item = (Rating, usize)> {
        let ratings = Grade::ALL.into_iter().map(Rating::from).chain([Rating::NoInformation]);
        let counts = *self;
        ratings.map(move |rating| (rating, counts.of_rating(rating))).filter(|(_, times)| *times > 0)
    }

    /// Members who rated it.
    pub fn rated(&self) -> usize {
        self.given().map(|(_, times)| times).sum()
    }

    /// Grades between the best and the worst given.
    pub fn range(&self) -> Option<usize> {
        let mut ranks = self.given().filter_map(|(rating, _)| rating.grade().map(Grade::rank));
        let best = ranks.next()?;
        Some(ranks.last().unwrap_or(best) - best)
    }

    /// What more than half of those say who rated it.
    pub fn majority(&self) -> Option<Rating> {
        self.given().find(|(_, times)| 2 * times > self.rated()).map(|(rating, _)| rating)
    }

    /// Whether at least two members rated it differently.
    pub fn differ(&self) -> bool {
        self.given().count() > 1
    }

    /// Whether that is a disagreement by the panel's definition.
    pub fn disagree(&self, definition: &Disagreement) -> bool {
        let apart = |range| range > 0 && u32::try_from(range).is_ok_and(|range| range >= definition.range);
        self.range().is_some_and(apart) || definition.majority && self.differ() && self.majority().is_none()
    }

    /// What the panel can settle on, if on nothing but what some member said: the ratings given; where there are none,
    /// that all keep out of it; where nobody has dealt with it, any grade.
    pub(super) fn options(&self) -> Vec<Standing> {
        let given: Vec<Standing> = self.given().map(|(rating, _)| rating.into()).collect();
        match given.is_empty() {
            false => given,
            true if self.abstained > 0 && self.unrated == 0 => vec![Standing::Abstained],
            true => Grade::ALL.into_iter().map(Standing::Graded).collect(),
        }
    }
}
