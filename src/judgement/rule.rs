//! The four rules by which the ratings of children give one of their parent.
//!
//! Owns the rules, for children that have all been dealt with; what open children leave possible is `reach`.
//! Uses the model only. Invariant: a rule sees how many children stand where, never which or in what order, and
//! counts in whole numbers throughout.
//!
//! No rule is published for these panels. Each is a hypothesis with a name and a version.

use std::sync::Arc;

use crate::model::judged::RuleName;
use crate::model::rating::Grade;
use crate::model::rating::Rating;
use crate::model::thresholds::Bands;
use crate::model::thresholds::Step;
use crate::model::thresholds::Thresholds;
use crate::model::thresholds::usual_count;

/// A rule, with the thresholds a panel gave it where it gave any. Cheap to copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    name: RuleName,
    thresholds: Option<Arc<Thresholds>>,
}

impl Rule {
    /// A rule with its own thresholds.
    const fn usual(name: RuleName) -> Self {
        Self { name, thresholds: None }
    }

    /// A rule with the thresholds given. A rule that has none of either kind goes by them unchanged, and hands them on.
    pub fn with(name: RuleName, thresholds: Option<Thresholds>) -> Self {
        Self { name, thresholds: thresholds.map(Arc::new) }
    }

    /// The thresholds that bear on what it gives.
    fn own_thresholds(&self) -> Option<&Thresholds> {
        self.thresholds().filter(|_| matches!(self.name, RuleName::Count | RuleName::MeanBands))
    }

    /// Which of the four.
    pub fn name(&self) -> RuleName {
        self.name
    }

    /// The thresholds given, if any.
    pub fn thresholds(&self) -> Option<&Thresholds> {
        self.thresholds.as_deref()
    }

    /// How many children a grade needs under the count rule, where `n` exist.
    pub fn threshold(&self, n: usize) -> usize {
        match &self.thresholds {
            Some(given) => given.needs(n),
            None => threshold(n),
        }
    }

    /// Of how many children that threshold holds, where `n` exist: "4 to 8".
    pub fn sizes(&self, n: usize) -> String {
        let steps = self.thresholds.as_ref().map_or_else(usual_count, |given| given.count.clone());
        let at = steps.iter().position(|step| step.up_to.is_none_or(|up_to| n <= up_to)).unwrap_or(0);
        let from = at.checked_sub(1).and_then(|before| steps[before].up_to).map_or(1, |up_to| up_to + 1);
        match steps.get(at).and_then(|step| step.up_to) {
            Some(to) => format!("{from} to {to}"),
            None => format!("{from} or more"),
        }
    }

    /// First and last whole percent of each band of the mean-bands rule.
    pub fn band_of(&self, grade: Grade) -> (usize, usize) {
        let bands = self.thresholds.as_ref().map_or_else(Bands::default, |given| given.bands);
        match grade {
            Grade::Outstanding => (bands.outstanding, 100),
            Grade::Good => (bands.good, bands.outstanding - 1),
            Grade::RequiresImprovement => (bands.requires_improvement, bands.good - 1),
            Grade::Inadequate => (0, bands.requires_improvement - 1),
        }
    }

    /// What it is called in a sentence: the name by which it is chosen, that it is a rule, and whose thresholds.
    pub fn title(&self) -> String {
        match self.own_thresholds() {
            None => title(self.name).to_owned(),
            Some(given) => format!("{} with the thresholds \"{}\"", title(self.name), given.name),
        }
    }

    /// What it does and where it comes from, for the screen.
    pub fn about(&self) -> String {
        let Some(given) = self.own_thresholds() else { return about(self.name).to_owned() };
        let own = match self.name {
            RuleName::Count => {
                let step = |step: &Step| match step.up_to {
                    Some(up_to) => format!("{} of up to {up_to} answers", step.needs),
                    None => format!("{} of more", step.needs),
                };
                let steps: Vec<String> = given.count.iter().map(step).collect();
                format!("the threshold is {}", steps.join(", "))
            }
            _ => {
                let (best, good, poor) = (given.bands.outstanding, given.bands.good, given.bands.requires_improvement);
                format!("the bands begin at 0, {poor}, {good} and {best} percent")
            }
        };
        format!(
            "The {} with thresholds of your own file, called \"{}\": {own}. No rule is published for these panels: this \
             one is a hypothesis.",
            title(self.name),
            given.name
        )
    }
}

impl From<RuleName> for Rule {
    fn from(name: RuleName) -> Self {
        Self::usual(name)
    }
}

impl AsRef<Self> for Rule {
    fn as_ref(&self) -> &Self {
        self
    }
}

impl AsRef<Rule> for RuleName {
    fn as_ref(&self) -> &Rule {
        static ALL: [Rule; 4] = [
            Rule::usual(RuleName::Count),
            Rule::usual(RuleName::Worst),
            Rule::usual(RuleName::MedianLow),
            Rule::usual(RuleName::MeanBands),
        ];
        &ALL[*self as usize]
    }
}

/// Where one child of a parent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// It has a grade.
    Graded(Grade),
    /// Looked at and not to be rated.
    NoInformation,
    /// The member does not rate it.
    Abstained,
    /// Nothing has been said of it yet.
    Unrated,
}

impl Standing {
    /// What it is rated, if it is.
    pub fn rating(self) -> Option<Rating> {
        match self {
            Self::Graded(grade) => Some(grade.into()),
            Self::NoInformation => Some(Rating::NoInformation),
            Self::Abstained | Self::Unrated => None,
        }
    }
}

impl From<Rating> for Standing {
    fn from(rating: Rating) -> Self {
        rating.grade().map_or(Self::NoInformation, Self::Graded)
    }
}

/// How many children stand where.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Tally {
    grades: [usize; 4],
    /// Children looked at and not to be rated.
    pub no_information: usize,
    /// Children the member does not rate.
    pub abstained: usize,
}

impl Tally {
    /// Counts one more child of a grade.
    pub fn add(&mut self, grade: Grade) {
        self.grades[grade.rank()] += 1;
    }

    /// Children of one grade.
    pub fn of(&self, grade: Grade) -> usize {
        self.grades[grade.rank()]
    }

    /// Children that have a grade.
    pub fn graded(&self) -> usize {
        self.grades.iter().sum()
    }

    /// Children without one.
    pub fn ungraded(&self) -> usize {
        self.no_information + self.abstained
    }

    /// All children.
    pub fn n(&self) -> usize {
        self.graded() + self.ungraded()
    }

    /// Points of the graded children (4 for the best grade to 1 for the worst), and the most they could have.
    pub fn points(&self) -> (usize, usize) {
        let reached = Grade::ALL.into_iter().map(|grade| self.of(grade) * grade.points() as usize).sum();
        (reached, 4 * self.graded())
    }
}

/// What a rule says of children that have all been dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// The rule gives a rating.
    Given(Rating),
    /// The rule says nothing of such a combination; the grade is filled in by completion.
    Silent(Grade),
    /// There is nothing to combine: no children, or the member abstained from all of them.
    Nothing,
}

impl Verdict {
    /// What counts above: what the rule gives, else its completion.
    pub fn effective(self) -> Option<Rating> {
        match self {
            Self::Given(rating) => Some(rating),
            Self::Silent(grade) => Some(grade.into()),
            Self::Nothing => None,
        }
    }
}

/// Applies a rule to children that have all been dealt with.
///
/// Alike under every rule: no grade at all, but something looked at without being ratable, is `no_information`
/// (also beside abstentions); abstentions alone, or no children, leave nothing to combine. The rules other than
/// `count` look at the graded children only: what could not be rated, and what the member kept out of, moves them
/// neither way.
pub fn judge(rule: impl AsRef<Rule>, tally: &Tally) -> Verdict {
    let rule = rule.as_ref();
    if tally.graded() == 0 {
        return if tally.no_information > 0 { Verdict::Given(Rating::NoInformation) } else { Verdict::Nothing };
    }
    match rule.name {
        RuleName::Count => count(rule.threshold(tally.n()), tally),
        RuleName::Worst => given(worst(tally)),
        RuleName::MedianLow => given(median_low(tally)),
        RuleName::MeanBands => {
            let (points, most) = tally.points();
            given(band(rule, percent(points, most)))
        }
    }
}

fn given(grade: Grade) -> Verdict {
    Verdict::Given(grade.into())
}

/// How many children a grade needs under the count rule by its own thresholds, where `n` exist.
pub fn threshold(n: usize) -> usize {
    match n {
        0..=3 => 1,
        4..=8 => 2,
        _ => 3,
    }
}

/// The count rule. `n` counts every child that exists, so an answer that could not be given does not lower the
/// threshold. For the best grade "the rest good" is meant literally: an answer without a grade is not good. For good
/// the text only bars inadequate and too many in need of improvement, so there it does not matter.
///
/// Silent means: at least one is inadequate (so not good), and too few are for inadequate, and too few require
/// improvement. Requires improvement is the only grade none of the sentences rules out, and the only completion under
/// which a better answer never gives a worse parent.
fn count(t: usize, tally: &Tally) -> Verdict {
    let improvable = tally.of(Grade::RequiresImprovement);
    let outstanding = tally.of(Grade::Outstanding);
    if tally.of(Grade::Inadequate) >= t {
        given(Grade::Inadequate)
    } else if improvable >= t {
        given(Grade::RequiresImprovement)
    } else if outstanding >= t && outstanding + tally.of(Grade::Good) == tally.n() {
        given(Grade::Outstanding)
    } else if tally.of(Grade::Inadequate) == 0 {
        given(Grade::Good)
    } else {
        Verdict::Silent(Grade::RequiresImprovement)
    }
}

fn worst(tally: &Tally) -> Grade {
    Grade::ALL.into_iter().rfind(|&grade| tally.of(grade) > 0).expect("at least one child has a grade")
}

/// Of 5 the third, of 4 the third best (the lower of the two in the middle).
fn median_low(tally: &Tally) -> Grade {
    let place = tally.graded() / 2;
    let mut seen = 0;
    Grade::ALL
        .into_iter()
        .find(|&grade| {
            seen += tally.of(grade);
            seen > place
        })
        .expect("the middle lies within the graded children")
}

/// Whole percent of the points that could be had, a half rounded up.
pub fn percent(points: usize, most: usize) -> usize {
    if most == 0 { 0 } else { (200 * points + most) / (2 * most) }
}

fn band(rule: &Rule, percent: usize) -> Grade {
    Grade::ALL.into_iter().find(|&grade| percent >= rule.band_of(grade).0).unwrap_or(Grade::Inadequate)
}

/// What a rule is called in a sentence: the name by which it is chosen, and that it is a rule.
fn title(rule: RuleName) -> &'static str {
    match rule {
        RuleName::Count => "count rule",
        RuleName::Worst => "worst rule",
        RuleName::MedianLow => "median-low rule",
        RuleName::MeanBands => "mean-bands rule",
    }
}

/// What a rule does and where it comes from, for the screen.
fn about(rule: RuleName) -> &'static str {
    match rule {
        RuleName::Count => {
            "Counts how many of the answers that exist have a grade. The threshold is 1 of 1 to 3 answers, 2 of 4 to 8, \
             3 of 9 or more. The worst grade if that many have it; else the second worst if that many have it; else the \
             best if that many have it and the rest are second best; else the second best if none has the worst and \
             fewer than the threshold the second worst. Otherwise the rule is silent: the second worst is filled in, \
             marked as completed, and yours to confirm. Answers without a grade count among those that exist. Modelled \
             on the Care Quality Commission's older principles; the thresholds for 1 to 3 and for 9 or more are \
             recalled, not confirmed. No rule is published for these panels: this one is a hypothesis."
        }
        RuleName::Worst => {
            "The worst grade among the answers that have one. Known from risk-of-bias tools, where a chain is held to \
             be as strong as its weakest link. No rule is published for these panels: this one is a hypothesis."
        }
        RuleName::MedianLow => {
            "Puts the grades in order and takes the middle one, the lower of the two where their number is even. \
             Answers without a grade are left out. No rule is published for these panels: this one is a hypothesis."
        }
        RuleName::MeanBands => {
            "Gives 4 points for the best grade down to 1 for the worst and takes the sum as a percentage of the most \
             there could be, as an exact fraction, a half rounded up to whole percent: 0 to 38, 39 to 62, 63 to 87, 88 \
             to 100. The bands are those of the Care Quality Commission's newer scoring, without its limits for single \
             low scores. Answers without a grade are left out. An average can hide one very bad answer. No rule is \
             published for these panels: this one is a hypothesis."
        }
    }
}
