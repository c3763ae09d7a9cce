//! Thresholds and bands of the rules other than the program's own, as a panel writes them in a small file.
//!
//! Invariant: what [`Thresholds::problem`] passes covers every number of answers, and no band is empty.

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Serialize;

/// Most characters of a name.
const NAME: usize = 60;

/// How many answers a grade needs, and where the bands of percent begin.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Thresholds {
    /// What they are called wherever a result by them is shown.
    pub name: String,
    /// For the count rule, by how many answers exist; rising, the last without an end.
    #[serde(default = "usual_count")]
    pub count: Vec<Step>,
    /// For the mean-bands rule.
    #[serde(default)]
    pub bands: Bands,
}

/// So many answers are needed where up to so many exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Answers that exist, at most; without it any number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub up_to: Option<usize>,
    /// Answers that must have the grade, at least 1.
    pub needs: usize,
}

/// First whole percent of each band, from 1 to 100; inadequate begins at 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Bands {
    pub outstanding: usize,
    pub good: usize,
    pub requires_improvement: usize,
}

impl Default for Bands {
    fn default() -> Self {
        Self { outstanding: 88, good: 63, requires_improvement: 39 }
    }
}

/// The thresholds of the count rule where nobody gave others.
pub fn usual_count() -> Vec<Step> {
    let step = |up_to, needs| Step { up_to, needs };
    vec![step(Some(3), 1), step(Some(8), 2), step(None, 3)]
}

impl Thresholds {
    /// What keeps them from being used, in words.
    pub fn problem(&self) -> Option<String> {
        let name = self.name.trim();
        if name.is_empty() || name.chars().count() > NAME || name.chars().any(char::is_control) {
            return Some(format!("\"name\" is one line of 1 to {NAME} characters; it stands beside every result"));
        }
        self.count_problem().or_else(|| self.bands.problem())
    }

    /// What they have that can never come to pass, in words: a grade that needs more answers than there can be.
    pub fn out_of_reach(&self) -> Option<String> {
        self.count.iter().find_map(|step| {
            let most = step.up_to.filter(|most| step.needs > *most)?;
            Some(format!(
                "of up to {most} answers {} can never have one grade; \"needs\" is at most its \"up_to\"",
                step.needs
            ))
        })
    }

    fn count_problem(&self) -> Option<String> {
        let Some((last, before)) = self.count.split_last() else {
            return Some("\"count\" says at least once how many answers a grade needs".to_owned());
        };
        if self.count.iter().any(|step| step.needs == 0) {
            return Some("\"needs\" is at least 1".to_owned());
        }
        if last.up_to.is_some() {
            return Some("the last of \"count\" has no \"up_to\": it holds for any number of answers".to_owned());
        }
        let ends: Vec<Option<usize>> = before.iter().map(|step| step.up_to).collect();
        let rise = ends.iter().all(Option::is_some) && ends.windows(2).all(|two| two[0] < two[1]);
        (!rise).then(|| "each of \"count\" but the last has an \"up_to\", and they rise".to_owned())
    }

    /// How many answers a grade needs under the count rule, where `n` exist.
    pub fn needs(&self, n: usize) -> usize {
        let step = self.count.iter().find(|step| step.up_to.is_none_or(|up_to| n <= up_to));
        step.map_or(1, |step| step.needs)
    }
}

impl Bands {
    fn problem(self) -> Option<String> {
        let fall = 100 >= self.outstanding
            && self.outstanding > self.good
            && self.good > self.requires_improvement
            && self.requires_improvement > 0;
        (!fall).then(|| {
            "\"bands\" fall from at most 100: outstanding, good, requires_improvement, which is at least 1".to_owned()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thresholds(count: &[(Option<usize>, usize)], bands: (usize, usize, usize)) -> Thresholds {
        Thresholds {
            name: "ours".to_owned(),
            count: count.iter().map(|&(up_to, needs)| Step { up_to, needs }).collect(),
            bands: Bands { outstanding: bands.0, good: bands.1, requires_improvement: bands.2 },
        }
    }

    #[test]
    fn thresholds_cover_every_number_of_answers_or_are_refused() {
        let fine = thresholds(&[(Some(4), 1), (None, 2)], (90, 60, 30));
        assert_eq!(fine.problem(), None);
        assert_eq!((fine.needs(4), fine.needs(5), fine.needs(500)), (1, 2, 2));
        for bad in [
            thresholds(&[], (90, 60, 30)),
            thresholds(&[(Some(4), 1)], (90, 60, 30)),
            thresholds(&[(Some(4), 0), (None, 2)], (90, 60, 30)),
            thresholds(&[(Some(4), 1), (Some(4), 1), (None, 2)], (90, 60, 30)),
            thresholds(&[(None, 1), (None, 2)], (90, 60, 30)),
            thresholds(&[(None, 2)], (101, 60, 30)),
            thresholds(&[(None, 2)], (90, 90, 30)),
            thresholds(&[(None, 2)], (90, 60, 0)),
        ] {
            assert!(bad.problem().is_some(), "{bad:?}");
        }
        let never = thresholds(&[(Some(3), 4), (None, 2)], (90, 60, 30));
        assert!(never.problem().is_none(), "it can be read where it was kept");
        let told = never.out_of_reach().expect("never reached");
        assert!(told.contains("of up to 3 answers 4 can never have one grade"), "{told}");
        assert_eq!(thresholds(&[(Some(3), 3), (None, 9)], (90, 60, 30)).out_of_reach(), None);
        let nameless = Thresholds { name: " ".to_owned(), ..fine };
        assert!(nameless.problem().is_some_and(|why| why.contains("name")));
    }
}
