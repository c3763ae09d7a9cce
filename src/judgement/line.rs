//! The line of a rule that decided, and the one that nearly did, in sentences.
//!
//! Owns the wording of reasons. Uses `rule`, `reach`, `words` and the model. Invariant: every number in a sentence is
//! one the rule used, and what is still open is never counted as if it were rated.

use crate::judgement::reach::Outcome;
use crate::judgement::rule::Rule;
use crate::judgement::rule::Tally;
use crate::judgement::rule::percent;
use crate::judgement::words::Noun;
use crate::judgement::words::Words;
use crate::judgement::words::at_start;
use crate::judgement::words::is;
use crate::judgement::words::none_or;
use crate::judgement::words::suffice;
use crate::model::judged::RuleName;
use crate::model::rating::Grade;

/// A parent's outcome, to be put in words.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    pub(crate) rule: &'a Rule,
    pub(crate) noun: Noun,
    pub(crate) words: Words<'a>,
    pub(crate) outcome: &'a Outcome,
}

impl Line<'_> {
    /// The line that decided, as one or two sentences.
    pub(crate) fn decided(&self) -> String {
        let Outcome { n, open, settled, .. } = *self.outcome;
        if n == 0 {
            return format!("There are no {} to combine.", self.noun.of(0));
        }
        if open > 0 && self.outcome.completed.is_none() {
            return self.still_open();
        }
        let Some(completed) = self.outcome.completed else {
            return format!("Abstained from {}: there is nothing to combine.", self.all());
        };
        let Some(grade) = completed.grade() else {
            return self.nothing_ratable(&settled);
        };
        if self.outcome.silent {
            return self.filled_in();
        }
        let whatever = self.after_comma();
        match self.rule.name() {
            RuleName::Count => self.counted(grade, &whatever),
            _ => format!("{}{whatever} ({}).", self.other(grade), self.rule.title()),
        }
    }

    /// Why a parent has its grade, short, to follow "stays inadequate:". `None` where there is no grade to give a
    /// reason for.
    pub(crate) fn because(&self) -> Option<String> {
        let Outcome { n, open, settled, .. } = *self.outcome;
        let grade = self.outcome.completed?.grade()?;
        if self.outcome.silent {
            return Some(format!("filled in, the {} is silent here", self.rule.title()));
        }
        let t = self.rule.threshold(n);
        let have = settled.of(grade);
        Some(match (self.rule.name(), grade) {
            (RuleName::Count, Grade::Inadequate | Grade::RequiresImprovement) => {
                format!("{have} of {} {}, {}", self.noun.count(n), is(have), suffice(t))
            }
            (RuleName::Count, Grade::Outstanding) if open == 0 => {
                format!("{have} of {} {}, the rest {}", self.noun.count(n), is(have), self.label(Grade::Good))
            }
            (RuleName::Count, _) if open == 0 => {
                let below = settled.of(Grade::RequiresImprovement);
                let (worse, worst) = (self.label(Grade::RequiresImprovement), self.label(Grade::Inadequate));
                let of = self.noun.count(n);
                format!("none of {of} is {worst}, {} {} {worse}, fewer than {t} may be", none_or(below), is(below))
            }
            (RuleName::Worst, _) if have > 0 => format!("the worst of {} is", self.noun.count(settled.graded())),
            (RuleName::MedianLow, _) if open == 0 => {
                format!("the middle of {} is", self.noun.count(settled.graded()))
            }
            (RuleName::MeanBands, _) if open == 0 => {
                let (points, most) = settled.points();
                let (from, to) = self.rule.band_of(grade);
                format!("it has {} percent of the points, within {from} to {to}", percent(points, most))
            }
            _ => self.whatever(),
        })
    }

    /// The line that nearly decided; `None` while open, and where the rule has no lines but an order.
    pub(crate) fn nearly(&self) -> Option<String> {
        if self.outcome.open > 0 || self.outcome.settled.graded() == 0 {
            return None;
        }
        match self.rule.name() {
            RuleName::Count => self.nearly_counted(),
            RuleName::MeanBands => self.nearly_mean(),
            RuleName::Worst | RuleName::MedianLow => None,
        }
    }

    fn label(&self, grade: Grade) -> String {
        self.words.grade(grade)
    }

    fn all(&self) -> String {
        match self.outcome.n {
            1 => format!("the one {}", self.noun.one()),
            n => format!("all {}", self.noun.count(n)),
        }
    }

    fn whatever(&self) -> String {
        match self.outcome.open {
            0 => String::new(),
            1 => format!("whatever the 1 open {} becomes", self.noun.one()),
            open => format!("whatever the {open} open {} become", self.noun.of(open)),
        }
    }

    fn after_comma(&self) -> String {
        if self.outcome.open == 0 { String::new() } else { format!(", {}", self.whatever()) }
    }

    fn still_open(&self) -> String {
        let Outcome { n, open, range, .. } = *self.outcome;
        let to_come = match self.noun {
            Noun::Answer => "still to be rated",
            Noun::Commitment => "still open",
        };
        let can = range.map(|range| self.words.between(range.lowest, range.highest)).unwrap_or_default();
        format!("{open} of {} {} {to_come}; it can be {can} ({}).", self.noun.count(n), is(open), self.rule.title())
    }

    fn nothing_ratable(&self, settled: &Tally) -> String {
        match settled.abstained {
            0 => format!("No information on {}.", self.all()),
            abstained => format!(
                "No information on {} of {}, abstained from {abstained}: nothing has a grade.",
                settled.no_information,
                self.noun.count(self.outcome.n)
            ),
        }
    }

    fn bracket(&self) -> String {
        let sizes = self.rule.sizes(self.outcome.n);
        format!("({}, {sizes} {})", self.rule.title(), self.noun.of(2))
    }

    fn counted(&self, grade: Grade, whatever: &str) -> String {
        let Outcome { n, open, settled, .. } = *self.outcome;
        let (t, have, label, bracket) = (self.rule.threshold(n), settled.of(grade), self.label(grade), self.bracket());
        match grade {
            Grade::Inadequate | Grade::RequiresImprovement if have >= t => {
                format!("{have} of {} {} {label}; {}{whatever} {bracket}.", self.noun.count(n), is(have), suffice(t))
            }
            Grade::Outstanding if open == 0 => {
                let rest = match n - have {
                    0 => String::new(),
                    rest => format!(" and the other {rest} {}", self.label(Grade::Good)),
                };
                format!("{have} of {} {} {label}{rest}; {} {bracket}.", self.noun.count(n), is(have), suffice(t))
            }
            Grade::Good if open == 0 => {
                let below = settled.of(Grade::RequiresImprovement);
                format!(
                    "None of {} is {} and {} {} {}; fewer than {t} may be {bracket}.",
                    self.noun.count(n),
                    self.label(Grade::Inadequate),
                    none_or(below),
                    is(below),
                    self.label(Grade::RequiresImprovement)
                )
            }
            _ => format!("{}{whatever} {bracket}.", at_start(&label)),
        }
    }

    fn filled_in(&self) -> String {
        let Outcome { n, settled, .. } = *self.outcome;
        let (t, bracket) = (self.rule.threshold(n), self.bracket());
        let (worst, worse) = (self.label(Grade::Inadequate), self.label(Grade::RequiresImprovement));
        let (bad, poor) = (settled.of(Grade::Inadequate), settled.of(Grade::RequiresImprovement));
        if self.outcome.open > 0 {
            let worse = at_start(&worse);
            return format!("{worse}{}, but the rule may be silent on it {bracket}.", self.after_comma());
        }
        format!(
            "The rule is silent: {bad} of {} {} {worst} and {} {} {worse}; that bars {}, but either needs {t} {bracket}. \
             {} is filled in by completion.",
            self.noun.count(n),
            is(bad),
            none_or(poor),
            is(poor),
            self.label(Grade::Good),
            at_start(&worse)
        )
    }

    fn other(&self, grade: Grade) -> String {
        let settled = self.outcome.settled;
        let (graded, label) = (self.noun.count(settled.graded()), self.label(grade));
        let kept_out = match settled.ungraded() {
            0 => String::new(),
            without => format!(", {without} without a grade left out"),
        };
        match self.rule.name() {
            RuleName::Worst if settled.of(grade) > 0 => format!("The worst of {graded} is {label}{kept_out}"),
            _ if self.outcome.open > 0 => at_start(&label),
            RuleName::MedianLow if settled.graded().is_multiple_of(2) => {
                format!("The lower of the two in the middle of {graded} is {label}{kept_out}")
            }
            RuleName::MedianLow => format!("The middle of {graded} is {label}{kept_out}"),
            _ => {
                let (points, most) = settled.points();
                let (from, to) = self.rule.band_of(grade);
                let percent = percent(points, most);
                format!(
                    "{graded} come to {points} of {most} points, {percent} percent; {from} to {to} is {label}{kept_out}"
                )
            }
        }
    }

    fn nearly_counted(&self) -> Option<String> {
        let settled = self.outcome.settled;
        let grade = self.outcome.completed?.grade()?;
        let t = self.rule.threshold(settled.n());
        let mut lines: Vec<(usize, String)> = Vec::new();
        let more = |worse: Grade| {
            let have = settled.of(worse);
            let have_words = if have == 0 { "None".to_owned() } else { have.to_string() };
            let of = self.noun.count(settled.n());
            (t - have, format!("{have_words} of {of} {} {}; {t} would suffice.", is(have), self.label(worse)))
        };
        if grade != Grade::Inadequate {
            lines.push(more(Grade::Inadequate));
        }
        if settled.of(Grade::RequiresImprovement) < t && grade != Grade::Inadequate {
            lines.push(more(Grade::RequiresImprovement));
        }
        lines.extend(self.better_line(grade, t));
        lines.into_iter().min_by_key(|(missing, _)| *missing).map(|(_, line)| line)
    }

    /// What keeps a parent from the next better line of the count rule, with how many children would have to change.
    fn better_line(&self, grade: Grade, t: usize) -> Option<(usize, String)> {
        let settled = self.outcome.settled;
        let (bad, poor, best) =
            (settled.of(Grade::Inadequate), settled.of(Grade::RequiresImprovement), settled.of(Grade::Outstanding));
        let good = self.label(Grade::Good);
        match grade {
            Grade::Inadequate => {
                let fewer = bad + 1 - t;
                Some((fewer, format!("With {fewer} of them better, it would not be {}.", self.label(grade))))
            }
            Grade::RequiresImprovement => {
                let better = bad + (poor + 1).saturating_sub(t);
                let (worst, worse) = (self.label(Grade::Inadequate), self.label(grade));
                let allowed = if t == 1 { format!("no {worse}") } else { format!("fewer than {t} {worse}") };
                let of = self.noun.count(better);
                Some((better, format!("{of} better would make it {good}, which allows no {worst} and {allowed}.")))
            }
            Grade::Good => {
                let in_the_way = poor + settled.ungraded();
                let missing = in_the_way + t.saturating_sub(best + in_the_way);
                let label = self.label(Grade::Outstanding);
                Some((
                    missing,
                    format!(
                        "{} needs {t} {label} and the rest {good}: {missing} would have to change.",
                        at_start(&label)
                    ),
                ))
            }
            Grade::Outstanding if t > 1 => Some((
                1,
                format!("The rest have to be {good}: one {} would end it.", self.label(Grade::RequiresImprovement)),
            )),
            Grade::Outstanding => None,
        }
    }

    fn nearly_mean(&self) -> Option<String> {
        let (points, most) = self.outcome.settled.points();
        let grade = self.outcome.completed?.grade()?;
        let to_band = |at: &usize| {
            let rank = Grade::ALL.into_iter().find(|&other| percent(*at, most) >= self.rule.band_of(other).0);
            rank.is_some_and(|other| other != grade)
        };
        let down = (self.outcome.settled.graded()..points).rev().find(to_band);
        let up = (points + 1..=most).find(to_band);
        let (at, word) = match (down, up) {
            (Some(down), Some(up)) if points - down > up - points => (up, "more"),
            (Some(down), _) => (down, "fewer"),
            (None, up) => (up?, "more"),
        };
        let reached = percent(at, most);
        let becomes = Grade::ALL.into_iter().find(|&other| reached >= self.rule.band_of(other).0)?;
        let by = at.abs_diff(points);
        let noun = if by == 1 { "point" } else { "points" };
        Some(format!("{by} {noun} {word} would be {reached} percent: {}.", self.label(becomes)))
    }
}
