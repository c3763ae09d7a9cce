//! What the questions ask about, told from their labels, and the words in a sentence that speak of each.
//!
//! Four usual matters (was it met, funded, of use, the right thing) are known by words that stand for them in any
//! report; a question about anything else is known by the words of its own label. Invariant: pure.

use crate::import::report::words::begins_with_any;
use crate::import::report::words::telling_words;
use crate::import::report::words::words;
use crate::model::review::Review;

/// What a question is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Matter {
    Met,
    Funded,
    Helped,
    Appropriate,
    Other,
}

const MET: &[&str] =
    &["met", "meet", "meeting", "deliver", "delivery", "achiev", "track", "complet", "target", "implement"];
const FUNDED: &[&str] = &["fund", "financ", "resourc", "budget", "money", "spend", "spent", "invest", "cost"];
const HELPED: &[&str] = &["impact", "benefi", "outcome", "positive", "effect"];
const APPROPRIATE: &[&str] = &["appropriat", "suitab", "inappropriat"];

/// A question as the recogniser uses it.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub letter: char,
    pub matter: Matter,
    own: Vec<String>,
}

/// The matters of questions, by label and text.
pub(crate) fn asked(questions: &[(char, String)], texts: &[String]) -> Vec<Asked> {
    let mut taken = Vec::new();
    questions
        .iter()
        .enumerate()
        .map(|(n, (letter, label))| {
            let mut matter = matter_of(label);
            if matter == Matter::Other {
                matter = texts.get(n).map_or(Matter::Other, |text| matter_of(text));
            }
            if taken.contains(&matter) {
                matter = Matter::Other;
            }
            taken.push(matter);
            Asked { letter: *letter, matter, own: telling_words(label) }
        })
        .collect()
}

/// The questions of a review.
pub(crate) fn of_review(review: &Review) -> Vec<Asked> {
    let letter = |id: &str| id.chars().next().unwrap_or('?');
    let labels: Vec<(char, String)> =
        review.questions.iter().map(|own| (letter(own.id.as_str()), own.label.clone())).collect();
    let texts: Vec<String> = review.questions.iter().map(|own| own.text.clone()).collect();
    asked(&labels, &texts)
}

fn matter_of(text: &str) -> Matter {
    let words = words(text);
    let any = |stems: &[&str]| {
        words.iter().any(|word| begins_with_any(word, stems) && word != "effectively" && word != "effective")
    };
    match () {
        () if any(APPROPRIATE) => Matter::Appropriate,
        () if any(FUNDED) => Matter::Funded,
        () if any(HELPED) => Matter::Helped,
        () if any(MET) => Matter::Met,
        () => Matter::Other,
    }
}

impl Asked {
    /// How much a clause speaks of this question, 0 to 1. `progress` alone says little.
    pub fn spoken_of(&self, clause: &[String]) -> f32 {
        let any = |stems: &[&str]| {
            clause.iter().any(|word| begins_with_any(word, stems) && word != "effectively" && word != "effective")
        };
        match self.matter {
            Matter::Met if any(MET) => 0.7,
            Matter::Met if clause.iter().any(|word| word == "progress") => 0.25,
            Matter::Funded if any(FUNDED) => 1.0,
            Matter::Helped if any(HELPED) => 1.0,
            Matter::Appropriate if any(APPROPRIATE) => 1.0,
            Matter::Other => {
                let hits =
                    self.own.iter().filter(|own| clause.iter().any(|word| word.starts_with(own.as_str()))).count();
                if hits > 0 { 1.0 } else { 0.0 }
            }
            _ => 0.0,
        }
    }

    /// What a passage says that speaks for and against.
    pub fn phrases(&self, label: &str) -> (String, String) {
        let (yes, no) = match self.matter {
            Matter::Met => ("it was met", "it was not met"),
            Matter::Funded => ("it was funded", "it was not funded"),
            Matter::Helped => ("it helped people", "it did not help people"),
            Matter::Appropriate => ("it was the right promise", "it was the wrong promise"),
            Matter::Other => return (format!("{}: yes", lower_first(label)), format!("{}: no", lower_first(label))),
        };
        (yes.to_owned(), no.to_owned())
    }
}

/// A label with its first letter small, unless the word is an abbreviation.
fn lower_first(label: &str) -> String {
    let mut letters = label.chars();
    match (letters.next(), label.chars().nth(1)) {
        (Some(first), Some(second)) if second.is_lowercase() => {
            first.to_lowercase().collect::<String>() + letters.as_str()
        }
        _ => label.to_owned(),
    }
}
